"""A panel of 1280 x 800 pixels of the screen with a plate on its canvas: `canvas_shot.py SCALE FOLDER`.

Prints as JSON how high the picture is (device px), whether it is exact at 1:1, and every label that is cut.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import Any


def main(scale: str, folder: Path) -> int:
    """Write the picture and print the facts."""
    os.environ["QT_SCALE_FACTOR"] = scale
    os.environ["QT_ENABLE_HIGHDPI_SCALING"] = "1"
    from secondunit.qt.binding import BINDING, Qt, QtCore, QtWidgets

    if BINDING == "PySide2":
        QtCore.QCoreApplication.setAttribute(Qt.AA_EnableHighDpiScaling)
    app = QtWidgets.QApplication([])
    app.setStyle("Fusion")
    spec = importlib.util.spec_from_file_location("canvas_staging", Path(__file__).with_name("staging.py"))
    assert spec is not None and spec.loader is not None
    staging = importlib.util.module_from_spec(spec)
    sys.modules["canvas_staging"] = staging
    spec.loader.exec_module(staging)
    app.setPalette(staging.palette(staging.NUKE))
    from secondunit.host import Dialling
    from secondunit.host.session import Session
    from secondunit.qt.panel import SecondUnitPanel

    with tempfile.TemporaryDirectory() as home, staging.loopback.Loopback(Path(home)) as service:
        service.draw = _columns
        session = Session(
            staging.Document(plates={"Read1": staging.PLATE}), Dialling(command="", user="kim", home=home)
        )
        session.start()
        panel = SecondUnitPanel(session)
        panel.resize(round(1280 / float(scale)), round(800 / float(scale)))
        panel.show()
        view = panel.takes.viewer.picture
        keys = session.viewer.keys
        _until(app, lambda: panel.complete and keys()[0] and session.pictures.has(keys()[0]))
        _until(app, lambda: session.panel.estimate is not None)
        panel.grab().save(str(folder / f"canvas@{scale}.png"))
        high = round(view.framing.rect[3] * view.devicePixelRatioF())
        labels = [label for label in panel.findChildren(QtWidgets.QLabel) if label.isVisible()]
        cut = [label.text() for label in labels if not label.wordWrap() and _cut(label)]
        view.one_to_one()
        _until(app, lambda: session.viewer.details()[0] and session.pictures.has(session.viewer.details()[0]))
        app.processEvents()
        sys.stdout.write(json.dumps({"picture": high, "cut": cut, "exact": _exact(panel, view)}) + "\n")
        session.close()
    return 0


def _cut(label: Any) -> bool:
    """Whether a label's text does not fit; the canvas's own two lines end in dots where there is no room."""
    wide = label.fontMetrics().horizontalAdvance(label.text().replace("&", ""))
    return bool(wide > label.contentsRect().width() + 1)


def _columns(look: Any, exact: bool) -> bytes:
    """A picture whose columns are black and white in turn: any smear of it is grey."""
    import io

    import numpy as np
    from PIL import Image

    size = (
        (look.crop.width, look.crop.height) if look.crop is not None else (look.width, look.width * 9 // 16)
    )
    row = ((np.arange(size[0]) + (look.crop.x if look.crop is not None else 0)) % 2 * 255).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(np.repeat(np.repeat(row[None, :, None], size[1], 0), 3, 2)).save(out, "PNG")
    return out.getvalue()


def _exact(panel: Any, view: Any) -> bool:
    """Whether black and white columns are still that on the screen, in turn."""
    from secondunit.qt.binding import QtCore

    image, ratio = panel.grab().toImage(), view.devicePixelRatioF()
    corner = view.mapTo(panel, QtCore.QPoint(0, 0))
    y = round((corner.y() + view.height() / 2) * ratio)
    start = round((corner.x() + view.width() * 0.3) * ratio)
    row = [image.pixelColor(start + n, y).red() for n in range(120)]
    return set(row) == {0, 255} and all(a != b for a, b in pairwise(row))


def _until(app: Any, holds: Any) -> None:
    end = time.monotonic() + 30
    while not holds():
        app.processEvents()
        time.sleep(0.002)
        assert time.monotonic() < end, "the panel never came to rest"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], Path(sys.argv[2])))
