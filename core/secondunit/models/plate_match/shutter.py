"""How long the shutter was open: by how much wider edges are that move across themselves than others.

An edge that moves by v pixels a frame along its normal is smeared over v times the open part of a frame, and
by the lens as every other edge is. Both are told apart by edges that move by different amounts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.special import erf

from .edges import PER_PIXEL, Edge, Values, bins
from .sharpness import PIXEL

#: How far across a moving edge is looked, in pixels; how far one has to move in a frame to count.
REACH, MOVES = 24, 3.0
#: The fewest edges that move, and the groups that say how far the answer is to be trusted.
FEWEST, _GROUPS = 8, 8
_SIGMAS = np.geomspace(0.3, 5.0, 36)
_LENGTHS = np.arange(0.0, 32.5, 0.5)
_OPEN = np.arange(0.0, 1.0001, 0.005)
#: An edge speaks against an answer by so many times its noise at most: some are of another depth or focus.
_AGAINST = 12.0
#: What is left of a fit by sampling alone, as a part of the step.
_EXACT = 0.004


@dataclass(frozen=True)
class Shutter:
    """How long it was open: `angle` in degrees, 0 to 360, give or take `uncertainty` (one deviation).

    `length` is the smear in pixels of what moves the most usual way, `direction` the angle of its motion in
    degrees, 0 to the right and 90 down.
    """

    angle: float
    uncertainty: float
    length: float
    direction: float
    edges: int


def shutter_of(edges: list[Edge], motion: Values) -> Shutter | None:
    """The shutter by edges of `REACH` pixels and their motion (edges, 2), right and down, in pixels a frame.

    None where fewer than eight edges move across themselves by three pixels a frame: not measurable.
    """
    if len(edges) < FEWEST:
        return None
    normals = np.array([edge.normal for edge in edges])
    across = np.abs((normals * motion).sum(axis=1))
    # What moves farther than the profile is wide is seen by a part of its smear alone.
    usable = across < REACH * 1.2
    if np.count_nonzero(usable & (across >= MOVES)) < FEWEST:
        return None
    profiles = np.stack([edge.profile.mean(axis=0) for edge in edges])[usable]
    noise = np.array([float(np.sqrt((edge.noise**2).mean() / len(edge.noise))) for edge in edges])[usable]
    table = _against(_left(profiles, noise), across[usable])
    share = _best(table.sum(axis=0))
    parts = [_best(np.delete(table, np.s_[group::_GROUPS], axis=0).sum(axis=0)) for group in range(_GROUPS)]
    # The jackknife (M. H. Quenouille, 1949; J. W. Tukey, 1958).
    spread = float(np.sqrt((_GROUPS - 1) / _GROUPS * np.sum((np.array(parts) - np.mean(parts)) ** 2)))
    moving = across >= MOVES
    mean = np.median(motion[moving], axis=0)
    return Shutter(
        360.0 * share, max(360.0 * spread, 1.0), share * float(np.hypot(*mean)),
        float(np.degrees(np.arctan2(mean[1], mean[0]))), int(np.count_nonzero(usable & moving)),
    )  # fmt: skip


def _left(profiles: Values, noise: Values) -> Values:
    """(edges, sigmas, lengths): what each blur and smear leaves of a profile, in its noise's variances."""
    reach = profiles.shape[1] // (2 * PER_PIXEL)
    bases = _bases(reach)
    total = (profiles**2).sum(axis=1)
    left = total[:, None] - (np.tensordot(profiles, bases, axes=(1, 1)) ** 2).sum(axis=2)
    floor = profiles.shape[1] * np.maximum(noise**2, _EXACT**2)
    return np.asarray((left / floor[:, None]).reshape(len(profiles), len(_SIGMAS), -1), np.float64)


def _against(left: Values, across: Values) -> Values:
    """(edges, sigmas x shares): what each edge has against a blur and an open part of the frame."""
    rows = np.arange(len(across))
    answer = []
    for share in _OPEN:
        at = np.minimum(share * across / (_LENGTHS[1] - _LENGTHS[0]), len(_LENGTHS) - 1.001)
        low = at.astype(np.intp)
        part = (at - low)[:, None]
        answer.append(left[rows, :, low] * (1 - part) + left[rows, :, low + 1] * part)
    table = np.stack(answer, axis=2)
    # Beside the best that any blur and smear leave of this edge: it may be no clean step at all.
    table = table - left.min(axis=(1, 2))[:, None, None]
    return np.asarray(np.minimum(table, _AGAINST), np.float64)


def _best(sums: Values) -> float:
    """The open part of a frame that edges together have the least against, whatever the lens's blur is."""
    least = sums.min(axis=0)
    best = int(np.argmin(least))
    if best in (0, len(least) - 1):
        return float(_OPEN[best])
    before, here, after = least[best - 1 : best + 2]
    curve = before - 2 * here + after
    part = 0.5 * (before - after) / curve if curve > 0 else 0.0
    return float(_OPEN[best] + np.clip(part, -1, 1) * (_OPEN[1] - _OPEN[0]))


@lru_cache(maxsize=2)
def _bases(reach: int) -> Values:
    """(sigmas x lengths, bins, 3): what an edge of each blur and smear is made of, at unit length."""
    at = bins(reach)
    answer = []
    for sigma in _SIGMAS:
        width = np.sqrt(sigma * sigma + PIXEL)
        for length in _LENGTHS:
            half = max(float(length) / 2, 0.05)
            step = (_ramp(at + half, width) - _ramp(at - half, width)) / (2 * half)
            shift = np.gradient(step)
            answer.append(np.linalg.qr(np.stack([np.ones_like(at), step, shift], axis=1))[0])
    return np.stack(answer)


def _ramp(at: Values, width: float) -> Values:
    """The integral of a blurred step."""
    unit = at / width
    normal = np.exp(-0.5 * unit * unit) / np.sqrt(2 * np.pi)
    return np.asarray(width * (unit * 0.5 * (1 + erf(unit / np.sqrt(2))) + normal), np.float64)
