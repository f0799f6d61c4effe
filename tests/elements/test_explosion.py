"""Explosions: how wide their fireball gets, what shines and what hides, and the same bits again."""

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
from scipy.spatial import ConvexHull

from secondunit.elements import Scene, kind
from secondunit.elements.cache import read_stored
from secondunit.elements.carriers.fluid.box import Box
from secondunit.elements.carriers.fluid.charges import SILENCE, Blast, Charge
from secondunit.elements.carriers.fluid.simulate import frame_file
from secondunit.elements.kinds.explosion.plan import Fireball
from secondunit.elements.kinds.explosion.work import charges_of
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

pytestmark = pytest.mark.long

EXPLOSION = kind("explosion")


def scene_of(prompt: str = "", **by_hand: object) -> Scene:
    quick = {"resolution": 32, "substeps": 3, "start": 0.0, "sparks": 0.0, "debris": 0.0, **by_hand}
    return Scene("explosion", EXPLOSION.settings(prompt, quick), 5, Format(96, 96), Rate(24))


def simulated(scene: Scene, cache: Path, frames: FrameRange) -> None:
    EXPLOSION.simulate(scene, cache, frames, lambda done, text: None, lambda: False)


@pytest.fixture(scope="module")
def blast(tmp_path_factory: pytest.TempPathFactory) -> tuple[Scene, Path]:
    """An explosion of eight metres over the ground, frames 1 to 24."""
    scene, cache = scene_of(burn=1.0), tmp_path_factory.mktemp("blast")
    simulated(scene, cache, FrameRange(1, 24))
    return scene, cache


def test_mass_decides_the_width_and_the_time() -> None:
    """Roberts 1982: 1000 kg make a fireball of 58 m that burns for 4.5 s."""
    ball = Fireball.of(EXPLOSION.settings("", {"mass": 1000.0, "burn": 1.0}))
    assert (ball.width, ball.seconds) == (pytest.approx(58.0), pytest.approx(4.5))
    settings = EXPLOSION.whole(EXPLOSION.settings("", {"mass": 8.0}))
    assert float(settings["width"]) == pytest.approx(11.6)
    assert EXPLOSION.whole(settings) == settings


@pytest.mark.parametrize("mass", [1.0, 60.0])
def test_a_fireball_gets_as_wide_as_its_fuel_says(mass: float, tmp_path: Path) -> None:
    width = 5.8 * mass ** (1 / 3)
    scene = scene_of(mass=mass, height=2.5 * width, burn=1.0, ground=False, y=0.4)
    half = round(0.5 * Fireball.of(scene.settings).seconds * 24)
    simulated(scene, tmp_path, FrameRange(1, 1 + half))
    stored = read_stored(frame_file(tmp_path, 1 + half))
    box = EXPLOSION.plan(EXPLOSION.whole(scene.settings), scene.format, scene.rate, matte=False).box
    volume = float((stored.arrays["heat"] > 0.4).sum()) * box.cell**3
    assert (6.0 * volume / np.pi) ** (1 / 3) == pytest.approx(width, rel=0.25)


def test_it_flashes_burns_and_turns_to_smoke_that_rises(blast: tuple[Scene, Path]) -> None:
    scene, cache = blast
    pictures = {frame: EXPLOSION.render(scene, cache, frame) for frame in (1, 2, 4, 12, 24)}
    light = {frame: float(picture.layers["emission"].sum()) for frame, picture in pictures.items()}
    cover = {frame: float(picture.layers["beauty"][..., 3].sum()) for frame, picture in pictures.items()}
    assert light[1] == cover[1] == 0.0
    brightest = {frame: float(picture.layers["emission"].max()) for frame, picture in pictures.items()}
    assert brightest[2] > 1.2 * brightest[12] > 0.0
    assert light[4] > 10.0 * light[24]
    assert cover[24] > cover[12] > cover[4] > cover[2]
    tops = [int(np.nonzero(pictures[frame].layers["beauty"][..., 3] > 0.5)[0].min()) for frame in (12, 24)]
    assert tops[1] < tops[0]


