"""What drives the solver of a flame, from its controls."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from secondunit.wire.control import Scalar
from secondunit.wire.rate import Rate

from ..step import Weather
from .plan import LIFT, Hearth, blown, burn_seconds, rise_speed, wind


def weather_for(settings: Mapping[str, Scalar], rate: Rate, seed: int, hearth: Hearth) -> Weather:
    """What drives the solver, from the controls and from where it burns."""
    number: Callable[[str], float] = lambda name: float(settings[name])  # noqa: E731
    fast, width, height = rise_speed(settings), number("width"), number("height")
    wind_x, wind_z = wind(settings)
    life = burn_seconds(settings)
    return Weather(
        dt=number("speed") * rate.denominator / rate.numerator / int(settings["substeps"]),
        lift=LIFT,
        weight=0.0,
        confinement=1.2 * number("swirl"),
        turbulence=number("turbulence") * 0.1 * fast * fast / (width * height) ** 0.5,
        eddy=max(0.5 * width, 0.09 * height),
        wind_x=wind_x,
        wind_z=wind_z,
        gusts=number("gusts"),
        rise=number("rise"),
        expansion=0.0,
        unevenness=number("flicker"),
        # Along a line the fuel is uneven by the height of its flames, however long it is.
        source=min(width, 0.6 * height) if settings["source"] == "line" else width,
        cooling=0.6 * life,
        life=2.5 * life,
        loss=0.012,
        fresh=1.0,
        reset=min(max(0.8 * life, 0.15), 3.0),
        seed=seed % (1 << 61),
        warm=hearth.warm,
        blown=blown(settings),
    )
