"""A `.chan` is the camera that wrote it, whatever its units, order and apertures; other text is none."""

from __future__ import annotations

from math import atan, degrees

import pytest

from secondunit.wire import Format, FrameRange, errors
from secondunit.wire.chan import ChanScene, read_chan
from secondunit.wire.rotation import ORDERS, rotation_of

HD = Format(1920, 1080)
#: Three frames as Nuke writes them: tabs, and the field of view of 18.672 mm behind 50 mm.
NUKE = (
    "1001\t0.5\t170\t800\t-5\t0\t0\t21.152953\n"
    "1002\t1.5\t171\t799\t-5.1\t2\t0.3\t21.152953\n"
    "1003\t2.5\t172\t798\t-5.2\t4\t0.6\t21.152953\n"
)


def test_a_chan_of_nuke_is_its_camera_in_metres() -> None:
    track = read_chan(NUKE, ChanScene(scale=0.01, back=24.576, tall=18.672), HD, label="shotcam")
    assert (track.first, len(track), track.label) == (1001, 3, "shotcam")
    assert track.focal == (pytest.approx(50.0, abs=1e-4),) and track.back == (24.576,)
    seen = track.sample(1003)
    assert (seen.x, seen.y, seen.z) == pytest.approx((0.025, 1.72, 7.98))
    assert (seen.rx, seen.ry, seen.rz) == pytest.approx((-5.2, 4.0, 0.6), abs=1e-6)


def test_without_apertures_the_field_of_view_is_that_of_the_picture() -> None:
    track = read_chan(NUKE, ChanScene(), HD)
    frame_high = 36.0 * 1080 / 1920
    assert degrees(2 * atan(0.5 * frame_high / track.focal[0])) == pytest.approx(21.152953, abs=1e-5)
    squeezed = read_chan(NUKE, ChanScene(), Format(1920, 1607, 2.0))
    assert degrees(2 * atan(0.5 * 36.0 * 1607 / 3840 / squeezed.focal[0])) == pytest.approx(
        21.152953, abs=1e-5
    )


@pytest.mark.parametrize("order", ORDERS)
def test_any_order_of_rotations_is_the_same_camera(order: str) -> None:
    track = read_chan("1 0 0 0 -20 130 7 40", ChanScene(order=order), HD)
    seen = track.sample(1)
    for row, other in zip(
        rotation_of(seen.rx, seen.ry, seen.rz), rotation_of(-20.0, 130.0, 7.0, order), strict=True
    ):
        assert row == pytest.approx(other, abs=1e-7)


def test_a_chan_without_a_lens_takes_the_one_that_is_said() -> None:
    bare = "# frame tx ty tz rx ry rz\n\n1.0, 0, 1.6, 5, 0, 0, 0\n2.0, 0, 1.6, 4, 0, 0, 0\n"
    assert read_chan(bare, ChanScene(focal=27.0), HD).focal == (27.0,)
    with pytest.raises(errors.MissingField, match="does not say the lens"):
        read_chan(bare, ChanScene(), HD)


def test_of_a_long_chan_the_shots_frames_and_one_around_them_are_taken() -> None:
    text = "\n".join(f"{frame} {frame} 0 0 0 0 0 40" for frame in range(2000, 0, -1))
    track = read_chan(text, ChanScene(), HD, FrameRange(1001, 1010))
    assert (track.first, len(track)) == (1000, 12) and track.sample(1010).x == 1010.0


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [
        ("", errors.EmptyFrames, "holds no frame"),
        ("Camera {\n}\n", errors.BadValue, "Line 1"),
        ("1 0 0 0 0 0", errors.BadValue, "Line 1"),
        ("1 0 0 0 0 0 0 40\n2 0 nan 0 0 0 0 40", errors.BadValue, "Line 2"),
        ("1.5 0 0 0 0 0 0 40", errors.BadValue, "no frame of a shot"),
        ("1e300 0 0 0 0 0 0 40", errors.BadValue, "no frame of a shot"),
        ("1 0 0 0 0 0 0 40\n1 0 0 0 0 0 0 40", errors.BadValue, "twice"),
        ("1 0 0 0 0 0 0 40\n4 0 0 0 0 0 0 40", errors.MissingFrames, "Frame 2"),
        ("1 0 0 0 0 0 0 180", errors.OutOfRange, "field of view"),
        ("1 1e30 0 0 0 0 0 40", errors.OutOfRange, "place"),
        ("\n".join(f"{n} 0 0 0 0 0 0 40" for n in range(10_001)), errors.TooManyFrames, "10,001"),
    ],
)
def test_what_is_no_camera_is_refused_with_its_line(
    text: str, kind: type[errors.SecondUnitError], says: str
) -> None:
    with pytest.raises(kind) as refusal:
        read_chan(text, ChanScene(), HD)
    assert says in refusal.value.problem.message and refusal.value.problem.remedy


def test_a_chan_of_other_frames_and_a_unit_that_is_none_are_refused() -> None:
    with pytest.raises(errors.MissingFrames, match="none of the frames"):
        read_chan(NUKE, ChanScene(), HD, FrameRange(1, 10))
    with pytest.raises(errors.OutOfRange, match="for centimetres"):
        ChanScene(scale=0.0)
