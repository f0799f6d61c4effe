"""A crowd of several passes, held against people and walls of which every alpha and place is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from benchmarks.source.crowd_scene import Camera, Crowd, Filming, Person, film

from secondunit.models.crowd.alignment import ShotAlignment, align
from secondunit.models.crowd.depth import ground_lines, read_order
from secondunit.models.crowd.gathering import CrowdFrame, Gathering
from secondunit.models.crowd.method import CrowdFromPasses
from secondunit.models.crowd.passes import CrowdPlate
from secondunit.models.crowd.record import read, written
from secondunit.models.method import PlatePass, beside
from secondunit.wire import FrameRange, FrozenMap
from secondunit.wire.errors import BadInput, BadPicture, NothingSelected, OutOfRange

from .footage import footage_of

Pixels = npt.NDArray[np.float32]
SIZE, FIRST, COUNT = (144, 256), 1001, 4
RED, GREEN, BLUE, WHITE = (0.5, 0.08, 0.06), (0.06, 0.4, 0.08), (0.06, 0.1, 0.5), (0.6, 0.6, 0.62)


def handheld(seed: int, shake: float, pan: float = 0.0) -> Camera:
    """A camera that shakes and turns a little, and pans by so many pixels a frame."""
    chance = np.random.default_rng(seed).normal(size=(40, 3))

    def at(index: int) -> npt.NDArray[np.float64]:
        x, y, turn = chance[index]
        roll = 0.001 * shake * turn
        return np.array([[1.0, -roll, pan * index + shake * x], [roll, 1.0, shake * y], [0.0, 0.0, 1.0]])

    return at


def shifted(right: float, down: float) -> Camera:
    """A camera that stands elsewhere by so many pixels."""
    return lambda _index: np.array([[1.0, 0.0, right], [0.0, 1.0, down], [0.0, 0.0, 1.0]])


def plate_of(crowd: Crowd, *, cuts: tuple[int, ...] = ()) -> CrowdPlate:
    names = ("of the plate", "b.mov", "c.mov")
    passes = tuple(
        PlatePass(name, one.pixels.__getitem__) for name, one in zip(names, crowd.passes, strict=False)
    )
    return CrowdPlate(FrameRange(FIRST, FIRST + COUNT - 1), passes, cuts)


def gathered(crowd: Crowd, frame: int, order: tuple[int, ...] = ()) -> CrowdFrame:
    plate = plate_of(crowd)
    return Gathering(plate, align(plate), order).frame(frame)


def kept(crowd: Crowd, made: CrowdFrame, frame: int, reach: int = 6) -> bool:
    """Whether the plate's bits stand where nobody of another pass is within so many pixels."""
    near = crowd.touched[frame].copy()
    for _ in range(reach):
        grown = near.copy()
        grown[1:] |= near[:-1]
        grown[:-1] |= near[1:]
        grown[:, 1:] |= near[:, :-1]
        grown[:, :-1] |= near[:, 1:]
        near = grown
    return np.array_equal(made.picture[~near], crowd.passes[0].pixels[frame][~near])


def likeness(crowd: Crowd, made: CrowdFrame, frame: int) -> float:
    """What is left of the difference to the truth where others are, against the plate's own."""
    where = crowd.touched[frame]
    left = np.abs(made.picture - crowd.truth[frame])[where].mean()
    return float(left / np.abs(crowd.passes[0].pixels[frame] - crowd.truth[frame])[where].mean())


@pytest.fixture(scope="module")
def standing() -> Crowd:
    """Three passes of a camera that stands, the second 3 pixels beside and in other light."""
    return film(
        [
            Filming((Person(60, 120, 76, RED, shadow=0.4),)),
            Filming((Person(90, 132, 84, GREEN, shadow=0.4),), shifted(3, -2), (1.06, 1.05, 1.03)),
            Filming((Person(200, 116, 66, BLUE, 1.5, shadow=0.4),), gain=(0.95, 0.96, 0.97)),
        ],
        SIZE, COUNT,
    )  # fmt: skip


@pytest.fixture(scope="module")
def made(standing: Crowd) -> CrowdFrame:
    return gathered(standing, 1002)


