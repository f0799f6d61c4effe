"""The Qt that this Nuke brings: PySide2 up to Nuke 15, PySide6 from 16 on, whichever this Python has.

Nothing here imports it: a Nuke in a terminal has none, and starting one must not load it.
"""

from __future__ import annotations

import importlib
from importlib.util import find_spec
from typing import Any


def qt(module: str) -> Any:
    """A module of it: `qt("QtWidgets")`."""
    binding = next(name for name in ("PySide6", "PySide2") if find_spec(name) is not None)
    return importlib.import_module(f"{binding}.{module}")
