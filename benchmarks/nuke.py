"""Nuke, simulated: what its start, the panel and the regular polling cost the artist.

    python -m benchmarks.nuke [--nodes 1000] [--jobs 200] [--rate 5] [--seconds 20]

1. `init.py` and `menu.py` in a fresh interpreter each time, after what Nuke has imported by then: its own
   modules (the simulated ones here) and PySide6. The median counts. Goal: 50 ms.
2. Opening the panel for the first time, in a fresh interpreter too, until Qt has drawn it. Goal: 150 ms.
3. A script of `--nodes` nodes with ten placed elements is open, the panel too, and a service in another
   process streams the progress of `--jobs` jobs. The longest single call on the main thread counts: a pump
   (with the look at the script, when one is due), and Qt's own events, which draw the panel. Goal: 8 ms.

As on an artist's machine, Python keeps the compiled modules: the first interpreter is left out.
The simulated Nuke checks every call against Foundry's list, so that a call costs more here than there.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import os
import runpy
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PLUGIN = ROOT / "plugins" / "nuke"
SIMULATOR = ROOT / "tests" / "hosts" / "nuke"
SERVICE = ROOT / "tests" / "host" / "loopback.py"
START_GOAL, OPEN_GOAL, CALL_GOAL = 50.0, 150.0, 8.0
TICK = 0.033
#: A group of the artist's own, and a dot in its place.
GROUP = (
    "Group {{\n name U{number}\n{place}}}\nInput {{\n inputs 0\n name Input1\n}}\n"
    "Output {{\n name Output1\n}}\nend_group\n"
)
DOT = "Dot {{\n name E{number}\n{place}}}\n"


def main() -> None:
    """Measure, and print a line each."""
    read = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    read.add_argument("--nodes", type=int, default=1000)
    read.add_argument("--jobs", type=int, default=200)
    read.add_argument("--rate", type=float, default=5.0)
    read.add_argument("--seconds", type=float, default=20.0)
    read.add_argument("--part", choices=("start", "panel"), help=argparse.SUPPRESS)
    given = read.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["SECONDUNIT_COMMAND"] = "/no/such/command"
    with tempfile.TemporaryDirectory(prefix="secondunit-nuke-") as folder:
        os.environ["SECONDUNIT_HOME"] = folder
        if given.part:
            print(json.dumps(start(Path(folder)) if given.part == "start" else panel(Path(folder))))
            return
        for part, goal, what in (
            ("start", START_GOAL, "init.py and menu.py"),
            ("panel", OPEN_GOAL, "opening the panel"),
        ):
            wall, own = (list(times) for times in zip(*apart(part), strict=True))
            print(f"nuke: {what}: median {statistics.median(wall):.1f} ms, worst {max(wall):.1f} ms; "
                  f"processor time median {statistics.median(own):.1f}, worst {max(own):.1f} "
                  f"({len(wall)} interpreters); goal {goal:g} ms")  # fmt: skip
        for name, calls in day(Path(folder), given.nodes, given.jobs, given.rate, given.seconds).items():
            wall, own = sorted(call[0] for call in calls), sorted(call[1] for call in calls)
            late = min(len(calls) - 1, round(len(calls) * 0.99))
            print(f"nuke: {name}: worst {wall[-1]:.2f} ms, p99 {wall[late]:.2f}, "
                  f"median {statistics.median(wall):.2f}; processor time worst {own[-1]:.2f}, "
                  f"p99 {own[late]:.2f}, median {statistics.median(own):.2f} ({len(calls)} calls); "
                  f"goal {CALL_GOAL:g} ms")  # fmt: skip


def apart(part: str, rounds: int = 7) -> list[tuple[float, float]]:
    """Each time of one part, by the clock and of the processor (ms), in an interpreter of its own."""
    command = [sys.executable, "-m", "benchmarks.nuke", "--part", part]
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": f"{os.environ['SECONDUNIT_HOME']}/compiled"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    times = []
    for _ in range(rounds + 1):
        answer = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )
        wall, own = json.loads(answer.stdout.splitlines()[-1])
        times.append((wall, own))
    return times[1:]


def simulated(folder: Path) -> Any:
    """A simulated Nuke in this interpreter, with the plug-in on its path, and PySide6 imported."""
    from PySide6 import QtCore, QtGui, QtWidgets  # noqa: F401 - Nuke has them by then

    name = "second_unit_simulated_nuke"
    spec = importlib.util.spec_from_file_location(
        name, SIMULATOR / "__init__.py", submodule_search_locations=[str(SIMULATOR)]
    )
    assert spec is not None
    assert spec.loader is not None
    sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules[name])
    app = importlib.import_module(f"{name}.application").Application(folder=folder)
    sys.modules.update(importlib.import_module(f"{name}.nuke_module").modules(app))
    sys.path.insert(0, str(PLUGIN))
    # The simulator reads its own tables at the first knob.
    sys.modules["nuke"].root().knob("fps")
    return app


def clocks() -> tuple[float, float]:
    """Now by the clock, and this thread's processor time, in milliseconds."""
    return time.perf_counter() * 1000, time.thread_time() * 1000


def since(began: tuple[float, float]) -> tuple[float, float]:
    """What passed of both since then."""
    wall, own = clocks()
    return wall - began[0], own - began[1]


