"""An element with its plate's look baked in: as sharp, as tinted and as grainy as the plate it lies on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from secondunit.engines.matched_pass import bake_take, baked
from secondunit.engines.plate_match import grain_of_match
from secondunit.media.config import open_config
from secondunit.media.exr import read_exr, write_exr
from secondunit.media.picture import RGBA, Picture
from secondunit.wire import ColorSpace, Format, FrameRange, Rate, Take, TakeLayer
from secondunit.wire.errors import BadColor
from secondunit.wire.plate_match import (
    MatchedBand,
    MatchedBlur,
    MatchedCast,
    MatchedGrain,
    MatchedLevels,
    PlateMatch,
)

GRAIN = MatchedGrain((MatchedBand(0.05, 0.01), MatchedBand(0.5, 0.02)), (1.0,) * 16)
MATCH = PlateMatch("/p/wall.%04d.exr", "ACEScg", "1001-1008", 96, 64)
GRAINY = replace(MATCH, grain=(GRAIN,) * 3)


def element(light: float, alpha: float = 1.0, size: tuple[int, int] = (64, 96)) -> np.ndarray:
    """A picture of one colour that covers its left half."""
    pixels = np.zeros((*size, 4), np.float32)
    pixels[:, : size[1] // 2] = (light * alpha, light * alpha, light * alpha, alpha)
    return pixels


def test_where_nothing_covers_and_without_a_match_no_bit_changes() -> None:
    pixels = element(0.3)
    assert baked(pixels, MATCH, None, 1001).tobytes() == pixels.tobytes()
    grainy = baked(pixels, GRAINY, grain_of_match(GRAINY), 1001)
    assert grainy[:, 48:].tobytes() == pixels[:, 48:].tobytes()
    assert grainy[..., 3].tobytes() == pixels[..., 3].tobytes()
    glow = np.zeros((8, 8, 4), np.float32)
    glow[..., :3] = 60_000.0
    assert baked(glow, GRAINY, grain_of_match(GRAINY), 1).tobytes() == glow.tobytes()


@pytest.mark.parametrize(("light", "wanted"), [(0.05, 0.01), (0.5, 0.02), (4.0, 0.02)])
def test_a_whole_element_has_the_plates_grain_at_its_own_exposure(light: float, wanted: float) -> None:
    pixels = element(light, size=(128, 192))
    noise = (baked(pixels, GRAINY, grain_of_match(GRAINY), 1001) - pixels)[:, :96, :3]
    assert noise.std() == pytest.approx(wanted, rel=0.05)
    assert abs(noise.mean()) < 0.05 * wanted


@pytest.mark.parametrize("alpha", [0.1, 0.5, 0.9, 1.0])
def test_element_and_plate_together_have_the_plates_grain_at_every_cover(alpha: float) -> None:
    light, deviation = 0.5, 0.02
    plate_grain = deviation * np.random.default_rng(9).standard_normal((128, 96, 3)).astype(np.float32)
    over = baked(element(light, alpha, (128, 192)), GRAINY, grain_of_match(GRAINY), 1001)[:, :96]
    comp = over[..., :3] + (light + plate_grain) * (1 - over[..., 3:])
    assert comp.std() == pytest.approx(deviation, rel=0.06)


def test_another_strength_of_grain_does_not_pass_for_it() -> None:
    pixels = element(0.5, size=(128, 192))
    bands = tuple(MatchedBand(band.exposure, 1.3 * band.deviation) for band in GRAIN.bands)
    other = replace(MATCH, grain=(replace(GRAIN, bands=bands),) * 3)
    noise = (baked(pixels, other, grain_of_match(other), 1001) - pixels)[:, :96, :3]
    assert noise.std() != pytest.approx(0.02, rel=0.15)


def test_cast_and_black_are_given_by_cover_and_an_estimate_is_not() -> None:
    levels = MatchedLevels((0.01, 0.02, -0.5), (1.0, 1.0, 1.0))
    match = replace(MATCH, levels=levels, cast=MatchedCast((2.0, 1.0, 0.5), "grey card"))
    pixels = element(0.4, 0.5)
    got = baked(pixels, match, None, 1001)[0, 0]
    assert got[:3] == pytest.approx([0.4 + 0.005, 0.2 + 0.01, 0.1]) and got[3] == 0.5
    estimated = replace(match, cast=MatchedCast((2.0, 1.0, 0.5)))
    assert baked(pixels, estimated, None, 1001)[0, 0, 0] == pytest.approx(0.205)


def test_an_edge_is_as_soft_as_the_plates_and_has_no_fringe() -> None:
    match = replace(MATCH, blur=(MatchedBlur(1.5, 0.1),) * 3)
    got = baked(element(0.8), match, None, 1001).astype(np.float64)
    slope = -np.diff(got[32, :, 3])
    at = np.arange(len(slope)) - 47.0
    assert slope.sum() == pytest.approx(1.0, abs=1e-4)
    assert np.sqrt((slope * at**2).sum()) == pytest.approx(1.5, rel=0.02)
    np.testing.assert_allclose(got[..., :3], 0.8 * got[..., 3:].repeat(3, axis=2), atol=1e-6)


def test_frames_of_a_take_keep_numbers_windows_and_overscan(tmp_path: Path) -> None:
    folder = tmp_path / "smoke" / "v001"
    folder.mkdir(parents=True)
    for frame in (1001, 1002):
        picture = Picture.of(element(0.5), RGBA, format=Format(80, 48), at=(-8, -8))
        write_exr(folder / f"smoke_v001.{frame}.exr", picture)
    take = Take(
        id="t1", job="j1", show="S", shot="sh010", element="smoke", version=1, folder=str(folder),
        frames=FrameRange(1001, 1002), rate=Rate(24), format=Format(80, 48), colorspace=ColorSpace("ACEScg"),
        brief_digest="0" * 64, layers=(TakeLayer("beauty", "smoke_v001.%04d.exr", RGBA),),
    )  # fmt: skip
    config = open_config("")
    paths = list(bake_take(take, GRAINY, str(tmp_path / "baked.%04d.exr"), config))
    assert [path.name for path in paths] == ["baked.1001.exr", "baked.1002.exr"]
    one, two = (read_exr(path) for path in paths)
    assert one.data_window.x == -8 and one.display_window.width == 80
    assert one.rgba()[0, 0, 0] != two.rgba()[0, 0, 0], "grain stands still"
    with pytest.raises(BadColor, match="measured in") as caught:
        next(bake_take(replace(take, colorspace=ColorSpace("ACEScct")), GRAINY, "x.%04d.exr", config))
    assert caught.value.problem.remedy
