"""Blender as a host: the scene that is open now, looked up anew at every call.

No reference to Blender's data is kept: after an undo or a file load it would be invalid.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import bpy

from secondunit.host import CameraView, Placed, Question, Shot, Source
from secondunit.wire import FrameRange, Guide, GuideKind, Matte, Placement, PlacementKind, Plate, Take
from secondunit.wire.errors import CannotPlace, HostError, NothingSelected

from . import cameras, compositor, drawn_shapes, planes, plates, strips, undo, volumes
from .colors import working_space
from .scenes import scene_format, scene_rate

#: Where a scene keeps the panel's state: values set by hand, and the rest; both JSON text.
HAND, MEMORY = "hand", "memory"

_BUILDERS: dict[PlacementKind, ModuleType] = {
    PlacementKind.COMP: compositor,
    PlacementKind.PLANE: planes,
    PlacementKind.STRIP: strips,
    PlacementKind.VOLUME: volumes,
}


class BlenderHost:
    """The `Host` of one running Blender; works with and without a window."""

    def __init__(self) -> None:
        #: The source of the camera that sees drawn shapes.
        self.seen_by = ""

    @property
    def name(self) -> str:
        """`Blender 4.5`."""
        return "Blender {}.{}".format(*bpy.app.version)

    def kinds(self) -> tuple[PlacementKind, ...]:
        """Compositor nodes, a plane, a strip, a volume."""
        return tuple(_BUILDERS)

    def shot(self) -> Shot:
        """The scene's range, rate and render size, and Blender's working space."""
        scene = self._scene()
        return Shot(
            FrameRange(scene.frame_start, max(scene.frame_start, scene.frame_end)),
            scene_rate(scene),
            scene_format(scene),
            working_space(),
        )

    def frame(self) -> int:
        """The frame that the scene stands on."""
        return self._scene().frame_current

    def sources(self) -> tuple[Source, ...]:
        """Clips, images and strips of the scene, and a render of it."""
        return plates.sources(self._scene())

    def plate(self, source: str) -> Plate:
        """The plate behind a source; raises `NothingSelected`, `MissingFrames`."""
        return plates.plate(self._scene(), source)

    def matte(self, source: str) -> Matte:
        """The matte behind a source, or of a drawn shape; raises `NothingSelected`, `MissingFrames`."""
        scene = self._scene()
        if not source.startswith(drawn_shapes.PREFIX):
            return plates.matte(scene, source)
        track = self.camera(self.seen_by).track if self.seen_by else None
        shot = self.shot()
        return drawn_shapes.matte(scene, source, track, shot.format, shot.frames)

    def cameras(self) -> tuple[Source, ...]:
        """The scene's cameras, the one that is rendered first."""
        return cameras.sources(self._scene())

    def camera(self, source: str) -> CameraView:
        """The camera behind a source; raises `NothingSelected`."""
        return cameras.view(self._scene(), source)

    def guides(self, kind: GuideKind) -> tuple[Source, ...]:
        """None to choose from: the panel has those that are made of the scene."""
        return ()

    def guide(self, kind: GuideKind, source: str, shot: Shot) -> Guide:
        """Raises `NothingSelected`: guides are made of the scene, and given to the panel."""
        raise NothingSelected(
            f"There is no such {kind.value}.", remedy="Make guides of the scene.", where=source
        )

    def questions(self) -> tuple[Question, ...]:
        """Nothing: Blender's own settings answer all there is to know."""
        return ()

    def answer(self, question: str, choice: str) -> None:
        """Refuses: nothing was asked."""
        raise HostError("Blender asked nothing.", where=question)

    def place(self, placement: Placement, take: Take) -> Placed:
        """Build the placement natively, as one undo step; raises `CannotPlace`."""
        if placement.kind not in _BUILDERS:
            raise CannotPlace(
                f"Blender places no {placement.kind.value}.", remedy="Place it as compositor nodes."
            )
        names = _names()
        try:
            place: Placed = _BUILDERS[placement.kind].place(self._scene(), placement, take)
        except Exception as error:
            _remove_since(names)
            if isinstance(error, RuntimeError):
                raise CannotPlace(f"Blender refused: {str(error).strip()[:200]}") from None
            raise
        undo.push(f"place {take.label}")
        return place

    def placed(self) -> tuple[Placed, ...]:
        """Every take in the scene's nodes, objects and strips."""
        scene = self._scene()
        return tuple(place for builder in _BUILDERS.values() for place in builder.placed(scene))

    def set_version(self, placed: str, take: Take) -> Placed:
        """Put another version in the same place, one undo step; raises `CannotPlace`, `NothingSelected`."""
        for builder in _BUILDERS.values():
            if placed.startswith(builder.PREFIX):
                try:
                    place: Placed = builder.set_version(self._scene(), placed, take)
                except RuntimeError as error:
                    raise CannotPlace(f"Blender refused: {str(error).strip()[:200]}") from None
                undo.push(f"change to {take.label}")
                return place
        raise NothingSelected("What was placed there is gone.", where=placed)

    def mark(self, placed: str, newest: int) -> None:
        """Say on what is placed that a newer version is there; no undo step."""
        for builder in _BUILDERS.values():
            if placed.startswith(builder.PREFIX):
                builder.mark(self._scene(), placed, newest)

    def reveal(self, path: str) -> None:
        """Show a folder in the system's file browser; raises `HostError`."""
        if not Path(path).exists():
            raise HostError("The folder is not there.", remedy="Check that its disk is mounted.", where=path)
        try:
            bpy.ops.wm.path_open(filepath=path)
        except RuntimeError as error:
            raise HostError(f"The folder cannot be shown: {str(error).strip()[:200]}", where=path) from None

    def keep(self, state: Mapping[str, object]) -> None:
        """Store the panel's state in the scene, so that it is saved with the .blend."""
        settings = self._settings()
        hand = json.dumps(state.get("fields", {}), sort_keys=True)
        memory = json.dumps(
            {name: value for name, value in state.items() if name != "fields"}, sort_keys=True
        )
        # Written only when it differs: a write marks the file as changed.
        if settings.hand != hand:
            settings.hand = hand
        if settings.memory != memory:
            settings.memory = memory

    def kept(self) -> dict[str, object]:
        """The state that was stored in this scene."""
        settings = self._settings()
        memory, hand = _json(settings.memory), _json(settings.hand)
        return {**memory, "fields": hand} if memory or hand else {}

    def _scene(self) -> bpy.types.Scene:
        scene = bpy.context.scene
        if scene is None:
            raise HostError("No scene is open.")
        return scene

    def _settings(self) -> Any:
        settings: Any = getattr(self._scene(), "second_unit", None)
        if settings is None:
            raise HostError("The extension is switched off.", remedy="Switch it on in the preferences.")
        return settings


def _json(text: str) -> dict[str, object]:
    try:
        values = json.loads(text or "{}")
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}


_COLLECTIONS = ("node_groups", "objects", "meshes", "volumes", "materials", "images")


def _names() -> dict[str, set[str]]:
    return {kind: {block.name for block in getattr(bpy.data, kind)} for kind in _COLLECTIONS}


def _remove_since(names: dict[str, set[str]]) -> None:
    """Take out what a placement that failed halfway had made."""
    for kind in _COLLECTIONS:
        collection: Any = getattr(bpy.data, kind)
        for block in [datablock for datablock in collection if datablock.name not in names[kind]]:
            collection.remove(block)
