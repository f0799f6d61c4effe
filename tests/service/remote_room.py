"""A service with one provider, in pieces: Echo's house at the far end, a strict gate, a clock that obeys.

The gate keeps to the protocol to the letter: nothing passes a door that was not opened on a verdict, no money
is held or settled twice. Echo looks into the store at every call: what it is asked must be written already.
"""

from __future__ import annotations

import base64
import contextlib
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from secondunit.engines import Progress, Report, Stop
from secondunit.engines.folders import read_work
from secondunit.engines.provider_files import PREPARED, answer_folder, outgoing_folder
from secondunit.providers import CancelOutcome, Input, Provider, Request, State, Status, Ticket
from secondunit.providers.echo import Echo, House
from secondunit.rights.money import as_money, counted
from secondunit.service.home import Home
from secondunit.service.ids import new_job_id, now
from secondunit.service.jobs import Scheduler
from secondunit.service.outbound.backoff import Backoff
from secondunit.service.scheduling import job_scheduler
from secondunit.service.store import Store, errands, jobs, takes
from secondunit.service.store.errands import Errand, ErrandState
from secondunit.wire import (
    Brief,
    Capability,
    Delivery,
    Format,
    FrameRange,
    FrozenMap,
    Job,
    JobState,
    Money,
    Piece,
    Prepared,
    PreparedFile,
    Problem,
    Rate,
    Size,
    Step,
    Take,
    Task,
    Work,
    brief_digest,
    dumps,
)
from secondunit.wire.errors import Conflict, NotFound, Refused, Uncertain
from secondunit.wire.job import ENDED
from secondunit.wire.rights import Verdict

from ..noop import NoopEngine
from .empty_store import copy_empty

PRICE = Money("1.00")
PNG = b"\x89PNG\r\n\x1a\n"
#: A whole picture of one pixel.
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
)


class Killed(BaseException):
    """The process ends here, as far as anybody can tell."""


@dataclass
class Fate:
    """Counts everything that happens, and ends the process at the moment `deadly`."""

    deadly: int = 0
    count: int = 0
    seen: list[str] = field(default_factory=list)
    dead: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def moment(self, name: str) -> None:
        """One moment: the deadly one and all after it end whoever comes by."""
        with self.lock:
            if self.dead:
                raise Killed(name)
            self.count += 1
            self.seen.append(name)
            if self.count == self.deadly:
                self.dead = True
                raise Killed(name)


@dataclass
class Clock:
    """A steady clock: by itself it jumps to the end of every wait; `by_hand` only `pass_` moves it."""

    by_hand: bool = False
    seconds: float = 1000.0
    waits: list[float] = field(default_factory=list)
    moved: threading.Condition = field(default_factory=threading.Condition)
    waiting: int = 0

    def steady(self) -> float:
        return self.seconds

    def wait(self, stop: Stop, seconds: float) -> None:
        forget = stop.when_told(self._wake)
        try:
            with self.moved:
                self.waits.append(seconds)
                assert len(self.waits) < 20_000, "something spins"
                if not self.by_hand:
                    self.seconds += seconds
                    return
                end = self.seconds + seconds
                self.waiting += 1
                self.moved.notify_all()
                self.moved.wait_for(lambda: self.seconds >= end or stop.told, 20)
                self.waiting -= 1
        finally:
            forget()

    def pass_(self, seconds: float) -> None:
        """Let time go by once somebody waits for it."""
        with self.moved:
            assert self.moved.wait_for(lambda: self.waiting > 0, 20)
            self.seconds += seconds
            self.moved.notify_all()

    def run(self) -> None:
        """Go by itself from now on."""
        with self.moved:
            self.by_hand = False
            self.seconds += 3600
            self.moved.notify_all()

    def idle(self) -> None:
        """Return once somebody waits."""
        with self.moved:
            assert self.moved.wait_for(lambda: self.waiting > 0, 20)

    def _wake(self) -> None:
        with self.moved:
            self.moved.notify_all()


