"""Versions are of the same thing: what was made for another task or as another kind is none, in any host."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from secondunit.host import Commands, Panel
from secondunit.host.fields import Fields
from secondunit.wire import JobState, PlacementKind, Take, Task

Until = Callable[..., None]


@pytest.fixture
def commands(panel: Panel, service: Any, until: Until, host: Any) -> Commands:
    panel.link.start()
    until(panel, lambda: panel.fields.kind)
    return Commands(panel, host)


@pytest.fixture
def add(service: Any) -> Callable[..., Take]:
    """Another take of sh/smoke, told of by the service."""

    def make(version: int, **changes: Any) -> Take:
        module = sys.modules[type(service).__module__]
        job = service.make_job(state=JobState.DONE)
        made = replace(module.take_of(job, version=version), kind="smoke")
        return service.add_take(replace(made, **changes))  # type: ignore[no-any-return]

    return make


def placed_take(host: Any) -> str:
    (placed,) = host.placed()
    return str(placed.placement.take)


def test_a_restyle_under_a_smoke_s_name_is_no_version_of_it(
    commands: Commands, add: Callable[..., Take], host: Any, until: Until
) -> None:
    first, second = add(1), add(2)
    restyle = add(3, task=Task.RESTYLE, kind="", made_by="AI model")
    panel = commands.panel
    until(panel, lambda: len(panel.takes.all()) == 3)
    assert commands.place(first.id, PlacementKind.COMP) is None
    (placed,) = host.placed()
    assert panel.newer(placed) == 2, "the restyle is not offered"
    assert commands.newest(placed.id) is None
    until(panel, lambda: placed_take(host) == second.id)
    problem = commands.version(placed.id, 1)
    assert problem is not None and "newest" in problem.message
    problem = commands.version_to(placed.id, 3)
    assert problem is not None and "restyle" in problem.message
    assert placed_take(host) == second.id
    assert panel.takes.versions_of(restyle) == (restyle,)


def test_a_fire_under_a_smoke_s_name_is_no_version_of_it(
    commands: Commands, add: Callable[..., Take], host: Any, until: Until
) -> None:
    smoke, fire = add(1), add(2, kind="fire")
    until(commands.panel, lambda: len(commands.panel.takes.all()) == 2)
    commands.place(smoke.id, PlacementKind.COMP)
    (placed,) = host.placed()
    assert commands.panel.newer(placed) == 0
    assert commands.version(placed.id, 1) is not None
    assert (placed_take(host), commands.panel.takes.newest_of(fire)) == (smoke.id, 2)


def test_a_finished_comp_is_a_version_of_what_it_was_named_after(
    commands: Commands, add: Callable[..., Take], host: Any, until: Until
) -> None:
    smoke, comp = add(1), add(2, task=Task.VIDEO, kind="", made_by="comp", brought=True)
    until(commands.panel, lambda: len(commands.panel.takes.all()) == 2)
    commands.place(smoke.id, PlacementKind.COMP)
    (placed,) = host.placed()
    assert commands.version(placed.id, 1) is None
    assert placed_take(host) == comp.id


def test_a_placed_take_that_is_not_known_yet_is_asked_for_before_its_versions_are_judged(
    commands: Commands, add: Callable[..., Take], host: Any, until: Until
) -> None:
    first = add(1)
    add(2, task=Task.RESTYLE, kind="")
    third = add(3)
    panel = commands.panel
    until(panel, lambda: len(panel.takes.all()) == 3)
    commands.place(first.id, PlacementKind.COMP)
    panel.takes.clear()
    panel.set("shot", "sh999")
    (placed,) = host.placed()
    assert commands.version(placed.id, 1) is None
    until(panel, lambda: placed_take(host) == third.id)


def test_the_name_follows_task_and_prompt_until_it_is_typed(offered: Any) -> None:
    fields = Fields()
    fields.use_capabilities((*offered.ALL, replace(offered.CLEAN, tasks=(Task.INPAINT, Task.RESTYLE))))
    fields.set("task", "restyle")
    assert fields.value("element") == "restyle"
    fields.set("prompt", "as an oil painting, at night")
    assert fields.value("element") == "restyle_oil_painting"
    fields.set("task", "inpaint")
    fields.set("prompt", "Remove the wires")
    assert fields.value("element") == "inpaint_wires"
    fields.set("prompt", "con: ../ 💨")
    assert fields.value("element") == "inpaint_con", "always a name that a disk takes"
    fields.set("element", "plate_clean")
    fields.set("prompt", "no crane")
    assert fields.value("element") == "plate_clean"
    fields.clear("element")
    assert fields.value("element") == "inpaint_crane"
