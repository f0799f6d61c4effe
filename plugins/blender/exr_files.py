"""EXR files of data without Blender's own reader: passes as its renders leave them, guides as they are kept.

Reads scanlines without compression, of one part or several; writes one part with ZIP. Knows no Blender.
Source: OpenEXR, "OpenEXR File Layout" (openexr.com), and ImfZip.cpp for the predictor.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Plane = npt.NDArray[np.float32]
_MAGIC, _VERSION, _SEVERAL = 20000630, 2, 0x1000
_NO_COMPRESSION, _ZIP, _LINES = 0, 3, 16
_TYPES: dict[int, np.dtype[Any]] = {1: np.dtype("<f2"), 2: np.dtype("<f4")}


@dataclass(frozen=True)
class _Part:
    """A part's channels with their types, its size, and how many chunks it has."""

    channels: tuple[tuple[str, np.dtype[Any]], ...]
    width: int
    height: int
    top: int


def read_planes(path: Path) -> dict[str, Plane]:
    """Every channel of a file by its whole name, (height, width) float32; raises `ValueError`, `OSError`."""
    data = path.read_bytes()
    magic, version = struct.unpack_from("<iI", data)
    if magic != _MAGIC:
        raise ValueError(f"{path.name} is no EXR.")
    several, place = bool(version & _SEVERAL), 8
    parts = []
    while True:
        header, place = _header(data, place)
        parts.append(_part(header, path))
        if not several:
            break
        if data[place] == 0:
            place += 1
            break
    planes: dict[str, Plane] = {}
    for part in parts:
        offsets = np.frombuffer(data, "<u8", part.height, place)
        place += 8 * part.height
        planes |= _read(data, part, offsets.tolist(), 12 if several else 8)
    return planes


def _header(data: bytes, place: int) -> tuple[dict[str, bytes], int]:
    header = {}
    while data[place]:
        name, place = _text(data, place)
        _, place = _text(data, place)
        (size,) = struct.unpack_from("<i", data, place)
        header[name] = data[place + 4 : place + 4 + size]
        place += 4 + size
    return header, place + 1


def _text(data: bytes, place: int) -> tuple[str, int]:
    end = data.index(b"\0", place)
    return data[place:end].decode(), end + 1


def _part(header: Mapping[str, bytes], path: Path) -> _Part:
    if header["compression"][0] != _NO_COMPRESSION or b"tile" in header.get("type", b""):
        raise ValueError(f"{path.name} is compressed.")
    left, top, right, bottom = struct.unpack("<4i", header["dataWindow"])
    return _Part(tuple(_channels(header["channels"])), right - left + 1, bottom - top + 1, top)


def _channels(data: bytes) -> Iterator[tuple[str, np.dtype[Any]]]:
    place = 0
    while data[place]:
        name, place = _text(data, place)
        (kind,) = struct.unpack_from("<i", data, place)
        yield name, _TYPES[kind]
        place += 16


def _read(data: bytes, part: _Part, offsets: list[int], before: int) -> dict[str, Plane]:
    size = part.width * sum(kind.itemsize for _, kind in part.channels)
    rows = np.empty((part.height, size), np.uint8)
    for offset in offsets:
        line, found = struct.unpack_from("<ii", data, offset + before - 8)
        if found != size:
            raise ValueError("A line of the file has another length.")
        rows[line - part.top] = np.frombuffer(data, np.uint8, size, offset + before)
    planes, start = {}, 0
    for name, kind in part.channels:
        end = start + part.width * kind.itemsize
        planes[name] = np.ascontiguousarray(rows[:, start:end]).view(kind).astype(np.float32)
        start = end
    return planes


def write_planes(path: Path, planes: Mapping[str, Plane], *, half: bool, aspect: float = 1.0) -> None:
    """Write channels of one size with ZIP, whole or not at all; `aspect` is that of a pixel."""
    kind = np.dtype("<f2" if half else "<f4")
    names = sorted(planes)
    height, width = planes[names[0]].shape
    channels = b"".join(
        name.encode() + b"\0" + struct.pack("<iiii", 1 if half else 2, 0, 1, 1) for name in names
    )
    window = struct.pack("<4i", 0, 0, width - 1, height - 1)
    attributes = (
        ("channels", "chlist", channels + b"\0"), ("compression", "compression", bytes([_ZIP])),
        ("dataWindow", "box2i", window), ("displayWindow", "box2i", window),
        ("lineOrder", "lineOrder", b"\0"), ("pixelAspectRatio", "float", struct.pack("<f", aspect)),
        ("screenWindowCenter", "v2f", struct.pack("<2f", 0.0, 0.0)),
        ("screenWindowWidth", "float", struct.pack("<f", 1.0)),
    )  # fmt: skip
    head = struct.pack("<iI", _MAGIC, _VERSION) + b"".join(
        name.encode() + b"\0" + kind_.encode() + b"\0" + struct.pack("<i", len(value)) + value
        for name, kind_, value in attributes
    )
    lines = np.concatenate([planes[name].astype(kind).view(np.uint8) for name in names], axis=1)
    chunks = []
    for first in range(0, height, _LINES):
        packed = _pack(lines[first : first + _LINES].reshape(-1))
        chunks.append(struct.pack("<ii", first, len(packed)) + packed)
    starts = np.cumsum([len(head) + 1 + 8 * len(chunks), *(len(chunk) for chunk in chunks[:-1])])
    whole = head + b"\0" + starts.astype("<u8").tobytes() + b"".join(chunks)
    temporary = path.with_name(path.name + ".part")
    temporary.write_bytes(whole)
    temporary.replace(path)


def _pack(data: npt.NDArray[np.uint8]) -> bytes:
    """A chunk as ZIP has it: its halves apart, differences, and deflated where that is shorter."""
    apart = np.concatenate([data[0::2], data[1::2]])
    apart[1:] = apart[1:] - apart[:-1] + np.uint8(128)
    packed = zlib.compress(apart.tobytes(), 1)
    return packed if len(packed) < data.size else data.tobytes()
