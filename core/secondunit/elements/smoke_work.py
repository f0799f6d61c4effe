"""Smoke at work: from whole settings to weather for the solver, frames and light. Loading it takes a second.

`smoke` describes the kind without it, so that a service that only plans and estimates stays small.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from secondunit.wire.control import Scalar
from secondunit.wire.frames import FrameRange
from secondunit.wire.frozen import FrozenMap
from secondunit.wire.rate import Rate

from .box import Box, box_for, lift, rise_speed, wind
from .cost import coarse_frames, preroll_frames, refuse_too_large
from .kind import Cancelled, Progress, RenderedFrame, Scene
from .light import light_weights
from .matte import Emitter, probe_matte
from .render import render_volume
from .simulate import Stage, frame_file, run
from .solver.refine import coarser
from .solver.sources import shape_emission
from .solver.step import Solver, Weather


def simulate(
    scene: Scene,
    settings: FrozenMap[Scalar],
    identity: Mapping[str, Any],
    cache: Path,
    frames: FrameRange,
    progress: Progress,
    cancelled: Cancelled,
) -> None:
    """Simulate `frames` into `cache`; `identity` is the kind and version that the cache is of."""
    frames.require_at_most()
    refuse_too_large(settings, scene.format, scene.overscan, scene.matte is not None)
    box, camera = box_for(settings, scene.format, scene.matte is not None)
    width = float(settings["width"])
    if scene.matte is not None and (note := probe_matte(scene.matte, frames)):
        progress(0.0, note)

    def stage(cells: Box, end: int) -> Stage:
        solver = Solver(cells, weather_for(settings, scene.rate, scene.seed))
        if scene.matte is not None:
            return Stage(solver, Emitter(scene.matte, cells, camera, width), end)
        shape = shape_emission(cells, str(settings["source"]), width)
        return Stage(solver, lambda frame: shape, end)

    preroll = preroll_frames(settings, scene.rate)
    of: dict[str, Any] = {
        **identity,
        "source": [settings["source"], settings["width"]],
        "matte": scene.matte_digest if scene.matte else None,
    }
    early = coarse_frames(settings, box, preroll)
    whole = preroll + len(frames)
    stages = (stage(coarser(box), early), stage(box, whole)) if early else (stage(box, whole),)
    run(stages, cache, frames, preroll, int(settings["substeps"]), of, progress, cancelled)


def render(scene: Scene, settings: FrozenMap[Scalar], cache: Path, frame: int) -> RenderedFrame:
    """One frame of what was simulated."""
    refuse_too_large(settings, scene.format, scene.overscan, scene.matte is not None)
    return render_volume(scene, settings, frame_file(cache, frame))


def weights(scene: Scene, settings: FrozenMap[Scalar]) -> dict[str, tuple[float, float, float]]:
    """What each light pass weighs in the beauty."""
    return light_weights(settings, scene.plate_luminance)


def weather_for(settings: Mapping[str, Scalar], rate: Rate, seed: int) -> Weather:
    """What drives the solver, from the controls."""
    number: Callable[[str], float] = lambda name: float(settings[name])  # noqa: E731
    fast, width, height = rise_speed(settings), number("width"), number("height")
    wind_x, wind_z = wind(settings)
    turn = width / fast
    return Weather(
        dt=number("speed") * rate.denominator / rate.numerator / int(settings["substeps"]),
        lift=lift(settings),
        weight=0.02 * lift(settings),
        confinement=1.2 * number("swirl"),
        turbulence=number("turbulence") * 0.09 * fast * fast / (width * height) ** 0.5,
        eddy=max(0.5 * width, 0.09 * height),
        wind_x=wind_x,
        wind_z=wind_z,
        gusts=number("gusts"),
        rise=number("rise"),
        expansion=number("expansion"),
        unevenness=number("unevenness"),
        source=width,
        cooling=number("cooling"),
        life=number("life"),
        loss=0.012,
        fresh=1.0,
        reset=min(max(1.6 * turn + 0.12 * height / fast, 0.3), 6.0),
        seed=seed % (1 << 61),
    )
