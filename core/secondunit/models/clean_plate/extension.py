"""A plate larger than it was shot: what other frames saw beyond the edge, then patches, marked.

The border is a hole like any other. The picture within keeps its bits to the last pixel: nothing is grown
or feathered into it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from secondunit.wire.errors import OutOfRange

from .cleaning import CleanFrame, CleaningSettings, clean
from .plate import MattedPlate, Pixels
from .survey import survey

#: A side grows by at most this many times the picture's own.
MOST = 1.0


@dataclass(frozen=True)
class Border:
    """How much a picture grows on each side, in pixels."""

    left: int = 0
    top: int = 0
    right: int = 0
    bottom: int = 0

    def around(self, pixels: Pixels, **how: object) -> Pixels:
        """Pixels (height, width, ...) with the border, filled as numpy's `pad` is told."""
        sides = [(self.top, self.bottom), (self.left, self.right)] + [(0, 0)] * (pixels.ndim - 2)
        return np.pad(pixels, sides, **how)  # type: ignore[call-overload,no-any-return]


def larger(plate: MattedPlate, border: Border) -> MattedPlate:
    """The plate with its border, all of which is to be filled; what the plate's matte covers is, too.

    OutOfRange where a side shrinks, or grows by more than the picture's own size.
    """
    height, width = plate.picture(plate.frames.first).shape[:2]
    for name, by, side in (
        ("left", border.left, width),
        ("top", border.top, height),
        ("right", border.right, width),
        ("bottom", border.bottom, height),
    ):
        if not 0 <= by <= MOST * side:
            raise OutOfRange(
                f"The {name} side cannot grow by {by} pixels: 0 to {int(MOST * side)} are possible.",
                remedy="Extend the plate in two steps, or by less.",
            )
    return MattedPlate(
        plate.frames,
        lambda frame: border.around(plate.picture(frame), mode="edge"),
        lambda frame: border.around(plate.cover(frame), mode="constant", constant_values=1.0),
        plate.wanted,
    )


def extend(
    plate: MattedPlate,
    border: Border,
    grain: bool = True,
    seed: int = 1,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[CleanFrame]:
    """Every frame of a plate with its border, one at a time; what the matte hides within goes away too.

    OutOfRange where a side shrinks, or grows by more than the picture's own size.
    """
    wide, settings = larger(plate, border), bordered(grain, seed)
    yield from clean(wide, survey(wide, settings.grow), settings, stopped)


def bordered(grain: bool, seed: int = 1) -> CleaningSettings:
    """How a border is filled: nothing of it is grown or feathered into the picture."""
    return CleaningSettings(grow=0, feather=0, grain=grain, seed=seed, beyond=True)
