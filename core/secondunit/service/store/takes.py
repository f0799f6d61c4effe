"""Takes in the store. A take never changes once it is there.

The frames of a drift lie apart: only `whole` reads them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select

from secondunit.wire import (
    Brief,
    CastMember,
    CharacterDrift,
    Take,
    TakePage,
    Topic,
    dumps,
    loads,
    version_text,
)
from secondunit.wire.cast import CastTake
from secondunit.wire.errors import NotFound

from . import events, hooks
from .rows import read_take
from .tables import binned, drifts, takes
from .writer import Transaction


def add(transaction: Transaction, take: Take, brief: Brief) -> None:
    """Store a take that lies finished on disk, with the event that tells of it; once is enough."""
    duplicate = transaction.connection.execute(select(takes.c.id).where(takes.c.id == take.id)).first()
    if duplicate is not None:
        return
    row = {
        "id": take.id, "job": take.job, "show": take.show, "shot": take.shot, "element": take.element,
        "version": take.version, "folder": take.folder, "body": dumps(take.in_list), "brief": dumps(brief),
    }  # fmt: skip
    transaction.connection.execute(insert(takes).values(row))
    frames = [
        {"take": take.id, "number": number, "body": dumps(one)} for number, one in enumerate(take.drift)
    ]
    if frames:
        transaction.connection.execute(insert(drifts), frames)
    hooks.owe(transaction, take)
    events.add(transaction, Topic.TAKE_CREATED, take=take.in_list)


def find(connection: Connection, take: str) -> Take:
    """The take of that id as lists have it; raises `NotFound`."""
    return read_take(_row(connection, take))


def whole(connection: Connection, take: str) -> Take:
    """The take of that id with every frame of its drift; raises `NotFound`."""
    record = loads(Take, _row(connection, take).body)
    if not record.drift:
        return record
    query = select(drifts.c.body).where(drifts.c.take == take).order_by(drifts.c.number)
    every = tuple(loads(CharacterDrift, row.body) for row in connection.execute(query))
    # A store of before they lay apart has the frames in the take itself.
    return replace(record, drift=every or record.drift)


def brief(connection: Connection, take: str) -> Brief:
    """The brief a take was made from; raises `NotFound`."""
    return loads(Brief, _row(connection, take).brief)


def _row(connection: Connection, take: str) -> Row[Any]:
    query: Select[Any] = select(takes.c.body, takes.c.brief).where(takes.c.id == take)
    row = connection.execute(query).first()
    if row is None:
        raise NotFound(
            f"There is no take {take[:40]!r}.", remedy="`secondunit takes` lists them by their ids."
        )
    return row


def of_ids(connection: Connection, ids: tuple[str, ...]) -> tuple[Take, ...]:
    """The takes of these ids in their order; what is unknown or in the bin is left out."""
    query: Select[Any] = select(takes.c.body).where(takes.c.id.in_(ids))
    query = query.where(takes.c.id.not_in(select(binned.c.take)))
    records = {take.id: take for take in map(read_take, connection.execute(query))}
    return tuple(records[id] for id in ids if id in records)


def shots(connection: Connection, show: str) -> frozenset[str]:
    """The names by which the takes of a show call their shots."""
    query = select(takes.c.shot).where(takes.c.show == show).distinct()
    return frozenset(row.shot for row in connection.execute(query))


def with_cast(connection: Connection, show: str) -> tuple[CastTake, ...]:
    """The takes of a show whose briefs name somebody of the cast, newest first, none of the bin."""
    query = select(takes.c.id, takes.c.shot, takes.c.element, takes.c.version, takes.c.brief)
    query = query.where(takes.c.show == show, takes.c.brief.contains('"cast":[{'))
    query = query.where(takes.c.id.not_in(select(binned.c.take))).order_by(takes.c.id.desc())
    cast_takes = []
    for row in connection.execute(query):
        cast = tuple(CastMember(one.name, one.version) for one in loads(Brief, row.brief).cast)
        if cast:
            label = f"{row.shot}/{row.element} {version_text(row.version)}"
            cast_takes.append(CastTake(row.id, row.shot, label, cast))
    return tuple(cast_takes)


def last_version(connection: Connection, show: str, shot: str, element: str) -> int:
    """The highest version the store knows of an element, 0 when there is none."""
    query = select(func.max(takes.c.version)).where(
        takes.c.show == show, takes.c.shot == shot, takes.c.element == element
    )
    return int(connection.execute(query).scalar() or 0)


def page(
    connection: Connection,
    *,
    show: str = "",
    shot: str = "",
    element: str = "",
    job: str = "",
    limit: int = 50,
    after: str = "",
) -> TakePage:
    """Takes, newest first, none of the bin, those after the cursor `after`; `job`: those of one run."""
    query = select(takes.c.body).order_by(takes.c.id.desc()).limit(limit + 1)
    query = query.where(takes.c.id.not_in(select(binned.c.take)))
    columns = (
        (takes.c.show, show), (takes.c.shot, shot), (takes.c.element, element), (takes.c.job, job),
    )  # fmt: skip
    for column, wanted in columns:
        if wanted:
            query = query.where(column == wanted)
    if after:
        query = query.where(takes.c.id < after)
    matches = [read_take(row) for row in connection.execute(query)]
    return TakePage(tuple(matches[:limit]), matches[limit - 1].id if len(matches) > limit else "")
