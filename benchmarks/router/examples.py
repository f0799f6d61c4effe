"""What a classifier of wishes learns from: labelled sets, sentences, and the phrases of kinds' cues."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from benchmarks.prompts import SETS, briefs_of
from secondunit.elements.words.likeness import NO_KIND

HERE = Path(__file__).parent
#: The sets in the order in which they were written.
ORDER = (
    "briefs", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "no_element", "no_element_second",
)  # fmt: skip
#: Those of which is known how the words read them before they learned of them.
UNSEEN = ORDER[1:7]
#: What counts how much: a brief or a sentence, one of no element (there are many), a name, a hint, a phrase
#: of what no kind is.
_SENTENCE, _NONE, _NAME, _HINT, _OTHER = 1.0, 0.6, 1.0, 0.6, 0.5


@dataclass(frozen=True)
class Example:
    """A text, the kind that it is of and what it counts.

    `of_set` is the set that it is a brief of; `known_from` that before which a phrase of cues first stood
    there. What has neither is always there.
    """

    text: str
    kind: str
    weight: float
    known_from: str = ""
    of_set: str = ""


@dataclass(frozen=True)
class FirstRead:
    """What the words made of a brief that they had not learned of."""

    kinds: tuple[str, ...]
    certain: bool
    evidence: dict[str, int]


def examples() -> list[Example]:
    """Every example there is."""
    return [*_briefs(), *_sentences(), *_phrases()]


def known(example: Example, unseen: str) -> bool:
    """Whether an example may be learned from where a set is to be read that nobody has seen."""
    if example.of_set:
        return example.of_set != unseen
    return not example.known_from or ORDER.index(example.known_from) <= ORDER.index(unseen)


def first_reads(name: str) -> dict[str, FirstRead]:
    """How the words alone first read a set, by the briefs' names."""
    reads = _history()[name]["reads"]
    return {
        brief: FirstRead(tuple(kinds), certain, evidence)
        for brief, (kinds, certain, evidence) in reads.items()
    }


def _briefs() -> list[Example]:
    return [
        Example(brief["text"], brief["kind"] or NO_KIND, _SENTENCE if brief["kind"] else _NONE, of_set=name)
        for name in ORDER
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


def _phrases() -> list[Example]:
    """The phrases of cues, with the set before which they first stood there."""
    return [
        Example(phrase, kind, (_NAME if sort == "names" else _HINT) if kind else _OTHER, known_from=name)
        for name in UNSEEN
        for kind, phrases in _history()[name]["phrases"].items()
        for sort, listed in phrases.items()
        for phrase in listed.split(", ")
    ]


@lru_cache(maxsize=1)
def _history() -> dict[str, Any]:
    sets: dict[str, Any] = json.loads((HERE / "first_reads.json").read_text(encoding="utf-8"))["sets"]
    return sets
