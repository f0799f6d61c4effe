"""Whole jobs, one after the other, each estimated by what those before it took on this machine.

    python -m benchmarks.estimate_jobs [--kinds smoke torch rain ...] [--frames 8]

A job is simulated and drawn by the worker's own steps, files and passes included. The first of a kind is
estimated by what its kind reckons, or as the kinds before it were; the next, of another size and length, by
the first. Printed are seconds of processor, estimated and measured. Goal: from the second job of a kind on
within 25 %.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
import tempfile
from pathlib import Path

from secondunit.elements import kind
from secondunit.engines.folders import make_folders
from secondunit.engines.makers import maker_of
from secondunit.engines.speeds import Speeds
from secondunit.engines.usage import read_usage
from secondunit.engines.worker import preload, run
from secondunit.wire import Brief, ColorSpace, Format, FrameRange, Rate, Step, Work, brief_digest

#: Sizes and lengths of a kind's jobs, as shares of the first's width and frames.
JOBS = ((1.0, 1.0), (1.5, 1.5), (0.75, 2.0))
GOAL = 0.75, 1.25


def job(folder: Path, name: str, width: int, frames: int) -> Work:
    """The work of a job of that kind, with its usual settings."""
    brief = Brief(
        show="S", shot="sh010", element=name, frames=FrameRange(1, frames), rate=Rate(24), seed=3, kind=name,
        format=Format(width, width * 9 // 16), prompt=name, colorspace=ColorSpace("ACEScg"),
    )  # fmt: skip
    return Work(
        job=folder.name, brief=brief, settings=kind(name).settings("", {}), scratch=str(folder / "scratch"),
        staging=str(folder / ".partial"), brief_digest=brief_digest(brief),
    )  # fmt: skip


def compared(work: Work, speeds: Speeds) -> tuple[float, float]:
    """Seconds of processor of a job, estimated and then measured; the machine has learned of it."""
    name, frames, size = work.brief.kind, len(work.brief.frames), work.brief.window
    cost = kind(name).estimate(work.settings, frames, (size.width, size.height))
    estimated = frames * speeds.of(name).applied(cost)[0]
    request = make_folders(work)
    for step in (Step.SIMULATE, Step.RENDER):
        arguments = ["--request", str(request), "--step", step.value]
        preload(arguments)
        with contextlib.redirect_stdout(io.StringIO()):
            status = run(request, step)
        if status:
            raise RuntimeError(f"The worker ended with {status}.")
    usage = read_usage(Path(work.scratch))
    speeds.learn(name, maker_of(work).reckoned(work), usage)
    return estimated, sum(taken.processor for taken in usage.values())


def main(arguments: list[str] | None = None) -> int:
    """Print each job's estimate beside what it took; 1 where a later job of a kind misses the goal."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kinds", nargs="+", default=["smoke", "torch", "rain", "sparks"])
    parser.add_argument("--width", type=int, default=320)
    parser.add_argument("--frames", type=int, default=8)
    options = parser.parse_args(arguments)
    os.environ["NUMBA_NUM_THREADS"] = "1"
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        speeds = Speeds(Path(folder) / "speeds.json")
        for name in options.kinds:
            for number, (size, length) in enumerate(JOBS):
                width, frames = round(options.width * size), round(options.frames * length)
                work = job(Path(folder) / f"{name}{number}", name, width, frames)
                estimated, measured = compared(work, speeds)
                share = estimated / measured
                outside = number > 0 and not GOAL[0] <= share <= GOAL[1]
                missed += outside
                print(
                    f"  {name:12} {width:5} wide, {frames:3} frames: {estimated:.1f} s of processor "
                    f"estimated, {measured:.1f} measured, {share:.2f}{'  missed' if outside else ''}",
                    flush=True,
                )
    later = (len(JOBS) - 1) * len(options.kinds)
    print(f"estimate_jobs: {missed} of {later} later jobs miss {GOAL[0]:g} to {GOAL[1]:g}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
