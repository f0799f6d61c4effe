"""A comp's EXR frames taken in, in another colour space: Second Unit against `oiiotool` on the same files.

It is the way that frames come into a take: each is hashed and verified, read, converted, and written whole
with its story. 4096x2160 half RGBA, ZIP; ACEScg to linear Rec.709 of one OCIO config; both on the same two
cores with two threads. Our time is that of the frames, without the start of Python; oiiotool's, which only
reads, converts and writes, is that of its process with all frames, without its own start. Beside the time by
the clock stands that of the processor, which other work on the machine moves less. Both write ZIP at level 4
of OpenEXR; we also fsync. A frame of memory is 4096 x 2160 x 4 float32 = 141.6 MB (135 MiB); peak memory is
the whole process, interpreter and libraries too.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from secondunit.wire import (
    Brief,
    ColorSpace,
    Delivery,
    Format,
    FrameRange,
    FrozenMap,
    Plate,
    Rate,
    Task,
    Work,
    brief_digest,
)

WIDTH, HEIGHT, THREADS = 4096, 2160, 2
FRAME_BYTES = WIDTH * HEIGHT * 4 * 4
SOURCE, TARGET = "ACEScg", "lin_rec709"
GOAL, MOST_FRAMES = 1.5, 4.0


def run(frames: int = 6, rounds: int = 3, long: int = 18) -> dict[str, float]:
    """Measure and print one line: the ratio to the oiiotool of this environment, and to the system's if any.

    The result holds the `ratio` by the clock and that by `processor` time, `fps`, `oiiotool_fps`, `peak` and
    `peak_long` (in frames of memory).
    """
    with tempfile.TemporaryDirectory(prefix="secondunit-exr-") as made:
        folder = Path(made)
        _make(folder, max(frames, long))
        tools = _tools()
        if not tools:
            print("No oiiotool was found.")
            return {}
        ours: list[dict[str, float]] = []
        theirs: dict[str, list[float]] = {tool: [] for tool in tools}
        work: dict[str, list[float]] = {tool: [] for tool in tools}
        for _ in range(rounds):
            ours.append(_ours(folder, frames))
            for tool in tools:
                seconds, processor = _oiiotool(tool, folder, frames)
                theirs[tool].append(seconds)
                work[tool].append(processor)
        taken, theirs_first = _staged(folder) / "beauty.1001.exr", folder / "theirs.1001.exr"
        apart = _difference(taken, theirs_first)
        size = taken.stat().st_size / theirs_first.stat().st_size
        peak = min(float(answer["peak"]) for answer in ours)
        peak_long = float(_ours(folder, long)["peak"])
        fps = frames / min(float(answer["seconds"]) for answer in ours)
        others = {tool: frames / min(times) for tool, times in theirs.items()}
        newest, *older = tools
        ratio = fps / others[newest]
        processor = min(work[newest]) / min(float(answer["processor"]) for answer in ours)
        also = "".join(f", {fps / others[tool]:.2f} x {_version(tool)}" for tool in older)
        met = ratio >= GOAL and max(peak, peak_long) <= MOST_FRAMES
        print(
            f"exr: {ratio:.2f} x oiiotool {_version(newest)}{also} (goal {GOAL}): "
            f"{fps:.2f} against {others[newest]:.2f} frames/s, {processor:.2f} x by processor time; "
            f"peak memory {peak:.1f} frames at {frames}, {peak_long:.1f} at {long} (goal {MOST_FRAMES:g}); "
            f"files {size:.3f} x the size, pixels {apart} half steps apart; {'met' if met else 'MISSED'}"
        )
        return {
            "ratio": ratio,
            "processor": processor,
            "fps": fps,
            "oiiotool_fps": others[newest],
            "peak": peak,
            "peak_long": peak_long,
        }


def _version(tool: str) -> str:
    return subprocess.run([tool, "--version"], capture_output=True, text=True, check=True).stdout.split()[-1]


def _make(folder: Path, frames: int) -> None:
    """A graded field with film grain, the same in every frame, and an OCIO config that both versions read."""
    import PyOpenColorIO as ocio

    from secondunit.media.exr import write_exr
    from secondunit.media.picture import Picture

    random = np.random.default_rng(1)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    waves = (
        0.30 + 0.25 * np.sin(x / 311) * np.cos(y / 173),
        0.28 + 0.2 * np.cos(x / 501),
        0.25 + 0.2 * np.sin(y / 407),
    )
    color = np.stack(waves, axis=-1)
    color += random.standard_normal(color.shape, np.float32) * 0.01 * np.sqrt(np.maximum(color, 0.01))
    pixels = np.concatenate([color, np.ones((HEIGHT, WIDTH, 1), np.float32)], axis=-1)
    first = folder / "in.1001.exr"
    write_exr(first, Picture.of(pixels))
    for frame in range(1002, 1001 + frames):
        (folder / f"in.{frame}.exr").symlink_to(first)
    config = ocio.Config.CreateFromFile("ocio://cg-config-v1.0.0_aces-v1.3_ocio-v2.1")
    (folder / "config.ocio").write_text(config.serialize(), encoding="utf-8")


def _tools() -> list[str]:
    """oiiotool of this environment first, then one on the path."""
    here = shutil.which("oiiotool", path=str(Path(sys.executable).parent))
    system = shutil.which("oiiotool", path="/usr/bin:/usr/local/bin:/opt/homebrew/bin")
    return list(dict.fromkeys(tool for tool in (here, system) if tool))


def _staged(folder: Path) -> Path:
    return folder / ".taken.partial"


def _ours(folder: Path, frames: int) -> dict[str, float]:
    shutil.rmtree(_staged(folder), ignore_errors=True)
    shutil.rmtree(folder / "scratch", ignore_errors=True)
    command = [sys.executable, "-m", "benchmarks.exr", str(folder), str(frames)]
    done = subprocess.run(
        command,
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parent.parent,
        preexec_fn=_two_cores,
    )
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def _oiiotool(tool: str, folder: Path, frames: int) -> tuple[float, float]:
    """Seconds by the clock and of the processor."""
    environment = {**os.environ, "OCIO": str(folder / "config.ocio")}
    convert = [
        tool, "--threads", str(THREADS), "--frames", f"1001-{1000 + frames}", str(folder / "in.%04d.exr"),
        "--colorconvert", SOURCE, TARGET, "-d", "half", "--compression", "zip",
        "-o", str(folder / "theirs.%04d.exr"),
    ]  # fmt: skip
    times = []
    for command in ([tool, "--version"], convert):
        start, before = time.perf_counter(), _children()
        subprocess.run(command, check=True, capture_output=True, env=environment, preexec_fn=_two_cores)
        times.append((time.perf_counter() - start, _children() - before))
    return times[1][0] - times[0][0], times[1][1] - times[0][1]


def _children() -> float:
    """The processor time of every process that was waited for, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _two_cores() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:THREADS])


