"""Particles and haze through cameras that nobody wants: nothing that is no number ever comes out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from secondunit.elements import Scene, kind
from secondunit.elements.optics.holdout import UNHIDDEN
from secondunit.elements.optics.streaks import glowing_layers
from secondunit.wire.camera import CameraSample, CameraTrack
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

KINDS = {
    "rain": {"most": 3000}, "snow": {"most": 3000}, "embers": {"rate": 40.0, "preroll": 0.5},
    "sparks": {"amount": 60.0}, "debris": {"amount": 30.0}, "fog": {"sheets": 25}, "mist": {"sheets": 25},
}  # fmt: skip
#: In the source, looking at the ground, turned over, through a very long lens, through a very wide one.
CAMERAS = {
    "within": CameraSample(x=0.0, y=0.02, z=0.01, focal=35.0),
    "down": CameraSample(y=1.0, rx=-90.0, rz=180.0, focal=24.0),
    "away": CameraSample(y=1.0, z=-4.0, ry=0.0, rx=60.0, focal=20.0),
    "long": CameraSample(y=1.5, z=6.0, focal=4000.0),
    "wide": CameraSample(y=1.5, z=2.0, focal=2.0),
}


@pytest.mark.parametrize("size", [(1, 1), (33, 20)])
@pytest.mark.parametrize("camera", CAMERAS)
def test_every_layer_is_finite_through_any_camera(camera: str, size: tuple[int, int], tmp_path: Path) -> None:
    track = CameraTrack.of(1, [CAMERAS[camera]] * 3)
    frames = FrameRange(1, 2)
    for name, settings in KINDS.items():
        scene = Scene(
            name, kind(name).settings("", settings), 5, Format(*size), Rate(24), camera=track, frames=frames
        )
        cache = tmp_path / name
        kind(name).simulate(scene, cache, frames, lambda done, text: None, lambda: False)
        layers = kind(name).render(scene, cache, 2).layers
        assert all(np.isfinite(layer).all() for layer in layers.values()), name
        assert 0.0 <= layers["beauty"][..., 3].min() <= layers["beauty"][..., 3].max() <= 1.0, name


def test_no_particle_at_all_is_an_empty_picture() -> None:
    layers = glowing_layers(Format(20, 12).window, np.zeros((0, 4)), np.zeros((0, 7)), UNHIDDEN)
    assert layers["beauty"].shape == (12, 20, 4)
    assert not any(layer.any() for layer in layers.values())


def test_a_streak_that_is_far_out_of_frame_or_endless_is_cut_at_the_frame() -> None:
    ends = np.array([[-4e6, 6.0, 4e6, 6.0], [1e7, 1e7, 1e7, 1e7], [10.0, -3e5, 10.0, 3e5]])
    looks = np.array([[0.5, 9.0, 9.0, 9.0, 3.0, 1.0, 1.0]] * 3)
    layers = glowing_layers(Format(20, 12).window, ends, looks, UNHIDDEN)
    assert all(np.isfinite(layer).all() for layer in layers.values())


def test_fog_stays_where_it_is_while_the_camera_rolls(tmp_path: Path) -> None:
    track = CameraTrack.of(1, [CameraSample(y=1.7, focal=30.0, rz=turn) for turn in (0.0, 90.0)])
    frames = FrameRange(1, 2)
    settings = kind("fog").settings(
        "", {"wind": 0.0, "turbulence": 0.0, "holes": 0.3, "visibility": 30.0, "sheets": 25}
    )
    scene = Scene("fog", settings, 5, Format(64, 64), Rate(24), camera=track, frames=frames)
    kind("fog").simulate(scene, tmp_path, frames, lambda done, text: None, lambda: False)
    level, turned = (kind("fog").render(scene, tmp_path, n).layers["beauty"][..., 3] for n in frames)
    assert np.abs(np.rot90(turned) - level).max() < 0.03
    assert np.abs(turned - level).max() > 0.1
