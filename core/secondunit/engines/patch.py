"""A patch: the frames that were made, put into those of the take that they are a part of.

Where the patch's matte is 0 every channel of every layer is the take's own, bit for bit; along its edge light
and alpha fade, premultiplied as they are, so that passes still add up to the beauty. Depth and vectors are
one or the other: halfway between two distances there is nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from secondunit.media.exr import inspect_exr, read_exr, write_exr
from secondunit.media.fitting import feathered
from secondunit.media.half import HALF_MAX
from secondunit.media.picture import Picture
from secondunit.wire import Take, Window, Work, version_text
from secondunit.wire.errors import BadPicture, DamagedPicture, NotFound

from .cutting import placed
from .delivery import read_take
from .mattes import matte_source
from .names import Staging
from .reporting import say_progress

Pixels = npt.NDArray[np.float32]
#: The header's name for the take that a frame was put into: it is put there once.
PATCHED = "patched take"
#: Channels of which halfway between two values is neither: of depth, of vectors, of what names a thing.
_APART = frozenset({"Z", "u", "v", "id", "W"})
_WEIGHTS = "weights"


def patch_frames(work: Work) -> tuple[str, ...]:
    """Put every staged frame of a work with a patch into the take; gives what is to be remarked.

    May be called again after a crash at any moment. A frame that is missing or damaged is left to whoever
    looks at all of them next. Raises `NotFound` where the take is gone, `BadPicture`, `DiskFull`, `NoRights`.
    """
    patch = work.brief.patch
    if patch is None:
        return ()
    take = read_take(Path(patch.folder))
    if take is None or take.id != patch.take:
        raise NotFound(
            "The take that only a part is made of anew is not there any more.",
            remedy="Take it out of the bin, or make a whole one.",
            kept="The frames that were made stay.",
            where=patch.folder,
        )
    seam = _Seam(work, take)
    for count, frame in enumerate(work.brief.frames, 1):
        for layer in ("passes", "beauty"):  # the beauty last: a frame is there when its beauty is
            with suppress(NotFound, DamagedPicture):
                seam.close(layer, frame)
        say_progress(0.02 * count / len(work.brief.frames), f"Putting frame {frame} into {take.label}")
    remarks = [
        f"Only the part inside the matte is new: the rest is {version_text(take.version)}, bit for bit."
    ]
    if seam.relit:
        remarks.append(
            "Its lights are set otherwise than the take's: the new part's passes are fitted to them."
        )
    return tuple(remarks)


@dataclass
class _Seam:
    """Joins frames of one work with those of one take."""

    work: Work
    take: Take
    relit: bool = False

    def __post_init__(self) -> None:
        self._staging = Staging(Path(self.work.staging))
        self._matte = _shape(self.work)

    def close(self, layer: str, frame: int) -> None:
        """Put a frame of a layer into the take's; nothing where that was done, or neither has the layer."""
        path, theirs = self._staging.frame(layer, frame), self.take.layer(layer)
        header = inspect_exr(path)
        if header.provenance.get(PATCHED) == self.take.id:
            return
        new, story = read_exr(path), dict(header.provenance)
        old: Picture | None = None
        depths = {header.depth}
        if theirs is not None:
            source = Path(self.take.folder, theirs.path % frame)
            older = inspect_exr(source)
            old = read_exr(source)
            depths.add(older.depth)
            if _WEIGHTS in story and _WEIGHTS in older.provenance:
                new = self._fitted(new, story[_WEIGHTS], older.provenance[_WEIGHTS])
                story[_WEIGHTS] = older.provenance[_WEIGHTS]
        write_exr(
            path,
            join(old, new, self._matte(frame)),
            depth="float" if "float" in depths else "half",  # ZIP: DWAA would change the take's own bits
            rate=header.rate,
            timecode=header.timecode,
            chromaticities=header.chromaticities,
            provenance={**story, PATCHED: self.take.id},
        )

    def _fitted(self, new: Picture, made: str, wanted: str) -> Picture:
        """Light passes that add up to their beauty under the take's own weights."""
        if made == wanted:
            return new
        self.relit = True
        pixels = new.pixels.copy()
        before, after = (_read_weights(text) for text in (made, wanted))
        for layer, weight in before.items():
            for channel, color in enumerate("RGB"):
                name = f"{layer}.{color}"
                divisor = after.get(layer, (0.0, 0.0, 0.0))[channel]
                if name in new.channels and abs(divisor) > 1e-6:
                    plane = pixels[..., new.channels.index(name)]
                    plane *= np.float32(weight[channel] / divisor)
        return replace(new, pixels=np.clip(pixels, -HALF_MAX, HALF_MAX))


def join(old: Picture | None, new: Picture, matte: Callable[[Window], Pixels]) -> Picture:
    """The new picture where the matte lets it through, in the old one: float32, over both data windows.

    `matte` gives (height, width), 0 to 1, over a window. A channel that one of them lacks is 0 there.
    """
    window = new.data_window if old is None else _union(old.data_window, new.data_window)
    names = tuple(dict.fromkeys((*(old.channels if old is not None else ()), *new.channels)))
    front, back = _planes(new, names, window), _planes(old, names, window)
    share = matte(window)
    out = back.copy()
    for index, name in enumerate(names):
        if name.rpartition(".")[2] in _APART:
            there = share >= 0.5
            out[there, index] = front[there, index]
        else:
            inside, edge = share >= 1.0, (share > 0.0) & (share < 1.0)
            out[inside, index] = front[inside, index]
            low, high = back[edge, index], front[edge, index]
            out[edge, index] = low + (high - low) * share[edge]
    return replace(new, channels=names, pixels=out, data_window=window)


def _shape(work: Work) -> Callable[[int], Callable[[Window], Pixels]]:
    """The patch's matte at a frame, its edge faded inward, over any window."""
    patch, format = work.brief.patch, work.brief.format
    assert patch is not None
    read = matte_source(patch.matte)

    def at(frame: int) -> Callable[[Window], Pixels]:
        field = np.clip(np.nan_to_num(read(frame), nan=0.0), 0.0, 1.0).astype(np.float32)
        if field.shape != (format.height, format.width):
            raise BadPicture(
                f"The patch's matte is {field.shape[1]}x{field.shape[0]}, the take "
                f"{format.width}x{format.height}.",
                remedy="Write the matte at the take's size.",
                where="patch.matte",
            )
        soft = feathered(field, patch.seam)
        return lambda window: placed(soft, format.window, window)

    return at


def _planes(picture: Picture | None, names: tuple[str, ...], window: Window) -> Pixels:
    out = np.zeros((window.height, window.width, len(names)), np.float32)
    if picture is None:
        return out
    full = picture.within(window)
    for index, name in enumerate(names):
        if name in full.channels:
            out[..., index] = full.pixels[..., full.channels.index(name)]
    return out


def _union(one: Window, other: Window) -> Window:
    x, y = min(one.x, other.x), min(one.y, other.y)
    return Window(x, y, max(one.right, other.right) - x, max(one.bottom, other.bottom) - y)


def _read_weights(text: str) -> Mapping[str, tuple[float, float, float]]:
    return {name: (float(r), float(g), float(b)) for name, (r, g, b) in json.loads(text).items()}
