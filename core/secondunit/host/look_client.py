"""The client's part about looks: those that were saved, and the pictures of those of a kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

if TYPE_CHECKING:
    from http.client import HTTPMessage

    from secondunit.wire.saved_look import LookList, LookRemoval, LookSaving, SavedLook


class _Asking(Protocol):
    def ask_media(self, method: str, path: str, body: str | None = None) -> tuple[bytes, HTTPMessage]: ...


class LookClient:
    """What `Client` asks about looks; `ask_media` is the client's."""

    def looks(self: _Asking, show: str = "") -> LookList:
        """The looks that this user saved, and those of a show."""
        from secondunit.wire import loads
        from secondunit.wire.saved_look import LookList

        return loads(LookList, self.ask_media("GET", f"/v1/looks?show={quote(show, safe='')}")[0])

    def save_look(self: _Asking, saving: LookSaving) -> SavedLook:
        """Save a look; raises `Conflict` where one of its name is not to be replaced."""
        from secondunit.wire import dumps, loads
        from secondunit.wire.saved_look import SavedLook

        return loads(SavedLook, self.ask_media("POST", "/v1/looks", dumps(saving))[0])

    def remove_look(self: _Asking, removal: LookRemoval) -> SavedLook:
        """Take a saved look away, or give it back; raises `NotFound`, `Conflict`."""
        from secondunit.wire import dumps, loads
        from secondunit.wire.saved_look import SavedLook

        return loads(SavedLook, self.ask_media("POST", "/v1/looks/remove", dumps(removal))[0])

    def saved_look_picture(self: _Asking, look: SavedLook, show: str) -> bytes:
        """The small picture of a look that somebody saved, JPEG; raises `NotFound`."""
        parts = (look.scope.value, look.kind, look.name)
        path = "/".join(quote(part, safe="") for part in parts)
        return self.ask_media("GET", f"/v1/looks/{path}/picture?show={quote(show, safe='')}")[0]

    def look_picture(self: _Asking, kind: str, look: str) -> bytes:
        """The small picture of a look that comes with its kind, JPEG; raises `NotFound`."""
        path = f"/v1/kinds/{quote(kind, safe='')}/looks/{quote(look, safe='')}/picture"
        return self.ask_media("GET", path)[0]
