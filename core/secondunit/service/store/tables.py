"""The tables of jobs, takes, what people say of them, playlists, events. The migrations build these."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    }
)

_ID = String(26)
_NAME = String(64)
_TIME = String(32)
#: Autoincrement on SQLite wants plain INTEGER.
_NUMBER = BigInteger().with_variant(Integer(), "sqlite")

#: `owner` is the service whose work a job is; `work` is that work with all its folders and names, known
#: before they are made; `cancelling` outlives a crash between wish and deed; `memory` is in bytes; `turn` is
#: one more with each retry, and names the money and the errands of it.
jobs = Table(
    "jobs",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("owner", String(40), nullable=False),
    Column("show", _NAME, nullable=False),
    Column("shot", _NAME, nullable=False),
    Column("element", _NAME, nullable=False),
    Column("kind", Text, nullable=False),
    Column("prompt", Text, nullable=False),
    Column("frames", String(40), nullable=False),
    Column("brief_digest", String(64), nullable=False),
    Column("work", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("progress", Float, nullable=False),
    Column("status", Text, nullable=False),
    Column("frames_done", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("problem", Text),
    Column("take", _ID, nullable=False),
    Column("created", _TIME, nullable=False),
    Column("changed", _TIME, nullable=False),
    Column("user", Text, nullable=False),
    Column("cancelling", Boolean, nullable=False),
    Column("memory", BigInteger, nullable=False),
    Column("provider", _NAME, nullable=False),
    Column("model", Text, nullable=False),
    Column("elsewhere", Boolean, nullable=False),
    Column("cost", Text, nullable=False),
    Column("turn", Integer, nullable=False),
    Index(None, "owner", "state", "id"),
    Index(None, "state", "id"),
    Index(None, "show", "id"),
    Index(None, "show", "shot", "id"),
    Index(None, "show", "shot", "element", "id"),
)

#: What was asked of a provider, one row a request, written before it is sent. `ticket`, `billed`, `problem`
#: and `held` (what it was to cost) are JSON, empty for none; `digest` is the request's; `settled` says that
#: the money of its turn is.
errands = Table(
    "errands",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("job", _ID, ForeignKey("jobs.id"), nullable=False),
    Column("turn", Integer, nullable=False),
    Column("piece", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("ticket", Text, nullable=False),
    Column("billed", Text, nullable=False),
    Column("held", Text, nullable=False),
    Column("problem", Text, nullable=False),
    Column("settled", Boolean, nullable=False),
    Column("changed", _TIME, nullable=False),
    Index(None, "job", "turn", "piece"),
)

takes = Table(
    "takes",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("job", _ID, nullable=False),
    Column("show", _NAME, nullable=False),
    Column("shot", _NAME, nullable=False),
    Column("element", _NAME, nullable=False),
    Column("version", Integer, nullable=False),
    Column("folder", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("brief", Text, nullable=False),
    UniqueConstraint("show", "shot", "element", "version"),
    Index(None, "job", "id"),
    Index(None, "show", "id"),
    Index(None, "show", "shot", "id"),
    Index(None, "show", "shot", "element", "id"),
    Index(None, "shot", "id"),
    Index(None, "element", "id"),
)

#: The drift of a take's characters with every frame, one row each, `number` its place among them; the body of
#: its take has what the frames come to alone, so that a list of takes reads none.
drifts = Table(
    "drifts",
    metadata,
    Column("take", _ID, ForeignKey("takes.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
)

#: `number` is the order in which notes were written; `id` is the writer's own, so that none is there twice.
notes = Table(
    "notes",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=True),
    Column("id", _ID, nullable=False),
    Column("take", _ID, ForeignKey("takes.id"), nullable=False),
    Column("frame", BigInteger),
    Column("text", Text, nullable=False),
    Column("user", Text, nullable=False),
    Column("created", _TIME, nullable=False),
    UniqueConstraint("id"),
    Index(None, "take", "number"),
    sqlite_autoincrement=True,
)

#: `number` is the order in which they were given, and rows are only ever added; `id` is the sender's own;
#: `take_digest` is that of the frames that were judged.
signoffs = Table(
    "signoffs",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=True),
    Column("id", _ID, nullable=False),
    Column("take", _ID, ForeignKey("takes.id"), nullable=False),
    Column("take_digest", String(64), nullable=False),
    Column("decision", String(16), nullable=False),
    Column("by", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("when", _TIME, nullable=False),
    Column("entered_by", Text, nullable=False),
    UniqueConstraint("id"),
    Index(None, "take", "number"),
    sqlite_autoincrement=True,
)

#: What a studio's own code does with a take, one row a hook. A row without a name says that the show was not
#: asked yet which it has: it is written with the take, so that none is forgotten. `problem` is JSON.
hooks = Table(
    "hooks",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=True),
    Column("take", _ID, ForeignKey("takes.id"), nullable=False),
    Column("hook", _NAME, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("message", Text, nullable=False),
    Column("problem", Text, nullable=False),
    Column("changed", _TIME, nullable=False),
    UniqueConstraint("take", "hook"),
    Index(None, "state", "number"),
    sqlite_autoincrement=True,
)

#: One user's own marks; a take without a row has none.
marks = Table(
    "marks",
    metadata,
    Column("take", _ID, ForeignKey("takes.id"), primary_key=True),
    Column("user", String(100), primary_key=True),
    Column("star", Boolean, nullable=False),
    Column("hidden", Boolean, nullable=False),
    Column("changed", _TIME, nullable=False),
    Index(None, "user"),
)

#: Takes in the bin. A row is written before the folder is moved aside, and goes after it was moved back.
binned = Table(
    "binned",
    metadata,
    Column("take", _ID, ForeignKey("takes.id"), primary_key=True),
    Column("folder", Text, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("user", Text, nullable=False),
    Column("when", _TIME, nullable=False),
)

#: `takes` is the list of their ids as JSON: it is read and written in one transaction.
playlists = Table(
    "playlists",
    metadata,
    Column("id", _ID, primary_key=True),
    Column("show", _NAME, nullable=False),
    Column("name", String(100), nullable=False),
    Column("takes", Text, nullable=False),
    Column("user", Text, nullable=False),
    Column("created", _TIME, nullable=False),
    Column("changed", _TIME, nullable=False),
    UniqueConstraint("show", "name"),
)

#: `body` is the job, take, note or sign-off as JSON. No number is used twice, even after old events went.
events = Table(
    "events",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=True),
    Column("topic", String(20), nullable=False),
    Column("at", _TIME, nullable=False),
    Column("show", _NAME, nullable=False),
    Column("job", _ID, nullable=False),
    Column("body", Text, nullable=False),
    Index(None, "job", "topic"),
    Index(None, "at"),
    sqlite_autoincrement=True,
)

keys = Table(
    "keys",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("brief_digest", String(64), nullable=False),
    Column("job", _ID, ForeignKey("jobs.id"), nullable=False),
)
