"""A field that is said in one place, in `host`, is a property of the scene and drawn in Blender's panel."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(scope="module")
def found(blender: Any, tools: Any) -> Any:
    return blender.run("added_fields", tools.ROOT / "tests" / "host" / "added_fields.py")


def section(lines: list[str], label: str) -> list[str]:
    """What is drawn below a section's title."""
    first = lines.index(f"== {label}") + 1
    last = next((n for n in range(first, len(lines)) if lines[n].startswith("== ")), len(lines))
    return lines[first:last]


def test_a_field_has_blender_s_own_property_with_its_label_range_and_help(found: Any) -> None:
    assert found["bleed"] == ["Bleed (px)", 0, 15]
    assert found["help"] == "Pixels that are trimmed later"


def test_a_field_is_drawn_in_its_section_and_a_new_group_among_the_controls(found: Any) -> None:
    assert "Purpose: 'final'" in section(found["before"], "Frames and Delivery")
    assert "Purpose: 'temp'" in section(found["after"], "Frames and Delivery")
    controls = section(found["after"], "Controls")
    assert controls.index("Framing") + 1 == controls.index("Bleed (px): 7")


def test_what_is_set_in_blender_goes_into_the_brief(found: Any) -> None:
    assert found["brief"] == ["temp", 7]
