"""A kind that a studio brings has its sliders in real Blender, without a line of the extension."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def test_the_panel_draws_the_controls_of_the_kind_that_the_words_ask_for(
    blender: Any, tools: Any, tmp_path: Path
) -> None:
    found = blender.run("kinds", tools.ROOT / "tests" / "host", tmp_path / "home", home=tmp_path / "home")
    assert "Glow: 4.0" in found["lines"], "\n".join(found["lines"])
    assert not [line for line in found["lines"] if line.startswith("Density")]
    assert found["controls"] == {"glow": 9.0}
