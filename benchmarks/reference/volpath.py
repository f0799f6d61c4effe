"""Make the path-traced reference of `benchmarks.lighting` again, by Mitsuba.

    pip install mitsuba==3.9.1 && python -m benchmarks.reference.volpath

Integrator `volpath` of Jakob and others, "Mitsuba 3 renderer", without a limit to the orders of scattering;
variant `scalar_rgb`, which needs no LLVM; 320 samples a pixel: about half an hour on one core. Mitsuba is no
dependency of this project: a scratch environment that has it and this project is enough.
"""

from __future__ import annotations

from math import atan, degrees, pi
from typing import Any

import numpy as np

from .cloud import (
    ACROSS,
    ALBEDOS,
    CELL,
    EXTINCTIONS,
    EYE,
    FORWARD,
    KEYS,
    LOW,
    RECORD,
    SHAPE,
    SIZE,
    cloud,
    toward,
)

SAMPLES = 320


def traced(mitsuba: Any, extinction: float, forward: float, albedo: float, key: str) -> Any:
    """Radiance of the cloud, (height, width), lit by an irradiance of pi."""
    transform = mitsuba.ScalarTransform4f
    size = [CELL * n for n in SHAPE]
    cells = transform().translate(list(LOW)).scale(size)
    half = [0.5 * length for length in size]
    middle = [low + length for low, length in zip(LOW, half, strict=True)]
    scene = mitsuba.load_dict(
        {
            "type": "scene",
            "integrator": {"type": "volpath", "max_depth": -1, "rr_depth": 12, "hide_emitters": True},
            "sensor": {
                "type": "perspective",
                "fov_axis": "x",
                "fov": degrees(2.0 * atan(0.5 * ACROSS)),
                "to_world": transform().look_at(origin=list(EYE), target=[0.0, EYE[1], 0.0], up=[0, 1, 0]),
                "film": {
                    "type": "hdrfilm",
                    "width": SIZE[0],
                    "height": SIZE[1],
                    "rfilter": {"type": "box"},
                    "pixel_format": "luminance",
                },
                "sampler": {"type": "independent", "sample_count": SAMPLES},
            },
            "key": {
                "type": "directional",
                "direction": [-part for part in toward(key)],
                "irradiance": {"type": "rgb", "value": [pi] * 3},
            },
            "box": {
                "type": "cube",
                "to_world": transform().translate(middle).scale(half),
                "bsdf": {"type": "null"},
                "interior": {
                    "type": "heterogeneous",
                    "sigma_t": {
                        "type": "gridvolume",
                        "grid": mitsuba.VolumeGrid(cloud()[..., None].copy()),
                        "to_world": cells,
                    },
                    "scale": extinction,
                    "albedo": albedo,
                    "phase": {"type": "hg", "g": forward},
                },
            },
        }
    )
    image = np.array(mitsuba.render(scene, seed=1))
    return image.reshape(SIZE[1], SIZE[0], -1)[..., 0]


def main() -> None:
    """Trace every case and record it."""
    import mitsuba  # type: ignore[import-not-found]

    mitsuba.set_variant("scalar_rgb")
    images = [
        traced(mitsuba, extinction, forward, albedo, key)
        for albedo in ALBEDOS
        for extinction in EXTINCTIONS.values()
        for forward in FORWARD
        for key in KEYS
    ]
    shape = (len(ALBEDOS), len(EXTINCTIONS), len(FORWARD), len(KEYS), SIZE[1], SIZE[0])
    np.savez_compressed(
        RECORD,
        radiance=np.array(images, np.float16).reshape(shape),
        made_by=f"Mitsuba {mitsuba.__version__}, volpath, scalar_rgb, {SAMPLES} samples a pixel",
    )


if __name__ == "__main__":
    main()
