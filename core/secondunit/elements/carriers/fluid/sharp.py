"""A quick look at rest: the last moments of its gas once more, on cells of half the size.

What is a cell thin is lost on few cells, or thicker than it is. A final is drawn toward its quick look (see
`guidance`), and so is this: it leaves the quick look a little before the frame, and is soon where the final's
is, whatever it began with.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from secondunit.elements.cache import facts_of, storage_errors, write_stored
from secondunit.elements.carriers.obstacles import Obstacle
from secondunit.elements.kind import Scene
from secondunit.wire.errors import Cancelled
from secondunit.wire.frames import FrameRange

from .gas import Gas, course_of, identity_of
from .refine import refined
from .simulate import frame_file, name_of, resume, snapshot

#: How long before the frame it leaves the quick look, in the time that its fuel burns: a camp fire overlaps
#: its final by 0.85 after 6 frames, 0.87 after 8, and no more after 24.
RUN_UP = 0.35


def sharp_folder(cache: Path) -> Path:
    """Where a sharp quick look's frames are, beside those of the quick look."""
    return cache / "sharp"


def simulate_sharp(
    scene: Scene,
    gas: Gas,
    leader: Gas,
    identity: Mapping[str, Any],
    cache: Path,
    frames: FrameRange,
    cancelled: Callable[[], bool],
    obstacles: tuple[Obstacle, ...] = (),
) -> None:
    """Simulate the last of `frames` of a burning gas, led by the quick look whose frames are in `cache`.

    It has as many steps a frame as the `leader`, and its cells are half as large; raises `Cancelled`.
    """
    plan, first = leader.plan, frames.first
    coarse = course_of(scene, leader, True, frames, frames, obstacles)
    fine = course_of(scene, _at_once(gas), True, frames, frames, obstacles, coarse)
    index = plan.preroll + len(frames) - 1
    begin = max(index - _run_up(gas), plan.coarse_frames, 0)
    of = {**identity_of(scene, gas, identity, frames, obstacles), "begin": begin}
    own = name_of(fine, of, first, index)
    path = frame_file(sharp_folder(cache), frames.last)
    if (facts_of(path) or {}).get("identity") == own:
        return
    name = name_of(coarse, identity_of(scene, leader, identity, frames, obstacles), first, plan.preroll)
    for n in range(resume(coarse, cache, name, plan.preroll, begin), index):
        if cancelled():
            raise Cancelled("A newer wish took its place.", kept="The quick look stays.")
        gone = coarse if n < begin else fine
        if n == begin:
            coarse.settle(n)
            fine.state = refined(coarse.state, fine.solver.box.shape)
        gone.settle(n)
        gone.advance(n, first + n - plan.preroll, first)
    arrays, facts = snapshot(fine.solver, fine.state, own, gas.kept)
    with storage_errors(cache):
        path.parent.mkdir(parents=True, exist_ok=True)
    write_stored(path, facts, arrays, packed=True)


def _at_once(gas: Gas) -> Gas:
    """The gas without the pre-roll that its leader had."""
    return replace(gas, plan=replace(gas.plan, preroll=0))


def _run_up(gas: Gas) -> int:
    """How many frames it goes by itself."""
    assert gas.burning is not None
    return max(1, round(RUN_UP * gas.burning.seconds / (gas.weather.dt * gas.plan.steps)))
