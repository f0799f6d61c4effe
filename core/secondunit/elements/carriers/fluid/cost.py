"""What a gas takes: seconds, memory and disk, before anything starts."""

from __future__ import annotations

import os
from typing import NamedTuple

from secondunit.elements.cores import threads
from secondunit.elements.kind import Cost
from secondunit.wire.errors import PictureTooLarge
from secondunit.wire.picture import Format

from .box import pixels_across
from .plan import Fill, GasPlan


class Rates(NamedTuple):
    """What work takes on one core, in seconds, where there is gas: a `cell` and step, a cell that is `lit`
    and a `fine` cell in a frame, a pixel in which it is `seen` with small eddies (half of it without).
    """

    cell: float
    lit: float
    fine: float
    seen: float


#: Measured on one core of a 2020s server, of gas that only scatters light and of gas that burns:
#: `python -m benchmarks estimate` measures them anew and prints these lines.
SCATTERING, BURNING = Rates(1.3e-7, 1.3e-6, 2.6e-7, 1.4e-5), Rates(1.4e-7, 6.2e-7, 3.2e-7, 8.6e-6)
#: What a step takes however few its cells are, and for each cell of the box, with gas or without.
STEP, BOX = 0.001, 3.0e-8
#: What a frame takes however little is seen in it, and for each pixel.
FRAME, PIXEL = 0.007, 0.0
#: How many cores a thread comes to while cells are stepped and while pixels are drawn.
STEPPING, DRAWING = 0.7, 0.85
#: Seconds per cell step that pressure around solids takes besides.
AROUND = 1.0e-7
#: Seconds per cell step of being drawn toward another gas.
LEAD = 2.5e-8
#: Bytes per cell while simulating, per cell of the fine box, per pixel.
CELL_BYTES, FINE_BYTES, PIXEL_BYTES = 150, 48, 160
#: Bytes per cell that solids take besides.
SOLID_BYTES = 72


def rough_cost(
    plan: GasPlan, fill: Fill, frames: int, format: Format, around: bool = False,
    leader: GasPlan | None = None,
) -> Cost:  # fmt: skip
    """The cost of `frames` frames of a format, `around` obstacles or in open air; their share of the plan's
    pre-roll included, and the gas that leads it.
    """
    before = plan.preroll - round(0.87 * plan.coarse_frames)
    cells, step = plan.box.cells, step_seconds(plan, fill, around)
    frame = plan.steps * (1.0 + before / max(1, frames)) * step
    if leader is not None:
        frame += plan.steps * (1.0 + before / max(1, frames)) * cells * LEAD
        frame += leader.steps * (1.0 + plan.preroll / max(1, frames)) * step_seconds(leader, fill, around)
    stepping, drawing = min(4.0, STEPPING * threads()), min(4.0, DRAWING * threads())
    return Cost(
        seconds_simulate_per_frame=frame / stepping,
        seconds_render_per_frame=frame_seconds(plan, fill, format) / drawing,
        memory_bytes=memory_needed(plan, format.width * format.height, around),
        disk_bytes=round(frames * cells * 2.0 + 3 * cells * 24),
        simulate_cores=stepping,
        render_cores=drawing,
    )


def step_seconds(plan: GasPlan, fill: Fill, around: bool = False) -> float:
    """What a step takes on one core: pressure is solved in the whole box, the rest where there is gas."""
    rates = BURNING if plan.burns else SCATTERING
    return STEP + plan.box.cells * (BOX + fill.cells * rates.cell + (AROUND if around else 0.0))


def frame_seconds(plan: GasPlan, fill: Fill, format: Format) -> float:
    """What drawing a frame takes on one core: light and fine cells where gas is, rays where it is seen."""
    rates = BURNING if plan.burns else SCATTERING
    pixels = format.width * format.height
    within = fill.cells * (plan.box.cells * rates.lit + plan.fine_cells * rates.fine)
    return FRAME + pixels * PIXEL + within + fill.seen * covered(plan, format) * rates.seen


def covered(plan: GasPlan, format: Format) -> float:
    """How many pixels of a format the box covers; one without small eddies counts half."""
    across = pixels_across(plan.box, plan.camera)
    return min(format.width * format.height, across) * 0.5 * (1.0 + plan.detail)


def memory_needed(plan: GasPlan, pixels: int, around: bool = False) -> int:
    """The larger of what simulating and rendering hold at once, in bytes."""
    rendering = round(plan.fine_cells * 0.5 * FINE_BYTES) + pixels * PIXEL_BYTES
    return 200_000_000 + max(plan.box.cells * (CELL_BYTES + (SOLID_BYTES if around else 0)), rendering)


def refuse_too_large(plan: GasPlan, format: Format, overscan: int, around: bool = False) -> None:
    """Raise `PictureTooLarge` where the work does not fit this machine's memory."""
    pixels = (format.width + 2 * overscan) * (format.height + 2 * overscan)
    needed, there = memory_needed(plan, pixels, around), machine_memory()
    if needed > 0.8 * there:
        raise PictureTooLarge(
            f"This element needs {needed / 1e9:.1f} GB of memory; the machine has {there / 1e9:.1f} GB.",
            remedy="Ask for a smaller format or a lower resolution, and scale the take in the comp.",
            kept="Nothing was started.",
        )


def machine_memory() -> int:
    """The machine's memory in bytes, or that of the container where it is less."""
    try:
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return 16_000_000_000
    return int(total)
