"""Handles lie where the picture is made, and a drag gives the values that put them where the pointer is."""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, hypot, radians, sin
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from secondunit.elements import kind as element_kind
from secondunit.elements.optics.camera import ground_level
from secondunit.elements.optics.pinhole import Camera
from secondunit.elements.optics.shot import ShotFormat
from secondunit.host.handle_scene import HandleRole, HandleScene
from secondunit.host.handle_space import HandleSpace
from secondunit.host.handles import drag_values, handles_of
from secondunit.service.kinds import kind_list
from secondunit.wire import CameraSample, CameraTrack, Format, FrameRange, Kind, Rate, Scalar

FRAMES = FrameRange(1001, 1040)
KINDS = {kind.name: kind for kind in kind_list().kinds}
FORMATS = (Format(1920, 1080), Format(2048, 1716, 2.0), Format(480, 270), Format(1080, 1920))
#: Cameras that dolly, pan, roll, zoom and shift.
TRACKS = (
    None,
    CameraTrack.of(1001, [CameraSample(0.3 * n / 39, 1.7, -2.0 * n / 39) for n in range(40)]),
    CameraTrack.of(1001, [
        CameraSample(-2.0 + n / 39, 3.0, 4.0, rx=-20.0, ry=35.0 + n / 4, rz=4.0, focal=24.0 + n / 8,
                     shift_x=0.1, shift_y=-0.05)
        for n in range(40)
    ]),
    CameraTrack.of(1001, [
        CameraSample(0.0, 1.2, 0.1 * n, rx=15.0, ry=-120.0, focal=50.0, back=24.0, tall=18.0)
        for n in range(40)
    ]),
)  # fmt: skip


def values_of(kind: Kind, **changes: Scalar) -> dict[str, Scalar]:
    values = {control.name: control.default for control in kind.controls}
    return {**values, **{name: value for name, value in changes.items() if name in values}}


def scene_of(
    kind: Kind, values: Mapping[str, Scalar], format: Format, track: CameraTrack | None, frame: int
) -> HandleScene:
    still = CameraSample(
        y=float(values["camera_height"]), rx=float(values["camera_pitch"]), focal=float(values["focal"]),
        back=float(values["sensor"]),
    )  # fmt: skip
    return HandleScene(HandleSpace(format, still, FRAMES.first, frame, track), values, kind, 120.0)


def camera_of(kind: Kind, values: Mapping[str, Scalar], format: Format, track: CameraTrack | None) -> Camera:
    """The camera with which the kind's own plan sees its source."""
    exposed = format
    if track is not None:
        exposed = ShotFormat(format.width, format.height, format.pixel_aspect, track=track, frames=FRAMES)
    maker: Any = element_kind(kind.name)
    plan = maker.plan(values, exposed, Rate(24), *((False,) if maker.bodied else ()))
    camera = plan[1] if isinstance(plan, tuple) else plan.camera
    assert isinstance(camera, Camera)
    return camera


SOURCED = tuple(name for name, kind in KINDS.items() if {"x", "distance"} <= {c.name for c in kind.controls})


@pytest.mark.parametrize("track", TRACKS)
@pytest.mark.parametrize("name", SOURCED)
def test_a_source_and_its_top_lie_where_the_kind_s_own_camera_sees_them_at_every_frame(
    name: str, track: CameraTrack | None
) -> None:
    kind = KINDS[name]
    for place in (
        {}, {"x": 0.3, "y": 0.4, "height": 7.0}, {"distance": 14.0, "width": 3.0, "camera_pitch": -8.0},
        {"mass": 300.0, "y": 0.2}, {"width": 60.0, "length": 2.0, "focal": 80.0},
    ):  # fmt: skip
        values, format = values_of(kind, **place), Format(2048, 1716, 2.0)  # type: ignore[arg-type]
        camera = camera_of(kind, values, format, track)
        for frame in (1001, 1017, 1040):
            scene, eye = scene_of(kind, values, format, track, frame), camera.at(frame)
            made = {handle.role: handle for handle in handles_of(scene)}
            x, y, deep = eye.see(0.0, 0.0, 0.0)
            if deep <= 0.0:
                assert HandleRole.SOURCE not in made
                continue
            assert made[HandleRole.SOURCE].place == pytest.approx((2048 * x, 1716 * (1 - y)), abs=1e-6)
            if HandleRole.TOP in made:
                x, y, _ = eye.see(0.0, float(values["height"]), 0.0)
                assert made[HandleRole.TOP].place == pytest.approx((2048 * x, 1716 * (1 - y)), abs=1e-6)
            if HandleRole.SIDE in made:
                x, y, _ = eye.see(0.5 * float(values["width"]), 0.0, 0.0)
                assert made[HandleRole.SIDE].place == pytest.approx((2048 * x, 1716 * (1 - y)), abs=1e-6)


