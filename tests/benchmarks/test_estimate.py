"""The constants of estimates are those that the measured runs follow."""

from __future__ import annotations

from itertools import product

import pytest
from benchmarks.estimate import Run, nearest, rates_of

from secondunit.elements import kind
from secondunit.elements.carriers.fluid import cost
from secondunit.elements.carriers.fluid.gas_kind import GasKind
from secondunit.elements.carriers.fluid.plan import Fill
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate


def run(name: str, width: int, detail: float) -> Run:
    """A run that takes exactly what its estimate says."""
    made, format = kind(name), Format(width, width * 9 // 16)
    assert isinstance(made, GasKind)
    settings = made.settings("", {"detail": detail})
    plan = made.plan(settings, format, Rate(24), matte=False)
    step, frame = cost.step_seconds(plan, made.fill), cost.frame_seconds(plan, made.fill, format)
    return Run(name, format, plan, step, frame, made.fill)


def test_runs_that_follow_the_constants_give_them_back() -> None:
    names = "smoke", "steam", "dust_hit", "fire", "torch", "muzzle_flash", "explosion"
    runs = [run(*one) for one in product(names, (240, 480, 960), (0.0, 1.0))]
    for name, value in rates_of(runs).items():
        assert value == pytest.approx(getattr(cost, name), rel=0.02), name


def test_no_rate_is_below_nothing() -> None:
    assert nearest([[1.0, 2.0], [1.0, 4.0]], [2.0, 1.0]).min() >= 0.0


def test_a_box_without_gas_takes_its_pressure_and_no_light() -> None:
    plan, format = run("smoke", 960, 1.0).plan, Format(960, 540)
    empty, half, full = (Fill(share, share) for share in (0.0, 0.5, 1.0))
    assert cost.step_seconds(plan, empty) == pytest.approx(cost.STEP + plan.box.cells * cost.BOX)
    assert cost.frame_seconds(plan, empty, format) < 0.1 * cost.frame_seconds(plan, half, format)
    steps = [cost.step_seconds(plan, fill) for fill in (empty, half, full)]
    assert steps[2] - steps[1] == pytest.approx(steps[1] - steps[0])
