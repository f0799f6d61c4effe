"""Plates with light to 60: what is brighter than white keeps its hue through the codes of a model."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from secondunit.media import curves
from secondunit.media.coding import decode, encode
from secondunit.media.coding_choice import MOST_HUE, choose, hue_turn, measure
from secondunit.media.config import open_config
from secondunit.media.difference import oklab
from secondunit.media.light_samples import sampled
from secondunit.wire import Coding, Encoded, dumps, loads

CONFIG = open_config("ocio://cg-config-v1.0.0_aces-v1.3_ocio-v2.1")
SPACE = "ACEScg"
Light = npt.NDArray[np.float32]
ROWS, COLUMNS = np.mgrid[0:160, 0:160]


def lamps(seed: int) -> Light:
    """A picture around middle grey with a band of coloured lamps from 1 to 60 above it."""
    rng = np.random.default_rng(seed)
    light = np.clip(np.exp(rng.normal(np.log(0.18), 1.0, ROWS.shape)), 0, 8)
    light[:40] = np.exp(rng.uniform(0.0, np.log(60.0), (40, ROWS.shape[1])))
    color = np.stack([rng.uniform(low, 1, ROWS.shape) for low in (0.5, 0.4, 0.3)], -1)
    return np.asarray(light[..., None] * color / color.max(-1, keepdims=True), np.float32)


def fire() -> Light:
    far = np.hypot(COLUMNS - 80, ROWS - 80) / 38
    color = np.stack([np.ones_like(far), 0.55 * np.exp(-far / 2), 0.12 * np.exp(-far)], -1)
    return np.asarray((60 * np.exp(-(far**2)) + 0.05)[..., None] * color, np.float32)


def sunset() -> Light:
    glow = 60 * np.exp(-(((ROWS - 150) / 30.0) ** 2)) + 0.02
    color = np.stack([np.ones(ROWS.shape), 0.35 + 0.002 * ROWS, 0.2 + 0.004 * COLUMNS], -1)
    return np.asarray(glow[..., None] * color, np.float32)


PLATES = {"lamps": lamps(1), "other lamps": lamps(2), "fire": fire(), "sunset": sunset()}


@pytest.mark.parametrize("depth", [8, 16, 32])
@pytest.mark.parametrize("name", PLATES)
def test_no_hue_turns_by_two_degrees_in_the_top_two_stops(name: str, depth: int) -> None:
    plate = PLATES[name]
    assert 55 < plate.max() <= 60.1
    encoded = choose(sampled([plate]), SPACE, CONFIG, Coding.SRGB, depth)
    turned = hue_turn(plate, SPACE, CONFIG, encoded, depth)
    assert turned <= MOST_HUE, (encoded, turned)
    error = measure(plate, SPACE, CONFIG, encoded, depth).delta_e
    apart = replace(encoded, whole=False)
    assert error < max(1.0, measure(plate, SPACE, CONFIG, apart, depth).delta_e), "and it costs nothing else"


def test_rolled_off_channel_by_channel_the_same_plate_turns() -> None:
    encoded = choose(sampled([PLATES["lamps"]]), SPACE, CONFIG, Coding.SRGB, 8)
    assert encoded.whole
    apart = Encoded(encoded.coding, encoded.space, encoded.exposure, encoded.white, encoded.knee)
    assert hue_turn(PLATES["lamps"], SPACE, CONFIG, apart, 8) > MOST_HUE


def test_the_roll_off_of_whole_pixels_and_its_inverse_are_exact_and_monotonic() -> None:
    light = np.abs(PLATES["lamps"]).astype(np.float64)
    rolled = curves.shoulder(light, 64.0, 0.25)
    assert rolled.max() <= 1.0
    np.testing.assert_allclose(curves.shoulder_light(rolled, 64.0, 0.25), light, rtol=1e-9)
    ramp = np.linspace(0, 64, 2000)[:, None] * np.array([[1.0, 0.5, 0.25]])
    assert (np.diff(curves.shoulder(ramp, 64.0, 0.25), axis=0) > 0).all()
    assert curves.shoulder(np.array([[600.0, 300.0, -1.0]]), 64.0, 0.25).tolist()[0][0] == pytest.approx(1.0)


def test_below_the_knee_whole_pixels_have_the_codes_of_srgb() -> None:
    plate = np.asarray(PLATES["lamps"].clip(0, 0.2), np.float32)[120:]
    space = choose(sampled([PLATES["lamps"]]), SPACE, CONFIG, Coding.SRGB, 8).space
    whole, apart = (Encoded(Coding.SRGB, space, 1.0, 60.0, 0.25, each) for each in (True, False))
    assert np.array_equal(encode(plate, space, CONFIG, whole, 16), encode(plate, space, CONFIG, apart, 16))


def test_what_a_model_makes_brighter_than_white_keeps_the_hue_that_it_painted() -> None:
    encoded = Encoded(Coding.SRGB, choose(PLATES["fire"], SPACE, CONFIG).space, 1.0, 60.0, 0.25, True)
    painted = np.array([[[250, 180, 90], [254, 236, 200]]], np.uint8)
    light = decode(painted, encoded, 8, encoded.space, CONFIG)
    shown = decode(painted, Encoded(Coding.SRGB, encoded.space), 8, encoded.space, CONFIG)
    hues = [np.arctan2(each[..., 2], each[..., 1]) for each in map(oklab, (light, shown))]
    np.testing.assert_allclose(hues[0], hues[1], atol=1e-3)
    assert light.max() > 10


def test_a_coding_that_was_kept_before_is_read_as_channel_by_channel() -> None:
    text = '{"schema":5,"coding":"srgb","space":"s","white":4.0}'
    assert loads(Encoded, text).whole is False and "whole" not in dumps(loads(Encoded, text))
