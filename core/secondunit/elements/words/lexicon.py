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
    `parts`: what words mean beside a part's names, parted by commas: `black` of the smoke of a fire.
    `length`: the control that a length is for where nothing beside it says which; `along`: what goes with a
    control that a number sets, and times what.
    """

    sets: Mapping[str, Mapping[str, Scalar]] = field(default_factory=dict)
    scales: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    same: Mapping[str, str] = field(default_factory=dict)
    without: Mapping[str, Mapping[str, Scalar]] = field(default_factory=dict)
    plain: frozenset[str] = frozenset()
    meek: Mapping[str, Mapping[str, Scalar]] = field(default_factory=dict)
    climbing: frozenset[str] = frozenset()
    parts: Mapping[str, Lexicon] = field(default_factory=dict)
    length: str = "height"
    along: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def __or__(self, other: Lexicon) -> Lexicon:
        """Both; of a phrase that stands in both the other's meaning counts."""
        own = other.sets.keys() | other.scales.keys()
        return Lexicon(
            {**_apart(self.sets, own), **other.sets},
            {**_apart(self.scales, own), **other.scales},
            {**_apart(self.same, own), **other.same},
            {**self.without, **other.without},
            self.plain | other.plain,
            {**self.meek, **other.meek},
            self.climbing | other.climbing,
            {**self.parts, **other.parts},
            other.length if other.length != "height" else self.length,
            {**self.along, **other.along},
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
            {name: part.within(controls) for name, part in self.parts.items()},
            self.length,
            self.along,
        )

    def spoken(self, french: bool) -> Lexicon:
        """The lexicon without what a word means only in the other language: `vent` is wind in French."""
        only = FALSE_FRIENDS if not french else frozenset()
        same = {phrase: same for phrase, same in self.same.items() if phrase not in only}
        return replace(
            self, same=same, parts={name: part.spoken(french) for name, part in self.parts.items()}
        )

    def knows(self, phrase: str) -> str:
        """The phrase of `sets` or `scales` that a phrase means; itself where it means no other."""
        return self.same.get(phrase, phrase)


V = TypeVar("V", bound=Scalar)
M = TypeVar("M")


def _apart(table: Mapping[str, M], phrases: Collection[str]) -> dict[str, M]:
    return {phrase: meaning for phrase, meaning in table.items() if phrase not in phrases}


def _within(table: Mapping[str, Mapping[str, V]], controls: Collection[str]) -> dict[str, dict[str, V]]:
    return {
        phrase: settings
        for phrase, meaning in table.items()
        if (settings := {name: value for name, value in meaning.items() if name in controls})
    }


def part(color: str = "", amount: str = "") -> Lexicon:
    """What words mean beside a part's name: its colours set one control, how much of it scales another."""
    more = {"many": 2.5, "thick": 1.5, "dense": 1.6, "heavy": 1.7, "large": 1.4, "big": 1.4, "huge": 2.0}
    less = {"few": 0.3, "thin": 0.5, "light": 0.5, "faint": 0.3, "small": 0.5, "tiny": 0.3, "short": 0.5}
    return Lexicon(
        {name: {color: value} for name, value in english.COLORS.items() if color},
        {name: {amount: factor} for name, factor in (more | less).items() if amount},
        thesaurus.same(),
    )


#: What prompts of every kind may say.
EVERYDAY = Lexicon(
    english.SET | english.STANDING,
    english.SCALE,
    thesaurus.same(),
    english.WITHOUT,
    english.PLAIN | french.PLAIN,
)
