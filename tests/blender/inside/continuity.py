"""A take whose character drifted, in the panel, and the page of its sequence from its menu."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event

import begin
import bpy
from drawn import Layout, drawn
from working_service import loopback

loopback_path, takes_path, home = sys.argv[1:4]


def act() -> object:
    begin.switch_on()
    from secondunit.wire import CharacterDrift, FrameDrift, SequenceContinuity
    from secondunit.wire.near_copy import CopySearch, NearCopy
    from secondunit.wire.training import TrainedOn, TrainingTerm

    session, acts, page = begin.part("session"), begin.part("take_acts"), begin.part("continuity")
    here = session.current()

    def until(holds: Callable[[], object], what: str) -> None:
        end, rest = time.monotonic() + 20, Event()
        while not holds():
            session._tick()
            assert time.monotonic() < end, f"{what}: {here.panel.connection} {here.panel.message}"
            rest.wait(0.01)

    def menu(take: str) -> list[str]:
        lines: list[str] = []
        acts.draw_acts(Layout(lines), here, take)
        return [line for line in lines if "Continuity" in line]

    opened: list[str] = []
    page.webbrowser.open = opened.append
    scene = begin.empty()
    with loopback(loopback_path).Loopback(Path(home)) as service:
        drawn()
        until(lambda: here.panel.connection.state.value == "online", "connected")
        settings = scene.second_unit
        settings.show, settings.shot, settings.element = "show", "sh010", "smoke_left"
        near, far, plain = begin.takes(takes_path)
        drifts = [
            CharacterDrift("ada", 1, 2, (FrameDrift(1001, away),), 0.2, "front.png", 1001).in_list
            for away in (0.3, 0.7)
        ]
        near, far = replace(near, drift=(drifts[0],)), replace(far, drift=(drifts[1],))
        copies = CopySearch(1, 2, 0, (NearCopy(1001, 0.93, "t", "sh020/fire v003", 1008),))
        far = replace(far, copies=copies, training=TrainingTerm((TrainedOn.LICENSED,), source="letter.pdf"))
        for take in (near, far, plain):
            service.add_take(take)
        until(lambda: len(here.panel.shot_takes()) == 3, "three takes")
        found = {
            "lines": [line for line in drawn() if "Drift" in line or "median" in line],
            "whose": [line for line in drawn() if "nearly" in line or "Trained" in line],
            "sentences": [one.sentence for one in drifts],
            "menus": [menu(take.id) for take in (near, plain)],
        }
        refused = bpy.ops.second_unit.continuity()
        until(lambda: here.panel.message is not None, "a reason")
        found["refused"] = [list(refused), here.panel.message.message]
        service.sequence = SequenceContinuity("show", "SQ")
        assert bpy.ops.second_unit.continuity() == {"FINISHED"}
        until(lambda: opened, "a page")
    bpy.ops.preferences.addon_disable(module=begin.PACKAGE)
    return {**found, "opened": opened, "left": hasattr(bpy.types, "SECONDUNIT_OT_continuity")}


begin.answer(act)
