"""Detail down to the pixel: the spectrum of a smoke's luminance at 1920 and 3840 wide, its cost and memory.

    python -m benchmarks.spectrum [--kind smoke] [--frames 2] [--cells 160]

One plume is simulated and its last frame drawn at both widths, each in a process of its own. Printed for each
width: the slope of the power of the luminance in three bands (a square about the brightest part, 512 pixels
wide at 1920, its edges faded out), with detail and without; processor time of the frame once all is compiled;
peak memory of the process. Turbulence has -11/3; the goal is -3.2 to -4.2 in every band. Last, the power
below four pixels of the larger picture over that of the smaller one enlarged by a cubic spline: 1 is nothing
new.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from secondunit.elements import Scene, kind
from secondunit.elements.kernels import Field
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

#: In pixels.
BANDS = ((64.0, 16.0), (16.0, 6.0), (6.0, 2.5))
SIZES = (Format(1920, 1080), Format(3840, 2160))
GOAL = -4.2, -3.2
LUMINANCE = np.array([0.2722287, 0.6740818, 0.0536895], np.float32)
Numbers = npt.NDArray[np.float64]


def main() -> int:
    """Print every figure; 1 where a slope misses its goal."""
    arguments = _parser().parse_args()
    if arguments.draw:
        return _draw(arguments)
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder)
        scene = _scene(arguments, SIZES[0], 1.0)
        start = time.process_time()
        kind(scene.kind).simulate(
            scene, cache, FrameRange(1, arguments.frames), lambda done, text: None, lambda: False
        )
        print(f"{scene.kind}, {arguments.cells} cells: simulated in {time.process_time() - start:.0f} s.")
        pictures = []
        for format in SIZES:
            for detail in (1.0, 0.0):
                facts = _drawn(arguments, cache, format, detail)
                slopes = [slope(facts.picture, longest, shortest) for longest, shortest in BANDS]
                good = all(GOAL[0] <= value <= GOAL[1] for value in slopes)
                missed += detail > 0.0 and not good
                print(
                    f"{format.width} wide, detail {detail:g}: slopes "
                    + " / ".join(f"{value:.2f}" for value in slopes)
                    + f" in bands 64-16 / 16-6 / 6-2.5 px, {facts.seconds:.1f} s of processor time, "
                    + f"{facts.megabytes} MB at most{'' if good or not detail else '  not met'}"
                )
                if detail > 0.0:
                    pictures.append(facts.picture)
        print(f"Power below 4 px at 3840 over 1920 enlarged: {gained(*pictures):.1f}")
    return 1 if missed else 0


class Drawn:
    """A square of a frame's luminance, and what the frame took."""

    def __init__(self, picture: Field, seconds: float, megabytes: int) -> None:
        self.picture, self.seconds, self.megabytes = picture, seconds, megabytes


def spectrum(picture: Field) -> tuple[Numbers, Numbers]:
    """The mean power of a square picture by frequency in waves a pixel, its edges faded out."""
    size = len(picture)
    window = np.hanning(size)[:, None] * np.hanning(size)
    faded = (picture - (picture * window).sum() / window.sum()) * window
    power = np.abs(np.fft.fft2(faded)) ** 2
    axis = np.fft.fftfreq(size)
    ring = np.round(np.hypot(axis[:, None], axis) * size).astype(np.int64).ravel()
    mean = np.bincount(ring, power.ravel()) / np.bincount(ring)
    return np.arange(1, size // 2) / size, mean[1 : size // 2]


def slope(picture: Field, longest: float, shortest: float) -> float:
    """The exponent of the power between two sizes in pixels."""
    frequency, power = spectrum(picture)
    band = (frequency >= 1.0 / longest) & (frequency <= 1.0 / shortest)
    return float(np.polyfit(np.log(frequency[band]), np.log(power[band]), 1)[0])


def gained(small: Field, large: Field) -> float:
    """The power below 4 pixels of a picture over that of one of half the size, enlarged."""
    _, less = spectrum(np.asarray(ndimage.zoom(small, 2, order=3), np.float32))
    frequency, more = spectrum(large)
    fine = frequency > 0.25
    return float(more[fine].sum() / less[fine].sum())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kind", default="smoke")
    parser.add_argument("--frames", type=int, default=2)
    parser.add_argument("--cells", type=int, default=160)
    parser.add_argument(
        "--draw", nargs=4, metavar=("CACHE", "WIDTH", "DETAIL", "OUT"), help=argparse.SUPPRESS
    )
    return parser


def _scene(arguments: argparse.Namespace, format: Format, detail: float) -> Scene:
    settings = kind(arguments.kind).settings("", {"resolution": arguments.cells, "detail": detail})
    return Scene(arguments.kind, settings, 7, format, Rate(24))


def _drawn(arguments: argparse.Namespace, cache: Path, format: Format, detail: float) -> Drawn:
    """A frame drawn in another process, so that its memory is its own."""
    out = cache / "square.npy"
    words = ["--kind", arguments.kind, "--frames", str(arguments.frames), "--cells", str(arguments.cells)]
    draw = ["--draw", str(cache), str(format.width), str(detail), str(out)]
    answer = subprocess.run(
        [sys.executable, "-m", "benchmarks.spectrum", *words, *draw],
        check=True,
        capture_output=True,
        text=True,
    )
    facts = json.loads(answer.stdout)
    return Drawn(np.load(out), facts["seconds"], facts["megabytes"])


def _draw(arguments: argparse.Namespace) -> int:
    cache, width, detail, out = arguments.draw
    format = next(size for size in SIZES if size.width == int(width))
    made = kind(arguments.kind)
    # Everything is compiled on a small picture first.
    made.render(_scene(arguments, Format(64, 36), float(detail)), Path(cache), arguments.frames)
    start = time.process_time()
    frame = made.render(_scene(arguments, format, float(detail)), Path(cache), arguments.frames)
    seconds = time.process_time() - start
    luminance = frame.layers["beauty"][..., :3] @ LUMINANCE
    size = 512 * format.width // SIZES[0].width
    top, left = _about_the_light(luminance, size)
    np.save(out, luminance[top : top + size, left : left + size])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"seconds": seconds, "megabytes": peak}))
    return 0


def _about_the_light(luminance: Field, size: int) -> tuple[int, int]:
    """The corner of a square about the middle of a picture's light."""
    corner = []
    for axis in (0, 1):
        line = luminance.sum(axis=1 - axis, dtype=np.float64)
        middle = round(float((line * np.arange(len(line))).sum() / line.sum()))
        corner.append(min(max(middle - size // 2, 0), len(line) - size))
    return corner[0], corner[1]


if __name__ == "__main__":
    sys.exit(main())
