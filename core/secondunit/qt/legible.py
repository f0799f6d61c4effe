"""A widget whose hints, and whose words that are switched off, can be read whatever palette its host has.

Hosts draw them as faint as 2.3 to 1. Only what is too faint is set anew, so that all else follows the host.
"""

from __future__ import annotations

from .binding import QtCore, QtGui, QtWidgets
from .style import FAINT, Color, Group, Role, mix, readable

#: What words are drawn in, and on what.
_INKS = ((Role.WindowText, Role.Window), (Role.Text, Role.Base), (Role.ButtonText, Role.Button))
_GROUPS = (Group.Active, Group.Inactive, Group.Disabled)


class Legible(QtCore.QObject):
    """Keeps the palette of a widget legible, through every change of its host's theme."""

    def __init__(self, widget: QtWidgets.QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._given: list[tuple[Group, Role, Color]] = []
        widget.installEventFilter(self)
        self._take_up()

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        if watched is self._widget and event.type() == QtCore.QEvent.Type.PaletteChange:
            self._take_up()
        return False

    def _take_up(self) -> None:
        given = legible_colors(QtWidgets.QApplication.palette())
        if given != self._given:
            self._given = given
            palette = QtGui.QPalette()
            for group, role, color in given:
                palette.setColor(group, role, color)
            self._widget.setPalette(palette)


def legible_colors(palette: QtGui.QPalette) -> list[tuple[Group, Role, Color]]:
    """The hint at 4.5 to 1 and what is switched off at 3 to 1, as near the host's own as that goes."""
    colors: list[tuple[Group, Role, Color]] = []
    for group in _GROUPS:
        under, hint = palette.color(group, Role.Base), palette.color(group, Role.PlaceholderText)
        # Qt makes a hint of the text's colour where nobody sets one, and lets its ground through.
        opaque = mix(under, Color(hint.rgb()), hint.alphaF())
        colors.append((group, Role.PlaceholderText, readable(opaque, under, palette.color(Role.Text))))
    for role, on in _INKS:
        faint, plain = palette.color(Group.Disabled, role), palette.color(Group.Active, role)
        for under in (palette.color(Group.Disabled, on), palette.color(Group.Disabled, Role.Window)):
            faint = readable(faint, under, plain, FAINT)
        colors.append((Group.Disabled, role, faint))
    return colors


__all__ = ["Legible", "legible_colors"]
