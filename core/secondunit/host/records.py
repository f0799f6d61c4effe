"""The jobs, takes and notes a panel shows: kept by id, bounded, brought up to date by events."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from secondunit.wire import Job, Note, Take

#: The most ended jobs that are remembered; the rest are a question to the service.
MOST_ENDED = 200
#: The most takes that are remembered.
MOST_TAKES = 5_000


class Jobs:
    """The jobs of one shot, and those that were asked for from here whatever their shot."""

    def __init__(self) -> None:
        self._by_id: dict[str, Job] = {}
        self._sorted: tuple[Job, ...] | None = None

    def put(self, job: Job) -> bool:
        """Take in a job as it stands; false for news older than what is known."""
        record = self._by_id.get(job.id)
        if record is not None and (record.changed > job.changed or record == job):
            return False
        self._by_id[job.id] = job
        self._sorted = None
        return True

    def get(self, job: str) -> Job | None:
        """The job with this id, if it is known."""
        return self._by_id.get(job)

    def all(self) -> tuple[Job, ...]:
        """Every job, newest first: ids are made in the order of time."""
        if self._sorted is None:
            newest_first = sorted(self._by_id.values(), key=lambda job: job.id, reverse=True)
            ended = [job.id for job in newest_first if job.state.ended]
            for id in ended[MOST_ENDED:]:
                del self._by_id[id]
            self._sorted = tuple(job for job in newest_first if job.id in self._by_id)
        return self._sorted

    def active(self) -> tuple[Job, ...]:
        """The jobs that will still move, newest first."""
        return tuple(job for job in self.all() if not job.state.ended)

    def keep_only(self, ids: Iterable[str]) -> None:
        """Forget every other job."""
        survivors = set(ids)
        self._by_id = {id: job for id, job in self._by_id.items() if id in survivors}
        self._sorted = None


class Takes:
    """Takes by id, and the versions of an element."""

    def __init__(self) -> None:
        self._by_id: dict[str, Take] = {}
        self._sorted: tuple[Take, ...] | None = None
        #: The same takes by element and version.
        self._versions: dict[tuple[str, str, str], dict[int, Take]] = {}

    def put(self, take: Take) -> bool:
        """Take in a take; false when it was known (takes never change)."""
        if take.id in self._by_id:
            return False
        self._by_id[take.id] = take
        self._sorted = None
        self._versions.setdefault((take.show, take.shot, take.element), {})[take.version] = take
        while len(self._by_id) > MOST_TAKES:
            self.remove(min(self._by_id))
        return True

    def remove(self, take: str) -> bool:
        """Forget a take: it is in the bin, or there are too many; false where it was not known."""
        record = self._by_id.pop(take, None)
        if record is None:
            return False
        self._sorted = None
        self._versions[record.show, record.shot, record.element].pop(record.version, None)
        return True

    def get(self, take: str) -> Take | None:
        """The take with this id, if it is known."""
        return self._by_id.get(take)

    def all(self) -> tuple[Take, ...]:
        """Every known take, newest first."""
        if self._sorted is None:
            self._sorted = tuple(sorted(self._by_id.values(), key=lambda take: take.id, reverse=True))
        return self._sorted

    def of_shot(self, show: str, shot: str) -> tuple[Take, ...]:
        """The known takes of one shot, newest first."""
        return tuple(take for take in self.all() if (take.show, take.shot) == (show, shot))

    def of_show(self, show: str) -> tuple[Take, ...]:
        """The known takes of one show, newest first."""
        return tuple(take for take in self.all() if take.show == show)

    def newest_of(self, take: Take) -> int:
        """The highest known version of what a take is a version of (see `Take.stands_for`)."""
        return max((version.version for version in self._alike(take)), default=0)

    def versions_of(self, take: Take) -> tuple[Take, ...]:
        """The known versions of what a take is a version of, lowest first."""
        return tuple(sorted(self._alike(take), key=lambda version: version.version))

    def of_element(self, show: str, shot: str, element: str) -> tuple[Take, ...]:
        """The known takes under one element's name, whatever they were asked for as, lowest version first."""
        versions = self._versions.get((show, shot, element), {})
        return tuple(versions[number] for number in sorted(versions))

    def _alike(self, take: Take) -> list[Take]:
        versions = self._versions.get((take.show, take.shot, take.element), {})
        return [version for version in versions.values() if version.stands_for(take)]

    def clear(self) -> None:
        """Forget all."""
        self._by_id.clear()
        self._versions.clear()
        self._sorted = None


class Notes:
    """What was said of takes, oldest first."""

    def __init__(self) -> None:
        self._of: dict[str, tuple[Note, ...]] = {}

    def of(self, take: str) -> tuple[Note, ...]:
        """The known notes of a take."""
        return self._of.get(take, ())

    def known(self, take: str) -> bool:
        """Whether the notes of a take were asked for."""
        return take in self._of

    def use(self, take: str, notes: tuple[Note, ...]) -> bool:
        """Take in what the service knows of a take, beside what an event brought since; true for news."""
        ids = {note.id for note in notes}
        fresh = (*notes, *(note for note in self.of(take) if note.id not in ids))
        return self._keep(take, fresh)

    def put(self, note: Note) -> bool:
        """Take in one note; false when it was known."""
        if any(note.id and old_note.id == note.id for old_note in self.of(note.take)):
            return False
        return self._keep(note.take, (*self.of(note.take), note))

    def _keep(self, take: str, notes: tuple[Note, ...]) -> bool:
        ordered = tuple(sorted(notes, key=lambda note: (note.created, note.id)))
        news = ordered != self._of.get(take)
        self._of[take] = ordered
        return news
