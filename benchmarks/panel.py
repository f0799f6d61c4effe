"""The panel of widgets: how soon it is there, how long it ever holds a host's main thread, how it scrolls.

    python -m benchmarks.panel [--jobs 200] [--rate 5] [--seconds 10] [--takes 2000]

Qt is imported and an application with a window runs before anything is measured; drawing is offscreen, at
1300 x 900 logical pixels. The service is a process of its own, so that only the panel's own time counts.

1. Opening: import of the panel's modules (the first time; from bytecode), making it, the first paint; goal
   150 ms. Beside it until every part, and every row of the open groups, is built and painted.
2. While `--jobs` jobs stream, each `--rate` times a second: every pump, one each 15 ms, and every other turn
   of the event loop in which something was done (timers, layout, paint). The longest counts; goal 8 ms, by
   the clock and in processor time of the thread.
3. A gallery of `--takes` takes, with a thumbnail for every cell: every paint of all that is seen of it,
   scrolled on by most of a row each time; then jumps over pages, with the pump and the painting that they
   bring. Goal of both: 16.7 ms, a frame at 60 a second.
"""

from __future__ import annotations

import argparse
import atexit
import compileall
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from time import perf_counter, thread_time
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SERVICE = ROOT / "tests" / "host" / "loopback.py"
OPEN_GOAL, CALL_GOAL, PAINT_GOAL = 150.0, 8.0, 1000 / 60
SIZE = (1300, 900)
#: Seconds that a started panel has for its connection, lists and first estimate before its calls count.
SETTLED = 2.0
#: Seconds after which a panel that still does not list every job is at fault, and not the machine.
LATEST = 60.0
#: Seconds between two pumps, and the milliseconds below which a turn of the loop did nothing.
BETWEEN, NOTHING = 0.015, 0.1
Times = list[tuple[float, float]]


def main() -> None:
    """Measure, and print a line each."""
    read = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    read.add_argument("--jobs", type=int, default=200)
    read.add_argument("--rate", type=float, default=5.0)
    read.add_argument("--seconds", type=float, default=10.0)
    read.add_argument("--takes", type=int, default=2000)
    given = read.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, str(ROOT / "tests" / "qt"))
    _compile()
    application = _application()
    print(f"panel: load of the machine {os.getloadavg()[0]:.1f}")
    with _served("--jobs", "1", "--rate", "1") as home:
        for name, parts in opening(application, home):
            print(f"panel: opening, {name}: " + ", ".join(f"{k} {v:.0f} ms" for k, v in parts.items())
                  + f"; goal for the first paint {OPEN_GOAL:g} ms")  # fmt: skip
    with _served("--jobs", str(given.jobs), "--rate", str(given.rate)) as home:
        for name, times in streaming(application, home, given.jobs, given.seconds).items():
            _say(name, times, CALL_GOAL)
    with _served("--jobs", "0", "--rate", "1", "--takes", str(given.takes)) as home:
        for name, times in scrolling(application, home, given.takes).items():
            _say(name, times, PAINT_GOAL)


def opening(application: Any, home: Path) -> Iterator[tuple[str, dict[str, float]]]:
    """The first panel of a process and the best of three later ones: milliseconds of each part."""
    session = _session(home)
    _until(application, session, lambda: session.panel.fields.kind and session.panel.estimate)
    found = []
    for _ in range(4):
        began = perf_counter()
        from secondunit.qt.panel import SecondUnitPanel

        imported = perf_counter()
        panel = SecondUnitPanel(session)
        panel.resize(*SIZE)
        made = perf_counter()
        panel.show()
        application.processEvents()
        painted = perf_counter()
        while not panel.complete:
            application.processEvents()
        application.processEvents()
        whole = perf_counter()
        marks = (began, imported, made, painted)
        times = (1000 * (after - before) for before, after in pairwise(marks))
        parts = dict(zip(("import", "making", "painting"), times, strict=True))
        parts["together"] = 1000 * (painted - began)
        parts["every part"] = 1000 * (whole - began)
        found.append(parts)
        panel.close()
        panel.deleteLater()
        application.processEvents()
    session.close()
    yield "first in the process", found[0]
    yield "again", min(found[1:], key=lambda one: one["together"])


