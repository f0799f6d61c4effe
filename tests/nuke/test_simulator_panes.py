"""The simulated Nuke starts, evaluates and docks as the real one does, by Foundry's own files."""

from __future__ import annotations

from pathlib import Path

import pytest

PANEL = """
from PySide6 import QtWidgets

class Panel(QtWidgets.QLabel):
    def __init__(self):
        super().__init__("it is here")
"""


@pytest.fixture
def pane_nuke(fake_nuke, tmp_path, monkeypatch, qapp):
    """A Nuke with a module of somebody's on its search path."""
    (tmp_path / "its_panel.py").write_text(PANEL)
    monkeypatch.syspath_prepend(str(tmp_path))
    return fake_nuke


def registered(fake, expression: str) -> None:
    assert fake.nukescripts.panels.registerWidgetAsPanel(expression, "It", "org.it") is None


def test_start_files_run_from_the_end_of_the_path_in_one_namespace(start_nuke, tmp_path):
    for folder in ("studio", ".nuke"):
        (tmp_path / folder).mkdir()
        for name in ("init", "menu"):
            text = f"order = globals().get('order', []) + ['{folder} {name}']\n"
            (tmp_path / folder / f"{name}.py").write_text(text)
    fake = start_nuke()
    fake.start(tmp_path / "studio")
    assert vars(fake.app.interpreter.main)["order"] == [
        ".nuke init",
        "studio init",
        ".nuke menu",
        "studio menu",
    ]
    terminal = start_nuke(gui=False)
    terminal.start(tmp_path / "studio")
    assert vars(terminal.app.interpreter.main)["order"] == [".nuke init", "studio init"]


def test_a_folder_that_an_init_adds_runs_its_own_at_once_and_is_on_the_search_path(start_nuke, tmp_path):
    import sys

    home = tmp_path / ".nuke"
    (home / "tools").mkdir(parents=True)
    (home / "init.py").write_text("import nuke\nnuke.pluginAddPath('./tools')\nafter = inner\n")
    (home / "tools" / "init.py").write_text("inner = 7\n")
    fake = start_nuke()
    fake.start()
    assert vars(fake.app.interpreter.main)["after"] == 7
    assert fake.nuke.pluginPath()[0] == sys.path[0] == str(home / "tools")


def test_the_expression_of_a_panel_is_evaluated_where_nothing_is_imported(pane_nuke):
    from PySide6 import QtWidgets

    registered(pane_nuke, "its_panel.Panel")
    panes = pane_nuke.app.panes
    panes.choose("It", panes.pane_of("DAG.1"))
    assert "NameError" in pane_nuke.app.printed[0]
    assert panes.count("org.it") == 1 and not panes.page("org.it").findChildren(QtWidgets.QLabel)
    pane_nuke.app.interpreter.execute("import its_panel")
    panes.choose("It", panes.pane_of("Viewer.1"))
    assert len(pane_nuke.app.printed) == 1


def test_restoring_a_panel_outside_a_pane_s_menu_shows_it_nowhere(pane_nuke):
    registered(pane_nuke, "__import__('its_panel').Panel")
    panel = pane_nuke.nukescripts.restorePanel("org.it")
    assert pane_nuke.app.panes.pane_of("org.it") is None
    pane = pane_nuke.nuke.getPaneFor("Properties.1")
    assert panel.addToPane(pane) is panel
    assert pane_nuke.nuke.getPaneFor("org.it") is pane
    assert pane_nuke.app.panes.in_front("org.it")


def test_what_a_restored_panel_raises_is_swallowed(pane_nuke):
    def fail() -> None:
        raise RuntimeError("never seen")

    pane_nuke.nukescripts.registerPanel("org.broken", fail)
    for id in ("org.broken", "org.unknown"):
        assert pane_nuke.nukescripts.restorePanel(id) is None
    assert all("hasn't been registered" in line for line in pane_nuke.app.printed)


def test_a_pane_is_known_in_its_own_menu_and_while_a_layout_is_filled_only(pane_nuke):
    known = []
    pane_nuke.nukescripts.registerPanel("org.it", lambda: known.append(pane_nuke.nuke.thisPane()))
    pane_nuke.nuke.menu("Pane").addCommand("It", lambda: known.append(pane_nuke.nuke.thisPane()))
    panes = pane_nuke.app.panes
    panes.choose("It", panes.pane_of("DAG.1"))
    panes.lay_out(("Viewer.1", "org.it"))
    assert known[0] is not None and known[1] is panes.pane_of("Viewer.1")
    assert pane_nuke.nuke.thisPane() is None
    assert pane_nuke.nuke.getPaneFor("Properties.1") is None


def test_a_tab_that_is_closed_is_told_so_and_stays_in_memory(pane_nuke):
    from PySide6 import QtCore

    registered(pane_nuke, "__import__('its_panel').Panel")
    panes = pane_nuke.app.panes
    panes.choose("It", panes.pane_of("DAG.1"))
    events = []

    class Listener(QtCore.QObject):
        def eventFilter(self, watched, event):
            events.append(event.type())
            return False

    listener = Listener()
    panes.page("org.it").installEventFilter(listener)
    page = panes.close("org.it")
    assert QtCore.QEvent.Type.Close in events
    assert page.isHidden() and pane_nuke.nuke.getPaneFor("org.it") is None


def test_a_panel_is_given_as_a_text(fake_nuke):
    with pytest.raises(AssertionError, match="text"):
        fake_nuke.nukescripts.registerWidgetAsPanel(Path, "It", "org.it2")
    with pytest.raises(AssertionError, match="registerPanels"):
        fake_nuke.nukescripts.registerPanels()
