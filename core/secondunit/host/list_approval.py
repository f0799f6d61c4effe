"""What of several estimated briefs waits for one person's yes, and that yes. Knows values only.

A yes names every brief by the digest of its estimate: the service refuses a list that differs in anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from secondunit.wire import Money
from secondunit.wire.errors import OutOfRange, Refused
from secondunit.wire.rights import ApprovingList
from secondunit.wire.value import dataclass

from .terms import require_ceiling

if TYPE_CHECKING:
    from secondunit.wire import Brief, Estimate


@dataclass(frozen=True)
class ListApproval:
    """Briefs with their estimates, in their order, as they would be approved at once."""

    pairs: tuple[tuple[Brief, Estimate], ...] = ()

    @property
    def lacking(self) -> tuple[Estimate, ...]:
        """The estimates to which an approval alone is missing."""
        estimates = (estimate for _, estimate in self.pairs)
        return tuple(one for one in estimates if waits_for_approval(one))

    @property
    def approvers(self) -> tuple[str, ...]:
        """Who may approve all of it: those whom every estimate names that lacks an approval."""
        lacking = self.lacking
        first = lacking[0].approvers if lacking else ()
        return tuple(name for name in first if all(name in one.approvers for one in lacking))

    @property
    def digests(self) -> tuple[str, ...]:
        """What names each of the briefs, as it was estimated."""
        return tuple(estimate.brief_digest for _, estimate in self.pairs)

    @property
    def price(self) -> Money:
        """What all of it costs; raises `OutOfRange` for several currencies."""
        return total(estimate for _, estimate in self.pairs)

    def sentence(self, user: str) -> str:
        """How many wait, and who may approve them: `2 of 3 shots wait for an approval: ana or you may...`."""
        number = len(self.lacking)
        if not number:
            return ""
        names = " or ".join("you" if name == user else name for name in self.approvers)
        may = f"{names} may approve the list" if names else "nobody may approve them all, only one by one"
        verb = "waits" if number == 1 else "wait"
        return f"{number} of {len(self.pairs)} shots {verb} for an approval: {may}."

    def yes(self, ceiling: str, by: str, note: str = "") -> ApprovingList:
        """The yes of a person to all of it, up to `ceiling` in all (a decimal, in the currency of the price).

        Raises `Refused` for one who may not give it, `OutOfRange` for a ceiling below the price.
        """
        if by not in self.approvers:
            raise Refused("Nothing here waits for your approval.", kept="Nothing was approved.")
        price = self.price
        require_ceiling(ceiling, price)
        most = Money(ceiling.strip(), price.currency)
        return ApprovingList(tuple(brief for brief, _ in self.pairs), self.digests, by, most, note.strip())


def waits_for_approval(estimate: Estimate) -> bool:
    """Whether an approval is all that is missing."""
    return bool(estimate.approvers) and not estimate.allowed and not estimate.problems


def total(estimates: Iterable[Estimate]) -> Money:
    """What all of it costs; exact decimals are added exactly. Raises `OutOfRange` for several currencies."""
    costs = [estimate.cost for estimate in estimates]
    try:
        currencies = {cost.currency for cost in costs if Decimal(cost.amount)} or {"USD"}
        whole = sum(Decimal(cost.amount) for cost in costs)
    except InvalidOperation:
        raise OutOfRange("What it costs is not known.", where="ceiling") from None
    if len(currencies) > 1:
        raise OutOfRange(f"The shots cost in {' and '.join(sorted(currencies))}.", where="ceiling")
    return Money(str(whole), currencies.pop())
