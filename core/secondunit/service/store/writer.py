"""The one writer: a thread that commits what everybody asks for, in groups.

Whoever asks gets a future that is set after the commit: a result is durable or an error. Requests that arrive
while a group is being flushed form the next group, so many jobs share one flush.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from secondunit.wire.errors import Conflict, SecondUnitError, StorageError

from .database import Database, storage_error

T = TypeVar("T")
LARGEST_GROUP = 200
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class StoredEvent:
    """An event as stored: `body` is the JSON of its job, take or note, empty for none."""

    number: int
    topic: str
    at: str
    show: str
    body: str


@dataclass
class Transaction:
    """What a write works with: the connection, and the events it adds, published after the commit."""

    connection: Connection
    events: list[StoredEvent] = field(default_factory=list)


#: May run twice: what it does besides writing must not matter.
Write = Callable[[Transaction], T]
Outcome = tuple[object, BaseException | None]


class Writer:
    """Runs writes one after the other on its own thread."""

    def __init__(self, database: Database, published: Callable[[list[StoredEvent]], None]) -> None:
        self._database = database
        self._published = published
        self._asked: queue.SimpleQueue[tuple[Write[Any], Future[Any]] | None] = queue.SimpleQueue()
        self._closed = False
        self._gate = threading.Lock()
        self._thread = threading.Thread(target=self._work, name="store-writer", daemon=True)
        self._thread.start()

    def ask(self, write: Write[T]) -> Future[T]:
        """Have `write` done; the future is set when it is durable. Raises `StorageError` once closed."""
        future: Future[T] = Future()
        with self._gate:
            if self._closed:
                raise StorageError("The store is closed.")
            self._asked.put((write, future))
        return future

    def close(self) -> None:
        """Finish what was asked for and stop."""
        with self._gate:
            if self._closed:
                return
            self._closed = True
            self._asked.put(None)
        self._thread.join()

    def _work(self) -> None:
        ending = False
        while not ending:
            item = self._asked.get()
            group: list[tuple[Write[Any], Future[Any]]] = []
            while True:
                if item is None:
                    ending = True
                    break
                group.append(item)
                if len(group) == LARGEST_GROUP:
                    break
                try:
                    item = self._asked.get_nowait()
                except queue.Empty:
                    break
            if group:
                self._commit(group)

    def _commit(self, group: list[tuple[Write[Any], Future[Any]]]) -> None:
        try:
            try:
                events, outcomes = self._attempt(group, apart=False)
            except Exception:
                if len(group) == 1:
                    raise
                # One of them failed and undid all: once more, each so that its failure undoes it alone.
                events, outcomes = self._attempt(group, apart=True)
        except Exception as error:
            failure = _problem(error)
            if not isinstance(failure, SecondUnitError) or isinstance(failure, StorageError):
                log.error("the store could not commit", exc_info=error)
            for _write, future in group:
                future.set_exception(failure)
            return
        if events:
            self._published(events)
        for (_write, future), (result, problem) in zip(group, outcomes, strict=True):
            if problem is None:
                future.set_result(result)
            else:
                future.set_exception(problem)

    def _attempt(
        self, group: list[tuple[Write[Any], Future[Any]]], *, apart: bool
    ) -> tuple[list[StoredEvent], list[Outcome]]:
        """Do all writes of a group in one transaction, `apart` each in its own savepoint, and commit."""
        with self._database.writing.connect() as connection, connection.begin():
            self._database.begin(connection)
            transaction = Transaction(connection)
            if apart:
                outcomes = [_run(write, transaction) for write, _ in group]
            else:
                outcomes = [(write(transaction), None) for write, _ in group]
        return transaction.events, outcomes


def _run(write: Write[Any], transaction: Transaction) -> Outcome:
    """One write in its own savepoint: its failure undoes it alone."""
    before = len(transaction.events)
    try:
        with transaction.connection.begin_nested():
            return write(transaction), None
    except Exception as error:  # it belongs to whoever asked, and is raised there
        problem = _problem(error)
    del transaction.events[before:]
    return None, problem


def _problem(error: Exception) -> Exception:
    """What whoever asked is told: our own errors as they are, the database's as ours."""
    if isinstance(error, IntegrityError):
        problem = Conflict("This is already stored, or belongs to something that is not.")
        problem.__cause__ = error
        return problem
    return storage_error(error) if isinstance(error, (SQLAlchemyError, OSError)) else error
