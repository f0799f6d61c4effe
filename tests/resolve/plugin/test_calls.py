"""A working day of the plug-in makes every call that the table of facts has, and none that it has not."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from secondunit.wire import FrameRange, Placement, PlacementKind, SecondUnitError

FACTS = Path(__file__).parents[1] / "facts.json"


def strip(take: Any, **changes: Any) -> Placement:
    return Placement(take.id, PlacementKind.STRIP, **changes)


def test_a_day_makes_the_calls_of_the_table_and_no_others(
    start_resolve: Callable[..., Any], load_plugin: Callable[..., Any]
) -> None:
    # A build that counts the last frame in: a clip is taken off again, and a take too.
    plugin = load_plugin(start_resolve(version=(19, 1, 3, 7)))
    app, edit, host = plugin.fake.app, plugin.edit, plugin.host()
    host.memory.answer("footage space", "ACEScg")
    take = plugin.take()
    placed = host.place(strip(take), take)
    host.set_version(placed.id, plugin.take(2))
    with suppress(SecondUnitError):
        host.set_version(placed.id, plugin.take(3, first=take.frames.first - 3, count=9))
    host.mark(placed.id, 4)
    host.placed()
    app.version = (19, 1, 2, 3)
    host.memory.remember(FrameRange.starting(edit.at(2), 6), 0)
    handles = plugin.take(1, element="fire", first=edit.at(2) - 4, count=14)
    host.place(strip(handles), handles)
    app.phantom_appends = 1000
    with suppress(SecondUnitError):
        lost = plugin.take(2, element="fire")
        host.place(strip(lost), lost)
    plugin.module("shots").groups(host)
    host.still()
    host.document_names()
    edit.timeline.marks = (30, 35)
    host.looking.forget()
    (source,) = [one.id for one in host.sources() if one.id.startswith("range:")]
    with suppress(SecondUnitError):
        host.plate(source)
    (question,) = [one for one in host.questions() if one.id.startswith("render:")]
    app.render_steps = 1000
    host.answer(question.id, "render")
    host.answer(question.id, "stop")
    plugin.module("doctor").report(host.bridge)
    known = {row["call"] for row in json.loads(FACTS.read_text("utf-8"))["rows"]}
    assert app.plugin_calls == known
