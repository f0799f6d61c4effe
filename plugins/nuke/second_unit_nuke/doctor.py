"""Whether this installation fits this Nuke: versions, the service, and every host call the plug-in makes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import nuke

from . import core, dag

#: Every call of the plug-in, listed by its tests; compared with what this Nuke has.
CONTRACT = Path(__file__).with_name("contract.json")
#: The versions of Nuke that the tests simulate; no real one has run the plug-in.
SIMULATED = ("15.1", "16.0", "17.0", "17.1")
#: The root's knobs that are read.
ROOT_KNOBS = (
    "first_frame", "last_frame", "format", "fps", "colorManagement", "OCIO_config", "customOCIOConfigPath",
    "workingSpaceLUT", "int8Lut", "logLut", "floatLut",
)  # fmt: skip


def report() -> tuple[str, ...]:
    """One line for each thing that was looked at."""
    return tuple(_lines())


def missing() -> tuple[str, ...]:
    """The host calls of the plug-in that this Nuke does not have."""
    calls = json.loads(CONTRACT.read_text(encoding="utf-8"))
    root = nuke.root()
    names = [f"nuke.{name}" for name in calls["nuke"] if name not in dir(nuke)]
    methods = {"Undo": nuke.Undo, "Root": root, "Group": root, "Node": root}
    for kind, thing in methods.items():
        names += [f"{kind}.{name}" for name in calls["methods"].get(kind, ()) if name not in dir(thing)]
    names += [f"the root's knob {name}" for name in ROOT_KNOBS if root.knob(name) is None]
    return tuple(names)


def _lines() -> Iterator[str]:
    import sys

    import secondunit

    version, python = f"{nuke.NUKE_VERSION_MAJOR}.{nuke.NUKE_VERSION_MINOR}", sys.version.split()[0]
    yield f"Nuke {version}, Python {python}"
    if version not in SIMULATED:
        yield f"Tried on simulations of Nuke {', '.join(SIMULATED)}, not on this one: begin in a copy."
    yield f"Second Unit {secondunit.__version__} from {secondunit.__file__}"
    twice = core.said_of_twins(nuke.pluginPath())
    if twice:
        yield twice
    fault = core.fault()
    if fault:
        yield fault
        return
    gaps = missing()
    yield f"Missing in this Nuke: {', '.join(gaps)}" if gaps else "Every call of the plug-in is there."
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
