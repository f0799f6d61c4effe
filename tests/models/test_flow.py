"""Flow between frames of which every pixel's way is known."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from secondunit.models.flow import flow, flows
from secondunit.wire.errors import BadPicture, WrongChannels

from .walls import Pixels, handheld, wall

SIZE = 144, 256


def pair() -> tuple[Pixels, Pixels, Pixels]:
    """Two frames of a wall from a camera that pans and turns, and where each pixel of the first goes."""
    camera, scene = handheld(pan=6.0, turn=0.01), wall(5)
    old, new = camera(1), camera(2)
    y, x = np.mgrid[: SIZE[0], : SIZE[1]].astype(np.float64)
    place = np.linalg.inv(new) @ old @ np.stack([x.ravel(), y.ravel(), np.ones(x.size)])
    truth = np.stack([place[0] / place[2] - x.ravel(), place[1] / place[2] - y.ravel()], axis=1)
    return scene(old, SIZE), scene(new, SIZE), truth.reshape(*SIZE, 2).astype(np.float32)


def test_where_nothing_is_hidden_the_mean_error_is_below_a_pixel() -> None:
    old, new, truth = pair()
    answer = flow(old, new)
    error = np.hypot(*np.moveaxis(answer.vectors - truth, 2, 0))
    assert error[answer.hidden == 0.0].mean() < 0.5
    assert (answer.hidden == 0.0).mean() > 0.85


def test_what_leaves_the_picture_or_is_covered_is_hidden() -> None:
    scene, other = wall(5), wall(8)
    eye = np.eye(3)
    back, front = scene(eye, SIZE), other(eye, SIZE)
    old, new = back.copy(), back.copy()
    old[40:100, 60:110] = front[40:100, 60:110]
    new[40:100, 84:134] = front[40:100, 60:110]
    hidden = flow(old, new).hidden
    assert hidden[48:92, 114:130].mean() > 0.7
    assert hidden[8:32, 20:230].mean() < 0.05
    gone = flow(scene(eye, SIZE), scene(np.array([[1, 0, 20.0], [0, 1, 0], [0, 0, 1]]), SIZE)).hidden
    assert gone[:, :12].mean() > 0.9 and gone[:, 40:].mean() < 0.05


def test_light_above_white_below_black_and_twice_as_bright_does_no_harm() -> None:
    old, new, truth = pair()
    old[10:14, 10:14], new[60:64, 200:204] = 60_000.0, -3.0
    answer = flow(old, new * np.float32(2.0))
    error = np.hypot(*np.moveaxis(answer.vectors - truth, 2, 0))
    assert np.isfinite(answer.vectors).all()
    assert error[answer.hidden == 0.0].mean() < 0.5


def test_the_same_frames_give_the_same_bits_on_one_and_two_threads() -> None:
    old, new, _ = pair()
    before = cv2.getNumThreads()
    try:
        answers = []
        for threads in (1, 2):
            cv2.setNumThreads(threads)
            answers.append(flow(old, new))
    finally:
        cv2.setNumThreads(before)
    assert np.array_equal(answers[0].vectors, answers[1].vectors)
    assert np.array_equal(answers[0].hidden, answers[1].hidden)


@pytest.mark.parametrize("across", [40.0, 70.0])
def test_a_pan_by_a_third_of_the_picture_is_followed(across: float) -> None:
    scene = wall(5)
    old, new = scene(np.eye(3), SIZE), scene(np.array([[1, 0, across], [0, 1, 0], [0, 0, 1]]), SIZE)
    answer = flow(old, new)
    error = np.hypot(answer.vectors[..., 0] + across, answer.vectors[..., 1])
    assert error[answer.hidden == 0.0].mean() < 0.3
    assert (
        answer.hidden[:, int(across) + 8 :].mean() < 0.15 and answer.hidden[:, : int(across) - 2].mean() > 0.9
    )


def test_a_small_thing_that_moves_by_its_own_size_is_followed_both_ways() -> None:
    scene, other = wall(5), wall(8)
    old, new = scene(np.eye(3), SIZE), scene(np.array([[1, 0, 6.0], [0, 1, 0], [0, 0, 1]]), SIZE)
    thing = other(np.eye(3), SIZE)
    old[50:94, 60:104] = thing[50:94, 60:104]
    new[50:94, 100:144] = thing[50:94, 60:104]
    there, back = flows(old, new)
    for answer, left, way in ((there, 60, 40.0), (back, 100, -40.0)):
        inside = answer.vectors[54:90, left + 4 : left + 40]
        assert np.hypot(inside[..., 0] - way, inside[..., 1]).mean() < 1.0
        assert answer.hidden[54:90, left + 4 : left + 40].mean() < 0.1


def test_a_clear_sky_goes_with_what_is_around_it() -> None:
    scene, chance = wall(5), np.random.default_rng(3)
    pictures = []
    for left in (0.0, 7.0):
        picture = scene(np.array([[1, 0, left], [0, 1, 0], [0, 0, 1]]), SIZE)
        picture[:60] = 3.0 + 0.004 * chance.normal(size=(60, SIZE[1], 3))
        pictures.append(picture)
    answer = flow(*pictures)
    sky = answer.vectors[4:52, 20:-20]
    assert np.abs(sky - np.array([-7.0, 0.0])).mean() < 0.5 and sky.std(axis=(0, 1)).max() < 0.7
    assert answer.hidden[4:52, 20:-20].mean() < 0.05


def test_frames_that_do_not_fit_are_refused() -> None:
    picture = np.zeros((32, 32, 3), np.float32)
    with pytest.raises(BadPicture, match="32x32 and 32x30"):
        flow(picture, picture[:30])
    with pytest.raises(WrongChannels):
        flow(picture[..., :2], picture[..., :2])
    broken = picture.copy()
    broken[3, 3] = np.inf
    with pytest.raises(BadPicture, match="no numbers"):
        flow(picture, broken)
