"""A step of the gas solver against the same step by older code, and how near its loops come to the machine.

    python -m benchmarks.solver [--before a297aba] [--resolution 160] [--steps 60] [--roof] [--large CELLS]

A plume of smoke is simulated by the code here for `--steps` steps. From that state both codes go on, each in
a process of its own on one thread; what counts is the best step by processor time. `--before` is a commit of
this repository, or a folder that holds a package `secondunit`. The goal is 3 x.

Each loop's bytes are those that it must read and write once, over the time that it took, over what a triad
(a = b + s c) over arrays larger than any cache moves. Advection reads eight cells about a place of its own
for each value: what the machine can gather, from its nearest cache, is the other bound, and is measured too,
and its arithmetic a third. `--roof` prints these alone.

`--large` times one step of a box of so many cells with a fifth of them in rows of gas, and the memory of it.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
GOAL, BANDWIDTH = 3.0, 40.0
NAMES = ("u", "v", "w", "density", "heat", "drift_a", "drift_b")
#: Bytes that a loop reads and writes for a cell, how many places it gathers from, and of which cells.
LOOPS: dict[str, tuple[float, int, str]] = {
    "centers": (24, 0, "wide"), "vorticity": (16, 0, "rows"), "forces": (36, 0, "rows"),
    "push_faces": (12, 0, "rows"), "_paths": (24, 24, "rows"), "_pull": (28, 8, "rows"),
    "_correct": (32, 8, "rows"), "_drift": (4.5, 0, "box"), "fade": (16, 0, "rows"),
    "_divergence": (20, 0, "box"), "solve": (60, 0, "box"), "_push": (28, 0, "box"),
}  # fmt: skip
ADVECTION = ("_paths", "_pull", "_correct")
#: Operations of a cell of these: three mixtures of eight, or one with its bounds or its correction, and the
#: place itself. A mixture is seven times a difference, a product and a sum.
OPERATIONS = {"_paths": 3 * 21 + 33, "_pull": 21 + 14 + 24, "_correct": 21 + 6 + 24}

STEP = r"""
import json, sys, time
import numpy as np
from secondunit.elements import kind
from secondunit.elements.carriers.fluid.grid import FluidState
from secondunit.elements.carriers.fluid.plumes.plan import plan_of
from secondunit.elements.carriers.fluid.plumes.weather import weather_for
from secondunit.elements.carriers.fluid.sources import shape_emission
from secondunit.elements.carriers.fluid.step import Solver
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate
path, resolution, steps = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
settings = kind("smoke").settings("", {"resolution": resolution})
plan = plan_of(settings, Format(1920, 1080), Rate(24), matte=False)
solver = Solver(plan.box, weather_for(settings, Rate(24), 1))
source = shape_emission(plan.box, "disc", plan.width)
names = ("u", "v", "w", "density", "heat", "drift_a", "drift_b")
if steps:
    state = solver.start()
    for _ in range(steps):
        solver.advance(state, source)
    np.savez(path, step=state.step, **{name: getattr(state, name) for name in names})
else:
    kept, seconds = np.load(path), []
    for _ in range(4):
        state = FluidState(**{name: kept[name].copy() for name in names}, step=int(kept["step"]))
        solver.advance(state, source)
        for _ in range(3):
            start = time.process_time()
            solver.advance(state, source)
            seconds.append(time.process_time() - start)
    print("RESULT " + json.dumps({"seconds": min(seconds), "cells": plan.box.cells}))
