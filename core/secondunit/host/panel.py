"""The panel model: everything a panel shows and every act it offers, without a widget.

Lives on the host's main thread. `pump` (called by the host's own timer) brings in what the service said and
tells the observers which topics changed. Nothing here waits, and nothing raises into the host.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from secondunit.wire.errors import NotFound, Problem, SecondUnitError, Unexpected

from .assembly import assemble, problem_at_field
from .fields import Fields
from .link import Connection, Link, LinkState
from .protocol import Shot
from .records import Jobs, Takes

if TYPE_CHECKING:
    from secondunit.wire import Brief, Estimate, Event, Job, Kind, Matte, Plate, Take

    from .client import Client

T = TypeVar("T")

#: How long the fields must rest before an estimate is asked for, in seconds.
REST = 0.35
#: How many jobs and takes one question to the service brings.
PAGE = 100

Observer = Callable[[frozenset[str]], None]


class Panel:
    """The model of one panel.

    `changed` topics: `connection`, `kinds`, `fields`, `plate`, `estimate`, `jobs`, `takes`, `message`.
    """

    def __init__(self, link: Link, *, clock: Callable[[], float] = monotonic) -> None:
        self.link = link
        self.fields = Fields()
        self.shot: Shot | None = None
        self.plate: Plate | None = None
        self.matte: Matte | None = None
        self.estimate: Estimate | None = None
        self.estimating = False
        self.jobs = Jobs()
        self.takes = Takes()
        #: Ids of the jobs that were asked for from this document: they are shown whatever their shot.
        self.own_jobs: list[str] = []
        #: What went wrong last, for the foot of the panel; None when the last act went well.
        self.message: Problem | None = None
        self.pumped_at = 0.0
        self._clock = clock
        self._observers: list[Observer] = []
        self._changed: set[str] = set()
        self._estimate_due: float | None = None
        self._kinds_stored: tuple[object, object] = (None, None)
        link.on_connection = self._on_connection
        link.on_event = self._on_event
        link.on_gap = self.refresh

    # What the host's panel reads ---------------------------------------------------------------------------

    @property
    def connection(self) -> Connection:
        """How the host stands with the service."""
        return self.link.connection

    @property
    def show_name(self) -> str:
        """The show that the panel is set to."""
        return str(self.fields.value("show"))

    @property
    def shot_name(self) -> str:
        """The shot that the panel is set to."""
        return str(self.fields.value("shot"))

    def shot_takes(self) -> tuple[Take, ...]:
        """The takes of the shot, newest first."""
        return self.takes.of_shot(self.show_name, self.shot_name)

    def error(self, field: str) -> Problem | None:
        """What is wrong with a field: as typed, or as the service found."""
        if field in self.fields.errors:
            return self.fields.errors[field]
        problems = self.estimate.problems if self.estimate is not None else ()
        return next((p for p in problems if problem_at_field(p, self.fields) == field), None)

    def brief(self) -> Brief:
        """The brief as the panel describes it; raises the first `SecondUnitError` that stands in its way."""
        return assemble(self.fields, self.shot, self.plate, self.matte)

    def subscribe(self, observer: Observer) -> Callable[[], None]:
        """Call `observer` with the changed topics at the end of a pump; returns how to stop that."""
        self._observers.append(observer)
        return lambda: self._observers.remove(observer) if observer in self._observers else None

    # What the host's panel does ----------------------------------------------------------------------------

    def set(self, name: str, value: object) -> Problem | None:
        """Set a field by hand and have it estimated soon; returns what is wrong with the value."""
        before = (self.show_name, self.shot_name)
        problem = self.fields.set(name, value)
        self._fields_changed(before)
        return problem

    def clear(self, name: str) -> None:
        """Let the prompt or the default decide a field again."""
        before = (self.show_name, self.shot_name)
        self.fields.clear(name)
        self._fields_changed(before)

    def replace(self, hand: Mapping[str, object]) -> None:
        """Take the host's own stored values as everything that was set by hand (after an undo or a load)."""
        before = (self.show_name, self.shot_name)
        self.fields.replace(hand)
        self._fields_changed(before)

    def use(self, *, shot: Shot | None, plate: Plate | None, matte: Matte | None = None) -> None:
        """What the host has open now; nothing happens when it is what it was."""
        if (shot, plate, matte) != (self.shot, self.plate, self.matte):
            self.shot, self.plate, self.matte = shot, plate, matte
            self.touch("plate")
            self.want_estimate()

    def want_estimate(self) -> None:
        """Ask for an estimate once the fields have rested."""
        self._estimate_due = self._clock() + REST

    def refresh(self) -> None:
        """Ask the service for kinds, jobs and takes anew."""
        show, shot, own = self.show_name, self.shot_name, tuple(self.own_jobs)
        self.ask(lambda c: c.kinds(), self._on_kinds, key="kinds")
        self.ask(lambda c: c.jobs(show=show, shot=shot, limit=PAGE).jobs, self._on_jobs, key="jobs")
        self.ask(lambda c: c.takes(show=show, shot=shot, limit=PAGE).takes, self._on_takes, key="takes")
        if own:
            self.ask(lambda c: _own(c, own), self._on_jobs, key="own")
        self.want_estimate()

    def ask(
        self,
        work: Callable[[Client], T],
        then: Callable[[T], None],
        key: str = "",
        otherwise: Callable[[Problem], None] | None = None,
    ) -> None:
        """Have a worker thread do `work`; a problem becomes the panel's message."""
        self.link.ask(work, then, otherwise or self.say, key)

    def say(self, problem: Problem | None) -> None:
        """Show a problem at the foot of the panel; None takes it away."""
        if self.message != problem:
            self.message = problem
            self.touch("message")

    def touch(self, topic: str) -> None:
        """Note that a topic changed: observers hear of it at the end of the next pump."""
        self._changed.add(topic)

    def put_job(self, job: Job) -> None:
        """Take in a job, as a command or an event brought it."""
        if self.jobs.put(job):
            self.touch("jobs")

    def pump(self, budget_ms: float = 4.0) -> bool:
        """Bring in what the service said, for at most about `budget_ms`; true when something changed."""
        self.pumped_at = self._clock()
        try:
            self.link.pump(budget_ms)
            if self._estimate_due is not None and self.pumped_at >= self._estimate_due:
                self._ask_estimate()
            changed, self._changed = frozenset(self._changed), set()
            if changed:
                for observer in tuple(self._observers):
                    observer(changed)
        except Exception as error:
            self.message = Unexpected(f"The panel failed: {type(error).__name__}: {error}"[:300]).problem
            return True
        return bool(changed)

    # What survives -----------------------------------------------------------------------------------------

    def state(self) -> dict[str, object]:
        """Everything to be stored in the host's document, as JSON values."""
        from secondunit.wire import KindList, encode

        if self._kinds_stored[0] is not self.fields.kinds:
            self._kinds_stored = (self.fields.kinds, encode(KindList(self.fields.kinds)))
        return {
            "fields": dict(self.fields.hand),
            "jobs": list(self.own_jobs[-PAGE:]),
            "kinds": self._kinds_stored[1],
        }

    def restore(self, state: Mapping[str, object]) -> None:
        """Take up a stored state; what cannot be read is left out."""
        from secondunit.wire import KindList, decode

        try:
            if state.get("kinds"):
                self.fields.use_kinds(decode(KindList, state["kinds"]).kinds)
                self.touch("kinds")
        except SecondUnitError:
            pass  # kinds of another version: the service sends its own
        hand, jobs = state.get("fields"), state.get("jobs")
        self.own_jobs = [str(job) for job in jobs] if isinstance(jobs, (list, tuple)) else []
        self.jobs.keep_only(())
        self.estimate = None
        self.replace(hand if isinstance(hand, Mapping) else {})
        self.touch("jobs")
        if self.connection.state is LinkState.ONLINE:
            self.refresh()

    # What the service said ---------------------------------------------------------------------------------

    def _on_connection(self, connection: Connection) -> None:
        self.touch("connection")
        if connection.state is LinkState.ONLINE:
            self.refresh()

    def _on_event(self, event: Event) -> None:
        if event.job is not None and self._concerns(event.job):
            self.put_job(event.job)
        if event.take is not None and event.take.show == self.show_name and self.takes.put(event.take):
            self.touch("takes")

    def _concerns(self, job: Job) -> bool:
        return (job.show, job.shot) == (self.show_name, self.shot_name) or job.id in self.own_jobs

    def _on_kinds(self, kinds: tuple[Kind, ...]) -> None:
        if kinds != self.fields.kinds:
            self.fields.use_kinds(kinds)
            self.fields.replace(dict(self.fields.hand))
            self.touch("kinds")
            self.want_estimate()

    def _on_jobs(self, jobs: tuple[Job, ...]) -> None:
        for job in jobs:
            self.put_job(job)

    def _on_takes(self, takes: tuple[Take, ...]) -> None:
        for take in takes:
            if self.takes.put(take):
                self.touch("takes")

    def _fields_changed(self, before: tuple[str, str]) -> None:
        self.touch("fields")
        self.want_estimate()
        if before != (self.show_name, self.shot_name):
            self.jobs.keep_only(self.own_jobs)
            self.touch("jobs")
            self.touch("takes")
            if self.connection.state is LinkState.ONLINE:
                self.refresh()

    def _ask_estimate(self) -> None:
        self._estimate_due = None
        if self.connection.state is not LinkState.ONLINE or self.fields.kind is None:
            return
        try:
            brief = self.brief()
        except SecondUnitError:
            if self.estimate is not None:
                self.estimate = None
                self.touch("estimate")
            return
        self.estimating = True
        self.ask(lambda client: client.estimate(brief), self._on_estimate, "estimate", self._on_no_estimate)

    def _on_estimate(self, answer: Estimate) -> None:
        self.estimating = False
        self.estimate = answer
        words = {word.control: word.value for word in answer.understood}
        if self.fields.understand(answer.settings, words):
            self.touch("fields")
        self.touch("estimate")

    def _on_no_estimate(self, problem: Problem) -> None:
        self.estimating = False
        self.estimate = None
        field = problem_at_field(problem, self.fields)
        if field:
            self.fields.errors[field] = problem
        elif self.connection.state is LinkState.ONLINE:
            self.say(problem)
        self.touch("estimate")


def _own(client: Client, ids: Iterable[str]) -> tuple[Job, ...]:
    """The jobs of these ids that the service still knows."""
    found = []
    for id in ids:
        try:
            found.append(client.job(id))
        except NotFound:
            continue
    return tuple(found)
