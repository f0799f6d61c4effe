"""Frames made one by one into staging: those that are whole stay, and an error names its frame.

It does not know how a frame is made.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from secondunit.media.exr import ExrReport, verify_exr
from secondunit.media.vdb import read_facts
from secondunit.media.whole import storage_error
from secondunit.wire import Work
from secondunit.wire.errors import (
    Cancelled,
    DamagedPicture,
    FrameFailed,
    NotFound,
    SecondUnitError,
    StorageError,
)
from secondunit.wire.timecode import Timecode

from .folders import remarks_folder
from .names import VOLUME, Staging, suffix
from .reporting import say_progress

log = logging.getLogger(__name__)


def make_each(work: Work, frames: Sequence[int], make: Callable[[int], None], status: str) -> None:
    """Call `make(frame)` for each of `frames` that is not there and whole, and say so: `Frame 1001 {said}`.

    Raises `FrameFailed` whose `where` is the frame, and `Cancelled` and `StorageError` as they are.
    """
    staging = Staging(Path(work.staging))
    delivery = work.brief.delivery
    layers = staging.layers(delivery.passes, delivery.volume)
    for count, frame in enumerate(frames, 1):
        if not all(whole(staging.frame(layer, frame)) for layer in layers):
            try:
                make(frame)
            except (Cancelled, StorageError):
                raise
            except SecondUnitError as error:
                raise FrameFailed(
                    error.problem.message, remedy=error.problem.remedy, where=str(frame)
                ) from error
            except OSError as error:
                fault = storage_error(error, staging.folder)
                if isinstance(fault, StorageError):
                    raise fault from error
                raise FrameFailed(fault.problem.message, where=str(frame)) from error
            except Exception as error:
                log.exception("frame %s failed", frame)
                raise FrameFailed(
                    f"Something unexpected happened ({type(error).__name__}: {error}).", where=str(frame)
                ) from error
        say_progress(count / len(frames), f"Frame {frame} {status}")


def leave_remarks(work: Work, frame: int, files: Iterable[tuple[str, ExrReport]]) -> None:
    """Leave what was done to the pixels of a frame's layers, for the take's remarks; nothing for nothing."""
    remarks = [
        [frame, layer, file.replaced, file.clamped, file.blank]
        for layer, file in files
        if file.replaced or file.clamped or file.blank
    ]
    place = remarks_folder(work) / f"{frame}.json"
    if not remarks:
        place.unlink(missing_ok=True)
        return
    place.parent.mkdir(exist_ok=True)
    place.write_text(json.dumps(remarks), "utf-8")


def whole(path: Path) -> bool:
    """Whether a frame's file is there and undamaged; a damaged one is removed."""
    try:
        if path.suffix == suffix(VOLUME):
            read_facts(path)
        else:
            verify_exr(path)
    except NotFound:
        return False
    except DamagedPicture:
        path.unlink(missing_ok=True)
        return False
    return True


def frame_timecode(work: Work, frame: int) -> Timecode | None:
    """The plate's timecode carried on, or the frame number as a time, dropping labels where the shot does.

    None where the rate has no timecode.
    """
    brief = work.brief
    try:
        if brief.plate and brief.plate.timecode:
            start = Timecode.parse(brief.plate.timecode)
            at = start.frame(brief.rate) + frame - brief.plate.frames.first
            return Timecode.of_frame(at, brief.rate, drop=start.drop)
        return Timecode.of_frame(frame, brief.rate, drop=brief.drop)
    except SecondUnitError:
        return None
