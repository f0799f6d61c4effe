"""What is let go all at once: as large, as much and as soon on few cells and in few steps as on many."""

from __future__ import annotations

import numpy as np
import pytest

from secondunit.elements.carriers.fluid.box import Box
from secondunit.elements.carriers.fluid.charges import Blast, Charge, charge_cuts, shape_of

#: A ball, and a thin cone beside it.
CHARGES = (
    Charge((0.0, 1.0, 0.0), (0.0, 1.0, 0.0), 0.3, 0.3, 0.2, 0.3),
    Charge((0.0, 1.0, 0.0), (0.5, 1.4, 0.0), 0.1, 0.05, 0.2, 0.2),
)


def box_of(cells: int) -> Box:
    return Box(-1.0, 0.0, -1.0, 2.0 / cells, cells, cells, cells, True)


@pytest.mark.parametrize("charge", CHARGES)
def test_a_charge_is_as_large_on_coarse_cells_as_on_fine_ones(charge: Charge) -> None:
    volumes = [
        float(shape_of(charge, box, charge_cuts((charge,), box)).strength.sum(dtype=np.float64)) * box.cell**3
        for box in map(box_of, (16, 32, 64))
    ]
    assert volumes == pytest.approx([volumes[2]] * 3, rel=0.12)
    alone = shape_of(charge, box_of(16)).strength.sum() * box_of(16).cell ** 3
    assert alone > 1.15 * volumes[2], "laid out on the cells themselves it is thicker than it is"


def test_long_steps_take_up_as_much_as_short_ones_and_not_later() -> None:
    box, output = box_of(16), 60.0
    free, middles = [], []
    for steps in (1, 2, 4, 8):
        dt = 1.0 / 24.0 / steps
        let_go = Blast(CHARGES[:1], box, dt, steps, 1, 1, output)
        turns = np.arange(24 * steps)
        parts = [let_go(1 + int(turn) // steps, int(turn) % steps) for turn in turns]
        taken = np.array([0.0 if part.filled is None else float(part.filled.max()) for part in parts])
        grown = np.array([0.0 if part.grown is None else float(part.grown.max()) for part in parts])
        # What nothing moves away is filled step by step.
        free.append(float(np.prod(1.0 - taken * (1.0 - np.exp(-output * dt)))))
        # A step leaves its flow to the next, in whose middle it has gone half of its way.
        middles.append(float((grown * (turns + 1.5) * dt).sum() / grown.sum()))
        assert grown.sum() * dt == pytest.approx(0.15, rel=1e-5)
    assert free == pytest.approx([free[3]] * 4, rel=1e-3)
    assert middles == pytest.approx([middles[3]] * 4, abs=0.003)


@pytest.mark.parametrize("steps", [1, 2, 5])
def test_a_charge_that_goes_off_with_the_first_frame_loses_nothing(steps: int) -> None:
    dt = 1.0 / 24.0 / steps
    let_go = Blast((Charge((0.0, 1.0, 0.0), (0.0, 1.0, 0.0), 0.4, 0.4, 0.0, 0.2),), box_of(16), dt, steps, 1)
    parts = [let_go(frame, part) for frame in range(1, 8) for part in range(steps)]
    for name in ("strength", "filled", "grown"):
        fields = [getattr(part, name) for part in parts]
        much = sum(0.0 if field is None else float(field.max()) for field in fields)
        assert much * dt == pytest.approx(0.1, rel=1e-5), name
