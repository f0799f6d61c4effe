"""The scene's settings as Blender properties, generated from the panel model's fields.

Each property shows the model's value (by hand, understood from the prompt, or default) and sets it by hand.
What was set by hand is stored as one text in the scene: it is saved, and undone, like any other property.
"""

from __future__ import annotations

import re
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

from secondunit.host import CONTROLS, Fields, brief_fields
from secondunit.host.choosing import is_elsewhere
from secondunit.wire import Control, PlacementKind

from .session import AUTOMATIC, current

#: What Blender's integer properties can hold.
LARGEST_INT = 2**31 - 1


def attribute(control: str) -> str:
    """The property's name of a control: an identifier that Blender does not use itself."""
    name = re.sub(r"\W+", "_", control)
    return name + "_" if name in ("name", "rna_type", "bl_rna") or not name.isidentifier() else name


def label_of(field: Control) -> str:
    """What a field is called, with its unit: `Height (m)`."""
    return f"{field.label} ({field.unit})" if field.unit else field.label


def _get(name: str, fallback: object, turn: Callable[[Any], object]) -> Callable[[Any], Any]:
    def read(_settings: Any) -> Any:
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
    common: dict[str, Any] = {"name": label_of(field), "description": field.help}
    low, high = field.minimum, field.maximum
    if field.kind == "float":
        limits: dict[str, Any] = _limits(low, high, -1e9, 1e9)
        step = int(100 * field.step) if field.step else 3
        return FloatProperty(**common, **limits, step=max(1, step), precision=3,
                             get=_get(name, 0.0, float), set=_set(name, lambda v: round(v, 6)))  # fmt: skip
    if field.kind == "int":
        limits = {key: int(value) for key, value in _limits(low, high, -LARGEST_INT, LARGEST_INT).items()}
        clip = lambda v: max(-LARGEST_INT, min(LARGEST_INT, int(v)))  # noqa: E731
        return IntProperty(**common, **limits, get=_get(name, 0, clip), set=_set(name, int))
    if field.kind == "bool":
        return BoolProperty(**common, get=_get(name, False, bool), set=_set(name, bool))
    if field.kind == "choice" and not name.startswith(CONTROLS):
        return EnumProperty(**common, items=_offered(name), get=_number(name), set=_choose(name))
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


def _offered(name: str) -> Callable[[Any, Any], list[tuple[str, str, str]]]:
    """The choices of a field that the service names, as they are now."""

    def items(_settings: Any, _context: Any) -> list[tuple[str, str, str]]:
        fields = current().panel.fields
        # Blender keeps no copy of these texts: they have to stay alive here. An empty name is a separator.
        _items[name] = [(choice or "-", *fields.choice_words(name, choice)) for choice in _choices(name)]
        return _items[name]

    return items


def _choices(name: str) -> tuple[str, ...]:
    """What there is to choose from now; a field without a meaning now has what it has without a service."""
    fields = current().panel.fields
    return fields[name].choices if name in fields else brief_fields.brief_field(name).choices


_items: dict[str, list[tuple[str, str, str]]] = {}


def _number(name: str) -> Callable[[Any], int]:
    def read(_settings: Any) -> int:
        fields = current().panel.fields
        choice = str(fields.value(name))
        choices = _choices(name)
        return choices.index(choice) if choice in choices else 0

    return read


def _choose(name: str) -> Callable[[Any, int], None]:
    def write(_settings: Any, number: int) -> None:
        choices = _choices(name)
        if number < len(choices):
            current().set(name, choices[number])

    return write


def _limits(low: float | None, high: float | None, lowest: float, highest: float) -> dict[str, Any]:
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
        (
            PlacementKind.VOLUME.value,
            "Volume",
            "Gas in metres before the camera, lit by the scene's lamps",
            "VOLUME_DATA",
            3,
        ),
    ]
    return {
        "hand": StringProperty(options={"HIDDEN"}),
        "memory": StringProperty(options={"HIDDEN"}),
        "source": StringProperty(name="Plate", default=AUTOMATIC, update=_plate_chosen),
        "matte_source": StringProperty(name="Matte", update=_plate_chosen),
        "camera_source": StringProperty(name="Camera", default=AUTOMATIC, update=_plate_chosen),
        "place_as": EnumProperty(name="Place as", items=kinds, description="What the take becomes"),
        "place_depth": FloatProperty(name="Depth", default=10.0, min=0.01, soft_max=1000.0,
                                     description="How far from the camera the plane stands, in metres"),
        "place_offset": IntProperty(name="Offset", default=0,
                                    description="By how many frames the take is moved to a later time"),
    }  # fmt: skip


def follow(fields: Fields) -> None:
    """Register a group of properties for each kind or model that is new or whose controls are others now.

    A group stays registered until the extension is switched off: Blender's buttons may still point to it.
    """
    for kind in fields.kinds:
        _follow(kind.name, kind.controls)
    capability = fields.capability
    if capability is not None and is_elsewhere(capability):
        _follow(_maker(fields), fields.kind_controls())


def _follow(owner: str, controls: tuple[Control, ...]) -> None:
    if _shapes.get(owner) == controls:
        return
    name = f"second_unit_{re.sub(r'[^a-z0-9]+', '_', owner.lower())}"[:56]
    if hasattr(bpy.types.Scene, name):
        name += f"_{len(_made)}"
    _register(
        name, {attribute(control.name): _property(CONTROLS + control.name, control) for control in controls}
    )
    _shapes[owner], _places[owner] = controls, name


def _maker(fields: Fields) -> str:
    """Whose controls the fields are: a kind's, or a model's where somebody else makes it."""
    capability = fields.capability
    if capability is not None and is_elsewhere(capability):
        return f"{capability.provider} {capability.model}"
    return fields.kind.name if fields.kind is not None else ""


def owner(scene: Any, fields: Fields, name: str) -> tuple[Any, str] | None:
    """The group of the scene that holds a field's property, and the property's name, or None."""
    if not name.startswith(CONTROLS):
        return scene.second_unit, name
    place = _places.get(_maker(fields))
    group = getattr(scene, place, None) if place is not None else None
    key = attribute(name.removeprefix(CONTROLS))
    # A model that was chosen a moment ago has its properties once the timer ran.
    return (group, key) if group is not None and hasattr(group, key) else None


def _register(name: str, annotations: dict[str, Any]) -> None:
    group = type(f"SECONDUNIT_PG_{name}", (bpy.types.PropertyGroup,), {"__annotations__": annotations})
    bpy.utils.register_class(group)
    setattr(bpy.types.Scene, name, PointerProperty(type=group))
    _made.append((name, group))


_made: list[tuple[str, type]] = []
_shapes: dict[str, tuple[Control, ...]] = {}
_places: dict[str, str] = {}


def register() -> None:
    """Register the scene's settings: the brief's own fields, which are known without a service."""
    annotations = _static()
    for field in brief_fields.BRIEF_FIELDS:
        annotations[field.name] = _property(field.name, field)
    _register("second_unit", annotations)


def unregister() -> None:
    """Take the definitions away; what scenes hold stays in their files."""
    while _made:
        name, group = _made.pop()
        delattr(bpy.types.Scene, name)
        bpy.utils.unregister_class(group)
    _shapes.clear()
    _places.clear()
