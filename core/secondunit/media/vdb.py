"""Volumes as OpenVDB files: fields on cubic cells that Blender, Houdini and whatever reads OpenVDB opens.

Knows arrays and the file's layout; knows no element and no host. The layout is that of OpenVDB 12
(openvdb/io/Archive.cc, io/Compression.h; file format 224), its trees are of `vdb_tree`, its values half
floats. The same grids are the same bytes, and a file says by its own digest whether it is whole.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from secondunit.wire.errors import DamagedPicture

from .vdb_tree import Field, tree
from .whole import storage_error, whole_file

#: What a file begins with, its format, the library that the format is of, whether grids can be sought, and
#: the file's own name among all files: of its content here.
_HEAD = struct.Struct("<qIII?36s")
_MAGIC, _FORMAT, _LIBRARY = 0x56444220, 224, (12, 0)
#: Of a tree's nodes only what cells hold is written, one after another, with no other compression.
_ACTIVE_MASK = 2
#: The name that our own facts have in the file.
_FACTS = "second unit"


@dataclass(frozen=True)
class Grid:
    """A field on cubic cells: `values` (x, y, z) or (x, y, z, 3) float32, `cell` metres along a side, and the
    low `corner` of the first cell in metres. Cells of 0 are empty.
    """

    name: str
    values: Field
    cell: float
    corner: tuple[float, float, float]

    @property
    def kind(self) -> str:
        """What OpenVDB calls its tree."""
        return f"Tree_{'vec3s' if self.values.ndim == 4 else 'float'}_5_4_3_HalfFloat"


def write_vdb(path: Path, grids: Sequence[Grid], facts: Mapping[str, Any]) -> None:
    """Write grids of different names, whole or not at all; `facts` (JSON) are what `read_facts` gives.

    Values are rounded to half float and held within its range. Raises `DiskFull`, `NoRights`.
    """
    text = json.dumps(dict(facts), sort_keys=True)
    parts = [_metadata({"creator": "Second Unit", _FACTS: text}), struct.pack("<i", len(grids))]
    at = _HEAD.size + sum(map(len, parts))
    for grid in grids:
        topology, buffers = tree(grid.values)
        descriptor = _string(grid.name) + _string(grid.kind) + _string("")
        before = struct.pack("<I", _ACTIVE_MASK) + _of(grid) + _transform(grid) + topology
        begin = at + len(descriptor) + 24
        blocks = begin + len(before)
        at = blocks + len(buffers)
        parts += [descriptor, struct.pack("<3q", begin, blocks, at), before, buffers]
    with whole_file(path) as temporary:
        try:
            with temporary.open("wb") as file:
                file.write(_head(parts))
                file.writelines(parts)
        except OSError as error:
            raise storage_error(error, path) from error


def read_facts(path: Path) -> dict[str, Any]:
    """The facts of a file that `write_vdb` wrote; raises `DamagedPicture` where it is missing or altered."""
    try:
        data = memoryview(path.read_bytes())
        if bytes(data[: _HEAD.size]) != _head([data[_HEAD.size :]]):
            raise ValueError
        facts = json.loads(_values(data[_HEAD.size :])[_FACTS])
        if not isinstance(facts, dict):
            raise ValueError
    except (OSError, ValueError, KeyError, struct.error, RecursionError):
        raise DamagedPicture(
            f"The volume {path.name} is missing or damaged.", remedy="Retry the job.", where=str(path)
        ) from None
    return facts


def _head(parts: Sequence[bytes | memoryview]) -> bytes:
    digest = sha256()
    for part in parts:
        digest.update(part)
    name = digest.hexdigest()
    unique = "-".join((name[:8], name[8:12], name[12:16], name[16:20], name[20:32]))
    return _HEAD.pack(_MAGIC, _FORMAT, *_LIBRARY, True, unique.encode())


def _of(grid: Grid) -> bytes:
    vector = {"vector_type": "contravariant relative"} if grid.values.ndim == 4 else {}
    texts = {"class": "unknown" if vector else "fog volume", "name": grid.name, **vector}
    half = _string("is_saved_as_half_float") + _string("bool") + struct.pack("<I?", 1, True)
    return struct.pack("<I", len(texts) + 1) + _rows(texts) + half


def _transform(grid: Grid) -> bytes:
    """`UniformScaleTranslateMap`: the middle of the first cell is where its corner says."""
    cell = grid.cell
    place = [corner + 0.5 * cell for corner in grid.corner]
    rows = place, [cell] * 3, [cell] * 3, [1.0 / cell] * 3, [1.0 / cell**2] * 3, [0.5 / cell] * 3
    return _string("UniformScaleTranslateMap") + b"".join(struct.pack("<3d", *row) for row in rows)


def _string(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<I", len(data)) + data


def _metadata(values: Mapping[str, str]) -> bytes:
    return struct.pack("<I", len(values)) + _rows(values)


def _rows(values: Mapping[str, str]) -> bytes:
    return b"".join(_string(name) + _string("string") + _string(value) for name, value in values.items())


def _values(data: memoryview) -> dict[str, str]:
    """The file's own metadata, of which it has only text."""
    at = 4
    texts = []
    for _ in range(3 * struct.unpack_from("<I", data)[0]):
        size = struct.unpack_from("<I", data, at)[0]
        texts.append(str(data[at + 4 : at + 4 + size], "utf-8"))
        at += 4 + size
    return dict(zip(texts[::3], texts[2::3], strict=True))
