"""The controls of rain as a plan for what falls."""

from __future__ import annotations

from collections.abc import Mapping

from secondunit.elements.carriers.particles.precipitation_plan import PrecipitationPlan, air_of, eye_of
from secondunit.elements.optics.camera import Camera
from secondunit.wire.control import Scalar
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

from .drops import spectrum_of


def plan_of(settings: Mapping[str, Scalar], format: Format, rate: Rate) -> tuple[PrecipitationPlan, Camera]:
    """The plan of rain with these settings, and the camera that sees it."""
    camera, ground = eye_of(settings, format)
    return PrecipitationPlan(
        spectrum_of(float(settings["rate"])), **air_of(settings, rate), flutter=0.0, beat=0.0, clump=1,
        most_for=40.0, veil=0.08, flicker=float(settings["glint"]), floor=ground,
        splashes=float(settings["splashes"]),
    ), camera  # fmt: skip
