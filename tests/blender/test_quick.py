"""The quick look in real Blender: what it shows, what it is called, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

#: What a pump may cost Blender's main thread at most, in seconds of processor time: many times the usual.
MOST = 0.5


@pytest.fixture(scope="module")
def found(blender: Any, tools: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    place: Path = tmp_path_factory.mktemp("quick")
    halves = np.zeros((270, 480, 3), np.uint8)
    halves[:135], halves[135:] = (200, 40, 10), (10, 60, 220)
    Image.fromarray(halves).save(place / "look.jpg", quality=95)
    service = tools.ROOT / "tests" / "host" / "loopback.py"
    return blender.run("quick", service, place / "look.jpg", place / "home", home=place / "home")


def test_before_anything_changes_the_section_says_what_it_is_for(found: Any) -> None:
    assert " ".join(found["blank"]).startswith("It follows once something of the form changes.")


def test_a_change_of_a_slider_brings_a_small_frame_of_where_the_scene_stands_with_its_label(
    found: Any,
) -> None:
    lines, working = found["working"]
    assert working and any("rawing" in line for line in lines), lines
    assert "Quick look · frame 1003 · 480 px [IMAGE_DATA]" in found["shown"]
    assert "Without grain." in found["shown"], "what differs from the final is said"
    assert found["frame"] == 1003


def test_its_pixels_are_those_of_the_picture_from_the_bottom_up(found: Any) -> None:
    width, height, first, last, newest = found["pixels"]
    assert (width, height) == (480, 270) and newest
    assert np.allclose(first, [10 / 255, 60 / 255, 220 / 255, 1.0], atol=0.03)
    assert np.allclose(last, [200 / 255, 40 / 255, 10 / 255, 1.0], atol=0.03)
    assert found["broken"] == [None, None, 0], "what is no picture shows none"


def test_the_document_has_no_image_of_it_and_no_pump_holds_blender_up(found: Any) -> None:
    assert found["images"]
    assert found["slowest"] < MOST


def test_switched_off_or_unseen_it_makes_nothing(found: Any) -> None:
    lines, wishes, gone = found["off"]
    assert "Off" in lines[0] and wishes == 0 and gone
    assert found["on"] and not found["unseen"]


def test_over_the_camera_s_frame_it_is_as_wide_and_in_its_middle(found: Any) -> None:
    assert found["fitted"][0] == [100.0, 50.0, 800.0, 450.0]
    assert found["fitted"][1] == [0.0, 100.0, 400.0, 200.0]
    assert found["in_view"] and found["handler_gone"]
