"""The desk in the demo: it opens on the take that was just made, and leaves a picture of itself.

Run by demo.py with the service environment's Python; works without a display.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

#: How long the desk may take to show the take, in seconds.
PATIENCE = 60.0
SIZE = (1400, 900)


def main() -> int:
    """Open the desk, show the take over its plate, write the picture; 1 when it did not come to that."""
    read = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    read.add_argument("--take", required=True)
    read.add_argument("--plate", required=True, help="one frame of the plate")
    read.add_argument("--picture", type=Path, required=True)
    read.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE")
    read.add_argument("--frame", type=int, help="default: the take's middle one")
    read.add_argument("--wipe", type=float, help="compare to the plate, from 0 to 1; default: do not")
    given = read.parse_args()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

    from secondunit.host.start import Dialling
    from secondunit.host.viewer import PLATE
    from secondunit.qt.binding import QtWidgets
    from secondunit.qt.desk.app import make_window
    from secondunit.qt.desk.palettes import follow

    app = QtWidgets.QApplication(["Second Unit"])
    follow(app, "dark")
    window = make_window(Dialling())
    session = window.session
    for pair in given.set:
        name, _, value = pair.partition("=")
        session.set(name, value)
    window.resize(*SIZE)
    window.show()
    window.open([given.plate])
    end = time.monotonic() + PATIENCE
    shown = False
    while time.monotonic() < end:
        app.processEvents()
        time.sleep(0.01)
        if not shown and any(take.id == given.take for take in session.gallery.rows()):
            session.gallery.choose(given.take)
            session.viewer.show(given.take)
            frames = session.viewer.frames
            if frames is not None:
                session.viewer.go(given.frame or (frames.first + frames.last) // 2)
            session.commands.use_brief(given.take)
            if given.wipe is not None:
                session.viewer.compare(PLATE)
                session.viewer.set_wipe(given.wipe)
            shown = True
        sides = session.viewer.pictures()[: 1 if given.wipe is None else 2]
        drawn = window.panel.complete and session.panel.estimate and session.panel.plate
        if shown and all(sides) and drawn:
            break
    for _ in range(30):
        app.processEvents()
        time.sleep(0.02)
    window.statusBar().clearMessage()  # what it read is read
    given.picture.parent.mkdir(parents=True, exist_ok=True)
    written = shown and window.grab().save(str(given.picture))
    session.close()
    if not written:
        print("The desk did not show the take in time.", file=sys.stderr)
    return 0 if written else 1


if __name__ == "__main__":
    sys.exit(main())
