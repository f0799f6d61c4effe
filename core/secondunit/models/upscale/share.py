"""How much of a network's detail a plate bears out, told from its own smaller size, whose truth is known.

The plate is made smaller by area and larger again by the filter and the network; the share is the one number
by which the network's detail has the least error from what the plate shows there. It relies on pictures being
alike across scales: D. Glasner, S. Bagon, M. Irani, "Super-resolution from a single image" (ICCV 2009). Grain
and softness, which a network takes for texture, lower it. Where the smaller size has lost most of what the
plate shows, stripes near its finest, what the network makes of the rest says nothing of the plate itself.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from secondunit.wire import FrameRange

Pixels = npt.NDArray[np.float32]
#: So many frames of a plate are looked at, each in its middle, so many pixels a side.
FRAMES, SIDE = 3, 512
#: A plate whose smaller size has fewer pixels a side tells nothing.
LEAST = 16
#: A block of so many pixels a side counts where the filter lacks less than this part of its variance; but
#: all do where those have less than this part of the detail.
_BLOCK, _LOST, _FEW = 16, 0.5, 0.1
#: Below this mean square of codes a network has said nothing.
_NOTHING = 1e-9


def looked_at(frames: FrameRange) -> tuple[int, ...]:
    """The frames that the share is told from: the first, the middle one and the last."""
    last = len(frames) - 1
    return tuple(frames.first + place for place in sorted({0, last // 2, last}))


def middle(picture: Pixels, scale: int) -> Pixels | None:
    """The middle of (height, width, 3), its sides multiples of `scale`; None where it is too small."""
    sides = [min(side, SIDE) // scale * scale for side in picture.shape[:2]]
    if min(sides) < LEAST * scale:
        return None
    top, left = ((whole - side) // 2 for whole, side in zip(picture.shape[:2], sides, strict=True))
    return np.ascontiguousarray(picture[top : top + sides[0], left : left + sides[1]])


def borne_out(triples: Iterable[tuple[Pixels, Pixels, Pixels]]) -> float:
    """The share of detail, 0 to 1, that has the least square error from what is missing.

    Each of `triples` is a network's detail, what the filter's picture lacks of the truth, and the truth, in
    codes, (height, width, 3). 1 where there is no detail to judge.
    """
    sums = [_sums(*triple) for triple in triples]
    if not sums:
        return 1.0
    both, own, kept = np.concatenate(sums, axis=1)
    clear = kept > 0.0
    if own[clear].sum() < _FEW * own.sum():
        clear[:] = True
    power = own[clear].sum()
    if power <= _NOTHING * 3 * _BLOCK**2 * clear.sum():
        return 1.0
    return float(np.clip(both[clear].sum() / power, 0.0, 1.0))


def _sums(detail: Pixels, missing: Pixels, truth: Pixels) -> npt.NDArray[np.float64]:
    """Of each block the products of detail and what is missing, of detail itself, and 1 where it counts."""
    own, lacking, values = _blocks(detail), _blocks(missing), _blocks(truth)
    variance = values.var(axis=1).sum(axis=1)
    lost = (lacking * lacking).mean(axis=1).sum(axis=1)
    counts = lost <= _LOST * variance
    return np.stack([(own * lacking).sum(axis=(1, 2)), (own * own).sum(axis=(1, 2)), counts])


def _blocks(codes: Pixels) -> npt.NDArray[np.float64]:
    """(blocks, pixels, 3); what does not fill one at the end is left out."""
    rows, columns = codes.shape[0] // _BLOCK, codes.shape[1] // _BLOCK
    cut = codes[: rows * _BLOCK, : columns * _BLOCK].astype(np.float64)
    parted = cut.reshape(rows, _BLOCK, columns, _BLOCK, 3).swapaxes(1, 2)
    return parted.reshape(rows * columns, _BLOCK * _BLOCK, 3)
