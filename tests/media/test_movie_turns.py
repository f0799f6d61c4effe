"""A movie's display matrix: quarter turns and mirrors are made, anything else is refused with its angle."""

from __future__ import annotations

import math
import struct
from pathlib import Path

import numpy as np
import pytest

from secondunit.media.movie import inspect_movie, movie_frames
from secondunit.wire.errors import BadPicture, DamagedPicture
from secondunit.wire.picture import Format

from .films import Film

FILM = Film("a.mp4", "libx264", "yuv444p", {"qp": "0"}, frames=2)


def turned(path: Path, a: float, b: float, c: float, d: float) -> Path:
    """The movie with another matrix in its track header (ISO/IEC 14496-12, 8.3.2)."""
    data = bytearray(path.read_bytes())
    at = data.index(b"tkhd")
    at += 8 + (32 if data[at + 4] else 20) + 16
    sides = [round(one * 65536) for one in (a, b, c, d)]
    data[at : at + 36] = struct.pack(">9i", sides[0], sides[1], 0, sides[2], sides[3], 0, 0, 0, 1 << 30)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("matrix", "made"),
    [
        ((0, 1, -1, 0), lambda one: np.rot90(one, -1)),
        ((0, -1, 1, 0), lambda one: np.rot90(one, 1)),
        ((-1, 0, 0, -1), lambda one: np.rot90(one, 2)),
        ((-1, 0, 0, 1), lambda one: one[:, ::-1]),
        ((1, 0, 0, -1), lambda one: one[::-1]),
        ((0, 1, 1, 0), lambda one: one.transpose(1, 0, 2)),
        ((0, -1, -1, 0), lambda one: np.rot90(one, 2).transpose(1, 0, 2)),
    ],
    ids=["90", "-90", "180", "mirrored", "upside down", "transposed", "the other diagonal"],
)
def test_quarter_turns_and_mirrors_are_made(tmp_path: Path, matrix: tuple[int, ...], made) -> None:
    path = FILM.write(tmp_path)
    straight = [pixels.copy() for _, pixels in movie_frames(path)]
    turned(path, *matrix)
    shown = [pixels for _, pixels in movie_frames(path)]
    assert np.array_equal(shown[1], made(straight[1]))
    height, width = shown[0].shape[:2]
    assert inspect_movie(path).format == Format(width, height)


@pytest.mark.parametrize("angle", [45, 100, -30])
def test_any_other_angle_is_refused_and_said(tmp_path: Path, angle: int) -> None:
    path = FILM.write(tmp_path)
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    turned(path, cos, sin, -sin, cos)
    with pytest.raises(BadPicture, match=rf"turned by {abs(angle)} degrees") as caught:
        inspect_movie(path)
    assert not isinstance(caught.value, DamagedPicture)
    assert "ffmpeg" in caught.value.problem.remedy
