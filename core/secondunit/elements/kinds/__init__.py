"""The kinds of elements: every folder here is one, and its `KIND` is what it offers.

A studio's own stand in the entry points `secondunit.kinds`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules

from secondunit.elements.kind import ElementKind

#: Where packages name kinds of their own: `glow = studio.glow:KIND`.
ENTRY_POINTS = "secondunit.kinds"


@lru_cache(maxsize=1)
def registry() -> dict[str, ElementKind]:
    """Every kind by its name, in the order of the alphabet."""
    kinds = sorted([*_ours(), *_others()], key=lambda kind: kind.name)
    return {kind.name: kind for kind in kinds}


def _ours() -> Iterator[ElementKind]:
    for module in iter_modules(__path__, prefix=f"{__name__}."):
        kind: ElementKind = import_module(module.name).KIND
        yield kind


def _others() -> Iterator[ElementKind]:
    for point in entry_points(group=ENTRY_POINTS):
        kind: ElementKind = point.load()
        yield kind
