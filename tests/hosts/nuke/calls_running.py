"""The functions of `nuke` about running: threads, callbacks, dialogs, rendering, plug-in paths, panes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from .application import FRAME_MS, Application, Background, Callback
from .frames import FrameRange, FrameRanges
from .node_objects import Node
from .saving import script_text

#: Callback kinds: `add<Name>` and `remove<Name>` of nuke.callbacks.
CALLBACKS = {
    "OnUserCreate": "onUserCreate", "OnCreate": "onCreate", "OnScriptLoad": "onScriptLoad",
    "OnScriptSave": "onScriptSave", "OnScriptClose": "onScriptClose", "OnDestroy": "onDestroy",
    "KnobChanged": "knobChanged", "UpdateUI": "updateUI", "Autolabel": "autolabel",
    "BeforeRender": "beforeRender", "BeforeFrameRender": "beforeFrameRender",
    "AfterFrameRender": "afterFrameRender", "AfterRender": "afterRender", "RenderProgress": "renderProgress",
    "FilenameFilter": "filenameFilter",
}  # fmt: skip
_BACKGROUND = {
    "BeforeBackgroundRender": "beforeBackgroundRender",
    "AfterBackgroundRender": "afterBackgroundRender",
    "AfterBackgroundFrameRender": "afterBackgroundFrameRender",
}


class RunningCalls:
    """Bound to one application."""

    def __init__(self, app: Application) -> None:
        self._app = app

    def filenameFilter(self, filename: str) -> str:
        """What the registered filters make of a file's name, the last one first (nuke/callbacks.py)."""
        for each in reversed(self._app.callbacks.get("filenameFilter", [])):
            filename = each.call(filename, *each.args, **each.kwargs) or filename
        return filename

    # Threads

    def executeInMainThread(self, call: Callable[..., Any], args: Any = (), kwargs: Any = None) -> None:
        given = args if isinstance(args, tuple) else (args,)
        self._app.post(lambda: call(*given, **(kwargs or {})))

    def executeInMainThreadWithResult(
        self, call: Callable[..., Any], args: Any = (), kwargs: Any = None
    ) -> Any:
        assert threading.get_ident() != self._app.main, (
            "executeInMainThreadWithResult was called on the main thread: Nuke waits for itself for ever"
        )
        given = args if isinstance(args, tuple) else (args,)
        return self._app.post(lambda: call(*given, **(kwargs or {})), wait=True)

    def tprint(self, *args: Any, sep: str = " ", end: str = "\n", file: Any = None) -> None:
        self._app.printed.append(sep.join(str(each) for each in args))

    # Dialogs

    def message(self, prompt: str) -> None:
        self._app.modal("message", prompt)

    def alert(self, prompt: str) -> None:
        self._app.modal("alert", prompt)

    def ask(self, prompt: str) -> bool:
        return bool(self._app.modal("ask", prompt))

    def askWithCancel(self, prompt: str) -> bool:
        return bool(self._app.modal("askWithCancel", prompt))

    def choice(self, title: str, prompt: str, options: Any, default: int = 0) -> Any:
        return self._app.modal("choice", prompt)

    def getInput(self, prompt: str, default: str = "") -> Any:
        return self._app.modal("getInput", prompt)

    def getFilename(
        self, message: str, pattern: str = "", default: str = "", favorites: str = "", type: str = "",
        multiple: bool = False,
    ) -> Any:  # fmt: skip
        return self._app.modal("getFilename", message)

    def getClipname(self, prompt: str, pattern: str = "", default: Any = None, multiple: bool = False) -> Any:
        return self._app.modal("getClipname", prompt)

    def warning(self, message: str) -> None:
        self._app.printed.append(message)

    def debug(self, message: str) -> None:
        self._app.printed.append(message)

    def error(self, message: str) -> None:
        self._app.printed.append(message)

    # Rendering

    def execute(
        self, nameOrNode: Any, start: Any = None, end: Any = None, incr: int = 1, views: Any = None,
        continueOnError: bool = False,
    ) -> None:  # fmt: skip
        """Blocks the window for every frame; needs a Write with a file."""
        app = self._app
        node = nameOrNode if isinstance(nameOrNode, Node) else None
        data = node._data if node is not None else app.document.find(str(nameOrNode))
        if data is None or data.cls != "Write":
            raise RuntimeError(f"{nameOrNode} is not an executable node")
        frames = list(FrameRange(int(start), int(end), incr)) if not isinstance(start, FrameRanges) else None
        for frame in frames if frames is not None else start.toFrameList():
            app.blocked_ms += FRAME_MS
            app.fire("beforeFrameRender", data.uid)
            if app.renderer is None:
                raise AssertionError("the test gave the simulator no renderer")
            app.renderer(data, frame)

    def executeBackgroundNuke(
        self, exe_path: str, nodes: Any, frameRange: Any, views: Any, limits: Any,
        continueOnError: bool = False, flipbookToRun: str = "", flipbookOptions: Any = None,
    ) -> int:  # fmt: skip
        """Starts another Nuke (one more licence) on a saved copy; returns its number."""
        app = self._app
        assert app.gui, "background renders need the GUI"
        assert set(limits) == {"maxThreads", "maxCache"}, "limits are maxThreads and maxCache"
        ranges = list(frameRange) if isinstance(frameRange, FrameRanges) else [frameRange]
        started = Background(
            tuple(node._data.name for node in nodes),
            tuple(each._values for each in ranges),
            len(app.background) + 1,
            script=script_text(app),
            limits=dict(limits),
        )
        app.background.append(started)
        self._background("beforeBackgroundRender", {"id": started.id})
        return started.id

    def _background(self, kind: str, context: dict[str, Any]) -> None:
        for each in list(self._app.callbacks.get(kind, ())):
            each.call(context, *each.args, **each.kwargs)

    def executing(self, f: float | None = None) -> bool:
        return False

    # Plug-ins

    def pluginAddPath(self, args: Any, addToSysPath: bool = True) -> None:
        for path in args if isinstance(args, (list, tuple)) else [args]:
            self._app.add_plugin_path(str(path))

    def pluginAppendPath(self, args: Any, addToSysPath: bool = True) -> None:
        self._app.add_plugin_path(str(args), end=True)

    def pluginPath(self) -> list[str]:
        return list(self._app.plugin_path)

    def addFavoriteDir(self, *args: Any, **kwargs: Any) -> None:
        raise AssertionError("nuke.addFavoriteDir changes the artist's file browser")

    def addDefaultColorspaceMapper(self, *args: Any, **kwargs: Any) -> None:
        raise AssertionError("nuke.addDefaultColorspaceMapper changes every Read of the studio")


