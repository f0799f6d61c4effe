"""The desk's own palette, for where no host has one: neutral greys, dark or light as the system has it.

Neutral, because colour is judged beside it. Every other room takes what palette it finds.
"""

from __future__ import annotations

from ..binding import QtCore, QtGui, QtWidgets

SYSTEM, DARK, LIGHT = "system", "dark", "light"
Role, Group = QtGui.QPalette.ColorRole, QtGui.QPalette.ColorGroup

#: Window, Base, AlternateBase, Button, Text, quiet text, Mid, Highlight, its text.
_DARK = ("#2e2e2e", "#242424", "#292929", "#3d3d3d", "#dadada", "#8c8c8c", "#1c1c1c", "#3d6ea5", "#ffffff")
_LIGHT = ("#e4e4e4", "#f6f6f6", "#eeeeee", "#ededed", "#1b1b1b", "#767676", "#bdbdbd", "#2f6db0", "#ffffff")


def palette(dark: bool) -> QtGui.QPalette:
    """The palette, dark or light."""
    names = _DARK if dark else _LIGHT
    window, base, alternate, button, text, quiet, mid, high, on_high = (QtGui.QColor(name) for name in names)
    scheme = QtGui.QPalette()
    for role, color in (
        (Role.Window, window), (Role.WindowText, text), (Role.Base, base), (Role.AlternateBase, alternate),
        (Role.Text, text), (Role.Button, button), (Role.ButtonText, text), (Role.BrightText, on_high),
        (Role.ToolTipBase, base), (Role.ToolTipText, text), (Role.PlaceholderText, quiet),
        (Role.Highlight, high), (Role.HighlightedText, on_high), (Role.Link, high), (Role.Mid, mid),
        (Role.Midlight, button.lighter(108)), (Role.Light, button.lighter(125)), (Role.Dark, mid.darker(110)),
        (Role.Shadow, QtGui.QColor("black")),
    ):  # fmt: skip
        scheme.setColor(role, color)
    for role in (Role.WindowText, Role.Text, Role.ButtonText, Role.HighlightedText):
        scheme.setColor(Group.Disabled, role, quiet)
    scheme.setColor(Group.Disabled, Role.Highlight, mid)
    return scheme


def follow(app: QtWidgets.QApplication, theme: str = SYSTEM) -> None:
    """Give the application its palette, and another when the system changes."""
    app.setStyle("Fusion")
    hints = app.styleHints()
    app.setPalette(palette(_is_dark(theme)))
    if theme == SYSTEM and hasattr(hints, "colorSchemeChanged"):
        hints.colorSchemeChanged.connect(lambda scheme: app.setPalette(palette(_is_dark(SYSTEM))))


def _is_dark(theme: str) -> bool:
    """Dark where it was asked for, or the system has it; dark too where the system does not say."""
    if theme != SYSTEM:
        return theme == DARK
    hints = QtGui.QGuiApplication.styleHints()
    if not hasattr(hints, "colorScheme"):
        return True
    return hints.colorScheme() != QtCore.Qt.ColorScheme.Light
