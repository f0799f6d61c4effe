"""Playlists in the store: read, changed and written in one transaction, so that no change is lost."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from secondunit.wire import Playlist, PlaylistChange, PlaylistList, Topic
from secondunit.wire.errors import Conflict, NotFound

from ..ids import now
from . import events
from .tables import playlists, takes
from .writer import Transaction


def create(transaction: Transaction, playlist: Playlist) -> Playlist:
    """Store a new playlist; raises `Conflict` for a name that its show has, `NotFound` for unknown takes."""
    _require_free(transaction.connection, playlist)
    _require_takes(transaction.connection, playlist)
    transaction.connection.execute(insert(playlists).values(_columns(playlist)))
    events.add(transaction, Topic.PLAYLIST_CHANGED, playlist=playlist)
    return playlist


def change(transaction: Transaction, id: str, change: PlaylistChange) -> Playlist:
    """Change a playlist as it stands now; raises as `create`, and `NotFound` for the playlist."""
    before = find(transaction.connection, id)
    name = change.name.strip() or before.name
    after = replace(before, name=name, takes=change.of(before.takes))
    if after == before:
        return before
    after = replace(after, changed=now())
    _require_free(transaction.connection, after)
    _require_takes(transaction.connection, after)
    transaction.connection.execute(update(playlists).where(playlists.c.id == id).values(_columns(after)))
    events.add(transaction, Topic.PLAYLIST_CHANGED, playlist=after)
    return after


def remove(transaction: Transaction, id: str) -> Playlist:
    """Remove a playlist, none of its takes; raises `NotFound`."""
    playlist = find(transaction.connection, id)
    transaction.connection.execute(delete(playlists).where(playlists.c.id == id))
    events.add(transaction, Topic.PLAYLIST_REMOVED, playlist=playlist)
    return playlist


def find(connection: Connection, id: str) -> Playlist:
    """The playlist of that id; raises `NotFound`."""
    row = connection.execute(select(playlists).where(playlists.c.id == id)).first()
    if row is None:
        raise NotFound(
            f"There is no playlist {id[:40]!r}.", remedy="It may have been removed: list them anew."
        )
    return _read(row)


def of_show(connection: Connection, show: str = "") -> PlaylistList:
    """The playlists of a show, or of all, by name."""
    query = select(playlists).order_by(playlists.c.show, playlists.c.name)
    if show:
        query = query.where(playlists.c.show == show)
    return PlaylistList(tuple(_read(row) for row in connection.execute(query)))


def _require_free(connection: Connection, playlist: Playlist) -> None:
    twin = select(playlists.c.id).where(
        playlists.c.show == playlist.show, playlists.c.name == playlist.name, playlists.c.id != playlist.id
    )
    if connection.execute(twin).first() is not None:
        raise Conflict(
            f"{playlist.show} has a playlist {playlist.name!r} already.", remedy="Choose another name.",
            where="name",
        )  # fmt: skip


def _require_takes(connection: Connection, playlist: Playlist) -> None:
    query = select(takes.c.id).where(takes.c.show == playlist.show, takes.c.id.in_(playlist.takes))
    known = {row.id for row in connection.execute(query)}
    for take in playlist.takes:
        if take not in known:
            raise NotFound(f"{playlist.show} has no take {take[:40]!r}.", where="takes")


def _columns(playlist: Playlist) -> dict[str, object]:
    return {
        "id": playlist.id, "show": playlist.show, "name": playlist.name, "user": playlist.user,
        "takes": json.dumps(playlist.takes), "created": playlist.created, "changed": playlist.changed,
    }  # fmt: skip


def _read(row: Row[Any]) -> Playlist:
    ids = tuple(json.loads(row.takes))
    return Playlist(row.show, row.name, ids, row.id, row.user, row.created, row.changed)
