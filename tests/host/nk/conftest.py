"""Takes as deliveries leave them, for the tests of what is written as Nuke nodes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from secondunit.wire import (
    ColorSpace,
    Format,
    FrameRange,
    FrozenMap,
    Placement,
    PlacementKind,
    Rate,
    Take,
    TakeLayer,
)

SIDES = ("left", "right", "top", "bottom", "front", "back")
PASSES = (
    *(f"light_{side}.{c}" for side in SIDES for c in "RGB"),
    "depth.Z",
    "forward.u",
    "forward.v",
    "density.Y",
)
SETTINGS: dict[str, str | float] = {
    "key_side": -70.0, "key_height": 38.0, "key": 1.3, "key_color": "1 0.96 0.9", "ambient": 0.22,
    "ambient_color": "0.8 0.9 1",
}  # fmt: skip


@pytest.fixture
def make_take() -> Callable[..., Take]:
    """A take of the smoke at the left of sh010; `passes=False` leaves it its beauty alone."""

    def make(version: int = 3, passes: bool = True, **changes: Any) -> Take:
        element = changes.get("element", "smoke_left")
        name = f"{element}_v{version:03d}"
        layers = [TakeLayer("beauty", f"{name}.%04d.exr", ("R", "G", "B", "A"))]
        if passes:
            layers.append(TakeLayer("passes", f"{name}_passes.%04d.exr", PASSES))
        take = Take(
            id=f"t{version}", job=f"j{version}", show="heist", shot="sh010", element=element, version=version,
            folder=f"/jobs/heist/sh010/{element}/v{version:03d}", frames=FrameRange(1001, 1048),
            rate=Rate(24), format=Format(1920, 1080), colorspace=ColorSpace("ACEScg"), brief_digest="0" * 64,
            layers=tuple(layers), kind="smoke", prompt="thick grey smoke", settings=FrozenMap(SETTINGS),
        )  # fmt: skip
        return replace(take, **changes)

    return make


@pytest.fixture
def placement() -> Callable[..., Placement]:
    """A placement of a take in a comp."""

    def make(take: Take, **changes: Any) -> Placement:
        return Placement(take.id, PlacementKind.COMP, **changes)

    return make
