"""Users' marks in the store: each is changed in place, and an event tells of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from secondunit.wire import MarkChange, MarkList, Take, TakeMark, Topic

from ..ids import now
from . import events
from .tables import marks, takes
from .writer import Transaction


def change(transaction: Transaction, take: Take, user: str, change: MarkChange) -> TakeMark:
    """Change what a user marked on a take, and leave the rest of it as it is; gives the mark."""
    mine = (marks.c.take == take.id) & (marks.c.user == user)
    row = transaction.connection.execute(select(marks).where(mine)).first()
    before = _read(row) if row is not None else TakeMark(take.id, user)
    star = before.star if change.star is None else change.star
    hidden = before.hidden if change.hidden is None else change.hidden
    if (star, hidden) == (before.star, before.hidden):
        return before
    after = TakeMark(take.id, user, star, hidden, now())
    values = {"star": star, "hidden": hidden, "changed": after.changed}
    if row is None:
        transaction.connection.execute(insert(marks).values(take=take.id, user=user, **values))
    else:
        transaction.connection.execute(update(marks).where(mine).values(values))
    events.add(transaction, Topic.MARK_CHANGED, take=take, mark=after)
    return after


def of_user(connection: Connection, user: str, show: str = "") -> MarkList:
    """The marks of a user on the takes of a show, or of all."""
    query = select(marks).where(marks.c.user == user).order_by(marks.c.take)
    if show:
        query = query.join(takes, takes.c.id == marks.c.take).where(takes.c.show == show)
    return MarkList(tuple(_read(row) for row in connection.execute(query)))


def _read(row: Row[Any]) -> TakeMark:
    return TakeMark(row.take, row.user, row.star, row.hidden, row.changed)
