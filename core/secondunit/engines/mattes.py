"""A matte frame by frame, as the field that shapes an element: one channel, or the luminance of three.

`luminance` stands for the file's own red, green and blue, `layer.luminance` for a layer's, unless the file
has a channel of that very name. Weights: ITU-R BT.709, on the numbers as they are in the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from secondunit.media.sequence import Sequence
from secondunit.media.still import inspect_still, read_still
from secondunit.wire import Format, Matte
from secondunit.wire.errors import BadPicture, WrongChannels

Field = npt.NDArray[np.float32]
LUMINANCE = "luminance"
_WEIGHTS = np.array([0.2126, 0.7152, 0.0722], np.float32)


def matte_source(matte: Matte) -> Callable[[int], Field]:
    """The matte at a frame, (height, width) float32; before and after its frames its ends stand still."""
    files = Sequence.find(matte.path)

    @lru_cache(maxsize=2)
    def read(path: Path) -> Field:
        names = inspect_still(path, part=matte.part).channels
        channels = matte_channels(matte.channel, names)
        picture = read_still(path, channels, part=matte.part, as_stored=True).shown().as_float()
        pixels = np.asarray(picture.pixels, np.float32)
        values = np.ascontiguousarray(pixels[..., 0] if len(channels) == 1 else pixels[..., :3] @ _WEIGHTS)
        return np.float32(1.0) - values if matte.invert else values

    def at(frame: int) -> Field:
        inside = min(max(frame, matte.frames.first), matte.frames.last)
        return read(files.path(matte.file_frame(inside)))

    return at


def sized(matte: Callable[[int], Field], format: Format) -> Callable[[int], Field]:
    """A matte, 0 to 1, NaN being 0, that has to have the plate's size: else it raises `BadPicture`."""

    def at(frame: int) -> Field:
        cover = matte(frame)
        if cover.shape != (format.height, format.width):
            raise BadPicture(
                f"The matte is {cover.shape[1]}x{cover.shape[0]}, the plate {format.width}x{format.height}.",
                remedy="Write the matte at the plate's size.",
                where="matte",
            )
        return np.clip(np.nan_to_num(cover), 0.0, 1.0).astype(np.float32)

    return at


def matte_files(matte: Matte, frames: Iterable[int]) -> tuple[Path, ...]:
    """The files that hold the matte at `frames`, each once."""
    files = Sequence.find(matte.path)
    inside = (min(max(frame, matte.frames.first), matte.frames.last) for frame in frames)
    return tuple(dict.fromkeys(files.path(matte.file_frame(frame)) for frame in inside))


def matte_channels(channel: str, names: Iterable[str]) -> tuple[str, ...]:
    """The channels of a file that a matte's channel stands for: itself, or the three of a luminance.

    The red, green and blue that a host shows of a grey file, and their luminance, are its grey. Raises
    `WrongChannels` where the file lacks one.
    """
    names = tuple(names)
    layer, _, name = channel.rpartition(".")
    wanted: tuple[str, ...] = (channel,)
    if name == LUMINANCE and channel not in names:
        wanted = tuple(f"{layer}.{color}".lstrip(".") for color in "RGB")
    grey = f"{layer}.Y".lstrip(".")
    if name in ("R", "G", "B", LUMINANCE) and channel not in names and grey in names:
        wanted = (grey,)
    if not set(wanted) <= set(names):
        raise WrongChannels(
            f"The matte has no channel {channel[:40]!r}; it has {', '.join(names)[:200]}.",
            remedy="Choose the channel that holds the matte.",
            where="channel",
        )
    return wanted
