"""Guides from the scene in Blender's panel: one button makes them, and they are those of its camera."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from secondunit.media.exr import inspect_exr
from secondunit.wire import FrameRange, Guide, GuideKind, decode


@pytest.fixture(scope="module")
def found(blender: Any) -> Any:
    return blender.run("guide_rows", timeout=300.0)


def rows(lines: list[str]) -> list[str]:
    first = lines.index("Guides")
    return lines[first : lines.index("<second_unit.make_guides>", first) + 1]


def test_what_the_model_keeps_to_stands_in_rows_and_says_what_is_not_made(found: Any) -> None:
    before = " ".join(rows(found["before"]))
    assert "Depth is not made yet. [INFO]" in before and "Mask is not made yet. [INFO]" in before
    assert "Pose is not made yet. [INFO]" in before
    assert any("depth of a scene as guide (needed)" in term for term in found["terms"])


def test_one_button_makes_them_and_they_go_into_the_brief(found: Any) -> None:
    assert found["pressed"] == ["FINISHED"]
    after = rows(found["after"])
    assert "Depth: 1001-1003 [CHECKMARK]" in after and "Mask: 1001-1003 [CHECKMARK]" in after
    guides = [decode(Guide, item) for item in found["guides"]]
    assert [(guide.kind, guide.object) for guide in guides] == [
        (GuideKind.DEPTH, ""), (GuideKind.MASK, "Cube"),
    ]  # fmt: skip
    for guide in guides:
        assert guide.frames == FrameRange(1001, 1003)
        assert guide.camera == found["camera"] != "", "the brief has the camera that saw them"
        for frame in guide.frames:
            assert set(inspect_exr(Path(guide.path % frame)).channels) == set(guide.kind.channels)


def test_when_the_camera_moved_they_are_not_the_scenes_any_more_until_it_is_back(found: Any) -> None:
    lines, guides = found["moved"]
    assert guides == [] and "Depth is not made yet. [INFO]" in " ".join(rows(lines))
    assert found["back"] == 2


def test_a_scene_without_a_camera_is_refused_in_the_panel_with_what_to_do(found: Any) -> None:
    pressed, message, remedy = found["refused"]
    assert pressed == ["CANCELLED"] and "no camera" in message and remedy.startswith("Add one")
