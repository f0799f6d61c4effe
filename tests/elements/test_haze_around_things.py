"""There is no haze in what stands in it, all of it around that, and none behind what hides."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from secondunit.elements import Scene, kind
from secondunit.elements.carriers.haze.gaps import fill_gaps, open_share
from secondunit.elements.carriers.haze.plan import KOSCHMIEDER
from secondunit.elements.carriers.obstacles import read_obstacles
from secondunit.elements.carriers.surfaces import table_of
from secondunit.elements.kernels import Field
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

SIZE = Format(96, 54)
#: Even fog that a camera two metres up looks down into: the middle ray reaches the ground after four metres.
EVEN = {"unevenness": 0.0, "height": 1000.0, "visibility": 8.0, "camera_height": 2.0, "camera_pitch": -30.0}
DEEP = 4.0


def layers_of(scene: Scene, cache: Path) -> dict[str, Field]:
    maker = kind(scene.kind)
    maker.simulate(scene, cache, FrameRange(1, 1), lambda done, text: None, lambda: False)
    return dict(maker.render(scene, cache, 1).layers)


def fog_of(obstacles: str, hides: bool = False, **by_hand: object) -> Scene:
    by_hand = {**EVEN, "obstacles": obstacles, "obstacles_hide": hides, **by_hand}
    return Scene("fog", kind("fog").settings("", by_hand), 5, SIZE, Rate(24))


def alpha_in_the_middle(scene: Scene, cache: Path) -> float:
    return float(layers_of(scene, cache)["beauty"][26:28, 47:49, 3].mean())


def covered(metres: float) -> float:
    """The alpha of so many metres of the fog."""
    return float(1.0 - np.exp(-KOSCHMIEDER / 8.0 * metres))


@pytest.mark.parametrize(
    ("obstacles", "metres"),
    [
        # The middle ray is at height 2 - t / 2 and at z -0.866 t: a slab of so many metres of height takes
        # twice as many of the ray.
        ("box 0 0.5 -2 40 0.5 40", 1.0),
        ("box 0 0.5 -2 40 0.5 40 31; box 0 0.7 -2 30 0.3 30", 1.0),
        ("box 0 0.5 -2 40 0.25 40; box 0 1.25 -2 40 0.25 40", 1.0),
        ("ball 0 0.5 -1.732 1", 1.0),
        ("box 0 -1 0 40 0.9 40", 0.0),
        ("box 0 0 0 40 9 40", DEEP),
    ],
)
def test_a_ray_sees_no_fog_in_a_thing_and_all_of_it_elsewhere(
    obstacles: str, metres: float, tmp_path: Path
) -> None:
    alpha = alpha_in_the_middle(fog_of(obstacles), tmp_path)
    assert alpha == pytest.approx(covered(DEEP - metres), abs=0.006)


def test_a_thing_that_hides_ends_the_fog_where_it_begins(tmp_path: Path) -> None:
    alpha = alpha_in_the_middle(fog_of("box 0 0.5 -2 40 0.5 40", hides=True), tmp_path)
    assert alpha == pytest.approx(covered(2.0), abs=0.006)


def test_passes_add_up_around_things_and_overscan_changes_no_pixel(tmp_path: Path) -> None:
    scene = fog_of("ball 0.2 0.4 -2 1; post -0.5 0 -2 0.4 2", unevenness=0.7, visibility=15.0)
    layers = layers_of(scene, tmp_path)
    picture = kind("fog").render(scene, tmp_path, 1)
    total = sum(layers[name] * np.array(weight, np.float32) for name, weight in picture.weights.items())
    assert np.abs(total - layers["beauty"][..., :3]).max() < 1e-5
    grown = kind("fog").render(replace(scene, overscan=13), tmp_path, 1).layers["beauty"]
    assert np.array_equal(layers["beauty"], grown[13:-13, 13:-13])
    plain = layers_of(fog_of("", unevenness=0.7, visibility=15.0), tmp_path / "plain")
    outside = np.s_[:, :8]
    assert np.array_equal(layers["beauty"][outside], plain["beauty"][outside])
    assert layers["beauty"][..., 3].sum() < plain["beauty"][..., 3].sum()


@pytest.mark.parametrize("name", ["mist", "dust_drift"])
def test_low_layers_and_puffs_leave_a_thing_empty_too(name: str, tmp_path: Path) -> None:
    alphas = {}
    for obstacles in ("", "box 0 -1 0 900 900 900", "box 900 0 0 1 1 1"):
        settings = kind(name).settings("", {"obstacles": obstacles, "sheets": 50})
        scene = Scene(name, settings, 5, SIZE, Rate(24))
        alphas[obstacles] = layers_of(scene, tmp_path / str(len(obstacles)))["beauty"]
    full, within, far = alphas.values()
    assert full.any() and not within.any()
    assert np.array_equal(full, far)


def test_gaps_that_touch_are_one_and_none_is_behind_the_eye() -> None:
    text = "box 0 -1 -2 2 2 1; box 0 -1 -2.4 2 2 1; box 0 -1 -6 2 2 1; box 0 -1 3 2 2 1; ball 5 0 -2 1"
    table = table_of(read_obstacles(text))
    eye, rays = np.zeros((4, 3), np.float32), np.zeros((1, 1, 5), np.float32)
    rays[..., 2] = -1.0
    gaps, counts = np.zeros((1, 1, len(table), 2), np.float32), np.zeros((1, 1), np.int32)
    fill_gaps(table, eye, rays, 0, 0, 1, gaps, counts)
    assert sorted(gaps[0, 0, : counts[0, 0]].tolist()) == [
        pytest.approx([1.5, 2.9], abs=1e-5), pytest.approx([5.5, 6.5], abs=1e-5)
    ]  # fmt: skip
    share = open_share(gaps[0, 0], int(counts[0, 0]), np.float32(2.5), np.float32(6.0))
    assert share == pytest.approx(1.0 - (0.4 + 0.5) / 3.5, abs=1e-5)
