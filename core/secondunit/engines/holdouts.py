"""What stands in the shot, frame by frame: what it covers, how deep it is, what is wrong with its files.

An occluder decides pixels of a picture, and only where gas flows around it what is simulated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from secondunit.media.sequence import Sequence
from secondunit.media.still import inspect_still, read_still
from secondunit.wire import Brief, DepthFiles, Format, Matte, Occluder
from secondunit.wire.errors import BadPicture, SecondUnitError, WrongChannels

from .mattes import matte_channels, matte_source
from .samples import sample_matte

Field = npt.NDArray[np.float32]
#: The shape of a holdout's files may differ this much from the brief's format.
_ASPECT = 0.01
#: From here on a depth is that of nothing: the largest half-float, which infinity becomes in a file.
_NOWHERE = 65504.0
#: What renderers and compositors call their depth.
_DEPTHS = ("Z", "depth.Z", "ViewLayer.Depth.Z")


def cover_source(occluder: Occluder) -> Callable[[int], Field] | None:
    """How much of each pixel something covers, 0 to 1, at a frame; where there is no matte, all whose depth
    is known. None where nothing stands there.
    """
    if occluder.matte is not None:
        return matte_source(occluder.matte)
    if occluder.depth is None:
        return None
    read = depth_source(occluder.depth)
    return lambda frame: (read(frame) > 0.0).astype(np.float32)


def depth_source(depth: DepthFiles) -> Callable[[int], Field]:
    """The depth at a frame, (height, width) float32 in metres, 0 where it is not known.

    Before and after its frames the ends stand still.
    """
    files, numbers = Sequence.find(depth.path), depth.matte

    @lru_cache(maxsize=2)
    def read(path: Path) -> Field:
        channel = depth_channel(depth.channel, inspect_still(path, part=depth.part).channels)
        picture = read_still(path, (channel,), part=depth.part, as_stored=True).shown().as_float()
        values = np.asarray(picture.pixels, np.float32)[..., 0]
        known = np.isfinite(values) & (values > 0.0) & (values < _NOWHERE)
        safe = np.where(known, values, np.float32(1.0))
        metres = np.float32(depth.scale) * (np.float32(1.0) / safe if depth.inverse else safe)
        return np.where(known, metres, np.float32(0.0)).astype(np.float32)

    def at(frame: int) -> Field:
        inside = min(max(frame, depth.frames.first), depth.frames.last)
        return read(files.path(numbers.file_frame(inside)))

    return at


def depth_channel(channel: str, names: Iterable[str]) -> str:
    """The channel of a file that a depth is in: as it is called, as renderers call it, or the only one.

    Raises `WrongChannels` where there is none.
    """
    names = tuple(names)
    if channel in names:
        return channel
    usual = [name for name in _DEPTHS if name in names] if channel == DepthFiles.channel else []
    if usual or len(names) == 1:
        return usual[0] if usual else names[0]
    raise WrongChannels(
        f"The depth has no channel {channel[:40]!r}; it has {', '.join(names)[:200]}.",
        remedy="Choose the channel that holds the depth.",
        where="channel",
    )


def occluder_files(occluder: Occluder) -> tuple[Path, ...]:
    """Every file of an occluder, each once."""
    paths: dict[Path, None] = {}
    for matte in _numbered(occluder).values():
        files = Sequence.find(matte.path)
        paths |= dict.fromkeys(files.path(matte.file_frame(frame)) for frame in matte.frames)
    return tuple(paths)


def occluder_faults(brief: Brief) -> list[SecondUnitError]:
    """What keeps an occluder from holding an element out: missing or damaged frames, no such channel, files
    of another shape than the shot.
    """
    faults: list[SecondUnitError] = []
    for name, matte in _numbered(brief.occluder).items():
        try:
            _check(matte, name, brief.format)
        except SecondUnitError as error:
            faults.append(error.at(f"occluder.{name}"))
    return faults


def occluder_remarks(brief: Brief) -> tuple[str, ...]:
    """That what moves is not known for every frame."""
    return tuple(
        f"The holdout's {name} is known for frames {matte.frames} only: elsewhere it stands still."
        for name, matte in _numbered(brief.occluder).items()
        if len(matte.frames) > 1 and matte.frames.intersection(brief.frames) != brief.frames
    )


def _numbered(occluder: Occluder) -> dict[str, Matte]:
    """The files of an occluder by what they are."""
    depth = occluder.depth.matte if occluder.depth is not None else None
    files = {"matte": occluder.matte, "depth": depth}
    return {name: matte for name, matte in files.items() if matte is not None}


def _check(matte: Matte, name: str, format: Format) -> None:
    files = Sequence.find(matte.path)
    wanted = sorted({matte.file_frame(frame) for frame in matte.frames})
    if not files.still:
        files.require(wanted)
    header = inspect_still(files.path(wanted[0]), part=matte.part)
    if name == "depth":
        depth_channel(matte.channel, header.channels)
    else:
        matte_channels(matte.channel, header.channels)
    window = header.display_window
    shape = window.width * header.pixel_aspect / window.height
    wished = format.width * format.pixel_aspect / format.height
    same = (window.width, window.height) == (format.width, format.height)
    if not same and abs(shape / wished - 1.0) > _ASPECT:
        raise BadPicture(
            f"The holdout's {name} is {window.width}x{window.height}, which has not the shape of {format}.",
            remedy="Give it as the shot is framed; its size may be another.",
            where="path",
        )
    sample_matte(matte)
