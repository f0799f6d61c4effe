"""Which of a brief's parts an input of a blueprint is, by its type and its name; every other is a control.

The table of categories is reviewed by hand against comfyui-subgraph-blueprints 0.0.13. What is in none of
them is offered as no task: it is listed, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from secondunit.providers.comfyui.workflow import BOXES, NEGATIVE, POINTS
from secondunit.wire import Task
from secondunit.wire.errors import BadInput

from .blueprint import Blueprint, BlueprintInput, BlueprintOutput
from .guided import GUIDED_BLUEPRINTS
from .questions import Unanswered, key_of, plate_question, prompt_question, task_question

PLATE, MATTE, REFERENCE, PROMPT, SEED = "plate", "matte", "reference", "prompt", "seed"
CONTROL = "control"
#: What would make the answer another than the brief's: the blueprint's own value stays.
FIXED = "fixed"
#: The task of a category, by the last of its parts.
_TASKS = {
    "Text to image": Task.IMAGE, "Text to video": Task.VIDEO,
    "Image to video": Task.VIDEO, "FLF2V": Task.VIDEO,
    "Edit image": Task.RESTYLE, "Video Edit": Task.RESTYLE,
    "Inpaint image": Task.INPAINT, "Inpaint video": Task.INPAINT,
    "Segmentation": Task.MATTE, "Background Removal": Task.MATTE,
    "Outpaint image": Task.EXTEND, "Upscale": Task.UPSCALE,
}  # fmt: skip
#: Blueprints whose category says too little: what they are.
_REVIEWED = {
    "image_edit": Task.RESTYLE,
    "frame_interpolation": Task.RETIME,
    # A character of a reference takes the place, or the motion, of one in the plate.
    "character_replacement_scail_2_base": Task.PERFORMANCE,
    "character_replacement_scail_2_int8_base": Task.PERFORMANCE,
    "motion_transfer_wan_animate_2": Task.PERFORMANCE,
    "motion_transfer_wan_animate_2_distilled": Task.PERFORMANCE,
    "first_last_frame_to_video_ltx_2_3": Task.VIDEO,
}
#: Blueprints of a category with a task that do none yet, and why.
_NO_TASK = {
    "character_replacement_scail_2_extend": "It goes on from frames of its own: ask for its base.",
    "image_to_video_wan_dancer": "It follows music, which a brief has not.",
}
_PICTURES = frozenset({"IMAGE", "VIDEO"})
#: A driving clip is the plate of a task that gives it another character.
_DRIVING = re.compile(r"pose video|driving video")
#: Frames that a blueprint would go on from: a shot is split and joined here.
_GOES_ON = re.compile(r"continue motion|previous frames")
_NO_PLATE = re.compile(r"\b(ref|reference|control|pose|first|last|previous|continue|style)\b")
_PROMPT = re.compile(r"(positive )?prompt|positive prompt \(.*\)|text( prompt)?|value|user input|object")
#: What an input is called, with its type, and the part of a brief that it then is: the first that fits.
_NAMES = (
    ({"STRING"}, re.compile(r"positive (coords|points)"), POINTS),
    ({"STRING"}, re.compile(r"negative (coords|points)"), NEGATIVE),
    ({"BOUNDING_BOX"}, re.compile(r"b(ounding )?boxe?s?"), BOXES),
    ({"STRING"}, re.compile(r"negative"), CONTROL),
    ({"STRING"}, _PROMPT, PROMPT),
    ({"INT"}, re.compile(r"(noise )?seed"), SEED),
    ({"INT"}, re.compile(r"width( \(pass 2\))?"), "width"),
    ({"INT"}, re.compile(r"height( \(pass 2\))?"), "height"),
    ({"INT"}, re.compile(r"length|frames|frame counts?"), "frames"),
    ({"INT", "FLOAT"}, re.compile(r"fps|frame rate"), "rate"),
    ({"INT", "FLOAT"}, re.compile(r"duration|(clip )?duration \(seconds\)"), "seconds"),
)  # fmt: skip
#: What is meant in one task alone, before the names of all.
_OF_TASK = {
    Task.UPSCALE: (({"INT", "FLOAT"}, re.compile(r"(scale )?multiplier|scale( by)?"), "scale"),),
    Task.RETIME: (({"INT"}, re.compile(r"multiplier"), "slower"),),
}
_CUTS = re.compile(r"trim .*|duration|enable fps multiplier")
_START = re.compile(r"start frame index")
_SEGMENTS = re.compile(r"segment index|previous frame count|video frame offset|trim duplicated frame")
_APART = re.compile(r"individual masks")
_PADS = re.compile(r"left|right|top|bottom|feathering")
_FIXED = {
    Task.UPSCALE: _CUTS, Task.RETIME: _CUTS, Task.RESTYLE: _SEGMENTS, Task.EXTEND: _PADS,
    Task.PERFORMANCE: _SEGMENTS, Task.INPAINT: _START, Task.MATTE: _APART,
}  # fmt: skip
#: Types whose values an artist can set.
SETTABLE = frozenset({"INT", "FLOAT", "STRING", "BOOLEAN", "COMBO"})


def task_of_blueprint(blueprint: Blueprint, answers: Mapping[str, str] | None = None) -> Task:
    """The task that a blueprint does; raises `BadInput` with why it does none.

    `answers` are a studio's, by the parts of a brief; None for a published one, which is asked about nothing.
    """
    if answers is not None:
        return _own_task(blueprint, answers)
    guided = GUIDED_BLUEPRINTS.get(blueprint.name)
    if guided is not None:
        return guided.task
    task = _REVIEWED.get(blueprint.name) or _TASKS.get(blueprint.category.rsplit("/", 1)[-1])
    reason = _NO_TASK.get(blueprint.name)
    if reason is None and task is None:
        reason = f"{blueprint.category or 'It has no category'}: none of a brief's tasks."
    if reason is None and task is not None and answer_of(blueprint, task) is None:
        reason = "It gives no picture."
    if reason is not None or task is None:
        raise BadInput(reason or "It does nothing.", where="task")
    return task


def _own_task(blueprint: Blueprint, answers: Mapping[str, str]) -> Task:
    """The task of a studio's own: as it is answered, or its file's name begins, or its category says."""
    question = task_question(blueprint)
    first = re.split(r"[_\- ]", blueprint.name.lower())[0]
    name = question.answered(answers)
    if name is None and first in {task.value for task in Task}:
        name = first
    if name is None:
        known = _TASKS.get(blueprint.category.rsplit("/", 1)[-1])
        name = known.value if known is not None else None
    if name is None and len(question.candidates) > 1:
        raise Unanswered(question)
    task = Task(name or question.candidates[0])
    if answer_of(blueprint, task) is None:
        raise BadInput("It gives no picture.", where="task")
    return task


def roles_of(blueprint: Blueprint, task: Task, answers: Mapping[str, str] | None = None) -> dict[str, str]:
    """The part of a brief that each input is, by the input's name; raises what is to be asked."""
    roles: dict[str, str] = {}
    pictures = [port for port in blueprint.inputs if _kinds(port) & _PICTURES]
    changes = task not in (Task.IMAGE, Task.VIDEO)
    named = [port for port in pictures if _DRIVING.fullmatch(_words(port))] or [
        port for port in pictures if not _NO_PLATE.search(_words(port))
    ]
    plate = (named or pictures)[0] if changes and pictures else None
    if plate is not None and answers is not None:
        plate = _asked_plate(blueprint, named or pictures, answers) or plate
    guided = GUIDED_BLUEPRINTS.get(blueprint.name)
    for port in blueprint.inputs:
        if guided is not None and port.label == guided.input:
            roles[port.name] = f"{guided.kind.value}_guide"
        elif port.optional and _GOES_ON.fullmatch(_words(port)):
            roles[port.name] = FIXED
        elif _kinds(port) & _PICTURES:
            roles[port.name] = PLATE if port is plate else REFERENCE
        elif "MASK" in _kinds(port):
            roles[port.name] = MATTE
        else:
            role = _named(port, task)
            # Of several texts the first is the prompt, of several lengths the first is the clip's.
            roles[port.name] = CONTROL if role in (PROMPT, "frames") and role in roles.values() else role
    if answers is not None:
        _ask_prompt(blueprint, roles, answers)
    return roles


