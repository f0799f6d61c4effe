"""The fire of a torch: its light, its alpha, its shape, and the same pixels every time."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from secondunit.elements import KEY_PASS, PASSES, RenderedFrame, Scene, kind
from secondunit.elements.cache import read_stored
from secondunit.elements.carriers.fluid.simulate import frame_file
from secondunit.elements.optics.blackbody import COLDEST, ENTRIES, HOTTEST, SOOT, glow_table, seen
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

pytestmark = pytest.mark.long

TORCH = kind("torch")
TINY = {"resolution": 48, "substeps": 3}


def scene_of(prompt: str = "", size: tuple[int, int] = (100, 150), **by_hand: object) -> Scene:
    return Scene("torch", TORCH.settings(prompt, {**TINY, **by_hand}), 5, Format(*size), Rate(24))


def simulated(scene: Scene, cache: Path, frames: FrameRange) -> None:
    TORCH.simulate(scene, cache, frames, lambda done, text: None, lambda: False)


@pytest.fixture(scope="module")
def flame(tmp_path_factory: pytest.TempPathFactory) -> tuple[Scene, Path]:
    """A small torch, frames 1001 to 1006."""
    scene, cache = scene_of(), tmp_path_factory.mktemp("flame")
    simulated(scene, cache, FrameRange(1001, 1006))
    return scene, cache


@pytest.fixture(scope="module")
def pictures(flame: tuple[Scene, Path]) -> list[RenderedFrame]:
    """All of its frames."""
    return [TORCH.render(*flame, frame) for frame in range(1001, 1007)]


def luminance(rgb: np.ndarray) -> np.ndarray:
    return np.asarray(rgb[..., :3] @ np.array([0.2722287168, 0.6740817658, 0.0536895174]))


def test_beauty_is_emission_and_the_weighted_light_passes(pictures: list[RenderedFrame]) -> None:
    picture = pictures[0]
    total = picture.layers["emission"] + sum(
        picture.layers[name] * np.array(picture.weights[name], np.float32) for name in (*PASSES, KEY_PASS)
    )
    beauty = picture.layers["beauty"][..., :3]
    assert np.abs(total - beauty).max() < 2e-6 * beauty.max()


def test_alpha_is_what_is_absorbed_and_a_flame_adds_more_light_than_it_covers(
    pictures: list[RenderedFrame],
) -> None:
    for picture in pictures:
        alpha, opacity = picture.layers["beauty"][..., 3], picture.layers["density"][..., 0]
        assert 0.2 < alpha.max() < 0.9
        assert np.abs(alpha + np.expm1(-opacity)).max() < 1e-3
        bright = luminance(picture.layers["beauty"]) > 1.0
        assert bright.any()
        assert (luminance(picture.layers["beauty"])[bright] > alpha[bright]).all()
        assert all(np.isfinite(layer).all() for layer in picture.layers.values())


def test_over_a_plate_the_light_is_added_and_only_alpha_is_taken_away(pictures: list[RenderedFrame]) -> None:
    beauty = pictures[0].layers["beauty"]
    black, white = (beauty[..., :3] + (1.0 - beauty[..., 3:]) * plate for plate in (0.0, 1.0))
    assert np.allclose(white - black, 1.0 - beauty[..., 3:], atol=1e-5)
    assert not beauty[beauty[..., 3] == 0.0].any()


def test_the_core_is_brighter_and_whiter_than_the_tips(pictures: list[RenderedFrame]) -> None:
    light = np.mean([picture.layers["emission"] for picture in pictures], axis=0)
    rows = np.nonzero(luminance(light).max(axis=1) > 0.02)[0]
    top, bottom = rows.min(), rows.max()
    tips, core = light[top : top + (bottom - top) // 4], light[top + (bottom - top) // 2 : bottom]

    def blue_to_red(part: np.ndarray) -> float:
        return float(part[..., 2].sum() / part[..., 0].sum())

    assert luminance(core).max() > 4.0 * luminance(tips).max()
    assert blue_to_red(core) > 1.3 * blue_to_red(tips)
    assert light[..., 0].sum() > light[..., 1].sum() > light[..., 2].sum()


def test_the_flame_stands_about_at_its_height(
    flame: tuple[Scene, Path], pictures: list[RenderedFrame]
) -> None:
    scene, _ = flame
    tops = []
    for picture in pictures:
        rows = np.nonzero((luminance(picture.layers["emission"]) > 0.05).any(axis=1))[0]
        tops.append(int(rows.min()))
    metres_a_pixel = 1.55 * 0.7 / ((0.96 - 0.2) * 150)
    foot = 0.8 * 150
    height = (foot - float(np.mean(tops))) * metres_a_pixel
    assert 0.4 < height < 1.0
    assert len(set(tops)) > 2, "it licks"
    assert scene.settings["height"] == 0.7


def test_it_flickers_and_does_not_pop(pictures: list[RenderedFrame]) -> None:
    light = [luminance(picture.layers["emission"]) for picture in pictures]
    changes = [float(np.abs(b - a).sum() / a.sum()) for a, b in pairwise(light)]
    assert min(changes) > 0.05
    assert max(changes) < 3.0 * min(changes)
    totals = [float(part.sum()) for part in light]
    assert max(totals) < 2.0 * min(totals)


def test_an_open_shutter_blurs_upward_and_keeps_the_light(flame: tuple[Scene, Path]) -> None:
    scene, cache = flame
    sharp, blurred = (
        luminance(
            TORCH.render(
                replace(scene, settings=scene.settings.updated({"shutter": shutter})), cache, 1004
            ).layers["emission"]
        )
        for shutter in (0.0, 360.0)
    )
    assert float(blurred.sum()) == pytest.approx(float(sharp.sum()), rel=0.12)
    rough = [float(np.abs(np.diff(part, n=2, axis=0)).sum()) for part in (sharp, blurred)]
    assert rough[1] < 0.9 * rough[0]


def test_more_heat_is_whiter_and_no_soot_no_smoke(flame: tuple[Scene, Path]) -> None:
    scene, cache = flame
    cool, hot = (
        TORCH.render(replace(scene, settings=scene.settings.updated({"temperature": kelvin})), cache, 1004)
        .layers["emission"].sum(axis=(0, 1))
        for kelvin in (1600.0, 2400.0)
    )  # fmt: skip
    assert hot[2] / hot[0] > 2.0 * cool[2] / cool[0]
    clean, sooty = (
        TORCH.render(replace(scene, settings=scene.settings.updated({"soot": soot})), cache, 1004)
        .layers["beauty"][:40, :, 3].sum()
        for soot in (0.0, 1.0)
    )  # fmt: skip
    assert sooty > clean + 5.0


def test_heat_and_fuel_are_kept_by_their_names(flame: tuple[Scene, Path]) -> None:
    stored = read_stored(frame_file(flame[1], 1004))
    assert {"density", "heat", "fuel", "velocity"} <= set(stored.arrays)
    assert 0.6 < stored.arrays["heat"].max() < 1.4
    assert 0.0 <= stored.arrays["fuel"].min() < stored.arrays["fuel"].max() <= 1.6


def test_wind_bends_the_flame_its_way(tmp_path: Path) -> None:
    middles = []
    for way in (0.0, 180.0):
        scene = scene_of(wind=3.0, wind_direction=way, preroll=0.4, resolution=32)
        simulated(scene, tmp_path / str(way), FrameRange(1, 1))
        light = luminance(TORCH.render(scene, tmp_path / str(way), 1).layers["emission"])
        middles.append(float((light.sum(axis=0) * np.arange(100)).sum() / light.sum()))
    assert middles[0] > 52.0 > 48.0 > middles[1]


def test_fire_leaves_the_artists_own_matte(tmp_path: Path) -> None:
    matte = np.zeros((75, 50), np.float32)
    matte[55:65, 4:14] = 1.0
    scene = replace(scene_of(preroll=0.2, resolution=40), matte=lambda frame: matte, matte_digest="m")
    simulated(scene, tmp_path, FrameRange(1, 1))
    light = luminance(TORCH.render(scene, tmp_path, 1).layers["emission"])
    assert light[:, :45].sum() > 0.98 * light.sum() > 0.0


PROGRAM = """
import hashlib, sys
from pathlib import Path
from secondunit.elements import Scene, kernels, kind
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate
# However small it is, every thread has a part of it.
kernels.SHARED = kernels.LEAST = 1
total = hashlib.sha256()
by_hand = {"torch": {"resolution": 56, "substeps": 3, "preroll": 0.3}, "embers": {"rate": 2000.0}}
for name, hand in by_hand.items():
    made, cache = kind(name), Path(sys.argv[1]) / name
    scene = Scene(name, made.settings("gusty wind", hand), 3, Format(240, 300), Rate(24))
    made.simulate(scene, cache, FrameRange(1, 2), lambda d, t: None, lambda: False)
    for layer, pixels in sorted(made.render(scene, cache, 2).layers.items()):
        total.update(layer.encode() + pixels.tobytes())
