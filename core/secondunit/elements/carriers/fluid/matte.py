"""The artist's own matte as a source: read, mended, and laid onto the emitter plane."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from secondunit.elements.kernels import Field
from secondunit.elements.kind import MatteSource
from secondunit.elements.optics.camera import Camera
from secondunit.wire.errors import BadPicture
from secondunit.wire.frames import FrameRange

from .box import Box
from .sources import Emission, matte_emission


def clean_matte(matte: object, frame: int) -> tuple[Field, int]:
    """The matte as (height, width) float32 within 0 to 1, and how many pixels were not numbers (now 0)."""
    array = np.asarray(matte)
    if array.ndim != 2 or not array.size or array.dtype.kind not in "fiub":
        raise BadPicture(
            f"The matte of frame {frame} is not one channel of numbers.",
            remedy="Choose the channel that holds the matte, for example alpha.",
        )
    array = array.astype(np.float32)
    bad = ~np.isfinite(array)
    return np.clip(np.where(bad, 0.0, array), 0.0, 1.0).astype(np.float32), int(bad.sum())


def probe_matte(source: MatteSource, frames: FrameRange) -> str:
    """Refuse a matte that is empty wherever it is looked at; say where pixels were not numbers."""
    count = min(9, len(frames))
    looked = sorted({frames.first + (len(frames) - 1) * n // max(1, count - 1) for n in range(count)})
    bad, found = 0, False
    for frame in looked:
        matte, wrong = clean_matte(source(frame), frame)
        bad += wrong
        found = found or bool((matte > 0.01).any())
    if not found:
        raise BadPicture(
            f"The matte is empty on every frame looked at ({', '.join(map(str, looked))}): "
            "no smoke would leave it.",
            remedy="Check the matte's channel, or take the matte away to use a source shape.",
        )
    return f"{bad} pixels of the matte are not numbers; they count as empty." if bad else ""


class Emitter:
    """Makes the emission of each frame from its matte; remembers only the last one."""

    def __init__(self, source: MatteSource, box: Box, camera: Camera, width: float) -> None:
        self._source, self._box, self._camera, self._width = source, box, camera, width
        self._last: tuple[int, Emission] | None = None

    def __call__(self, frame: int) -> Emission:
        if self._last is None or self._last[0] != frame:
            matte, _ = clean_matte(self._source(frame), frame)
            on_plane = onto_plane(matte, self._box, self._camera)
            self._last = frame, matte_emission(self._box, on_plane, self._width)
        return self._last[1]


def onto_plane(matte: Field, box: Box, camera: Camera) -> Field:
    """The matte seen from the camera, on the (ny, nx) cells of the upright plane through the source."""
    height, width = matte.shape
    x = box.x + (np.arange(box.nx) + 0.5) * box.cell
    y = box.y + (np.arange(box.ny) + 0.5) * box.cell
    seen = [camera.see(0.0, float(up), 0.0) for up in y]
    rows = np.array([(1.0 - s[1]) * height - 0.5 for s in seen])
    depths = np.array([max(s[2], 1e-6) for s in seen])
    columns = ((x[None, :] - camera.x) / depths[:, None] / camera.across + 0.5) * width - 0.5
    pixels_a_cell = box.cell / (float(np.median(depths)) * camera.across) * width
    soft = ndimage.uniform_filter(matte, max(1, round(pixels_a_cell))) if pixels_a_cell > 1.5 else matte
    places = np.stack([np.broadcast_to(rows[:, None], columns.shape), columns])
    return ndimage.map_coordinates(soft, places, order=1, mode="constant").astype(np.float32)
