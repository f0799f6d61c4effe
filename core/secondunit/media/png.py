"""PNG with nothing in it but the picture: the header, the pixels, the end, and no other chunk.

After W3C, "Portable Network Graphics (PNG) Specification (Third Edition)". Written here because every library
adds something of its own, or cannot write 16 bits. It knows code values, not what they mean.
"""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ..wire.errors import PictureTooLarge, WrongChannels
from ..wire.picture import LARGEST_SIDE
from .whole import whole_file

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
#: Channels to colour type (11.2.1).
_TYPES = {1: 0, 2: 4, 3: 2, 4: 6}
_LEVEL = 4
_BLOCK = 64


def write_png(path: Path | str, codes: npt.NDArray[np.generic]) -> Path:
    """Write (height, width[, 1 to 4]) uint8 or uint16 as PNG: grey, grey and alpha, RGB or RGBA (straight).

    It appears under its name only when it is whole; the same picture gives the same bytes. Raises
    `WrongChannels`, `PictureTooLarge`, `DiskFull`, `NoRights`.
    """
    path = Path(path)
    pixels = codes[..., None] if codes.ndim == 2 else codes
    if codes.dtype not in (np.uint8, np.uint16) or pixels.ndim != 3 or pixels.shape[2] not in _TYPES:
        raise WrongChannels(f"No PNG holds {codes.dtype} pixels of shape {codes.shape}.", where=str(path))
    height, width, channels = pixels.shape
    if not 0 < height <= LARGEST_SIDE or not 0 < width <= LARGEST_SIDE:
        raise PictureTooLarge(f"{width}x{height} is no size of a picture.", where=str(path))
    depth = 8 * codes.dtype.itemsize
    squeezed = zlib.compressobj(_LEVEL)
    with whole_file(path) as temporary, temporary.open("wb") as file:
        file.write(_beginning(width, height, channels, depth))
        for top in range(0, height, _BLOCK):
            part = squeezed.compress(_filtered(pixels, top, min(top + _BLOCK, height)))
            if part:
                file.write(_chunk(b"IDAT", part))
        file.write(_chunk(b"IDAT", squeezed.flush()) + _chunk(b"IEND", b""))
    return path


def png_of(width: int, height: int, channels: int, rows: bytes) -> bytes:
    """A PNG of 8 bits a channel; each row is filtered already and begins with its filter's number (9.2)."""
    body = _chunk(b"IDAT", zlib.compress(rows, 1))
    return _beginning(width, height, channels, 8) + body + _chunk(b"IEND", b"")


def _beginning(width: int, height: int, channels: int, depth: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, depth, _TYPES[channels], 0, 0, 0)
    return _SIGNATURE + _chunk(b"IHDR", header)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _filtered(pixels: npt.NDArray[np.generic], top: int, bottom: int) -> bytes:
    """Rows as differences (9.2), each by the filter that leaves least, as 12.7 advises."""
    step = pixels.shape[2] * pixels.dtype.itemsize
    rows = _bytes(pixels[top:bottom])
    above = np.zeros_like(rows)
    above[1:] = rows[:-1]
    if top:
        above[:1] = _bytes(pixels[top - 1 : top])
    left, corner = np.zeros_like(rows), np.zeros_like(rows)
    left[:, step:], corner[:, step:] = rows[:, :-step], above[:, :-step]
    candidates = np.stack([rows, rows - left, rows - above, rows - _paeth(left, above, corner)])
    size = np.abs(candidates.view(np.int8).astype(np.int16)).sum(axis=2, dtype=np.int64)
    best = size.argmin(axis=0)
    out = np.empty((len(rows), rows.shape[1] + 1), np.uint8)
    out[:, 0] = np.array([0, 1, 2, 4], np.uint8)[best]
    out[:, 1:] = candidates[best, np.arange(len(rows))]
    return out.tobytes()


def _bytes(pixels: npt.NDArray[np.generic]) -> npt.NDArray[np.uint8]:
    kind = pixels.dtype.newbyteorder(">")
    return np.ascontiguousarray(pixels, kind).view(np.uint8).reshape(len(pixels), -1)


def _paeth(
    left: npt.NDArray[np.uint8], above: npt.NDArray[np.uint8], corner: npt.NDArray[np.uint8]
) -> npt.NDArray[np.uint8]:
    a, b, c = (neighbor.astype(np.int16) for neighbor in (left, above, corner))
    pa, pb, pc = np.abs(b - c), np.abs(a - c), np.abs(a + b - 2 * c)
    return np.where((pa <= pb) & (pa <= pc), left, np.where(pb <= pc, above, corner))
