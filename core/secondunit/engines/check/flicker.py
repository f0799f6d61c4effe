"""Frames that jump: the mean luminance and the mean alpha of each frame, as two curves.

Fire flickers, a flash is there for a frame, a blast begins at once: a jump alone is no fault. What no kind of
element does by itself is to drop out for one frame between two that agree; an edit of a plate should not
leap up either. A frame counts that differs from both neighbours by a quarter (0.4 stops: a pop that is seen
in a moving picture), where they agree within a tenth, and by six times what the curve usually does.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from secondunit.wire import CheckFigure, CheckLight, CheckSubject

#: How much a frame differs from both neighbours, how far they may differ from one another, and how many
#: times more it is than what the curve usually does.
JUMP, AGREE, UNUSUAL = 0.25, 0.1, 6.0
#: Curves that never rise above this are empty.
FAINTEST = 1e-5

Curve = npt.NDArray[np.float64]


def jumps(curve: Sequence[float], frames: Sequence[int], *, up: bool) -> list[tuple[float, int]]:
    """How much of itself each frame that jumps gains or loses, and its number; drops alone unless `up`."""
    values: Curve = np.asarray(curve, np.float64)
    numbers = np.asarray(frames)
    if len(values) < 3 or float(values.max()) <= FAINTEST:
        return []
    before, here, after = values[:-2], values[1:-1], values[2:]
    level = np.maximum((before + after) / 2, FAINTEST)
    change = (here - level) / level
    # A jump unsettles its neighbours too: in a short shot the median would be of them.
    usual = float(np.quantile(np.abs(change), 0.35))
    agree = np.abs(before - after) <= AGREE * level
    together = (numbers[2:] - numbers[:-2]) == 2  # a curve of a long shot has not every frame
    odd = agree & together & (np.minimum(before, after) > FAINTEST)
    odd &= np.abs(change) >= max(JUMP, UNUSUAL * usual)
    if not up:
        odd &= change < 0
    return [(float(change[index]), int(numbers[index + 1])) for index in np.flatnonzero(odd)]


def flicker(
    frames: Sequence[int], luminance: Sequence[float], alpha: Sequence[float], *, edit: bool
) -> CheckFigure:
    """The figure of both curves; of an `edit` the light is judged under its alpha, whatever that does."""
    if len(frames) < 3:
        return CheckFigure(
            CheckSubject.FLICKER, CheckLight.NONE, "Two frames are too few for a jump between others."
        )
    if edit:
        under = [
            light / cover if cover > FAINTEST else 0.0 for light, cover in zip(luminance, alpha, strict=True)
        ]
        found = jumps(under, frames, up=True)
    else:
        found = jumps(alpha, frames, up=False) or jumps(luminance, frames, up=False)
    if not found:
        return CheckFigure(
            CheckSubject.FLICKER, CheckLight.GREEN, "No frame drops out of the curve of its neighbours."
        )
    change, frame = max(found, key=lambda jump: abs(jump[0]))
    others = "" if len(found) == 1 else f", and {len(found) - 1} more frames jump"
    more = "more" if change > 0 else "less"
    return CheckFigure(
        CheckSubject.FLICKER, CheckLight.AMBER,
        f"Frame {frame} holds {100 * abs(change):.0f} % {more} than those beside it{others}.",
        round(100 * change, 1), "%", frame,
    )  # fmt: skip
