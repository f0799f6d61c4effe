"""Opening the store's database: SQLite by default, PostgreSQL by URL, migrated before use.

SQLite runs in WAL mode with `synchronous=FULL`: in WAL mode the cheaper NORMAL may lose the last commits when
the power goes, and a lost state is an outside effect nobody remembers. The writer commits in groups, so that
the price is one flush a group.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from secondunit.wire.errors import DiskFull, NewerSchema, NoRights, SecondUnitError, StorageError

#: The newest migration this code knows; a test holds it to the files.
HEAD = "0011"
REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011")
BUSY_SECONDS = 15
#: The key of PostgreSQL's advisory lock that puts all writers of a store in one row.
WRITE_LOCK = 0x5EC0_0D01


@dataclass(frozen=True)
class Database:
    """Two ways into one database: `writing` for the one writer, `reading` for everybody else."""

    writing: Engine
    reading: Engine
    #: True where services of several users share the store, so that other writers' events must be looked for.
    shared: bool

    def begin(self, connection: Connection) -> None:
        """Take the write lock, so that the numbers of events rise in the order they are committed."""
        if self.shared:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITE_LOCK})

    def close(self) -> None:
        """Close every connection."""
        self.writing.dispose()
        self.reading.dispose()


def open_database(place: str | Path) -> Database:
    """Open and migrate the store at `place`, a URL or a SQLite file; raises `StorageError`, `NewerSchema`."""
    with storage_errors():
        try:
            # A path is not put into a URL's text: a `?` or `%20` in a folder's name would be read there.
            url = URL.create("sqlite", database=str(place)) if isinstance(place, Path) else make_url(place)
            backend = url.get_backend_name()
        except ArgumentError:
            raise StorageError(
                "The database URL cannot be read.", remedy="Write it as postgresql://user@host/name."
            ) from None
        if backend == "sqlite":
            database = _open_sqlite(url)
        elif backend == "postgresql":
            database = _open_postgresql(url)
        else:
            raise StorageError(
                f"A store cannot live in {backend}.", remedy="Use SQLite or PostgreSQL (see the guide)."
            )
        try:
            migrate(database)
        except BaseException:
            database.close()
            raise
        return database


def migrate(database: Database) -> None:
    """Bring the schema up to date; a store written by a newer Second Unit is left alone and refused."""
    with database.writing.begin() as connection:
        database.begin(connection)
        revision = _revision(connection)
        if revision == HEAD:
            return
        if revision is not None and revision not in REVISIONS:
            raise NewerSchema(f"The store was written by a newer Second Unit (revision {revision[:20]}).")
        from alembic import command
        from alembic.config import Config

        config = Config()
        # Alembic reads its options with %-interpolation.
        scripts = str(Path(__file__).parents[1] / "migrations").replace("%", "%%")
        config.set_main_option("script_location", scripts)
        config.attributes["connection"] = connection
        command.upgrade(config, HEAD)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _open_sqlite(url: URL) -> Database:
    path = url.database
    if path and path != ":memory:":
        Path(path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    writing = create_engine(url, pool_size=1, max_overflow=0)
    reading = create_engine(url, pool_size=8, max_overflow=32)

    def prepare(connection: Any, _record: object) -> None:
        # SQLAlchemy begins transactions itself (below); sqlite3 must not begin its own.
        connection.isolation_level = None
        for pragma in (f"busy_timeout={BUSY_SECONDS * 1000}", "journal_mode=WAL", "synchronous=FULL",
                       "foreign_keys=ON", "temp_store=MEMORY"):  # fmt: skip
            connection.execute(f"PRAGMA {pragma}")

    def prepare_reading(connection: Any, record: object) -> None:
        prepare(connection, record)
        connection.execute("PRAGMA query_only=ON")

    event.listen(writing, "connect", prepare)
    event.listen(reading, "connect", prepare_reading)
    event.listen(writing, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    event.listen(reading, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return Database(writing, reading, shared=False)


def _open_postgresql(address: URL) -> Database:
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    try:
        # A service that came back after its server did should not fail on the first stale connection.
        engine = create_engine(address, pool_size=8, max_overflow=32, pool_pre_ping=True)
    except (NoSuchModuleError, ImportError):
        raise StorageError(
            "PostgreSQL's driver is not installed.", remedy="Install secondunit[postgresql]."
        ) from None
    return Database(engine, engine, shared=True)


@contextmanager
def storage_errors() -> Iterator[None]:
    """Turn what a database or a disk raises into the error an artist can act on."""
    try:
        yield
    except SecondUnitError:
        raise
    except (SQLAlchemyError, OSError) as error:
        raise storage_error(error) from error


def storage_error(error: BaseException) -> StorageError:
    """The `StorageError` that says what `error` means."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    message = str(cause).strip().splitlines()[0][:200] if str(cause).strip() else type(cause).__name__
    lower = message.lower()
    if "disk is full" in lower or "no space left" in lower:
        return DiskFull("The disk that holds the service's store is full.")
    if any(words in lower for words in ("readonly", "unable to open", "permission denied")):
        return NoRights(
            "The service may not write its store.",
            remedy="Give this user write access to its state folder, or set SECONDUNIT_HOME to another one.",
        )
    if any(words in lower for words in ("malformed", "not a database", "corrupt")):
        return StorageError(
            f"The service's store is damaged: {message}.",
            remedy="Move the files secondunit.db* out of the state folder: a new store is begun without the "
            "old jobs.",
            kept="Every take stays on disk.",
        )
    return StorageError(f"The store could not be used: {message}.")