@pytest.mark.parametrize("name", ("smoke", "explosion", "debris"))
def test_the_line_of_the_ground_is_where_the_simulator_s_ground_is_below_the_source(name: str) -> None:
    kind = KINDS[name]
    for changes in (
        {"camera_height": 1.2},
        {"camera_height": 6.0, "y": 0.5},
        {"camera_height": 3.0, "distance": 9.0},
    ):
        values, format = values_of(kind, **changes), Format(1920, 1080)  # type: ignore[arg-type]
        camera = camera_of(kind, values, format, None)
        scene = scene_of(kind, values, format, None, 1001)
        ground = next(handle for handle in handles_of(scene) if handle.role is HandleRole.GROUND)
        y = camera.see(0.0, ground_level(values, camera), 0.0)[1]
        assert ground.place[1] == pytest.approx(1080 * (1 - y), abs=1e-6)


def test_the_horizon_is_where_level_rays_go_through_the_frame() -> None:
    kind = KINDS["smoke"]
    for track in TRACKS:
        values = values_of(kind, camera_pitch=-11.0)
        scene = scene_of(kind, values, Format(1920, 1080), track, 1020)
        camera = camera_of(kind, values, Format(1920, 1080), track).at(1020)
        line = next(handle for handle in handles_of(scene) if handle.role is HandleRole.HORIZON).lines[0]
        for x, y in line:
            assert camera.ray(x / 1920, 1 - y / 1080)[1] == pytest.approx(0.0, abs=1e-9)


def test_the_light_s_dial_shows_the_key_that_the_picture_is_lit_by() -> None:
    from secondunit.elements.optics.light import key_direction

    kind = KINDS["smoke"]
    for track in TRACKS:
        values = values_of(kind, key_side=40.0, key_height=20.0)
        scene = scene_of(kind, values, Format(1920, 1080), track, 1030)
        toward = key_direction(values)
        stage = scene.space.begin
        assert stage.lit_from(40.0, 20.0) == pytest.approx(
            [
                sum(toward[n] * axis[k] for n, axis in ((0, stage.level[0]), (2, stage.level[1])))
                + (toward[1] if k == 1 else 0.0)
                for k in range(3)
            ]
        )
        light = next((handle for handle in handles_of(scene) if handle.role is HandleRole.LIGHT), None)
        if light is None:
            continue  # its source is behind that camera
        drag = drag_values(scene, HandleRole.LIGHT, light.place)
        assert drag == pytest.approx({"key_side": 40.0, "key_height": 20.0}, abs=1e-6)


def test_the_wind_s_arrow_points_where_the_wind_blows_on_the_ground_that_the_camera_sees() -> None:
    kind = KINDS["smoke"]
    for track, angle in ((None, 30.0), (None, 140.0), (TRACKS[2], -75.0)):
        values = values_of(
            kind, wind=2.0, wind_direction=angle, camera_height=30.0, camera_pitch=-30.0, y=0.3
        )
        camera = camera_of(kind, values, Format(1920, 1080), track).at(1010)
        scene = scene_of(kind, values, Format(1920, 1080), track, 1010)
        arrow = next(handle for handle in handles_of(scene) if handle.role is HandleRole.WIND)
        base, tip = arrow.lines[0]
        level = ground_level(values, camera)
        step = 1e-4
        one = camera.see(0.0, level, 0.0)
        two = camera.see(step * cos(radians(angle)), level, -step * sin(radians(angle)))
        seen = 1920 * (two[0] - one[0]), -1080 * (two[1] - one[1])
        drawn = tip[0] - base[0], tip[1] - base[1]
        assert seen[0] * drawn[1] - seen[1] * drawn[0] == pytest.approx(
            0.0, abs=1e-3 * hypot(*seen) * hypot(*drawn)
        )
        assert seen[0] * drawn[0] + seen[1] * drawn[1] > 0.0
        assert arrow.text == "Wind 2 m/s"


shares = st.floats(-0.3, 1.3)


