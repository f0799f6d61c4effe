"""What every method of this room is offered as: made here, frames in and frames out, on stated terms."""

from __future__ import annotations

from secondunit.wire import (
    Capability,
    Coding,
    Control,
    Form,
    Intake,
    Licence,
    LicencedPart,
    Limit,
    Need,
    Task,
    licence_text,
)
from secondunit.wire.frames import MOST_FRAMES

#: Who made what a method gives, as a take says it.
COMPUTED, TRAINED = "computed", "AI model"
#: What this program's own code is licensed on.
OWN = (Licence(LicencedPart.CODE, "Apache-2.0", "Second Unit"),)
#: A plate's frames, scene-linear floats, and as many back.
FRAMES = Intake(
    plate=Need.REQUIRED, plate_form=Form.FRAMES, result=Form.FRAMES, most_frames=MOST_FRAMES,
    coding=Coding.LINEAR, depth=32,
)  # fmt: skip


def offered(
    model: str,
    label: str,
    task: Task,
    *limits: Limit,
    controls: tuple[Control, ...] = (),
    intake: Intake = FRAMES,
    weights: tuple[Licence, ...] = (),
    made_by: str = COMPUTED,
) -> Capability:
    """The capability of a method of our own; `weights` are the licences of a network that it runs.

    Its terms and its last limit say the licences.
    """
    licences = weights or OWN
    words = "Works on this machine" if weights else "Computed on this machine"
    several = "Licences" if weights else "Licence"
    return Capability(
        provider="",
        label="On this machine",
        model=model,
        model_label=label,
        tasks=(task,),
        made_by=TRAINED if weights else made_by,
        terms=f"{words}; nothing leaves it. {several}: {licence_text(licences)}.",
        references=len(intake.reference_roles),
        limits=(*limits, Limit("Licence", licence_text(licences))),
        controls=controls,
        intake=intake,
        licences=licences,
    )
