"""When the brief's own fields are shown, what they are for a model, and how their choices are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from secondunit.wire import Coding, Need, Scalar, Sides, Task
from secondunit.wire.saved_look import belongs_to_look
from secondunit.wire.task import usually_every_frame

from .choosing import TASKS, one_frame, single_pictures
from .element_name import element_name
from .field import CONTROLS

if TYPE_CHECKING:
    from secondunit.wire import Capability

    from .field import Field, Situation

#: The choice of a kind that leaves it to the prompt's words.
BY_WORDS = "words"
#: The choice of no look.
NO_LOOK = "none"
#: The choice of a coding that leaves it to the model.
USUAL_CODING = "usual"
#: Tasks in which a matte says what of the answer the take shows.
_MATTED = (Task.INPAINT, Task.RESTYLE)

# When it is shown ------------------------------------------------------------------------------------------


def where_tasks_differ(situation: Situation) -> bool:
    """Where there is more than one task to choose from."""
    return len(situation.tasks) > 1


def for_elements(situation: Situation) -> bool:
    """Where an element is made, or this machine makes it."""
    return situation.task is Task.ELEMENT or not situation.elsewhere


def for_simulations(situation: Situation) -> bool:
    """Where this machine simulates an element."""
    return situation.task is Task.ELEMENT and not situation.elsewhere


def with_a_camera_file(situation: Situation) -> bool:
    """Where a file says the shot's camera."""
    return for_simulations(situation) and bool(str(situation.value("camera_file") or "").strip())


def where_the_frame_grows(situation: Situation) -> bool:
    """Where somebody else makes the frame larger."""
    return situation.grows and situation.elsewhere


def for_enlarging(situation: Situation) -> bool:
    """Where a model gives the plate more pixels, elsewhere or on this machine."""
    return situation.task is Task.UPSCALE and situation.elsewhere


def under_a_matte(situation: Situation) -> bool:
    """Where a matte says what of somebody else's answer the take shows."""
    return situation.task in _MATTED and situation.elsewhere


def for_coded_plates(situation: Situation) -> bool:
    """Where somebody else's model is shown a plate as codes, and gives codes back."""
    intake = situation.intake
    if intake is None or not situation.elsewhere or intake.plate is Need.NONE:
        return False
    return Coding.LINEAR not in (intake.coding, intake.result_coding)


def coding_words(_situation: Situation, choice: str) -> tuple[str, str]:
    """A coding in words: `As the model takes it`."""
    words = {"srgb": "sRGB", "log": "Log", "exposures": "Two exposures"}
    return words.get(choice, "As the model takes it"), ""


def for_single_pictures(situation: Situation) -> bool:
    """Where the model makes one picture of one frame of a plate."""
    return single_pictures(situation.capability)


def for_one_frame(situation: Situation) -> bool:
    """Where the model works on one frame, and that frame stands for the others."""
    return one_frame(situation.capability) and not situation.value("every_frame")


def for_points(situation: Situation) -> bool:
    """Where a model is pointed at what is meant."""
    return situation.intake is not None and situation.intake.points is not Need.NONE


def for_boxes(situation: Situation) -> bool:
    """Where a model takes boxes around what is meant."""
    return situation.intake is not None and situation.intake.boxes is not Need.NONE


def where_it_leaves(situation: Situation) -> bool:
    """Where something leaves this machine."""
    return situation.capability is not None and situation.capability.leaves


def for_performances(situation: Situation) -> bool:
    """Where somebody in the plate drives a character."""
    return situation.capability is not None and Task.PERFORMANCE in situation.capability.tasks


def for_looks(situation: Situation) -> bool:
    """Where this machine makes a kind: it has looks, or one can be saved."""
    return for_elements(situation) and not situation.elsewhere and situation.kind is not None


def for_volumes(situation: Situation) -> bool:
    """Where this machine makes a kind that can be a volume in a scene."""
    kind = situation.kind
    return for_elements(situation) and not situation.elsewhere and kind is not None and kind.bodied


# What it is for a model ------------------------------------------------------------------------------------


def offer(field: Field, choices: tuple[str, ...], default: str = "") -> Field:
    """A field with other choices; as it is where there are none."""
    return replace(field, choices=choices, default=default or choices[0]) if choices else field


def kinds_offered(field: Field, situation: Situation) -> Field:
    """The kinds that the service has, after the one that the words say."""
    return offer(field, (BY_WORDS, *(kind.name for kind in situation.kinds)))


def looks_offered(field: Field, situation: Situation) -> Field:
    """The looks of the kind whose controls stand in the form, those that were saved too, after none."""
    return offer(field, (NO_LOOK, *(look.name for look in situation.looks)))


