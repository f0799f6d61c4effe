"""Who makes a take: the simulator, a finished comp, a provider's model, a studio's own.

All that differs by it is decided here and nowhere else: what it offers, its plan and price, its word on a
brief, steps and their shares, frames. How a job is carried, and taken up after a death, follows from one
fact of its maker: `elsewhere`.
"""

from __future__ import annotations

from .machine import LocalMaker
from .maker import Allowance, BriefPlan, Maker, PixelOrigin, Planning, Shares
from .registry import Makers, find_makers, maker_of, shown_on

__all__ = [
    "Allowance",
    "BriefPlan",
    "LocalMaker",
    "Maker",
    "Makers",
    "PixelOrigin",
    "Planning",
    "Shares",
    "find_makers",
    "maker_of",
    "shown_on",
]  # fmt: skip