def test_everybody_is_there_once_and_the_plate_keeps_its_bits_elsewhere(
    standing: Crowd, made: CrowdFrame
) -> None:
    assert kept(standing, made, 1002)
    assert likeness(standing, made, 1002) < 0.15
    covered = standing.passes[2].alpha[1002] > 0.99
    assert np.abs(made.picture - standing.truth[1002])[covered].mean() < 0.02


def test_mattes_are_near_the_true_ones_and_colours_are_premultiplied(
    standing: Crowd, made: CrowdFrame
) -> None:
    for number, most in ((0, 0.1), (2, 0.16)):
        alpha, truth = made.layers[number].alpha, standing.passes[number].alpha[1002]
        assert np.abs(alpha - truth).sum() < most * truth.sum()
        assert not made.layers[number].color[alpha == 0.0].any()
        assert ((alpha > 0.02) & (alpha < 0.98)).any()


def test_a_shadow_goes_with_its_person_as_black_that_covers(standing: Crowd, made: CrowdFrame) -> None:
    shade, truth = made.layers[2].shade, standing.passes[2].shade[1002]
    ground = standing.passes[2].alpha[1002] == 0.0
    deep = (truth < 0.75) & ground
    assert deep.sum() > 60 and np.abs(shade - truth)[deep].mean() < 0.08
    assert (shade[(truth == 1.0) & ground] > 0.99).mean() > 0.99
    rgba = made.layers[2].over_black()
    again = rgba[..., :3] + (1.0 - rgba[..., 3:]) * made.clean
    off = (again * np.float32((0.95, 0.96, 0.97)) - standing.passes[2].pixels[1002])[rgba[..., 3] > 0]
    assert np.abs(off).mean() < 0.015 and np.abs(off.mean(axis=0)).max() < 0.005


def test_a_pass_that_lies_by_whole_pixels_is_moved_by_whole_pixels(standing: Crowd, made: CrowdFrame) -> None:
    (shot,) = align(plate_of(standing))
    assert shot.still and shot.camera == {}
    assert np.array_equal(shot.onto(1, 1002), [[1.0, 0.0, -3.0], [0.0, 1.0, 2.0], [0.0, 0.0, 1.0]])
    assert np.array_equal(shot.onto(2, 1002), np.eye(3))
    solid = made.layers[2].alpha == 1.0
    ratio = standing.passes[2].pixels[1002][solid] / made.layers[2].color[solid]
    assert solid.sum() > 500 and np.ptp(ratio, axis=0).max() < 1e-4


def test_who_stands_lower_is_in_front_unless_an_order_is_given() -> None:
    crowd = film(
        [Filming((Person(60, 120, 76, RED),)), Filming((Person(78, 132, 84, GREEN),)), Filming(())],
        SIZE, COUNT,
    )  # fmt: skip
    plate = plate_of(crowd)
    alignment = align(plate)
    lower, other = (Gathering(plate, alignment, order).frame(1002) for order in ((), (1, 3, 2)))
    both = (crowd.passes[1].alpha[1002] > 0.99) & (crowd.passes[0].alpha[1002] > 0.99)
    both &= (lower.layers[0].alpha == 1.0) & (lower.layers[1].alpha == 1.0)
    assert both.sum() > 20
    assert np.array_equal(lower.picture[both], lower.layers[1].color[both])
    assert np.array_equal(other.picture[both], crowd.passes[0].pixels[1002][both])


def test_a_frame_has_the_same_bits_whichever_frames_were_made_before(
    standing: Crowd, made: CrowdFrame
) -> None:
    plate = plate_of(standing)
    gathering = Gathering(plate, read(written(align(plate))))
    gathering.frame(1004)
    again = gathering.frame(1002)
    assert np.array_equal(again.picture, made.picture)
    assert np.array_equal(again.layers[1].over_black(), made.layers[1].over_black())


@pytest.mark.parametrize("pan", [0.0, 4.0])
def test_a_camera_that_shakes_or_pans_alike_in_each_pass_is_followed(pan: float) -> None:
    crowd = film(
        [
            Filming((Person(70, 120, 76, RED),), handheld(1, 0.8, pan)),
            Filming((Person(130, 130, 80, WHITE, 2.0),), handheld(2, 0.8, pan), (1.04, 1.04, 1.02)),
            Filming((Person(190, 124, 70, BLUE, -2.0),), handheld(3, 0.8, pan)),
        ],
        SIZE, COUNT,
    )  # fmt: skip
    result = gathered(crowd, 1003)
    assert kept(crowd, result, 1003)
    assert likeness(crowd, result, 1003) < 0.25
    assert result.never_seen.mean() < 0.02


