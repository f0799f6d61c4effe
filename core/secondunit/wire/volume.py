"""The volume of a take: an element as OpenVDB files, and what it takes to place and light them."""

from __future__ import annotations

from dataclasses import field

from .value import dataclass

Color = tuple[float, float, float]


@dataclass(frozen=True)
class TakeVolume:
    """What the files of a take's layer `volume` hold: metres, z up, the foot of the source at the origin, y
    away from the camera of the first frame.

    There the foot is seen at (`x`, `y`) of the frame, 0 to 1 from the bottom left, `depth` along the camera's
    axis. A `density` of 1 stops light by `extinction` and scatters the share `albedo` of it, forward by
    Henyey and Greenstein's g (`forward`). A `flame` of 1 gives off `extinction` times `shine` a metre, in the
    colour of a black body that is `mired` (1e6 / kelvin) hotter than the `temperature` there, as the plate's
    camera is balanced, times `tint`. Colours are in the take's own space.
    """

    x: float
    y: float
    depth: float = field(metadata={"unit": "m"})
    extinction: float = field(default=0.0, metadata={"unit": "1/m"})
    albedo: Color = (0.0, 0.0, 0.0)
    forward: float = 0.0
    shine: float = 0.0
    tint: Color = (1.0, 1.0, 1.0)
    mired: float = 0.0
