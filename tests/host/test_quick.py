"""The quick look as a panel's model: what asks for it, what it shows, and what bad luck leaves."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest

from secondunit.host import LinkState, Panel
from secondunit.host.quick import QuickStage
from secondunit.wire import dumps, loads
from secondunit.wire.errors import BadInput, Conflict
from secondunit.wire.quick import QuickEnd, QuickFacts, QuickReady, QuickWish


class QuickService:
    """The routes of quick looks over the small service: every wish waits until it may be drawn."""

    def __init__(self, service: Any) -> None:
        self.wishes: list[QuickWish] = []
        self.ends: list[QuickEnd] = []
        self.ready: list[str] = []
        self.drawn = threading.Semaphore(0)
        self.ended = threading.Event()
        self.problem = ""
        #: How many pixels across the plate has.
        self.most = 4096
        original = service.answer

        def answer(method: str, path: list[str], query: dict[str, str], body: bytes, headers: Any) -> Any:
            if path == ["quicklooks"]:
                return self.look(loads(QuickWish, body))
            if path == ["quicklooks", "ready"]:
                self.ready.append(loads(QuickReady, body).kind)
                return b"{}"
            if path == ["quicklooks", "end"]:
                self.ends.append(loads(QuickEnd, body))
                self.ended.set()
                self.drawn.release()
                return b"{}"
            return original(method, path, query, body, headers)

        service.answer = answer

    def look(self, wish: QuickWish) -> Any:
        self.wishes.append(wish)
        assert self.drawn.acquire(timeout=10.0)
        if self.ended.is_set():
            self.ended.clear()
            raise Conflict("A newer wish took the place of this quick look.")
        if self.problem:
            raise BadInput(self.problem)
        facts = QuickFacts(wish.frame, min(wish.width, self.most), 270)
        return f"frame {wish.frame}".encode(), {"X-Secondunit-Facts": quote(dumps(facts))}


@pytest.fixture
def quick(service: Any) -> Iterator[QuickService]:
    made = QuickService(service)
    yield made
    for _ in range(20):
        made.drawn.release()


@pytest.fixture
def watched(panel: Panel, quick: QuickService, until: Callable[..., None]) -> Panel:
    """A panel that shows its quick look, filled in and connected."""
    panel.link.start()
    until(panel, lambda: panel.connection.state is LinkState.ONLINE and panel.fields.kinds)
    for name, value in (("show", "show"), ("shot", "sh010"), ("element", "smoke"), ("prompt", "smoke"),
                        ("kind", "smoke")):  # fmt: skip
        panel.set(name, value)
    until(panel, lambda: not panel.estimating and panel.estimate is not None)
    panel.quick.watch(True)
    panel.pump()
    return panel


def test_what_is_set_already_is_no_change_and_the_first_touch_is_wished_for_at_once(
    watched: Panel, quick: QuickService, until: Callable[..., None]
) -> None:
    assert watched.quick.stage is QuickStage.NONE and not quick.wishes
    watched.set("controls.density", 2.0)
    quick.drawn.release()
    until(watched, lambda: watched.quick.picture is not None)
    assert watched.quick.stage is QuickStage.READY and watched.quick.picture is not None
    assert watched.quick.picture.data == b"frame 1001"
    assert watched.quick.picture.label == "Quick look · frame 1001 · 480 px"
    assert [wish.brief.controls["density"] for wish in quick.wishes] == [2.0]


def test_the_service_is_ready_for_the_kind_before_the_first_touch(
    watched: Panel, quick: QuickService, until: Callable[..., None]
) -> None:
    until(watched, lambda: quick.ready)
    assert quick.ready == ["smoke"] and not quick.wishes


def test_how_a_take_is_called_and_written_wishes_for_nothing(watched: Panel, quick: QuickService) -> None:
    watched.set("element", "smoke_left")
    watched.pump()
    assert watched.quick.stage is QuickStage.NONE and not watched.quick.working


def test_the_frame_that_the_artist_stands_on_is_the_one_that_is_shown(
    watched: Panel, quick: QuickService, until: Callable[..., None]
) -> None:
    watched.outside.use_frame(1003)
    quick.drawn.release()
    until(watched, lambda: watched.quick.picture is not None)
    assert quick.wishes[-1].frame == 1003


def test_while_one_is_drawn_only_the_newest_change_waits(
    watched: Panel, quick: QuickService, until: Callable[..., None]
) -> None:
    watched.set("controls.density", 2.0)
    until(watched, lambda: quick.wishes)
    for value in (3.0, 3.5, 4.0):
        watched.set("controls.density", value)
        watched.pump()
    quick.drawn.release()
    until(watched, lambda: len(quick.wishes) == 2)
    quick.drawn.release()
    until(watched, lambda: not watched.quick.working)
    assert [wish.brief.controls["density"] for wish in quick.wishes] == [2.0, 4.0] and not quick.ends


def test_one_that_takes_long_is_ended_for_a_newer_change(
    watched: Panel, quick: QuickService, until: Callable[..., None]
) -> None:
    now = [watched.clock()]
    watched.clock = lambda: now[0]
    watched.set("controls.density", 2.0)
    until(watched, lambda: quick.wishes)
    watched.set("controls.density", 3.0)
    watched.pump()
    now[0] += 1.5
    until(watched, lambda: len(quick.wishes) == 2)
    quick.drawn.release()
    until(watched, lambda: watched.quick.picture is not None)
    assert [end.panel for end in quick.ends] == [watched.quick.panel]
    assert quick.wishes[-1].brief.controls["density"] == 3.0 and watched.message is None


def test_whoever_looks_at_a_take_is_shown_no_late_picture(
    watched: Panel, quick: QuickService, until: Callable[..., None]
) -> None:
    watched.set("controls.density", 2.0)
    until(watched, lambda: quick.wishes)
    watched.quick.leave()
    until(watched, lambda: quick.ends)
    quick.drawn.release()
    heard = threading.Event()
    watched.ask(lambda client: client.status(), lambda status: heard.set(), lane="quick")
    until(watched, heard.is_set)
    assert watched.quick.picture is None and watched.quick.stage is QuickStage.NONE


def test_what_cannot_be_looked_at_is_said_beside_the_picture_and_not_as_a_failure_of_the_panel(
    watched: Panel, quick: QuickService, until: Callable[..., None]
) -> None:
    quick.problem = "There is no quick look of what is not simulated on this machine."
    watched.set("controls.density", 2.0)
    quick.drawn.release()
    until(watched, lambda: watched.quick.sentence)
    assert watched.quick.sentence == quick.problem and watched.message is None
    assert watched.quick.stage is QuickStage.NONE


def test_a_service_that_goes_while_a_handle_is_dragged_leaves_the_panel_as_it_was(
    watched: Panel, quick: QuickService, service: Any, until: Callable[..., None]
) -> None:
    watched.set("controls.density", 2.0)
    quick.drawn.release()
    until(watched, lambda: watched.quick.picture is not None)
    service.stop()
    watched.set("controls.density", 3.0)
    until(watched, lambda: not watched.quick.working)
    watched.set("controls.density", 4.0)
    watched.pump()
    assert watched.quick.picture is None or watched.quick.picture.data == b"frame 1001"
    assert watched.fields.value("controls.density") == 4.0
    until(watched, lambda: not watched.online)
    service.start()
    until(watched, lambda: watched.online)
    watched.set("controls.density", 1.5)
    until(watched, lambda: quick.wishes[-1].brief.controls["density"] == 1.5)
    for _ in range(4):
        quick.drawn.release()  # what was wished for while it was gone may be drawn as well
    until(watched, lambda: watched.quick.picture is not None and not watched.quick.working)


def test_nobody_who_shows_none_asks_for_one(
    panel: Panel, quick: QuickService, until: Callable[..., None]
) -> None:
    panel.link.start()
    until(panel, lambda: panel.online and panel.fields.kinds)
    panel.set("kind", "smoke")
    panel.set("controls.density", 2.0)
    until(panel, lambda: not panel.estimating)
    assert not quick.wishes


@pytest.fixture
def still(watched: Panel) -> Callable[[float], None]:
    """Makes the panel's clock stand still, and goes on by seconds."""
    now = [watched.clock()]
    watched.clock = lambda: now[0]

    def go_on(seconds: float) -> None:
        now[0] += seconds
        watched.pump()

    return go_on


