"""What a host answers when it is asked what is open in it: its last answer holds where it cannot say.

Why it cannot is said once, and taken back once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from secondunit.wire.errors import Problem, SecondUnitError, Unexpected

if TYPE_CHECKING:
    from .state import PanelState

T = TypeVar("T")


class HostAnswers:
    """The questions of one session to its host, each by a name."""

    def __init__(self, panel: PanelState) -> None:
        self._panel = panel
        #: What could not be read last, by the name of the question.
        self._unread: dict[str, Problem | None] = {}

    def read(self, name: str, ask: Callable[[], T], otherwise: T) -> T:
        """What the host says, or `otherwise`, the last that is known, where it cannot say."""
        problem: Problem | None = None
        try:
            otherwise = ask()
        except SecondUnitError as error:
            problem = error.problem
        except Exception as error:
            problem = Unexpected(f"{name}: {type(error).__name__}: {error}"[:300]).problem
        before = self._unread.get(name)
        if before != problem:
            self._unread[name] = problem
            if problem is not None or self._panel.message == before:
                self._panel.say(problem)
        return otherwise
