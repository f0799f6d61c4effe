"""How a viewer shows light, and what it asks of a plate: one frame as a picture, one pixel as numbers."""

from __future__ import annotations

from dataclasses import field

from .errors import OutOfRange
from .picture import Window
from .plate import Plate
from .value import dataclass

#: What of a picture is seen: its colour, or one channel as grey.
CHANNELS = ("rgb", "red", "green", "blue", "alpha")
#: The most that light is raised or lowered for looking at it, in stops, and the limits of gamma.
MOST_EXPOSURE, LEAST_GAMMA, MOST_GAMMA = 16.0, 0.1, 8.0
#: The least and the most pixels across that are asked for.
LEAST_WIDTH, MOST_WIDTH = 16, 8192


@dataclass(frozen=True)
class Viewing:
    """How light is looked at: raised by `exposure` before the view, bent by `gamma` after it.

    The order is that of a Nuke viewer, whose gamma follows gain and viewer process. `channel` is one of
    `CHANNELS`; alpha goes through no view. Raises `OutOfRange`.
    """

    exposure: float = field(default=0.0, metadata={"unit": "stops"})
    gamma: float = 1.0
    channel: str = "rgb"

    def __post_init__(self) -> None:
        if not abs(self.exposure) <= MOST_EXPOSURE:
            raise OutOfRange(f"Exposure is at most {MOST_EXPOSURE:g} stops up or down.", where="exposure")
        if not LEAST_GAMMA <= self.gamma <= MOST_GAMMA:
            raise OutOfRange(f"Gamma is from {LEAST_GAMMA:g} to {MOST_GAMMA:g}.", where="gamma")
        if self.channel not in CHANNELS:
            raise OutOfRange(
                f"There is no channel {self.channel[:40]!r} to look at.",
                remedy="There are: " + ", ".join(CHANNELS) + ".",
                where="channel",
            )

    @property
    def plain(self) -> bool:
        """Whether it shows the picture as the show's own view has it."""
        return self == Viewing()


@dataclass(frozen=True)
class PlateFrame:
    """What is asked when a frame of a plate is looked at.

    `width` is about how many pixels across are wanted: never fewer than that, unless there are. `crop` is the
    part of the display window that is wanted. `show` names the show whose config holds where the plate names
    none. Raises `OutOfRange`.
    """

    plate: Plate
    frame: int
    width: int = field(default=960, metadata={"unit": "px"})
    crop: Window | None = None
    viewing: Viewing = Viewing()
    show: str = ""

    def __post_init__(self) -> None:
        if not LEAST_WIDTH <= self.width <= MOST_WIDTH:
            raise OutOfRange(
                f"A picture is {LEAST_WIDTH} to {MOST_WIDTH} pixels across, not {self.width}.", where="width"
            )


@dataclass(frozen=True)
class PlatePixel:
    """What is asked when a pixel of a plate is read: `x`, `y` in its display window, from the top left."""

    plate: Plate
    frame: int
    x: int = field(default=0, metadata={"unit": "px"})
    y: int = field(default=0, metadata={"unit": "px"})
    show: str = ""


@dataclass(frozen=True)
class PixelValues:
    """One pixel, scene-linear in the config's working space, a channel and a value each.

    Values are texts (`0.18018`, `nan`, `inf`), because JSON has no numbers for all of them. `stamp` changes
    whenever the file does.
    """

    x: int
    y: int
    channels: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    stamp: str = ""
