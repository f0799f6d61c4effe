"""Handles follow the camera that was chosen, whatever a scene has as its active one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from secondunit.service.kinds import kind_list
from secondunit.wire import encode


@pytest.fixture(scope="module")
def found(blender: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    kinds: Path = tmp_path_factory.mktemp("chosen camera") / "kinds.json"
    kinds.write_text(json.dumps(encode(kind_list())))
    return blender.run("chosen_camera", kinds)


def test_a_scene_whose_active_camera_is_an_empty_or_a_lamp_is_followed_all_the_same(found: Any) -> None:
    for name in ("Rig", "Light"):
        ticked, before, after = found["ticks"][name]
        assert ticked and after < before - 0.01, (
            f"{name}: the chosen camera moved right, the source goes left"
        )
    assert found["none"], "nothing is watched where no camera is chosen"


def test_only_the_chosen_camera_moves_the_fields(found: Any) -> None:
    still, after_other, after_chosen = found["other"]
    assert after_other == still
    assert after_chosen < still - 0.01


def test_a_look_that_fails_is_said_in_the_panel_and_the_next_one_is_made(found: Any) -> None:
    assert "lamp without a lens" in found["said"]
    assert found["due"] > 0.0, "the timer goes on"
