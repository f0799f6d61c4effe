"""Grains fall at their own speed, thick or thin, in large cells or small ones, and none is lost."""

from __future__ import annotations

import numpy as np
import pytest

from secondunit.elements.carriers.fluid.falling import fall
from secondunit.elements.kernels import Field, Spans

DEEP, WIDE = 2, 5


def cloud(cells: int, thick: float) -> Field:
    """A cloud in the upper half of a column of so many cells."""
    height = (np.arange(cells, dtype=np.float32) + 0.5) / cells
    shape = np.float32(thick) * np.exp(-(((height - 0.7) / 0.1) ** 2))
    return np.ascontiguousarray(np.broadcast_to(shape[None, :, None], (DEEP, cells, WIDE)), np.float32)


def everywhere(cells: int) -> tuple[Spans, Spans]:
    return np.zeros((DEEP, cells), np.int32), np.full((DEEP, cells), WIDE, np.int32)


def middle(f: Field) -> float:
    """How high a cloud is on average, in heights of its column."""
    line = f[0, :, 0].astype(np.float64)
    return float((line * (np.arange(len(line)) + 0.5)).sum() / line.sum() / len(line))


@pytest.mark.parametrize("thick", [1.0, 0.002])
@pytest.mark.parametrize(("cells", "steps"), [(40, 20), (160, 20), (160, 7)])
def test_a_cloud_falls_as_far_whatever_its_cells_and_steps_and_however_thin(
    cells: int, steps: int, thick: float
) -> None:
    f = cloud(cells, thick)
    amount, spread = float(f.sum(dtype=np.float64)), float(f.max())
    for _ in range(steps):
        fall(f, *everywhere(cells), 0.3 * cells / steps)
    assert middle(f) == pytest.approx(0.4, abs=0.003)
    assert float(f.sum(dtype=np.float64)) == pytest.approx(amount, rel=1e-4)
    assert f.min() >= 0.0 and spread * 0.9 < f.max() <= spread * 1.001


def test_what_has_come_to_the_ground_lies_there_and_is_no_gas() -> None:
    f = cloud(40, 1.0)
    for _ in range(100):
        fall(f, *everywhere(40), 0.5)
    assert 0.0 <= float(f.sum()) < 0.1
    assert not np.allclose(cloud(40, 1.0).sum(), 0.0)


def test_nothing_changes_beyond_the_rows_where_there_is_gas() -> None:
    f, (low, high) = cloud(40, 1.0), everywhere(40)
    low[:], high[:] = 1, 4
    before = f.copy()
    fall(f, low, high, 0.5)
    assert (f[..., 0] == before[..., 0]).all() and (f[..., 4] == before[..., 4]).all()
    assert not (f[..., 1:4] == before[..., 1:4]).all()
