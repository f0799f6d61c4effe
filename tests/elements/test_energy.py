"""Carrying the flow loses little of its energy, gains none, and passes it on to smaller whirls.

A Taylor-Green vortex in a cube with mirrors for sides, which the solver's own open sides are not: pressure is
solved here. Source: Taylor and Green 1937, "Mechanism of the production of small eddies from large ones";
Brachet et al. 1983, "Small-scale structure of the Taylor-Green vortex": without viscosity its energy is
constant while it is smooth, and it is fully turbulent at about the ninth unit of time.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt
import pytest
from scipy import fft

from secondunit.elements.carriers.fluid import advect
from secondunit.elements.carriers.fluid.advect import carry, centers
from secondunit.elements.carriers.fluid.grid import FluidState, Scratch
from secondunit.elements.carriers.fluid.rows import rows_of
from secondunit.elements.kernels import over

CELLS = 48
Numbers = npt.NDArray[np.float64]


def taylor_green(cells: int) -> FluidState:
    state = FluidState.still((cells, cells, cells))
    faces, middles = np.arange(cells + 1) * np.pi / cells, (np.arange(cells) + 0.5) * np.pi / cells
    deep = np.cos(middles)[:, None, None]
    state.u[:] = deep * np.cos(middles)[:, None] * np.sin(faces)
    state.v[:] = -deep * np.sin(faces)[:, None] * np.cos(middles)
    state.density[:] = 1.0
    return state


def shut(state: FluidState) -> None:
    """Take the divergence out of a flow that goes through no side, in place."""
    u, v, w, cells = state.u, state.v, state.w, state.density.shape[0]
    u[:, :, [0, -1]] = v[:, [0, -1]] = w[[0, -1]] = 0.0
    flux = np.diff(u, axis=2) + np.diff(v, axis=1) + np.diff(w, axis=0)
    along = 2.0 * np.cos(np.pi * np.arange(cells) / cells) - 2.0
    total = along[:, None, None] + along[:, None] + along
    total[0, 0, 0] = 1.0
    pressure = fft.idctn(fft.dctn(flux.astype(np.float64)) / total)
    u[:, :, 1:-1] -= np.diff(pressure, axis=2)
    v[:, 1:-1] -= np.diff(pressure, axis=1)
    w[1:-1] -= np.diff(pressure, axis=0)


def in_centers(state: FluidState) -> tuple[Numbers, Numbers, Numbers]:
    u, v, w = (field.astype(np.float64) for field in (state.u, state.v, state.w))
    return 0.5 * (u[:, :, 1:] + u[:, :, :-1]), 0.5 * (v[:, 1:] + v[:, :-1]), 0.5 * (w[1:] + w[:-1])


def energy(state: FluidState) -> float:
    return float(sum(0.5 * (flow**2).mean() for flow in in_centers(state)))


def spectrum(state: FluidState) -> Numbers:
    """The energy by wave number: the cube and its mirror images are periodic."""
    power, cells = 0.0, state.density.shape[0]
    for along, flow in zip((2, 1, 0), in_centers(state), strict=True):
        for axis in range(3):
            mirror = np.flip(flow, axis)
            flow = np.concatenate([flow, -mirror if axis == along else mirror], axis=axis)
        power = power + np.abs(fft.fftn(flow) / flow.size) ** 2
    wave = fft.fftfreq(2 * cells, 1 / (2 * cells))
    shell = np.sqrt(wave[:, None, None] ** 2 + wave[:, None] ** 2 + wave**2).round().astype(np.int64)
    return np.bincount(shell.ravel(), 0.5 * power.ravel())[:cells]


def decayed(cells: int, end: float) -> tuple[Numbers, FluidState]:
    """The share of the energy that is left after each step of one cell at the fastest, and the last state."""
    state = taylor_green(cells)
    shut(state)
    scratch, whole, shares = Scratch.of(state), energy(state), []
    for _ in range(round(end * cells / np.pi)):
        rows = rows_of(((state.density, 0.5),), state.u, state.v, state.w, 1.0)
        over(
            centers, cells, state.u, state.v, state.w, np.float32(1.0), rows.wide_low, rows.wide_high,
            *scratch.center,
        )  # fmt: skip
        carry(state, scratch, rows, 1.0)
        shut(state)
        shares.append(energy(state) / whole)
    return np.array(shares), state


@cache
def turbulent() -> tuple[Numbers, FluidState]:
    return decayed(CELLS, 9.0)


def test_a_smooth_vortex_keeps_its_energy_and_gains_none() -> None:
    shares, _ = turbulent()
    assert shares[round(3.0 * CELLS / np.pi)] > 0.94
    assert np.diff(shares).max() < 1e-4


def test_on_finer_cells_a_smooth_vortex_loses_less() -> None:
    coarse, _ = decayed(CELLS // 2, 3.0)
    fine, _ = turbulent()
    assert 1.0 - fine[round(3.0 * CELLS / np.pi)] < 0.7 * (1.0 - coarse[-1])


def test_a_turbulent_vortex_passes_its_energy_on_as_turbulence_does() -> None:
    shares, state = turbulent()
    assert 0.5 < shares[-1] < 0.8, "it goes down the scales, and neither stays nor is smoothed away before"
    power = spectrum(state)
    wave = np.arange(4, CELLS // 3 + 1)
    slope = np.polyfit(np.log(wave), np.log(power[wave]), 1)[0]
    assert slope == pytest.approx(-5.0 / 3.0, abs=0.35)


def test_without_the_correction_the_energy_would_not_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def first_order(body: object, *args: object, **words: int) -> None:
        over(body, *args, **words)  # type: ignore[arg-type]
        if body is advect._pull:
            field, first = args[1], args[9]
            field[:] = first  # type: ignore[index]

    monkeypatch.setattr(advect, "_correct", lambda start, stop, *args: None)
    monkeypatch.setattr(advect, "over", first_order)
    shares, _ = decayed(CELLS // 2, 3.0)
    assert shares[-1] < 0.85
