"""What a model has to be told once before it can be asked, and the answer that a person gives."""

from __future__ import annotations

from .value import dataclass


@dataclass(frozen=True)
class QuestionChoice:
    """One answer that a question takes: its name, as the model calls it, and what it is."""

    value: str
    label: str = ""
    help: str = ""


@dataclass(frozen=True)
class ModelQuestion:
    """A question about a model: which part of a brief it is about, and what it may be answered with.

    `setting` is the place of the answer in the provider's table, a key below the other.
    """

    part: str
    text: str
    choices: tuple[QuestionChoice, ...]
    setting: tuple[str, ...]
    help: str = ""


@dataclass(frozen=True)
class ModelAnswer:
    """What was chosen for a part of a brief: `choice` is one of those that the model's question has."""

    show: str
    provider: str
    model: str
    part: str
    choice: str
