"""The bin in the store: which takes lie aside, where, and how much that is."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select, update

from secondunit.wire import BinList, BinnedTake, Take, Topic
from secondunit.wire.errors import Conflict

from ..ids import now
from . import events, signoffs
from .rows import read_take
from .tables import binned, takes
from .writer import Transaction


def reserve(transaction: Transaction, take: Take, folder: str, user: str) -> BinnedTake:
    """Write down that a take is about to be moved to `folder`; one that was written down stays as it is.

    Raises `Conflict` for a take whose last sign-off accepted it.
    """
    row = transaction.connection.execute(select(binned).where(binned.c.take == take.id)).first()
    if row is not None:
        return BinnedTake(take, row.folder, row.bytes, row.user, row.when)
    last = signoffs.of_take(transaction.connection, take.id)[-1:]
    if last and last[0].decision.value == "accepted":
        raise Conflict(
            f"{last[0].by} accepted {take.label}.",
            remedy="Decide otherwise about it first, then put it in the bin.",
            kept="It is where it was.",
        )
    entry = BinnedTake(take, folder, 0, user, now())
    transaction.connection.execute(
        insert(binned).values(take=take.id, folder=folder, bytes=0, user=user, when=entry.when)
    )
    return entry


def settle(transaction: Transaction, entry: BinnedTake) -> BinnedTake:
    """Write down how much was moved, and tell of it."""
    of = binned.c.take == entry.take.id
    transaction.connection.execute(update(binned).where(of).values(bytes=entry.bytes))
    events.add(transaction, Topic.TAKE_BINNED, take=entry.take)
    return entry


def forget(transaction: Transaction, take: Take, *, restored: bool) -> None:
    """Take it out of the bin; `restored` tells of it: its files are back."""
    gone = transaction.connection.execute(delete(binned).where(binned.c.take == take.id))
    if restored and gone.rowcount:
        events.add(transaction, Topic.TAKE_RESTORED, take=take)


def holds(connection: Connection, take: str) -> bool:
    """Whether a take is in the bin."""
    return connection.execute(select(binned.c.take).where(binned.c.take == take)).first() is not None


def page(connection: Connection, show: str = "") -> BinList:
    """What is in the bin of a show, or of all, newest first."""
    query = select(binned, takes.c.body).join(takes, takes.c.id == binned.c.take)
    query = query.order_by(binned.c.when.desc(), binned.c.take.desc())
    if show:
        query = query.where(takes.c.show == show)
    return BinList(
        tuple(
            BinnedTake(read_take(row), row.folder, row.bytes, row.user, row.when)
            for row in connection.execute(query)
        )
    )
