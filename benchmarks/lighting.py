"""Light in a volume against a path tracer: brightest and darkest third of the picture, and its likeness.

    python -m benchmarks.lighting

Mitsuba's `volpath` traced one plume (`benchmarks/reference/cloud.py`), thin and thick, g 0.3 and 0.7, albedo
0.62 and 0.9, lit from the side, from the top and from behind. Ours draws the same cells with the same camera;
what `light.brightness` multiplies light by is taken away, and one gain for all cases is printed and applied.
Printed for each case: the light of the third of the covered pixels that the reference shows brightest, and of
the third that it shows darkest, over the reference's; and the correlation. The goal is 15 % for each third
and 0.95; of a shadow that is below a hundredth of the lit third, 1 % of the lit third.
"""

from __future__ import annotations

import sys
import time
from itertools import product

import numpy as np
import numpy.typing as npt

from secondunit.elements.kernels import over, singles, zeros
from secondunit.elements.optics.camera import Camera
from secondunit.elements.optics.eddies import STILL
from secondunit.elements.optics.holdout import UNHIDDEN
from secondunit.elements.optics.light import SIDES, light_volume
from secondunit.elements.optics.march import View, march, occupied_blocks
from secondunit.elements.optics.rays import pixel_rays
from secondunit.elements.optics.volume import Volume
from secondunit.elements.sampling import spans
from secondunit.wire.picture import Format

from .reference.cloud import (
    ACROSS,
    ALBEDOS,
    CELL,
    EXTINCTIONS,
    EYE,
    FORWARD,
    KEYS,
    LOW,
    RECORD,
    SIZE,
    cloud,
    toward,
)

#: Rays along a pixel of the reference.
RAYS = 3
Numbers = npt.NDArray[np.float64]


def drawn(
    volume: Volume, extinction: float, forward: float, albedo: float, key: str
) -> tuple[Numbers, Numbers]:
    """The key's pass and alpha at the reference's size."""
    width, height = SIZE[0] * RAYS, SIZE[1] * RAYS
    axes = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, -1.0)
    camera = Camera(*EYE, *axes, ACROSS, ACROSS * height / width, Format(width, height))
    lit = light_volume(volume, albedo, forward, camera, extinction, toward(key))
    beauty, sides = zeros(height, width, 4), zeros(height, width, 7)
    depth, opacity = zeros(height, width, 1), zeros(height, width, 1)
    view = singles(
        View, extinction * CELL, lit.cut, lit.start, 1.0, 0.0, lit.once, lit.forward, width, height
    )
    over(
        march, height, volume.density, lit.direct, lit.spread, lit.toward, occupied_blocks(volume),
        zeros(1, 1, 1, 3), pixel_rays(camera, LOW, CELL), view, 0, 0, UNHIDDEN,
        np.ones(3, np.float32), np.ones((7, 3), np.float32), STILL, beauty, sides, depth, opacity,
        zeros(height, width, 1, 3),
    )  # fmt: skip
    small = [
        layer.reshape(SIZE[1], RAYS, SIZE[0], RAYS).mean(axis=(1, 3), dtype=np.float64)
        for layer in (sides[..., len(SIDES)] * (0.25 * albedo / lit.once), beauty[..., 3])
    ]
    return small[0], small[1]


def main() -> int:
    """Print every case; 1 where a goal is missed."""
    record = np.load(RECORD)
    print(f"Reference: {record['made_by']}.")
    traced = record["radiance"].astype(np.float64)
    dense = cloud()
    low, high = spans(dense, 0.0, 2)
    volume = Volume(dense, low, high, *LOW, CELL)
    cases = list(product(range(len(ALBEDOS)), range(len(EXTINCTIONS)), range(len(FORWARD)), KEYS))
    start, ours = time.process_time(), []
    for n, thick, g, key in cases:
        ours.append(drawn(volume, list(EXTINCTIONS.values())[thick], FORWARD[g], ALBEDOS[n], key))
    seconds = (time.process_time() - start) / len(cases)
    references = [traced[n, thick, g, list(KEYS).index(key)] for n, thick, g, key in cases]
    ratios = [r.sum() / picture.sum() for (picture, _), r in zip(ours, references, strict=True)]
    gain = float(np.exp(np.mean(np.log(ratios))))
    print(f"Gain {gain:.3f}; {seconds:.2f} s of processor time a picture.")
    missed = 0
    for (n, thick, g, key), (picture, alpha), reference in zip(cases, ours, references, strict=True):
        lit, shadow, dark, likeness = thirds(gain * picture, reference, alpha)
        good = abs(lit - 1.0) <= 0.15 and likeness >= 0.95
        good &= abs(shadow - 1.0) <= 0.15 or (dark < 0.01 and abs(shadow - 1.0) * dark <= 0.01)
        missed += not good
        print(
            f"albedo {ALBEDOS[n]}, {list(EXTINCTIONS)[thick]:5}, g {FORWARD[g]}, key {key:4}: lit third"
            f" {lit:.2f}, shadow third {shadow:.2f} (at {dark:.4f} of the lit), correlation {likeness:.3f}"
            f"{'' if good else '  not met'}"
        )
    return 1 if missed else 0


def thirds(picture: Numbers, reference: Numbers, alpha: Numbers) -> tuple[float, float, float, float]:
    """Lit and shadow third over the reference's, how dark its shadow is beside its lit third, correlation."""
    covered = alpha > 0.1
    order = np.argsort((reference / np.maximum(alpha, 1e-6))[covered])
    third = len(order) // 3
    ours, right = picture[covered][order], reference[covered][order]
    lit, dark = right[-third:].sum(), right[:third].sum()
    likeness = float(np.corrcoef(ours, right)[0, 1])
    return ours[-third:].sum() / lit, ours[:third].sum() / dark, dark / lit, likeness


if __name__ == "__main__":
    sys.exit(main())
