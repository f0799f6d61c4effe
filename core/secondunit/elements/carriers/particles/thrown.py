"""Thrown pieces from their plan to cached frames: who leaves when and how fast, what breaks.

A file of a frame holds the way of every piece through it, from half a frame before its time to half a frame
after: what a shutter sees of it, corners at the floor included. Knows no prompt and no light.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from math import ceil, radians, tau
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from secondunit.elements.cache import write_stored
from secondunit.elements.carriers.mattes import probe_matte
from secondunit.elements.carriers.obstacles import Obstacle
from secondunit.elements.carriers.surfaces import bounce, table_of
from secondunit.elements.kernels import Field, over
from secondunit.elements.kind import Cancelled, Progress, Scene
from secondunit.elements.noise import scramble
from secondunit.elements.optics.camera import Camera
from secondunit.wire.errors import Cancelled as WasCancelled
from secondunit.wire.frames import FrameRange

from .ballistics import BURST, HARD, STRUCK, Events, Pieces, Surroundings, throw
from .frames import digest_of, frame_file, missing_frames
from .plan import refuse_too_many
from .sources import chance, places_at
from .thrown_plan import ThrownPlan

Numbers = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int64]
#: The share of pieces that leave in a burst's or a jet's first part, as a power of the time in it.
FRONT = 2.0
#: Into how many a piece breaks: from the first to the last.
FEWEST, MOST = 3, 5


def simulate_thrown(
    scene: Scene,
    plan: ThrownPlan,
    camera: Camera,
    identity: Mapping[str, Any],
    cache: Path,
    frames: FrameRange,
    progress: Progress,
    cancelled: Cancelled,
    obstacles: tuple[Obstacle, ...] = (),
) -> None:
    """Throw pieces through `frames` into `cache`; `identity` is the kind and version that the cache is of."""
    frames.require_at_most()
    refuse_too_many(plan)
    if scene.matte is not None and (note := probe_matte(scene.matte, frames)):
        progress(0.0, note)
    seed = scene.seed % (1 << 61)
    matte = [scene.matte_digest, asdict(camera)] if scene.matte is not None else None
    of = {**identity, "plan": asdict(plan), "seed": seed, "first": frames.first, "matte": matte}
    if obstacles:
        of["obstacles"] = [asdict(obstacle) for obstacle in obstacles]
    name, table = digest_of(of), table_of(obstacles)
    missing = missing_frames(cache, frames, name)
    if not missing:
        progress(1.0, "Every frame is in the cache.")
        return
    world = Surroundings(
        plan.step, plan.wind_x, plan.wind_z, -1e9 if plan.floor is None else plan.floor, plan.restitution,
        plan.friction, plan.density, plan.bluffness, plan.tumbles,
    )  # fmt: skip
    whole = plan.preroll + missing[-1] - frames.first
    second = plan.step * plan.steps
    pieces, count = None, 0
    for index in range(whole + 1):
        if cancelled():
            raise WasCancelled("The simulation was cancelled.", kept="Finished frames stay.")
        frame = frames.first + index - plan.preroll
        until = _leaving_before(plan, (index + 1) * second)
        places = places_at(scene, plan.shape, plan.width, camera, seed, max(frame, frames.first))
        number = np.arange(count, until, dtype=np.int64)
        births = leave(plan, seed, number, places(number).reshape(-1, 3))
        births.age[:] = index * second - _departures(plan, seed, number)
        count = until
        pieces = births if pieces is None else pieces.joined(births)
        pieces, path = _frame(plan, seed, pieces, world, table)
        if index >= plan.preroll and frame in missing:
            _write(frame_file(cache, frame), name, pieces, path)
            progress((index + 1) / (whole + 1), f"Simulating frame {frame}")
        pieces = pieces.only(pieces.age < pieces.ends)


def _write(path: Path, name: str, pieces: Pieces, way: Numbers) -> None:
    present = np.nonzero(pieces.age > 0.0)[0]
    stock = pieces.only(present)
    write_stored(
        path, {"identity": name},
        {
            "way": way[present].astype(np.float32), "age": stock.age, "worn": stock.worn, "life": stock.life,
            "ends": stock.ends, "half": stock.half, "turn": stock.turn, "spin": stock.spin,
            "number": stock.number.astype(np.uint32).view(np.float32),
        },
        packed=False,
    )  # fmt: skip


def _frame(
    plan: ThrownPlan, seed: int, pieces: Pieces, world: Surroundings, table: Field
) -> tuple[Pieces, Numbers]:  # fmt: skip
    """The pieces after a frame, and their ways through it: (count, steps + 1, 3)."""
    way = [pieces.place.copy()]
    for _ in range(plan.steps):
        events = np.zeros(len(pieces.age), np.uint8)
        over(
            throw, len(pieces.age), pieces.place, pieces.velocity, pieces.age, pieces.half, pieces.turn,
            pieces.spin, pieces.bursts, pieces.bounces, events, world, work=len(pieces.age) * 60,
            grain=1024,
        )  # fmt: skip
        if len(table):
            _strike(pieces, way[-1], table, world, events)
        way.append(pieces.place.copy())
        breakage = _breakage(plan, seed, pieces, events)
        if breakage is not None:
            parents, parts = breakage
            # A part has been nowhere but where it broke off.
            way = [np.concatenate([place, way[-1][parents]]) for place in way]
            pieces = pieces.joined(parts)
    return pieces, np.stack(way, axis=1)


def _strike(pieces: Pieces, before: Field, table: Field, world: Surroundings, events: Events) -> None:
    """Throw pieces back from obstacles; a fragile one that strikes hard for the first time breaks there."""
    impact = bounce(before, pieces.place, pieces.velocity, table, world.restitution, world.friction)
    events[(impact > HARD) & (pieces.bounces == 0)] = STRUCK
    pieces.bounces += impact > 0.0


def _breakage(
    plan: ThrownPlan, seed: int, pieces: Pieces, events: npt.NDArray[np.uint8]
) -> tuple[Ids, Pieces] | None:
    """What breaks off in a step: whose parts they are, and the parts; the whole of each becomes one more."""
    breaks = (events == BURST) | ((events > 0) & (chance(seed, pieces.number, 20) < plan.splits))
    wholes = np.nonzero(breaks & (pieces.worn < 0.9))[0]
    if not len(wholes):
        return None
    many = FEWEST + (chance(seed, pieces.number[wholes], 21) * (MOST + 1 - FEWEST)).astype(np.int64)
    parents = np.repeat(wholes, many)
    rank = np.arange(len(parents)) - np.repeat(np.cumsum(many) - many, many)
    parts = pieces.only(parents)
    mixed = scramble(parts.number.astype(np.uint64) * np.uint64(16) + rank.astype(np.uint64))
    parts.number[:] = ((mixed >> np.uint64(33)) | np.uint64(1 << 31)).astype(np.int64)
    in_air = events[parents] == BURST
    speed = np.sqrt((parts.velocity.astype(np.float64) ** 2).sum(axis=1))
    aside = _toward(seed, parts.number, (0.0, 1.0, 0.0), 180.0)
    aside[:, 1] = np.where(in_air, aside[:, 1], np.abs(aside[:, 1]))
    # A part keeps some of the speed and takes the rest to a side: together never more than there was.
    kept, to_side = np.where(in_air, 0.62, 0.55), np.where(in_air, 0.34, 0.4)
    share = 0.5 + 0.5 * chance(seed, parts.number, 22)
    velocity = parts.velocity * kept[:, None] + aside * (to_side * share * speed)[:, None]
    parts.velocity[:] = velocity.astype(np.float32)
    parts.half *= np.repeat(many.astype(np.float32) ** np.float32(-1.0 / 3.0), many)[:, None]
    parts.worn[:] = np.minimum(parts.worn + np.maximum(parts.age, 0.0) / parts.life, 0.95)
    parts.life *= (0.35 + 0.4 * chance(seed, parts.number, 23)).astype(np.float32)
    parts.ends[:] = parts.life * (np.float32(1.0) - parts.worn)
    parts.age[:] = 0.0
    parts.bursts[:] = np.inf
    parts.bounces[:] = 1
    pieces.ends[wholes] = pieces.age[wholes]
    return parents, parts


def leave(plan: ThrownPlan, seed: int, number: Ids, place: Numbers) -> Pieces:
    """Pieces as they leave, at their places (count, 3)."""
    count = len(number)
    direction = _toward(seed, number, plan.toward, plan.cone)
    speed = plan.speed * (1.0 - plan.variety * chance(seed, number, 4))
    first = 0.5 * diameters(plan, chance(seed, number, 6))
    # Each piece has its own proportions about those of the kind; its volume stays.
    own = 0.8 + 0.4 * np.stack([chance(seed, number, n) for n in (11, 12)], axis=-1)
    axes = np.concatenate([np.ones((count, 1)), np.minimum(own * np.array(plan.flat), 1.0)], axis=1)
    half = axes * (first / np.cbrt(axes.prod(axis=1)))[:, None]
    turn = np.stack([chance(seed, number, n) - 0.5 for n in (13, 14, 15, 16)], axis=-1)
    turn /= np.sqrt((turn * turn).sum(axis=1))[:, None] + 1e-12
    about = _toward(seed ^ 0x7415, number, (0.0, 1.0, 0.0), 180.0)
    rate = np.minimum(60.0, 0.25 * speed / np.maximum(first, 1e-4)) * chance(seed, number, 17)
    life = plan.life * (0.35 + 1.3 * chance(seed, number, 1) ** 1.5)
    forks = chance(seed, number, 18) < plan.forks
    bursts = np.where(forks, life * (0.25 + 0.5 * chance(seed, number, 19)), np.inf)
    moving = direction * speed[:, None]
    return Pieces(
        _single(place), _single(moving), _single(np.zeros(count)), _single(np.zeros(count)), _single(life),
        _single(life), _single(half), _single(turn), _single(about * rate[:, None]), _single(bursts),
        np.zeros(count, np.int32), number,
    )  # fmt: skip


def _single(values: Numbers) -> Field:
    return np.array(values, np.float32, order="C")


def diameters(plan: ThrownPlan, part: Numbers) -> Numbers:
    """Diameters in metres at parts (0 to 1) of all pieces: the number larger than d falls as d^-power."""
    low, high = plan.least**-plan.power, plan.most**-plan.power
    return np.asarray((low + part * (high - low)) ** (-1.0 / plan.power))


def _toward(seed: int, number: Ids, axis: tuple[float, float, float], cone: float) -> Numbers:
    """Directions about an axis, evenly over the sphere's cap of `cone` degrees, (count, 3)."""
    cosine = 1.0 - chance(seed, number, 2) * (1.0 - np.cos(radians(cone)))
    sine, around = np.sqrt(np.maximum(0.0, 1.0 - cosine**2)), tau * chance(seed, number, 3)
    along = np.array(axis) / np.linalg.norm(axis)
    side = np.cross(along, [0.0, 0.0, 1.0] if abs(along[2]) < 0.9 else [1.0, 0.0, 0.0])
    side /= np.linalg.norm(side)
    other = np.cross(along, side)
    return np.asarray(
        cosine[:, None] * along
        + (sine * np.cos(around))[:, None] * side
        + (sine * np.sin(around))[:, None] * other
    )


def _leaving_before(plan: ThrownPlan, time: float) -> int:
    """How many have a number by a time: all that leave before it and some that leave later."""
    if plan.timing == "steady":
        return ceil(time * plan.amount)
    together = max(1, round(plan.amount))
    if plan.timing == "once":
        return together if time > plan.delay else 0
    return together * max(0, ceil(time / plan.pause))


def _departures(plan: ThrownPlan, seed: int, number: Ids) -> Numbers:
    """When each leaves, in seconds."""
    if plan.timing == "steady":
        return np.asarray((number + 0.98 * chance(seed, number, 0)) / plan.amount)
    after = plan.duration * chance(seed, number, 0) ** FRONT
    if plan.timing == "once":
        return plan.delay + after
    group = number // max(1, round(plan.amount))
    return np.asarray((group + 0.7 * chance(seed, group, 24)) * plan.pause + after)
