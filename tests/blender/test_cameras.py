"""A camera of a scene is read as Blender sees through it, frame by frame, and the scene is left as it was."""

from __future__ import annotations

from typing import Any

import pytest

from secondunit.elements.optics.shot import ShotView
from secondunit.wire import CameraTrack, Format, FrameRange, decode

POINTS = ((0.0, 3.0, 0.0), (1.5, 6.0, 2.0), (-2.0, 4.0, 0.5))
FITS = [
    f"{fit} {shape}" for fit in ("AUTO", "HORIZONTAL", "VERTICAL") for shape in ("wide", "tall", "squeezed")
]


@pytest.fixture(scope="module")
def seen(blender: Any) -> Any:
    return blender.run("cameras")


@pytest.mark.parametrize("name", ["still", "rig", *FITS, "centimetres"])
def test_a_point_of_the_scene_is_where_blender_sees_it_within_a_fiftieth_of_a_pixel(
    seen: Any, name: str
) -> None:
    answer = seen[name]
    track, format = decode(CameraTrack, answer["view"]["track"]), decode(Format, answer["format"])
    assert track.first == 1000 and track.label == "Camera"
    shot = ShotView(format, track, FrameRange(1001, 1040))
    scale = 0.01 if name == "centimetres" else 1.0
    for frame, places in answer["points"].items():
        for (x, y, z), (across, up, depth) in zip(POINTS, places, strict=True):
            u, v, deep = shot.at(int(frame)).see(scale * x, scale * z, -scale * y)
            assert abs(u - across) * format.width < 0.02 and abs(v - up) * format.height < 0.02
            assert deep == pytest.approx(scale * depth, rel=1e-4)


def test_the_scene_stays_at_its_frame_and_nobody_hears_of_the_others(seen: Any) -> None:
    for name, answer in seen.items():
        if name != "flat":
            assert answer["frame"] == 1009 and answer["untouched"], name


def test_a_camera_that_does_not_move_is_one_sample(seen: Any) -> None:
    assert decode(CameraTrack, seen["still"]["view"]["track"]).still
    assert len(decode(CameraTrack, seen["rig"]["view"]["track"])) == 42
    assert not seen["rig"]["view"].get("remarks")


def test_a_camera_without_perspective_has_no_track_and_says_so(seen: Any) -> None:
    assert "track" not in seen["flat"] and "perspective" in seen["flat"]["remarks"][0]
