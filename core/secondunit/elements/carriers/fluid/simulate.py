"""Running a simulation into a cache: pre-roll, one file a frame, checkpoints, resume.

Knows a solver and a folder; knows no prompt, no light and no kind. A run that was killed goes on from its
last checkpoint and writes the same bits as one that was not.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from secondunit.elements.cache import facts_of, read_stored, storage_errors, write_stored
from secondunit.elements.kernels import Field
from secondunit.wire.errors import Cancelled, SecondUnitError
from secondunit.wire.frames import FrameRange

from .course import Course
from .grid import DRIFTS, FluidState
from .step import FAINT, Solver

#: Work between two checkpoints, in cell steps: some seconds of solving.
CHECKPOINT_CELLS = 60_000_000
#: A state of so few cells is written in a moment: one that is cancelled is kept where it stands.
SMALL_CELLS = 200_000


def frame_file(cache: Path, frame: int) -> Path:
    """The cache file of a frame."""
    return cache / f"volume.{frame:07d}.suv"


def run(
    course: Course,
    cache: Path,
    frames: FrameRange,
    preroll: int,
    identity: dict[str, Any],
    fields: tuple[str, ...],
    progress: Callable[[float, str], None],
    cancelled: Callable[[], bool],
    final: int,
) -> None:
    """Simulate `preroll` frames and then `frames`.

    The last stage of the `course` makes every frame that is kept. `identity` is whatever decides the result:
    files of another identity are made anew. `fields` names the fields in the cells' centres that a frame's
    file holds. An emission is asked for the first frame during the pre-roll. No frame after `final` is
    named in `progress`: nobody asked for it.
    """
    name = name_of(course, identity, frames.first, preroll)
    solver, steps = course.solver, course.steps
    with storage_errors(cache):
        cache.mkdir(parents=True, exist_ok=True)
        for left in cache.glob(".*.tmp-*"):
            left.unlink(missing_ok=True)
    missing = [f for f in frames if (facts_of(frame_file(cache, f)) or {}).get("identity") != name]
    if not missing:
        progress(1.0, "Every frame is in the cache.")
        return
    whole = preroll + len(frames)
    index = resume(course, cache, name, preroll, preroll + missing[0] - frames.first)
    every = max(1, min(48, CHECKPOINT_CELLS // (solver.box.cells * steps)))
    wanted = set(missing)
    with ThreadPoolExecutor(1, thread_name_prefix="cache") as writer:
        pending: list[Future[None]] = []
        try:
            # `done` counts frames whose state has been reached; the state of the first comes after `preroll`.
            while True:
                course.settle(index)
                frame = frames.first + index - preroll
                if index >= preroll and frame in wanted:
                    arrays, facts = snapshot(solver, course.state, name, fields)
                    _settle(pending, 1)
                    pending.append(
                        writer.submit(write_stored, frame_file(cache, frame), facts, arrays, packed=True)
                    )
                    wanted.discard(frame)
                last = not wanted
                if last or index == preroll or (index and index % every == 0):
                    _settle(pending, 0)
                    _checkpoint(cache, name, course, index, preroll)
                progress(min(1.0, (index + 1) / whole), _said(index, preroll, min(frame, final)))
                if last:
                    break
                if cancelled():
                    if course.state.density.size <= SMALL_CELLS:
                        _settle(pending, 0)
                        _checkpoint(cache, name, course, index, preroll)
                    raise Cancelled(
                        "The simulation was cancelled.", kept="Finished frames and the last checkpoint stay."
                    )
                course.advance(index, frame, frames.first)
                index += 1
        finally:
            _settle(pending, 0, quiet=True)


def name_of(course: Course, identity: dict[str, Any], first: int, preroll: int) -> str:
    """What frames of a run are marked with: another run, another name."""
    return _digest({**identity, "first": first, "preroll": preroll, **_way_of(course)})


def _said(index: int, preroll: int, frame: int) -> str:
    return f"Simulating frame {frame}" if index >= preroll else f"Pre-roll {index + 1} of {preroll}"


def _settle(pending: list[Future[None]], most: int, quiet: bool = False) -> None:
    """Wait until at most `most` files are still being written; `quiet` where another error is on its way."""
    while len(pending) > most:
        first = pending.pop(0)
        if quiet:
            first.exception()
        else:
            first.result()


def snapshot(
    solver: Solver, state: FluidState, name: str, fields: tuple[str, ...]
) -> tuple[dict[str, Field], dict[str, Any]]:
    """A copy of what rendering needs of a state, which the next step changes, cut to where there is gas."""
    used = np.maximum(state.density, state.fuel) > 2 * FAINT if state.burns else state.density > 2 * FAINT
    low, high = [], []
    for axis in range(3):
        line = np.nonzero(used.any(axis=tuple(a for a in range(3) if a != axis)))[0]
        size = state.density.shape[axis]
        start = max(0, int(line[0]) // 2 * 2 - 2) if line.size else 0
        stop = min(size, int(line[-1]) // 2 * 2 + 4) if line.size else min(size, 2)
        low.append(start)
        high.append(stop)
    part = tuple(slice(a, b) for a, b in zip(low, high, strict=True))
    half = tuple(slice(a // 2, (b + 1) // 2) for a, b in zip(low, high, strict=True))
    center = np.stack(
        [
            0.5 * (state.u[:, :, 1:] + state.u[:, :, :-1])[part][::2, ::2, ::2],
            0.5 * (state.v[:, 1:] + state.v[:, :-1])[part][::2, ::2, ::2],
            0.5 * (state.w[1:] + state.w[:-1])[part][::2, ::2, ::2],
        ],
        axis=-1,
    )
    arrays = {field: getattr(state, field)[part].copy() for field in fields}
    arrays["velocity"] = center.astype(np.float32)
    for drift in DRIFTS:
        arrays[drift] = getattr(state, drift)[half].copy()
    ages, weights = solver.texture_ages(state.step), solver.texture_weights(state.step)
    facts = {
        "identity": name,
        "corner": low,
        "ages": list(ages),
        "weights": list(weights),
        "step": state.step,
    }
    return arrays, facts


def _checkpoint(cache: Path, name: str, course: Course, index: int, preroll: int) -> None:
    """Keep the whole state; of older ones keep the newest and the one at the end of the pre-roll."""
    path = cache / f"state.{index:07d}.suv"
    facts, arrays = {"identity": name, "done": index}, {}
    for part, gas in _parts(course).items():
        facts[f"{part}step"] = gas.state.step
        arrays.update({part + n: getattr(gas.state, n) for n in gas.state.names})
    write_stored(path, facts, arrays, packed=False, level=0)
    keepers = {path, cache / f"state.{preroll:07d}.suv"}
    for old in sorted(cache.glob("state.*.suv"))[:-2]:
        if old not in keepers:
            old.unlink(missing_ok=True)


def resume(course: Course, cache: Path, name: str, preroll: int, most: int) -> int:
    """Take up the newest whole checkpoint that is `most` frames into the run at most; gives how many it is:
    0 for a fresh start.
    """
    for path in sorted(cache.glob("state.*.suv"), reverse=True):
        try:
            if int(path.name.split(".")[1]) > most:
                continue
            stored = read_stored(path)
        except (SecondUnitError, ValueError):
            path.unlink(missing_ok=True)
            continue
        if stored.facts.get("identity") != name:
            path.unlink(missing_ok=True)
            continue
        for part, gas in _parts(course).items():
            arrays: dict[str, Any] = {n: stored.arrays[part + n] for n in gas.state.names}
            gas.state = FluidState(**arrays, step=int(stored.facts[f"{part}step"]))
        return int(stored.facts["done"])
    return 0


def _parts(course: Course) -> dict[str, Course]:
    """A gas and the one that leads it, by how their fields in a checkpoint are called."""
    return {"": course} if course.leader is None else {"": course, "leader_": course.leader}


def _way_of(course: Course) -> dict[str, Any]:
    """All of a course that decides its result, but for what it emits."""
    early = [{**_of(stage.solver), "end": stage.end} for stage in course.stages[:-1]]
    facts: dict[str, Any] = {"steps": course.steps, "stages": [*early, _of(course.solver)]}
    if course.leader is not None:
        facts["leader"], facts["rate"] = _way_of(course.leader), course.rate
    return facts


def _of(solver: Solver) -> dict[str, Any]:
    facts = {"box": asdict(solver.box), "weather": asdict(solver.weather)}
    return facts | ({"burning": asdict(solver.burning)} if solver.burning is not None else {})


def _digest(facts: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
