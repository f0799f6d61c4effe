"""Which channel of a file is its matte: read from the first bytes of an EXR or PNG, without decoding a pixel.

Knows paths and bytes only; what an EXR says is read by `secondunit.host.headers`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondunit.host.headers import read_header

if TYPE_CHECKING:
    from secondunit.wire import Plate

_PNG = b"\x89PNG\r\n\x1a\n"
#: Headers with previews and long metadata stay below this, in bytes.
_LONGEST = 1 << 20


def matte_channel(plate: Plate) -> str:
    """`A` where the first file has an alpha, else its first channel (`R`, `Y`, `matte.R`, ...)."""
    path = plate.path
    if "%" in path:
        path = path % plate.file_frame(plate.frames.first)
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            head = file.read(_LONGEST)
    except OSError:
        return "A"
    if head.startswith(_PNG) and len(head) > 25:
        return "A" if head[25] in (4, 6) else "R"
    header = read_header(head)
    if header is None or not header.channels:
        return "R"
    plain = ("A", "R", "Y", "G")
    return next((name for name in plain if name in header.channels), header.channels[0])
