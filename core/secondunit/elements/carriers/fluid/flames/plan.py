"""A flame's controls as a plan for its gas. Light: an estimate needs no more of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, radians, sin, sqrt

from secondunit.elements.optics.camera import camera_for
from secondunit.wire.control import Scalar
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

from ..box import GRAVITY, Reach, box_for
from ..front import arrival
from ..plan import GasPlan

#: The upward acceleration in a flame in m/s^2: its axis rises with 6.84 m/s times the root of the height in
#: metres (McCaffrey 1979, "Purely buoyant diffusion flames", NBSIR 79-1910), whatever its size; a fifth
#: more makes up for the air that it drags along.
LIFT = 1.3 * 6.84**2 / 2.0
#: How many times longer fuel lasts than what rises as fast as at half its height takes to that height, of a
#: flame twice as high as wide: tips of fires and camp fires stand at what was asked then. Of a slimmer flame
#: more burns at its edge: it lasts longer by this power of how much slimmer it is.
LASTS, SLIM = 5.2, 0.55
#: Over logs fuel leaves where they lean together, so high in widths of the fire, and lasts for the way from
#: there; as long for that as to make up for it where a flame stands a seventh higher than wide.
LOGS_HIGH, LOGS_LAST = 0.2, 1.0 / (1.0 - 0.2 * 0.7 / 0.8)
#: A flame stands this share of its height over what it burns on at least.
STANDS = 0.25
#: How much longer fuel lasts in a jet than its front takes to the flame's height: measured, heights from 1.5
#: to 3 m come out at 0.7 to 1.3 of what was asked.
BLOWN = 1.3
#: How much room a flame needs above its mean height: tongues tear off and go on rising.
ROOM = 1.55


@dataclass(frozen=True)
class Hearth:
    """Where a kind of flame burns, and how.

    Its floor lies `floor` times the source's width and `below` times the flame's height under the foot. What
    is left of a unit of fuel (`soot`), how often the gas grows by its volume (`swelling`), how fast it
    radiates (1/s), how `warm` it leaves against the flame (over a bed it is cooler, dark red). `hem` is over
    how much of its usual share of the width its base is torn; `spread` and `deep` how far its room goes to
    the sides and in depth, in heights of the room; `threads` 0 to 1 how far its smoke breaks; `puffs`
    whether it does. The frame is at least as high as the source is wide, `framed` times.
    """

    floor: float = 0.6
    below: float = 0.05
    soot: float = 1.0
    swelling: float = 0.6
    radiation: float = 5.0
    warm: float = 1.0
    hem: float = 1.0
    spread: float = 0.21
    deep: float = 0.19
    threads: float = 0.0
    puffs: bool = False
    framed: float = 0.0

    def beat(self, width: float, source: str) -> float:
        """Puffs a second over a bed of `width` metres (Cetegen and Ahmed 1993, "Experiments on the periodic
        instability of buoyant plumes and pool fires", Combustion and Flame 93). A line draws in its air all
        along, so that its parts do not beat together.
        """
        return 1.5 / sqrt(width) if self.puffs and source != "line" else 0.0


#: A flame in the open that air reaches from below.
RAISED = Hearth()


def plan_of(
    settings: Mapping[str, Scalar], format: Format, rate: Rate, matte: bool, hearth: Hearth = RAISED
) -> GasPlan:
    """The plan of a flame with these settings, seen in a format."""
    height = ROOM * float(settings["height"])
    camera = camera_for(settings, format, max(height, hearth.framed * float(settings["width"])))
    reach = Reach(
        height, float(settings["width"]), rise_speed(settings), wind(settings), int(settings["resolution"]),
        # The air comes from the sides: at an open low side it would blow in ever faster.
        ground=-hearth.floor * float(settings["width"]) - hearth.below * height,
        spread=hearth.spread, deep=hearth.deep, pixels=7.0,
    )  # fmt: skip
    return GasPlan(
        box_for(reach, camera, matte), camera, reach.width, float(settings["detail"]),
        preroll_frames(settings, rate), int(settings["substeps"]), burns=True,
    )  # fmt: skip


def rise_speed(settings: Mapping[str, Scalar]) -> float:
    """How fast the flame rises at half its height, in m/s (McCaffrey 1979)."""
    return 6.84 * sqrt(0.5 * float(settings["height"])) + 0.5 * float(settings["rise"])


def blown(settings: Mapping[str, Scalar]) -> bool:
    """Whether fuel leaves faster than its own heat would draw it up: a jet that burns, and not a fire.

    Then its exit Froude number, by the source's width, is above 1.
    """
    return float(settings["rise"]) > sqrt(GRAVITY * float(settings["width"]))


def burn_seconds(settings: Mapping[str, Scalar]) -> float:
    """The time from the source until the fuel is used, so that the flame stands at its height."""
    height = float(settings["height"])
    slim: float = max(1.0, 0.5 * height / float(settings["width"])) ** SLIM
    lasts = LASTS * slim
    if settings["source"] == "logs":
        lasts *= LOGS_LAST * max(STANDS, 1.0 - LOGS_HIGH * float(settings["width"]) / height)
    if not blown(settings):
        return lasts * height / rise_speed(settings)
    # What blows and what rises carry it both: it is there as early as their rates together say.
    jet = BLOWN * arrival(height, float(settings["rise"]), float(settings["width"]))
    drawn = LASTS * height / (rise_speed(settings) - 0.5 * float(settings["rise"]))
    return jet * drawn / (jet + drawn)


def wind(settings: Mapping[str, Scalar]) -> tuple[float, float]:
    """The wind at half the flame's height along x and z, in m/s."""
    angle, speed = radians(float(settings["wind_direction"])), float(settings["wind"])
    return speed * cos(angle), -speed * sin(angle)


def preroll_frames(settings: Mapping[str, Scalar], rate: Rate) -> int:
    """How many frames burn before the first one that is kept: three lives of the flame where not set."""
    seconds = float(settings["preroll"])
    if seconds < 0.0:
        seconds = 3.0 * burn_seconds(settings) / float(settings["speed"])
    return round(min(seconds * rate.numerator / rate.denominator, 600.0))
