"""Which kinds of element a wish asks for: what it names, and where it names nothing what it suggests.

It knows a vocabulary; it knows no control and no simulation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from secondunit.wire.frozen import FrozenMap

from .context import is_in_plate, is_over, settled
from .modifiers import says_only_how
from .orders import begins_with
from .sentence import (
    FALLS,
    denied_tokens,
    is_accessory,
    is_denied,
    is_joined,
    is_present,
    is_shape,
    is_source,
    only_denies,
    says_more,
    says_which,
)
from .vocabulary import Mention, Vocabulary, evidence_of, tokens_of


@dataclass(frozen=True)
class Wish:
    """The kinds that a wish asks for, in order; none where it does not say what is to be made.

    `certain` is false where a kind was only suggested: `billowing up a chimney` names none. `denied` are the
    kinds that it says it does not want, `evidence` is how many words suggest each kind. `by_words_alone` is
    true where no likeness is asked: every word says only how something is or what is not wanted, or an order
    is given to the plate.
    `sources` are the kinds that are named only as where a wished one comes from, or as which it is.
    `between` are one or two kinds that it may ask for, the likelier first, where nothing decides it.
    """

    kinds: tuple[str, ...] = ()
    certain: bool = False
    denied: frozenset[str] = field(default=frozenset(), compare=False)
    evidence: Mapping[str, int] = field(default=FrozenMap(), compare=False)
    sources: frozenset[str] = field(default=frozenset(), compare=False)
    by_words_alone: bool = field(default=False, compare=False)
    between: tuple[str, ...] = ()

    def others(self, kinds: Iterable[str]) -> tuple[str, ...]:
        """The kinds it asks for that are not among those made."""
        names = set(kinds)
        return tuple(kind for kind in self.kinds if kind not in names)


def read_wish(prompt: str, vocabulary: Vocabulary) -> Wish:
    """What a prompt asks for: what it names; where it names nothing, what most of its words suggest."""
    tokens = tokens_of(prompt)
    wish = _read(tokens, vocabulary)
    if not wish.certain and (mended := vocabulary.corrected(tokens)) != tokens:
        second = _read(mended, vocabulary)
        return second if second.certain else wish
    return wish


#: How many votes make a kind of what is named only as going with it; one less where it brings it.
_STRONGLY = 3
#: What parts one thought from the next.
_MARKS = frozenset(",;:.-–—")
#: What leaves it to others what is to be made: one word is not enough then.
_VAGUE = frozenset({"something", "anything", "whatever", "stuff", "truc", "chose", "thing"})


def _read(tokens: list[str], vocabulary: Vocabulary) -> Wish:
    named = list(vocabulary.mentions(tokens, vocabulary.names))
    there = settled(tokens, [mention for mention in named if mention.kind not in vocabulary.unmade])
    suggestions, unsaid = vocabulary.suggestions(tokens), denied_tokens(tokens) | there
    evidence = evidence_of(suggestions, unsaid)
    mentions = [_chosen(mention, evidence) for mention in named]
    if not mentions and not any(hint.strong for hint in suggestions) and says_only_how(tokens):
        return Wish(by_words_alone=True)
    wanted, denied = _parted(tokens, mentions, there, vocabulary)
    wish = _answer(tokens, wanted, denied, evidence, vocabulary)
    if order := next((kind for kind, heads in vocabulary.heads.items() if begins_with(tokens, heads)), ""):
        changed = (kind for kind in wish.kinds if wish.certain and kind not in vocabulary.unmade)
        return Wish((order, *changed), certain=True, by_words_alone=True)
    sources = {mention.kind for mention in wanted} - {*wish.kinds} if wish.certain else set()
    if wish.certain:
        # What stands within a phrase that names a kind speaks for no other: flakes of ash are no snow.
        evidence = evidence_of(suggestions, unsaid | _within(wanted))
    return replace(
        wish, denied=frozenset(denied), evidence=FrozenMap(evidence), sources=frozenset(sources),
        by_words_alone=bool(denied) and only_denies(tokens),
    )  # fmt: skip


def _within(mentions: Iterable[Mention]) -> set[int]:
    """The tokens of phrases of several words."""
    phrases = (range(mention.start, mention.end) for mention in mentions if mention.end - mention.start > 1)
    return {token for phrase in phrases for token in phrase}


def _answer(
    tokens: list[str], wanted: list[Mention], denied: set[str], evidence: Counter[str], vocabulary: Vocabulary
) -> Wish:
    wanted = _after_heading(tokens, wanted, vocabulary)
    wanted = [mention for mention in wanted if not _shapes_another(tokens, mention, vocabulary)]
    if over := {mention.kind for mention in wanted if is_over(tokens, mention)}:
        later = [mention for mention in wanted if mention.kind not in over]
        if any(mention.kind not in vocabulary.unmade for mention in later):
            wanted = later
        elif hinted := _suggested(_without(evidence, over), denied, vocabulary):
            return Wish((hinted,))
    suggested = _suggested(evidence, denied, vocabulary, least=2 if _VAGUE & set(tokens) else 1)
    if suggested and wanted and all(is_source(tokens, mention) for mention in wanted):
        return Wish((suggested,))
    kinds = tuple(dict.fromkeys(_own(tokens, _specific(tokens, wanted, vocabulary), vocabulary)))
    if kinds and (bearer := _bearer(tokens, wanted, vocabulary)) and bearer not in kinds:
        return Wish((bearer, *kinds))
    if kinds and not all(vocabulary.kinds[kind].scenery for kind in kinds):
        return Wish(_narrowed(kinds, evidence, vocabulary), certain=True)
    if suggested:
        return Wish((suggested,))
    seen = (kind for kind, _ in evidence.most_common() if vocabulary.kinds[kind].scenery)
    return Wish(kinds or tuple(islice(seen, 1)), certain=bool(kinds))


def _suggested(evidence: Counter[str], denied: set[str], vocabulary: Vocabulary, least: int = 1) -> str:
    """The kind that most words suggest; empty where none does. A denial of its name counts against it.

    One word is not enough for a kind whose names are another's too: things that land need not raise dust.
    """
    votes = Counter({kind: count - (kind in denied) for kind, count in evidence.items()})
    return next(
        (
            kind
            for kind, count in sorted(
                votes.items(), key=lambda vote: (-vote[1], vote[0] in vocabulary.unmade)
            )
            if count >= least + (kind in vocabulary.sharing) and not vocabulary.kinds[kind].scenery
        ),
        "",
    )


def _without(evidence: Counter[str], kinds: set[str]) -> Counter[str]:
    return Counter({kind: count for kind, count in evidence.items() if kind not in kinds})


def _chosen(mention: Mention, evidence: Counter[str]) -> Mention:
    """A mention that may name several kinds as that of which most else is said."""
    return replace(mention, kinds=(max(mention.kinds, key=lambda kind: evidence[kind]),))


def _parted(
    tokens: list[str], mentions: list[Mention], there: set[int], vocabulary: Vocabulary
) -> tuple[list[Mention], set[str]]:
    """What is not taken away, and the kinds that are: `the toast is burning, not the fire`.

    At the places of `there` the plate has what is named.
    """
    wanted: list[Mention] = []
    denied: list[Mention] = []
    denied_to = -1
    for mention in mentions:
        if is_denied(tokens, mention, denied_to, vocabulary.kinds[mention.kind].compound):
            denied_to = mention.end
            denied.append(mention)
        elif is_present(tokens, mention) or mention.start in there or is_in_plate(tokens, mention):
            denied.append(mention)
        else:
            wanted.append(mention)
    phrases = {(mention.kind, _text(tokens, mention)) for mention in wanted}
    gone = {mention.kind for mention in denied if (mention.kind, _text(tokens, mention)) not in phrases}
    return [mention for mention in wanted if mention.kind not in gone], {mention.kind for mention in denied}


def _after_heading(tokens: list[str], mentions: list[Mention], vocabulary: Vocabulary) -> list[Mention]:
    """What a wish is about where it begins with a scene and a colon: `forest fire, night: embers, left`."""
    colon = tokens.index(":") if ":" in tokens else len(tokens)
    after = [mention for mention in mentions if mention.start > colon]
    if any(
        not vocabulary.kinds[mention.kind].scenery and not is_source(tokens, mention) for mention in after
    ):
        return after
    return mentions


def _shapes_another(tokens: list[str], mention: Mention, vocabulary: Vocabulary) -> bool:
    """Whether a thing is only the shape of what another kind is suggested by: `une pluie de verre`."""
    of = tokens[mention.end : mention.end + 1] in (["of"], ["de"], ["d"])
    if not of or tokens[mention.end - 1] not in FALLS:
        return False
    matter = next(vocabulary.mentions(tokens[mention.end + 1 :], vocabulary.hints), None)
    return bool(matter and matter.start == 0 and not {mention.kind, *vocabulary.unmade} & {*matter.kinds})


def _specific(tokens: list[str], mentions: list[Mention], vocabulary: Vocabulary) -> list[Mention]:
    """The mentions without those that a later one says more exactly: `flame bearer, the torch flame`.

    And without what is only the shape of what stands straight before it: `a sparks cascade`.
    """
    unmade = vocabulary.unmade
    ends = {mention.end for mention in mentions if mention.kind not in unmade}
    mentions = [
        mention for mention in mentions
        if mention.start not in ends or mention.kind not in unmade or not is_shape(tokens[mention.end - 1])
    ]  # fmt: skip
    exact = {
        mention.start: {
            word for later in mentions
            if later.start > mention.start and vocabulary.kinds[later.kind].broader == mention.kind
            for word in _text(tokens, later).split()
        }
        for mention in mentions
    }  # fmt: skip
    return [mention for mention in mentions if _text(tokens, mention) not in exact[mention.start]]


def _bearer(tokens: list[str], wanted: list[Mention], vocabulary: Vocabulary) -> str:
    """What is suggested before all that is named, which only goes with it; empty where nothing is.

    `A volley with thick smoke` is a volley; `propane tank cooks off, black smoke after` an explosion, which
    brings its own.
    """
    before = tokens[: wanted[0].start]
    evidence = evidence_of(vocabulary.suggestions(before), denied_tokens(before))
    suggested = _suggested(evidence, set(), vocabulary)
    if not suggested:
        return ""
    own = all(mention.kind in vocabulary.kinds[suggested].brings for mention in wanted)
    apart = own and bool(_MARKS & set(before))
    goes_with = len(wanted) == 1 and is_accessory(tokens, wanted[0])
    least = _STRONGLY - own
    return suggested if (apart or goes_with) and evidence[suggested] >= least else ""


def _text(tokens: list[str], mention: Mention) -> str:
    return " ".join(tokens[mention.start : mention.end])


def _own(tokens: list[str], mentions: list[Mention], vocabulary: Vocabulary) -> Iterator[str]:
    """The kinds that are wished for themselves, in order.

    Scenery is what a kind is seen with, where a kind is named at all, unless it is wished for beside it.
    """
    before: Mention | None = None
    own = False
    bare = all(vocabulary.kinds[mention.kind].scenery for mention in mentions)
    for number, mention in enumerate(mentions):
        following = mentions[number + 1] if number + 1 < len(mentions) else None
        if following is not None and says_which(tokens, mention, following, vocabulary):
            continue
        if before is None and not bare and vocabulary.kinds[mention.kind].scenery:
            continue
        if before is not None and says_more(tokens, before, mention, vocabulary):
            continue
        own = True if before is None else is_joined(tokens, before, own, mention, vocabulary)
        before = mention
        if own:
            yield mention.kind


def _narrowed(kinds: tuple[str, ...], evidence: Counter[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The first kind as the special case of it that the rest of the wish speaks of, if it does."""
    first = kinds[0]
    special = [kind for kind, words in vocabulary.kinds.items() if words.broader == first]
    best = max(special, key=lambda kind: evidence[kind], default=first)
    if special and evidence[best] > evidence[first] and not set(special) & set(kinds):
        return (best, *kinds[1:])
    return kinds


__all__ = ["Wish", "read_wish"]
