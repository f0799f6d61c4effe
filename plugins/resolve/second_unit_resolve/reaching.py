"""How the panel's process reaches Resolve: by Blackmagic's module, or through the script in Resolve's menu.

Resolve Studio lets other processes in. The free edition does not: there the script that the menu started
holds Resolve's objects and does our calls, one JSON line each over its pipes.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any


def by_module() -> Any:
    """Resolve's root object by DaVinciResolveScript; None where Resolve or its module cannot be reached."""
    import os

    modules = os.environ.get("RESOLVE_SCRIPT_API", "")
    folder = str(Path(modules) / "Modules")
    if modules and folder not in sys.path:
        sys.path.append(folder)
    try:
        module = importlib.import_module("DaVinciResolveScript")
    except (ImportError, SystemExit, OSError, SystemError, RuntimeError):
        # A native library that fails within raises as it likes.
        return None
    return module.scriptapp("Resolve")


def through_script(reading: IO[bytes], writing: IO[bytes]) -> Callable[[], Any]:
    """A function that gives Resolve's root object through the menu's script; None once that has ended."""
    line = _Line(reading, writing)
    return lambda: None if line.ended else _Remote(line, 0)


class _Line:
    """The pipes to the script, and the numbers of objects that are not needed any more."""

    def __init__(self, reading: IO[bytes], writing: IO[bytes]) -> None:
        self._reading, self._writing = reading, writing
        self.ended = False
        self.forgotten: list[int] = []

    def ask(self, on: int, call: str, arguments: tuple[Any, ...]) -> Any:
        """Have a call done; None where the script has ended or the call failed, as Resolve itself answers."""
        if self.ended:
            return None
        forget, self.forgotten = self.forgotten, []
        asked = {
            "on": on,
            "call": call,
            "with": [self._out(argument) for argument in arguments],
            "forget": forget,
        }
        try:
            self._writing.write((json.dumps(asked) + "\n").encode())
            self._writing.flush()
            line = self._reading.readline()
            answer = json.loads(line) if line else None
        except (OSError, ValueError):
            answer = None
        if answer is None:
            self.ended = True
            return None
        return self._back(answer.get("value"))

    def _out(self, value: Any) -> Any:
        if isinstance(value, _Remote):
            return {"object": value._number}
        if isinstance(value, (list, tuple)):
            return [self._out(member) for member in value]
        if isinstance(value, dict):
            return {"table": [[key, self._out(member)] for key, member in value.items()]}
        return value

    def _back(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._back(member) for member in value]
        if isinstance(value, dict):
            if "object" in value:
                return _Remote(self, int(value["object"]))
            return {self._back(key): self._back(member) for key, member in value["table"]}
        return value


class _Remote:
    """One of Resolve's objects that the script holds."""

    def __init__(self, line: _Line, number: int) -> None:
        self._line, self._number = line, number

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *arguments: self._line.ask(self._number, name, arguments)

    def __dir__(self) -> list[str]:
        return [str(name) for name in self._line.ask(self._number, "dir", ()) or ()]

    def __del__(self) -> None:
        if self._number:
            self._line.forgotten.append(self._number)
