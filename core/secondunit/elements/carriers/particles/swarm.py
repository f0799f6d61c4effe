"""A swarm from its plan to cached frames: births by a clock, the weather they fly in, one file a frame.

A particle is its number: where and when it is born, how fast, how long it lives come from the seed and that
number, so that every frame can be made again alone. Knows no prompt and no light.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from math import ceil, sin, tau
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from secondunit.elements.cache import write_stored
from secondunit.elements.carriers.mattes import probe_matte
from secondunit.elements.carriers.obstacles import Obstacle
from secondunit.elements.carriers.surfaces import bounce, table_of
from secondunit.elements.kernels import over, singles
from secondunit.elements.kind import Cancelled, Progress, Scene
from secondunit.elements.noise import swirl_tile, uniform
from secondunit.elements.optics.camera import Camera
from secondunit.wire.errors import Cancelled as WasCancelled
from secondunit.wire.frames import FrameRange

from .flight import BOUNCE, Airflow, Swarm, fly
from .frames import digest_of, frame_file, missing_frames
from .plan import SwarmPlan, refuse_too_many
from .sources import chance, evenly, places_at

Numbers = npt.NDArray[np.float64]
#: Of an ember against an obstacle.
FRICTION = 0.4


def simulate_swarm(
    scene: Scene,
    plan: SwarmPlan,
    camera: Camera,
    identity: Mapping[str, Any],
    cache: Path,
    frames: FrameRange,
    progress: Progress,
    cancelled: Cancelled,
    obstacles: tuple[Obstacle, ...] = (),
) -> None:
    """Fly a swarm through `frames` into `cache`; `identity` is the kind and version that the cache is of."""
    frames.require_at_most()
    refuse_too_many(plan)
    if scene.matte is not None and (note := probe_matte(scene.matte, frames)):
        progress(0.0, note)
    seed = scene.seed % (1 << 61)
    matte = None
    if scene.matte is not None:
        matte = [scene.matte_digest, repr(camera), camera.shot and camera.shot.identity]
    of = {**identity, "plan": asdict(plan), "seed": seed, "first": frames.first, "matte": matte}
    if obstacles:
        of["obstacles"] = [asdict(obstacle) for obstacle in obstacles]
    name, table = digest_of(of), table_of(obstacles)
    missing = missing_frames(cache, frames, name)
    if not missing:
        progress(1.0, "Every frame is in the cache.")
        return
    swarm, tile = _born(plan, seed, 0, 0, lambda count: np.zeros((0, 3))), swirl_tile(seed)
    whole = plan.preroll + missing[-1] - frames.first
    second = plan.step * plan.steps
    count = 0
    for index in range(whole + 1):
        frame = frames.first + index - plan.preroll
        if index >= plan.preroll and frame in missing:
            write_stored(
                frame_file(cache, frame), {"identity": name},
                {
                    "place": swarm.place, "velocity": swarm.velocity, "age": swarm.age,
                    "number": swarm.number.astype(np.uint32).view(np.float32),
                },
                packed=False,
            )  # fmt: skip
            progress((index + 1) / (whole + 1), f"Simulating frame {frame}")
        if index == whole:
            break
        if cancelled():
            raise WasCancelled("The simulation was cancelled.", kept="Finished frames stay.")
        until = ceil((index + 1) * second * plan.rate)
        places = places_at(scene, plan.shape, plan.width, camera, seed, max(frame, frames.first))
        births = _born(plan, seed, count, until, places)
        # Those of this frame are born within it: their age begins below zero.
        births.age[:] = index * second - _birthdays(plan, seed, births.number)
        count = until
        swarm = swarm.joined(births)
        for step in range(plan.steps):
            air = _air(plan, seed, (index * plan.steps + step) * plan.step)
            before = swarm.place.copy() if obstacles else swarm.place
            over(
                fly, len(swarm.age), swarm.place, swarm.velocity, swarm.age, swarm.fall, tile, air,
                work=len(swarm.age) * 40, grain=2048,
            )  # fmt: skip
            if obstacles:
                bounce(before, swarm.place, swarm.velocity, table, float(BOUNCE), FRICTION)
        swarm = swarm.only(swarm.age < lives(plan.life, seed, swarm.number).astype(np.float32))


def lives(life: float, seed: int, number: npt.NDArray[np.int64]) -> Numbers:
    """How long each particle lives, in seconds: half to one and a half times `life`."""
    return life * (0.5 + evenly(seed, number, 0))


def _birthdays(plan: SwarmPlan, seed: int, number: npt.NDArray[np.int64]) -> Numbers:
    return (number + 0.98 * chance(seed, number, 0)) / plan.rate


def _born(
    plan: SwarmPlan, seed: int, first: int, until: int, places: Callable[[npt.NDArray[np.int64]], Numbers]
) -> Swarm:
    number = np.arange(first, until, dtype=np.int64)
    around, up = tau * chance(seed, number, 2), 2.0 * chance(seed, number, 3) - 1.0
    fast = plan.spread * chance(seed, number, 4) ** 0.5
    flat = np.sqrt(1.0 - up * up)
    velocity = np.stack(
        [
            fast * flat * np.cos(around) + plan.wind_x * 0.3,
            fast * up + plan.rise * (0.4 + 1.2 * chance(seed, number, 5)),
            fast * flat * np.sin(around) + plan.wind_z * 0.3,
        ],
        axis=-1,
    )
    # Flakes and lumps: falling speeds spread by a factor of two to both sides.
    fall = plan.fall * 2.0 ** (2.0 * chance(seed, number, 6) - 1.0)
    place = places(number).reshape(-1, 3)
    return Swarm(
        np.ascontiguousarray(place, np.float32), np.ascontiguousarray(velocity, np.float32),
        np.zeros(len(number), np.float32), fall.astype(np.float32), number,
    )  # fmt: skip


def _air(plan: SwarmPlan, seed: int, time: float) -> Airflow:
    """The air at a time: gusts of a few seconds, eddies that wind and draught carry along."""
    phases = uniform(seed ^ 0x5EED, 9)
    gust = sum(
        share * sin(tau * time / seconds + tau * phases[n])
        for n, (seconds, share) in enumerate(((7.3, 0.5), (3.1, 0.3), (1.7, 0.2)))
    )
    veer = 0.5 * plan.gusts * sin(tau * time / 5.3 + tau * phases[3])
    strength = 1.0 + plan.gusts * gust
    scale = 64.0 / (3.0 * plan.eddy)
    # Eddies are carried and change on the way: they slide a little slower than the air.
    own = plan.eddies
    slide = np.array([0.8 * plan.wind_x, 0.45 * plan.draught + 0.2 * own, 0.8 * plan.wind_z + 0.1 * own])
    return singles(
        Airflow, plan.wind_x * strength - plan.wind_z * veer, plan.wind_z * strength + plan.wind_x * veer,
        plan.draught * (1.0 + 0.35 * plan.gusts * gust), max(0.8 * plan.width, 0.08), plan.eddies, scale,
        -1e9 if plan.floor is None else plan.floor, plan.step, phases[4:7] * 64.0 - slide * time * scale,
    )  # fmt: skip
