"""A match to the cast as a panel has it: what would be tried, one yes to all of it, how it stands.

Belongs to one panel, on the main thread; the service plans, pays and judges. It sends nothing that was not
shown, and approves the very list that it shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondunit.wire.errors import Conflict, NothingSelected, OutOfRange, ServiceLost
from secondunit.wire.value import dataclass

from .state import PanelTopic
from .terms import money

if TYPE_CHECKING:
    from secondunit.wire import CastMatch, CastMatchApproval, CastMatchOffer, CastMatchWish, Problem

    from .client import Client
    from .state import PanelState

#: How long (s) until a match that is under way is looked at again.
AGAIN = 1.0
#: How many tries are offered for a take before somebody says another number.
TRIES = 3


@dataclass(frozen=True)
class CastTryRow:
    """A try as a line: the take it is for, what is other and why, its price, and where it stands."""

    take: str
    why: str
    price: str
    standing: str = ""


class CastMatching:
    """The match of one panel: one list at a time."""

    def __init__(self, state: PanelState) -> None:
        self._state = state
        self.wish: CastMatchWish | None = None
        self.offer: CastMatchOffer | None = None
        self.match: CastMatch | None = None
        #: Why the last question was not answered, or None.
        self.problem: Problem | None = None
        self.asking = False
        self._asked_at = 0.0

    # Acts ------------------------------------------------------------------------------------------------

    def ask(self, *takes: str, tries: int = TRIES, sequence: str = "") -> None:
        """Ask what would be tried for takes, or for the shots of a sequence of the show that drift.

        Where a match of that take is under way, that one is shown. Raises `OutOfRange`.
        """
        from secondunit.wire import CastMatchState, CastMatchWish

        show = self._state.show_name if sequence else ""
        wish = CastMatchWish(takes, tries, show, sequence)
        self.wish, self.offer, self.match, self.problem, self.asking = wish, None, None, None, True
        self._state.touch(PanelTopic.MATCH)

        def work(client: Client) -> tuple[CastMatch | None, CastMatchOffer | None]:
            known = client.cast_matches(take=takes[0]).matches if len(takes) == 1 else ()
            running = next((one for one in known if one.state is CastMatchState.RUNNING), None)
            return (running, None) if running is not None else (None, client.cast_match_offer(wish))

        def then(answer: tuple[CastMatch | None, CastMatchOffer | None]) -> None:
            if self.wish == wish:
                self.match, self.offer = answer
                self._settle(None)

        self._state.ask(work, then, "cast match", lambda problem: self._settle(problem, wish))

    def approve(self, ceiling: str, note: str = "") -> None:
        """Say yes to the list that is shown, up to `ceiling` in all (a decimal), and have it begun.

        Raises `NothingSelected`, `OutOfRange`, `Conflict` where it may not be.
        """
        from secondunit.wire import CastMatchApproval, Money

        offer = self.offer
        if offer is None or not offer.tries or self.asking:
            raise NothingSelected("There is no list to approve.")
        if self.refusal:
            raise Conflict(self.refusal, kept="Nothing was sent.")
        approval = CastMatchApproval(
            offer.wish, offer.digests, Money(_amount(ceiling), offer.most.currency), self._state.user,
            note.strip(),
        )  # fmt: skip
        self.asking = True
        self._state.touch(PanelTopic.MATCH)

        def then(match: CastMatch) -> None:
            if self.wish == offer.wish:
                self._take_match(match)

        def otherwise(problem: Problem) -> None:
            if self.wish == offer.wish:
                self._settle(problem)
            else:
                self._state.say(problem)

        # Without a key: what was approved is never replaced by what is asked after it.
        self._state.ask(
            lambda client: _begun(client, approval, offer.tries[0].take), then, otherwise=otherwise
        )

    def stop(self) -> None:
        """Have nothing more begun of the match that is shown; raises `NothingSelected`."""
        match = self.match
        if match is None or not self.running:
            raise NothingSelected("No match is under way.")
        self._state.ask(lambda client: client.stop_cast_match(match.id), self._follow)

    def look(self) -> None:
        """Once in a while, while a match is under way: how it stands."""
        match = self.match
        if match is None or not self.running or not self._state.online:
            return
        if self._state.clock() - self._asked_at >= AGAIN:
            self._asked_at = self._state.clock()
            self._state.ask(lambda client: client.cast_match(match.id), self._follow, "cast match look")

    # What is shown ---------------------------------------------------------------------------------------

    @property
    def running(self) -> bool:
        """Whether a match is under way."""
        return self.match is not None and self.match.state.value == "running"

    @property
    def may_approve(self) -> bool:
        """Whether this user can say yes to the list that is shown."""
        return bool(self.offer and self.offer.tries) and not self.refusal and not self.asking

    @property
    def refusal(self) -> str:
        """Why nobody, or not this user, may approve the list; empty where it can be approved."""
        offer = self.offer
        if offer is None:
            return ""
        refused = next((one for one in offer.tries if not one.allowed), None)
        if refused is not None:
            return refused.verdict
        if offer.approvers and self._state.user not in offer.approvers:
            return f"{' or '.join(offer.approvers)} may approve it."
        return ""

    def rows(self) -> tuple[CastTryRow, ...]:
        """The tries in their order."""
        match, offer = self.match, self.offer
        tries = match.tries if match is not None else offer.tries if offer is not None else ()
        states = {job.number: job for job in match.jobs} if match is not None else {}
        unbegun = "not begun" if match is not None and not self.running else ""
        return tuple(
            CastTryRow(
                self._label(one.take), one.why, money(one.cost.amount, one.cost.currency),
                self._standing(states[number].state.value, states[number].takes)
                if number in states else unbegun,
            )
            for number, one in enumerate(tries)
        )  # fmt: skip

    def lines(self) -> tuple[tuple[str, str], ...]:
        """What is to be known of it, a sentence each, with the state whose colour it has."""
        if self.problem is not None:
            return ((str(self.problem), "error"),)
        if self.asking and self.offer is None:
            return (("Looking at what could be tried...", "info"),)
        lines: list[tuple[str, str]] = []
        match, offer = self.match, self.offer
        if match is not None:
            lines += [
                (outcome.sentence, "good" if outcome.close else "info")
                for outcome in match.outcomes
                if match.jobs
            ]
            spent = money(match.spent.amount, match.spent.currency)
            most = money(match.approval.ceiling.amount, match.approval.ceiling.currency)
            ended = {"done": "info", "stopped": "warning"}.get(match.state.value, "info")
            lines.append((f"{match.why} Spent {spent} of {most}. All takes stay.".strip(), ended))
        elif offer is not None:
            lines += [(remark, "info") for remark in offer.remarks]
            if self.refusal:
                lines.append((self.refusal, "warning"))
        return tuple(lines)

    @property
    def title(self) -> str:
        """What is matched, in a few words."""
        wish = self.wish
        if wish is None:
            return ""
        if wish.sequence:
            return f"Match {wish.sequence} to the cast"
        labels = ", ".join(self._label(take) for take in wish.takes[:3])
        return f"Match {labels} to the cast"

    def best(self) -> tuple[str, ...]:
        """The ids of the closest takes, of those that were matched, in their order."""
        return tuple(outcome.best for outcome in self.match.outcomes) if self.match is not None else ()

    # Inside ----------------------------------------------------------------------------------------------

    def _follow(self, match: CastMatch) -> None:
        if self.match is not None and match.id == self.match.id:  # else a late answer about another
            self._take_match(match)

    def _take_match(self, match: CastMatch) -> None:
        self.match, self.offer = match, None
        self._asked_at = self._state.clock()
        self._settle(None)

    def _settle(self, problem: Problem | None, wish: CastMatchWish | None = None) -> None:
        if wish is not None and wish != self.wish:
            return
        self.problem, self.asking = problem, False
        self._state.touch(PanelTopic.MATCH)

    def _label(self, take: str) -> str:
        known = self._state.takes.get(take)
        return known.label if known is not None else take

    def _standing(self, state: str, takes: tuple[str, ...]) -> str:
        made = [self._state.takes.get(take) for take in takes]
        said = [
            f"{take.label.rpartition(' ')[2]}, median {drift.median:.2f}"
            + (", pasted" if drift.pasted else "")
            for take in made
            if take is not None
            for drift in take.drift
            if drift.median is not None
        ]
        return "; ".join(said) or state


def _begun(client: Client, approval: CastMatchApproval, take: str) -> CastMatch:
    """The match of an approval; one whose answer was lost is found, and not begun twice."""
    try:
        return client.begin_cast_match(approval)
    except (ServiceLost, Conflict):
        for known in client.cast_matches(take=take).matches:
            if known.approval == approval:
                return known
        raise


def _amount(ceiling: str) -> str:
    """An amount as typed; raises `OutOfRange`."""
    from decimal import Decimal, InvalidOperation  # not before a price is there: a host's start waits for it

    try:
        amount = Decimal(ceiling.strip())
        if not amount.is_finite() or amount < 0:
            raise InvalidOperation
    except InvalidOperation:
        raise OutOfRange("The ceiling is an amount, such as 1.20.", where="ceiling") from None
    return ceiling.strip()
