"""The handles on one panel's canvas: which are shown, and what the hand does with them.

A drag sets fields as sliders do, so that form, prompt and quick look follow; it is one step of undo, and is
kept in the document when it ends. Nothing here waits, with or without a service. Knows no widget.
"""

from __future__ import annotations

from math import floor, log10
from typing import TYPE_CHECKING

from secondunit.wire.errors import SecondUnitError
from secondunit.wire.value import dataclass

from .assembly import basis_of
from .field import CONTROLS
from .field_rules import for_simulations
from .handle_scene import Handle, HandleRole, HandleScene
from .handle_space import HandleSpace, Point
from .handles import drag_values, handles_of
from .stage import Stage
from .state import PanelTopic

if TYPE_CHECKING:
    from secondunit.wire import CameraSample, CameraTrack, Format, Scalar

    from .session import Session

#: To so many decimals a field is set by hand on the picture; others to `FIGURES` figures.
DECIMALS = {
    "x": 5, "y": 5, "end_x": 5, "end_y": 5, "wind": 2, "wind_direction": 1, "key_side": 1, "key_height": 1,
    "camera_pitch": 2, "feather": 1, "aim": 1,
}  # fmt: skip
FIGURES = 4
#: How far the shape of the brief's format may be from that of the picture on the canvas.
SHAPE = 0.01
FEATHER = "feather"
#: What changes which picture the handles are of.
_SETTING = {PanelTopic.FIELDS, PanelTopic.PLATE, PanelTopic.KINDS, PanelTopic.CAPABILITIES}


@dataclass(frozen=True)
class _Setting:
    """The picture that is made: its format, the first of its frames, the shot's camera."""

    format: Format
    first: int
    track: CameraTrack | None


@dataclass(frozen=True)
class _Drag:
    """A drag under way: from which handles it began, and what was set by hand then."""

    role: HandleRole
    scene: HandleScene
    offset: Point
    hand: dict[str, Scalar | None]


