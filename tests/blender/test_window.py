"""Pictures of the panel in a real Blender window, where one is given; else there is nothing to look at.

`SECONDUNIT_BLENDER_WINDOW` is the command that starts a Blender 5 with a window (and a display), to which
arguments are added; `SECONDUNIT_WINDOW_GRAB` what writes the display as a PNG to the path that follows, by
default ImageMagick's `import -window root`. `SECONDUNIT_WINDOW_PICTURES` keeps the pictures in a folder.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from secondunit.service.kinds import kind_list
from secondunit.wire import FrameRange, encode

COMMAND = os.environ.get("SECONDUNIT_BLENDER_WINDOW", "")
GRAB = os.environ.get("SECONDUNIT_WINDOW_GRAB", "import -window root")
pytestmark = pytest.mark.skipif(not COMMAND, reason="no Blender with a window (SECONDUNIT_BLENDER_WINDOW)")


@pytest.fixture(scope="module")
def pictures(extension: Path, tools: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place: Path = tmp_path_factory.mktemp("window")

    def grey(frame: int) -> np.ndarray[Any, Any]:
        return np.full((36, 64, 4), 0.25, np.float32)

    takes = []
    for version in (1, 2, 3):
        take = tools.make_take(place, grey, version=version, frames=FrameRange(1001, 1003))
        previews = Path(take.folder) / "previews"
        previews.mkdir()
        smoke(480, 270).save(previews / "thumbnail.png")
        sheet(4, 3).save(previews / "contact_sheet.png")
        named = {"thumbnail": "previews/thumbnail.png", "contact_sheet": "previews/contact_sheet.png"}
        takes.append(replace(take, show="nova", shot="sq010_sh020", **named))
    smoke(480, 270).save(place / "look.jpg", quality=95)
    values = place / "values.json"
    values.write_text(json.dumps({
        "takes": [encode(take) for take in takes],
        "kinds": encode(kind_list()),
    }))  # fmt: skip
    answer = place / "answer.json"
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "OCIO")}
    environment |= {
        "BLENDER_USER_RESOURCES": str(place / "resources"),
        "SECONDUNIT_HOME": str(place / "home"),
        "SECONDUNIT_TEST_ANSWER": str(answer),
    }
    (place / "resources").mkdir()
    command = [*COMMAND.split(), "--factory-startup", "--python", str(tools.INSIDE / "window.py"), "--"]
    service = tools.ROOT / "tests" / "host" / "loopback.py"
    command += [str(part) for part in (extension, service, values, place, GRAB)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=280, check=False)
    said = (done.stdout + done.stderr)[-4000:]
    assert answer.exists(), said
    found = json.loads(answer.read_text())
    assert "failed" not in found, f"{found['failed']}\n{said}"
    kept = os.environ.get("SECONDUNIT_WINDOW_PICTURES")
    if kept:
        for path in place.glob("*.png"):
            shutil.copy(path, kept)
    return place


def smoke(width: int, height: int) -> Image.Image:
    """A plume before grey, so that a thumbnail has a side that is up."""
    y, x = np.mgrid[0:height, 0:width] / (height, width)[0]
    across = np.abs(x - 0.5 * width / height - 0.2 * (1 - y) ** 2)
    plume = np.clip(1.4 - across / (0.06 + 0.25 * (1 - y)), 0, 1) * np.clip(y + 0.15, 0, 1)
    tone = (96 * (1 - plume) + 225 * plume).astype(np.uint8)
    return Image.fromarray(np.stack([tone, tone, tone], 2))


def sheet(columns: int, rows: int) -> Image.Image:
    """A contact sheet of plumes."""
    made = Image.new("RGB", (columns * 128, rows * 80), (24, 24, 24))
    for n in range(columns * rows):
        made.paste(smoke(120, 68), (n % columns * 128 + 4, n // columns * 80 + 8))
    return made


def test_the_window_shows_the_panel_at_each_stage(pictures: Path) -> None:
    names = ("blank", "takes", "placed", "controls", "handles", "quick", "quick_view", "compositor")
    shown = [np.asarray(Image.open(pictures / f"{name}.png").convert("RGB")) for name in names]
    assert all(picture.std() > 5.0 for picture in shown), "the window is not empty"
    for before, after in pairwise(shown):
        assert (before != after).any(), "each stage shows something else"


def test_nothing_in_the_empty_panel_is_red(pictures: Path) -> None:
    blank = np.asarray(Image.open(pictures / "blank.png").convert("RGB")).astype(int)
    height, width = blank.shape[:2]
    # The alert's own red, as Blender's dark theme fills a box with it.
    red = (blank[..., 0] > 1.8 * blank[..., 1]) & (blank[..., 0] > 1.8 * blank[..., 2]) & (blank[..., 0] > 60)
    # Blender's own red axis and gizmo are a thousandth of a small window; an alert's box is several.
    assert red.mean() < 0.003, f"{red.sum()} red pixels of {width * height}"


def test_the_quick_look_stands_in_the_camera_s_frame_in_its_own_greys(pictures: Path) -> None:
    view = np.asarray(Image.open(pictures / "quick_view.png").convert("RGB")).astype(int)
    before = np.asarray(Image.open(pictures / "quick.png").convert("RGB")).astype(int)
    # The plume is up to 220 bright in the picture, its ground 96: shown as they are.
    for grey in (96, 220):

        def share(shown: np.ndarray[Any, Any], grey: int = grey) -> float:
            return float((np.abs(shown - grey).max(axis=2) <= 4).mean())

        assert share(view) > share(before) + 0.0005, grey