"""


def stepped(core: Path, state: Path, resolution: int, steps: int = 0) -> dict[str, float]:
    """Make a state by so many steps of a code, or time its step from there."""
    environment = {**os.environ, "PYTHONPATH": str(core), "NUMBA_NUM_THREADS": "1"}
    command = [sys.executable, "-c", STEP, str(state), str(resolution), str(steps)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"The step of {core} failed:\n{done.stderr[-2000:]}")
    lines = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    return dict(json.loads(lines[-1].removeprefix("RESULT "))) if lines else {}


def older(before: str, folder: Path) -> Path:
    """The folder of the package of a commit, taken out of the repository, or the one that is named."""
    if Path(before).is_dir():
        return Path(before)
    archive = subprocess.run(["git", "archive", before, "core"], cwd=ROOT, capture_output=True, check=True)
    subprocess.run(["tar", "-x", "-C", str(folder)], input=archive.stdout, check=True)
    return folder / "core"


def best(task: Callable[[], object], times: int = 5) -> float:
    """The least processor time of a task, in seconds, its first run aside."""
    task()
    seconds = []
    for _ in range(times):
        start = time.process_time()
        task()
        seconds.append(time.process_time() - start)
    return min(seconds)


def machine() -> tuple[float, float, float]:
    """What one thread moves in a triad, in bytes a second, how many values it gathers a second, and how many
    operations of float32 it does.
    """
    import numba

    from secondunit.elements.lanes import mixed, poke

    @numba.njit(fastmath=True)
    def triad(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> None:
        for n in range(a.size):
            a[n] = b[n] + np.float32(3.0) * c[n]

    @numba.njit(fastmath=True)
    def gather(a: np.ndarray, rounds: int, out: np.ndarray) -> None:
        part, row, plane = np.float32(0.5), np.int32(8), np.int32(64)
        for _ in range(rounds):
            for n in range(out.size):
                place = np.int32((n * 7) & 255)
                poke(out, n, mixed(a, place, row, plane, part, part, part))

    # Without reassociation, which would work most of it out beforehand.
    @numba.njit(fastmath={"contract"})
    def arithmetic(a: np.ndarray, rounds: int) -> None:
        less, more = np.float32(0.999), np.float32(0.001)
        for _ in range(rounds):
            for n in range(a.size):
                b = a[n]
                c, d, e = b + more, b + less, b - more
                for _ in range(8):
                    b, c, d, e = b * less + more, c * less + more, d * less + more, e * less + more
                a[n] = b + c + d + e

    large = [np.ones(1 << 26, np.float32) for _ in range(3)]
    bandwidth = 12.0 * large[0].size / best(lambda: triad(*large))
    small, out = np.ones(512, np.float32), np.zeros(2048, np.float32)
    operations = 1000 * out.size * (64.0 + 6.0) / best(lambda: arithmetic(out, 1000))
    return bandwidth, 8.0 * 1000 * out.size / best(lambda: gather(small, 1000, out)), operations


def shares(state_file: Path, resolution: int) -> dict[str, tuple[float, float, float]]:
    """For each loop the seconds of a step, the bytes that it must move and the values that it must gather."""
    from secondunit.elements import kind
    from secondunit.elements.carriers.fluid import advect, pressure, rows, step
    from secondunit.elements.carriers.fluid.grid import FluidState
    from secondunit.elements.carriers.fluid.plumes.plan import plan_of
    from secondunit.elements.carriers.fluid.plumes.weather import weather_for
    from secondunit.elements.carriers.fluid.sources import shape_emission
    from secondunit.wire.picture import Format
    from secondunit.wire.rate import Rate

    settings = kind("smoke").settings("", {"resolution": resolution})
    plan = plan_of(settings, Format(1920, 1080), Rate(24), matte=False)
    solver = step.Solver(plan.box, weather_for(settings, Rate(24), 1))
    source = shape_emission(plan.box, "disc", plan.width)
    kept = np.load(state_file)
    counts, seconds = {"box": plan.box.cells}, dict[str, list[float]]()

    def timed(name: str, task: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **words: Any) -> Any:
            start = time.process_time()
            answer = task(*args, **words)
            loop = args[0].__name__ if name == "over" else name
            seconds.setdefault(loop, []).append(time.process_time() - start)
            if name == "rows_of":
                counts["rows"] = answer.cells
                counts["wide"] = int(np.maximum(answer.wide_high - answer.wide_low, 0).sum())
            return answer

        return run

    for module, name in (
        (step, "over"), (advect, "over"), (pressure, "over"), (pressure, "solve"), (step, "rows_of"),
    ):  # fmt: skip
        setattr(module, name, timed(name, getattr(module, name)))
    assert rows.rows_of is not step.rows_of  # type: ignore[attr-defined]
    rounds = 5
    for n in range(rounds + 1):
        state = FluidState(**{name: kept[name].copy() for name in NAMES}, step=int(kept["step"]))
        if n == 1:
            seconds.clear()
        solver.advance(state, source)
    table = {"rows": (float(counts["rows"]), 0.0, 0.0)}
    for loop, times in seconds.items():
        calls = len(times) // rounds
        size, gathers, where = LOOPS.get(loop, (0.0, 0, "box"))
        each = [sum(times[n * calls : (n + 1) * calls]) for n in range(rounds)]
        table[loop] = min(each), calls * size * counts[where], float(calls * gathers * counts[where])
    return table


def print_roofs(table: dict[str, tuple[float, float, float]]) -> None:
    """Each loop against the machine, and what of the triad advection may come to at most."""
    bandwidth, gathered, operations = machine()
    cells = table.pop("rows")[0]
    print(
        f"triad {bandwidth / 1e9:.1f} GB/s, {gathered / 1e9:.2f} thousand million values gathered a second, "
        f"{operations / 1e9:.1f} thousand million operations"
    )
    for loop, (seconds, moved, gathers) in sorted(table.items(), key=lambda row: -row[1][0]):
        if loop not in LOOPS:
            print(f"  {loop:12} {1e3 * seconds:7.2f} ms")
            continue
        roof = max(moved / bandwidth, gathers / gathered) / seconds
        print(
            f"  {loop:12} {1e3 * seconds:7.2f} ms {100 * moved / bandwidth / seconds:4.0f} % of the triad, "
            f"{100 * roof:4.0f} % of its roof"
        )
    seconds, moved, gathers = (sum(table[loop][n] for loop in ADVECTION) for n in range(3))
    done = cells * sum(
        OPERATIONS[loop] * times
        for loop, times in zip(ADVECTION, (2, len(NAMES) - 2, len(NAMES) - 2), strict=True)
    )
    share = 100 * moved / bandwidth / seconds
    print(
        f"solver: advection of a cell: {moved / cells:.0f} bytes, {gathers / cells:.0f} values gathered, "
        f"{done / cells:.0f} operations; by the triad {1e9 * moved / bandwidth / cells:.1f} ns, by gathering "
        f"{1e9 * gathers / gathered / cells:.1f} ns, by arithmetic {1e9 * done / operations / cells:.1f} ns, "
        f"measured {1e9 * seconds / cells:.1f} ns"
    )
    reached = "reached" if share >= BANDWIDTH else "missed"
    print(f"solver: advection moves {share:.0f} % of the triad, goal {BANDWIDTH:g} %: {reached}")
    print(f"solver: gathering bounds it to {100 * moved / bandwidth / (gathers / gathered):.0f} %")


def large(cells: int) -> tuple[float, float, float]:
    """Seconds of a step of a cube of so many cells, the share in rows, and the most memory, in bytes."""
    from secondunit.elements import kind
    from secondunit.elements.carriers.fluid.box import Box
    from secondunit.elements.carriers.fluid.plumes.weather import weather_for
    from secondunit.elements.carriers.fluid.sources import Emission
    from secondunit.elements.carriers.fluid.step import Solver
    from secondunit.wire.rate import Rate

    side = round(cells ** (1 / 3) / 8) * 8
    settings = kind("smoke").settings("", {"height": 100.0, "width": 5.0, "rise": 0.0})
    box = Box(-50.0, 0.0, -50.0, 100.0 / side, side, side, side, True)
    solver = Solver(box, weather_for(settings, Rate(24), 1))
    state = solver.start()
    # A ball of gas that fills a fifth of the box with the rows that it takes, which go some cells past it.
    axis = np.arange(side) - 0.5 * side
    radius = (3.0 * 0.205 / (4.0 * np.pi)) ** (1.0 / 3.0) * side - 6.5
    for k in range(side):
        around = np.sqrt(axis[:, None] ** 2 + axis[None, :] ** 2 + axis[k] ** 2)
        inside = around < radius
        state.density[k][inside] = 0.6
        state.heat[k][inside] = 0.6
    nothing = Emission((0, 0, 0), np.zeros((1, 1, 1), np.float32))
    seconds = []
    for _ in range(2):
        start = time.perf_counter()
        solver.advance(state, nothing)
        seconds.append(time.perf_counter() - start)
    assert state.reach is not None
    active = float(np.maximum(state.reach[1] - state.reach[0], 0).sum()) / box.cells
    return min(seconds), active, 1024.0 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.solver", description=__doc__)
    parser.add_argument("--before", default="a297aba", help="a commit, or a folder with the package in it")
    parser.add_argument("--resolution", type=int, default=160)
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--roof", action="store_true")
    parser.add_argument("--large", type=int, default=0, metavar="CELLS")
    chosen = parser.parse_args(arguments)
    if chosen.large:
        seconds, active, memory = large(chosen.large)
        print(
            f"solver: {chosen.large:,} cells, {100 * active:.0f} % in rows of gas: {seconds:.1f} s a step, "
            f"{memory / 2**30:.2f} GiB at most"
        )
        return 0
    os.environ["NUMBA_NUM_THREADS"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder) / "state.npz"
        stepped(ROOT / "core", state, chosen.resolution, chosen.steps)
        if chosen.roof:
            print_roofs(shares(state, chosen.resolution))
            return 0
        try:
            package = older(chosen.before, Path(folder))
        except subprocess.CalledProcessError:
            print(f"solver: skipped, this repository has no commit {chosen.before}")
            return 0
        then, now = (stepped(core, state, chosen.resolution) for core in (package, ROOT / "core"))
        table = shares(state, chosen.resolution)
    print_roofs(table)
    ratio = then["seconds"] / now["seconds"]
    print(
        f"solver: {then['cells']:,} cells in {1e3 * then['seconds']:.0f} ms before, "
        f"{1e3 * now['seconds']:.0f} ms now; goal {GOAL:g} x: "
        f"{'reached' if ratio >= GOAL else 'missed'} with {ratio:.2f} x"
    )
    return 0 if ratio >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