@dataclass
class FarEnd:
    """What outlives the service: the provider's house, the show's money and ledger, and what is played.

    `knows` is False for a provider that cannot say what became of a submit. `price` is of one piece.
    """

    house: House = field(default_factory=House)
    knows: bool = True
    price: Money = PRICE
    billed: Money | None = PRICE
    refusal: str = ""
    called_off: CancelOutcome | None = None
    held: dict[str, list[int | None]] = field(default_factory=dict)
    ledger: list[tuple[str, str, object]] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)
    troubles: dict[str, list[Exception]] = field(default_factory=dict)
    #: How a piece is, where it is not done at once.
    ends: dict[int, Status] = field(default_factory=dict)
    fate: Fate = field(default_factory=Fate)
    #: What was asked that never may be.
    broken: list[str] = field(default_factory=list)
    unsealed: Exception | None = None
    sealed: list[str] = field(default_factory=list)
    #: Which pieces, by turn and number, go down with a server.
    lost: set[tuple[int, int]] = field(default_factory=set)
    #: Whether it declares that asking it costs nothing.
    free: bool = False
    #: The keys of what the provider was asked to take away.
    discarded: list[str] = field(default_factory=list)
    #: The pieces that the verdict in hand is about, by the attempt's name: files of no other may leave on it.
    asked_about: dict[str, tuple[int, ...]] = field(default_factory=dict)
    at_once: int = 200

    def trouble(self, step: str, *errors: Exception) -> None:
        """Let the next calls of this step (`submit`, `submitted`, `poll`, `fetch`, ...) meet these."""
        self.troubles.setdefault(step, []).extend(errors)

    def require(self, true: bool, otherwise: str) -> None:
        """Note what never may be; whoever asked gets an error, which alone might pass for the provider's."""
        if not true:
            self.broken.append(otherwise)
            raise AssertionError(otherwise)

    def meet(self, step: str) -> None:
        if self.troubles.get(step):
            raise self.troubles[step].pop(0)

    def rows(self, kind: str) -> list[tuple[str, object]]:
        return [(of, body) for what, of, body in self.ledger if what == kind]

    @property
    def spent(self) -> int:
        """What is billed or held, in millionths."""
        return sum(int(billed if billed is not None else held or 0) for held, billed in self.held.values())

    @property
    def still_held(self) -> list[str]:
        return [name for name, (_, billed) in self.held.items() if billed is None]


class StrictEcho(Echo):
    """Echo that is asked only through open doors, about what is written already."""

    def __init__(self, far: FarEnd, store: Store, doors: Counter[str]) -> None:
        super().__init__(house=far.house)
        self._far, self._store, self._doors = far, store, doors

    def submit(self, request: Request, key: str) -> Ticket:
        row = self._look("submit", key)
        self._require(row, "submit", ErrandState.SUBMITTING)
        assert row is not None
        self._far.require(row.digest == request.digest, f"{key} is sent with another request")
        self._far.require(self._job(row).state is JobState.SUBMITTING, f"{key} is sent too early or late")
        self._far.require(key not in self.house.jobs, f"{key} is sent again although it was taken")
        held = self._far.held.get(key.rsplit("-", 1)[0])
        self._far.require(held is not None and held[1] is None, f"{key} is sent, and no money is held for it")
        asked_about = self._far.asked_about[key.rsplit("-", 1)[0]]
        self._far.require(row.piece in asked_about, f"{key} is sent on a verdict about other pieces")
        try:
            ticket = super().submit(request, key)
        finally:
            if key in self.house.jobs:
                self._far.taken.append(key)
        self._far.fate.moment("after submit")
        try:
            self._far.meet("submitted")
        except Exception as lost:
            raise Uncertain("The answer was lost.") from lost
        return ticket

    def recover(self, request: Request, key: str) -> Ticket | None:
        self._look("recover", key)
        if not self._far.knows:
            raise Uncertain("It keeps no list of jobs.")
        return super().recover(request, key)

    def poll(self, ticket: Ticket) -> Status:
        row = self._look("poll", ticket.key)
        self._require(row, "poll", ErrandState.SENT)
        piece = row.piece if row is not None else 0
        job = self.house.jobs.get(ticket.key)
        lost = row is not None and (row.turn, piece) in self._far.lost
        if lost and job is not None:
            job.status = Status(State.LOST, problem=Problem(Uncertain.code, "A server does not answer."))
            return job.status
        if piece in self._far.ends and job is not None:
            self.house.interrupt("poll")
            job.status = self._far.ends[piece]
            return job.status
        status = super().poll(ticket)
        return replace(status, billed=self._far.billed) if status.state is State.DONE else status

    def fetch(self, ticket: Ticket, into: Path) -> list[Path]:
        row = self._look("fetch", ticket.key)
        self._require(row, "fetch", ErrandState.MADE, ErrandState.FETCHED)
        paths = super().fetch(ticket, into)
        self._far.fate.moment("after fetch")
        return paths

    def cancel(self, ticket: Ticket) -> CancelOutcome:
        self._look("cancel", ticket.key)
        said = super().cancel(ticket)
        return self._far.called_off or said

    def discard(self, ticket: Ticket) -> None:
        row = self._look("discard", ticket.key)
        assert row is not None
        self._far.require(self._job(row).state in ENDED, f"{ticket.key} is discarded while its job goes on")
        self._far.discarded.append(ticket.key)

    def _look(self, step: str, key: str) -> Errand | None:
        self._far.require(self._doors[key] > 0, f"{step} of {key} at a shut door")
        self._far.calls[step] += 1
        self._far.fate.moment(step)
        self._far.meet(step)
        job = key.rsplit("-", 2)[0]
        rows = self._store.read(lambda connection: errands.of(connection, job))
        return next((row for row in rows if row.key == key), None)

    def _require(self, row: Errand | None, step: str, *states: ErrandState) -> None:
        state = row.state.value if row is not None else "not written"
        self._far.require(row is not None and row.state in states, f"{step} of an errand that is {state}")
        self._far.require(step == "submit" or bool(row and row.ticket), f"{step} without a ticket")

    def _job(self, row: Errand) -> Job:
        return self._store.read(lambda connection: jobs.find(connection, row.job))


