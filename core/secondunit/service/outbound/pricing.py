"""Prices and bills as exact amounts: several as one, one that rose, one that cannot be counted."""

from __future__ import annotations

from collections.abc import Sequence

from secondunit.providers.protocol import Estimated
from secondunit.rights.money import as_money, counted, spoken
from secondunit.wire import Money
from secondunit.wire.errors import Refused, SecondUnitError


def amount_of(money: Money | None) -> int | None:
    """A bill in millionths, None where it says no amount."""
    try:
        return None if money is None else counted(money)
    except (SecondUnitError, ArithmeticError):
        return None


def summed(found: Sequence[Estimated]) -> Estimated:
    """Several estimates as one: costs and times added, the earliest end; one that names no time: none."""
    currencies = {each.cost.currency for each in found if counted(each.cost)}
    if len(currencies) > 1:
        raise Refused(f"The pieces are priced in {' and '.join(sorted(currencies))}.")
    currency = next(iter(currencies), found[0].cost.currency if found else Money().currency)
    seconds = [each.seconds for each in found]
    ends = [each.until for each in found if each.until is not None]
    return Estimated(
        as_money(sum(counted(each.cost) for each in found), currency),
        None if None in seconds else sum(each for each in seconds if each is not None),
        min(ends, default=None),
    )


def dearer(now: Money, seen: Money) -> str:
    """Why a price is not the one a person saw, in one sentence; empty where it is no higher."""
    if not counted(now) or (now.currency == seen.currency and counted(now) <= counted(seen)):
        return ""
    return (
        f"It now costs {spoken(counted(now), now.currency)}, and "
        f"{spoken(counted(seen), seen.currency)} was the price when it was asked for."
    )
