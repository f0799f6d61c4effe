"""Guides of a brief: whether its model takes them, whether their files are the shot's, and their pixels.

A guide of another length, size, rate or camera is no guide of the shot: it is refused before a job is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from secondunit.media.clips import Clip
from secondunit.media.foreign import facts_of
from secondunit.media.sequence import Sequence
from secondunit.media.still import inspect_still, read_still
from secondunit.media.whole import storage_error
from secondunit.wire import Brief, Form, FrameRange, Guide, GuideKind, GuideNeed, Intake, Matte, Need
from secondunit.wire.errors import BadInput, BadPicture, MissingFrames, SecondUnitError, WrongChannels
from secondunit.wire.guide import camera_digest

from .pieces import one_picture
from .samples import sample_matte

Field = npt.NDArray[np.float32]
#: From here on a depth is that of nothing: the largest half-float, which infinity becomes in a file.
_NOWHERE = 65504.0


def guides_for(brief: Brief, intake: Intake) -> tuple[tuple[Guide, GuideNeed], ...]:
    """The guides of a brief that its model is sent, each with how it takes it."""
    needs = {need.kind: need for need in intake.guides}
    return tuple((guide, needs[guide.kind]) for guide in brief.guides if guide.kind in needs)


def guide_frames(intake: Intake, need: GuideNeed, clip: Clip) -> tuple[int, ...]:
    """The frames of a guide that go with a clip: all of them in order, or the first for a single picture.

    A clip that is longer than the shot is filled with its last frame, standing still.
    """
    if need.form is Form.STILL or one_picture(intake):
        return (clip.frames.first,)
    last = clip.frames.last
    return tuple(min(frame, last) for frame in range(clip.frames.first, clip.frames.first + clip.count))


def require_guides(brief: Brief, intake: Intake, label: str) -> None:
    """Raise `BadInput` and its kin for a guide that the model does not take or that is not of the shot, and
    for one that it must have; looks at no file.
    """
    taken = {need.kind: need.need for need in intake.guides}
    for number, guide in enumerate(brief.guides):
        if guide.kind not in taken:
            kinds = ", ".join(kind.value for kind in taken)
            raise BadInput(
                f"{label} takes no {guide.kind.value} as guide.",
                remedy=f"It takes: {kinds}." if kinds else "Take it away, or choose another model.",
                where=f"guides[{number}]",
            )
        try:
            _require_of_shot(guide, brief)
        except SecondUnitError as error:
            raise error.at(f"guides[{number}]") from None
    given = [guide.kind for guide in brief.guides]
    for kind, need in taken.items():
        if need is Need.REQUIRED and kind not in given:
            raise BadInput(
                f"{label} needs a guide: {kind.value} of the shot.",
                remedy="Make guides of the scene in Blender, or name its files.", where="guides",
            )  # fmt: skip
        if given.count(kind) > 1:
            raise BadInput(
                f"{label} takes one {kind.value} as guide; there are {given.count(kind)}.",
                remedy="Take the others away.", where="guides",
            )  # fmt: skip


def _require_of_shot(guide: Guide, brief: Brief) -> None:
    if guide.frames.intersection(brief.frames) != brief.frames:
        raise MissingFrames(
            f"The guide {guide.name} has frames {guide.frames}; the brief asks for {brief.frames}.",
            remedy="Make it anew over all frames of the shot, or ask for fewer.", where="frames",
        )  # fmt: skip
    if guide.rate != brief.rate:
        raise BadInput(
            f"The guide {guide.name} is at {guide.rate} frames a second, the brief at {brief.rate}.",
            remedy="Make it anew at the shot's rate.", where="rate",
        )  # fmt: skip
    if guide.format != brief.format:
        raise BadInput(
            f"The guide {guide.name} is {guide.format}, the brief {brief.format}.",
            remedy="Make it anew in the shot's format.", where="format",
        )  # fmt: skip
    cameras = {other.camera for other in brief.guides if other.camera}
    if brief.camera is not None:
        cameras.add(camera_digest(brief.camera, guide.frames))
    if guide.camera and cameras != {guide.camera}:
        raise BadInput(
            f"The guide {guide.name} was seen through another camera than the shot's.",
            remedy="Make all guides anew through the shot's camera.", where="camera",
        )  # fmt: skip


def guide_files(guide: Guide, frames: Iterable[int]) -> tuple[Path, ...]:
    """The files that hold a guide at `frames`, each once."""
    files = Sequence.find(guide.path)
    return tuple(dict.fromkeys(files.path(guide.file_frame(frame)) for frame in frames))


def guide_faults(brief: Brief) -> list[SecondUnitError]:
    """What keeps guides from being read: frames missing or damaged, no such channel, another size."""
    faults: list[SecondUnitError] = []
    for number, guide in enumerate(brief.guides):
        shared = guide.frames.intersection(brief.frames)
        try:
            if shared is not None:
                _check(guide, shared)
        except SecondUnitError as error:
            faults.append(error.at(f"guides[{number}]"))
    return faults


def _check(guide: Guide, frames: FrameRange) -> None:
    files = Sequence.find(guide.path)
    files.require(sorted(guide.file_frame(frame) for frame in frames))
    header = inspect_still(files.path(guide.file_frame(frames.first)), part=guide.part)
    channels = guide_channels(guide, header.channels)
    window = header.display_window
    if (window.width, window.height) != (guide.format.width, guide.format.height):
        raise BadPicture(
            f"The guide {guide.name} is {window.width}x{window.height} in its files, not {guide.format}.",
            remedy="Name its own format, or make it anew.", where="format",
        )  # fmt: skip
    first = guide.file_frame(frames.first)
    sample_matte(Matte(guide.path, frames, channels[0], part=guide.part, first_in_file=first))


def guide_channels(guide: Guide, names: Iterable[str]) -> tuple[str, ...]:
    """The channels of a file that a guide is in: as it says, as they usually are called, or by their number.

    Raises `WrongChannels`.
    """
    names = tuple(names)
    usual = (guide.channels,) if guide.channels else (guide.kind.channels, *_OTHERS[guide.kind])
    for channels in usual:
        if set(channels) <= set(names):
            return channels
    if not guide.channels and len(names) == 1 == len(guide.kind.channels):
        return names
    raise WrongChannels(
        f"The guide {guide.name} has no channels {', '.join(usual[0])}; it has {', '.join(names)[:200]}.",
        remedy="Name the channels that hold it.", where="channels",
    )  # fmt: skip


#: What other programs call the channels of a guide.
_OTHERS: dict[GuideKind, tuple[tuple[str, ...], ...]] = {
    GuideKind.DEPTH: (("depth.Z",), ("ViewLayer.Depth.Z",), ("Depth.Z",), ("R",)),
    GuideKind.NORMALS: (("X", "Y", "Z"), ("R", "G", "B")),
    GuideKind.EDGES: (("R",), ("A",)),
    GuideKind.POSE: (),
    GuideKind.MASK: (("A",), ("R",)),
    GuideKind.MOTION: (("motion.u", "motion.v"), ("R", "G")),
}


def guide_source(guide: Guide) -> Callable[[int], Field]:
    """A guide's pixels at a frame, (height, width, channels) float32: depth in metres, else as in its files.

    Where a depth is not known it is 0.
    """
    files = Sequence.find(guide.path)

    @lru_cache(maxsize=2)
    def read(path: Path) -> Field:
        channels = guide_channels(guide, inspect_still(path, part=guide.part).channels)
        picture = read_still(path, channels, part=guide.part, as_stored=True).shown().as_float()
        values = np.nan_to_num(np.asarray(picture.pixels, np.float32), posinf=0.0, neginf=0.0)
        if guide.kind is GuideKind.DEPTH:
            if guide.inverse:
                values = np.divide(1.0, values, out=np.zeros_like(values), where=values > 0.0)
            known = (values > 0.0) & (values < _NOWHERE)
            values = np.where(known, values * np.float32(guide.scale), np.float32(0.0))
        return values

    return lambda frame: read(files.path(guide.file_frame(frame)))


def motion_span(guide: Guide, frames: Iterable[int]) -> tuple[float, float]:
    """0, and how far a motion goes at most over the frames, in pixels of the guide."""
    return 0.0, max((span[1] for span in _spans(guide, frames)), default=0.0)


def depth_span(guide: Guide, frames: Iterable[int]) -> tuple[float, float]:
    """What of a depth is nearest and farthest over the frames, in metres; 0, 0 where nothing is known.

    Where the guide says it, it is as it says.
    """
    if guide.near and guide.far:
        return guide.near, guide.far
    spans = list(_spans(guide, frames))
    near = guide.near or min((span[0] for span in spans), default=0.0)
    far = guide.far or max((span[1] for span in spans), default=0.0)
    return near, max(near, far)


def _spans(guide: Guide, frames: Iterable[int]) -> Iterator[tuple[float, float]]:
    files = Sequence.find(guide.path)
    for frame in dict.fromkeys(frames):
        path = files.path(guide.file_frame(frame))
        try:
            facts = facts_of(path)
        except OSError as error:
            raise storage_error(error, path) from error
        span = _span(guide, frame, facts.st_mtime_ns, facts.st_size)
        if span is not None:
            yield span


@lru_cache(maxsize=20_000)
def _span(guide: Guide, frame: int, _changed: int, _size: int) -> tuple[float, float] | None:
    values = guide_source(guide)(frame)
    if guide.kind is GuideKind.MOTION:
        values = np.hypot(values[..., 0], values[..., 1])
    known = values[values > 0.0]
    return (float(known.min()), float(known.max())) if known.size else None
