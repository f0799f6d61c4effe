"""A movie and an edit of one, as Luma is asked for them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from secondunit.providers import Request
from secondunit.wire import Rate, Task


def movie(**more: Any) -> Request:
    """A movie of words, 1920x1080."""
    return replace(Request(Task.VIDEO, "ray-3.2", "a fox runs", 0, 1920, 1080, 100, Rate(24)), **more)


def edit(far: Any, folder: Path, **more: Any) -> Request:
    """An edit of a movie that lies in a folder."""
    asked = Request(Task.RESTYLE, "ray-3.2", "rain", 0, 1280, 720, 100, Rate(24), (far.movie(folder),))
    return replace(asked, **more)
