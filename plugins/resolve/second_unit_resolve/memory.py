"""What is kept of a project: the panel's state, answers, and the ranges that elements were made for.

Resolve's projects have no place for it: a file in the state folder of Second Unit, by the project's own id.
It stays on this machine; what is placed is in the project itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path

from secondunit.ground.disk import write_whole
from secondunit.wire import FrameRange, SecondUnitError, state_home
from secondunit.wire.storage import storage_error

#: As many ranges are remembered, the newest last.
MOST_RANGES = 200


class Memory:
    """The memory of the project that is open; `project` gives its id."""

    def __init__(self, project: Callable[[], str]) -> None:
        self._project = project
        self._known: dict[str, dict[str, object]] = {}

    def keep(self, state: Mapping[str, object]) -> None:
        """Keep the panel's state. Raises `DiskFull`, `NoRights`, `StorageError`."""
        self._change("state", dict(state))

    def kept(self) -> dict[str, object]:
        """The panel's state, or an empty dict."""
        return self._dict("state")

    def answer(self, question: str, choice: str) -> None:
        """Keep the artist's choice. Raises as `keep`."""
        self._change("answers", {**self._dict("answers"), question: choice})

    def answered(self, question: str) -> str:
        """What the artist chose in this project, or an empty text."""
        return str(self._dict("answers").get(question, ""))

    def remember(self, frames: FrameRange, track: int) -> None:
        """Note a range that an element is asked for; `track` takes it, 0 for any. Raises as `keep`."""
        ranges = self._ranges()
        entry = [str(frames), track]
        if entry not in ranges[-1:]:
            entries = [other for other in ranges if other[0] != entry[0]]
            self._change("ranges", [*entries, entry][-MOST_RANGES:])

    def ranges(self) -> tuple[tuple[FrameRange, int], ...]:
        """The ranges that were asked for and their tracks, the newest first."""
        ranges = []
        for text, track in reversed(self._ranges()):
            try:
                ranges.append((FrameRange.parse(str(text)), int(track)))
            except (SecondUnitError, ValueError):
                continue
        return tuple(ranges)

    def _ranges(self) -> list[list[str | int]]:
        content = self._read().get("ranges")
        entries = content if isinstance(content, list) else []
        return [list(entry) for entry in entries if isinstance(entry, list) and len(entry) == 2]

    def _dict(self, name: str) -> dict[str, object]:
        content = self._read().get(name)
        return dict(content) if isinstance(content, dict) else {}

    def _change(self, name: str, value: object) -> None:
        project = self._project()
        before = self._read()
        after = {**before, name: value}
        if after == before:
            return
        _write(_file(project), json.dumps(after, sort_keys=True, ensure_ascii=False))
        self._known[project] = json.loads(json.dumps(after))

    def _read(self) -> dict[str, object]:
        project = self._project()
        if project not in self._known:
            try:
                content = json.loads(_file(project).read_text(encoding="utf-8"))
            except (OSError, ValueError):
                content = {}
            self._known[project] = content if isinstance(content, dict) else {}
        return self._known[project]


def _file(project: str) -> Path:
    name = hashlib.sha256(project.encode()).hexdigest()[:24]
    return Path(state_home()) / "resolve" / "projects" / f"{name}.json"


def _write(path: Path, text: str) -> None:
    """Write a small file whole or not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text.encode(), 0o600)
    except OSError as error:
        raise storage_error(error, path) from None
