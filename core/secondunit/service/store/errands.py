"""Errands in the store: each request to a provider, written before it is sent and after each thing learnt.

It knows tickets as text only: what is in them is between the provider and whoever carries the errand.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from secondunit.wire import Money, Problem, decode

from ..ids import now
from .rows import plain
from .tables import errands
from .writer import Transaction


class ErrandState(StrEnum):
    """What is known of a request. The first three may still bring something; the others are closed."""

    #: Written, and perhaps sent: there is no ticket yet.
    SUBMITTING = "submitting"
    #: The provider has it.
    SENT = "sent"
    #: The provider has made it, and holds it until it is fetched.
    MADE = "made"
    FETCHED = "fetched"
    #: The provider took it and failed.
    FAILED = "failed"
    #: The provider surely took nothing.
    REJECTED = "rejected"
    #: The provider took it and knows it no longer.
    LOST = "lost"
    #: The provider may have taken it.
    UNCERTAIN = "uncertain"
    #: The provider said that it is off.
    CANCELLED = "cancelled"
    #: Given up here; the provider may go on with it.
    LEFT = "left"

    @property
    def open(self) -> bool:
        return self in (ErrandState.SUBMITTING, ErrandState.SENT, ErrandState.MADE)


@dataclass(frozen=True)
class Errand:
    """One request: `piece` of `job` in its `turn`. `ticket` is the provider's, as JSON, empty before."""

    key: str
    job: str
    turn: int
    piece: int
    state: ErrandState
    #: The request's digest: the same question, whoever asks it when.
    digest: str
    ticket: str = ""
    #: What the provider said that it billed; None where it said nothing.
    billed: Money | None = None
    problem: Problem | None = None
    #: What it was to cost when it was sent; None where that is not known.
    held: Money | None = None
    settled: bool = False
    changed: str = ""


_LEARNT = ("state", "digest", "ticket", "billed", "held", "problem", "changed")
_UPDATE = (
    update(errands)
    .where(errands.c.key == bindparam("of"))
    .values({name: bindparam(name) for name in _LEARNT})
)
_SETTLE = (
    update(errands)
    .where(errands.c.job == bindparam("of"), errands.c.turn == bindparam("during"))
    .values(settled=True)
)


def put(transaction: Transaction, errand: Errand) -> Errand:
    """Write an errand, new or as it stands now."""
    errand = dataclasses.replace(errand, changed=now())
    columns = {
        "state": errand.state.value, "digest": errand.digest, "ticket": errand.ticket,
        "changed": errand.changed,
        "billed": plain(errand.billed) if errand.billed else "",
        "held": plain(errand.held) if errand.held else "",
        "problem": plain(errand.problem) if errand.problem else "",
    }  # fmt: skip
    if transaction.connection.execute(_UPDATE, columns | {"of": errand.key}).rowcount == 0:
        row = columns | {
            "key": errand.key, "job": errand.job, "turn": errand.turn, "piece": errand.piece,
            "settled": errand.settled,
        }  # fmt: skip
        transaction.connection.execute(insert(errands).values(row))
    return errand


def settled(transaction: Transaction, job: str, turn: int) -> None:
    """Note that the money of a job's turn is settled."""
    transaction.connection.execute(_SETTLE, {"of": job, "during": turn})


def of(connection: Connection, job: str) -> tuple[Errand, ...]:
    """Every errand of a job, by turn and piece."""
    query = select(errands).where(errands.c.job == job).order_by(errands.c.turn, errands.c.piece)
    return tuple(_read(row) for row in connection.execute(query))


def _read(row: Row[Any]) -> Errand:
    return Errand(
        key=row.key,
        job=row.job,
        turn=row.turn,
        piece=row.piece,
        state=ErrandState(row.state),
        digest=row.digest,
        ticket=row.ticket,
        billed=decode(Money, json.loads(row.billed)) if row.billed else None,
        problem=decode(Problem, json.loads(row.problem)) if row.problem else None,
        held=decode(Money, json.loads(row.held)) if row.held else None,
        settled=row.settled,
        changed=row.changed,
    )
