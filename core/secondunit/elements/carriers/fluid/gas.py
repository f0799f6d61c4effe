"""A gas from its plan to cached frames: the stages of its pre-roll, its source, its solver."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from secondunit.elements.carriers.mattes import probe_matte
from secondunit.elements.carriers.obstacles import Obstacle
from secondunit.elements.kind import Cancelled, Progress, Scene
from secondunit.wire.frames import FrameRange

from .box import Box
from .charges import Blast, Charge, Timed, charge_cuts
from .coarse import as_much, filling, source_cuts
from .cost import refuse_too_large
from .course import Course, SolverRun
from .drawn_out import drawn_out, way_of
from .matte import Emitter
from .obstruction import Obstruction, Slab
from .plan import GasPlan
from .reaction import Burning
from .refine import coarser
from .simulate import run
from .sources import Emission, averaged, box_in_cuts, shape_emission
from .step import Solver, Weather

#: As thin as this a line of a matte may be, in cells.
LINE = 4.0


@dataclass(frozen=True)
class Gas:
    """What makes one gas: its plan, its weather, the shape it leaves, and which fields its picture needs;
    how it burns, where it does; the charges that it comes from in place of a shape.

    A final is drawn toward its own quick look at a `rate` in 1/s; at 0 it goes its own way.
    """

    plan: GasPlan
    weather: Weather
    shape: str
    kept: tuple[str, ...] = ("density",)
    burning: Burning | None = None
    charges: tuple[Charge, ...] = ()
    rate: float = 0.0


def simulate_gas(
    scene: Scene,
    gas: Gas,
    identity: Mapping[str, Any],
    cache: Path,
    frames: FrameRange,
    progress: Progress,
    cancelled: Cancelled,
    obstacles: tuple[Obstacle, ...] = (),
    leader: Gas | None = None,
) -> None:
    """Simulate `frames` of a gas, and the one after them for their vectors, into `cache`.

    `identity` is the kind and version that the cache is of. The gas flows around the `obstacles`, and around
    the scene's occluder where that has a thickness. It is drawn toward the `leader`, its own quick look.
    """
    frames.require_at_most()
    plan, matte = gas.plan, scene.matte
    # One frame more than is asked for: what is seen in the last one moves to where the next one shows it.
    simulated = FrameRange(frames.first, frames.last + 1) if scene.passes else frames
    if matte is not None and (note := probe_matte(matte, frames)):
        progress(0.0, note)
    refuse_too_large(plan, scene.format, scene.overscan, bool(obstacles) or _slab(scene) is not None)
    led_by = None if leader is None else course_of(scene, leader, True, frames, simulated, obstacles)
    course = course_of(scene, gas, scene.quick, frames, simulated, obstacles, led_by)
    of = identity_of(scene, gas, identity, frames, obstacles)
    run(course, cache, simulated, plan.preroll, of, gas.kept, progress, cancelled, frames.last)


def identity_of(
    scene: Scene, gas: Gas, identity: Mapping[str, Any], frames: FrameRange, obstacles: tuple[Obstacle, ...]
) -> dict[str, Any]:
    """What decides the frames of a gas beside its course."""
    plan, slab = gas.plan, _slab(scene)
    of: dict[str, Any] = {
        **identity,
        "source": [gas.shape, plan.width],
        "matte": scene.matte_digest if scene.matte is not None else None,
    }
    if (cuts := _cuts(gas)) > 1:
        of["cuts"] = cuts
    if any(way := _way(scene, gas)):
        of["way"] = way
    if gas.charges:
        of["charges"] = [asdict(charge) for charge in gas.charges]
    if obstacles:
        of["obstacles"] = [asdict(obstacle) for obstacle in obstacles]
    if slab is not None:
        # What comes after the last frame, for its vectors, goes around what stands in that one: another last
        # one, other bits.
        of["occluder"] = [
            scene.occluder_digest, slab.distance, slab.thickness, repr(plan.camera),
            frames.last if scene.passes else None,
        ]  # fmt: skip
    if (scene.matte is not None or slab is not None) and plan.camera.shot is not None:
        of["seen"] = plan.camera.shot.identity
    return of


def course_of(
    scene: Scene, gas: Gas, quick: bool, frames: FrameRange, simulated: FrameRange,
    obstacles: tuple[Obstacle, ...], leader: Course | None = None,
) -> Course:  # fmt: skip
    """The way of a gas through the stages of its plan, on the cells of a quick look or of a final."""
    plan, matte, slab = gas.plan, scene.matte, _slab(scene)
    # Sources of a final and of what leads it are to be alike.
    cuts, weather = _cuts(gas), gas.weather
    if weather.blown:
        weather = replace(weather, output=weather.output * filling(plan))

    way, charges = _way(scene, gas), gas.charges

    def emission(cells: Box) -> Callable[[int, int], Emission]:
        dt, first = weather.dt, frames.first
        if matte is not None:
            emitter = Emitter(matte, cells, plan.camera, plan.width, way, weather.output * dt)
            return Timed(emitter, charges, dt, plan.steps, first) if charges else emitter
        if charges:
            return Blast(charges, cells, dt, plan.steps, first, cuts, weather.output)
        if weather.blown and cuts > 1:
            fine = shape_emission(box_in_cuts(cells, cuts), gas.shape, plan.width)
            shape = as_much(averaged(fine, cuts), fine, cuts)
        else:
            shape = shape_emission(cells, gas.shape, plan.width, cuts)
        shape = drawn_out(shape, way, cells, weather.output * dt)
        return lambda frame, part: shape

    def stage(cells: Box, end: int) -> SolverRun:
        solver, dt = Solver(cells, weather, gas.burning), weather.dt
        if not obstacles and slab is None:
            return SolverRun(solver, emission(cells), end)
        solid = Obstruction(obstacles, slab, cells, plan.camera, frames, dt * plan.steps, dt)
        return SolverRun(solver, emission(cells), end, solid)

    early, whole = plan.coarse_frames, plan.preroll + len(simulated)
    stages = (stage(coarser(plan.box), early), stage(plan.box, whole)) if early else (stage(plan.box, whole),)
    return Course(stages, plan.steps, leader, gas.rate)


def _cuts(gas: Gas) -> int:
    """How many finer cells along a cell the source of a gas is laid out on.

    As large and of as much gas it is on any cells, those of a quick look, of a final, of a larger final.
    """
    return charge_cuts(gas.charges, gas.plan.box) if gas.charges else source_cuts(gas.plan, gas.shape)


def _way(scene: Scene, gas: Gas) -> tuple[float, float]:
    """How far wind takes what leaves a source in a step: not at all where charges are the source."""
    if gas.charges:
        return 0.0, 0.0
    # A matte may be letters, whatever its width.
    return way_of(gas.weather, LINE * gas.plan.box.cell if scene.matte is not None else gas.plan.width)


def _slab(scene: Scene) -> Slab | None:
    """What the scene's occluder stands for where gas flows around it."""
    if scene.occluder is None or scene.occluder_thickness <= 0.0:
        return None
    return Slab(scene.occluder, scene.occluder_distance, scene.occluder_thickness)
