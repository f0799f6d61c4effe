"""The functions of `nuke` that open, save and describe the script, its undo, formats and colour spaces."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from .application import Application
from .colour import offered
from .document import ROOT
from .formats import add_format, formats
from .knobs import KnobCore
from .loading import load
from .proxy import strict
from .saving import script_text


class ScriptCalls:
    """Bound to one application."""

    def __init__(self, app: Application) -> None:
        self._app = app

    def scriptName(self) -> str:
        if not self._app.path:
            raise RuntimeError("no script is open")
        return self._app.path

    def scriptNew(self, path: str = "") -> None:
        if self._app.modified:
            raise AssertionError("scriptNew with unsaved changes asks the artist in a modal window")
        self._app.fresh()

    def scriptClear(self, resetLayout: bool = True) -> None:
        self._app.fire("onScriptClose", ROOT)
        self._app.fresh()

    def scriptClose(self, path: str = "") -> bool:
        if self._app.modified and self._app.gui:
            self._app.modal("scriptClose", "Save changes?")
        self.scriptClear()
        return True

    def scriptOpen(self, filename: str | None = None) -> None:
        if filename is None:
            filename = self._app.modal("scriptOpen", "Open")
        path = Path(str(filename))
        if not path.is_file():
            raise RuntimeError(f"{filename}: No such file or directory")
        self._app.fire("onScriptClose", ROOT)
        self._app.fresh()
        self._app.path = str(path)
        self._app.history.disabled += 1
        try:
            load(self._app, path.read_text(encoding="utf-8"), ROOT)
            root = self._app.document.nodes[ROOT]
            root.knobs["name"] = replace(root.state("name"), text=str(path))
            for node in list(self._app.document.nodes.values()):
                node.selected = False
                self._app.fire("onCreate", node.uid)
            self._app.fire("onScriptLoad", ROOT)
        finally:
            self._app.history.disabled -= 1
        self._app.modified = False

    def scriptReadFile(self, s: str) -> None:
        with self._app.edit("Read script"):
            load(self._app, Path(s).read_text(encoding="utf-8"), self._app.group)

    def scriptReadText(self, s: str) -> None:
        with self._app.edit("Read script"):
            load(self._app, s, self._app.group)

    def scriptSave(self, filename: str | None = None) -> bool:
        path = filename or self._app.path
        if not path:
            path = self._app.modal("scriptSave", "Save as")
        self._write(str(path))
        return True

    def scriptSaveAs(self, filename: str | None = None, overwrite: int = -1) -> None:
        path = filename or self._app.modal("scriptSaveAs", "Save as")
        if Path(str(path)).exists() and overwrite != 1:
            if overwrite == 0 or not self._app.gui:
                raise RuntimeError(f"{path} exists already")
            self._app.modal("scriptSaveAs", f"{path} exists. Overwrite?")
        self._write(str(path))

    def scriptSaveToTemp(self, str: str) -> str:
        Path(str).write_text(script_text(self._app), encoding="utf-8")
        return str

    def _write(self, path: str) -> None:
        app = self._app
        app.fire("onScriptSave", ROOT)
        target = Path(path)
        if (target.exists() and not target.stat().st_mode & 0o200) or not os.access(target.parent, os.W_OK):
            raise RuntimeError(f"Can't open {path} for writing: Permission denied")
        before, app.path = app.path, path
        try:
            target.write_text(script_text(app), encoding="utf-8")
        except OSError as error:
            app.path = before
            raise RuntimeError(f"Can't open {path} for writing: {error.strerror}") from error
        root = app.document.nodes[ROOT]
        root.knobs["name"] = replace(root.state("name"), text=path)
        app.modified = False

    def modified(self, state: bool | None = None) -> bool:
        if state is not None:
            self._app.modified = bool(state)
        return self._app.modified

    def undo(self) -> None:
        self._app.history.undo()

    def redo(self) -> None:
        self._app.history.redo()

    def formats(self) -> list[Any]:
        return formats(self._app)

    def addFormat(self, s: str) -> Any:
        return add_format(self._app, s)

    def getColorspaceList(self, colorspaceKnob: Any) -> list[str]:
        assert isinstance(colorspaceKnob, KnobCore), "getColorspaceList takes a knob"
        return offered(self._app)

    def frame(self, f: int | None = None) -> int:
        if f is not None:
            self._app.frame = int(f)
        return self._app.frame

    def views(self) -> list[str]:
        return list(self._app.views)

    def thisView(self) -> str:
        return "main"

    def tcl(self, cmd: str, *args: str) -> str:
        raise AssertionError(f"nuke.tcl({cmd!r}) is refused: TCL is neither typed nor checked")

    def expression(self, s: str) -> float:
        raise AssertionError(f"nuke.expression({s!r}) is refused: it is neither typed nor checked")

    def knobDefault(self, classknob: str, value: str | None = None) -> str | None:
        raise AssertionError("nuke.knobDefault changes the artist's defaults for every node")

    def script_directory(self) -> str:
        return str(Path(self._app.path).parent) if self._app.path else ""


def undo_class(app: Application) -> type:
    """`nuke.Undo`, whose methods are called on the class, and which is a context of one step."""

    @strict("Undo")
    class Undo:
        @classmethod
        def begin(cls, name: str = "") -> None:
            app.history.begin(name)

        @classmethod
        def name(cls, name: str) -> None:
            app.history.name(name)

        @classmethod
        def end(cls) -> None:
            app.history.end()

        @classmethod
        def cancel(cls) -> None:
            app.history.cancel()

        @classmethod
        def disable(cls) -> None:
            app.history.disabled += 1

        @classmethod
        def enable(cls) -> None:
            assert app.history.disabled, "Undo.enable() without Undo.disable()"
            app.history.disabled -= 1

        @classmethod
        def disabled(cls) -> bool:
            return bool(app.history.disabled)

        @classmethod
        def undo(cls) -> None:
            app.history.undo()

        @classmethod
        def redo(cls) -> None:
            app.history.redo()

        @classmethod
        def undoSize(cls) -> int:
            return len(app.history.undos)

        @classmethod
        def redoSize(cls) -> int:
            return len(app.history.redos)

        @classmethod
        def undoDescribe(cls, n: int = 0) -> str:
            return app.history.undos[-1 - n].name

        def __enter__(self) -> Any:
            app.history.begin()
            return self

        def __exit__(self, type: Any, value: Any, traceback: Any) -> None:
            app.history.end()

    return Undo
