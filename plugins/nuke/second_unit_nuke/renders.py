"""A node's picture as files: rendered by a second Nuke in the background, polled, cancelled cleanly.

The artist's script is not touched: a copy of it is saved, and the Write lives in the copy. Everything lies in
the state folder of Second Unit, one folder for each node and range.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

import nuke
from secondunit.wire import ColorSpace, Format, FrameRange, Rate, state_home
from secondunit.wire.errors import HostError, SecondUnitError, StorageError
from secondunit.wire.storage import storage_error

from . import dag

#: How to start the second Nuke: with a render licence, or with the one that windows take.
LICENSES = {"render": ("-t",), "interactive": ("-i", "-t")}
_DONE, _ORDER, _SCRIPT, _LOG = "done.json", "order.json", "script.nk", "nuke.log"


@dataclass(frozen=True)
class NukeRender:
    """A finished sequence: its pattern, and what it was rendered from."""

    path: str
    frames: FrameRange
    rate: Rate
    format: Format
    colorspace: ColorSpace
    #: The digest of the comp above the node when it was rendered; empty where none was made.
    tree: str = ""
    #: The digest of the camera that it was seen through; empty where that is not known.
    camera: str = ""


@dataclass
class _Running:
    """A second Nuke at work."""

    process: subprocess.Popen[bytes]
    folder: Path
    made: NukeRender


class NukeRenders:
    """The renders of one Nuke process, by node and range."""

    def __init__(self) -> None:
        self._running: dict[str, _Running] = {}
        self._failed: dict[str, str] = {}

    @property
    def busy(self) -> bool:
        """Whether any is under way."""
        return bool(self._running)

    def finished(self, node: str, wanted: NukeRender, channels: str) -> NukeRender | None:
        """The sequence that was rendered for just this, if its files are there."""
        folder = _folder(node, wanted, channels)
        try:
            record = json.loads((folder / _DONE).read_text(encoding="utf-8"))
            frames = FrameRange.parse(str(record["frames"]))
        except (OSError, ValueError, KeyError, TypeError, SecondUnitError):
            return None
        if frames != wanted.frames:
            return None
        pattern = _pattern(folder)
        there = all(Path(pattern % frame).is_file() for frame in (frames.first, frames.last))
        tree, camera = str(record.get("tree", "")), str(record.get("camera", ""))
        return replace(wanted, path=pattern, tree=tree, camera=camera) if there else None

    def start(self, node: nuke.Node, wanted: NukeRender, channels: str, license: str) -> None:
        """Start rendering `wanted.frames` of a node; returns at once.

        Raises `HostError` where this Nuke may not, `DiskFull`, `NoRights`.
        """
        key = _key(node.fullName(), wanted, channels)
        if key in self._running:
            return
        if dag.edition() == "Non-Commercial":
            raise HostError(
                "Nuke Non-Commercial cannot render in the background.",
                remedy=f"Render {node.name()} with a Write of your own, and choose the Read of it.",
            )
        folder = _unfinished(_folder(node.fullName(), wanted, channels))
        try:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            script = nuke.scriptSaveToTemp((folder / _SCRIPT).as_posix()) or (folder / _SCRIPT).as_posix()
            order = {
                "script": script,
                "node": node.fullName(),
                "file": _pattern(folder),
                "first": wanted.frames.first,
                "last": wanted.frames.last,
                "channels": channels,
                "datatype": "16 bit half" if channels == "rgba" else "32 bit float",
            }
            (folder / _ORDER).write_text(json.dumps(order), encoding="utf-8")
            process = _spawn(folder, license)
        except OSError as error:
            raise _storage(error, folder) from None
        self._failed.pop(key, None)
        self._running[key] = _Running(process, folder, wanted)

    def state(self, node: str, wanted: NukeRender, channels: str) -> tuple[bool, int, str]:
        """Whether a render of this is under way, how many frames are done, and why the last one failed."""
        key = _key(node, wanted, channels)
        running = self._running.get(key)
        count = _count(running.folder, wanted.frames) if running is not None else 0
        return running is not None, count, self._failed.get(key, "")

    def poll(self) -> bool:
        """Take in what ended since the last time; true when something did."""
        ended = [key for key, entry in self._running.items() if entry.process.poll() is not None]
        for key in ended:
            render = self._running.pop(key)
            if render.process.returncode == 0 and _count(render.folder, render.made.frames) == len(
                render.made.frames
            ):
                self._finish(key, render)
            else:
                self._failed[key] = _reason(render)
                shutil.rmtree(render.folder, ignore_errors=True)
        return bool(ended)

    def _finish(self, key: str, render: _Running) -> None:
        """Give a finished sequence its name: another Nuke that rendered the same gives way."""
        target = render.folder.with_name(key)
        try:
            (render.folder / _SCRIPT).unlink(missing_ok=True)
            made = render.made
            record = {"frames": str(made.frames), "tree": made.tree, "camera": made.camera}
            (render.folder / _DONE).write_text(json.dumps(record), encoding="utf-8")
            shutil.rmtree(target, ignore_errors=True)
            render.folder.replace(target)
        except OSError as error:
            self._failed[key] = error.strerror or str(error)

    def cancel(self, node: str, wanted: NukeRender, channels: str) -> None:
        """End a render; its half-made frames are removed."""
        render = self._running.pop(_key(node, wanted, channels), None)
        if render is not None:
            _end(render)

    def forget(self, node: str, wanted: NukeRender, channels: str) -> None:
        """Remove what was rendered, so that it is rendered again."""
        shutil.rmtree(_folder(node, wanted, channels), ignore_errors=True)

    def close(self) -> None:
        """End whatever runs: Nuke closes, or the script does."""
        for render in self._running.values():
            _end(render)
        self._running.clear()
        self._failed.clear()


def executable() -> str:
    """The program of this Nuke."""
    return str(nuke.EXE_PATH)


def _spawn(folder: Path, license: str) -> subprocess.Popen[bytes]:
    program = Path(__file__).with_name("rendering.py")
    edition = ("--indie",) if dag.edition() == "Indie" else ()
    command = [executable(), *edition, *LICENSES[license], program.as_posix(), (folder / _ORDER).as_posix()]
    with (folder / _LOG).open("wb") as log:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            close_fds=True,
            creationflags=int(getattr(subprocess, "CREATE_NO_WINDOW", 0)),
        )


def _end(render: _Running) -> None:
    render.process.terminate()
    try:
        render.process.wait(timeout=0.5)
    except subprocess.TimeoutExpired:
        render.process.kill()
    shutil.rmtree(render.folder, ignore_errors=True)


def _reason(render: _Running) -> str:
    """The last words of the second Nuke, for a sentence."""
    try:
        lines = (render.folder / _LOG).read_text(encoding="utf-8", errors="replace").strip().splitlines()
    except OSError:
        lines = []
    if any("license" in line.lower() or "licence" in line.lower() for line in lines[-20:]):
        return "the second Nuke got no licence"
    failed = [line.removeprefix("failed ") for line in lines if line.startswith("failed ")]
    last = (failed or lines or [""])[-1].strip()[:200]
    return last or f"the second Nuke ended with status {render.process.returncode}"


def _count(folder: Path, frames: FrameRange) -> int:
    """How many frames stand in the folder; the one that is being written counts too."""
    try:
        return min(len(frames), sum(1 for file in folder.iterdir() if file.suffix == ".exr"))
    except OSError:
        return 0


def _key(node: str, wanted: NukeRender, channels: str) -> str:
    import hashlib

    parts = (nuke.root().name(), node, wanted.frames, wanted.format, wanted.colorspace, channels)
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:16]


def _folder(node: str, wanted: NukeRender, channels: str) -> Path:
    return Path(state_home()) / "nuke" / "renders" / _key(node, wanted, channels)


def _unfinished(folder: Path) -> Path:
    """Where this Nuke renders what will be `folder`: two Nukes do not write into each other's frames."""
    return folder.with_name(f".{folder.name}.tmp-{os.getpid()}")


def _pattern(folder: Path) -> str:
    return folder.as_posix().replace("%", "%%") + "/plate.%04d.exr"


def _storage(error: OSError, folder: Path) -> SecondUnitError:
    where = str(error.filename or folder)
    fault = storage_error(error, where)
    # What is not there is a Nuke that cannot be started.
    kind = type(fault) if isinstance(fault, StorageError) else HostError
    return kind(f"It could not be rendered: {error.strerror or error}.", where=where)
