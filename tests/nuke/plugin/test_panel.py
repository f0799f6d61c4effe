"""The docked panel: one session a Nuke, however often it is opened, closed and opened again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from secondunit.wire import Placement, PlacementKind


@pytest.fixture
def registered(
    fake_nuke: Any, start_up: Callable[..., Any], artist_script: Callable[[Any], Any]
) -> Iterator[Any]:
    """The plug-in in a Nuke that has started, with an artist's comp open; its service is nowhere."""
    plugin = start_up(fake_nuke)
    artist_script(fake_nuke)
    yield plugin
    plugin.module("session").close()


def opened(plugin: Any, pane: str = "Properties.1") -> Any:
    """Open the panel from a pane's own menu; its widget."""
    panes = plugin.fake.app.panes
    dock = panes.pane_of(pane)
    panes.choose("Second Unit", dock)
    return dock._panels["com.secondunit.panel"]._page.findChild(plugin.module("panel").NukePanel)


def close(widget: Any, qapp: Any) -> None:
    from PySide6 import QtCore

    widget.deleteLater()
    qapp.sendPostedEvents(widget, QtCore.QEvent.Type.DeferredDelete)
    qapp.processEvents()


def test_two_panels_show_one_session_and_the_first_may_close(registered: Any, qapp: Any) -> None:
    one, two = opened(registered), opened(registered, "DAG.1")
    session = registered.module("session")
    assert one._shown.session is two._shown.session is session.running()
    close(one, qapp)
    assert session.running().link.running
    close(two, qapp)
    three = opened(registered)
    assert three._shown.session is session.running()
    close(three, qapp)


def test_without_panel_and_jobs_nothing_ticks(
    registered: Any, qapp: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = registered.module("session")
    monkeypatch.setattr(session, "ATTEND", 0.0)
    widget = opened(registered)
    assert not session.attending()
    close(widget, qapp)
    for _ in range(20):
        qapp.processEvents()
        session._tick()
        if not session.attending():
            break
    assert not session.attending()


def test_a_missing_service_is_a_sentence_in_the_panel(registered: Any, qapp: Any, qtbot: Any) -> None:
    widget = opened(registered)
    panel = registered.module("session").running().panel
    qtbot.waitUntil(lambda: panel.connection.problem is not None, timeout=10_000)
    assert "could not be started" in panel.connection.sentence
    assert panel.connection.remedy
    close(widget, qapp)


def test_a_core_that_does_not_fit_is_said_in_the_panel_s_place(
    comp: Any, qapp: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import secondunit

    monkeypatch.setattr(secondunit, "__version__", "0.1.0")
    widget = comp.module("docking").widget()
    assert "0.1.0" in widget.text()
    widget.deleteLater()


def test_a_script_that_is_opened_is_taken_up_with_what_it_keeps(
    registered: Any, qapp: Any, make_take: Callable[..., Any]
) -> None:
    widget = opened(registered)
    session = registered.module("session")
    running = session.running()
    running.set("prompt", "grey smoke")
    host = running.host
    host.answer("working space", "Linear Rec.709 (sRGB)")
    take = make_take()
    host.place(Placement(take.id, PlacementKind.COMP), take)
    path = registered.fake.app.folder / "kept.nk"
    path.write_text(registered.fake.text(), encoding="utf-8")
    running.set("prompt", "something else")
    registered.fake.nuke.scriptOpen(str(path))
    assert running.panel.fields.value("prompt") == "grey smoke"
    assert [one.element for one in running.panel.placed] == ["smoke_left"]
    close(widget, qapp)


def test_the_menu_says_what_is_missing_instead_of_failing(registered: Any, qapp: Any) -> None:
    acts = registered.module("acts")
    assert "Nothing with a picture is selected" in acts.use_selection()
    assert "No take is chosen" in acts.place_chosen()
    assert "No element of ours" in acts.version_up()
    assert acts.open_panel() == ""
    registered.node("Plate").setSelected(True)
    assert "primaries" in acts.use_selection()


def test_the_menu_places_the_chosen_take_as_the_panel_is_set(
    registered: Any, make_take: Callable[..., Any]
) -> None:
    acts, running = registered.module("acts"), registered.module("session").connect()
    running.host.answer("working space", "Linear Rec.709 (sRGB)")
    take = make_take()
    running.panel.takes.put(take)
    running.gallery.choose(take.id)
    values = {"kind": "nodes", "blend": "plus", "offset": 12, "mix": 0.5, "gain": 2.0}
    for name, value in values.items():
        running.set_placing(name, value)
    assert acts.place_chosen() == "", running.panel.message
    (placed,) = running.host.placed()
    found = placed.placement
    assert (found.take, found.kind.value, found.blend) == (take.id, "nodes", "plus")
    assert (found.offset, found.mix, found.gain) == (12, 0.5, 2.0)
