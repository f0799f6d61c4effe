"""What runs inside a host: the service client, the link, the panel model and the seam to the application.

Standard library only, Python 3.10; importing it starts no thread and touches no file. What only worker
threads use (`client`, `events`, `find`) is loaded there.
"""

from __future__ import annotations

from .commands import Commands
from .fields import CONTROLS, Fields
from .link import Connection, Link, LinkState
from .panel import Panel
from .protocol import CameraView, Host, Placed, Question, Shot, Source
from .start import Dialling

__all__ = [
    "CONTROLS",
    "CameraView",
    "Commands",
    "Connection",
    "Dialling",
    "Fields",
    "Host",
    "Link",
    "LinkState",
    "Panel",
    "Placed",
    "Question",
    "Shot",
    "Source",
]
