"""A prompt is read for any kind: by the controls it has, whatever they are."""

from __future__ import annotations

import pytest

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
