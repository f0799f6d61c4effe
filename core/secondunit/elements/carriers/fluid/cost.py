"""What a gas takes: seconds, memory and disk, before anything starts."""

from __future__ import annotations

import os

from secondunit.elements.cores import threads
from secondunit.elements.kind import Cost
from secondunit.wire.errors import PictureTooLarge
from secondunit.wire.picture import Format

from .plan import GasPlan

#: Measured on one core of a 2020s server: seconds per cell step, per fine cell with gas, per pixel, and more
#: per pixel where small eddies are drawn.
STEP, FINE, PIXEL, EDDIES = 1.4e-7, 1.5e-7, 1.2e-6, 1.1e-6
#: Seconds per cell step that pressure around solids takes besides.
AROUND = 1.0e-7
#: The part of the box that holds gas.
FILLED = 0.2
#: Bytes per cell while simulating, per cell of the fine box, per pixel.
CELL_BYTES, FINE_BYTES, PIXEL_BYTES = 150, 48, 160
#: Bytes per cell that solids take besides.
SOLID_BYTES = 72


def rough_cost(plan: GasPlan, frames: int, format: Format, around: bool = False) -> Cost:
    """The cost of `frames` frames of a format, `around` obstacles or in open air; their share of the plan's
    pre-roll included.
    """
    pixels = format.width * format.height
    cores = min(4.0, threads() * 0.85)
    before = plan.preroll - round(0.87 * plan.coarse_frames)
    steps = plan.steps * (1.0 + before / max(1, frames))
    cells = plan.box.cells
    step = STEP + (AROUND if around else 0.0)
    pixel = PIXEL + EDDIES * plan.detail
    return Cost(
        seconds_simulate_per_frame=0.004 + cells * step * steps / cores,
        seconds_render_per_frame=0.01 + (plan.fine_cells * FILLED * FINE + pixels * pixel) / cores,
        memory_bytes=memory_needed(plan, pixels, around),
        disk_bytes=round(frames * cells * 2.0 + 3 * cells * 24),
    )


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
