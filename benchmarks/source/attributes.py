"""What a labelled brief says of its element, held against the values that the controls took.

Attributes are named by what an artist says (`amount`, `wind_to`), controls by what a kind has; the tables tie
the one to the other by the names that controls bear in every kind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from secondunit.wire import Control, Scalar

#: How far a number may lie from what was said: a converted unit, a knee that stands for a height.
TOLERANCE = 0.2
_DIRECTIONS = {"right": 0.0, "left": 180.0, "away": 90.0, "camera": -90.0}
#: Attributes that a number answers, by the control that bears it.
_NUMBERS = {
    "wind_speed_mps": ("wind",), "height_m": ("height", "top", "depth"), "width_m": ("width", "length"),
    "temperature_k": ("temperature",), "focal_mm": ("focal",), "visibility_m": ("visibility",),
}  # fmt: skip
#: Attributes that say less or more, by the controls that move with them.
_LESS_OR_MORE = {
    "amount": ("rate", "amount", "count", "pieces", "rain", "flakes", "mass", "density", "visibility"),
    "density": ("density", "visibility", "thickness", "opacity"),
    "size": ("size", "largest", "height", "width", "charge", "energy", "power", "radius", "calibre"),
    "speed": ("speed", "speed_out", "rise", "draught", "fall", "drift", "wind", "temperature", "spread",
              "push", "blast", "turbulence", "tempo"),
    "brightness": ("brightness",),
    "heat": ("temperature", "heat"),
    "turbulence": ("turbulence", "gusts", "swirl", "flicker", "unevenness", "licks", "chaos"),
}  # fmt: skip
#: Controls where less of the number is more of what was said: fog is thicker where one sees less far.
_INVERSE = frozenset({"visibility"})
#: Controls that answer alone where they moved.
_DECIDING = ("size", "largest", "speed", "speed_out")
_LOW = frozenset({"low", "small", "slow"})


def answer(
    name: str, wanted: object, settings: Mapping[str, Scalar], controls: tuple[Control, ...]
) -> bool | None:
    """Whether the settings do what an attribute asks; None where the kind has no control for it."""
    by_name = {control.name: control for control in controls}
    if name == "rate_mm_h":
        rates = [control.name for control in controls if control.unit == "mm/h"]
        return _near(settings, tuple(rates), float(str(wanted))) if rates else None
    if name in _NUMBERS:
        present = tuple(control for control in _NUMBERS[name] if control in by_name)
        return _near(settings, present, float(str(wanted))) if present else None
    if name in _LESS_OR_MORE:
        return _moved(_LESS_OR_MORE[name], str(wanted) in _LOW, settings, by_name)
    needs, holds = _OTHERS[name]
    return holds(settings, wanted) if needs <= by_name.keys() else None


def _near(settings: Mapping[str, Scalar], names: tuple[str, ...], wanted: float) -> bool:
    return any(abs(float(settings[name]) - wanted) <= max(TOLERANCE * wanted, 0.05) for name in names)


def _moved(
    names: tuple[str, ...], less: bool, settings: Mapping[str, Scalar], by_name: Mapping[str, Control]
) -> bool | None:
    """Whether these controls moved the right way from their defaults: more of them did than did not.

    What a name says of itself decides alone where it moved: `size` of pieces, `speed` of time.
    """
    votes: dict[str, bool] = {}
    present = [name for name in names if name in by_name]
    for name in present:
        change = float(settings[name]) - float(by_name[name].default)
        if name in _INVERSE:
            change = -change
        if change:
            votes[name] = (change < 0) == less
    right = sum(votes.values())
    own = next((name for name in _DECIDING if name in names and name in votes), "")
    return votes.get(own, right > len(votes) - right) if present else None


def _wind_to(settings: Mapping[str, Scalar], wanted: object) -> bool:
    apart = (float(settings["wind_direction"]) - _DIRECTIONS[str(wanted)] + 180.0) % 360.0 - 180.0
    return abs(apart) <= 30.0 and float(settings["wind"]) > 0.0


def _colored(settings: Mapping[str, Scalar], wanted: object) -> bool:
    red, green, blue = (float(part) for part in str(settings["color"]).split())
    bright, spread = max(red, green, blue), max(red, green, blue) - min(red, green, blue)
    grey = spread <= 0.15 * bright + 0.02
    return {
        "black": bright < 0.15,
        "grey": grey and 0.12 <= bright < 0.8,
        "white": grey and bright >= 0.78,
        "brown": red > green > blue and 0.1 < bright < 0.7,
        "red": red > 2.0 * green and red > 2.0 * blue,
        "orange": red > 1.5 * green > 2.0 * blue,
        "yellow": min(red, green) > 2.0 * blue,
        "blue": blue > red,
    }[str(wanted)]


def _placed(settings: Mapping[str, Scalar], wanted: object) -> bool:
    x, y = float(settings["x"]), float(settings["y"])
    return {
        "left": x < 0.4, "right": x > 0.6, "center": 0.4 <= x <= 0.6, "top": y > 0.6, "bottom": y < 0.35,
    }[str(wanted)]  # fmt: skip


def _lit(settings: Mapping[str, Scalar], wanted: object) -> bool:
    side = (float(settings["key_side"]) + 180.0) % 360.0 - 180.0
    return {
        "left": -135.0 <= side <= -45.0, "right": 45.0 <= side <= 135.0, "behind": abs(side) >= 135.0,
        "front": abs(side) <= 45.0, "top": float(settings["key_height"]) >= 60.0,
    }[str(wanted)]  # fmt: skip


def _grounded(settings: Mapping[str, Scalar], wanted: object) -> bool:
    """Whether it meets a ground; rain without splashes meets none that is seen."""
    return (bool(settings["ground"]) and float(settings.get("splashes", 1.0)) > 0.0) == wanted


#: The controls that another attribute needs, and whether they hold what was said.
_OTHERS: dict[str, tuple[frozenset[str], Callable[[Mapping[str, Scalar], object], bool]]] = {
    "wind_to": (frozenset({"wind", "wind_direction"}), _wind_to),
    "color": (frozenset({"color"}), _colored),
    "position": (frozenset({"x", "y"}), _placed),
    "light_from": (frozenset({"key_side", "key_height"}), _lit),
    "ground": (frozenset({"ground"}), _grounded),
    "loop": (frozenset({"loop"}), lambda settings, wanted: bool(settings["loop"]) == wanted),
    "shutter": (frozenset({"shutter"}), lambda settings, _wanted: float(settings["shutter"]) == 0.0),
}
