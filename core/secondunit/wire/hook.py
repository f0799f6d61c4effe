"""Hooks: what a studio's own code did with a take once it was there."""

from __future__ import annotations

from enum import Enum

from .problem import Problem
from .value import dataclass


class HookState(str, Enum):
    """Where a hook stands with a take."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class HookRun:
    """One hook of a show and one take. `message` is what it gave back, `problem` why it failed.

    `attempts` counts its starts: one that a dying service cut off is started again.
    """

    take: str
    hook: str
    state: HookState = HookState.WAITING
    attempts: int = 0
    message: str = ""
    problem: Problem | None = None
    #: UTC, ISO 8601.
    changed: str = ""


@dataclass(frozen=True)
class HookRunList:
    """The hooks of a take, in the order in which the show names them."""

    runs: tuple[HookRun, ...] = ()
