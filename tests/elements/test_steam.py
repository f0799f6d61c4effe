"""Steam: white, forward, and gone where it mixes with dry air."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from secondunit.elements import Scene, kind
from secondunit.elements.cache import read_stored
from secondunit.elements.carriers.fluid.simulate import frame_file
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

pytestmark = pytest.mark.long

STEAM = kind("steam")


def scene_of(prompt: str = "", **by_hand: object) -> Scene:
    quick = {"resolution": 40, "preroll": 0.8, **by_hand}
    return Scene("steam", STEAM.settings(prompt, quick), 5, Format(96, 72), Rate(24))


def simulated(scene: Scene, cache: Path, frames: FrameRange) -> None:
    STEAM.simulate(scene, cache, frames, lambda done, text: None, lambda: False)


def test_steams_mass_falls_as_its_droplets_evaporate(tmp_path: Path) -> None:
    mass = {}
    for evaporation in (0.0, 1.2):
        scene, cache = scene_of(evaporation=evaporation), tmp_path / str(evaporation)
        simulated(scene, cache, FrameRange(1, 1))
        mass[evaporation] = float(read_stored(frame_file(cache, 1)).arrays["density"].sum())
    assert 0.1 * mass[0.0] < mass[1.2] < 0.6 * mass[0.0]


def test_it_scatters_forward_and_absorbs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("secondunit.elements.carriers.fluid.simulate.CHECKPOINT_CELLS", 60_000)
    scene, frames = scene_of(), FrameRange(1, 2)
    simulated(scene, tmp_path / "whole", frames)
    simulated(scene, tmp_path / "grown", FrameRange(1, 1))
    simulated(scene, tmp_path / "grown", frames)
    one, other = (frame_file(tmp_path / cache, 2).read_bytes() for cache in ("whole", "grown"))
    assert hashlib.sha256(one).digest() == hashlib.sha256(other).digest()
    picture = STEAM.render(scene, tmp_path / "whole", 2)
    beauty = picture.layers["beauty"]
    total = sum(
        picture.layers[side] * np.array(picture.weights[side], np.float32) for side in picture.weights
    )
    assert np.abs(total - beauty[..., :3]).max() < 2e-6 * beauty.max()
    assert "emission" not in picture.layers
    behind, before = (float(picture.layers[name].sum()) for name in ("light_back", "light_front"))
    assert behind > 2.0 * before
    left = picture.layers["light_left"].sum(axis=(0, 1))
    assert left.min() > 0.97 * left.max(), "white"


@pytest.mark.parametrize(
    ("prompt", "control", "value"),
    [
        ("steam over a cup of coffee", "width", 0.08),
        ("steam hissing from a burst pipe", "rise", 14.0),
        ("de la vapeur d'une bouilloire", "height", 0.5),
        ("thick steam from a manhole", "evaporation", 0.154),
    ],
)
def test_words_set_what_they_mean(prompt: str, control: str, value: float) -> None:
    assert STEAM.understand(prompt).settings[control] == value
