"""Speed curves: which place of a plate each frame of a retime shows, and how that crosses a process."""

from __future__ import annotations

from dataclasses import replace

import pytest

from secondunit.wire import (
    Brief,
    Format,
    FrameRange,
    Rate,
    Retime,
    SpeedKey,
    Task,
    brief_digest,
    dumps,
    loads,
)
from secondunit.wire.digest import canonical_brief
from secondunit.wire.errors import OutOfRange, WrongType
from secondunit.wire.retime import plate_place, plate_speed
from secondunit.wire.speed import place_at, read_keys
from secondunit.wire.speed_curve import keys_of, read_curve

FRAMES = FrameRange(1001, 1049)
RAMP = (SpeedKey(1001, 1001), SpeedKey(1025, 1013), SpeedKey(1049, 1061))


@pytest.fixture
def brief() -> Brief:
    """A brief of one shot."""
    return Brief("nova", "sh010", "slow", FRAMES, Rate(24), Format(64, 36))


def test_a_speed_says_places_from_the_first_frame_on_whole_where_they_are_frames_of_the_plate() -> None:
    assert [plate_place(Retime(2), FRAMES, frame) for frame in (1001, 1002, 1003)] == [1001, 1001.5, 1002]
    third = [plate_place(Retime(3), FRAMES, frame) for frame in (1004, 1007, 1049)]
    assert third == [1002, 1003, 1017] and all(place.is_integer() for place in third)
    assert plate_place(Retime(0.5), FRAMES, 1011) == 1021
    assert plate_speed(Retime(0.5), FRAMES, 1011) == pytest.approx(2.0)


def test_a_curve_passes_its_keys_is_straight_between_them_and_stands_still_beyond() -> None:
    places = [place_at(RAMP, frame) for frame in (1001, 1013, 1025, 1037, 1049)]
    assert places == [1001, 1007, 1013, 1037, 1061]
    assert (place_at(RAMP, 900), place_at(RAMP, 2000)) == (1001, 1061)
    assert place_at(RAMP[:1], 1030) == 1001, "one key holds a frame"


def test_a_smooth_curve_passes_its_keys_without_a_jolt_and_never_beyond_them() -> None:
    def at(frame: float) -> float:
        return place_at(RAMP, frame, smooth=True)

    assert [at(key.frame) for key in RAMP] == [key.plate for key in RAMP]
    before, after = at(1025) - at(1024.99), at(1025.01) - at(1025)
    assert before == pytest.approx(after, rel=0.01)
    held = (SpeedKey(1, 10), SpeedKey(9, 10), SpeedKey(12, 30), SpeedKey(20, 5))
    path = [place_at(held, 1 + step / 8, smooth=True) for step in range(19 * 8 + 1)]
    assert path[: 8 * 8 + 1] == [10.0] * 65 and max(path) == 30 and min(path) == 5


def test_it_crosses_a_process_and_a_brief_that_says_it_has_a_digest_of_its_own(brief: Brief) -> None:
    retime = Retime(keys=RAMP, smooth=True, shutter=180)
    asked = replace(brief, task=Task.RETIME, provider="methods", kind="", retime=retime)
    assert loads(Brief, dumps(asked)) == asked
    assert canonical_brief(asked).startswith("{") and '"schema":5' in canonical_brief(asked)
    others = [Retime(keys=RAMP, shutter=180), Retime(2), Retime(0.5), Retime(0.5, shutter=90), Retime()]
    digests = {brief_digest(replace(asked, retime=other)) for other in (retime, *others)}
    assert len(digests) == 1 + len(others)
    assert '"schema":2' in canonical_brief(replace(asked, retime=Retime(2))), "as it was before curves"


def test_what_is_no_curve_is_refused_with_its_place() -> None:
    with pytest.raises(WrongType, match="no key"):
        read_keys("1001=1001, 1049")
    with pytest.raises(OutOfRange, match="1003") as caught:
        Retime(keys=(SpeedKey(1005, 1), SpeedKey(1003, 2)))
    assert caught.value.problem.where == "keys"
    with pytest.raises(OutOfRange, match="same"):
        Retime(2, RAMP)
    with pytest.raises(OutOfRange, match="degrees"):
        Retime(shutter=400)
    with pytest.raises(OutOfRange):
        SpeedKey(1, float("nan"))


def test_only_a_retime_has_a_speed(brief: Brief) -> None:
    with pytest.raises(OutOfRange, match="Only a retime"):
        replace(brief, task=Task.ELEMENT, retime=Retime(shutter=90))


def test_speeds_run_from_their_frame_on_and_come_to_places() -> None:
    keys = keys_of(read_curve("1001=100%, 1025=25%, 1037=-50%"), FRAMES)
    assert keys == (SpeedKey(1001, 1001), SpeedKey(1025, 1025), SpeedKey(1037, 1028), SpeedKey(1049, 1022))
    speeds = [plate_speed(Retime(keys=keys), FRAMES, frame) for frame in (1010, 1030, 1045)]
    assert speeds == pytest.approx([1.0, 0.25, -0.5])


def test_until_the_first_change_it_runs_as_the_plate_and_a_change_past_the_end_is_left_out() -> None:
    assert keys_of(read_curve("1025=50%, 1060=0%"), FRAMES) == (
        SpeedKey(1001, 1001), SpeedKey(1025, 1025), SpeedKey(1049, 1037),
    )  # fmt: skip
    assert keys_of(read_curve("2000=50%"), FRAMES) == (SpeedKey(1001, 1001), SpeedKey(1049, 1049))
    assert keys_of(read_curve("901=200%"), FRAMES)[-1] == SpeedKey(1049, 1197)


def test_thirds_stay_places_that_are_whole_where_they_are_frames_of_the_plate() -> None:
    retime = Retime(keys=keys_of(read_curve("1001=33.333333333%"), FRAMES))
    assert plate_place(retime, FRAMES, 1004) == 1002 and plate_place(retime, FRAMES, 1049) == 1017


@pytest.mark.parametrize(
    ("text", "error"),
    [("1001=1001, 1025=25%", WrongType), ("1001=fast%", WrongType), ("1025=50%, 1001=25%", OutOfRange),
     ("1001=inf%", OutOfRange), ("1001=1001 1002", WrongType)],
)  # fmt: skip
def test_a_curve_that_cannot_be_is_a_sentence(text: str, error: type[Exception]) -> None:
    with pytest.raises(error) as refused:
        read_curve(text)
    assert refused.value.problem.remedy
