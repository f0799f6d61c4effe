"""What a classifier of wishes learns from, sets and sentences, and how the words first read each set."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from benchmarks.prompts import SETS, briefs_of
from secondunit.elements.words.likeness import NO_KIND
from secondunit.elements.words.wish import Wish
from secondunit.wire.frozen import FrozenMap

HERE = Path(__file__).parent
#: The set that the package's table and weights never learn from.
KEPT_APART = "eleventh"
#: The sets that they learn from, in the order in which they were written.
ORDER = (
    "briefs", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "no_element", "no_element_second",
)  # fmt: skip
#: Sets that were written on one day, so that what read one of them knew neither; of all is known how the
#: words read them before they learned of them.
UNSEEN = (
    ("second",), ("third",), ("fourth",), ("fifth",), ("sixth",), ("seventh",), ("eighth",),
    ("ninth", "no_element"), ("tenth", "no_element_second"), (KEPT_APART,),
)  # fmt: skip
#: What counts how much: a brief or a sentence, and one of no element (there are many).
_SENTENCE, _NONE = 1.0, 0.6


@dataclass(frozen=True)
class Example:
    """A text, the kind that it is of, what it counts, and the set that it is a brief of, if of one."""

    text: str
    kind: str
    weight: float
    of_set: str = ""


def examples(apart: bool = False) -> list[Example]:
    """Every example that the table learns from; those that are kept apart too, where they are asked for."""
    return [*_briefs(ORDER), *(_briefs((KEPT_APART,)) if apart else ()), *_sentences()]


def first_reads(name: str) -> dict[str, Wish]:
    """How the words alone first read a set, by the briefs' names."""
    return {brief: _wish(*read) for brief, read in _history()[name]["reads"].items()}


def _wish(
    kinds: list[str], certain: bool, evidence: dict[str, int], denied: Sequence[str] = (),
    sources: Sequence[str] = (), by_words_alone: bool = False,
) -> Wish:  # fmt: skip
    return Wish(
        tuple(kinds), certain, frozenset(denied), FrozenMap(evidence), frozenset(sources), by_words_alone
    )


def _briefs(names: Sequence[str]) -> list[Example]:
    return [
        Example(brief["text"], brief["kind"] or NO_KIND, _SENTENCE if brief["kind"] else _NONE, of_set=name)
        for name in names
        for brief in briefs_of(SETS / f"{name}.json")
    ]


def _sentences() -> list[Example]:
    kind, sentences = NO_KIND, []
    for line in (HERE / "examples.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            kind = line.strip("[]").replace("none", NO_KIND)
        elif line and not line.startswith("#"):
            sentences.append(Example(line, kind, _SENTENCE if kind else _NONE))
    return sentences


@lru_cache(maxsize=1)
def _history() -> dict[str, Any]:
    sets: dict[str, Any] = json.loads((HERE / "first_reads.json").read_text(encoding="utf-8"))["sets"]
    return sets
