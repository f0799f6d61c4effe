"""Install the extension with Blender's own installer, as dropping the zip on a window does."""

from __future__ import annotations

import sys

import begin
import bpy


def act() -> object:
    before = set(sys.path)
    done = bpy.ops.extensions.package_install_files(
        filepath=sys.argv[1], repo="user_default", enable_on_install=True
    )
    assert done == {"FINISHED"}, done
    assert begin.PACKAGE in bpy.context.preferences.addons
    import secondunit

    scene = bpy.context.scene
    names = list(scene.second_unit.bl_rna.properties.keys())
    panels = [name for name in dir(bpy.types) if name.startswith("SECONDUNIT_PT_")]
    import addon_utils

    addon_utils.disable(begin.PACKAGE, default_set=True)
    left = [name for name in dir(bpy.types) if name.startswith("SECONDUNIT_")]
    addon_utils.enable(begin.PACKAGE, default_set=True)
    assert hasattr(scene, "second_unit")
    return {
        "core": secondunit.__file__,
        "properties": names,
        "panels": panels,
        "left_after_disable": left,
        "new_paths": sorted(set(sys.path) - before),
    }


begin.answer(act)
