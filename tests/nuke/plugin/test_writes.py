"""A node without files is shown by what a Write rendered of it last; nothing is rendered for it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from secondunit.wire import FrameRange
from secondunit.wire.errors import MissingFrames

DAY = 1_700_000_000


@pytest.fixture
def write(comp: Any, tmp_path: Path) -> Any:
    """A Write below a dot below `Comp`, with the files 1001 to 1004 and 1006 on disk."""
    nuke = comp.fake.nuke
    dot = nuke.nodes.Dot(inputs=[comp.node("Comp")])
    node = nuke.nodes.Write(inputs=[dot])
    node.knob("file").setValue((tmp_path / "comp" / "comp.####.exr").as_posix())
    node.knob("channels").setValue("rgba")
    (tmp_path / "comp").mkdir()
    for frame in (1001, 1002, 1003, 1004, 1006):
        file = tmp_path / "comp" / f"comp.{frame}.exr"
        file.write_bytes(b"exr")
        os.utime(file, (DAY, DAY))
    return node


def source(host: Any, id: str) -> Any:
    return next(source for source in host.sources() if source.id == id)


def test_a_node_is_shown_by_the_files_of_a_write_below_it_and_says_so(comp: Any, write: Any) -> None:
    comp.node("Comp").setSelected(True)
    host = comp.host()
    offered = source(host, "Comp")
    assert not offered.needs_render and offered.selected
    assert offered.remark.startswith("Comp as Write1 rendered it, 2023-11-1")
    assert offered.remark.endswith("What was changed in the script since is not in this picture.")
    plate = host.plate("Comp")
    assert plate.path.endswith("/comp/comp.%04d.exr") and plate.frames == FrameRange(1001, 1004)
    assert plate.colorspace.name == "Linear Rec.709 (sRGB)" and plate.format.width == 64
    assert not host.questions() and not host.plates.renders.busy


def test_a_write_that_is_selected_shows_its_own_files(comp: Any, write: Any) -> None:
    write.setSelected(True)
    host = comp.host()
    assert source(host, "Write1").remark.startswith("Write1, 2023-11-1")
    assert host.plate("Write1").frames == FrameRange(1001, 1004)


def test_a_dot_below_a_write_shows_what_that_wrote(comp: Any, write: Any) -> None:
    dot = comp.fake.nuke.nodes.Dot(inputs=[write])
    dot.setSelected(True)
    assert comp.host().plate(dot.name()).path.endswith("comp.%04d.exr")


def test_files_that_came_since_are_seen_and_those_that_went_are_not(
    comp: Any, write: Any, tmp_path: Path
) -> None:
    comp.node("Comp").setSelected(True)
    host, folder = comp.host(), tmp_path / "comp"
    assert host.plate("Comp").frames.last == 1004
    (folder / "comp.1005.exr").write_bytes(b"exr")
    os.utime(folder, (DAY + 1, DAY + 1))
    assert host.plate("Comp").frames == FrameRange(1001, 1006)
    for file in folder.iterdir():
        file.unlink()
    os.utime(folder, (DAY + 2, DAY + 2))
    assert source(host, "Comp").needs_render and not source(host, "Comp").remark
    with pytest.raises(MissingFrames, match="its frames do not exist as files"):
        host.plate("Comp")


def test_a_write_of_alpha_alone_or_of_a_movie_shows_no_plate(comp: Any, write: Any, tmp_path: Path) -> None:
    comp.node("Comp").setSelected(True)
    host = comp.host()
    write.knob("channels").setValue("alpha")
    assert source(host, "Comp").needs_render
    write.knob("channels").setValue("rgb")
    (tmp_path / "comp" / "comp.mov").write_bytes(b"mov")
    write.knob("file").setValue((tmp_path / "comp" / "comp.mov").as_posix())
    assert source(host, "Comp").needs_render


def test_of_two_writes_the_newer_files_show_the_node(comp: Any, write: Any, tmp_path: Path) -> None:
    other = comp.fake.nuke.nodes.Write(inputs=[comp.node("Comp")])
    other.knob("file").setValue((tmp_path / "later.%04d.exr").as_posix())
    other.knob("channels").setValue("rgb")
    (tmp_path / "later.1001.exr").write_bytes(b"exr")
    os.utime(tmp_path / "later.1001.exr", (DAY + 60, DAY + 60))
    comp.node("Comp").setSelected(True)
    host = comp.host()
    assert source(host, "Comp").remark.startswith(f"Comp as {other.name()} rendered it")
    assert host.plate("Comp").frames == FrameRange(1001, 1001)


def test_a_node_above_a_grade_is_not_shown_by_a_write_below_that(comp: Any, write: Any) -> None:
    comp.node("Look").setSelected(True)
    assert source(comp.host(), "Look").needs_render


def test_show_and_shot_are_named_by_the_script_s_file(comp: Any, tmp_path: Path) -> None:
    host = comp.host()
    assert host.document_names() == {}, "it was not saved yet"
    script = tmp_path / "nova" / "shots" / "sq010" / "sh020" / "comp" / "sh020_comp_v003.nk"
    script.parent.mkdir(parents=True)
    comp.fake.nuke.scriptSaveAs(script.as_posix())
    assert host.document_names() == {"shot": "sh020", "show": "nova"}
