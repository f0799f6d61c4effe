"""How near a clean plate comes to the truth, on frames that Blender rendered with and without the thing.

    python -m benchmarks.clean_plate [--frames 24] [--width 640] [--height 360] [--set plane ...] [--keep F]

Grain of 3/255 of a display's code is added. Printed for each set: the peak signal-to-noise ratio in the
hole as a display shows it, before grain is put back (mean and worst frame); the fill's flicker from frame
to frame; how sharp the hole is over the truth; how strong the grain in it is over the plate's; processor
time a frame. `light` is `plane` under a light that rises by half and flickers by a tenth. `extend` cuts 48
pixels off each side of `plane` without thing or grain, and says how near what other frames saw comes;
`extend_grain` does so of frames with grain, which is not put back.
Needs Blender's Python: SECONDUNIT_BLENDER_PYTHON, or `.venv-blender-*` at the root.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import OpenImageIO as oiio

from secondunit.models.clean_plate.cleaning import CleanFrame, CleaningSettings, clean, second_depth
from secondunit.models.clean_plate.extension import Border, extend
from secondunit.models.clean_plate.plate import MattedPlate
from secondunit.models.clean_plate.survey import survey
from secondunit.wire.frames import FrameRange

ROOT = Path(__file__).parents[1]
GRAIN = 3.0 / 255.0
#: In decibels: mean and worst.
GOALS = {
    "plane": (42.0, 38.0), "light": (40.0, 0.0), "shake": (35.0, 0.0), "depths": (30.0, 0.0),
    "extend": (42.0, 38.0), "extend_grain": (42.0, 38.0),
}  # fmt: skip
#: Frames that others are rendered for.
FRAMES_OF = {"light": "plane", "extend": "plane", "extend_grain": "plane"}
#: What an extension is asked to give back on each side, in pixels.
CUT = 48
Pixels = npt.NDArray[np.float32]
Frames = dict[int, Pixels]


def main() -> int:
    """Print every set's figures; 1 where a goal is missed, or nothing can render."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=24)
    parser.add_argument("--width", type=int, default=640)
    parser.add_argument("--height", type=int, default=360)
    parser.add_argument("--set", nargs="+", choices=sorted(GOALS), default=sorted(GOALS))
    parser.add_argument(
        "--keep", type=Path, help="a folder for the rendered frames; used where they are there"
    )
    arguments = parser.parse_args()
    missed = 0
    with tempfile.TemporaryDirectory() as scratch:
        for name in arguments.set:
            folder = (arguments.keep or Path(scratch)) / FRAMES_OF.get(name, name)
            if not _rendered(folder, arguments):
                print("No Python of Blender: python3 installers/setup.py makes .venv-blender-*.")
                return 1
            measured = _extended if name.startswith("extend") else _measured
            missed += not measured(name, folder, arguments.frames)
    return 1 if missed else 0


def _measured(name: str, folder: Path, count: int) -> bool:
    truth, matte, pixels = _frames(folder, count, name == "light")
    plate = MattedPlate(FrameRange(1, count), pixels.__getitem__, matte.__getitem__)
    start = time.process_time()
    seen = survey(plate, CleaningSettings().grow)
    plain = {frame.frame: frame for frame in clean(plate, seen, CleaningSettings(grain=False))}
    seconds = (time.process_time() - start) / count
    grain = {frame.frame: frame for frame in clean(plate, seen, CleaningSettings())}
    levels = [_decibels(plain[at].pixels, truth[at], plain[at].alpha >= 1.0) for at in plain]
    mean, worst = float(np.mean(levels)), min(levels)
    good = mean >= GOALS[name][0] and worst >= GOALS[name][1]
    sharp = [_edges(plain[at].pixels, plain[at]) / _edges(truth[at], plain[at]) for at in plain]
    strength = [_strength(grain[at], plain[at], pixels[at], truth[at]) for at in plain]
    print(
        f"{name}: {mean:.1f} dB, worst {worst:.1f}; flicker "
        f"{np.mean([frame.flicker for frame in plain.values()]):.2f}/255; "
        f"sharpness over the truth's {np.mean(sharp):.2f} (most {max(sharp):.2f}); "
        f"grain over the plate's {np.mean(strength):.2f}; "
        f"second depth {'yes' if second_depth(seen) else 'no'}; "
        f"{seconds:.2f} s of processor time a frame of {seen.size[1]}x{seen.size[0]}"
        f"{'' if good else '  not met'}"
    )
    return good


