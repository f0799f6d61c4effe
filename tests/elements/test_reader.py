"""A prompt is read for any kind: by the controls it has, whatever they are."""

from __future__ import annotations

import pytest

from secondunit.elements.words.reader import understand
from secondunit.wire.control import Control

#: Controls of a kind that knows no height and no wind.
CONTROLS = (
    Control("distance", "Distance", "float", "m", 5.0, 0.5, 1000.0),
    Control("x", "Across", "float", "", 0.5, -0.5, 1.5),
    Control("glow", "Glow", "float", "", 1.0, 0.0, 10.0),
)


@pytest.mark.parametrize("prompt", ["far away", "a glow in the distance, on the left"])
def test_a_kind_with_a_distance_and_no_height_can_stand_far_away(prompt: str) -> None:
    assert understand(prompt, CONTROLS).settings["distance"] == 60.0


@pytest.mark.parametrize("prompt", ["strong wind", "very windy", "drifting left", "dense black"])
def test_what_a_kind_cannot_do_is_said_and_not_dropped(prompt: str) -> None:
    understood = understand(prompt, CONTROLS)
    assert not understood.settings
    assert understood.ignored