def _asked_plate(
    blueprint: Blueprint, candidates: list[BlueprintInput], answers: Mapping[str, str]
) -> BlueprintInput | None:
    question = plate_question(blueprint, candidates)
    if question is None:
        return None
    answer = question.answered(answers)
    if answer is None:
        raise Unanswered(question)
    return next(port for port in candidates if key_of(port) == answer)


def _ask_prompt(blueprint: Blueprint, roles: dict[str, str], answers: Mapping[str, str]) -> None:
    """Let the text that a studio says be the prompt, where none is called so."""
    question = prompt_question(blueprint, PROMPT in roles.values())
    if question is None:
        return
    answer = question.answered(answers)
    if answer is None:
        raise Unanswered(question)
    for port in blueprint.inputs:
        if "STRING" in _kinds(port) and key_of(port) == answer:
            roles[port.name] = PROMPT
            return


def answer_of(blueprint: Blueprint, task: Task) -> BlueprintOutput | None:
    """The output that is the answer: a matte's mask, else the last movie, else the first picture."""
    by_type = {
        kind: [port for port in blueprint.outputs if port.type == kind] for kind in ("MASK", "VIDEO", "IMAGE")
    }
    if task is Task.MATTE and by_type["MASK"]:
        return by_type["MASK"][0]
    if by_type["VIDEO"]:
        return by_type["VIDEO"][-1]
    return by_type["IMAGE"][0] if by_type["IMAGE"] else None


def _named(port: BlueprintInput, task: Task) -> str:
    words = _words(port)
    if task in _FIXED and _FIXED[task].fullmatch(words):
        return FIXED
    role: str
    for types, pattern, role in (*_OF_TASK.get(task, ()), *_NAMES):
        if _kinds(port) & types and pattern.fullmatch(words):
            return str(role)
    return CONTROL


def _words(port: BlueprintInput) -> str:
    return re.sub(r"[_\s]+", " ", port.label).strip().lower()


def _kinds(port: BlueprintInput) -> set[str]:
    return set(port.type.split(","))
