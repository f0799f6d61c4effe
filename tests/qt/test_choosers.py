"""Files chosen by a dialog, and obstacles in a list: what comes out is the text that the field takes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.elements.carriers.obstacles import OBSTACLES, WORDS, read_obstacles
from secondunit.host.obstacle_rows import FORMS, fresh_row, rows_of, text_of


@pytest.mark.parametrize("form", FORMS)
def test_a_new_obstacle_is_one_that_the_simulator_reads(form: str) -> None:
    [body] = read_obstacles(text_of((fresh_row(form),)))
    assert (body.form, body.x, body.width) == (form, 1.0, 1.0)
    assert WORDS[form][1] == len(FORMS[form])


def test_rows_come_back_as_what_they_were() -> None:
    text = "box 1 0 -2 3 2.5 1 30; ball 0 1 0 0.5\npost 2, 0, 0, 0.3, 4; box 0 0 0 1 1 1"
    rows = rows_of(text)
    assert rows is not None and read_obstacles(text_of(rows)) == read_obstacles(text)
    assert rows_of("cone 1 2 3") is None and rows_of("ball 1 2") is None and rows_of("") == ()


def test_a_numbered_file_stands_for_its_sequence_where_there_is_one(tmp_path: Path) -> None:
    from secondunit.qt.form.choosers import pattern_of

    for name in ("car.1001.exr", "car.1002.exr", "still_2048.exr", "car.1001.png"):
        (tmp_path / name).touch()
    assert pattern_of(str(tmp_path / "car.1002.exr")) == str(tmp_path / "car.####.exr")
    assert pattern_of(str(tmp_path / "still_2048.exr")) == str(tmp_path / "still_2048.exr")
    assert pattern_of(str(tmp_path / "gone" / "a.1001.exr")) == str(tmp_path / "gone" / "a.1001.exr")
    assert pattern_of("shot.chan") == "shot.chan"


def test_a_file_is_chosen_by_the_dialog_of_the_host(
    panel: Any, session: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from secondunit.qt.binding import QtWidgets
    from secondunit.qt.form.choosers import FileEditor

    offered: list[str] = []

    def choose(parent: Any, title: str, folder: str, files: str) -> tuple[str, str]:
        offered.append(files)
        return str(tmp_path / "shot.chan"), ""

    monkeypatch.setattr(QtWidgets.QFileDialog, "getOpenFileName", staticmethod(choose))
    panel.form.reveal("camera_file")
    editor = panel.form.rows["camera_file"].editor
    assert isinstance(editor, FileEditor)
    editor.button.click()
    assert session.panel.fields.value("camera_file") == str(tmp_path / "shot.chan")
    assert offered == ["Cameras (*.chan);;All files (*)"]
    panel.form.reveal("holdout_matte")
    assert isinstance(panel.form.rows["holdout_matte"].editor, FileEditor)


@pytest.fixture
def listed(panel: Any, session: Any) -> Any:
    """The list of obstacles, opened from the form of a kind that has them."""
    session.panel.fields.use_kinds(
        tuple(replace(kind, controls=(*kind.controls, OBSTACLES)) for kind in session.panel.fields.kinds)
    )
    panel.form.show_all()
    panel.form.reveal("controls.obstacles")
    editor = panel.form.rows["controls.obstacles"].editor
    editor.button.click()
    yield editor.list
    editor.list.close()


def test_obstacles_are_added_edited_and_removed_in_a_list(listed: Any, session: Any) -> None:
    def text() -> str:
        return str(session.panel.fields.value("controls.obstacles"))

    listed.adders["box"].click()
    listed.adders["ball"].click()
    assert text() == "box 1 0 0 1 1 1; ball 1 0 0 1"
    listed.table.item(0, 4).setText("2.5")
    listed.table.item(0, 7).setText("45")
    assert text() == "box 1 0 0 2.5 1 1 45; ball 1 0 0 1"
    assert [body.turn for body in read_obstacles(text())] == [45.0, 0.0]
    listed.table.selectRow(0)
    listed.remove.click()
    assert text() == "ball 1 0 0 1" and listed.table.rowCount() == 1


def test_a_text_that_is_no_obstacle_is_left_to_be_mended_where_it_stands(listed: Any, session: Any) -> None:
    listed.show_text("a wall on the left")
    assert not listed.table.isEnabled() and "mend it there" in listed.said.text()
    listed.show_text("post 0 0 0 1 2")
    assert listed.table.isEnabled() and listed.table.rowCount() == 1
