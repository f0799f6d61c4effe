"""The frames of a take that is checked, its plate and the matte it was made under, over the take's window."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from secondunit.engines.cutting import extended, masked, matte_of
from secondunit.engines.plate_reader import PlateReader
from secondunit.media.config import Config
from secondunit.media.exr import inspect_exr, read_exr
from secondunit.wire import Brief, FrozenMap, Scalar, Task

Pixels = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]
#: A method's edge fades into the plate by a whole pixel more than its feather says, and is grown round; a
#: provider's fades inward.
_MARGIN = 2
#: Luminance: ITU-R BT.709, on the numbers as they are.
LUMINANCE = np.array([0.2126, 0.7152, 0.0722], np.float32)
#: How an element's own light is called among its passes.
_EMISSION = ("emission.R", "emission.G", "emission.B")


@dataclass(frozen=True)
class CheckedFrames:
    """What a check reads: `layers` gives the file of a frame of `beauty`, or of `passes` where there are any.

    Every picture is (height, width, channels) float32 over the take's window, scene-linear.
    """

    brief: Brief
    settings: FrozenMap[Scalar]
    files: Callable[[str, int], Path]
    plate: PlateReader | None
    passes: bool = False

    def beauty(self, frame: int) -> Pixels:
        """R, G, B and A, premultiplied, as they are in the file."""
        return read_exr(self.files("beauty", frame)).within(self.brief.window).rgba()

    def emission(self, frame: int) -> Pixels | None:
        """The light that it gives by itself and that covers nothing; None where no pass says it."""
        if not self.passes:
            return None
        path = self.files("passes", frame)
        if not set(_EMISSION) <= set(inspect_exr(path).channels):
            return np.zeros((1, 1, 3), np.float32)  # its passes say all that it is lit by
        return read_exr(path, _EMISSION).as_float().within(self.brief.window).pixels

    def behind(self, frame: int) -> Pixels | None:
        """R, G and B of the plate, finite, 0 where it has none; None without a plate of the take's size."""
        if self.plate is None:
            return None
        picture, window = self.plate.picture(frame), self.brief.window
        shown = picture.display_window
        at = replace(window, x=window.x + shown.x, y=window.y + shown.y)
        pixels = picture.within(at).pixels
        return np.nan_to_num(np.asarray(pixels, np.float32), nan=0.0, posinf=65504.0, neginf=-65504.0)

    def outside(self, frame: int) -> Mask | None:
        """Where nothing may change: beyond the matte with what it is grown and feathered by, or where an
        extended plate was before. None where nothing limits the take.
        """
        brief = self.brief
        if brief.task is Task.EXTEND and brief.plate is not None:
            return np.asarray(extended(brief, brief.window, brief.format.window) == 0)
        if not masked(brief):
            return None
        import cv2

        matte = matte_of(brief, brief.window)(frame)
        empty = (matte == 0).astype(np.uint8)
        if empty.all():
            return np.ones(matte.shape, bool)
        away = cv2.distanceTransform(empty, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
        return np.asarray(np.asarray(away) > self.reach)

    @property
    def reach(self) -> float:
        """How far from its matte a take may change the plate, in pixels."""
        named = (self.settings.get(name, 0) for name in ("grow", "feather"))
        own = sum(float(value) for value in named if not isinstance(value, str))
        return own + _MARGIN


@contextlib.contextmanager
def opened(
    brief: Brief,
    settings: FrozenMap[Scalar],
    files: Callable[[str, int], Path],
    config: Config,
    *,
    passes: bool = False,
) -> Iterator[CheckedFrames]:
    """The frames of a take of `brief`; its plate stays open while they are read."""
    plate, same = brief.plate, None
    if plate is not None and plate.format == brief.format:
        same = PlateReader(plate, config, config.space(brief.colorspace.name).name)
    frames = CheckedFrames(brief, settings, files, same, passes)
    try:
        yield frames
    finally:
        if same is not None:
            same.close()


def comp(front: Pixels, behind: Pixels) -> Pixels:
    """A take over its plate: E + P (1 - a), (height, width, 3)."""
    return np.asarray(front[..., :3] + behind * (1.0 - front[..., 3:]), np.float32)


def luminance(pixels: Pixels) -> Pixels:
    """(height, width) of a picture."""
    return np.asarray(pixels[..., :3] @ LUMINANCE, np.float32)
