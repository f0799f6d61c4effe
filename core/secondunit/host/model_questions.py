"""What a model asks once before it can be used: opened by choosing it, answered here, kept by the service.

A model whose file does not say which input is the plate stands among the others and asks; its answer is kept
with the provider's settings, for everyone, and not in the document. Knows no widget.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from secondunit.wire.errors import Conflict, NotFound

from .choosing import TASKS
from .protocol import Question
from .state import PanelTopic

if TYPE_CHECKING:
    from collections.abc import Callable

    from secondunit.wire import Capability, CapabilityList, ModelQuestion, Problem

    from .state import PanelState

#: What the id of such a question begins with, and the answer that leaves it for later.
_PREFIX = "model:"
LATER = ""


def asking_models(capabilities: tuple[Capability, ...]) -> tuple[Capability, ...]:
    """The models that are asked something before they can be used."""
    return tuple(capability for capability in capabilities if capability.question is not None)


class ModelQuestions:
    """The question of the model that was chosen last, until it is answered or left, or another is chosen.

    `use` takes in which models there are by then, `look` asks for them.
    """

    def __init__(
        self, state: PanelState, use: Callable[[CapabilityList], None], look: Callable[[], None]
    ) -> None:
        self._state, self._use, self._look = state, use, look
        #: Provider and model whose question stands open, and those that were chosen when it was opened.
        self._open: tuple[str, str] | None = None
        self._chosen: tuple[object, object] = (None, None)

    @property
    def questions(self) -> tuple[Question, ...]:
        """What the opened model asks now; nothing where it asks nothing any more."""
        capability = self._opened()
        if capability is None or capability.question is None:
            return ()
        question = capability.question
        choices = tuple((choice.value, _label(question, choice.value)) for choice in question.choices)
        said = [
            f"{_label(question, choice.value)}: {choice.help}." for choice in question.choices if choice.help
        ]
        id = _PREFIX + json.dumps([capability.provider, capability.model, question.part])
        help = "\n".join([question.help, *said])
        return (Question(id, question.text, (*choices, (LATER, "Not now")), help),)

    @property
    def waits(self) -> bool:
        """Whether the opened model is not listed because its provider looks at it anew."""
        fields = self._state.fields
        if self._open is None or self._opened() is not None:
            return False
        return bool(fields.absent) and not any(each.provider == self._open[0] for each in fields.capabilities)

    def open(self, provider: str, model: str) -> None:
        """Ask what a model asks; raises `NotFound` for one that asks nothing."""
        models = asking_models(self._state.fields.capabilities)
        if not any((each.provider, each.model) == (provider, model) for each in models):
            raise NotFound(f"{model[:60] or provider} asks nothing.", where="model")
        self._open, self._chosen = (provider, model), self._choice()
        self._state.touch(PanelTopic.QUESTIONS)

    def is_own(self, question: str) -> bool:
        """Whether a question is one of a model's."""
        return question.startswith(_PREFIX)

    def answer(self, question: str, choice: str) -> None:
        """Have an answer kept; once nothing more is asked the model is the one that is used."""
        from secondunit.wire import ModelAnswer

        if choice == LATER:
            self._drop()
            return
        provider, model, part = json.loads(question.removeprefix(_PREFIX))
        answer = ModelAnswer(self._state.show_name, provider, model, part, choice)
        self._state.ask(lambda client: client.answer(answer), self._use, question, self._refused)

    def leave_other_choice(self) -> None:
        """Drop the question where another provider or model was chosen since it was opened."""
        if self._open is not None and self._choice() != self._chosen:
            self._drop()

    def follow(self) -> None:
        """Use the opened model once it can be asked: called when the list of models is another."""
        self.leave_other_choice()
        self._state.touch(PanelTopic.QUESTIONS)
        capability = self._opened()
        if capability is None and not self.waits:
            self._open = None
        if capability is None or capability.problem is not None or not capability.tasks:
            return
        self._open = None
        # Its task first: another one would not offer it.
        for name, value in (
            ("task", capability.tasks[0].value),
            ("provider", capability.provider),
            ("model", capability.model),
        ):
            self._state.set(name, value)
        self._state.on_filled()

    def _refused(self, problem: Problem) -> None:
        """Say why an answer was not kept; where somebody else gave one, look at once what is asked now."""
        self._state.say(problem)
        if problem.code == Conflict.code:
            self._look()

    def _drop(self) -> None:
        self._open = None
        self._state.touch(PanelTopic.QUESTIONS)

    def _choice(self) -> tuple[object, object]:
        """The provider and the model that were set by hand."""
        hand = self._state.fields.hand
        return hand.get("provider"), hand.get("model")

    def _opened(self) -> Capability | None:
        models = self._state.fields.capabilities
        return next((each for each in models if (each.provider, each.model) == self._open), None)


def _label(question: ModelQuestion, value: str) -> str:
    """A choice as the model calls it; a task in an artist's words."""
    label = next((choice.label for choice in question.choices if choice.value == value), "")
    task = next((words[0] for task, words in TASKS.items() if task.value == value), "")
    return label or (task if question.part == "task" else "") or value
