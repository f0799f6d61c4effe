"""What a panel knows of those who make pictures elsewhere: who is there, approvals, offers, what leaves.

Belongs to one panel, on the main thread; whatever needs the service is asked through the panel's link. Takes
no decision: an offer fills the form, an approval is given by a person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from secondunit.wire.errors import Conflict, NothingSelected, Refused, SecondUnitError

from .characters import Characters
from .choosing import is_elsewhere, one_frame, takes_cast
from .model_questions import ModelQuestions
from .offers import JobOffers
from .refill import brought, hand_of, let_go, name_of
from .seals import signed
from .state import PanelTopic
from .terms import leaving, require_ceiling

if TYPE_CHECKING:
    from secondunit.wire import Brief, CapabilityList, CastMember, Estimate, Offer, Problem, Take

    from .state import PanelState

#: How long (s) until the providers are asked again whether they are there, and the one whose model was told
#: something just now.
AGAIN, SOON = 60.0, 2.0


class Outside:
    """One panel's view of the providers."""

    def __init__(self, state: PanelState) -> None:
        self._state = state
        #: The show's cast that characters are chosen from.
        self.characters = Characters(state)
        #: Whether an approval was sent and not answered yet.
        self.approving = False
        #: Chooses the footage of a job's brief in the host, as far as it is there.
        self.find_footage: Callable[[Brief], None] = lambda brief: None
        self._filled: tuple[Brief | None, str] = (None, "")
        self._estimated: Brief | None = None
        #: Who else may do what was refused.
        self.offers = JobOffers(state)
        self._sealed: dict[str, bool] = {}
        self._asked_at = -AGAIN
        #: What a model asks once before it can be used.
        self.questions = ModelQuestions(state, self._on_capabilities, self.ask_who)
        state.on_estimate = self.estimated

    # Who is there ------------------------------------------------------------------------------------------

    def ask_who(self) -> None:
        """Ask which models the show has, and which cannot be had now."""
        show = self._state.show_name
        self._asked_at = self._state.clock()
        self._state.ask(lambda client: client.capabilities(show), self._on_capabilities, key="capabilities")

    def look_again(self) -> None:
        """Once in a while, while a provider is away: is it there again?"""
        state = self._state
        fields = state.fields
        lacking = bool(fields.absent) or any(
            capability.problem is not None for capability in fields.capabilities
        )
        self.questions.leave_other_choice()
        pause = SOON if self.questions.waits else AGAIN
        if state.online and lacking and state.clock() - self._asked_at > pause:
            self.ask_who()
        self.characters.look()

    def _on_capabilities(self, answer: CapabilityList) -> None:
        state, fields = self._state, self._state.fields
        if (answer.capabilities, answer.absent) == (fields.capabilities, fields.absent):
            return
        fields.use_capabilities(answer.capabilities, answer.absent)
        fields.replace(dict(fields.hand))
        state.touch(PanelTopic.CAPABILITIES)
        state.touch(PanelTopic.FIELDS)
        self.questions.follow()
        state.want_estimate()

    # What leaves -------------------------------------------------------------------------------------------

    @property
    def elsewhere(self) -> bool:
        """Whether somebody else than this machine's simulator is chosen."""
        capability = self._state.capability
        return capability is not None and is_elsewhere(capability)

    def absence(self) -> str:
        """Why the chosen provider or model cannot be had, in a sentence; empty where it can be."""
        fields = self._state.fields
        if fields.capability is not None or not fields.capabilities:
            return ""
        chosen = provider, _ = str(fields.value("provider")), str(fields.value("model"))
        away = next((absentee.problem for absentee in fields.absent if absentee.provider == provider), None)
        for capability in fields.capabilities:
            if (capability.provider, capability.model) == chosen and capability.problem is not None:
                away = capability.problem
        if away is not None:
            return _words(away)
        label = fields.choice_label("provider", provider)
        return f"{label} does not offer this for this show now. Choose another provider or model."

    def unusable(self) -> tuple[str, ...]:
        """Who cannot be had now and which models cannot be used, each with the reason, a sentence each."""
        fields = self._state.fields
        failures = (
            capability
            for capability in fields.capabilities
            if capability.problem is not None and capability.question is None
        )
        return (
            *(f"{absentee.provider}: {_words(absentee.problem)}" for absentee in fields.absent),
            *(
                f"{capability.label}, {capability.model_label}: {_words(capability.problem)}"
                for capability in failures
                if capability.problem
            ),
        )

    @property
    def waits(self) -> bool:
        """Whether the estimate that is known is of another brief, for which somebody else would be paid."""
        brief = self._brief() if self.elsewhere else None
        return brief is not None and brief != self._estimated

    def leaving(self) -> str:
        """What leaves this machine when the brief is sent, and to whom; empty where nothing is sent."""
        brief = self._brief() if self.elsewhere else None
        return leaving(brief, self._state.capability) if brief is not None else ""

    def use_frame(self, frame: int | None) -> None:
        """Where the artist stands: the frame that a model of stills works on."""
        if frame != self.frame:
            self._state.frame = frame
            fields = self._state.fields
            every = "every_frame" in fields and bool(fields.value("every_frame"))
            if one_frame(self._state.capability) and not every and not fields.is_set("plate_frame"):
                self._state.touch(PanelTopic.PLATE)
                self._state.want_estimate()

    @property
    def frame(self) -> int | None:
        """The shot's frame on which the artist stands; None where the host does not say."""
        return self._state.frame

    @property
    def cast(self) -> tuple[CastMember, ...]:
        """Characters of the show's cast that the brief names, in their order."""
        return self._state.cast

    @property
    def takes_cast(self) -> bool:
        """Whether a character can be named to the chosen model."""
        return takes_cast(self._state.capability)

    # Approval ----------------------------------------------------------------------------------------------

    @property
    def approvers(self) -> tuple[str, ...]:
        """Who may give the approval that alone is missing; empty where none is missing."""
        estimate = self._state.estimate
        if estimate is None or estimate.allowed or estimate.problems or self.waits:
            return ()
        return estimate.approvers

    @property
    def may_approve(self) -> bool:
        """Whether this host's user is one who may."""
        return self._state.user in self.approvers

    def missing(self) -> str:
        """Who may give the approval that is missing, in a sentence."""
        names = [name if name != self._state.user else "you" for name in self.approvers]
        if not names:
            return ""
        return f"{' or '.join(names)} may approve it."

    def approve(self, ceiling: str, note: str = "") -> None:
        """Say yes to the brief as it was estimated, up to `ceiling` in all (a decimal, in its currency).

        Raises `Refused` for one who may not, `Conflict` for a brief that changed, `OutOfRange`.
        """
        from secondunit.wire import Money
        from secondunit.wire.rights import Approving

        state, estimate = self._state, self._state.estimate
        brief = state.brief()
        if self.waits:
            state.want_estimate()
            raise Conflict(
                "The brief is another one than was estimated.",
                remedy="Look at the new estimate, then approve.",
            )
        if estimate is None or not self.may_approve:
            raise Refused("Nothing here waits for your approval.")
        require_ceiling(ceiling, estimate.cost)
        yes = Approving(brief, self._state.user, Money(ceiling.strip(), estimate.cost.currency), note.strip())
        self.approving = True
        state.touch(PanelTopic.ESTIMATE)

        def then(answer: Estimate) -> None:
            self.approving = False
            state.take_estimate(answer, brief)

        def otherwise(problem: Problem) -> None:
            self.approving = False
            state.touch(PanelTopic.ESTIMATE)
            state.say(problem)

        state.ask(lambda client: client.approve(yes), then, "approve", otherwise)

    # Offers ------------------------------------------------------------------------------------------------

    def estimated(self, estimate: Estimate | None, brief: Brief | None = None) -> None:
        """An estimate came: where it refuses somebody else's model, ask who else may do it."""
        self._estimated = brief
        self.offers.drop()
        capability = self._state.capability
        if estimate is None or brief is None or estimate.allowed or capability is None:
            return
        if not is_elsewhere(capability) or estimate.approvers or not estimate.verdict:
            return
        self.offers.want_instead(brief)

    @property
    def instead(self) -> tuple[Offer, ...]:
        """Who else may do what was refused before it was sent."""
        return () if self.waits else self.offers.instead

    def take_offer(self, provider: str, model: str, job: str = "") -> None:
        """Fill the form with an offer, and with the brief of the job it was made for; nothing is sent."""
        if not job:
            self._choose(provider, model)
            return
        self._state.ask(
            lambda client: client.job_brief(job), lambda brief: self._fill(brief, provider, model)
        )

    def use_brief(self, take: str = "", job: str = "") -> None:
        """Fill the form with the brief of a take, or of a job; nothing is sent."""

        def then(brief: Brief) -> None:
            adopting = {one.provider for one in self._state.fields.capabilities if one.adopts}
            if brief.provider in adopting:
                self._state.say(
                    Conflict(
                        f"{brief.shot}/{brief.element} is a finished comp: its brief makes nothing.",
                        remedy="Use the brief of a take that was made.",
                    ).problem
                )
                return
            self._fill(brief, brief.provider, brief.model)

        self._state.ask(lambda client: client.take_brief(take) if take else client.job_brief(job), then)

    def _choose(self, provider: str, model: str) -> None:
        state = self._state
        state.set("provider", provider)
        state.set("model", model)
        state.on_filled()

    def _fill(self, brief: Brief, provider: str, model: str) -> None:
        """All of a job's brief, its plate and matte too where the host has them."""
        from secondunit.wire import CastMember

        state = self._state
        state.recalled_guides = brief.guides
        state.replace(hand_of(brief, provider, model))
        losses = let_go(state.fields)
        if state.fields["element"].default == brief.element:
            state.clear("element")  # nobody typed it: it follows task and prompt on
        state.use_references(brief.references)
        state.use_cast(tuple(CastMember(character.name, character.version) for character in brief.cast))
        self.find_footage(brief)
        state.on_filled()
        summary = f"Filled in from {brief.shot}/{brief.element}: {brought(brief)}."
        if losses:
            summary += f" This model has no {', '.join(losses)}."
        self._filled = (self._brief(), f"{summary} Nothing is sent before you press Generate.")
        state.touch(PanelTopic.ESTIMATE)
        state.say(self._differs(brief))

    @property
    def filled(self) -> str:
        """What a job's brief brought into the form, as long as nothing of it was changed."""
        brief, summary = self._filled
        return summary if brief == self._brief() else ""

    def sent(self) -> None:
        """The form was sent: what filled it is history."""
        self._filled = (None, "")

    def _brief(self) -> Brief | None:
        try:
            return self._state.brief()
        except SecondUnitError:
            return None

    def _differs(self, brief: Brief) -> Problem | None:
        """What the host does not have of a job's footage: its plate, its matte."""
        state = self._state
        for role, counterpart, original in (
            ("plate", state.plate, brief.plate),
            ("matte", state.matte, brief.matte),
        ):
            if original is not None and (counterpart is None or counterpart.path != original.path):
                return NothingSelected(
                    f"That job was made with the {role} {name_of(original.path)}, which is not open here.",
                    remedy=f"Open or choose that {role} before you press Generate.",
                ).problem
        return None

    # Provenance --------------------------------------------------------------------------------------------

    def sealed(self, take: Take) -> bool | None:
        """Whether a take is signed; None while it is being looked up."""
        if take.id not in self._sealed:
            self._sealed[take.id] = False
            folder = take.folder

            def then(seal: bool) -> None:
                self._sealed[take.id] = seal
                if seal:
                    self._state.touch(PanelTopic.TAKES)

            # The disk may be far away: a worker thread looks.
            self._state.ask(lambda client: signed(folder), then, f"sealed {take.id}", lambda _: None)
            return None
        return self._sealed[take.id]

    # What survives -----------------------------------------------------------------------------------------

    def state(self) -> dict[str, object]:
        """What is kept in the document, as JSON values."""
        return {"cast": [[member.name, member.version] for member in self.cast]}

    def restore(self, state: Mapping[str, object]) -> None:
        """Take up what a document keeps; what cannot be read is left out."""
        from secondunit.wire import CastMember

        stored = state.get("cast")
        members = []
        for record in stored if isinstance(stored, (list, tuple)) else ():
            if isinstance(record, (list, tuple)) and len(record) == 2 and isinstance(record[1], int):
                members.append(CastMember(str(record[0]), record[1]))
        self._state.cast = tuple(members)
        self._estimated = None
        self.offers.drop()


def _words(problem: Problem) -> str:
    """What is wrong and what helps."""
    return " ".join(part for part in (problem.message, problem.remedy) if part)
