"""What a story consists of: pieces of picture, fades, and the places that children stand in."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from secondunit.wire import Rate, ShotKind

from .resources import Asset
from .seconds import LinearTime

#: Above every time of a story; what is connected may outlast it.
NEVER = Fraction(10**15)


@dataclass(frozen=True)
class StoryItem:
    """Something to be seen from `begin` to `end`, in seconds of the timeline.

    `layers` is where it lies, lane by lane from the primary storyline; of two, the lower one is below.
    `shows` gives the second of the media (of the compound, of the generator) at a second of the timeline.
    """

    layers: tuple[int, ...]
    begin: Fraction
    end: Fraction
    name: str
    kind: ShotKind
    shows: LinearTime
    rate: Rate
    tag: str
    asset: Asset | None = None
    #: The compound's own story.
    inner: Story | None = None
    generator: str = ""
    role: str = ""
    enabled: bool = True
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fade:
    """A transition of a storyline, in seconds of the timeline."""

    layers: tuple[int, ...]
    begin: Fraction
    end: Fraction
    name: str


@dataclass
class Story:
    """A sequence: its rate, its first second, its last, and what is to be seen in it."""

    name: str
    rate: Rate
    start: Fraction
    end: Fraction
    drop: bool
    pieces: list[StoryItem] = field(default_factory=list)
    fades: list[Fade] = field(default_factory=list)


@dataclass(frozen=True)
class Container:
    """Where children stand: the timeline's seconds in their parent's time, and what cuts them off."""

    local: LinearTime
    low: Fraction
    high: Fraction
    layers: tuple[int, ...]
    rate: Rate
    name: str = ""
    enabled: bool = True
    depth: int = 0

    def span(self, begin: Fraction, end: Fraction) -> tuple[Fraction, Fraction]:
        """From when to when on the timeline a range of the parent's time is seen."""
        if self.local.slope == 0:
            visible = begin <= self.local.value < end
            return (self.low, self.high) if visible else (self.low, self.low)
        ends = sorted(self.local.origin + (at - self.local.value) / self.local.slope for at in (begin, end))
        return max(ends[0], self.low), min(ends[1], self.high)

    def moment(self, offset: Fraction) -> Fraction:
        """The second of the timeline at a place in the parent's time."""
        return self.span(offset, NEVER)[0]
