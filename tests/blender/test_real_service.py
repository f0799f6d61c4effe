"""The main job in small: a sentence becomes pixels over a plate in Blender, through the service."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytestmark = pytest.mark.long


def test_a_sentence_becomes_an_element_over_the_plate(
    blender: Any, tools: Any, tmp_path: Path, monkeypatch: Any, full: bool
) -> None:
    if not full and blender.version != tools.newest():
        pytest.skip("the same as in the newest Blender here; run with --full")
    for frame in range(1001, 1005):
        tools.write_exr(tmp_path / "plate é" / f"p.{frame}.exr", np.full((72, 128, 3), 0.2, np.float32))
    monkeypatch.setenv("SECONDUNIT_SHOWS", str(tmp_path / "shows ü"))
    found = blender.run(
        "real_service",
        tmp_path / "plate é" / "p.%04d.exr",
        tmp_path / "comp",
        home=tmp_path / "home",
        command=f"{sys.executable} -m secondunit",
        timeout=400.0,
    )
    assert found["frames"] == "1001-1004"
    assert found["space"] == "Linear Rec.709", "delivered in Blender's own working space"
    assert str(tmp_path / "shows ü") in found["take"]
    assert found["controls"] > 3
    assert found["user"]
    for frame in (1001, 1004):
        element = tools.read_exr(Path(found["take"]) / (found["file"] % frame))
        comp = tools.read_exr(tmp_path / "comp" / f"frame.{frame:04d}.exr")
        assert element[..., 3].max() > 0.05, "there is no smoke"
        # A grey plate of 0.2 is 0.2 in every linear space.
        expected = element[..., :3] + 0.2 * (1.0 - element[..., 3:])
        assert np.abs(comp[..., :3] - expected).max() < 2e-3
