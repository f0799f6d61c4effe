"""What drives the solver of a plume, from its controls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import hypot

from secondunit.wire.control import Scalar
from secondunit.wire.rate import Rate

from ..step import CARRIED_ALONG, Weather
from .plan import jet, lift, rise_speed, wind

#: The density that a plume loses everywhere in a second: its thinnest parts go first.
LOSS = 0.012
#: How fast eddies that open a jet go aside as it leaves, as a share of its speed. What pressure leaves of it
#: opens it about as far as jets open (Pope 2000, "Turbulent flows", 5.1: half the speed at 0.094 of the way).
FLARE = 0.35
#: How fast eddies of the wind are, as a share of it, at turbulence 1.
STORMY = 0.12


def weather_for(settings: Mapping[str, Scalar], rate: Rate, seed: int, loss: float = LOSS) -> Weather:
    """What drives the solver, from the controls; `loss` is the density that vanishes everywhere, 1/s."""
    number: Callable[[str], float] = lambda name: float(settings[name])  # noqa: E731
    fast, width, height = rise_speed(settings), number("width"), number("height")
    wind_x, wind_z = wind(settings)
    turn, eddy = width / fast, max(0.5 * width, 0.09 * height)
    # Wind that is faster than the plume rises brings eddies: gas comes to a part of its speed in one. It is
    # in one for longer the more that goes along.
    torn = STORMY * (1.0 - CARRIED_ALONG) * max(0.0, hypot(wind_x, wind_z) - fast) ** 2 / eddy
    return Weather(
        dt=number("speed") * rate.denominator / rate.numerator / int(settings["substeps"]),
        lift=lift(settings),
        weight=0.02 * lift(settings),
        confinement=1.2 * number("swirl"),
        turbulence=number("turbulence") * (0.09 * fast * fast / (width * height) ** 0.5 + torn),
        eddy=eddy,
        wind_x=wind_x,
        wind_z=wind_z,
        gusts=number("gusts"),
        rise=number("rise"),
        expansion=number("expansion"),
        unevenness=number("unevenness"),
        source=width,
        cooling=number("cooling"),
        life=number("life"),
        loss=loss,
        fresh=1.0,
        reset=min(max(1.6 * turn + 0.12 * height / fast, 0.3), 6.0),
        seed=seed % (1 << 61),
        blown=True,
        flare=FLARE * jet(settings),
    )
