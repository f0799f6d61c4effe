"""A brief with a character in Blender's panel: its take, its drift, a match to the cast, a sign-off."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event

import begin
import bpy
from drawn import drawn


def act() -> object:
    begin.switch_on()
    session = begin.part("session")
    here = session.current()

    def until(holds: Callable[[], object], what: str) -> None:
        end, rest = time.monotonic() + 60, Event()
        while not holds():
            session._tick()
            assert time.monotonic() < end, f"{what}: {here.panel.connection} {here.panel.message}"
            rest.wait(0.01)

    begin.empty(width=640, height=360, first=1001, last=1001)
    here.wanted = True
    panel = here.panel
    until(lambda: panel.connection.state.value == "online", "the service")
    settings = bpy.context.scene.second_unit
    settings.show, settings.shot, settings.element = "heist", "sh010", "ada"
    until(lambda: any(one.provider == "echo" for one in panel.capabilities), "the echo")
    settings.task = "image"
    settings.provider = "echo"
    settings.prompt = "a woman looks up"
    settings.frames, settings.seed = "1001-1001", 7
    assert here.commands.change_cast(0, "ada", 1) is None
    until(lambda: panel.estimate is not None and panel.estimate.allowed, "an estimate")
    assert bpy.ops.second_unit.generate() == {"FINISHED"}, panel.message
    until(lambda: len(panel.shot_takes()) == 1, "a take")
    (first,) = panel.shot_takes()
    said = [line for line in drawn() if "match_to_cast" in line or "Drift" in line]
    assert bpy.ops.second_unit.match_to_cast(take=first.id) == {"FINISHED"}
    matching = panel.cast_matching
    until(lambda: matching.may_approve, "the list")
    offered = drawn()
    whys = [row.why for row in matching.rows()]
    assert bpy.ops.second_unit.approve_cast_match(ceiling=matching.offer.most.amount) == {"FINISHED"}
    until(lambda: matching.match is not None and not matching.running, "the end of the match")
    until(lambda: all(panel.takes.get(id) for id in matching.best()), "the closest take")
    best = panel.takes.get(matching.best()[0])
    lines = [text for text, _ in matching.lines()]
    ended = drawn()
    assert here.commands.sign_off(best.id, "accepted", "supervisor") is None
    until(lambda: panel.signoffs(best.id).signoffs, "the sign-off")
    found = {
        "said": said, "whys": whys, "lines": lines, "best": best.label,
        "approve": any("approve_cast_match" in line for line in offered),
        "gone": not any("approve_cast_match" in line for line in ended),
        "ended": " ".join(ended),
    }  # fmt: skip
    bpy.ops.preferences.addon_disable(module=begin.PACKAGE)
    return found


begin.answer(act)
