"""What runs inside a host: the service client, the link, the panel model and the seam to the application.

Standard library only, Python 3.10; importing it starts no thread and touches no file. What only worker
threads use (`client`, `events`, `find`) is loaded there.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from .commands import Commands
from .field import CONTROLS, Field, FieldEditor
from .fields import Fields
from .link import Connection, Link, LinkState, Mend
from .panel import Panel
from .protocol import CameraView, Host, Placed, Question, Shot, Source
from .start import Dialling
from .state import PanelState, PanelTopic

if TYPE_CHECKING:
    from .gallery import Gallery
    from .pictures import PictureCache, PictureKey
    from .queue import QueueRow, QueueRows
    from .session import Session
    from .viewer import Viewer

#: What a panel of widgets needs besides: loaded when it is first asked for.
_PLACES = {
    "Gallery": "gallery",
    "PictureKey": "pictures",
    "PictureCache": "pictures",
    "QueueRows": "queue",
    "QueueRow": "queue",
    "Session": "session",
    "Viewer": "viewer",
}

__all__ = [
    "CONTROLS",
    "CameraView",
    "Commands",
    "Connection",
    "Dialling",
    "Field",
    "FieldEditor",
    "Fields",
    "Gallery",
    "Host",
    "Link",
    "LinkState",
    "Mend",
    "Panel",
    "PanelState",
    "PanelTopic",
    "PictureCache",
    "PictureKey",
    "Placed",
    "Question",
    "QueueRow",
    "QueueRows",
    "Session",
    "Shot",
    "Source",
    "Viewer",
]


def __getattr__(name: str) -> object:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f".{_PLACES[name]}", __name__), name)
    return value
