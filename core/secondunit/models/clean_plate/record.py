"""A survey as text and back: it is made once and read by every process that makes frames of a plate."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np

from secondunit.models.method import Kept, kept_value

from .hole import HoleBox
from .path import Place
from .plate import Homography
from .survey import Survey


def kept_survey(kept: Kept, name: str, make: Callable[[], Survey]) -> Survey:
    """The survey that is kept under `name`, else what `make` makes; what cannot be read is none."""
    return kept_value(kept, name, make, written, read)


def written(seen: Survey) -> str:
    """A survey as JSON, every number to its last bit."""
    return json.dumps(
        {"size": seen.size, "shots": [[_entry(place) for place in shot] for shot in seen.shots]}
    )


def read(text: str) -> Survey:
    """The survey that `written` wrote; ValueError, KeyError or TypeError for anything else."""
    values = json.loads(text)
    height, width = (int(value) for value in values["size"])
    shots = tuple(tuple(_place(entry) for entry in shot) for shot in values["shots"])
    return Survey((height, width), shots)


def _entry(place: Place) -> dict[str, Any]:
    hole = place.hole
    return {
        "frame": place.frame,
        "matrix": None if place.matrix is None else place.matrix.tolist(),
        "gain": place.gain,
        "sharpness": place.sharpness,
        "hole": None if hole is None else (hole.left, hole.top, hole.right, hole.bottom),
        "second": place.second,
        "between": place.between,
        "other": None if place.other is None else place.other.tolist(),
    }


def _place(entry: dict[str, Any]) -> Place:
    red, green, blue = (float(value) for value in entry["gain"])
    hole = entry["hole"]
    return Place(
        int(entry["frame"]), _matrix(entry["matrix"]), (red, green, blue), float(entry["sharpness"]),
        None if hole is None else HoleBox(*(int(value) for value in hole)), float(entry["second"]),
        bool(entry["between"]), _matrix(entry["other"]),
    )  # fmt: skip


def _matrix(values: list[list[float]] | None) -> Homography | None:
    if values is None:
        return None
    matrix = np.array(values, np.float64)
    if matrix.shape != (3, 3) or not np.isfinite(matrix).all():
        raise ValueError("no homography")
    return matrix
