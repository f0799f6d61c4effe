"""A field as an OpenVDB tree: 32, 16 and 8 cells along its nodes, and nothing of where it holds 0.

Museth 2013, "VDB: High-resolution sparse volumes with dynamic topology", ACM Transactions on Graphics 32; as
written by openvdb/tree/RootNode.h, InternalNode.h and LeafNode.h (file format 224).
"""

from __future__ import annotations

import struct
from itertools import groupby

import numpy as np
import numpy.typing as npt

Field = npt.NDArray[np.float32]

#: Cells along a leaf, and along a node and the root's child in units of what they hold.
LEAF, LOWER, UPPER = 8, 16, 32
#: The largest half float.
LARGEST = 65504.0
#: Of cells that hold nothing, a node's values say nothing.
_NO_INACTIVE = b"\0"


def tree(values: Field) -> tuple[bytes, bytes]:
    """The topology and the buffers of a field (x, y, z) or (x, y, z, 3), whose first cell has index 0, 0, 0.

    What is no number becomes 0, what a half float cannot hold the largest that it can.
    """
    halves = np.clip(np.nan_to_num(values, nan=0.0), -LARGEST, LARGEST).astype("<f2")
    flat = halves.reshape(*values.shape[:3], -1)
    sides = [-(-n // LEAF) * LEAF for n in flat.shape[:3]]
    padded = np.zeros((*sides, flat.shape[3]), "<f2")
    padded[: flat.shape[0], : flat.shape[1], : flat.shape[2]] = flat
    x, y, z = (side // LEAF for side in sides)
    blocks = padded.reshape(x, LEAF, y, LEAF, z, LEAF, -1)
    places = np.argwhere((blocks != 0.0).any(axis=(1, 3, 5, 6)))
    order = np.lexsort((_lower(places), _upper(places), *(_root(places).T)))
    places = places[order]
    leaves = blocks.transpose(0, 2, 4, 1, 3, 5, 6)[places[:, 0], places[:, 1], places[:, 2]]
    leaves = leaves.reshape(len(places), LEAF**3, flat.shape[3])
    active = (leaves != 0.0).any(axis=2)
    masks = [row.tobytes() for row in np.packbits(active, axis=1, bitorder="little")]
    background = struct.pack(f"<{flat.shape[3]}f", *[0.0] * flat.shape[3])
    rows = zip(masks, leaves, active, strict=True)
    buffers = [mask + _NO_INACTIVE + leaf[on].tobytes() for mask, leaf, on in rows]
    return _topology(places, masks, background), b"".join(buffers)


def _topology(places: npt.NDArray[np.int64], masks: list[bytes], background: bytes) -> bytes:
    """Every node in the order in which it is read: the root's children, each one's nodes, their leaves."""
    roots, uppers, lowers = _root(places).tolist(), _upper(places).tolist(), _lower(places).tolist()
    children: list[bytes] = []
    count = 0
    side = LEAF * LOWER * UPPER
    for root, in_root in groupby(range(len(places)), key=lambda n: tuple(roots[n])):
        count += 1
        nodes = [(upper, list(group)) for upper, group in groupby(in_root, key=lambda n: uppers[n])]
        children.append(struct.pack("<3i", *(side * part for part in root)))
        children.append(_node([upper for upper, _ in nodes], UPPER))
        for _, leaves in nodes:
            children.append(_node([lowers[n] for n in leaves], LOWER))
            children.extend(masks[n] for n in leaves)
    return struct.pack("<i", 1) + background + struct.pack("<II", 0, count) + b"".join(children)


def _node(children: list[int], side: int) -> bytes:
    """A node's mask of children, its mask of values of its own, and those: none."""
    there = np.zeros(side**3, bool)
    there[children] = True
    mask = np.packbits(there, bitorder="little").tobytes()
    return mask + bytes(len(mask)) + _NO_INACTIVE


def _root(places: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return places // (LOWER * UPPER)


def _upper(places: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return _index(places // LOWER % UPPER, UPPER)


def _lower(places: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return _index(places % LOWER, LOWER)


def _index(places: npt.NDArray[np.int64], side: int) -> npt.NDArray[np.int64]:
    """The number of a child of a node: z counts first."""
    return np.asarray((places[:, 0] * side + places[:, 1]) * side + places[:, 2])
