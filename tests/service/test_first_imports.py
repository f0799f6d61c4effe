"""What the threads of a service could be the first to load, two at once, is loaded before they begin.

A package that imports its own modules as it begins, and a module of it that somebody else imports at the same
time, wait for each other; Python ends that by giving one of them half a module
(`importlib._bootstrap._DeadlockError`, CPython 3.11).
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import secondunit

ROOT = Path(secondunit.__file__).parent
#: Rooms that no service loads.
ELSEWHERE = {"cli", "client", "host", "install", "qt", "testing"}


def rooms_with_modules_of_their_own() -> set[str]:
    """The rooms whose first lines import modules of theirs."""
    rooms = set()
    for path in ROOT.glob("*/__init__.py"):
        body = ast.parse(path.read_text("utf-8")).body
        if any(isinstance(line, ast.ImportFrom) and line.level == 1 for line in body):
            rooms.add(path.parent.name)
    return rooms - ELSEWHERE


def test_a_service_loads_every_room_before_its_threads_begin() -> None:
    rooms = rooms_with_modules_of_their_own()
    assert {"elements", "engines", "rights"} <= rooms
    script = "import sys, secondunit.service.running; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert [room for room in sorted(rooms) if f"secondunit.{room}" not in loaded] == []
