"""Values that no comp survives: what is no number, and an alpha that is none.

NaN and infinity spread through every filter of a comp; an alpha below 0 or above 1 turns an over into light
that nobody put there. A tolerance of two steps of half float near 1 is left for what is packed with loss.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from secondunit.wire import CheckFigure, CheckLight, CheckSubject

from .frames import Pixels

#: How far an alpha may lie outside 0 to 1.
TOLERANCE = 0.002


@dataclass
class NumberCount:
    """Counts as the frames go by."""

    wrong: int = 0
    alphas: int = 0
    frame: int | None = None

    def add(self, frame: int, beauty: Pixels) -> None:
        """Count what is wrong in a frame."""
        wrong = alphas = 0
        if not np.isfinite(beauty.sum(dtype=np.float64)):
            wrong = int((~np.isfinite(beauty)).sum())
        alpha = beauty[..., 3]
        if alpha.size and not (float(alpha.min()) >= -TOLERANCE and float(alpha.max()) <= 1.0 + TOLERANCE):
            alphas = int(((alpha < -TOLERANCE) | (alpha > 1.0 + TOLERANCE)).sum())
        if (wrong or alphas) and self.frame is None:
            self.frame = frame
        self.wrong, self.alphas = self.wrong + wrong, self.alphas + alphas

    def figure(self) -> CheckFigure:
        """Green for none, red for one."""
        parts = [
            f"{self.wrong:,} values are no numbers" if self.wrong else "",
            f"{self.alphas:,} alphas lie outside of 0 to 1" if self.alphas else "",
        ]
        said = ", ".join(part for part in parts if part)
        if not said:
            return CheckFigure(
                CheckSubject.NUMBERS, CheckLight.GREEN, "Every value is a number, every alpha 0 to 1."
            )
        return CheckFigure(
            CheckSubject.NUMBERS, CheckLight.RED, f"{said}: the first in frame {self.frame}.",
            float(self.wrong + self.alphas), "", self.frame,
        )  # fmt: skip
