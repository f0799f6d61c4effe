"""The desk: files as footage, scripts as placements, a document a show, and its window."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.qt.binding import QtCore
from secondunit.qt.desk.channels import matte_channel
from secondunit.qt.desk.desk_host import EMPTY, DeskHost
from secondunit.qt.desk.document import Shelf
from secondunit.qt.desk.footage import dropped, sequences
from secondunit.wire import (
    ColorSpace,
    Format,
    FrameRange,
    Placement,
    PlacementKind,
    Plate,
    Rate,
    Spaces,
    Take,
    TakeLayer,
)
from secondunit.wire.errors import CannotPlace, DamagedPicture, HostError, NothingSelected

pytest.importorskip("pytestqt")

PLATE = Plate("/p/bg.%04d.exr", FrameRange(1001, 1024), Rate(25), Format(640, 272), ColorSpace("ACEScg"))


def take_at(folder: Path, version: int, element: str = "smoke") -> Take:
    """A take whose folder is there."""
    here = folder / element / f"v{version:03d}"
    here.mkdir(parents=True, exist_ok=True)
    name = f"{element}_v{version:03d}"
    return Take(
        f"t{element}{version}", "j", "demo", "sh010", element, version, str(here), FrameRange(1001, 1024),
        Rate(25), Format(640, 272), ColorSpace("ACEScg"), "0" * 64,
        (TakeLayer("beauty", f"{name}.%04d.exr", ("R", "G", "B", "A")),),
    )  # fmt: skip


@pytest.fixture
def host(tmp_path: Path) -> DeskHost:
    """A desk with nothing on it."""
    return DeskHost(Shelf(str(tmp_path / "Zuständ 1")))


def test_the_desk_keeps_the_contract_of_a_host(tmp_path: Path) -> None:
    place = Path(__file__).parents[1] / "hosts" / "contract.py"
    spec = importlib.util.spec_from_file_location("secondunit_desk_contract", place)
    assert spec is not None and spec.loader is not None
    contract = importlib.util.module_from_spec(spec)
    sys.modules["secondunit_desk_contract"] = contract
    spec.loader.exec_module(contract)
    number = iter(range(1000))
    takes = tmp_path / "shows"

    def fresh() -> DeskHost:
        return DeskHost(Shelf(str(tmp_path / str(next(number)))))

    case = contract.Case(
        fresh=fresh,
        takes=(take_at(takes, 1), take_at(takes, 2), take_at(takes, 1, "dust")),
        save_and_reload=lambda host: DeskHost(host.shelf, host.document.show),
    )
    held = contract.check(case)
    assert len(held) == len(list(contract.clauses()))


def test_placing_writes_a_nuke_script_beside_the_versions(host: DeskHost, tmp_path: Path) -> None:
    take = take_at(tmp_path, 1)
    placed = host.place(Placement(take.id, PlacementKind.COMP, offset=3), take)
    file = tmp_path / "smoke" / "sh010_smoke.nk"
    assert host.placed_file(placed.id) == str(file)
    text = file.read_text("utf-8")
    assert "Group {" in text and "SecondUnit_smoke" in text and text.rstrip().endswith("end_group")
    assert [path.name for path in file.parent.iterdir() if path.name.startswith(".")] == []


def test_a_script_that_cannot_be_written_changes_nothing(host: DeskHost, tmp_path: Path) -> None:
    take = take_at(tmp_path, 1)
    gone = replace(take, folder=str(tmp_path / "not" / "mounted" / "v001"))
    with pytest.raises(CannotPlace):
        host.place(Placement(gone.id, PlacementKind.COMP), gone)
    assert host.placed() == ()
    assert not host.shelf.path(host.document.show).exists()


def test_a_document_that_cannot_be_kept_takes_the_script_back(host: DeskHost, tmp_path: Path) -> None:
    take = take_at(tmp_path, 1)
    host.shelf.folder.parent.mkdir(parents=True)
    host.shelf.folder.write_text("a file where the folder should be")
    with pytest.raises(CannotPlace):
        host.place(Placement(take.id, PlacementKind.COMP), take)
    assert host.placed() == ()
    assert list((tmp_path / "smoke").glob("*.nk")) == []


def test_footage_is_plate_and_shot_and_is_there_again_at_the_next_start(host: DeskHost) -> None:
    assert host.shot() == EMPTY
    id = host.add_footage(PLATE)
    assert host.plate(id) == PLATE
    assert (host.shot().frames, host.shot().rate) == (PLATE.frames, PLATE.rate)
    again = DeskHost(host.shelf)
    assert [source.id for source in again.sources()] == [id]
    assert again.plate(id) == PLATE


def test_a_colour_space_that_is_not_said_is_asked_and_never_guessed(host: DeskHost) -> None:
    id = host.add_footage(replace(PLATE, colorspace=ColorSpace("")))
    with pytest.raises(HostError):
        host.plate(id)
    (question,) = host.questions()
    with pytest.raises(HostError):
        host.answer(question.id, "whatever")
    host.answer(question.id, "Linear Rec.709 (sRGB)")
    assert host.questions() == ()
    assert host.plate(id).colorspace.name == "Linear Rec.709 (sRGB)"
    assert DeskHost(host.shelf).plate(id).colorspace.name == "Linear Rec.709 (sRGB)"


def test_code_values_are_asked_about_with_other_spaces_than_light(host: DeskHost) -> None:
    light = host.spaces(replace(PLATE, colorspace=ColorSpace("")))
    coded = host.spaces(replace(PLATE, path="/jobs/scan.%04d.dpx", colorspace=ColorSpace("")))
    assert light[0][0] == "ACEScg" and coded[0][0] == "ACEScct" and set(light) == set(coded)


def test_a_damaged_movie_is_asked_about_and_opened_as_it_is_only_when_that_is_said(host: DeskHost) -> None:
    opened: list[str] = []
    problem = DamagedPicture("torn.mov is damaged: it breaks off after 7 of 12 frames.").problem
    for answer, count in (("leave", 0), ("take", 1)):
        host.ask_about_damage("/jobs/torn.mov", problem, lambda: opened.append("torn"))
        (question,) = host.questions()
        assert "torn.mov although it is damaged" in question.text and "7 of 12" in question.help
        host.answer(question.id, answer)
        assert len(opened) == count and host.questions() == ()
        with pytest.raises(HostError):
            host.answer(question.id, answer)


def test_the_dialogs_offer_what_the_service_reads() -> None:
    from secondunit.media.footage import MOVIES, STILLS
    from secondunit.qt.desk.footage import PICTURES
    from secondunit.qt.form import references

    offered = {one.removeprefix("*") for one in PICTURES.split("(")[1].split(")")[0].split()}
    assert offered == {*STILLS, *MOVIES}
    assert all(f"*{ending}" in references.PICTURES for ending in STILLS)


def test_each_show_has_a_document_of_its_own(host: DeskHost) -> None:
    host.keep({"fields": {"show": "alpha", "prompt": "smoke"}})
    host.keep({"fields": {"show": "beta", "prompt": "dust"}})
    assert host.shelf.shows() == ("alpha", "beta")
    assert DeskHost(host.shelf).kept()["fields"] == {"show": "beta", "prompt": "dust"}
    host.open_show("alpha")
    assert host.kept()["fields"] == {"show": "alpha", "prompt": "smoke"}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"form": 99}', '{"form": 1, "plates": 3}', "\x00\xff"])
def test_a_damaged_document_is_set_aside_and_the_desk_begins_anew(host: DeskHost, text: str) -> None:
    host.keep({"fields": {"show": "alpha"}})
    path = host.shelf.path("alpha")
    path.write_text(text, "utf-8")
    again = DeskHost(host.shelf, "alpha")
    assert again.kept() == {}
    assert [one.read_text("utf-8") for one in path.parent.glob("alpha.damaged-*")] == [text]


def test_a_document_holds_no_trace_of_a_write_that_was_cut_off(host: DeskHost) -> None:
    host.keep({"fields": {"show": "alpha"}})
    names = {path.name for path in host.shelf.folder.iterdir()}
    assert names == {"alpha.json", "last"}
    assert json.loads(host.shelf.path("alpha").read_text("utf-8"))["form"] == 1


def test_a_source_that_was_never_opened_is_refused(host: DeskHost) -> None:
    for ask in (host.plate, host.matte, host.camera):
        with pytest.raises(NothingSelected):
            ask("/nowhere.exr")


def test_the_frames_of_one_sequence_are_opened_once() -> None:
    names = ["/a/bg.1001.exr", "/a/bg.1002.exr", "/a/fg.1001.exr", "/a/clip.mov"]
    assert sequences(names) == ["/a/bg.1001.exr", "/a/fg.1001.exr", "/a/clip.mov"]
    data = QtCore.QMimeData()
    data.setUrls([QtCore.QUrl.fromLocalFile(name) for name in names] + [QtCore.QUrl("https://x/y.exr")])
    assert dropped(data) == ["/a/bg.1001.exr", "/a/fg.1001.exr", "/a/clip.mov"]


def test_footage_gives_its_alpha_as_a_matte_else_its_first_channel(tmp_path: Path) -> None:
    window = b"".join(number.to_bytes(4, "little") for number in (0, 0, 639, 271))
    display = b"displayWindow\0box2i\0" + len(window).to_bytes(4, "little") + window
    for names, expected in (
        (("A", "B", "G", "R"), "A"), (("B", "G", "R"), "R"), (("roof.R", "roof.G"), "roof.R"),
    ):  # fmt: skip
        listed = b"".join(name.encode() + b"\0" + b"\0" * 16 for name in names) + b"\0"
        channels = b"channels\0chlist\0" + len(listed).to_bytes(4, "little") + listed
        whole = (20000630).to_bytes(4, "little") + b"\x02\0\0\0" + channels + display + b"\0"
        (tmp_path / "bg.1001.exr").write_bytes(whole)
        plate = replace(PLATE, path=str(tmp_path / "bg.%04d.exr"))
        assert matte_channel(plate) == expected
        for cut in range(0, len(whole) - 1, 5):
            (tmp_path / "bg.1001.exr").write_bytes(whole[:cut])
            assert matte_channel(plate) == "R", "a damaged file has no alpha to speak of"
    assert matte_channel(replace(PLATE, path=str(tmp_path / "none.%04d.exr"))) == "A"


# The window ------------------------------------------------------------------------------------------------


@pytest.fixture
def window(service: Any, home: Path, qtbot: Any) -> Iterator[Any]:
    """The desk's window over the small service; what it would say in a dialog is kept in `said`."""
    from secondunit.host import Dialling
    from secondunit.host.session import Session
    from secondunit.qt.desk.window import DeskWindow

    host = DeskHost(Shelf(str(home)))
    session = Session(host, Dialling(command="", user="kim", home=str(home)))
    session.start()
    said: list[str] = []
    made = DeskWindow(session, host, say=lambda parent, text: said.append(text))
    made.said = said
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: session.panel.connection.state.value == "online", timeout=10_000)
    yield made
    session.close()


