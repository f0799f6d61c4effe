"""What each sign of a kind is worth: weights under which the labels of sets are likeliest.

A conditional logit (McFadden 1974): the log of the belief in what a brief's label accepts, summed over
briefs, has one maximum; a small square of the weights holds them where few briefs show a sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from secondunit.elements.words.routing import SignWeights

#: What the square of a weight costs, against a brief that counts 1.
_HELD = 0.025
_NAMES = tuple(field.name for field in fields(SignWeights))


@dataclass(frozen=True)
class Choice:
    """The signs of each kind in a brief, and the kinds that its label accepts."""

    signs: dict[str, dict[str, float]]
    accepted: frozenset[str]


def weights_of(choices: Sequence[Choice]) -> SignWeights:
    """The weights that fit some choices best, all between the same kinds.

    One whose label accepts nothing says nothing.
    """
    told = [choice for choice in choices if choice.accepted & {*choice.signs}]
    signs = np.array(
        [[[own.get(name, 0.0) for name in _NAMES] for own in one.signs.values()] for one in told]
    )
    right = np.array([[kind in one.accepted for kind in one.signs] for one in told], float)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = signs @ weights
        belief = np.exp(scores - scores.max(1, keepdims=True))
        belief /= belief.sum(1, keepdims=True)
        chosen = belief * right
        of_label = chosen.sum(1, keepdims=True) + 1e-12
        slope = ((belief - chosen / of_label)[..., None] * signs).sum((0, 1))
        return _HELD * float(weights @ weights) - float(np.log(of_label).sum()), slope + 2 * _HELD * weights

    fitted = minimize(loss, np.zeros(len(_NAMES)), jac=True, method="L-BFGS-B")
    return SignWeights(**{name: round(float(one), 2) for name, one in zip(_NAMES, fitted.x, strict=True)})
