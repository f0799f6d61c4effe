"""The making of a table: ridge regression on traits, solved in closed form, rounded to bytes.

For each class the weights that come nearest to 1 on its examples and to 0 on all others, held small (Hoerl
and Kennard 1970, "Ridge Regression: Biased Estimation for Nonorthogonal Problems"). There are fewer examples
than traits, so what is solved is the dual: a square of the examples. No chance is in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve
from scipy.sparse import csr_array

from benchmarks.router.examples import Example
from secondunit.elements.words.likeness import Likeness
from secondunit.elements.words.traits import BUCKETS, traits

#: How much small weights are worth, against an example that counts 1.
RIDGE = 0.3
_LARGEST = 127


@dataclass(frozen=True)
class Lesson:
    """Examples as traits, (examples, `BUCKETS`), and how alike each two are."""

    examples: Sequence[Example]
    traits: csr_array
    alike: NDArray[np.float32]


def lesson(examples: Sequence[Example]) -> Lesson:
    """The examples as traits."""
    rows = [traits(example.text) for example in examples]
    at = np.cumsum([0, *(len(row) for row in rows)])
    numbers = np.array([number for row in rows for number in row])
    values = np.array([value for row in rows for value in row.values()], np.float32)
    matrix = csr_array((values, numbers, at), shape=(len(rows), BUCKETS))
    return Lesson(examples, matrix, np.asarray((matrix @ matrix.T).toarray(), np.float32))


def table(given: Lesson, places: Sequence[int]) -> Likeness:
    """The table of the examples at these places."""
    chosen = [given.examples[place] for place in places]
    classes = tuple(sorted({example.kind for example in chosen}))
    at = np.array(places)
    weight = np.array([example.weight for example in chosen], np.float32)
    is_of = np.array([[example.kind == name for name in classes] for example in chosen], np.float32)
    shares = (is_of * weight[:, None]).sum(0) / weight.sum()
    damped = given.alike[np.ix_(at, at)] + np.diag(RIDGE / weight)
    duals = solve(damped, is_of - shares, assume_a="pos", check_finite=False)
    weights = np.asarray(given.traits[at].T @ duals)
    steps = np.abs(weights).max(0) / _LARGEST
    return Likeness(
        classes,
        tuple(round(float(share), 6) for share in shares),
        tuple(round(float(step), 9) for step in steps),
        np.rint(weights / steps).astype(np.int8).tobytes(),
    )