class StrictCrossing:
    """One turn at the gate, by the letter."""

    def __init__(self, far: FarEnd, work: Work, prepared: Prepared, turn: int, doors: Counter[str]) -> None:
        self._far, self._work, self._prepared, self._doors = far, work, prepared, doors
        self.name = f"{work.job}-{turn}"
        self._in_hand: Verdict | None = None
        far.asked_about[self.name] = tuple(piece.number for piece in prepared.pieces)

    def key(self, piece: int) -> str:
        return f"{self.name}-{piece}"

    def requests(self) -> tuple[Request, ...]:
        return tuple(
            Request(
                Task.IMAGE,
                prompt=self._work.brief.prompt,
                frames=piece.count,
                inputs=tuple(
                    Input(each.role, Path(self._work.scratch, each.path), each.sha256) for each in piece.files
                ),
            )
            for piece in self._prepared.pieces
        )

    def decide(self, pieces: Sequence[int], seen: Money) -> Verdict:
        far = self._far
        far.fate.moment("decide")
        far.meet("decide")
        far.asked_about[self.name] = tuple(pieces)
        before = far.held.get(self.name)
        amount = counted(far.price) * len(pieces) if before is None else int(before[0] or 0)
        cost = as_money(amount, far.price.currency)
        refusal = far.refusal
        if counted(cost) > counted(seen):
            refusal = f"It now costs {cost.amount}, and {seen.amount} was seen."
        if not refusal:
            held = far.held.setdefault(self.name, [counted(cost), None])
            if held != [counted(cost), None]:
                raise Conflict("This job already holds another amount.")
        given = self._verdict(refusal, cost)
        far.ledger.append(("decision", self.name, given))
        far.fate.moment("decided")
        return given

    def price(self, piece: int) -> Money | None:
        return self._far.price

    def still(self) -> Verdict:
        self._far.fate.moment("still")
        self._far.meet("still")
        given = self._verdict(self._far.refusal, Money())
        if not given.allowed:
            self._far.ledger.append(("stopped", self.name, given))
        return given

    def _verdict(self, refusal: str, cost: Money) -> Verdict:
        given = Verdict(not refusal, refusal or "The rule 'test' allows it.", rule="test", cost=cost)
        if given.allowed:
            self._in_hand = given
        return given

    @contextlib.contextmanager
    def open(self, piece: int) -> Iterator[None]:
        if self._in_hand is None:
            raise Refused("No verdict is in hand.")
        key = self.key(piece)
        self._doors[key] += 1
        try:
            yield
        finally:
            self._doors[key] -= 1

    def answered(self, piece: int, ticket: Ticket, paths: Sequence[Path], *, again: bool = False) -> None:
        self._far.fate.moment("answered")
        assert paths and all(path.is_file() for path in paths)
        self._far.ledger.append(("answer", self.key(piece), tuple(path.name for path in paths)))

    def discarded(self, piece: int, ticket: Ticket, reason: str) -> None:
        self._far.ledger.append(("discarded", self.key(piece), reason))

    def settle(self, billed: Money | None) -> None:
        self._far.fate.moment("settle")
        if self.name not in self._far.held:
            raise NotFound("No money was reserved for this job.")
        held, before = self._far.held[self.name]
        bill = held if billed is None else counted(billed)
        if before not in (None, bill):
            raise Conflict("This job was settled with another bill.")
        self._far.held[self.name][1] = bill
        self._far.ledger.append(("cost", self.name, bill))
        self._far.fate.moment("settled")

    def release(self) -> None:
        self._far.fate.moment("release")
        if self.name in self._far.held:
            self.settle(Money())


