"""The checksums of a Matroska file: which of its clusters of pictures have changed since it was written.

Most writers of Matroska, FFmpeg first, leave a CRC-32 at the head of each cluster, and no reader looks at it.
Sources: RFC 8794 (EBML), 4 to 6 and 11.3.1; RFC 9559 (Matroska), 5.1. It knows bytes only.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

from .foreign import open_file

_HEADER, _SEGMENT, _INFO, _CLUSTER = 0x1A45DFA3, 0x18538067, 0x1549A966, 0x1F43B675
_CRC, _TIMESTAMP, _SCALE = 0xBF, 0xE7, 0x2AD7B1
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Changed:
    """A cluster whose bytes have changed, and when its first picture is shown, in seconds."""

    start: Fraction


def changed_cluster(path: Path) -> Changed | None:
    """The first cluster whose checksum is wrong; None where none is, and for files without checksums.

    Raises `OSError`.
    """
    with open_file(path) as file:
        length = file.seek(0, 2)
        file.seek(0)
        try:
            return _changed(file, length)
        except (ValueError, IndexError):  # it breaks off, or is garbled where no checksum is: others say it
            return None


def _changed(file: BinaryIO, length: int) -> Changed | None:
    if _head(file)[0] != _HEADER:
        return None
    file.seek(0)
    scale = 1_000_000
    while file.tell() < length:
        kind, size = _head(file)
        if kind == _SEGMENT:  # what it holds comes next
            continue
        if size is None:
            return None
        start = file.tell()
        if kind == _INFO:
            scale = _number(file.read(size), _SCALE) or scale
        elif kind == _CLUSTER and start + size <= length:
            head = file.read(min(size, 64))
            if head[:2] == bytes((_CRC, 0x84)) and _sum(file, start + 6, size - 6) != head[2:6]:
                return Changed(Fraction((_number(head[6:], _TIMESTAMP) or 0) * scale, 1_000_000_000))
        file.seek(start + size)
    return None


def _sum(file: BinaryIO, start: int, size: int) -> bytes:
    file.seek(start)
    total = 0
    while size > 0 and (block := file.read(min(size, _BLOCK))):
        total, size = zlib.crc32(block, total), size - len(block)
    return total.to_bytes(4, "little")


def _head(file: BinaryIO) -> tuple[int, int | None]:
    """The id and size of the element that begins here; no size where it is not known (a live recording)."""
    first = file.read(1)[0]
    kind = int.from_bytes(bytes((first,)) + file.read(8 - first.bit_length()), "big")
    lead = file.read(1)[0]
    more = 8 - lead.bit_length()
    size = int.from_bytes(bytes((lead,)) + file.read(more), "big") & ((1 << 7 * (more + 1)) - 1)
    return kind, None if size == (1 << 7 * (more + 1)) - 1 else size


def _number(data: bytes, wanted: int) -> int | None:
    """The value of the first whole number `wanted` among the elements that data begins with."""
    at = 0
    while at + 2 < len(data):
        width = 9 - data[at].bit_length()
        kind = int.from_bytes(data[at : at + width], "big")
        lead = data[at + width]
        more = 8 - lead.bit_length()
        size = int.from_bytes(data[at + width : at + width + more + 1], "big") & ((1 << 7 * (more + 1)) - 1)
        at += width + more + 1
        if kind == wanted:
            return int.from_bytes(data[at : at + size], "big")
        at += size
    return None
