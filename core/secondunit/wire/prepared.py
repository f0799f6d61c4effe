"""What was made ready for a provider: the files of each piece, and everything the way back has to know."""

from __future__ import annotations

from dataclasses import field

from .frames import FrameRange
from .intake import Coding, Size
from .picture import Window
from .rate import Rate
from .value import dataclass


@dataclass(frozen=True)
class RoundTrip:
    """What the way there and back does to the plate without a model between, measured on the plate itself.

    `delta_e` is the 99th percentile of CIEDE2000, `half_steps` the largest error in steps of half float
    (for float transport; 0 where it was not measured). `clipped` is the share of pixels too bright for it.
    """

    coding: Coding = Coding.SRGB
    depth: int = field(default=8, metadata={"unit": "bits"})
    delta_e: float = 0.0
    half_steps: float = 0.0
    clipped: float = 0.0
    #: By how much the hue of the top two stops turns at most.
    hue: float = field(default=0.0, metadata={"unit": "deg"})


@dataclass(frozen=True)
class Fit:
    """How a picture lies in what a model sees: `region` of the source (in its own pixels, y down from the
    display window's top) is scaled to `inner`, which lies in a canvas of `size`; what is around is filled.
    """

    size: Size
    region: Window
    inner: Window


@dataclass(frozen=True)
class Encoded:
    """The reversible coding that was used: every value the inverse needs.

    `space` is the scene-linear space that code values stand for after the inverse, `exposure` multiplied
    light before it was coded, `white` is the light (after exposure) that the largest code stands for, `knee`
    where sRGB begins to roll off towards it. With `whole` the roll-off is of the brightest channel, and the
    others stay in proportion: what is brighter than white keeps its hue in few bits, too.
    """

    coding: Coding
    space: str
    exposure: float = 1.0
    white: float = 1.0
    knee: float = 0.8
    whole: bool = False


@dataclass(frozen=True)
class PreparedFile:
    """One file that is to leave: `path` below the job's scratch folder, `sources` the SHA-256 (hex) of the
    files it was made from; `frame` is the shot's number, None for what belongs to no frame.
    """

    role: str
    path: str
    sha256: str
    media_type: str = "image/png"
    frame: int | None = None
    sources: tuple[str, ...] = ()
    bytes: int = field(default=0, metadata={"unit": "bytes"})
    #: What a reference is (`style`, `subject`, `first_frame`, ...) or the name of the character it shows,
    #: or the kind of a guide; empty for plate and matte.
    about: str = ""
    #: Where a key frame stands, counted from its piece's first frame, and the first and last frame that its
    #: edit applies to.
    at: int | None = field(default=None, metadata={"unit": "frames"})
    window: tuple[int, ...] = field(default=(), metadata={"unit": "frames"})
    #: Who is seen in it, as far as the show's cast says.
    persons: tuple[str, ...] = ()


@dataclass(frozen=True)
class PreparedPoint:
    """A place of what is meant, or of what is not, in pixels of the picture that is sent.

    `at` counts frames from its piece's first.
    """

    x: float = field(metadata={"unit": "px"})
    y: float = field(metadata={"unit": "px"})
    at: int = field(default=0, metadata={"unit": "frames"})
    negative: bool = False


@dataclass(frozen=True)
class PreparedBox:
    """A box around what is meant, from its top left corner, as `PreparedPoint` has places."""

    x: float = field(metadata={"unit": "px"})
    y: float = field(metadata={"unit": "px"})
    width: float = field(metadata={"unit": "px"})
    height: float = field(metadata={"unit": "px"})
    at: int = field(default=0, metadata={"unit": "frames"})


@dataclass(frozen=True)
class Piece:
    """One request's share of a job: `frames` of the shot, of which the first `overlap` are also in the piece
    before. `count` is how many frames are asked for (a model's clip may be longer), at `rate`.
    """

    number: int
    frames: FrameRange
    count: int
    size: Size
    overlap: int = field(default=0, metadata={"unit": "frames"})
    rate: Rate | None = None
    files: tuple[PreparedFile, ...] = ()
    #: Pixels to extend by: left, right, up, down.
    margins: tuple[int, ...] = (0, 0, 0, 0)
    points: tuple[PreparedPoint, ...] = ()
    boxes: tuple[PreparedBox, ...] = ()
    #: 1 where it shows the plate in the darker of two exposures.
    exposure: int = 0


@dataclass(frozen=True)
class Prepared:
    """A job made ready: its pieces in order, and what the way back needs. `fit` and `encoded` are None where
    nothing of a plate is sent.
    """

    pieces: tuple[Piece, ...]
    fit: Fit | None = None
    encoded: Encoded | None = None
    round_trip: RoundTrip | None = None
    remarks: tuple[str, ...] = ()
    #: The coding of the pieces of exposure 1, where a plate is shown twice.
    darker: Encoded | None = None
