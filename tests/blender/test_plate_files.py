"""A plate that is chosen on disk, in real Blender: a folder, a file of it, or a sentence why it is none."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from secondunit.wire import FrameRange, Plate, decode


@pytest.fixture(scope="module")
def found(blender: Any, tools: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    place: Path = tmp_path_factory.mktemp("plate files ü")
    grey = np.full((36, 64, 3), 0.2, np.float32)
    for frame in range(1001, 1007):
        tools.write_exr(place / "one" / f"sh010_bg.{frame}.exr", grey)
        tools.write_exr(place / "two" / f"bg_v1.{frame}.exr", grey)
        tools.write_exr(place / "two" / f"bg_v2.{frame}.exr", grey)
    for name in ("none", "movie"):
        (place / name).mkdir()
    (place / "one" / "notes.txt").write_text("the plate")
    (place / "one" / ".sh010_bg.1001.exr.partial").write_text("")
    with av.open(str(place / "movie" / "take 3.mp4"), "w") as movie:
        stream = movie.add_stream("libx264", rate=Fraction(24))
        stream.width, stream.height, stream.pix_fmt = 64, 36, "yuv420p"
        for _ in range(5):
            picture = np.full((36, 64, 3), 90, np.uint8)
            movie.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        movie.mux(stream.encode(None))
    return blender.run("plate_files", place)


def test_a_folder_with_one_sequence_is_the_plate_at_its_own_frames_as_one_undo_step(found: Any) -> None:
    answer = found["folder"]
    plate = decode(Plate, answer["plate"])
    assert answer["outcome"] == ["FINISHED"] and answer["source"] == "clip:sh010_bg.1001.exr"
    assert plate.path.endswith("one/sh010_bg.%04d.exr") and plate.frames == FrameRange(1001, 1006)
    assert answer["steps"] == ["Second Unit: plate sh010_bg.1001.exr"]
    assert "<second_unit.plate_files>" in found["shown"]


def test_a_folder_that_is_chosen_again_is_loaded_once(found: Any) -> None:
    assert found["again"] == ["FINISHED"] and found["clips"] == 1


def test_where_the_shot_has_other_frames_the_plate_begins_with_the_shot(found: Any) -> None:
    plate = decode(Plate, found["elsewhere"]["plate"])
    assert plate.frames == FrameRange(1, 6) and plate.file_frame(1) == 1001


def test_any_file_of_a_sequence_stands_for_all_of_it(found: Any) -> None:
    plate = decode(Plate, found["file"]["plate"])
    assert plate.path.endswith("two/bg_v2.%04d.exr") and plate.frames == FrameRange(1001, 1006)


def test_a_movie_with_a_number_in_its_name_is_one_file(found: Any) -> None:
    plate = decode(Plate, found["movie"]["plate"])
    assert plate.path.endswith("take 3.mp4") and plate.frames == FrameRange(998, 1002)


def test_what_is_not_clear_is_a_sentence_that_says_what_to_do(found: Any) -> None:
    for name, words in (
        ("two", "two has 2 sequences: bg_v1.%04d.exr, bg_v2.%04d.exr."),
        ("none", "There are no pictures and no movie in none."),
        ("gone", "The file is not there."),
    ):
        answer = found[name]
        assert answer["outcome"] == ["CANCELLED"] and answer["message"] == words
        assert answer["remedy"] and answer["clips"] == 0 and not answer["steps"]
