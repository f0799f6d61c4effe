"""Rain: as many drops as were counted, as fast as they were measured, everywhere in frame and for ever."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from math import pi
from pathlib import Path

import numpy as np
import pytest

from secondunit.elements import RenderedFrame, Scene, kind
from secondunit.elements.carriers.particles.precipitation import strokes_at
from secondunit.elements.carriers.particles.sight import ShutterView, still
from secondunit.elements.kind import PASSES
from secondunit.elements.kinds.rain.drops import fall_of, number_of, spectrum_of
from secondunit.elements.optics.camera import Camera
from secondunit.elements.optics.holdout import UNHIDDEN
from secondunit.elements.optics.strokes import COLUMNS, LANES, PARTS, draw_strokes
from secondunit.wire.errors import DamagedPicture
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

RAIN = kind("rain")
SIZE = Format(160, 90)
STILL = {"wind": 0.0, "turbulence": 0.0, "gusts": 0.0}


def scene_of(prompt: str = "", seed: int = 5, **by_hand: object) -> Scene:
    return Scene("rain", RAIN.settings(prompt, {"most": 20_000, **by_hand}), seed, SIZE, Rate(24))


def rendered(scene: Scene, cache: Path, frame: int = 1) -> RenderedFrame:
    RAIN.simulate(scene, cache, FrameRange(frame, frame), lambda done, text: None, lambda: False)
    return RAIN.render(scene, cache, frame)


def strokes_of(frame: int = 1, shutter: float = 0.5, **by_hand: object) -> np.ndarray:
    scene = scene_of(**{"focus": 0.0, **by_hand})
    plan, camera = RAIN.plan(scene.settings, SIZE, Rate(24))
    return strokes_at(plan, ShutterView(still(camera), plan.second, shutter), 5, frame).astype(float)


#: Gunn and Kinzer 1949, table 2: diameter in mm, m/s.
GUNN_KINZER = {0.6: 2.47, 1.0: 4.03, 2.0: 6.49, 3.0: 8.06, 4.0: 8.83, 5.0: 9.09}


@pytest.mark.parametrize("size", GUNN_KINZER)
def test_a_drop_falls_as_fast_as_was_measured(size: float) -> None:
    assert fall_of(size) == pytest.approx(GUNN_KINZER[size], rel=0.03)


@pytest.mark.parametrize("rate", [2.0, 20.0, 100.0])
def test_what_falls_on_the_ground_is_the_rate_that_was_asked_for(rate: float) -> None:
    drops = spectrum_of(rate)
    parts = zip(drops.sizes, drops.counts, drops.falls, strict=True)
    metres = sum(pi / 6.0 * size**3 * count * fall for size, count, fall in parts)
    assert metres * 1000.0 * 3600.0 == pytest.approx(rate, rel=0.2)


@pytest.mark.parametrize("rate", [2.0, 20.0])
def test_there_are_as_many_drops_of_each_size_as_marshall_and_palmer_counted(rate: float) -> None:
    """Drops between two and three metres from the camera, in what the frame shows of the air there."""
    camera = RAIN.plan(scene_of().settings, SIZE, Rate(24))[1]
    seen: list[np.ndarray] = []
    for frame in range(0, 600, 60 if rate > 10.0 else 15):
        strokes = strokes_of(
            frame, 0.0, rate=rate, near=0.5, far=4.0, most=4_000_000, opacity=1.0, ground=False, **STILL
        )
        x, y, deep = strokes[:, 0], strokes[:, 1], strokes[:, 6]
        inside = (x > 0) & (x < 160) & (y > 0) & (y < 90) & (deep > 2.0) & (deep < 3.0)
        # Without a shutter a drop is a disc: its radius in pixels and its depth say its diameter.
        seen.append(2000.0 * strokes[inside, 4] * deep[inside] * camera.across / 160.0)
    volume = camera.across * camera.down * (3.0**3 - 2.0**3) / 3.0 * len(seen)
    sizes = np.concatenate(seen)
    for low, high in ((0.6, 0.9), (0.9, 1.3), (1.3, 2.2)):
        edges = np.linspace(low, high, 200)
        theory = np.trapezoid([number_of(size, rate) for size in edges], edges)
        assert ((sizes >= low) & (sizes < high)).sum() / volume == pytest.approx(theory, rel=0.1)


def test_a_streak_is_as_long_as_the_speed_and_the_shutter_say() -> None:
    camera = RAIN.plan(scene_of().settings, SIZE, Rate(24))[1]
    for shutter in (0.25, 0.5, 1.0):
        strokes = strokes_of(3, shutter, near=1.0, far=4.0, most=400_000, ground=False, **STILL)
        size = 2.0 * strokes[:, 4] * strokes[:, 6] * camera.across / 160.0
        metres = np.abs(strokes[:, 3] - strokes[:, 1]) * strokes[:, 6] * camera.across / 160.0
        falls = np.array([fall_of(1000.0 * one) for one in size])
        assert np.median(metres / (falls * shutter / 24.0)) == pytest.approx(1.0, rel=0.02)


@pytest.mark.parametrize("length", [0.0, 0.6, 5.0, 23.0])
@pytest.mark.parametrize("radius", [0.05, 0.4, 0.9, 3.0])
def test_a_stroke_covers_its_area_whatever_its_length_and_place(length: float, radius: float) -> None:
    areas = []
    for shift in (0.0, 0.3, 0.5, 0.8):
        for angle in (0.0, 0.4, 1.5):
            end = (30.0 + shift + length * np.sin(angle), 20.0 + length * np.cos(angle))
            stroke = np.zeros((1, COLUMNS), np.float32)
            stroke[0, :10] = (30.0 + shift, 20.0, *end, radius, 0.8, 3.0, 0.0, 0.0, 1.0)
            for axis in (0, 1):
                drawn = np.zeros((64, PARTS, 64 + LANES), np.float32)
                draw_strokes(0, 64, stroke, np.zeros(1, np.int64), axis, 0, 0, UNHIDDEN, drawn)
                areas.append(float(drawn[:, 0, :64].sum()))
    assert areas == pytest.approx([0.8 * pi * radius**2] * len(areas), rel=0.06)


def test_motion_says_where_a_drop_is_in_the_next_frame() -> None:
    options = {
        "near": 1.0,
        "far": 4.0,
        "most": 1_000,
        "ground": False,
        "wind": 3.0,
        "turbulence": 0.0,
        "gusts": 0.0,
    }
    now, then = (strokes_of(frame, 0.0, **options) for frame in (7, 8))
    moved = now[:, :2] + now[:, 7:9] * (1.0, -1.0)
    inside = (moved > 10.0).all(axis=1) & (moved < (150.0, 80.0)).all(axis=1)
    away = np.hypot(*(moved[inside, None, :] - then[None, :, :2]).transpose(2, 0, 1)).min(axis=1)
    assert inside.sum() > 20
    assert np.quantile(away, 0.95) < 0.2


def test_drops_stay_in_the_world_while_the_camera_moves() -> None:
    """A camera that travels: the next frame has each drop where its motion says, and all of them."""
    scene = scene_of(near=1.0, far=4.0, most=1_000, ground=False, focus=0.0, speed=0.02, **STILL)
    plan, camera = RAIN.plan(scene.settings, SIZE, Rate(24))

    def moved(frames: float) -> Camera:
        return replace(camera, x=0.06 * frames, y=camera.y + 0.02 * frames, z=camera.z - 0.03 * frames)

    strokes = []
    for frame in (7, 8):
        sight = ShutterView(lambda at, frame=frame: moved(frame + at), plan.second, 0.5)
        strokes.append(strokes_at(plan, sight, 5, frame).astype(float))
    now, then = strokes
    middle = 0.5 * (now[:, 0:2] + now[:, 2:4])
    later = middle + now[:, 7:9] * (1.0, -1.0)
    inside = (later > 10.0).all(axis=1) & (later < (150.0, 80.0)).all(axis=1) & (now[:, 5] > 1e-3)
    target = 0.5 * (then[:, 0:2] + then[:, 2:4])
    away = np.hypot(*(later[inside, None, :] - target[None, :, :]).transpose(2, 0, 1)).min(axis=1)
    assert inside.sum() > 20 and np.quantile(away, 0.95) < 0.3
    # What hangs still is a streak by the camera's own travel, half of it at half a shutter.
    length = np.hypot(now[:, 2] - now[:, 0], now[:, 3] - now[:, 1])
    assert np.median(length / np.hypot(now[:, 7], now[:, 8])) == pytest.approx(0.5, rel=0.03)
    assert np.median(length) > 0.3


def test_the_frame_is_full_at_every_height_of_the_camera_and_stays_so(tmp_path: Path) -> None:
    means = []
    for height, pitch, frame in ((1.6, 0.0, 1), (1.6, 0.0, 100_000), (60.0, -20.0, 5), (2.0, 35.0, 5)):
        scene = scene_of("steady", camera_height=height, camera_pitch=pitch, ground=False)
        alphas = [
            rendered(scene, tmp_path / f"{height}{pitch}", frame + n).layers["beauty"][..., 3]
            for n in range(0, 40, 8)
        ]
        alpha = np.mean(alphas, axis=0)
        parts = alpha.reshape(3, 30, 4, 40).mean(axis=(1, 3))
        assert parts.min() > 0.6 * parts.max()
        means.append(alpha.mean())
    assert means == pytest.approx([means[0]] * 4, rel=0.12)


def test_passes_add_up_to_beauty_and_light_from_behind_is_the_strongest(tmp_path: Path) -> None:
    scene = replace(scene_of("backlit", color="0.9 0.8 0.7"), overscan=4)
    picture = rendered(scene, tmp_path)
    layers = picture.layers
    assert set(layers) == {"beauty", *PASSES, "depth", "motion", "density"}
    assert all(np.isfinite(layer).all() for layer in layers.values())
    total = sum(layers[name] * np.array(picture.weights[name], np.float32) for name in PASSES)
    assert np.abs(total - layers["beauty"][..., :3]).max() < 2e-6 * layers["beauty"].max() + 1e-7
    nothing = layers["beauty"][..., 3] == 0.0
    assert not layers["beauty"][nothing].any() and not layers["depth"][nothing].any()
    assert layers["light_back"].sum() > 3.0 * layers["light_front"].sum()
    plain = RAIN.render(replace(scene, overscan=0), tmp_path, 1).layers["beauty"]
    assert np.array_equal(plain, layers["beauty"][4:-4, 4:-4])


def test_drops_end_on_the_ground_and_splash_there(tmp_path: Path) -> None:
    high = {"camera_height": 3.0, "camera_pitch": -60.0, "near": 0.8, "opacity": 1.0, **STILL}
    dry, wet = (
        rendered(scene_of("downpour", splashes=share, **high), tmp_path / str(share)).layers
        for share in (0.0, 2.0)
    )
    assert wet["beauty"][..., 3].sum() > 1.05 * dry["beauty"][..., 3].sum()
    # Through the ground nothing is seen: along the middle ray it is 3 m / sin 60 degrees away.
    assert dry["depth"][30:60].max() < 3.0 / np.sin(np.radians(60.0 - 12.0)) + 0.3


PROGRAM = """
import hashlib, sys
from pathlib import Path
from secondunit.elements import Scene, kind
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate
K = kind(sys.argv[2])
scene = Scene(K.name, K.settings("", {"most": 30000}), 5, Format(160, 90), Rate(24))
K.simulate(scene, Path(sys.argv[1]), FrameRange(9, 9), lambda d, t: None, lambda: False)
layers = K.render(scene, Path(sys.argv[1]), 9).layers
print(hashlib.sha256(b"".join(layers[name].tobytes() for name in sorted(layers))).hexdigest())
"""


def test_the_number_of_threads_changes_no_bit(tmp_path: Path) -> None:
    answers = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM, str(tmp_path / threads), "rain"],
            env={**os.environ, "NUMBA_NUM_THREADS": threads}, capture_output=True, text=True, check=True,
        ).stdout
        for threads in ("1", "2")
    }  # fmt: skip
    assert len(answers) == 1


def test_a_frame_that_was_not_simulated_is_missed_and_another_seed_is_other_rain(tmp_path: Path) -> None:
    one, other = (rendered(scene_of(seed=seed), tmp_path / str(seed)).layers["beauty"] for seed in (1, 2))
    assert not np.array_equal(one, other)
    with pytest.raises(DamagedPicture):
        RAIN.render(scene_of(seed=1), tmp_path / "1", 2)


@pytest.mark.parametrize(
    ("prompt", "control", "value"),
    [
        ("heavy rain", "rate", 55.0),
        ("a light drizzle", "opacity", 6.0),
        ("backlit rain at night", "key_side", 170.0),
        ("heavy rain driven to the left by strong wind", "wind_direction", 180.0),
        ("pluie battante", "rate", 55.0),
        ("une pluie fine", "rate", 1.0),
        ("il pleut, sans vent", "wind", 0.0),
    ],
)
def test_a_phrase_sets_its_control(prompt: str, control: str, value: object) -> None:
    assert RAIN.understand(prompt).settings[control] == value


def test_every_look_is_of_its_own_controls_and_makes_another_picture() -> None:
    assert len(RAIN.looks) >= 3
    pictures = [RAIN.settings("", look.settings) for look in RAIN.looks]
    assert len(set(pictures)) == len(pictures)
