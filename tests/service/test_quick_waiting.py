"""Quick looks whose process neither ends nor listens hold up nobody; there is one lane from the start."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any

import pytest

from secondunit.engines.quick import caller as calling
from secondunit.engines.quick.caller import QuickCaller
from secondunit.service import quick as lanes
from secondunit.service.quick import QuickLane
from secondunit.wire.errors import SecondUnitError

#: What is done at once is done long before this, in seconds.
SOON = 20.0
DEAF = "import signal, sys; print(flush=True); signal.sigwait([signal.SIGTERM])"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


class Undying(subprocess.Popen[bytes]):
    """A process that hears nothing and that no kill ends, as one that waits for a disk which is away."""

    def kill(self) -> None:
        return

    def release(self) -> None:
        super().kill()
        super().wait()


@pytest.fixture
def undying(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Undying]]:
    """Those that were started; the first process of quick looks is one, later ones are as usual."""
    started: list[Undying] = []
    usual = subprocess.Popen

    def start(arguments: Any, **options: Any) -> subprocess.Popen[bytes]:
        if started:
            return usual(arguments, **options)
        process = Undying(
            [sys.executable, "-c", DEAF], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )
        assert process.stdout is not None and process.stdout.read(1)
        started.append(process)
        return process

    monkeypatch.setattr(calling.subprocess, "Popen", start)
    yield started
    for process in started:
        process.release()


def done_soon(act: Callable[[], object]) -> bool:
    """Whether an act comes to its end by itself, on a thread of its own."""
    thread = threading.Thread(target=act, daemon=True)
    thread.start()
    thread.join(SOON / 4)
    return not thread.is_alive()


def test_a_process_that_does_not_die_is_not_waited_for(undying: list[Undying]) -> None:
    caller = QuickCaller()
    caller.warm("smoke")
    assert done_soon(caller.kill) and caller.pid == 0


def test_a_look_is_left_off_while_a_line_to_the_process_is_stuck(undying: list[Undying]) -> None:
    caller = QuickCaller()
    stuck = threading.Thread(target=lambda: caller.warm("smoke" * 100_000), daemon=True)
    stuck.start()
    stuck.join(1.0)
    try:
        assert undying and done_soon(caller.leave_off)
    finally:
        undying[0].release()
        stuck.join(SOON)


def test_a_process_that_does_not_answer_is_given_up_and_the_next_wish_has_another_one(
    api: Any, make_brief: Callable[..., Any], undying: list[Undying], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "LONGEST", 0.0)
    lane = QuickLane(api.home.root / "looks")
    work = api.desk.planner.plan(make_brief()).work("quick", api.home.root / "looks", "")
    held, asked = lane.put(lane.take_turn("nuke"), work, 1001, 160), threading.Event()
    try:
        while not undying:
            asked.wait(0.01)
        while not held.done():
            assert done_soon(lane.tick)
            asked.wait(0.01)
        with pytest.raises(SecondUnitError, match="does not answer"):
            held.result(SOON)
        monkeypatch.setattr(lanes, "LONGEST", 60.0)
        following: Future[Any] = lane.put(lane.take_turn("nuke"), work, 1001, 160)
        assert following.result(60.0).facts.frame == 1001
    finally:
        for process in undying:
            process.send_signal(signal.SIGKILL)
        lane.close()


def test_the_lane_of_quick_looks_is_there_before_anybody_asks(api: Any) -> None:
    assert "quick" in vars(api.desk) and "plates" in vars(api.desk)
