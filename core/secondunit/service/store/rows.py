"""Values to rows and back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from secondunit.wire import FrameRange, Job, JobState, Money, Problem, Take, Work, decode, encode, loads


@dataclass(frozen=True)
class JobRow:
    """A job with what only the service needs to know."""

    job: Job
    work: Work
    owner: str
    cancelling: bool
    #: What its work needs at most, in bytes.
    memory: int
    #: 1, and one more with each retry.
    turn: int = 1


def plain(value: object) -> str:
    """A wire value as compact JSON without a schema, to be set into another value's JSON."""
    return json.dumps(encode(value), ensure_ascii=False, separators=(",", ":"))


def job_columns(job: Job) -> dict[str, Any]:
    """The columns that hold a `Job`."""
    return {
        "id": job.id, "show": job.show, "shot": job.shot, "element": job.element, "kind": job.kind,
        "prompt": job.prompt, "frames": str(job.frames), "brief_digest": job.brief_digest,
        "state": job.state.value, "progress": job.progress, "status": job.status,
        "frames_done": job.frames_done, "attempts": job.attempts,
        "problem": plain(job.problem) if job.problem else None, "take": job.take,
        "created": job.created, "changed": job.changed, "user": job.user,
        "provider": job.provider, "model": job.model, "elsewhere": job.elsewhere, "cost": plain(job.cost),
    }  # fmt: skip


def read_job(row: Row[Any]) -> Job:
    """The `Job` in a row of the jobs table."""
    return Job(
        id=row.id,
        show=row.show,
        shot=row.shot,
        element=row.element,
        brief_digest=row.brief_digest,
        frames=FrameRange.parse(row.frames),
        state=JobState(row.state),
        kind=row.kind,
        prompt=row.prompt,
        progress=row.progress,
        status=row.status,
        frames_done=row.frames_done,
        attempts=row.attempts,
        problem=decode(Problem, json.loads(row.problem)) if row.problem else None,
        take=row.take,
        created=row.created,
        changed=row.changed,
        user=row.user,
        provider=row.provider,
        model=row.model,
        elsewhere=row.elsewhere,
        cost=decode(Money, json.loads(row.cost)),
    )


def read_job_row(row: Row[Any]) -> JobRow:
    """The whole row of the jobs table."""
    return JobRow(
        job=read_job(row),
        work=loads(Work, row.work),
        owner=row.owner,
        cancelling=row.cancelling,
        memory=row.memory,
        turn=row.turn,
    )


def read_take(row: Row[Any]) -> Take:
    """The `Take` in a row of the takes table, without the frames of a drift."""
    return loads(Take, row.body).in_list
