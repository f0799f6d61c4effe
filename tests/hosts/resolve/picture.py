"""The pictures that a timeline shows, written as stills, sequences and movies: the frames of the files behind
it.

Uncorrected: the pixels of the topmost item as they lie in its file. Black where nothing lies, as Resolve has
it.
"""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import OpenImageIO as oiio
from numpy.typing import NDArray

from .media import missing
from .placing import source_frame, top_item
from .records import ItemData, TimelineData

STILLS = {".dpx", ".cin", ".tif", ".jpg", ".png", ".ppm", ".bmp", ".xpm", ".exr"}
Pixels = NDArray[np.float32]


def frame_pixels(timeline: TimelineData, frame: int) -> Pixels:
    """(height, width, 3 or 4) of a timeline's frame."""
    found = top_item(timeline, frame)
    if found is None or found[1].media is None:
        return black(timeline)
    return item_pixels(timeline, found[1], frame)


def item_pixels(timeline: TimelineData, item: ItemData, frame: int) -> Pixels:
    """(height, width, 3 or 4) of one item at a timeline's frame; "Media Offline" is a red frame."""
    media = item.media
    assert media is not None
    if media.timeline is not None:
        inner = media.timeline
        return frame_pixels(inner, inner.start + source_frame(timeline, item, frame))
    number = source_frame(timeline, item, frame)
    if missing(media) or not 0 <= number < max(1, media.frames):
        red = black(timeline)
        red[..., 0] = 1.0
        return red
    if len(media.files) == 1 and media.kind != "Still" and media.frames > 1:
        return _movie_frame(media.files[0], number)
    path = Path(media.files[0 if media.kind == "Still" else number])
    return read_pixels(path) if path.is_file() else black(timeline)


def black(timeline: TimelineData) -> Pixels:
    width, height = timeline.size
    return np.zeros((height, width, 3), np.float32)


def read_pixels(path: Path) -> Pixels:
    file = oiio.ImageInput.open(str(path))
    assert file is not None, f"{path}: {oiio.geterror()}"
    pixels = file.read_image(oiio.FLOAT)
    file.close()
    return np.asarray(pixels, np.float32)


def _movie_frame(path: str, number: int) -> Pixels:
    with av.open(path) as movie:
        for at, frame in enumerate(movie.decode(video=0)):
            if at == number:
                return frame.to_ndarray(format="rgb24").astype(np.float32) / 255
    raise AssertionError(f"{path} has no frame {number}")


def write_still(timeline: TimelineData, frame: int, path: Path) -> bool:
    """Write a frame in the format of the path's ending; False for an ending that Resolve does not write."""
    if path.suffix.lower() not in STILLS or not path.parent.is_dir():
        return False
    write_pixels(frame_pixels(timeline, frame), path)
    return True


def write_pixels(pixels: Pixels, path: Path) -> None:
    height, width, channels = pixels.shape
    kind = (
        oiio.HALF if path.suffix == ".exr" else oiio.UINT16 if path.suffix in (".tif", ".png") else oiio.UINT8
    )
    if path.suffix in (".jpg", ".bmp", ".dpx"):
        channels = 3
    spec = oiio.ImageSpec(width, height, channels, kind)
    file = oiio.ImageOutput.create(str(path))
    assert file is not None, oiio.geterror()
    assert file.open(str(path), spec), file.geterror()
    file.write_image(np.ascontiguousarray(pixels[..., :channels]))
    file.close()


def write_movie(timeline: TimelineData, frames: list[int], path: Path) -> None:
    """Write frames as a movie: what a render to `mov` or `mp4` leaves."""
    with av.open(str(path), "w") as movie:
        stream = movie.add_stream("mpeg4", rate=timeline.clock.rate)
        first = frame_pixels(timeline, frames[0])
        stream.width, stream.height = first.shape[1] & ~1, first.shape[0] & ~1
        stream.pix_fmt = "yuv420p"
        for frame in frames:
            pixels = frame_pixels(timeline, frame)[: stream.height, : stream.width, :3]
            bytes_ = (np.clip(pixels, 0, 1) * 255 + 0.5).astype(np.uint8)
            for packet in stream.encode(
                av.VideoFrame.from_ndarray(np.ascontiguousarray(bytes_), format="rgb24")
            ):
                movie.mux(packet)
        for packet in stream.encode():
            movie.mux(packet)
