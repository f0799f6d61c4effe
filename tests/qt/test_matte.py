"""Matte, placing and references by hand: what a press changes in the model, and what goes into the job."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pytest

from secondunit.qt.binding import Qt
from secondunit.wire import FrameRange, Matte

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def roof(document: Any, panel: Any, session: Any, qtbot: Any, tmp_path: Path) -> Any:
    """A panel whose matte is a file with six channels."""
    names = ("A", "B", "G", "R", "depth.Z", "skin")
    block = b"".join(name.encode() + b"\0" + struct.pack("<4i", 1, 0, 1, 1) for name in names) + b"\0"
    box = struct.pack("<4i", 0, 0, 63, 35)
    body = b"".join(
        name + b"\0" + kind + b"\0" + struct.pack("<I", len(value)) + value
        for name, kind, value in (
            (b"channels", b"chlist", block), (b"dataWindow", b"box2i", box), (b"displayWindow", b"box2i", box)
        )
    )  # fmt: skip
    (tmp_path / "roof.1001.exr").write_bytes(struct.pack("<II", 20000630, 2) + body + b"\0")
    document.mattes = {"Roto1": Matte(str(tmp_path / "roof.%04d.exr"), FrameRange(1001, 1004))}
    session.look()
    session.use_matte("Roto1")
    channel = panel.form.sources.channel
    qtbot.waitUntil(lambda: channel.isVisible() and channel.choice.count() == 8)
    return panel


def choose(choice: Any, value: str) -> None:
    """Choose as a hand does."""
    choice.setCurrentIndex(choice.findData(value))
    choice.activated.emit(choice.currentIndex())


def test_a_channel_of_the_file_and_invert_go_into_the_brief_and_the_document(
    roof: Any, session: Any, document: Any, qtbot: Any
) -> None:
    channel = roof.form.sources.channel
    choose(channel.choice, "skin")
    qtbot.mouseClick(channel.invert, LEFT, pos=channel.invert.rect().center() * 0.2)
    matte = session.panel.brief().matte
    assert (matte.channel, matte.invert) == ("skin", True)
    assert (document.state["matte_channel"], document.state["matte_invert"]) == ("skin", True)
    session.document_changed()
    assert session.panel.brief().matte == matte, "a document that is opened again brings it back"


def test_another_matte_begins_with_its_own_channel(roof: Any, session: Any, document: Any) -> None:
    choose(roof.form.sources.channel.choice, "luminance")
    assert session.panel.brief().matte.channel == "luminance"
    document.mattes["Roto2"] = Matte("/nowhere/other.%04d.exr", FrameRange(1001, 1004), "R")
    session.use_matte("Roto2")
    assert session.panel.brief().matte.channel == "R"


def test_without_a_matte_no_channel_is_asked(panel: Any) -> None:
    assert not panel.form.sources.channel.isVisible()


def test_how_the_next_take_is_placed_is_kept_with_the_document(
    panel: Any, session: Any, document: Any, qtbot: Any
) -> None:
    bar = panel.takes.place
    choose(bar.kind, "nodes")
    choose(bar.blend, "plus")
    bar.mix.setValue(0.5)
    bar.offset.setValue(-12)
    kept = document.state["placing"]
    assert kept == {"kind": "nodes", "blend": "plus", "offset": -12, "mix": 0.5, "gain": 1.0}
    session.placing.restore({})
    qtbot.waitUntil(lambda: bar.mix.value() == 1.0 and bar.offset.value() == 0)
    session.document_changed()
    qtbot.waitUntil(lambda: bar.mix.value() == 0.5 and bar.kind.currentData() == "nodes")


def test_references_go_into_no_brief_whose_model_takes_none(
    panel: Any, session: Any, document: Any, qtbot: Any, tmp_path: Path
) -> None:
    from secondunit.wire import brief_digest

    clean = brief_digest(session.panel.brief())
    session.commands.add_reference(str(tmp_path / "fog.png"))
    assert session.panel.brief().references == ()
    assert brief_digest(session.panel.brief()) == clean
    assert len(document.state["references"]) == 1, "it is kept for a model that takes it"
    qtbot.waitUntil(lambda: panel.form.groups["References"].isVisible())
    panel.form.groups["References"].open()
    panel.form.finish()
    assert panel.form.references.said.text().endswith("It is kept here and not sent.")


def test_an_empty_queue_says_what_will_stand_there(panel: Any, qtbot: Any) -> None:
    panel.show_part("queue")
    empty = panel.queue.list.viewport().grab().toImage()
    colors = {empty.pixel(x, empty.height() // 2 + dy) for x in range(empty.width()) for dy in range(-9, 9)}
    assert len(colors) > 5, "there is something to read"
