"""The link never makes the main thread wait, hears everything, and outlives the service."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from secondunit.host import Dialling, Link, LinkState, Panel
from secondunit.wire import JobState

Until = Callable[..., None]


def test_a_panel_connects_by_itself_and_says_so(panel: Panel, service: Any, until: Until) -> None:
    panel.link.start()
    assert panel.connection.state is LinkState.CONNECTING
    until(panel, lambda: panel.connection.state is LinkState.ONLINE)
    assert panel.connection.sentence == "Connected."


def test_events_of_jobs_arrive_and_the_last_one_counts(panel: Panel, service: Any, until: Until) -> None:
    job = service.make_job()
    panel.link.start()
    until(panel, lambda: panel.jobs.get(job.id))
    for percent in range(1, 101):
        service.change(job.id, progress=percent / 100)
    until(panel, lambda: panel.jobs.get(job.id).progress == 1.0)


def test_what_happened_while_the_service_was_away_is_heard(panel: Panel, service: Any, until: Until) -> None:
    job = service.make_job()
    panel.link.start()
    until(panel, lambda: panel.jobs.get(job.id))
    service.stop()
    until(panel, lambda: panel.connection.state is LinkState.AWAY)
    assert panel.connection.remedy
    service.change(job.id, state=JobState.DONE)
    service.start()
    until(panel, lambda: panel.connection.state is LinkState.ONLINE)
    until(panel, lambda: panel.jobs.get(job.id).state is JobState.DONE)


def test_a_call_while_the_service_is_away_fails_at_once_with_a_remedy(panel: Panel, until: Until) -> None:
    panel.link.start()
    until(panel, lambda: panel.connection.state is LinkState.AWAY)
    heard: list[Any] = []
    panel.link.ask(lambda client: client.status(), heard.append, heard.append)
    until(panel, lambda: heard)
    assert heard[0].code == "service.absent"
    assert heard[0].remedy


def test_waiting_calls_of_one_key_replace_each_other(link: Link, service: Any) -> None:
    gate, answers, served = threading.Event(), [], []

    def slow(client: Any) -> int:
        gate.wait(5)
        return 0

    def quick(number: int) -> Callable[[Any], int]:
        return lambda client: served.append(number) or number

    link.start()
    link.ask(slow, answers.append, answers.append)
    end = time.monotonic() + 5
    while link.connection.state is not LinkState.ONLINE and time.monotonic() < end:
        link.pump()
    for number in range(50):
        link.ask(quick(number), answers.append, answers.append, key="estimate")
    gate.set()
    while len(answers) < 2 and time.monotonic() < end:
        link.pump()
    assert answers[0] == 0
    assert served[-1] == 49
    assert len(served) <= 2


def test_too_many_waiting_calls_are_refused_not_queued_for_ever(link: Link, service: Any) -> None:
    gate = threading.Event()
    link.start()
    refused: list[Any] = []
    for _ in range(400):
        link.ask(lambda client: gate.wait(5), lambda answer: None, refused.append)
    link.pump(1000.0)
    gate.set()
    assert 0 < len(refused) < 400
    assert refused[0].remedy


def test_a_pump_stops_when_its_time_is_used_up_and_goes_on_later(link: Link) -> None:
    served: list[int] = []

    def busy(problem: object) -> None:
        end = time.perf_counter() + 0.002
        while time.perf_counter() < end:
            pass
        served.append(1)

    for _ in range(10):
        link.ask(lambda client: None, lambda answer: None, busy)
    link.pump(budget_ms=4.0)
    assert 0 < len(served) < 10
    while link.pump():
        pass
    assert len(served) == 10


def test_stopping_ends_both_threads_and_drops_what_was_under_way(
    link: Link, service: Any, panel: Panel, until: Until
) -> None:
    panel.link.start()
    until(panel, lambda: panel.connection.state is LinkState.ONLINE)
    mine = [thread for thread in threading.enumerate() if thread.name.startswith("secondunit-")]
    assert len(mine) == 2
    panel.link.stop()
    for thread in mine:
        thread.join(5)
        assert not thread.is_alive()
    assert panel.connection.state is LinkState.OFF


def test_a_main_thread_that_was_busy_for_long_asks_everything_anew(
    panel: Panel, service: Any, until: Until, monkeypatch: Any
) -> None:
    monkeypatch.setattr("secondunit.host.link.MOST_EVENTS", 20)
    panel.link.start()
    until(panel, lambda: panel.connection.state is LinkState.ONLINE)
    until(panel, lambda: any("GET /v1/takes" in asked for asked in service.asked))
    jobs = [service.make_job() for _ in range(60)]
    threads = panel.link._threads
    assert threads is not None
    end = time.monotonic() + 5
    while "gap" not in threads._mail and time.monotonic() < end:
        threading.Event().wait(0.005)
    until(panel, lambda: all(panel.jobs.get(job.id) for job in jobs))


def test_a_dial_that_fails_in_an_unforeseen_way_is_a_problem_not_a_dead_thread(until: Until) -> None:
    class Broken(Dialling):
        def dial(self, *_: object) -> Any:
            raise ZeroDivisionError("odd")

    panel = Panel(Link(Broken()))
    panel.link.start()
    until(panel, lambda: panel.connection.state is LinkState.AWAY)
    assert panel.connection.problem is not None
    assert panel.connection.problem.code == "unexpected"
    panel.link.stop()
