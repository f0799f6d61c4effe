"""A prompt is read for any kind: by the controls it has, whatever they are."""

from __future__ import annotations

import pytest

from secondunit.elements.words.lexicon import EVERYDAY, Lexicon, part
from secondunit.elements.words.reader import understand
from secondunit.wire.control import Control

#: Controls of a kind that knows no height and no wind.
CONTROLS = (
    Control("distance", "Distance", "float", "m", 5.0, 0.5, 1000.0),
    Control("x", "Across", "float", "", 0.5, -0.5, 1.5),
    Control("glow", "Glow", "float", "", 1.0, 0.0, 10.0),
)


@pytest.mark.parametrize("prompt", ["far away", "a glow in the distance, on the left"])
def test_a_kind_with_a_distance_and_no_height_can_stand_far_away(prompt: str) -> None:
    assert understand(prompt, CONTROLS).settings["distance"] == 60.0


@pytest.mark.parametrize("prompt", ["strong wind", "very windy", "drifting left", "dense black"])
def test_what_a_kind_cannot_do_is_said_and_not_dropped(prompt: str) -> None:
    understood = understand(prompt, CONTROLS)
    assert not understood.settings
    assert understood.ignored


#: Controls that most kinds have, as any of them may have them.
SHOT = (
    Control("height", "Height", "float", "m", 4.0, 0.01, 1000.0),
    Control("width", "Width", "float", "m", 1.0, 0.01, 1000.0),
    Control("wind", "Wind", "float", "m/s", 0.0, 0.0, 60.0),
    Control("wind_direction", "Wind to", "float", "deg", 0.0, -360.0, 360.0),
    Control("x", "Across", "float", "", 0.5, -0.5, 1.5),
    Control("y", "Up", "float", "", 0.3, -0.5, 1.5),
    Control("key_side", "Key from", "float", "deg", -70.0, -180.0, 180.0),
    Control("key_height", "Key height", "float", "deg", 38.0, -90.0, 90.0),
    Control("focal", "Focal length", "float", "mm", 35.0, 4.0, 1200.0),
    Control("visibility", "Visibility", "float", "m", 150.0, 2.0, 20000.0),
    Control("rate", "Rate", "float", "mm/h", 20.0, 0.1, 300.0),
    Control("loop", "Loop", "float", "s", 0.0, 0.0, 600.0),
    Control("shutter", "Shutter", "float", "deg", 180.0, 0.0, 360.0),
    Control("ground", "Ground", "bool", default=True),
)


@pytest.mark.parametrize(
    ("prompt", "control", "value"),
    [
        ("drifting left", "wind_direction", 180.0),
        ("drifting screen left", "wind_direction", 180.0),
        ("the wind pushes it left", "wind_direction", 180.0),
        ("wind from the left", "wind_direction", 0.0),
        ("from right to left, windy", "wind_direction", 180.0),
        ("camera right to camera left", "wind_direction", 180.0),
        ("the breeze takes it away from us", "wind_direction", 90.0),
        ("rolling toward camera", "wind_direction", -90.0),
        ("vent de 7 m/s vers la gauche", "wind_direction", 180.0),
        ("vent de gauche", "wind_direction", 0.0),
        ("brise venant de la droite", "wind_direction", 180.0),
        ("de droite à gauche", "wind_direction", 180.0),
        ("poussé vers la gauche par le vent", "wind_direction", 180.0),
        ("qui vient vers nous", "wind_direction", -90.0),
        ("on the left", "x", 0.25),
        ("at camera right", "x", 0.75),
        ("left of frame, drifting right", "x", 0.25),
        ("à gauche", "x", 0.25),
        ("à droite du cadre", "x", 0.75),
        ("plein centre", "x", 0.5),
        ("top of frame", "y", 0.85),
        ("en bas du cadre", "y", 0.08),
        ("lit from the left", "key_side", -80.0),
        ("sun low behind it", "key_side", 165.0),
        ("a street lamp lights it from above", "key_height", 80.0),
        ("streetlamp right above", "key_height", 80.0),
        ("lumière de gauche", "key_side", -80.0),
        ("éclairé de face", "key_side", 0.0),
        ("contre-jour", "key_side", 165.0),
        ("85mm", "focal", 85.0),
        ("on a 24", "focal", 24.0),
        ("plan serré au 50", "focal", 50.0),
        ("100mm macro", "focal", 100.0),
        ("vent de 36 km/h", "wind", 10.0),
        ("15 knots", "wind", 7.71666),
        ("1,5 m de haut", "height", 1.5),
        ("30 m de large", "width", 30.0),
        ("12 m wide and 4 metres high", "width", 12.0),
        ("12 m wide and 4 metres high", "height", 4.0),
        ("knee-high", "height", 0.5),
        ("à hauteur de genou", "height", 0.5),
        ("visibility 30 m", "visibility", 30.0),
        ("you can't see past 20 m", "visibility", 20.0),
        ("on n'y voit pas à 40 mètres", "visibility", 40.0),
        ("25 mm/h", "rate", 25.0),
        ("40 mm per hour", "rate", 40.0),
        ("50 mm par heure", "rate", 50.0),
        ("seamless loop", "loop", 4.0),
        ("en boucle", "loop", 4.0),
        ("no motion blur", "shutter", 0.0),
        ("sans flou", "shutter", 0.0),
        ("mid-air", "ground", False),
        ("en l'air", "ground", False),
        ("dead still air", "wind", 0.0),
        ("sans vent", "wind", 0.0),
        ("pas un souffle de vent", "wind", 0.0),
    ],
)
def test_a_phrase_of_every_day_sets_its_control(prompt: str, control: str, value: object) -> None:
    assert understand(prompt, SHOT).settings[control] == value


