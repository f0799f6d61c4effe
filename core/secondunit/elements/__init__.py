"""The on-board generator: elements made by simulation, with no network, no GPU and no key.

Knows the wire's values; knows no file format of pictures, no service and no host. An element is a source,
what moves it, what carries its matter, how it is shaded, and the layers that come out: `carriers` and
`optics` hold those parts, a folder of `kinds` puts them together.
"""

from __future__ import annotations

from functools import lru_cache

from secondunit.wire.errors import NotFound

from .kind import KEY_PASS, PASSES, Cost, ElementKind, RenderedFrame, Scene
from .kinds import registry
from .words import wish
from .words.likeness import Likeness, read_likeness
from .words.reader import RELATIONS, Understanding
from .words.routing import is_decided, routed
from .words.unmade import UNMADE
from .words.vocabulary import Vocabulary
from .words.wish import Wish


def kinds() -> tuple[str, ...]:
    """The names of the kinds that can be made."""
    return tuple(registry())


def kind(name: str) -> ElementKind:
    """The kind of that name; raises `NotFound` where there is none."""
    element = registry().get(name)
    if element is None:
        raise NotFound(
            f"There is no kind of element {name[:40]!r}.",
            remedy="The kinds are: " + ", ".join(kinds()) + ".",
            where="kind",
        )
    return element


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Every kind by the words that ask for it, those that are not made here too."""
    return Vocabulary({name: element.cues for name, element in registry().items()}, UNMADE)


def read_wish(prompt: str) -> Wish:
    """What a prompt asks for: by its words, and where they do not decide it, by what it is like as well."""
    words = vocabulary()
    reading = wish.read_wish(prompt, words)
    if is_decided(reading, words):  # likeness takes a second, and memory, for the first prompt of a process
        return reading
    return routed(reading, _likeness().of(prompt), words)


@lru_cache(maxsize=1)
def _likeness() -> Likeness:
    return read_likeness()


def warm(progress: object = None) -> None:
    """Compile what every kind needs; `progress(fraction, text)` is called where given."""
    report = progress if callable(progress) else (lambda fraction, text: None)
    for element in registry().values():
        element.warm(report)


__all__ = [
    "KEY_PASS", "PASSES", "RELATIONS", "Cost", "ElementKind", "RenderedFrame", "Scene", "Understanding",
    "kind", "kinds", "read_wish", "vocabulary", "warm",
]  # fmt: skip
