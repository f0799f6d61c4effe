"""The menu of a take: every act on it, with what it does said in its words. Each act is a command."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from secondunit.host.gallery import BIN
from secondunit.host.sentences import amount
from secondunit.wire import PlaylistChange

from ..binding import QAction, QtGui, QtWidgets
from .drag import copied_path, nodes_text

if TYPE_CHECKING:
    from secondunit.host.session import Session
    from secondunit.wire import Take


def take_menu(session: Session, take: Take, parent: QtWidgets.QWidget) -> QtWidgets.QMenu:
    """Every act on a take; of one in the bin, how it comes back."""
    menu, commands = QtWidgets.QMenu(parent), session.commands
    if session.gallery.choice == BIN:
        add_act(menu, "Take Out of the Bin", "", partial(commands.restore, take.id))
        return menu
    marks = session.panel.marks
    star, hidden = marks.star(take.id), marks.hidden(take.id)
    add_act(menu, "Show", "Return", partial(session.viewer.show, take.id))
    add_act(menu, "Compare with This", "Shift+Return", partial(session.viewer.compare, take.id))
    side = "Remove from Side by Side" if session.side_by_side.holds(take.id) else "Add to Side by Side"
    add_act(menu, side, "", partial(session.side_by_side.toggle, take.id))
    add_act(menu, "Continuity of the Sequence", "Shift+C", session.continuity.show)
    menu.addSeparator()
    add_act(menu, "Use This Brief", "Ctrl+B", partial(commands.use_brief, take.id))
    part = add_act(menu, "Make Only the Matte's Part Anew", "", partial(commands.patch, take.id))
    part.setEnabled(session.panel.matte is not None and bool(take.layers))
    others = session.panel.variants.others(take.id)
    if others:
        batch = session.panel.variants.of(take.id)
        ids = batch.takes(session.panel) if batch is not None else ()
        add_act(menu, "Show All Variants", "", partial(session.side_by_side.show, ids))
        add_act(menu, "Keep This Variant", "", partial(commands.keep_variant, take.id))
        text = f"Keep This Variant, Bin the Other {len(others)}"
        add_act(menu, text, "", partial(commands.keep_variant, take.id, True))
    menu.addSeparator()
    add_act(
        menu, "Take the Star Away" if star else "Star", "Ctrl+D", partial(commands.star, take.id, not star)
    )
    add_act(menu, "Show Again" if hidden else "Hide", "", partial(commands.hide, take.id, not hidden))
    size = f" ({amount(take.bytes)})" if take.bytes else ""
    add_act(menu, f"To the Bin{size}", "Delete", partial(commands.put_in_bin, take.id))
    _add_playlists(menu.addMenu("Playlists"), session, take)
    menu.addSeparator()
    add_act(menu, "Reveal in Files", "Ctrl+R", partial(commands.reveal, take.id))
    add_act(menu, "Copy Path", "Ctrl+Shift+C", lambda: copy(copied_path(take)))
    add_act(menu, "Copy Nuke Nodes", "Ctrl+C", lambda: copy(nodes_text(take)))
    return menu


def _add_playlists(menu: QtWidgets.QMenu, session: Session, take: Take) -> None:
    for playlist in session.panel.playlists:
        inside = take.id in playlist.takes
        change = PlaylistChange(remove=(take.id,)) if inside else PlaylistChange(add=(take.id,))
        act = add_act(menu, playlist.name, "", partial(session.commands.change_playlist, playlist.id, change))
        act.setCheckable(True)
        act.setChecked(inside)
    add_act(menu, "New Playlist...", "", lambda: _new_playlist(session, take, menu))


def _new_playlist(session: Session, take: Take, parent: QtWidgets.QWidget) -> None:
    name, given = QtWidgets.QInputDialog.getText(parent.parentWidget(), "New playlist", "Name")
    if given:
        session.commands.create_playlist(name, take.id)


def add_act(menu: QtWidgets.QMenu, text: str, keys: str, act: Callable[[], object]) -> QtGui.QAction:
    """An entry of a menu: its words, its key as a hint, what it does."""
    action = QAction(text.replace("&", "&&"), menu)
    if keys:
        action.setShortcut(QtGui.QKeySequence(keys))
    action.triggered.connect(lambda checked=False: act())
    menu.addAction(action)
    return action


def copy(text: str) -> None:
    """Put text on the clipboard."""
    QtGui.QGuiApplication.clipboard().setText(text)
