"""The job: the durable execution of a brief, and the states it may pass through."""

from __future__ import annotations

from dataclasses import field
from enum import Enum

from .errors import Problem
from .estimate import Money
from .frames import FrameRange
from .value import dataclass


class JobState(str, Enum):
    """Where a job stands; written before each outside effect."""

    PLANNED = "planned"
    ALLOWED = "allowed"
    SUBMITTING = "submitting"
    RUNNING = "running"
    FETCHING = "fetching"
    DELIVERING = "delivering"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"

    @property
    def ended(self) -> bool:
        """True when the job will not move again by itself."""
        return self in ENDED


ENDED = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED, JobState.REFUSED, JobState.UNCERTAIN})

_FORWARD = (JobState.PLANNED, JobState.ALLOWED, JobState.SUBMITTING, JobState.RUNNING,
            JobState.FETCHING, JobState.DELIVERING, JobState.DONE)  # fmt: skip


def may_follow(before: JobState, after: JobState) -> bool:
    """Whether a job in `before` may be written as `after`.

    Forward one step at a time (a local job skips `fetching`); any moving job may fail or be cancelled; only
    `planned` may be refused, only `submitting` may become uncertain; a failed or cancelled job, and an
    uncertain one that a person decided on, may be planned again, and by itself a running one of which a
    server was lost that costs nothing.
    """
    if before is JobState.UNCERTAIN:
        return after in (JobState.PLANNED, JobState.RUNNING, JobState.CANCELLED, JobState.FAILED)
    if before.ended:
        return before in (JobState.FAILED, JobState.CANCELLED) and after is JobState.PLANNED
    if after in (JobState.FAILED, JobState.CANCELLED):
        return True
    if after is JobState.REFUSED:
        return before is JobState.PLANNED
    if after is JobState.UNCERTAIN:
        return before is JobState.SUBMITTING
    if before is JobState.RUNNING and after is JobState.PLANNED:
        return True
    here = _FORWARD.index(before)
    return after is _FORWARD[here + 1] or (before is JobState.RUNNING and after is JobState.DELIVERING)


@dataclass(frozen=True)
class Job:
    """A job as every host sees it; the brief itself is asked for by id."""

    id: str
    show: str
    shot: str
    element: str
    brief_digest: str
    frames: FrameRange
    state: JobState = JobState.PLANNED
    kind: str = ""
    prompt: str = ""
    #: 0 to 1, over all steps.
    progress: float = 0.0
    #: What is being done, as one phrase.
    status: str = ""
    frames_done: int = field(default=0, metadata={"unit": "frames"})
    #: How often its work was started, counting resumptions.
    attempts: int = 0
    problem: Problem | None = None
    #: The id of the take it made.
    take: str = ""
    #: UTC, ISO 8601.
    created: str = ""
    changed: str = ""
    #: The name of whoever asked, as the host knows them.
    user: str = ""
    #: Who makes it, with which model.
    provider: str = "onboard"
    model: str = ""
    #: Somebody else makes it: it waits there, costs, and another may be asked instead.
    elsewhere: bool = False
    #: What is held for it, then what was billed.
    cost: Money = Money()
