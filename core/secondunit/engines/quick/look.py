"""One quick look: a brief's element at a frame, simulated and drawn small, over its plate.

Knows a work and a folder; knows no process and no panel. What is simulated stays in the folder: a cache file
whose solve is another one is made anew there, and any other is drawn as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic

import numpy as np
import numpy.typing as npt

from secondunit.elements import Scene, kind
from secondunit.engines.inputs import config_of
from secondunit.engines.plate_light import working_space
from secondunit.engines.plate_scrub import PlateScrub
from secondunit.engines.scenes import scene_of
from secondunit.media.config import Config
from secondunit.media.display import to_display
from secondunit.media.picture import RGBA, Picture
from secondunit.media.preview import Ground, on_ground
from secondunit.wire import Format, FrameRange, Work
from secondunit.wire.errors import Cancelled, SecondUnitError
from secondunit.wire.quick import USUAL, QuickFacts, QuickWork

Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class QuickPicture:
    """A quick look: (height, width, 3) uint8 sRGB, and what it is."""

    pixels: Pixels
    facts: QuickFacts


def quick_look(asked: QuickWork, plates: PlateScrub, cancelled: Callable[[], bool]) -> QuickPicture:
    """What is asked for; raises `Cancelled`, and what reading plate and matte or a full disk raises."""
    began = monotonic()
    work = asked.work
    brief, config = work.brief, config_of(work)
    frame = min(max(asked.frame, brief.frames.first), brief.frames.last)
    space = working_space(config)
    ground, view, remarks = _ground(work, frame, asked.width, plates, config, space)
    scene = quick_scene(scene_of(work), asked.width, ground if isinstance(ground, Picture) else None)
    element, folder = kind(brief.kind), Path(asked.folder)
    frames = FrameRange(brief.frames.first, frame)
    simulating = monotonic()
    element.simulate(scene, folder, frames, lambda share, status: None, cancelled)
    simulated = monotonic() - simulating
    if cancelled():
        raise Cancelled("A newer wish took its place.", kept="What is simulated stays.")
    from secondunit.elements.kernels import given_up  # the service knows this module, and compiles nothing

    with given_up(cancelled):
        beauty = element.render(scene, folder, frame).layers["beauty"]
    picture = Picture.of(np.ascontiguousarray(beauty), RGBA)
    pixels = to_display(on_ground(picture, ground).pixels, space, config, view=view)
    size = scene.format
    facts = QuickFacts(frame, size.width, size.height, monotonic() - began, simulated, remarks)
    return QuickPicture(np.ascontiguousarray(pixels), facts)


def quick_scene(scene: Scene, width: int, plate: Picture | None = None) -> Scene:
    """A scene as it is looked at quickly: at most `width` square pixels wide, as large as the small `plate`
    where there is one, the beauty alone; a sharp one where it is wider than usual.
    """
    full = scene.format
    across = full.width * full.pixel_aspect
    share = min(1.0, width / across)
    small = Format(max(1, round(across * share)), max(1, round(full.height * share)))
    if plate is not None:
        small = Format(plate.data_window.width, plate.data_window.height)
    return replace(
        scene, format=small, overscan=0, passes=False, ground=False, quick=True, sharp=width > USUAL
    )


def _ground(
    work: Work, frame: int, width: int, plates: PlateScrub, config: Config, space: str
) -> tuple[Ground, str, tuple[str, ...]]:
    """What stands behind: the plate, or grey and why; and the view it is judged through."""
    plate = work.brief.plate
    if plate is None:
        return "grey", "", ("There is no plate: it is shown on grey.",)
    try:
        behind = plates.picture(plate, frame, config, space, width)
    except SecondUnitError as error:
        return "grey", "", (f"The plate cannot be shown: {error.problem.message}",)
    return behind, plates.view(plate, config), ()
