"""The panel's sliders are those of the kind that the words ask for: the real kinds, and one from outside."""

from __future__ import annotations

from typing import Any

import pytest

from secondunit.wire import Control, FrozenMap, Kind, Look

LANTERN = Kind(
    "lantern",
    "Lantern",
    controls=(Control("glow", "Glow", default=4.0, minimum=0.0, maximum=100.0, group="Look"),),
    help="A paper lantern: light that covers nothing.",
    looks=(Look("paper", "Paper"), Look("beacon", "Beacon", FrozenMap({"glow": 40.0}), "Seen from afar.")),
)


@pytest.mark.parametrize(
    ("prompt", "there", "gone"),
    [
        ("a torch on the left wall", "controls.licks", "controls.billow"),
        ("embers carried by the wind", "controls.twinkle", "controls.billow"),
        ("a lantern", "controls.glow", "controls.wind"),
    ],
)
def test_the_form_has_the_rows_of_the_kind_that_the_words_ask_for(
    panel: Any, session: Any, service: Any, qtbot: Any, prompt: str, there: str, gone: str
) -> None:
    from secondunit_qt_staging import real_kinds

    service.kinds = (*real_kinds(), LANTERN)
    session.panel.refresh()
    qtbot.waitUntil(lambda: len(session.panel.fields.kinds) == len(service.kinds), timeout=10_000)
    session.panel.set("prompt", "smoke")
    qtbot.waitUntil(lambda: "controls.billow" in session.panel.fields, timeout=10_000)
    panel.form.reveal("controls.billow")
    assert "controls.billow" in panel.form.rows
    session.panel.set("prompt", prompt)
    qtbot.waitUntil(lambda: there in session.panel.fields, timeout=10_000)
    qtbot.waitUntil(lambda: gone not in panel.form.rows and panel.form.complete, timeout=10_000)
    panel.form.reveal(there)
    assert gone not in panel.form.rows
    assert panel.form.rows[there].isVisibleTo(panel)


def test_a_look_is_a_row_that_moves_the_sliders(panel: Any, session: Any, service: Any, qtbot: Any) -> None:
    service.kinds = (LANTERN,)
    session.panel.refresh()
    qtbot.waitUntil(lambda: "controls.glow" in panel.form.rows, timeout=10_000)
    panel.form.reveal("look")
    look = panel.form.rows["look"].editor.focus_widget()
    assert [look.itemText(at) for at in range(look.count())] == ["As the sliders say", "Paper", "Beacon"]
    look.setCurrentIndex(2)
    look.activated.emit(2)
    assert session.panel.brief().controls == {"glow": 40.0}
    row = panel.form.rows["controls.glow"]
    row.show_field()
    entries = (stop for stop in row.editor.stops() if hasattr(stop, "text"))
    assert any(entry.text().startswith("40") for entry in entries)
