"""The artist's own matte as the source of a gas: laid onto the emitter plane."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from secondunit.elements.carriers.mattes import clean_matte
from secondunit.elements.kernels import Field
from secondunit.elements.kind import MatteSource
from secondunit.elements.optics.camera import Camera

from .box import Box
from .drawn_out import drawn_out
from .sources import Emission, matte_emission


class Emitter:
    """Makes the emission of each frame from its matte; remembers only the last one.

    It is drawn out along a `way` in metres, and fills a cell `output` times over in a step: see `drawn_out`.
    """

    def __init__(
        self, source: MatteSource, box: Box, camera: Camera, width: float, way: tuple[float, float],
        output: float,
    ) -> None:  # fmt: skip
        self._source, self._box, self._camera, self._width = source, box, camera, width
        self._way, self._output = way, output
        self._last: tuple[int, Emission] | None = None

    def __call__(self, frame: int, part: int = 0) -> Emission:
        if self._last is None or self._last[0] != frame:
            matte, _ = clean_matte(self._source(frame), frame)
            on_plane = onto_plane(matte, self._box, self._camera.at(frame))
            emission = matte_emission(self._box, on_plane, self._width)
            self._last = frame, drawn_out(emission, self._way, self._box, self._output)
        return self._last[1]


def onto_plane(matte: Field, box: Box, camera: Camera) -> Field:
    """The matte seen from the camera, on the (ny, nx) cells of the upright plane through the source."""
    height, width = matte.shape
    if camera.shot is not None:
        return _turned_onto_plane(matte, box, camera)
    x = box.x + (np.arange(box.nx) + 0.5) * box.cell
    y = box.y + (np.arange(box.ny) + 0.5) * box.cell
    projections = [camera.see(0.0, float(up), 0.0) for up in y]
    rows = np.array([(1.0 - s[1]) * height - 0.5 for s in projections])
    depths = np.array([max(s[2], 1e-6) for s in projections])
    columns = ((x[None, :] - camera.x) / depths[:, None] / camera.across + 0.5) * width - 0.5
    pixels_a_cell = box.cell / (float(np.median(depths)) * camera.across) * width
    soft = ndimage.uniform_filter(matte, max(1, round(pixels_a_cell))) if pixels_a_cell > 1.5 else matte
    places = np.stack([np.broadcast_to(rows[:, None], columns.shape), columns])
    return ndimage.map_coordinates(soft, places, order=1, mode="constant").astype(np.float32)


def _turned_onto_plane(matte: Field, box: Box, camera: Camera) -> Field:
    """The same for a camera that may be turned and rolled; what it does not see has no matte."""
    height, width = matte.shape
    x = box.x + (np.arange(box.nx) + 0.5) * box.cell - camera.x
    y = (box.y + (np.arange(box.ny) + 0.5) * box.cell - camera.y)[:, None]
    right, upward, forward = (
        x * axis[0] + y * axis[1] - camera.z * axis[2]
        for axis in (camera.right, camera.upward, camera.forward)
    )
    depth = np.maximum(forward, 1e-6)
    columns = (right / depth / camera.across + 0.5 - camera.shift_x) * width - 0.5
    rows = (0.5 - upward / depth / camera.down + camera.shift_y) * height - 0.5
    places = np.where(forward > 1e-6, np.stack([rows, columns]), -1e6)
    pixels_a_cell = box.cell / (float(np.median(depth)) * camera.across) * width
    soft = ndimage.uniform_filter(matte, max(1, round(pixels_a_cell))) if pixels_a_cell > 1.5 else matte
    return ndimage.map_coordinates(soft, places, order=1, mode="constant").astype(np.float32)
