"""Routes about choosing among takes: a user's marks, the bin, playlists, and the cut of a show."""

from __future__ import annotations

from dataclasses import replace

from starlette.concurrency import run_in_threadpool

from secondunit.wire import (
    BinList,
    BinnedTake,
    MarkChange,
    MarkList,
    Playlist,
    PlaylistChange,
    PlaylistList,
    ShowCut,
    Take,
    TakeMark,
    TakePage,
    check_name,
)

from ..bin import put_in_bin, take_back
from ..ids import new_playlist_id, now
from ..show_cut import in_cut_order, show_cut
from ..store import binned, marks, playlists, takes
from .desk import Desk
from .endpoint import Routes
from .parameters import ID, Name, Order, PathName, User


def routes(desk: Desk) -> Routes:
    """The routes, bound to a service."""
    api = Routes("review")

    def find(take: str) -> Take:
        return desk.store.read(lambda connection: takes.find(connection, take))

    @api.get("/v1/marks")
    def list_marks(show: Name = "", user: User = "") -> MarkList:
        """How whoever asks marked the takes of a show."""
        return desk.store.read(lambda connection: marks.of_user(connection, user, show))

    @api.post("/v1/takes/{take}/mark")
    def mark_take(take: ID, change: MarkChange, user: User = "") -> TakeMark:
        """Star or hide a take for whoever asks; what the change leaves out stays as it is."""
        target = find(take)
        return desk.store.write(lambda transaction: marks.change(transaction, target, user, change))

    @api.get("/v1/bin")
    def list_bin(show: Name = "") -> BinList:
        """What is in the bin, newest first, with its size."""
        return desk.store.read(lambda connection: binned.page(connection, show))

    @api.post("/v1/takes/{take}/bin")
    async def bin_take(take: ID, user: User = "") -> BinnedTake:
        """Move a take's folder aside on its own disk; nothing is deleted."""
        target = await run_in_threadpool(find, take)
        return await desk.reads.ask(lambda: put_in_bin(desk.store, target, desk.shows.bounds(target), user))

    @api.post("/v1/takes/{take}/restore")
    async def restore_take(take: ID) -> Take:
        """Move a take's folder back where it lay."""
        target = await run_in_threadpool(find, take)
        return await desk.reads.ask(lambda: take_back(desk.store, target, desk.shows.bounds(target)))

    @api.get("/v1/shows/{show}/cut")
    async def get_cut(show: PathName) -> ShowCut:
        """The shots of the show's current cut in its order, each with its sequence."""
        return await desk.reads.ask(lambda: cut_of(show))

    def cut_of(show: str) -> ShowCut:
        settings = desk.shows.find(show)
        return show_cut(settings, desk.store.read(lambda connection: takes.shots(connection, show)))

    @api.get("/v1/playlists")
    def list_playlists(show: Name = "") -> PlaylistList:
        """The playlists of a show, by name."""
        return desk.store.read(lambda connection: playlists.of_show(connection, show))

    @api.post("/v1/playlists", {201: "The playlist as it is kept."})
    def create_playlist(playlist: Playlist, user: User = "") -> Playlist:
        """Make a playlist; its id, user and times are the service's."""
        check_name("show", playlist.show)
        moment = now()
        fresh = replace(
            playlist, name=playlist.name.strip(), takes=PlaylistChange(add=playlist.takes).of(()),
            id=new_playlist_id(), user=user, created=moment, changed=moment,
        )  # fmt: skip
        return desk.store.write(lambda transaction: playlists.create(transaction, fresh))

    @api.get("/v1/playlists/{playlist}")
    def get_playlist(playlist: ID) -> Playlist:
        """One playlist."""
        return desk.store.read(lambda connection: playlists.find(connection, playlist))

    @api.get("/v1/playlists/{playlist}/takes")
    async def list_playlist_takes(playlist: ID, order: Order = "cut") -> TakePage:
        """The takes of a playlist as the show's cut has their shots, or in its own order."""
        target = await run_in_threadpool(get_playlist, playlist)
        members = await run_in_threadpool(
            desk.store.read, lambda connection: takes.of_ids(connection, target.takes)
        )
        if order == "cut":
            cut = await desk.reads.ask(lambda: cut_of(target.show))
            members = in_cut_order(members, cut)
        return TakePage(members)

    @api.post("/v1/playlists/{playlist}/change")
    def change_playlist(playlist: ID, change: PlaylistChange) -> Playlist:
        """Rename a playlist, add, remove and reorder its takes."""
        return desk.store.write(lambda transaction: playlists.change(transaction, playlist, change))

    @api.post("/v1/playlists/{playlist}/remove")
    def remove_playlist(playlist: ID) -> Playlist:
        """Remove a playlist; its takes stay."""
        return desk.store.write(lambda transaction: playlists.remove(transaction, playlist))

    return api
