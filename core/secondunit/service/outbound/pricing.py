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


def summed(estimates: Sequence[Estimated]) -> Estimated:
    """Several estimates as one: costs and times added, the earliest end; one that names no time: none."""
    currencies = {estimate.cost.currency for estimate in estimates if counted(estimate.cost)}
    if len(currencies) > 1:
        raise Refused(f"The pieces are priced in {' and '.join(sorted(currencies))}.")
    currency = next(iter(currencies), estimates[0].cost.currency if estimates else Money().currency)
    seconds = [estimate.seconds for estimate in estimates]
    ends = [estimate.until for estimate in estimates if estimate.until is not None]
    return Estimated(
        as_money(sum(counted(estimate.cost) for estimate in estimates), currency),
        None if None in seconds else sum(duration for duration in seconds if duration is not None),
        min(ends, default=None),
    )


def dearer(now: Money, quote: Money) -> str:
    """Why a price is not the one a person saw, in one sentence; empty where it is no higher."""
    if not counted(now) or (now.currency == quote.currency and counted(now) <= counted(quote)):
        return ""
    return (
        f"It now costs {spoken(counted(now), now.currency)}, and "
        f"{spoken(counted(quote), quote.currency)} was the price when it was asked for."
    )