@dataclass
class StrictWay:
    """The way to the far end."""

    far: FarEnd
    store: Store
    doors: Counter[str] = field(default_factory=Counter)

    def provider(self, show: str, name: str) -> Provider:
        if name != "echo":
            raise NotFound(f"No provider {name!r} is set up for {show}.")
        return StrictEcho(self.far, self.store, self.doors)

    def at_once(self, show: str, name: str) -> int:
        return self.far.at_once

    def clearance(self, work: Work, prepared: Prepared, turn: int) -> StrictCrossing:
        self.far.meet("cross")
        return StrictCrossing(self.far, work, prepared, turn, self.doors)

    def with_terms(self, work: Work) -> Work:
        return work

    def seal(self, take: Take, work: Work, others: Sequence[Take] = ()) -> None:
        self.far.fate.moment("seal")
        if self.far.unsealed is not None:
            raise self.far.unsealed
        assert (Path(take.folder) / "take.json").is_file()
        self.far.sealed.append(take.id)


@dataclass
class RemoteEngine(NoopEngine):
    """Prepares `pieces` pieces of one small file, renders nothing but what came back for all of them."""

    far: FarEnd
    pieces: int = 1
    calls: list[tuple[str, Step]] = field(default_factory=list)
    script: Callable[[Step, str], None] = lambda step, job: None

    def run(self, request: Path, step: Step, frames: Sequence[int], report: Report, stop: Stop) -> None:
        work = read_work(request)
        self.calls.append((work.job, step))
        self.far.fate.moment(f"{step.value} begins")
        self.script(step, work.job)
        stop.check()
        if step is Step.PREPARE:
            report(Progress(1.0, "Preparing"))
            self._prepare(work)
        else:
            if step is Step.RENDER:
                for piece in range(self.pieces):
                    assert list(answer_folder(request.parent, piece).iterdir()), "a piece is missing"
            super().run(request, step, frames, report, stop)
        self.far.fate.moment(f"{step.value} ends")

    def steps(self) -> list[Step]:
        return [step for _, step in self.calls]

    def _prepare(self, work: Work) -> None:
        made = []
        for number in range(self.pieces):
            content = PNG + bytes([number]) * 64
            folder = outgoing_folder(Path(work.scratch), number)
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "plate.png").write_bytes(content)
            path = (folder / "plate.png").relative_to(work.scratch).as_posix()
            given = PreparedFile("plate", path, sha256(content).hexdigest())
            made.append(Piece(number, work.brief.frames, 3, Size(64, 36), files=(given,)))
        (Path(work.scratch) / PREPARED).write_text(dumps(Prepared(tuple(made))))


class MomentousStore(Store):
    """A store whose every write has a moment before and a moment after."""

    fate: Fate | None = None

    def write(self, write: Any) -> Any:
        if self.fate is not None:
            self.fate.moment("before a write")
        done = super().write(write)
        if self.fate is not None:
            self.fate.moment("after a write")
        return done


def brief(**changes: object) -> Brief:
    fields: dict[str, object] = {
        "show": "S", "shot": "sh010", "element": "sky", "frames": FrameRange(1001, 1003), "rate": Rate(24),
        "format": Format(64, 36), "prompt": "a sky", "delivery": Delivery(passes=False), "provider": "echo",
        "task": Task.IMAGE,
    }  # fmt: skip
    return Brief(**(fields | changes))  # type: ignore[arg-type]


