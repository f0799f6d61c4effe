"""What a camera sees of triangles and lines, as a picture and as a PNG file. Knows no Blender."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import numpy.typing as npt

from secondunit.host.shot_space import ShotSpace, Vector

#: How many pixels a matte is wide, and how many of them finer it is drawn on each side.
WIDE, FINER = 960, 2
#: How thick a line is, as a share of the frame's width.
THICK = 0.004
#: What is nearer to the camera than this is not drawn, in metres.
NEAREST = 0.01

Points = npt.NDArray[np.float64]
Picture = npt.NDArray[np.float32]


def drawn(
    stage: ShotSpace, points: list[Vector], faces: list[tuple[int, ...]], edges: list[tuple[int, ...]]
) -> Picture:
    """What a camera sees, (height, width) 0 to 1."""
    format = stage.format
    wide = min(WIDE, format.width)
    high = max(1, round(wide * format.height / format.width))
    sight = np.array([stage.see((float(x), float(y), float(z))) for x, y, z in points]).reshape(-1, 3)
    across, down, deep = sight[:, 0] * wide * FINER, (1.0 - sight[:, 1]) * high * FINER, sight[:, 2]
    fine = np.zeros((high * FINER, wide * FINER), bool)
    places = np.stack([across, down], axis=1)
    for corners in faces:
        if min(deep[list(corners)]) > NEAREST:
            _fill(fine, places[list(corners)])
    for corners in edges:
        if min(deep[list(corners)]) > NEAREST:
            _stroke(fine, places[list(corners)], THICK * wide * FINER)
    picture: Picture = fine.reshape(high, FINER, wide, FINER).mean(axis=(1, 3), dtype=np.float32)
    return picture


def _window(fine: npt.NDArray[np.bool_], places: Points, rim: float) -> tuple[slice, slice, Points, Points]:
    """The part of a picture about some places, and where its pixels' middles are."""
    low = np.clip(np.floor(places.min(axis=0) - rim), 0, (fine.shape[1], fine.shape[0])).astype(int)
    high = np.clip(np.ceil(places.max(axis=0) + rim), 0, (fine.shape[1], fine.shape[0])).astype(int)
    x, y = np.meshgrid(np.arange(low[0], high[0]) + 0.5, np.arange(low[1], high[1]) + 0.5)
    return slice(low[1], high[1]), slice(low[0], high[0]), x, y


def _fill(fine: npt.NDArray[np.bool_], corners: Points) -> None:
    rows, columns, x, y = _window(fine, corners, 0.0)
    inside = []
    for one, other in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        inside.append((other[0] - one[0]) * (y - one[1]) - (other[1] - one[1]) * (x - one[0]))
    fine[rows, columns] |= np.all(np.array(inside) >= 0.0, axis=0) | np.all(np.array(inside) <= 0.0, axis=0)


def _stroke(fine: npt.NDArray[np.bool_], ends: Points, thick: float) -> None:
    rows, columns, x, y = _window(fine, ends, thick)
    along = ends[1] - ends[0]
    long = max(float(along @ along), 1e-12)
    share = np.clip(((x - ends[0][0]) * along[0] + (y - ends[0][1]) * along[1]) / long, 0.0, 1.0)
    away = np.hypot(x - ends[0][0] - share * along[0], y - ends[0][1] - share * along[1])
    fine[rows, columns] |= away <= 0.5 * thick


def png(picture: Picture) -> bytes:
    """A picture of code values, three equal channels of 8 bits."""
    high, wide = picture.shape
    values = np.repeat(np.rint(picture * 255.0).astype(np.uint8)[:, :, None], 3, axis=2)
    rows = np.concatenate([np.zeros((high, 1), np.uint8), values.reshape(high, -1)], axis=1)

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows.tobytes(), 6)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body
