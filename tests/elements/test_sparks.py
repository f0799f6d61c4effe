"""Sparks: jets, bursts, forks and bounces; streaks as long as the shutter makes them; light that adds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from secondunit.elements import RenderedFrame, Scene, kind
from secondunit.elements.cache import read_stored
from secondunit.elements.carriers.particles.frames import frame_file
from secondunit.wire.errors import Cancelled, OutOfRange
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

SPARKS = kind("sparks")
#: One spark, heavy enough to fly straight, seen from the side.
ALONE = {
    "timing": "once", "amount": 1.0, "duration": 0.0, "size": 9.0, "variety": 0.0, "cone": 0.0, "toward": 0.0,
    "tilt": 0.0, "speed_out": 6.0, "x": 0.1, "y": 0.5, "ground": False, "forks": 0.0, "life": 20.0,
}  # fmt: skip


def scene_of(prompt: str = "", seed: int = 5, **by_hand: object) -> Scene:
    return Scene("sparks", SPARKS.settings(prompt, by_hand), seed, Format(160, 120), Rate(24))


def simulated(scene: Scene, cache: Path, frames: FrameRange) -> None:
    SPARKS.simulate(scene, cache, frames, lambda done, text: None, lambda: False)


def rendered(scene: Scene, cache: Path, frame: int = 1) -> RenderedFrame:
    simulated(scene, cache, FrameRange(1, frame))
    return SPARKS.render(scene, cache, frame)


def test_every_layer_is_there_and_emission_is_all_of_the_light(tmp_path: Path) -> None:
    picture = rendered(scene_of(), tmp_path)
    assert set(picture.layers) == {"beauty", "emission", "depth", "motion", "density"}
    assert picture.weights == {}
    beauty = picture.layers["beauty"]
    assert np.array_equal(beauty[..., :3], picture.layers["emission"])
    assert all(np.isfinite(layer).all() for layer in picture.layers.values())
    assert beauty[..., :3].max() > 1.0 > beauty[..., 3].max() > 0.0


def test_a_streak_is_as_long_as_the_speed_and_the_shutter_say(tmp_path: Path) -> None:
    lengths = {}
    for shutter in (90.0, 180.0, 360.0):
        scene = scene_of(**ALONE, shutter=shutter)
        alpha = rendered(scene, tmp_path, 3).layers["beauty"][..., 3].sum(axis=0).astype(float)
        # Of an evenly covered line the deviation is its length over the root of 12.
        middle = (alpha * np.arange(160)).sum() / alpha.sum()
        lengths[shutter] = np.sqrt(12.0 * (alpha * (np.arange(160) - middle) ** 2).sum() / alpha.sum())
    stored = read_stored(frame_file(tmp_path, 3)).arrays
    way = stored["way"][0]
    metres = np.linalg.norm(way[-1] - way[0])
    assert metres == pytest.approx(6.0 / 24.0, rel=0.05)
    height = float(scene.settings["height"]) / 0.46  # what the frame shows from top to bottom, in metres
    for shutter, length in lengths.items():
        assert length == pytest.approx(metres * shutter / 360.0 * 120.0 / height, rel=0.1, abs=0.8)


def test_motion_says_where_a_spark_is_in_the_next_frame(tmp_path: Path) -> None:
    scene = scene_of(**ALONE, shutter=0.0)
    now, then = (rendered(scene, tmp_path, frame).layers for frame in (3, 4))

    def middle(layers: dict[str, np.ndarray]) -> np.ndarray:
        alpha = layers["beauty"][..., 3]
        rows, columns = np.mgrid[0:120, 0:160]
        return np.array([(alpha * rows).sum(), (alpha * columns).sum()]) / alpha.sum()

    row, column = np.round(middle(now)).astype(int)
    across, up = now["motion"][row, column]
    assert middle(then) == pytest.approx(middle(now) + np.array([-up, across]), abs=0.5)


def test_any_frame_is_the_same_made_alone_or_in_a_row(tmp_path: Path) -> None:
    scene = scene_of("welding")
    simulated(scene, tmp_path / "row", FrameRange(1, 8))
    with pytest.raises(Cancelled):
        calls = iter(range(1000))
        SPARKS.simulate(
            scene, tmp_path / "cut", FrameRange(1, 8), lambda d, t: None, lambda: next(calls) > 40
        )
    simulated(scene, tmp_path / "cut", FrameRange(1, 8))
    for frame in range(1, 9):
        one, other = (frame_file(tmp_path / name, frame).read_bytes() for name in ("row", "cut"))
        assert one == other


def test_one_burst_comes_when_it_is_asked_for_and_goes_out(tmp_path: Path) -> None:
    scene = scene_of("bullet hit", delay=0.25, life=0.2)
    simulated(scene, tmp_path, FrameRange(1, 20))
    light = [float(SPARKS.render(scene, tmp_path, f).layers["emission"].sum()) for f in (3, 7, 9, 20)]
    assert light[0] == 0.0 == light[3]
    assert min(light[1:3]) > 0.0


def test_sparks_that_strike_the_ground_break_and_rise_again(tmp_path: Path) -> None:
    falling = {"tilt": -90.0, "cone": 5.0, "drop": 0.4, "forks": 0.0, "preroll": 0.5, "size": 2.0}
    whole, broken = (scene_of(splits=share, **falling) for share in (0.0, 1.0))
    counts = []
    for name, scene in (("whole", whole), ("broken", broken)):
        simulated(scene, tmp_path / name, FrameRange(1, 1))
        arrays = read_stored(frame_file(tmp_path / name, 1)).arrays
        counts.append(len(arrays["age"]))
        assert arrays["way"][..., 1].min() >= -0.4
        rising = arrays["way"][:, -1, 1] > arrays["way"][:, 0, 1] + 0.001
        assert rising.mean() > 0.1
    assert counts[1] > 1.3 * counts[0]


def test_they_cool_from_white_to_red(tmp_path: Path) -> None:
    scene = scene_of(
        "", cone=2.0, tilt=0.0, toward=0.0, variety=0.1, forks=0.0, ground=False, x=0.05, life=0.4
    )
    light = rendered(scene, tmp_path).layers["emission"]
    lit = np.nonzero(light.sum(axis=(0, 2)) > 0.02)[0]
    near, far = light[:, lit[2] : lit[2] + 8], light[:, lit[-1] - 12 : lit[-1]]
    red_near, red_far = (part[..., 0].sum() / part[..., 1].sum() for part in (near, far))
    assert red_far > 1.5 * red_near


def test_they_leave_the_artists_own_matte_and_too_many_are_refused(tmp_path: Path) -> None:
    matte = np.zeros((60, 80), np.float32)
    matte[20:30, 60:70] = 1.0
    scene = replace(scene_of(speed_out=0.5, life=0.2), matte=lambda f: matte, matte_digest="m")
    alpha = rendered(scene, tmp_path).layers["beauty"][..., 3]
    rows, columns = np.nonzero(alpha > 0.2 * alpha.max())
    assert 110 < columns.mean() < 150 and 30 < rows.mean() < 75
    with pytest.raises(OutOfRange, match="particles"):
        simulated(scene_of(amount=60000.0, life=20.0), tmp_path / "many", FrameRange(1, 1))


@pytest.mark.parametrize(
    ("prompt", "control", "value"),
    [
        ("sparks from an angle grinder", "cone", 14.0),
        ("welding sparks", "tilt", 60.0),
        ("a sudden burst of sparks", "timing", "once"),
        ("many sparks, wind to the left", "wind_direction", 180.0),
        ("des étincelles de soudure", "cone", 80.0),
        ("étincelles de meuleuse, nombreuses", "amount", 4800.0),
        ("étincelles rouges qui tombent", "temperature", 1300.0),
    ],
)
def test_a_phrase_sets_its_control(prompt: str, control: str, value: object) -> None:
    assert SPARKS.understand(prompt).settings[control] == value


def test_every_look_is_of_its_own_controls_and_makes_another_picture() -> None:
    assert len(SPARKS.looks) >= 3
    pictures = [SPARKS.settings("", look.settings) for look in SPARKS.looks]
    assert len(set(pictures)) == len(pictures)
