"""Contrast by the palettes of hosts: text 4.5 to 1, hints 4.5, what is switched off 3, in every theme."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

staging = sys.modules["secondunit_qt_staging"]
THEMES = ("nuke", "light", "desk dark", "desk light", "faint")


def palette_of(theme: str) -> Any:
    from secondunit.qt.binding import QtGui
    from secondunit.qt.desk.palettes import palette

    if theme.startswith("desk"):
        return palette(theme == "desk dark")
    if theme == "faint":  # the faintest that was seen: 2.3 to 1, a hint that lets its ground through
        made = staging.palette(staging.NUKE)
        group, role = QtGui.QPalette.ColorGroup, QtGui.QPalette.ColorRole
        for name in (role.WindowText, role.Text, role.ButtonText):
            made.setColor(group.Disabled, name, QtGui.QColor("#666666"))
        made.setColor(role.PlaceholderText, QtGui.QColor(200, 200, 200, 60))
        return made
    return staging.palette(staging.NUKE if theme == "nuke" else staging.LIGHT)


@pytest.fixture(params=THEMES)
def themed(request: Any, qapp: Any, session: Any, make_panel: Callable[..., Any]) -> Any:
    """A panel in a host of that palette."""
    before = qapp.palette()
    qapp.setPalette(palette_of(request.param))
    yield make_panel(session)
    qapp.setPalette(before)


def pairs(palette: Any) -> list[tuple[str, float, float]]:
    """Name, contrast and least contrast of each kind of text."""
    from secondunit.qt import style

    role, group = style.Role, style.Group
    said = []
    for ink, ground in (
        (role.WindowText, role.Window),
        (role.Text, role.Base),
        (role.ButtonText, role.Button),
    ):
        for state, least in ((group.Active, 4.5), (group.Inactive, 4.5), (group.Disabled, 3.0)):
            ratio = style.contrast(palette.color(state, ink), palette.color(state, ground))
            said.append((f"{state} {ink}", ratio, least))
    hint = style.contrast(palette.color(role.PlaceholderText), palette.color(role.Base))
    return [*said, ("hint", hint, 4.5)]


def test_every_text_of_the_panel_can_be_read(themed: Any) -> None:
    assert [pair for pair in pairs(themed.palette()) if pair[1] < pair[2]] == []


def test_what_is_switched_off_is_fainter_than_what_is_on(themed: Any) -> None:
    from secondunit.qt import style

    palette, role, group = themed.palette(), style.Role, style.Group
    for ink, ground in ((role.WindowText, role.Window), (role.ButtonText, role.Button)):
        on, off = (style.contrast(palette.color(g, ink), palette.color(g, ground))
                   for g in (group.Active, group.Disabled))  # fmt: skip
        assert off < on * 0.75


def test_a_label_within_the_panel_has_its_colours(themed: Any) -> None:
    from secondunit.qt import style

    button = themed.estimate.variants
    palette = button.palette()
    off = style.contrast(
        palette.color(style.Group.Disabled, style.Role.ButtonText), palette.color(style.Role.Button)
    )
    assert off >= 3.0


@pytest.mark.parametrize("state", ["error", "warning", "good", "info"])
def test_the_colours_of_states_can_be_read(themed: Any, state: str) -> None:
    from secondunit.qt import style

    assert style.contrast(style.state(themed, state), style.ground(themed)) >= 4.5
    assert style.contrast(style.quiet(themed), style.ground(themed)) >= 4.5


def test_generate_is_the_one_button_in_the_hosts_own_colour_and_its_words_can_be_read(themed: Any) -> None:
    from secondunit.qt import style
    from secondunit.qt.binding import QtWidgets
    from secondunit.qt.primary import PrimaryButton

    assert [b for b in themed.findChildren(QtWidgets.QPushButton) if isinstance(b, PrimaryButton)] == [
        themed.estimate.button
    ]
    palette, active = themed.estimate.button.palette(), style.Group.Active
    ground = palette.color(active, style.Role.Button)
    assert ground == palette.color(active, style.Role.Highlight)
    assert style.contrast(palette.color(active, style.Role.ButtonText), ground) >= 4.5


def test_another_theme_of_the_host_is_taken_up(themed: Any, qapp: Any) -> None:
    from secondunit.qt import style

    for theme in ("desk dark", "desk light"):
        qapp.setPalette(palette_of(theme))
        qapp.processEvents()
        assert themed.palette().color(style.Role.Window) == palette_of(theme).color(style.Role.Window)
        assert [pair for pair in pairs(themed.palette()) if pair[1] < pair[2]] == []
        button = themed.estimate.button.palette()
        active = style.Group.Active
        assert button.color(active, style.Role.Button) == palette_of(theme).color(
            active, style.Role.Highlight
        )
