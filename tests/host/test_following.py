"""The client of scripts and of the command line: a job followed to its end, whatever the service does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from secondunit.client import Service, connect
from secondunit.wire import JobState
from secondunit.wire.errors import NotFound, ServiceAbsent, ServiceLost


@pytest.fixture
def script(service: Any, home: Path) -> Service:
    return connect("kim", start=False, home=str(home))


def test_a_job_is_followed_over_a_service_that_comes_back_elsewhere(script: Service, service: Any) -> None:
    job = service.make_job()
    states = script.follow(job)
    assert next(states).state is JobState.PLANNED
    service.change(job.id, state=JobState.RUNNING, progress=0.25)
    assert next(states).progress == 0.25
    before = script.url
    service.stop()
    service.change(job.id, state=JobState.RUNNING, progress=0.5)
    service.start()
    assert next(states).progress == 0.5 and script.url != before
    service.change(job.id, state=JobState.DONE, progress=1.0)
    assert [one.state for one in states] == [JobState.DONE]
    assert script.job(job.id).state is JobState.DONE, "what is asked afterwards goes to where it is now"


def test_a_job_that_has_ended_is_said_once_and_one_that_is_unknown_not_at_all(
    script: Service, service: Any
) -> None:
    job = service.make_job(state=JobState.FAILED)
    assert [one.state for one in script.follow(job.id)] == [JobState.FAILED]
    assert list(script.wait([])) == []
    with pytest.raises(NotFound):
        next(script.follow("nothing"))


def test_a_service_that_is_away_when_it_is_asked_is_waited_for(script: Service, service: Any) -> None:
    job = service.make_job()
    service.stop()
    states = script.follow(job)
    service.start()
    assert next(states).id == job.id


def test_a_service_that_stays_away_is_given_up_and_the_jobs_are_kept(script: Service, service: Any) -> None:
    job = service.make_job()
    script.patience = 0.0
    states = script.follow(job)
    next(states)
    service.stop()
    with pytest.raises(ServiceLost, match="its jobs are kept"):
        next(states)
    with pytest.raises((ServiceLost, ServiceAbsent)):
        next(script.follow(job))
