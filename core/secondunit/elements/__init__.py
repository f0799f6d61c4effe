"""The on-board generator: elements made by simulation, with no network, no GPU and no key.

Knows the wire's values; knows no file format of pictures, no service and no host. An element is a source,
what moves it, what carries its matter, how it is shaded, and the layers that come out: `carriers` and
`optics` hold those parts, a folder of `kinds` puts them together.
"""

from __future__ import annotations

from secondunit.wire.errors import NotFound

from .kind import PASSES, Cost, ElementKind, RenderedFrame, Scene
from .kinds import registry
from .words.reader import Understanding


def kinds() -> tuple[str, ...]:
    """The names of the kinds that can be made."""
    return tuple(registry())


def kind(name: str) -> ElementKind:
    """The kind of that name; raises `NotFound` where there is none."""
    found = registry().get(name)
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
    for one in registry().values():
        one.warm(report)


__all__ = [
    "PASSES", "Cost", "ElementKind", "RenderedFrame", "Scene", "Understanding", "kind", "kinds", "warm",
]  # fmt: skip
