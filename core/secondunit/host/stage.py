"""What a viewer shows: nothing, the plate, a job as its frames come, or a take."""

from __future__ import annotations

from enum import Enum


class Stage(str, Enum):
    """What stands on the canvas."""

    EMPTY = "empty"
    PLATE = "plate"
    JOB = "job"
    TAKE = "take"
