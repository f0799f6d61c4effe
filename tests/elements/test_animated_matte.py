"""A matte that changes from frame to frame is where an element comes from, frame by frame, for every kind."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from secondunit.elements import RenderedFrame, Scene, kind
from secondunit.elements.kernels import Field
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

SIZE, LAST = Format(96, 54), 7
#: How each kind is set so that it is still leaving its source when the matte has changed sides.
SETTINGS: dict[str, dict[str, object]] = {
    "smoke": {}, "steam": {}, "fire": {}, "torch": {}, "campfire": {},
    "explosion": {"start": 0.0, "burn": 2.0, "sparks": 0.0, "debris": 0.0},
    "dust_hit": {"start": 0.0},
    "muzzle_flash": {"start": 0.0, "rounds": 12, "rate": 1400.0},
    "embers": {"rate": 600.0, "spread": 0.0}, "sparks": {"spread": 0.0},
    "debris": {"timing": "steady", "stays": 1.0},
}  # fmt: skip


def sides(frame: int) -> Field:
    """White on the left until frame 3, then on the right."""
    matte = np.zeros((54, 96), np.float32)
    matte[26:40, slice(8, 22) if frame < 4 else slice(74, 88)] = 1.0
    return matte


def picture(name: str, cache: Path) -> tuple[RenderedFrame, RenderedFrame]:
    """The last frame before the matte changes, and the last of all."""
    element = kind(name)
    own = {control.name for control in element.controls()}
    small = {"resolution": 40, "preroll": 0.1, "detail": 0.0, "shutter": 0.0}
    hand = {key: value for key, value in {**small, **SETTINGS[name]}.items() if key in own}
    scene = Scene(name, element.settings("", hand), 5, SIZE, Rate(24), matte=sides, matte_digest="sides")
    element.simulate(scene, cache, FrameRange(1, LAST), lambda done, text: None, lambda: False)
    return element.render(scene, cache, 3), element.render(scene, cache, LAST)


@pytest.mark.parametrize("name", SETTINGS)
def test_an_element_leaves_where_its_matte_is_at_each_frame(name: str, tmp_path: Path) -> None:
    shares = []
    for frame in picture(name, tmp_path):
        alpha = frame.layers["beauty"][..., 3]
        light = frame.layers.get("emission", np.zeros((*alpha.shape, 3), np.float32)).sum(axis=-1)
        left, right = ((alpha + light)[:, part].sum() for part in (slice(0, 48), slice(48, None)))
        shares.append((float(left), float(right)))
    assert shares[0][0] > 0.05
    assert shares[0][1] <= 0.02 * shares[0][0]
    assert shares[1][1] > 0.15 * shares[0][0]
