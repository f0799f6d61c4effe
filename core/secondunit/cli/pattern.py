"""Where a command writes EXR frames: a name with a place for their number."""

from __future__ import annotations

from pathlib import Path

from secondunit.wire.errors import OutOfRange


def exr_pattern(text: str) -> str:
    """Where frames go, whole; empty for nowhere. Raises `OutOfRange` where it has no place for a number."""
    if not text:
        return ""
    pattern = str(Path(text).absolute())
    try:
        different = pattern % 1 != pattern % 2
    except (TypeError, ValueError):
        different = False
    if not different or not pattern.lower().endswith(".exr"):
        raise OutOfRange(
            f"{Path(text).name} is no pattern of EXR frames.",
            remedy="Name it as grain.%04d.exr.",
            where="output",
        )
    return pattern