def seen_on(watched: Panel, quick: QuickService, until: Callable[..., None], pixels: int) -> None:
    """Have a first look shown across so many pixels."""
    watched.quick.room = pixels
    watched.set("controls.density", 2.0)
    quick.drawn.release()
    until(watched, lambda: watched.quick.picture is not None)


def test_on_a_large_canvas_a_sharper_look_follows_once_nothing_changes(
    watched: Panel, quick: QuickService, until: Callable[..., None], still: Callable[[float], None]
) -> None:
    seen_on(watched, quick, until, 1400)
    watched.pump()
    assert len(quick.wishes) == 1 and watched.quick.pending
    still(0.5)
    until(watched, lambda: len(quick.wishes) == 2)
    assert not watched.quick.working  # what stands there is of these very settings
    quick.drawn.release()
    until(watched, lambda: not watched.quick.pending)
    assert [wish.width for wish in quick.wishes] == [480, 960]
    assert quick.wishes[0].brief == quick.wishes[1].brief
    assert watched.quick.picture is not None and watched.quick.picture.facts.width == 960
    still(60.0)
    assert len(quick.wishes) == 2 and not quick.ends


def test_on_a_small_canvas_no_sharper_look_follows(
    watched: Panel, quick: QuickService, until: Callable[..., None], still: Callable[[float], None]
) -> None:
    seen_on(watched, quick, until, 500)
    still(60.0)
    assert not watched.quick.pending and [wish.width for wish in quick.wishes] == [480]


def test_a_change_ends_the_sharper_look_at_once_and_is_wished_for_small(
    watched: Panel, quick: QuickService, until: Callable[..., None], still: Callable[[float], None]
) -> None:
    seen_on(watched, quick, until, 1400)
    still(0.5)
    until(watched, lambda: len(quick.wishes) == 2)
    watched.set("controls.density", 3.0)
    until(watched, lambda: len(quick.wishes) == 3)
    assert len(quick.ends) == 1 and quick.wishes[-1].width == 480
    quick.drawn.release()
    until(watched, lambda: not watched.quick.working)
    assert quick.wishes[-1].brief.controls["density"] == 3.0 and watched.message is None


def test_a_sharper_look_that_fails_leaves_the_one_that_stands_there(
    watched: Panel, quick: QuickService, until: Callable[..., None], still: Callable[[float], None]
) -> None:
    seen_on(watched, quick, until, 1400)
    quick.problem = "The disk is full."
    still(0.5)
    until(watched, lambda: len(quick.wishes) == 2)
    quick.drawn.release()
    until(watched, lambda: not watched.quick.pending)
    assert watched.quick.picture is not None and watched.quick.picture.facts.width == 480
    assert not watched.quick.sentence
    still(60.0)
    assert len(quick.wishes) == 2


def test_a_plate_that_has_no_more_pixels_has_no_sharper_look(
    watched: Panel, quick: QuickService, until: Callable[..., None], still: Callable[[float], None]
) -> None:
    quick.most = 320
    seen_on(watched, quick, until, 1400)
    still(60.0)
    assert not watched.quick.pending and len(quick.wishes) == 1
