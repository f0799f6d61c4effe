"""Pictures of the panel to be looked at: `shots.py --out FOLDER [--scale 1.5]`, offscreen.

Widths 380, 700 and 1300, Nuke's dark palette and a light one, at rest, with errors, with a running queue.
Prints a line for every label whose text does not fit.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any


def main() -> int:
    """Write the pictures; 1 when a text does not fit."""
    read = argparse.ArgumentParser()
    read.add_argument("--out", type=Path, required=True)
    read.add_argument("--scale", default="1")
    read.add_argument("--only", default="")
    given = read.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = given.scale
    os.environ["QT_ENABLE_HIGHDPI_SCALING"] = "1"
    from secondunit.qt.binding import BINDING, Qt, QtCore, QtWidgets

    if BINDING == "PySide2":
        QtCore.QCoreApplication.setAttribute(Qt.AA_EnableHighDpiScaling)
    app = QtWidgets.QApplication([])
    app.setStyle("Fusion")
    staging = _beside("staging")
    elsewhere, drifting = _beside("elsewhere"), _beside("drifting")
    given.out.mkdir(parents=True, exist_ok=True)
    clipped = 0
    with tempfile.TemporaryDirectory() as folder:
        states = ("rest", "errors", "busy", "away", *elsewhere.STATES, *drifting.STATES)
        for state in [one for one in states if one in given.only] or states:
            home = Path(folder) / state
            with staging.loopback.Loopback(home) as service:
                service.kinds = staging.real_kinds()
                elsewhere.offer(service, state)
                drifting.offer(service, state)
                session = _session(staging, service, home, state)
                elsewhere.fill(session, service, state)
                if state == "away":
                    service.stop()
                for theme in ("nuke", "light"):
                    app.setPalette(staging.palette(staging.NUKE if theme == "nuke" else staging.LIGHT))
                    for width, height in ((380, 900), (700, 900), (1300, 900)):
                        name = f"{state}-{theme}-{width}@{given.scale}.png"
                        if given.only in name:
                            picture = (given.out / name, (width, height))
                            clipped += _shoot(app, session, service, state, *picture, elsewhere, drifting)
                session.close()
    return 1 if clipped else 0


def _beside(name: str) -> Any:
    known = f"secondunit_qt_{name}"
    spec = importlib.util.spec_from_file_location(known, Path(__file__).parent / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[known] = module
    spec.loader.exec_module(module)
    return module


def _session(staging: Any, service: Any, home: Path, state: str) -> Any:
    from secondunit.host import Dialling
    from secondunit.host.session import Session
    from secondunit.wire import FrameRange, JobState
    from secondunit.wire.errors import FrameFailed, Unexpected

    document = staging.full_document()
    if state != "errors":
        document.asked = ()
    session = Session(document, Dialling(command="", user="kim", home=str(home)))
    session.start()
    session.set("show", "nordlys")
    session.set("shot", "sh010")
    session.set("element", "smoke_left")
    session.set("prompt", "thick billowing smoke from the left, a unicorn, backlit")
    session.set("controls.wind", 3.5)
    session.set("controls.key_side", -128.0)
    if state == "errors":
        session.set("controls.density", "99")
        session.set("controls.color", "red")
        session.set("frames", "1048-1001")
        session.panel.say(
            Unexpected("The take could not be placed.", remedy="Select a node, and place it again.").problem
        )
    if state == "busy":
        of = {"show": "nordlys", "shot": "sh010", "element": "smoke_left", "frames": FrameRange(1001, 1048)}
        for number in range(12):
            job = service.make_job(**of)
            service.previews[job.id] = 1001 + number * 4
            service.change(
                job.id, state=JobState.RUNNING, progress=0.03 + number / 13, frames_done=1 + number * 4,
                status=f"rendering frame {1001 + number * 4}",
            )  # fmt: skip
        failed = service.make_job(**of)
        problem = FrameFailed(
            "Frame 1017 could not be rendered: the disk is full.", remedy="Make room, then press Retry.",
            kept="16 finished frames are kept.",
        ).problem  # fmt: skip
        service.change(failed.id, state=JobState.FAILED, problem=problem, frames_done=16)
        service.make_job(**of)
    return session


def _shoot(
    app: Any, session: Any, service: Any, state: str, path: Path, size: tuple[int, int], elsewhere: Any,
    drifting: Any,
) -> int:  # fmt: skip
    from secondunit.qt.binding import QtGui, QtWidgets
    from secondunit.qt.panel import SecondUnitPanel

    panel = SecondUnitPanel(session)
    panel.resize(*size)
    panel.show()
    end = time.monotonic() + 20
    while not (panel.complete and _settled(session, state)):
        app.processEvents()
        assert time.monotonic() < end, "the panel never came to rest"
    if state == "busy":
        if not panel.wide:
            panel.show_part("queue")
        panel.queue.list.setCurrentIndex(panel.queue.model.index(panel.queue.model.rowCount() - 1, 0))
    elsewhere.show(panel, state)
    drifting.show(panel, service, state)
    if "controls.density" in panel.form.rows:
        panel.form.rows["controls.density"].editor.focus_widget().setFocus()
        if state == "rest" and panel.wide:
            light = panel.form.lights[0]
            light.handle.setFocus()
            panel.form.ensureWidgetVisible(light)
    elsewhere.scroll(panel, state)
    _rest(app, session)
    shown = drifting.window(panel, state) or panel
    if shown is not panel:
        shown.resize(size[0], min(size[1], 640))
        _rest(app, session)
    picture = shown.grab()
    for window in app.topLevelWidgets():
        if shown is panel and window.isVisible() and window is not panel:  # a list that is open
            painter = QtGui.QPainter(picture)
            painter.drawPixmap(panel.mapFromGlobal(window.pos()), window.grab())
            painter.end()
            window.hide()
    picture.save(str(path))
    bad = 0
    for label in shown.findChildren(QtWidgets.QLabel):
        if label.isVisible() and label.text() and not label.wordWrap():
            wide = label.fontMetrics().horizontalAdvance(label.text().replace("&", ""))
            if wide > label.contentsRect().width() + 1:
                bad += 1
                sys.stdout.write(f"{path.name}: {label.text()!r} needs {wide}, has {label.width()}\n")
    inside, room = panel.form.widget().minimumSizeHint().width(), panel.form.viewport().width()
    if inside > room:
        bad += 1
        sys.stdout.write(f"{path.name}: the form needs {inside}, has {room}\n")
    panel.close()
    panel.deleteLater()
    app.processEvents()
    return bad


def _rest(app: Any, session: Any) -> None:
    """Wait for what is seen for the first time: it asks for its pictures now."""
    end = time.monotonic() + 0.5
    while time.monotonic() < end:
        session.pump()
        app.processEvents()
        time.sleep(0.005)


def _settled(session: Any, state: str) -> bool:
    """Whether everything has come that is seen in this state."""
    model = session.panel
    if state == "away":
        return model.connection.problem is not None
    here = bool(model.fields.kinds) and not session.pictures.waiting
    return here and (state == "errors" or model.estimate is not None)


if __name__ == "__main__":
    raise SystemExit(main())
