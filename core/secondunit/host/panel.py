"""The panel model: everything a panel shows and every act it offers, without a widget.

Lives on the host's main thread. `pump` (called by the host's own timer) brings in what the service said and
tells the observers which topics changed. Nothing here waits, and nothing raises into the host.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from secondunit.wire.errors import Problem, SecondUnitError, Unexpected

from .assembly import assemble, basis_of, problem_at_field
from .choosing import read_references, taken
from .fields import Fields
from .legible import legible
from .link import Connection, Link, LinkState
from .lists import PAGE, Lists
from .outside import Outside
from .protocol import Shot
from .sentences import Line, estimate_lines
from .terms import capability_lines

if TYPE_CHECKING:
    from secondunit.wire import (
        Brief,
        Capability,
        Estimate,
        Job,
        Kind,
        Matte,
        Note,
        Plate,
        Reference,
        SignOffList,
        Take,
    )

    from .client import Client
    from .protocol import CameraView, Placed, Question

T = TypeVar("T")

#: How long the fields must rest before an estimate is asked for, in seconds.
REST = 0.35

#: The controls that a camera sets, and what of it.
_CAMERA = {"camera_height": "height", "camera_pitch": "pitch", "focal": "focal", "sensor": "sensor"}

Observer = Callable[[frozenset[str]], None]


class Panel:
    """The model of one panel.

    `changed` topics: `connection`, `kinds`, `capabilities`, `fields`, `plate` (also: what there is to
    choose), `references`, `questions`, `estimate`, `jobs`, `takes`, `notes`, `signoffs`, `placed`, `placing`,
    `gallery`, `viewer`, `pictures`, `message`.
    """

    def __init__(self, link: Link, *, clock: Callable[[], float] = monotonic) -> None:
        self.link = link
        self.fields = Fields()
        self.shot: Shot | None = None
        self.plate: Plate | None = None
        self.matte: Matte | None = None
        #: The camera that sets controls, and what of it could not be taken over, as sentences.
        self.camera: CameraView | None = None
        self.camera_remarks: tuple[str, ...] = ()
        #: Pictures that show what is meant, in the order they were added.
        self.references: tuple[Reference, ...] = ()
        #: What the artist has to decide before a plate can be read or a take placed.
        self.questions: tuple[Question, ...] = ()
        self.estimate: Estimate | None = None
        self.estimating = False
        #: Jobs, takes, notes and what is placed, as the service and the document have them.
        self.lists = Lists(self)
        self.jobs, self.takes = self.lists.jobs, self.lists.takes
        #: Who makes pictures elsewhere: providers, approvals, offers.
        self.outside = Outside(self)
        #: Called when the form was filled by something else than the artist's hand.
        self.on_filled: Callable[[], None] = lambda: None
        #: What went wrong last, for the foot of the panel; None when the last act went well.
        self.message: Problem | None = None
        self.pumped_at = 0.0
        self.clock = clock
        self._observers: list[Observer] = []
        self._changed: set[str] = set()
        self._estimate_due: float | None = None
        self._kinds_stored: tuple[object, object] = (None, None)
        link.on_connection = self._on_connection
        link.on_event = self.lists.on_event
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
        if chosen is not None:
            return capability_lines(chosen)
        return (self.outside.absence(),) if self.outside.absence() else ()

    def estimate_lines(self) -> tuple[Line, ...]:
        """The estimate in sentences: whether it is allowed, time, cost, memory, disk, the prompt's words."""
        if self.estimate is None:
            return ()
        labels = {control.name: control.label for control in self.fields.kind_controls()}
        return estimate_lines(self.estimate, lambda name: labels.get(name, name))

    def notes(self, take: str) -> tuple[Note, ...]:
        """What is known to have been said of a take, oldest first."""
        return self.lists.notes.of(take)

    def signoffs(self, take: str) -> SignOffList:
        """What is known to have been decided about a take, oldest first."""
        return self.lists.signoffs.of(take)

    @property
    def own_jobs(self) -> list[str]:
        """Ids of the jobs that were asked for from this document: they are shown whatever their shot."""
        return self.lists.own_jobs

    @property
    def placed(self) -> tuple[Placed, ...]:
        """What sits in the document, as it was last read."""
        return self.lists.placed

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
        outside = self.outside
        return assemble(
            self.fields, self.shot, self.plate, self.matte, self.used_references, outside.cast, outside.frame
        )

    def suggestion(self, name: str) -> str:
        """What a field that is left empty comes to, as text; empty where nothing is known."""
        usual = self.fields[name].usual if name in self.fields else None
        value = usual(basis_of(self.fields, self.shot, self.plate, self.outside.frame)) if usual else None
        return str(value) if value is not None else ""

    @property
    def used_references(self) -> tuple[Reference, ...]:
        """The references that the chosen model takes; the others are kept, and go into no brief."""
        return taken(self.references, self.capability)

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
            self.fields.use_matte(matte)
            self.touch("plate")
            self.want_estimate()

    def use_camera(self, view: CameraView | None) -> None:
        """Let a camera set the controls that it knows and the artist has not set; None takes it away."""
        values = {
            control: getattr(view, name)
            for control, name in _CAMERA.items()
            if view is not None and getattr(view, name) is not None
        }
        before, remarks = self.fields.camera, self.camera_remarks
        outside = self.fields.use_camera(values)
        self.camera = view
        self.camera_remarks = (view.remarks if view is not None else ()) + tuple(
            f"{label} of this camera is outside the control's range." for label in outside
        )
        if remarks != self.camera_remarks:
            self.touch("plate")
        if before != self.fields.camera:
            self.touch("fields")
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

    def want_estimate(self) -> None:
        """Ask for an estimate once the fields have rested."""
        self._estimate_due = self.clock() + REST

    def refresh(self) -> None:
        """Ask the service for kinds, jobs and takes anew."""
        self.ask(lambda c: c.kinds(), self._on_kinds, key="kinds")
        self.outside.ask_who()
        self.lists.refresh()
        self.want_estimate()

    def put_job(self, job: Job) -> None:
        """Take in a job, as a command or an event brought it."""
        self.lists.put_job(job)

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
        problem = legible(problem)
        if self.message != problem:
            self.message = problem
            self.touch("message")

    def touch(self, topic: str) -> None:
        """Note that a topic changed: observers hear of it at the end of the next pump."""
        self._changed.add(topic)

    def pump(self, budget_ms: float = 4.0) -> bool:
        """Bring in what the service said, for at most about `budget_ms`; true when something changed."""
        self.pumped_at = self.clock()
        try:
            self.link.pump(budget_ms)
            self.outside.look_again()
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
            "role": self.lists.role,
            **self.outside.state(),
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
        self.lists.own_jobs = [str(job) for job in jobs] if isinstance(jobs, (list, tuple)) else []
        self.lists.role = str(state.get("role", ""))
        self.jobs.keep_only(())
        self.references = read_references(state.get("references"))
        self.outside.restore(state)
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

    def _on_kinds(self, kinds: tuple[Kind, ...]) -> None:
        if kinds != self.fields.kinds:
            self.fields.use_kinds(kinds)
            self.fields.replace(dict(self.fields.hand))
            self.touch("kinds")
            self.want_estimate()

    def _fields_changed(self, before: tuple[str, str]) -> None:
        self.touch("fields")
        self.want_estimate()
        if before != (self.show_name, self.shot_name):
            self.jobs.keep_only(self.lists.own_jobs)
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
                self.outside.estimated(None)
                self.touch("estimate")
            return
        self.estimating = True
        self.ask(
            lambda client: client.estimate(brief),
            lambda answer: self.take_estimate(answer, brief),
            "estimate",
            self._on_no_estimate,
        )

    def take_estimate(self, answer: Estimate, brief: Brief) -> None:
        """Take in what a brief would take, as the service answered."""
        self.estimating = False
        self.estimate = answer
        self.outside.estimated(answer, brief)
        words = {word.control: word.value for word in answer.understood}
        if self.fields.understand(answer.settings, words):
            self.touch("fields")
        self.touch("estimate")

    def _on_no_estimate(self, problem: Problem) -> None:
        self.estimating = False
        self.estimate = None
        self.outside.estimated(None)
        field = problem_at_field(problem, self.fields)
        if field:
            self.fields.errors[field] = problem
        elif self.connection.state is LinkState.ONLINE:
            self.say(problem)
        self.touch("estimate")
