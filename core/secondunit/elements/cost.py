"""What a smoke element takes: seconds, memory and disk, before anything starts."""

from __future__ import annotations

import os
from collections.abc import Mapping

from secondunit.wire.control import Scalar
from secondunit.wire.errors import PictureTooLarge
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

from .box import Box, box_for, fineness, rise_speed
from .cores import threads
from .kind import Cost

#: Measured on one core of a 2020s server: seconds per cell step, per fine cell with smoke, per pixel.
STEP, FINE, PIXEL = 1.4e-7, 1.5e-7, 1.2e-6
#: The most frames of a pre-roll that are simulated in fine cells where it begins in coarse ones.
LONGEST_FINE = 120
#: The part of the box that holds smoke.
FILLED = 0.2
#: Bytes per cell while simulating, per cell of the fine box, per pixel.
CELL_BYTES, FINE_BYTES, PIXEL_BYTES = 150, 44, 150


def rough_cost(settings: Mapping[str, Scalar], frames: int, format: Format, matte: bool = False) -> Cost:
    """The cost of `frames` frames of a format; their share of the pre-roll (at 24 a second) included."""
    box, camera = box_for(settings, format, matte)
    fine = box.cells * fineness(settings, box, camera) ** 3
    pixels = format.width * format.height
    cores = min(4.0, threads() * 0.85)
    before = preroll_frames(settings, Rate(24))
    before -= round(0.87 * coarse_frames(settings, box, before))
    steps = int(settings["substeps"]) * (1.0 + before / max(1, frames))
    return Cost(
        seconds_simulate_per_frame=0.004 + box.cells * STEP * steps / cores,
        seconds_render_per_frame=0.01 + (fine * FILLED * FINE + pixels * PIXEL) / cores,
        memory_bytes=memory_needed(box.cells, fine, pixels),
        disk_bytes=round(frames * box.cells * 2.0 + 3 * box.cells * 24),
    )


def preroll_frames(settings: Mapping[str, Scalar], rate: Rate) -> int:
    """How many frames are simulated before the first one that is kept (at most 600 where not set by hand)."""
    seconds = float(settings["preroll"])
    if seconds < 0.0:
        stands = 2.3 * float(settings["height"]) / rise_speed(settings)
        most = 600 * rate.denominator / rate.numerator
        seconds = min(stands / float(settings["speed"]), most)
    return round(seconds * rate.numerator / rate.denominator)


def coarse_frames(settings: Mapping[str, Scalar], box: Box, preroll: int) -> int:
    """How many frames of the pre-roll are simulated in cells of twice the size, at an eighth of the cost.

    None where the pre-roll is short or the source would be too small for such cells. The rest is long
    enough for most of what stands to have risen through fine cells.
    """
    source = float(settings["width"]) / box.cell
    if preroll < 36 or source < 6.0 or min(box.shape) < 32:
        return 0
    return preroll - min(round(0.4 * preroll), LONGEST_FINE)


def memory_needed(cells: int, fine: int, pixels: int) -> int:
    """The larger of what simulating and rendering hold at once, in bytes."""
    return 200_000_000 + max(cells * CELL_BYTES, round(fine * 0.5 * FINE_BYTES) + pixels * PIXEL_BYTES)


def refuse_too_large(settings: Mapping[str, Scalar], format: Format, overscan: int, matte: bool) -> None:
    """Raise `PictureTooLarge` where the work does not fit this machine's memory."""
    box, camera = box_for(settings, format, matte)
    fine = box.cells * fineness(settings, box, camera) ** 3
    pixels = (format.width + 2 * overscan) * (format.height + 2 * overscan)
    needed, there = memory_needed(box.cells, fine, pixels), machine_memory()
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
