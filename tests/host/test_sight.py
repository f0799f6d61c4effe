"""What is seen of the host's selection, and the sentence over it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from secondunit.host import PanelTopic, Source
from secondunit.host.sight import SourceView, likeliest, sight_of
from secondunit.host.stage import Stage
from secondunit.wire import ColorSpace, Format, FrameRange, Plate, Rate

PLATE = Plate("/p/bg.%04d.exr", FrameRange(1001, 1048), Rate(24), Format(64, 36), ColorSpace("ACEScg"))
STILL = replace(PLATE, path="/p/still.png", frames=FrameRange(1010, 1010))
READ = Source("Read1", "Read1")
MERGE = Source("Merge1", "Merge1", needs_render=True, selected=True)


def test_a_plate_that_is_what_the_host_shows_has_no_sentence() -> None:
    assert sight_of((READ,), "Read1", True, PLATE) == SourceView()


def test_a_render_stands_with_its_own_sentence() -> None:
    rendered = Source("Merge1", "Merge1", selected=True, remark="Merge1 as Write1 rendered it.")
    assert sight_of((rendered, READ), "Merge1", True, PLATE) == SourceView(None, rendered.remark)


def test_where_the_selection_has_no_files_the_plate_of_the_brief_says_that_it_is_another_one() -> None:
    sight = sight_of((MERGE, READ), "Read1", True, PLATE)
    assert sight.remark == (
        "Merge1 is selected and has no files yet. This is bg.%04d.exr, the plate of the brief."
    )
    assert sight_of((MERGE, READ), "Read1", False, PLATE) == SourceView(), "a plate that was chosen stays"


def test_without_a_plate_the_likeness_of_the_selection_is_seen_and_without_one_nothing() -> None:
    clip = replace(MERGE, likeness=STILL, remark="The still of 01:00:00:10.")
    assert sight_of((clip,), "", True, None) == SourceView(STILL, "The still of 01:00:00:10.")
    assert sight_of((clip,), "Merge1", False, None) == SourceView(STILL, "The still of 01:00:00:10.")
    assert sight_of((MERGE,), "", True, None) == SourceView()
    assert sight_of((), "", True, None) == SourceView()


def test_the_likeliest_source_is_the_selected_one_that_has_files_then_the_one_before_then_the_first() -> None:
    other = Source("Read2", "Read2")
    assert likeliest((MERGE, READ, other), "Read2") == "Read2"
    assert likeliest((MERGE, READ, other), "gone") == "Read1"
    assert likeliest((READ, replace(other, selected=True)), "Read1") == "Read2"
    assert likeliest((MERGE,), "Read1") == ""


def test_a_likeness_is_on_the_canvas_and_never_in_the_brief(panel: Any) -> None:
    from secondunit.host.canvas import Canvas
    from secondunit.host.pictures import PictureCache
    from secondunit.host.viewer import Viewer

    viewer = Viewer(panel, PictureCache(panel), clock=lambda: 0.0)
    canvas = Canvas(panel, viewer, clock=lambda: 0.0)
    changed: list[frozenset[PanelTopic]] = []
    panel.subscribe(changed.append)
    canvas.use_sight(SourceView(STILL, "The still of 01:00:00:10."))
    canvas.tick()
    panel.pump()
    assert viewer.stage is Stage.PLATE and viewer.plate == STILL and panel.plate is None
    assert any(PanelTopic.PLATE in topics for topics in changed)
    panel.use(shot=None, plate=PLATE, matte=None)
    canvas.tick()
    assert viewer.plate == PLATE, "the plate of the brief comes first"
