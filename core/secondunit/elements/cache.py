"""Cache files: named arrays with a header and a checksum, written whole or not at all.

Layout: the magic line, the header's length (8 bytes), the header (JSON), the compressed arrays, and the
SHA-256 of all before it. Arrays may be packed into 16 bits between their least and greatest value.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from secondunit.ground.disk import whole_file
from secondunit.wire.errors import DamagedPicture, SecondUnitError
from secondunit.wire.storage import storage_error

from .kernels import Field

_MAGIC = b"second unit volume 1\n"


@dataclass(frozen=True)
class Stored:
    """What a cache file holds: facts (JSON scalars) and arrays by name; `digest` is the file's SHA-256."""

    facts: dict[str, Any]
    arrays: dict[str, Field]
    digest: bytes = b""


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn the disk's refusals into errors that an artist can act on."""
    try:
        yield
    except OSError as error:
        raise storage_error(error, path) from error


def write_stored(
    path: Path, facts: Mapping[str, Any], arrays: Mapping[str, Field], *, packed: bool, level: int = 1
) -> None:
    """Write `arrays` under a temporary name, flush, then rename; `packed` keeps 16 bits of each value."""
    entries, blobs = [], []
    for name, array in arrays.items():
        low, high = (float(array.min()), float(array.max())) if array.size else (0.0, 0.0)
        raw = _planes(array, low, high) if packed else np.ascontiguousarray(array).tobytes()
        blob = zlib.compress(raw, level) if level else raw
        entries.append(
            {"name": name, "shape": list(array.shape), "size": len(blob)}
            | ({"low": low, "high": high} if packed else {})
            | ({"level": level} if level else {})
        )
        blobs.append(blob)
    header = json.dumps({"facts": dict(facts), "arrays": entries}, sort_keys=True).encode()
    digest = hashlib.sha256()
    with storage_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as temporary, temporary.open("wb") as file:
            for part in (_MAGIC, len(header).to_bytes(8, "little"), header, *blobs):
                digest.update(part)
                file.write(part)
            file.write(digest.digest())


def read_stored(path: Path) -> Stored:
    """Read a cache file; raises `DamagedPicture` where it is truncated or altered."""
    facts, entries, body, digest = _checked(path)
    arrays: dict[str, Field] = {}
    start = 0
    for entry in entries:
        blob = body[start : start + entry["size"]]
        start += entry["size"]
        raw = zlib.decompress(blob) if entry.get("level") else bytes(blob)
        shape = tuple(entry["shape"])
        if "low" in entry:
            arrays[entry["name"]] = _from_planes(raw, shape, entry["low"], entry["high"])
        else:
            arrays[entry["name"]] = np.frombuffer(raw, np.float32).reshape(shape).copy()
    return Stored(facts, arrays, digest)


def digest_of(path: Path) -> bytes:
    """The SHA-256 of a whole and unaltered file; raises `DamagedPicture`."""
    return _checked(path)[3]


def facts_of(path: Path) -> dict[str, Any] | None:
    """The facts of a whole and unaltered file; None where there is none."""
    try:
        return _checked(path)[0]
    except SecondUnitError:
        return None


def _checked(path: Path) -> tuple[dict[str, Any], list[dict[str, Any]], memoryview, bytes]:
    damaged = DamagedPicture(
        f"The cache file {path.name} is missing or damaged.",
        remedy="Run the job again: what is whole is kept.",
        where=str(path),
    )
    try:
        data = memoryview(path.read_bytes())
    except FileNotFoundError:
        raise damaged from None
    except OSError as error:
        with storage_errors(path):
            raise error
        raise
    head = len(_MAGIC) + 8
    if len(data) < head + 32 or bytes(data[: len(_MAGIC)]) != _MAGIC:
        raise damaged
    if hashlib.sha256(data[:-32]).digest() != bytes(data[-32:]):
        raise damaged
    size = int.from_bytes(data[len(_MAGIC) : head], "little")
    header = json.loads(bytes(data[head : head + size]))
    return header["facts"], header["arrays"], data[head + size : -32], bytes(data[-32:])


def _planes(array: Field, low: float, high: float) -> bytes:
    """16 bits a value, the differences along x, high bytes before low bytes: what compresses well."""
    span = max(high - low, 1e-30)
    whole = ((array - np.float32(low)) * np.float32(65535.0 / span) + np.float32(0.5)).astype(np.uint16)
    flat = np.diff(whole.reshape(-1), prepend=np.uint16(0))
    return flat.view(np.uint8).reshape(-1, 2).T.tobytes()


def _from_planes(raw: bytes, shape: tuple[int, ...], low: float, high: float) -> npt.NDArray[np.float32]:
    planes = np.frombuffer(raw, np.uint8).reshape(2, -1)
    flat = np.ascontiguousarray(planes.T).view(np.uint16).reshape(-1)
    whole = np.cumsum(flat, dtype=np.uint16)
    span = max(high - low, 1e-30)
    return (whole.astype(np.float32) * np.float32(span / 65535.0) + np.float32(low)).reshape(shape)