@dataclass
class RemoteRoom:
    """A store and a queue in one folder; `restart` is what a new process does after the old one died."""

    folder: Path
    far: FarEnd = field(default_factory=FarEnd)
    pieces: int = 1
    slots: int = 2
    remote: int = 0
    clock: Clock = field(default_factory=Clock)
    patience: dict[str, float] = field(default_factory=dict)
    engine: RemoteEngine = field(init=False)
    store: MomentousStore = field(init=False)
    queue: Scheduler = field(init=False)
    gateway: StrictWay = field(init=False)

    def __post_init__(self) -> None:
        self.engine = RemoteEngine(self.far, self.pieces)
        self.open()

    def open(self) -> None:
        home = Home(self.folder / "home")
        home.make()
        copy_empty(home.database)
        self.store = MomentousStore(home.database)
        self.store.fate = self.far.fate
        self.gateway = StrictWay(self.far, self.store)
        backoff = Backoff(steady=self.clock.steady, wait=self.clock.wait, **self.patience)  # type: ignore[arg-type]
        self.queue = job_scheduler(
            self.store, self.engine, "me", scratch=home.scratch, slots=self.slots, gateway=self.gateway,
            remote=self.remote, backoff=backoff,
        )  # fmt: skip

    def restart(self) -> None:
        """End this process, as far as it is not dead yet, and begin the next."""
        self.close()
        self.far.fate = Fate()
        self.engine.far = self.far
        self.clock.run()
        self.open()
        self.queue.start()

    def work(self, of: Brief, job: str) -> Work:
        capability = Capability("echo", "Echo", tasks=(Task.IMAGE,), made_by="echo", free=self.far.free)
        remote = of.provider not in ("onboard", "comp")
        return Work(
            job=job, brief=of, settings=FrozenMap(), scratch=str(self.scratch / job),
            staging=str(self.folder / "show" / of.shot / of.element / f".{job}.partial"),
            brief_digest=brief_digest(of), file_name=f"{of.element}_{{version}}",
            capability=capability if remote else None,
        )  # fmt: skip

    @property
    def scratch(self) -> Path:
        return self.folder / "home" / "scratch"

    def plan(self, of: Brief | None = None, cost: Money | None = None) -> str:
        of = of or brief()
        work, moment = self.work(of, new_job_id()), now()
        seen = cost or as_money(counted(self.far.price) * self.pieces, self.far.price.currency)
        job = Job(work.job, of.show, of.shot, of.element, work.brief_digest, of.frames, created=moment,
                  changed=moment, provider=of.provider, model=of.model, cost=seen)  # fmt: skip
        return self.queue.plan(job, work, 1)[0].id

    def find(self, job: str) -> Job:
        return self.store.read(lambda connection: jobs.find(connection, job))

    def errands(self, job: str) -> tuple[Errand, ...]:
        return self.store.read(lambda connection: errands.of(connection, job))

    def takes(self) -> tuple[Take, ...]:
        return self.store.read(takes.page).takes

    def wait(self, *wanted: str, seconds: float = 30) -> list[Job]:
        """The jobs once all of them have ended and their threads are gone."""
        done = threading.Event()

        def heard(_events: object) -> None:
            if all(self.find(job).state in ENDED for job in wanted):
                done.set()

        self.store.listen(heard)
        heard(None)
        assert done.wait(seconds), [self.find(job) for job in wanted]
        self.gone(*wanted)
        return [self.find(job) for job in wanted]

    def run(self, of: Brief | None = None, **more: Any) -> Job:
        """Plan a job and wait for its end."""
        return self.wait(self.plan(of, **more))[0]

    def until(self, job: str, state: JobState) -> None:
        """Wait until a job is in a state."""
        reached = threading.Event()

        def heard(_events: object) -> None:
            if self.find(job).state is state:
                reached.set()

        self.store.listen(heard)
        heard(None)
        assert reached.wait(20), self.find(job)

    def gone(self, *wanted: str) -> None:
        for thread in threading.enumerate():
            if thread.name.removeprefix("job ") in wanted:
                thread.join(30)
                assert not thread.is_alive()

    def litter(self) -> list[Path]:
        return [path for path in self.folder.rglob("*") if ".tmp-" in path.name or ".partial" in path.name]

    def close(self) -> None:
        self.queue.stop()
        self.store.close()
        assert self.far.broken == []
