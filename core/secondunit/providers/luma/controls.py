"""What an artist sets on an edit by Luma: which signals of the plate it keeps to, and how closely.

Luma finds depth, normals, pose, faces and trajectories in the plate itself; it takes no guide for them.
What nobody sets is left out, so that the model's own default holds (the types' notes on `controls`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from secondunit.wire import Control, Scalar
from secondunit.wire.errors import BadInput

from .facts import POSES, SIGNALS

ITSELF, ON, OFF = "by itself", "on", "off"
_GROUP = "Kept of the plate"
#: Each signal in an artist's words, and what loosens it: its field there, and in words.
_WORDS: dict[str, tuple[str, str, str, str]] = {
    "depth": ("Depth", "blur", "Depth blur", "0 keeps the scene's depth, 1 leaves the geometry free"),
    "normals": ("Normals", "augmentation", "Normals freedom", "0 keeps surfaces, 1 reinterprets them"),
    "pose": ("Pose", "", "", ""),
    "face": ("Faces", "", "", ""),
    "trajectory": ("Motion", "sparsity", "Motion sparsity", "0 follows every point, 1 few of them"),
}  # fmt: skip


def edit_controls() -> tuple[Control, ...]:
    """The controls of an edit's signals: whether each is kept to, and how loosely."""
    controls = []
    for signal in SIGNALS.value:
        label, loose, loose_label, help = _WORDS[signal]
        choices = (ITSELF, *POSES.value, OFF) if signal == "pose" else (ITSELF, ON, OFF)
        controls.append(Control(signal, label, "choice", default=ITSELF, choices=choices, group=_GROUP))
        if loose:
            controls.append(
                Control(
                    f"{signal}_{loose}", loose_label, default=0.0, minimum=0.0, maximum=1.0, step=0.01,
                    help=f"{help}; untouched, the model decides", group=_GROUP,
                )
            )  # fmt: skip
    return tuple(controls)


def signals_of(settings: Mapping[str, Scalar]) -> dict[str, dict[str, Any]]:
    """The signals as the service takes them, those alone that somebody set.

    Raises `BadInput` where one that is off is to be loosened.
    """
    signals: dict[str, dict[str, Any]] = {}
    for signal in SIGNALS.value:
        label, loose, loose_label, _ = _WORDS[signal]
        chosen, fields = str(settings.get(signal, ITSELF)), dict[str, Any]()
        if chosen != ITSELF:
            fields["enabled"] = chosen != OFF
        if chosen in POSES.value:
            fields["strength"] = chosen
        if loose and f"{signal}_{loose}" in settings:
            if chosen == OFF:
                raise BadInput(
                    f"{loose_label} says nothing while {label.lower()} is off.",
                    remedy=f"Let {label.lower()} be on, or reset it.",
                    where=f"{signal}_{loose}",
                )
            fields[loose] = settings[f"{signal}_{loose}"]
        if fields:
            signals[signal] = fields
    return signals