def test_people_who_stand_still_in_two_passes_leave_a_clean_background() -> None:
    crowd = film([Filming((Person(70, 120, 76, RED),)), Filming((Person(180, 130, 84, GREEN),))], SIZE, COUNT)
    result = gathered(crowd, 1002)
    assert np.abs(result.clean - crowd.clean[1002]).mean() < 0.006
    assert likeness(crowd, result, 1002) < 0.15


def test_a_background_that_nobody_saw_is_marked() -> None:
    people = [Filming((Person(120, 120, 76, color),)) for color in (RED, WHITE)]
    crowd = film(people, SIZE, COUNT)
    hidden = crowd.passes[0].alpha[1002] > 0.99
    assert gathered(crowd, 1002).never_seen[hidden].mean() > 0.4
    seen = film([Filming((Person(60, 120, 76, RED),)), Filming(()), Filming(())], SIZE, COUNT)
    assert not gathered(seen, 1002).never_seen.any()


def test_a_pass_of_another_place_is_refused_by_its_name(standing: Crowd) -> None:
    plate = plate_of(standing)
    other = PlatePass(
        "c.mov", lambda frame: np.ascontiguousarray(standing.passes[2].pixels[frame][::-1, ::-1])
    )
    with pytest.raises(BadInput, match=r"c\.mov does not lie on the plate") as refusal:
        align(replace(plate, passes=(*plate.passes[:2], other)))
    assert refusal.value.problem.where == "references[1]"
    small = PlatePass("b.mov", lambda frame: standing.passes[1].pixels[frame][:100])
    with pytest.raises(BadPicture, match=r"b\.mov is 256x100"):
        align(replace(plate, passes=(plate.passes[0], small)))


def test_each_side_of_a_cut_has_a_background_of_its_own(standing: Crowd) -> None:
    plate = plate_of(standing, cuts=(1003,))

    def turned(number: int, frame: int) -> Pixels:
        pixels = standing.passes[number].pixels[frame]
        return np.ascontiguousarray(pixels[:, ::-1]) if frame >= 1003 else pixels

    passes = tuple(
        replace(one, picture=lambda frame, number=number: turned(number, frame))
        for number, one in enumerate(plate.passes)
    )
    cut = replace(plate, passes=passes)
    gathering = Gathering(cut, align(cut))
    before, after = gathering.frame(1002).clean, gathering.frame(1003).clean
    assert np.abs(after[:, ::-1] - standing.clean[1003]).mean() < 0.01
    assert np.abs(before - standing.clean[1002]).mean() < 0.01


def test_lamps_and_values_below_zero_stay(standing: Crowd) -> None:
    pixels = [dict(one.pixels) for one in standing.passes]
    for frames in pixels:
        for frame, picture in frames.items():
            moved = (3, -2) if frames is pixels[1] else (0, 0)
            frames[frame] = picture.copy()
            frames[frame][10 - moved[1] : 13 - moved[1], 10 - moved[0] : 13 - moved[0]] = 60000.0
            frames[frame][10 - moved[1], 20 - moved[0]] = -0.5
    plate = plate_of(standing)
    passes = tuple(
        replace(one, picture=frames.__getitem__) for one, frames in zip(plate.passes, pixels, strict=True)
    )
    bright = replace(plate, passes=passes)
    result = Gathering(bright, align(bright)).frame(1002)
    assert (result.picture[11, 11] == 60000.0).all() and (result.picture[10, 20] == -0.5).all()
    assert all(np.isfinite(layer.over_black()).all() for layer in result.layers)


def test_a_foot_that_is_lifted_for_a_frame_leaves_its_person_where_it_stands() -> None:
    stands = np.zeros((40, 40), np.bool_)
    stands[10:30, 10:16] = True
    steps = stands.copy()
    steps[24:30] = False
    lines = ground_lines(steps, [stands, stands, stands, stands])
    assert set(np.unique(lines)) == {-1.0, 30.0}
    assert ground_lines(steps, [])[20, 12] == 24.0


