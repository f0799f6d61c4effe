"""A clean plate of walls of which everything is known, and what becomes of what cannot be done."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from secondunit.models.clean_plate.cleaning import CleanFrame, CleaningSettings, clean, foreseen, second_depth
from secondunit.models.clean_plate.plate import MattedPlate
from secondunit.models.clean_plate.survey import Survey, survey
from secondunit.wire.errors import BadInput, BadPicture, Cancelled, WrongChannels
from secondunit.wire.frames import FrameRange

from .walls import Matrix, Pixels, Shot, decibels, display, handheld, shoot, wall

PLAIN = CleaningSettings(grain=False)


def cleaned(shot: Shot, settings: CleaningSettings = PLAIN) -> tuple[Survey, dict[int, CleanFrame]]:
    seen = survey(shot.plate, settings.grow)
    return seen, {frame.frame: frame for frame in clean(shot.plate, seen, settings)}


def quality(shot: Shot, frames: dict[int, CleanFrame]) -> list[float]:
    return [
        decibels(frame.pixels, shot.truth[number], frame.alpha >= 1.0)
        for number, frame in frames.items()
        if (frame.alpha >= 1.0).any()
    ]


@pytest.fixture(scope="module")
def plain() -> tuple[Shot, Survey, dict[int, CleanFrame]]:
    shot = shoot(count=12)
    return shot, *cleaned(shot)


def test_one_plane_is_filled_with_what_other_frames_saw(
    plain: tuple[Shot, Survey, dict[int, CleanFrame]],
) -> None:
    shot, seen, frames = plain
    levels = quality(shot, frames)
    assert list(frames) == list(shot.plate.frames)
    assert np.mean(levels) > 44.0 and min(levels) > 42.0
    assert seen.cuts == () and not second_depth(seen)
    assert not any(frame.never_seen.any() for frame in frames.values())


def test_outside_the_feathered_matte_every_bit_is_the_plates_own() -> None:
    shot = shoot(count=6)
    for number, pixels in shot.pixels.items():
        pixels[8:12, 40:44] = 60_000.0
        pixels[100:104, 30:40] = -5.0
        pixels[20:30] = pixels[20:30].astype(np.float16).astype(np.float32) * 1.75
        shot.pixels[number] = pixels
    _, frames = cleaned(shot, CleaningSettings())
    for number, frame in frames.items():
        outside = frame.alpha == 0.0
        assert outside.mean() > 0.7
        assert np.array_equal(
            frame.pixels[outside].view(np.uint32), shot.pixels[number][outside].view(np.uint32)
        )
        assert np.isfinite(frame.pixels).all()
        assert (frame.alpha[shot.matte[number] > 0.01] == 1.0).all()


def test_a_light_that_rises_and_flickers_is_followed() -> None:
    shot = shoot(count=12, gain=lambda index: (1.0 + 0.05 * index) * (1.0 + 0.1 * np.sin(2.3 * index)))
    levels = quality(shot, cleaned(shot)[1])
    assert np.mean(levels) > 42.0 and min(levels) > 40.0


def test_the_fill_does_not_flicker(plain: tuple[Shot, Survey, dict[int, CleanFrame]]) -> None:
    _, _, frames = plain
    assert 0.0 < np.mean([frame.flicker for frame in frames.values()]) < 0.6


def test_two_depths_are_flagged_and_each_is_filled_from_its_own_plane() -> None:
    far, near = wall(5), wall(8)

    def at(index: int) -> Matrix:
        return np.array([[1.0, 0.0, 3.0 * index], [0.0, 1.0, 0.4 * index], [0.0, 0.0, 1.0]])

    def scene(matrix: Matrix, size: tuple[int, int]) -> Pixels:
        closer = matrix.copy()
        closer[0, 2] *= 1.6
        post = np.zeros(size, np.float32)
        left = 70.0 - closer[0, 2]
        post[:, int(max(left, 0)) : int(max(left + 70.0, 0))] = 1.0
        return np.where(post[..., None] > 0.5, 0.5 * near(closer, size), far(matrix, size)).astype(np.float32)

    shot = shoot(count=12, camera=at, scene=scene, thing=lambda index: (60.0 + 12.0 * index, 72.0))
    seen, frames = cleaned(shot)
    assert second_depth(seen)
    levels = quality(shot, frames)
    assert np.mean(levels) > 32.0, levels


def test_a_hole_is_no_sharper_than_a_frame_that_the_camera_shook() -> None:
    camera, scene, chance = handheld(shake=0.5, pan=2.0), wall(5, finest=3.5), np.random.default_rng(3)
    blur = chance.uniform(-4.0, 4.0, size=(20, 2))

    def shaken(matrix: Matrix, size: tuple[int, int]) -> Pixels:
        x, y = blur[round(matrix[0, 2] / 2.0) % 20]
        parts = np.linspace(-0.5, 0.5, 7)
        moved = (matrix + np.array([[0, 0, x * part], [0, 0, y * part], [0, 0, 0]]) for part in parts)
        return np.asarray(np.mean([scene(one, size) for one in moved], axis=0), np.float32)

    shot = shoot(count=8, camera=camera, scene=shaken)
    _, frames = cleaned(shot)
    levels = quality(shot, frames)
    assert np.mean(levels) > 36.0, levels
    for number, frame in frames.items():
        inner = cv2.erode((frame.alpha >= 1.0).astype(np.uint8), np.ones((7, 7))) > 0
        edges = [
            cv2.Laplacian(cv2.GaussianBlur(display(picture).mean(axis=2), (0, 0), 1.0), cv2.CV_32F)[
                inner
            ].std()
            for picture in (frame.pixels, shot.truth[number])
        ]
        assert edges[0] < 1.15 * edges[1], number


def test_grain_is_put_back_as_strong_and_as_coarse_as_the_plates(
    plain: tuple[Shot, Survey, dict[int, CleanFrame]],
) -> None:
    shot, _, without = plain
    _, frames = cleaned(shot, CleaningSettings(grain=True))
    strengths, fineness = [], []
    for number, frame in frames.items():
        hole = frame.alpha >= 1.0
        laid = (display(frame.pixels) - display(without[number].pixels))[hole]
        own = (display(shot.pixels[number]) - display(shot.truth[number]))[frame.alpha == 0.0]
        strengths.append(laid.std() / own.std())
        kernel = cv2.erode(hole.astype(np.uint8), np.ones((3, 3))) > 0
        pictures = (
            display(frame.pixels) - display(without[number].pixels),
            display(shot.pixels[number]) - display(shot.truth[number]),
        )
        steps = [np.diff(picture.mean(axis=2), axis=1, append=0.0) for picture in pictures]
        outside = cv2.erode((frame.alpha == 0.0).astype(np.uint8), np.ones((3, 3))) > 0
        ratios = [
            steps[0][kernel].std() / pictures[0].mean(axis=2)[kernel].std(),
            steps[1][outside].std() / pictures[1].mean(axis=2)[outside].std(),
        ]
        fineness.append(ratios[0] / ratios[1])
    assert abs(np.mean(strengths) - 1.0) < 0.12
    assert abs(np.mean(fineness) - 1.0) < 0.12


def test_nothing_beyond_a_cut_is_used() -> None:
    shot, other = shoot(count=8), shoot(count=8, scene=wall(9), first=1009, seed=4)
    alone = cleaned(shot)[1]
    both = Shot(shot.pixels | other.pixels, shot.truth | other.truth, shot.matte | other.matte)
    seen, frames = cleaned(both)
    assert seen.cuts == (1009,)
    assert all(np.array_equal(frames[number].pixels, alone[number].pixels) for number in alone)
    assert min(quality(both, frames)) > 40.0


def test_a_pan_faster_than_a_tenth_of_the_width_a_frame_is_followed() -> None:
    shot = shoot(count=6, camera=handheld(pan=32.0), thing=lambda index: (90.0 + 12.0 * index, 72.0))
    seen, frames = cleaned(shot)
    assert seen.cuts == () and all(place.matrix is not None for place in seen.shots[0])
    assert np.mean(quality(shot, frames)) > 40.0


def test_a_flat_wall_gives_nothing_to_track_and_everything_is_marked() -> None:
    shot = shoot(count=4, scene=lambda matrix, size: np.full((*size, 3), 0.3, np.float32))
    seen, frames = cleaned(shot)
    assert seen.cuts == ()
    for number, frame in frames.items():
        hidden = shot.matte[number] > 0.01
        assert (frame.never_seen[hidden] == 1.0).all()
        assert decibels(frame.pixels, shot.truth[number], hidden) > 35.0


def test_what_a_still_camera_never_saw_is_marked_and_filled_with_a_texture() -> None:
    shot = shoot(count=6, camera=lambda index: np.eye(3), thing=lambda index: (120.0 + 4.0 * index, 72.0))
    _, frames = cleaned(shot)
    always = np.minimum.reduce([matte > 0.5 for matte in shot.matte.values()])
    assert always.sum() > 300
    for number, frame in frames.items():
        assert (frame.never_seen[always] == 1.0).all()
        assert frame.never_seen.sum() < 0.9 * (frame.alpha >= 1.0).sum()
        filled, truth = display(frame.pixels)[always], display(shot.truth[number])[always]
        assert abs(filled.mean() - truth.mean()) < 0.15
        assert 0.3 < filled.std() / truth.std() < 2.0


def test_one_frame_alone_is_filled_and_marked() -> None:
    _, frames = cleaned(shoot(count=1))
    assert (frames[1001].never_seen[frames[1001].alpha >= 1.0] == 1.0).all()


def test_a_matte_of_nothing_gives_the_plate_back() -> None:
    shot = shoot(count=3)
    shot.matte = {number: np.zeros_like(matte) for number, matte in shot.matte.items()}
    _, frames = cleaned(shot)
    assert all(np.array_equal(frame.pixels, shot.pixels[number]) for number, frame in frames.items())


def test_a_matte_of_everything_is_refused() -> None:
    shot = shoot(count=3)
    shot.matte = {number: np.ones_like(matte) for number, matte in shot.matte.items()}
    with pytest.raises(BadInput, match="covers the whole picture"):
        survey(shot.plate, 2)


def test_a_frame_that_is_covered_whole_is_filled_from_its_neighbours() -> None:
    shot = shoot(count=7, camera=lambda index: np.array([[1, 0, 3.0 * index], [0, 1, 0], [0, 0, 1]]))
    shot.matte[1004] = np.ones_like(shot.matte[1004])
    seen, frames = cleaned(shot)
    assert seen.cuts == () and seen.shots[0][3].between
    where = frames[1004].never_seen == 0.0
    where[:4] = where[-4:] = False
    assert where.mean() > 0.8
    assert decibels(frames[1004].pixels, shot.truth[1004], where) > 38.0


def test_a_matte_along_every_edge_is_filled() -> None:
    shot = shoot(count=6, thing=lambda index: (-100.0, -100.0))
    for matte in shot.matte.values():
        matte[:10] = matte[-10:] = 1.0
        matte[:, :10] = matte[:, -10:] = 1.0
    _, frames = cleaned(shot)
    assert all(np.isfinite(frame.pixels).all() for frame in frames.values())
    assert np.mean(frames[1003].never_seen[shot.matte[1003] > 0.5]) < 0.95


def test_a_value_that_is_no_number_names_its_frame() -> None:
    shot = shoot(count=4)
    shot.pixels[1003][5, 5, 1] = np.nan
    with pytest.raises(BadPicture, match="Frame 1003") as error:
        survey(shot.plate, 2)
    assert error.value.problem.where == "1003" and error.value.problem.remedy


def test_frames_of_two_sizes_and_of_other_channels_are_refused() -> None:
    shot = shoot(count=3)
    shot.pixels[1002] = shot.pixels[1002][:-2]
    with pytest.raises(BadPicture, match="1002"):
        survey(shot.plate, 2)
    with pytest.raises(WrongChannels):
        survey(
            MattedPlate(FrameRange(1, 1), lambda frame: np.zeros((8, 8, 4), np.float32), shot.plate.matte), 2
        )


@pytest.mark.parametrize("size", [(1, 1), (5, 9), (33, 7)])
def test_the_smallest_pictures_are_finite(size: tuple[int, int]) -> None:
    matte = np.zeros(size, np.float32)
    matte[size[0] // 2, size[1] // 3 :] = 1.0
    if size == (1, 1):
        matte[:] = 0.0
    picture = np.random.default_rng(1).random((*size, 3)).astype(np.float32)
    plate = MattedPlate(FrameRange(1, 3), lambda frame: picture, lambda frame: matte)
    settings = CleaningSettings(grow=1)
    assert all(np.isfinite(frame.pixels).all() for frame in clean(plate, survey(plate, 1), settings))


def test_the_same_plate_gives_the_same_bits_on_one_and_two_threads() -> None:
    shot = shoot(count=5)
    answers = []
    before = cv2.getNumThreads()
    try:
        for threads in (1, 2):
            cv2.setNumThreads(threads)
            frames = cleaned(shot, CleaningSettings())[1]
            answers.append({number: frame.pixels for number, frame in frames.items()})
    finally:
        cv2.setNumThreads(before)
    assert all(np.array_equal(answers[0][number], answers[1][number]) for number in answers[0])


def test_memory_is_foreseen_and_does_not_grow_with_length() -> None:
    assert foreseen((1080, 1920)) < 4 << 30
    assert foreseen((1080, 1920)) == 4 * foreseen((540, 960))


def test_work_that_is_stopped_ends_as_cancelled_and_gives_no_half_made_frame() -> None:
    shot = shoot(count=4)
    seen = survey(shot.plate, PLAIN.grow)
    frames = clean(shot.plate, seen, PLAIN, stopped=lambda: True)
    with pytest.raises(Cancelled):
        next(frames)
