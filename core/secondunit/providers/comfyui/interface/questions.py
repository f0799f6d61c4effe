"""What a studio's own blueprint does not say of itself: asked once, by name, and kept in its settings.

A published blueprint was looked at by a person and is never asked about. It knows ports and parts of a brief;
it reads and writes no settings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from secondunit.wire import ModelQuestion, QuestionChoice, Task
from secondunit.wire.errors import BadSettings

from .blueprint import Blueprint, BlueprintInput

#: Parts that can be asked for, and the answer that no input is it.
TASK, PLATE, PROMPT = "task", "plate", "prompt"
PARTS = (TASK, PLATE, PROMPT)
NONE = "none"
#: The table of a provider's settings in which answers are kept: `parts.clean_up.plate = "image2"`.
SETTING = "parts"
_PICTURES = frozenset({"IMAGE", "VIDEO"})
#: What an input takes, in words, by its type.
_TYPES = {"IMAGE": "pictures", "VIDEO": "a movie", "STRING": "a text"}
_NEGATIVE = re.compile(r"negative")


class Unanswered(BadSettings):
    """A model cannot be asked before its question is answered."""

    def __init__(self, question: PartQuestion) -> None:
        super().__init__(
            str(question),
            remedy=f"Say it once: secondunit comfyui answer {question.model} "
            f"{question.part}={question.candidates[0]}",
            kept="It is kept in providers.toml, for everyone who uses it.",
            where=".".join(question.setting),
        )
        self.question = question


@dataclass(frozen=True)
class PartQuestion:
    """Which of `choices` a part of a brief is: an input of a blueprint, or a task."""

    model: str
    part: str
    choices: tuple[QuestionChoice, ...]

    def __str__(self) -> str:
        choice = f"{', '.join(self.candidates[:-1])} or {self.candidates[-1]}"
        if self.part == TASK:
            return f"What does {self.model} do: {choice}?"
        return f"Which input of {self.model} takes the {self.part}: {choice}?"

    @property
    def candidates(self) -> tuple[str, ...]:
        """The names of the choices, as an answer names them."""
        return tuple(choice.value for choice in self.choices)

    @property
    def setting(self) -> tuple[str, ...]:
        """Where the answer is kept in the provider's table."""
        return (SETTING, self.model, self.part)

    @property
    def asked(self) -> ModelQuestion:
        """The question as a panel asks it: names as the blueprint gives them."""
        model = self.model.replace("_", " ")
        text = (
            f"What does {model} do?"
            if self.part == TASK
            else f"Which input of {model} takes the {self.part}?"
        )
        return ModelQuestion(self.part, text, self.choices, self.setting, _HELP[self.part])

    def answered(self, answers: Mapping[str, str]) -> str | None:
        """The answer among those given, None where there is none; raises `BadSettings` for a wrong one."""
        answer = answers.get(self.part)
        if answer is not None and answer not in self.candidates:
            raise BadSettings(
                f"{self.model} has no {self.part} {answer[:40]!r}: {', '.join(self.candidates)}.",
                remedy=Unanswered(self).problem.remedy,
                where=".".join(self.setting),
            )
        return answer


#: What an answer decides, by the part that is asked for.
_HELP = {
    TASK: "Its inputs fit several tasks. The answer holds for everyone.",
    PLATE: "The plate is what is changed; the other inputs take references. The answer holds for everyone.",
    PROMPT: "None of its texts is called a prompt. The answer holds for everyone.",
}


def key_of(port: BlueprintInput) -> str:
    """An input's label as an answer names it."""
    return re.sub(r"\W+", "_", port.label.strip().lower()).strip("_") or port.name


def task_question(blueprint: Blueprint) -> PartQuestion:
    """What a blueprint may do, by what goes in and comes out: a single candidate is no question."""
    taken = {kind for port in blueprint.inputs for kind in port.type.split(",")}
    given = {port.type for port in blueprint.outputs}
    tasks: list[Task] = []
    if not taken & _PICTURES:
        tasks = [Task.VIDEO] if "VIDEO" in given else [Task.IMAGE]
    elif not given & _PICTURES:
        tasks = [Task.MATTE]
    else:
        tasks += [Task.INPAINT, Task.EXTEND] if "MASK" in taken else []
        tasks += [Task.RESTYLE, Task.UPSCALE, Task.MATTE, Task.EXTEND, Task.INPAINT]
        tasks += [Task.RETIME, Task.VIDEO] if "VIDEO" in given else [Task.IMAGE]
    return PartQuestion(
        blueprint.name,
        TASK,
        tuple(QuestionChoice(name) for name in dict.fromkeys(task.value for task in tasks)),
    )


def plate_question(blueprint: Blueprint, candidates: list[BlueprintInput]) -> PartQuestion | None:
    """Which input is the plate; None where one alone can be, or one alone is called as a plate is."""
    usual = [port for port in candidates if _is_usual(key_of(port))]
    if len(candidates) < 2 or len(usual) == 1:
        return None
    return PartQuestion(blueprint.name, PLATE, tuple(_choice(blueprint, port) for port in candidates))


def prompt_question(blueprint: Blueprint, named: bool) -> PartQuestion | None:
    """Which text is the prompt, where none is called so."""
    texts = [
        _choice(blueprint, port)
        for port in blueprint.inputs
        if "STRING" in port.type.split(",") and not _NEGATIVE.search(port.label.lower())
    ]
    none = QuestionChoice(
        NONE, "None of them", "What stands in the blueprint is used, and no words of a brief"
    )
    return PartQuestion(blueprint.name, PROMPT, (*texts, none)) if texts and not named else None


def _choice(blueprint: Blueprint, port: BlueprintInput) -> QuestionChoice:
    """An input as an answer: the label that the blueprint gives it, what it takes, and where it goes."""
    kinds = " or ".join(_TYPES.get(kind, kind.lower()) for kind in port.type.split(","))
    optional = ", and may be left out" if port.optional else ""
    graph = blueprint.flat.graph
    nodes = dict.fromkeys(
        str(graph[place.node]["class_type"]) for place in port.places if place.node in graph
    )
    into = f"; goes into {', '.join(nodes)}" if nodes else ""
    return QuestionChoice(key_of(port), port.label.strip(), f"Takes {kinds}{optional}{into}")


def _is_usual(key: str) -> bool:
    return re.fullmatch(r"(source_|input_)?(plate|image|video|frames)(_1)?", key) is not None
