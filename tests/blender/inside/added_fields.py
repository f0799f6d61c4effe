"""A field that is said in one place, in `host`: what becomes of it in Blender's own panel."""

from __future__ import annotations

import importlib.util
import sys
from typing import Any

import begin
from drawn import drawn


def act() -> object:
    begin.switch_on()
    from secondunit.host import brief_fields

    spec = importlib.util.spec_from_file_location("added_fields", sys.argv[1])
    added: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(added)
    brief_fields.BRIEF_FIELDS = added.added()
    properties = begin.part("properties")
    properties.unregister()
    properties.register()
    scene = begin.empty()
    panel = begin.part("session").current().panel
    begin.part("session")._tick()
    panel.clear("bleed")  # takes up the fields as they are now
    settings = scene.second_unit
    known = settings.bl_rna.properties
    before = drawn()
    settings.purpose, settings.bleed = "temp", 7
    brief = panel.brief()
    return {
        "before": before,
        "after": drawn(),
        "bleed": [known["bleed"].name, known["bleed"].hard_min, known["bleed"].hard_max],
        "help": known["bleed"].description,
        "brief": [brief.use, brief.delivery.overscan],
    }


begin.answer(act)
