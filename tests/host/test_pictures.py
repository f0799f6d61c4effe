"""Pictures, viewer, gallery and queue: what is wanted comes first, what is not is not asked for."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.host import Dialling, LinkState, PictureKey, Session
from secondunit.host.pictures import PictureCache
from secondunit.host.sentences import amount, duration, job_sentence
from secondunit.host.viewer import PLATE
from secondunit.wire import FrameRange, JobState, Rate
from secondunit.wire.errors import NotFound

from ..calls import calls


class Clock:
    """Time that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def session(host: Any, home: Path, service: Any, clock: Clock) -> Iterator[Session]:
    made = Session(host, Dialling(command="", home=str(home)), clock=clock)
    made.start()
    yield made
    made.close()


@pytest.fixture
def run(session: Session) -> Callable[..., None]:
    def pump(holds: Callable[[], object], what: str = "") -> None:
        end, rest = time.monotonic() + 10.0, threading.Event()
        while not holds():
            rest.wait(0.002)
            session.pump()
            assert time.monotonic() < end, f"it never came to hold {what}: {session.panel.message}"

    pump(lambda: session.panel.connection.state is LinkState.ONLINE)
    return pump


@pytest.fixture
def made_take(session: Session, service: Any, run: Callable[..., None]) -> Callable[..., Any]:
    """Make takes that the session knows."""
    module = sys.modules[type(service).__module__]
    count = [0]

    def make(**changes: Any) -> Any:
        count[0] += 1
        job = service.make_job(state=JobState.DONE, element=changes.get("element", "smoke"))
        take = replace(module.take_of(job, version=changes.pop("version", count[0])), **changes)
        service.add_take(take)
        run(lambda: session.panel.takes.get(take.id), "the take is known")
        return take

    return make


def frames_asked(service: Any, take: str) -> list[int]:
    """The numbers of the frames that the service was asked for, in order."""
    path = f"GET /v1/takes/{take}/frames/"
    return [int(asked[len(path) :].split("?")[0]) for asked in service.asked if asked.startswith(path)]


class Gate:
    """Holds the picture lane after its first request until it is opened."""

    def __init__(self, session: Session) -> None:
        self.opened, self.held = threading.Event(), threading.Event()
        session.link.ask(self._wait, lambda _: None, lambda _: None, "gate", "pictures")
        assert self.held.wait(10.0)

    def _wait(self, client: Any) -> None:
        self.held.set()
        self.opened.wait(10.0)


def test_scrubbing_asks_for_the_newest_position_first_and_drops_what_was_passed(
    session: Session, service: Any, made_take: Any, run: Callable[..., None]
) -> None:
    take = made_take(frames=FrameRange(1001, 1200))
    gate = Gate(session)
    session.viewer.show(take.id)
    for frame in range(1001, 1151):
        session.viewer.go(frame)
    gate.opened.set()
    run(lambda: session.viewer.pictures()[0])
    asked = frames_asked(service, take.id)
    assert asked[0] == 1150, "the newest position comes first"
    assert not set(asked) & set(range(1001, 1130)), "what was passed over is never asked for"


def test_neighbours_are_fetched_when_nothing_else_is_wanted_the_nearest_first(
    session: Session, service: Any, made_take: Any, run: Callable[..., None]
) -> None:
    take = made_take(frames=FrameRange(1001, 1200))
    session.viewer.show(take.id)
    session.viewer.go(1100)
    key = session.viewer.keys()[0]
    assert key is not None
    run(lambda: session.pictures.has(replace(key, frame=1095)))
    asked = frames_asked(service, take.id)
    after = asked[asked.index(1100) + 1 :]
    assert after[:4] == [1101, 1099, 1102, 1098]


def test_a_picture_never_delays_a_command(
    session: Session, service: Any, made_take: Any, run: Callable[..., None]
) -> None:
    gate = Gate(session)
    session.panel.set("prompt", "smoke")
    assert session.commands.generate() is None
    run(lambda: session.panel.own_jobs, "the job was made while pictures stand still")
    gate.opened.set()


