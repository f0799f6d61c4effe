"""The pixels: alpha, light, depth, motion, and the detail's steadiness."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from secondunit.elements import KEY_PASS, PASSES, RenderedFrame, Scene, kind
from secondunit.elements.optics.light import SIDES, light_weights
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format

SMOKE = kind("smoke")
Simulate = Callable[[Scene, Path, FrameRange], None]


def test_every_layer_covers_the_data_window_with_the_overscan(picture: RenderedFrame) -> None:
    assert (picture.window.width, picture.window.height) == (96 + 16, 72 + 16)
    channels = {"beauty": 4, "depth": 1, "motion": 2, "density": 1, **dict.fromkeys((*PASSES, KEY_PASS), 3)}
    assert {name: layer.shape for name, layer in picture.layers.items()} == {
        name: (88, 112, count) for name, count in channels.items()
    }
    assert all(layer.dtype == np.float32 for layer in picture.layers.values())


def test_no_layer_holds_anything_but_numbers(picture: RenderedFrame) -> None:
    assert all(np.isfinite(layer).all() for layer in picture.layers.values())


def test_alpha_is_within_0_and_1_and_covers_something(picture: RenderedFrame) -> None:
    alpha = picture.layers["beauty"][..., 3]
    assert alpha.min() == 0.0
    assert 0.9 < alpha.max() <= 1.0
    assert 0.02 < (alpha > 0.05).mean() < 0.8


def test_colour_is_premultiplied_so_there_is_none_where_alpha_is_none(picture: RenderedFrame) -> None:
    beauty = picture.layers["beauty"]
    assert not beauty[beauty[..., 3] == 0.0].any()
    thin = (beauty[..., 3] > 0.0) & (beauty[..., 3] < 0.05)
    assert (beauty[thin][:, :3].max(axis=1) <= 4.0 * beauty[thin][:, 3]).all()


def test_density_is_the_optical_depth_of_alpha(picture: RenderedFrame) -> None:
    alpha = picture.layers["beauty"][..., 3]
    expected = -np.expm1(-picture.layers["density"][..., 0])
    assert np.abs(alpha - expected).max() < 1e-4


def lit_by(picture: RenderedFrame, weights: Mapping[str, tuple[float, float, float]]) -> np.ndarray:
    """The sum of the passes by these weights."""
    return sum(picture.layers[name] * np.array(weight, np.float32) for name, weight in weights.items())


def test_beauty_is_the_weighted_sum_of_the_light_passes(picture: RenderedFrame) -> None:
    assert list(picture.weights) == [*PASSES, KEY_PASS]
    assert np.abs(lit_by(picture, picture.weights) - picture.layers["beauty"][..., :3]).max() < 2e-6


def test_relighting_by_the_passes_equals_rendering_with_that_light(
    plume: tuple[Scene, Path], picture: RenderedFrame
) -> None:
    scene, cache = plume
    relit = scene.settings.updated(
        {"key": 3.0, "key_color": "1 0.3 0.1", "ambient": 0.05, "ambient_color": "0.2 0.9 0.4"}
    )
    rendered = SMOKE.render(replace(scene, settings=relit), cache, 1006).layers["beauty"][..., :3]
    by_hand = lit_by(picture, light_weights(relit, None, own_key=True))
    assert np.abs(rendered - by_hand).max() < 2e-6


def test_a_key_along_a_side_is_the_pass_of_that_side(plume: tuple[Scene, Path]) -> None:
    scene, cache = plume
    for name, side, height in (
        ("light_right", 90.0, 0.0),
        ("light_top", 0.0, 90.0),
        ("light_back", 180.0, 0.0),
    ):
        turned = scene.settings.updated({"key_side": side, "key_height": height})
        layers = SMOKE.render(replace(scene, settings=turned), cache, 1006).layers
        assert np.abs(layers[KEY_PASS] - layers[name]).max() < 0.004, name


def test_turning_the_key_by_the_sides_is_near_to_its_own_shadow_and_not_the_same(
    plume: tuple[Scene, Path], picture: RenderedFrame
) -> None:
    by_sides = lit_by(picture, light_weights(plume[0].settings, None))
    beauty = picture.layers["beauty"][..., :3]
    solid = picture.layers["beauty"][..., 3] > 0.5
    assert 0.7 < by_sides[solid].mean() / beauty[solid].mean() < 1.3
    assert np.abs(by_sides - beauty)[solid].mean() > 0.02 * beauty[solid].mean()


def test_turning_the_key_keeps_its_power(make_scene: Callable[..., Scene]) -> None:
    for side, height in ((0, 0), (37, 12), (-140, 65), (180, -90)):
        scene = make_scene(key_side=side, key_height=height, key=1.0, key_color="1 1 1", ambient=0.0)
        assert sum(w[0] for w in SMOKE.weights(scene).values()) == pytest.approx(1.0)
        assert sum(w[0] for w in light_weights(scene.settings, None).values()) == pytest.approx(1.0)
    assert len(SIDES) == len(PASSES)


def test_each_pass_is_brightest_on_its_own_side(picture: RenderedFrame) -> None:
    alpha = picture.layers["beauty"][..., 3]

    def middle(name: str, axis: int) -> float:
        light = picture.layers[name][..., 0]
        places = np.arange(light.shape[axis], dtype=np.float64)
        places = places[:, None] if axis == 0 else places[None, :]
        covered = float((places * alpha).sum() / alpha.sum())
        return float((places * light).sum() / light.sum()) - covered

    assert middle("light_left", 1) < 0.0 < middle("light_right", 1)
    assert middle("light_top", 0) < 0.0 < middle("light_bottom", 0)


def test_thin_smoke_before_the_light_is_as_bright_as_its_phase_function_says(
    plume: tuple[Scene, Path],
) -> None:
    scene, cache = plume
    against = replace(scene, settings=scene.settings.updated({"forward": 0.85, "density": 0.05}))
    layers = SMOKE.render(against, cache, 1006).layers
    alpha = layers["beauty"][..., 3]
    albedo = float(str(scene.settings["color"]).split()[0])
    thin = (alpha > 0.02) & (alpha < 0.2)
    light = layers["light_back"][..., 0][thin] / alpha[thin] / albedo
    # Henyey and Greenstein's function is (1 + g) / (1 - g)^2 = 82 straight ahead for g = 0.85; rays lean.
    assert 30.0 < light.max() < 82.0
    assert light.max() > 3.0 * light.min(), "an outline of one brightness"


def test_smoke_shadows_itself(picture: RenderedFrame) -> None:
    alpha = picture.layers["beauty"][..., 3]
    solid = alpha > 0.9
    left = (picture.layers["light_left"][..., 0] / np.maximum(alpha, 1e-6))[solid]
    assert np.quantile(left, 0.95) > 2.0 * np.quantile(left, 0.05)


def test_depth_lies_around_the_source_and_is_zero_where_nothing_is(
    plume: tuple[Scene, Path], picture: RenderedFrame
) -> None:
    depth, alpha = picture.layers["depth"][..., 0], picture.layers["beauty"][..., 3]
    assert not depth[alpha == 0.0].any()
    distance = 4.0 * 35.0 / (36.0 * 72 / 96) / (0.96 - 0.1)
    assert (np.abs(depth[alpha > 0.1] - distance) < 2.0).all()


def test_motion_points_upward_and_with_the_wind(picture: RenderedFrame) -> None:
    motion, alpha = picture.layers["motion"], picture.layers["beauty"][..., 3]
    solid = alpha > 0.5
    assert np.median(motion[solid][:, 1]) > 0.02
    assert np.median(motion[solid][:, 0]) > 0.05
    assert not motion[alpha == 0.0].any()


def test_frames_follow_one_another_without_a_jump(plume: tuple[Scene, Path]) -> None:
    scene, cache = plume
    frames = [SMOKE.render(scene, cache, frame).layers["beauty"][..., 3] for frame in range(1001, 1007)]
    changes = [float(np.abs(b - a).mean()) for a, b in pairwise(frames)]
    assert max(changes) < 2.0 * min(changes)


def test_overscan_adds_pixels_and_changes_none(plume: tuple[Scene, Path], picture: RenderedFrame) -> None:
    scene, cache = plume
    plain = SMOKE.render(replace(scene, overscan=0), cache, 1006)
    assert np.array_equal(plain.layers["beauty"], picture.layers["beauty"][8:-8, 8:-8])


def test_a_brighter_plate_brightens_the_smoke_and_leaves_alpha(
    plume: tuple[Scene, Path], picture: RenderedFrame
) -> None:
    scene, cache = plume
    bright = SMOKE.render(replace(scene, plate_luminance=0.36), cache, 1006).layers["beauty"]
    beauty = picture.layers["beauty"]
    assert np.allclose(bright[..., :3], 2.0 * beauty[..., :3], rtol=1e-4, atol=1e-6)
    assert np.array_equal(bright[..., 3], beauty[..., 3])


@pytest.mark.parametrize(("x", "low", "high"), [(0.2, 0.0, 0.45), (0.8, 0.55, 1.0)])
def test_the_source_stands_where_it_was_put(
    tmp_path: Path, make_scene: Callable[..., Scene], simulate: Simulate, x: float, low: float, high: float
) -> None:
    scene = make_scene(x=x, y=0.3)
    simulate(scene, tmp_path, FrameRange(1, 1))
    alpha = SMOKE.render(scene, tmp_path, 1).layers["beauty"][..., 3]
    columns = (np.arange(96) + 0.5) / 96
    assert low < float((alpha.sum(axis=0) * columns).sum() / alpha.sum()) < high
    assert not alpha[-14:].any()


def letters(frame: int) -> np.ndarray:
    """A ring, and a T that moves two pixels to the left with every frame, in 160 x 90 pixels."""
    rows, columns = np.mgrid[0:90, 0:160]
    around = np.hypot(rows - 62.0, columns - 36.0)
    matte = (around > 10.0) & (around < 18.0)
    left = 102 - 2 * frame
    matte |= (rows > 38) & (rows < 47) & (columns > left) & (columns < left + 48)
    matte |= (rows > 38) & (rows < 80) & (columns > left + 20) & (columns < left + 29)
    return matte.astype(np.float32)


def test_the_first_smoke_of_an_animated_matte_has_exactly_its_shape_and_place(
    tmp_path: Path, make_scene: Callable[..., Scene], simulate: Simulate
) -> None:
    scene = make_scene("white smoke", size=(160, 90), preroll=0.0, resolution=72, unevenness=0.2)
    scene = replace(scene, matte=letters, matte_digest="letters")
    simulate(scene, tmp_path, FrameRange(0, 3))
    alpha = SMOKE.render(scene, tmp_path, 3).layers["beauty"][..., 3]

    def likeness(right: int, down: int) -> float:
        moved = np.roll(alpha, (-down, -right), (0, 1))
        return float(np.corrcoef(moved.ravel(), letters(2).ravel())[0, 1])

    assert likeness(0, 0) > 0.75
    for away in (4, 8):
        assert likeness(0, 0) > max(
            likeness(away, 0), likeness(-away, 0), likeness(0, away), likeness(0, -away)
        )
    assert alpha[57:67, 31:41].max() < 0.3, "the ring is closed"


def test_smoke_leaves_the_artists_own_matte(
    tmp_path: Path, make_scene: Callable[..., Scene], simulate: Simulate
) -> None:
    matte = np.zeros((36, 48), np.float32)
    matte[20:30, 4:12] = 1.0
    matte[20, 4] = np.nan
    scene = replace(make_scene(preroll=0.2), matte=lambda frame: matte)
    simulate(scene, tmp_path, FrameRange(1, 2))
    alpha = SMOKE.render(scene, tmp_path, 2).layers["beauty"][..., 3]
    inside = alpha[40:60, 8:24]
    assert inside.mean() > 0.5
    assert not alpha[:, 48:].any()


def test_the_pixel_aspect_squeezes_the_picture(
    tmp_path: Path, make_scene: Callable[..., Scene], simulate: Simulate
) -> None:
    widths = []
    for aspect, width in ((1.0, 96), (2.0, 48)):
        scene = replace(make_scene(), format=Format(width, 72, aspect))
        simulate(scene, tmp_path / str(width), FrameRange(1, 1))
        alpha = SMOKE.render(scene, tmp_path / str(width), 1).layers["beauty"][..., 3]
        widths.append(float((alpha > 0.3).any(axis=0).sum()))
    assert widths[1] == pytest.approx(widths[0] / 2, abs=2.5)


@pytest.mark.parametrize("size", [(1, 1), (3, 1), (1, 7), (97, 53)])
def test_odd_sizes_work(
    tmp_path: Path, make_scene: Callable[..., Scene], simulate: Simulate, size: tuple[int, int]
) -> None:
    scene = make_scene(size=size)
    simulate(scene, tmp_path, FrameRange(1, 1))
    beauty = SMOKE.render(scene, tmp_path, 1).layers["beauty"]
    assert beauty.shape == (size[1], size[0], 4)
    assert np.isfinite(beauty).all()


def test_the_first_frame_without_preroll_may_be_almost_empty_and_is_whole(
    tmp_path: Path, make_scene: Callable[..., Scene], simulate: Simulate
) -> None:
    scene = make_scene(preroll=0.0)
    simulate(scene, tmp_path, FrameRange(1, 1))
    picture = SMOKE.render(scene, tmp_path, 1)
    assert not picture.layers["beauty"].any()
    assert set(picture.layers) >= {"beauty", "depth", "motion", "density", *PASSES}