class CanvasHandles:
    """The handles of one session's canvas; `dial` is how large the light's dial is (square pixels)."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.visible = True
        self.selected: HandleRole | None = None
        self.dial = 100.0
        self._drag: _Drag | None = None
        self._drags = 0
        self._setting: _Setting | None = None
        self._known = False
        self.stop = session.panel.subscribe(self._follow)

    # What is shown ----------------------------------------------------------------------------------------

    @property
    def dragging(self) -> bool:
        """Whether a handle is held."""
        return self._drag is not None

    @property
    def format(self) -> Format | None:
        """The format whose pixels the handles' places are; None while none are shown."""
        viewer = self._session.viewer
        if not self.visible or viewer.stage is not Stage.PLATE or viewer.playing or viewer.format is None:
            return None
        setting = self._made()
        if setting is None or abs(_shape(setting.format) / _shape(viewer.format) - 1.0) > SHAPE:
            return None
        return setting.format

    def handles(self) -> tuple[Handle, ...]:
        """The handles as the fields are now; those that lie over others last."""
        scene = self.scene()
        return handles_of(scene) if scene is not None else ()

    def scene(self) -> HandleScene | None:
        """What the handles are made of; None while none are shown."""
        format, setting = self.format, self._made()
        if format is None or setting is None:
            return None
        fields, frame = self._session.panel.fields, self._session.viewer.frame
        feather = self._number(FEATHER) if FEATHER in fields else None
        kind = fields.kind if for_simulations(fields.situation) else None
        values = {}
        for control in kind.controls if kind is not None else ():
            value = fields.value(CONTROLS + control.name)
            values[control.name] = control.default if CONTROLS + control.name in fields.errors else value
        space = HandleSpace(format, _still(values), setting.first, frame, setting.track)
        return HandleScene(space, values, kind, self.dial, feather)

    # What the hand does -----------------------------------------------------------------------------------

    def show(self, visible: bool) -> None:
        """Show the handles, or hide them."""
        if visible != self.visible:
            self.give_back()
            self.visible = visible
            self._session.panel.touch(PanelTopic.VIEWER)

    def begin(self, role: HandleRole, pixel: Point | None = None) -> bool:
        """Take hold of a handle at a pixel, or (None) by its middle; false where it sets nothing."""
        self.end()
        scene = self.scene()
        handle = next((one for one in handles_of(scene) if one.role is role), None) if scene else None
        if scene is None or handle is None or not handle.fields:
            return False
        panel, at = self._session.panel, pixel or handle.place
        self.selected = role
        names = {_field_name(name) for name in (*handle.fields, "distance")}
        self._session.history.hold()
        offset = handle.place[0] - at[0], handle.place[1] - at[1]
        self._drag = _Drag(role, scene, offset, {name: panel.fields.hand.get(name) for name in names})
        return True

    def drag(self, pixel: Point) -> None:
        """The pointer that holds it is at this pixel now."""
        drag = self._drag
        if drag is None:
            return
        place = pixel[0] + drag.offset[0], pixel[1] + drag.offset[1]
        fields = self._session.panel.fields
        for name, number in drag_values(drag.scene, drag.role, place).items():
            field = _field_name(name)
            value = self._settled(name, number)
            if field in fields and (fields.value(field) != value or field in fields.errors):
                self._session.panel.set(field, value)

    def end(self) -> None:
        """Let go: it is one step, and the document keeps it."""
        if self._drag is not None:
            self._drag = None
            self._drags += 1
            self._session.history.release(f"drag {self._drags}")
            self._session.store()

    def give_back(self) -> None:
        """Let go, and give the fields what they had before; nothing happens where nothing is held."""
        drag, panel = self._drag, self._session.panel
        if drag is None:
            return
        for name, value in drag.hand.items():
            if value is None:
                if name in panel.fields.hand:
                    panel.clear(name)
            elif panel.fields.hand.get(name) != value:
                panel.set(name, value)
        self._drag = None
        self._session.history.release()

    def nudge(self, right: float, down: float) -> bool:
        """Move the chosen handle by so many pixels; false where none is chosen."""
        role, scene = self.selected, self.scene()
        handle = next((one for one in handles_of(scene) if one.role is role), None) if scene else None
        if handle is None or self._drag is not None or not self.begin(handle.role):
            return False
        self.drag((handle.place[0] + right, handle.place[1] + down))
        self._drag = None
        self._session.history.release(f"nudge {handle.role.value}")
        self._session.store()
        return True

    def clear(self, role: HandleRole) -> None:
        """Let the prompt, the camera or the default decide a handle's fields again, as one step."""
        self.give_back()
        handle = next((one for one in self.handles() if one.role is role), None)
        if handle is None:
            return
        self._session.history.hold()
        for name in handle.fields:
            self._session.panel.clear(_field_name(name))
        self._session.history.release(f"clear {role.value}")
        self._session.store()

    # Inside -----------------------------------------------------------------------------------------------

    def _follow(self, changed: frozenset[PanelTopic]) -> None:
        # A drag changes no format and no camera: nothing is read while the hand moves.
        if changed & _SETTING and self._drag is None:
            self._known = False

    def _made(self) -> _Setting | None:
        if not self._known:
            self._setting, self._known = self._read(), True
        return self._setting

    def _read(self) -> _Setting | None:
        from secondunit.wire import CameraTrack

        panel = self._session.panel
        track = panel.camera.track if panel.camera is not None else None
        basis = basis_of(panel.fields, panel.shot, panel.plate, panel.frame, track)
        try:
            camera = basis.at("camera")
            return _Setting(
                basis.format, basis.frames.first, camera if isinstance(camera, CameraTrack) else None
            )
        except SecondUnitError:
            return None  # there is no picture to be made of this form

    def _number(self, name: str) -> float:
        fields = self._session.panel.fields
        value = fields[name].default if name in fields.errors else fields.value(name)
        return float(value) if isinstance(value, (int, float)) else 0.0

    def _settled(self, name: str, number: float) -> float:
        """A number as its field takes it: within its range, and of as many figures as one can point at."""
        fields, field = self._session.panel.fields, _field_name(name)
        decimals = DECIMALS.get(name)
        if decimals is None:
            decimals = FIGURES - 1 - floor(log10(abs(number))) if number else FIGURES
        value = round(number, decimals) + 0.0
        if field not in fields:
            return value
        low, high = fields[field].minimum, fields[field].maximum
        value = value if low is None else max(low, value)
        return value if high is None else min(high, value)


def _field_name(name: str) -> str:
    """The field of a handle's name: an element's controls, and one of the brief's own."""
    return name if name == FEATHER else CONTROLS + name


def _shape(format: Format) -> float:
    return format.width * format.pixel_aspect / format.height


def _still(values: dict[str, Scalar]) -> CameraSample:
    """The camera of the controls, over a ground at y = 0."""
    from secondunit.wire import CameraSample

    def number(name: str, usual: float) -> float:
        value = values.get(name, usual)
        return float(value) if isinstance(value, (int, float)) else usual

    return CameraSample(
        y=number("camera_height", 1.6), rx=number("camera_pitch", 0.0), focal=number("focal", 35.0),
        back=number("sensor", 36.0),
    )  # fmt: skip
