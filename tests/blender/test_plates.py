"""A plate read from Blender: the right files for the right frames, exact rate, size and colour."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from secondunit.wire import Plate, decode


@pytest.fixture(scope="module")
def found(blender: Any, tools: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    place: Path = tmp_path_factory.mktemp("plates é")
    for frame in range(1001, 1011):
        tools.write_exr(
            place / "seq" / f"sh010_v2.{frame}.exr", np.full((36, 64, 3), frame / 4000, np.float32)
        )
    tools.write_exr(place / "still.exr", np.ones((36, 64, 4), np.float32))
    with av.open(str(place / "clip.mp4"), "w") as movie:
        stream = movie.add_stream("libx264", rate=Fraction(25))
        stream.width, stream.height, stream.pix_fmt = 64, 36, "yuv420p"
        for number in range(12):
            picture = np.full((36, 64, 3), number * 20, np.uint8)
            movie.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        movie.mux(stream.encode(None))
    answer = blender.run(
        "plates",
        place / "seq" / "sh010_v2.%04d.exr",
        place / "still.exr",
        place / "clip.mp4",
        place / "rendered",
    )
    return {**answer, "place": place}


def plate(found: Any, name: str) -> Plate:
    return decode(Plate, found[name])


def number(found: Any, name: str, frame: int) -> str:
    """The name of the file that holds a frame of the shot."""
    one = plate(found, name)
    return Path(one.path % one.file_frame(frame)).name


def test_a_clip_numbered_otherwise_gives_the_file_blender_shows(found: Any) -> None:
    one = plate(found, "clip")
    assert one.frames.first == 101
    assert number(found, "clip", 101) == "sh010_v2.1003.exr"
    assert str(one.rate) == "24000/1001"
    assert (one.format.width, one.format.height) == (64, 36)
    assert one.colorspace.name == "ACEScg"
    assert one.view == "AgX"
    assert one.colorspace.config.endswith("config.ocio") and Path(one.colorspace.config).is_file()
    assert found["clip sources"][-1] == ["render:", True]


def test_the_shot_is_exact_and_follows_the_percentage(found: Any) -> None:
    assert found["shot"] == ["24000/1001", {"width": 64, "height": 36}, "101-104"]
    assert found["half"] == {"width": 32, "height": 18, "pixel_aspect": 2.0}


def test_movies_count_their_frames_from_nought(found: Any) -> None:
    clip = plate(found, "movie clip")
    assert (str(clip.frames), clip.file_frame(1)) == ("1-12", 0)
    strip = plate(found, "movie strip")
    assert (str(strip.frames), strip.file_frame(23)) == ("23-31", 3)


def test_strips_carry_their_trims(found: Any) -> None:
    assert str(plate(found, "strip").frames) == "50-53"
    assert number(found, "strip", 50) == "sh010_v2.1002.exr"
    assert str(plate(found, "trimmed strip").frames) == "51-52"
    assert number(found, "trimmed strip", 51) == "sh010_v2.1003.exr"


def test_a_strip_with_a_hole_is_refused_with_the_file_s_name(found: Any) -> None:
    assert found["broken strip"]["code"] == "frames.missing"
    assert "1009" in found["broken strip"]["message"]


def test_background_pictures_and_nodes_carry_their_own_frames(found: Any) -> None:
    one = plate(found, "background")
    assert str(one.frames) == "11-14"
    assert number(found, "background", 11) == "sh010_v2.1004.exr"
    assert found["too long"]["code"] == "frames.missing"
    assert plate(found, "still").path.endswith("still.exr")
    assert len(found["many sources"]) == 4
    assert found["matte"]["path"].endswith("still.exr")


def test_what_is_gone_is_said(found: Any) -> None:
    assert found["gone"]["code"] == "host.nothing_selected"


def test_a_render_becomes_the_plate_and_leaves_the_artist_s_settings(found: Any, tools: Any) -> None:
    assert found["not rendered"]["code"] == "host.nothing_selected"
    assert found["not rendered"]["remedy"]
    assert found["render said"] == [""]
    one = plate(found, "render")
    assert (str(one.frames), one.colorspace.name) == ("7-9", "Linear Rec.709")
    assert tools.read_exr(Path(one.path % 8)).shape[:2] == (18, 32)
    assert found["render left alone"]
    assert found["rendered sources"] == [["render:", False]]
    assert found["render out of date"]["code"] == "host.nothing_selected"
