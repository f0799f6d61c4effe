"""Pixels on their way through the tree: channels by Nuke's names, a bounding box with y upward, a format.

Row 0 of an array is the lowest row, as in Nuke. A file's picture is turned over on the way in and out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from secondunit.media.picture import Picture
from secondunit.wire.picture import Format, Window

Plane = npt.NDArray[np.float32]

#: The names of OpenEXR and of Nuke for the channels of a colour.
EXR_NAMES = {"R": "red", "G": "green", "B": "blue", "A": "alpha"}
RGBA = ("rgba.red", "rgba.green", "rgba.blue", "rgba.alpha")


@dataclass(frozen=True)
class Box:
    """A bounding box: columns x to r, rows y to t, r and t not included, y upward."""

    x: int
    y: int
    r: int
    t: int

    @property
    def width(self) -> int:
        return max(0, self.r - self.x)

    @property
    def height(self) -> int:
        return max(0, self.t - self.y)

    def union(self, other: Box) -> Box:
        return Box(min(self.x, other.x), min(self.y, other.y), max(self.r, other.r), max(self.t, other.t))

    def intersection(self, other: Box) -> Box:
        x, y = max(self.x, other.x), max(self.y, other.y)
        return Box(x, y, max(x, min(self.r, other.r)), max(y, min(self.t, other.t)))

    def moved(self, x: int, y: int) -> Box:
        return Box(self.x + x, self.y + y, self.r + x, self.t + y)


@dataclass(frozen=True, eq=False)
class Image:
    """What a node gives: planes (height, width) float32 over `box`, all of one size.

    Outside the box the picture is 0 when `black_outside`, else its edge goes on for ever, as Nuke's does.
    """

    planes: Mapping[str, Plane]
    box: Box
    format: Format
    black_outside: bool = True

    def plane(self, name: str, box: Box | None = None) -> Plane:
        """One channel over `box`, as a downstream node reads it; a channel that is not there is 0."""
        box = box or self.box
        if name not in self.planes or not self.box.width or not self.box.height:
            return np.zeros((box.height, box.width), np.float32)
        return self._over(self.planes[name], box, self.black_outside)

    def cut(self, name: str, box: Box) -> Plane:
        """One channel over `box`, 0 outside this image's own box whatever its edge does."""
        if name not in self.planes or not self.box.width or not self.box.height:
            return np.zeros((box.height, box.width), np.float32)
        return self._over(self.planes[name], box, True)

    def within(self, box: Box) -> Image:
        """The whole image over another box."""
        return replace(self, planes={name: self.plane(name, box) for name in self.planes}, box=box)

    def with_planes(self, planes: Mapping[str, Plane]) -> Image:
        """The image with channels replaced or added, in float32."""
        changed = {name: np.asarray(plane, np.float32) for name, plane in planes.items()}
        return replace(self, planes={**self.planes, **changed})

    def _over(self, plane: Plane, box: Box, black: bool) -> Plane:
        if box == self.box:
            return plane
        rows = np.arange(box.y, box.t) - self.box.y
        columns = np.arange(box.x, box.r) - self.box.x
        taken = plane[np.ix_(rows.clip(0, self.box.height - 1), columns.clip(0, self.box.width - 1))]
        if black:
            inside = ((rows >= 0) & (rows < self.box.height))[:, None] & (
                (columns >= 0) & (columns < self.box.width)
            )
            taken = np.where(inside, taken, np.float32(0))
        return taken


def black(format: Format, channels: Iterable[str] = ()) -> Image:
    """Zero over the whole format."""
    box = Box(0, 0, format.width, format.height)
    planes = {name: np.zeros((box.height, box.width), np.float32) for name in channels}
    return Image(planes, box, format)


def from_picture(picture: Picture, format: Format | None = None, *, black_outside: bool = True) -> Image:
    """The image of a file's picture: y is turned upward, from the format's lower left.

    What Nuke makes of channels in its own layer `motion` nobody has said (see layers.py): they are not there.
    """
    display, data = picture.display_window, picture.data_window
    x, y = data.x - display.x, display.bottom - data.bottom
    pixels = picture.pixels.astype(np.float32, copy=False)[::-1]
    names = {n: nuke_name(name) for n, name in enumerate(picture.channels)}
    planes = {name: pixels[..., n] for n, name in names.items() if not name.startswith("motion.")}
    return Image(planes, Box(x, y, x + data.width, y + data.height), format or picture.format, black_outside)


def to_picture(image: Image) -> Picture:
    """The picture of an image: `R G B A` first, other channels as `layer.R` or `layer.name`."""
    names = [name for name in RGBA if name in image.planes]
    names += [name for name in image.planes if name not in RGBA]
    high = image.format.height
    box = image.box
    window = Window(box.x, high - box.t, max(1, box.width), max(1, box.height))
    pixels = np.zeros((window.height, window.width, len(names)), np.float32)
    for n, name in enumerate(names):
        if box.width and box.height:
            pixels[..., n] = image.planes[name][::-1]
    channels = tuple(exr_name(name) for name in names)
    return Picture(channels, pixels, window, image.format.window, image.format.pixel_aspect)


def nuke_name(channel: str) -> str:
    """`R` is `rgba.red`, `light_left.R` is `light_left.red`, `Z` is `depth.Z`; others keep their names."""
    layer, _, name = channel.rpartition(".")
    if not layer and name == "Z":
        return "depth.Z"
    return f"{layer.replace('.', '_') or 'rgba'}.{EXR_NAMES.get(name, name)}"


def exr_name(channel: str) -> str:
    """The way back."""
    back = {nuke: exr for exr, nuke in EXR_NAMES.items()}
    layer, _, name = channel.rpartition(".")
    return back.get(name, name) if layer == "rgba" else f"{layer}.{back.get(name, name)}"
