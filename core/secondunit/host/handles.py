"""The handles of an element on the picture: which there are, where each lies, and what a drag of one says.

A handle stands for one or two fields. Its place is made of their values alone, and a drag gives values that
make that place: there and back is the same but for rounding. Places are pixels of the format from its top
left corner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import around_handles as around
from . import source_handles as source
from .handle_scene import Handle, HandleRole, HandleScene

if TYPE_CHECKING:
    from collections.abc import Callable

    from .handle_space import Point


def handles_of(scene: HandleScene) -> tuple[Handle, ...]:
    """The handles there are, those that lie over others last; what is behind the camera has none."""
    made = (make(scene) for make, _ in _ROLES.values())
    return tuple(handle for handle in made if handle is not None)


def drag_values(scene: HandleScene, role: HandleRole, pixel: Point) -> dict[str, float]:
    """What the fields of a handle have to be for it to lie at a pixel; empty where nothing would.

    Not rounded, and not within the ranges of the controls.
    """
    make, drag = _ROLES[role]
    handle = make(scene)
    return drag(scene, pixel) if handle is not None and handle.fields else {}


_ROLES: dict[
    HandleRole,
    tuple[Callable[[HandleScene], Handle | None], Callable[[HandleScene, Point], dict[str, float]]],
] = {
    HandleRole.HORIZON: (around.horizon_handle, around.drag_horizon),
    HandleRole.GROUND: (around.ground_handle, around.drag_ground),
    HandleRole.LIGHT: (around.light_handle, around.drag_light),
    HandleRole.WIND: (around.wind_handle, around.drag_wind),
    HandleRole.SIDE: (source.side_handle, source.drag_side),
    HandleRole.TOP: (source.top_handle, source.drag_top),
    HandleRole.AIM: (source.aim_handle, source.drag_aim),
    HandleRole.END: (source.end_handle, source.drag_end),
    HandleRole.SOURCE: (source.source_handle, source.drag_source),
    HandleRole.FEATHER: (around.feather_handle, around.drag_feather),
}
