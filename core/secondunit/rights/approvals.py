"""Approvals: a named person's yes to one exact brief, or to a list of them, up to a cost in all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from secondunit.wire import Money
from secondunit.wire.errors import MissingField
from secondunit.wire.rights import Ask, require_hash

from .clock import require_when
from .money import counted, spoken


@dataclass(frozen=True)
class Approval:
    """Who said yes to the brief of a digest, up to which cost in all, until when (UTC; empty: open)."""

    id: str
    by: str
    brief_digest: str
    ceiling: Money
    when: str
    until: str = ""
    note: str = ""
    #: Every brief of a yes to several, by its digest, this one too: they share the ceiling. Empty: this one.
    briefs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.by.strip():
            raise MissingField("An approval needs the name of whoever gives it.", where="by")
        require_hash(self.brief_digest, "brief_digest")
        for digest in self.briefs:
            require_hash(digest, "briefs")
        counted(self.ceiling, "ceiling")
        require_when(self.when, "when")
        if self.until:
            require_when(self.until, "until")

    def why_not(self, ask: Ask, approvers: tuple[str, ...], spent: int = 0) -> str:
        """Why it does not cover an ask, as the end of a sentence; empty when it does.

        `spent` is what is billed or held on it already, in millionths.
        """
        if self.by not in approvers:
            return f"{self.by} may not approve for it"
        if self.until and ask.when >= self.until:
            return f"the approval of {self.by} lapsed at {self.until}"
        if ask.when < self.when:
            return f"the approval of {self.by} begins at {self.when}"
        if self.ceiling.currency != ask.cost.currency:
            return f"{self.by} approved in {self.ceiling.currency}"
        cost, most, currency = counted(ask.cost), counted(self.ceiling), self.ceiling.currency
        if cost > most:
            return f"{self.by} approved up to {spoken(most, currency)}, and this costs more"
        if cost and cost > most - spent:
            rest = spoken(max(0, most - spent), currency)
            return f"this costs {spoken(cost, currency)}, and what {self.by} approved has {rest} left"
        return ""


def approval_for(
    ask: Ask, approvals: tuple[Approval, ...], approvers: tuple[str, ...], spent: Mapping[str, int]
) -> tuple[Approval | None, str]:
    """The first approval that covers an ask, or why there is none, as the end of a sentence.

    `spent` is what is billed or held on each already, by its id, in millionths.
    """
    own = [approval for approval in approvals if approval.brief_digest == ask.brief_digest]
    reason = f"nobody approved this brief; {' or '.join(approvers)} may" if not own else ""
    for approval in own:
        reason = approval.why_not(ask, approvers, spent.get(approval.id, 0))
        if not reason:
            return approval, ""
    return None, reason