def tasks_offered(field: Field, situation: Situation) -> Field:
    """The tasks that some model does."""
    return offer(field, tuple(task.value for task in situation.tasks), situation.task.value)


def providers_offered(field: Field, situation: Situation) -> Field:
    """Who does the task."""
    return offer(field, tuple(dict.fromkeys(model.provider for model in situation.models)))


def models_offered(field: Field, situation: Situation) -> Field:
    """The models of the chosen provider that do the task."""
    first = situation.models[0].provider if situation.models else ""
    provider = situation.hand.get("provider", first)
    return offer(field, tuple(model.model for model in situation.models if model.provider == provider))


def every_frame_usual(field: Field, situation: Situation) -> Field:
    """On or off at first, as the task needs it of this model."""
    if situation.intake is None:
        return field
    return replace(
        field, default=usually_every_frame(situation.task, situation.intake.result, situation.matte)
    )


def sides_offered(field: Field, situation: Situation) -> Field:
    """The sides that the model can make larger."""
    intake = situation.intake
    return offer(field, tuple(side.value for side in intake.sides)) if intake is not None else field


def factor_fixed(field: Field, situation: Situation) -> Field:
    """The model's own factors, where it knows some alone."""
    intake = situation.intake
    if intake is None:
        return field
    known = intake.scales or ((intake.scale,) if intake.scale > 1 else ())
    return offer(field, tuple(map(str, known)))


def element_of_kind(field: Field, situation: Situation) -> Field:
    """What the takes are called until somebody says it: as the kind that is chosen or that words ask
    for; what is no kind's, after its task and the first words of the prompt."""
    if situation.task is Task.ELEMENT and not situation.elsewhere:
        return replace(field, default=situation.kind.name) if situation.kind is not None else field
    return replace(field, default=element_name(situation.task, str(situation.value("prompt") or "")))


def named_by_document(field: Field, situation: Situation) -> Field:
    """The name that the open file's own name says, until a hand writes another."""
    name = situation.document.get(field.name, "")
    return replace(field, default=name) if name else field


# How a choice is called ------------------------------------------------------------------------------------


def kind_words(situation: Situation, choice: str) -> tuple[str, str]:
    """A kind by its label, and what it is."""
    if choice == BY_WORDS:
        return "As the prompt says", ""
    return next(((kind.label, kind.help) for kind in situation.kinds if kind.name == choice), ("", ""))


def look_words(situation: Situation, choice: str) -> tuple[str, str]:
    """A look by its label, and what it is."""
    if choice == NO_LOOK:
        return "As the sliders say", ""
    gone = choice.partition(":")[2].replace("_", " ").capitalize() or choice, ""
    return next(((look.label, look.help) for look in situation.looks if look.name == choice), gone)


def look_settings(situation: Situation, choice: str) -> Mapping[str, Scalar]:
    """What a look sets on the controls of its kind, by the names of their fields.

    Where the element stands, and how finely it is made, stays as a hand has set it.
    """
    settings: Mapping[str, Scalar] = next(
        (look.settings for look in situation.looks if look.name == choice), {}
    )
    controls = situation.kind.controls if situation.kind is not None else ()
    fixed = {control.name for control in controls if not belongs_to_look(control)}
    return {
        CONTROLS + name: value
        for name, value in settings.items()
        if name not in fixed or CONTROLS + name not in situation.hand
    }


def task_words(_situation: Situation, choice: str) -> tuple[str, str]:
    """A task as it is called in a comp, and what one gets."""
    return TASKS[Task(choice)]


def provider_words(situation: Situation, choice: str) -> tuple[str, str]:
    """A provider by its label."""
    return next((model.label for model in situation.capabilities if model.provider == choice), ""), ""


def model_words(situation: Situation, choice: str) -> tuple[str, str]:
    """A model by its label."""
    label = _model_labels(situation.capabilities).get((situation.value("provider"), choice), "")
    return label or choice or "Simulation", ""


#: The labels of the models that were asked for last: a list of a thousand is looked through once.
_LABELS: list[tuple[tuple[Capability, ...], dict[tuple[object, str], str]]] = []


def _model_labels(capabilities: tuple[Capability, ...]) -> dict[tuple[object, str], str]:
    if not _LABELS or _LABELS[0][0] is not capabilities:
        labels: dict[tuple[object, str], str] = {}
        for each in capabilities:
            labels.setdefault((each.provider, each.model), each.model_label)
        _LABELS[:] = [(capabilities, labels)]
    return _LABELS[0][1]


def sides_words(_situation: Situation, choice: str) -> tuple[str, str]:
    """Sides in words: `Left and right`."""
    return Sides(choice).words.capitalize(), ""
