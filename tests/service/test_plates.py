"""Footage looked at by its path, and what may be asked of whom."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.wire import CapabilityList, Estimate, Format, FrameRange, Plate, Rate, Reference, Task, loads
from secondunit.wire.timecode import Timecode

from ..stills import write_sequence


def frames(folder: Path, numbers: tuple[int, ...], name: str = "plate", **more: Any) -> Path:
    picture = Picture.of(np.zeros((18, 32, 3), np.float32), format=Format(32, 18, 2.0))
    for number in numbers:
        write_exr(folder / f"{name}.{number:04d}.exr", picture, **more)
    return folder


def look(api: Any, path: Path | str) -> Any:
    return api.client.post("/v1/plates", content=json.dumps({"path": str(path)}))


def plate(api: Any, path: Path | str) -> Plate:
    answer = look(api, path)
    assert answer.status_code == 200, answer.text
    return loads(Plate, answer.content)


def test_a_pattern_a_folder_and_any_frame_name_the_same_sequence(api: Any, tmp_path: Path) -> None:
    folder = frames(tmp_path / "é plates", (998, 999, 1000, 1001), rate=Rate(24000, 1001),
                    timecode=Timecode.parse("01:00:00:00"))  # fmt: skip
    (folder / ".hidden.exr").touch()
    (folder / "notes.txt").touch()
    found = plate(api, folder / "plate.%04d.exr")
    assert (found.frames, found.rate, found.format) == (
        FrameRange(998, 1001), Rate(24000, 1001), Format(32, 18, 2.0),
    )  # fmt: skip
    assert found.path == str(folder / "plate.%04d.exr") and found.first_in_file is None
    assert found.colorspace.name == "" and found.timecode == "01:00:00:00"
    for other in (folder / "plate.####.exr", folder, folder / "plate.0999.exr"):
        assert plate(api, other) == found


def test_a_space_is_said_only_where_the_files_say_it(api: Any, tmp_path: Path) -> None:
    told = {"colorspace": "ACEScg", "config": "/gone.ocio", "view": "Un-tone-mapped"}
    found = plate(api, frames(tmp_path / "ours", (1, 2), provenance=told))
    assert (found.colorspace.name, found.colorspace.config, found.view) == ("ACEScg", "", "Un-tone-mapped")
    assert plate(api, frames(tmp_path / "others", (1, 2))).colorspace.name == ""


def test_a_still_is_one_frame_whatever_its_name_ends_in(api: Any, tmp_path: Path) -> None:
    folder = frames(tmp_path, (7,), "still_v003")
    found = plate(api, folder / "still_v003.0007.exr")
    assert found.path.endswith("still_v003.0007.exr") and found.frames == FrameRange(7, 7)
    write_exr(tmp_path / "sky.exr", Picture.of(np.zeros((4, 4, 3), np.float32)))
    assert len(plate(api, tmp_path / "sky.exr").frames) == 1


@pytest.mark.parametrize("ending", ["png", "tif", "dpx", "jpg"])
def test_sequences_and_stills_of_code_values_are_plates_too(api: Any, tmp_path: Path, ending: str) -> None:
    pattern = write_sequence(tmp_path / "seq", ending, range(1001, 1004))
    found = plate(api, tmp_path / "seq" / f"plate.1002.{ending}")
    assert (found.path, found.frames) == (pattern, FrameRange(1001, 1003))
    assert found.format == Format(64, 36) and found.colorspace.name == ""
    assert plate(api, tmp_path / "seq") == found
    only = write_sequence(tmp_path / "still", ending, range(1, 2)).replace("%04d", "0001")
    assert len(plate(api, only).frames) == 1


def test_what_no_red_green_and_blue_can_be_made_of_is_refused_in_words(api: Any, tmp_path: Path) -> None:
    Image.new("CMYK", (8, 8)).save(tmp_path / "print.jpg")
    answer = look(api, tmp_path / "print.jpg")
    assert answer.status_code == 422 and answer.json()["code"] == "picture.bad"
    assert "CMYK" in answer.json()["message"] and answer.json()["remedy"]


def test_a_movie_has_its_frames_rate_and_space(api: Any, tmp_path: Path) -> None:
    path = tmp_path / "shot.mp4"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 36, "yuv420p"
        for _ in range(9):
            for packet in stream.encode(av.VideoFrame.from_ndarray(np.zeros((36, 64, 3), np.uint8))):
                out.mux(packet)
        for packet in stream.encode():
            out.mux(packet)
    found = plate(api, path)
    assert (len(found.frames), found.rate, found.format) == (9, Rate(25), Format(64, 36))
    assert found.colorspace.name == "sRGB - Texture" or "sRGB" in found.colorspace.name
    assert plate(api, tmp_path) == found


def test_what_cannot_be_a_plate_is_refused_in_a_sentence(api: Any, tmp_path: Path) -> None:
    frames(tmp_path / "gaps", (1, 2, 5))
    frames(frames(tmp_path / "two", (1, 2), "a"), (1, 2), "b")
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.txt").write_text("no")
    (tmp_path / "torn.exr").write_bytes(b"\x76\x2f\x31\x01")
    (tmp_path / "torn.mov").write_bytes(b"no movie")
    for path, status, code, words in (
        (tmp_path / "gaps", 422, "frames.missing", "3-4"),
        (tmp_path / "two", 422, "input.bad", "a.####.exr, b.####.exr"),
        (tmp_path / "empty", 422, "not_found", "holds no frames"),
        (tmp_path / "nowhere.%04d.exr", 422, "not_found", "nowhere"),
        (tmp_path / "nowhere", 422, "not_found", "nowhere"),
        (tmp_path / "nowhere.mov", 422, "not_found", ""),
        (tmp_path / "text.txt", 422, "input.bad", "no footage"),
        (tmp_path / "torn.exr", 422, "picture.damaged", "torn.exr"),
        (tmp_path / "torn.mov", 422, "picture.damaged", "torn.mov"),
        ("plate.%04d.exr", 422, "", "whole path"),
        ("", 422, "", "no path"),
    ):
        answer = look(api, path)
        problem = answer.json()
        assert answer.status_code == status and words in problem["message"], (path, answer.text)
        assert not code or problem["code"] == code, problem


def test_every_provider_says_its_limits_and_that_nothing_leaves(api: Any) -> None:
    onboard, *methods, comp = loads(CapabilityList, api.client.get("/v1/capabilities").content).capabilities
    assert (onboard.provider, onboard.made_by, onboard.leaves) == ("onboard", "simulated", False)
    assert onboard.kinds == tuple(kind["name"] for kind in api.client.get("/v1/kinds").json()["kinds"])
    assert onboard.terms == "Simulated on this machine; nothing leaves it."
    limits = {limit.label: limit.text for limit in onboard.limits}
    assert limits["Frames"] == "1 to 100,000" and "32,768" in limits["Sides"] and "GB" in limits["Memory"]
    assert onboard.references == 0 and onboard.prompt == 10_000
    assert (comp.provider, comp.made_by, comp.leaves, comp.tasks) == ("comp", "comp", False, (Task.VIDEO,))
    assert comp.terms.startswith("Nothing leaves this machine")
    assert {method.provider for method in methods} == {"methods"} and not any(one.leaves for one in methods)
    assert all("nothing leaves it" in method.terms and method.licences for method in methods)


def test_references_that_nobody_uses_are_a_warning(api: Any, make_brief: Callable[..., Any]) -> None:
    def warnings(**more: Any) -> tuple[str, ...]:
        estimate = loads(Estimate, api.post("/v1/estimate", make_brief(**more)).content)
        assert not estimate.problems
        return estimate.warnings

    assert warnings() == ()
    one = Reference("/nowhere/fog.jpg")
    assert warnings(references=(one,)) == (
        "The provider onboard takes no references: the one given is not used.",
    )
    assert "the 2 given are not used" in warnings(references=(one, Reference("/b.jpg", "subject")))[0]


@pytest.mark.parametrize(
    "body", ["{}", "[]", '{"path": 3}', '{"path": "/a\\u0000b"}', '{"path": "/\\ud800"}']
)
def test_a_body_that_names_no_path_is_refused(api: Any, body: str) -> None:
    assert api.client.post("/v1/plates", content=body).status_code == 422
