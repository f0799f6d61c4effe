"""Tiles: put together they are the picture, without a seam, whatever its size."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from secondunit.models.runtimes import open_network
from secondunit.models.tiles import Pixels, Tiling, tiled
from secondunit.wire.errors import OutOfRange, WrongNetwork

from . import networks


def picture(height: int, width: int, channels: int = 3) -> Pixels:
    """Numbers of every size, below 0 and above 1, a negative 0 among them."""
    values = np.random.default_rng(height * 7919 + width).normal(0, 3, (height, width, channels))
    values *= 10.0 ** np.random.default_rng(1).integers(-6, 4, values.shape)
    values[0, 0] = -0.0
    return values.astype(np.float32)


def by_network(path: Path) -> object:
    ready = open_network(path)

    def apply(tile: Pixels) -> Pixels:
        given = np.ascontiguousarray(tile.transpose(2, 0, 1)[None])
        return ready.run({"input": given})["output"][0].transpose(1, 2, 0)

    return apply


@pytest.mark.parametrize(
    ("height", "width"), [(1, 1), (1, 300), (37, 53), (64, 64), (65, 129), (101, 333), (16, 16), (5, 64)]
)
@pytest.mark.parametrize(
    "tiling",
    [
        Tiling(),
        Tiling(multiple=8),
        Tiling(64, 16),
        Tiling(64, 32, 16),
        Tiling(64, 9, fixed=True),
        Tiling(16, 8),
    ],
)
def test_a_network_that_returns_its_input_leaves_every_bit(
    tmp_path: Path, height: int, width: int, tiling: Tiling
) -> None:
    apply = by_network(networks.identity(tmp_path / "identity.onnx"))
    pixels = picture(height, width)
    assert tiled(pixels, apply, tiling).tobytes() == pixels.tobytes()  # type: ignore[arg-type]


def test_tiles_larger_than_the_picture_are_the_picture(tmp_path: Path) -> None:
    apply = by_network(networks.identity(tmp_path / "identity.onnx", shape=(1, 3, 512, 512)))
    pixels = picture(37, 41)
    assert np.array_equal(tiled(pixels, apply, Tiling(512, 32, fixed=True)), pixels)  # type: ignore[arg-type]


def test_what_sees_less_than_a_third_of_the_overlap_shows_no_seam(tmp_path: Path) -> None:
    apply = by_network(networks.convolution(tmp_path / "conv.onnx", layers=4))
    pixels = np.random.default_rng(3).random((190, 310, 3), np.float32)
    whole = tiled(pixels, apply, Tiling())  # type: ignore[arg-type]
    cut = tiled(pixels, apply, Tiling(64, 24))  # type: ignore[arg-type]
    assert np.abs(cut - whole).max() < 1e-5 * np.abs(whole).max()


def test_a_result_that_is_larger_lies_where_its_tile_lay(tmp_path: Path) -> None:
    apply = by_network(networks.twice(tmp_path / "twice.onnx"))
    pixels = picture(71, 90)
    result = tiled(pixels, apply, Tiling(32, 8, 8, scale=2))  # type: ignore[arg-type]
    assert np.array_equal(result, pixels.repeat(2, axis=0).repeat(2, axis=1))


def test_a_level_that_differs_from_tile_to_tile_is_mixed_and_not_cut() -> None:
    counted = iter(np.arange(100, dtype=np.float32))
    line = tiled(np.zeros((1, 160, 1), np.float32), lambda tile: tile + next(counted), Tiling(64, 32))[
        0, :, 0
    ]
    assert line[0] == 0.0 and line[-1] == 3.0
    assert (np.diff(line) >= 0).all() and np.diff(line).max() < 0.2


def test_channels_may_be_others_than_the_pictures() -> None:
    result = tiled(picture(50, 50), lambda tile: tile.mean(axis=2, keepdims=True), Tiling(32, 8))
    assert result.shape == (50, 50, 1)


def test_a_result_of_another_size_is_refused_with_both_sizes() -> None:
    with pytest.raises(WrongNetwork, match=r"It gave 20 x 10 for 40 x 20 x|It gave 20 x 10 for 40 x 20"):
        tiled(picture(20, 40), lambda tile: tile[::2, ::2], Tiling())


@pytest.mark.parametrize("bad", [(30, 0, 8), (32, 17, 1), (-1, 0, 1), (0, 0, 0)])
def test_a_tiling_that_cannot_be_is_refused(bad: tuple[int, int, int]) -> None:
    with pytest.raises(OutOfRange):
        Tiling(*bad)
    with pytest.raises(OutOfRange):
        Tiling(fixed=True)


@pytest.mark.parametrize("size", [(640, 448), (1920, 1080), (513, 2000)])
def test_tiles_are_as_small_as_their_number_allows(size: tuple[int, int]) -> None:
    """With tiles of 512 what is worked on is the picture and what its tiles share, to the next multiple."""
    tiling = Tiling(512, 24, 8)
    for length in size:
        starts, extent = tiling.starts(length), tiling.extent(length)
        assert extent % 8 == 0 and extent <= 512
        assert len(starts) * extent <= length + (len(starts) - 1) * 24 + len(starts) * 8
        ends = [start + min(extent, length - start) for start in starts]
        assert starts[0] == 0 and ends[-1] == length
        assert all(end - start >= 24 for end, start in zip(ends, starts[1:], strict=False))
