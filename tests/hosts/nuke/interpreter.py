"""Nuke's one Python `__main__`: where start files run, menu commands, and the expression of a panel.

Every start file shares it. Foundry's own menu.py (a public copy, of a Nuke between 9 and 12) defines
`_autoplace` and gives a menu the text `_autoplace()`; menu.py of the repository santosh/.nuke uses `menubar`,
which only Foundry's file defines. Here nothing is in it beforehand, not even `nuke`: less than in life.

The order is Foundry's "Start-up Scripts" (Python API reference of Nuke 16.0): the plug-in path from its end
to its beginning, init.py everywhere, menu.py where there is a window. Terminal sessions read no menu.py.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any


class Interpreter:
    """One `__main__`, fresh with each Nuke."""

    def __init__(self) -> None:
        self.main = ModuleType("__main__")
        self.main.__dict__["__builtins__"] = builtins
        #: The folders of the init.py files that are running, the innermost last.
        self.running: list[Path] = []

    @contextmanager
    def _as_main(self) -> Iterator[dict[str, Any]]:
        before = sys.modules["__main__"]
        sys.modules["__main__"] = self.main
        try:
            yield self.main.__dict__
        finally:
            sys.modules["__main__"] = before

    def run(self, path: Path) -> None:
        """Execute a start file, if it is there; what it raises goes on."""
        if not path.is_file():
            return
        if path.name == "init.py":
            self.running.append(path.parent)
        try:
            with self._as_main() as names:
                exec(compile(path.read_bytes(), str(path), "exec"), names)
        finally:
            if path.name == "init.py":
                self.running.pop()

    def execute(self, text: str) -> None:
        """Run the text of a menu's command."""
        with self._as_main() as names:
            exec(text, names)

    def evaluate(self, expression: str) -> Any:
        """The value of a knob's expression."""
        with self._as_main() as names:
            return eval(expression, names)

    def names(self) -> set[str]:
        """What the start files left behind."""
        return {name for name in vars(self.main) if not name.startswith("__")}


def start(app: Any, *folders: Path) -> None:
    """Start a Nuke with these folders in front of its plug-in path, as NUKE_PATH puts them there."""
    for folder in reversed(folders):
        app.add_plugin_path(str(folder))
    done: set[str] = set()
    # An init.py puts further folders in front, and these run at once.
    for folder in reversed(list(app.plugin_path)):
        if folder not in done:
            done.add(folder)
            app.interpreter.run(Path(folder) / "init.py")
    if app.gui:
        for folder in reversed(list(app.plugin_path)):
            app.interpreter.run(Path(folder) / "menu.py")
