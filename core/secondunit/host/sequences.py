"""Numbered files: from one frame's path to the pattern of its sequence, and what of it exists."""

from __future__ import annotations

import re
from os.path import isfile

from secondunit.wire import FrameRange, frames_text
from secondunit.wire.errors import MissingFrames


def split_number(name: str) -> tuple[str, int] | None:
    """`plate.1001.exr` as `plate.%04d.exr` and 1001, or None for a name without a number.

    The last run of digits before the ending counts, as in Nuke and Blender.
    """
    stem, dot, ending = name.rpartition(".")
    match = re.fullmatch(r"(?P<head>.*?)(?P<number>\d+)(?P<tail>\D*)", stem, re.DOTALL)
    if not dot or match is None:
        return None
    head, number, tail = (match[part].replace("%", "%%") if part != "number" else match[part]
                          for part in ("head", "number", "tail"))  # fmt: skip
    return f"{head}%0{len(number)}d{tail}.{ending}", int(number)


def require_files(pattern: str, numbers: FrameRange) -> None:
    """Raise `MissingFrames` unless the first and the last file exist.

    The frames between are checked by the service: looking for each of them could hold up the host.
    """
    ends = dict.fromkeys((numbers.first, numbers.last))
    missing = [n for n in ends if not isfile(pattern % n)]  # noqa: PTH113 - pathlib costs a host 8 ms
    if missing:
        raise MissingFrames(f"The plate has no file for frame {frames_text(missing)}.", where=pattern)
