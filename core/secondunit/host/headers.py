"""The header of an EXR on disk: its windows, the shape of its pixels and its channels, without its pixels.

Standard library only, for hosts that report another size than the file's (Blender gives the data window).
Layout: OpenEXR's "File Layout" document: magic, version, then attributes as name, type, size, value.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from secondunit.wire import Format, Window

_MAGIC = 20000630
#: Headers with previews and long metadata stay below this, in bytes.
_LONGEST = 1 << 20


@dataclass(frozen=True)
class Header:
    """What the first part of an EXR says; its data window counts from the display window's corner."""

    format: Format
    data_window: Window
    channels: tuple[str, ...] = ()


def exr_header(path: str, pixel_aspect: float = 1.0) -> Header | None:
    """The header of an EXR file, or None for what is no EXR or cannot be read.

    `pixel_aspect` is used where the file says nothing about the shape of its pixels (or says 1).
    """
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - pathlib costs a host 8 ms
            return read_header(file.read(_LONGEST), pixel_aspect)
    except OSError:
        return None


def read_header(data: bytes, pixel_aspect: float = 1.0) -> Header | None:
    """The header that the first bytes of a file hold, or None."""
    if len(data) <= 8 or struct.unpack_from("<I", data)[0] != _MAGIC:
        return None
    at = 8
    display = window = None
    channels: tuple[str, ...] = ()
    try:
        while data[at]:
            name, at = _text(data, at)
            _kind, at = _text(data, at)
            (size,) = struct.unpack_from("<I", data, at)
            at += 4
            if name == "displayWindow":
                display = struct.unpack_from("<4i", data, at)
            elif name == "dataWindow":
                window = struct.unpack_from("<4i", data, at)
            elif name == "pixelAspectRatio":
                (stated,) = struct.unpack_from("<f", data, at)
                pixel_aspect = round(stated, 6) if stated != 1.0 else pixel_aspect
            elif name == "channels":
                channels = _channels(data[at : at + size])
            at += size
        if display is None:
            return None
        left, top, right, bottom = display
        x, y, far, low = window or display
        return Header(
            Format(right - left + 1, bottom - top + 1, pixel_aspect),
            Window(x - left, y - top, far - x + 1, low - y + 1),
            channels,
        )
    except (IndexError, ValueError, struct.error):
        return None


def _channels(block: bytes) -> tuple[str, ...]:
    """The names of a `chlist`: each a text, then 16 bytes of type, linearity and sampling."""
    names, at = [], 0
    while at < len(block) and block[at]:
        name, at = _text(block, at)
        names.append(name)
        at += 16
    return tuple(names)


def _text(data: bytes, at: int) -> tuple[str, int]:
    end = data.index(0, at)
    return data[at:end].decode("latin-1"), end + 1
