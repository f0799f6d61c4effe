"""Facts of a vendor: what its library or a page says, with where that stands and the day it was read.

Each vendor has one table of them, beside its provider: models, estimates and the guide read it, and a fact
stands nowhere else. It knows no vendor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Generic, TypeVar

from secondunit.wire.training import TrainedOn, TrainingTerm

T = TypeVar("T")


@dataclass(frozen=True)
class FactSource:
    """Where a fact stands (a package with its version, a page), and the day it was read (ISO 8601)."""

    where: str
    day: str


@dataclass(frozen=True)
class Fact(Generic[T]):
    """One fact: a sentence with `{}` where the value goes (twice for a pair), the value, its source."""

    says: str
    value: T
    source: FactSource

    @property
    def sentence(self) -> str:
        """The fact in words, as the guide has it."""
        value: Any = self.value
        if isinstance(value, Mapping):
            return self.says
        if isinstance(value, tuple) and self.says.count("{}") == len(value):
            return self.says.format(*(_plain(part) for part in value))
        return self.says.format(_plain(value))


def training_term(fact: Fact[TrainedOn]) -> TrainingTerm:
    """What a vendor's models were trained on, as its table has it."""
    return TrainingTerm((fact.value,), fact.sentence.rstrip("."), fact.source.where, fact.source.day)


def facts_of(table: ModuleType) -> tuple[Fact[Any], ...]:
    """Every fact of a vendor's table, in its order."""
    return tuple(value for value in vars(table).values() if isinstance(value, Fact))


def rows(table: ModuleType) -> Iterator[str]:
    """A vendor's table as rows of the guide: the fact, where it stands, when it was read."""
    yield "| fact | where it stands | read |"
    yield "|---|---|---|"
    for fact in facts_of(table):
        yield f"| {fact.sentence} | {fact.source.where} | {fact.source.day} |"


def _plain(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(_plain(part) for part in value)
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
