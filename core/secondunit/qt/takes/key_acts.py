"""What each key does in the view of the takes, and how the panel's list of shortcuts says it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from secondunit.host.viewer import VIEWS

from ..binding import Qt
from .acts import copy
from .drag import copied_path, nodes_text
from .keys import KeyAct, KeyTable
from .viewing import CHANNELS

if TYPE_CHECKING:
    from secondunit.wire import Take

    from .view import TakesView


class TakeKeys:
    """The acts of one view."""

    def __init__(self, view: TakesView) -> None:
        self._view, self._session = view, view.session

    def acts(self) -> tuple[KeyAct, ...]:
        """Every key, in the order in which they are listed."""
        view, session = self._view, self._session
        pane, viewer, gallery = view.viewer, session.viewer, session.gallery
        views = tuple(
            KeyAct(str(number), f"View: {pane.view.itemText(number - 1)}", partial(viewer.set_view, name))
            for number, name in enumerate(VIEWS, 1)
        )
        channels = tuple(
            KeyAct(key, f"Channel {text}, and colour again", partial(pane.viewing.channel, channel))
            for text, channel, key in CHANNELS
            if key
        )
        return (
            KeyAct("Space", "Play or pause", pane.transport.toggle),
            KeyAct("L", "Play", lambda: viewer.play(1)),
            KeyAct("K", "Pause", viewer.pause),
            KeyAct("J", "Play backwards", lambda: viewer.play(-1)),
            KeyAct("Left", "Frame back", lambda: viewer.step(-1)),
            KeyAct("Right", "Frame on", lambda: viewer.step(1)),
            KeyAct("Shift+Left", "Ten frames back", lambda: viewer.step(-10)),
            KeyAct("Shift+Right", "Ten frames on", lambda: viewer.step(10)),
            KeyAct("Home", "First frame", viewer.first),
            KeyAct("End", "Last frame", viewer.last),
            KeyAct("[", "Newer take", lambda: gallery.step(-1)),
            KeyAct("]", "Older take", lambda: gallery.step(1)),
            *views,
            KeyAct("0", "Show the plate", session.canvas.show_plate),
            KeyAct("W", "Compare to the plate, or stop comparing", pane.wipe_to_plate),
            KeyAct("S", "Swap A and B", viewer.swap),
            # As in Nuke's Viewer (khw7096, "Nuke for beginner", interface_viewer.md on GitHub, in Korean): F
            # fits the image, Ctrl+1 shows it 1:1, Q hides the handles and shows them again.
            KeyAct("Q", "Show or hide the handles on the plate", self._show_handles),
            KeyAct("F", "Fit the picture", pane.picture.fit),
            KeyAct("Shift+F", "Picture 1:1", pane.picture.one_to_one),
            *channels,
            KeyAct("N", "Write a note", self._write_note),
            KeyAct("P", "Place the take", view.place.place),
            KeyAct("PgUp", "Version up of what is placed", lambda: view.placed.step(1)),
            KeyAct("PgDown", "Version down of what is placed", lambda: view.placed.step(-1)),
            KeyAct("Ctrl+F", "Filter the takes", self._filter),
            KeyAct("Ctrl+D", "Star the take, or take its star away", self._star),
            KeyAct("Ctrl+B", "Use the take's brief", self._use_brief),
            KeyAct("C", "Takes side by side", view.show_side_by_side),
            KeyAct("Shift+C", "Continuity of the sequence", session.continuity.show),
            KeyAct("Ctrl+R", "Reveal the take in the file browser", self._reveal),
            KeyAct("Ctrl+C", "Copy the take as Nuke nodes", lambda: self._copy(nodes_text)),
            KeyAct("Ctrl+Shift+C", "Copy the take's path", lambda: self._copy(copied_path)),
        )

    def _show_handles(self) -> None:
        handles = self._view.handles.handles
        handles.show(not handles.visible)

    def _write_note(self) -> None:
        view = self._view
        if view.side.indexOf(view.notes) >= 0:
            view.side.setCurrentWidget(view.notes)
        view.notes.write()

    def _filter(self) -> None:
        self._view.gallery.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._view.gallery.filter.selectAll()

    def _reveal(self) -> None:
        take = self._session.viewer.take_a
        if take is not None:
            self._session.commands.reveal(take.id)

    def _star(self) -> None:
        take = self._session.viewer.take_a
        if take is not None:
            self._session.commands.star(take.id, not self._session.panel.marks.star(take.id))

    def _use_brief(self) -> None:
        take = self._session.viewer.take_a
        if take is not None:
            self._session.commands.use_brief(take.id)

    def _copy(self, text_of: Callable[[Take], str]) -> None:
        take = self._session.viewer.take_a
        if take is not None:
            copy(text_of(take))


def shortcut_lines(keys: KeyTable) -> tuple[tuple[str, str, str], ...]:
    """Where, the key and what it does, for the panel's list of shortcuts."""
    from .matte_bar import LISTED

    views = {str(number) for number in range(1, len(VIEWS) + 1)}
    return (
        ("Takes", "Return, Shift+Return", "Show the chosen take; compare with it"),
        ("Takes", "Delete", "Put the chosen take in the bin, which gives it back"),
        *(("Takes", act.keys, act.text) for act in keys.acts if act.keys not in views),
        ("Takes", "1 to 7", "On plate, black, white, grey, checker; alpha; plate alone"),
        ("Canvas", "Ctrl+1", "One pixel of the picture on one of the screen"),
        ("Canvas", "Wheel, Ctrl + and -", "Zoom"),
        ("Canvas", "Arrows, Shift+Arrows", "Move the chosen handle by a pixel, by ten"),
        ("Canvas", "Esc", "While a handle is dragged: give its value back"),
        ("Canvas", "Click, Shift+Click", "Point at what a model is to take, or is not"),
        ("Canvas", "Delete", "Take the chosen point or box away"),
        ("Canvas", "Double click on a handle", "Let the prompt decide its value again"),
        ("Canvas", "Middle button, Alt and drag", "Pan"),
        *LISTED,
        ("Takes", "Ctrl+Return", "In a note: add it"),
    )