@pytest.mark.parametrize(
    ("prompt", "control"),
    [
        ("a wall of it right across the frame", "x"),
        ("light smoke behind the wall", "key_side"),
        ("an air vent in the wall", "wind"),
        ("the visitor behind the car", "visibility"),
    ],
)
def test_what_only_sounds_like_it_sets_nothing(prompt: str, control: str) -> None:
    assert control not in understand(prompt, SHOT).settings


@pytest.mark.parametrize("prompt", ["knee-high and tiny", "huge, knee height", "à hauteur de genou, immense"])
def test_a_height_by_the_body_is_not_scaled(prompt: str) -> None:
    assert understand(prompt, SHOT).settings["height"] == 0.5


@pytest.mark.parametrize(
    ("prompt", "control", "value"),
    [
        ("two storeys high", "height", 6.0),
        ("a foot and a half tall", "height", 0.4572),
        ("half a metre deep", "height", 0.5),
        ("un mètre et demi de haut", "height", 1.5),
        ("une dizaine de mètres de haut", "height", 10.0),
        ("1m20 de haut", "height", 1.2),
        ("un mètre cinquante", "height", 1.5),
        ("deux mètres vingt de haut", "height", 2.2),
        ("fumée, un mètre, lente", "height", 1.0),
        ("6'2\" tall", "height", 1.8796),
        ("10 to 14 m high", "height", 12.0),
        ("as tall as the truck", "height", 3.5),
        ("up to the waist", "height", 1.0),
        ("jusqu'à la taille", "height", 1.0),
        ("nothing readable beyond 300 yds", "visibility", 274.32),
        ("a 30 km / h wind", "wind", 8.33333),
        ("20 miles per hour wind", "wind", 8.9408),
        ("force 6", "wind", 12.2866),
        ("L>R, windy", "wind_direction", 0.0),
        ("blowing R to L", "wind_direction", 180.0),
        ("wind from R", "wind_direction", 180.0),
        ("cam-left", "x", 0.25),
        ("frame top", "y", 0.85),
        ("they die before reaching the floor", "ground", False),
        ("lens was a 65", "focal", 65.0),
        ("focale 32", "focal", 32.0),
        ("drifting in toward camera", "wind_direction", -90.0),
        ("the draught pulls it left", "wind_direction", 180.0),
    ],
)
def test_the_shorthand_of_sets_is_read(prompt: str, control: str, value: object) -> None:
    assert understand(prompt, SHOT).settings[control] == value


#: Controls of what glows and moves.
GLOWING = (
    Control("temperature", "Heat", "float", "K", 1800.0, 900.0, 3500.0),
    Control("speed", "Time", "float", "x", 1.0, 0.02, 8.0),
    Control("size", "Size", "float", "mm", 4.0, 0.2, 60.0),
    Control("largest", "Largest", "float", "cm", 14.0, 0.2, 500.0),
    Control("height", "Height", "float", "m", 4.0, 0.1, 500.0),
    Control("color", "Colour", "color", default="0.5 0.5 0.5"),
    Control("amount", "Amount", "float", "", 100.0, 1.0, 60000.0),
    Control("sparks", "Sparks", "float", "", 100.0, 0.0, 60000.0),
    Control("density", "Density", "float", "", 1.0, 0.0, 60.0),
)


