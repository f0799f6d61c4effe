"""From a steady source the whole is steady: what goes out of frame or goes out is made up for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from secondunit.elements import Scene, kind
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

FRAMES = FrameRange(1, 10)
#: Looks of kinds that have no beginning and no end.
STEADY = (
    ("rain", "steady"),
    ("rain", "storm"),
    ("snow", "steady"),
    ("snow", "heavy"),
    ("snow", "blizzard"),
    ("embers", "bonfire"),
    ("fog", ""),
    ("mist", ""),
    ("dust_drift", "herd"),
)


@pytest.mark.parametrize("seed", [5, 7])
@pytest.mark.parametrize(("name", "look_name"), STEADY)
def test_total_opacity_changes_by_less_than_half_a_percent_a_frame(
    name: str, look_name: str, seed: int, tmp_path: Path
) -> None:
    element = kind(name)
    look = next((dict(one.settings) for one in element.looks if one.name == look_name), {})
    if name in ("fog", "mist", "dust_drift"):
        look["sheets"] = 25
    pixels = Format(240, 135) if name in ("rain", "snow", "embers") else Format(48, 27)
    scene = Scene(name, element.settings("", look), seed, pixels, Rate(24))
    element.simulate(scene, tmp_path, FRAMES, lambda done, text: None, lambda: False)
    alphas = [element.render(scene, tmp_path, frame).layers["beauty"][..., 3] for frame in FRAMES]
    whole = np.array([alpha.sum(dtype=np.float64) for alpha in alphas])
    assert whole.mean() > 0.0
    assert np.sqrt((np.diff(whole) ** 2).mean()) < 0.005 * whole.mean()
