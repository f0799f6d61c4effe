"""Providers at the panel, through Blender's own properties and operators, with a service on loopback."""

from __future__ import annotations

import importlib.util
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import begin
import bpy
from drawn import drawn

tests_path, home = sys.argv[1:3]


def module(name: str) -> Any:
    known = f"secondunit_test_{name}"
    spec = importlib.util.spec_from_file_location(known, Path(tests_path) / f"{name}.py")
    sys.modules[known] = made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def act() -> object:
    begin.switch_on()
    from secondunit.wire import CastPin, JobState, Money
    from secondunit.wire.cast import PersonConsent
    from secondunit.wire.errors import Uncertain

    session = begin.part("session")
    here = session.current()
    # The name that this host speaks in: one of those who may approve.
    object.__setattr__(here.link.dialling, "user", "kim")

    def until(holds: Callable[[], object], what: str) -> None:
        end, rest = time.monotonic() + 20, Event()
        while not holds():
            session._tick()
            assert time.monotonic() < end, f"{what}: {here.panel.connection} {here.panel.message}"
            rest.wait(0.01)

    found: dict[str, Any] = {}
    scene = begin.empty()
    offered = module("offered")
    with module("loopback").Loopback(Path(home)) as service:
        service.capabilities = (*service.capabilities, *offered.ALL, offered.ALEPH)
        service.absent = offered.ABSENT
        service.estimates = {"bedrock": offered.UNAPPROVED}
        service.offers = offered.OFFERS
        service.cast = offered.CAST
        drawn()
        until(lambda: len(here.panel.capabilities) > 2, "who is there")
        settings = scene.second_unit
        settings.prompt = "an ink drawing"
        settings.task = "restyle"
        settings.provider = "comfyui"
        until(lambda: hasattr(bpy.types.Scene, "second_unit_comfyui_restyle_dream"), "the model's controls")
        scene.second_unit_comfyui_restyle_dream.strength = 0.25
        scene.second_unit_comfyui_restyle_dream.sampler = "uni_pc"
        assert bpy.ops.second_unit.add_reference(filepath="/shots/ink.png") == {"FINISHED"}
        assert bpy.ops.second_unit.reference_role(number=0) == {"FINISHED"}
        characters = here.panel.outside.characters
        until(lambda: characters.known is not None, "the show's cast")
        assert bpy.ops.second_unit.change_cast(number=0, name="Ingrid") == {"FINISHED"}
        assert here.panel.outside.cast[0].version == 4, "the newest that can be used"
        assert bpy.ops.second_unit.change_cast(number=0, name="Ingrid", version=3) == {"FINISHED"}
        scene.frame_set(1003)
        brief = here.panel.brief()
        found["brief"] = [
            brief.task.value, brief.provider, brief.model, dict(brief.controls),
            [[one.path, one.role] for one in brief.references],
            [[one.name, one.version] for one in brief.cast],
        ]  # fmt: skip
        found["comfy"] = drawn()
        gone = PersonConsent("Ada Lind", reason="the consent was withdrawn on 2026-11-30")
        pin = CastPin("Ingrid", 3, shot=here.panel.shot_name)
        service.cast = replace(offered.CAST, pins=(pin,), consents=(gone,))
        characters.ask()
        until(lambda: characters.pinned("Ingrid") == 3, "the pin")
        assert bpy.ops.second_unit.change_cast(number=1, name="Ingrid") == {"FINISHED"}
        assert here.panel.outside.cast[1].version == 3, "the pinned one"
        assert bpy.ops.second_unit.change_cast(number=1, name="Ingrid", version=4) == {"FINISHED"}
        found["pinned"] = drawn()
        assert bpy.ops.second_unit.change_cast(number=1, name="") == {"FINISHED"}
        service.capabilities = (*service.capabilities, offered.ASKS)
        service.after_answers = [(*service.capabilities[:-1], offered.TOLD)]
        here.commands.refresh()
        until(lambda: offered.ASKS in here.panel.capabilities, "a model that asks")
        listed = drawn()
        assert bpy.ops.second_unit.ask_model(provider="comfyui", model="restyle_ours") == {"FINISHED"}
        [question] = here.panel.asked
        asked = drawn()
        assert bpy.ops.second_unit.answer(question=question.id, choice="right_picture") == {"FINISHED"}
        until(lambda: here.panel.capability == offered.TOLD, "the model that was told")
        found["asks"] = [listed, asked, drawn(), [answer.choice for answer in service.answers]]
        settings.provider = "runway"
        until(lambda: here.panel.capability == offered.ALEPH, "a model with key frames")
        assert bpy.ops.second_unit.add_reference(filepath="/shots/lit.png") == {"FINISHED"}
        while here.panel.references[1].role != "key_frame":
            assert bpy.ops.second_unit.reference_role(number=1) == {"FINISHED"}
        assert bpy.ops.second_unit.reference_moment(number=1, moment="1002:1001-1003") == {"FINISHED"}
        found["keyed"] = [drawn(), here.panel.references[1].moment]
        assert bpy.ops.second_unit.remove_reference(number=1) == {"FINISHED"}
        settings.task = "video"
        settings.provider = "bedrock"
        until(
            lambda: here.panel.estimate is not None and here.panel.outside.may_approve,
            "an approval is missing",
        )
        found["missing"] = drawn()
        assert bpy.ops.second_unit.approve(ceiling="1.50") == {"FINISHED"}, here.panel.message
        until(lambda: here.panel.estimate is not None and here.panel.estimate.allowed, "approved")
        found["approved"] = [str(yes.ceiling.amount) for yes in service.approvals]
        found["frame"] = here.panel.outside.frame
        assert bpy.ops.second_unit.generate() == {"FINISHED"}, here.panel.message
        until(lambda: here.panel.own_jobs, "sent")
        job = here.panel.own_jobs[0]
        service.change(
            job, state=JobState.UNCERTAIN, problem=Uncertain("No answer.").problem, cost=Money("1.20")
        )
        until(lambda: here.panel.jobs.get(job).state is JobState.UNCERTAIN, "uncertain")
        drawn()
        until(lambda: here.panel.outside.offers.of(job), "offers")
        found["uncertain"] = drawn()
        settings.prompt = "something else"
        assert bpy.ops.second_unit.take_offer(provider="comfyui", model="restyle_dream", job=job) == {
            "FINISHED"
        }
        until(lambda: here.panel.fields.value("prompt") == "an ink drawing", "filled in")
        found["jobs"] = len(service.jobs)
        assert bpy.ops.second_unit.cancel(job=job) == {"FINISHED"}
        until(lambda: service.jobs[job].state is JobState.CANCELLED, "given up")
    bpy.ops.preferences.addon_disable(module=begin.PACKAGE)
    return found


begin.answer(act)
