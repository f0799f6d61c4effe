"""How like a text is to the wishes for each kind that a table was made of: a linear classifier from a file.

The table is made by `python -m benchmarks.router --write`, which says of what. It knows traits and
meanings, no kind and no word.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .meaning import NUMBERS, meaning
from .traits import BUCKETS, traits

#: The table that comes with this package.
TABLE = Path(__file__).with_name("likeness.bin")
#: The class of what is no kind of element.
NO_KIND = ""


@dataclass(frozen=True)
class Likeness:
    """A table of weights: for each trait one signed byte a class, to be multiplied by the class's step.

    `classes` are the names of kinds and `NO_KIND`; `shares` what each scores for a text without a trait.
    `senses` are the weights of each number of a text's meaning, `NUMBERS` x classes little-endian float32.
    """

    classes: tuple[str, ...]
    shares: tuple[float, ...]
    steps: tuple[float, ...]
    weights: bytes
    senses: bytes

    def __post_init__(self) -> None:
        if not len(self.classes) == len(self.shares) == len(self.steps):
            raise ValueError("A class without its share or its step.")
        if len(self.weights) != BUCKETS * len(self.classes):
            raise ValueError(f"{len(self.weights)} weights are not {BUCKETS} for each class.")
        if len(self.senses) != 4 * NUMBERS * len(self.classes):
            raise ValueError(f"{len(self.senses)} bytes are not {NUMBERS} weights of meaning for each class.")

    def of(self, text: str) -> dict[str, float]:
        """Each class's score: about 1 where the text is like its examples alone, about 0 where it is not.

        A text without a trait has no meaning either: `12 m, 50 mm` scores the shares.
        """
        width = len(self.classes)
        table = memoryview(self.weights).cast("b")
        sums = [0.0] * width
        seen = traits(text)
        for number, value in seen.items():
            for place, weight in enumerate(table[number * width : (number + 1) * width]):
                sums[place] += value * weight
        senses = meaning(text) @ self._of_meaning() if seen else np.zeros(width, np.float32)
        return {
            name: share + total * step + float(sense)
            for name, share, total, step, sense in zip(
                self.classes, self.shares, sums, self.steps, senses, strict=True
            )
        }

    def _of_meaning(self) -> NDArray[np.float32]:
        return np.frombuffer(self.senses, "<f4").reshape(NUMBERS, len(self.classes))

    def written(self) -> bytes:
        """The table as a file: one line of JSON, the weights of traits, those of meaning."""
        head = {"classes": self.classes, "shares": self.shares, "steps": self.steps}
        return json.dumps(head).encode() + b"\n" + self.weights + self.senses


def read_likeness(path: Path = TABLE) -> Likeness:
    """A table from its file; raises `ValueError` where it is none."""
    head, _, rest = path.read_bytes().partition(b"\n")
    values = json.loads(head)
    end = BUCKETS * len(values["classes"])
    return Likeness(
        tuple(values["classes"]), tuple(values["shares"]), tuple(values["steps"]), rest[:end], rest[end:]
    )


__all__ = ["NO_KIND", "TABLE", "Likeness", "read_likeness"]
