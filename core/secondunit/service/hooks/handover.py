"""What a hook is given: the take, its job, and where its files are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from secondunit.wire import Job, Take


@dataclass(frozen=True)
class Handover:
    """A take that is in its place and, where the show signs, signed.

    `attempt` is 1, and more where a service that died had cut an earlier start off: what was begun then may
    have happened.
    """

    take: Take
    job: Job
    attempt: int = 1

    @property
    def folder(self) -> Path:
        """The take's own folder."""
        return Path(self.take.folder)

    @property
    def movie(self) -> Path | None:
        """The review movie, if it has one."""
        return self.folder / self.take.movie if self.take.movie else None

    @property
    def thumbnail(self) -> Path | None:
        """A small picture, if it has one."""
        return self.folder / self.take.thumbnail if self.take.thumbnail else None

    def frames(self, layer: str = "beauty") -> tuple[Path, ...]:
        """The files of a layer, in the order of the take's frames; empty where it has no such layer."""
        files = self.take.layer(layer)
        if files is None:
            return ()
        return tuple(self.folder / (files.path % frame) for frame in self.take.frames)
