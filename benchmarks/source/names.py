"""Names as they are bound, words that are no nouns among them, and classes that share a name.

A binding is each place where the code gives a name to something: an assignment, a loop, `with`, `except`, a
pattern, a comprehension, a parameter, a field, a function, a class, an `import ... as`, and an attribute that
is assigned (`self.name = ...`). A name that is bound three times counts three times. Not counted are capitals
alone (constants, members of an enum: a state may well be called CANCELLED), `_`, `self`, `cls` and dunders.

A binding is *no noun* where its whole name is a past participle or a pronoun: `told`, `each`, `_found`,
`taken2`; but not `found_takes`. Which words those are is data: `words.toml` beside this module. A participle
in -ed is known by its end, and counted apart: the field has some of its own (`elapsed`, `deprecated`).
"""

from __future__ import annotations

import ast
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .modules import Module

WORDS = Path(__file__).with_name("words.toml")


@dataclass(frozen=True)
class Words:
    """Which words are pronouns and irregular past participles, and which only end like a regular one."""

    pronouns: frozenset[str]
    irregular: frozenset[str]
    excepted: frozenset[str]

    def are_no_noun(self, name: str) -> bool:
        """Whether a whole name is a pronoun or an irregular past participle."""
        return _word(name) in self.pronouns | self.irregular

    def end_as_participle(self, name: str) -> bool:
        """Whether a whole name is one word in -ed that is no other thing."""
        word = _word(name)
        return (
            word.endswith("ed")
            and word.isalpha()
            and word.islower()
            and len(word) > 4
            and word not in self.excepted
        )


@cache
def words() -> Words:
    """The words as `words.toml` has them."""
    table = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return Words(*(frozenset(table[part]["words"]) for part in ("pronouns", "participles", "excepted")))


def bindings(module: Module) -> Iterator[str]:
    """Every name that a module binds, as often as it does."""
    for node in ast.walk(module.tree):
        for name in _bound(node):
            if not name.isupper() and name.strip("_") and not (name.startswith("__") and name.endswith("__")):
                yield name


@dataclass(frozen=True)
class Count:
    """How many bindings there are, and how often each name is bound that is no noun, or ends in -ed."""

    total: int
    no_nouns: Counter[str]
    regular: Counter[str]

    def percent(self, *parts: Counter[str]) -> float:
        """What part of the bindings some of them are."""
        return 100 * sum(part.total() for part in parts) / max(self.total, 1)


def count_names(modules: Iterable[Module]) -> Count:
    """Count the names that modules bind."""
    every = Counter(name for module in modules for name in bindings(module))
    return Count(
        every.total(),
        Counter({name: number for name, number in every.items() if words().are_no_noun(name)}),
        Counter({name: number for name, number in every.items() if words().end_as_participle(name)}),
    )


def repeated_classes(modules: Iterable[Module], siblings: str = "") -> Mapping[str, tuple[str, ...]]:
    """The public classes at the head of a module whose name stands in another one too, with those modules.

    `siblings` is a package whose parts are written apart on purpose (one provider repeats another): what two
    of its parts share does not count; what one has twice, or shares with a module elsewhere, does.
    """
    places: defaultdict[str, list[str]] = defaultdict(list)
    for module in modules:
        for node in module.tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(module.name)
    return {
        name: tuple(sorted(where)) for name, where in sorted(places.items()) if _number(where, siblings) > 1
    }


def _number(where: Iterable[str], siblings: str) -> int:
    """In how many places a name stands, the siblings counted as the one that has it most often."""
    parts: Counter[str] = Counter()
    others = 0
    for name in where:
        if siblings and name.startswith(f"{siblings}."):
            parts[name.removeprefix(f"{siblings}.").partition(".")[0]] += 1
        else:
            others += 1
    return others + max(parts.values(), default=0)


def _word(name: str) -> str:
    """A name without underscores at its ends and numbers; a name of several words stays as it is."""
    word = name.strip("_").rstrip("0123456789").rstrip("_")
    return word.lower() if word[1:] == word[1:].lower() else word


def _bound(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(ctx=ast.Store()):
            yield node.id
        case ast.Attribute(ctx=ast.Store()):
            yield node.attr
        case ast.arg():
            if node.arg not in ("self", "cls"):
                yield node.arg
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield node.name
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name
        case ast.alias(asname=str(name)):
            yield name
