"""Depth, normals, edges and masks from what Workbench draws of a scene. Knows no Blender.

Workbench gives depth along the camera's axis and a picture lit by the matcap of normals. A matcap is looked
up by the normal as it is seen along each pixel's own ray, not along the camera's axis, so that the ray is
turned out of it again. Source: `matcap_uv_compute` in workbench_common_lib.glsl (Blender).
"""

from __future__ import annotations

from math import cos, radians

import numpy as np
import numpy.typing as npt

from secondunit.wire import CameraSample, Format

Plane = npt.NDArray[np.float32]
#: The matcap of Blender whose colours are normals: x to the right, y up.
MATCAP = "check_normal+y.exr"
#: Depth beyond this is that of nothing; Workbench writes 1e10.
NOWHERE = 1e9
#: Codes in the matcap's picture, -1 to 1, where a normal is `_NORMALS` to the right or up (measured in the
#: file of 4.5 to 5.2, whose ball is neither quite round nor quite in the middle).
_CODES = (-1.05, -0.9458, -0.8346, -0.7248, -0.6168, -0.5106, -0.4068, -0.3035, -0.201, -0.1005, 0.0012,
          0.101, 0.1994, 0.2979, 0.3957, 0.4934, 0.5903, 0.687, 0.7825, 0.8782, 0.973)  # fmt: skip
_NORMALS = np.linspace(-0.98, 0.98, len(_CODES))
#: From this far out the ball's rim is not told from what is around it.
_RIM = 0.95
#: A step in the inverse depth of this share is an edge, and a bend of the surface by so many degrees.
_STEP, _BEND = 0.02, 20.0
#: What is as near as what is seen, but for this share, is what is seen.
_SAME = 1e-5


def depth_of(distance: Plane, metres: float) -> Plane:
    """The depth in metres, 0 where nothing is; `distance` is in units of so many metres."""
    return np.where(distance < NOWHERE, distance * np.float32(metres), 0).astype(np.float32)


def normals_of(colors: Plane, there: npt.NDArray[np.bool_], sample: CameraSample, format: Format) -> Plane:
    """Normals in the camera's space, (height, width, 3): x right, y up, z towards the camera.

    `colors` (height, width, 3) are those of the matcap, linear; where nothing is `there` they are 0.
    """
    seen = 2.0 * _srgb_codes(colors) - 1.0
    across, up = (np.interp(seen[..., part], _CODES, _NORMALS).astype(np.float32) for part in (0, 1))
    out = across**2 + up**2
    towards = np.where(out < _RIM**2, np.sqrt(np.maximum(1.0 - out, 0.0)), np.maximum(seen[..., 2], 0.0))
    x, y, z = _towards_camera(sample, format)
    a = 1.0 / (1.0 + z)
    b = -x * y * a
    normals = np.stack(
        [
            across * (1.0 - x * x * a) + up * b + towards * x,
            across * b + up * (1.0 - y * y * a) + towards * y,
            -across * x - up * y + towards * z,
        ],
        axis=-1,
    )
    normals /= np.maximum(np.linalg.norm(normals, axis=-1, keepdims=True), 1e-6)
    return np.where(there[..., None], normals, 0.0).astype(np.float32)


def edges_of(depth: Plane, normals: Plane) -> Plane:
    """Outlines and creases, 1 or 0: where what is near ends, and where a surface bends.

    On a plane the inverse of the depth is linear over the picture, so that no slope is taken for a step.
    """
    near = np.divide(1.0, depth, out=np.zeros_like(depth), where=depth > 0.0)
    found = np.zeros(depth.shape, bool)
    for axis in (0, 1):
        line, lines = np.moveaxis(near, axis, 0), np.moveaxis(found, axis, 0)
        lines[1:-1] |= 2.0 * line[1:-1] - line[:-2] - line[2:] > _STEP * line[1:-1]
        turned = np.moveaxis(normals, axis, 0)
        alike = np.sum(turned[1:] * turned[:-1], axis=-1)
        flat = np.abs(line[1:] - line[:-1]) < _STEP * np.maximum(line[1:], line[:-1])
        lines[:-1] |= flat & (line[1:] > 0.0) & (line[:-1] > 0.0) & (alike < cos(radians(_BEND)))
    return found.astype(np.float32)


def mask_of(own: Plane, distance: Plane) -> Plane:
    """Where an object is seen, 1 or 0: its `own` distance is that of all that is seen."""
    return ((own < NOWHERE) & (own <= distance * np.float32(1.0 + _SAME))).astype(np.float32)


def _srgb_codes(linear: Plane) -> Plane:
    """Code values of sRGB (IEC 61966-2-1): the matcap's picture holds them."""
    return np.where(
        linear <= 0.0031308, 12.92 * linear, 1.055 * np.maximum(linear, 1e-9) ** (1 / 2.4) - 0.055
    ).astype(np.float32)


def _towards_camera(sample: CameraSample, format: Format) -> tuple[Plane, Plane, Plane]:
    """The way from each pixel to the camera, of length one."""
    tall = sample.tall or sample.back * format.height / (format.width * format.pixel_aspect)
    across = (np.arange(format.width) + 0.5) / format.width - 0.5 + sample.shift_x
    down = (np.arange(format.height) + 0.5) / format.height - 0.5 - sample.shift_y
    x, y = np.meshgrid(-across * sample.back / sample.focal, down * tall / sample.focal)
    length = np.sqrt(x * x + y * y + 1.0)
    return (x / length).astype(np.float32), (y / length).astype(np.float32), (1.0 / length).astype(np.float32)
