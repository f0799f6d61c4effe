"""The quick look in Blender: it follows a slider, ends for a newer change, and leaves the document alone."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import quote

import begin
import bpy
from drawn import drawn
from working_service import loopback

loopback_path, picture_path, home = sys.argv[1:4]


def act() -> object:
    begin.switch_on()
    from secondunit.wire import dumps, loads
    from secondunit.wire.quick import QuickFacts, QuickWish

    session = begin.part("session")
    here = session.current()
    data = Path(picture_path).read_bytes()
    wishes: list[QuickWish] = []
    ended: list[str] = []
    may_draw, slowest = threading.Event(), [0.0]
    may_draw.set()

    def until(holds: Callable[[], object], what: str) -> None:
        end, rest = time.monotonic() + 20, Event()
        while not holds():
            began = time.process_time()
            session._tick()
            slowest[0] = max(slowest[0], time.process_time() - began)
            assert time.monotonic() < end, f"{what}: {here.panel.connection} {here.panel.message}"
            rest.wait(0.01)

    def section() -> list[str]:
        lines = drawn()
        return lines[lines.index("== Quick Look") + 1 : lines.index("== Controls")]

    found: dict[str, Any] = {}
    scene = begin.empty()
    scene.frame_set(1003)
    with loopback(loopback_path).Loopback(Path(home)) as service:
        usual = service.answer

        def answer(method: str, path: list[str], query: Any, body: bytes, headers: Any) -> Any:
            if path == ["quicklooks"]:
                wish = loads(QuickWish, body)
                wishes.append(wish)
                assert may_draw.wait(timeout=20)
                facts = QuickFacts(wish.frame, wish.width, 270, remarks=("Without grain.",))
                return data, {"X-Secondunit-Facts": quote(dumps(facts))}
            if path[:1] == ["quicklooks"]:
                ended.append(path[1])
                return b"{}", {}
            return usual(method, path, query, body, headers)

        service.answer = answer
        drawn()
        until(lambda: here.panel.connection.state.value == "online", "connected")
        until(lambda: hasattr(bpy.types.Scene, "second_unit_smoke"), "controls as properties")
        found["blank"] = section()
        settings = scene.second_unit
        settings.show, settings.shot, settings.prompt = "show", "sh010", "thick smoke"
        until(lambda: here.panel.estimate is not None and not here.panel.estimating, "estimated")
        until(lambda: not here.panel.quick.working, "nothing on its way")
        may_draw.clear()
        before = sorted(image.name for image in bpy.data.images)
        scene.second_unit_smoke.density = 2.0
        until(lambda: wishes and wishes[-1].brief.controls.get("density") == 2.0, "a wish")
        found["working"] = [section(), here.panel.quick.working]
        may_draw.set()
        until(lambda: here.panel.quick.picture is not None and not here.panel.quick.working, "a picture")
        found["shown"] = section()
        found["frame"] = wishes[-1].frame
        pixels = here.quick_pictures.pixels
        found["pixels"] = [
            pixels.width, pixels.height, list(pixels.values[:4]), list(pixels.values[-4:]),
            here.quick_pictures.picture is here.panel.quick.picture,
        ]  # fmt: skip
        found["images"] = before == sorted(image.name for image in bpy.data.images)
        found["slowest"] = slowest[0]

        # What cannot be read as a picture is no picture, and no error.
        broken = begin.part("quick_pictures").QuickPictures()
        broken.read(type("Preview", (), {"data": b"nothing of the kind"})())
        found["broken"] = [broken.picture, broken.pixels, broken.icon]

        # Switched off nothing is wished for; an open section that nobody draws any more leaves off by itself.
        manager = bpy.context.window_manager
        manager.second_unit_quick = False
        number = len(wishes)
        scene.second_unit_smoke.density = 3.0
        until(lambda: here.panel.estimate.settings["density"] == 3.0, "estimated anew")
        found["off"] = [section(), len(wishes) - number, here.panel.quick.picture is None]
        manager.second_unit_quick = True
        section()
        found["on"] = here.panel.quick.watching
        for _ in range(8):
            here.panel.touch(session.PanelTopic.JOBS)
            here._drawn_at = -1.0
            session._tick()
        found["unseen"] = here.panel.quick.watching

        view = begin.part("quick_view")
        found["fitted"] = [
            view.fitted((100.0, 50.0, 800.0, 450.0), 480, 270),
            view.fitted((0.0, 0.0, 400.0, 400.0), 400, 200),
        ]
        manager.second_unit_quick_in_view = True
        found["in_view"] = here.quick_in_view
    bpy.ops.preferences.addon_disable(module=begin.PACKAGE)
    found["handler_gone"] = view._handler is None
    return found


begin.answer(act)
