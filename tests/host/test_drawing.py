"""Drawing a matte without a widget: steps and their undo, keys, what is written, and what is opened again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from secondunit.host import Dialling, LinkState, Session
from secondunit.host.drawing import MatteDrawing
from secondunit.host.drawn_mattes import DRAWN
from secondunit.host.shape_editor import MatteTool
from secondunit.host.shaping import line_away, simplified
from secondunit.wire import (
    ColorSpace,
    DrawnMatte,
    Format,
    FrameRange,
    FrozenMap,
    MatteRecord,
    OpenedMatte,
    Plate,
    Rate,
    ShapeKind,
)
from secondunit.wire.errors import DiskFull

FRAMES, FORMAT = FrameRange(1001, 1048), Format(320, 180)
PLATE = Plate("/sh010/bg.%04d.exr", FRAMES, Rate(24), FORMAT, ColorSpace("ACEScg"))
TRIANGLE = [(10.0, 10.0), (60.0, 10.0), (10.0, 60.0)]


@pytest.fixture
def session(host: Any, home: Path, service: Any) -> Iterator[Session]:
    made = Session(host, Dialling(command="", home=str(home)))
    made.start()
    made.look = lambda: None  # type: ignore[method-assign]
    yield made
    made.close()


@pytest.fixture
def run(session: Session) -> Callable[..., None]:
    def pump(holds: Callable[[], object]) -> None:
        end, rest = time.monotonic() + 10.0, threading.Event()
        while not holds():
            rest.wait(0.002)
            session.pump()
            assert time.monotonic() < end, f"it never came to hold: {session.panel.message}"

    pump(lambda: session.panel.connection.state is LinkState.ONLINE)
    return pump


@pytest.fixture
def drawing(session: Session, run: Callable[..., None]) -> MatteDrawing:
    session.panel.use(shot=session.panel.shot, plate=PLATE)
    made = session.panel.drawing
    assert made.begin() is None
    return made


def polygon(drawing: MatteDrawing, frame: int = 1001) -> None:
    for corner in TRIANGLE:
        drawing.add_corner(corner)
    drawing.close_polygon(frame)


def test_without_a_plate_there_is_nothing_to_draw_over(session: Session) -> None:
    problem = session.panel.drawing.begin()
    assert problem is not None and "plate" in problem.remedy and not session.panel.drawing.active


def test_a_polygon_is_closed_into_a_shape_with_what_the_tools_have(drawing: MatteDrawing) -> None:
    drawing.set_feather(6.0)
    drawing.set_subtracts(True)
    polygon(drawing, 1010)
    shape = drawing.shape
    assert shape is not None and shape.kind is ShapeKind.POLYGON
    assert (shape.feather, shape.subtracts, shape.keys[0].frame) == (6.0, True, 1010)
    assert shape.keys[0].pairs == tuple(TRIANGLE)
    drawing.add_corner((1.0, 1.0))
    drawing.add_corner((2.0, 2.0))
    drawing.close_polygon(1010)
    assert drawing.drawing is not None and len(drawing.drawing.shapes) == 1, "two corners are no polygon"


def test_a_move_at_another_frame_is_a_key_there_and_between_them_it_is_linear(drawing: MatteDrawing) -> None:
    polygon(drawing)
    drawing.take_hold()
    for step in range(1, 11):
        drawing.put_points([(x + step, y) for x, y in TRIANGLE], 1011)
    drawing.let_go()
    assert drawing.keys == (1001, 1011) and drawing.shape is not None
    assert drawing.shape.points_at(1006)[:2] == (15.0, 10.0)
    drawing.undo()
    assert drawing.keys == (1001,), "a drag is one step"
    drawing.redo()
    drawing.remove_key(1001)
    assert drawing.keys == (1011,) and drawing.shape.points_at(1001)[0] == 20.0


def test_points_are_added_and_taken_away_in_every_key(drawing: MatteDrawing) -> None:
    polygon(drawing)
    drawing.put_points([(x + 10, y) for x, y in TRIANGLE], 1011)
    drawing.insert_point(0, 0.5)
    assert drawing.shape is not None
    assert [key.pairs[1] for key in drawing.shape.keys] == [(35.0, 10.0), (45.0, 10.0)]
    drawing.delete()
    assert drawing.shape.keys[0].pairs == tuple(TRIANGLE)
    drawing.choose(0, frozenset({0}))
    drawing.delete()
    assert drawing.drawing is not None and drawing.drawing.shapes == (), "two corners are left: no polygon"
    drawing.undo()
    assert drawing.drawing.shapes[0].keys[0].pairs == tuple(TRIANGLE)


def test_undo_takes_back_corners_one_by_one_and_then_steps(drawing: MatteDrawing) -> None:
    polygon(drawing)
    drawing.add_corner((5.0, 5.0))
    drawing.add_corner((6.0, 6.0))
    drawing.undo()
    assert drawing.corners == ((5.0, 5.0),)
    drawing.undo()
    drawing.undo()
    assert drawing.drawing is not None and drawing.drawing.shapes == () and not drawing.can_undo
    drawing.redo()
    assert len(drawing.drawing.shapes) == 1


def test_a_stroke_keeps_the_hands_way_with_few_points(drawing: MatteDrawing) -> None:
    way = [(20.0 + n / 4, 30.0 + ((n / 60) ** 2) * 3) for n in range(400)]
    few = simplified(way)
    assert len(few) < 20 and few[0] == way[0] and few[-1] == way[-1]
    worst = max(min(line_away(point, a, b)[0] for a, b in pairwise(few)) for point in way)
    assert worst <= 0.36
    drawing.use_tool(MatteTool.BRUSH)
    drawing.set_radius(7.0)
    drawing.draw_stroke(way, 1001)
    assert drawing.shape is not None and drawing.shape.radius == 7.0
    drawing.set_radius(9.0)
    assert drawing.shape.radius == 7.0, "a brush in the hand is for the next stroke"
    drawing.use_tool(MatteTool.SELECT)
    drawing.set_radius(11.0)
    assert drawing.shape.radius == 11.0, "the chosen stroke follows"
    drawing.undo()
    assert drawing.shape is not None and drawing.shape.radius == 7.0


def test_what_is_written_becomes_the_panels_matte_and_goes_into_the_brief(
    drawing: MatteDrawing, session: Session, service: Any, run: Any
) -> None:
    polygon(drawing)
    assert drawing.unwritten
    drawing.set_name("roof")
    drawing.write()
    run(lambda: not drawing.writing)
    wish = service.drawn[0]
    assert wish.name == "roof" and wish.drawing == drawing.drawing and wish.plate == PLATE
    assert (wish.show, wish.shot) == (session.panel.show_name, session.panel.shot_name)
    assert session.matte.startswith(DRAWN) and not drawing.unwritten
    matte = session.panel.matte
    assert matte is not None and matte.channel == "A" and matte.frames == FRAMES
    assert matte.path.endswith("roof/v001/roof.%04d.exr")
    source = next(source for source in session.panel.drawing.sources(session.matte))
    assert source.id == session.matte and source.label == "roof v001 (drawn)"


def test_a_document_that_is_opened_again_has_its_drawn_matte_and_what_was_not_written(
    drawing: MatteDrawing, session: Session, run: Any
) -> None:
    polygon(drawing)
    drawing.write()
    run(lambda: not drawing.writing)
    before = session.panel.matte
    drawing.draw_stroke([(5.0, 5.0), (9.0, 9.0)], 1001)
    drawn = drawing.drawing
    session.document_changed()
    session.panel.use(shot=session.panel.shot, plate=PLATE, matte=session.panel.matte)
    session.look_at_footage(quietly=True)
    assert session.panel.matte == before and session.panel.drawing.drawing == drawn
    assert session.panel.drawing.unwritten


def test_an_empty_drawing_is_not_written(drawing: MatteDrawing, session: Session, service: Any) -> None:
    drawing.write()
    assert session.panel.message is not None and "drawn" in session.panel.message.message
    assert service.drawn == []


def test_what_could_not_be_written_is_said_and_stays(
    drawing: MatteDrawing, session: Session, service: Any, run: Any
) -> None:
    def full(wish: Any) -> Any:
        raise DiskFull("The disk is full, or the quota is used up.", kept="Nothing was written.")

    service.write_matte = full
    polygon(drawing)
    drawing.write()
    run(lambda: not drawing.writing)
    message = session.panel.message
    assert message is not None and message.code == "storage.full" and message.remedy and message.kept
    assert drawing.unwritten and session.matte == ""


def test_a_matte_that_is_opened_again_says_whose_files_others_changed(
    drawing: MatteDrawing, service: Any, run: Any
) -> None:
    polygon(drawing)
    kept = drawing.drawing
    assert kept is not None
    record = MatteRecord(kept, "S", "sh010", "roof", 3, files=FrozenMap({"roof.1001.exr": "0"}))
    service.opened = OpenedMatte(record, ("roof.1001.exr", "roof.1002.exr"), ())
    drawing.begin_anew()
    drawing.open("/drawn/roof.%04d.exr")
    run(lambda: drawing.name == "roof")
    assert drawing.drawing == kept and not drawing.unwritten
    assert "roof.1001.exr and 1 more were changed since" in drawing.remark
    assert "new version" in drawing.remark


def test_what_is_drawn_for_another_size_is_let_go_only_when_asked_twice(
    drawing: MatteDrawing, session: Session
) -> None:
    polygon(drawing)
    kept = drawing.drawing
    other = replace(PLATE, path="/other.%04d.exr", format=Format(640, 360))
    session.panel.use(shot=session.panel.shot, plate=other)
    problem = drawing.begin()
    assert problem is not None and "320x180" in problem.message and "kept" in problem.kept
    assert drawing.drawing == kept
    assert drawing.begin() is None and drawing.drawing == DrawnMatte(FRAMES, other.format)


def test_only_what_is_seen_at_a_frame_is_asked_for_and_only_once(
    drawing: MatteDrawing, service: Any, run: Any
) -> None:
    polygon(drawing)
    drawing.put_points([(x + 10, y) for x, y in TRIANGLE], 1011)
    drawing.look(1006, 320, None)
    drawing.look(1006, 320, None)
    run(lambda: drawing.picture is not None)
    assert drawing.picture is not None
    look = drawing.picture.look
    assert look.drawing.shapes[0].keys[0].pairs[0] == (15.0, 10.0) and len(look.drawing.shapes[0].keys) == 1
    drawing.look(1006, 320, None)
    drawing.look(1011, 320, None)
    run(lambda: drawing.picture is not None and drawing.picture.look.frame == 1011)
    assert service.asked.count("POST /v1/mattes/frame") == 2


def test_what_was_written_in_the_last_document_is_opened_to_be_changed_in_this_one(
    drawing: MatteDrawing, session: Session, service: Any, run: Any
) -> None:
    polygon(drawing)
    drawn = drawing.drawing
    assert drawn is not None
    drawing.look(1001, 320, None)
    drawing.write()
    run(lambda: not drawing.writing and drawing.picture is not None)
    service.opened = OpenedMatte(MatteRecord(drawn, "S", "sh010", "matte", 1), ("matte.1001.exr",), ())
    drawing.restore(None)
    assert (drawing.drawing, drawing.written, drawing.picture, drawing.unwritten) == (None, None, None, False)
    drawing.draw(session.matte)
    run(lambda: drawing.drawing is not None)
    assert drawing.drawing == drawn and drawing.remark
    drawing.restore(None)
    assert drawing.remark == ""


@pytest.fixture
def answered(session: Session, run: Any) -> Callable[[], None]:
    """Pump until everything that was asked so far is answered."""

    def wait() -> None:
        done: list[object] = []
        session.panel.ask(lambda client: None, done.append)
        run(lambda: done)

    return wait


def test_answers_that_come_after_another_document_was_opened_change_nothing_of_it(
    drawing: MatteDrawing, session: Session, service: Any, answered: Callable[[], None]
) -> None:
    polygon(drawing)
    assert drawing.drawing is not None
    service.opened = OpenedMatte(MatteRecord(drawing.drawing, "S", "sh010", "roof", 1), (), ())
    drawing.look(1001, 320, None)
    drawing.write()
    drawing.open("/drawn/roof.%04d.exr")
    session.host.keep({})
    session.document_changed()
    assert not drawing.writing
    answered()
    assert len(service.drawn) == 1 and session.matte == ""
    assert (drawing.drawing, drawing.written, drawing.picture, drawing.name) == (None, None, None, "matte")


def test_a_refusal_of_the_last_document_is_not_said_in_this_one(
    drawing: MatteDrawing, session: Session, service: Any, answered: Callable[[], None]
) -> None:
    def full(wish: Any) -> Any:
        raise DiskFull("The disk is full, or the quota is used up.")

    service.write_matte = full
    polygon(drawing)
    drawing.write()
    drawing.restore(None)
    answered()
    assert service.asked.count("POST /v1/mattes") == 1 and session.panel.message is None
