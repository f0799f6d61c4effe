"""Gas flows around what stands in its way, and goes through nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from secondunit.elements import Scene, kind
from secondunit.elements.cache import read_stored
from secondunit.elements.carriers.fluid.around import project_around
from secondunit.elements.carriers.fluid.box import Box
from secondunit.elements.carriers.fluid.clearance import cleared
from secondunit.elements.carriers.fluid.distances import corners_of
from secondunit.elements.carriers.fluid.obstruction import Obstruction, Slab
from secondunit.elements.carriers.fluid.outlet import outlet
from secondunit.elements.carriers.fluid.plumes.plan import plan_of
from secondunit.elements.carriers.fluid.plumes.weather import weather_for
from secondunit.elements.carriers.fluid.pressure import project, solve
from secondunit.elements.carriers.fluid.simulate import frame_file
from secondunit.elements.carriers.fluid.solids import Solid, solid_of
from secondunit.elements.carriers.fluid.sources import Emission, shape_emission
from secondunit.elements.carriers.fluid.step import Solver
from secondunit.elements.carriers.fluid.within import solve_within
from secondunit.elements.carriers.obstacles import Obstacle, read_obstacles
from secondunit.elements.kernels import Field, zeros
from secondunit.elements.optics.camera import Camera, camera_for
from secondunit.wire.errors import BadInput
from secondunit.wire.frames import FrameRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

BOX = Box(-0.5, 0.0, -0.5, 1 / 24, 24, 32, 24, True)
CRATE = Obstacle("box", 0.02, 0.31, -0.03, 0.42, 0.3, 0.38, 31.0)
NOTHING = Emission((0, 0, 0), np.zeros((1, 1, 1), np.float32))


def solid_at(*obstacles: Obstacle, box: Box = BOX) -> Solid:
    solid = solid_of(corners_of(box, obstacles), box.floor)
    assert solid is not None
    return solid


def flow_of(rng: np.random.Generator, box: Box = BOX) -> tuple[Field, Field, Field]:
    nz, ny, nx = box.shape
    shapes = (nz, ny, nx + 1), (nz, ny + 1, nx), (nz + 1, ny, nx)
    u, v, w = (rng.normal(size=shape).astype(np.float32) for shape in shapes)
    return u, v, w


def solver(box: Box = BOX, **by_hand: object) -> Solver:
    settings = kind("smoke").settings("", {"width": 0.3, "height": 1.2, **by_hand})
    return Solver(box, weather_for(settings, Rate(24), 5))


def divergence(u: Field, v: Field, w: Field, solid: Solid) -> Field:
    x, y, z = (opening * flow for opening, flow in zip(solid.openings, (u, v, w), strict=True))
    flux: Field = np.diff(x, axis=2) + np.diff(y, axis=1) + np.diff(z, axis=0)
    return flux


@pytest.mark.parametrize("floor", [True, False])
@pytest.mark.parametrize(
    "obstacle",
    [CRATE, Obstacle("ball", 0.0, 0.2, 0.0, 0.5, 0.5, 0.5), Obstacle("post", 0, 0, 0, 0.3, 1, 0.3)],
)
def test_around_an_obstacle_no_air_is_lost_and_none_goes_through_it(obstacle: Obstacle, floor: bool) -> None:
    box = replace(BOX, floor=floor)
    solid = solid_at(obstacle, box=box)
    u, v, w = flow_of(np.random.default_rng(3))
    before = np.abs(divergence(u, v, w, solid)).max()
    rounds = project_around(u, v, w, zeros(*box.shape), floor, zeros(*box.shape), solid)
    assert np.abs(divergence(u, v, w, solid)).max() < 2.5e-5 * before
    assert rounds < 16
    for opening, flow in zip(solid.openings, (u, v, w), strict=True):
        assert (opening == 0.0).any()
        assert not flow[opening == 0.0].any()
    if floor:
        assert not v[:, 0].any()


def test_a_slanted_wall_has_faces_that_are_open_in_part_and_a_straight_one_has_not() -> None:
    slanted, straight = solid_at(CRATE), solid_at(Obstacle("box", 0.0, 0.25, 0.0, 0.5, 0.25, 0.5))
    for solid, parts in ((slanted, True), (straight, False)):
        opening = solid.openings[0]
        assert bool(((opening > 0.0) & (opening < 1.0)).any()) == parts
    volume = float((1.0 - slanted.room).sum()) * BOX.cell**3
    assert volume == pytest.approx(0.42 * 0.3 * 0.38, rel=0.12)


@pytest.mark.parametrize("floor", [True, False])
def test_a_solve_between_parts_of_the_box_is_that_of_the_whole_box(floor: bool) -> None:
    place, wanted = np.s_[3:9, 20:30, 2:5], np.s_[10:24, 0:32, 4:7]
    rhs = zeros(*BOX.shape)
    rhs[place] = np.random.default_rng(7).normal(size=(6, 10, 3))
    part = solve_within(np.array(rhs[place]), place, wanted, BOX.shape, floor)
    assert np.abs(part - solve(np.array(rhs), floor)[wanted]).max() < 1e-6


def test_far_from_any_obstacle_the_flow_is_that_of_open_air() -> None:
    solid = solid_at(Obstacle("box", 0.0, 0.0, 0.0, 0.1, 0.1, 0.1))
    faint = replace(
        solid, openings=tuple(np.ones_like(o) for o in solid.openings), room=np.ones_like(solid.room),
        relief=np.zeros_like(solid.relief),
    )  # fmt: skip
    around, direct = flow_of(np.random.default_rng(1)), flow_of(np.random.default_rng(1))
    project_around(*around, zeros(*BOX.shape), False, zeros(*BOX.shape), faint)
    project(*direct, zeros(*BOX.shape), False, zeros(*BOX.shape))
    for one, other in zip(around, direct, strict=True):
        assert np.abs(one - other).max() < 2e-5


def test_what_is_shut_in_on_all_sides_counts_as_solid() -> None:
    walls = [
        Obstacle("box", x, 0.2, z, wide, 0.5, deep)
        for x, z, wide, deep in (
            (-0.25, 0.0, 0.1, 0.6), (0.25, 0.0, 0.1, 0.6), (0.0, -0.25, 0.6, 0.1), (0.0, 0.25, 0.6, 0.1)
        )
    ]  # fmt: skip
    lids = [Obstacle("box", 0.0, y, 0.0, 0.6, 0.1, 0.6) for y in (0.15, 0.65)]
    assert solid_at(*walls).room[12, 10, 12] > 0.0
    shut = solid_at(*walls, *lids)
    assert shut.room[12, 10, 12] == 0.0
    u, v, w = flow_of(np.random.default_rng(2))
    growth = np.full(BOX.shape, 0.1, np.float32)
    project_around(u, v, w, growth, True, zeros(*BOX.shape), shut)
    assert all(np.isfinite(flow).all() for flow in (u, v, w))


@pytest.mark.parametrize("turn", [0.0, 7.0, 40.0])
def test_no_smoke_leaks_through_a_wall_that_is_thinner_than_a_cell(turn: float) -> None:
    solid = solid_at(Obstacle("box", 0.11, -0.1, 0.0, 0.01, 2.0, 3.0, turn))
    flow = solver(wind=4.0, gusts=0.6, wind_direction=0.0, turbulence=1.0)
    state = flow.start()
    source = shape_emission(replace(BOX, x=BOX.x + 0.28), "ball", 0.25)
    for _ in range(24):
        flow.advance(state, source, solid)
    z, _, x = (
        low + (np.arange(count) + 0.5) * BOX.cell
        for low, count in zip((BOX.z, BOX.y, BOX.x), BOX.shape, strict=True)
    )
    beyond = np.cos(np.radians(turn)) * (x - 0.11) - np.sin(np.radians(turn)) * z[:, None] > 0.0
    assert float((state.density * ~beyond[:, None]).sum()) > 50.0
    assert not (state.density * beyond[:, None]).any()


def test_smoke_rises_around_a_ball_and_keeps_its_mass() -> None:
    box = Box(-1.0, 0.0, -1.0, 1 / 20, 40, 40, 40, True)
    solid = solid_at(Obstacle("ball", 0.0, 0.45, 0.0, 0.5, 0.5, 0.5), box=box)
    flow = solver(box, turbulence=0.2, life=600.0, expansion=0.0, rise=0.0)
    flow.weather = replace(flow.weather, loss=0.0)
    state = flow.start()
    source = shape_emission(replace(box, y=-0.15), "disc", 0.3)
    for _ in range(10):
        flow.advance(state, source, solid)
    before = float((state.density * solid.room).sum())
    for _ in range(14):
        flow.advance(state, NOTHING, solid)
    assert not state.density[solid.room == 0.0].any()
    assert np.abs(divergence(state.u, state.v, state.w, solid)).max() < 1e-4
    assert float((state.density * solid.room).sum()) == pytest.approx(before, rel=0.08)
    beside = state.density[:, 11:17]
    assert float(beside[19:21, :, 19:21].sum()) == 0.0, "the ball is there"
    assert float(beside.sum()) > 0.1 * before


def test_gas_that_is_blown_out_hard_comes_through_no_table() -> None:
    table = Obstacle("box", 0.0, 0.3, 0.0, 0.8, 0.1, 0.8)
    solid = solid_at(table)
    flow = solver(rise=14.0, temperature=0.0)
    assert flow.weather.rise * flow.weather.dt > 0.5, "it would be past the table in one step"
    state = flow.start()
    source = shape_emission(BOX, "disc", 0.3)
    for _ in range(3):
        flow.advance(state, source, solid)
        assert float(state.density[:, :7].sum()) > 50.0
        assert float(state.density[6:18, 11:, 6:18].sum()) < 0.5


@pytest.mark.parametrize("turn", [15.0, 31.0])
def test_wind_does_not_grow_ever_faster_at_the_edge_of_a_turned_box(turn: float) -> None:
    box, wind = Box(-1.0, 0.0, -0.6, 1 / 30, 60, 40, 36, True), 3.0
    solid = solid_at(Obstacle("box", 0.1, 0.0, 0.0, 0.5, 0.4, 0.4, turn), box=box)
    flow = solver(box, wind=wind, gusts=0.0, turbulence=0.3, rise=0.0)
    state, fastest = flow.start(), []
    for _ in range(14):
        flow.advance(state, NOTHING, solid)
        faces = zip((state.u, state.v, state.w), solid.openings, strict=True)
        fastest.append(max(float(np.abs(face[opening > 0.0]).max()) for face, opening in faces))
    assert np.abs(divergence(state.u, state.v, state.w, solid)).max() < 1e-3
    assert max(fastest) < 4.0 * wind, "it was 17 times the wind after 14 steps, and 3.5 m/s more in each"


def test_a_wall_that_moves_takes_the_air_along() -> None:
    corners = corners_of(BOX, [Obstacle("box", -0.25, 0.25, 0.0, 0.25, 0.5, 0.5)])
    moved = corners_of(BOX, [Obstacle("box", -0.25 + BOX.cell, 0.25, 0.0, 0.25, 0.5, 0.5)])
    solid = solid_of(moved, True, corners, pace=BOX.cell * 24, limit=10.0)
    assert solid is not None
    u, v, w = (np.zeros_like(opening) for opening in solid.openings)
    project_around(u, v, w, zeros(*BOX.shape), True, zeros(*BOX.shape), solid)
    front = u[12, 12, np.nonzero(solid.openings[0][12, 12] == 0.0)[0].max()]
    assert front == pytest.approx(BOX.cell * 24, rel=0.05)
    assert u[12, 12, 16] > 0.1 * front


def test_a_source_inside_an_obstacle_comes_out_at_its_surface() -> None:
    crate = Obstacle("box", 0.0, 0.0, 0.0, 0.5, 0.4, 0.5)
    solid = solid_at(crate)
    source = shape_emission(BOX, "ball", 0.3)
    free = outlet(source, solid)
    cells = np.argwhere(free.strength > 0.5) + free.corner
    assert len(cells) > 8
    room = solid.room[tuple(cells.T)]
    assert (room > 0.0).all()
    assert (solid.distance[tuple(cells.T)] < 1.5).all()


def turned_camera() -> Camera:
    """A camera that looks down, to the side and with a roll, through a shifted lens."""
    yaw, pitch, roll = np.radians([12.0, -9.0, 7.0])
    forward = np.array([-np.sin(yaw) * np.cos(pitch), np.sin(pitch), -np.cos(yaw) * np.cos(pitch)])
    level = np.cross(forward, [0.0, 1.0, 0.0])
    level /= np.linalg.norm(level)
    above = np.cross(level, forward)
    right, upward = (np.cos(roll) * level + np.sin(roll) * above, np.cos(roll) * above - np.sin(roll) * level)
    place = np.array([0.05, 0.5, 0.0]) - 2.4 * forward
    axes = ((float(v[0]), float(v[1]), float(v[2])) for v in (right, upward, forward))
    return Camera(*place, *axes, 0.8, 0.6, Format(160, 120), 0.06, -0.04)


def level_camera() -> Camera:
    settings = {**kind("smoke").settings("", {}), "height": 1.2, "y": 0.1}
    return camera_for(settings, Format(160, 120), 1.2)


@pytest.mark.parametrize("camera", [level_camera(), turned_camera()], ids=["level", "turned"])
def test_what_a_matte_covers_is_a_slab_at_its_distance_and_moves_with_the_matte(camera: Camera) -> None:
    depth = camera.see(0.0, 0.4, 0.0)[2]

    def matte(frame: int) -> Field:
        picture = np.zeros((120, 160), np.float32)
        picture[40:100, 50 + 4 * frame : 80 + 4 * frame] = 1.0
        return picture

    def within(frame: int) -> Field:
        assert 1 <= frame <= 3, "no other frame has a matte"
        return matte(frame)

    obstruction = Obstruction(
        (), Slab(within, depth - 0.1, 0.2), BOX, camera, FrameRange(1, 3), 1 / 24, 1 / 24
    )
    for frame in (0, 1, 3, 4):
        solid = obstruction(frame)
        assert solid is not None
        inside = 0
        for k, j, i in np.ndindex(*(n // 2 for n in BOX.shape)):
            k, j, i = 2 * k, 2 * j, 2 * i
            x, y, z = BOX.x + (i + 0.5) * BOX.cell, (j + 0.5) * BOX.cell, BOX.z + (k + 0.5) * BOX.cell
            column, row, away = camera.see(x, y, z)
            seen = 0.0 < column < 1.0 and 0.0 < row < 1.0 and abs(solid.distance[k, j, i]) > 1.0
            if not seen:
                continue
            covers = matte(min(max(frame, 1), 3))[int((1.0 - row) * 120), int(column * 160)] > 0.5
            here = covers and depth - 0.1 < away < depth + 0.1
            assert (solid.room[k, j, i] == 0.0) == here, (frame, k, j, i)
            inside += here
        assert inside > 20
        assert (solid.walls[0].size > 0) == (frame > 1)
    speed = 4.0 / 160 * camera.across * depth * 24
    walls = solid.walls[0][11:13, 4:12]
    assert float(walls[np.abs(walls) > 0.0].mean()) == pytest.approx(speed, rel=0.35)


def test_smoke_goes_around_what_a_scenes_matte_covers_and_a_longer_range_gives_the_same_bits(
    tmp_path: Path,
) -> None:
    smoke = kind("smoke")
    settings = smoke.settings("", {"resolution": 24, "preroll": 0.4, "height": 2.0, "rise": 4.0})
    distance = camera_for(settings, Format(64, 48), 2.0).see(0.0, 0.0, 0.0)[2] - 0.4

    def scene(last: int) -> Scene:
        def lid(frame: int) -> Field:
            assert 1 <= frame <= last, "no other frame has a matte"
            picture = np.zeros((48, 64), np.float32)
            picture[22:28, 10 + frame : 50] = 1.0
            return picture

        return Scene(
            "smoke", settings, 5, Format(64, 48), Rate(24), occluder=lid, occluder_digest="lid",
            occluder_distance=distance, occluder_thickness=0.8,
        )  # fmt: skip

    for cache, ranges in (("grown", (2, 3)), ("whole", (3,))):
        for last in ranges:
            smoke.simulate(
                scene(last), tmp_path / cache, FrameRange(1, last), lambda done, text: None, lambda: False
            )
    one, other = (frame_file(tmp_path / cache, 3).read_bytes() for cache in ("grown", "whole"))
    assert one == other
    smoke.simulate(
        replace(scene(3), occluder=None), tmp_path / "free", FrameRange(1, 3), lambda done, text: None,
        lambda: False,
    )  # fmt: skip
    tops = []
    for cache in ("whole", "free"):
        stored = read_stored(frame_file(tmp_path / cache, 3))
        density = stored.arrays["density"]
        tops.append(stored.facts["corner"][1] + int(np.nonzero((density > 0.2).any(axis=(0, 2)))[0].max()))
    assert tops[0] < tops[1] - 2


def test_a_box_grows_around_what_stands_in_it_and_not_around_what_is_elsewhere() -> None:
    settings = kind("smoke").settings("", {"height": 2.0, "resolution": 32})
    plan = plan_of(settings, Format(640, 360), Rate(24), matte=False)
    table, tree = (
        Obstacle("box", 0.0, 0.8, 0.0, 1.4, 0.1, 0.8),
        Obstacle("post", 40.0, 0.0, 0.0, 1.0, 5.0, 1.0),
    )
    grown = cleared(plan, [table]).box
    assert grown.x < -0.9
    assert grown.x + grown.nx * grown.cell > 0.9
    assert grown.cell == plan.box.cell
    assert cleared(plan, [tree]) == plan


def test_obstacles_are_read_as_they_are_written() -> None:
    text = "box 0 1 -0.5 1.4 0.1 0.9 30; ball 1 0 0 0.5\n post -1, 0, 0, 0.2, 3;"
    assert read_obstacles(text) == (
        Obstacle("box", 0.0, 1.0, -0.5, 1.4, 0.1, 0.9, 30.0),
        Obstacle("ball", 1.0, 0.0, 0.0, 0.5, 0.5, 0.5),
        Obstacle("post", -1.0, 0.0, 0.0, 0.2, 3.0, 0.2),
    )
    assert read_obstacles("  ") == ()


@pytest.mark.parametrize(
    "text", ["box 0 0 0 1 1", "cone 0 0 0 1 1", "ball 0 0 0 -1", "box", "post 0 0 0 nan 1"]
)
def test_an_obstacle_that_cannot_be_read_is_refused_before_anything_starts(text: str) -> None:
    with pytest.raises(BadInput, match="is no obstacle") as error:
        kind("smoke").estimate(kind("smoke").settings("", {"obstacles": text}), 10, (640, 360))
    assert error.value.problem.where == "obstacles"


def test_where_nothing_stands_in_the_box_there_is_no_solid() -> None:
    assert solid_of(corners_of(BOX, [Obstacle("ball", 40.0, 0.0, 0.0, 1.0, 1.0, 1.0)]), True) is None
