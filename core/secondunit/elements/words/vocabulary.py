"""Every kind by the words that ask for it, and the places of a text where they stand. Knows no control."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache

from secondunit.wire.frozen import FrozenMap

from . import english, french, grammar, thesaurus
from .cues import STRONG, Cues
from .figures import figures
from .forms import stem
from .language import foreign, is_french
from .shorthand import written_out
from .slips import is_slip

_TOKEN = re.compile(r"mm ?/ ?h\w*|[^\W\d_]+(?:[-'][^\W\d_]+)*|\d+|[&+]|[.,;:!?()\"/–—-]", re.UNICODE)
#: French words that lose their last letter before a vowel.
_ELIDED = re.compile(r"\b(?:(?:jus|lors|puis)?qu|[cdjlmnst])'(?=\w)")
_HARMLESS = ("",)
#: From how many letters on a word is long enough that a slip in it can be told.
_TYPED = 5
#: How many of a kind's words are so usual that a slip is taken for them; of the rest only long ones are.
_USUAL = 6
_LONG = 7
#: Up to how many names a kind may share and still be told by one word.
_FEW = 2
#: Words of every wish: none of them is a slip.
KNOWN = frozenset(
    " ".join(
        (grammar.SHAPES, grammar.LINKS, grammar.JOINS, grammar.FILLERS, grammar.PRESENT,
         *english.SET, *english.SCALE, *thesaurus.same(), *english.PLAIN, *french.PLAIN)
    ).split()
)  # fmt: skip


@dataclass(frozen=True)
class Mention:
    """A phrase from token `start` to before `end`, and the kinds that it may name.

    `strong` is true of a hint that all but names its kinds.
    """

    kinds: tuple[str, ...]
    start: int
    end: int
    strong: bool = False

    @property
    def kind(self) -> str:
        """The first of them."""
        return self.kinds[0]


class Vocabulary:
    """Every kind by the words that ask for it.

    `made` are the kinds that are made here, `unmade` what else a wish may ask for: what the first say of a
    phrase counts before what the second do. A phrase may name several kinds: what else stands in the wish
    chooses among them.
    """

    def __init__(self, made: Mapping[str, Cues], unmade: Mapping[str, Cues]) -> None:
        self.kinds = {**unmade, **made}
        self.unmade = frozenset(unmade)
        self.heads = {name: _listed(cues.heads) for name, cues in self.kinds.items() if cues.heads}
        harmless = dict.fromkeys([*_listed(grammar.HARMLESS), *figures()], _HARMLESS)
        leading = _by_phrase({name: cues.names for name, cues in made.items()})
        suggesting = _by_phrase({name: cues.hints for name, cues in made.items()})
        others = _by_phrase({name: cues.names for name, cues in unmade.items()})
        hints = _by_phrase({name: cues.hints for name, cues in unmade.items()})
        self.names = _without(others, suggesting) | leading | harmless
        self.hints = _without(hints | suggesting, leading) | dict.fromkeys(figures(), _HARMLESS)
        self._strong = _strong(cues.hints for cues in made.values())
        #: The hints of several words by their stems, for those that stand in another form: `goes off`.
        self._stems = {_stemmed(phrase.split()): phrase for phrase in self.hints if " " in phrase}
        shared = Counter(name for kinds in leading.values() if len(kinds) > 1 for name in kinds)
        #: The kinds that share most of their names with another one.
        self.sharing = frozenset(name for name, count in shared.items() if count > _FEW)
        words = (*self.names, *self.hints)
        self.spelled = frozenset(word for phrase in words for word in phrase.split())
        usual = (phrase for kind in self.kinds.values() for phrase in _listed(kind.names)[:_USUAL])
        spelled = {phrase for phrase in usual if len(phrase) >= _TYPED} | {
            phrase for phrase in leading if len(phrase) >= _LONG
        }
        self._mendable = frozenset(phrase for phrase in spelled if " " not in phrase and phrase[-1] != "*")
        self.longest = max(len(phrase.split()) for phrase in words)

    def corrected(self, tokens: Sequence[str]) -> list[str]:
        """The words with a slip of the keyboard mended where that makes the name of a kind."""
        return [self._mended(token) for token in tokens]

    def _mended(self, token: str) -> str:
        if len(token) < _TYPED or singular(token) in self.spelled or token in self.spelled | KNOWN:
            return token
        near = [
            name for name in self._mendable
            if name[0] == token[0] and (is_slip(token, name) or is_slip(singular(token), name))
        ]  # fmt: skip
        return min(near) if near else token

    def suggestions(self, tokens: Sequence[str]) -> tuple[Mention, ...]:
        """Every hint of a kind, in order, also where it stands in another form."""
        return tuple(
            replace(mention, strong=self._is_strong(tokens[mention.start : mention.end]))
            for mention in self.mentions(tokens, self.hints, self._stems)
        )

    def _is_strong(self, words: Sequence[str]) -> bool:
        return bool(_looked_up(words, self._strong) or self._stems.get(_stemmed(words)) in self._strong)

    def mentions(
        self,
        tokens: Sequence[str],
        table: Mapping[str, tuple[str, ...]],
        stems: Mapping[str, str] = FrozenMap(),
    ) -> Iterator[Mention]:
        """Every phrase of a table, the longest at a place; those that are harmless are left out.

        `stems` has phrases of the table by the stems of their words, for what stands in another form.
        """
        unread = foreign(is_french(tokens))
        at = 0
        while at < len(tokens):
            hit = next(
                (
                    (kinds, length)
                    for length in range(min(self.longest, len(tokens) - at), 0, -1)
                    if not (length == 1 and tokens[at] in unread)
                    and (kinds := _looked_up(tokens[at : at + length], table, stems))
                ),
                None,
            )
            if hit is None:
                at += 1
                continue
            kinds, length = hit
            if kinds != _HARMLESS:
                yield Mention(kinds, at, at + length)
            at += length


def evidence_of(suggestions: Iterable[Mention], denied: Set[int]) -> Counter[str]:
    """How many hints suggest each kind, a strong one twice, those at `denied` tokens left out."""
    votes: Counter[str] = Counter()
    for hint in suggestions:
        if hint.start not in denied:
            votes.update(hint.kinds * (1 + hint.strong))
    return votes


def tokens_of(prompt: str) -> list[str]:
    """The words and marks of a text, without accents and French articles apart."""
    return _TOKEN.findall(without_elision(plain(written_out(prompt))))


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """Text in lower case without accents, with plain apostrophes."""
    parted = unicodedata.normalize("NFKD", text.replace("’", "'").replace("œ", "oe").replace("Œ", "oe"))
    bare = "".join(letter for letter in parted if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", bare).casefold()


def without_elision(text: str) -> str:
    """Text with French articles apart from their nouns: `d'incendie` as `d incendie`."""
    return _ELIDED.sub(lambda article: article[0][:-1] + " ", text)


def singular(word: str) -> str:
    """A word without its plain plural, of English and French."""
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


def _stemmed(words: Sequence[str]) -> str:
    """The stems of several words; of one alone too many have the same."""
    return " ".join(stem(word) for word in words) if len(words) > 1 else ""


def _looked_up(
    words: Sequence[str], table: Mapping[str, tuple[str, ...]], stems: Mapping[str, str] = FrozenMap()
) -> tuple[str, ...]:
    """What a phrase names as it stands, with its last or first word in the singular, or by its stem."""
    for phrase in (
        " ".join(words),
        " ".join([*words[:-1], singular(words[-1])]),
        " ".join([singular(words[0]), *words[1:]]),
    ):
        if phrase in table:
            return table[phrase]
    if len(words) == 1:
        word = words[0]
        for length in range(len(word), 2, -1):
            if (beginning := word[:length] + "*") in table:
                return table[beginning]
    return table.get(stems.get(_stemmed(words), ""), ())


def _by_phrase(words: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    kinds: dict[str, tuple[str, ...]] = {}
    for name, text in words.items():
        for phrase in _listed(text.replace(STRONG, "")):
            kinds[phrase] = (*kinds.get(phrase, ()), name)
    return kinds


def _strong(hints: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The hints that are marked as strong."""
    marked = (phrase for text in hints for phrase in _listed(text) if phrase.endswith(STRONG))
    return {phrase.removesuffix(STRONG): (phrase,) for phrase in marked}


def _without(
    phrases: Mapping[str, tuple[str, ...]], others: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    return {phrase: kinds for phrase, kinds in phrases.items() if phrase not in others}


def _listed(text: str) -> list[str]:
    return list(dict.fromkeys(phrase for phrase in text.split(", ") if phrase))