def test_a_file_is_read_by_the_service_and_becomes_the_plate(window: Any, service: Any, qtbot: Any) -> None:
    service.plates["/p/bg.1001.exr"] = PLATE
    window.open(["/p/bg.1001.exr"])
    qtbot.waitUntil(lambda: window.session.panel.plate == PLATE, timeout=10_000)
    assert window.session.panel.shot.frames == PLATE.frames
    assert window.session.source == PLATE.path


def test_a_dropped_file_is_offered_as_plate_matte_or_reference(window: Any, service: Any, qtbot: Any) -> None:
    service.plates["/p/bg.1001.exr"] = PLATE
    menu = window.drop_menu(["/p/bg.1001.exr"])
    assert [action.text() for action in menu.actions()] == [
        "Use as &Plate", "Use as &Matte", "Add as &Reference",
    ]  # fmt: skip
    menu.actions()[1].trigger()
    qtbot.waitUntil(lambda: window.session.panel.matte is not None, timeout=10_000)
    assert window.session.panel.matte.path == PLATE.path


def test_a_file_that_cannot_be_read_is_said_in_the_panel(window: Any, qtbot: Any) -> None:
    window.open(["/p/none.exr"])
    qtbot.waitUntil(lambda: window.session.panel.message is not None, timeout=10_000)
    assert "none.exr" in window.session.panel.message.message
    assert window.host.sources() == ()


