"""A person's matte against the network alone, on a rendered figure whose alpha the renderer says.

    python -m benchmarks.matte

A figure with hair turns before three walls that pan, with grain of 1.5 codes in 255. It is rendered by
Blender 4.5 in its environment, into `build/benchmarks/matte`, where it is not there yet. Errors are those
of the field: SAD, the sum of absolute differences in thousands of pixels; gradient, the sum of squared
differences of the sizes of Gaussian gradients of sigma 1.4; dtSSD, the root of the summed squared
differences between changes in time. Sources: C. Rhemann et al., "A perceptually motivated online benchmark
for image matting" (2009); M. Erofeev et al., "Perceptually motivated benchmark for video matting" (2015).
Goals: SAD 40 %, gradient 30 %, dtSSD 50 % of the network's, at most 2.5 processor seconds a frame.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.ndimage import gaussian_filter

from secondunit.media.coding import FLOAT
from secondunit.media.coding_choice import choose
from secondunit.media.config import open_config
from secondunit.media.exr import read_exr
from secondunit.models.matte.person import PersonMatte
from secondunit.models.method import Footage
from secondunit.wire import Coding, FrameRange, FrozenMap

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "build" / "benchmarks" / "matte"
FRAMES, WIDTH, SAMPLES = 4, 1920, 24
#: The seeds of the walls that the figure stands before.
BACKGROUNDS = (1, 2, 3)
GOALS = {"SAD": 0.40, "gradient": 0.30, "dtSSD": 0.50}
SECONDS = 2.5
Values = npt.NDArray[np.float32]


def figures() -> list[tuple[Values, Values]]:
    """Colour (premultiplied) and alpha of each frame, rendered first where they are not there."""
    if not all((FOLDER / f"figure.{frame:04d}.exr").is_file() for frame in range(1, FRAMES + 1)):
        FOLDER.mkdir(parents=True, exist_ok=True)
        python = ROOT / ".venv-blender-4.5" / "bin" / "python"
        script = ROOT / "benchmarks" / "source" / "matte_scene.py"
        command = [str(python), str(script), str(FOLDER), str(FRAMES), str(WIDTH), str(SAMPLES)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    read = [read_exr(FOLDER / f"figure.{frame:04d}.exr").rgba() for frame in range(1, FRAMES + 1)]
    return [(np.ascontiguousarray(one[..., :3]), np.clip(one[..., 3], 0, 1)) for one in read]


def background(seed: int, frame: int, height: int, width: int) -> Values:
    """A wall with windows, blurred as by a lens, that pans by 3 pixels a frame."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[:height, :width].astype(np.float32)
    x = x + 3 * frame
    picture = np.empty((height, width, 3), np.float32)
    picture[:] = (0.16, 0.14, 0.12)
    picture *= (1.2 - 0.5 * y / height)[..., None]
    for _ in range(60):
        left, top = random.uniform(-200, width + 200), random.uniform(-100, height)
        wide, high = random.uniform(30, 260), random.uniform(30, 320)
        inside = (x > left) & (x < left + wide) & (y > top) & (y < top + high)
        # Walls, wood and glass: of many levels, and of little colour.
        picture[inside] = random.gamma(1.2, 0.18) * random.normal(1, 0.12, 3)
    fine = gaussian_filter(random.normal(0, 1, (height, width + 64)).astype(np.float32), 3)
    picture *= (1 + 1.2 * fine[:, 3 * frame : 3 * frame + width])[..., None]
    blurred = [gaussian_filter(picture[..., at], 2.5) for at in range(3)]
    return np.maximum(np.stack(blurred, axis=2), 0.0)


def plates(truth: list[tuple[Values, Values]], seed: int) -> dict[int, Values]:
    """The figure over the background with grain that is stronger where it is brighter, as film has it."""
    made = {}
    for frame, (colour, alpha) in enumerate(truth, 1):
        plate = colour + background(seed, frame, *alpha.shape) * (1 - alpha[..., None])
        grain = np.random.default_rng(100 * seed + frame).normal(0, 1.5 / 255, plate.shape)
        made[frame] = np.asarray(plate + grain * 2 * np.sqrt(np.maximum(plate, 0.01)), np.float32)
    return made


