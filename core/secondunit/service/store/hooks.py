"""Hooks in the store: which of a show's hooks are owed a take, and what became of each.

A take's debt is written with the take itself, a start before it happens: none is forgotten by a service that
dies, and one that was cut off shows.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, insert, select, update

from secondunit.wire import HookRun, HookRunList, HookState, Problem, Take, Topic, decode

from ..ids import now
from . import events
from .rows import plain, read_take
from .tables import hooks, jobs, takes
from .writer import Transaction


def owe(transaction: Transaction, take: Take) -> None:
    """Remember that the hooks of a take's show are to be asked for."""
    _insert(transaction, HookRun(take.id, ""))


def owed(connection: Connection, owner: str) -> list[Take]:
    """The takes of `owner`'s jobs whose shows are still to be asked which hooks they have."""
    query = select(takes.c.body).select_from(_OWNED).where(jobs.c.owner == owner, hooks.c.hook == "")
    return [read_take(row) for row in connection.execute(query.order_by(hooks.c.number))]


def plan(transaction: Transaction, take: Take, names: Sequence[str]) -> None:
    """Write down which hooks a take's show has; nothing is owed any more."""
    transaction.connection.execute(delete(hooks).where(hooks.c.take == take.id, hooks.c.hook == ""))
    for name in names:
        _insert(transaction, HookRun(take.id, name))


def in_state(connection: Connection, owner: str, state: HookState) -> list[HookRun]:
    """The runs of `owner`'s takes that are in `state`, oldest first."""
    query = _runs().select_from(_OWNED).where(jobs.c.owner == owner, hooks.c.state == state.value)
    return [_read(row) for row in connection.execute(query)]


def of_take(connection: Connection, take: str) -> HookRunList:
    """The hooks of a take, in the order in which the show names them."""
    return HookRunList(tuple(_read(row) for row in connection.execute(_runs().where(hooks.c.take == take))))


def write(transaction: Transaction, run: HookRun, take: Take) -> None:
    """Write how a hook stands with `take`, with the event that tells of it."""
    values = {
        "state": run.state.value, "attempts": run.attempts, "message": run.message,
        "problem": plain(run.problem) if run.problem else "", "changed": run.changed,
    }  # fmt: skip
    change = update(hooks).where(hooks.c.take == run.take, hooks.c.hook == run.hook)
    transaction.connection.execute(change.values(values))
    events.add(transaction, Topic.HOOK_CHANGED, take=take, hook=run)


_OWNED = hooks.join(takes, takes.c.id == hooks.c.take).join(jobs, jobs.c.id == takes.c.job)


def _runs() -> Select[Any]:
    return select(*hooks.c).where(hooks.c.hook != "").order_by(hooks.c.number)


def _insert(transaction: Transaction, run: HookRun) -> None:
    values = {
        "take": run.take, "hook": run.hook, "state": run.state.value, "attempts": 0, "message": "",
        "problem": "", "changed": now(),
    }  # fmt: skip
    transaction.connection.execute(insert(hooks).values(values))


def _read(row: Row[Any]) -> HookRun:
    return HookRun(
        take=row.take,
        hook=row.hook,
        state=HookState(row.state),
        attempts=row.attempts,
        message=row.message,
        problem=decode(Problem, json.loads(row.problem)) if row.problem else None,
        changed=row.changed,
    )
