"""The size of a picture on disk: from an EXR's header (its display window), else as Blender reads it.

Blender reports an EXR's data window as its size, and no size at all for a sequence whose current frame is
not there.
"""

from __future__ import annotations

import struct
from pathlib import Path

import imbuf

from secondunit.wire import Format

_MAGIC = 20000630
#: Headers with previews and long metadata stay below this.
_LONGEST = 1 << 20


def picture_format(path: str, pixel_aspect: float) -> Format | None:
    """The format of a picture file, or None when it cannot be read.

    `pixel_aspect` is used where the file says nothing about the shape of its pixels.
    """
    try:
        with Path(path).open("rb") as file:
            header = file.read(_LONGEST)
    except OSError:
        return None
    if len(header) > 8 and struct.unpack_from("<I", header)[0] == _MAGIC:
        return _exr_format(header, pixel_aspect)
    try:
        picture = imbuf.load(path)
    except (OSError, ValueError, RuntimeError):
        return None
    return Format(*picture.size, pixel_aspect) if min(picture.size) > 0 else None


def _exr_format(header: bytes, pixel_aspect: float) -> Format | None:
    """Display window and pixel aspect of the first part (OpenEXR file layout: name, type, size, value)."""
    at, format_ = 8, None
    try:
        while header[at]:
            name, at = _text(header, at)
            _kind, at = _text(header, at)
            (size,) = struct.unpack_from("<I", header, at)
            at += 4
            if name == "displayWindow":
                left, top, right, bottom = struct.unpack_from("<4i", header, at)
                format_ = (right - left + 1, bottom - top + 1)
            elif name == "pixelAspectRatio":
                (stated,) = struct.unpack_from("<f", header, at)
                pixel_aspect = round(stated, 6) if stated != 1.0 else pixel_aspect
            at += size
    except (IndexError, ValueError, struct.error):
        return None
    return Format(*format_, pixel_aspect) if format_ is not None and min(format_) > 0 else None


def _text(header: bytes, at: int) -> tuple[str, int]:
    end = header.index(0, at)
    return header[at:end].decode("latin-1"), end + 1
