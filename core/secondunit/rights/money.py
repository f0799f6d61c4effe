"""Exact money: amounts as whole millionths of a unit, so that sums never round."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from secondunit.wire import Money
from secondunit.wire.errors import OutOfRange, WrongType

#: One unit of any currency, in what is counted here.
UNIT = 1_000_000
_MOST = UNIT * 1_000_000_000


def counted(money: Money, where: str = "cost") -> int:
    """An amount in millionths, rounded up; raises `WrongType`, `OutOfRange`."""
    try:
        amount = Decimal(money.amount)
    except InvalidOperation:
        raise WrongType(f"{money.amount[:40]!r} is not an amount of money.", where=where) from None
    if not amount.is_finite() or amount < 0 or amount > _MOST // UNIT:
        raise OutOfRange("An amount of money is 0 or more, and less than a thousand million.", where=where)
    return int((amount * UNIT).to_integral_value("ROUND_CEILING"))


def spoken(millionths: int, currency: str) -> str:
    """An amount as people write it: `12.50 USD`."""
    amount = (Decimal(millionths) / UNIT).normalize()
    places = max(2, -int(amount.as_tuple().exponent))
    return f"{amount:.{places}f} {currency}"


def as_money(millionths: int, currency: str) -> Money:
    """Millionths as a wire value."""
    return Money(spoken(millionths, currency).split(" ")[0], currency)


def read_amount(text: str, currency: str, where: str) -> int:
    """`"12.50"` or `"12.50 USD"` in millionths; raises `WrongType` for another currency."""
    number, _, unit = text.strip().partition(" ")
    if unit.strip() not in ("", currency):
        raise WrongType(f"This show counts in {currency}, not in {unit.strip()[:10]}.", where=where)
    return counted(Money(number, currency), where)
