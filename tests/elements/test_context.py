"""What a wish only speaks of is not what it asks for: the plate's own, others' work, what was before."""

from __future__ import annotations

import pytest

from secondunit.elements import read_wish, vocabulary

#: Of each wish the kind that is to be made, beside one that is only spoken of.
ASKED = {
    "the smoke behind the car is fine, add rain": "rain",
    "we have the fire in camera, we need embers over it": "embers",
    "keep the rain, add some mist low on the road": "mist",
    "on garde la pluie, il manque la brume au ras du sol": "mist",
    "the fire was shot on the day, we only need the smoke above it": "smoke",
    "two seconds after the explosion, bits of wood keep falling": "debris",
    "the embers are good, what is missing are sparks from the cut cable": "sparks",
    "fumée non, vapeur oui": "steam",
    "the snow plate stays, this shot needs rain instead": "rain",
    "client says the fire reads well; smoke is too thin, add more": "smoke",
    "the car is on fire (other vendor), we do the smoke": "smoke",
    "feu fait par l'autre prestataire, nous faisons la fumée": "smoke",
}


@pytest.mark.parametrize("words", ASKED)
def test_what_the_plate_has_already_is_not_what_is_made(words: str) -> None:
    assert read_wish(words).kinds[:1] == (ASKED[words],)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("keep the fire low, lots of smoke", "fire"),
        ("the fire is fine and small, like a candle", "fire"),
        ("a campfire by the lake, add some sparks", "campfire"),
        ("we have the actor, add rain", "rain"),
        ("put some snow in the plate", "snow"),
        ("la fumée est bonne mais trop claire", "smoke"),
    ],
)
def test_what_is_wished_is_made_though_it_is_said_to_be_there(words: str, kind: str) -> None:
    assert read_wish(words).kinds[:1] == (kind,)


#: What nothing here makes, though an element is named in it.
CHANGES = (
    "less rain on the windscreen, it hides his face",
    "moins de pluie sur le pare-brise, on ne voit plus son visage",
    "fewer sparks in the plate please",
    "tone down the fire in the plate",
    "la neige de la plaque est trop bleue",
    "how long would the fire take to render",
    "who did the smoke in shot 20",
    "we need a steam train",
    "un train à vapeur entre en gare",
    "her dress should sparkle",
    "a smoking hot day in Texas",
    "une étincelle dans ses yeux",
    "an explosive argument",
)


@pytest.mark.parametrize("words", CHANGES)
def test_a_change_of_the_plate_a_question_and_a_figure_of_speech_are_no_element(words: str) -> None:
    assert not set(read_wish(words).kinds[:1]) - vocabulary().unmade
