"""Which channel of a file is its matte: read from its first bytes, without decoding a pixel.

Knows paths only; what a file says is read by `secondunit.host.headers`.
"""

from __future__ import annotations

from os.path import isfile
from typing import TYPE_CHECKING

from secondunit.host.headers import file_channels

if TYPE_CHECKING:
    from secondunit.wire import Plate


def matte_channel(plate: Plate) -> str:
    """`A` where the first file has an alpha, else its first channel (`R`, `Y`, `matte.R`, ...)."""
    path = plate.path
    if "%" in path:
        path = path % plate.file_frame(plate.frames.first)
    channels = file_channels(path)
    if not channels:
        return "R" if isfile(path) else "A"  # noqa: PTH113 - pathlib costs a host 8 ms
    return next((name for name in ("A", "R", "Y", "G") if name in channels), channels[0])
