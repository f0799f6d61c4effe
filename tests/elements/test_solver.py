"""The flow behaves like air."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

from secondunit.elements import kind
from secondunit.elements.carriers.fluid.advect import carry, centers
from secondunit.elements.carriers.fluid.balance import due, growth_of
from secondunit.elements.carriers.fluid.box import Box
from secondunit.elements.carriers.fluid.grid import FluidState, Scratch
from secondunit.elements.carriers.fluid.plumes.plan import plan_of
from secondunit.elements.carriers.fluid.plumes.weather import weather_for
from secondunit.elements.carriers.fluid.pressure import project
from secondunit.elements.carriers.fluid.reaction import Burning
from secondunit.elements.carriers.fluid.refine import coarser, refined
from secondunit.elements.carriers.fluid.rows import rows_of
from secondunit.elements.carriers.fluid.simulate import snapshot
from secondunit.elements.carriers.fluid.sources import Emission, shape_emission
from secondunit.elements.carriers.fluid.step import Solver
from secondunit.elements.kernels import zeros
from secondunit.elements.noise import swirl_tile
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

BOX = Box(-0.5, 0.0, -0.5, 1 / 32, 32, 48, 32, True)
NOTHING = Emission((0, 0, 0), np.zeros((1, 1, 1), np.float32))


def solver(box: Box = BOX, **by_hand: object) -> Solver:
    settings = kind("smoke").settings("", {"width": 0.3, "height": 1.5, **by_hand})
    return Solver(box, weather_for(settings, Rate(24), 5))


def divergence(state: FluidState) -> np.ndarray:
    u, v, w = state.u, state.v, state.w
    return np.diff(u, axis=2) + np.diff(v, axis=1) + np.diff(w, axis=0)


@pytest.mark.parametrize("floor", [True, False])
def test_projection_leaves_no_divergence(floor: bool) -> None:
    rng = np.random.default_rng(3)
    shape = 24, 30, 20
    u = rng.normal(size=(24, 30, 21)).astype(np.float32)
    v = rng.normal(size=(24, 31, 20)).astype(np.float32)
    w = rng.normal(size=(25, 30, 20)).astype(np.float32)
    project(u, v, w, zeros(*shape), floor, zeros(*shape))
    left = np.diff(u, axis=2) + np.diff(v, axis=1) + np.diff(w, axis=0)
    assert np.abs(left).max() < 2e-5
    if floor:
        assert not v[:, 0].any()


def test_projection_lets_gas_expand_where_asked() -> None:
    shape = 16, 16, 16
    growth = zeros(*shape)
    growth[8, 8, 8] = 1.0
    u, v, w = zeros(16, 16, 17), zeros(16, 17, 16), zeros(17, 16, 16)
    project(u, v, w, growth, True, zeros(*shape))
    left = np.diff(u, axis=2) + np.diff(v, axis=1) + np.diff(w, axis=0)
    assert np.abs(left - growth).max() < 1e-5


def test_carrying_makes_no_new_extremes_and_keeps_most_of_the_mass() -> None:
    rng = np.random.default_rng(1)
    state = FluidState.still((40, 40, 40))
    swirl = swirl_tile(3)[:41, :41, :41]
    state.u[:], state.v[:], state.w[:] = (
        swirl[:40, :40, :41, 0],
        swirl[:40, :41, :40, 1],
        swirl[:41, :40, :40, 2],
    )
    project(state.u, state.v, state.w, zeros(40, 40, 40), False, zeros(40, 40, 40))
    state.density[14:26, 14:26, 14:26] = 0.25 + 0.75 * rng.random((12, 12, 12), np.float32)
    before = float(state.density.sum())
    scratch = Scratch.of(state)
    for _ in range(4):
        rows = rows_of(((state.density, 1e-6),), state.u, state.v, state.w, 0.3)
        centers(
            0, 40, state.u, state.v, state.w, np.float32(0.3), rows.wide_low, rows.wide_high, *scratch.center
        )  # fmt: skip
        carry(state, scratch, rows, 0.3)
        assert state.density.min() >= 0.0
        assert state.density.max() <= 1.0
    assert float(state.density.sum()) == pytest.approx(before, rel=0.1)


def test_smoke_rises_and_density_and_heat_stay_within_bounds() -> None:
    flow = solver()
    state = flow.start()
    source = shape_emission(BOX, "disc", 0.3)
    heights = []
    for _ in range(24):
        flow.advance(state, source)
        rows = np.nonzero((state.density > 0.05).any(axis=(0, 2)))[0]
        heights.append(int(rows.max()))
    assert heights[-1] > heights[6] > heights[0]
    for field in (state.density, state.heat):
        assert np.isfinite(field).all()
        assert field.min() >= 0.0
        assert field.max() <= 1.7
    # Gas is added in the column over the source, and nowhere else.
    around = np.hypot(*np.meshgrid(*[np.arange(32) - 15.5] * 2, indexing="ij")) > 9.0
    assert np.abs(divergence(state).transpose(0, 2, 1)[around]).max() < 1e-4


def test_a_plume_without_wind_or_noise_is_symmetric() -> None:
    flow = solver(turbulence=0.0, unevenness=0.0, gusts=0.0)
    state = flow.start()
    source = shape_emission(BOX, "disc", 0.3)
    for _ in range(16):
        flow.advance(state, source)
    assert float(state.density.sum()) > 10.0
    assert np.abs(state.density - state.density[:, :, ::-1]).max() < 0.02
    assert np.abs(state.density - state.density[::-1]).max() < 0.02


@pytest.mark.parametrize(("direction", "sign"), [(0.0, 1), (180.0, -1)])
def test_wind_carries_the_smoke_its_way(direction: float, sign: int) -> None:
    flow = solver(wind=1.5, wind_direction=direction, turbulence=0.0)
    state = flow.start()
    for _ in range(10):
        flow.advance(state, shape_emission(BOX, "disc", 0.3))
    places = np.arange(BOX.nx) - 15.5
    middle = float((state.density.sum(axis=(0, 1)) * places).sum() / state.density.sum())
    assert sign * middle > 1.0


def test_wind_blows_through_the_box_undisturbed_where_there_is_no_smoke() -> None:
    flow = solver(replace(BOX, floor=False), wind=3.0, gusts=0.0, turbulence=0.0)
    state = flow.start()
    for _ in range(5):
        flow.advance(state, NOTHING)
    assert np.abs(state.u - 3.0).max() < 1e-3
    assert np.abs(state.v).max() < 1e-3


@pytest.mark.parametrize("shape", ["disc", "ball", "line", "ring", "patch"])
def test_every_source_shape_emits_inside_the_box(shape: str) -> None:
    emission = shape_emission(BOX, shape, 0.4)
    assert emission.strength.max() == 1.0
    assert emission.strength.min() >= 0.0
    for low, size, full in zip(emission.corner, emission.strength.shape, BOX.shape, strict=True):
        assert low >= 0
        assert low + size <= full


@pytest.mark.parametrize("shape", [(8, 10, 12), (7, 9, 11)])
def test_a_refined_state_keeps_linear_fields_where_they_were(shape: tuple[int, int, int]) -> None:
    nz, ny, nx = shape
    fine = Box(0.0, 0.0, 0.0, 0.5, nx, ny, nz, True)
    box = coarser(fine)
    assert box.nx * 2 - nx in (0, 1)
    state = FluidState.still(box.shape)
    state.u += 2.0 * np.arange(box.nx + 1, dtype=np.float32)[None, None, :]
    state.density += (np.arange(box.ny, dtype=np.float32)[None, :, None] + 0.5) * 2.0
    state.drift_a += 3.0
    state.step = 17
    made = refined(state, shape)
    assert made.step == 17
    assert np.array_equal(made.u[2, 2], np.arange(nx + 1, dtype=np.float32))
    assert np.allclose(made.density[2, 1:-2, 2], np.arange(ny)[1:-2] + 0.5)
    assert (made.drift_a == 6.0).all(), "drift is counted in cells"
    assert [getattr(made, n).shape for n in FluidState.NAMES] == [
        getattr(FluidState.still(shape), n).shape for n in FluidState.NAMES
    ]


def test_a_source_too_small_for_coarse_cells_is_never_simulated_in_them() -> None:
    for width, frames in ((0.05, 0), (0.6, 60)):
        settings = kind("smoke").settings("", {"width": width, "resolution": 96, "preroll": 100 / 24})
        assert plan_of(settings, Format(640, 360), Rate(24), matte=False).coarse_frames == frames


def test_a_frame_that_is_still_being_written_is_not_changed_by_the_next_step() -> None:
    steps = solver()
    state = steps.start()
    state.density += np.float32(1.0)
    arrays, _ = snapshot(steps, state, "", ("density",))
    assert arrays["density"].shape == state.density.shape, "the gas fills its box"
    for name in ("density", "drift_a", "drift_b"):
        assert not np.shares_memory(arrays[name], getattr(state, name)), name


def test_a_step_holds_fourteen_numbers_a_cell_and_the_way_that_the_air_has_come() -> None:
    box = Box(-1.0, 0.0, -1.0, 1 / 32, 64, 64, 64, True)
    steps, source = solver(box), shape_emission(box, "disc", 0.3)
    steps.advance(steps.start(), source)
    tracemalloc.start()
    try:
        steps = solver(box)
        state = steps.start()
        for _ in range(2):
            steps.advance(state, source)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # Five of the state, two paths of three, three that are used again: of float32, and two drifts.
    held = 4 * (5 + 6 + 3 + 2 * 3 / 8)
    assert most / box.cells < held + 4


@pytest.mark.parametrize(("cells", "temperature"), [(20, 700.0), (40, 700.0), (40, 100.0)])
def test_a_cloud_in_open_air_stays_as_much_as_it_is(cells: int, temperature: float) -> None:
    box = Box(-1.0, 0.0, -1.0, 2.0 / cells, cells, cells, cells, True)
    flow = solver(box, temperature=temperature, turbulence=0.2, life=600.0, expansion=0.0, rise=0.0)
    flow.weather = replace(flow.weather, loss=0.0)
    state = flow.start()
    source = shape_emission(replace(box, y=-0.15), "disc", 0.3)
    for _ in range(10):
        flow.advance(state, source)
    before = float(state.density.sum(dtype=np.float64))
    for _ in range(14):
        flow.advance(state, NOTHING)
        assert state.density.min() >= 0.0
        assert state.density.max() <= 1.6
    assert float(state.density.sum(dtype=np.float64)) == pytest.approx(before, rel=0.01)


@pytest.mark.parametrize("cells", [20, 40])
def test_gas_that_can_burn_stays_as_much_as_it_is_until_it_does(cells: int) -> None:
    box = Box(-1.0, 0.0, -1.0, 2.0 / cells, cells, cells, cells, True)
    flow = solver(box, temperature=700.0, turbulence=0.2, life=600.0, expansion=0.0, rise=0.0)
    # It takes for ever to burn, and nothing of it swells or radiates.
    flow.burning = Burning(1e9, 0.0, 0.0, 0.0)
    state = flow.start()
    source = shape_emission(replace(box, y=-0.15), "disc", 0.3)
    for _ in range(10):
        flow.advance(state, source)
    before = float(state.fuel.sum(dtype=np.float64))
    # Then it comes to the top of the box.
    for _ in range(8):
        flow.advance(state, NOTHING)
        assert state.fuel.min() >= 0.0
    assert float(state.fuel.sum(dtype=np.float64)) == pytest.approx(before, rel=0.01)


def test_what_expands_is_more_by_what_it_expands_and_what_leaves_the_box_is_gone() -> None:
    state = FluidState.still((24, 24, 24))
    state.density[8:16, 8:16, 8:16] = 1.0
    state.u += np.linspace(-1.2, 1.2, 25, dtype=np.float32)
    rows = rows_of(((state.density, 1e-6),), state.u, state.v, state.w, 0.1)
    flow = state.u, state.v, state.w
    grown = growth_of(state.density, flow, 0.1, rows)
    assert grown == pytest.approx(0.1 * 0.1 * 8**3, rel=1e-4)
    still, away = zeros(24, 24, 24), zeros(24, 24, 24) + np.float32(14.0)
    # From the twelfth cell on it is out of the box then.
    assert due(state.density, (away, still, still), False, 0.0, rows) == pytest.approx(8 * 8 * 2)
    assert due(state.density, (still, -away, still), True, 2.0, rows) == pytest.approx(8**3 + 2.0)
    assert due(state.density, (still, still, still), False, 0.2 * 8**3, rows) is None
