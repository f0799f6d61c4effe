"""The size of a picture on disk: from an EXR's header (its display window), else as Blender reads it.

Blender reports an EXR's data window as its size, and no size at all for a sequence whose current frame is
not there.
"""

from __future__ import annotations

import imbuf

from secondunit.host.headers import exr_header
from secondunit.wire import Format


def picture_format(path: str, pixel_aspect: float) -> Format | None:
    """The format of a picture file, or None when it cannot be read.

    `pixel_aspect` is used where the file says nothing about the shape of its pixels.
    """
    header = exr_header(path, pixel_aspect)
    if header is not None:
        return header.format
    try:
        picture = imbuf.load(path)
    except (OSError, ValueError, RuntimeError):
        return None
    return Format(*picture.size, pixel_aspect) if min(picture.size) > 0 else None
