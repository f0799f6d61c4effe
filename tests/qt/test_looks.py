"""The looks in the Qt panel: their window, what one would change, applying and saving by keys and presses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from secondunit.wire import FrozenMap, Look
from secondunit.wire.saved_look import LookScope, SavedLook

OIL = Look("oil", "Oil fire smoke", FrozenMap({"density": 1.6, "wind": 2.0}), "Black, dense, rolling.")
THIN = SavedLook(
    "smoke",
    "thin",
    "Thin",
    FrozenMap({"density": 0.25}),
    LookScope.SHOW,
    remarks=("It sets 'x', which is not here.",),
)
FUTURE = SavedLook(
    "smoke", "next", "Next year's", scope=LookScope.SHOW, usable=False, remarks=("Update it.",)
)


def red() -> bytes:
    from secondunit.qt.binding import QtCore, QtGui

    image = QtGui.QImage(192, 108, QtGui.QImage.Format.Format_RGB32)
    image.fill(QtGui.QColor("#d01010"))
    data = QtCore.QBuffer()
    data.open(QtCore.QIODevice.WriteOnly)
    assert image.save(data, "PNG")
    return bytes(data.data().data())


@pytest.fixture
def service(service: Any) -> Any:
    service.kinds = tuple(
        replace(kind, looks=(OIL,)) if kind.name == "smoke" else kind for kind in service.kinds
    )
    service.looks = [THIN, FUTURE]
    service.look_pictures = {("smoke", "oil"): red()}
    return service


@pytest.fixture
def book(panel: Any, session: Any, qtbot: Any) -> Any:
    """The window of looks, opened from the form, with everything that it shows come."""
    from secondunit.qt.form.lookbook import LookBook

    session.set("kind", "smoke")
    qtbot.waitUntil(lambda: "look" in panel.form.rows, timeout=10_000)
    qtbot.waitUntil(lambda: bool(session.panel.fields.saved_looks), timeout=10_000)
    panel.form.rows["look"].editor.open.click()
    made = panel.window().findChild(LookBook)
    qtbot.waitUntil(lambda: bool(session.panel.looks.pictures.get(("smoke", "oil"))), timeout=10_000)
    qtbot.waitUntil(lambda: made.list.count() == 4, timeout=10_000)
    yield made
    made.close()


def item(book: Any, text: str) -> Any:
    return next(book.list.item(row) for row in range(book.list.count()) if book.list.item(row).text() == text)


def test_the_looks_stand_in_a_window_with_their_pictures_and_whose_they_are(book: Any, qtbot: Any) -> None:
    texts = [book.list.item(row).text() for row in range(book.list.count())]
    assert texts == ["As the sliders say", "Oil fire smoke", "Thin (the show's)", "Next year's"]

    def red_in_the_middle() -> bool:
        picture = item(book, "Oil fire smoke").icon().pixmap(book.list.iconSize()).toImage()
        color = picture.pixelColor(picture.width() // 2, picture.height() // 2)
        return bool(color.red() > 180 and color.green() < 60)

    qtbot.waitUntil(red_in_the_middle, timeout=10_000)
    assert not item(book, "Next year's").flags() and "Update it." in book.remarks.text()


def test_what_a_look_would_change_is_said_before_it_is_applied_and_undone_in_one_step(
    book: Any, session: Any, qtbot: Any
) -> None:
    session.set("prompt", "smoke from the hatch")
    session.set("seed", 9)
    session.pump()
    before = dict(session.panel.fields.hand)
    book.list.setCurrentItem(item(book, "Oil fire smoke"))
    assert "Density: 1 → 1.6" in book.changes.text()
    book.button.click()
    session.pump()
    fields = session.panel.fields
    assert (fields.value("controls.density"), fields.value("seed")) == (1.6, 9)
    assert fields.value("prompt") == "smoke from the hatch"
    assert "nothing of what is set" in book.changes.text()
    session.history.undo()
    session.pump()
    assert session.panel.fields.hand == before


def test_what_of_a_look_cannot_be_used_stands_beside_what_it_changes(book: Any) -> None:
    book.list.setCurrentItem(item(book, "Thin (the show's)"))
    assert "It sets 'x'" in book.changes.text()


def test_a_look_is_saved_under_a_name_and_replaced_where_there_is_one(
    book: Any, service: Any, session: Any, qtbot: Any
) -> None:
    assert not book.keep.isEnabled()
    session.set("controls.density", 3.0)
    qtbot.keyClicks(book.label, "Thick")
    assert book.keep.isEnabled() and book.keep.text() == "&Save"
    book.keep.click()
    qtbot.waitUntil(lambda: book.list.count() == 5, timeout=10_000)
    assert item(book, "Thick (yours)") is not None and book.label.text() == ""
    qtbot.keyClicks(book.label, "thick")
    assert book.keep.text() == "&Replace"
    session.set("controls.density", 4.0)
    book.keep.click()
    qtbot.waitUntil(
        lambda: {4.0} == {look.settings["density"] for look in service.looks if look.name == "thick"},
        timeout=10_000,
    )


def test_the_window_stays_open_where_the_rows_of_the_form_are_made_anew(
    book: Any, panel: Any, session: Any
) -> None:
    from secondunit.qt.form.lookbook import LookBook

    session.panel.fields.use_looks(
        (*session.panel.fields.saved_looks, replace(THIN, name="more", label="More"))
    )
    panel.form.show_all()
    panel.form.finish()
    panel.form.rows["look"].editor.open.click()
    assert panel.window().findChildren(LookBook) == [book] and book.isVisible()


def test_return_on_a_look_applies_it(book: Any, session: Any, qtbot: Any, qapp: Any) -> None:
    from secondunit.qt.binding import Qt

    book.list.setFocus()
    book.list.setCurrentItem(item(book, "Oil fire smoke"))
    qtbot.keyClick(book.list, Qt.Key.Key_Return)
    assert session.panel.fields.value("look") == "oil"


def test_two_panels_show_the_look_that_one_of_them_applied(
    book: Any, session: Any, make_panel: Callable[..., Any], qtbot: Any
) -> None:
    second = make_panel(session)
    book.list.setCurrentItem(item(book, "Oil fire smoke"))
    book.button.click()
    qtbot.waitUntil(lambda: "look" in second.form.rows, timeout=10_000)
    qtbot.waitUntil(
        lambda: second.form.rows["look"].editor.choice.currentText() == "Oil fire smoke", timeout=10_000
    )


def test_a_saved_look_has_the_picture_of_the_quick_look_that_was_seen(
    book: Any, session: Any, service: Any, qtbot: Any
) -> None:
    from secondunit.host.quick import QuickPreview
    from secondunit.wire.quick import QuickFacts

    session.panel.quick.picture = QuickPreview(red(), QuickFacts(1001, 192, 108))
    session.panel.quick._wanted, session.panel.quick._on_way = None, 0
    book.label.setText("Hall")
    book.keep.click()
    qtbot.waitUntil(lambda: any(look.name == "hall" for look in service.looks), timeout=10_000)
    assert service.saved_pictures["mine:hall"] == red()
    qtbot.waitUntil(lambda: bool(session.panel.looks.pictures.get(("smoke", "mine:hall"))), timeout=10_000)
    qtbot.waitUntil(lambda: item(book, "Hall (yours)") is not None, timeout=10_000)
    icon = item(book, "Hall (yours)").icon().pixmap(book.list.iconSize()).toImage()
    color = icon.pixelColor(icon.width() // 2, icon.height() // 2)
    assert color.red() > 180 and color.green() < 60


def test_a_saved_look_is_deleted_and_given_back(book: Any, session: Any, service: Any, qtbot: Any) -> None:
    book.list.setCurrentItem(item(book, "Oil fire smoke"))
    assert not book.away.isVisible() and not book.back.isVisible(), "a kind's own look stays"
    book.list.setCurrentItem(item(book, "Thin (the show's)"))
    assert book.away.isVisible()
    book.away.click()
    qtbot.waitUntil(lambda: THIN not in service.looks, timeout=10_000)
    qtbot.waitUntil(book.back.isVisible, timeout=10_000)
    assert "Thin" in book.back.text() and "show:thin" not in session.panel.fields["look"].choices
    book.back.click()
    qtbot.waitUntil(lambda: THIN in service.looks and not book.back.isVisible(), timeout=10_000)
    assert "show:thin" in session.panel.fields["look"].choices


def test_a_take_s_frame_is_a_look_s_picture_only_where_it_was_made_just_so(session: Any) -> None:
    from types import SimpleNamespace

    from secondunit.host.look_picture import look_picture

    look = SavedLook("smoke", "", "Now", FrozenMap({"density": 0.25}))

    def seen(settings: dict[str, float], kind: str = "smoke") -> bytes | None:
        take = SimpleNamespace(kind=kind, settings=settings)
        viewer = SimpleNamespace(take_a=take, pictures=lambda: (b"frame", None))
        quick = SimpleNamespace(picture=None, working=False)
        return look_picture(SimpleNamespace(viewer=viewer, panel=SimpleNamespace(quick=quick)), look)  # type: ignore[arg-type]

    assert seen({"density": 0.25, "x": 0.5}) == b"frame"
    assert seen({"density": 0.3}) is None and seen({"density": 0.25}, "fire") is None
