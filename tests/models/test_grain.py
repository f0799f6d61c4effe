"""The grain of a plate against grain that is known, and grain that is made against what was measured."""

from __future__ import annotations

import numpy as np
import pytest

from secondunit.models.plate_match.grain import Grain
from secondunit.models.plate_match.measurement import measure_grain
from secondunit.models.plate_match.synthesis import grain_of, time_weights
from secondunit.wire import FrameRange
from secondunit.wire.errors import BadPicture, MissingFrames

from .grainy_plate import Pixels, Truth, plate, scene

MEAN, WORST, OCTAVE, TIME = 0.08, 0.15, 1.5, 0.05


def measured(frames: dict[int, Pixels]) -> Grain:
    return measure_grain(frames.__getitem__, FrameRange(min(frames), max(frames)))


def errors(grain: Grain, truth: Truth) -> list[float]:
    """How far each band of each channel is from the truth, as a part of it."""
    return [
        abs(band.deviation / float(truth.deviation(band.exposure)) - 1.0)
        for channel in grain.channels
        for band in channel.bands
    ]


def agrees(grain: Grain, truth: Truth) -> bool:
    """Whether grain is as it was said to be: its strength, its spectrum, its likeness in time."""
    off = errors(grain, truth)
    octaves = [
        abs(level - wanted)
        for channel in grain.channels
        for level, wanted in zip(channel.octaves, truth.octaves(), strict=True)
        # What is a thousandth of the strongest octave is seen by nobody.
        if wanted > max(truth.octaves()) - 30.0
    ]
    return bool(
        np.mean(off) <= MEAN
        and max(off) <= WORST
        and max(octaves) <= OCTAVE
        and abs(grain.correlation - truth.correlation) <= TIME
    )


CASES = {
    "still": (Truth(), (0.0, 0.0)),
    "white": (Truth(blur=0.0), (0.0, 0.0)),
    "drifting": (Truth(), (0.3, 0.1)),
    "panning": (Truth(), (2.4, 0.7)),
    "lasting": (Truth(correlation=0.3), (0.0, 0.0)),
    "lasting in a pan": (Truth(correlation=0.3), (1.3, 0.4)),
    "lasting long": (Truth(correlation=0.6), (0.0, 0.0)),
    "weak": (Truth(reading=0.001, light=0.0001, gain=0.003), (1.3, 0.4)),
    "strong": (Truth(reading=0.01, light=0.002, gain=0.03), (1.3, 0.4)),
}


@pytest.mark.parametrize("name", CASES)
def test_grain_is_measured_by_exposure_size_and_time(name: str) -> None:
    truth, pan = CASES[name]
    grain = measured(plate(truth, 360, 608, pan=pan))
    assert agrees(grain, truth), (errors(grain, truth), grain.correlation, grain.channels[1].octaves)
    assert all(len(channel.bands) >= 5 for channel in grain.channels)


def test_other_grain_does_not_agree() -> None:
    truth = Truth()
    for other in (Truth(times=1.3), Truth(blur=truth.blur / 2), Truth(correlation=0.2)):
        assert not agrees(measured(plate(other)), truth), other


def test_grain_that_is_made_is_measured_as_the_grain_it_was_made_of() -> None:
    truth = Truth(correlation=0.3)
    grain = measured(plate(truth))
    clean = scene(288, 480, 0.0, 0.0)
    again = measured({frame: clean + grain_of(grain, clean, frame) for frame in range(-3, 9)})
    assert agrees(again, truth), (errors(again, truth), again.correlation)


def test_a_frame_of_grain_is_the_same_whenever_it_is_made_and_no_other_frame_s() -> None:
    grain = measured(plate(Truth(), frames=6))
    grey = np.full((64, 96, 3), 0.18, np.float32)
    one, again = grain_of(grain, grey, 1005), grain_of(grain, grey, 1005)
    np.testing.assert_array_equal(one, again)
    others = [grain_of(grain, grey, 1006), grain_of(grain, grey, 1005, seed=1), grain_of(grain, grey, -1005)]
    for other in others:
        assert abs(np.corrcoef(one.ravel(), other.ravel())[0, 1]) < 0.05


def test_what_moves_by_itself_is_not_taken_for_grain() -> None:
    truth = Truth()
    frames = plate(truth)
    for number, pixels in frames.items():
        left = (number - 1001) * 23
        pixels[60:200, left : left + 150] *= np.float32(0.3)
    off = errors(measured(frames), truth)
    assert np.mean(off) <= MEAN and max(off) <= WORST


def test_a_light_that_flickers_is_not_taken_for_grain() -> None:
    truth = Truth()
    lamp = np.random.default_rng(5).normal(1.0, 0.03, 20)
    frames = {
        number: (pixels * lamp[number - 1001]).astype(np.float32) for number, pixels in plate(truth).items()
    }
    off = errors(measured(frames), truth)
    assert np.mean(off) <= 2 * MEAN


def test_a_plate_of_few_codes_is_measured_with_a_doubt() -> None:
    frames = plate(Truth(), frames=6)
    coded = {
        number: ((np.clip(pixels, 0, 8) / 8) ** (1 / 2.2) * 127).round().astype(np.float32)
        for number, pixels in frames.items()
    }
    grain = measured(
        {number: ((codes / 127) ** 2.2 * 8).astype(np.float32) for number, codes in coded.items()}
    )
    assert any("bit by bit" in doubt for doubt in grain.doubts)
    assert not any("bit by bit" in doubt for doubt in measured(plate(Truth(), frames=6)).doubts)


def test_a_pan_too_fast_for_likeness_in_time_is_said() -> None:
    assert any("too fast" in doubt for doubt in measured(plate(Truth(), pan=(12.0, 0.0))).doubts)


def test_a_plate_that_stands_still_bit_by_bit_is_refused() -> None:
    clean = scene(96, 160, 0.0, 0.0)
    with pytest.raises(BadPicture, match="its frames repeat") as caught:
        measured(dict.fromkeys(range(1, 9), clean))
    assert caught.value.problem.remedy


def test_three_frames_are_too_few() -> None:
    with pytest.raises(MissingFrames, match="3 frames are too few"):
        measured(plate(Truth(), frames=3))


def test_a_picture_smaller_than_a_block_is_refused() -> None:
    with pytest.raises(BadPicture, match="No grain"):
        measured(plate(Truth(), height=20, width=24, frames=5))


@pytest.mark.parametrize("correlation", [0.0, 0.1, 0.5, 0.8])
def test_what_lasts_keeps_its_strength(correlation: float) -> None:
    weights = np.array(time_weights(correlation))
    assert np.sum(weights**2) == pytest.approx(1.0)
    assert np.sum(weights[1:] * weights[:-1]) == pytest.approx(correlation, abs=1e-6)
