"""Handles and fields, two ways: what was moved sets its fields, a field that was set moves its handle.

Whoever differs from what both were last has moved. Fields are set as by hand, in steps that are the artist's
own: no undo step is made here, and after an undo both sides agree by themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import bpy

from secondunit.host import CONTROLS, Panel
from secondunit.host.shot_space import Bounds, ShotSpace, obstacles_text
from secondunit.wire import SecondUnitError

from . import handles
from .cameras import PREFIX
from .obstacles import bounds_of

OBSTACLES, CAMERA_HEIGHT = "obstacles", "camera_height"
#: The controls that handles stand for, and what else says how they stand.
_NUMBERS = tuple(name for names in handles.CONTROLS_OF.values() for name in names)
_READ = (*_NUMBERS, "source")
#: How far apart two numbers are the same: in the control's own unit, and as a share of it.
_SAME = {"x": 5e-4, "y": 5e-4, "wind": 0.02, "wind_direction": 0.05, "key_side": 0.05, "key_height": 0.05}
_SHARE = 1e-3
#: To so many decimals a number is read off a handle.
_DECIMALS = {"x": 4, "y": 4, "wind": 2, "wind_direction": 1, "key_side": 1, "key_height": 1}


class HandleLink:
    """Keeps the handles of the scene that is open and the fields of one panel together."""

    def __init__(
        self, panel: Panel, set_field: Callable[[str, object], None], clear_field: Callable[[str], None]
    ) -> None:
        self._panel, self._set_field, self._clear_field = panel, set_field, clear_field
        self._values: dict[str, Any] = {}
        self._numbers: dict[str, float] = {}
        self._stage: ShotSpace | None = None
        self._seen: tuple[int, tuple[float, ...]] | None = None
        self._busy = False

    def forget(self) -> None:
        """Begin anew: another file or scene is open, or other handles are there."""
        self._values, self._numbers, self._stage = {}, {}, None

    def camera_moved(self, scene: Any, source: str) -> bool:
        """Whether the camera behind `source`, or the ground, moved since the last look at the same frame.

        A scene's active camera may be any object: what has no lens is not watched.
        """
        camera = scene.objects.get(source.removeprefix(PREFIX)) if source.startswith(PREFIX) else None
        if camera is None or camera.type != "CAMERA" or not handles.has_any(scene) or _is_dragging():
            return False
        numbers = [number for row in camera.matrix_world for number in row]
        lens = camera.data
        numbers += [lens.lens, lens.sensor_width, lens.shift_x, lens.shift_y, handles.ground_level(scene)]
        before, self._seen = self._seen, (scene.frame_current, tuple(round(number, 6) for number in numbers))
        same_frame = before is not None and before[0] == self._seen[0]
        return same_frame and before != self._seen and not is_playing()

    def look(self, scene: Any) -> None:
        """Take up what was moved or set since the last look; waits while the artist drags something."""
        if not _is_dragging():
            self._follow(scene, self._moved)

    def follow_field(self, name: str, scene: Any) -> None:
        """A field was set: stand its handle so at once, so that both are one step of the artist's."""
        if self._busy or not name.startswith(CONTROLS):
            return
        if name.removeprefix(CONTROLS) in (*_READ, CAMERA_HEIGHT):
            self._follow(scene, lambda _numbers, _values: {})

    def take_up(self, scene: Any, role: str) -> None:
        """An object of the artist's is a handle now: its fields follow where it stands."""
        names = handles.CONTROLS_OF.get(role, ())
        self._follow(scene, lambda numbers, _values: {n: numbers[n] for n in names if n in numbers})

    def place_of(self, body: Bounds) -> dict[str, float]:
        """The controls of a source at the foot of a body; empty where it is not before the camera."""
        stage, values = self.stage(), self._now()
        if stage is None or "x" not in values:
            return {}
        place = stage.place(body.base, handles.filling_of(values), False)
        named = zip(("x", "y", "distance"), place, strict=True) if place is not None else ()
        return {name: self._in_range(name, number) for name, number in named if name in values}

    def stage(self) -> ShotSpace | None:
        """The camera of the brief's first frame; None where no camera says all that is needed."""
        panel = self._panel
        track = panel.camera.track if panel.camera is not None else None
        try:
            brief = panel.brief()
        except SecondUnitError:
            format, first = (
                (panel.shot.format, panel.shot.frames.first) if panel.shot is not None else (None, 0)
            )
        else:
            format, first = brief.format, brief.frames.first
        return ShotSpace(track.sample(first), format) if track is not None and format is not None else None

    def _follow(
        self, scene: Any, moved: Callable[[dict[str, float], dict[str, Any]], dict[str, float]]
    ) -> None:
        things, solid = handles.find(scene), handles.obstacles(scene)
        if self._busy or not (things or solid):
            return
        stage = self.stage()
        if stage is None:
            return
        self._busy = True
        try:
            bpy.context.view_layer.update()  # type: ignore[union-attr]
            values = self._now()
            if handles.GROUND in things and CONTROLS + CAMERA_HEIGHT in self._panel.fields.hand:
                self._lower(things[handles.GROUND], scene, stage)
            numbers = handles.read(things, scene, stage, values, self._stage in (None, stage))
            changes = moved(numbers, values)
            for name, number in changes.items():
                self._set(name, number)
            values = self._now()
            if changes or values != self._values:
                numbers = handles.read(things, scene, stage, values)
                # What is the artist's own is not moved for the sake of a rounded number.
                posed = {
                    role: thing
                    for role, thing in things.items()
                    if thing.get(handles.MADE_KEY) or not _agree(role, numbers, values)
                }
                handles.pose(posed, scene, stage, values)
                bpy.context.view_layer.update()  # type: ignore[union-attr]
            self._stage, self._values = stage, values
            self._numbers = handles.read(things, scene, stage, values)
            self._write_obstacles(scene, stage, values, solid)
        finally:
            self._busy = False

    def _now(self) -> dict[str, Any]:
        fields = self._panel.fields
        values = {name: fields.value(CONTROLS + name) for name in _READ if CONTROLS + name in fields}
        if fields.kind is not None:
            typed = {
                control.name: fields.value(CONTROLS + control.name)
                for control in fields.kind_controls()
                if CONTROLS + control.name not in fields.errors
            }
            values[handles.FILLING] = fields.kind.filling(typed)
        return values

    def _moved(self, numbers: dict[str, float], values: dict[str, Any]) -> dict[str, float]:
        """What differs from the last look and from its field: after an undo both have gone back together."""
        if not self._numbers:
            return {}
        return {
            name: number
            for name, number in numbers.items()
            if name in values
            and name in self._numbers
            and not _same(name, number, self._numbers[name])
            and not _same(name, number, float(values[name]))
        }

    def _set(self, name: str, number: float) -> None:
        """Set a field by hand, as far as its range goes."""
        self._set_field(CONTROLS + name, self._in_range(name, number))

    def _in_range(self, name: str, number: float) -> float:
        field = self._panel.fields[CONTROLS + name]
        low = number if field.minimum is None else max(field.minimum, number)
        value = low if field.maximum is None else min(field.maximum, low)
        return round(value, _DECIMALS.get(name, 3))

    def _lower(self, ground: Any, scene: Any, stage: ShotSpace) -> None:
        """Stand the ground so that the camera is as high above it as was typed; the camera says it then."""
        wanted = self._panel.fields.value(CONTROLS + CAMERA_HEIGHT)
        if isinstance(wanted, (int, float)) and CONTROLS + CAMERA_HEIGHT not in self._panel.fields.errors:
            metre = handles.World(scene).metre
            ground.location.z += (stage.sample.y - wanted) * metre
            bpy.context.view_layer.update()  # type: ignore[union-attr]
        self._clear_field(CONTROLS + CAMERA_HEIGHT)

    def _write_obstacles(
        self, scene: Any, stage: ShotSpace, values: Mapping[str, Any], solid: list[Any]
    ) -> None:
        name = CONTROLS + OBSTACLES
        if not solid or name not in self._panel.fields or is_playing():
            return
        # Of what has no source they are said about the ground under the camera.
        foot = handles.foot_of(stage, values) or (stage.sample.x, 0.0, stage.sample.z)
        text = obstacles_text(stage, foot, [bounds_of(thing, handles.World(scene)) for thing in solid])
        if text != self._panel.fields.value(name):
            self._set_field(name, text)


def _agree(role: str, numbers: Mapping[str, float], values: Mapping[str, Any]) -> bool:
    """Whether a handle stands as its fields say."""
    names = handles.CONTROLS_OF.get(role, ())
    return all(_same(name, numbers[name], float(values[name])) for name in names if name in numbers)


def _same(name: str, one: float, other: float) -> bool:
    if name in ("wind_direction", "key_side"):
        return abs((one - other + 180.0) % 360.0 - 180.0) <= _SAME[name]
    return abs(one - other) <= max(_SAME.get(name, 1e-3), _SHARE * abs(other))


def _is_dragging() -> bool:
    """Whether the artist is moving something right now: what it comes to is not decided."""
    manager: Any = bpy.context.window_manager
    return any(
        operator.bl_idname.startswith("TRANSFORM_OT")
        for window in manager.windows
        for operator in getattr(window, "modal_operators", ())
    )


def is_playing() -> bool:
    """Whether an animation plays in any window."""
    manager: Any = bpy.context.window_manager
    return any(window.screen.is_animation_playing for window in manager.windows)
