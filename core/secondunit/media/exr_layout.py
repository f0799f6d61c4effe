"""The layout of an EXR file on the disk: whether every chunk is where the file says, and its seal.

The layout costs under a millisecond and finds every truncation and every hole. The seal, a CRC-32 of the
whole file in an attribute of eight digits, finds changed bits, also in rows that EXR stores without
compression and so without a checksum. Neither decodes a pixel. It knows no library.
Source: "OpenEXR File Layout", openexr.com.
"""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import BinaryIO

from .foreign import open_file

#: The attribute that holds the seal, and its value before the file is sealed.
SEAL = "secondunit:seal"
UNSEALED = "00000000"

_MAGIC = 20000630
_NOT_PLAIN = 0x200 | 0x800 | 0x1000  # tiled, deep, multi-part
#: Rows in a chunk, by compression: none, RLE, ZIPS, ZIP, PIZ, PXR24, B44, B44A, DWAA, DWAB.
_ROWS = (1, 1, 1, 16, 32, 16, 32, 32, 32, 256)
_MOST_HEADER = 1 << 24
_BLOCK = 1 << 20


def layout_fault(path: Path) -> str:
    """What is wrong with the layout of the EXR at `path`, in a few words; an empty text when it is whole.

    Tiled, deep and multi-part files, which Second Unit does not write, pass after a look at the first bytes.
    Raises `OSError` when the file cannot be read.
    """
    with open_file(path) as file:
        try:
            return _fault(file)
        except (struct.error, ValueError):
            return "it ends within its header"


def seal(path: Path) -> None:
    """Put the CRC-32 of a file that `UNSEALED` stands in into its place. Raises `OSError`, `ValueError`."""
    with path.open("r+b") as file:
        values, _ = _header(file)
        place, _ = values[SEAL]
        digits = f"{_checksum(file, place):08x}"
        file.seek(place)
        file.write(digits.encode())


def seal_fault(path: Path) -> str | None:
    """What the seal says: an empty text when no bit has changed; None when there is no seal."""
    with open_file(path) as file:
        try:
            values, _ = _header(file)
        except (struct.error, ValueError):
            return "it ends within its header"
        if SEAL not in values:
            return None
        place, digits = values[SEAL]
        whole = digits == f"{_checksum(file, place):08x}".encode()
        return "" if whole else "its bytes have changed since it was written"


def _checksum(file: BinaryIO, place: int) -> int:
    """The CRC-32 of the file with `UNSEALED` at `place`."""
    file.seek(0)
    total = zlib.crc32(file.read(place))
    total = zlib.crc32(UNSEALED.encode(), total)
    file.seek(place + len(UNSEALED))
    while block := file.read(_BLOCK):
        total = zlib.crc32(block, total)
    return total


def _fault(file: BinaryIO) -> str:
    length = file.seek(0, 2)
    file.seek(0)
    magic, version = struct.unpack("<II", file.read(8))
    if magic != _MAGIC:
        return "it is not an EXR"
    if version & _NOT_PLAIN:
        return ""
    values, table = _header(file)
    missing = {"compression", "dataWindow"} - values.keys()
    if missing:
        return f"its header has no {missing.pop()}"
    compression = values["compression"][1][0]
    left, top, right, bottom = struct.unpack("<iiii", values["dataWindow"][1])
    if bottom < top or right < left:
        return "its data window is empty"
    if compression >= len(_ROWS):
        return ""
    count = -(-(bottom - top + 1) // _ROWS[compression])
    chunks = table + 8 * count
    if chunks > length:
        return "it ends within its table of chunks"
    file.seek(table)
    end = 0
    for offset in struct.unpack(f"<{count}Q", file.read(8 * count)):
        if not chunks <= offset <= length - 8:
            return "rows are missing"
        file.seek(offset)
        row, size = struct.unpack("<ii", file.read(8))
        if size < 0 or offset + 8 + size > length:
            return "rows are cut off"
        if not top <= row <= bottom:
            return "rows are in the wrong place"
        end = max(end, offset + 8 + size)
    return "" if end == length else "it is longer than its rows"


def _header(file: BinaryIO) -> tuple[dict[str, tuple[int, bytes]], int]:
    """Where each value of a single-part header stands, with the value; and where the header ends."""
    values: dict[str, tuple[int, bytes]] = {}
    file.seek(8)
    while name := _word(file):
        _word(file)
        (size,) = struct.unpack("<i", file.read(4))
        place = file.tell()
        if not 0 <= size <= _MOST_HEADER:
            raise ValueError("a value of no possible size")
        value = file.read(size)
        if len(value) < size:
            raise ValueError("cut off")
        values[name] = place, value
    return values, file.tell()


def _word(file: BinaryIO) -> str:
    """The text up to the next zero byte."""
    start = file.tell()
    text, zero, _ = file.read(257).partition(b"\0")
    if not zero:
        raise ValueError("no name")
    file.seek(start + len(text) + 1)
    return text.decode("latin-1")
