"""The newest picture that a provider showed of its work, kept as it came below the job's scratch folder."""

from __future__ import annotations

import contextlib
import io
import warnings
from pathlib import Path

from secondunit.media.whole import whole_file
from secondunit.wire.errors import SecondUnitError

#: What the file is called before its suffix, and the largest that is kept, in bytes.
NAME, MOST = "provider_preview", 8 << 20
#: The most pixels: whoever shows it holds all of them, and that is an artist's own program.
MOST_PIXELS = 4096 * 4096
#: The suffix of a type, and how a file of it begins.
_TYPES = {
    "image/png": (".png", b"\x89PNG\r\n\x1a\n"),
    "image/jpeg": (".jpg", b"\xff\xd8\xff"),
    "image/webp": (".webp", b"RIFF"),
}


def keep(scratch: Path, data: bytes, media_type: str) -> None:
    """Keep a picture; what is no picture, too large, or cannot be written is not missed."""
    suffix, start = _TYPES.get(media_type, ("", b""))
    if not suffix or not data.startswith(start) or len(data) > MOST or not _is_small(data):
        return
    with contextlib.suppress(SecondUnitError, OSError), whole_file(scratch / f"{NAME}{suffix}") as temporary:
        temporary.write_bytes(data)


def _is_small(data: bytes) -> bool:
    """Whether the head of a picture says that it has not too many pixels; no pixel is read."""
    from PIL import Image, UnidentifiedImageError  # only where a provider shows pictures

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP")) as image:
                return image.width * image.height <= MOST_PIXELS
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        return False


def kept(scratch: Path) -> tuple[bytes, str] | None:
    """The newest picture and its type, or None."""
    pictures = []
    for media_type, (suffix, _) in _TYPES.items():
        place = scratch / f"{NAME}{suffix}"
        with contextlib.suppress(OSError):
            pictures.append((place.stat().st_mtime_ns, place, media_type))
    for _, place, media_type in sorted(pictures, reverse=True):
        with contextlib.suppress(OSError):
            return place.read_bytes(), media_type
    return None
