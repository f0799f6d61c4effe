"""A studio's tool on a watched folder, played by hand: it follows the layout to the letter and no further."""

from __future__ import annotations

import json
import shutil
from hashlib import sha256
from pathlib import Path

from secondunit.providers import Input, Request, Site
from secondunit.providers.folder import Folder
from secondunit.testing import Clock, DoesNotApply, Stand, Trouble, Verb
from secondunit.wire import FrozenMap, Rate, Task

MADE = {
    "beauty.1001.png": b"\x89PNG\r\n\x1a\n" + b"one" * 50,
    "beauty.1002.png": b"\x89PNG\r\n\x1a\n" + b"two" * 60,
}


class Tool:
    """Looks at the folder only as the tool's author may: `jobs`, `taken`, `answers`, `stop`."""

    results = tuple(MADE.values())

    def __init__(self, root: Path) -> None:
        self.root = root
        self.asked = 0
        self._seen: list[str] = []

    @property
    def taken(self) -> int:
        """How many jobs were ever dropped in whole."""
        self._look()
        return len(self._seen)

    def trouble(self, step: Verb, trouble: Trouble) -> None:
        """What can go wrong with a folder: it is away, or what the tool wrote makes no sense."""
        if trouble is Trouble.ABSENT:
            self._away()
        elif trouble is Trouble.GARBLED and step is Verb.POLL:
            raise DoesNotApply("an answer.json that makes no sense stays so; see the tests of the folder")
        elif trouble is Trouble.TRUNCATED:
            self._cut()
        else:
            raise DoesNotApply(f"a folder knows no such thing as {trouble.value} at {step.value}")

    def run(self, progress: float) -> None:
        job = self._take()
        (job / "progress.json").write_text(json.dumps({"progress": progress, "message": "at work"}))

    def finish(self) -> None:
        files = [{"name": n, "size": len(d), "sha256": sha256(d).hexdigest()} for n, d in MADE.items()]
        self._say({"state": "done", "files": files}, MADE)

    def fail(self, reason: str) -> None:
        self._say({"state": "failed", "message": f"The tool failed: {reason}."})

    def moderate(self) -> None:
        self._say({"state": "moderated", "message": "Not with this tool."})

    def expire(self) -> None:
        for path in (self.root / "answers").iterdir():
            shutil.rmtree(path)

    def forget(self) -> None:
        for stage in ("jobs", "taken", "answers"):
            shutil.rmtree(self.root / stage, ignore_errors=True)

    def take(self) -> dict[str, object]:
        """Take the newest job as a tool does, and read it."""
        body = json.loads((self._take() / "request.json").read_text())
        assert isinstance(body, dict)
        return body

    def say(self, answer: object) -> None:
        """Write any answer at all."""
        self._say(answer)

    def _look(self) -> None:
        for stage in ("jobs", "taken", "answers"):
            if (self.root / stage).is_dir():
                jobs = sorted((self.root / stage).iterdir(), key=lambda path: path.stat().st_ctime_ns)
                self._seen += [path.name for path in jobs if path.name not in self._seen]

    def _take(self) -> Path:
        self._look()
        job = self._seen[-1]
        waiting, taken = self.root / "jobs" / job, self.root / "taken" / job
        if waiting.is_dir():
            taken.parent.mkdir(exist_ok=True)
            waiting.rename(taken)
        return taken

    def _say(self, answer: object, files: dict[str, bytes] | None = None) -> None:
        job = self._take()
        staged = self.root / f"tool-{job.name}"
        staged.mkdir()
        for name, data in (files or {}).items():
            (staged / name).write_bytes(data)
        (staged / "answer.json").write_text(answer if isinstance(answer, str) else json.dumps(answer))
        (self.root / "answers").mkdir(exist_ok=True)
        staged.rename(self.root / "answers" / job.name)
        shutil.rmtree(job, ignore_errors=True)

    def _away(self) -> None:
        """The share is gone until it is looked at once."""
        away = self.root.with_name("away")
        self.root.rename(away)
        self._back = away

    def come_back(self) -> None:
        """The share is there again."""
        if getattr(self, "_back", None) is not None and self._back.is_dir():
            self._back.rename(self.root)

    def _cut(self) -> None:
        path = max((self.root / "answers").iterdir(), key=lambda p: p.stat().st_ctime_ns) / "beauty.1002.png"
        path.write_bytes(MADE[path.name][:20])
        self._mend = path

    def mend(self) -> None:
        """A file that was cut is whole again."""
        if getattr(self, "_mend", None) is not None:
            self._mend.write_bytes(MADE[self._mend.name])


class Troubled(Folder):
    """The provider itself; after a call that failed, the far end's trouble is over, as it is for a server."""

    tool: Tool

    def _present(self) -> None:
        try:
            super()._present()
        finally:
            self.tool.come_back()

    def fetch(self, ticket: object, into: Path) -> list[Path]:  # type: ignore[override]
        try:
            return super().fetch(ticket, into)  # type: ignore[arg-type]
        finally:
            self.tool.mend()


def stand(folder: Path) -> Stand:
    """A watched folder with a tool, and a request for two frames."""
    root, got = folder / "watched", folder / "got-here"
    root.mkdir(parents=True)
    got.mkdir()
    frames = []
    for number in (1001, 1002):
        path = folder / f"plate.{number}.png"
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes([number % 256]) * 100)
        frames.append(Input("plate", path, sha256(path.read_bytes()).hexdigest(), "image/png", number))
    tool = Tool(root)

    def provider() -> Troubled:
        made = Troubled(Site(door=None, scratch=folder, settings=FrozenMap(path=str(root))))  # type: ignore[arg-type]
        made.tool = tool
        return made

    request = Request(Task.RESTYLE, prompt="dusk", seed=7, frames=2, rate=Rate(24), inputs=tuple(frames))
    return Stand(provider, tool, request, got, Clock())
