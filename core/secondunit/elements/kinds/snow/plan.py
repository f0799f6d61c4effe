"""The controls of snow as a plan for what falls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from secondunit.elements.carriers.particles.precipitation_plan import PrecipitationPlan, air_of, eye_of
from secondunit.elements.optics.camera import Camera
from secondunit.wire.control import Scalar
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

from .flakes import spectrum_of

#: Tufts of a flake that is seen for itself.
TUFTS = 6


def plan_of(settings: Mapping[str, Scalar], format: Format, rate: Rate) -> tuple[PrecipitationPlan, Camera]:
    """The plan of snow with these settings, and the camera that sees it."""
    camera, ground = eye_of(settings, format)
    flakes = spectrum_of(float(settings["rate"]), float(settings["size"]))
    falls = tuple(float(settings["fall"]) * fall for fall in flakes.falls)
    return PrecipitationPlan(
        replace(flakes, falls=falls), **air_of(settings, rate), flutter=0.001 * float(settings["flutter"]),
        beat=float(settings["beat"]), flicker=0.0, clump=TUFTS, most_for=14.0, veil=0.3,
        floor=ground, splashes=0.0,
    ), camera  # fmt: skip
