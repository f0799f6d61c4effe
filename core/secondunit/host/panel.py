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
from .records import MOST_TAKES, Jobs, Notes, Takes
from .sentences import Line, capability_lines, estimate_lines

if TYPE_CHECKING:
    from secondunit.wire import (
        Brief,
        Capability,
        Estimate,
        Event,
        Job,
        Kind,
        Matte,
        Note,
        Plate,
        Reference,
        Take,
        TakePage,
    )

    from .client import Client
    from .protocol import Placed, Question

T = TypeVar("T")

#: How long the fields must rest before an estimate is asked for, in seconds.
REST = 0.35
#: How many jobs and takes one question to the service brings.
PAGE = 100

Observer = Callable[[frozenset[str]], None]


class Panel:
    """The model of one panel.

    `changed` topics: `connection`, `kinds`, `capabilities`, `fields`, `plate` (also: what there is to
    choose), `references`, `questions`, `estimate`, `jobs`, `takes`, `notes`, `placed`, `gallery`, `viewer`,
    `pictures`, `message`.
    """

    def __init__(self, link: Link, *, clock: Callable[[], float] = monotonic) -> None:
        self.link = link
        self.fields = Fields()
        self.shot: Shot | None = None
        self.plate: Plate | None = None
        self.matte: Matte | None = None
        #: Pictures that show what is meant, in the order they were added.
        self.references: tuple[Reference, ...] = ()
        #: What the artist has to decide before a plate can be read or a take placed.
        self.questions: tuple[Question, ...] = ()
        #: What sits in the document, as it was last read.
        self.placed: tuple[Placed, ...] = ()
        self.estimate: Estimate | None = None
        self.estimating = False
        self.jobs = Jobs()
        self.takes = Takes()
        #: Ids of the jobs that were asked for from this document: they are shown whatever their shot.
        self.own_jobs: list[str] = []
        #: What went wrong last, for the foot of the panel; None when the last act went well.
        self.message: Problem | None = None
        self.pumped_at = 0.0
        self.clock = clock
        self._notes = Notes()
        self._wide = False
        self._asked_newest: set[tuple[str, str, str]] = set()
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

    @property
    def capabilities(self) -> tuple[Capability, ...]:
        """Every provider and model of the service."""
        return self.fields.capabilities

    @property
    def capability(self) -> Capability | None:
        """What the fields `provider` and `model` choose."""
        return self.fields.capability

    def terms(self) -> tuple[str, ...]:
        """Where the chosen model works, on what terms and within which limits, a sentence each."""
        chosen = self.capability
        return capability_lines(chosen) if chosen is not None else ()

    def estimate_lines(self) -> tuple[Line, ...]:
        """The estimate in sentences: whether it is allowed, time, cost, memory, disk, the prompt's words."""
        if self.estimate is None:
            return ()
        labels = {control.name: control.label for control in self.fields.kind_controls()}
        return estimate_lines(self.estimate, lambda name: labels.get(name, name))

    def notes(self, take: str) -> tuple[Note, ...]:
        """What is known to have been said of a take, oldest first."""
        return self._notes.of(take)

    def newest_version(self, show: str, shot: str, element: str) -> int:
        """The highest version of an element that is known; 0 for none."""
        return self.takes.newest(show, shot, element)

    def newer(self, placed: Placed) -> int:
        """The newest version there is of what is placed, 0 where it shows that itself."""
        newest = self.takes.newest(placed.show, placed.shot, placed.element)
        return newest if newest > placed.version else 0

    def error(self, field: str) -> Problem | None:
        """What is wrong with a field: as typed, or as the service found."""
        if field in self.fields.errors:
            return self.fields.errors[field]
        problems = self.estimate.problems if self.estimate is not None else ()
        return next((p for p in problems if problem_at_field(p, self.fields) == field), None)

    def brief(self) -> Brief:
        """The brief as the panel describes it; raises the first `SecondUnitError` that stands in its way."""
        return assemble(self.fields, self.shot, self.plate, self.matte, self.references)

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

    def use_references(self, references: tuple[Reference, ...]) -> None:
        """Take these as all the reference pictures."""
        if references != self.references:
            self.references = references
            self.touch("references")
            self.want_estimate()

    def use_questions(self, questions: tuple[Question, ...]) -> None:
        """What the host asks the artist now."""
        if questions != self.questions:
            self.questions = questions
            self.touch("questions")

    def use_placed(self, placed: tuple[Placed, ...]) -> None:
        """What sits in the document now; the newest version of what is new in it is asked for."""
        if placed != self.placed:
            self.placed = placed
            self.touch("placed")
        self._ask_newest()

    def want_notes(self, take: str) -> None:
        """Ask what was said of a take."""
        self.ask(
            lambda client: client.notes(take),
            lambda notes: self._on_notes(take, notes),
            f"notes {take}",
            lambda problem: None,
        )

    def put_note(self, note: Note) -> None:
        """Take in a note, as a command or an event brought it."""
        if self._notes.put(note):
            self.touch("notes")

    def show_wide(self, wide: bool) -> None:
        """Keep the takes of the whole show, not of the shot alone."""
        self._wide = wide
        if wide and self.connection.state is LinkState.ONLINE:
            self._ask_takes()

    def want_estimate(self) -> None:
        """Ask for an estimate once the fields have rested."""
        self._estimate_due = self.clock() + REST

    def refresh(self) -> None:
        """Ask the service for kinds, jobs and takes anew."""
        show, shot, own = self.show_name, self.shot_name, tuple(self.own_jobs)
        self.ask(lambda c: c.kinds(), self._on_kinds, key="kinds")
        self.ask(lambda c: c.capabilities(), self._on_capabilities, key="capabilities")
        self.ask(lambda c: c.jobs(show=show, shot=shot, limit=PAGE).jobs, self._on_jobs, key="jobs")
        self._ask_takes()
        if own:
            self.ask(lambda c: _own(c, own), self._on_jobs, key="own")
        self._asked_newest.clear()
        self._ask_newest()
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
        self.pumped_at = self.clock()
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
            "references": [encode(reference) for reference in self.references],
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
        self.references = _references(state.get("references"))
        self.touch("references")
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
        if event.take is not None:
            self._on_take(event.take)
        if event.note is not None:
            self.put_note(event.note)

    def _on_take(self, take: Take) -> None:
        element = (take.show, take.shot, take.element)
        here = any((one.show, one.shot, one.element) == element for one in self.placed)
        if (here or take.show == self.show_name) and self.takes.put(take):
            self.touch("takes")
            if here:
                self.touch("placed")

    def _on_notes(self, take: str, notes: tuple[Note, ...]) -> None:
        if self._notes.use(take, notes):
            self.touch("notes")

    def _on_capabilities(self, capabilities: tuple[Capability, ...]) -> None:
        if capabilities != self.fields.capabilities:
            self.fields.use_capabilities(capabilities)
            self.fields.replace(dict(self.fields.hand))
            self.touch("capabilities")
            self.touch("fields")

    def _ask_takes(self, after: str = "", wide: bool | None = None) -> None:
        """Ask for the takes of the shot, or page by page for those of the show."""
        show, shot = self.show_name, "" if self._wide else self.shot_name
        if wide is not None and (not self._wide or len(self.takes.of_show(show)) >= MOST_TAKES):
            return

        def then(page: TakePage) -> None:
            self._on_takes(page.takes)
            if self._wide and page.next and show == self.show_name:
                self._ask_takes(page.next, True)

        self.ask(lambda c: c.takes(show=show, shot=shot, limit=PAGE, after=after), then, key=f"takes {after}")

    def _ask_newest(self) -> None:
        """Ask for the newest version of every placed element that was not asked for since the connection."""
        elements = {(one.show, one.shot, one.element) for one in self.placed} - self._asked_newest
        if not elements or self.connection.state is not LinkState.ONLINE:
            return
        self._asked_newest |= elements
        wanted = tuple(sorted(elements))
        self.ask(lambda c: _newest(c, wanted), self._on_newest, otherwise=lambda problem: None)

    def _on_newest(self, takes: tuple[Take, ...]) -> None:
        self._on_takes(takes)
        self.touch("placed")

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


def _newest(client: Client, elements: tuple[tuple[str, str, str], ...]) -> tuple[Take, ...]:
    """The newest few takes of each element: numbers and times may disagree where two were made at once."""
    found: list[Take] = []
    for show, shot, element in elements:
        found += client.takes(show=show, shot=shot, element=element, limit=4).takes
    return tuple(found)


def _references(stored: object) -> tuple[Reference, ...]:
    from secondunit.wire import Reference, decode

    found = []
    for one in stored if isinstance(stored, (list, tuple)) else ():
        try:
            found.append(decode(Reference, one))
        except SecondUnitError:
            continue
    return tuple(found)


def _own(client: Client, ids: Iterable[str]) -> tuple[Job, ...]:
    """The jobs of these ids that the service still knows."""
    found = []
    for id in ids:
        try:
            found.append(client.job(id))
        except NotFound:
            continue
    return tuple(found)
