"""The shot's camera: a source that stands still stays where it was put, whatever the camera does."""

from __future__ import annotations

from math import cos, pi, radians, sin, tan

import numpy as np
import numpy.typing as npt
import pytest

from secondunit.elements import Scene, kind
from secondunit.elements.carriers.fluid.box import Box
from secondunit.elements.optics.camera import Camera, camera_at, camera_for, ground_level
from secondunit.elements.optics.shot import exposed
from secondunit.elements.optics.vectors import fill_motion
from secondunit.wire import CameraSample, CameraTrack, Format, FrameRange, FrozenMap, Rate

HD = Format(1920, 1080)
FRAMES = FrameRange(1001, 1100)
SETTINGS = kind("smoke").settings("", {"x": 0.4, "y": 0.2, "height": 3.0})


def hand_held(frame: int) -> CameraSample:
    """A hand-held pan with a zoom, a roll and a shifted lens, on a set that lies anywhere in its world."""
    t = frame - 1001
    return CameraSample(
        x=12.0 + 0.02 * t + 0.03 * sin(0.7 * t), y=1.7 + 0.02 * sin(1.1 * t), z=-40.0 + 0.03 * cos(0.9 * t),
        rx=-8.0 + 0.3 * sin(0.8 * t), ry=140.0 + 0.12 * t, rz=1.5 * sin(0.5 * t),
        focal=32.0 + 0.2 * t, back=24.0, tall=13.6, shift_x=0.02, shift_y=-0.03 + 0.0001 * t,
    )  # fmt: skip


TRACK = CameraTrack.of(1001, [hand_held(frame) for frame in range(1001, 1102)])


def scene_of(track: CameraTrack | None = TRACK, **more: object) -> Scene:
    settings = FrozenMap({**SETTINGS, **more})  # type: ignore[dict-item]
    return Scene("smoke", settings, 1, HD, Rate(24), camera=track, frames=FRAMES)


def projected(sample: CameraSample, world: npt.ArrayLike) -> tuple[float, float]:
    """Pixels from the bottom left, by the matrices of any book, apart from the product's own way."""

    def turn(axis: str, angle: float) -> npt.NDArray[np.float64]:
        c, s = cos(radians(angle)), sin(radians(angle))
        rows = {"x": [[1, 0, 0], [0, c, -s], [0, s, c]], "y": [[c, 0, s], [0, 1, 0], [-s, 0, c]],
                "z": [[c, -s, 0], [s, c, 0], [0, 0, 1]]}  # fmt: skip
        return np.array(rows[axis])

    to_world = turn("y", sample.ry) @ turn("x", sample.rx) @ turn("z", sample.rz)
    x, y, z = to_world.T @ (np.asarray(world) - [sample.x, sample.y, sample.z])
    u = 0.5 + x / -z * sample.focal / sample.back - sample.shift_x
    v = 0.5 + y / -z * sample.focal / sample.tall - sample.shift_y
    return u * 1920, v * 1080


def test_a_still_source_is_seen_where_its_point_of_the_world_is_over_a_hundred_frames() -> None:
    scene = scene_of()
    first = camera_at(scene, scene.settings, 3.0, 1001)
    assert first.see(0.0, 0.0, 0.0)[:2] == pytest.approx((0.4, 0.2), abs=1e-12)
    # The point on the set that the first frame says: where the ray meets the ground.
    assert first.shot is not None and first.shot.ground == pytest.approx(0.0, abs=1e-12)
    foot = first.shot.origin
    assert foot[1] == pytest.approx(0.0, abs=1e-12)
    for frame in FRAMES:
        u, v, depth = camera_at(scene, scene.settings, 3.0, frame).see(0.0, 0.0, 0.0)
        assert (u * 1920, v * 1080) == pytest.approx(projected(TRACK.sample(frame), foot), abs=1e-3)
        assert depth > 0.0