def test_an_order_names_every_pass_once() -> None:
    assert read_order("2, 3 1", 3) == (2, 3, 1) and read_order(" ", 3) == ()
    for text in ("1 2", "1 2 2", "1 2 4", "front"):
        with pytest.raises(OutOfRange, match="each of 3 passes once"):
            read_order(text, 3)


def test_an_alignment_that_was_written_is_read_to_the_last_bit() -> None:
    moved = np.array([[1.0, 0.1, 1 / 3], [0.0, 1.0, -2.5], [1e-7, 0.0, 1.0]])
    shot = ShotAlignment(FrameRange(-2, 3), (None, np.eye(3)), ({-2: moved}, {}), {3: moved})
    (again,) = read(written((shot,)))
    assert again.frames == shot.frames and again.locked[0] is None
    assert np.array_equal(again.passes[0][-2], moved) and np.array_equal(again.camera[3], moved)


def test_the_method_gives_the_channels_it_names_and_needs_a_pass(standing: Crowd) -> None:
    method = CrowdFromPasses()
    plate = plate_of(standing)
    footage = replace(
        footage_of(standing.passes[0].pixels), frames=plate.frames, passes=plate.passes[1:],
        settings=FrozenMap({"order": ""}),
    )  # fmt: skip
    frame = method.load(footage).frame(1002)
    channels = beside(method, 3)
    assert frame.shape == (*SIZE, 4 + len(channels)) and frame.dtype == np.float32
    assert np.array_equal(frame[..., 4 + channels.index("pass_3.A")] > 0, frame[..., 4 + 11] > 0)
    assert (frame[..., 3] == 1.0).all()
    with pytest.raises(NothingSelected, match="no other pass"):
        method.load(replace(footage, passes=()))
    more = method.cost_of_passes(1920, 1080, 8)
    assert more.seconds > method.cost(1920, 1080).seconds and more.memory > method.cost(1920, 1080).memory


def test_dark_clothes_are_no_shadow() -> None:
    dark = Person(170, 128, 96, (0.05, 0.05, 0.06), shadow=0.4)
    crowd = film([Filming((Person(60, 120, 76, RED),)), Filming((dark,)), Filming(())], SIZE, COUNT)
    result = gathered(crowd, 1002)
    inside = crowd.passes[1].alpha[1002] > 0.99
    assert (result.layers[1].alpha[inside] > 0.9).mean() > 0.97


def test_somebody_in_dark_clothes_leaves_others_thresholds_as_they_are() -> None:
    black = (0.05, 0.05, 0.06)
    crowd = film(
        [
            Filming((Person(94, 124, 90, black, 1.0, shadow=0.4), Person(176, 124, 90, BLUE, -1.0))),
            Filming((Person(36, 130, 90, WHITE, shadow=0.4), Person(28, 134, 90, RED, -0.5))),
            Filming((Person(66, 130, 90, GREEN, 1.5, shadow=0.4), Person(206, 102, 50, WHITE, 1.0))),
        ],
        SIZE, COUNT,
    )  # fmt: skip
    for frame in (1001, 1002, 1003, 1004):
        made = gathered(crowd, frame)
        assert kept(crowd, made, frame)
    behind = (crowd.passes[0].alpha[1001] > 0.99) & (crowd.passes[2].shade[1001] == 1.0)
    off = np.abs(made.clean - crowd.clean[1004])[behind].max(axis=1)
    assert behind.sum() > 1000 and (off > 0.05).mean() < 0.01


def test_ground_that_two_passes_shade_and_one_shows_is_without_shadow() -> None:
    crowd = film(
        [
            Filming((Person(120, 240, 152, RED, shadow=0.4),)),
            Filming((Person(176, 242, 152, GREEN, shadow=0.4),)),
            Filming((Person(400, 232, 132, BLUE, 3.0, shadow=0.4),)),
        ],
        (288, 512), COUNT,
    )  # fmt: skip
    made = gathered(crowd, 1002)
    both = (crowd.passes[0].shade[1002] < 0.85) & (crowd.passes[1].shade[1002] < 0.85)
    both &= (crowd.passes[0].alpha[1002] == 0.0) & (crowd.passes[1].alpha[1002] == 0.0)
    off = np.abs(made.clean / crowd.clean[1002] - 1.0)[both].mean()
    assert both.sum() > 200 and off < 0.1
