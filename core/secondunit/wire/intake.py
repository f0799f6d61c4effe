"""The intake: what one model takes and gives, in numbers, so that a plate can be made to fit it and back."""

from __future__ import annotations

import re
from dataclasses import field
from enum import Enum
from math import ceil
from typing import TYPE_CHECKING

from .errors import OutOfRange, WrongType
from .guide_kind import GuideKind
from .rate import Rate
from .value import dataclass

if TYPE_CHECKING:  # it loads decimal, and a host's start is short
    from fractions import Fraction

_SIZE = re.compile(r"(\d{1,5})x(\d{1,5})")


def retimed(frames: int, slower: Fraction) -> int:
    """How many frames of a plate so many frames of a retime are made of: they lie between them."""
    return ceil((frames - 1) / slower) + 1


class Need(str, Enum):
    """Whether something may or must be given."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


class Form(str, Enum):
    """How pictures travel: one picture, a picture a frame, or one movie."""

    STILL = "still"
    FRAMES = "frames"
    MOVIE = "movie"


class Coding(str, Enum):
    """How light is written in what travels: `srgb` and `log` are reversible, `linear` is EXR.

    `exposures` is said of a brief alone: sRGB twice, as bright as a display and darker, the answers joined.
    """

    SRGB = "srgb"
    LOG = "log"
    LINEAR = "linear"
    EXPOSURES = "exposures"


class Changes(str, Enum):
    """What in a model's own mattes marks what is to change; `alpha`: what is transparent in the plate."""

    WHITE = "white"
    BLACK = "black"
    ALPHA = "alpha"


@dataclass(frozen=True)
class GuideNeed:
    """A guide that a model takes: whether it must have it, and in which form its pictures travel."""

    kind: GuideKind
    need: Need = Need.REQUIRED
    form: Form = Form.MOVIE


@dataclass(frozen=True)
class Size:
    """Width and height of what a model takes or makes."""

    width: int = field(metadata={"unit": "px"})
    height: int = field(metadata={"unit": "px"})

    def __post_init__(self) -> None:
        if self.width < 1 or self.height < 1:
            raise OutOfRange("A size is at least one pixel each way.", where="width")

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"

    @classmethod
    def parse(cls, text: str) -> Size:
        """The size that `1280x720` says; raises `WrongType`."""
        match = _SIZE.fullmatch(text)
        if match is None:
            raise WrongType(f"{text[:20]!r} is no size such as 1280x720.", where="size")
        return cls(int(match[1]), int(match[2]))


class Sides(str, Enum):
    """The sides on which a frame becomes larger."""

    ALL = "all"
    LEFT_RIGHT = "left_right"
    TOP_BOTTOM = "top_bottom"

    @property
    def words(self) -> str:
        """`all sides`, `left and right`, `top and bottom`."""
        return {"all": "all sides"}.get(self.value, self.value.replace("_", " and "))


