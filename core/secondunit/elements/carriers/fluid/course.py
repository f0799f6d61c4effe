"""A gas frame after frame: the stages that it goes through, its state, and the coarse gas that leads it.

Knows solvers and what they emit; knows no folder.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from secondunit.elements.kernels import Field

from .grid import FluidState
from .guidance import Led, centred
from .outlet import Outlets
from .refine import refined
from .solids import Solid
from .sources import Emission
from .step import Solver


@dataclass(frozen=True)
class SolverRun:
    """A solver, what each step of a frame emits in its box, and where the stage ends in frames of the run;
    what is in the way at each frame, where anything is.
    """

    solver: Solver
    emission: Callable[[int, int], Emission]
    end: int
    solid: Callable[[int], Solid | None] = lambda frame: None


class Course:
    """A gas that goes through `stages`, each after the first with cells of half the size of the one before,
    in `steps` steps a frame.

    It is drawn toward the `leader` at a `rate` in 1/s, where there is one: the same gas on fewer cells.
    """

    def __init__(
        self, stages: tuple[SolverRun, ...], steps: int, leader: Course | None = None, rate: float = 0.0
    ) -> None:
        self.stages, self.steps, self.leader, self.rate = stages, steps, leader, rate
        self.state: FluidState = stages[0].solver.start()
        self._outlets = Outlets()

    @property
    def solver(self) -> Solver:
        """The solver of the frames that are kept."""
        return self.stages[-1].solver

    def settle(self, index: int) -> None:
        """Have the state in the cells of frame `index` of the run."""
        shape = self._stage(index).solver.box.shape
        if self.state.density.shape != shape:
            self.state = refined(self.state, shape)
        if self.leader is not None:
            self.leader.settle(index)

    def advance(self, index: int, frame: int, first: int) -> None:
        """Go from `frame`, the one of `index` in the run, to the next; before the `first` its source is that
        one's.
        """
        leader = self.leader
        if leader is None:
            self._step(index, frame, first, lambda part: None, lambda: None)
            return
        flows, box, steps = leader._flows(index, frame, first), leader._stage(index).solver.box, leader.steps

        def led(part: int) -> Led:
            """What leads a step: the leader's flow where that step ends."""
            place = (part + 1) / self.steps * steps
            low = min(int(place), steps - 1)
            return Led(flows[low] + np.float32(place - low) * (flows[low + 1] - flows[low]), box, self.rate)

        self._step(index, frame, first, led, lambda: None)

    def _flows(self, index: int, frame: int, first: int) -> list[Field]:
        """Advance, and give the flow before the first step and after each."""
        flows = [centred(self.state)]
        self._step(index, frame, first, lambda part: None, lambda: flows.append(centred(self.state)))
        return flows

    def _step(
        self, index: int, frame: int, first: int, led: Callable[[int], Led | None], done: Callable[[], None]
    ) -> None:
        now = self._stage(index)
        # A step ends at the next frame, where the walls are that it goes around.
        solid = now.solid(frame + 1)
        for part in range(self.steps):
            emission = now.emission(max(frame, first), part)
            now.solver.advance(self.state, self._outlets(emission, solid), solid, led(part))
            done()

    def _stage(self, index: int) -> SolverRun:
        return next((stage for stage in self.stages[:-1] if index < stage.end), self.stages[-1])
