"""The match of a plate: what its grain's measurement takes, and how right it is on grain that is known.

    python -m benchmarks.plate_match [--size 1920x1080] [--frames 24]

The plate is made by tests/models/grainy_plate.py, which shares nothing with what measures it: a scene that
pans by part of a pixel, and noise by a sensor's law, blurred. Goals: 60 s of processor; the deviation within
8 % on the mean and 15 % in any band, an octave within 1.5 dB, likeness in time within 0.05.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
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
    given = read.parse_args()
    sys.path.insert(0, str(ROOT))
    from tests.models.grainy_plate import Truth, plate

    size = Format.parse(given.size)
    print(f"plate_match: {size}, {given.frames} frames, load of the machine {os.getloadavg()[0]:.1f}")
    for name, truth, pan in (
        ("still", Truth(), (0.0, 0.0)),
        ("panning", Truth(), (2.4, 0.7)),
        ("lasting", Truth(correlation=0.3), (0.0, 0.0)),
    ):
        frames = plate(truth, size.height, size.width, given.frames, pan)
        began = time.process_time()
        grain = measure_grain(frames.__getitem__, FrameRange(min(frames), max(frames)))
        seconds = time.process_time() - began
        off = [
            abs(band.deviation / float(truth.deviation(band.exposure)) - 1.0)
            for channel in grain.channels
            for band in channel.bands
        ]
        apart = [
            abs(level - wanted)
            for channel in grain.channels
            for level, wanted in zip(channel.octaves, truth.octaves(), strict=True)
        ]
        print(
            f"plate_match: {name}: {seconds:.1f} s of processor; deviation off by {100 * np.mean(off):.1f} % "
            f"on the mean, {100 * max(off):.1f} % at worst, of {len(off)} bands; octaves by {max(apart):.2f} "
            f"dB; likeness in time {grain.correlation:.3f} for {truth.correlation:g}"
        )


if __name__ == "__main__":
    main()
