"""The alignment of a crowd as text and back: it is made once and read by every process that makes frames."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np

from secondunit.models.method import Kept, kept_value
from secondunit.wire.frames import FrameRange

from .alignment import ShotAlignment
from .passes import Homography

Alignment = tuple[ShotAlignment, ...]


def kept_alignment(kept: Kept, name: str, make: Callable[[], Alignment]) -> Alignment:
    """The alignment that is kept under `name`, else what `make` makes; what cannot be read is none."""
    return kept_value(kept, name, make, written, read)


def written(alignment: Alignment) -> str:
    """An alignment as JSON, every number to its last bit."""
    return json.dumps(
        [
            {
                "frames": str(shot.frames),
                "locked": [None if one is None else one.tolist() for one in shot.locked],
                "passes": [_texts(one) for one in shot.passes],
                "camera": _texts(shot.camera),
            }
            for shot in alignment
        ]
    )


def read(text: str) -> Alignment:
    """The alignment that `written` wrote; ValueError, KeyError or TypeError for anything else."""
    return tuple(
        ShotAlignment(
            FrameRange.parse(shot["frames"]),
            tuple(None if one is None else _matrix(one) for one in shot["locked"]),
            tuple(_matrices(one) for one in shot["passes"]),
            _matrices(shot["camera"]),
        )
        for shot in json.loads(text)
    )


def _texts(matrices: dict[int, Homography]) -> dict[str, Any]:
    return {str(frame): matrix.tolist() for frame, matrix in matrices.items()}


def _matrices(values: dict[str, Any]) -> dict[int, Homography]:
    return {int(frame): _matrix(matrix) for frame, matrix in values.items()}


def _matrix(values: list[list[float]]) -> Homography:
    matrix = np.array(values, np.float64)
    if matrix.shape != (3, 3) or not np.isfinite(matrix).all():
        raise ValueError("no homography")
    return matrix
