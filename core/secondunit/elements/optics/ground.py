"""What an element does to the ground: the key light and the sky that it stops, the light that it throws.

All of it is found on maps of the ground, so that it is as fine at any size of picture and stands still under
a camera that moves, and then looked up where each pixel's ray meets the ground.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from secondunit.elements.kernels import Field, inner, kernel, over, zeros
from secondunit.wire.picture import Window

from .camera import Camera
from .ground_maps import Stuff, light_map, shadow_map, sky_map
from .rays import pixel_rays

#: The layers and how many channels each has.
GROUND_LAYERS = {"ground_shadow": 1, "ground_occlusion": 1, "ground_light": 3}


def ground_layers(
    camera: Camera, window: Window, level: float, stuff: Stuff, key: tuple[float, float, float], held: Field,
    exposure: float = 1.0,
) -> dict[str, Field]:  # fmt: skip
    """What is seen of it on the ground at the height `level`, as layers over a window.

    ground_shadow: the share of the key light (toward `key`) that is stopped, 0 to 1. ground_occlusion: the
    share of an even sky's. ground_light: RGB, what a white ground of light `exposure` gains, as a multiple of
    what is there: plate x ground_light is added. `held` is what hides the ground (`holdout_of`).
    """
    layers = {name: zeros(window.height, window.width, count) for name, count in GROUND_LAYERS.items()}
    inner_part = stuff.within()
    if inner_part is None or camera.y <= level:
        return layers
    shadow, sky = shadow_map(inner_part, level, key), sky_map(inner_part, level)
    light, reach = light_map(inner_part, level)
    eye = pixel_rays(camera, (0.0, level, 0.0), 1.0)
    size = np.array([camera.format.width, camera.format.height], np.float32)
    over(
        _look_up, window.height, eye, size, window.x, window.y,
        shadow.values, np.array([shadow.x, shadow.z, shadow.cell]), sky.values,
        np.array([sky.x, sky.z, sky.cell]), light, reach, np.float32(1.0 / exposure), held,
        layers["ground_shadow"], layers["ground_occlusion"], layers["ground_light"],
        work=window.height * window.width * 4,
    )  # fmt: skip
    return layers


@inner
def _at(values: Field, place: npt.NDArray[np.float64], x: float, z: float) -> float:
    """A map at a place of the ground, 0 beyond its ends."""
    u, v = (x - place[0]) / place[2], (z - place[1]) / place[2]
    rows, columns = values.shape[0], values.shape[1]
    if not (0.0 <= u <= columns - 1.0 and 0.0 <= v <= rows - 1.0):
        return 0.0
    i, j = min(int(u), max(columns - 2, 0)), min(int(v), max(rows - 2, 0))
    tx, tz = u - i, v - j
    i1, j1 = min(i + 1, columns - 1), min(j + 1, rows - 1)
    near = (1.0 - tx) * values[j, i, 0] + tx * values[j, i1, 0]
    far = (1.0 - tx) * values[j1, i, 0] + tx * values[j1, i1, 0]
    return float((1.0 - tz) * near + tz * far)


@kernel
def _look_up(
    begin: int, end: int, eye: Field, size: Field, left: int, top: int, shadow: Field,
    shadow_at: npt.NDArray[np.float64], sky: Field, sky_at: npt.NDArray[np.float64], light: Field,
    reach: float, gain: np.float32, held: Field, out_shadow: Field, out_sky: Field, out_light: Field,
) -> None:  # fmt: skip
    """The maps where rays of rows `begin` to `end` meet the ground, at height 0 of the eye's world."""
    rings, spokes = light.shape[0], light.shape[1]
    for row in range(begin, end):
        for column in range(out_shadow.shape[1]):
            across = float(left + column) + 0.5 - 0.5 * size[0]
            down = float(top + row) + 0.5 - 0.5 * size[1]
            dy = float(eye[1, 1]) + across * eye[2, 1] + down * eye[3, 1]
            if dy >= -1e-6:
                continue
            deep = -float(eye[0, 1]) / dy
            x = eye[0, 0] + deep * (float(eye[1, 0]) + across * eye[2, 0] + down * eye[3, 0])
            z = eye[0, 2] + deep * (float(eye[1, 2]) + across * eye[2, 2] + down * eye[3, 2])
            seen = 1.0
            if held.shape[0] > 0 and deep > held[row, column, 0]:
                seen = float(held[row, column, 1])
            out_shadow[row, column, 0] = np.float32(seen * _at(shadow, shadow_at, x, z))
            out_sky[row, column, 0] = np.float32(seen * _at(sky, sky_at, x, z))
            ring = 8.0 * np.arcsinh(np.sqrt(x * x + z * z) / reach)
            if ring >= rings - 1.0:
                continue
            spoke = np.arctan2(z, x) / (2.0 * np.pi) * spokes
            spoke = spoke + spokes if spoke < 0.0 else spoke
            i, j = int(spoke) % spokes, int(ring)
            tx, tz = spoke - int(spoke), ring - j
            i1 = (i + 1) % spokes
            # Light falls off over a ring as a power of the distance: its logarithm is even.
            for n in range(3):
                near = (1.0 - tx) * light[j, i, n] + tx * light[j, i1, n]
                far = (1.0 - tx) * light[j + 1, i, n] + tx * light[j + 1, i1, n]
                value = near + tz * (far - near)
                if near > 1e-12 and far > 1e-12:
                    value = near * (far / near) ** tz
                out_light[row, column, n] = np.float32(seen * value) * gain
