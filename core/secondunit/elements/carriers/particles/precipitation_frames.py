"""A frame of what falls: nothing to simulate, one look through the air at its time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from secondunit.elements.cache import read_stored, write_stored
from secondunit.elements.carriers.obstacles import obstacles_of
from secondunit.elements.carriers.proxies import hidden_by_obstacles
from secondunit.elements.carriers.surfaces import table_of
from secondunit.elements.kind import Cancelled, Progress, RenderedFrame, Scene
from secondunit.elements.optics.camera import Camera
from secondunit.elements.optics.holdout import holdout_of
from secondunit.elements.optics.light import color
from secondunit.elements.optics.strokes import lit_layers
from secondunit.wire.control import Scalar
from secondunit.wire.errors import Cancelled as WasCancelled
from secondunit.wire.frames import FrameRange

from .frames import digest_of, frame_file, missing_frames
from .precipitation import strokes_at
from .precipitation_plan import ALLOWANCE, PrecipitationPlan, foot_of
from .sight import ShutterView, around
from .splashes import splashes_at


def mark_frames(
    scene: Scene,
    plan: PrecipitationPlan,
    camera: Camera,
    identity: Mapping[str, Any],
    cache: Path,
    frames: FrameRange,
    progress: Progress,
    cancelled: Cancelled,
) -> None:
    """Write what each frame is of into `cache`: its number is all that a frame of the plan needs."""
    frames.require_at_most()
    seed = scene.seed % (1 << 61)
    name = digest_of({**identity, "plan": asdict(plan), "seed": seed, "camera": asdict(camera)})
    missing = missing_frames(cache, frames, name)
    for index, frame in enumerate(missing):
        if cancelled():
            raise WasCancelled("The simulation was cancelled.", kept="Finished frames stay.")
        write_stored(frame_file(cache, frame), {"identity": name, "frame": frame}, {}, packed=False)
        progress((index + 1) / len(missing), f"Frame {frame}")
    if not missing:
        progress(1.0, "Every frame is in the cache.")


def render_frame(
    scene: Scene,
    settings: Mapping[str, Scalar],
    plan: PrecipitationPlan,
    camera: Camera,
    weights: dict[str, tuple[float, float, float]],
    cache: Path,
    frame: int,
) -> RenderedFrame:
    """The layers of a cached frame; raises `DamagedPicture` where the cache file is missing or damaged.

    `settings` has `shutter` in degrees, the phase `forward` and the colour `color` of what falls, and the
    obstacles in its way.
    """
    read_stored(frame_file(cache, frame))
    sight = ShutterView(around(camera, frame), plan.second, float(settings["shutter"]) / 360.0)
    seed, allowance = scene.seed % (1 << 61), _allowance(scene)
    foot = foot_of(settings, camera)
    obstacles = table_of(obstacles_of(settings, foot))
    strokes = strokes_at(plan, sight, seed, frame, allowance, obstacles)
    splashes = splashes_at(plan, sight, seed, frame, allowance, obstacles)
    if len(splashes):
        strokes = np.concatenate([strokes, splashes])
    strokes = strokes[np.argsort(-strokes[:, 6], kind="stable")]
    layers = lit_layers(
        scene.window, sight.still, strokes, float(settings["forward"]), color(settings, "color"), weights,
        hidden_by_obstacles(holdout_of(scene, frame), scene, settings, sight.still, foot),
    )  # fmt: skip
    return RenderedFrame(scene.window, layers, weights)


def _allowance(scene: Scene) -> float:
    """How much wider than the format the air is: the same for every overscan that is usual."""
    least = min(scene.format.width, scene.format.height)
    allowance = ALLOWANCE
    while 1.0 + 2.0 * scene.overscan / least > allowance:
        allowance *= 1.5
    return allowance
