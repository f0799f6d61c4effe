"""The review movie: H.264 that plays everywhere, with take, frame number and rate under the picture.

The text stands on a bar below the picture, so that no pixel of the picture is hidden. It streams: one frame
at a time is in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
from av.video.reformatter import ColorRange, Colorspace
from PIL import Image

from ..wire.errors import StorageError
from ..wire.rate import Rate
from . import label
from .config import Config
from .contact import colors_of
from .display import Shown
from .movie_writing import MovieCodec, write_frames
from .preview import Ground, preview
from .sequence import Sequence

# BT.709 in the code points of ITU-T H.273, for primaries, transfer and matrix.
_BT709 = 1
_LIMITED = 1
# OpenH264 has a permissive licence; x264 is GPL and only used where the other is missing.
_ENCODERS = ("libopenh264", "libx264", "h264_videotoolbox", "h264_mf", "h264_nvenc", "h264_qsv")


@dataclass(frozen=True)
class Review:
    """A review movie that was written; width and height with the bar, both even."""

    path: Path
    width: int
    height: int
    frames: int
    rate: Rate
    encoder: str


def encoder() -> str:
    """The H.264 encoder that this machine's PyAV offers. Raises `StorageError` when there is none."""
    for name in _ENCODERS:
        if name in av.codecs_available:
            return name
    raise StorageError(
        "This PyAV has no H.264 encoder.", remedy="Install the av wheel from the package index."
    )


def review_movie(
    path: Path | str,
    element: Sequence,
    rate: Rate,
    colorspace: str,
    config: Config,
    *,
    title: str = "",
    plate: Sequence | None = None,
    ground: str = "grey",
    width: int = 1920,
    height: int = 1080,
    view: str = "",
) -> Review:
    """Write a movie of `element` over `plate`, or over a flat `ground` when there is no plate.

    The picture is no larger than `width` x `height`, the bar comes below it. Raises `MissingFrames` for the
    element or the plate before any work, and what `write_movie` raises.
    """
    element = element.require()
    if plate is not None:
        plate = plate.require(element.frames)

    def frames() -> Iterator[tuple[int, Shown]]:
        for frame, file in element:
            behind: Ground = colors_of(plate.path(frame)) if plate else ground  # type: ignore[assignment]
            picture = colors_of(file)
            yield (
                frame,
                preview(picture, colorspace, config, ground=behind, width=width, height=height, view=view),
            )

    return write_movie(path, frames(), rate, title=title or element.printf().rpartition("/")[2])


def write_movie(
    path: Path | str, frames: Iterable[tuple[int, Shown]], rate: Rate, *, title: str = ""
) -> Review:
    """Write 8-bit sRGB frames, all of one size, as H.264 4:2:0 tagged BT.709 at exactly `rate`.

    A size that is odd is padded by one black row or column, as 4:2:0 needs. Raises `EmptyFrames`, `DiskFull`,
    `NoRights`.
    """
    path = Path(path)
    name, size = encoder(), (0, 0)

    def images() -> Iterator[npt.NDArray[np.uint8]]:
        nonlocal size
        for frame, picture in frames:
            image = _with_bar(picture, frame, rate, title)
            size = image.size
            yield np.asarray(image)

    count = write_frames(path, images(), rate, lambda first: _kind(name, first.shape[0] * first.shape[1]))
    return Review(path, *size, count, rate, name)


def bar_height(height: int) -> int:
    """How many rows the bar under a picture of `height` rows has."""
    return max(28, round(height / 16))


def _kind(name: str, area: int) -> MovieCodec[npt.NDArray[np.uint8]]:
    def settings(stream: Any) -> None:
        context = stream.codec_context
        context.color_primaries = context.color_trc = context.colorspace = _BT709
        context.color_range = _LIMITED
        if name != "libx264":
            stream.bit_rate = area * 8

    options = {"crf": "18", "preset": "veryfast"} if name == "libx264" else {}
    return MovieCodec("mp4", name, "yuv420p", _encoded, options, {"movflags": "+faststart"}, settings)


def _encoded(codes: npt.NDArray[np.uint8]) -> Any:
    frame = av.VideoFrame.from_ndarray(codes, format="rgb24")
    frame = frame.reformat(
        format="yuv420p",
        dst_colorspace=Colorspace.ITU709,
        src_color_range=ColorRange.JPEG,
        dst_color_range=ColorRange.MPEG,
    )
    frame.color_primaries = frame.color_trc = frame.colorspace = _BT709
    frame.color_range = _LIMITED
    return frame


def _with_bar(picture: Shown, frame: int, rate: Rate, title: str) -> Image.Image:
    height, width = picture.shape[:2]
    bar = bar_height(height)
    image = Image.new("RGB", (width + width % 2, height + bar + (height + bar) % 2), (12, 12, 12))
    image.paste(Image.fromarray(picture), (0, 0))
    text, middle, edge = round(bar * 0.54), height + bar // 2, bar // 3
    number = f"{rate} fps     {frame}"
    room = width - 3 * edge - label.width_of(number, text)
    label.draw(image, number, (width - edge, middle), text, ink=225, right=True)
    if room > 2 * text:
        label.draw(image, title, (edge, middle), text, ink=170, width=room)
    return image
