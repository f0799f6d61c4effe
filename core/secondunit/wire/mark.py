"""The mark: a star on a take, or a take put out of sight, as one user's own; and the change of one."""

from __future__ import annotations

from .value import dataclass


@dataclass(frozen=True)
class TakeMark:
    """How one user marked a take; other users do not see it. `changed` (UTC, ISO 8601) is the service's."""

    take: str
    user: str = ""
    star: bool = False
    hidden: bool = False
    changed: str = ""


@dataclass(frozen=True)
class MarkChange:
    """What of a mark becomes another; None leaves it, so that two panels undo nothing of each other."""

    star: bool | None = None
    hidden: bool | None = None


@dataclass(frozen=True)
class MarkList:
    """The marks of one user."""

    marks: tuple[TakeMark, ...] = ()
