"""The cut: what an editor's timeline holds, in exact ranges, and where takes land on another one."""

from __future__ import annotations

from dataclasses import field
from enum import Enum
from fractions import Fraction
from math import floor

from .errors import OutOfRange
from .frames import FrameRange
from .rate import Rate
from .value import dataclass


@dataclass(frozen=True)
class Speed:
    """Frames of media a frame of the timeline takes, as a fraction: 1 as shot, 2 twice as fast, -1 backward.

    0 is a freeze frame.
    """

    numerator: int = 1
    denominator: int = 1

    def __post_init__(self) -> None:
        if self.denominator <= 0:
            raise OutOfRange("The lower part of a speed is above zero.", where="denominator")
        exact = Fraction(self.numerator, self.denominator)
        object.__setattr__(self, "numerator", exact.numerator)
        object.__setattr__(self, "denominator", exact.denominator)

    @classmethod
    def of(cls, value: Fraction) -> Speed:
        """The speed of a fraction."""
        return cls(value.numerator, value.denominator)

    @property
    def exact(self) -> Fraction:
        """The speed as a fraction."""
        return Fraction(self.numerator, self.denominator)

    def __str__(self) -> str:
        return f"{float(self.exact):.6g}x"


class ShotKind(str, Enum):
    """What stands on a track: `clip` has media, `compound` holds a timeline, `generator` makes itself."""

    CLIP = "clip"
    COMPOUND = "compound"
    GENERATOR = "generator"


@dataclass(frozen=True)
class CutShot:
    """One item of a cut.

    `record` are frames of the timeline, numbered by its timecode (frame 0 at 00:00:00:00). `source` are the
    frames of the media that are shown, by the media's own numbers at `source_rate`, lowest first also when
    played backward. `available` is all the media has; None where the file does not say.
    """

    id: str
    name: str
    track: int
    record: FrameRange
    source: FrameRange
    source_rate: Rate
    kind: ShotKind = ShotKind.CLIP
    media: str = ""
    reel: str = ""
    available: FrameRange | None = None
    speed: Speed = Speed()
    #: Frames of a dissolve or wipe at the head and at the tail, on the timeline.
    fade_in: int = field(default=0, metadata={"unit": "frames"})
    fade_out: int = field(default=0, metadata={"unit": "frames"})
    enabled: bool = True
    #: What was read but cannot be followed exactly, as sentences.
    remarks: tuple[str, ...] = ()

    @property
    def handles(self) -> tuple[int, int] | None:
        """Frames of media before and after what is shown; None where the file does not say."""
        if self.available is None:
            return None
        return self.source.first - self.available.first, self.available.last - self.source.last

    def source_frame(self, record: int) -> int:
        """The frame of the media shown at frame `record` of the timeline, also outside the shot's range."""
        start = self.source.last if self.speed.numerator < 0 else self.source.first
        return start + floor((record - self.record.first) * self.speed.exact)


@dataclass(frozen=True)
class Gap:
    """Frames of a track with nothing on them."""

    track: int
    record: FrameRange


@dataclass(frozen=True)
class Cut:
    """One version of an edit. `start` is the frame of its first timecode; `drop`: drop-frame labels."""

    name: str
    rate: Rate
    start: int = field(default=0, metadata={"unit": "frames"})
    drop: bool = False
    shots: tuple[CutShot, ...] = ()
    gaps: tuple[Gap, ...] = ()
    remarks: tuple[str, ...] = ()

    def shot(self, id: str) -> CutShot | None:
        """The shot with this id, or None."""
        return next((shot for shot in self.shots if shot.id == id), None)


class Fate(str, Enum):
    """What the new cut does to a take."""

    UNCHANGED = "unchanged"
    MOVED = "moved"
    TRIMMED = "trimmed"
    RETIMED = "retimed"
    SPLIT = "split"
    #: The new cut shows the same frames several times, and the take stands on each.
    REPEATED = "repeated"


@dataclass(frozen=True)
class CutTake:
    """A take as it sits on a cut: over frames `record` of the timeline, from its own frame `first` on."""

    take: str
    shot: str
    record: FrameRange
    first: int = field(metadata={"unit": "frames"})
    #: The take's own frames, handles included.
    frames: FrameRange
    label: str = ""
    media: str = ""
    #: Frames of the take a frame of the timeline takes, as it sits there.
    speed: Speed = Speed()


@dataclass(frozen=True)
class Landed:
    """A take on the new cut: frames `record` of the timeline show it from its own frame `first` at `speed`.

    `missing` are frames of the new shot that the take does not reach: it grew beyond the handles.
    """

    take: str
    shot: str
    track: int
    record: FrameRange
    first: int = field(metadata={"unit": "frames"})
    speed: Speed = Speed()
    fates: tuple[Fate, ...] = ()
    missing: tuple[FrameRange, ...] = ()
    label: str = ""
    #: How it was decided, as a sentence, where an editor might have decided otherwise.
    remark: str = ""


@dataclass(frozen=True)
class Lost:
    """A take that has no place on the new cut, and why."""

    take: str
    reason: str
    label: str = ""


@dataclass(frozen=True)
class Conformed:
    """Where every take of the old cut is on the new one."""

    landed: tuple[Landed, ...] = ()
    lost: tuple[Lost, ...] = ()