def gradient(alpha: Values) -> Values:
    """Its size, by derivatives of a Gaussian of sigma 1.4."""
    down = gaussian_filter(alpha, 1.4, order=(1, 0))
    return np.asarray(np.hypot(down, gaussian_filter(alpha, 1.4, order=(0, 1))), np.float32)


def errors(mattes: list[Values], truth: list[Values]) -> dict[str, float]:
    """The mean of each error over the frames."""
    pairs = list(zip(mattes, truth, strict=True))
    sad = np.mean([np.abs(own - right).sum() / 1e3 for own, right in pairs])
    grad = np.mean([((gradient(own) - gradient(right)) ** 2).sum() for own, right in pairs])
    changes = [
        np.sqrt((((after[0] - own[0]) - (after[1] - own[1])) ** 2).sum()) for own, after in pairwise(pairs)
    ]
    return {"SAD": float(sad), "gradient": float(grad), "dtSSD": float(np.mean(changes))}


@dataclass(frozen=True)
class Measured:
    """Both errors on one background, the colour's mean difference in the edge, processor seconds a frame."""

    alone: dict[str, float]
    own: dict[str, float]
    fringe: float
    seconds: float


def measure(truth: list[tuple[Values, Values]], seed: int) -> Measured:
    """The network alone and the whole method, over the frames before one background."""
    pictures = plates(truth, seed)
    config, space = open_config(), "Linear Rec.709 (sRGB)"
    samples = np.concatenate([picture[::7, ::7].reshape(-1, 3) for picture in pictures.values()])
    method = PersonMatte()
    footage = Footage(
        FrameRange(1, FRAMES), pictures.__getitem__, space, config,
        choose(samples, space, config, Coding.SRGB, FLOAT),
        settings=FrozenMap({control.name: control.default for control in method.capability.controls}),
    )  # fmt: skip
    worker = method.load(footage)
    worker.frame(1)  # kernels are compiled once
    before = _processor()
    cut = [worker.frame(frame) for frame in pictures]
    seconds = (_processor() - before) / FRAMES
    alphas = [alpha for _, alpha in truth]
    fringe = np.mean([
        np.abs(one[..., :3] - colour)[(alpha > 0.05) & (alpha < 0.95)].mean()
        for one, (colour, alpha) in zip(cut, truth, strict=True)
    ])  # fmt: skip
    alone = errors([worker.network_alone(picture) for picture in pictures.values()], alphas)
    return Measured(alone, errors([one[..., 3] for one in cut], alphas), float(fringe), seconds)


def main() -> int:
    """Print each background and their mean, and 1 where a goal is missed."""
    truth = figures()
    measured = [measure(truth, seed) for seed in BACKGROUNDS]
    seconds = float(np.mean([one.seconds for one in measured]))
    missed = seconds > SECONDS
    print(f"{'':<10}{'network':>10}{'matte':>10}{'part':>8}{'goal':>8}   parts, by background")
    for name, goal in GOALS.items():
        alone, own = (float(np.mean([side[name] for side in sides])) for sides in (
            [one.alone for one in measured], [one.own for one in measured]
        ))  # fmt: skip
        parts = " ".join(f"{one.own[name] / one.alone[name]:.0%}" for one in measured)
        missed |= own / alone > goal
        print(f"{name:<10}{alone:>10.2f}{own:>10.2f}{own / alone:>8.0%}{goal:>8.0%}   {parts}")
    fringe = float(np.mean([one.fringe for one in measured]))
    print(f"colour of the edge: mean difference {fringe:.4f}")
    print(f"{seconds:.2f} processor seconds a frame, at most {SECONDS}")
    return int(missed)


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
