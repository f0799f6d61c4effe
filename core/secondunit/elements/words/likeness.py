"""How like a text is to the wishes for each kind that a table was made of: a linear classifier from a file.

The table is made by `python -m benchmarks.router --write`, which says of what. It knows traits,
no kind and no word.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from .traits import BUCKETS, traits

#: The table that comes with this package.
TABLE = Path(__file__).with_name("likeness.bin")
#: The class of what is no kind of element.
NO_KIND = ""


@dataclass(frozen=True)
class Likeness:
    """A table of weights: for each trait one signed byte a class, to be multiplied by the class's step.

    `classes` are the names of kinds and `NO_KIND`; `shares` what each scores for a text without a trait.
    """

    classes: tuple[str, ...]
    shares: tuple[float, ...]
    steps: tuple[float, ...]
    weights: bytes

    def __post_init__(self) -> None:
        if not len(self.classes) == len(self.shares) == len(self.steps):
            raise ValueError("A class without its share or its step.")
        if len(self.weights) != BUCKETS * len(self.classes):
            raise ValueError(f"{len(self.weights)} weights are not {BUCKETS} for each class.")

    def of(self, text: str) -> dict[str, float]:
        """Each class's score: about 1 where the text is like its examples alone, about 0 where it is not."""
        width = len(self.classes)
        table = memoryview(self.weights).cast("b")
        sums = [0.0] * width
        for number, value in traits(text).items():
            for place, weight in enumerate(table[number * width : (number + 1) * width]):
                sums[place] += value * weight
        return {
            name: share + total * step
            for name, share, total, step in zip(self.classes, self.shares, sums, self.steps, strict=True)
        }

    def written(self) -> bytes:
        """The table as a file: one line of JSON, then the weights."""
        head = {"classes": self.classes, "shares": self.shares, "steps": self.steps}
        return json.dumps(head).encode() + b"\n" + self.weights


def read_likeness(path: Path = TABLE) -> Likeness:
    """A table from its file; raises `ValueError` where it is none."""
    head, _, weights = path.read_bytes().partition(b"\n")
    values = json.loads(head)
    return Likeness(tuple(values["classes"]), tuple(values["shares"]), tuple(values["steps"]), weights)


__all__ = ["NO_KIND", "TABLE", "Likeness", "read_likeness"]
