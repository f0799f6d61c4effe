"""Muzzle flashes: a frame or two of light, shot by shot, and smoke after it."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from secondunit.elements import Scene, kind
from secondunit.elements.carriers.fluid.simulate import frame_file
from secondunit.elements.kinds.muzzle_flash.plan import barrel
from secondunit.elements.kinds.muzzle_flash.work import charges_of
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

pytestmark = pytest.mark.long

FLASH = kind("muzzle_flash")


def scene_of(prompt: str = "", **by_hand: object) -> Scene:
    quick = {"resolution": 24, "substeps": 3, "start": 0.0, **by_hand}
    return Scene("muzzle_flash", FLASH.settings(prompt, quick), 5, Format(96, 72), Rate(24))


def simulated(scene: Scene, cache: Path, frames: FrameRange) -> None:
    FLASH.simulate(scene, cache, frames, lambda done, text: None, lambda: False)


def light(scene: Scene, cache: Path, frame: int) -> np.ndarray:
    return np.asarray(FLASH.render(scene, cache, frame).layers["emission"].sum(axis=2))


def test_a_shot_lights_a_frame_or_two_and_leaves_smoke(tmp_path: Path) -> None:
    scene = scene_of(soot=1.0)
    simulated(scene, tmp_path, FrameRange(1, 8))
    lights = [float(light(scene, tmp_path, frame).sum()) for frame in range(1, 9)]
    assert lights[0] == 0.0
    bright = [value > 0.05 * max(lights) for value in lights]
    assert bright[1]
    assert 1 <= sum(bright) <= 2
    smoke = FLASH.render(scene, tmp_path, 6).layers
    assert smoke["beauty"][..., 3].max() > 0.03
    assert smoke["emission"].max() < 0.02 * light(scene, tmp_path, 2).max()


def test_shots_come_at_the_rate_of_fire_and_no_two_are_alike() -> None:
    settings = FLASH.settings("", {"rounds": 5, "rate": 600.0, "start": 0.5})
    charges = charges_of(settings, 3)
    starts = sorted({charge.start for charge in charges})
    assert starts[0] == 0.5
    assert [later - earlier for earlier, later in pairwise(starts)] == pytest.approx([0.1] * 4)
    tips = {charge.tip for charge in charges if charge.start in starts[:2]}
    assert len(tips) == sum(charge.start in starts[:2] for charge in charges)
    assert charges == charges_of(settings, 3)
    assert charges != charges_of(settings, 4)


@pytest.mark.parametrize(("aim", "axis", "sign"), [(0.0, 1, 1), (180.0, 1, -1), (90.0, 0, -1)])
def test_the_flash_goes_where_the_barrel_points(aim: float, axis: int, sign: int, tmp_path: Path) -> None:
    scene = scene_of(aim=aim, x=0.5, y=0.5, prongs=0)
    simulated(scene, tmp_path, FrameRange(1, 2))
    shine = light(scene, tmp_path, 2)
    places = np.arange(shine.shape[axis]) - 0.5 * (shine.shape[axis] - 1)
    along = shine.sum(axis=1 - axis)
    assert sign * float((along * places).sum() / along.sum()) > 3.0
    assert sum(part * part for part in barrel(scene.settings)) == pytest.approx(1.0)


def test_beauty_is_emission_and_the_weighted_passes_and_a_resumed_run_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secondunit.elements.carriers.fluid.simulate.CHECKPOINT_CELLS", 60_000)
    scene, frames = scene_of(rounds=3, rate=720.0), FrameRange(1, 5)
    simulated(scene, tmp_path / "whole", frames)
    simulated(scene, tmp_path / "grown", FrameRange(1, 3))
    simulated(scene, tmp_path / "grown", frames)
    one, other = (frame_file(tmp_path / cache, 5).read_bytes() for cache in ("whole", "grown"))
    assert hashlib.sha256(one).digest() == hashlib.sha256(other).digest()
    picture = FLASH.render(scene, tmp_path / "whole", 4)
    total = picture.layers["emission"] + sum(
        picture.layers[side] * np.array(picture.weights[side], np.float32) for side in picture.weights
    )
    beauty = picture.layers["beauty"]
    assert np.abs(total - beauty[..., :3]).max() < 2e-6 * max(1.0, beauty.max())
    assert beauty[..., 3].max() > 0.05


@pytest.mark.parametrize(
    ("prompt", "control", "value"),
    [
        ("muzzle flash of a pistol, pointing left", "aim", 180.0),
        ("machine gun fire at night", "rounds", 24),
        ("un coup de feu de fusil à pompe", "length", 0.9),
        ("huge muzzle flash, no smoke", "soot", 0.0),
    ],
)
def test_words_set_what_they_mean(prompt: str, control: str, value: object) -> None:
    assert FLASH.understand(prompt).settings[control] == value
