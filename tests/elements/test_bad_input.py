"""What cannot be done is refused before anything starts, with a sentence and a remedy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from secondunit.elements import Scene, kind, kinds
from secondunit.elements.carriers.fluid.plumes.plan import preroll_frames
from secondunit.wire.errors import BadInput, BadPicture, NotFound, OutOfRange, PictureTooLarge, TooManyFrames
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

SMOKE = kind("smoke")
Simulate = Callable[[Scene, Path, FrameRange], None]


def test_only_the_kinds_that_stand_are_named() -> None:
    assert kinds() == tuple(sorted(kinds())), "none of them is the usual one"
    assert {"embers", "smoke", "torch"} <= set(kinds())
    with pytest.raises(NotFound, match="lava") as caught:
        kind("lava")
    assert "smoke" in caught.value.problem.remedy


@pytest.mark.parametrize(
    "matte",
    [
        np.zeros((8, 8), np.float32),
        np.full((8, 8), np.nan, np.float32),
        np.zeros((0, 0), np.float32),
        np.zeros((8, 8, 3), np.float32),
        np.array([["a"]]),
    ],
)
def test_a_matte_that_emits_nothing_is_refused(
    tmp_path: Path, make_scene: Callable[..., Scene], simulate: Simulate, matte: np.ndarray
) -> None:
    with pytest.raises(BadPicture) as caught:
        simulate(replace(make_scene(), matte=lambda frame: matte), tmp_path / "cache", FrameRange(1, 5))
    assert caught.value.problem.remedy
    assert not (tmp_path / "cache").exists()


def test_pixels_of_a_matte_that_are_not_numbers_are_said(
    tmp_path: Path, make_scene: Callable[..., Scene]
) -> None:
    matte = np.ones((8, 8), np.float32)
    matte[0, :3] = np.nan
    said: list[str] = []
    scene = replace(make_scene(preroll=0.0, resolution=16), matte=lambda frame: matte)
    SMOKE.simulate(scene, tmp_path, FrameRange(1, 1), lambda done, text: said.append(text), lambda: False)
    assert "3 pixels of the matte are not numbers; they count as empty." in said


def test_a_format_too_large_for_the_machine_is_refused_before_anything_starts(
    tmp_path: Path,
    make_scene: Callable[..., Scene],
    simulate: Simulate,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("secondunit.elements.carriers.fluid.cost.machine_memory", lambda: 16_000_000_000)
    scene = replace(make_scene(), format=Format(32000, 16000))
    with pytest.raises(PictureTooLarge) as caught:
        simulate(scene, tmp_path / "cache", FrameRange(1, 1))
    assert "GB" in caught.value.problem.message
    assert not (tmp_path / "cache").exists()


def test_ten_million_frames_are_refused(
    tmp_path: Path, make_scene: Callable[..., Scene], simulate: Simulate
) -> None:
    with pytest.raises(TooManyFrames):
        simulate(make_scene(), tmp_path, FrameRange(1, 9_999_999))


def test_a_scene_that_makes_no_sense_is_refused(make_scene: Callable[..., Scene]) -> None:
    with pytest.raises(OutOfRange):
        replace(make_scene(), overscan=-1)
    with pytest.raises(OutOfRange):
        replace(make_scene(), seed=1 << 70)
    with pytest.raises(BadInput):
        replace(make_scene(), plate_luminance=float("nan"))


def test_settings_of_a_scene_are_read_again(
    tmp_path: Path, make_scene: Callable[..., Scene], simulate: Simulate
) -> None:
    scene = make_scene()
    bad = replace(scene, settings=scene.settings.updated({"width": float("nan")}))
    with pytest.raises(BadInput):
        simulate(bad, tmp_path, FrameRange(1, 1))


@pytest.mark.parametrize(
    "by_hand",
    [
        {"width": 200.0, "height": 0.05},
        {"width": 0.01, "height": 2000.0},
        {"wind": 40.0, "temperature": 0.0, "rise": 0.0},
        {"temperature": 1500.0, "speed": 8.0, "turbulence": 2.0, "swirl": 2.0},
        {"x": -0.5, "y": 1.5},
        {"camera_pitch": 80.0},
        {"distance": 10000.0},
        {"distance": 0.5},
        {"density": 8.0, "billow": 1.0, "wisps": 1.0, "softness": 0.0},
    ],
)
def test_controls_at_their_ends_still_give_numbers(
    tmp_path: Path, make_scene: Callable[..., Scene], simulate: Simulate, by_hand: dict[str, float]
) -> None:
    scene = make_scene(size=(40, 30), **{"resolution": 16, "preroll": 0.1, **by_hand})
    simulate(scene, tmp_path, FrameRange(1, 2))
    for layer in SMOKE.render(scene, tmp_path, 2).layers.values():
        assert np.isfinite(layer).all()


def test_the_preroll_lets_the_plume_stand_unless_it_is_set() -> None:
    tall, short = (SMOKE.settings("", {"height": height}) for height in (8.0, 2.0))
    assert preroll_frames(tall, Rate(24)) > preroll_frames(short, Rate(24)) > 24
    assert preroll_frames(SMOKE.settings("", {"preroll": 1.5}), Rate(24000, 1001)) == 36
    assert preroll_frames(SMOKE.settings("", {"preroll": 0.0}), Rate(24)) == 0


def test_an_estimate_grows_with_the_work() -> None:
    small = SMOKE.estimate(SMOKE.settings("", {"resolution": 64}), 10, (480, 270))
    large = SMOKE.estimate(SMOKE.settings("", {"resolution": 256}), 100, (1920, 1080))
    assert large.seconds_simulate_per_frame > small.seconds_simulate_per_frame > 0.0
    assert large.seconds_render_per_frame > small.seconds_render_per_frame > 0.0
    assert large.memory_bytes > small.memory_bytes
    assert large.disk_bytes > small.disk_bytes
