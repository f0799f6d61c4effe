"""What a plate is like that something new has to sit in: grain, sharpness, levels, cast and shutter.

Every number is of the plate's light (scene-linear, in the space that `colorspace` names) and of its own
pixels. What could not be measured is not there, and `doubts` say why; nothing is guessed.
"""

from __future__ import annotations

from math import isfinite

from .errors import BadValue, OutOfRange
from .value import dataclass

#: The file that says it, beside the versions of an element.
MATCH_FILE = "plate_match.json"
CHANNELS = ("red", "green", "blue")


@dataclass(frozen=True)
class MatchedBand:
    """Grain at an exposure: both scene-linear; `deviation` is its standard deviation, of so many `pixels`."""

    exposure: float
    deviation: float
    pixels: int = 0


@dataclass(frozen=True)
class MatchedGrain:
    """The grain of a channel: bands from dark to bright, and the power of 16 rings of frequency.

    Rings go from 0 to half a cycle a pixel; their power is a multiple of what white noise of the same
    deviation has there.
    """

    bands: tuple[MatchedBand, ...]
    spectrum: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.bands or len(self.spectrum) != 16:
            raise BadValue("Grain has bands of exposure and a spectrum of 16 rings.", where="grain")


@dataclass(frozen=True)
class MatchedBlur:
    """A channel's blur: `sigma` in pixels beyond a pixel's own area, `mtf50` in cycles a pixel of all of it.

    Half of the edges lie between `lower` and `upper`, in pixels: what is out of focus is wider.
    """

    sigma: float
    mtf50: float
    lower: float = 0.0
    upper: float = 0.0

    def __post_init__(self) -> None:
        if not 0.0 <= self.sigma <= 100.0:
            raise OutOfRange("A plate's blur is 0 to 100 pixels.", where="sigma")


@dataclass(frozen=True)
class MatchedLevels:
    """Floor and ceiling of red, green and blue, whether the ceiling is a clip, and flare at the most."""

    floor: tuple[float, ...]
    ceiling: tuple[float, ...]
    clipped: bool = False
    flare: float = 0.0

    def __post_init__(self) -> None:
        if len(self.floor) != 3 or len(self.ceiling) != 3:
            raise BadValue("Levels are of red, green and blue.", where="levels")


@dataclass(frozen=True)
class MatchedCast:
    """Grey as the plate shows it, as multiples of green; by `reference`, where "" is an estimate."""

    gains: tuple[float, ...]
    reference: str = ""

    def __post_init__(self) -> None:
        if len(self.gains) != 3 or not all(isfinite(gain) and 0.0 < gain <= 1000.0 for gain in self.gains):
            raise OutOfRange("A cast is three gains above 0 and up to 1000.", where="cast")


@dataclass(frozen=True)
class MatchedShutter:
    """How long the shutter was open: `angle` and its `uncertainty` (one deviation) in degrees.

    `length` is the smear in pixels of what moves the most usual way, `direction` that way in degrees, 0 to
    the right and 90 down.
    """

    angle: float
    uncertainty: float
    length: float = 0.0
    direction: float = 0.0
    edges: int = 0

    def __post_init__(self) -> None:
        if not 0.0 <= self.angle <= 360.0:
            raise OutOfRange("A shutter is open for 0 to 360 degrees.", where="angle")


@dataclass(frozen=True)
class PlateMatch:
    """All of it. `plate` names the files, `frames` its frames, `width` and `height` its pixels.

    `grain` and `blur` have red, green and blue, or nothing where they were not to be measured.
    `correlation` is how alike a frame's grain is to the next one's, 0 to 1.
    """

    plate: str
    colorspace: str
    frames: str
    width: int
    height: int
    grain: tuple[MatchedGrain, ...] = ()
    correlation: float = 0.0
    blur: tuple[MatchedBlur, ...] = ()
    edges: int = 0
    levels: MatchedLevels | None = None
    cast: MatchedCast | None = None
    shutter: MatchedShutter | None = None
    doubts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.grain) not in (0, 3) or len(self.blur) not in (0, 3):
            raise BadValue("Grain and blur are of red, green and blue, or not there.", where="match")
