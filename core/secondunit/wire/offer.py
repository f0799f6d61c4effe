"""The offer: another model that may do what one refused or failed to do, with its own price and verdict."""

from __future__ import annotations

from dataclasses import field

from .estimate import Money
from .value import dataclass


@dataclass(frozen=True)
class Offer:
    """One model that the rules allow for a brief; nothing is done until a person takes it."""

    provider: str
    model: str = ""
    label: str = ""
    model_label: str = ""
    verdict: str = ""
    terms: str = ""
    cost: Money = Money()
    seconds: float | None = field(default=None, metadata={"unit": "s"})


@dataclass(frozen=True)
class OfferList:
    """Every offer for a brief, the studio's order first, then the cheapest."""

    offers: tuple[Offer, ...] = ()
