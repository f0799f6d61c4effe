"""More pixels by a filter: sharp where the plate is, and nothing rings, darkens or glows for it."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from secondunit.models.upscale.curve import code_of, light_of
from secondunit.models.upscale.lanczos import enlarged
from secondunit.models.upscale.method import UpscaleLanczos

from .footage import footage_of, plate_picture


def made(picture: np.ndarray, scale: int, alpha: np.ndarray | None = None) -> np.ndarray:
    """A frame by the method, as a maker asks for it."""
    cover = None if alpha is None else (lambda frame: alpha)
    return UpscaleLanczos().load(footage_of({7: picture}, scale=scale, alpha=cover)).frame(7)


def test_the_curve_and_its_inverse_meet_for_light_of_any_size() -> None:
    random = np.random.default_rng(1)
    light = (random.normal(0, 1, 50_000) * 10 ** random.uniform(-6, 5, 50_000)).astype(np.float32)
    assert np.allclose(light_of(code_of(light)), light, rtol=3e-6, atol=0)
    steps = np.diff(code_of(np.linspace(0.9, 1.1, 2001, dtype=np.float32)))
    assert steps.min() > 0 and steps.max() < 1.2 * steps.min(), "it goes on at 1 without a bend"


@pytest.mark.parametrize("scale", [2, 3, 4])
def test_where_a_plate_is_even_it_keeps_its_bits(scale: int) -> None:
    for value in (0.0, 0.18, 60_000.0, -0.37):
        result = made(np.full((5, 70, 3), value, np.float32), scale)
        assert result.shape == (5 * scale, 70 * scale, 4)
        assert (result[..., :3] == np.float32(value)).all() and (result[..., 3] == 1.0).all()


@pytest.mark.parametrize("scale", [2, 3, 4])
def test_beside_a_light_of_60000_dark_pixels_stay_as_they_are(scale: int) -> None:
    picture = np.full((9, 11, 3), 0.1, np.float32)
    picture[4, 5] = 60_000.0
    result = made(picture, scale)[..., :3]
    far = np.ones(result.shape[:2], bool)
    far[3 * scale : 6 * scale, 4 * scale : 7 * scale] = False
    assert (result[far] == np.float32(0.1)).all()
    assert result.min() >= 0.1 * (1 - 1e-6) and result.max() <= 60_000.0


def test_negative_light_stays_and_black_gets_none() -> None:
    picture = plate_picture()
    assert made(picture, 2).min() >= 0.0
    picture[10:20] = -0.05
    assert np.allclose(made(picture, 2)[26:34, :, :3], -0.05)


def test_three_times_as_large_every_old_pixel_is_in_the_middle_of_its_nine() -> None:
    picture = plate_picture(70, 60)
    assert np.array_equal(made(picture, 3)[1::3, 1::3, :3], picture)


@pytest.mark.parametrize("scale", [2, 3, 4])
def test_on_a_smooth_picture_it_is_the_filter_of_another_program(scale: int) -> None:
    y, x = np.mgrid[:40, :50]
    codes = (0.5 + 0.25 * np.sin(x / 3.0) * np.cos(y / 4.0)).astype(np.float32)
    other = np.asarray(Image.fromarray(codes).resize((50 * scale, 40 * scale), Image.Resampling.LANCZOS))
    own = code_of(enlarged(light_of(codes)[..., None], scale))[..., 0]
    inner = (slice(4 * scale, -4 * scale),) * 2
    assert np.abs(own - other)[inner].max() < 2e-3


def test_made_smaller_again_it_is_the_plate() -> None:
    y, x = np.mgrid[:40, :50]
    light = np.exp(np.sin(x / 3.0) * np.cos(y / 4.0)).astype(np.float32)[..., None].repeat(3, axis=2)
    for scale in (2, 3, 4):
        large = made(light, scale)[..., :3]
        small = large.reshape(40, scale, 50, scale, 3).mean(axis=(1, 3))
        assert np.abs(small / light - 1)[3:-3, 3:-3].max() < 0.02


def test_a_part_of_a_plate_is_enlarged_to_the_same_bits_as_within_the_whole() -> None:
    picture = plate_picture(200, 30)
    assert np.array_equal(enlarged(picture, 2)[84:220], enlarged(picture[37:120], 2)[10:146])


def test_a_plate_of_one_pixel_is_enlarged() -> None:
    result = made(np.full((1, 1, 3), 2.0, np.float32), 4)
    assert result.shape == (4, 4, 4) and (result[..., :3] == 2.0).all()


def test_over_a_wall_of_its_own_colour_nobody_sees_where_an_enlarged_cut_out_ends() -> None:
    y, x = np.mgrid[:40, :50].astype(np.float32)
    alpha = np.clip(12.3 - np.hypot(x - 24.0, y - 19.0), 0.0, 1.0)
    colour = np.array([0.5, 3.0, 0.02], np.float32)
    for scale in (2, 3, 4):
        result = made(alpha[..., None] * colour, scale, alpha)
        over = result[..., :3] + (1 - result[..., 3:]) * colour
        assert np.allclose(over, colour, rtol=1e-5)
        assert result[..., 3].min() == 0.0 and result[..., 3].max() == 1.0
        assert result[..., 3].mean() == pytest.approx(alpha.mean(), rel=0.01)


def test_light_that_covers_nothing_stays_and_covers_nothing() -> None:
    fire, alpha = np.zeros((20, 20, 3), np.float32), np.zeros((20, 20), np.float32)
    fire[8:12, 8:12] = (8.0, 2.0, 0.1)
    alpha[2:4, 2:4] = 1.0
    result = made(fire, 2, alpha)
    assert np.allclose(result[18:22, 18:22, :3], (8.0, 2.0, 0.1), rtol=0.06)
    assert not result[12:, 12:, 3].any()


def test_what_a_larger_result_takes_is_foreseen() -> None:
    method = UpscaleLanczos()
    costs = [method.cost_of(7680, 4320, scale) for scale in (2, 3, 4)]
    assert method.cost(7680, 4320) == costs[0]
    assert 15360 * 8640 * 16 < costs[0].memory < costs[1].memory < costs[2].memory
    assert costs[2].seconds == 4 * costs[0].seconds
