"""Quick looks over the API: the picture that came, the newest wish, who has none, and what is left behind."""

from __future__ import annotations

import io
import os
import signal
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import numpy as np
import pytest
from PIL import Image

from secondunit.wire import ColorSpace, Format, FrozenMap, Problem, loads
from secondunit.wire.quick import QuickEnd, QuickFacts, QuickReady, QuickState, QuickWish


@pytest.fixture
def quick(api: Any) -> Any:
    yield api
    api.desk.quick.close()


@pytest.fixture
def wish(make_brief: Callable[..., Any]) -> Callable[..., QuickWish]:
    """A wish for a small smoke at a frame; `changes` replace the brief's fields."""

    def make(frame: int = 1002, panel: str = "nuke", **changes: object) -> QuickWish:
        fields: dict[str, object] = {"format": Format(320, 180), "colorspace": ColorSpace("ACEScg")}
        return QuickWish(make_brief(**(fields | changes)), frame, panel, 160)

    return make


def picture(answer: Any) -> tuple[np.ndarray, QuickFacts]:
    assert answer.status_code == 200, answer.content
    facts = loads(QuickFacts, unquote(answer.headers["X-Secondunit-Facts"]))
    return np.asarray(Image.open(io.BytesIO(answer.content)), np.float32), facts


def test_a_quick_look_is_a_small_picture_of_the_frame_that_leaves_nothing_in_the_show(
    quick: Any, wish: Callable[..., QuickWish]
) -> None:
    shown, facts = picture(quick.post("/v1/quicklooks", wish()))
    assert shown.shape == (90, 160, 3) == (facts.height, facts.width, 3) and facts.frame == 1002
    assert "no plate" in facts.remarks[0]
    column = shown.mean(axis=2)
    assert column[20:80, 70:90].std() > 5.0 and column[:, :10].std() < 2.0
    assert quick.client.get("/v1/jobs").json()["jobs"] == [] == quick.client.get("/v1/takes").json()["takes"]
    root = quick.desk.shows.find("S").root
    assert not [name for _, folders, files in os.walk(root) for name in (*folders, *files) if "smoke" in name]
    quick.desk.quick.close()
    assert not quick.home.quick.exists()


def test_a_change_of_light_simulates_nothing_again(quick: Any, wish: Callable[..., QuickWish]) -> None:
    controls = {"preroll": 1.0, "resolution": 24}
    dark, first = picture(quick.post("/v1/quicklooks", wish(controls=FrozenMap({**controls, "key": 0.2}))))
    lit, second = picture(quick.post("/v1/quicklooks", wish(controls=FrozenMap({**controls, "key": 4.0}))))
    assert second.simulated < 0.5 * first.simulated
    assert lit[20:80, 70:90].mean() > dark[20:80, 70:90].mean() + 3.0


def test_a_frame_beyond_the_shot_is_its_last_one(quick: Any, wish: Callable[..., QuickWish]) -> None:
    assert picture(quick.post("/v1/quicklooks", wish(5000)))[1].frame == 1003


def test_a_newer_wish_of_a_panel_takes_the_place_of_the_older_at_once(
    quick: Any, wish: Callable[..., QuickWish]
) -> None:
    lane = quick.desk.quick
    older = lane.take_turn("nuke")
    plan = quick.desk.planner.plan(wish().brief)
    work = plan.work("quick", quick.home.quick, "")
    long = lane.put(older, work, 1003, 160)
    other = lane.put(lane.take_turn("blender"), work, 1001, 160)
    newer = lane.put(lane.take_turn("nuke"), work, 1001, 160)
    assert isinstance(long.exception(timeout=0.1), Exception)
    assert "newer wish" in str(long.exception())
    assert newer.result(60).facts.frame == 1001 == other.result(60).facts.frame


def test_a_process_that_is_killed_in_the_middle_of_a_look_is_another_one_and_nobody_is_told(
    quick: Any, wish: Callable[..., QuickWish]
) -> None:
    picture(quick.post("/v1/quicklooks", wish()))
    lane = quick.desk.quick
    before = lane.pid
    work = quick.desk.planner.plan(wish().brief).work("quick", quick.home.quick, "")
    future = lane.put(lane.take_turn("nuke"), work, 1003, 160)
    os.kill(before, signal.SIGKILL)
    assert future.result(60).facts.frame == 1003 and lane.pid not in (0, before)


def test_what_a_provider_makes_has_no_quick_look_and_says_so(
    quick: Any, wish: Callable[..., QuickWish]
) -> None:
    answer = quick.post("/v1/quicklooks", wish(provider="echo", model="still"))
    problem = loads(Problem, answer.content)
    assert answer.status_code == 422 and "no quick look" in problem.message and problem.where == "provider"


def test_a_panel_that_ends_its_wish_is_answered_whether_there_was_one(
    quick: Any, wish: Callable[..., QuickWish]
) -> None:
    ended = quick.post("/v1/quicklooks/end", QuickEnd("nuke"))
    assert loads(QuickState, ended.content) == QuickState(False)
    lane = quick.desk.quick
    turn = lane.take_turn("nuke")
    assert loads(QuickState, quick.post("/v1/quicklooks/end", QuickEnd("nuke")).content) == QuickState(True)
    assert turn.future.exception(timeout=0.1) is not None


def test_an_idle_process_ends(quick: Any, wish: Callable[..., QuickWish]) -> None:
    from secondunit.service.quick import QuickLane

    lane = QuickLane(quick.home.root / "idle", idle=0.05)
    try:
        work = quick.desk.planner.plan(wish().brief).work("quick", quick.home.quick, "")
        lane.put(lane.take_turn("nuke"), work, 1001, 160).result(60)
        thread = lane._thread
        if thread is not None:
            thread.join(20)
        assert lane.pid == 0
    finally:
        lane.close()


def test_a_panel_can_have_the_process_ready_before_it_wishes(quick: Any) -> None:
    answer = quick.post("/v1/quicklooks/ready", QuickReady("smoke"))
    assert loads(QuickState, answer.content).working
    quick.desk.quick.warm("smoke")
    assert quick.desk.quick.pid
