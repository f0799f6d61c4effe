"""The panel in Nuke's panes: opened by the menu, by a pane, by a saved layout; closed, and opened again."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from typing import Any

import pytest

PANEL = "com.secondunit.panel"


@pytest.fixture(params=[False, True], ids=["stacks", "tab widgets"])
def started(
    request: pytest.FixtureRequest, start_nuke: Callable[..., Any], start_up: Callable[..., Any]
) -> Any:
    """The plug-in in a Nuke that has just started."""
    return start_up(start_nuke(tab_widgets=request.param))


def choose(plugin: Any, entry: str = "Open Panel") -> None:
    """Choose an entry of the plug-in's menu."""
    plugin.fake.nuke.menu("Nuke").findItem(f"Second Unit/{entry}").invoke()


def shown(plugin: Any) -> Any:
    """What stands in the panel's page, which has to be in front."""
    panes = plugin.fake.app.panes
    assert panes.count(PANEL) == 1
    assert panes.in_front(PANEL)
    (found,) = panes.page(PANEL).findChildren(plugin.module("panel").NukePanel)
    assert found.isVisible()
    return found


def test_the_menu_docks_the_panel_beside_the_properties(started: Any) -> None:
    choose(started)
    panes = started.fake.app.panes
    assert panes.pane_of(PANEL) is panes.pane_of("Properties.1")
    assert shown(started)._shown.session is started.module("session").running()
    assert started.fake.app.printed == []


def test_an_open_panel_behind_another_tab_is_raised_and_never_a_second_one(started: Any) -> None:
    choose(started)
    first = shown(started)
    started.fake.app.panes.look_at("Properties.1")
    assert not started.fake.app.panes.in_front(PANEL)
    choose(started)
    assert shown(started) is first


def test_a_panel_that_the_artist_has_put_elsewhere_is_raised_there(started: Any) -> None:
    panes = started.fake.app.panes
    panes.choose("Second Unit", panes.pane_of("Viewer.1"))
    panes.look_at("Viewer.1")
    choose(started)
    assert panes.pane_of(PANEL) is panes.pane_of("Viewer.1")
    assert shown(started)


def test_a_closed_panel_no_longer_pumps_and_opens_again(started: Any, qapp: Any) -> None:
    choose(started)
    session = started.module("session")
    first = shown(started)
    page = started.fake.app.panes.close(PANEL)
    qapp.processEvents()
    assert page.isHidden() and session._panels == 0
    choose(started)
    again = shown(started)
    assert again is not first
    assert again._shown.pumping.running and session._panels == 1


def test_a_closed_tab_that_is_shown_again_shows_the_session_again(started: Any, qapp: Any) -> None:
    choose(started)
    pane = started.fake.app.panes.pane_of(PANEL)
    panel = pane._panels[PANEL]
    started.fake.app.panes.close(PANEL)
    qapp.processEvents()
    pane.add(panel)
    assert shown(started)._shown.pumping.running
    assert started.module("session")._panels == 1


def test_a_tab_that_is_only_hidden_goes_on_pumping(started: Any, qapp: Any) -> None:
    choose(started)
    panel = shown(started)
    started.fake.app.panes.look_at("Properties.1")
    qapp.processEvents()
    assert not panel.isVisible() and panel._shown.pumping.running
    assert started.module("session")._panels == 1


def test_a_saved_layout_brings_the_panel_back_without_the_menu(started: Any) -> None:
    panes = started.fake.app.panes
    panes.lay_out(("Viewer.1",), ("DAG.1", PANEL), ("Properties.1",))
    assert panes.pane_of(PANEL) is panes.pane_of("DAG.1")
    assert shown(started)._shown.session is started.module("session").running()
    assert started.fake.app.printed == []


def test_another_workspace_without_it_leaves_nothing_that_pumps(started: Any, qapp: Any) -> None:
    choose(started)
    shown(started)
    started.fake.app.panes.lay_out(("Viewer.1",), ("Properties.1",))
    qapp.processEvents()
    assert started.module("session")._panels == 0
    choose(started)
    assert shown(started)


def test_without_the_properties_it_stands_in_the_first_pane_there_is(started: Any) -> None:
    panes = started.fake.app.panes
    panes.lay_out(("Viewer.1",), ("uk.co.thefoundry.scripteditor.1",))
    choose(started)
    assert panes.pane_of(PANEL) is panes.pane_of("Viewer.1")
    assert shown(started)


def test_without_any_pane_it_says_so_and_what_to_do(started: Any) -> None:
    started.fake.app.panes.lay_out()
    started.fake.app.answers.append(None)
    choose(started)
    (sentence,) = started.fake.app.said
    assert "no pane" in sentence and "Workspace" in sentence
    assert started.fake.app.panes.count(PANEL) == 0


def test_what_the_panel_runs_into_stands_in_its_place(started: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise RuntimeError("no thread to be had")

    monkeypatch.setattr(started.module("session"), "panel_opened", fail)
    choose(started)
    sentence = shown(started)._shown.text()
    assert "no thread to be had" in sentence and "open the panel again" in sentence
    assert started.fake.app.printed == []


def test_a_panel_that_cannot_even_be_imported_says_so_in_its_place(
    started: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from secondunit.qt.binding import QtWidgets

    monkeypatch.setitem(sys.modules, "second_unit_nuke.panel", None)
    choose(started)
    panes = started.fake.app.panes
    assert panes.in_front(PANEL)
    texts = [label.text() for label in panes.page(PANEL).findChildren(QtWidgets.QLabel)]
    assert any("could not be opened" in text and "Check Installation" in text for text in texts), texts
    choose(started)
    assert panes.count(PANEL) == 1


def test_a_panel_that_nuke_does_not_make_is_said(started: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    started.fake.app.panels.clear()
    started.fake.app.answers.append(None)
    choose(started)
    (sentence,) = started.fake.app.said
    assert "Nuke did not make the panel" in sentence


def test_two_panels_from_the_panes_show_one_session(started: Any) -> None:
    panes = started.fake.app.panes
    for pane in ("Viewer.1", "DAG.1"):
        panes.choose("Second Unit", panes.pane_of(pane))
    one, two = (
        panes.pane_of(pane)._panels[PANEL]._page.findChild(started.module("panel").NukePanel)
        for pane in ("Viewer.1", "DAG.1")
    )
    assert one._shown.session is two._shown.session is started.module("session").running()


@pytest.mark.parametrize("broken", [False, True])
def test_nothing_is_collected_while_the_panel_is_made_and_all_is_as_it_was_after_it(
    started: Any, monkeypatch: pytest.MonkeyPatch, broken: bool
) -> None:
    docking, held = started.module("docking"), []

    def made() -> Any:
        held.append(gc.isenabled())
        if broken:
            raise RuntimeError("no widget today")
        return panel()

    panel = docking._panel
    monkeypatch.setattr(docking, "_panel", made)
    docking.widget()
    assert held == [False]
    assert gc.isenabled()
    gc.disable()
    try:
        docking.widget()
        assert not gc.isenabled(), "who has turned it off finds it off"
    finally:
        gc.enable()
