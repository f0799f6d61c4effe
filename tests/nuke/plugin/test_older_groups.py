"""A Group that 0.3 placed: it opens, and goes up a version, and says what it cannot show any more.

Its grain asked for a mask that Nuke's Grain2 does not have, and its vectors were looked for in `motion`, a
layer that Nuke keeps for itself: Nuke complains of both when the script is opened, and takes the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from secondunit.wire import ColorSpace, Take

PLACED = Path(__file__).parents[2] / "golden" / "nk" / "older" / "group_0.3.nk"


@pytest.fixture
def opened(comp: Any) -> Any:
    """The artist's comp with such a Group in it, and what Nuke complained about."""
    comp.fake.app.complaints = []
    comp.fake.paste(PLACED.read_text("utf-8"))
    said = list(comp.fake.app.complaints)
    comp.fake.app.complaints = None
    assert {re.sub(r"line \d+: ", "", line) for line in said} == {
        "add_layer motion: that is a layer of Nuke's own",
        "Copy CopyVectors: from0 names the layer motion.u, which the script does not declare",
        "Copy CopyVectors: from1 names the layer motion.v, which the script does not declare",
        "Grain2 Grain: Grain2 has no knob maskChannelMask",
        "Grain2 Grain has 2 inputs, of 1",
        "Grain2 has no mask input",
    }
    return comp


@pytest.fixture
def version(element_take: Callable[..., Take]) -> Callable[..., Take]:
    """A version of the element that is placed."""

    def make(number: int, *passes: str) -> Take:
        return element_take(
            number, passes, f"smoke_left_v{number:03d}", show="heist", element="smoke_left",
            folder=f"/jobs/heist/sh010/smoke_left/v{number:03d}",
            colorspace=ColorSpace("Linear Rec.709 (sRGB)"),
        )  # fmt: skip

    return make


def test_it_is_known_and_goes_up_a_version_with_one_undo(opened: Any, version: Callable[..., Take]) -> None:
    host = opened.host()
    (placed,) = host.placed()
    steps = opened.fake.undo_steps()
    after = host.set_version(placed.id, version(2, "light", "forward"))
    assert (placed.version, after.version) == (1, 2)
    assert opened.fake.undo_steps() == steps + 1
    opened.fake.nuke.undo()
    assert host.placed()[0].version == 1


def test_its_motion_blur_is_off_for_a_take_whose_vectors_it_does_not_find_and_it_says_so(
    opened: Any, version: Callable[..., Take]
) -> None:
    host = opened.host()
    (placed,) = host.placed()
    group = opened.node(placed.id)
    host.set_version(placed.id, version(2, "light", "forward"))
    assert group["has_motion"].value() == 0
    assert group["label"].value().endswith("no motion blur: place it anew")
    host.set_version(placed.id, version(1, "light", "motion"))
    assert group["has_motion"].value() == 1
    assert "place it anew" not in group["label"].value()


def test_a_group_that_is_placed_today_says_nothing_of_the_kind(
    comp: Any, version: Callable[..., Take]
) -> None:
    from secondunit.wire import Placement, PlacementKind

    host = comp.host()
    placed = host.place(Placement("t1", PlacementKind.COMP), version(1, "light", "forward"))
    group = comp.node(placed.id)
    assert group["has_motion"].value() == 1
    host.set_version(placed.id, version(2, "light", "motion"))
    assert group["has_motion"].value() == 0
    host.set_version(placed.id, version(3, "forward"))
    assert group["has_motion"].value() == 1
    assert "place it anew" not in group["label"].value()
