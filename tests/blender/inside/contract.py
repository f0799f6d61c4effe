"""The host contract, kept by real Blender."""

from __future__ import annotations

import importlib.util
import sys
from typing import Any

import begin
import bpy

begin_takes, contract_path, blend = sys.argv[1:4]


def act() -> object:
    begin.switch_on()
    spec = importlib.util.spec_from_file_location("secondunit_contract", contract_path)
    contract = importlib.util.module_from_spec(spec)
    sys.modules["secondunit_contract"] = contract
    spec.loader.exec_module(contract)
    host_class = begin.part("blender_host").BlenderHost

    def fresh() -> Any:
        begin.empty()
        bpy.ops.ed.undo_push(message="opened")
        return host_class()

    def undo(host: Any) -> Any:
        assert bpy.ops.ed.undo() == {"FINISHED"}
        return host

    def save_and_reload(host: Any) -> Any:
        bpy.ops.wm.save_as_mainfile(filepath=blend)
        bpy.ops.wm.read_homefile(use_factory_startup=True)
        bpy.ops.wm.open_mainfile(filepath=blend)
        return host

    def untouched(host: Any) -> str:
        scene = bpy.context.scene
        picked = [o.name for o in bpy.context.view_layer.objects if o.select_get()]
        active = bpy.context.view_layer.objects.active
        return repr((
            picked, active and active.name, scene.frame_current, scene.frame_start, scene.frame_end,
            scene.render.filepath, scene.render.resolution_x, scene.render.film_transparent,
            scene.view_settings.view_transform,
            [o.name for o in scene.objects if not o.name.startswith("SecondUnit_")],
        ))  # fmt: skip

    case = contract.Case(
        fresh,
        tuple(begin.takes(begin_takes)),
        undo_steps=lambda: len(begin.undo_steps()),
        undo=undo,
        save_and_reload=save_and_reload,
        untouched=untouched,
    )
    return contract.check(case)


begin.answer(act)
