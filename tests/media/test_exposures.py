"""A plate with light to 60 in two exposures: what is joined of them is the plate again."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from secondunit.media.coding import decode, encode, exposed
from secondunit.media.coding_choice import MOST_HUE, choose, measure
from secondunit.media.color import convert
from secondunit.media.config import open_config
from secondunit.media.exposures import (
    ALONE,
    BEGIN,
    choose_exposures,
    gain_between,
    joined,
    measure_exposures,
    within_white,
)
from secondunit.media.light_samples import sampled
from secondunit.wire import Coding, Encoded, Intake
from secondunit.wire.errors import OutOfRange

CONFIG = open_config("ocio://cg-config-v1.0.0_aces-v1.3_ocio-v2.1")
SPACE = "ACEScg"
Light = npt.NDArray[np.float32]
ROWS, COLUMNS = np.mgrid[0:120, 0:120]


def fire() -> Light:
    far = np.hypot(COLUMNS - 60, ROWS - 60) / 30
    color = np.stack([np.ones_like(far), 0.55 * np.exp(-far / 2), 0.12 * np.exp(-far)], -1)
    return np.asarray((60 * np.exp(-(far**2)) + 0.05)[..., None] * color, np.float32)


def sunset() -> Light:
    glow = 60 * np.exp(-(((ROWS - 110) / 25.0) ** 2)) + 0.02
    color = np.stack([np.ones(ROWS.shape), 0.35 + 0.003 * ROWS, 0.2 + 0.005 * COLUMNS], -1)
    return np.asarray(glow[..., None] * color, np.float32)


PLATES = {"fire": fire(), "sunset": sunset()}


def both(plate: Light, depth: int = 8) -> tuple[Light, Light, Encoded, Encoded]:
    """What comes back of a plate in each exposure, and the two codings."""
    usual, darker = choose_exposures(sampled([plate]), SPACE, CONFIG, depth)
    assert darker is not None
    first, second = (
        decode(encode(plate, SPACE, CONFIG, coding, depth), coding, depth, SPACE, CONFIG)
        for coding in (usual, darker)
    )
    return first, second, usual, darker


@pytest.mark.parametrize("depth", [8, 16])
@pytest.mark.parametrize("name", PLATES)
def test_hues_turn_by_no_two_degrees_and_colours_move_less_than_in_one_exposure(
    name: str, depth: int
) -> None:
    plate = PLATES[name]
    *_, usual, darker = both(plate, depth)
    trip = measure_exposures(plate, SPACE, CONFIG, usual, darker, depth)
    single = choose(sampled([plate]), SPACE, CONFIG, Coding.SRGB, depth)
    assert trip.hue <= MOST_HUE
    once = measure(plate, SPACE, CONFIG, single, depth)
    assert trip.delta_e < once.delta_e and trip.clipped <= once.clipped


def test_below_white_a_model_sees_plain_srgb_and_above_it_what_was_white() -> None:
    plate = PLATES["fire"]
    _, _, usual, darker = both(plate)
    assert usual.white == 1.0 and usual.coding is Coding.SRGB
    codes = [encode(plate, SPACE, CONFIG, coding, 8) for coding in (usual, darker)]
    flame = exposed(plate, SPACE, CONFIG, usual).max(axis=-1) > 2.0
    assert flame.any() and (codes[0][flame].max(axis=-1) == 255).all()
    levels = [len(np.unique(side[flame][:, 0])) for side in codes]
    assert levels[0] == 1 and levels[1] > 50, "the flame has no shape in the one, and one in the other"


def test_what_is_joined_changes_smoothly_from_one_answer_to_the_other() -> None:
    ramp = np.repeat(np.geomspace(0.05, 8.0, 4000, dtype=np.float32)[None, :, None], 3, axis=2)
    usual, darker = choose_exposures(sampled([ramp]), SPACE, CONFIG, 16)
    assert darker is not None
    sides = [
        decode(encode(ramp, SPACE, CONFIG, coding, 16), coding, 16, SPACE, CONFIG)
        for coding in (usual, darker)
    ]
    light = joined(sides[0], sides[1], SPACE, CONFIG, usual)
    np.testing.assert_allclose(light, ramp, rtol=0.01)
    assert (np.diff(light[0, :, 1]) >= -1e-4).all()


def test_an_answer_counts_by_its_place_between_begin_and_alone() -> None:
    usual = Encoded(Coding.SRGB, SPACE)
    grey = np.array([[[v] * 3 for v in (0.5 * BEGIN, BEGIN, 0.5 * (BEGIN + ALONE), ALONE, 1.0)]], np.float32)
    light = joined(grey, grey + 10, SPACE, CONFIG, usual)
    np.testing.assert_allclose((light - grey)[0, :, 0], [0.0, 0.0, 5.0, 10.0, 10.0], atol=1e-3)


def test_an_alpha_is_that_of_the_usual_answer() -> None:
    first, second = np.full((2, 2, 4), 1.0, np.float32), np.full((2, 2, 4), 3.0, np.float32)
    first[..., 3], second[..., 3] = 0.5, 0.9
    light = joined(first, second, SPACE, CONFIG, Encoded(Coding.SRGB, SPACE))
    assert (light[..., 3] == 0.5).all() and (light[..., :3] == 3.0).all()


def test_a_darker_answer_that_is_off_by_a_gain_is_matched_and_one_that_is_not_stays() -> None:
    first, second, usual, _ = both(PLATES["sunset"], 16)
    gain, apart = gain_between(first, second, SPACE, CONFIG, usual)
    assert gain == 1.0 and apart == 0.0
    gain, apart = gain_between(first, second * np.float32(0.7), SPACE, CONFIG, usual)
    assert gain == pytest.approx(1 / 0.7, rel=0.02) and apart == 0.0


def test_two_answers_that_show_two_things_are_apart() -> None:
    first, second, usual, _ = both(PLATES["sunset"], 16)
    _, apart = gain_between(first, np.ascontiguousarray(second[:, ::-1] * second[::-1]), SPACE, CONFIG, usual)
    assert apart > 0.3


def test_a_plate_below_white_and_codes_of_32_bits_need_no_second_exposure() -> None:
    dim = np.full((8, 8, 3), 0.3, np.float32)
    assert choose_exposures(sampled([dim]), SPACE, CONFIG, 8)[1] is None
    usual, darker = choose_exposures(sampled([PLATES["sunset"]]), SPACE, CONFIG, 32)
    assert darker is None and usual == choose(sampled([PLATES["sunset"]]), SPACE, CONFIG, Coding.SRGB, 32)


def test_no_model_takes_two_exposures_as_its_own_coding() -> None:
    with pytest.raises(OutOfRange, match="one coding"):
        Intake(coding=Coding.EXPOSURES)


def test_light_is_cut_off_at_white_where_its_codes_are_in_their_own_space() -> None:
    usual = Encoded(Coding.SRGB, "Linear Rec.709 (sRGB)", 1.0)
    # Beyond white in red as it is coded, and below 1 in every channel of ACEScg.
    saturated = convert(np.full((8, 8, 3), (1.2, 0.3, 0.2), np.float32), usual.space, SPACE, CONFIG)
    assert saturated.max() < 1.0
    back = decode(encode(saturated, SPACE, CONFIG, usual, 16), usual, 16, SPACE, CONFIG)
    np.testing.assert_allclose(within_white(saturated, SPACE, CONFIG, usual), back, atol=1e-4)
    assert np.abs(saturated - back).max() > 0.1
