"""Sign-offs in the store. They are added and read; nothing here changes or removes one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, insert, select

from secondunit.wire import Decision, SignOff, Take, Topic
from secondunit.wire.errors import Conflict

from . import events
from .tables import signoffs
from .writer import Transaction


def add(transaction: Transaction, signoff: SignOff, take: Take) -> SignOff:
    """Store a sign-off of `take` with the event that tells of it; gives it as it is kept.

    One of a known id is kept once; raises `Conflict` where that id is another's.
    """
    earlier = find(transaction.connection, signoff)
    if earlier is not None:
        return earlier
    values = {
        "id": signoff.id, "take": take.id, "take_digest": signoff.take_digest,
        "decision": signoff.decision.value, "by": signoff.by, "role": signoff.role, "why": signoff.why,
        "when": signoff.when, "entered_by": signoff.entered_by,
    }  # fmt: skip
    transaction.connection.execute(insert(signoffs).values(values))
    events.add(transaction, Topic.SIGN_OFF_CREATED, take=take, signoff=signoff)
    return signoff


def find(connection: Connection, signoff: SignOff) -> SignOff | None:
    """The same sign-off as it is kept, None where its id is new; raises `Conflict` where it is another's."""
    row = connection.execute(select(signoffs).where(signoffs.c.id == signoff.id)).first()
    if row is None:
        return None
    earlier = _read(row)
    if not earlier.same_as(signoff):
        raise Conflict("This id was used for another sign-off.", remedy="Send it again as new.", where="id")
    return earlier


def of_take(connection: Connection, take: str) -> tuple[SignOff, ...]:
    """The sign-offs of a take, oldest first."""
    query = select(signoffs).where(signoffs.c.take == take).order_by(signoffs.c.number)
    return tuple(_read(row) for row in connection.execute(query))


def _read(row: Row[Any]) -> SignOff:
    return SignOff(
        take=row.take,
        decision=Decision(row.decision),
        by=row.by,
        role=row.role,
        why=row.why,
        take_digest=row.take_digest,
        when=row.when,
        entered_by=row.entered_by,
        id=row.id,
    )
