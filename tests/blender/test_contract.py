"""Real Blender installs the extension and keeps the host contract."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np


def test_blender_s_own_installer_takes_the_zip_and_it_switches_off_without_a_trace(blender: Any) -> None:
    found = blender.installed
    assert found["resources"] in found["core"], "the core must come from the wheel inside the extension"
    assert {"show", "shot", "element", "prompt", "frames", "seed", "source"} <= set(found["properties"])
    for editor in ("view3d", "image", "sequencer", "compositor"):
        assert f"SECONDUNIT_PT_{editor}" in found["panels"]
    assert found["left_after_disable"] == []


def test_blender_keeps_every_clause_of_the_host_contract(blender: Any, tools: Any, tmp_path: Path) -> None:
    def grey(frame: int) -> np.ndarray[Any, Any]:
        return np.full((36, 64, 4), 0.25, np.float32)

    takes = [
        tools.make_take(tmp_path, grey, volume=True),
        tools.make_take(tmp_path, grey, version=2, volume=True),
        tools.make_take(tmp_path, grey, element="fire", volume=True),
    ]
    held = blender.run(
        "contract",
        tools.as_json(tmp_path / "takes.json", takes),
        tools.ROOT / "tests" / "hosts" / "contract.py",
        tmp_path / "scene ü.blend",
    )
    assert len(held) >= 12
