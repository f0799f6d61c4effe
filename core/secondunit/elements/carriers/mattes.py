"""The artist's own matte as a source: read, mended, and refused where nothing could leave it."""

from __future__ import annotations

import numpy as np

from secondunit.elements.kernels import Field
from secondunit.elements.kind import MatteSource
from secondunit.wire.errors import BadPicture
from secondunit.wire.frames import FrameRange


def clean_matte(matte: object, frame: int) -> tuple[Field, int]:
    """The matte as (height, width) float32 within 0 to 1, and how many pixels were not numbers (now 0)."""
    array = np.asarray(matte)
    if array.ndim != 2 or not array.size or array.dtype.kind not in "fiub":
        raise BadPicture(
            f"The matte of frame {frame} is not one channel of numbers.",
            remedy="Choose the channel that holds the matte, for example alpha.",
        )
    array = array.astype(np.float32)
    bad = ~np.isfinite(array)
    return np.clip(np.where(bad, 0.0, array), 0.0, 1.0).astype(np.float32), int(bad.sum())


def probe_matte(source: MatteSource, frames: FrameRange) -> str:
    """Refuse a matte that is empty wherever it is looked at; say where pixels were not numbers."""
    count = min(9, len(frames))
    looked = sorted({frames.first + (len(frames) - 1) * n // max(1, count - 1) for n in range(count)})
    bad, coverage = 0, False
    for frame in looked:
        matte, wrong = clean_matte(source(frame), frame)
        bad += wrong
        coverage = coverage or bool((matte > 0.01).any())
    if not coverage:
        raise BadPicture(
            f"The matte is empty on every frame looked at ({', '.join(map(str, looked))}): "
            "nothing would leave it.",
            remedy="Check the matte's channel, or take the matte away to use a source shape.",
        )
    return f"{bad} pixels of the matte are not numbers; they count as empty." if bad else ""
