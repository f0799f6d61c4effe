"""Notes in the store. A note never changes once it is there."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, insert, select

from secondunit.wire import Note, NoteList, Take, Topic
from secondunit.wire.errors import Conflict

from . import events
from .tables import notes
from .writer import Transaction


def add(transaction: Transaction, note: Note, take: Take) -> Note:
    """Store a note on `take` with the event that tells of it; gives the note as it is kept.

    A note of a known id is kept once; raises `Conflict` where that id is another note's.
    """
    row = transaction.connection.execute(select(notes).where(notes.c.id == note.id)).first()
    if row is not None:
        original = _read(row)
        if (original.take, original.text, original.frame) != (note.take, note.text, note.frame):
            raise Conflict("This id was used for another note.", remedy="Send it again as new.", where="id")
        return original
    row_of = {
        "id": note.id, "take": take.id, "frame": note.frame, "text": note.text, "user": note.user,
        "created": note.created,
    }  # fmt: skip
    transaction.connection.execute(insert(notes).values(row_of))
    events.add(transaction, Topic.NOTE_CREATED, take=take, note=note)
    return note


def of_take(connection: Connection, take: str) -> NoteList:
    """The notes of a take, oldest first."""
    query = select(notes).where(notes.c.take == take).order_by(notes.c.number)
    return NoteList(tuple(_read(row) for row in connection.execute(query)))


def _read(row: Row[Any]) -> Note:
    return Note(row.take, row.text, row.frame, row.user, row.id, row.created)