def start(folder: Path) -> tuple[float, float]:
    """What Nuke's start takes longer."""
    simulated(folder)
    began = clocks()
    for name in ("init.py", "menu.py"):
        runpy.run_path(str(PLUGIN / name))
    return since(began)


def panel(folder: Path) -> tuple[float, float]:
    """From the menu's entry to a drawn panel."""
    simulated(folder)
    from PySide6 import QtWidgets

    qt = QtWidgets.QApplication([])
    runpy.run_path(str(PLUGIN / "menu.py"))
    qt.processEvents()
    began = clocks()
    pane = sys.modules["nukescripts.panels"].restorePanel("com.secondunit.panel")  # holds its widget
    shown = pane._widget
    shown.show()
    qt.processEvents()
    took = since(began)
    sys.modules["second_unit_nuke.session"].close()
    return took


def day(
    folder: Path, nodes: int, jobs: int, rate: float, seconds: float
) -> dict[str, list[tuple[float, float]]]:
    """Every call on the main thread by name: its time by the clock and of the processor (ms)."""
    command = [sys.executable, str(SERVICE), "--home", str(folder), "--jobs", str(jobs), "--rate", str(rate)]
    service = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert service.stdout is not None
    service.stdout.readline()
    app = simulated(folder)
    importlib.import_module("OpenImageIO")  # the simulator reads heads of files by it
    from PySide6 import QtWidgets

    qt = QtWidgets.QApplication([])
    runpy.run_path(str(PLUGIN / "menu.py"))
    nuke = sys.modules["nuke"]
    _fill(app, folder, nodes)
    pane = sys.modules["nukescripts.panels"].restorePanel("com.secondunit.panel")  # holds its widget
    shown = pane._widget
    shown.resize(1100, 700)
    shown.show()
    session = sys.modules["second_unit_nuke.session"].running()
    calls: dict[str, list[tuple[float, float]]] = {
        "pump": [],
        "turn of a look at the script": [],
        "Qt's events": [],
    }
    turn = session.watch.turn

    def timed(name: str, act: Any) -> Any:
        began = clocks()
        answer = act()
        calls[name].append(since(began))
        return answer

    try:
        session.commands.answer("working space", "Linear Rec.709 (sRGB)")
        _place(session, 10)
        nuke.toNode("R0").setSelected(True)
        end = time.monotonic() + 30
        while not session.panel.jobs.all() and time.monotonic() < end:
            session.pump()
            qt.processEvents()
            time.sleep(0.01)
        assert session.panel.jobs.all(), session.panel.connection
        _settle(session, qt, 3.0)

        # A session looks twice a second, more seldom on a slow machine: here it is made to.
        def watched() -> bool:
            began = clocks()
            looked = turn()
            if looked:
                calls["turn of a look at the script"].append(since(began))
            return bool(looked)

        session.watch.turn = watched
        end, count = time.monotonic() + seconds, 0
        while time.monotonic() < end:
            count += 1
            if count % 30 == 0:
                session.watch.due = 0.0
            timed("pump", session.pump)
            timed("Qt's events", qt.processEvents)
            time.sleep(TICK)
    finally:
        sys.modules["second_unit_nuke.session"].close()
        service.terminate()
        service.wait()
    return calls


def _settle(session: Any, qt: Any, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        session.pump()
        qt.processEvents()
        time.sleep(TICK)


def _fill(app: Any, folder: Path, nodes: int) -> None:
    """An artist's script: Reads, grades, blurs and dots, a part of them in groups."""
    rows = []
    for number in range(nodes // 5):
        place = f" xpos {number % 40 * 110}\n ypos {number // 40 * 600}\n"
        file = f"{folder.as_posix()}/p{number}.%04d.exr"
        rows += [
            f"Read {{\n inputs 0\n file {file}\n first 1001\n last 1048\n name R{number}\n{place}}}\n",
            *(f"{cls} {{\n name {cls[0]}{number}\n{place}}}\n" for cls in ("Grade", "Blur", "Dot")),
            (GROUP if number % 5 == 0 else DOT).format(number=number, place=place),
        ]
    importlib.import_module("second_unit_simulated_nuke.loading").load(app, "".join(rows), 0)
    for node in app.document.nodes.values():
        node.selected = False


def _place(session: Any, count: int) -> None:
    """Elements of several shots, as files nobody has to read."""
    from secondunit.wire import (
        ColorSpace,
        Format,
        FrameRange,
        Placement,
        PlacementKind,
        Rate,
        Take,
        TakeLayer,
    )

    for number in range(count):
        element = f"smoke_{number}"
        take = Take(
            id=f"t{number}", job=f"j{number}", show="show", shot="sh010", element=element, version=1,
            folder=f"/show/{element}/v001", frames=FrameRange(1001, 1048), rate=Rate(24),
            format=Format(1920, 1080), colorspace=ColorSpace("Linear Rec.709 (sRGB)", ""), brief_digest="d",
            layers=(TakeLayer("beauty", f"{element}_v001.%04d.exr", ("R", "G", "B", "A")),), kind="smoke",
        )  # fmt: skip
        session.host.place(Placement(take.id, PlacementKind.COMP), take)


if __name__ == "__main__":
    main()
