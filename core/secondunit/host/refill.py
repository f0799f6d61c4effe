"""Put a job's brief back into the form: which fields it sets, and what of it is said. Knows values only.

What the new model does not have or does not take is let go of afterwards, and named (`let_go`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import brief_fields
from .field import CONTROLS

if TYPE_CHECKING:
    from secondunit.wire import Brief

    from .fields import Fields


def hand_of(brief: Brief, provider: str, model: str) -> dict[str, object]:
    """What a brief sets by hand, for another provider and model.

    A format and a rate that are the plate's own are left to follow it.
    """
    values = {field.name: field.leave(field, brief) for field in brief_fields.BRIEF_FIELDS}
    hand: dict[str, object] = {name: value for name, value in values.items() if value is not None}
    controls = {CONTROLS + name: value for name, value in brief.controls.items()}
    return hand | {"provider": provider, "model": model} | controls


def let_go(fields: Fields) -> tuple[str, ...]:
    """Take out of the fields what the chosen model does not have or does not take; gives their names."""
    asked = {field.name for field in brief_fields.BRIEF_FIELDS if field.asked}
    names = []
    for name in tuple(fields.hand):
        wrong = name in fields.errors and name not in asked
        if wrong or (name.startswith(CONTROLS) and name not in fields):
            fields.clear(name)
            names.append(name.removeprefix(CONTROLS).replace("_", " "))
    return tuple(names)


def brought(brief: Brief) -> str:
    """What a job's brief brings into the form: `plate sh010_bg.%04d.exr, matte, prompt, seed 7`."""
    parts = [f"plate {name_of(brief.plate.path)}"] if brief.plate is not None else []
    parts.append(f"frames {brief.frames}" if len(brief.frames) > 1 else f"frame {brief.frames}")
    if brief.matte is not None:
        parts.append("matte")
    if brief.prompt.strip():
        parts.append("prompt")
    parts.append(f"seed {brief.seed}")
    number = len(brief.references)
    if number:
        parts.append(f"{number} reference{'s' if number > 1 else ''}")
    if brief.cast:
        parts.append("cast")
    return ", ".join(parts)


def name_of(path: str) -> str:
    """The last part of a path of any system."""
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2]
