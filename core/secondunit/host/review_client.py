"""The client's part about choosing among takes: marks, the bin, playlists, a show's cut; a method a route."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping

from secondunit.wire import (
    BinList,
    BinnedTake,
    CompCheck,
    HookRun,
    HookRunList,
    MarkChange,
    MarkList,
    Playlist,
    PlaylistChange,
    PlaylistList,
    SequenceContinuity,
    ShowCut,
    Take,
    TakeMark,
    TakePage,
    dumps,
    loads,
)

#: How long a disk may take to move a take and to count it, in seconds.
MOVE = 60.0
#: How long all shots of a sequence may take to be put together, in seconds.
WHOLE_SEQUENCE = 120.0


class ReviewClient(ABC):
    """What `Client` asks about choosing among takes; `_send` is the client's."""

    @abstractmethod
    def _send(
        self,
        method: str,
        path: str,
        body: str | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
    ) -> bytes: ...

    def hooks(self, take: str) -> tuple[HookRun, ...]:
        """What the studio's own hooks did with a take, or are about to."""
        return loads(HookRunList, self._send("GET", _take(take, "hooks"))).runs

    def marks(self, show: str) -> MarkList:
        """This user's stars and hidden takes of a show."""
        return loads(MarkList, self._send("GET", "/v1/marks?show=" + _quoted(show)))

    def mark(self, take: str, change: MarkChange) -> TakeMark:
        """Star or hide a take, or take that back; what the change leaves out stays as it is."""
        return loads(TakeMark, self._send("POST", _take(take, "mark"), dumps(change)))

    def bin(self, show: str = "") -> BinList:
        """What is in the bin, newest first, with its size."""
        return loads(BinList, self._send("GET", "/v1/bin?show=" + _quoted(show)))

    def check(self, take: str) -> CompCheck:
        """The comp check of a take; measured now where it was delivered without, which takes its time."""
        return loads(CompCheck, self._send("GET", _take(take, "check"), timeout=600.0))

    def check_page(self, take: str) -> bytes:
        """The comp check of a take as one page of HTML, with its pictures and plots inside."""
        return self._send("GET", f"{_take(take, 'check')}/page", timeout=600.0)

    def continuity(
        self, show: str, sequence: str = "", *, shot: str = "", character: str = ""
    ) -> SequenceContinuity:
        """The characters of a sequence, or of the one that `shot` is in, shot by shot in cut order."""
        path = _continuity(show, "", sequence, shot, character)
        return loads(SequenceContinuity, self._send("GET", path, timeout=WHOLE_SEQUENCE))

    def continuity_page(self, show: str, sequence: str = "", *, shot: str = "", character: str = "") -> bytes:
        """The continuity of a sequence as one page of HTML, with its pictures inside."""
        return self._send(
            "GET", _continuity(show, "/page", sequence, shot, character), timeout=WHOLE_SEQUENCE
        )

    def continuity_picture(
        self, show: str, sequence: str = "", *, shot: str = "", character: str = ""
    ) -> bytes:
        """The continuity of a sequence as one picture, PNG."""
        return self._send(
            "GET", _continuity(show, "/picture", sequence, shot, character), timeout=WHOLE_SEQUENCE
        )

    def face(self, take: str, character: str, frame: int) -> bytes:
        """A JPEG of a character's face in the nearest or the farthest frame of a take; raises `NotFound`."""
        return self._send("GET", _take(take, f"faces/{_quoted(character)}/{frame}"), timeout=30.0)

    def put_in_bin(self, take: str) -> BinnedTake:
        """Move a take's folder aside on its own disk; raises `Conflict` for one that was accepted."""
        return loads(BinnedTake, self._send("POST", _take(take, "bin"), timeout=MOVE))

    def restore(self, take: str) -> Take:
        """Take a take out of the bin again; raises `Conflict` where another folder took its place."""
        return loads(Take, self._send("POST", _take(take, "restore"), timeout=MOVE))

    def show_cut(self, show: str) -> ShowCut:
        """The shots of a show's current cut in its order, each with its sequence."""
        path = f"/v1/shows/{_quoted(show)}/cut"
        return loads(ShowCut, self._send("GET", path, timeout=30.0))

    def playlists(self, show: str) -> tuple[Playlist, ...]:
        """The playlists of a show, by name."""
        return loads(PlaylistList, self._send("GET", "/v1/playlists?show=" + _quoted(show))).playlists

    def create_playlist(self, playlist: Playlist) -> Playlist:
        """Make a playlist; raises `Conflict` for a name that its show has."""
        return loads(Playlist, self._send("POST", "/v1/playlists", dumps(playlist)))

    def playlist(self, playlist: str) -> Playlist:
        """One playlist; raises `NotFound`."""
        return loads(Playlist, self._send("GET", _playlist(playlist)))

    def playlist_takes(self, playlist: str, order: str = "cut") -> tuple[Take, ...]:
        """The takes of a playlist as the show's `cut` has their shots, or in its `own` order."""
        path = f"{_playlist(playlist)}/takes?order={order}"
        return loads(TakePage, self._send("GET", path, timeout=30.0)).takes

    def change_playlist(self, playlist: str, change: PlaylistChange) -> Playlist:
        """Rename a playlist, add, remove and reorder its takes."""
        return loads(Playlist, self._send("POST", f"{_playlist(playlist)}/change", dumps(change)))

    def remove_playlist(self, playlist: str) -> Playlist:
        """Remove a playlist; its takes stay."""
        return loads(Playlist, self._send("POST", f"{_playlist(playlist)}/remove"))


def _take(take: str, act: str) -> str:
    return f"/v1/takes/{_quoted(take)}/{act}"


def _playlist(playlist: str) -> str:
    return f"/v1/playlists/{_quoted(playlist)}"


def _continuity(show: str, form: str, sequence: str, shot: str, character: str) -> str:
    words = {"sequence": sequence, "shot": shot, "character": character}
    query = "&".join(f"{name}={_quoted(value)}" for name, value in words.items() if value)
    return f"/v1/shows/{_quoted(show)}/continuity{form}?{query}"


def _quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text, safe="")
