"""Which channel of a file is its matte: read from the first bytes of an EXR or PNG, without decoding a pixel.

Knows paths and bytes only.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from secondunit.wire import Plate

_EXR, _PNG = 20000630, b"\x89PNG\r\n\x1a\n"
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
    names = exr_channels(head)
    if not names:
        return "R"
    plain = ("A", "R", "Y", "G")
    return next((name for name in plain if name in names), names[0])


def exr_channels(head: bytes) -> tuple[str, ...]:
    """The channels of an EXR's first part by its header; empty for what is no EXR.

    OpenEXR file layout: attributes of name, type, size and value; a channel is a name and 16 bytes.
    """
    if len(head) < 8 or struct.unpack_from("<I", head)[0] != _EXR:
        return ()
    at = 8
    try:
        while head[at]:
            name, at = _text(head, at)
            kind, at = _text(head, at)
            (size,) = struct.unpack_from("<I", head, at)
            at += 4
            if name == "channels" and kind == "chlist":
                return _names(head, at)
            at += size
    except (IndexError, ValueError, struct.error):
        return ()
    return ()


def _names(head: bytes, at: int) -> tuple[str, ...]:
    names = []
    while head[at]:
        name, at = _text(head, at)
        names.append(name)
        at += 16
    return tuple(names)


def _text(head: bytes, at: int) -> tuple[str, int]:
    end = head.index(0, at)
    return head[at:end].decode("latin-1"), end + 1
