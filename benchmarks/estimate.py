"""What gas takes, measured, and the constants of its estimates that follow: one run sets them all again.

    python -m benchmarks.estimate [--kinds smoke fire ...] [--widths 480 960] [--frames 30]

Each kind is simulated and drawn in formats of these widths, with its usual settings, on one thread; what
counts is processor time. A standing gas is drawn once it stands, a burst at three places of its take. Of each
run are kept: seconds of a step and the share of the box that it worked in; seconds of a frame, drawn after
its neighbour, and the share of the box's pixels in which gas is seen. The rates of `fluid/cost.py` and what
kinds fill of their boxes (`fill`) are then those that come nearest to all runs, each by its own size. Printed
are these lines, to be put where they stand now, and what the estimates by the lines in force and by the new
ones are over what was measured; the goal is 0.75 to 1.25. Half of the runs are drawn without detail, so that
what goes by the cell and by the pixel can be told apart.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import numpy.typing as npt
from scipy.optimize import nnls

from secondunit.elements import Scene, kind, kinds
from secondunit.elements.carriers.fluid import cost, rows, step
from secondunit.elements.carriers.fluid.box import Box
from secondunit.elements.carriers.fluid.gas_kind import GasKind
from secondunit.elements.carriers.fluid.plan import Fill, GasPlan
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

#: Which part of a burst's take is drawn, and the least that counts as seen.
PLACES, SEEN = (0.15, 0.45, 0.8), 1e-3
#: Frames of a gas that stands.
STANDING = 3
GOAL = 0.75, 1.25
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Run:
    """One kind in one format: its plan, seconds of a step and of a frame, what it filled."""

    kind: str
    format: Format
    plan: GasPlan
    step: float
    frame: float
    fill: Fill


@contextmanager
def steps_timed(box: Box, seconds: list[float], shares: list[float]) -> Iterator[None]:
    """Keep the seconds of every step in a box, and the share of it that the solver worked in; a flame's
    leader steps in another.
    """
    advance = step.Solver.advance

    def timed(solver: step.Solver, *args: Any) -> None:
        kept, start = len(shares), time.process_time()
        advance(solver, *args)
        if solver.box == box:
            seconds.append(time.process_time() - start)
        else:
            del shares[kept:]

    def counted(*args: Any) -> Any:
        used = rows.rows_of(*args)
        shares.append(used.cells / args[0][0][0].size)
        return used

    with mock.patch.object(step.Solver, "advance", timed), mock.patch.object(step, "rows_of", counted):
        yield


def measured(name: str, format: Format, detail: float | None, frames: int, cache: Path) -> Run:
    """One kind simulated and drawn, without what flies beside it."""
    made = kind(name)
    assert isinstance(made, GasKind)
    names = {row.name for row in made.controls()}
    by_hand: dict[str, object] = {name: 0.0 for name in ("sparks", "debris") if name in names}
    if detail is not None:
        by_hand["detail"] = detail
    settings = made.settings("", by_hand)
    scene = Scene(name, settings, 7, format, Rate(24))
    plan = made.plan(settings, format, Rate(24), matte=False)
    take = FrameRange(1, STANDING if plan.preroll else frames)
    places = [2] if plan.preroll else [max(2, round(place * frames)) for place in PLACES]
    seconds, shares, drawn, seen = list[float](), list[float](), list[float](), list[float]()
    with steps_timed(plan.box, seconds, shares):
        made.simulate(scene, cache, take, lambda done, text: None, lambda: False)
    for place in places:
        made.render(scene, cache, place - 1)
        start = time.process_time()
        picture = made.render(scene, cache, place)
        drawn.append(time.process_time() - start)
        across = 2.0 * cost.covered(plan, format) / (1.0 + plan.detail)
        beauty = picture.layers["beauty"]
        seen.append(float((np.abs(beauty).max(axis=-1) > SEEN).sum()) / across)
    late = slice(-STANDING * plan.steps if plan.preroll else 0, None)
    fill = Fill(float(np.mean(shares[late])), float(np.mean(seen)))
    return Run(name, format, plan, float(np.mean(seconds[late])), float(np.mean(drawn)), fill)


def nearest(rows: list[list[float]], seconds: list[float]) -> Numbers:
    """Rates, none below nothing, by which each row comes nearest to its seconds, each in its own size."""
    scale = 1.0 / np.array(seconds)
    rates, _ = nnls(np.array(rows) * scale[:, None], np.ones(len(seconds)))
    return np.asarray(rates, np.float64)


def rates_of(runs: list[Run]) -> dict[str, Any]:
    """The constants of `fluid/cost.py` by their names."""
    steps, frames = list[list[float]](), list[list[float]]()
    for run in runs:
        cells, burns = float(run.plan.box.cells), float(run.plan.burns)
        working = run.fill.cells * cells
        steps.append([1.0, cells, working * (1.0 - burns), working * burns])
        pixels, fine = float(run.format.width * run.format.height), run.fill.cells * run.plan.fine_cells
        drawn = working, fine, run.fill.seen * cost.covered(run.plan, run.format)
        frames.append(
            [1.0, pixels, *(part * (1.0 - burns) for part in drawn), *(part * burns for part in drawn)]
        )
    each, box, cell, burning = nearest(steps, [run.step for run in runs])
    frame, pixel, *drawing = nearest(frames, [run.frame for run in runs])
    return {
        "SCATTERING": cost.Rates(cell, *drawing[:3]), "BURNING": cost.Rates(burning, *drawing[3:]),
        "STEP": each, "BOX": box, "FRAME": frame, "PIXEL": pixel,
    }  # fmt: skip


def shares(runs: list[Run], fill_of: Callable[[str], Fill]) -> list[str]:
    """For each run what its estimate is over what was measured, of a step and of a frame."""
    lines = []
    for run in runs:
        fill = fill_of(run.kind)
        stepped = cost.step_seconds(run.plan, fill) / run.step
        drawn = cost.frame_seconds(run.plan, fill, run.format) / run.frame
        missed = not all(GOAL[0] <= share <= GOAL[1] for share in (stepped, drawn))
        lines.append(
            f"  {run.kind:12} {run.format.width:5} wide, detail {run.plan.detail:.1f}: step {stepped:.2f} of "
            f"{1e3 * run.step:.1f} ms, frame {drawn:.2f} of {run.frame:.2f} s{'  missed' if missed else ''}"
        )
    return lines


def fill_in_force(name: str) -> Fill:
    made = kind(name)
    assert isinstance(made, GasKind)
    return made.fill


def main(arguments: list[str] | None = None) -> int:
    """Print the constants and the shares; 1 where an estimate in force misses the goal."""
    gases = [name for name in kinds() if isinstance(kind(name), GasKind)]
    parser = argparse.ArgumentParser(prog="python -m benchmarks.estimate", description=__doc__)
    parser.add_argument("--kinds", nargs="+", default=gases, choices=gases)
    parser.add_argument("--widths", nargs="+", type=int, default=[480, 960])
    parser.add_argument("--frames", type=int, default=30)
    chosen = parser.parse_args(arguments)
    os.environ["NUMBA_NUM_THREADS"] = "1"
    runs = []
    for name in chosen.kinds:
        with tempfile.TemporaryDirectory() as folder:
            # Everything is compiled first.
            measured(name, Format(64, 36), None, 4, Path(folder) / "first")
            for width in chosen.widths:
                format, cache = Format(width, width * 9 // 16), Path(folder) / str(width)
                whole = measured(name, format, None, chosen.frames, cache)
                runs.append(whole)
                flat = measured(name, format, 0.0, chosen.frames, Path(folder) / f"{width} flat")
                runs.append(flat)
        print(shares(runs[-2:], fill_in_force)[0], flush=True)
    before = shares(runs, fill_in_force)
    fills = {
        name: Fill(*np.mean([run.fill for run in runs if run.kind == name], axis=0)) for name in chosen.kinds
    }
    constants = rates_of(runs)
    print("fluid/cost.py:")
    for name, value in constants.items():
        if isinstance(value, cost.Rates):
            print(f"  {name} = Rates({', '.join(f'{float(rate):.2g}' for rate in value)})")
        else:
            print(f"  {name} = {float(value):.2g}")
    print("kinds:")
    for name, fill in fills.items():
        print(f"  {name}: fill = Fill({fill.cells:.2f}, {fill.seen:.2f})")
    with mock.patch.multiple(cost, **constants):
        after = shares(runs, fills.__getitem__)
    print("by the new constants:", *after, sep="\n")
    print("by those in force:", *before, sep="\n")
    missed = sum(line.endswith("missed") for line in before)
    print(f"estimate: {missed} of {len(before)} miss {GOAL[0]:g} to {GOAL[1]:g}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
