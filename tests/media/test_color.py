"""Colour is converted between named spaces; alpha and data stay; a wrong name is answered with near ones."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path

import numpy as np
import PyOpenColorIO as ocio
import pytest

from secondunit.media.color import conversion, convert, convert_picture, row_change
from secondunit.media.config import BUILT_IN, Config, built_in_configs, open_config
from secondunit.media.display import plain_view, srgb_encoded, to_display, views
from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.media.primaries import AP0, AP1, REC709, chromaticities
from secondunit.wire.errors import BadColor, UnknownColorSpace, UnknownConfig, WrongChannels

# Academy S-2014-004 with the Bradford adaptation of D60 to D65 that the ACES configs use.
AP1_TO_REC709 = np.array(
    [[1.70505, -0.62179, -0.08326], [-0.13026, 1.14080, -0.01055], [-0.02400, -0.12897, 1.15297]], np.float32
)


def test_acescg_to_rec709_is_the_published_matrix(config: Config) -> None:
    pixels = np.random.default_rng(1).uniform(0, 8, (30, 20, 3)).astype(np.float32)
    expected = pixels @ AP1_TO_REC709.T
    assert np.allclose(convert(pixels.copy(), "ACEScg", "lin_rec709", config), expected, rtol=1e-4, atol=1e-3)


@pytest.mark.parametrize("space", ["ACEScct", "sRGB - Texture", "ACES2065-1", "lin_rec709", "scene_linear"])
def test_there_and_back_is_within_one_half_step(
    config: Config, noisy: Callable[..., Picture], space: str
) -> None:
    pixels = np.abs(noisy(90, 70).pixels)
    back = convert(convert(pixels.copy(), "ACEScg", space, config), space, "ACEScg", config)
    assert np.abs(back - pixels).max() < 2e-3
    assert np.array_equal(back[..., 3], pixels[..., 3])


def test_a_curve_is_applied_to_colour_divided_by_alpha(config: Config) -> None:
    color, alpha = np.array([0.5, 0.2, 0.1], np.float32), np.float32(0.25)
    opaque = convert(color.reshape(1, 1, 3).copy(), "ACEScg", "ACEScct", config)[0, 0]
    soft = np.append(color * alpha, alpha).reshape(1, 1, 4).astype(np.float32)
    assert np.allclose(
        convert(soft.copy(), "ACEScg", "ACEScct", config)[0, 0], [*(opaque * alpha), alpha], atol=1e-6
    )
    straight = convert(soft.copy(), "ACEScg", "ACEScct", config, premultiplied=False)[0, 0]
    assert not np.allclose(straight[:3], opaque * alpha, atol=1e-3)
    light = np.array([[[0.5, 0.2, 0.1, 0.0]]], np.float32)
    assert np.allclose(convert(light, "ACEScg", "ACEScct", config)[0, 0], [*opaque, 0], atol=1e-6)


def test_a_matrix_does_not_touch_alpha_nor_divide(config: Config, noisy: Callable[..., Picture]) -> None:
    assert conversion("ACEScg", "lin_rec709", config).linear
    assert not conversion("ACEScg", "ACEScct", config).linear
    pixels = noisy().pixels.copy()
    alpha = pixels[..., 3].copy()
    converted = convert(pixels, "ACEScg", "lin_rec709", config)
    assert converted is pixels
    assert np.array_equal(converted[..., 3], alpha)


def test_the_number_of_threads_and_the_depth_do_not_change_the_colour(config: Config) -> None:
    pixels = np.random.default_rng(2).uniform(0, 2, (700, 300, 4)).astype(np.float16).astype(np.float32)
    one = convert(pixels.copy(), "ACEScg", "ACEScct", config, threads=1)
    assert np.array_equal(one, convert(pixels.copy(), "ACEScg", "ACEScct", config, threads=5))
    half = convert(pixels.astype(np.float16), "ACEScg", "ACEScct", config)
    assert half.dtype == np.float16
    assert np.abs(half.astype(np.float32) - one).max() <= 5e-4


def test_a_picture_that_cannot_change_is_copied(config: Config) -> None:
    pixels = np.random.default_rng(2).uniform(0, 1, (4, 5, 6)).astype(np.float32)
    before = pixels.copy()
    view = pixels[..., :3]
    converted = convert(view, "ACEScg", "lin_rec709", config)
    assert np.array_equal(pixels, before) and not np.array_equal(converted, view)
    with pytest.raises(WrongChannels):
        convert(pixels, "ACEScg", "lin_rec709", config)


def test_every_layer_of_colour_is_converted_and_data_is_not(
    config: Config, noisy: Callable[..., Picture]
) -> None:
    names = ("R", "G", "B", "A", "fire.R", "fire.G", "fire.B", "depth.Z", "motion.u")
    picture = Picture.of(np.random.default_rng(1).random((4, 5, 9), np.float32), names)
    result = convert_picture(picture, "ACEScg", "lin_rec709", config)
    expected = convert(picture.pixels[..., 4:7].copy(), "ACEScg", "lin_rec709", config)
    assert np.allclose(result.pixels[..., 4:7], expected)
    for name in ("A", "depth.Z", "motion.u"):
        assert np.array_equal(result.select((name,)).pixels, picture.select((name,)).pixels)


def test_raw_is_left_as_it_is(config: Config, noisy: Callable[..., Picture]) -> None:
    pixels = noisy().pixels
    assert np.array_equal(convert(pixels.copy(), "ACEScg", "Raw", config), pixels)


@pytest.mark.parametrize(
    ("name", "meant"), [("ACEScgg", "ACEScg"), ("acesct", "ACEScct"), ("srgb", "sRGB"), ("", "")]
)
def test_an_unknown_space_is_answered_with_near_names(config: Config, name: str, meant: str) -> None:
    with pytest.raises(UnknownColorSpace) as caught:
        convert(np.zeros((1, 1, 3), np.float32), name, "ACEScg", config)
    assert meant in caught.value.problem.remedy
    with pytest.raises(UnknownColorSpace):
        config.space("x" * 100_000)


def test_a_name_an_alias_and_a_role_are_the_same_space(config: Config) -> None:
    assert {config.space(name).name for name in ("ACEScg", "lin_ap1", "scene_linear", "acescg")} == {"ACEScg"}
    assert config.scene_linear == "ACEScg"
    assert "ACEScct" in {space.name for space in config.spaces()}


def test_configs_open_by_name_by_file_and_by_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, config: Config
) -> None:
    path = tmp_path / "config ü 🎬.ocio"
    path.write_text(config.ocio.serialize(), encoding="utf-8")
    assert open_config(str(path)).scene_linear == "ACEScg"
    monkeypatch.setenv("OCIO", str(path))
    assert open_config().name == str(path)
    monkeypatch.delenv("OCIO")
    assert open_config().name == BUILT_IN
    assert BUILT_IN in built_in_configs()


def test_a_config_that_changes_on_disk_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "a.ocio"
    for name in ("first", "second"):
        raw = copy.deepcopy(ocio.Config.CreateRaw())
        raw.addColorSpace(ocio.ColorSpace(name=name))
        path.write_text(raw.serialize())
        assert open_config(str(path)).find("first", "second") == name
        path.touch()


@pytest.mark.parametrize("name", ["ocio://nothing", "/nowhere/config.ocio", "\0"])
def test_an_unknown_config_is_one_clear_error(name: str) -> None:
    with pytest.raises(UnknownConfig):
        open_config(name)


def test_a_file_that_is_no_config_is_one_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "config.ocio"
    path.write_text("not: [a config")
    with pytest.raises(UnknownConfig):
        open_config(str(path))


def test_chromaticities_are_known_or_left_out(config: Config) -> None:
    assert chromaticities("ACEScg", config) == AP1
    assert chromaticities("scene_linear", config) == AP1
    assert chromaticities("ACES2065-1", config) == AP0
    assert chromaticities("lin_rec709", config) == REC709
    assert chromaticities("ACEScct", config) is None


def test_mid_grey_and_black_look_right_on_a_display(config: Config) -> None:
    pixels = np.array([[[0, 0, 0], [0.18, 0.18, 0.18], [1e4, 1e4, 1e4], [np.nan, 0, 0]]], np.float32)
    shown = to_display(pixels, "ACEScg", config)
    assert shown.dtype == np.uint8 and shown.shape == (1, 4, 3)
    assert shown[0, 0].max() <= 1 and 80 <= shown[0, 1, 0] <= 105 and shown[0, 2].min() >= 250
    plain = to_display(pixels, "ACEScg", config, view=plain_view(config))
    assert abs(int(plain[0, 1, 0]) - round(255 * float(srgb_encoded(np.float32([0.18]))[0]))) <= 1
    assert np.isnan(pixels[0, 3, 0])


def test_a_config_without_a_view_is_shown_by_the_srgb_curve() -> None:
    raw = Config("raw", ocio.Config.CreateRaw())
    assert views(raw) == () and plain_view(raw) == ""
    shown = to_display(np.array([[[0.0, 0.5, 1.0]]], np.float32), "raw", raw)
    assert shown.tolist() == [[[0, 188, 255]]]


def test_an_unknown_view_is_refused_with_those_there_are(config: Config) -> None:
    with pytest.raises(BadColor, match="Un-tone-mapped"):
        to_display(np.zeros((1, 1, 3), np.float32), "ACEScg", config, view="Technicolor")


LAYERS = ("R", "G", "B", "A", "light.R", "light.G", "light.B", "depth.Z")


@pytest.mark.parametrize("space", ["lin_rec709", "ACEScct", "ACEScg"])
@pytest.mark.parametrize("channels", [("R", "G", "B", "A"), ("R", "G", "B"), LAYERS, ("Y",)])
@pytest.mark.parametrize("depth", ["half", "float"])
@pytest.mark.parametrize("dtype", [np.float16, np.float32])
def test_a_picture_that_is_converted_while_it_is_written_is_the_same_file_bit_for_bit(
    config: Config, tmp_path: Path, space: str, channels: tuple[str, ...], depth: str, dtype: type
) -> None:
    """Also where rows hold what no file may, and where alpha is soft, nothing or 1, in several blocks."""
    random = np.random.default_rng(3)
    pixels = random.uniform(-0.1, 4.0, (300, 257, len(channels))).astype(dtype)
    if "A" in channels:
        pixels[:150, :, 3] = 1.0
        pixels[150:, :, 3] = random.choice([0.0, 0.25, 1.0], (150, 257))
    pixels[200, 7, 0], pixels[201, 8, 0], pixels[299, 256, 0] = np.nan, np.inf, 65000.0
    if depth == "half" and dtype == np.float32:
        pixels[40, 40, 0] = 70000.0
    picture = Picture.of(pixels, channels)
    before = pixels.copy()
    converted = convert_picture(picture.as_float(), "ACEScg", space, config)
    ways = [
        write_exr(tmp_path / "two.exr", converted, depth=depth),  # type: ignore[arg-type]
        write_exr(
            tmp_path / "one.exr", picture, depth=depth,  # type: ignore[arg-type]
            change=row_change(picture, "ACEScg", space, config),
        ),
    ]  # fmt: skip
    assert (tmp_path / "one.exr").read_bytes() == (tmp_path / "two.exr").read_bytes()
    counts = [(way.replaced, way.clamped, way.blank) for way in ways]
    assert counts[0] == counts[1] and counts[0][0] and not counts[0][2]
    assert np.array_equal(pixels, before, equal_nan=True), "the picture stays as it was"
