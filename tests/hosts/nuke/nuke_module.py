"""Puts it together: the `nuke` module of one application, as `sys.modules` gets it."""

from __future__ import annotations

import inspect
from types import ModuleType
from typing import Any

from . import (
    calls_nodes,
    calls_running,
    calls_script,
    formats,
    frames,
    group_objects,
    knob_kinds,
    menus,
    picture,
)
from .application import Application
from .knobs import FLAGS, use
from .node_objects import WRITING, Node
from .panels import nukescripts_modules
from .proxy import StrictModule, Watch
from .stubs import nuke_contract

_CONSTANTS = {
    **FLAGS, **WRITING, "ALL": 1, "AFTER_LINEAR": 4, "EXPRESSIONS": 1, "INPUTS": 4, "HIDDEN_INPUTS": 2,
}  # fmt: skip


def modules(app: Application) -> dict[str, ModuleType]:
    """Everything a plugin imports from this Nuke, by name."""
    use(app)
    module = StrictModule("nuke", nuke_contract())
    window = menus.WindowCalls(app)
    app.window = window
    nodes = calls_nodes.NodeCalls(app)
    for calls in (nodes, calls_script.ScriptCalls(app), calls_running.RunningCalls(app), window):
        for name, function in inspect.getmembers(calls, inspect.ismethod):
            if not name.startswith("_") and name != "construct":
                module.add(name, function)
    for name, function in calls_running.callback_functions(app).items():
        module.add(name, function)
    for name, kind in knob_kinds.KINDS.items():
        module.add(name, kind)
    for kind in (Node, *group_objects.CLASSES.values(), formats.Format, frames.FrameRange, frames.FrameRanges,
                 picture.Info, menus.Menu, menus.MenuItem, menus.ToolBar):  # fmt: skip
        module.add(kind.__name__, kind)
    module.add("Undo", calls_script.undo_class(app))
    module.add("nodes", _Nodes(nodes))
    module.add("env", _environment(app))
    for name, value in {**_CONSTANTS, **_version(app)}.items():
        module.add(name, value)
    made: dict[str, ModuleType] = {"nuke": module}
    if app.gui:
        made.update(nukescripts_modules(app))
    return made


def _version(app: Application) -> dict[str, Any]:
    major, minor, release = app.version
    return {
        "NUKE_VERSION_MAJOR": major,
        "NUKE_VERSION_MINOR": minor,
        "NUKE_VERSION_RELEASE": release,
        "NUKE_VERSION_PHASE": "",
        "NUKE_VERSION_STRING": f"{major}.{minor}v{release}",
        "GUI": app.gui,
        "INTERACTIVE": app.gui,
        "EXE_PATH": f"/opt/Nuke{major}.{minor}v{release}/Nuke{major}.{minor}",
        "NUM_CPUS": 8,
        "THREADS": 8,
        "rawArgs": [] if app.gui else ["-t"],
        "untitled": "Untitled",
    }


class _Environment(dict[str, Any]):
    """`nuke.env`: a mapping that only Nuke writes."""

    def __setitem__(self, key: str, value: Any) -> None:
        raise AssertionError(f"nuke.env[{key!r}] was assigned: that changes Nuke for everyone")

    def __getitem__(self, key: str) -> Any:
        Watch.call("env")
        return super().__getitem__(key)


def _environment(app: Application) -> _Environment:
    major, minor, release = app.version
    licence = app.licence
    return _Environment(
        {
            "gui": app.gui,
            "interactive": app.gui,
            "nc": licence.nc,
            "indie": licence.indie,
            "ple": licence.ple,
            "nukex": licence.nukex,
            "studio": licence.studio,
            "hiero": False,
            "assist": False,
            "NukeVersionMajor": major,
            "NukeVersionMinor": minor,
            "NukeVersionRelease": release,
            "NukeVersionString": f"{major}.{minor}v{release}",
            "ExecutablePath": f"/opt/Nuke{major}.{minor}v{release}/Nuke{major}.{minor}",
            "WIN32": False,
            "LINUX": True,
            "MACOS": False,
            "PluginExtension": "so",
            "numCPUs": 8,
            "threads": 8,
        }
    )


class _Nodes:
    """`nuke.nodes`: a constructor for each class."""

    def __init__(self, calls: calls_nodes.NodeCalls) -> None:
        self._calls = calls

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)

        def construct(**given: Any) -> Any:
            Watch.call(f"nodes.{name}")
            return self._calls.construct(name, given)

        return construct
