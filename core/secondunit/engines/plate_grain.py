"""The grain of footage on disk: read frame by frame, measured, and written as a plate of grain alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from secondunit.media.config import Config
from secondunit.media.exr import write_exr
from secondunit.media.picture import RGB, Picture
from secondunit.media.primaries import chromaticities
from secondunit.media.sequence import Sequence
from secondunit.media.still import inspect_still
from secondunit.models.plate_match.blocks import Frames
from secondunit.models.plate_match.grain import Grain
from secondunit.models.plate_match.measurement import measure_grain
from secondunit.models.plate_match.synthesis import grain_of
from secondunit.wire import Plate
from secondunit.wire.errors import BadPicture
from secondunit.wire.footage import is_movie

from .plate_light import working_space
from .plate_reader import PlateReader
from .samples import movie_of

#: What keeps every value of a frame, by the names that FFmpeg has for codecs; any other throws some away.
LOSSLESS = frozenset(
    {"rawvideo", "v210", "v410", "r210", "ffv1", "utvideo", "huffyuv", "ffvhuff", "png", "exr"}
)
#: How EXR files are packed so that values change, and files that always change them.
_LOSSY_EXR, _LOSSY_FILES = frozenset({"dwaa", "dwab", "b44", "b44a", "pxr24"}), (".jpg", ".jpeg")
#: So many frames lie in memory at once: those that one time of a plate is measured of.
_KEPT = 5
#: Of larger pictures the middle is measured: so many pixels across and down hold grain enough.
_MOST = 4096


@contextmanager
def light_of(plate: Plate, config: Config) -> Iterator[Frames]:
    """Frames of a plate as light in the working space of `config`: the middle of large ones, finite.

    Raises `BadPicture` for a frame with values that are no numbers, and what reading raises.
    """
    reader = PlateReader(plate, config, working_space(config))

    @lru_cache(maxsize=_KEPT)
    def picture(frame: int) -> npt.NDArray[np.float32]:
        pixels = np.asarray(reader.picture(frame).pixels, np.float32)
        if not np.isfinite(pixels).all():
            raise BadPicture(
                f"Frame {frame} of the plate has values that are no numbers.",
                remedy="Mend that frame, or measure other ones.",
                where=str(frame),
            )
        return _middle(pixels)

    try:
        yield picture
    finally:
        reader.close()


def plate_grain(plate: Plate, config: Config) -> Grain:
    """The grain of a plate as light in the working space of `config`.

    What is known of its files is among its doubts: grain that was compressed is never measured in silence.
    Raises what reading and measuring raise.
    """
    with light_of(plate, config) as picture:
        grain = measure_grain(picture, plate.frames)
    compressed = compression_of(plate)
    if compressed:
        grain = replace(
            grain,
            doubts=(f"The plate is {compressed}: its grain is not the camera's any more.", *grain.doubts),
        )
    return grain


def _middle(pixels: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    top, left = (max(0, (side - _MOST) // 2) for side in pixels.shape[:2])
    return np.ascontiguousarray(pixels[top : top + _MOST, left : left + _MOST])


def compression_of(plate: Plate) -> str:
    """How the files of a plate are packed, where that changes values; empty where it does not."""
    if is_movie(plate.path):
        codec = movie_of(plate).codec
        return "" if codec in LOSSLESS else f"compressed ({codec})"
    first = Sequence.find(plate.path).path(plate.file_frame(plate.frames.first))
    if first.suffix.lower() in _LOSSY_FILES:
        return "compressed (JPEG)"
    if first.suffix.lower() == ".exr":
        packed = inspect_still(first, part=plate.part).compression
        return f"compressed ({packed.upper()})" if packed in _LOSSY_EXR else ""
    return ""


def write_grain(
    grain: Grain, plate: Plate, pattern: str, level: float, seed: int, config: Config
) -> Iterator[Path]:
    """Write the grain of each frame of a plate on an even picture of `level` scene-linear, and give its path.

    The files are EXR of the working space of `config`, with the plate's numbers, size and rate.
    """
    height, width = plate.format.height, plate.format.width
    even = np.full((height, width, 3), np.float32(level))
    corners = chromaticities(working_space(config), config)
    for frame in plate.frames:
        pixels = even + grain_of(grain, even, frame, seed)
        path = Path(pattern % frame)
        write_exr(path, Picture.of(pixels, RGB, format=plate.format), rate=plate.rate, chromaticities=corners)
        yield path
