"""The match of a plate: what its measurement takes, and how right it is on what is known.

    python -m benchmarks.plate_match [--size 1920x1080] [--frames 24] [--only grain|sharpness|shutter|whole]

The plate is made by tests/models/grainy_plate.py, which shares nothing with what measures it: a scene that
pans by part of a pixel, and noise by a sensor's law, blurred. Goals: 60 s of processor; the deviation within
8 % on the mean and 15 % in any band, an octave within 1.5 dB, likeness in time within 0.05.

Sharpness and shutter are of boards that tests/models/edged_plate.py draws: blur within 10 %, the angle within
15 %. `whole` is all of a match of files on disk, read and measured.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from secondunit.models.plate_match.measurement import measure_grain
from secondunit.wire import Format, FrameRange

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Measure, and print a line each."""
    read = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    read.add_argument("--size", default="1920x1080")
    read.add_argument("--frames", type=int, default=24)
    parts = {"grain": grain, "sharpness": sharpness, "shutter": shutter, "whole": whole}
    read.add_argument("--only", choices=parts, default="")
    given = read.parse_args()
    sys.path.insert(0, str(ROOT))
    size = Format.parse(given.size)
    print(f"plate_match: {size}, {given.frames} frames, load of the machine {os.getloadavg()[0]:.1f}")
    for name, part in parts.items():
        if given.only in ("", name):
            part(size, given.frames)


def grain(size: Format, count: int) -> None:
    """Grain by a sensor's law, still, panning and lasting."""
    from tests.models.grainy_plate import Truth, plate

    for name, truth, pan in (
        ("still", Truth(), (0.0, 0.0)),
        ("panning", Truth(), (2.4, 0.7)),
        ("lasting", Truth(correlation=0.3), (0.0, 0.0)),
    ):
        frames = plate(truth, size.height, size.width, count, pan)
        began = time.process_time()
        measured = measure_grain(frames.__getitem__, FrameRange(min(frames), max(frames)))
        seconds = time.process_time() - began
        off = [
            abs(band.deviation / float(truth.deviation(band.exposure)) - 1.0)
            for channel in measured.channels
            for band in channel.bands
        ]
        apart = [
            abs(level - wanted)
            for channel in measured.channels
            for level, wanted in zip(channel.octaves, truth.octaves(), strict=True)
        ]
        print(
            f"plate_match: {name}: {seconds:.1f} s of processor; deviation off by {100 * np.mean(off):.1f} % "
            f"on the mean, {100 * max(off):.1f} % at worst, of {len(off)} bands; octaves by {max(apart):.2f} "
            f"dB; likeness in time {measured.correlation:.3f} for {truth.correlation:g}"
        )


def sharpness(size: Format, count: int) -> None:
    """Boards of a known blur, with grain of a hundredth."""
    from tests.models.edged_plate import still

    from secondunit.models.plate_match.edges import edges
    from secondunit.models.plate_match.sharpness import REACH, blur_of

    for sigma in (0.5, 0.8, 1.2, 2.0, 3.0):
        picture = still(sigma, 0.01, size.height // 2, size.width // 2)
        began = time.process_time()
        found = edges(picture, REACH)
        blur = blur_of(found)
        seconds = time.process_time() - began
        off = max(abs(channel.sigma / sigma - 1) for channel in blur or ()) if blur else float("nan")
        print(
            f"plate_match: blur of {sigma:g} pixels: off by {100 * off:.1f} % in the worst channel, "
            f"{len(found)} edges, {seconds:.1f} s of processor"
        )


def shutter(size: Format, count: int) -> None:
    """Boards that move, by angles and speeds."""
    from tests.models.edged_plate import moving

    from secondunit.models.flow.dense import flow
    from secondunit.models.plate_match.edges import edges
    from secondunit.models.plate_match.shutter import REACH, shutter_of

    for angle, speed in ((45.0, (14.0, 5.0)), (90.0, (10.0, -4.0)), (180.0, (9.0, 3.0)), (300.0, (7.0, 2.0))):
        frames = moving(speed, angle, noise=0.005, height=size.height // 2, width=size.width // 2)
        one, other = frames[1001], frames[1002]
        found = edges(one, REACH)
        vectors = flow(one, other).vectors
        motion = np.array([vectors[int(edge.row), int(edge.column)] for edge in found], np.float64)
        open_ = shutter_of(found, motion)
        text = (
            "not measurable" if open_ is None else f"{open_.angle:.1f} give or take {open_.uncertainty:.1f}"
        )
        print(f"plate_match: shutter of {angle:g} degrees at {speed}: {text}, {len(found)} edges")


def whole(size: Format, count: int) -> None:
    """All of a match of a panned plate with grain, as half-float EXR on disk."""
    from tests.models.edged_plate import moving
    from tests.models.grainy_plate import Truth, noise

    from secondunit.engines.plate_match import match_plate
    from secondunit.media.config import open_config
    from secondunit.media.exr import write_exr
    from secondunit.media.footage import inspect_plate
    from secondunit.media.picture import RGB, Picture
    from secondunit.wire import ColorSpace

    truth = Truth()
    with tempfile.TemporaryDirectory() as folder:
        made = moving((9.0, 3.0), 180.0, frames=count, height=size.height, width=size.width)
        for number, pixels in made.items():
            unit = noise(truth, size.height, size.width, 1, seed=number)[0]
            grainy = pixels + (truth.deviation(pixels) * unit).astype(np.float32)
            write_exr(Path(folder) / f"wall.{number}.exr", Picture.of(grainy.astype(np.float32), RGB))
        config = open_config("")
        plate = inspect_plate(f"{folder}/wall.%04d.exr", config)
        began = time.process_time()
        match = match_plate(replace(plate, colorspace=ColorSpace("ACEScg")), config)
        seconds = time.process_time() - began
    angle = f"{match.shutter.angle:.0f} degrees of 180" if match.shutter else "not measurable"
    bands = sum(len(part.bands) for part in match.grain)
    print(
        f"plate_match: all of it: {seconds:.1f} s of processor; blur {match.blur[1].sigma:.2f} px of 0.8, "
        f"shutter {angle}, {match.edges} edges, {bands} bands of grain"
    )


if __name__ == "__main__":
    main()
