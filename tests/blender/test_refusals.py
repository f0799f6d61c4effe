"""Bad luck in Blender: refused in a sentence; and a scene that moves from an old Blender to a new one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

Array = np.ndarray[Any, Any]


def test_what_cannot_be_placed_is_refused_in_a_sentence_and_leaves_nothing(
    blender: Any, tools: Any, tmp_path: Path
) -> None:
    def grey(frame: int) -> Array:
        return np.full((36, 64, 4), 0.25, np.float32)

    found = blender.run("refusals", tools.as_json(tmp_path / "t.json", [tools.make_take(tmp_path, grey)]))
    assert len(found) == 9
    for name, refusal in found.items():
        assert refusal is not None, f"{name} was not refused"
        code, message, _remedy = refusal
        assert code == "host.cannot_place" and message.endswith("."), name
    assert "Film Scan of 1998" in found["comp strange space"][1]
    assert found["strip files away"][2]


def test_a_scene_saved_by_the_oldest_blender_is_whole_in_the_newest(
    tools: Any, extension: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    here = [version for version in tools.VERSIONS if tools.blender_python(version)]
    if len(here) < 2:
        pytest.skip("only one Blender is here")

    def first(frame: int) -> Array:
        return np.full((36, 64, 4), 0.25, np.float32)

    def second(frame: int) -> Array:
        pixels = np.full((36, 64, 4), (frame - 1000) / 8, np.float32)
        pixels[..., 3] = 1.0
        return pixels

    takes = [tools.make_take(tmp_path, first), tools.make_take(tmp_path, second, version=2)]
    listed, blend = tools.as_json(tmp_path / "t.json", takes), tmp_path / "moves.blend"
    blenders = [
        tools.installed_blender(version, extension, tmp_path_factory) for version in (here[0], here[-1])
    ]
    saved = blenders[0].run("other_version", "save", listed, blend, tmp_path / "out")
    opened = blenders[1].run("other_version", "open", listed, blend, tmp_path / "out")
    assert sorted(opened["placed"]) == sorted(saved)
    assert len(saved) == 3
    comp = tools.read_exr(tmp_path / "out" / "frame.1002.exr")
    assert np.abs(comp[..., :3] - (1001 - 1000) / 8).max() < 1e-3
