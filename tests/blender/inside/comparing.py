"""What is said of takes and how they are compared: notes, playlists, and versions side by side."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import begin
import bpy
from drawn import Layout, drawn
from working_service import loopback

loopback_path, takes_path, home, folder = sys.argv[1:5]


def act() -> object:
    begin.switch_on()
    session, acts, together = begin.part("session"), begin.part("take_acts"), begin.part("side_scene")
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
        return lines

    def takes() -> list[str]:
        lines = drawn()
        return lines[lines.index("== Takes") : lines.index("== In This Scene")]

    found: dict[str, Any] = {}
    scene = begin.empty()
    scene.render.fps, scene.view_settings.exposure = 25, 0.5
    manager = bpy.context.window_manager
    with loopback(loopback_path).Loopback(Path(home)) as service:
        ours = begin.takes(takes_path)
        first, second, third = (
            service.add_take(replace(take, show="show", shot="sh010")) for take in ours[:3]
        )
        other = service.add_take(replace(ours[3], show="show", shot="sh020"))
        drawn()
        until(lambda: here.panel.connection.state.value == "online", "connected")
        settings = scene.second_unit
        settings.show, settings.shot, settings.element = "show", "sh010", "smoke_left"
        until(lambda: len(here.panel.shot_takes()) == 3, "three takes")

        # Notes: those of others are read, one is written on the frame where the scene stands.
        service.add_note(third.id, "softer at the edge", 1003, user="mia")
        service.add_note(third.id, "all of it is too grey", None, user="mia")
        until(lambda: len(here.panel.notes(third.id)) == 2, "two notes")
        found["notes"] = takes()
        assert bpy.ops.second_unit.to_frame(frame=1003) == {"FINISHED"}
        found["stands"] = scene.frame_current
        assert bpy.ops.second_unit.place(take=second.id) == {"FINISHED"}
        here.look_at_placed()
        notes = begin.part("take_notes")
        found["offset"] = [notes.offset_of(here.panel, take.id) for take in (second, third)]
        added = bpy.ops.second_unit.add_note(take=third.id, text="here it tears", frame=1004)
        until(lambda: len(here.panel.notes(third.id)) == 3, "my note")
        bpy.ops.second_unit.add_note(take=third.id, text="and everywhere", on_frame=False, frame=1004)
        until(lambda: len(here.panel.notes(third.id)) == 4, "my note on the whole")
        bpy.ops.second_unit.add_note(take=third.id, text="far outside", frame=900)
        until(lambda: len(here.panel.notes(third.id)) == 5, "my note outside of the take")
        found["added"] = [
            list(added),
            [[n.text, n.frame, n.user != ""] for n in here.panel.notes(third.id)[2:]],
        ]
        found["empty_note"] = [list(bpy.ops.second_unit.add_note(take=third.id, text=" ")), len(takes())]
        found["older"] = [line for line in takes() if "older notes" in line]

        # Playlists: made from a take's menu, added to, listed in the service's order, taken out of.
        assert bpy.ops.second_unit.new_playlist(take=third.id, name="Dailies") == {"FINISHED"}
        until(lambda: len(here.panel.playlists) == 1, "a playlist")
        playlist = here.panel.playlists[0].id
        found["menu"] = [line for line in menu(first.id) if "laylist" in line]
        assert bpy.ops.second_unit.change_playlist(playlist=playlist, take=first.id) == {"FINISHED"}
        until(lambda: len(here.panel.playlists[0].takes) == 2, "two takes in it")
        bpy.ops.second_unit.change_playlist(playlist=playlist, take=other.id)
        until(lambda: len(here.panel.playlists[0].takes) == 3, "three takes in it")
        manager.second_unit_takes = playlist
        until(lambda: len(here.gallery.rows()) == 3, "the playlist's takes")
        found["playlist"] = [manager.second_unit_takes == playlist, [t.id for t in here.gallery.rows()]]
        found["wanted"] = [third.id, first.id, other.id]
        found["listed"] = [line for line in takes() if "smoke_left v" in line]
        found["menu_in_it"] = [line for line in menu(first.id) if "laylist" in line]
        bpy.ops.second_unit.change_playlist(playlist=playlist, take=first.id, remove=True)
        until(lambda: len(here.gallery.rows()) == 2, "taken out of it")
        manager.second_unit_takes = "all"
        found["all_again"] = [manager.second_unit_takes, len(here.gallery.rows())]

        # Side by side: a scene of its own in the document, which looks as this one does.
        found["offered"] = [line for line in menu(third.id) if "Side by Side" in line]
        found["not_offered"] = [line for line in menu(other.id) if "Side by Side" in line]
        bpy.ops.ed.undo_push(message="before")
        steps = len(begin.undo_steps())
        assert bpy.ops.second_unit.side_by_side(take=third.id, layout="2-up") == {"FINISHED"}
        found["steps"] = begin.undo_steps()[steps:]
        found["window"] = [together.is_one(bpy.context.window.scene), bpy.app.version[:2] < (5, 0)]
        two = together.scene_of()
        found["two"] = [two.render.resolution_x, two.render.resolution_y, two.render.fps,
                        two.frame_start, two.frame_end, round(two.view_settings.exposure, 3)]  # fmt: skip
        found["names"] = sorted(s.text for s in two.sequence_editor.strips if s.type == "TEXT")
        bpy.context.window.scene = two
        here.look()
        found["form_stays"] = [here.panel.fields.value("shot"), len(drawn())]
        begin.render(two, str(Path(folder) / "two"), [1003], samples=1)
        bpy.context.window.scene = scene
        found["reached"] = takes()[1:3]
        assert bpy.ops.second_unit.side_by_side(take=third.id, layout="4-up") == {"FINISHED"}
        four = together.scene_of()
        bpy.context.window.scene = four
        begin.render(four, str(Path(folder) / "four"), [1003], samples=1)
        found["one_scene"] = sum(together.is_one(one) for one in bpy.data.scenes)
        assert bpy.ops.second_unit.close_side_by_side() == {"FINISHED"}
        found["closed"] = [together.scene_of() is None, bpy.context.window.scene.name == scene.name]

        # A take that lets its plate through stands over it.
        from secondunit.wire import Plate

        red, thin = ours[0], ours[4]
        pattern = f"{red.folder}/{red.layers[0].path}"
        plate = Plate(pattern, red.frames, red.rate, red.format, red.colorspace)
        over = together.make(scene, [thin], "2-up", plate)
        bpy.context.window.scene = over
        begin.render(over, str(Path(folder) / "over"), [1003], samples=1)
        bpy.context.window.scene = scene
        smaller = replace(plate, format=replace(plate.format, width=32))
        channels = [
            strip.name for strip in together.make(scene, [thin], "2-up", smaller).sequence_editor.strips
        ]
        found["other_size"] = [name for name in channels if name.startswith("Plate")]
        together.remove()

        # A take whose files are gone says so and leaves nothing behind.
        for path in (Path(folder).parent).rglob("*v001*.exr"):
            path.unlink()
        before = [one.name for one in bpy.data.scenes]
        gone = bpy.ops.second_unit.side_by_side(take=third.id, layout="4-up")
        found["gone"] = [
            list(gone),
            [one.name for one in bpy.data.scenes] == before,
            here.panel.message.message,
        ]
    return found


begin.answer(act)
