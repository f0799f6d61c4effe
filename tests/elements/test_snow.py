"""Snow: as many flakes as were counted, as slow as they were measured, dancing, full and without seams."""

from __future__ import annotations

from dataclasses import replace
from math import pi
from pathlib import Path

import numpy as np
import pytest

from secondunit.elements import RenderedFrame, Scene, kind
from secondunit.elements.carriers.particles.precipitation import strokes_at
from secondunit.elements.carriers.particles.precipitation_plan import shells_of
from secondunit.elements.carriers.particles.sight import ShutterView, still
from secondunit.elements.kind import PASSES
from secondunit.elements.kinds.snow.flakes import fall_of, melted, spectrum_of
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

SNOW = kind("snow")
SIZE = Format(160, 90)


def scene_of(prompt: str = "", seed: int = 5, **by_hand: object) -> Scene:
    return Scene("snow", SNOW.settings(prompt, {"most": 20_000, **by_hand}), seed, SIZE, Rate(24))


def rendered(scene: Scene, cache: Path, frame: int = 1) -> RenderedFrame:
    SNOW.simulate(scene, cache, FrameRange(frame, frame), lambda done, text: None, lambda: False)
    return SNOW.render(scene, cache, frame)


def strokes_of(frame: int, shutter: float = 0.0, **by_hand: object) -> np.ndarray:
    settings = SNOW.settings("", {"most": 2_000, "focus": 0.0, "ground": False, "near": 2.0, **by_hand})
    plan, camera = SNOW.plan(settings, SIZE, Rate(24))
    return strokes_at(plan, ShutterView(still(camera), plan.second, shutter), 5, frame).astype(float)


@pytest.mark.parametrize("size", [1.5, 4.0, 9.0])
def test_flakes_fall_at_half_a_metre_to_one_and_a_half_a_second(size: float) -> None:
    assert 0.5 < fall_of(melted(size)) < 1.5


@pytest.mark.parametrize("rate", [0.5, 2.0])
def test_what_falls_on_the_ground_is_about_the_water_that_was_asked_for(rate: float) -> None:
    """Flakes of less than 1 mm are left out, and the falls were measured by others than the numbers."""
    flakes = spectrum_of(rate, 1.0)
    parts = zip(flakes.sizes, flakes.counts, flakes.falls, strict=True)
    water = sum(pi / 6.0 * (0.001 * melted(1000.0 * size)) ** 3 * count * fall for size, count, fall in parts)
    assert 0.5 * rate < water * 1000.0 * 3600.0 < 1.5 * rate


def test_flakes_move_on_from_frame_to_frame_as_their_motion_says() -> None:
    options = {"far": 8.0, "wind": 1.0, "gusts": 0.2, "turbulence": 0.3}
    now, then = strokes_of(40, **options), strokes_of(41, **options)
    moved = now[:, :2] + now[:, 7:9] * (1.0, -1.0)
    inside = (moved > 10.0).all(axis=1) & (moved < (150.0, 80.0)).all(axis=1)
    away = np.hypot(*(moved[inside, None, :] - then[None, :, :2]).transpose(2, 0, 1)).min(axis=1)
    assert inside.sum() > 50
    assert np.quantile(away, 0.9) < 0.5


def test_flakes_flutter_and_without_it_fall_straight() -> None:
    straight = {"wind": 0.0, "turbulence": 0.0, "gusts": 0.0, "far": 8.0}
    for flutter, least, most in ((0.0, 0.0, 0.02), (30.0, 0.05, 10.0)):
        motion = strokes_of(3, flutter=flutter, **straight)[:, 7:9]
        middle = np.abs(motion[:, 0]) / np.abs(motion[:, 1])
        assert least <= np.median(middle) <= most


def test_far_flakes_stand_for_more_and_near_ones_for_themselves() -> None:
    plan, camera = SNOW.plan(SNOW.settings("", {"most": 60_000}), SIZE, Rate(24))
    shells = shells_of(plan, camera)
    assert shells[-1].whole and not shells[0].whole
    assert sum(shell.drawn for shell in shells) <= 60_000
    assert [shell.outer for shell in shells] == sorted((shell.outer for shell in shells), reverse=True)


def test_a_near_flake_is_a_clump_that_is_not_round(tmp_path: Path) -> None:
    near = {"near": 0.3, "far": 1.0, "size": 3.0, "focus": 0.0, "shutter": 0.0, "rate": 2.0, "ground": False}
    large = strokes_of(5, **{**near, "near": 0.3})
    tufts = large[large[:, 13] > 0.8]
    assert len(tufts) >= 6 and len(tufts) % 6 == 0
    clump = tufts[:6]
    assert np.ptp(clump[:, :2], axis=0).max() > clump[:, 4].mean()


def test_passes_add_up_to_beauty_and_overscan_changes_no_pixel(tmp_path: Path) -> None:
    scene = replace(scene_of("heavy snow"), overscan=6)
    picture = rendered(scene, tmp_path)
    layers = picture.layers
    assert set(layers) == {"beauty", *PASSES, "depth", "motion", "density"}
    assert all(np.isfinite(layer).all() for layer in layers.values())
    total = sum(layers[name] * np.array(picture.weights[name], np.float32) for name in PASSES)
    assert np.abs(total - layers["beauty"][..., :3]).max() < 2e-6
    assert 0.0 < layers["beauty"][..., 3].max() <= 1.0
    plain = SNOW.render(replace(scene, overscan=0), tmp_path, 1).layers["beauty"]
    assert np.array_equal(plain, layers["beauty"][6:-6, 6:-6])


def test_the_air_stays_as_full_however_long_it_snows(tmp_path: Path) -> None:
    means = [
        rendered(scene_of(ground=False, near=3.0), tmp_path, frame).layers["beauty"][..., 3].mean()
        for frame in (-5_000, 1, 2, 1_000_000)
    ]
    assert means == pytest.approx([means[0]] * 4, rel=0.15)


@pytest.mark.parametrize(
    ("prompt", "control", "value"),
    [
        ("light snow", "rate", 0.2),
        ("a blizzard blowing to the left", "wind_direction", 180.0),
        ("heavy snowfall, no wind", "wind", 0.0),
        ("snow with huge flakes", "size", 2.6),
        ("une tempête de neige", "wind", 9.0),
        ("de gros flocons qui tombent doucement", "size", 1.8),
        ("neige légère", "rate", 0.2),
    ],
)
def test_a_phrase_sets_its_control(prompt: str, control: str, value: object) -> None:
    assert SNOW.understand(prompt).settings[control] == value


def test_every_look_is_of_its_own_controls_and_makes_another_picture() -> None:
    assert len(SNOW.looks) >= 3
    pictures = [SNOW.settings("", look.settings) for look in SNOW.looks]
    assert len(set(pictures)) == len(pictures)
