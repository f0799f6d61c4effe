"""The problem: an error as a value, the exception that carries one, and the way from each to the other.

Which errors there are is told in `errors`, which gives out everything here too.
"""

from __future__ import annotations

from .value import dataclass
from .visible import visible


@dataclass(frozen=True)
class Problem:
    """An error as a value: what a job, an HTTP answer or a panel shows.

    `where` is the path to the field at fault (`plate.frames`), or a file, or a frame number; may be empty.
    """

    code: str
    message: str
    remedy: str = ""
    kept: str = ""
    where: str = ""

    def __str__(self) -> str:
        """All of it in one line for a person."""
        where = f"{self.where}: " if self.where else ""
        text = " ".join(part for part in (where + self.message, self.remedy, self.kept) if part)
        return visible(text, lines=True)


class SecondUnitError(Exception):
    """The root of the tree; carries a `Problem`."""

    code = "error"
    default_remedy = ""

    def __init__(self, message: str, *, remedy: str = "", kept: str = "", where: str = "") -> None:
        super().__init__(message)
        self.problem = Problem(self.code, message, remedy or self.default_remedy, kept, where)

    def __str__(self) -> str:
        return str(self.problem)

    def at(self, where: str) -> SecondUnitError:
        """The same error with `where` put in front of its place."""
        inner = self.problem.where
        joined = where + inner if inner.startswith("[") or not inner else f"{where}.{inner}"
        return type(self)(
            self.problem.message, remedy=self.problem.remedy, kept=self.problem.kept, where=joined
        )


def codes(root: type[SecondUnitError] = SecondUnitError) -> dict[str, type[SecondUnitError]]:
    """Every stable code with the class that brings it, the root first."""
    classes = {root.code: root}
    for child in root.__subclasses__():
        classes |= {code: cls for code, cls in codes(child).items() if code not in classes}
    return classes


def raised(problem: Problem) -> SecondUnitError:
    """The exception for a problem that came over the wire; an unknown code becomes the root class."""
    cls = codes().get(problem.code, SecondUnitError)
    error = cls(problem.message, remedy=problem.remedy, kept=problem.kept, where=problem.where)
    error.problem = problem
    return error
