"""The words that a kind's prompts are read by: those of every day, and the kind's own beside them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from secondunit.wire.control import Scalar

from . import english, french, thesaurus
from .language import FALSE_FRIENDS


@dataclass(frozen=True)
class Lexicon:
    """What words mean for a kind.

    `sets` and `scales`: phrases that set controls and that multiply them. `same`: phrases that mean one of
    those. `without`: what "no X" sets. `plain`: words of no meaning. `meek`: what a phrase suggests where
    nothing else speaks of the control and no word of `climbing` stands in the prompt.
    """

    sets: Mapping[str, Mapping[str, Scalar]] = field(default_factory=dict)
    scales: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    same: Mapping[str, str] = field(default_factory=dict)
    without: Mapping[str, Mapping[str, Scalar]] = field(default_factory=dict)
    plain: frozenset[str] = frozenset()
    meek: Mapping[str, Mapping[str, Scalar]] = field(default_factory=dict)
    climbing: frozenset[str] = frozenset()

    def __or__(self, other: Lexicon) -> Lexicon:
        """Both; of a phrase that stands in both the other's meaning counts."""
        own = other.sets.keys() | other.scales.keys()
        return Lexicon(
            {**self.sets, **other.sets},
            {**self.scales, **other.scales},
            {phrase: same for phrase, same in self.same.items() if phrase not in own} | {**other.same},
            {**self.without, **other.without},
            self.plain | other.plain,
            {**self.meek, **other.meek},
            self.climbing | other.climbing,
        )

    def within(self, controls: Collection[str]) -> Lexicon:
        """What of it speaks of these controls; a phrase that speaks of others alone has no meaning."""
        return Lexicon(
            _within(self.sets, controls),
            _within(self.scales, controls),
            self.same,
            _within(self.without, controls),
            self.plain,
            _within(self.meek, controls),
            self.climbing,
        )

    def spoken(self, french: bool) -> Lexicon:
        """The lexicon without what a word means only in the other language: `vent` is wind in French."""
        only = FALSE_FRIENDS if not french else frozenset()
        return replace(self, same={phrase: same for phrase, same in self.same.items() if phrase not in only})

    def knows(self, phrase: str) -> str:
        """The phrase of `sets` or `scales` that a phrase means; itself where it means no other."""
        return self.same.get(phrase, phrase)


V = TypeVar("V", bound=Scalar)


def _within(table: Mapping[str, Mapping[str, V]], controls: Collection[str]) -> dict[str, dict[str, V]]:
    return {
        phrase: settings
        for phrase, meaning in table.items()
        if (settings := {name: value for name, value in meaning.items() if name in controls})
    }


#: What prompts of every kind may say.
EVERYDAY = Lexicon(
    english.SET | english.STANDING,
    english.SCALE,
    thesaurus.same(),
    english.WITHOUT,
    english.PLAIN | french.PLAIN,
)