def test_what_is_kept_stays_within_its_bounds_and_the_last_seen_is_kept(session: Session) -> None:
    pictures = PictureCache(session.panel, most_bytes=1000, most_decoded=300)
    pictures.decode, pictures.weigh = (lambda data: data.decode()), len
    keys = [PictureKey(take="t", frame=n) for n in range(20)]
    for key in keys:
        pictures._take_in(key, 0, b"x" * 100, "x" * 100)
        pictures.get(keys[0])
    kept = [key for key in keys if pictures.get(key) is not None]
    assert len(kept) == 10
    assert keys[0] in kept
    assert sum(pictures.has(key) for key in keys) == 3
    assert pictures._bytes == 1000 and pictures._decoded == 300


def test_a_live_preview_is_asked_for_anew_when_its_job_has_more_frames(
    session: Session, service: Any, run: Callable[..., None]
) -> None:
    job = service.make_job(state=JobState.RUNNING)
    run(lambda: session.queue.row(job.id))
    assert session.queue.row(job.id).preview is None  # type: ignore[union-attr]
    serials = []
    for done in (1, 2):
        service.previews[job.id] = 1000 + 40 * done
        service.change(job.id, frames_done=done, progress=done / 4)
        run(lambda done=done: session.panel.jobs.get(job.id).frames_done == done)  # type: ignore[misc]
        row = session.queue.row(job.id)
        assert row is not None and row.preview is not None
        before = len([asked for asked in service.asked if asked.endswith("preview?width=320")])
        session.pictures.get(row.preview)
        run(lambda before=before: len([a for a in service.asked if a.endswith("preview?width=320")]) > before)  # type: ignore[misc]
        run(lambda: not session.pictures.waiting)
        serials.append(session.pictures.serial(row.preview))
    assert serials == [1, 2]


def test_a_picture_that_cannot_be_had_says_why_and_is_asked_for_once(
    session: Session, service: Any, run: Callable[..., None]
) -> None:
    key = PictureKey(take="tgone", frame=1)
    assert session.pictures.get(key) is None
    run(lambda: session.pictures.problem(key))
    assert session.pictures.problem(key).code == NotFound.code  # type: ignore[union-attr]
    asked = len(service.asked)
    for _ in range(20):
        session.pictures.get(key)
        session.pump()
    assert not [a for a in service.asked[asked:] if "tgone" in a]
    assert session.panel.message is None


def test_playing_follows_the_exact_rate_by_the_clock_and_skips_what_is_late(
    session: Session, made_take: Any, clock: Clock
) -> None:
    take = made_take(frames=FrameRange(1001, 1240), rate=Rate(24000, 1001))
    viewer = session.viewer
    viewer.show(take.id)
    viewer.play()
    for seconds, frame in ((0.04, 1001), (0.042, 1002), (1.0, 1024), (1.001, 1025), (10.01, 1001)):
        clock.now = 100.0 + seconds
        viewer.tick()
        assert viewer.frame == frame, seconds
    assert session.pump() <= 0.016
    clock.now += 0.5
    viewer.step(-1)
    assert (viewer.playing, viewer.frame) == (False, 1001)
    viewer.last()
    assert viewer.frame == 1240


def test_a_and_b_of_other_ranges_share_one_line_of_frames(session: Session, made_take: Any) -> None:
    a = made_take(frames=FrameRange(1001, 1010))
    b = made_take(frames=FrameRange(1006, 1020))
    viewer = session.viewer
    viewer.show(a.id)
    viewer.compare(b.id)
    assert viewer.frames == FrameRange(1001, 1020)
    viewer.go(1003)
    first, second = viewer.keys()
    assert first is not None and first.take == a.id and second is None
    viewer.go(1015)
    first, second = viewer.keys()
    assert first is None and second is not None and second.take == b.id
    viewer.swap()
    assert (viewer.a, viewer.b) == (b.id, a.id)
    viewer.compare(PLATE)
    viewer.go(9999)
    assert viewer.frame == 1020
    first, second = viewer.keys()
    assert first is not None and second is not None
    assert (first.view, second.view, second.take) == ("plate", "behind", b.id)
    viewer.set_wipe(3.0)
    assert viewer.wipe == 1.0


