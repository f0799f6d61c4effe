"""The scene's settings as Blender properties, generated from the panel model's fields.

Each property shows the model's value (by hand, understood from the prompt, or default) and sets it by hand.
What was set by hand is stored as one text in the scene: it is saved, and undone, like any other property.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import bpy
from bpy.props import (
    BoolProperty,
    EnumProperty,
    FloatProperty,
    FloatVectorProperty,
    IntProperty,
    PointerProperty,
    StringProperty,
)

from secondunit.host import Fields
from secondunit.wire import Control, PlacementKind

from .session import current

#: What Blender's integer properties can hold.
LARGEST_INT = 2**31 - 1


def attribute(field: str) -> str:
    """The property of a field: `controls.density` is `controls_density`."""
    return field.replace(".", "_")


def _get(name: str, fallback: object, turn: Callable[[Any], object]) -> Callable[[Any], object]:
    def read(_settings: Any) -> object:
        fields = current().panel.fields
        try:
            return turn(fields.value(name)) if name in fields else fallback
        except (TypeError, ValueError):
            return fallback  # a value kept as typed, which the field's error explains

    return read


def _set(name: str, turn: Callable[[Any], object]) -> Callable[[Any, Any], None]:
    def write(_settings: Any, value: Any) -> None:
        current().set(name, turn(value))

    return write


def _property(name: str, field: Control) -> Any:
    """One Blender property for one field."""
    label = f"{field.label} ({field.unit})" if field.unit else field.label
    common: dict[str, Any] = {"name": label, "description": field.help}
    low, high = field.minimum, field.maximum
    if field.kind == "float":
        limits = _limits(low, high, -1e9, 1e9)
        step = int(100 * field.step) if field.step else 3
        return FloatProperty(**common, **limits, step=max(1, step), precision=3,
                             get=_get(name, 0.0, float), set=_set(name, lambda v: round(v, 6)))  # fmt: skip
    if field.kind == "int":
        limits = {key: int(value) for key, value in _limits(low, high, -LARGEST_INT, LARGEST_INT).items()}
        clip = lambda v: max(-LARGEST_INT, min(LARGEST_INT, int(v)))  # noqa: E731
        return IntProperty(**common, **limits, get=_get(name, 0, clip), set=_set(name, int))
    if field.kind == "bool":
        return BoolProperty(**common, get=_get(name, False, bool), set=_set(name, bool))
    if field.kind == "choice":
        choices = field.choices or ("",)
        items = [(choice, choice.replace("_", " ").capitalize(), "") for choice in choices]
        return EnumProperty(**common, items=items, get=_get(name, 0, lambda v: choices.index(str(v))),
                            set=_set(name, lambda number: choices[number]))  # fmt: skip
    if field.kind == "color":
        return FloatVectorProperty(
            **common, subtype="COLOR", size=3, min=0.0, max=1e4, soft_max=1.0,
            get=_get(name, (0.0, 0.0, 0.0), lambda v: tuple(float(n) for n in str(v).split())),
            set=_set(name, lambda v: " ".join(f"{n:.6g}" for n in v)),
        )  # fmt: skip
    return StringProperty(**common, get=_get(name, "", str), set=_set(name, str))


def _limits(low: float | None, high: float | None, lowest: float, highest: float) -> dict[str, float]:
    return {
        "min": max(lowest, low if low is not None else lowest),
        "max": min(highest, high if high is not None else highest),
    }


def _plate_chosen(settings: Any, context: Any) -> None:
    current().look_at_plate()


def _static() -> dict[str, Any]:
    """The properties that are Blender's own: they say how to place, not what to make."""
    kinds = [
        (
            PlacementKind.COMP.value,
            "Compositor nodes",
            "A group over the plate in the compositor",
            "NODETREE",
            0,
        ),
        (PlacementKind.PLANE.value, "Camera plane", "A plane that fills the camera's frame", "MESH_PLANE", 1),
        (PlacementKind.STRIP.value, "Sequencer strip", "An image strip on a free channel", "SEQUENCE", 2),
    ]
    return {
        "hand": StringProperty(options={"HIDDEN"}),
        "memory": StringProperty(options={"HIDDEN"}),
        "source": StringProperty(name="Plate", update=_plate_chosen),
        "matte_source": StringProperty(name="Matte", update=_plate_chosen),
        "place_as": EnumProperty(name="As", items=kinds, description="What the take becomes"),
        "place_depth": FloatProperty(name="Depth (m)", default=10.0, min=0.01, soft_max=1000.0,
                                     description="How far from the camera the plane stands"),
        "place_offset": IntProperty(name="Offset (frames)", default=0,
                                    description="How many frames later the take begins"),
    }  # fmt: skip


def follow(fields: Fields) -> None:
    """Generate the settings anew where the fields are others than before; values stay in the scene."""
    global _made, _shape
    shape = tuple((name, fields[name]) for name in fields.names())
    if shape == _shape:
        return
    annotations = _static()
    for name, field in shape:
        annotations[attribute(name)] = _property(name, field)
    _drop()
    _made = type("SECONDUNIT_PG_settings", (bpy.types.PropertyGroup,), {"__annotations__": annotations})
    bpy.utils.register_class(_made)
    bpy.types.Scene.second_unit = PointerProperty(type=_made)
    _shape = shape


_made: type | None = None
_shape: tuple[tuple[str, Control], ...] = ()


def _drop() -> None:
    global _made, _shape
    if _made is not None:
        del bpy.types.Scene.second_unit
        bpy.utils.unregister_class(_made)
    _made, _shape = None, ()


def register() -> None:
    """Register the settings for the fields that are known without a service."""
    follow(Fields())


def unregister() -> None:
    """Take the settings' definition away; what scenes hold stays in their files."""
    _drop()
