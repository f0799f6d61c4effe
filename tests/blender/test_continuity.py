"""In real Blender: what is said of a character's drift, and the page of a sequence from a take's menu."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import numpy as np
import pytest


@pytest.fixture(scope="module")
def found(blender: Any, tools: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    place: Path = tmp_path_factory.mktemp("continuity")

    def grey(frame: int) -> np.ndarray[Any, Any]:
        return np.full((36, 64, 4), 0.25, np.float32)

    takes = [tools.make_take(place, grey, version=version) for version in (1, 2, 3)]
    service = tools.ROOT / "tests" / "host" / "loopback.py"
    listed = tools.as_json(place / "takes.json", takes)
    return blender.run("continuity", service, listed, place / "home", home=place / "home")


def test_a_take_that_drifted_says_so_with_a_warning_and_a_near_one_quietly(found: Any) -> None:
    assert [line.endswith("[ERROR]") for line in found["lines"] if line.startswith("Drift")] == [True, False]


def test_what_a_take_is_nearly_a_copy_of_and_what_its_model_was_trained_on_stand_at_it(found: Any) -> None:
    copied, trained = found["whose"]
    assert copied.startswith("Frame 1001 is nearly take sh020/") and copied.endswith("[ERROR]")
    assert trained.startswith("Trained on licensed material")


def test_the_menu_of_a_measured_take_opens_the_page_of_its_sequence(found: Any) -> None:
    assert found["menus"] == [["<second_unit.continuity> Continuity of the Sequence"], []]
    [address] = found["opened"]
    page = Path(unquote(urlsplit(address).path))
    assert address.startswith("file://") and page.read_text() == "<html>sh010 ['page']"


def test_a_sequence_that_is_not_there_is_said(found: Any) -> None:
    assert found["refused"] == [["FINISHED"], "sh010 is in no sequence."]
    assert not found["left"]
