"""Echo's stand: the far end of the worked example, to copy from when you write your own.

Echo has no wire, so its troubles are raised on the way to its house; a provider with a wire plays them in a
small server of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from secondunit.providers import Input, Request, State, Status
from secondunit.providers.echo import Echo, EchoJob, House, Made
from secondunit.wire import Problem, Task
from secondunit.wire.errors import (
    BadDownload,
    Moderated,
    ProviderAbsent,
    ProviderBroken,
    ProviderDenied,
    ProviderError,
    ProviderSilent,
    RateLimited,
    SecondUnitError,
)

from .stand import Clock, DoesNotApply, Stand, Trouble, Verb

_RAISED: dict[Trouble, Callable[[], SecondUnitError]] = {
    Trouble.ABSENT: lambda: ProviderAbsent("Echo is not there."),
    Trouble.SILENT: lambda: ProviderSilent("Echo does not answer."),
    Trouble.BUSY: lambda: RateLimited("Echo asks for a pause.", retry_after=7.0),
    Trouble.BROKEN: lambda: ProviderBroken("Echo answers with a fault."),
    Trouble.GARBLED: lambda: ProviderBroken("Echo makes no sense."),
    Trouble.TRUNCATED: lambda: BadDownload("Echo stops in the middle."),
    Trouble.DENIED: lambda: ProviderDenied("Echo does not know us."),
    Trouble.MODERATED: lambda: Moderated("Echo does not say such things."),
}


class EchoFarEnd:
    """Echo's house, moved on by hand."""

    def __init__(self, house: House, results: tuple[bytes, ...]) -> None:
        self.house, self.results = house, results
        self.taken = self.asked = 0
        self._next: dict[str, Trouble] = {}
        house.plays, house.interrupt = False, self._interrupt

    @property
    def guides(self) -> Sequence[Made]:
        """What came as guides of the job that was taken last."""
        return self._job.guides

    def trouble(self, step: Verb, trouble: Trouble) -> None:
        """The next call of this step meets it; after a submit is taken where its answer is lost."""
        late = step is Verb.SUBMIT and trouble in (Trouble.SILENT, Trouble.GARBLED)
        self._next["submitted" if late else step.value] = trouble

    def run(self, progress: float) -> None:
        self._set(Status(State.RUNNING, max(progress, self._job.status.progress), retry_after=0.0))

    def finish(self) -> None:
        self._set(Status(State.DONE, 1.0))

    def fail(self, reason: str) -> None:
        self._set(Status(State.FAILED, problem=Problem(ProviderError.code, f"Echo failed: {reason}.")))

    def moderate(self) -> None:
        self._set(Status(State.FAILED, problem=_no()))

    def expire(self) -> None:
        self.house.jobs.clear()

    def forget(self) -> None:
        self.house.jobs.clear()

    @property
    def _job(self) -> EchoJob:
        if not self.house.jobs:
            raise DoesNotApply("Echo has no job")
        return list(self.house.jobs.values())[-1]

    def _set(self, status: Status) -> None:
        self._job.status = replace(status, progress=max(status.progress, self._job.status.progress))

    def _interrupt(self, step: str) -> None:
        self.asked += step == "submit"
        trouble = self._next.pop(step, None)
        if trouble is Trouble.ABSENT:
            self.asked -= step == "submit"
        if trouble is not None and step != "submitted":
            raise _RAISED[trouble]()
        self.taken += step == "submitted"
        if trouble is not None:
            raise _RAISED[trouble]()


def _no() -> Problem:
    return Problem(Moderated.code, "Echo does not say such things.", Moderated.default_remedy)


def echo_stand(folder: Path) -> Stand:
    """A fresh Echo with a request for one small file; `folder` is empty."""
    folder.mkdir(parents=True, exist_ok=True)
    plate = folder.parent / f"{folder.name}-plate.png"
    plate.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    source = Input("plate", plate, sha256(plate.read_bytes()).hexdigest())
    house = House()
    far = EchoFarEnd(house, (plate.read_bytes(),))
    request = Request(Task.RESTYLE, prompt="the same again", inputs=(source,))
    return Stand(lambda: Echo(house=house), far, request, folder, Clock())
