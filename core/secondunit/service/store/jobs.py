"""Jobs in the store. Every change of a job writes the event that tells of it, in the same transaction."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection

from sqlalchemy import Connection, bindparam, insert, select, update

from secondunit.wire import Job, JobPage, JobState, Money, Problem, Topic, Work, dumps, may_follow
from secondunit.wire.errors import BadInput, Conflict, NotFound
from secondunit.wire.job import ENDED

from ..ids import now
from . import events
from .rows import JobRow, job_columns, read_job, read_job_row
from .tables import jobs, keys
from .writer import Transaction

# Everything but the brief, which is long and seldom wanted.
_JOB = select(*(column for column in jobs.c if column.name != "work"))
_ONE = _JOB.where(jobs.c.id == bindparam("job"))
_STATE = ("state", "progress", "status", "frames_done", "attempts", "problem", "take", "changed", "cost")
# Built once: putting a statement together costs more than running it.
_UPDATE = update(jobs).where(jobs.c.id == bindparam("job")).values({name: bindparam(name) for name in _STATE})
_PROGRESS = (
    update(jobs)
    .where(jobs.c.id == bindparam("job"), jobs.c.state.not_in([state.value for state in ENDED]))
    .values({name: bindparam(name) for name in ("progress", "status", "frames_done", "changed")})
    .returning(*(column for column in jobs.c if column.name != "work"))
)
_UPDATE_WISH = _UPDATE.values(cancelling=bindparam("cancelling"))
_NEXT_TURN = update(jobs).where(jobs.c.id == bindparam("job")).values(turn=jobs.c.turn + 1)


def create(
    transaction: Transaction, job: Job, work: Work, owner: str, memory: int, key: str = ""
) -> tuple[Job, bool]:
    """Store a new job, or find the one that `key` made before; the flag is True for a new one.

    Raises `Conflict` when `key` came with another brief.
    """
    if key:
        earlier = transaction.connection.execute(select(keys).where(keys.c.key == key)).first()
        if earlier is not None:
            if earlier.brief_digest != job.brief_digest:
                raise Conflict(
                    "This idempotency key came with another brief before.",
                    remedy="Send a new key with a new brief.",
                )
            return find(transaction.connection, earlier.job), False
    row = job_columns(job) | {
        "work": dumps(work), "owner": owner, "cancelling": False, "memory": memory, "turn": 1,
    }  # fmt: skip
    transaction.connection.execute(insert(jobs).values(row))
    if key:
        transaction.connection.execute(
            insert(keys).values(key=key, brief_digest=job.brief_digest, job=job.id)
        )
    events.add(transaction, Topic.JOB_CREATED, job=job)
    return job, True


def find(connection: Connection, job: str) -> Job:
    """The job of that id; raises `NotFound`."""
    row = connection.execute(_ONE, {"job": job}).first()
    if row is None:
        raise NotFound(f"There is no job {job[:40]!r}.")
    return read_job(row)


def of_key(connection: Connection, key: str) -> Job | None:
    """The job that an idempotency key made; None where it made none."""
    row = connection.execute(select(keys.c.job).where(keys.c.key == key)).first()
    return find(connection, row.job) if row is not None else None


def find_row(connection: Connection, job: str) -> JobRow:
    """The job of that id with all the service knows; raises `NotFound`."""
    row = connection.execute(select(jobs).where(jobs.c.id == job)).first()
    if row is None:
        raise NotFound(f"There is no job {job[:40]!r}.")
    return read_job_row(row)


def move(
    transaction: Transaction,
    job: str,
    state: JobState,
    *,
    status: str = "",
    problem: Problem | None = None,
    take: str = "",
    attempt: bool = False,
    cost: Money | None = None,
) -> Job:
    """Write a job's next state, and one more attempt if it begins one; what ended and is planned anew
    begins its next turn.

    Raises `Conflict` when the state may not follow the present one.
    """
    before = find(transaction.connection, job)
    if not may_follow(before.state, state):
        if state is JobState.PLANNED:
            raise _not_ended(before)
        raise Conflict(f"The job is {before.state.value} and cannot become {state.value}.")
    after = dataclasses.replace(
        before, state=state, status=status, problem=problem, take=take or before.take, changed=now()
    )
    if state in (JobState.DELIVERING, JobState.DONE):
        progress = 1.0 if state is JobState.DONE else before.progress
        after = dataclasses.replace(after, progress=progress, frames_done=len(before.frames))
    if state is JobState.PLANNED:
        after = dataclasses.replace(after, progress=0.0)
        transaction.connection.execute(_NEXT_TURN, {"job": job})
    if cost is not None:
        after = dataclasses.replace(after, cost=cost)
    if attempt:
        after = dataclasses.replace(after, attempts=after.attempts + 1)
    _write(transaction, after, False if state.ended or state is JobState.PLANNED else None)
    events.add(transaction, Topic.JOB_CHANGED, job=after)
    return after


def retry(transaction: Transaction, job: str, status: str) -> Job:
    """Plan an ended job again, as a person asks; raises `Conflict` for one that goes on, or is done."""
    before = find(transaction.connection, job)
    if not before.state.ended:
        raise _not_ended(before)
    return move(transaction, job, JobState.PLANNED, status=status)


def _not_ended(job: Job) -> Conflict:
    return Conflict(
        f"The job is {job.state.value}: there is nothing to take up again.",
        remedy="Only a failed, cancelled or uncertain job goes on; a new one makes a new version.",
    )


def begin(transaction: Transaction, job: str, status: str = "") -> Job:
    """Count one more attempt at a job that is under way; its state stays."""
    before = find(transaction.connection, job)
    after = dataclasses.replace(
        before, attempts=before.attempts + 1, status=status or before.status, changed=now()
    )
    _write(transaction, after)
    events.add(transaction, Topic.JOB_CHANGED, job=after)
    return after


def note_progress(
    transaction: Transaction, job: str, progress: float, status: str, frames_done: int
) -> Job | None:
    """Write how far a job is (0 to 1); None when it has ended meanwhile and the news is stale."""
    values = {
        "job": job,
        "progress": progress,
        "status": status,
        "frames_done": frames_done,
        "changed": now(),
    }
    row = transaction.connection.execute(_PROGRESS, values).first()
    if row is None:
        return None
    after = read_job(row)
    events.add(transaction, Topic.JOB_PROGRESS, job=after)
    return after


def wish_cancelled(transaction: Transaction, job: str) -> Job:
    """Remember that a job is to be cancelled, before anything is done about it; raises `Conflict`."""
    before = find(transaction.connection, job)
    if before.state.ended and before.state is not JobState.UNCERTAIN:
        raise Conflict(f"The job is already {before.state.value}.")
    after = dataclasses.replace(before, status="Cancelling", changed=now())
    _write(transaction, after, True)
    events.add(transaction, Topic.JOB_CHANGED, job=after)
    return after


def _write(transaction: Transaction, job: Job, cancelling: bool | None = None) -> None:
    columns = job_columns(job)
    values = {"job": job.id} | {name: columns[name] for name in _STATE}
    if cancelling is None:
        transaction.connection.execute(_UPDATE, values)
    else:
        transaction.connection.execute(_UPDATE_WISH, values | {"cancelling": cancelling})


def page(
    connection: Connection,
    *,
    show: str = "",
    shot: str = "",
    element: str = "",
    state: str = "",
    limit: int = 50,
    after: str = "",
) -> JobPage:
    """Jobs, newest first, those after the cursor `after`."""
    query = _JOB.order_by(jobs.c.id.desc()).limit(limit + 1)
    if state:
        try:
            query = query.where(jobs.c.state == JobState(state).value)
        except ValueError:
            choices = ", ".join(choice.value for choice in JobState)
            raise BadInput(
                f"There is no job state {state[:40]!r}.", remedy=f"It is one of: {choices}.", where="state"
            ) from None
    for column, wanted in ((jobs.c.show, show), (jobs.c.shot, shot), (jobs.c.element, element)):
        if wanted:
            query = query.where(column == wanted)
    if after:
        query = query.where(jobs.c.id < after)
    matches = [read_job(row) for row in connection.execute(query)]
    return JobPage(tuple(matches[:limit]), matches[limit - 1].id if len(matches) > limit else "")


def waiting(connection: Connection, owner: str) -> list[JobRow]:
    """The jobs of `owner` that have not ended, oldest first."""
    moving = [state.value for state in JobState if state not in ENDED]
    query = select(jobs).where(jobs.c.owner == owner, jobs.c.state.in_(moving))
    return [read_job_row(row) for row in connection.execute(query.order_by(jobs.c.id))]


def ended(connection: Connection, owner: str, among: Collection[str]) -> dict[str, JobRow]:
    """Those of the jobs `among` that are known here and have ended, by id."""
    query = select(jobs).where(jobs.c.owner == owner, jobs.c.id.in_(list(among)))
    query = query.where(jobs.c.state.in_([state.value for state in ENDED]))
    return {row.id: read_job_row(row) for row in connection.execute(query)}