def test_closing_with_a_running_job_says_so_once_and_leaves_it_running(
    window: Any, service: Any, qtbot: Any, home: Path
) -> None:
    job = service.make_job()
    qtbot.waitUntil(lambda: bool(window.session.panel.jobs.active()), timeout=10_000)
    window.close()
    assert len(window.said) == 1 and "goes on" in window.said[0]
    assert not service.jobs[job.id].state.ended
    assert not Shelf(str(home)).first_time("closed with jobs")


def test_the_panel_says_plainly_what_placing_does_on_a_desk(window: Any) -> None:
    said = window.panel.takes.place.sentence
    assert not said.isHidden() and "Nuke script beside the takes" in said.text()


def test_a_placed_script_can_be_forgotten_and_stays_on_disk(window: Any, tmp_path: Path, qtbot: Any) -> None:
    take = take_at(tmp_path, 1)
    placed = window.host.place(Placement(take.id, PlacementKind.COMP), take)
    file = Path(window.host.placed_file(placed.id))
    window.scripts.aboutToShow.emit()
    (entry,) = window.scripts.actions()
    next(act for act in entry.menu().actions() if "Forget" in act.text()).trigger()
    assert window.host.placed() == () and file.exists()


def test_about_names_the_versions_of_all_that_runs(window: Any) -> None:
    from secondunit import __version__
    from secondunit.qt.desk.window import about_text

    text = about_text(window.session)
    assert (text.count(__version__) >= 2 and "Qt 6" in text) or "Qt 5" in text


def test_without_a_display_the_desk_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from secondunit.qt.desk.app import require_display

    if sys.platform in ("win32", "darwin"):
        pytest.skip("windows are always there")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(HostError) as refused:
        require_display()
    assert refused.value.problem.remedy


def test_the_question_of_colour_offers_the_spaces_of_the_studios_config(
    window: Any, service: Any, qtbot: Any
) -> None:
    service.spaces["studio.ocio"] = Spaces(
        "studio.ocio",
        ("film_log", "nordlys_lin", "screen"),
        ("log", "scene-linear", "sdr-video"),
        "nordlys_lin",
    )
    path = "/shows/nordlys/plate.mov"
    service.plates[path] = replace(PLATE, path=path, colorspace=ColorSpace(""))
    window.open([path])
    offered = ("nordlys_lin", "film_log", "screen")

    def asked() -> bool:
        return any(tuple(v for v, _ in q.choices) == offered for q in window.session.panel.questions)

    qtbot.waitUntil(asked, timeout=10_000)
    window.host.answer(window.host.questions()[0].id, "film_log")
    assert window.host.plate(path).colorspace.name == "film_log"
