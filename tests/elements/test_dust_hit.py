"""Dust hits: a crown that is thrown, falls back and drifts; and the same bits again."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from secondunit.elements import Scene, kind
from secondunit.elements.cache import read_stored
from secondunit.elements.carriers.fluid.box import Box
from secondunit.elements.carriers.fluid.charges import Blast, Charge
from secondunit.elements.carriers.fluid.grid import FluidState
from secondunit.elements.carriers.fluid.pressure import project
from secondunit.elements.carriers.fluid.simulate import frame_file
from secondunit.elements.carriers.fluid.sources import throw
from secondunit.elements.kernels import zeros
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

pytestmark = pytest.mark.long

HIT = kind("dust_hit")


def scene_of(prompt: str = "", **by_hand: object) -> Scene:
    quick = {"resolution": 32, "substeps": 3, "start": 0.0, **by_hand}
    return Scene("dust_hit", HIT.settings(prompt, quick), 5, Format(96, 72), Rate(24))


def simulated(scene: Scene, cache: Path, frames: FrameRange) -> None:
    HIT.simulate(scene, cache, frames, lambda done, text: None, lambda: False)


def shape(scene: Scene, cache: Path, frame: int) -> tuple[float, float, float]:
    """The mean height of the dust and the height of its top in metres, and its mass in cells."""
    stored = read_stored(frame_file(cache, frame))
    density, corner = stored.arrays["density"], stored.facts["corner"]
    box = HIT.plan(HIT.whole(scene.settings), scene.format, scene.rate, matte=False).box
    rows = density.sum(axis=(0, 2))
    up = (corner[1] + np.arange(len(rows)) + 0.5) * box.cell
    top = float(up[rows > 0.005 * rows.sum()].max())
    return float((rows * up).sum() / rows.sum()), top, float(rows.sum())


def test_dust_is_thrown_to_its_height_and_falls_back(tmp_path: Path) -> None:
    scene = scene_of(life=20.0, wind=0.0, resolution=24, weight=14.0)
    simulated(scene, tmp_path, FrameRange(1, 48))
    shapes = {frame: shape(scene, tmp_path, frame) for frame in range(2, 49)}
    most = max(amount for _, _, amount in shapes.values())
    # Grains that have come to the ground lie there, and are no gas any more.
    heights = {frame: mean * amount / most for frame, (mean, _, amount) in shapes.items()}
    assert heights[8] > 1.3 * heights[2]
    assert heights[48] < 0.5 * heights[16] < 0.5 * heights[8]
    tops = [shapes[frame][1] for frame in range(3, 48, 6)]
    assert max(tops) == pytest.approx(1.6, rel=0.35)


@pytest.mark.parametrize("name", ["earth", "bullet", "shell", "plaster"])
def test_a_look_is_thrown_as_high_as_it_says(name: str, tmp_path: Path) -> None:
    look = next(look for look in HIT.looks if look.name == name)
    scene = scene_of(**{**look.settings, "resolution": 48, "substeps": 4, "life": 20.0})
    frames = FrameRange(1, 20)
    simulated(scene, tmp_path, frames)
    tops = [shape(scene, tmp_path, frame)[1] for frame in range(3, 21)]
    assert max(tops) == pytest.approx(float(look.settings.get("height", 1.6)), rel=0.3)


def test_dust_that_is_thrown_out_flat_is_seen_at_its_height(tmp_path: Path) -> None:
    """A footstep, by the mean of two: its jets are few, and each is held up by the air as it comes."""
    look = next(look for look in HIT.looks if look.name == "stomp")
    settings = HIT.settings("", {**look.settings, "resolution": 64, "start": 0.0})
    highest = []
    for seed in (5, 6):
        scene = Scene("dust_hit", settings, seed, Format(160, 90), Rate(24), passes=False)
        simulated(scene, tmp_path / str(seed), FrameRange(1, 10))
        camera = HIT.plan(HIT.whole(settings), scene.format, scene.rate, matte=False).camera
        metres = camera.across * camera.see(0.0, 0.0, 0.0)[2] / scene.format.width
        foot = scene.format.height * (1.0 - float(settings["y"]))
        tops = []
        for frame in (6, 8, 10):
            alpha = HIT.render(scene, tmp_path / str(seed), frame).layers["beauty"][..., 3]
            tops.append(metres * (foot - np.flatnonzero((alpha > 0.1).any(axis=1)).min()))
        highest.append(max(tops))
    assert np.mean(highest) == pytest.approx(0.4, rel=0.15)


def test_it_thins_in_its_life_and_drifts_with_the_wind(tmp_path: Path) -> None:
    middles = []
    for way in (0.0, 180.0):
        scene = scene_of(wind=1.5, wind_direction=way, life=1.0, resolution=24)
        simulated(scene, tmp_path / str(way), FrameRange(1, 24))
        picture = HIT.render(scene, tmp_path / str(way), 24)
        alpha = picture.layers["beauty"][..., 3]
        middles.append(float((alpha.sum(axis=0) * np.arange(96)).sum() / alpha.sum()))
        late, early = (shape(scene, tmp_path / str(way), frame)[2] for frame in (24, 12))
        assert late < 0.8 * early
    assert middles[0] > middles[1] + 4.0


def test_beauty_is_the_weighted_passes_and_a_resumed_run_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secondunit.elements.carriers.fluid.simulate.CHECKPOINT_CELLS", 60_000)
    scene, frames = scene_of(), FrameRange(1, 5)
    simulated(scene, tmp_path / "whole", frames)
    simulated(scene, tmp_path / "grown", FrameRange(1, 3))
    simulated(scene, tmp_path / "grown", frames)
    one, other = (frame_file(tmp_path / cache, 5).read_bytes() for cache in ("whole", "grown"))
    assert hashlib.sha256(one).digest() == hashlib.sha256(other).digest()
    picture = HIT.render(scene, tmp_path / "whole", 5)
    total = sum(
        picture.layers[side] * np.array(picture.weights[side], np.float32) for side in picture.weights
    )
    beauty = picture.layers["beauty"]
    assert np.abs(total - beauty[..., :3]).max() < 2e-6 * beauty.max()
    assert beauty[..., 3].max() > 0.4
    assert "emission" not in picture.layers


def test_thrown_gas_leaves_its_way_and_the_projection_keeps_what_swells() -> None:
    box = Box(-1.0, 0.0, -1.0, 0.0625, 32, 32, 32, True)
    charge = Charge((-0.3, 1.0, 0.0), (0.3, 1.0, 0.0), 0.25, 0.25, 0.0, 1.0, speed=8.0)
    emission = Blast((charge,), box, 0.02, 1, 1)(1, 0)
    assert emission.thrust is not None
    state, growth = FluidState.still(box.shape), zeros(*box.shape)
    flow = state.u, state.v, state.w
    depth = emission.strength.shape[0]
    throw(0, depth, emission.strength, emission.thrust, *emission.corner, np.float32(0.8), *flow)
    # In its first step a charge of a second has lost a hundredth on average.
    assert state.u[16, 16, 16] == pytest.approx(0.99 * 6.4, rel=0.001)
    assert not state.v.any()
    part = tuple(slice(a, a + n) for a, n in zip(emission.corner, emission.strength.shape, strict=True))
    growth[part] = emission.strength * 3.0
    project(*flow, growth, True, zeros(*box.shape))
    left = np.diff(state.u, axis=2) + np.diff(state.v, axis=1) + np.diff(state.w, axis=0)
    assert np.abs(left - growth).max() < 1e-4
    assert state.u[16, 16, 20] > state.u[16, 16, 12]
    assert state.v[16, 22, 16] > 0.2 > -0.2 > state.v[16, 11, 16]


@pytest.mark.parametrize(
    ("prompt", "control", "value"),
    [
        ("bullet hits in dry sand", "height", 0.55),
        ("a boot stomps, white dust, no wind", "spread", 1.0),
        ("impact de balle dans le plâtre", "color", "0.85 0.83 0.8"),
        ("thick dust hit", "density", 1.26),
    ],
)
def test_words_set_what_they_mean(prompt: str, control: str, value: object) -> None:
    assert HIT.understand(prompt).settings[control] == value
