"""The quick look in the viewer's place: drawn and named, and gone when a take is looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from secondunit.host import PanelTopic
from secondunit.host.quick import QuickPreview
from secondunit.qt.binding import QtCore, QtGui
from secondunit.wire.quick import QuickFacts

pytest.importorskip("pytestqt")


def jpeg(color: str) -> bytes:
    """A picture of one colour, 480x270."""
    image = QtGui.QImage(480, 270, QtGui.QImage.Format.Format_RGB32)
    image.fill(QtGui.QColor(color))
    body = QtCore.QByteArray()
    buffer = QtCore.QBuffer(body)
    buffer.open(QtCore.QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, "JPG", 95)
    return bytes(body.data())


@pytest.fixture
def view(online: Any, qtbot: Any) -> Any:
    from secondunit.qt.takes.view import TakesView

    made = TakesView(online)
    qtbot.addWidget(made)
    made.resize(900, 800)
    made.show()
    return made


def show(view: Any, online: Any, picture: QuickPreview) -> None:
    online.panel.quick.picture = picture
    online.panel.touch(PanelTopic.QUICK)
    online.pump()


def test_a_quick_look_stands_in_the_place_of_the_take_and_is_named(view: Any, online: Any) -> None:
    assert online.panel.quick.watching
    picture = view.viewer.picture
    before = picture.grab().toImage()
    show(view, online, QuickPreview(jpeg("#20a040"), QuickFacts(1040, 480, 270)))
    shown = picture.grab().toImage()
    middle = shown.pixelColor(shown.width() // 2, shown.height() // 2)
    assert middle.green() > middle.red() + 60 and shown != before
    name = QuickPreview(b"", QuickFacts(1040, 480, 270)).label
    assert name == "Quick look · frame 1040 · 480 px"
    greens = [
        shown.pixelColor(x, y).green() > shown.pixelColor(x, y).red() + 60
        for x in range(0, shown.width() // 2, 3)
        for y in range(shown.height() // 2, shown.height(), 3)
    ]
    assert not all(greens)  # its name stands on it


def test_looking_at_a_take_takes_the_quick_look_away(
    view: Any, online: Any, make_take: Callable[[], str]
) -> None:
    show(view, online, QuickPreview(jpeg("#20a040"), QuickFacts(1040, 480, 270)))
    online.viewer.show(make_take())
    online.pump()
    assert online.panel.quick.picture is None


def test_a_take_that_plays_has_no_quick_look_to_leave_at_every_frame(
    view: Any, online: Any, make_take: Callable[[], str]
) -> None:
    online.viewer.show(make_take())
    for _ in range(2):
        online.pump()
    heard: list[frozenset[PanelTopic]] = []
    stop = online.panel.subscribe(heard.append)
    for frame in (1002, 1003, 1004):
        online.viewer.go(frame)
        online.pump()
    online.pump()
    stop()
    topics = [topic for changed in heard for topic in changed]
    assert topics.count(PanelTopic.VIEWER) >= 3 and topics.count(PanelTopic.QUICK) == 0


def test_why_there_is_no_quick_look_is_written_at_the_foot_of_what_is_shown(
    view: Any, online: Any, make_take: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from secondunit.qt.takes import picture

    written: list[str] = []
    draw = picture.draw_note

    def note(widget: Any, painter: Any, text: str) -> None:
        written.append(text)
        draw(widget, painter, text)

    monkeypatch.setattr(picture, "draw_note", note)
    online.viewer.show(make_take())
    online.pump()
    sentence = "Somewhere makes this elsewhere: there is no quick look of it."
    quick = online.panel.quick
    for quick.sentence in (sentence, ""):
        written.clear()
        online.panel.touch(PanelTopic.QUICK)
        online.pump()
        view.viewer.picture.grab()
        assert (sentence in written) is bool(quick.sentence)


@pytest.fixture
def make_take(service: Any, online: Any, qtbot: Any, tmp_path: Any) -> Callable[[], str]:
    def make() -> str:
        from secondunit_qt_staging import loopback

        take = service.add_take(loopback.take_of(service.make_job(element="smoke"), folder=str(tmp_path)))

        def known() -> bool:
            online.pump()
            return online.panel.takes.get(take.id) is not None

        qtbot.waitUntil(known, timeout=10_000)
        return str(take.id)

    return make


@pytest.mark.parametrize("wide", [400, 1500])
def test_the_quick_look_knows_across_how_many_pixels_it_is_seen(view: Any, online: Any, wide: int) -> None:
    view.resize(wide, 1200)
    assert online.panel.quick.room == 0  # nobody has seen one
    show(view, online, QuickPreview(jpeg("#20a040"), QuickFacts(1040, 480, 270)))
    picture = view.viewer.picture
    picture.grab()
    room = online.panel.quick.room
    assert 0 < room <= picture.width() * picture.devicePixelRatioF()
    assert (room >= 600) is (wide > 1000)
