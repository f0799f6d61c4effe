"""The making of a table: ridge regression on traits and meanings, solved in closed form, rounded to bytes.

For each class the weights that come nearest to 1 on its examples and to 0 on all others, held small (Hoerl
and Kennard 1970, "Ridge Regression: Biased Estimation for Nonorthogonal Problems"). There are fewer examples
than traits, so what is solved is the dual: a square of the examples. No chance is in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import inv, solve
from scipy.sparse import csr_array

from benchmarks.router.examples import Example
from secondunit.elements.words.likeness import Likeness
from secondunit.elements.words.meaning import meaning
from secondunit.elements.words.traits import BUCKETS, traits

#: How much small weights are worth, against an example that counts 1.
RIDGE = 0.3
_LARGEST = 127

Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class Lesson:
    """Examples as traits, (examples, `BUCKETS`), and as meanings, (examples, `NUMBERS`)."""

    examples: Sequence[Example]
    traits: csr_array
    meanings: Matrix

    @property
    def classes(self) -> tuple[str, ...]:
        """The kinds that the examples are of, by the alphabet."""
        return tuple(sorted({example.kind for example in self.examples}))

    @property
    def alike(self) -> Matrix:
        """How alike each two examples are."""
        return np.asarray(
            (self.traits @ self.traits.T).toarray() + self.meanings @ self.meanings.T, np.float32
        )

    def of_traits(self) -> Lesson:
        """The lesson without meanings."""
        return replace(self, meanings=np.zeros_like(self.meanings))

    def of_meanings(self) -> Lesson:
        """The lesson without traits."""
        return replace(self, traits=self.traits * np.float32(0.0))


def lesson(examples: Sequence[Example]) -> Lesson:
    """The examples as what they are compared by."""
    rows = [traits(example.text) for example in examples]
    at = np.cumsum([0, *(len(row) for row in rows)])
    numbers = np.array([number for row in rows for number in row], np.int64)
    values = np.array([value for row in rows for value in row.values()], np.float32)
    matrix = csr_array((values, numbers, at), shape=(len(rows), BUCKETS))
    return Lesson(examples, matrix, np.stack([meaning(example.text) for example in examples]))


def table(given: Lesson) -> Likeness:
    """The table of a lesson."""
    target, shares, ridge = _asked(given)
    duals = solve(given.alike + ridge, target - shares, assume_a="pos", check_finite=False)
    weights = np.asarray(given.traits.T @ duals)
    steps = np.maximum(np.abs(weights).max(0), 1e-9) / _LARGEST
    return Likeness(
        given.classes,
        tuple(round(float(share), 6) for share in shares),
        tuple(round(float(step), 9) for step in steps),
        np.rint(weights / steps).astype(np.int8).tobytes(),
        np.asarray(given.meanings.T @ duals, "<f4").tobytes(),
    )


def held_out(given: Lesson, groups: Sequence[Sequence[int]]) -> Iterator[Matrix]:
    """What each group of examples scores by a table that was made without it: (examples, classes).

    Without solving anew for each: the error of what is left out is its part of the inverse, inverted, times
    its duals (Pahikkala et al. 2006, "Fast n-Fold Cross-Validation for Regularized Least-Squares"). The
    shares are those of all examples.
    """
    target, shares, ridge = _asked(given)
    inverse = inv(given.alike + ridge, overwrite_a=True, check_finite=False)
    duals = inverse @ (target - shares)
    for group in groups:
        places = np.array(group)
        error = solve(inverse[np.ix_(places, places)], duals[places], assume_a="pos", check_finite=False)
        yield np.asarray(target[places] - error, np.float32)


def _asked(given: Lesson) -> tuple[Matrix, Matrix, Matrix]:
    """1 for each example's class, the share of each class, and what small weights are worth."""
    weight = np.array([example.weight for example in given.examples], np.float32)
    target = np.array(
        [[example.kind == name for name in given.classes] for example in given.examples], np.float32
    )
    shares = np.asarray((target * weight[:, None]).sum(0) / weight.sum(), np.float32)
    return target, shares, np.diag(RIDGE / weight)