def callback_functions(app: Application) -> dict[str, Callable[..., Any]]:
    """`addOnCreate`, `removeOnCreate` and so on, with nuke.callbacks' own argument lists."""
    made: dict[str, Callable[..., Any]] = {}
    for spoken, kind in CALLBACKS.items():
        made[f"add{spoken}"], made[f"remove{spoken}"] = _pair(app, kind, node=kind == "knobChanged")
    for spoken, kind in _BACKGROUND.items():
        made[f"add{spoken}"], made[f"remove{spoken}"] = _pair(app, kind, node=False)
    return made


def _pair(app: Application, kind: str, node: bool) -> tuple[Callable[..., Any], Callable[..., Any]]:
    fallback = "Root" if kind.startswith("onScript") else "*"

    def key(nodeClass: str | None, only: Any) -> tuple[str, int | None]:
        return nodeClass or fallback, None if only is None else only._uid

    def add(call: Any, args: Any = (), kwargs: Any = None, nodeClass: Any = None, node: Any = None) -> None:
        assert callable(call), f"{kind}: {call!r} cannot be called"
        cls, uid = key(nodeClass, node)
        app.callbacks.setdefault(kind, []).append(Callback(call, tuple(args), dict(kwargs or {}), cls, uid))

    def remove(
        call: Any, args: Any = (), kwargs: Any = None, nodeClass: Any = None, node: Any = None
    ) -> None:
        cls, uid = key(nodeClass, node)
        kept = [
            each
            for each in app.callbacks.get(kind, ())
            if (each.call, each.args, each.cls, each.node) != (call, tuple(args), cls, uid)
        ]
        app.callbacks[kind] = kept

    return add, remove


def finish_background(app: Application, number: int, error: bool = False) -> None:
    """End a background render: its frames are written by the test's renderer, then the callbacks run."""
    job = app.background[number - 1]
    if not error and app.renderer is not None:
        for name in job.writes:
            data = app.document.find(name)
            for first, last, step in job.ranges:
                for frame in range(first, last + 1, step):
                    if data is not None:
                        app.renderer(data, frame)
    job.done = True
    RunningCalls(app)._background("afterBackgroundRender", {"id": number})
