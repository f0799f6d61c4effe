"""The buttons: each returns at once, does its act once, and says what stood in its way."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from secondunit.host import Commands, LinkState, Panel
from secondunit.wire import ColorSpace, Format, FrameRange, JobState, PlacementKind, Plate, Rate

Until = Callable[..., None]


@pytest.fixture
def commands(panel: Panel, service: Any, until: Until, host: Any) -> Commands:
    panel.link.start()
    until(panel, lambda: panel.fields.kind)
    return Commands(panel, host)


def take_of(service: Any, version: int = 1, **changes: Any) -> Any:
    module = sys.modules[type(service).__module__]
    job = service.make_job(state=JobState.DONE)
    return service.add_take(module.take_of(job, version=version, **changes))


def test_generate_makes_one_job_that_the_document_remembers(
    commands: Commands, service: Any, until: Until, host: Any
) -> None:
    commands.panel.set("prompt", "smoke")
    assert commands.generate() is None
    until(commands.panel, lambda: commands.panel.own_jobs)
    assert [job.prompt for job in service.jobs.values()] == ["smoke"]
    assert host.kept()["jobs"] == commands.panel.own_jobs


def test_a_lost_answer_never_makes_two_jobs(commands: Commands, service: Any, until: Until) -> None:
    service.silent_once.add("POST /v1/jobs")
    commands.generate()
    until(commands.panel, lambda: commands.panel.message)
    assert commands.panel.message is not None and commands.panel.message.code == "service.lost"
    commands.generate()
    until(commands.panel, lambda: commands.panel.own_jobs)
    assert len(service.jobs) == 1
    commands.generate()
    until(commands.panel, lambda: len(commands.panel.own_jobs) == 2)


def test_a_brief_that_cannot_be_says_why_and_asks_nothing(commands: Commands, service: Any) -> None:
    commands.panel.set("frames", "9-1")
    problem = commands.generate()
    assert problem is not None and problem.where == "frames"
    assert commands.panel.message == problem
    assert not service.jobs


def test_cancel_and_retry_move_the_job(commands: Commands, service: Any, until: Until) -> None:
    job = service.make_job(state=JobState.RUNNING)
    until(commands.panel, lambda: commands.panel.jobs.get(job.id))
    commands.cancel(job.id)
    until(commands.panel, lambda: commands.panel.jobs.get(job.id).state is JobState.CANCELLED)
    problem = commands.cancel(job.id)
    assert problem is not None and problem.code == "conflict"
    commands.retry(job.id)
    until(commands.panel, lambda: commands.panel.jobs.get(job.id).state is JobState.PLANNED)
    assert commands.panel.message is None


def test_place_builds_the_take_in_the_host_with_its_blend(
    commands: Commands, service: Any, until: Until, host: Any
) -> None:
    take = take_of(service, blend="plus")
    until(commands.panel, lambda: commands.panel.takes.get(take.id))
    assert commands.place(take.id, PlacementKind.COMP, offset=5) is None
    (placed,) = host.placed()
    assert (placed.placement.take, placed.placement.blend, placed.placement.offset) == (take.id, "plus", 5)
    problem = commands.place("tunknown", PlacementKind.COMP)
    assert problem is not None and problem.remedy
    problem = commands.place(take.id, PlacementKind.PLANE, depth=-1)
    assert problem is not None and problem.where == "depth"
    assert len(host.undo) == 1


def test_versions_go_up_and_down_in_place_and_stop_at_the_ends(
    commands: Commands, service: Any, until: Until, host: Any
) -> None:
    first, third, second = (take_of(service, version=n) for n in (1, 3, 2))
    until(commands.panel, lambda: len(commands.panel.takes.all()) == 3)
    commands.place(first.id, PlacementKind.COMP)
    (placed,) = host.placed()
    for expected in (second, third):
        assert commands.version(placed.id, 1) is None
        assert host.placed()[0].placement.take == expected.id
    problem = commands.version(placed.id, 1)
    assert problem is not None and "newest" in problem.message
    commands.version(placed.id, -1)
    assert host.placed()[0].version == 2
    problem = commands.version("gone", 1)
    assert problem is not None and problem.code == "host.nothing_selected"


def test_versions_of_another_shot_s_element_are_asked_for_first(
    commands: Commands, service: Any, until: Until, host: Any
) -> None:
    first, second = (take_of(service, version=n) for n in (1, 2))
    until(commands.panel, lambda: len(commands.panel.takes.all()) == 2)
    commands.place(first.id, PlacementKind.COMP)
    commands.panel.takes.clear()
    commands.panel.set("shot", "sh999")
    (placed,) = host.placed()
    assert commands.version(placed.id, 1) is None
    until(commands.panel, lambda: host.placed()[0].placement.take == second.id)


def test_looking_reads_the_plate_and_one_that_is_gone_is_said(commands: Commands, host: Any) -> None:
    host.open_plate = Plate("/p.%04d.exr", FrameRange(1, 9), Rate(25), Format(64, 36), ColorSpace("lin"))
    assert commands.look("plate") is None
    assert commands.panel.brief().plate == host.open_plate
    problem = commands.look("gone")
    assert problem is not None and problem.code == "host.nothing_selected"
    assert commands.panel.plate is None
    assert commands.panel.shot is not None


def test_reveal_shows_the_folder(commands: Commands, service: Any, until: Until, host: Any) -> None:
    take = take_of(service, folder="/show/sh010/smoke/v001")
    until(commands.panel, lambda: commands.panel.takes.get(take.id))
    commands.reveal(take.id)
    assert host.revealed == ["/show/sh010/smoke/v001"]


def test_a_host_that_fails_in_an_unforeseen_way_shows_a_sentence(
    commands: Commands, service: Any, until: Until, host: Any
) -> None:
    take = take_of(service)
    until(commands.panel, lambda: commands.panel.takes.get(take.id))
    host.place = lambda placement, found: 1 / 0
    problem = commands.place(take.id, PlacementKind.COMP)
    assert problem is not None and problem.code == "unexpected"
    assert commands.panel.message == problem


def test_commands_answer_while_the_service_is_away(commands: Commands, service: Any, until: Until) -> None:
    service.stop()
    until(commands.panel, lambda: commands.panel.connection.state is LinkState.AWAY)
    assert commands.generate() is None
    until(commands.panel, lambda: commands.panel.message)
    assert commands.panel.message is not None and commands.panel.message.code.startswith("service.")
