"""The panel as pictures at 100, 150 and 200 %: nothing is cut off, and a picture has its full size."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from secondunit.qt.binding import QtGui

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("scale", ["1", "1.5", "2"])
def test_no_text_is_cut_off_at_any_scale(tmp_path: Path, scale: str) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT / "core")}
    answer = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("shots.py")), "--out", str(tmp_path), "--scale", scale,
         "--only", "errors-nuke"],
        env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stdout + answer.stderr[-2000:]
    for width in (380, 700, 1300):
        picture = QtGui.QImage(str(tmp_path / f"errors-nuke-{width}@{scale}.png"))
        assert picture.width() == round(width * float(scale))
        middle = picture.copy(0, picture.height() // 4, picture.width(), picture.height() // 2)
        colors = {
            middle.pixel(x, y) for x in range(0, middle.width(), 7) for y in range(0, middle.height(), 7)
        }
        assert len(colors) > 12, "there is something to see"