def test_what_is_over_the_source_and_beside_it_moves_with_the_set_too() -> None:
    scene = scene_of()
    shot = camera_at(scene, scene.settings, 3.0, 1001).shot
    assert shot is not None
    point = 1.5, 2.0, -0.7
    world = np.array(shot.origin) + 1.5 * np.array(shot.x_axis) + [0, 2, 0] - 0.7 * np.array(shot.z_axis)
    for frame in (1001, 1040, 1100):
        u, v, _ = shot.at(frame).see(*point)
        assert (u * 1920, v * 1080) == pytest.approx(projected(TRACK.sample(frame), world), abs=1e-3)


def test_rays_go_to_what_is_seen() -> None:
    camera = camera_at(scene_of(), SETTINGS, 3.0, 1077.4)
    ray = camera.ray(0.83, 0.11)
    place = [at + 4.0 * way for at, way in zip((camera.x, camera.y, camera.z), ray, strict=True)]
    assert camera.see(place[0], place[1], place[2]) == pytest.approx((0.83, 0.11, 4.0), abs=1e-12)


def test_at_first_the_world_lies_as_in_frame_whichever_way_the_camera_looks() -> None:
    camera = camera_at(scene_of(), SETTINGS, 3.0, 1001)
    assert camera.forward[0] == pytest.approx(0.0, abs=1e-12) and camera.forward[2] < 0.0
    assert camera.right[0] > 0.99
    down = CameraTrack.of(1, [CameraSample(y=5.0, rx=-90.0, ry=30.0)])
    above = camera_at(scene_of(down), SETTINGS, 3.0, 1)
    assert above.forward == pytest.approx((0.0, -1.0, 0.0), abs=1e-7)
    assert above.upward == pytest.approx((0.0, 0.0, -1.0), abs=1e-7)


@pytest.mark.parametrize("pitch", [-10.0, 0.0, 12.0])
def test_a_level_track_is_the_camera_of_the_controls(pitch: float) -> None:
    by_hand = camera_for({**SETTINGS, "camera_pitch": pitch, "focal": 50.0, "distance": 8.0}, HD, 3.0)
    sample = CameraSample(x=3.0, y=4.0, z=5.0, rx=pitch, ry=-25.0, focal=50.0, back=36.0)
    scene = scene_of(CameraTrack.of(1001, [sample]), distance=8.0)
    seen = camera_at(scene, scene.settings, 3.0, 1001)
    for name in ("x", "y", "z", "across", "down"):
        assert getattr(seen, name) == pytest.approx(getattr(by_hand, name), abs=1e-9)
    for name in ("right", "upward", "forward"):
        assert getattr(seen, name) == pytest.approx(getattr(by_hand, name), abs=1e-9)


def test_where_no_ground_is_seen_the_source_is_as_far_as_its_height_fills_the_frame() -> None:
    up = CameraTrack.of(1001, [CameraSample(y=1.6, rx=30.0)])
    depth = camera_at(scene_of(up), SETTINGS, 3.0, 1001).see(0.0, 0.0, 0.0)[2]
    assert depth == pytest.approx(camera_for(SETTINGS, HD, 3.0).see(0.0, 0.0, 0.0)[2])
    below = CameraTrack.of(1001, [CameraSample(y=-2.0, rx=-30.0)])
    camera = camera_at(scene_of(below), SETTINGS, 3.0, 1001)
    assert camera.see(0.0, 0.0, 0.0)[2] == pytest.approx(depth)


def test_a_distance_by_hand_goes_before_the_ground_and_the_ground_stays_where_it_is() -> None:
    track = CameraTrack.of(1001, [CameraSample(y=10.0, rx=-20.0)])
    camera = camera_at(scene_of(track, distance=5.0), {**SETTINGS, "distance": 5.0}, 3.0, 1001)
    assert camera.see(0.0, 0.0, 0.0)[2] == pytest.approx(5.0)
    assert ground_level(SETTINGS, camera) == pytest.approx(camera.y - 10.0)


def test_between_two_frames_the_camera_is_between_them() -> None:
    scene = scene_of()
    one, other, middle = (camera_at(scene, SETTINGS, 3.0, frame) for frame in (1010, 1011, 1010.5))
    here, there, half = (np.array(c.see(0.5, 1.0, 0.0)[:2]) for c in (one, other, middle))
    assert np.abs(half - 0.5 * (here + there)).max() * 1920 < 0.05
    assert np.dot(middle.right, middle.forward) == pytest.approx(0.0, abs=1e-12)
    assert np.linalg.norm(middle.upward) == pytest.approx(1.0, abs=1e-12)