def test_the_gallery_finds_takes_by_words_and_steps_by_keys(
    session: Session, made_take: Any, run: Callable[..., None]
) -> None:
    old = made_take(element="smoke_left", prompt="thin haze", user="Anna")
    new = made_take(element="smoke_right", prompt="black smoke", user="Łukasz")
    gallery = session.gallery
    rows = gallery.rows()
    assert [take.id for take in rows] == [new.id, old.id]
    assert gallery.rows() is rows
    for words, found in (("łukasz", [new]), ("haze anna", [old]), ("v1", [old]), ("nothing", [])):
        gallery.set_filter(words)
        assert list(gallery.rows()) == found, words
    gallery.set_filter("")
    gallery.step(1)
    assert gallery.chosen == new.id == session.viewer.a
    gallery.step(5)
    assert gallery.chosen == old.id
    gallery.step(-1)
    assert gallery.chosen == new.id


def test_the_whole_show_is_listed_page_by_page(
    session: Session, service: Any, run: Callable[..., None]
) -> None:
    module = sys.modules[type(service).__module__]
    job = service.make_job(state=JobState.DONE)
    for number in range(250):
        take = replace(module.take_of(job, version=1), id=f"t{number:025d}", shot=f"sh{number % 5}")
        service.takes[take.id] = take
    assert len(session.gallery.rows()) == 0
    session.gallery.set_scope("show")
    run(lambda: len(session.gallery.rows()) == 250)
    session.gallery.set_scope("shot")
    assert len(session.gallery.rows()) == 0


def test_a_running_job_says_what_it_does_and_how_long_it_still_takes(
    session: Session, service: Any, run: Callable[..., None], clock: Clock
) -> None:
    job = service.make_job(state=JobState.RUNNING, status="rendering frame 1001", prompt="smoke")
    run(lambda: session.queue.row(job.id))
    row = session.queue.row(job.id)
    assert row is not None and row.sentence == "Rendering frame 1001."
    assert (row.can_cancel, row.can_retry, row.active) == (True, False, True)
    clock.now += 10.0
    service.change(job.id, progress=0.2, status="rendering frame 1012")
    run(lambda: session.panel.jobs.get(job.id).progress == 0.2)  # type: ignore[union-attr]
    row = session.queue.row(job.id)
    assert row is not None and row.sentence == "Rendering frame 1012, about 40 s left."
    assert session.queue.rows() is session.queue.rows()
    service.change(job.id, state=JobState.CANCELLED, frames_done=3)
    run(lambda: not session.queue.row(job.id).active)  # type: ignore[union-attr]
    row = session.queue.row(job.id)
    assert row is not None and row.sentence == "Cancelled. 3 finished frames are kept."
    assert row.can_retry


def test_two_hundred_streaming_jobs_and_two_thousand_takes_leave_the_main_thread_free(
    session: Session, service: Any, run: Callable[..., None]
) -> None:
    module = sys.modules[type(service).__module__]
    jobs = [service.make_job(state=JobState.RUNNING) for _ in range(200)]
    for number in range(2000):
        take = replace(module.take_of(jobs[0]), id=f"t{number:025d}", version=number + 1)
        session.panel.takes.put(take)
    run(lambda: len(session.panel.jobs.all()) == 200)
    worst = []
    for turn in range(8):
        for job in jobs:
            service.change(job.id, progress=turn / 8, status=f"rendering frame {turn}")
        for _ in range(20):
            with calls() as tick:
                session.pump()
                session.queue.rows()
                session.gallery.rows()
            worst.append(tick.count)
    assert max(worst) < 50_000, sorted(worst)


def test_amounts_and_times_read_as_an_artist_says_them() -> None:
    assert [duration(n) for n in (0.2, 40, 720, 9000)] == ["1 s", "40 s", "12 min", "2.5 h"]
    assert [amount(n) for n in (10, 640e6, 2.4e9, 3e12)] == ["1 MB", "640 MB", "2.4 GB", "3.0 TB"]


@pytest.mark.parametrize("state", list(JobState))
def test_every_state_of_a_job_is_a_sentence(state: JobState, service: Any) -> None:
    said = job_sentence(service.make_job(state=state))
    assert said[0].isupper() and said.endswith(".")
