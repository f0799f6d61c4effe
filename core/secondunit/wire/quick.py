"""A quick look: a small frame of an element while its brief is still being made; nothing of it is kept."""

from __future__ import annotations

from dataclasses import field

from .brief import Brief
from .errors import OutOfRange
from .value import dataclass
from .work import Work

#: Pixels across a quick look: at least, usually and at most.
NARROWEST, USUAL, WIDEST = 64, 480, 960
#: How many characters the name of a panel has at most.
LONGEST_PANEL = 64


@dataclass(frozen=True)
class QuickWish:
    """What a panel wishes to see: its brief at a frame. A newer wish of the same `panel` takes its place."""

    brief: Brief
    frame: int
    panel: str
    width: int = field(default=USUAL, metadata={"unit": "px"})

    def __post_init__(self) -> None:
        if not NARROWEST <= self.width <= WIDEST:
            raise OutOfRange(f"A quick look is {NARROWEST} to {WIDEST} pixels wide.", where="width")
        if not 0 < len(self.panel) <= LONGEST_PANEL:
            raise OutOfRange(f"A panel's name has 1 to {LONGEST_PANEL} characters.", where="panel")


@dataclass(frozen=True)
class QuickEnd:
    """A panel wishes for nothing any more."""

    panel: str


@dataclass(frozen=True)
class QuickState:
    """Whether a panel's wish was still being worked on."""

    working: bool


@dataclass(frozen=True)
class QuickWork:
    """What the quick look's worker is asked: a work, a frame of it, how wide, and where its gas is kept."""

    work: Work
    frame: int
    width: int
    folder: str


@dataclass(frozen=True)
class QuickFacts:
    """What a quick look is: the frame it shows, its size in pixels, how long it took and what of that the
    simulation, and what else differs from the final, a sentence each.
    """

    frame: int
    width: int
    height: int
    seconds: float = field(default=0.0, metadata={"unit": "s"})
    simulated: float = field(default=0.0, metadata={"unit": "s"})
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class QuickReady:
    """A panel is about to wish for quick looks of a kind: its worker may load what it needs."""

    kind: str