@pytest.mark.parametrize(
    ("prompt", "control", "value"),
    [
        ("at 1200 °C", "temperature", 1473.15),
        ("shot at 96 fps", "speed", 0.25),
        ("slow-mo 1/4", "speed", 0.25),
        ("50% speed", "speed", 0.5),
        ("pieces of 20 cm", "largest", 20.0),
        ("3 m high, pieces of 5 to 15 cm", "height", 3.0),
        ("bluish", "color", "0.5 0.58 0.72"),
        ("jaunâtre", "color", "0.85 0.66 0.12"),
        ("des flammèches noires", "color", "0.035 0.033 0.032"),
        ("hardly any", "amount", 25.0),
        ("en grand nombre", "amount", 300.0),
        ("barely there", "amount", 25.0),
    ],
)
def test_heat_speed_size_and_amount_are_read_as_they_are_said(
    prompt: str, control: str, value: object
) -> None:
    assert understand(prompt, GLOWING, EVERYDAY | Lexicon(length="largest")).settings[control] == value


@pytest.mark.parametrize("prompt", ["on a black background", "white walls all around", "sur fond noir"])
def test_the_colour_of_a_thing_in_the_plate_is_not_the_elements(prompt: str) -> None:
    understood = understand(prompt, GLOWING)
    assert "color" not in understood.settings and understood.ignored


PARTED = EVERYDAY | Lexicon(
    without={"sparks": {"sparks": 0.0}}, plain=frozenset({"blast"}), parts={"sparks": part("color", "sparks")}
)


@pytest.mark.parametrize(
    ("prompt", "sparks", "amount"),
    [
        ("a blast with lots of sparks", 250.0, 100.0),
        ("a blast, a few red sparks", 30.0, 100.0),
        ("a blast without sparks", 0.0, 100.0),
        ("a huge blast and no sparks", 0.0, 100.0),
        ("lots of it, blast with sparks", 100.0, 300.0),
    ],
)
def test_what_is_said_of_a_part_is_said_of_it_alone(prompt: str, sparks: float, amount: float) -> None:
    settings = {control.name: control.default for control in GLOWING}
    settings |= understand(prompt, GLOWING, PARTED).settings
    assert (settings["sparks"], settings["amount"]) == (sparks, amount)


@pytest.mark.parametrize(
    ("prompt", "sparks"),
    [
        ("flamme énorme, beaucoup d'étincelles", 250.0),
        ("des flammes nombreuses, des étincelles", 100.0),
        ("un grand nombre, des étincelles rares", 30.0),
    ],
)
def test_a_comma_parts_what_is_said_of_one_thing_from_the_next_in_french(prompt: str, sparks: float) -> None:
    parts = EVERYDAY | Lexicon(parts={"etincelle": part(amount="sparks")}, plain=frozenset({"flamme"}))
    settings = understand(prompt, GLOWING, parts).settings
    assert settings.get("sparks", 100.0) == sparks


@pytest.mark.parametrize(
    ("prompt", "color"),
    [
        ("tiny brown bits, coated", "0.32 0.2 0.11"),
        ("coated, brown", "0.32 0.2 0.11"),
        ("coated", "0.9 0.9 0.9"),
    ],
)
def test_what_is_said_of_one_control_alone_is_not_undone_by_a_whole_look(prompt: str, color: str) -> None:
    look = EVERYDAY | Lexicon(sets={"coated": {"color": "0.9 0.9 0.9", "amount": 7.0}})
    assert understand(prompt, GLOWING, look).settings["color"] == color


@pytest.mark.parametrize(
    "words", ["blizzard from the right, thick", "snowstorm from the right", "snow, squall from the right"]
)
def test_weather_that_comes_from_a_side_blows_to_the_other(words: str) -> None:
    settings = understand(words, SHOT).settings
    assert settings["wind_direction"] == 180.0


@pytest.mark.parametrize(
    ("words", "control", "value"),
    [
        ("schwarzer Rauch, Wind nach links", "wind_direction", 180.0),
        ("Wind von rechts", "wind_direction", 180.0),
        ("humo, viento hacia la izquierda", "wind_direction", 180.0),
        ("humo negro", "color", "0.035 0.033 0.032"),
        ("schwarzer Rauch", "color", "0.035 0.033 0.032"),
        ("sin viento", "wind", 0.0),
        ("windstill", "wind", 0.0),
    ],
)
def test_german_and_spanish_words_of_how_it_is_are_read(words: str, control: str, value: object) -> None:
    assert understand(words, (*GLOWING, *SHOT)).settings[control] == value