@dataclass(frozen=True)
class Intake:
    """What a model takes and gives. Everything left at its default is no condition.

    `sizes` are the very sizes it works at; where it names none, any whose sides are between `least_side` and
    `most_side`, are multiples of `multiple` and together hold at most `most_pixels`. A clip has one of the
    lengths `clips`, or `least_frames` plus a multiple of `frame_step` up to `most_frames`; a longer shot is
    split. `rates` are the rates it works at (none named: the shot's own).
    """

    plate: Need = Need.NONE
    plate_form: Form = Form.STILL
    #: Given in the plate's form; white where something changes, unless `changes` says otherwise.
    matte: Need = Need.NONE
    changes: Changes = Changes.WHITE
    #: How many equal channels a matte's pictures have: 1 (grey) or 3.
    matte_channels: int = 1
    coding: Coding = Coding.SRGB
    #: Whether it is pointed at what is meant on the plate it is shown: by points, by boxes around it.
    points: Need = Need.NONE
    boxes: Need = Need.NONE
    #: The guides of a scene that it keeps to.
    guides: tuple[GuideNeed, ...] = ()
    #: Bits a channel of the pictures that are sent; 32 is float EXR that holds codes, unclipped.
    depth: int = field(default=8, metadata={"unit": "bits"})
    #: Movies are sent without loss, as PNG or with 32 bits EXR pictures in MOV, as far as `most_bytes` lets.
    lossless: bool = False
    sizes: tuple[Size, ...] = ()
    least_side: int = field(default=1, metadata={"unit": "px"})
    most_side: int = field(default=0, metadata={"unit": "px"})
    most_pixels: int = field(default=0, metadata={"unit": "px"})
    multiple: int = field(default=1, metadata={"unit": "px"})
    #: The largest file that may be sent.
    most_bytes: int = field(default=0, metadata={"unit": "bytes"})
    clips: tuple[int, ...] = field(default=(), metadata={"unit": "frames"})
    least_frames: int = field(default=1, metadata={"unit": "frames"})
    most_frames: int = field(default=1, metadata={"unit": "frames"})
    frame_step: int = field(default=1, metadata={"unit": "frames"})
    rates: tuple[Rate, ...] = ()
    result: Form = Form.STILL
    result_coding: Coding = Coding.SRGB
    #: EXR that comes back holds codes of `result_coding`, as floats with straight alpha, and not light.
    exr_codes: bool = False
    #: The scene-linear space of EXR that come back where they do not say it themselves; empty: `ACEScg`.
    result_space: str = ""
    #: What an upscale multiplies each side by; 1 otherwise.
    scale: int = 1
    #: What an upscale can multiply each side by, the usual first; none named: by `scale`.
    scales: tuple[int, ...] = ()
    #: The most it extends a picture by itself on each side; 0: it is sent a larger canvas with a matte.
    margin: int = field(default=0, metadata={"unit": "px"})
    #: The shapes, width to height, into whose middle it sets a picture; what is around it it makes.
    shapes: tuple[Size, ...] = ()
    #: On which sides it extends a picture; none named: on any.
    sides: tuple[Sides, ...] = ()
    #: What a reference may be to it (`style`, `subject`, `first_frame`, `key_frame`, ...); none named: any.
    reference_roles: tuple[str, ...] = ()
    #: Whether it takes a plate's alpha and gives it back, not premultiplied.
    alpha: bool = False
    #: How many times slower it makes a retime, the usual first; none named: as is asked for, else twice.
    slower: tuple[float, ...] = field(default=(), metadata={"unit": "x"})
    #: Whether a key frame may say which frames its edit applies to.
    windows: bool = False
    #: The shortest and the longest clip at the rate it is sent at; 0: only the frames count.
    least_seconds: float = field(default=0.0, metadata={"unit": "s"})
    most_seconds: float = field(default=0.0, metadata={"unit": "s"})

    def __post_init__(self) -> None:
        if self.depth not in (8, 16, 32):
            raise OutOfRange("Pictures are sent with 8, 16 or 32 bits a channel.", where="depth")
        if Coding.EXPOSURES in (self.coding, self.result_coding):
            raise OutOfRange(
                "A model takes one coding; two exposures are asked for in a brief.", where="coding"
            )
        if self.matte_channels not in (1, 3):
            raise OutOfRange("A matte's pictures have 1 or 3 channels.", where="matte_channels")
        for name in ("least_side", "multiple", "least_frames", "frame_step", "scale"):
            if getattr(self, name) < 1:
                raise OutOfRange(f"{name} is at least 1.", where=name)
        if min(self.least_seconds, self.most_seconds) < 0:
            raise OutOfRange("A clip lasts no less than 0 s.", where="least_seconds")
        if self.scales and min(self.scales) < 2:
            raise OutOfRange("What an upscale can multiply by is at least 2.", where="scales")
        if self.most_frames < self.least_frames:
            raise OutOfRange("most_frames is not below least_frames.", where="most_frames")