def _extended(name: str, folder: Path, count: int) -> bool:
    whole, _, _ = _frames(folder, count, False)
    shot = _grained(whole) if name == "extend_grain" else whole
    cut = {at: np.ascontiguousarray(pixels[CUT:-CUT, CUT:-CUT]) for at, pixels in shot.items()}
    height, width = cut[1].shape[:2]
    nothing = np.zeros((height, width), np.float32)
    plate = MattedPlate(FrameRange(1, count), cut.__getitem__, lambda frame: nothing)
    start = time.process_time()
    frames = list(extend(plate, Border(CUT, CUT, CUT, CUT), grain=False))
    seconds = (time.process_time() - start) / count
    levels, shares = [], []
    for frame in frames:
        around = np.ones(frame.never_seen.shape, np.bool_)
        around[CUT:-CUT, CUT:-CUT] = False
        seen = around & (frame.never_seen == 0.0)
        shares.append(float(seen.sum() / around.sum()))
        levels.append(_decibels(frame.pixels, whole[frame.frame], seen))
    mean, worst = float(np.mean(levels)), min(levels)
    good = mean >= GOALS[name][0] and worst >= GOALS[name][1]
    print(
        f"{name}: {mean:.1f} dB, worst {worst:.1f}, where other frames saw it "
        f"({100 * np.mean(shares):.0f} % of what was cut off); {seconds:.2f} s of processor time a frame of "
        f"{width + 2 * CUT}x{height + 2 * CUT}{'' if good else '  not met'}"
    )
    return good


def _frames(folder: Path, count: int, light: bool) -> tuple[Frames, Frames, Frames]:
    chance = np.random.default_rng(0)
    truth: Frames = {}
    matte: Frames = {}
    pixels: Frames = {}
    for frame in range(1, count + 1):
        clear = _read(folder / f"clean.{frame:04d}.exr")[..., :3]
        thing = _read(folder / f"thing.{frame:04d}.exr")
        gain = (1.0 + 0.5 * frame / count) * (1.0 + 0.1 * chance.uniform(-1, 1)) if light else 1.0
        picture = (thing[..., :3] + (1.0 - thing[..., 3:]) * clear) * gain
        truth[frame] = np.asarray(clear * gain, np.float32)
        matte[frame] = np.ascontiguousarray(thing[..., 3])
        pixels[frame] = _grainy(np.asarray(picture, np.float32), chance)
    return truth, matte, pixels


def _grained(frames: Frames) -> Frames:
    chance = np.random.default_rng(0)
    return {at: _grainy(picture, chance) for at, picture in frames.items()}


def _grainy(picture: Pixels, chance: np.random.Generator) -> Pixels:
    """A picture with grain of `GRAIN` in a display's codes."""
    noise = np.stack(
        [cv2.GaussianBlur(chance.normal(size=picture.shape[:2]), (0, 0), 0.6) for _ in range(3)], 2
    )
    slope = 1.055 / 2.4 * np.maximum(picture, 0.0031308) ** (1 / 2.4 - 1)
    return np.asarray(picture + noise / noise.std() * GRAIN / slope, np.float32)


def _rendered(folder: Path, arguments: argparse.Namespace) -> bool:
    if (folder / f"thing.{arguments.frames:04d}.exr").exists():
        return True
    named = os.environ.get("SECONDUNIT_BLENDER_PYTHON")
    places = [Path(named)] if named else sorted(ROOT.glob(".venv-blender-*/bin/python"))
    if not places:
        return False
    folder.mkdir(parents=True, exist_ok=True)
    script = ROOT / "benchmarks" / "source" / "clean_plate_scene.py"
    sizes = [str(arguments.width), str(arguments.height), str(arguments.frames)]
    subprocess.run([places[0], script, folder.name, folder, *sizes], check=True, stdout=subprocess.DEVNULL)
    return True


def _read(path: Path) -> Pixels:
    return np.asarray(oiio.ImageBuf(str(path)).get_pixels(oiio.FLOAT), np.float32)


def _display(linear: Pixels) -> Pixels:
    cut = np.clip(linear, 0.0, 1.0)
    return np.asarray(np.where(cut <= 0.0031308, 12.92 * cut, 1.055 * cut ** (1 / 2.4) - 0.055), np.float32)


def _decibels(one: Pixels, other: Pixels, where: npt.NDArray[np.bool_]) -> float:
    return float(-10.0 * np.log10(np.mean((_display(one)[where] - _display(other)[where]) ** 2)))


def _edges(pixels: Pixels, frame: CleanFrame) -> float:
    inner = cv2.erode((frame.alpha >= 1.0).astype(np.uint8), np.ones((9, 9))) > 0
    soft = cv2.GaussianBlur(_display(pixels).mean(axis=2), (0, 0), 1.0)
    return float(cv2.Laplacian(soft, cv2.CV_32F)[inner].std())


def _strength(grain: CleanFrame, plain: CleanFrame, plate: Pixels, truth: Pixels) -> float:
    ours = (_display(grain.pixels) - _display(plain.pixels))[grain.alpha >= 1.0]
    own = (_display(plate) - _display(truth))[grain.alpha == 0.0]
    return float(np.median(np.abs(ours)) / np.median(np.abs(own)))


if __name__ == "__main__":
    sys.exit(main())