@settings(max_examples=150, deadline=None, phases=(Phase.explicit, Phase.generate), derandomize=True)
@given(
    name=st.sampled_from(sorted(KINDS)), format=st.sampled_from(FORMATS), track=st.sampled_from(TRACKS),
    frame=st.integers(1001, 1040), x=shares, y=st.floats(-0.3, 0.9),
    distance=st.sampled_from((0.0, 3.0, 40.0)),
    height=st.floats(0.2, 12.0), wind=st.floats(0.0, 20.0), blows=st.floats(-179.0, 179.0),
    side=st.floats(-179.0, 179.0), high=st.floats(-80.0, 80.0), pitch=st.floats(-25.0, 25.0),
    by=st.tuples(st.floats(-60.0, 60.0), st.floats(-60.0, 60.0)),
)  # fmt: skip
def test_a_handle_that_is_dragged_comes_to_where_it_was_dragged(
    name: str, format: Format, track: CameraTrack | None, frame: int, x: float, y: float, distance: float,
    height: float, wind: float, blows: float, side: float, high: float, pitch: float, by: tuple[float, float],
) -> None:  # fmt: skip
    kind = KINDS[name]
    values = values_of(
        kind, x=x, y=y, distance=distance, height=height, wind=wind, wind_direction=blows, key_side=side,
        key_height=high, camera_pitch=pitch,
    )  # fmt: skip
    scene = scene_of(kind, values, format, track, frame)
    for handle in handles_of(scene):
        still = drag_values(scene, handle.role, handle.place)
        if not handle.fields:
            assert still == {}
            continue
        exact = handle.role not in (HandleRole.GROUND, HandleRole.WIND) and "end_x" not in values
        for field, value in still.items() if exact else ():
            wanted = float(values[field]) if field in handle.fields else value
            assert value == pytest.approx(wanted, rel=1e-5, abs=1e-5), (handle.role, field)
        goal = handle.place[0] + by[0], handle.place[1] + by[1]
        changes = drag_values(scene, handle.role, goal)
        if not changes:
            continue
        moved = scene_of(kind, {**values, **changes}, format, track, frame)
        again = {other.role: other for other in handles_of(moved)}
        if handle.role in (HandleRole.SOURCE, HandleRole.END, HandleRole.AIM):
            assert again[handle.role].place == pytest.approx(goal, abs=0.01), handle.role
        elif handle.role is HandleRole.WIND and changes["wind"] > 0.0:
            assert again[handle.role].place == pytest.approx(goal, abs=0.01)
        elif handle.role is HandleRole.LIGHT and handle.disc is not None:
            (left, top), dial = handle.disc
            if hypot((goal[0] - left) * format.pixel_aspect, goal[1] - top) < 0.99 * dial:
                assert again[handle.role].place == pytest.approx(goal, abs=0.01)
        elif handle.role is HandleRole.HORIZON or (
            handle.role is HandleRole.GROUND and moved.space.still.y > 0.0 and moved.foot[1] > 1e-6
        ):
            assert again[handle.role].place[1] == pytest.approx(goal[1], abs=0.01)
        elif handle.role in (HandleRole.TOP, HandleRole.SIDE) and handle.role in again:
            # On its line it is as near to the pointer as it can be.
            there = again[handle.role].place
            along = drag_values(moved, handle.role, there)
            assert all(along[field] == pytest.approx(changes[field], rel=1e-4) for field in handle.fields)
            base = handle.lines[0][0] if handle.role is HandleRole.TOP else None
            if base is not None and hypot(there[0] - base[0], there[1] - base[1]) > 1.0:
                aspect = format.pixel_aspect
                line = (there[0] - base[0]) * aspect, there[1] - base[1]
                off = (goal[0] - there[0]) * aspect, goal[1] - there[1]
                assert abs(line[0] * off[0] + line[1] * off[1]) < 0.02 * hypot(*line) * max(1.0, hypot(*off))


def test_a_fade_is_as_long_on_the_picture_as_it_is_and_dragged_back_it_is_none() -> None:
    space = HandleSpace(Format(1920, 1080), CameraSample(), 1001, 1001)
    scene = HandleScene(space, feather=48.0)
    (handle,) = handles_of(scene)
    (edge, end) = handle.lines[0]
    assert (
        end[0] - edge[0] == pytest.approx(48.0)
        and handle.text == "Feather 48 px"
        and handle.fields == ("feather",)
    )
    assert drag_values(scene, HandleRole.FEATHER, (end[0] + 10.5, 0.0)) == pytest.approx({"feather": 58.5})
    assert drag_values(scene, HandleRole.FEATHER, (0.0, 0.0)) == {"feather": 0.0}


def test_a_height_that_is_dragged_leaves_the_source_where_it_stands() -> None:
    kind = KINDS["fire"]
    values, format = values_of(kind), Format(1920, 1080)
    scene = scene_of(kind, values, format, None, 1001)
    deep = scene.space.depth(0.5, 0.12, 0.0, scene.filling)
    top = next(handle for handle in handles_of(scene) if handle.role is HandleRole.TOP)
    changes = drag_values(scene, HandleRole.TOP, (top.place[0], top.place[1] - 100.0))
    assert changes["height"] > 2.0 and changes["distance"] == pytest.approx(deep)
    assert camera_of(kind, {**values, **changes}, format, None).see(0.0, 0.0, 0.0)[2] == pytest.approx(deep)
