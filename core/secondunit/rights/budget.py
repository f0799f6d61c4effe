"""The budget: money is reserved before it is spent and settled after, and no two services spend the same.

One SQLite file a show. A reservation counts as spent until it is settled or released, so that a service that
died between the two leaves too little behind, never too much. It knows amounts and names, no rules.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from secondunit.media.whole import storage_error
from secondunit.wire.errors import BudgetSpent, Conflict, DiskFull, NotFound, SecondUnitError, StorageError

from .clock import utc_now
from .money import spoken

_TABLE = """CREATE TABLE IF NOT EXISTS spending (
    key TEXT PRIMARY KEY, show TEXT NOT NULL, shot TEXT NOT NULL, user TEXT NOT NULL,
    approval TEXT NOT NULL, reserved INTEGER NOT NULL, billed INTEGER, currency TEXT NOT NULL,
    made TEXT NOT NULL, changed TEXT NOT NULL
) STRICT"""
_SCOPES = ("show", "shot", "user", "approval")


@dataclass(frozen=True)
class Cap:
    """The most that one `name` of a `scope` (show, shot, user, approval) may spend, in millionths."""

    scope: str
    name: str
    most: int

    @property
    def who(self) -> str:
        """As a sentence calls it."""
        return f"the {self.scope} {self.name}"


@dataclass(frozen=True)
class Spending:
    """One job's money, in millionths; `billed` is None until it is settled, 0 when it was released."""

    key: str
    show: str
    shot: str
    user: str
    reserved: int
    currency: str
    approval: str = ""
    billed: int | None = None
    made: str = ""

    @property
    def counts(self) -> int:
        """What is gone for the next one: the bill, or what is held for it."""
        return self.reserved if self.billed is None else self.billed


class Budget:
    """The spending of one show, in a file that several services share."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._met = False

    def spent(self, scope: str, name: str) -> int:
        """What is billed or reserved for one name of a scope, in millionths."""
        with self._open() as base:
            return _spent(base, scope, name)

    def names(self, scope: str) -> list[str]:
        """Every name of a scope for which something was billed or reserved, sorted."""
        if scope not in _SCOPES:
            raise ValueError(scope)
        with self._open() as base:
            rows = base.execute(f"SELECT DISTINCT {scope} FROM spending ORDER BY {scope}").fetchall()
        return [str(name) for (name,) in rows if name]

    def reserve(self, spending: Spending, caps: tuple[Cap, ...]) -> Spending:
        """Hold an amount under a key, or raise `BudgetSpent`; the same key again gives what it holds.

        Raises `Conflict` when the key holds something else or was settled: each attempt has its own.
        """
        with self._open() as base:
            reservation = _find(base, spending.key)
            if reservation is not None:
                facts = ("show", "shot", "user", "reserved", "currency")
                if any(getattr(reservation, name) != getattr(spending, name) for name in facts):
                    raise Conflict(
                        "This job already holds another amount.",
                        remedy="Settle or release it first.",
                        where=spending.key,
                    )
                if reservation.billed is not None:
                    raise Conflict(
                        "This job's money is settled.",
                        remedy="Another attempt takes a new key.",
                        where=spending.key,
                    )
                return reservation
            for cap in caps:
                rest = cap.most - _spent(base, cap.scope, cap.name)
                if spending.reserved > rest:
                    raise BudgetSpent(
                        f"This costs {spoken(spending.reserved, spending.currency)}, and {cap.who} has "
                        f"{spoken(max(0, rest), spending.currency)} left.",
                        where=spending.key,
                    )
            now = utc_now()
            base.execute(
                "INSERT INTO spending VALUES (?, ?, ?, ?, ?, ?, NULL, ?, ?, ?)",
                (spending.key, spending.show, spending.shot, spending.user, spending.approval,
                 spending.reserved, spending.currency, now, now),
            )  # fmt: skip
            entry = _find(base, spending.key)
        assert entry is not None
        return entry

    def find(self, key: str) -> Spending | None:
        """What is held or billed under a key."""
        with self._open() as base:
            return _find(base, key)

    def settle(self, key: str, billed: int) -> Spending:
        """Put the bill in the place of what was held; a bill that is higher counts in full.

        The same bill again changes nothing. Raises `NotFound`, and `Conflict` for another bill.
        """
        with self._open() as base:
            reservation = _find(base, key)
            if reservation is None:
                raise NotFound("No money was reserved for this job.", where=key)
            if reservation.billed not in (None, billed):
                raise Conflict("This job was settled with another bill.", where=key)
            base.execute(
                "UPDATE spending SET billed = ?, changed = ? WHERE key = ?", (billed, utc_now(), key)
            )
            entry = _find(base, key)
        assert entry is not None
        return entry

    def release(self, key: str) -> Spending:
        """Give back what was held: nothing was billed. Raises `NotFound`, `Conflict`."""
        return self.settle(key, 0)

    def forget(self, key: str) -> None:
        """Take back a reservation that nobody acted on, as if it had never been; a bill stays."""
        with self._open() as base:
            base.execute("DELETE FROM spending WHERE key = ? AND billed IS NULL", (key,))

    def held(self) -> tuple[Spending, ...]:
        """What is reserved and neither settled nor released, oldest first: a starting service looks here."""
        with self._open() as base:
            rows = base.execute(f"{_ROW} WHERE billed IS NULL ORDER BY made, key").fetchall()
        return tuple(Spending(*row) for row in rows)

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """One transaction that nobody else writes beside; durable when it ends."""
        if self._met and not self._path.is_file():
            raise StorageError(
                "The budget was here, and is gone: what was spent is not known any more.",
                remedy="Bring rights/budget.db back, then start the service again.",
                where=str(self._path),
            )
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            base = sqlite3.connect(self._path, timeout=60, isolation_level=None)
        except sqlite3.Error as problem:
            raise self._error(problem) from problem
        except OSError as problem:
            raise storage_error(problem, self._path) from problem
        try:
            base.execute("PRAGMA synchronous = FULL")
            base.execute("BEGIN IMMEDIATE")
            base.execute(_TABLE)
            yield base
            base.execute("COMMIT")
            self._met = True
        except sqlite3.Error as problem:
            raise self._error(problem) from problem
        finally:
            base.close()

    def _error(self, problem: sqlite3.Error) -> SecondUnitError:
        name = getattr(problem, "sqlite_errorname", "")
        if name == "SQLITE_FULL":
            return DiskFull("The disk is full, or the quota is used up.", where=str(self._path))
        return StorageError(
            f"The budget cannot be read or written: {problem}.",
            remedy="Nothing that costs money is sent until it can.",
            where=str(self._path),
        )


_ROW = "SELECT key, show, shot, user, reserved, currency, approval, billed, made FROM spending"


def _find(base: sqlite3.Connection, key: str) -> Spending | None:
    row = base.execute(f"{_ROW} WHERE key = ?", (key,)).fetchone()
    return None if row is None else Spending(*row)


def _spent(base: sqlite3.Connection, scope: str, name: str) -> int:
    if scope not in _SCOPES:
        raise ValueError(scope)
    query = f"SELECT COALESCE(SUM(COALESCE(billed, reserved)), 0) FROM spending WHERE {scope} = ?"
    return int(base.execute(query, (name,)).fetchone()[0])
