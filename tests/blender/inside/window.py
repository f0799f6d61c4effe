"""Pictures of the panel in a real window: what stands on the display is grabbed after Blender has drawn it.

Runs as `blender --python window.py -- <extension.zip> <loopback.py> <values.json> <folder> <grab command>`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import begin
import bpy
from working_service import loopback

zip_path, loopback_path, values_path, folder, grab = sys.argv[sys.argv.index("--") + 1 :][:5]
#: How long something may take, and how long Blender has to draw what changed, in seconds.
PATIENCE, DRAWING = 60.0, 1.5


bpy.context.preferences.view.show_splash = False


def story() -> Iterator[Callable[[], object] | float]:
    """The pictures one after the other; yields what is waited for: seconds, or a condition."""
    done = bpy.ops.extensions.package_install_files(
        filepath=zip_path, repo="user_default", enable_on_install=True
    )
    assert done == {"FINISHED"}, done
    from secondunit.wire import Estimate, KindList, Take, decode
    from secondunit.wire.errors import BadPrompt

    values = json.loads(Path(values_path).read_text())
    path = Path(folder) / "nova" / "shots" / "sq010_sh020_comp_v003.blend"
    path.parent.mkdir(parents=True)
    bpy.ops.wm.save_as_mainfile(filepath=str(path))
    here = begin.part("session").current()
    scene = bpy.context.scene
    scene.frame_start, scene.frame_end = 1001, 1048
    with loopback(loopback_path).Loopback(Path(os.environ["SECONDUNIT_HOME"])) as service:
        service.kinds = decode(KindList, values["kinds"]).kinds
        nothing = BadPrompt(
            "The prompt is empty.", remedy="Say what you want, or set a control by hand.", where="prompt"
        )
        service.estimates["onboard"] = Estimate("", problems=(nothing.problem,))
        bring_to_front()
        yield DRAWING
        bring_to_front()
        yield lambda: here.panel.online and here.panel.estimate
        yield from picture("blank")

        del service.estimates["onboard"]
        scene.second_unit.prompt = "thick smoke drifting left, a unicorn"
        yield lambda: here.panel.estimate and not here.panel.estimate.problems
        yield lambda: hasattr(bpy.types.Scene, "second_unit_smoke")
        for stored in values["takes"]:
            service.add_take(decode(Take, stored))
        yield lambda: len(here.panel.shot_takes()) == len(values["takes"])
        open_sections("takes", "placed")
        yield from picture("takes")
        bpy.ops.second_unit.place(take=here.panel.shot_takes()[0].id)
        yield from picture("placed")
        open_sections("controls")
        yield from picture("controls")
        here.set("kind", "smoke")
        cube = bpy.data.objects["Cube"]
        cube.location = (1.5, 0.5, 1.0)
        assert bpy.ops.second_unit.add_handles() == {"FINISHED"}
        here.set("controls.wind", 3.0)
        cube.select_set(True)
        bpy.context.view_layer.objects.active = cube
        assert bpy.ops.second_unit.use_object(role="obstacle") == {"FINISHED"}
        open_sections("handles")
        yield from picture("handles")
        answer_quick_looks(service, (Path(folder) / "look.jpg").read_bytes())
        open_sections("quick", "controls")
        bring_to_front()
        yield DRAWING
        here.set("controls.density", 2.5)
        yield lambda: here.panel.quick.picture
        yield from picture("quick")
        look_through_camera()
        manager = bpy.context.window_manager
        manager.second_unit_quick_in_view = True
        yield from picture("quick_view")
        manager.second_unit_quick_in_view = False
        window = bpy.context.window_manager.windows[0]
        with bpy.context.temp_override(window=window):
            bpy.ops.second_unit.place(take=here.panel.shot_takes()[1].id)
            bpy.ops.second_unit.open_placed()
        yield from picture("compositor")
        areas = [area.ui_type for area in window.screen.areas]
        assert "CompositorNodeTree" in areas, areas


def answer_quick_looks(service: Any, data: bytes) -> None:
    """Have the small service answer every wish for a quick look with one picture."""
    from urllib.parse import quote

    from secondunit.wire import dumps, loads
    from secondunit.wire.quick import QuickFacts, QuickWish

    usual = service.answer

    def answer(method: str, path: list[str], query: Any, body: bytes, headers: Any) -> Any:
        if path != ["quicklooks"]:
            return usual(method, path, query, body, headers)
        facts = QuickFacts(loads(QuickWish, body).frame, 480, 270, remarks=("Without grain.",))
        return data, {"X-Secondunit-Facts": quote(dumps(facts))}

    service.answer = answer


def look_through_camera() -> None:
    """The 3D view through the scene's camera."""
    for area in bpy.context.window_manager.windows[0].screen.areas:
        if area.type == "VIEW_3D":
            area.spaces.active.region_3d.view_perspective = "CAMERA"
            area.tag_redraw()


def bring_to_front() -> None:
    """The sidebar of the editor that is open at the panel's tab; a sidebar has tabs once it was drawn."""
    for area in bpy.context.window_manager.windows[0].screen.areas:
        if area.type in ("VIEW_3D", "NODE_EDITOR"):
            area.spaces.active.show_region_ui = True
            for region in area.regions:
                if region.type == "UI" and region.active_panel_category not in ("", "UNSUPPORTED"):
                    region.active_panel_category = "Second Unit"
            area.tag_redraw()


def open_sections(*names: str) -> None:
    """Leave only these sections of the panel open: a sidebar shows one screen of it."""
    panels = begin.part("panels")
    for kind in panels.CLASSES:
        label = getattr(kind, "bl_idname", "").rpartition("_")[2]
        if kind.__name__.startswith("SECONDUNIT_PT_view3d_"):
            bpy.utils.unregister_class(kind)
            kind.bl_options = set() if label in names else {"DEFAULT_CLOSED"}
            # Blender remembers whether a panel is open by its name.
            kind.bl_idname = kind.bl_idname.replace("view3d", "view3d_")
            bpy.utils.register_class(kind)


def picture(name: str) -> Iterator[Callable[[], object] | float]:
    """Let Blender draw, and keep what the display shows."""
    bring_to_front()
    yield DRAWING
    subprocess.run([*grab.split(), str(Path(folder) / f"{name}.png")], check=True)


def tell(found: dict[str, Any]) -> None:
    """Write the answer, and end."""
    Path(os.environ["SECONDUNIT_TEST_ANSWER"]).write_text(json.dumps(found))
    sys.stdout.flush()
    os._exit(0)


told_by = story()
waits: list[Any] = [2.0, time.monotonic()]


def go() -> float:
    """One look at what is waited for, on Blender's own timer."""
    wait, since = waits
    try:
        held = time.monotonic() - since > wait if isinstance(wait, float) else wait()
        if held:
            waits[:] = next(told_by), time.monotonic()
        elif not isinstance(wait, float) and time.monotonic() - since > PATIENCE:
            raise TimeoutError(f"nothing came of what was waited for at line {told_by.gi_frame.f_lineno}")
    except StopIteration:
        tell({"answer": sorted(path.name for path in Path(folder).glob("*.png"))})
    except BaseException:
        tell({"failed": traceback.format_exc()})
    return 0.1


bpy.app.timers.register(go, first_interval=1.0, persistent=True)
