"""Debris: sizes as things break, facets under six lights, bounces that end, blur as long as the shutter."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from secondunit.elements import RenderedFrame, Scene, kind
from secondunit.elements.cache import read_stored
from secondunit.elements.carriers.particles.frames import frame_file
from secondunit.elements.carriers.particles.thrown import diameters
from secondunit.elements.kind import PASSES
from secondunit.elements.optics.facets import Solids, Surface, facet_layers
from secondunit.elements.optics.holdout import UNHIDDEN
from secondunit.elements.optics.polyhedra import polyhedra
from secondunit.wire.errors import Cancelled
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

DEBRIS = kind("debris")
SIZE = Format(160, 90)
FEW = {"amount": 60.0, "largest": 30.0, "smallest": 4.0, "delay": 0.0}


def scene_of(prompt: str = "", seed: int = 5, **by_hand: object) -> Scene:
    return Scene("debris", DEBRIS.settings(prompt, {**FEW, **by_hand}), seed, SIZE, Rate(24))


def simulated(scene: Scene, cache: Path, frames: FrameRange) -> None:
    DEBRIS.simulate(scene, cache, frames, lambda done, text: None, lambda: False)


def rendered(scene: Scene, cache: Path, frame: int = 6) -> RenderedFrame:
    simulated(scene, cache, FrameRange(1, frame))
    return DEBRIS.render(scene, cache, frame)


@pytest.mark.parametrize("plates", [False, True])
@pytest.mark.parametrize("cuts", [3, 9])
def test_every_shape_is_closed_and_convex(cuts: int, plates: bool) -> None:
    shapes = polyhedra(3, 12, cuts, plates)
    for shape in range(12):
        facets = range(shapes.first[shape], shapes.first[shape + 1])
        corners = [shapes.corners[n, : shapes.many[n]].astype(float) for n in facets]
        everything = np.concatenate(corners)
        surface = np.zeros(3)
        for n, face in zip(facets, corners, strict=True):
            normal = shapes.normals[n].astype(float)
            assert (everything @ normal <= (face @ normal).mean() + 1e-4).all()
            area = np.cross(face, np.roll(face, -1, axis=0)).sum(axis=0) / 2.0
            surface += normal * np.linalg.norm(area)
        # Over a closed surface the sum of areas times normals is nothing.
        assert np.abs(surface).max() < 1e-3


def test_a_cube_seen_from_its_front_covers_its_square_and_shows_one_light(tmp_path: Path) -> None:
    cube, camera = polyhedra(1, 1, 0, False), DEBRIS.plan(scene_of().settings, SIZE, Rate(24))[1]
    track = np.array([[[80.0, 45.0, 100.0]]], np.float32)
    still = np.zeros((1, 3), np.float32)
    pieces = Solids(
        track, np.full((1, 3), 0.105, np.float32), np.array([[1, 0, 0, 0]], np.float32), still,
        np.zeros(1, np.int32), np.array([[1.0, 1.0, 3.0, 0.0, 0.0]], np.float32),
    )  # fmt: skip
    weights = dict.fromkeys(PASSES, (1.0, 1.0, 1.0))
    layers = facet_layers(
        SIZE.window, camera, pieces, cube, Surface(1.0, 0.0), (1.0, 1.0, 1.0), weights, UNHIDDEN
    )
    assert layers["beauty"][..., 3].sum() == pytest.approx(21.0**2, rel=0.02)
    assert layers["light_front"][45, 80] == pytest.approx(1.0, abs=0.13)
    assert not layers["light_back"].any() and layers["light_left"].sum() < 0.02 * layers["light_front"].sum()
    assert layers["depth"][45, 80, 0] == pytest.approx(3.0)


def test_there_are_as_many_above_a_size_as_the_power_law_says() -> None:
    plan, _ = DEBRIS.plan(scene_of(smallest=1.0, largest=100.0, power=2.5).settings, SIZE, Rate(24))
    sizes = diameters(plan, (np.arange(100_000) + 0.5) / 100_000)
    assert sizes.min() == pytest.approx(0.01, rel=0.01) and 0.8 < sizes.max() <= 1.0
    for times in (2.0, 4.0, 8.0):
        assert (sizes > 0.01 * times).mean() == pytest.approx(times**-2.5, rel=0.05)


def test_passes_add_up_to_beauty_and_overscan_changes_no_pixel(tmp_path: Path) -> None:
    scene = replace(scene_of("broken glass", amount=25.0), overscan=5)
    picture = rendered(scene, tmp_path)
    layers = picture.layers
    assert set(layers) == {"beauty", *PASSES, "depth", "motion", "density"}
    assert all(np.isfinite(layer).all() for layer in layers.values())
    total = sum(layers[name] * np.array(picture.weights[name], np.float32) for name in PASSES)
    assert np.abs(total - layers["beauty"][..., :3]).max() < 2e-6
    alpha = layers["beauty"][..., 3]
    assert 0.2 < np.quantile(alpha[alpha > 0.05], 0.9) < 0.8, "one sees through glass"
    assert not layers["beauty"][alpha == 0.0].any()
    plain = DEBRIS.render(replace(scene, overscan=0), tmp_path, 6).layers["beauty"]
    assert np.array_equal(plain, layers["beauty"][5:-5, 5:-5])


def test_what_is_solid_covers_whole_pixels_and_faces_the_key(tmp_path: Path) -> None:
    scene = scene_of("", amount=40.0, largest=80.0, smallest=30.0, shutter=0.0)
    layers = rendered(scene, tmp_path).layers
    assert layers["beauty"][..., 3].max() > 0.999
    left, right = (layers[f"light_{side}"].sum() for side in ("left", "right"))
    assert 0.5 < left / right < 2.0
    assert layers["light_back"].sum() < 0.01 * layers["light_front"].sum()


def test_blur_is_as_long_as_the_speed_and_the_shutter_say(tmp_path: Path) -> None:
    alone = {"amount": 1.0, "duration": 0.0, "variety": 0.0, "cone": 0.0, "tilt": 0.0, "speed_out": 8.0,
             "largest": 3.0, "smallest": 2.9, "x": 0.1, "y": 0.5, "ground": False, "width": 0.01}  # fmt: skip
    extents = {}
    for shutter in (0.0, 360.0):
        alpha = rendered(scene_of(**alone, shutter=shutter), tmp_path, 3).layers["beauty"][..., 3].sum(axis=0)
        middle = (alpha * np.arange(160)).sum() / alpha.sum()
        extents[shutter] = 12.0 * (alpha * (np.arange(160) - middle) ** 2).sum() / alpha.sum()
    way = read_stored(frame_file(tmp_path, 3)).arrays["way"][0]
    pixels = float(np.linalg.norm(way[-1] - way[0])) * 90.0 / (3.0 / 0.46)
    assert np.sqrt(extents[360.0] - extents[0.0]) == pytest.approx(pixels, rel=0.08)


def test_it_comes_to_lie_on_the_ground_and_stays_there(tmp_path: Path) -> None:
    scene = scene_of(speed_out=3.0, amount=30.0)
    simulated(scene, tmp_path, FrameRange(1, 96))
    rest, later = (read_stored(frame_file(tmp_path, frame)).arrays["way"] for frame in (92, 96))
    assert np.abs(later[:, -1] - rest[:, -1]).max() < 0.01
    half = read_stored(frame_file(tmp_path, 96)).arrays["half"]
    assert (later[:, -1, 1] >= 0.9 * half.min(axis=1)).all()
    assert (later[:, -1, 1] <= 1.05 * half.max(axis=1)).all()
    # Most lie on their broad side.
    assert np.median(later[:, -1, 1] / half[:, 2]) < 1.15


def test_any_frame_is_the_same_made_alone_or_in_a_row(tmp_path: Path) -> None:
    scene = scene_of("wood splinters")
    simulated(scene, tmp_path / "row", FrameRange(1, 10))
    with pytest.raises(Cancelled):
        calls = iter(range(1000))
        DEBRIS.simulate(
            scene, tmp_path / "cut", FrameRange(1, 10), lambda d, t: None, lambda: next(calls) > 5
        )
    simulated(scene, tmp_path / "cut", FrameRange(1, 10))
    for frame in range(1, 11):
        one, other = (frame_file(tmp_path / name, frame).read_bytes() for name in ("row", "cut"))
        assert one == other


PROGRAM = """
import hashlib, sys
from pathlib import Path
from secondunit.elements import Scene, kind
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate
K = kind("debris")
scene = Scene("debris", K.settings("", {"amount": 3000.0}), 5, Format(160, 90), Rate(24))
K.simulate(scene, Path(sys.argv[1]), FrameRange(1, 6), lambda d, t: None, lambda: False)
layers = K.render(scene, Path(sys.argv[1]), 6).layers
print(hashlib.sha256(b"".join(layers[name].tobytes() for name in sorted(layers))).hexdigest())
"""


def test_the_number_of_threads_changes_no_bit(tmp_path: Path) -> None:
    answers = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM, str(tmp_path / threads)],
            env={**os.environ, "NUMBA_NUM_THREADS": threads}, capture_output=True, text=True, check=True,
        ).stdout
        for threads in ("1", "2")
    }  # fmt: skip
    assert len(answers) == 1


@pytest.mark.parametrize(
    ("prompt", "control", "value"),
    [
        ("concrete debris from an explosion", "material", "concrete"),
        ("wood splinters flying", "material", "wood"),
        ("glass shards at camera", "toward", -90.0),
        ("falling bricks", "timing", "steady"),
        ("des éclats de verre", "material", "glass"),
        ("gravats, gros morceaux de béton", "largest", 28.0),
        ("éboulement", "timing", "steady"),
    ],
)
def test_a_phrase_sets_its_control(prompt: str, control: str, value: object) -> None:
    assert DEBRIS.understand(prompt).settings[control] == value


def test_every_look_is_of_its_own_controls_and_makes_another_picture() -> None:
    assert len(DEBRIS.looks) >= 3
    pictures = [DEBRIS.settings("", look.settings) for look in DEBRIS.looks]
    assert len(set(pictures)) == len(pictures)
