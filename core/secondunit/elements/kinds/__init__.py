"""The kinds of elements: every folder here is one, and its `KIND` is what it offers.

A folder's `cues`, where it has them, are the words that lead a wish to it, beside those of `KIND`.

A studio's own stand in the entry points `secondunit.kinds`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from pkgutil import iter_modules

from secondunit.elements.kind import ElementKind
from secondunit.elements.words.kind_words import KindWords

#: Where packages name kinds of their own: `glow = studio.glow:KIND`.
ENTRY_POINTS = "secondunit.kinds"


@lru_cache(maxsize=1)
def registry() -> dict[str, ElementKind]:
    """Every kind by its name, in the order of the alphabet."""
    kinds = sorted([*_ours(), *_others()], key=lambda kind: kind.name)
    return {kind.name: kind for kind in kinds}


@lru_cache(maxsize=1)
def cues() -> dict[str, KindWords]:
    """The words that lead a wish to a kind, by its name; also of a folder whose kind is not made yet."""
    folders = sorted(file.parent.name for path in __path__ for file in Path(path).glob("*/cues.py"))
    return {folder: import_module(f"{__name__}.{folder}.cues").CUES for folder in folders}


def _ours() -> Iterator[ElementKind]:
    for module in iter_modules(__path__, prefix=f"{__name__}."):
        kind: ElementKind = import_module(module.name).KIND
        yield kind


def _others() -> Iterator[ElementKind]:
    for point in entry_points(group=ENTRY_POINTS):
        kind: ElementKind = point.load()
        yield kind
