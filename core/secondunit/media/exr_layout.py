"""The layout of an EXR file on the disk: whether every chunk is where the file says, to the last byte.

It reads the header, the table of offsets and the few bytes in front of each chunk, so it costs under a
millisecond and finds every truncation and every hole; it does not decode a pixel. It knows no library.
Source: "OpenEXR File Layout", openexr.com.
"""

from __future__ import annotations

import mmap
import struct
from pathlib import Path

_MAGIC = 20000630
_NOT_PLAIN = 0x200 | 0x800 | 0x1000  # tiled, deep, multi-part
#: Rows in a chunk, by compression: none, RLE, ZIPS, ZIP, PIZ, PXR24, B44, B44A, DWAA, DWAB.
_ROWS = (1, 1, 1, 16, 32, 16, 32, 32, 32, 256)
_MOST_HEADER = 1 << 24


def layout_fault(path: Path) -> str:
    """What is wrong with the layout of the EXR at `path`, in a few words; an empty text when it is whole.

    Tiled, deep and multi-part files, which Second Unit does not write, pass after a look at the first bytes.
    Raises `OSError` when the file cannot be read.
    """
    with path.open("rb") as file:
        try:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError:
            return "the file is empty"
        with data:
            try:
                return _fault(data)
            except (struct.error, IndexError, ValueError):
                return "it ends within its header"


def _fault(data: mmap.mmap) -> str:
    magic, version = struct.unpack_from("<II", data, 0)
    if magic != _MAGIC:
        return "it is not an EXR"
    if version & _NOT_PLAIN:
        return ""
    attributes, table = _header(data)
    try:
        compression = attributes["compression"][0]
        left, top, right, bottom = struct.unpack("<iiii", attributes["dataWindow"])
    except KeyError as missing:
        return f"its header has no {missing.args[0]}"
    if bottom < top or right < left:
        return "its data window is empty"
    if compression >= len(_ROWS):
        return ""
    count = -(-(bottom - top + 1) // _ROWS[compression])
    if table + 8 * count > len(data):
        return "it ends within its table of chunks"
    offsets = struct.unpack_from(f"<{count}Q", data, table)
    end = 0
    for offset in offsets:
        if not table + 8 * count <= offset <= len(data) - 8:
            return "rows are missing"
        row, size = struct.unpack_from("<ii", data, offset)
        if size < 0 or offset + 8 + size > len(data):
            return "rows are cut off"
        if not top <= row <= bottom:
            return "rows are in the wrong place"
        end = max(end, offset + 8 + size)
    return "" if end == len(data) else "it is longer than its rows"


def _header(data: mmap.mmap) -> tuple[dict[str, bytes], int]:
    """The attributes of a single-part header as bytes, and where the table of chunks begins."""
    attributes: dict[str, bytes] = {}
    at = 8
    while data[at] != 0:
        name_end = data.find(b"\0", at, at + 256)
        type_end = data.find(b"\0", name_end + 1, name_end + 257)
        if name_end < 0 or type_end < 0:
            raise ValueError
        (size,) = struct.unpack_from("<i", data, type_end + 1)
        value = type_end + 5
        if not 0 <= size <= _MOST_HEADER or value + size > len(data):
            raise ValueError
        attributes[data[at:name_end].decode("latin-1")] = data[value : value + size]
        at = value + size
    return attributes, at + 1
