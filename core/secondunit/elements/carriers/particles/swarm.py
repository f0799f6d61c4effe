"""A swarm from its plan to cached frames: births by a clock, the weather they fly in, one file a frame.

A particle is its number: where and when it is born, how fast, how long it lives come from the seed and that
number, so that every frame can be made again alone. Knows no prompt and no light.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from math import ceil, sin, tau
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from secondunit.elements.cache import facts_of, write_stored
from secondunit.elements.carriers.mattes import clean_matte, probe_matte
from secondunit.elements.kernels import Field, over, singles
from secondunit.elements.kind import Cancelled, Progress, Scene
from secondunit.elements.noise import scramble, swirl_tile, uniform
from secondunit.elements.optics.camera import Camera
from secondunit.wire.errors import Cancelled as WasCancelled
from secondunit.wire.frames import FrameRange

from .flight import Air, Swarm, fly
from .plan import SwarmPlan, refuse_too_many

Numbers = npt.NDArray[np.float64]


def frame_file(cache: Path, frame: int) -> Path:
    """The cache file of a frame."""
    return cache / f"swarm.{frame:07d}.suv"


def simulate_swarm(
    scene: Scene,
    plan: SwarmPlan,
    camera: Camera,
    identity: Mapping[str, Any],
    cache: Path,
    frames: FrameRange,
    progress: Progress,
    cancelled: Cancelled,
) -> None:
    """Fly a swarm through `frames` into `cache`; `identity` is the kind and version that the cache is of."""
    frames.require_at_most()
    refuse_too_many(plan)
    if scene.matte is not None and (note := probe_matte(scene.matte, frames)):
        progress(0.0, note)
    seed = scene.seed % (1 << 61)
    of = {
        **identity, "plan": asdict(plan), "seed": seed, "first": frames.first,
        "matte": [scene.matte_digest, asdict(camera)] if scene.matte is not None else None,
    }  # fmt: skip
    name = hashlib.sha256(json.dumps(of, sort_keys=True).encode()).hexdigest()
    missing = [f for f in frames if (facts_of(frame_file(cache, f)) or {}).get("identity") != name]
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
        places = _places(scene, plan, camera, seed, count, max(frame, frames.first))
        births = _born(plan, seed, count, until, places)
        # Those of this frame are born within it: their age begins below zero.
        births.age[:] = index * second - _birthdays(plan, seed, births.number)
        count = until
        swarm = swarm.joined(births)
        for step in range(plan.steps):
            air = _air(plan, seed, (index * plan.steps + step) * plan.step)
            over(
                fly, len(swarm.age), swarm.place, swarm.velocity, swarm.age, swarm.fall, tile, air,
                work=len(swarm.age) * 40,
            )  # fmt: skip
        swarm = swarm.only(swarm.age < lives(plan.life, seed, swarm.number).astype(np.float32))


def chance(seed: int, number: npt.NDArray[np.int64], of: int) -> Numbers:
    """A number in [0, 1) for each particle and each thing that chance decides of it."""
    start = scramble(np.array([(seed * 64 + of) & 0xFFFFFFFFFFFFFFFF], np.uint64))
    bits = scramble(scramble(number.astype(np.uint64) ^ start))
    return (bits >> np.uint64(11)).astype(np.float64) / float(1 << 53)


def lives(life: float, seed: int, number: npt.NDArray[np.int64]) -> Numbers:
    """How long each particle lives, in seconds: half to one and a half times `life`."""
    return life * (0.5 + chance(seed, number, 1))


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


def _places(
    scene: Scene, plan: SwarmPlan, camera: Camera, seed: int, first: int, frame: int
) -> Callable[[npt.NDArray[np.int64]], Numbers]:
    """Where particles are born at a frame: within the source's shape, or the artist's matte."""
    if scene.matte is None:
        return lambda number: _in_shape(plan, seed, number)
    matte, _ = clean_matte(scene.matte(frame), frame)
    return lambda number: _in_matte(matte, camera, plan.width, seed, number)


def _in_shape(plan: SwarmPlan, seed: int, number: npt.NDArray[np.int64]) -> Numbers:
    a, b, c = (chance(seed, number, n) for n in (7, 8, 9))
    radius = 0.5 * plan.width
    if plan.shape == "line":
        return np.stack([(2.0 * a - 1.0) * radius, 0.0 * b, (2.0 * c - 1.0) * 0.05 * plan.width], axis=-1)
    if plan.shape == "ball":
        r, up = radius * a ** (1.0 / 3.0), 2.0 * b - 1.0
        flat = r * np.sqrt(1.0 - up * up)
        return np.stack([flat * np.cos(tau * c), r * up, flat * np.sin(tau * c)], axis=-1)
    r = radius * (0.85 + 0.15 * a if plan.shape == "ring" else a**0.5)
    return np.stack([r * np.cos(tau * b), 0.1 * radius * c, r * np.sin(tau * b)], axis=-1)


def _in_matte(
    matte: Field, camera: Camera, thick: float, seed: int, number: npt.NDArray[np.int64]
) -> Numbers:
    """Places on the upright plane through the source, as dense as the matte is bright."""
    total = np.cumsum(matte.astype(np.float64).reshape(-1))
    if total[-1] <= 0.0:
        return np.full((len(number), 3), -1e6)
    at = np.searchsorted(total, chance(seed, number, 7) * total[-1], side="right")
    height, width = matte.shape
    across = (at % width + chance(seed, number, 8)) / width
    up = 1.0 - (at // width + chance(seed, number, 9)) / height
    forward, upward = camera.forward, camera.upward
    lift = (up - 0.5) * camera.down
    ray_y, ray_z = forward[1] + upward[1] * lift, forward[2] + upward[2] * lift
    deep = -camera.z / ray_z
    z = 0.3 * thick * (chance(seed, number, 10) - 0.5)
    return np.stack([camera.x + deep * (across - 0.5) * camera.across, camera.y + deep * ray_y, z], axis=-1)


def _air(plan: SwarmPlan, seed: int, time: float) -> Air:
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
        Air, plan.wind_x * strength - plan.wind_z * veer, plan.wind_z * strength + plan.wind_x * veer,
        plan.draught * (1.0 + 0.35 * plan.gusts * gust), max(0.8 * plan.width, 0.08), plan.eddies, scale,
        -1e9 if plan.floor is None else plan.floor, plan.step, phases[4:7] * 64.0 - slide * time * scale,
    )  # fmt: skip
