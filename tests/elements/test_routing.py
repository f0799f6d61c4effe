"""What words and likeness make of a wish together."""

from __future__ import annotations

import pytest

from secondunit.elements import read_wish, vocabulary
from secondunit.elements.words.likeness import NO_KIND
from secondunit.elements.words.routing import beliefs, routed, signs
from secondunit.elements.words.wish import Wish
from secondunit.wire.frozen import FrozenMap

LIKE_STEAM = {NO_KIND: 0.0, "steam": 0.9, "smoke": 0.1, "rain": 0.0}


def route(wish: Wish, likeness: dict[str, float] = LIKE_STEAM) -> Wish:
    return routed(wish, likeness, vocabulary())


def test_what_is_named_alone_is_made_whatever_it_is_like() -> None:
    named = Wish(("smoke",), certain=True, evidence=FrozenMap({"smoke": 1}))
    assert route(named) == named


def test_what_words_decide_is_read_without_asking_what_it_is_like(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked() -> None:
        raise AssertionError("the table of likeness was loaded")

    monkeypatch.setattr("secondunit.elements._likeness", asked)
    assert read_wish("smoke from a chimney").kinds == ("smoke",)
    with pytest.raises(AssertionError):
        read_wish("something curling off the cup")


def test_what_is_named_beside_a_word_for_another_kind_yields_to_a_sure_likeness_alone() -> None:
    named = Wish(("smoke",), certain=True, evidence=FrozenMap({"steam": 1}))
    assert route(named) == Wish(("steam", "smoke"))
    assert route(named, {**LIKE_STEAM, "steam": 0.3}) == named


def test_scenery_that_is_named_yields_only_where_a_word_speaks_for_what_is_made() -> None:
    like_smoke = {NO_KIND: 0.3, "steam": 0.0, "smoke": 0.55, "rain": 0.0}
    ash = Wish(("ash",), certain=True)
    assert route(ash, like_smoke) == ash
    beside_a_hint = Wish(("ash",), certain=True, evidence=FrozenMap({"smoke": 3}))
    assert route(beside_a_hint, {**like_smoke, "smoke": 0.8}).kinds[:1] == ("smoke",)


def test_what_is_only_suggested_yields_and_is_not_kept() -> None:
    assert route(Wish(("smoke",), evidence=FrozenMap({"smoke": 1}))) == Wish(("steam",))


def test_where_nothing_is_sure_the_two_likeliest_kinds_are_asked_about() -> None:
    wish = route(Wish(), {NO_KIND: 0.0, "steam": 0.5, "smoke": 0.49, "rain": 0.1})
    assert (wish.kinds, wish.between) == ((), ("steam", "smoke"))


def test_where_one_kind_is_hardly_likelier_than_none_it_alone_is_asked_about() -> None:
    wish = route(Wish(), {NO_KIND: 0.5, "steam": 0.55, "smoke": 0.0, "rain": 0.0})
    assert (wish.kinds, wish.between) == ((), ("steam",))


def test_what_is_like_no_element_is_refused_where_a_word_suggests_one_and_asked_about_where_two_do() -> None:
    none = {NO_KIND: 0.9, "smoke": 0.2}
    assert route(Wish(("smoke",), evidence=FrozenMap({"smoke": 1})), none) == Wish()
    assert route(Wish(("smoke",), evidence=FrozenMap({"smoke": 2})), none).between == ("smoke",)


def test_a_denial_and_a_source_speak_against_a_kind_and_a_hint_for_it() -> None:
    said = Wish(evidence=FrozenMap({"steam": 1}), denied=frozenset({"rain"}), sources=frozenset({"smoke"}))
    open_, told = (
        beliefs(signs(wish, {NO_KIND: 0.0, "steam": 0.3, "smoke": 0.3, "rain": 0.3}, vocabulary()))
        for wish in (Wish(), said)
    )
    assert told["steam"] > open_["steam"]
    assert told["rain"] < open_["rain"]
    assert told["smoke"] < open_["smoke"]
    assert sum(told.values()) == pytest.approx(1.0)


def test_a_kind_that_is_denied_and_suggested_all_the_same_can_be_taken() -> None:
    wish = Wish(("steam",), denied=frozenset({"steam"}))
    assert route(wish) == wish


def test_a_kind_that_the_table_does_not_know_is_left_to_the_words() -> None:
    lantern = Wish(("rain",), evidence=FrozenMap({"rain": 1}))
    assert route(lantern, {NO_KIND: 0.0, "steam": 0.9}) == lantern


#: Wishes that no word of any kind's lists reads, in sentences that were never learned from.
UNLISTED = {
    "popcorn burning in the microwave oven": "smoke",
    "le toast a noirci, l'alarme sonne": "smoke",
    "exploshun of the gaz bottel": "explosion",
}


@pytest.mark.parametrize("words", UNLISTED)
def test_what_is_like_its_examples_is_read_without_a_listed_word(words: str) -> None:
    assert read_wish(words).kinds[:1] == (UNLISTED[words],)


@pytest.mark.parametrize(
    "words", ["make her eyes green", "un bus passe devant la mairie", "call the producer", "plus joyeux"]
)
def test_what_is_no_element_is_not_made_as_one(words: str) -> None:
    assert not set(read_wish(words).kinds) - vocabulary().unmade


#: Wishes that say only how and where something is, never what.
ONLY_HOW = (
    "thick, behind it",
    "thick, behind",
    "epais, derrière",
    "plus épais, derrière lui",
    "slow and low",
    "very soft",
    "grey, from the left",
    "light, drifting right",
    "lots of it, everywhere",
    "backlit, 50 mm",
    "35 mm, night, side light",
    "moins fort",
    "warm glow",
    "soft, in front of her, a bit to the right",
    "noir et dense, au fond à droite",
    "deux mètres de haut, à gauche",
    "white and wispy, low in frame, wind from the right at 3 m/s",
    "no wind, nearly still",
    "more of it, closer to camera",
    "très lent, très léger",
)


@pytest.mark.parametrize("words", ONLY_HOW)
def test_a_wish_that_says_only_how_it_is_leaves_open_what_to_make(words: str) -> None:
    assert read_wish(words).kinds == ()


@pytest.mark.parametrize(
    ("words", "kind"),
    [("billowing, dark, huge", "smoke"), ("thick wisps, slow", "smoke"), ("low, ground fog, thin", "mist")],
)
def test_one_word_of_what_it_is_is_enough_beside_how_it_is(words: str, kind: str) -> None:
    wish = read_wish(words)
    assert (wish.kinds or wish.between)[:1] == (kind,)
