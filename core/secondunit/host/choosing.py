"""What can be asked of whom: tasks in an artist's words, and the models that do one. Knows values only."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from secondunit.wire import SecondUnitError, Task
from secondunit.wire.plate import KEY_FRAME, PASS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from secondunit.wire import Capability, FrameRange, Reference

#: The tasks in the order of a chooser: what they are called in a comp, and what one gets.
TASKS = {
    Task.ELEMENT: ("Element", "Smoke, dust, fire and the like, with alpha, to lay over the plate"),
    Task.INPAINT: ("Clean plate / Inpaint", "What the matte covers is made anew; all else stays as it is"),
    Task.EXTEND: ("Extend frame", "More picture around the plate: a set extension, room for a reframe"),
    Task.RESTYLE: ("Restyle", "The plate in another look, by words or reference pictures"),
    Task.UPSCALE: ("Upscale", "The plate with more pixels"),
    Task.IMAGE: ("Still", "A new picture from words: a background, a matte painting to start from"),
    Task.VIDEO: ("Clip", "New moving footage from words or a first frame"),
    Task.MATTE: ("Matte", "A matte from the plate"),
    Task.RETIME: ("Retime", "The plate at another speed"),
    Task.DENOISE: ("Denoise", "The plate without its grain, and the grain by itself"),
    Task.FLOW: ("Motion vectors", "Where each pixel of the plate goes to and comes from"),
    Task.CROWD: ("Crowd", "Several passes of one camera with people in other places, as one crowd"),
    Task.PERFORMANCE: (
        "Performance",
        "A character acts as somebody does in the plate; both consent to it",
    ),
}
#: What a prompt says for a task, by example.
PROMPTS = {
    Task.ELEMENT: "The element in a sentence: thin grey smoke from the left, slow, backlit",
    Task.INPAINT: "What stands there instead: empty cobblestones, wet",
    Task.EXTEND: "What is around the frame: the street goes on, brick houses",
    Task.RESTYLE: "How it is to look: an ink drawing, heavy paper",
    Task.UPSCALE: "What is seen, where that helps: a brick wall in rain",
    Task.IMAGE: "The picture in a sentence: a barn at dusk, low fog",
    Task.VIDEO: "What is seen and how the camera moves: a slow push over a wet street",
}
NO_WORDS = "This model takes no words."
#: What a reference may be to a model, in words.
ROLES = {
    "style": "Style",
    "subject": "Subject",
    "first_frame": "First frame",
    "last_frame": "Last frame",
    KEY_FRAME: "Key frame",
    PASS: "Pass",
}
#: The roles that are offered where a model names none.
USUAL_ROLES = ("style", "subject", "first_frame")


def is_elsewhere(capability: Capability) -> bool:
    """Whether a model makes it, which says in numbers what it takes and gives."""
    return capability.intake is not None


def is_on_board(capability: Capability) -> bool:
    """Whether this machine's own methods do it: what they are handed goes to nobody."""
    from secondunit.wire.brief import METHODS

    return capability.provider == METHODS


def single_pictures(capability: Capability | None) -> bool:
    """Whether a model makes one picture of one frame of a plate, so that there is a choice for a shot."""
    intake = capability.intake if capability is not None else None
    if intake is None or intake.plate.value == "none":
        return False
    longest = max(intake.clips) if intake.clips else intake.most_frames
    return intake.result.value == "still" or longest == 1


def one_frame(capability: Capability | None) -> bool:
    """Whether a model works on one frame of a plate."""
    intake = capability.intake if capability is not None else None
    if intake is None or intake.plate.value == "none":
        return False
    return intake.plate_form.value == "still" or single_pictures(capability)


def tasks_of(capabilities: Iterable[Capability]) -> tuple[Task, ...]:
    """Every task that some model does, in the order of a chooser; a finished comp is no task."""
    tasks = {task for capability in capabilities if not capability.adopts for task in capability.tasks}
    return tuple(task for task in TASKS if task in tasks)


def fitting(capabilities: tuple[Capability, ...], task: Task, kind: str) -> tuple[Capability, ...]:
    """The models that do a task, for a kind of element where it is one; a finished comp, last, fits any."""

    def fits(capability: Capability) -> bool:
        match = task is not Task.ELEMENT or not capability.kinds or not kind or kind in capability.kinds
        return not capability.adopts and task in capability.tasks and match

    comps = (capability for capability in capabilities if capability.adopts)
    return (*(capability for capability in capabilities if fits(capability)), *comps)


def task_label(task: Task | str) -> str:
    """A task in an artist's words."""
    return TASKS[Task(task)][0]


def prompt_hint(task: Task, capability: Capability | None) -> str:
    """What to write into an empty prompt; that nothing is to be written where a model takes no words."""
    if capability is not None and is_elsewhere(capability) and not capability.prompt:
        return NO_WORDS
    return PROMPTS.get(task, "")


def roles_of(capability: Capability | None) -> tuple[str, ...]:
    """What a reference may be to a model, the usual one first."""
    intake = capability.intake if capability is not None else None
    return intake.reference_roles if intake is not None and intake.reference_roles else USUAL_ROLES


def role_label(role: str) -> str:
    """A role in words."""
    return ROLES.get(role, role.replace("_", " ").capitalize())


def stands(reference: Reference, capability: Capability | None) -> bool:
    """Whether a reference says at which frame it stands: a key frame or a pass of a model that takes such."""
    return reference.role in (KEY_FRAME, PASS) and reference.role in roles_of(capability)


def standing(reference: Reference, here: int | None, frames: FrameRange | None) -> Reference:
    """A key frame that stands nowhere yet at `here`, else at the first of `frames`; any other as it is."""
    if reference.role != KEY_FRAME or reference.frame is not None or (here is None and frames is None):
        return reference
    if frames is not None and here not in frames:
        here = frames.first
    return replace(reference, frame=here)


def takes_passes(capability: Capability | None) -> bool:
    """Whether what is added to a model's references is footage of the plate's camera, and no picture."""
    return PASS in roles_of(capability)


def takes_windows(capability: Capability | None) -> bool:
    """Whether a key frame may say which frames its edit applies to."""
    return capability is not None and capability.intake is not None and capability.intake.windows


def taken(references: tuple[Reference, ...], capability: Capability | None) -> tuple[Reference, ...]:
    """The references that a model takes: those whose role it knows, as many as it takes."""
    if capability is None or not capability.references:
        return ()
    intake = capability.intake
    roles = intake.reference_roles if intake is not None else ()
    matches = tuple(reference for reference in references if not roles or reference.role in roles)
    return matches[: capability.references]


def takes_cast(capability: Capability | None) -> bool:
    """Whether a character of the cast can be named to a model: where a picture may be its subject."""
    if capability is None or not capability.references or not is_elsewhere(capability):
        return False
    return "subject" in roles_of(capability)


def read_references(stored: object) -> tuple[Reference, ...]:
    """The references that a document keeps; what cannot be read is left out."""
    from secondunit.wire import Reference, decode

    references = []
    for record in stored if isinstance(stored, (list, tuple)) else ():
        try:
            references.append(decode(Reference, record))
        except SecondUnitError:
            continue
    return tuple(references)


def goes_on(capability: Capability, wish: Task) -> bool:
    """Whether a model does what a host wishes of moving footage: those who say what they take in numbers
    extend the frame, not the shot."""
    return wish in capability.tasks and (wish is not Task.EXTEND or capability.intake is None)