def test_without_a_track_nothing_is_asked_of_one() -> None:
    assert exposed(scene_of(None)) == HD
    camera = camera_at(scene_of(None), SETTINGS, 3.0, 1050)
    assert camera == camera_for(SETTINGS, HD, 3.0) and camera.shot is None
    assert camera.across == 36.0 / 35.0 and tan(pi * camera.pitch / 180) == 0.0


@pytest.mark.parametrize("wind", [(0.0, 0.0, 0.0), (3.0, -1.0, 2.0)])
def test_vectors_tell_where_air_goes_under_a_camera_that_moves(wind: tuple[float, float, float]) -> None:
    small = Format(192, 108)
    scene = Scene("smoke", SETTINGS, 1, small, Rate(24), camera=TRACK, frames=FRAMES)
    now, then = (camera_at(scene, SETTINGS, 3.0, frame) for frame in (1030, 1031))
    high, wide = small.height, small.width
    depth = np.full((high, wide, 1), now.see(0.0, 1.0, 0.0)[2], np.float32)
    depth[:, ::2] *= np.float32(1.3)
    motion = np.zeros((high, wide, 2), np.float32)
    velocity = np.broadcast_to(np.float32(wind), (4, 4, 4, 3)).copy()
    fill_motion(now, small.window, velocity, (-50.0, -50.0, -50.0), 25.0, 0.04, depth, motion, then)
    worst = 0.0
    for row, column in ((0, 0), (54, 96), (100, 31), (17, 180)):
        x, y = (column + 0.5) / wide, 1.0 - (row + 0.5) / high
        deep = float(depth[row, column, 0])
        place = [
            at + deep * way + 0.04 * speed
            for at, way, speed in zip((now.x, now.y, now.z), now.ray(x, y), wind, strict=True)
        ]
        u, v, _ = then.see(place[0], place[1], place[2])
        worst = max(worst, *np.abs(motion[row, column] - [(u - x) * wide, (v - y) * high]))
    assert worst < 1e-3


def test_the_vectors_of_what_stands_still_are_nothing_under_a_camera_that_does() -> None:
    camera: Camera = camera_at(scene_of(CameraTrack.of(1, [hand_held(1001)])), SETTINGS, 3.0, 1)
    depth, motion = np.full((4, 4, 1), 5.0, np.float32), np.ones((4, 4, 2), np.float32)
    still = np.zeros((4, 4, 4, 3), np.float32)
    window = Format(4, 4).window
    fill_motion(camera, window, still, (-50.0, -50.0, -50.0), 25.0, 0.04, depth, motion, camera.at(2))
    assert np.abs(motion).max() < 1e-4


def test_a_box_reaches_as_far_as_any_frame_of_the_shot_sees_the_gas() -> None:
    windy = {**SETTINGS, "height": 2.0, "wind": 6.0, "x": 0.8, "distance": 9.0}

    def panned(*turns: float) -> Scene:
        samples = [CameraSample(y=1.6, rx=-4.0, ry=turn, focal=60.0) for turn in turns]
        return scene_of(CameraTrack.of(1001, samples), **windy)

    def right_end(scene: Scene) -> float:
        plan = kind("smoke").plan(scene.settings, exposed(scene), Rate(24), False)  # type: ignore[attr-defined]
        assert isinstance(plan.box, Box)
        return plan.box.x + plan.box.nx * plan.box.cell

    still, pan, whole = panned(0.0), panned(0.0, -6.0), panned(0.0, 170.0)
    ends = [right_end(scene) for scene in (still, pan, whole)]
    # What drifts out of the first frame is seen when the camera follows it: past that frame's edge it ends.
    assert ends[0] + 0.5 < ends[1] < ends[2] - 0.5
    edge = camera_at(pan, windy, 2.0, 1002).see(ends[1], 1.0, 0.0)[0]
    assert 1.0 < edge < 1.2
