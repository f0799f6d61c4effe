"""The on-board generator: elements made by simulation, with no network, no GPU and no key.

Knows the wire's values; knows no file format of pictures, no service and no host. One kind stands so far,
smoke; another is a class that fulfils `ElementKind` and is added to the registry below.
"""

from __future__ import annotations

from functools import lru_cache

from secondunit.wire.errors import NotFound

from .kind import PASSES, Cost, ElementKind, RenderedFrame, Scene, Understanding
from .smoke import Smoke


@lru_cache(maxsize=1)
def _registry() -> dict[str, ElementKind]:
    made: tuple[ElementKind, ...] = (Smoke(),)
    return {one.name: one for one in made}


def kinds() -> tuple[str, ...]:
    """The names of the kinds that can be made."""
    return tuple(_registry())


def kind(name: str) -> ElementKind:
    """The kind of that name; raises `NotFound` where there is none."""
    found = _registry().get(name)
    if found is None:
        raise NotFound(
            f"There is no kind of element {name[:40]!r}.",
            remedy="The kinds are: " + ", ".join(kinds()) + ".",
            where="kind",
        )
    return found


def warm(progress: object = None) -> None:
    """Compile what every kind needs; `progress(fraction, text)` is called where given."""
    report = progress if callable(progress) else (lambda done, text: None)
    for one in _registry().values():
        one.warm(report)


__all__ = [
    "PASSES", "Cost", "ElementKind", "RenderedFrame", "Scene", "Understanding", "kind", "kinds", "warm",
]  # fmt: skip
