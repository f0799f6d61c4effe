"""Looks in real Blender: used from a menu, compared in a hint, saved for the show."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def test_a_look_is_compared_used_and_saved(blender: Any, tools: Any, tmp_path: Path) -> None:
    answer = blender.run("looks", tools.ROOT / "tests" / "host", tmp_path / "home", home=tmp_path / "home")
    assert answer["hint"] == "Glow: 4 \N{RIGHTWARDS ARROW} 7"
    assert answer["again"] == "It would change nothing of what is set now"
    hand = answer["hand"]
    assert hand["controls.glow"] == 7.0 and hand["look"] == "show:dusk"
    assert (hand["prompt"], hand["seed"]) == ("a lantern on the wall", 5)
    assert answer["written"]["Harbour"] == {"glow": 33.0}, "what belongs to the machine is left out"
    lines = "\n".join(answer["lines"])
    assert "Resolution (cells): automatic" in lines, lines
