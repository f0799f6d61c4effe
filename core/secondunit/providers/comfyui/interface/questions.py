"""What a studio's own blueprint does not say of itself: asked once, by name, and kept in its settings.

A published blueprint was looked at by a person and is never asked about. It knows ports and parts of a brief;
it reads and writes no settings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from secondunit.wire import Task
from secondunit.wire.errors import BadSettings

from .blueprint import Blueprint, BlueprintInput

#: Parts that can be asked for, and the answer that no input is it.
TASK, PLATE, PROMPT = "task", "plate", "prompt"
PARTS = (TASK, PLATE, PROMPT)
NONE = "none"
#: The table of a provider's settings in which answers are kept: `parts.clean_up.plate = "image2"`.
SETTING = "parts"
_PICTURES = frozenset({"IMAGE", "VIDEO"})
_NEGATIVE = re.compile(r"negative")


@dataclass(frozen=True)
class PartQuestion:
    """Which of `candidates` a part of a brief is: the names of inputs, or of tasks."""

    model: str
    part: str
    candidates: tuple[str, ...]

    def __str__(self) -> str:
        choice = f"{', '.join(self.candidates[:-1])} or {self.candidates[-1]}"
        if self.part == TASK:
            return f"What does {self.model} do: {choice}?"
        return f"Which input of {self.model} takes the {self.part}: {choice}?"

    @property
    def problem(self) -> BadSettings:
        """The question as what keeps a model from being asked, with how it is answered."""
        return BadSettings(
            str(self),
            remedy=f"Say it once: secondunit comfyui answer {self.model} {self.part}={self.candidates[0]}",
            kept="It is kept in providers.toml, for everyone who uses it.",
            where=f"{SETTING}.{self.model}.{self.part}",
        )

    def answered(self, answers: Mapping[str, str]) -> str | None:
        """The answer among those given, None where there is none; raises `BadSettings` for a wrong one."""
        answer = answers.get(self.part)
        if answer is not None and answer not in self.candidates:
            raise BadSettings(
                f"{self.model} has no {self.part} {answer[:40]!r}: {', '.join(self.candidates)}.",
                remedy=self.problem.problem.remedy,
                where=f"{SETTING}.{self.model}.{self.part}",
            )
        return answer


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
    return PartQuestion(blueprint.name, TASK, tuple(dict.fromkeys(task.value for task in tasks)))


def plate_question(blueprint: Blueprint, candidates: list[BlueprintInput]) -> PartQuestion | None:
    """Which input is the plate; None where one alone can be, or one alone is called as a plate is."""
    usual = [port for port in candidates if _is_usual(key_of(port))]
    if len(candidates) < 2 or len(usual) == 1:
        return None
    return PartQuestion(blueprint.name, PLATE, tuple(key_of(port) for port in candidates))


def prompt_question(blueprint: Blueprint, named: bool) -> PartQuestion | None:
    """Which text is the prompt, where none is called so."""
    texts = [
        key_of(port)
        for port in blueprint.inputs
        if "STRING" in port.type.split(",") and not _NEGATIVE.search(port.label.lower())
    ]
    return PartQuestion(blueprint.name, PROMPT, (*texts, NONE)) if texts and not named else None


def _is_usual(key: str) -> bool:
    return re.fullmatch(r"(source_|input_)?(plate|image|video|frames)(_1)?", key) is not None
