"""A node without files is rendered by a second Nuke, outside this one and outside the artist's script."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from secondunit.wire import FrameRange
from secondunit.wire.errors import HostError, MissingFrames

#: Stands in for `nuke -t`: does what the order says, a frame at a time, and waits for a file called `go`.
PROGRAM = """#!{python}
import json, pathlib, sys, time
assert "-t" in sys.argv, sys.argv
order = json.loads(pathlib.Path(sys.argv[-1]).read_text())
assert "Garbage" in pathlib.Path(order["script"]).read_text()
folder = pathlib.Path({folder!r})
(folder / "order.json").write_text(json.dumps(order))
for frame in range(order["first"], order["last"] + 1):
    pathlib.Path(order["file"] % frame).write_bytes(b"exr")
    while not (folder / "go").exists():
        time.sleep(0.01)
sys.exit(int((folder / "go").read_text() or 0))
"""


@pytest.fixture
def second_nuke(comp: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in place of the second Nuke; the folder where it is told to go on."""
    folder = tmp_path / "second"
    folder.mkdir()
    program = folder / "nuke"
    program.write_text(PROGRAM.format(python=sys.executable, folder=str(folder)))
    program.chmod(0o755)
    monkeypatch.setattr(comp.module("renders"), "executable", lambda: str(program))
    return folder


def until(met: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not met():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.01)


def ask(host: Any) -> Any:
    with pytest.raises(MissingFrames):
        host.plate("Garbage")
    return next(question for question in host.questions() if question.id.startswith("render:"))


def test_it_is_rendered_without_a_pause_and_taken_up_when_it_has_finished(
    comp: Any, second_nuke: Path, tmp_path: Path
) -> None:
    host = comp.host()
    before, steps = comp.fake.text(), comp.fake.undo_steps()
    # The other Nuke waits for a file that is written below: an answer that waited for it would never come.
    host.answer(ask(host).id, "render")
    until(lambda: "1 of 6" in host.questions()[0].text)
    with pytest.raises(HostError, match="is being rendered: 1 of 6 frames"):
        host.plate("Garbage")
    (second_nuke / "go").write_text("0")

    def finished() -> bool:
        host.questions()
        return not host.plates.renders.busy

    until(finished)
    plate = host.plate("Garbage")
    assert plate.frames == FrameRange(1001, 1006)
    assert plate.colorspace.name == "Linear Rec.709 (sRGB)"
    assert all(Path(plate.path % frame).is_file() for frame in plate.frames)
    assert Path(plate.path).is_relative_to(tmp_path / "state")
    assert not list(Path(plate.path).parent.glob("*.nk"))
    assert (comp.fake.text(), comp.fake.undo_steps()) == (before, steps)
    assert host.questions() == ()
    order = json.loads((second_nuke / "order.json").read_text())
    assert (order["channels"], order["datatype"], order["node"]) == ("rgba", "16 bit half", "Garbage")
    assert host.matte("Garbage").channel == "A"
    host.plates.render_again("Garbage")
    with pytest.raises(MissingFrames):
        host.plate("Garbage")


def test_a_render_that_is_stopped_leaves_nothing(comp: Any, second_nuke: Path, tmp_path: Path) -> None:
    host = comp.host()
    question = ask(host)
    host.answer(question.id, "interactive")
    until(lambda: "1 of 6" in host.questions()[0].text)
    host.answer(question.id, "cancel")
    assert not host.plates.renders.busy
    assert list((tmp_path / "state" / "nuke" / "renders").iterdir()) == []


def test_a_render_that_fails_says_the_second_nuke_s_last_words(comp: Any, second_nuke: Path) -> None:
    host = comp.host()
    (second_nuke / "go").write_text("3")
    host.answer(ask(host).id, "render")

    def failed() -> bool:
        try:
            host.plate("Garbage")
        except HostError as error:
            return "could not be rendered" in str(error)
        except MissingFrames:
            return False
        return False

    until(failed)
    with pytest.raises(HostError, match="status 3"):
        host.plate("Garbage")
    assert "last attempt failed" in host.questions()[0].help


def test_a_nuke_that_cannot_be_started_says_so(
    comp: Any, second_nuke: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comp.module("renders"), "executable", lambda: "/no/such/nuke")
    host = comp.host()
    with pytest.raises(HostError, match="could not be rendered"):
        host.answer(ask(host).id, "render")


def test_non_commercial_nuke_says_what_to_do_instead(
    non_commercial: Any, load_plugin: Any, artist_script: Any
) -> None:
    artist_script(non_commercial)
    host = load_plugin(non_commercial).host()
    with pytest.raises(HostError, match="cannot render in the background"):
        host.answer(ask(host).id, "render")


def test_the_program_of_the_second_nuke_writes_every_channel_once_as_it_is(
    terminal_nuke: Any, load_plugin: Any, artist_script: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    artist_script(terminal_nuke)
    (tmp_path / "copy.nk").write_text(terminal_nuke.text(), encoding="utf-8")
    plugin = load_plugin(terminal_nuke)
    seen: list[tuple[Any, ...]] = []

    def render(write: Any, frame: int) -> None:
        names = ("channels", "file_type", "raw", "file")
        seen.append((frame, *(write.state(name).text or write.state(name).numbers for name in names)))

    terminal_nuke.app.renderer = render
    order = {
        "script": str(tmp_path / "copy.nk"), "node": "Garbage", "file": str(tmp_path / "x.%04d.exr"),
        "first": 1001, "last": 1003, "channels": "rgba", "datatype": "16 bit half",
    }  # fmt: skip
    (tmp_path / "order.json").write_text(json.dumps(order))
    plugin.module("rendering").main(str(tmp_path / "order.json"))
    assert [entry[0] for entry in seen] == [1001, 1002, 1003]
    assert seen[0][1:4] == ("rgba", "exr", (1.0,))


def test_a_process_of_ours_does_not_outlive_the_script(comp: Any, second_nuke: Path) -> None:
    host = comp.host()
    host.answer(ask(host).id, "render")
    (running,) = host.plates.renders._running.values()
    host.forget()
    assert isinstance(running.process, subprocess.Popen)
    assert running.process.wait(timeout=10) != 0


def test_a_plate_whose_comp_has_changed_since_it_was_rendered_is_asked_about_again(
    comp: Any, second_nuke: Path
) -> None:
    host = comp.host()
    (second_nuke / "go").write_text("0")
    host.answer(ask(host).id, "render")

    def ended() -> bool:
        host.questions()
        return not host.plates.renders.busy

    until(ended)
    first = host.plate("Garbage")

    def again() -> list[Any]:
        for tree in host.plates.requests._trees.values():
            tree._rests_until = 0.0
        host.plate("Garbage")
        return [question for question in host.questions() if question.id.startswith("render:")]

    assert again() == []
    comp.node("Plate").setXYpos(5, 5)
    comp.node("Plate").knob("label").setValue("a note")
    assert again() == []
    comp.node("Garbage").knob("opacity").setValue(0.5)
    until(lambda: bool(again()))
    (question,) = again()
    assert question.text == (
        "Garbage or what is above it has changed since it was rendered. Render 6 frames of it again as the "
        "plate in the background?"
    )
    assert "Until then the plate is what was rendered before." in question.help
    assert host.plate("Garbage") == first
    host.answer(question.id, "no")
    assert again() == []
    comp.node("Garbage").knob("opacity").setValue(0.25)
    until(lambda: bool(again()))
    host.answer(again()[0].id, "render")
    until(ended)
    assert host.plate("Garbage").frames == first.frames
    assert again() == []
