"""What a plan finds on its way: problems that keep a brief from being done, and what to know of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from secondunit.wire import Problem, SecondUnitError


class Findings:
    """Problems and warnings of one brief, in the order they were found."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.warnings: list[str] = []

    def look(self, look: Callable[[], object]) -> bool:
        """Note what a look raises; True when it raised nothing."""
        try:
            look()
        except SecondUnitError as error:
            self.problems.append(error.problem)
            return False
        return True

    def warn(self, warnings: Iterable[str]) -> None:
        """Note what an artist should know, each once."""
        self.warnings += [each for each in warnings if each not in self.warnings]