def test_beauty_is_emission_and_the_weighted_passes(blast: tuple[Scene, Path]) -> None:
    picture = EXPLOSION.render(*blast, 8)
    total = picture.layers["emission"] + sum(
        picture.layers[side] * np.array(picture.weights[side], np.float32) for side in picture.weights
    )
    beauty = picture.layers["beauty"]
    assert np.abs(total - beauty[..., :3]).max() < 2e-6 * beauty.max()
    assert 0.9 < beauty[..., 3].max() <= 1.0


def test_it_waits_for_its_start(tmp_path: Path) -> None:
    scene = scene_of(start=0.1, resolution=24)
    simulated(scene, tmp_path, FrameRange(1, 5))
    burning = [float(read_stored(frame_file(tmp_path, n)).arrays["fuel"].sum()) for n in range(1, 6)]
    assert burning[:3] == [0.0, 0.0, 0.0]
    assert burning[4] > burning[3] > 0.0


def test_a_charge_is_let_go_at_once_and_fades() -> None:
    box = Box(-1.0, 0.0, -1.0, 0.1, 20, 20, 20, True)
    charge = Charge((0.0, 1.0, 0.0), (0.5, 1.0, 0.0), 0.3, 0.15, 0.5, 0.25)
    let_go = Blast((charge,), box, 0.025, 4, 1001)
    strengths = [
        float(let_go(frame, part).strength.max()) for frame in range(1001, 1010) for part in range(4)
    ]
    assert strengths[:20] == [0.0] * 20
    assert strengths[20] == pytest.approx(0.95)
    assert all(later < earlier for earlier, later in pairwise(strengths[20:30]))
    assert strengths[30:] == [0.0] * 6
    assert let_go(1001, 0) is SILENCE


@pytest.mark.parametrize("steps", [1, 3, 6])
def test_a_charge_between_two_frames_is_let_go_before_the_later_one_and_as_much_in_any_steps(
    steps: int,
) -> None:
    box, dt = Box(-1.0, 0.0, -1.0, 0.1, 20, 20, 20, True), 1.0 / 24.0 / steps
    let_go = Blast((Charge((0.0, 1.0, 0.0), (0.0, 1.0, 0.0), 0.4, 0.4, 0.2, 0.09),), box, dt, steps, 1)
    levels = [
        sum(float(let_go(frame, part).strength.max()) for part in range(steps)) for frame in range(1, 9)
    ]
    assert [level > 0.0 for level in levels] == [False] * 4 + [True] * 3 + [False]
    assert sum(levels) * dt == pytest.approx(0.5 * 0.09, rel=1e-5)


def test_a_run_that_was_interrupted_goes_on_to_the_same_bits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secondunit.elements.carriers.fluid.simulate.CHECKPOINT_CELLS", 60_000)
    scene, frames = scene_of(resolution=24), FrameRange(1, 4)
    simulated(scene, tmp_path / "whole", frames)
    simulated(scene, tmp_path / "grown", FrameRange(1, 2))
    simulated(scene, tmp_path / "grown", frames)
    one, other = (frame_file(tmp_path / cache, 4).read_bytes() for cache in ("whole", "grown"))
    assert hashlib.sha256(one).digest() == hashlib.sha256(other).digest()


def test_an_explosion_from_a_matte_goes_off_once(tmp_path: Path) -> None:
    matte = np.zeros((48, 48), np.float32)
    matte[30:40, 4:14] = 1.0
    scene = replace(scene_of(resolution=24, burn=0.7), matte=lambda frame: matte, matte_digest="m")
    simulated(scene, tmp_path, FrameRange(1, 16))
    fuel = [float(read_stored(frame_file(tmp_path, n)).arrays["fuel"].sum()) for n in (1, 4, 16)]
    assert fuel[0] == 0.0
    assert fuel[1] > 2.0 * fuel[2]


