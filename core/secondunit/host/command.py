"""A command: an act of a panel that returns at once, and whose failure becomes the panel's message."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Protocol, TypeVar

from secondunit.wire.errors import Problem, SecondUnitError, Unexpected

if TYPE_CHECKING:
    from .panel import Panel

P = ParamSpec("P")


class Commanding(Protocol):
    """Whatever has a panel to speak to."""

    panel: Panel


C = TypeVar("C", bound=Commanding)


def command(act: Callable[Concatenate[C, P], None]) -> Callable[Concatenate[C, P], Problem | None]:
    """Turn whatever an act raises into the panel's message; clear the message when it went well."""

    @wraps(act)
    def safely(self: C, /, *args: P.args, **kwargs: P.kwargs) -> Problem | None:
        problem: Problem | None = None
        try:
            act(self, *args, **kwargs)
        except SecondUnitError as error:
            problem = error.problem
        except Exception as error:
            problem = Unexpected(f"{type(error).__name__}: {error}"[:300]).problem
        self.panel.say(problem)
        return problem

    return safely
