"""What a prompt is taken to mean."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondunit.elements import kind
from secondunit.elements.kinds.smoke.words import LEXICON, SCALE, SET, WITHOUT
from secondunit.wire.errors import BadPrompt, BadValue

SMOKE = kind("smoke")
DEFAULT = {control.name: control.default for control in SMOKE.controls()}


@pytest.mark.parametrize(
    ("prompt", "control", "value"),
    [
        ("black smoke", "color", "0.035 0.033 0.032"),
        ("dark gray smoke", "color", "0.2 0.195 0.19"),
        ("a plume 3 metres tall", "height", 3.0),
        ("30 ft tall", "height", 9.144),
        ("2 m/s wind", "wind", 2.0),
        ("36 km/h wind", "wind", 10.0),
        ("a source 80 cm wide", "width", 0.8),
        ("12 m away", "distance", 12.0),
        ("85mm lens", "focal", 85.0),
        ("6 seconds pre-roll", "preroll", 6.0),
        ("drifting left", "wind_direction", 180.0),
        ("drifting to the right", "wind_direction", 0.0),
        ("wind from the left", "wind_direction", 0.0),
        ("smoke on the left", "x", 0.25),
        ("at camera right", "x", 0.75),
        ("density 0.8", "density", 0.8),
        ("Focal length: 50", "focal", 50.0),
        ("slow motion", "speed", 0.35),
        ("no wind", "wind", 0.0),
        ("without turbulence", "turbulence", 0.0),
        ("no turbulence or wind", "wind", 0.0),
        ("chimney smoke", "ground", False),
        ("backlit", "key_side", 165.0),
        ("smoke drifting left", "temperature", 45.0),
        ("smoke from a fire, drifting left", "temperature", 300.0),
        ("a factory chimney", "width", 1.5),
        ("far away", "distance", 60.0),
        ("huge plume from a smokestack far away", "distance", 750.0),
        ("far away, 90 m away", "distance", 90.0),
        ("a burning house", "height", 25.0),
        ("steam from a grate", "source", "patch"),
        ("Fumée noire d'incendie", "color", "0.035 0.033 0.032"),
        ("fumée noire d’incendie", "temperature", 300.0),
        ("fumee blanche", "color", "0.93 0.93 0.93"),
        ("fumée grise d'une cheminée", "width", 0.35),
        ("fumée de feu de camp", "width", 0.6),
        ("fumée qui dérive vers la gauche", "wind_direction", 180.0),
        ("fumée à droite", "x", 0.75),
        ("fumée, sans vent", "wind", 0.0),
        ("vapeur d'eau", "life", 2.2),
    ],
)
def test_a_phrase_sets_its_control(prompt: str, control: str, value: object) -> None:
    assert SMOKE.understand(prompt).settings[control] == value


@pytest.mark.parametrize(
    ("more", "less", "control"),
    [
        ("very dense", "dense", "density"),
        ("dense", "slightly dense", "density"),
        ("", "not dense", "density"),
        ("", "thin", "density"),
        ("thin", "very thin", "density"),
        ("very windy", "windy", "wind"),
        ("turbulent", "slightly turbulent", "turbulence"),
        ("", "slow", "temperature"),
        ("wispy", "", "wisps"),
        ("billowing", "", "billow"),
        ("huge", "large", "height"),
    ],
)
def test_intensifiers_and_denials_order_the_values(more: str, less: str, control: str) -> None:
    values = [SMOKE.settings(prompt, {})[control] for prompt in (more, less)]
    assert float(values[0]) > float(values[1])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("dense black chimney smoke", "chimney smoke, black, dense"),
        ("no wind, drifting left", "drifting left, no wind"),
        ("3 metres tall huge", "huge, 3 metres tall"),
        ("wispy white", "white and wispy"),
    ],
)
def test_the_order_of_independent_phrases_does_not_matter(one: str, other: str) -> None:
    assert SMOKE.understand(one).settings == SMOKE.understand(other).settings


def test_of_two_colours_the_later_one_counts() -> None:
    assert SMOKE.understand("black then white").settings == SMOKE.understand("white").settings


def test_every_word_that_counted_is_listed_with_its_final_value() -> None:
    understood = SMOKE.understand("very dense white smoke, 3 m tall")
    for _, control, value in understood.words:
        assert understood.settings[control] == value
    assert {control for _, control, _ in understood.words} == set(understood.settings)


def test_what_was_not_understood_is_said() -> None:
    assert SMOKE.understand("white smoke, flurble 💨 煙 дым").ignored == ("flurble", "💨", "煙", "дым")


@pytest.mark.parametrize("words", ["billowing up", "rising", "thick, pouring up"])
def test_what_climbs_and_drifts_is_not_cooled_by_drifting(words: str) -> None:
    understood = SMOKE.understand(f"smoke {words}, drifting left")
    assert "temperature" not in understood.settings
    assert understood.settings["wind"] == 0.9


@pytest.mark.parametrize(
    ("prompt", "ignored"),
    [
        ("smoke behind the houses", ("behind the houses",)),
        ("smoke in front of a lorry", ("in front of a lorry",)),
        ("smoke near a burning car", ("near",)),
        ("smoke down in the street", ("down",)),
        ("smoke over the city, lit from behind", ()),
        ("smoke and flames", ("flames",)),
    ],
)
def test_what_stands_between_is_said_and_what_cannot_matter_is_not(
    prompt: str, ignored: tuple[str, ...]
) -> None:
    assert SMOKE.understand(prompt).ignored == ignored


def test_a_denied_colour_is_said_and_not_obeyed() -> None:
    understood = SMOKE.understand("not black")
    assert "color" not in understood.settings
    assert understood.ignored == ("not black",)


def test_a_number_out_of_range_is_said_and_not_obeyed() -> None:
    understood = SMOKE.understand("500 m/s wind")
    assert "wind" not in understood.settings
    assert understood.ignored == ("500 m/s wind",)


def test_an_empty_prompt_means_the_defaults() -> None:
    assert dict(SMOKE.settings("", {})) == DEFAULT
    assert SMOKE.understand("   ").ignored == ()


def test_controls_set_by_hand_win_over_the_prompt() -> None:
    chosen = SMOKE.settings("very dense white smoke 3 m tall", {"density": 0.3, "height": 9})
    assert (chosen["density"], chosen["height"], chosen["color"]) == (0.3, 9.0, "0.93 0.93 0.93")


def test_a_prompt_of_100000_characters_is_refused_with_the_limit() -> None:
    with pytest.raises(BadPrompt, match="10,000"):
        SMOKE.understand("smoke " * 20_000)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e9, -1.0, "thick", True, None])
def test_a_control_that_makes_no_sense_is_refused(value: object) -> None:
    with pytest.raises(BadValue):
        SMOKE.settings("", {"density": value})


def test_an_unknown_control_is_refused() -> None:
    with pytest.raises(BadValue, match="densty"):
        SMOKE.settings("", {"densty": 1.0})


def test_every_word_of_the_tables_gives_settings_that_the_controls_accept() -> None:
    ours = LEXICON.within(DEFAULT)
    for phrase in [*ours.sets, *ours.scales, *ours.same]:
        understood = SMOKE.understand(phrase)
        assert understood.settings or phrase in LEXICON.same, phrase
        SMOKE.settings("", dict(understood.settings))
    meanings = {*LEXICON.sets, *LEXICON.scales, *LEXICON.without}
    assert {phrase for phrase, target in LEXICON.same.items() if target not in meanings} == set()
    own = [*SET.values(), *SCALE.values(), *WITHOUT.values()]
    assert {name for meaning in own for name in meaning} <= DEFAULT.keys()


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    understood = SMOKE.understand(text)
    SMOKE.settings("", dict(understood.settings))
