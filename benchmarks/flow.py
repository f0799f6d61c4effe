"""How near motion vectors come to a renderer's own, and what is occluded to what it says, at 640x360.

    python -m benchmarks.flow [--frames 4] [--width 640] [--height 360] [--set calm ...] [--keep F]

Blender renders a wall, a post, a sill and a thing that passes with the vectors of every pixel, both ways.
Grain of 2/255 of a display's code is added. Printed for each set and way: the mean error in pixels where
nothing is hidden, away from edges (3 pixels) and at all, how fast it moves, how much of what is hidden is
marked, and of what is not; processor time a frame. `fast` is a camera that pans by some 24 pixels a frame and
a thing that goes by 47. Needs Blender's Python: SECONDUNIT_BLENDER_PYTHON, or `.venv-blender-*` at the root.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from secondunit.media.exr import read_exr
from secondunit.models.flow import Flow, flows

ROOT = Path(__file__).parents[1]
GOAL, GRAIN = 1.0, 2.0 / 255.0
SETS = ("calm", "fast")
#: Vectors as we have them, x then y (down), to the next frame and to the one before, of Blender's four
#: channels: its first two point to where the pixel was, its last two from where it will be, y up.
Pixels = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]


def main() -> int:
    """Print every set's figures; 1 where the goal is missed, or nothing can render."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=4)
    parser.add_argument("--width", type=int, default=640)
    parser.add_argument("--height", type=int, default=360)
    parser.add_argument("--set", nargs="+", choices=SETS, default=SETS)
    parser.add_argument(
        "--keep", type=Path, help="a folder for the rendered frames; used where they are there"
    )
    arguments = parser.parse_args()
    missed = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.keep or Path(scratch)
        for name in arguments.set:
            if not _rendered(name, folder, arguments):
                print("No Python of Blender: python3 installers/setup.py makes .venv-blender-*.")
                return 1
            missed += not _measured(name, folder, arguments.frames)
    return 1 if missed else 0


def _measured(name: str, folder: Path, count: int) -> bool:
    frames = [_frame(folder / f"{name}.{frame:04d}.exr", frame) for frame in range(1, count + 1)]
    start = time.process_time()
    answers = [flows(old[0], new[0]) for old, new in pairwise(frames)]
    seconds = (time.process_time() - start) / len(answers)
    good = True
    for way, label in ((0, "to the next"), (1, "to the one before")):
        rows = []
        for index, answer in enumerate(answers):
            here, there = (index, index + 1) if way == 0 else (index + 1, index)
            rows.append(_figures(answer[way], frames[here][1 + way], frames[there][2 - way]))
        clear, every, speed, marked, wrongly = np.mean(rows, axis=0)
        good &= every <= GOAL
        print(
            f"{name}, {label}: error {every:.2f} px, away from edges {clear:.2f}; speed {speed:.1f} px; "
            f"{100 * marked:.0f} % of what is hidden is marked, {100 * wrongly:.1f} % of what is not"
        )
    size = frames[0][0].shape
    print(
        f"{name}: {seconds:.2f} s of processor time a frame of {size[1]}x{size[0]}"
        f"{'' if good else '  not met'}"
    )
    return good


def _figures(answer: Flow, truth: Pixels, back: Pixels) -> tuple[float, float, float, float, float]:
    height, width = truth.shape[:2]
    y, x = np.mgrid[:height, :width].astype(np.float32)
    across, down = x + truth[..., 0], y + truth[..., 1]
    returned = np.asarray(cv2.remap(back, across, down, cv2.INTER_NEAREST, borderValue=(1e6, 1e6)))
    apart = np.hypot(*np.moveaxis(truth + returned, 2, 0))
    inside = (across >= 0) & (down >= 0) & (across <= width - 1) & (down <= height - 1)
    shown, hidden = inside & (apart < 1.0), ~inside | (apart > 3.0)
    speed = np.hypot(*np.moveaxis(truth, 2, 0))
    steep = np.hypot(cv2.Laplacian(truth[..., 0], cv2.CV_32F), cv2.Laplacian(truth[..., 1], cv2.CV_32F))
    edge = np.asarray(cv2.dilate((steep > 1.0).astype(np.uint8), np.ones((7, 7), np.uint8))) > 0
    error = np.hypot(*np.moveaxis(answer.vectors - truth, 2, 0))
    return (
        float(error[shown & ~edge].mean()), float(error[shown].mean()), float(speed.mean()),
        float(answer.hidden[hidden].mean()), float(answer.hidden[shown & ~edge].mean()),
    )  # fmt: skip


def _frame(path: Path, seed: int) -> tuple[Pixels, Pixels, Pixels]:
    """A frame with grain, and its vectors to the next frame and to the one before."""
    picture = read_exr(path)
    names = {
        name.rpartition(".")[0].rpartition(".")[2] + "." + name.rpartition(".")[2]: name
        for name in picture.channels
    }
    color = picture.select([names[f"Combined.{channel}"] for channel in "RGB"]).as_float().pixels
    vector = picture.select([names[f"Vector.{channel}"] for channel in "XYZW"]).as_float().pixels
    chance = np.random.default_rng(seed)
    lit = np.maximum(color, 0.0031308)
    noise = chance.normal(size=color.shape) * GRAIN / (1.055 / 2.4 * lit ** (1 / 2.4 - 1))
    flip = np.array([1.0, -1.0], np.float32)
    return np.asarray(color + noise, np.float32), -vector[..., 2:] * flip, vector[..., :2] * flip


def _rendered(name: str, folder: Path, arguments: argparse.Namespace) -> bool:
    if (folder / f"{name}.{arguments.frames:04d}.exr").exists():
        return True
    named = os.environ.get("SECONDUNIT_BLENDER_PYTHON")
    places = [Path(named)] if named else sorted(ROOT.glob(".venv-blender-*/bin/python"))
    if not places:
        return False
    folder.mkdir(parents=True, exist_ok=True)
    script = ROOT / "benchmarks" / "source" / "flow_scene.py"
    sizes = [str(arguments.width), str(arguments.height), str(arguments.frames)]
    subprocess.run([places[0], script, name, folder, *sizes], check=True, stdout=subprocess.DEVNULL)
    return True


if __name__ == "__main__":
    sys.exit(main())
