"""Put a job's brief back into the form: which fields it sets, and what of it is said. Knows values only.

What the new model does not have or does not take is let go of afterwards, and named (`let_go`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondunit.wire import Scalar, Task
from secondunit.wire.retime import slower_text

if TYPE_CHECKING:
    from secondunit.wire import Brief

    from .fields import Fields

CONTROLS = "controls."
#: What is asked for and of whom: kept where it is wrong, and said at the field.
_ASKED = ("task", "provider", "model", "prompt", "show", "shot", "element")


def hand_of(brief: Brief, provider: str, model: str) -> dict[str, object]:
    """What a brief sets by hand, for another provider and model.

    A format and a rate that are the plate's own are left to follow it.
    """
    hand: dict[str, object] = {"task": brief.task.value, "provider": provider, "model": model}
    hand |= {"show": brief.show, "shot": brief.shot, "element": brief.element}
    hand |= {"prompt": brief.prompt, "seed": brief.seed}
    if brief.kind:
        hand["kind"] = brief.kind
    if brief.use:
        hand["use"] = brief.use
    hand["frames"] = str(brief.frames)
    plate = brief.plate
    if brief.task is Task.UPSCALE and plate is not None:
        hand["factor"] = str(max(1, brief.format.width // plate.format.width))
    elif plate is None or brief.format != plate.format:
        hand["format"] = str(brief.format)
    if plate is None or brief.rate != plate.rate:
        hand["rate"] = str(brief.rate)
    delivery = brief.delivery
    hand |= {"depth": delivery.depth, "compression": delivery.compression}
    hand["margin" if brief.task is Task.EXTEND else "overscan"] = delivery.overscan
    if brief.task is Task.EXTEND:
        hand["sides"] = delivery.sides.value
    if brief.task is Task.ELEMENT:
        hand["passes"] = delivery.passes
    return hand | settings_of(brief)


def settings_of(brief: Brief) -> dict[str, Scalar]:
    """A brief's fitting, retime and controls by the names of the panel's fields.

    A brief that names a frame of the plate holds its picture, also where a form would begin otherwise.
    """
    fitting = brief.fitting
    found: dict[str, Scalar] = {}
    if fitting.plate_frame is not None:
        found = {"every_frame": False, "plate_frame": str(fitting.plate_frame)}
    if fitting.every_frame is not None:
        found["every_frame"] = fitting.every_frame
    if fitting.feather is not None:
        found["feather"] = fitting.feather
    if brief.retime.slower is not None:
        found["slower"] = slower_text(brief.retime.slower)
    return found | {CONTROLS + name: value for name, value in brief.controls.items()}


def let_go(fields: Fields) -> tuple[str, ...]:
    """Take out of the fields what the chosen model does not have or does not take; gives their names."""
    lost = []
    for name in tuple(fields.hand):
        wrong = name in fields.errors and name not in _ASKED
        if wrong or (name.startswith(CONTROLS) and name not in fields):
            fields.clear(name)
            lost.append(name.removeprefix(CONTROLS).replace("_", " "))
    return tuple(lost)


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