def _difference(ours: Path, theirs: Path) -> int:
    """The largest distance of two files' pixels in steps of half float (0 is bit for bit)."""
    from secondunit.media.exr import read_exr

    a, b = (read_exr(path, ("R", "G", "B", "A"), half=True).pixels.view(np.int16) for path in (ours, theirs))
    ordered = [np.where(bits < 0, -32768 - bits.astype(np.int32), bits) for bits in (a, b)]
    return int(np.abs(ordered[0] - ordered[1]).max())


def _child(folder: Path, frames: int) -> None:
    """Take in `frames` frames as a worker does, and print seconds and peak memory as JSON."""
    from secondunit.engines.folders import make_folders
    from secondunit.engines.template import first_step
    from secondunit.engines.worker import do_step
    from secondunit.media.exr import set_threads
    from secondunit.wire import Step

    set_threads(THREADS)
    work = _work(folder, frames)
    make_folders(work)
    with contextlib.redirect_stdout(io.StringIO()):  # the worker says how far it is
        do_step(work, first_step(work), None)
        start, before = time.perf_counter(), time.process_time()
        do_step(work, Step.RENDER, None)
        seconds, processor = time.perf_counter() - start, time.process_time() - before
    unit = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / FRAME_BYTES
    print(json.dumps({"seconds": seconds, "processor": processor, "peak": peak}))


def _work(folder: Path, frames: int) -> Work:
    """A job that takes in the frames as a finished comp, for a take in another space than theirs."""
    config, shot = str(folder / "config.ocio"), FrameRange(1001, 1000 + frames)
    size, rate = Format(WIDTH, HEIGHT), Rate(24)
    comp = Plate(str(folder / "in.%04d.exr"), shot, rate, size, ColorSpace(SOURCE, config))
    brief = Brief(
        show="bench", shot="sh010", element="comp", frames=shot, rate=rate, format=size, kind="", prompt="",
        provider="comp", task=Task.VIDEO, plate=comp, colorspace=ColorSpace(TARGET, config),
        delivery=Delivery(passes=False),
    )  # fmt: skip
    job = "j01m8270ec08wrw4xcbrgejmxh"
    return Work(
        job, brief, FrozenMap(), str(folder / "scratch"), str(_staged(folder)), config,
        brief_digest=brief_digest(brief), file_name="comp_{version}",
    )  # fmt: skip


if __name__ == "__main__":
    if len(sys.argv) == 3:
        _child(Path(sys.argv[1]), int(sys.argv[2]))
    else:
        measured = run()
        sys.exit(0 if measured.get("ratio", 0) >= GOAL and measured["peak_long"] <= MOST_FRAMES else 1)
