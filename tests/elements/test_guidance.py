"""A fine flow that is drawn toward a coarse one: by how much, at which sizes, and a flame that is led."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import exp
from typing import Any

import numpy as np
import pytest

from secondunit.elements.carriers.fluid.box import Box
from secondunit.elements.carriers.fluid.course import Course, SolverRun
from secondunit.elements.carriers.fluid.grid import FluidState
from secondunit.elements.carriers.fluid.guidance import Led, centred, lead
from secondunit.elements.carriers.fluid.refine import coarser
from secondunit.elements.carriers.fluid.sources import Emission

#: Cells whose sizes have no whole ratio, in boxes of not quite one size, as plans make them.
FINE, COARSE = Box(-1.0, 0.0, -0.8, 0.05, 40, 48, 32, True), Box(-1.0, 0.0, -0.8, 0.13, 15, 18, 12, True)
RATE, STEP = 10.0, 0.05
SHARE = 1.0 - exp(-RATE * STEP)


def coarse_flow(speed: float = 0.0) -> np.ndarray:
    return np.full((*COARSE.shape, 3), speed, np.float32)


def test_air_at_rest_takes_on_a_share_of_an_even_flow_in_each_step() -> None:
    state = FluidState.still(FINE.shape)
    for steps in (1, 2, 3):
        lead((state.u, state.v, state.w), FINE, Led(coarse_flow(2.0), COARSE, RATE), STEP)
        assert centred(state) == pytest.approx(2.0 * (1.0 - (1.0 - SHARE) ** steps), rel=1e-4)


def test_what_is_smaller_than_a_coarse_cell_is_left_and_what_is_larger_is_drawn() -> None:
    for cells, low, high in ((2, 0.95, 1.05), (40, 0.0, 1.15 - SHARE)):
        state = FluidState.still(FINE.shape)
        wave = np.sin(2.0 * np.pi * (np.arange(FINE.nx) + 0.25) / cells).astype(np.float32)
        state.v += wave
        before = float(np.square(state.v).mean()) ** 0.5
        lead((state.u, state.v, state.w), FINE, Led(coarse_flow(), COARSE, RATE), STEP)
        assert low < float(np.square(state.v).mean()) ** 0.5 / before < high, cells


def test_a_flow_is_drawn_to_where_the_coarse_one_is_in_the_world() -> None:
    flow = coarse_flow()
    places = COARSE.x + (np.arange(COARSE.nx) + 0.5) * COARSE.cell
    flow[..., 1] = places
    state = FluidState.still(FINE.shape)
    lead((state.u, state.v, state.w), FINE, Led(flow, COARSE, RATE), STEP)
    there = FINE.x + (np.arange(FINE.nx) + 0.5) * FINE.cell
    within = (there > places[0]) & (there < places[-1])
    assert centred(state)[10, 20, within, 1] == pytest.approx(SHARE * there[within], abs=1e-4)


@dataclass
class Standing:
    """A solver that stands still and remembers what led each step."""

    box: Box
    led: list[Led | None] = field(default_factory=list)

    def start(self) -> FluidState:
        return FluidState.still(self.box.shape)

    def advance(self, state: FluidState, emission: Any, solid: Any, led: Led | None) -> None:
        self.led.append(led)


def test_a_flow_is_led_by_the_cells_that_its_leader_has_in_that_frame() -> None:
    source = Emission((1, 1, 1), np.ones((1, 1, 1), np.float32))
    whole = Box(-1.0, 0.0, -0.8, 0.1, 20, 24, 16, True)

    def stage(box: Box, end: int) -> SolverRun:
        return SolverRun(Standing(box), lambda frame, part: source, end)  # type: ignore[arg-type]

    leader = Course((stage(coarser(whole), 2), stage(whole, 4)), 1)
    follower = stage(FINE, 4)
    course = Course((follower,), 2, leader, RATE)
    for index in range(4):
        course.settle(index)
        course.advance(index, index, 0)
    cells = [led.box.shape for led in follower.solver.led]  # type: ignore[attr-defined]
    assert cells == [coarser(whole).shape] * 4 + [whole.shape] * 4
    assert all(led.flow.shape[:3] == led.box.shape for led in follower.solver.led)  # type: ignore[attr-defined]
