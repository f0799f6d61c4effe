"""Sharpness, shutter, levels and cast of plates against those they were drawn with."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter, uniform_filter

from secondunit.models.flow.dense import flow
from secondunit.models.plate_match import levels, sharpness, shutter
from secondunit.models.plate_match.edges import Edge, edges
from secondunit.wire.errors import BadPicture, OutOfRange

from .edged_plate import Pixels, moving, still


def blurs(picture: Pixels) -> tuple[sharpness.ChannelBlur, ...] | None:
    return sharpness.blur_of(edges(picture, sharpness.REACH))


@pytest.mark.parametrize("sigma", [0.5, 1.0, 2.0, 3.0])
def test_the_blur_of_drawn_edges_is_measured_within_a_tenth(sigma: float) -> None:
    measured = blurs(still(sigma, noise=0.01))
    assert measured is not None
    whole = np.sqrt(sigma**2 + 1 / 12)
    for channel in measured:
        assert channel.sigma == pytest.approx(sigma, rel=0.1)
        # What is left of contrast after a Gaussian, by its own transform; the profile is no Gaussian's fit.
        assert channel.mtf50 == pytest.approx(np.sqrt(np.log(2) / 2) / np.pi / whole, rel=0.1)


def test_a_blur_by_another_law_is_told_by_what_contrast_it_leaves() -> None:
    box = 5
    picture = uniform_filter(still(0.3), (box, box, 0)).astype(np.float32)
    measured = blurs(picture)
    assert measured is not None
    # Along a row and along a diagonal a square box leaves half the contrast at other frequencies.
    assert 0.6033 / box * 0.85 < measured[1].mtf50 < 0.6033 / box * 1.2


def test_half_the_blur_is_not_taken_for_it() -> None:
    one, other = blurs(still(1.6, noise=0.01)), blurs(still(0.8, noise=0.01))
    assert one is not None and other is not None
    assert other[1].sigma < 0.6 * one[1].sigma


def test_things_out_of_focus_do_not_hide_what_is_sharp() -> None:
    picture = still(0.8, noise=0.005)
    picture[:, 280:] = still(4.0, noise=0.005)[:, 280:]
    measured = blurs(picture)
    assert measured is not None
    assert measured[1].sigma == pytest.approx(0.8, rel=0.15) and measured[1].upper > 2.0


def test_each_channel_has_its_own_blur() -> None:
    picture = still(0.8)
    picture[..., 2] = still(1.8)[..., 2]
    measured = blurs(picture)
    assert measured is not None
    assert measured[0].sigma == pytest.approx(0.8, rel=0.1)
    assert measured[2].sigma == pytest.approx(1.8, rel=0.1)


def test_a_plate_without_straight_edges_has_no_sharpness() -> None:
    y, x = np.mgrid[0:200, 0:300]
    soft = np.repeat((0.3 + 0.2 * np.sin(x / 40) * np.cos(y / 30))[..., None], 3, axis=2).astype(np.float32)
    noise = np.random.default_rng(1).standard_normal(soft.shape).astype(np.float32)
    for picture in (soft, soft + 0.02 * noise, np.zeros_like(soft), 0.2 + 0.05 * noise):
        assert blurs(picture.astype(np.float32)) is None
    assert blurs(np.zeros((10, 12, 3), np.float32)) is None


def test_light_of_60000_and_below_nothing_is_measured_as_any_other() -> None:
    picture = still(1.2)
    bright = blurs(picture * np.float32(66_000))
    below = blurs(picture - np.float32(0.01))
    assert bright is not None and below is not None
    assert bright[1].sigma == pytest.approx(1.2, rel=0.1) == below[1].sigma


def motion(found: list[Edge], frames: dict[int, Pixels]) -> np.ndarray:
    first, second = (frames[number] for number in sorted(frames)[:2])
    vectors = flow(first, second).vectors
    return np.array([vectors[int(edge.row), int(edge.column)] for edge in found], np.float64).reshape(-1, 2)


@pytest.mark.parametrize(("speed", "angle"), [((9.0, 3.0), 180.0), ((10.0, -4.0), 90.0), ((7.0, 2.0), 300.0)])
def test_the_shutter_of_drawn_motion_is_measured_within_15_percent(
    speed: tuple[float, float], angle: float
) -> None:
    frames = moving(speed, angle, noise=0.004)
    found = edges(frames[1001], shutter.REACH)
    measured = shutter.shutter_of(found, motion(found, frames))
    assert measured is not None
    assert measured.angle == pytest.approx(angle, rel=0.15)
    assert measured.length == pytest.approx(np.hypot(*speed) * angle / 360, rel=0.25)
    assert measured.direction == pytest.approx(np.degrees(np.arctan2(speed[1], speed[0])), abs=12)


def test_a_shutter_that_never_smears_is_near_0_and_one_twice_as_long_is_another() -> None:
    frames = moving((9.0, 3.0), 0.0, noise=0.004)
    found = edges(frames[1001], shutter.REACH)
    measured = shutter.shutter_of(found, motion(found, frames))
    assert measured is not None and measured.angle < 45


def test_where_nothing_moves_the_shutter_is_not_measurable() -> None:
    picture = still(0.8, noise=0.004)
    found = edges(picture, shutter.REACH)
    assert found and shutter.shutter_of(found, np.zeros((len(found), 2))) is None
    assert shutter.shutter_of([], np.zeros((0, 2))) is None


def lit(floor: tuple[float, ...], ceiling: float, grain: float = 0.004) -> Pixels:
    """A picture from its floor to its ceiling, with bars of nothing above and below, and grain."""
    x = np.mgrid[0:240, 0:400][1]
    ramp = np.clip((x - 40) / 320, 0, 1) ** 2
    picture = np.array(floor) + (ceiling - np.array(floor)) * ramp[..., None]
    picture = picture + grain * np.random.default_rng(4).standard_normal(picture.shape)
    picture[:30] = picture[-30:] = 0.0
    return picture.astype(np.float32)


def test_floor_and_ceiling_are_those_of_the_photograph_and_not_of_bars_or_grain() -> None:
    floor = (0.02, 0.03, 0.05)
    measured = levels.levels_of([lit(floor, 4.0), lit(floor, 4.0)])
    assert measured.floor == pytest.approx(floor, rel=0.1)
    assert measured.ceiling == pytest.approx((4.0, 4.0, 4.0), rel=0.05)
    assert not measured.clipped and 0.0 < measured.flare < 0.1


def test_a_ceiling_that_is_a_clip_is_called_one_and_a_floor_may_be_below_nothing() -> None:
    measured = levels.levels_of([np.minimum(lit((-0.01, -0.01, -0.01), 4.0, 0.0005), np.float32(2.5))])
    assert measured.clipped and measured.ceiling == pytest.approx((2.5, 2.5, 2.5), rel=0.01)
    assert measured.floor == pytest.approx((-0.01, -0.01, -0.01), rel=0.1)


def test_a_cast_is_that_of_the_named_grey_and_the_estimate_is_called_one() -> None:
    picture = lit((0.1, 0.1, 0.1), 1.0) * np.array([1.3, 1.0, 0.6], np.float32)
    picture[100:130, 50:90, 1] *= np.float32(0.9)
    named = levels.named_cast([picture], (52, 102, 30, 20))
    assert named.gains == pytest.approx((1.3 / 0.9, 1.0, 0.6 / 0.9), rel=0.02) and named.named
    estimate = levels.estimated_cast([picture])
    assert estimate is not None and not estimate.named
    assert estimate.gains == pytest.approx((1.3, 1.0, 0.6), rel=0.05)
    assert levels.estimated_cast([np.zeros((16, 16, 3), np.float32)]) is None


def test_a_grey_outside_the_picture_or_black_is_refused_in_a_sentence() -> None:
    picture = lit((0.1, 0.1, 0.1), 1.0)
    for box in ((390, 0, 20, 20), (-1, 0, 9, 9), (0, 0, 3, 9)):
        with pytest.raises(OutOfRange, match="not inside the plate") as caught:
            levels.named_cast([picture], box)
        assert caught.value.problem.remedy
    with pytest.raises(BadPicture, match="black"):
        levels.named_cast([picture], (0, 0, 20, 20))
    with pytest.raises(BadPicture, match="too small"):
        levels.levels_of([picture[:4, :4]])


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("seed", "reach"), [(19, 10), (20, 8), (21, 8), (35, 8)])
def test_an_edge_that_leaves_its_surroundings_is_none(seed: int, reach: int) -> None:
    """Soft clouds have no straight edge: a line that is fitted to one wanders off."""
    cloud = gaussian_filter(np.random.default_rng(seed).standard_normal((72, 96)), 2.5)
    cloud = (cloud - cloud.min()) / np.ptp(cloud)
    picture = np.repeat((cloud**3)[..., None], 3, axis=2).astype(np.float32)
    for edge in edges(picture, reach):
        assert np.isfinite([edge.row, edge.column, *edge.normal]).all()
