"""Closed-form matting of the open part of a trimap, by pymatting's Laplacian and solver.

Source: A. Levin, D. Lischinski and Y. Weiss, "A closed-form solution to natural image matting", IEEE TPAMI
30 (2), 2008.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from secondunit.wire.errors import RuntimeAbsent

Pixels = npt.NDArray[np.float32]
Coverage = npt.NDArray[np.float32]

#: How much what is known weighs against the smoothness, and where the solver stops.
KNOWN_WEIGHT, TOLERANCE, MOST_STEPS = 100.0, 1e-4, 400
EPSILON = 1e-7


def closed_form(codes: Pixels, trimap: Coverage) -> Coverage:
    """Alpha (height, width) of a picture (height, width, 3), 0 to 1, where the trimap (0, 0.5, 1) is open.

    Known parts stay. Raises `RuntimeAbsent` where pymatting cannot be loaded.
    """
    try:
        from pymatting import cf_laplacian, cg, ichol
    except ImportError as error:
        raise RuntimeAbsent(f"pymatting cannot be loaded: {error}.") from error
    from scipy.sparse import diags

    unknown = (trimap > 0) & (trimap < 1)
    if not unknown.any() or not (trimap == 1).any():
        return np.asarray(trimap == 1, np.float32)
    top, bottom, left, right = _box(unknown)
    window = (slice(top, bottom), slice(left, right))
    image, part = codes[window].astype(np.float64), trimap[window]
    known = (part == 0) | (part == 1)
    laplacian = cf_laplacian(image, EPSILON, 1, is_known=known.ravel())
    weights = np.where(known, KNOWN_WEIGHT, 0.0).ravel()
    system = (laplacian + diags(weights)).tocsc()
    right_side = weights * (part == 1).ravel()
    solved = cg(
        system, right_side, M=ichol(system), rtol=TOLERANCE, atol=0.0, maxiter=MOST_STEPS,
        x0=part.ravel().astype(np.float64),
    )  # fmt: skip
    alpha: Coverage = np.asarray(trimap == 1, np.float32)
    found = np.clip(solved, 0.0, 1.0).reshape(part.shape).astype(np.float32)
    alpha[window] = np.where(known, alpha[window], found)
    return alpha


def _box(mask: npt.NDArray[np.bool_]) -> tuple[int, int, int, int]:
    """The rows and columns that hold a mask, with two more on each side."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    height, width = mask.shape
    return (
        max(0, int(rows[0]) - 2), min(height, int(rows[-1]) + 3),
        max(0, int(columns[0]) - 2), min(width, int(columns[-1]) + 3),
    )  # fmt: skip
