"""The canvas: the plate that was chosen, the job as its frames come, its take; what is watched stays."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.host import Dialling, LinkState, Session
from secondunit.host.detail import detail_of
from secondunit.host.pictures import PLATE_CROP, TAKE_CROP
from secondunit.host.stage import Stage
from secondunit.host.state import PanelTopic
from secondunit.wire import ColorSpace, Format, FrameRange, JobState, Plate, Rate, Viewing, Window

PLATE = Plate(
    "/sh010/bg.%04d.exr", FrameRange(1001, 1048), Rate(24), Format(4096, 2160), ColorSpace("ACEScg")
)


Use, Own, Run = Callable[[Any], None], Callable[..., Any], Callable[..., None]


@pytest.fixture
def session(host: Any, home: Path, service: Any) -> Iterator[Session]:
    made = Session(host, Dialling(command="", home=str(home)))
    made.start()
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
def use(session: Session, run: Callable[..., None]) -> Callable[[Plate | None], None]:
    """Let the host have a plate, as `use` of the panel does after a look at the document."""

    def take_up(plate: Plate | None) -> None:
        session.watch.turn = lambda: False  # type: ignore[method-assign]
        session.panel.use(shot=session.panel.shot, plate=plate)
        run(lambda: session.viewer.plate == plate)

    return take_up


@pytest.fixture
def own(session: Session, service: Any, run: Callable[..., None]) -> Callable[..., Any]:
    """A job that was asked for from this panel, running."""

    def make(**changes: Any) -> Any:
        job = service.make_job(state=JobState.RUNNING, **changes)
        session.panel.own_jobs.append(job.id)
        run(lambda: session.panel.jobs.get(job.id) is not None)
        return job

    return make


def finish(service: Any, job: Any, version: int = 1) -> Any:
    take = sys.modules[type(service).__module__].take_of(job, version=version)
    service.add_take(take)
    service.change(job.id, state=JobState.DONE, take=take.id)
    return take


def test_a_plate_is_shown_at_once_where_the_artist_stands(
    session: Session, use: Use, run: Run, service: Any
) -> None:
    assert session.viewer.stage is Stage.EMPTY and session.viewer.keys() == (None, None)
    session.panel.frame = 1020
    use(PLATE)
    assert session.viewer.stage is Stage.PLATE and session.viewer.frame == 1020
    assert session.viewer.frames == PLATE.frames and session.viewer.rate == Rate(24)
    key = session.viewer.keys()[0]
    assert key is not None and key.plate == PLATE and key.frame == 1020
    run(lambda: session.pictures.has(key))
    assert service.asked.count("POST /v1/plates/frame") >= 1
    session.panel.frame = 1030
    run(lambda: session.viewer.frame == 1030)


def test_another_plate_takes_the_place_of_the_first_but_not_of_a_take_that_is_watched(
    session: Session,
    use: Callable[..., None],
    own: Callable[..., Any],
    service: Any,
    run: Callable[..., None],
) -> None:
    use(PLATE)
    take = finish(service, own())
    run(lambda: session.viewer.a == take.id)
    use(replace(PLATE, path="/sh010/clean.%04d.exr"))
    assert session.viewer.stage is Stage.PLATE, "it came by itself, and goes by itself"
    session.gallery.choose(take.id)
    use(PLATE)
    assert session.viewer.a == take.id, "it was chosen by hand"
    session.canvas.show_plate()
    assert session.viewer.stage is Stage.PLATE and session.viewer.plate == PLATE


def test_a_running_job_is_shown_from_its_first_frame_and_then_its_take(
    session: Session,
    use: Callable[..., None],
    own: Callable[..., Any],
    service: Any,
    run: Callable[..., None],
) -> None:
    use(PLATE)
    job = own()
    assert session.viewer.stage is Stage.PLATE, "nothing of it is there yet"
    service.previews[job.id] = 1001
    service.change(job.id, progress=0.3, frames_done=1)
    run(lambda: session.viewer.stage is Stage.JOB and session.viewer.job == job.id)
    assert session.viewer.frames is None and session.viewer.format == PLATE.format
    key = session.viewer.keys()[0]
    assert key is not None
    run(lambda: session.pictures.has(key))
    take = finish(service, job)
    run(lambda: session.viewer.a == take.id)
    assert session.viewer.stage is Stage.TAKE and not session.canvas.watched


def test_a_take_chosen_by_hand_stays_while_another_is_made_and_ends(
    session: Session,
    use: Callable[..., None],
    own: Callable[..., Any],
    service: Any,
    run: Callable[..., None],
) -> None:
    use(PLATE)
    first = finish(service, own())
    run(lambda: session.viewer.a == first.id)
    job = own()
    session.gallery.choose(first.id)
    service.change(job.id, progress=0.5, frames_done=2)
    take = finish(service, job, 2)
    run(lambda: session.panel.takes.get(take.id) is not None and session.panel.jobs.get(job.id).state.ended)
    session.pump()
    assert session.viewer.a == first.id


def test_after_a_job_that_failed_the_plate_is_shown_again(
    session: Session,
    use: Callable[..., None],
    own: Callable[..., Any],
    service: Any,
    run: Callable[..., None],
) -> None:
    use(PLATE)
    job = own()
    service.change(job.id, progress=0.3, frames_done=1)
    run(lambda: session.viewer.stage is Stage.JOB)
    service.change(job.id, state=JobState.FAILED)
    run(lambda: session.viewer.stage is Stage.PLATE)


def test_jobs_that_ended_before_the_panel_opened_show_nothing(
    session: Session, use: Use, service: Any, run: Run
) -> None:
    use(PLATE)
    job = service.make_job(state=JobState.RUNNING)
    take = finish(service, job)
    run(lambda: session.panel.takes.get(take.id) is not None)
    run(lambda: (known := session.panel.jobs.get(job.id)) is None or known.state is JobState.DONE)
    session.panel.own_jobs.append(job.id)  # as the document says it of a job of an earlier day
    session.panel.touch(PanelTopic.JOBS)
    session.pump()
    assert session.viewer.stage is Stage.PLATE


def test_the_pixel_under_the_pointer_is_read_and_only_the_last_of_many(
    session: Session, use: Use, run: Run, service: Any
) -> None:
    use(PLATE)
    for x in range(200):
        session.canvas.point_at((x, 7))
    run(lambda: session.canvas.values is not None and session.canvas.values.x == 199)
    assert session.canvas.values.values == ("199", "7", "1001")
    assert service.asked.count("POST /v1/plates/pixel") < 10
    session.canvas.point_at(None)
    assert session.canvas.values is None


def test_a_plate_that_vanishes_while_it_is_shown_is_said_and_comes_back(
    session: Session, use: Use, run: Run, service: Any, monkeypatch: Any
) -> None:
    from secondunit.host import canvas

    monkeypatch.setattr(canvas, "AGAIN", 0.0)
    use(PLATE)
    key = session.viewer.keys()[0]
    assert key is not None
    run(lambda: session.pictures.has(key))
    service.lost.add(PLATE.path)
    run(lambda: session.canvas.problem is not None)
    assert session.canvas.problem.code == "not_found" and session.viewer.plate == PLATE
    assert session.pictures.has(key), "what was seen last is still there"
    service.lost.clear()
    run(lambda: session.canvas.problem is None)
    assert session.viewer.keys()[0] != key, "it is asked for anew"


def test_files_that_changed_are_shown_anew_and_those_that_did_not_are_not(
    session: Session, use: Use, run: Run, service: Any, monkeypatch: Any
) -> None:
    from secondunit.host import canvas

    monkeypatch.setattr(canvas, "AGAIN", 0.0)
    use(PLATE)
    key = session.viewer.keys()[0]
    run(lambda: service.asked.count("POST /v1/plates/pixel") >= 3)
    assert session.viewer.keys()[0] == key
    service.stamp = "b2"
    run(lambda: session.viewer.keys()[0] != key)


def test_light_that_is_looked_at_otherwise_has_pictures_of_its_own(
    session: Session, use: Use, run: Run
) -> None:
    use(PLATE)
    plain = session.viewer.keys()[0]
    session.viewer.set_viewing(Viewing(exposure=1.5))
    raised = session.viewer.keys()[0]
    assert raised is not None and raised != plain and raised.viewing == Viewing(exposure=1.5)
    run(lambda: session.pictures.has(raised))
    session.viewer.set_viewing(Viewing())
    assert session.viewer.keys()[0] == plain and session.viewer.viewing is None


def test_at_full_size_only_what_is_seen_is_asked_for_and_a_small_pan_asks_for_nothing(
    session: Session, use: Use, run: Run
) -> None:
    use(PLATE)
    session.viewer.set_visible(1000, Window(0, 0, 4096, 2160))
    assert session.viewer.details()[0] is None
    session.viewer.set_visible(4096, Window(1000, 500, 900, 500))
    detail = session.viewer.details()[0]
    assert detail is not None and detail.what == PLATE_CROP and detail.crop == Window(896, 384, 1024, 640)
    assert detail.width == 1024, "a pixel for a pixel"
    run(lambda: session.pictures.has(detail))
    session.viewer.set_visible(4096, Window(1010, 490, 900, 500))
    assert session.viewer.details()[0] == detail
    session.viewer.set_visible(4096, Window(1400, 490, 900, 500))
    assert session.viewer.details()[0] != detail
    session.viewer.play()
    assert session.viewer.details()[0] is None
    session.viewer.pause()


def test_large_takes_are_asked_for_in_the_parts_that_are_seen_both_sides_of_a_wipe(
    session: Session, use: Use, run: Run, service: Any
) -> None:
    use(PLATE)
    loopback = sys.modules[type(service).__module__]
    a, b, small = (
        service.add_take(loopback.take_of(service.make_job(), version=n, format=format))
        for n, format in enumerate((PLATE.format, PLATE.format, Format(1920, 1080)), 1)
    )
    run(lambda: session.panel.takes.get(small.id))
    session.viewer.show(a.id)
    session.viewer.set_visible(4096, Window(1000, 500, 900, 500))
    first, second = session.viewer.details()
    assert first is not None and second is None and first.crop == Window(896, 384, 1024, 640)
    assert (first.what, first.take, first.width) == (TAKE_CROP, a.id, 1024)
    run(lambda: session.pictures.has(first))
    assert any("/pixels?" in asked or asked.endswith("/pixels") for asked in service.asked)
    session.viewer.compare(b.id)
    first, second = session.viewer.details()
    assert first is not None and second is not None and second.take == b.id and second.crop == first.crop
    session.viewer.compare("plate")
    assert session.viewer.details()[1].view == "behind"
    session.viewer.compare(small.id)
    assert session.viewer.details()[1] is None, "its pixels are not those of the other"
    session.viewer.show(small.id)
    session.viewer.set_visible(1920, Window(0, 0, 1920, 1080))
    part = session.viewer.details()[0]
    assert part is not None and part.crop == Window(0, 0, 1920, 1080), "no part of what was seen before"
    session.viewer.play()
    assert session.viewer.details() == (None, None)


@pytest.mark.parametrize("width", [640, 1280, 4096])
def test_at_one_to_one_a_picture_of_any_size_is_asked_for_without_loss(width: int) -> None:
    format = Format(width, 360)
    assert detail_of(format, width, Window(0, 0, 500, 300), 1280, None) is not None
    small = detail_of(format, width - 1, Window(0, 0, 500, 300), 1280, None)
    assert (small is None) is (width - 1 <= 1280)


@pytest.mark.parametrize(("width", "height"), [(1, 1), (16384, 8640)])
def test_the_part_that_is_seen_lies_within_the_picture(width: int, height: int) -> None:
    format = Format(width, height)
    part = detail_of(format, width * 2, Window(width - 1, height - 1, 400, 300), 1280, None)
    assert part is not None and format.window.intersection(part[0]) == part[0]


def test_a_plate_of_a_hundred_thousand_frames_is_asked_for_by_frame(
    session: Session, use: Use, run: Run, service: Any
) -> None:
    use(replace(PLATE, frames=FrameRange(1, 100_000)))
    session.viewer.go(99_999)
    run(lambda: session.pictures.has(session.viewer.keys()[0]))
    run(lambda: not session.pictures.waiting)
    assert service.asked.count("POST /v1/plates/frame") <= 8


def test_without_a_service_the_plate_is_asked_for_as_soon_as_it_is_back(
    session: Session, use: Use, run: Run, service: Any
) -> None:
    port = service.server.server_address[1]
    service.stop()
    run(lambda: not session.panel.online)
    session.panel.use(shot=session.panel.shot, plate=PLATE)
    session.pump()
    assert session.viewer.stage is Stage.PLATE
    service.start(port)
    run(lambda: session.pictures.has(session.viewer.keys()[0]))


@pytest.fixture
def wishes(service: Any) -> list[Any]:
    """Every quick look that was wished for; the small service draws none."""
    from secondunit.wire import loads
    from secondunit.wire.errors import NotFound
    from secondunit.wire.quick import QuickWish

    heard: list[Any] = []
    original = service.answer

    def answer(method: str, path: list[str], query: dict[str, str], body: bytes, headers: Any) -> Any:
        if path == ["quicklooks"]:
            heard.append(loads(QuickWish, body))
            raise NotFound("There is none in this test.")
        return original(method, path, query, body, headers)

    service.answer = answer
    return heard


@pytest.fixture
def looking(session: Session, use: Use, run: Run) -> Session:
    """A panel with a plate on its canvas that shows quick looks, its form filled in and at rest."""
    use(PLATE)
    for name, value in (("shot", "sh010"), ("frames", "1001-1048"), ("prompt", "smoke"), ("kind", "smoke")):
        session.panel.set(name, value)
    run(lambda: session.panel.estimate is not None and not session.panel.estimating)
    session.panel.quick.watch(True)
    session.pump()
    return session


def test_on_the_plate_a_quick_look_is_of_the_frame_that_the_canvas_stands_on(
    looking: Session, wishes: list[Any], run: Run
) -> None:
    looking.viewer.go(1017)
    looking.pump()
    looking.panel.set("controls.density", 2.0)
    run(lambda: wishes)
    assert wishes[0].frame == 1017
    looking.viewer.go(1030)
    looking.panel.set("controls.density", 3.0)
    run(lambda: wishes[-1].frame == 1030)


def test_stepping_through_the_plate_wishes_for_no_quick_look_while_none_is_shown(
    looking: Session, wishes: list[Any], run: Run
) -> None:
    for frame in (1002, 1003, 1020):
        looking.viewer.go(frame)
        looking.pump()
        assert not looking.panel.quick.working
    looking.viewer.play()
    looking.pump()
    assert not looking.panel.quick.working and not wishes
