"""Files of a scene's guides have a row each in the panel, where the model takes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from secondunit.qt.binding import Qt
from secondunit.wire import (
    Capability,
    Form,
    Format,
    FrameRange,
    Guide,
    GuideKind,
    GuideNeed,
    Intake,
    Need,
    Rate,
    Task,
)

pytest.importorskip("pytestqt")

LED = Capability(
    "comfyui", "ComfyUI", "depth_to_video", "Depth to video", tasks=(Task.VIDEO,), made_by="AI model",
    prompt=1000, intake=Intake(
        result=Form.FRAMES, most_frames=100,
        guides=(GuideNeed(GuideKind.DEPTH), GuideNeed(GuideKind.EDGES, Need.OPTIONAL)),
    ),
)  # fmt: skip


@pytest.fixture
def led(service: Any, session: Any, make_panel: Callable[..., Any], qtbot: Any) -> Any:
    service.capabilities = (*service.capabilities, LED)
    panel = make_panel(session, 420, 1000)
    qtbot.waitUntil(lambda: LED in session.panel.capabilities and session.panel.estimate is not None)
    session.set("task", "video")
    qtbot.waitUntil(lambda: panel.form.complete and "Guides" in panel.form.groups)
    return panel


def test_each_kind_that_the_model_takes_has_a_row_and_what_is_typed_is_its_guide(
    led: Any, session: Any, qtbot: Any
) -> None:
    led.form.reveal("guide_depth")
    row = led.form.rows["guide_depth"]
    assert led.form.groups["Guides"].isAncestorOf(row) and row.label.text() == "Depth files"
    assert "guide_edges" in led.form.rows and "guide_pose" not in led.form.rows
    assert "depth of a scene as guide (needed)" in led.form.provider.terms.text()
    entry = row.editor.entry
    entry.setFocus()
    qtbot.keyClicks(entry, "/scene/depth.####.exr")
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    (guide,) = session.panel.brief().guides
    assert (guide.kind, guide.path) == (GuideKind.DEPTH, "/scene/depth.####.exr")


def test_what_the_host_has_of_a_kind_is_chosen_above_the_rows_of_files(
    led: Any, session: Any, document: Any, qtbot: Any
) -> None:
    assert led.form.guides is None or led.form.guides.isHidden(), "the host has none"
    document.scene["Scene depth.Z"] = Guide(
        GuideKind.DEPTH, "/scene/z.%04d.exr", FrameRange(1, 2), Rate(24), Format(8, 8)
    )
    session.look()
    led.form.reveal("guide_depth")
    qtbot.waitUntil(
        lambda: led.form.guides is not None and list(led.form.guides.choosers) == [GuideKind.DEPTH]
    )
    chooser = led.form.guides.choosers[GuideKind.DEPTH]
    qtbot.waitUntil(lambda: chooser.isVisible() and chooser.choice.count() == 2)
    assert chooser.label.text() == "Depth" and chooser.choice.currentText() == "From the files below, or none"
    assert chooser.y() < led.form.rows["guide_depth"].y() + led.form.guides.height()
    assert chooser.choice in led.form.stops()
    chooser.choice.setFocus()
    qtbot.keyClick(chooser.choice, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: bool(session.panel.guides))
    (guide,) = session.panel.brief().guides
    assert (guide.path, guide.frames) == ("/scene/z.%04d.exr", FrameRange(1001, 1048))
    qtbot.waitUntil(lambda: chooser.said.text() == "1001-1048   1920x1080")
    document.scene.clear()
    session.look()
    qtbot.waitUntil(lambda: "is gone. Choose another one." in chooser.said.text())
