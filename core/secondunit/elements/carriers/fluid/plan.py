"""What is known of a gas before it is simulated. Light: an estimate loads no solver."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from secondunit.elements.optics.camera import Camera

from .box import Box, fineness

#: The fewest cells along a side of a box that has room for cells of twice the size.
SMALLEST = 24
#: The most frames of a pre-roll that are simulated in fine cells where it begins in coarse ones.
LONGEST_FINE = 120


class Fill(NamedTuple):
    """How much of its box a kind of gas takes over a usual take: the share of the `cells` that a step works
    in, and of the pixels that the box covers the share in which any of it is `seen`.

    A burst is small at first, and its box has room for its end. `python -m benchmarks estimate` measures it.
    """

    cells: float
    seen: float


@dataclass(frozen=True)
class GasPlan:
    """A gas as its carrier needs it: its box, its camera, its source, its time.

    `width` is the source's in metres; `detail` 0 to 1 is how much finer than the cells its picture is;
    `preroll` counts frames before the first one that is kept, `steps` those of the solver in a frame;
    `burns` says whether the gas carries fuel.
    """

    box: Box
    camera: Camera
    width: float
    detail: float
    preroll: int
    steps: int
    burns: bool = False

    @cached_property
    def fineness(self) -> int:
        """Fine cells along a cell."""
        return fineness(self.detail, self.box, self.camera)

    @cached_property
    def fine_cells(self) -> int:
        return self.box.cells * self.fineness**3

    @cached_property
    def coarse_frames(self) -> int:
        """How many frames of the pre-roll are simulated in cells of twice the size, at an eighth of the cost.

        None where the pre-roll is short or the source would be too small for such cells. The rest is long
        enough for most of what stands to have risen through fine cells.
        """
        source = self.width / self.box.cell
        if self.preroll < 36 or source < 6.0 or min(self.box.shape) < SMALLEST:
            return 0
        return self.preroll - min(round(0.4 * self.preroll), LONGEST_FINE)
