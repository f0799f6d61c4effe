"""Echo: gives back what it is given. The worked example of a provider, and a fake that follows a script.

It is a service and its client in one file: `House` is the far end, where jobs live and wait to be played;
`Echo` is the provider that speaks to it. To make a provider that computes its answer at once, override
`answer`. It opens no connection and costs nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from secondunit.media.png import png_of
from secondunit.wire import (
    Capability,
    Form,
    FrozenMap,
    GuideKind,
    GuideNeed,
    Intake,
    Limit,
    Money,
    Need,
    Problem,
    Task,
)
from secondunit.wire.errors import BadInput, Expired, NotFound, Uncertain

from .guides import require_guide_inputs
from .landing import Landing
from .protocol import CancelOutcome, Estimated, Preview, Request, State, Status, Ticket
from .registry import Site

#: One made file: its name and its bytes.
Made = tuple[str, bytes]
_MANY = 10_000
_EDIT = Intake(Need.REQUIRED, Form.FRAMES, Need.OPTIONAL, most_frames=_MANY, result=Form.FRAMES)
#: What it takes for each task: every size, every length, as it comes.
INTAKES = {
    Task.IMAGE: Intake(plate=Need.OPTIONAL),
    Task.VIDEO: Intake(
        plate=Need.OPTIONAL,
        most_frames=_MANY,
        result=Form.FRAMES,
        guides=tuple(GuideNeed(kind, Need.OPTIONAL) for kind in GuideKind),
    ),
    Task.INPAINT: Intake(Need.REQUIRED, Form.FRAMES, Need.REQUIRED, most_frames=_MANY, result=Form.FRAMES),
    Task.EXTEND: _EDIT,
    Task.RESTYLE: _EDIT,
}


@dataclass
class EchoJob:
    """A job at the house; a script moves it on by setting `status`."""

    number: int
    key: str
    request: Request
    status: Status = Status(State.WAITING, retry_after=0.0)
    made: list[Made] = field(default_factory=list)
    #: The guides that came with it, by what they are.
    guides: list[Made] = field(default_factory=list)


@dataclass
class House:
    """The far end: every job it took, and how it behaves.

    By default a job is done when it is first asked about. With `plays` set to False it stays where the script
    puts it. `interrupt` is called before and after each step (`submit`, `submitted`, `poll`, `fetch`,
    `cancel`) and may raise, to stand for everything that goes wrong on the way.
    """

    jobs: dict[str, EchoJob] = field(default_factory=dict)
    plays: bool = True
    interrupt: Callable[[str], None] = lambda step: None
    lock: threading.Lock = field(default_factory=threading.Lock)


class Echo:
    """The provider. A submit with a key that the house knows gives the same job again."""

    name = "echo"
    setting_names: ClassVar[tuple[str, ...]] = ()
    label = "Echo (for trying things out)"
    tasks: tuple[Task, ...] = (Task.IMAGE, Task.VIDEO, Task.INPAINT, Task.EXTEND, Task.RESTYLE)

    def __init__(self, site: Site | None = None, house: House | None = None) -> None:
        self.house = house or House()

    def answer(self, request: Request) -> list[Made]:
        """What is made of a request: here its own plate, or a flat picture in a colour of its seed."""
        plates = [(plate.path.name, plate.path.read_bytes()) for plate in request.of("plate")]
        if plates and request.task is not Task.VIDEO:
            return plates
        flat = _flat(max(request.width, 1), max(request.height, 1), request.seed)
        picture = plates[0][1] if plates else flat
        count = request.frames if request.task is Task.VIDEO else 1
        return [(f"made.{number:04d}.png", picture) for number in range(1, count + 1)]

    def capabilities(self) -> Sequence[Capability]:
        """One model, without limits, once for each task, as each takes something else."""
        return tuple(
            Capability(
                provider=self.name,
                label=self.label,
                tasks=(task,),
                made_by="echo",
                terms="Nothing leaves this machine.",
                references=16,
                prompt=10_000,
                limits=(Limit("Result", "the pictures it was given"),),
                intake=INTAKES.get(task, _EDIT),
            )
            for task in self.tasks
        )

    def estimate(self, request: Request) -> Estimated:
        """Nothing, at once."""
        if request.task not in self.tasks:
            raise BadInput(f"{self.name} does not do {request.task.value}.", where="task")
        if any(request.margins):
            raise BadInput(f"{self.name} extends nothing by itself.", where="margins")
        return Estimated(Money("0"), seconds=0.0)

    def submit(self, request: Request, key: str) -> Ticket:
        """Take the request; `Uncertain` where the answer is lost on the way back."""
        self.estimate(request)
        intake = INTAKES.get(request.task, _EDIT)
        for role in ("plate", "matte"):
            if getattr(intake, role) is Need.REQUIRED and not request.of(role):
                raise BadInput(f"{self.name} needs a {role} for {request.task.value}.", where=role)
        require_guide_inputs(request, intake, self.name)
        guides = [(guide.about, guide.path.read_bytes()) for guide in request.of("guide")]
        self.house.interrupt("submit")
        with self.house.lock:
            if key not in self.house.jobs:
                number = len(self.house.jobs) + 1
                self.house.jobs[key] = EchoJob(number, key, request, made=self.answer(request), guides=guides)
        try:
            self.house.interrupt("submitted")
        except Exception as problem:
            raise Uncertain("The answer to the submit was lost.") from problem
        return self._ticket(self.house.jobs[key])

    def recover(self, request: Request, key: str) -> Ticket | None:
        """The job with this key, if it came through."""
        self.house.interrupt("poll")
        job = self.house.jobs.get(key)
        return None if job is None else self._ticket(job)

    def poll(self, ticket: Ticket) -> Status:
        """Where the script has put the job; done at once where the house plays by itself."""
        self.house.interrupt("poll")
        job = self.house.jobs.get(ticket.key)
        if job is None:
            problem = Problem(
                Uncertain.code, f"{self.name} no longer knows this job.", Uncertain.default_remedy
            )
            return Status(State.LOST, problem=problem)
        if self.house.plays and not job.status.state.final:
            name, data = job.made[0]
            kind = "image/png" if name.lower().endswith(".png") else ""
            job.status = Status(State.DONE, 1.0, preview=Preview(data, kind) if kind else None)
        return job.status

    def fetch(self, ticket: Ticket, into: Path) -> list[Path]:
        """Write what was made."""
        job = self.house.jobs.get(ticket.key)
        if job is None:
            raise Expired(f"{self.name} no longer holds what it made.")
        if job.status.state is not State.DONE:
            raise NotFound("There is nothing to fetch: the job is not done.")
        with Landing(into) as landing:
            for name, data in job.made:
                landing.take(name, self._bytes(data), len(data))
        return landing.paths

    def cancel(self, ticket: Ticket) -> CancelOutcome:
        """Stop the job unless it has ended."""
        self.house.interrupt("cancel")
        job = self.house.jobs.get(ticket.key)
        if job is None:
            return CancelOutcome.UNKNOWN
        if job.status.state is State.CANCELLED:
            return CancelOutcome.CANCELLED
        if job.status.state.final:
            return CancelOutcome.TOO_LATE
        job.status = Status(State.CANCELLED, job.status.progress)
        return CancelOutcome.CANCELLED

    def _bytes(self, data: bytes) -> Sequence[bytes]:
        self.house.interrupt("fetch")
        return (data[: len(data) // 2], data[len(data) // 2 :])

    def _ticket(self, job: EchoJob) -> Ticket:
        return Ticket(self.name, str(job.number), job.key, job.request.digest, notes=FrozenMap())


def _flat(width: int, height: int, seed: int) -> bytes:
    """A PNG (8-bit RGB) of one colour."""
    row = b"\0" + bytes(64 + (seed >> shift) % 128 for shift in (0, 7, 14)) * width
    return png_of(width, height, 3, row * height)
