"""What was made in a frame of a take, as it is seen: the pixels that an edit keeps of its plate are not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from secondunit.media.config import Config
from secondunit.models.near_copy.fingerprint import Fingerprint, fingerprint
from secondunit.wire import Task

from ..check.frames import CheckedFrames, comp
from ..shown_light import shown_coding, shown_light, smaller

#: The longer side in which a frame is looked at, in pixels.
SIDE = 512
#: A code that differs from the plate's by less was not made (grain, a round trip), by more it was.
_SAME, _OTHER = 0.02, 0.06
#: The luminance of codes that stands for cover where light has no alpha: a flame adds, and hides nothing.
_LIT = 0.1


#: Tasks that give a layer of its own, in which the plate is not seen.
LAYERS = (Task.ELEMENT,)


@dataclass(frozen=True)
class MadePrint:
    """The print of what was made in a frame, and that of the plate in the same place."""

    frame: int
    print_: Fingerprint
    plate: Fingerprint | None = None


def made_print(frames: CheckedFrames, frame: int, space: str, config: Config) -> MadePrint | None:
    """The print of a frame; None where too little was made in it. Raises what reading it raises."""
    beauty = np.nan_to_num(frames.beauty(frame), nan=0.0, posinf=65504.0, neginf=0.0)
    behind = None if frames.brief.task in LAYERS else frames.behind(frame)
    if behind is None:
        light, cover = smaller(beauty[..., :3], SIDE), smaller(beauty[..., 3], SIDE)
        codes = shown_light(light, space, config)
        made = np.maximum(np.clip(cover, 0, 1), np.clip(codes.max(axis=-1) / _LIT, 0, 1))
        own = fingerprint(codes, made)
        return None if own is None else MadePrint(frame, own)
    light, plate = smaller(comp(beauty, behind), SIDE), smaller(behind, SIDE)
    coding = shown_coding(light, space, config)
    codes, before = (shown_light(picture, space, config, coding) for picture in (light, plate))
    made = _changed(codes, before)
    own = fingerprint(codes, made)
    return None if own is None else MadePrint(frame, own, fingerprint(before, made))


def _changed(codes: npt.NDArray[np.float32], before: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Where a picture differs from its plate, 0 to 1."""
    away = np.abs(codes - before).max(axis=-1)
    return np.asarray(np.clip((away - _SAME) / (_OTHER - _SAME), 0, 1), np.float32)
