"""A plate without its grain against the picture before grain came to it, and the grain that gives it back."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from secondunit.models.denoise.degraining import Degraining, GrainyPlate
from secondunit.models.denoise.method import DenoisePlate
from secondunit.models.denoise.noise import whitener
from secondunit.models.denoise.parting import parted
from secondunit.models.method import beside
from secondunit.models.plate_match.along_flow import grain_along_flow
from secondunit.models.plate_match.one_frame import guessed_grain
from secondunit.models.plate_match.spectrum import ring_powers, spectrum_of
from secondunit.wire import FrameRange
from secondunit.wire.errors import MissingFrames

from .footage import footage_of
from .grainy_plate import Truth, plate, scene
from .walls import Shot, decibels, display, handheld, shoot

SIZE = (144, 256)
ALL = np.ones(SIZE, np.bool_)
SETTINGS = {"strength": 1.0, "neighbours": 2, "keep": 0.0}
Pixels = np.ndarray


def still(index: int) -> Pixels:
    """A camera that does not move."""
    return np.eye(3)


@pytest.fixture(scope="module")
def shots() -> tuple[Shot, Shot]:
    """Nine frames of a pan with a thing that crosses it, without grain and with it."""
    return shoot(SIZE, count=7, grain=0.0), shoot(SIZE, count=7, grain=3.0)


@pytest.fixture(scope="module")
def grainy(shots: tuple[Shot, Shot]) -> GrainyPlate:
    """The one with grain, measured."""
    return GrainyPlate(shots[1].plate.frames, shots[1].pixels.__getitem__)


def test_grain_of_a_plate_that_moves_falls_by_three_and_a_half_decibels(
    shots: tuple[Shot, Shot], grainy: GrainyPlate
) -> None:
    clean, noisy = shots
    gains = [
        decibels(grainy.degrained(frame, Degraining()), clean.pixels[frame], ALL)
        - decibels(noisy.pixels[frame], clean.pixels[frame], ALL)
        for frame in (1003, 1004, 1005)
    ]
    assert min(gains) > 3.5, gains


def test_coarse_grain_falls_as_far_because_texture_differs_where_it_has_nothing(
    shots: tuple[Shot, Shot],
) -> None:
    clean, chance = shots[0].pixels, np.random.default_rng(4)
    noisy = {}
    for frame, picture in clean.items():
        noise = cv2.GaussianBlur(chance.normal(size=picture.shape), (0, 0), 2.0)
        noisy[frame] = np.asarray(picture + 0.012 * noise / noise.std() * (picture + 0.2), np.float32)
    plate_ = GrainyPlate(FrameRange(min(clean), max(clean)), noisy.__getitem__)
    gains = [
        decibels(plate_.degrained(frame, Degraining()), clean[frame], ALL)
        - decibels(noisy[frame], clean[frame], ALL)
        for frame in (1003, 1004, 1005)
    ]
    assert min(gains) > 3.9, gains


def test_a_filter_makes_grain_whiter_and_leaves_it_as_strong() -> None:
    chance = np.random.default_rng(6)
    noise = cv2.GaussianBlur(chance.normal(size=(512, 512)), (0, 0), 0.8).astype(np.float32)
    noise /= noise.std()
    spectrum = spectrum_of(
        np.mean(ring_powers(noise.reshape(16, 32, 16, 32).swapaxes(1, 2).reshape(-1, 32, 32)), 0)
    )
    white = cv2.filter2D(noise, -1, whitener(spectrum))
    assert float(white.std()) == pytest.approx(1.0, abs=0.05)
    beside_ = [float(np.mean(one[:, 1:] * one[:, :-1]) / np.mean(one * one)) for one in (noise, white)]
    assert beside_[1] < 0.75 * beside_[0], beside_


def test_a_frame_is_the_same_whichever_were_made_before_it(
    shots: tuple[Shot, Shot], grainy: GrainyPlate
) -> None:
    again = GrainyPlate(shots[1].plate.frames, shots[1].pixels.__getitem__)
    grainy.degrained(1002, Degraining())
    np.testing.assert_array_equal(again.degrained(1004, Degraining()), grainy.degrained(1004, Degraining()))


def test_what_stands_still_flickers_by_less_than_a_half() -> None:
    noisy = shoot(SIZE, count=6, grain=3.0, camera=still)
    plate_ = GrainyPlate(noisy.plate.frames, noisy.pixels.__getitem__)
    frames = range(1002, 1005)
    nothing_crosses = np.maximum.reduce([noisy.matte[frame] for frame in frames]) == 0.0
    calm = {frame: plate_.degrained(frame, Degraining()) for frame in frames}

    def flicker(pixels: dict[int, Pixels]) -> float:
        steps = [display(pixels[frame + 1]) - display(pixels[frame]) for frame in (1002, 1003)]
        return float(np.sqrt(np.mean([step[nothing_crosses] ** 2 for step in steps])))

    assert flicker(calm) < 0.5 * flicker(noisy.pixels)


def test_what_a_thing_uncovers_holds_no_ghost_of_it() -> None:
    bits = np.random.default_rng(2)
    x = np.arange(SIZE[1], dtype=np.float32)
    truth, noisy = {}, {}
    for frame in range(1, 9):
        # A thing that is but two deviations of grain darker: an average would keep a fifth of it everywhere.
        picture = np.full((*SIZE, 3), 0.3, np.float32) + 0.05 * np.sin(x / 9.0)[None, :, None]
        picture[40:100, 20 * frame : 20 * frame + 40] -= 0.04
        truth[frame] = picture.astype(np.float32)
        noisy[frame] = (picture + bits.normal(0.0, 0.02, picture.shape)).astype(np.float32)
    plate_ = GrainyPlate(FrameRange(1, 8), noisy.__getitem__)
    for frame in (3, 4, 5):
        off = plate_.degrained(frame, Degraining()) - truth[frame]
        uncovered = off[45:95, 20 * frame - 18 : 20 * frame - 2]
        covered = off[45:95, 20 * frame + 2 : 20 * frame + 38]
        assert abs(float(uncovered.mean())) < 0.003 and abs(float(covered.mean())) < 0.003
    average = np.mean([noisy[frame] for frame in (2, 3, 4, 5, 6)], axis=0) - truth[4]
    assert abs(float(average[45:95, 62:78].mean())) > 0.01, (
        "an average has the ghost that this test would see"
    )


def test_nothing_comes_over_a_cut(shots: tuple[Shot, Shot]) -> None:
    clean, noisy = shots
    other = shoot(SIZE, count=4, grain=3.0, camera=handheld(9, pan=-4.0), seed=7)
    pixels = {frame: noisy.pixels[1000 + frame] for frame in range(1, 6)}
    pixels |= {frame: 0.9 - np.abs(other.pixels[995 + frame][::-1]) ** 0.5 for frame in range(6, 10)}
    cut = GrainyPlate(FrameRange(1, 9), pixels.__getitem__)
    at_cut = cut.degrained(5, Degraining())
    # What comes after the cut may be anything: it gives the frame before it nothing.
    pixels[6], pixels[7] = pixels[8], pixels[9]
    changed = GrainyPlate(FrameRange(1, 9), pixels.__getitem__)
    changed.grain = cut.grain
    changed._codes, changed._spread = cut._codes, cut._spread
    np.testing.assert_array_equal(at_cut, changed.degrained(5, Degraining()))
    truth = clean.pixels[1005]
    assert decibels(at_cut, truth, ALL) - decibels(pixels[5], truth, ALL) > 2.0


def test_a_lamp_that_flickers_keeps_its_light_and_its_frames_still_help() -> None:
    lamp = (1.0, 1.3, 0.8, 1.1, 0.75)
    clean, noisy = (
        shoot(SIZE, count=5, grain=grain, gain=lambda index: lamp[index], camera=still)
        for grain in (0.0, 3.0)
    )
    plate_ = GrainyPlate(noisy.plate.frames, noisy.pixels.__getitem__)
    for frame in (1002, 1003):
        calm, truth = plate_.degrained(frame, Degraining()), clean.pixels[frame]
        assert float(calm.mean() / truth.mean()) == pytest.approx(1.0, abs=0.005)
        assert decibels(calm, truth, ALL) - decibels(noisy.pixels[frame], truth, ALL) > 3.0


def test_the_picture_and_its_grain_are_the_plate_bit_for_bit(shots: tuple[Shot, Shot]) -> None:
    pixels = {
        frame: picture.astype(np.float16).astype(np.float32) for frame, picture in shots[1].pixels.items()
    }
    for picture in pixels.values():
        picture[3:6, 4:8], picture[10, 10:14], picture[20, 20] = 60000.0, -0.25, 2.0**-24
    for depth in ("half", "float"):
        worker = DenoisePlate().load(replace(footage_of(pixels, settings=SETTINGS), depth=depth))
        result = worker.frame(1004)
        held, alpha, grain = result[..., :3], result[..., 3], result[..., 4:]
        assert np.isfinite(result).all() and (alpha == 1.0).all()
        assert np.array_equal(held + grain, pixels[1004])
        assert np.abs(grain[8:, 12:]).max() > 0.01
        if depth == "half":
            assert np.array_equal(held, held.astype(np.float16).astype(np.float32))
        np.testing.assert_allclose(held[4, 5], 60000.0, rtol=0.01)
    assert beside(DenoisePlate()) == ("grain.R", "grain.G", "grain.B")


def test_of_a_plate_of_floats_the_sum_is_off_by_a_step_at_most() -> None:
    bits = np.random.default_rng(3)
    given = (10.0 ** bits.uniform(-6, 6, (64, 64, 3)) * bits.choice([-1.0, 1.0], (64, 64, 3))).astype(
        np.float32
    )
    picture = (given * bits.uniform(0.2, 3.0, given.shape)).astype(np.float32)
    for depth in ("half", "float"):
        held, grain = parted(given, picture, depth)  # type: ignore[arg-type]
        step = np.spacing(np.maximum(np.abs(held), np.abs(given)))
        assert (np.abs(held + grain - given) <= step).all()
        near = (np.abs(held) <= 2 * np.abs(given)) & (np.abs(given) <= 2 * np.abs(held)) & (held * given > 0)
        assert np.array_equal((held + grain)[near], given[near]) and near.any()


def test_strength_and_the_share_that_is_kept_do_as_they_say(shots: tuple[Shot, Shot]) -> None:
    pixels = shots[1].pixels
    given = pixels[1004].astype(np.float16).astype(np.float32)

    def taken(**more: float) -> float:
        worker = DenoisePlate().load(footage_of(pixels, settings=SETTINGS | more))
        return float(np.sqrt(np.mean((worker.frame(1004)[..., :3] - pixels[1004]) ** 2)))

    nothing = float(np.sqrt(np.mean((given - pixels[1004]) ** 2)))
    whole = taken()
    assert taken(strength=0.0) == pytest.approx(nothing) and taken(keep=1.0) == pytest.approx(
        nothing, rel=0.01
    )
    assert taken(keep=0.5) == pytest.approx(0.5 * whole, rel=0.05)
    assert taken(strength=0.5, neighbours=1) < whole


def test_one_frame_is_denoised_by_itself_and_that_is_said() -> None:
    clean = scene(288, 480, 0.0, 0.0)
    bits = np.random.default_rng(4)
    noisy = (clean + Truth(times=2.0).deviation(clean) * bits.normal(size=clean.shape)).astype(np.float32)
    worker = DenoisePlate().load(footage_of({1001: noisy}, settings=SETTINGS))
    assert any("1 frame: its grain is guessed" in remark for remark in worker.remarks)
    assert any("by itself" in remark for remark in worker.remarks)
    calm = worker.frame(1001)[..., :3]
    everywhere = np.ones(clean.shape[:2], np.bool_)
    assert decibels(calm, clean, everywhere) - decibels(noisy, clean, everywhere) > 1.5


@pytest.mark.parametrize(
    "picture", [np.zeros((20, 24, 3)), np.full((40, 50, 3), 0.5), np.full((9, 7, 3), 60000.0)]
)
def test_a_plate_without_grain_or_of_few_pixels_stays(picture: Pixels) -> None:
    pixels = dict.fromkeys(range(1, 6), picture.astype(np.float32))
    for frames in (pixels, {1: pixels[1]}):
        result = DenoisePlate().load(footage_of(frames, settings=SETTINGS)).frame(1)
        np.testing.assert_allclose(result[..., :3] + result[..., 4:], picture, rtol=1e-6)
        np.testing.assert_allclose(result[..., :3], picture, rtol=1e-3, atol=1e-4)


def test_grain_is_measured_along_the_flow_of_a_plate_that_pans() -> None:
    truth = Truth(blur=0.8)
    frames = plate(truth, 288, 480, 6, pan=(2.0, 1.0))

    def aligned(frame: int, other: int) -> Pixels:
        # The flow is known here: whole pixels.
        return np.roll(frames[other], ((other - frame) * 1, (other - frame) * 2), (0, 1))

    grain = grain_along_flow(frames.__getitem__, tuple(frames), aligned)
    for channel in grain.channels:
        off = [abs(band.deviation / float(truth.deviation(band.exposure)) - 1.0) for band in channel.bands]
        assert np.mean(off) < 0.08 and max(off) < 0.15, off
        assert abs(channel.octaves[1] - truth.octaves()[1]) < 1.5
    with pytest.raises(MissingFrames):
        grain_along_flow(frames.__getitem__, (1001, 1002, 1003), aligned)


def test_grain_of_one_frame_is_guessed_within_a_third_where_something_is_flat() -> None:
    truth = Truth()
    guessed = guessed_grain(plate(truth, 288, 480, 1)[1001])
    for channel in guessed.channels:
        off = [band.deviation / float(truth.deviation(band.exposure)) for band in channel.bands]
        assert all(0.67 < one < 1.5 for one in off), off
