"""Measured in the picture: what stands still on the set stays on it over a hundred hand-held frames."""

from __future__ import annotations

import shutil
from dataclasses import replace
from math import cos, sin
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from secondunit.elements import Scene, kind
from secondunit.elements.cache import read_stored, write_stored
from secondunit.elements.kind import Body
from secondunit.elements.optics.camera import Camera, camera_at
from secondunit.wire import CameraSample, CameraTrack, Format, FrameRange, Rate

FRAMES = FrameRange(1001, 1100)
LOOKED_AT = (1001, 1021, 1040, 1063, 1082, 1100)
FORMAT = Format(320, 180)
Numbers = npt.NDArray[np.float64]


def hand_held(frame: int) -> CameraSample:
    """A pan after a source, with a zoom, a roll, steps to the side and a shaking hand."""
    t = frame - 1001
    return CameraSample(
        x=0.03 * t + 0.04 * sin(0.7 * t), y=1.7 + 0.03 * sin(1.1 * t), z=9.0 - 0.02 * t + 0.03 * cos(0.9 * t),
        rx=-6.0 + 0.4 * sin(0.8 * t), ry=0.2 * t + 0.3 * sin(0.6 * t), rz=2.0 * sin(0.5 * t),
        focal=30.0 + 0.15 * t, back=24.0, shift_x=0.01, shift_y=0.02,
    )  # fmt: skip


TRACK = CameraTrack.of(1001, [hand_held(frame) for frame in range(1001, 1102)])


def scene_of(name: str, **by_hand: object) -> Scene:
    settings = kind(name).settings("", {"x": 0.45, "y": 0.3, "distance": 0.0, **by_hand})
    return Scene(name, settings, 5, FORMAT, Rate(24), camera=TRACK, frames=FRAMES)


def centroid(weight: Numbers) -> Numbers:
    """The middle of a picture's weight in pixels from the top left."""
    rows, columns = np.mgrid[: weight.shape[0], : weight.shape[1]] + 0.5
    return np.array([(weight * columns).sum(), (weight * rows).sum()]) / weight.sum()


def in_pixels(camera: Camera, x: float, y: float, z: float) -> Numbers:
    u, v, _ = camera.see(x, y, z)
    return np.array([u * FORMAT.width, (1.0 - v) * FORMAT.height])


def stand_still(cache: Path, pattern: str) -> None:
    """Give every frame that is looked at, and the next, the matter of the first."""
    first = cache / pattern.format(LOOKED_AT[0])
    for frame in {n for looked in LOOKED_AT for n in (looked, looked + 1)} - {LOOKED_AT[0]}:
        shutil.copy(first, cache / pattern.format(frame))


def middle_of(body: Body, camera: Camera) -> Numbers:
    """The middle of a volume's optical depth in pixels: each cell where it is seen."""
    field = next(field for field in body.fields if field.name == "density")
    z, y, x = np.nonzero(field.values)
    places = (np.stack([x, y, z], axis=-1) + 0.5) * field.cell + np.array(field.corner)
    across, up, deep = np.array([camera.see(*place) for place in places.tolist()]).T
    lens = np.linalg.norm(places - np.array([camera.x, camera.y, camera.z]), axis=-1) / deep
    weights = field.values[z, y, x].astype(np.float64) * lens / deep**2
    seen = np.stack([across * FORMAT.width, (1.0 - up) * FORMAT.height], axis=-1)
    return np.array((seen * weights[:, None]).sum(axis=0) / weights.sum())


def test_smoke_that_stands_still_stays_within_half_a_pixel(tmp_path: Path) -> None:
    scene = scene_of("smoke", resolution=32, height=1.2, width=0.3, preroll=0.4, density=0.3, detail=0.0)
    kind("smoke").simulate(scene, tmp_path, FrameRange(1001, 1001), lambda done, text: None, lambda: False)
    stand_still(tmp_path, "volume.{:07d}.suv")
    body = kind("smoke").body(scene, tmp_path, LOOKED_AT[0])
    for frame in LOOKED_AT:
        tau = kind("smoke").render(scene, tmp_path, frame).layers["density"][..., 0].astype(np.float64)
        assert 0.1 < tau.max() < 6.0 and not tau[0].any() and not tau[-1].any()
        off = centroid(tau) - middle_of(body, camera_at(scene, scene.settings, 1.2, frame))
        assert np.abs(off).max() < 0.25, frame


def test_embers_that_hang_still_stay_within_a_tenth_of_a_pixel(tmp_path: Path) -> None:
    scene = scene_of("embers", preroll=0.3, rate=40.0, height=1.2, shutter=0.0, size=12.0)
    kind("embers").simulate(scene, tmp_path, FrameRange(1001, 1001), lambda done, text: None, lambda: False)
    path = tmp_path / "swarm.0001001.suv"
    stored = read_stored(path)
    arrays = {name: array[:1].copy() for name, array in stored.arrays.items()}
    arrays["place"][:], arrays["velocity"][:], arrays["age"][:] = (0.4, 0.6, -0.2), 0.0, 0.3
    write_stored(path, dict(stored.facts), arrays, packed=False)
    stand_still(tmp_path, "swarm.{:07d}.suv")
    for frame in LOOKED_AT:
        layers = kind("embers").render(scene, tmp_path, frame).layers
        alpha = layers["beauty"][..., 3].astype(np.float64)
        camera = camera_at(scene, scene.settings, 1.2, frame)
        assert np.abs(centroid(alpha) - in_pixels(camera, 0.4, 0.6, -0.2)).max() < 0.1
        later = in_pixels(camera.at(frame + 1), 0.4, 0.6, -0.2) - in_pixels(camera, 0.4, 0.6, -0.2)
        motion = layers["motion"][alpha > 0.01].mean(axis=0)
        assert motion == pytest.approx(later * [1.0, -1.0], abs=0.02)


def test_under_an_open_shutter_a_camera_that_pans_draws_streaks_of_what_hangs_still(tmp_path: Path) -> None:
    scene = scene_of("embers", preroll=0.3, rate=40.0, height=1.2, shutter=360.0, size=20.0)
    fast = CameraTrack.of(1001, [replace(hand_held(1001), ry=2.0 * n) for n in range(3)])
    scene = replace(scene, camera=fast)
    kind("embers").simulate(scene, tmp_path, FrameRange(1001, 1002), lambda done, text: None, lambda: False)
    path = tmp_path / "swarm.0001002.suv"
    stored = read_stored(path)
    arrays = {name: array[:1].copy() for name, array in stored.arrays.items()}
    arrays["place"][:], arrays["velocity"][:], arrays["age"][:] = (0.0, 0.5, 0.0), 0.0, 0.3
    write_stored(path, dict(stored.facts), arrays, packed=False)
    alpha = kind("embers").render(scene, tmp_path, 1002).layers["beauty"][..., 3]
    columns = np.nonzero(alpha.max(axis=0) > 1e-3)[0]
    camera = camera_at(scene, scene.settings, 1.2, 1002)
    ends = [in_pixels(camera.at(1002 + half), 0.0, 0.5, 0.0)[0] for half in (-0.5, 0.5)]
    assert columns.max() - columns.min() + 1 == pytest.approx(abs(ends[1] - ends[0]), abs=3.0)
    assert abs(ends[1] - ends[0]) > 8.0
