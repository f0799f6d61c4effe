"""The panel model: everything a panel shows and every act it offers, without a widget.

Lives on the host's main thread. `pump` (called by the host's own timer) brings in what the service said and
tells the observers which topics changed. Nothing here waits, and nothing raises into the host.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import monotonic
from typing import TYPE_CHECKING

from secondunit.wire.errors import Problem, SecondUnitError, Unexpected

from .assembly import basis_of, problem_at_field
from .cast_matching import CastMatching
from .choosing import read_references
from .cut_choice import CutChoice
from .drawing import MatteDrawing
from .link import Connection, Link
from .lists import PAGE, Lists
from .looks import Looks
from .outside import Outside
from .quick import QuickLook
from .sentences import EstimateLine, estimate_lines
from .state import PanelState, PanelTopic
from .terms import capability_lines
from .variants import Variants

if TYPE_CHECKING:
    from secondunit.wire import Job, Kind

    from .protocol import Placed, Question

#: What a quick look depends on.
LOOKED = {PanelTopic.FIELDS, PanelTopic.PLATE, PanelTopic.REFERENCES, PanelTopic.KINDS}

Observer = Callable[[frozenset[PanelTopic]], None]


class Panel(PanelState):
    """The model of one panel: its state, its parts, and the pump that moves them."""

    def __init__(self, link: Link, *, clock: Callable[[], float] = monotonic) -> None:
        super().__init__(link, clock=clock)
        #: Jobs, takes, notes, sign-offs and what is placed, as the service and the document have them.
        self.lists = Lists(self)
        #: Who makes pictures elsewhere: providers, approvals, offers.
        self.outside = Outside(self)
        #: One brief with several seeds, made together.
        self.variants = Variants(self)
        #: The match to the cast that is looked at.
        self.cast_matching = CastMatching(self)
        #: A small frame that follows the fields, for who shows it.
        self.quick = QuickLook(self)
        #: The looks of the kind, and what one would change.
        self.looks = Looks(self)
        #: Whether work goes on across the plate's cuts.
        self.cuts = CutChoice(self)
        self.as_decided = self.cuts.apply
        #: The matte that is drawn over the plate.
        self.drawing = MatteDrawing(self)
        self.pumped_at = 0.0
        self._observers: list[Observer] = []
        self._kinds_stored: tuple[object, object] = (None, None)
        self.on_shot = self._on_shot
        link.on_connection = self._on_connection
        link.on_event = self.lists.on_event
        link.on_gap = self.refresh

    # What the host's panel reads ---------------------------------------------------------------------------

    @property
    def asked(self) -> tuple[Question, ...]:
        """Everything that only the artist can decide: for the host, of a model, about the plate's cuts."""
        return (*self.asked_here, *self.outside.questions.questions)

    @property
    def asked_here(self) -> tuple[Question, ...]:
        """What is asked about the document: for the host, and about the plate's cuts."""
        return (*self.questions, *self.cuts.questions)

    def terms(self) -> tuple[str, ...]:
        """Where the chosen model works, on what terms and within which limits, a sentence each."""
        capability = self.capability
        if capability is not None:
            return capability_lines(capability)
        return (self.outside.absence(),) if self.outside.absence() else ()

    def estimate_lines(self) -> tuple[EstimateLine, ...]:
        """The estimate in sentences: whether it is allowed, time, cost, memory, disk, the prompt's words."""
        if self.estimate is None:
            return ()
        labels = {control.name: control.label for control in self.fields.kind_controls()}
        return estimate_lines(self.estimate, lambda name: labels.get(name, name))

    def newer(self, placed: Placed) -> int:
        """The newest version there is of what is placed, 0 where it shows that itself or is not known."""
        take = self.takes.get(placed.placement.take)
        newest = self.takes.newest_of(take) if take is not None else 0
        return newest if newest > placed.version else 0

    def error(self, field: str) -> Problem | None:
        """What is wrong with a field: as typed, or as the service found."""
        if field in self.fields.errors:
            return self.fields.errors[field]
        problems = self.estimate.problems if self.estimate is not None else ()
        return next((p for p in problems if problem_at_field(p, self.fields) == field), None)

    def suggestion(self, name: str) -> str:
        """What a field that is left empty comes to, as text; empty where nothing is known."""
        usual = self.fields[name].usual if name in self.fields else None
        value = usual(basis_of(self.fields, self.shot, self.plate, self.frame)) if usual else None
        return str(value) if value is not None else ""

    def subscribe(self, observer: Observer) -> Callable[[], None]:
        """Call `observer` with the changed topics at the end of a pump; returns how to stop that."""
        self._observers.append(observer)
        return lambda: self._observers.remove(observer) if observer in self._observers else None

    # What the host's panel does ----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask the service for kinds, jobs and takes anew."""
        self.ask(lambda c: c.kinds(), self._on_kinds, key="kinds")
        self.looks.refresh()
        self.outside.ask_who()
        self.lists.refresh()
        self.drawing.refresh()
        self.want_estimate()

    def put_job(self, job: Job) -> None:
        """Take in a job, as a command or an event brought it."""
        self.lists.put_job(job)

    def pump(self, budget_ms: float = 4.0) -> bool:
        """Bring in what the service said, for at most about `budget_ms`; true when something changed."""
        self.pumped_at = self.clock()
        try:
            self.link.pump(budget_ms)
            self.outside.look_again()
            self.cast_matching.look()
            self.quick.tick(bool(self._changed & LOOKED))
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
            "role": self.role,
            "variants": self.variants.state(),
            "drawing": self.drawing.state(),
            "recalled_guides": [encode(guide) for guide in self.recalled_guides],
            **self.cuts.state(),
            **self.outside.state(),
            "kinds": self._kinds_stored[1],
        }

    def restore(self, state: Mapping[str, object]) -> None:
        """Take up a stored state; what cannot be read is left out."""
        from secondunit.wire import Guide, KindList, decode

        try:
            if state.get("kinds"):
                self.fields.use_kinds(decode(KindList, state["kinds"]).kinds)
                self.touch(PanelTopic.KINDS)
        except SecondUnitError:
            pass  # kinds of another version: the service sends its own
        hand, jobs = state.get("fields"), state.get("jobs")
        self.own_jobs = [str(job) for job in jobs] if isinstance(jobs, (list, tuple)) else []
        self.role = str(state.get("role", ""))
        self.variants.restore(state.get("variants"))
        self.drawing.restore(state.get("drawing"))
        self.cuts.restore(state)
        self.jobs.keep_only(())
        self.references = read_references(state.get("references"))
        recalled = state.get("recalled_guides")
        try:
            guides = recalled if isinstance(recalled, list) else ()
            self.recalled_guides = tuple(decode(Guide, guide) for guide in guides)
        except SecondUnitError:
            self.recalled_guides = ()
        self.outside.restore(state)
        self.touch(PanelTopic.REFERENCES)
        self.estimate = None
        self.replace(hand if isinstance(hand, Mapping) else {})
        self.quick.leave()
        self.touch(PanelTopic.JOBS)
        if self.online:
            self.refresh()

    # What the service said ---------------------------------------------------------------------------------

    def _on_connection(self, connection: Connection) -> None:
        self.touch(PanelTopic.CONNECTION)
        if self.online:
            self.refresh()

    def _on_kinds(self, kinds: tuple[Kind, ...]) -> None:
        if kinds != self.fields.kinds:
            self.fields.use_kinds(kinds)
            self.fields.replace(dict(self.fields.hand))
            self.touch(PanelTopic.KINDS)
            self.want_estimate()

    def _on_shot(self) -> None:
        self.jobs.keep_only(self.own_jobs)
        self.touch(PanelTopic.JOBS)
        self.touch(PanelTopic.TAKES)
        if self.online:
            self.refresh()

    def _ask_estimate(self) -> None:
        self._estimate_due = None
        if not self.online or not self.fields.kinds:
            return
        try:
            brief = self.brief()
        except SecondUnitError:
            if self.estimate is not None:
                self.forget_estimate()
            return
        self.estimating = True
        self.ask(
            lambda client: client.estimate(brief),
            lambda answer: self.take_estimate(answer, brief),
            "estimate",
            self._on_no_estimate,
        )

    def _on_no_estimate(self, problem: Problem) -> None:
        self.estimating = False
        self.forget_estimate()
        field = problem_at_field(problem, self.fields)
        if field:
            self.fields.errors[field] = problem
        elif self.online:
            self.say(problem)
