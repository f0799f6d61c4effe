"""Whether this installation fits this Nuke: versions, the service, and every host call the plug-in makes."""

from __future__ import annotations

from collections.abc import Iterator

import nuke

from . import core, dag

#: What the plug-in asks of Nuke's module and of its objects; compared with what this Nuke has.
MODULE = (
    "GUI", "EXE_PATH", "INVISIBLE", "NUKE_VERSION_MAJOR", "NUKE_VERSION_MINOR", "String_Knob", "Tab_Knob",
    "Undo", "activeViewer", "addOnScriptClose", "addOnScriptLoad", "allNodes", "delete", "env", "execute",
    "exists", "getColorspaceList", "getPaneFor", "menu", "message", "nodePaste", "nodes", "root",
    "scriptOpen", "scriptSaveToTemp", "selectedNodes", "toNode", "tprint", "views",
)  # fmt: skip
ROOT = (
    "addKnob", "begin", "end", "fullName", "knob", "modified", "name", "nodes", "proxy", "realFps",
    "setModified",
)  # fmt: skip
ROOT_KNOBS = (
    "first_frame", "last_frame", "format", "fps", "colorManagement", "OCIO_config", "customOCIOConfigPath",
    "workingSpaceLUT", "int8Lut", "logLut", "floatLut",
)  # fmt: skip
UNDO = ("begin", "name", "end", "cancel", "disable", "enable")


def report() -> tuple[str, ...]:
    """One line for each thing that was looked at."""
    return tuple(_lines())


def missing() -> tuple[str, ...]:
    """The host calls of the plug-in that this Nuke does not have."""
    root = nuke.root()
    found = [f"nuke.{name}" for name in MODULE if name not in dir(nuke)]
    found += [f"nuke.Undo.{name}" for name in UNDO if name not in dir(nuke.Undo)]
    found += [f"root.{name}" for name in ROOT if name not in dir(root)]
    found += [f"the root's knob {name}" for name in ROOT_KNOBS if root.knob(name) is None]
    return tuple(found)


def _lines() -> Iterator[str]:
    import sys

    import secondunit

    version = sys.version.split()[0]
    yield f"Nuke {nuke.NUKE_VERSION_MAJOR}.{nuke.NUKE_VERSION_MINOR}, Python {version}"
    yield f"Second Unit {secondunit.__version__} from {secondunit.__file__}"
    fault = core.fault()
    if fault:
        yield fault
        return
    gone = missing()
    yield f"Missing in this Nuke: {', '.join(gone)}" if gone else "Every call of the plug-in is there."
    limited = dag.edition()
    if limited:
        yield f"Nuke {limited}: {dag.touched()} of {dag.MOST_NODES} nodes used by Python."
    from . import session

    running = session.running()
    if running is None:
        yield "Service: the panel has not been opened yet."
    else:
        connection = running.panel.connection
        yield f"Service: {connection.sentence} {connection.remedy}".strip()