def streaming(application: Any, home: Path, jobs: int, seconds: float) -> dict[str, Times]:
    """Every pump and every other turn of the loop, wall and processor time (ms), while jobs stream."""
    from secondunit.qt.panel import SecondUnitPanel

    session = _session(home)
    panel = SecondUnitPanel(session)
    panel.resize(*SIZE)
    panel.show()
    # From here on it is pumped below; showing it had started its own pumping.
    panel.pumping.stop()
    started: dict[str, Times] = {"pump, while it starts": [], "turn, while it starts": []}
    settled: dict[str, Times] = {f"pump, {jobs} jobs streaming": [], f"turn, {jobs} jobs streaming": []}
    application.processEvents()
    rows = panel.queue.model.rowCount

    def go_on(into: dict[str, Times], to: Callable[[float], bool]) -> None:
        began, due = time.monotonic(), 0.0
        pumps, turns = into.values()
        while to(past := time.monotonic() - began):
            assert past < seconds + LATEST, f"{rows()} of {jobs} jobs are listed: {session.panel.connection}"
            if perf_counter() >= due:
                pumps.append(_timed(session.pump))
                due = perf_counter() + BETWEEN
            turn = _timed(application.processEvents)
            if turn[0] > NOTHING:
                turns.append(turn)
            time.sleep(0.001)

    # On a busy machine the service answers late: every job is listed before what follows counts as settled.
    go_on(started, lambda past: past < SETTLED or rows() < jobs or not panel.complete)
    go_on(settled, lambda past: past < seconds)
    assert rows() == jobs, f"{rows()} rows for {jobs} jobs"
    panel.close()
    session.close()
    return {**started, **settled}


def scrolling(application: Any, home: Path, takes: int) -> dict[str, Times]:
    """Every paint of the gallery while it is scrolled and thumbnails come, wall and processor time (ms)."""
    from secondunit.qt.binding import QtCore, QtGui
    from secondunit.qt.takes import TakesView

    session = _session(home)
    view = TakesView(session)
    view.resize(1000, 1000)
    view.show()
    client = session.link.dialling.dial(lambda: None, lambda: False)
    after = ""
    while True:
        page = client.takes(show="show", shot="shot", limit=200, after=after)
        for take in page.takes:
            session.panel.takes.put(take)
        after = page.next
        if not after:
            break
    session.panel.touch("takes")
    shown = view.gallery.list
    _until(application, session, lambda: shown.rows.rowCount() == takes)
    target = QtGui.QImage(shown.viewport().size(), QtGui.QImage.Format.Format_ARGB32_Premultiplied)
    bar = shown.verticalScrollBar()
    paints: Times = []
    frames: Times = []
    for step in range(300):
        bar.setValue(step * 137 % bar.maximum())
        paints.append(_timed(lambda: shown.viewport().render(target, QtCore.QPoint())))
        session.pump()
        application.processEvents()
        time.sleep(0.005)
    for step in range(300):
        at = step * 2311 % bar.maximum()
        frames.append(_timed(partial(_scrolled, application, session, bar, at)))
        time.sleep(0.005)
    session.close()
    return {
        f"paint of the whole gallery, {takes} takes": paints,
        f"a jump to another page with its pump and paint, {takes} takes": frames,
    }


def _scrolled(application: Any, session: Any, bar: Any, at: int) -> None:
    bar.setValue(at)
    session.pump()
    application.processEvents()


def _timed(act: Callable[[], object]) -> tuple[float, float]:
    began, busy = perf_counter(), thread_time()
    act()
    return 1000 * (perf_counter() - began), 1000 * (thread_time() - busy)


def _say(name: str, times: Times, goal: float) -> None:
    wall, own = (sorted(one[which] for one in times) for which in (0, 1))
    most = int(len(wall) * 0.95)
    shown = (", ".join(f"{one:.1f}" for one in (statistics.median(each), each[most], each[-1]))
             for each in (wall, own))  # fmt: skip
    print(f"panel: {name}: median, 95 %, worst {next(shown)} ms; processor time {next(shown)} ms "
          f"({len(times)} calls); goal {goal:.1f} ms")  # fmt: skip


def _compile() -> None:
    """Have bytecode at hand, as in every start of a host but the first after an installation."""
    sys.pycache_prefix = tempfile.mkdtemp(prefix="secondunit-bytecode-")
    atexit.register(shutil.rmtree, sys.pycache_prefix, ignore_errors=True)
    for room in ("qt", "host", "wire", "ground"):
        compileall.compile_dir(ROOT / "core" / "secondunit" / room, quiet=2)


def _application() -> Any:
    from secondunit.qt.binding import QtWidgets

    application = QtWidgets.QApplication([])
    application.setStyle("Fusion")
    window = QtWidgets.QMainWindow()
    window.setCentralWidget(QtWidgets.QPlainTextEdit("A host", window))
    window.show()
    application.processEvents()
    application.setProperty("window", window)
    return application


def _session(home: Path) -> Any:
    from secondunit.host import Dialling
    from secondunit.host.session import Session

    session = Session(
        import_module("staging").full_document(), Dialling(command="", user="kim", home=str(home))
    )
    session.start()
    return session


def _until(application: Any, session: Any, holds: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not holds():
        session.pump()
        application.processEvents()
        assert time.monotonic() < end, "it never came to hold"
        time.sleep(0.01)


@contextmanager
def _served(*options: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="secondunit-panel-") as home:
        command = [sys.executable, str(SERVICE), "--home", home, *options]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as service:
            assert service.stdout is not None
            service.stdout.readline()
            try:
                yield Path(home)
            finally:
                service.terminate()


if __name__ == "__main__":
    main()
