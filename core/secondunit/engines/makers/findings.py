"""What a plan finds on its way: problems that keep a brief from being done, and what to know of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping

from secondunit.wire import Brief, Estimate, Problem, SecondUnitError, brief_digest


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
        self.warnings += [warning for warning in warnings if warning not in self.warnings]

    def concluded(
        self, estimate: Estimate, brief: Brief, contents: Mapping[str, str] | None = None
    ) -> Estimate:
        """The estimate with all that was found, and the brief's digest; `contents` are its files' hashes."""
        return dataclasses.replace(
            estimate,
            brief_digest=brief_digest(brief, contents or {}),
            problems=tuple(dict.fromkeys(self.problems)),
            warnings=tuple(self.warnings),
        )