@pytest.mark.parametrize(
    ("prompt", "control", "value"),
    [
        ("a car explodes", "soot", 1.5),
        ("huge explosion at a refinery", "width", 300.0),
        ("une voiture qui explose", "width", 6.0),
        ("une explosion en l'air, sans vent", "ground", False),
        ("a hand grenade going off", "width", 3.0),
    ],
)
def test_words_set_what_they_mean(prompt: str, control: str, value: object) -> None:
    assert EXPLOSION.understand(prompt).settings[control] == value


PROGRAM = """
import hashlib, sys
from pathlib import Path
from secondunit.elements import Scene, kernels, kind
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate
# However small it is, every thread has a part of it.
kernels.SHARED = kernels.LEAST = 1
quick = {"start": 0.0, "sparks": 0.0, "debris": 0.0}
made, cache = kind("explosion"), Path(sys.argv[1])
scene = Scene("explosion", made.settings("", {**quick, "resolution": 40}), 3, Format(240, 240), Rate(24))
made.simulate(scene, cache, FrameRange(1, 4), lambda d, t: None, lambda: False)
total = hashlib.sha256()
for layer, pixels in sorted(made.render(scene, cache, 4).layers.items()):
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


def filled(scene: Scene, cache: Path) -> float:
    """How much of its convex hull the silhouette of what is hot fills when it has swollen."""
    frame = 1 + round(1.3 * Fireball.of(EXPLOSION.whole(scene.settings)).swell * 24)
    simulated(scene, cache, FrameRange(1, frame))
    seen = (read_stored(frame_file(cache, frame)).arrays["heat"] > 0.4).max(axis=0)
    hull = ConvexHull(np.argwhere(np.kron(seen, np.ones((2, 2)))))
    return 4.0 * float(seen.sum()) / float(hull.volume)


@pytest.mark.parametrize("name", ["petrol", "car", "charge"])
def test_a_ragged_fireball_stands_in_lobes_and_is_no_dome(name: str, tmp_path: Path) -> None:
    look = next(look for look in EXPLOSION.looks if look.name == name)
    lobed = filled(scene_of(**{**look.settings, "resolution": 96}), tmp_path / "lobed")
    even = filled(scene_of(**{**look.settings, "resolution": 96, "raggedness": 0.0}), tmp_path / "even")
    assert lobed < min(0.925, even - 0.02)


def lobes(width: float, seed: int) -> np.ndarray:
    """The tips of the lobes of an explosion, in widths of its fireball; (lobes, 3)."""
    settings = EXPLOSION.whole(EXPLOSION.settings("", {"width": width}))
    charges = charges_of(settings, Fireball.of(settings), seed)
    return np.array([charge.tip for charge in charges[1:]]) / width


def apart(one: np.ndarray, other: np.ndarray) -> float:
    """How far each lobe of one is from the nearest of the other, on average, in widths of the fireball."""
    return float(np.linalg.norm(one[:, None] - other[None], axis=-1).min(axis=1).mean())


def test_explosions_of_one_seed_share_no_lobes_where_they_are_of_other_sizes() -> None:
    other_seed = apart(lobes(8.0, 1), lobes(8.0, 2))
    assert other_seed > 0.05
    for width in (4.0, 6.0, 12.0):
        assert apart(lobes(8.0, 1), lobes(width, 1)) > 0.6 * other_seed


def test_lobes_of_an_explosion_stay_where_its_size_changes_a_little() -> None:
    """Nobody loses the shape that he chose for a nudge of its width."""
    steps = [lobes(8.0 * 1.01**n, 1) for n in range(70)]
    changes = [float(np.linalg.norm(b - a, axis=-1).max()) for a, b in pairwise(steps)]
    assert max(changes) < 0.02


def test_seeds_turn_an_explosion_round() -> None:
    turns = [np.arctan2(tips[0, 2], tips[0, 0]) for tips in (lobes(8.0, seed) for seed in range(24))]
    assert abs(np.exp(1j * np.array(turns)).mean()) < 0.4