print(total.hexdigest())
"""


def test_the_number_of_threads_changes_no_bit(tmp_path: Path) -> None:
    hashes = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM, str(tmp_path / threads)],
            env={**os.environ, "NUMBA_NUM_THREADS": threads},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for threads in ("1", "2")
    }
    assert len(hashes) == 1


def test_a_run_that_was_interrupted_goes_on_to_the_same_bits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secondunit.elements.carriers.fluid.simulate.CHECKPOINT_CELLS", 60_000)
    scene, frames = scene_of(preroll=0.3, resolution=32), FrameRange(1, 4)
    simulated(scene, tmp_path / "whole", frames)
    simulated(scene, tmp_path / "grown", FrameRange(1, 2))
    simulated(scene, tmp_path / "grown", frames)
    for frame in frames:
        one, other = (frame_file(tmp_path / name, frame).read_bytes() for name in ("whole", "grown"))
        assert hashlib.sha256(one).digest() == hashlib.sha256(other).digest()


def test_a_black_body_has_the_chromaticity_of_the_planckian_locus() -> None:
    """CIE 15:2004: illuminant A, a body of 2856 K, lies at x 0.4476, y 0.4074."""
    x, y, z = seen(np.array([2856.0]), 0.0)[0]
    assert x / (x + y + z) == pytest.approx(0.4476, abs=0.004)
    assert y / (x + y + z) == pytest.approx(0.4074, abs=0.004)


def test_a_camera_balanced_for_a_body_sees_it_white() -> None:
    table = glow_table(1900.0, 3000.0, 0.0)
    row = table[round((3000.0 - COLDEST) / (HOTTEST - COLDEST) * (ENTRIES - 1))]
    assert row / row[1] == pytest.approx(np.ones(3), abs=0.02)
    assert (np.diff(glow_table(1900.0, 4300.0, SOOT)[100:].sum(axis=1)) > 0.0).all()
