"""The button of a placed Group: up a version, or a sentence at a seat without the plug-in."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from secondunit.wire import Placement, PlacementKind, Task


@pytest.fixture
def placed(
    start_nuke: Callable[..., Any], start_up: Callable[..., Any], make_take: Callable[..., Any]
) -> Any:
    """Version 1 of an element, placed; versions 2 and 3 of it are known, and a restyle's version 4."""
    plugin = start_up(start_nuke())
    running = plugin.module("session").connect()
    running.host.answer("working space", "Linear Rec.709 (sRGB)")
    takes = [make_take(number) for number in (1, 2, 3)]
    other = replace(make_take(4), task=Task.RESTYLE)
    for take in (*takes, other):
        running.panel.takes.put(take)
    here = running.host.place(Placement(takes[0].id, PlacementKind.COMP), takes[0])
    return plugin, running, here.id


def version(running: Any) -> int:
    (here,) = running.host.placed()
    return int(here.version)


def test_the_button_of_a_group_goes_up_a_version_as_one_undo_step(placed: Any) -> None:
    plugin, running, name = placed
    steps = plugin.fake.undo_steps()
    plugin.node(name)["version_up"].execute()
    assert version(running) == 2
    assert plugin.fake.undo_steps() == steps + 1
    plugin.node(name)["version_up"].execute()
    assert version(running) == 3


def test_the_button_stops_at_the_newest_of_the_same_task_and_says_so(placed: Any) -> None:
    plugin, running, name = placed
    for _ in range(2):
        plugin.node(name)["version_up"].execute()
    plugin.fake.app.answers.append(None)
    plugin.node(name)["version_up"].execute()
    assert version(running) == 3 and "v003" in plugin.fake.app.said[-1]


def test_at_a_seat_without_the_plug_in_the_button_says_what_works_there(
    placed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugin, _, name = placed
    for module in [known for known in sys.modules if known.partition(".")[0] == "second_unit_nuke"]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setattr(sys, "path", [path for path in sys.path if "plugins" not in path])
    plugin.fake.app.answers.append(None)
    plugin.node(name)["version_up"].execute()
    assert plugin.node(name)["version"].value() == "v001"
    assert "Version" in plugin.fake.app.said[-1] and "not at this seat" in plugin.fake.app.said[-1]
