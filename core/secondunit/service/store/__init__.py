"""The store: what the service remembers, in one database, written by one thread and read by all.

    store.write(lambda transaction: jobs.move(transaction, job, JobState.RUNNING))    # durable now
    store.read(lambda connection: takes.page(connection, show="S"))

It knows the wire and nothing of engines, HTTP or files of takes.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection

from .database import Database, open_database, storage_errors
from .rows import JobRow
from .writer import StoredEvent, Transaction, Writer

__all__ = ["Database", "JobRow", "Store", "StoredEvent", "Transaction"]

T = TypeVar("T")


class Store:
    """Reads and durable writes; `published` is called on the writer's thread after each commit."""

    def __init__(
        self, place: str | Path, published: Callable[[list[StoredEvent]], None] | None = None
    ) -> None:
        self._database = open_database(place)
        self._listeners: list[Callable[[list[StoredEvent]], None]] = [published] if published else []
        self._writer = Writer(self._database, self._publish)

    @property
    def shared(self) -> bool:
        """True where other services may write to the same store."""
        return self._database.shared

    def listen(self, listener: Callable[[list[StoredEvent]], None]) -> None:
        """Call `listener` with the events of every commit from now on, in order."""
        self._listeners.append(listener)

    def write(self, write: Callable[[Transaction], T]) -> T:
        """Do `write` in a transaction and return what it returned once that is durable."""
        return self._writer.ask(write).result()

    def ask(self, write: Callable[[Transaction], T]) -> Future[T]:
        """Have `write` done soon; the future is set once it is durable."""
        return self._writer.ask(write)

    def read(self, read: Callable[[Connection], T]) -> T:
        """What `read` finds, all from one moment."""
        with storage_errors(), self._database.reading.connect() as connection, connection.begin():
            return read(connection)

    def close(self) -> None:
        """Finish every write that was asked for and let go of the database."""
        self._writer.close()
        self._database.close()

    def _publish(self, events: list[StoredEvent]) -> None:
        for listener in self._listeners:
            listener(events)
