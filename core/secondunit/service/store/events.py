"""Events in the store: numbered, replayable, and bounded.

Every change of a job's state and every take is kept for `KEPT_DAYS`. Of a job's progress only the newest is
kept, and none once its state changed: a listener that comes back hears every state, not every percentage.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, select

from secondunit.wire import (
    SCHEMA,
    Event,
    HookRun,
    Job,
    Note,
    Playlist,
    SignOff,
    Take,
    TakeMark,
    Topic,
    loads,
)

from ..ids import now
from .rows import plain
from .tables import events
from .writer import StoredEvent, Transaction

KEPT_DAYS = 30
# Built once: putting a statement together costs more than running it.
_DROP_PROGRESS = delete(events).where(
    and_(events.c.job == bindparam("of"), events.c.topic == Topic.JOB_PROGRESS.value)
)
_INSERT = insert(events)


#: What the body of an event is, where it is not a job.
_ABOUT = {
    Topic.TAKE_CREATED.value: "take",
    Topic.TAKE_BINNED.value: "take",
    Topic.TAKE_RESTORED.value: "take",
    Topic.MARK_CHANGED.value: "mark",
    Topic.PLAYLIST_CHANGED.value: "playlist",
    Topic.PLAYLIST_REMOVED.value: "playlist",
    Topic.NOTE_CREATED.value: "note",
    Topic.SIGN_OFF_CREATED.value: "signoff",
    Topic.HOOK_CHANGED.value: "hook",
}


def add(
    transaction: Transaction,
    topic: Topic,
    *,
    job: Job | None = None,
    take: Take | None = None,
    note: Note | None = None,
    signoff: SignOff | None = None,
    hook: HookRun | None = None,
    mark: TakeMark | None = None,
    playlist: Playlist | None = None,
) -> None:
    """Store an event about a job, a take, what people say of one, or a playlist; it is told of later."""
    about = job or take or playlist
    subject = note or signoff or hook or mark or about
    body = plain(subject) if subject else ""
    show = about.show if about else ""
    of = job.id if job else take.job if take else ""
    at = now()
    if of and topic in (Topic.JOB_PROGRESS, Topic.JOB_CHANGED):
        transaction.connection.execute(_DROP_PROGRESS, {"of": of})
    row = {"topic": topic.value, "at": at, "show": show, "job": of, "body": body}
    key = transaction.connection.execute(_INSERT, row).inserted_primary_key
    assert key is not None
    transaction.events.append(StoredEvent(int(key[0]), topic.value, at, show, body))


def after(connection: Connection, number: int, show: str = "", limit: int = 500) -> list[StoredEvent]:
    """At most `limit` events numbered above `number`, in order; of one show (and the service) if named."""
    query = select(events.c.number, events.c.topic, events.c.at, events.c.show, events.c.body)
    query = query.where(events.c.number > number).order_by(events.c.number).limit(limit)
    if show:
        query = query.where(events.c.show.in_((show, "")))
    return [StoredEvent(*row) for row in connection.execute(query)]


def last_number(connection: Connection) -> int:
    """The number of the newest event, 0 when there is none."""
    return int(connection.execute(select(func.max(events.c.number))).scalar() or 0)


def prune(transaction: Transaction, days: int = KEPT_DAYS) -> int:
    """Forget events older than `days`, all but the newest; gives how many went."""
    limit = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="milliseconds")
    newest = select(func.max(events.c.number)).scalar_subquery()
    deletion = transaction.connection.execute(
        delete(events).where(and_(events.c.at < limit.replace("+00:00", "Z"), events.c.number < newest))
    )
    return int(deletion.rowcount)


def text(event: StoredEvent) -> str:
    """The wire JSON of an `Event`, put together from the stored text."""
    about = _ABOUT.get(event.topic, "job")
    tail = f',"{about}":{event.body}' if event.body else ""
    return f'{{"schema":{SCHEMA},"number":{event.number},"topic":"{event.topic}","at":"{event.at}"{tail}}}'


def read(stored: Sequence[StoredEvent]) -> list[Event]:
    """The stored events as values."""
    return [loads(Event, text(event)) for event in stored]
