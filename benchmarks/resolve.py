"""Resolve's panel: how soon it is on the screen, and what looking at Resolve costs while nobody acts.

    python -m benchmarks.resolve [--clips 2000] [--seconds 20]

Both in a process of its own, over a simulated Resolve with a cut of `--clips` clips; the simulator works in
the same process, so its share is in the figures.

1. From the start of the process (as the script in Resolve's menu does) to the window's first paint, less what
   the simulator takes. Goal: 1.5 s.
2. Processor time while it idles, playhead at rest: of the whole process, and of its looking at Resolve. Goal:
   under 1 % of a core for the looking.
3. The longest single look, and the first one of a cut of that size.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
START_GOAL, IDLE_GOAL = 1.5, 1.0


def main() -> None:
    """Measure, and print a line each."""
    read = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    read.add_argument("--clips", type=int, default=2000)
    read.add_argument("--seconds", type=float, default=20.0)
    read.add_argument("--panel", default="", help=argparse.SUPPRESS)
    given = read.parse_args()
    if given.panel:
        panel(Path(given.panel), given.clips, given.seconds)
        return
    with tempfile.TemporaryDirectory(prefix="secondunit-resolve-") as folder:
        starts = [run(Path(folder) / str(number), given.clips, 0.0)["shown"] for number in range(3)]
        found = run(Path(folder) / "idle", given.clips, given.seconds)
    shown = min(starts)
    each = ", ".join(f"{one:.2f}" for one in starts)
    ratio = START_GOAL / shown
    print(f"resolve: panel on screen {shown:.2f} s (of {each}); goal {START_GOAL:g} s; ratio {ratio:.1f}")
    looking = found["looking"] / found["wall"] * 100
    whole = found["cpu"] / found["wall"] * 100
    print(f"resolve: looking at Resolve {looking:.2f} % of a core, idle, {given.clips} clips "
          f"({found['calls'] / found['wall']:.0f} calls a second, {found['looks']} looks); "
          f"goal {IDLE_GOAL:g} %; ratio {IDLE_GOAL / max(looking, 1e-6):.1f}")  # fmt: skip
    print(f"resolve: the whole panel process {whole:.2f} % of a core, idle")
    first, worst = found["first"] * 1000, found["worst"] * 1000
    print(f"resolve: first look {first:.1f} ms, worst after it {worst:.1f} ms")


def run(home: Path, clips: int, seconds: float) -> dict[str, float]:
    """Start a panel's process on a home of its own; what it measured, `shown` from before it was started."""
    home.mkdir(parents=True)
    paths = [str(ROOT / "core"), str(ROOT / "plugins" / "resolve"), str(ROOT)]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(paths),
        "SECONDUNIT_HOME": str(home / "state"),
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
    }
    words = ["--panel", str(home), "--clips", str(clips), "--seconds", str(seconds)]
    began = time.time()
    answer = subprocess.run(
        [sys.executable, "-m", "benchmarks.resolve", *words],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, float] = json.loads(answer.stdout.strip().splitlines()[-1])
    # What the simulator took to be made is no part of a start beside a real Resolve.
    found["shown"] -= began + found["simulator"]
    return found


def panel(home: Path, clips: int, seconds: float) -> None:
    """The process itself: simulated Resolve, window, idling; prints what it measured."""
    before = time.time()
    connect, app = simulated(home, clips)
    simulator = time.time() - before
    make_window = importlib.import_module("second_unit_resolve.app").make_window
    resolve_host = importlib.import_module("second_unit_resolve.host").ResolveHost

    from secondunit.host import Dialling
    from secondunit.qt.binding import QtCore, QtWidgets
    from secondunit.qt.desk.palettes import follow

    application = QtWidgets.QApplication(["Second Unit"])
    follow(application, "dark")
    host = resolve_host(connect)
    assert host.bridge.alive()
    window = make_window(host, Dialling(command="", home=str(home / "state")))
    session, looks = window.session, [0.0]
    look = session.look

    def timed() -> None:
        start = time.process_time()
        look()
        looks.append(time.process_time() - start)

    session.look = timed

    def wait(seconds: float) -> None:
        # Not the application's own loop: ending that closes the window.
        loop = QtCore.QEventLoop()
        QtCore.QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()

    window.show()
    window.repaint()
    application.processEvents()
    found: dict[str, float] = {"shown": time.time(), "simulator": simulator}
    if seconds:
        wait(2.0)
        # The first one of a cut: nothing is known of it yet.
        host.looking.forget()
        timed()
        first = looks[-1]
        looks.clear()
        calls, cpu, wall = sum(app.calls.values()), time.process_time(), time.perf_counter()
        wait(seconds)
        found.update(
            wall=time.perf_counter() - wall, cpu=time.process_time() - cpu, looking=sum(looks),
            looks=len(looks), calls=sum(app.calls.values()) - calls,
            first=first, worst=max(looks, default=0.0),
        )  # fmt: skip
    window.close()
    print(json.dumps(found))


def simulated(home: Path, clips: int) -> tuple[Any, Any]:
    """A Resolve with a long cut on two tracks and our takes on a third: how it is reached, and itself."""
    spec = importlib.util.spec_from_file_location("fakes", ROOT / "tests" / "resolve" / "conftest.py")
    assert spec is not None and spec.loader is not None
    fakes = importlib.util.module_from_spec(spec)
    sys.modules["fakes"] = fakes
    spec.loader.exec_module(fakes)
    records, placing = fakes.simulator("records"), fakes.simulator("application")
    app = placing.Application(folder=home)
    app.new_project("Long cut")
    timeline = app.make_timeline("reel")
    timeline.tracks["video"] = [records.TrackData(f"Video {number}") for number in (1, 2, 3)]
    media = records.MediaData("plate.[1001-3000].exr", path=str(home / "plate.[1001-3000].exr"), first=1001,
                              frames=2000, size=(1920, 1080))  # fmt: skip
    for number in range(clips):
        item = records.ItemData(media, media.name, timeline.start + number * 30, 28, number % 1000)
        timeline.tracks["video"][number % 2].items.append(item)
    timeline.playhead = timeline.start + clips * 15
    module = fakes.simulator("module").script_module(app)
    return (lambda: module.scriptapp("Resolve")), app


if __name__ == "__main__":
    main()
