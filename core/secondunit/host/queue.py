"""The job list as rows: what each job is, where it stands in a sentence, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from secondunit.wire.value import dataclass

from .pictures import JOB, PictureKey
from .sentences import job_sentence
from .terms import held, maker

if TYPE_CHECKING:
    from secondunit.wire import Job, Problem

    from .state import PanelState

#: How long a job has to move before its speed says anything (s), and how far (0 to 1).
ENOUGH_TIME, ENOUGH_WAY = 2.0, 0.02
#: A row's time left is said anew this often (s).
AGAIN = 1.0
#: Pixels that a live preview is wide.
PREVIEW_WIDTH = 320


@dataclass(frozen=True)
class QueueRow:
    """One job as the list shows it; `fraction` is 0 to 1, `seconds_left` None while nobody knows."""

    job: str
    label: str
    sentence: str
    fraction: float
    active: bool
    seconds_left: float | None = None
    can_cancel: bool = False
    can_retry: bool = False
    problem: Problem | None = None
    #: The key of its newest finished frame while it runs, or of its take's thumbnail; None before the first.
    preview: PictureKey | None = None
    #: The id of the take it made.
    take: str = ""
    #: Asked for from this document.
    own: bool = False
    user: str = ""
    prompt: str = ""
    #: Who makes it, with which model; empty for this machine.
    maker: str = ""
    #: What is held for it or was billed, in words; empty where it costs nothing.
    cost: str = ""
    #: Nobody knows whether it was begun: only a person may send it again or give it up.
    uncertain: bool = False
    #: What either decision means, in sentences.
    advice: str = ""


#: What a person has to know who decides about an uncertain job.
ADVICE = (
    "Look at the provider's own list of jobs first. Send again: it may be made, and paid for, twice. "
    "Give up: it is not waited for, and what is held for it counts as spent. Nothing is sent by itself."
)


class _Pace:
    """How fast one job goes: the first point of a run that counts, and what was worked out last."""

    __slots__ = ("at", "attempts", "left", "progress", "renewal")

    def __init__(self, at: float, job: Job) -> None:
        self.at, self.progress, self.attempts = at, job.progress, job.attempts
        self.left: float | None = None
        self.renewal = -1e9


class QueueRows:
    """The rows of one panel; `rows` gives the same tuple while nothing changed."""

    def __init__(self, state: PanelState, *, clock: Callable[[], float]) -> None:
        self._state, self._clock = state, clock
        #: Which jobs are shown, and the name of that choice: the lists of the panel say it.
        self.selection: Callable[[], Callable[[Job], bool]] = lambda: lambda job: True
        self.concerned: Callable[[], str] = lambda: ""
        self._paces: dict[str, _Pace] = {}
        self._made: dict[str, tuple[Job, bool, QueueRow]] = {}
        self._rows: tuple[QueueRow, ...] = ()
        self._of: tuple[object, ...] | None = None

    def rows(self) -> tuple[QueueRow, ...]:
        """Moving jobs first, newest first; then those that ended, newest first."""
        known, own = self._state.jobs.all(), tuple(self._state.own_jobs)
        named = self._state.capabilities
        place = (self.concerned(), self._state.show_name, self._state.shot_name)
        match = self._of is not None and self._of[0] is known and self._of[1:2] + self._of[3:] == (own, place)
        if not match or self._of is None or self._of[2] is not named:
            if self._of is None or self._of[2] is not named:
                self._made = {}
            if self._of is None or self._of[3] != place:
                self._made = {}
            self._of = (known, own, named, place)
            jobs = tuple(filter(self.selection(), known))
            own_ids = set(own)
            show = self._state.show_name
            entries = {job.id: self._row(job, job.id in own_ids, show) for job in jobs}
            self._made = entries
            ordered = sorted((row for _, _, row in entries.values()), key=lambda row: not row.active)
            self._rows = tuple(ordered)
            self._paces = {id: pace for id, pace in self._paces.items() if id in entries}
        return self._rows

    def row(self, job: str) -> QueueRow | None:
        """The row of a job."""
        self.rows()
        entry = self._made.get(job)
        return entry[2] if entry is not None else None

    @property
    def active(self) -> int:
        """How many jobs will still move."""
        return sum(row.active for row in self.rows())

    def _row(self, job: Job, own: bool, show: str) -> tuple[Job, bool, QueueRow]:
        entry = self._made.get(job.id)
        if entry is not None and entry[0] is job and entry[1] == own:
            return entry
        left = self._left(job)
        state = job.state.value
        maker_name = maker(job.provider, job.model, self._state.capabilities) if job.elsewhere else ""
        uncertain = state == "uncertain"
        row = QueueRow(
            job.id,
            _label(job, show),
            job_sentence(job, left, maker_name.partition(",")[0]),
            job.progress if not job.state.ended else float(state == "done"),
            not job.state.ended,
            left,
            can_cancel=not job.state.ended,
            can_retry=state in ("failed", "cancelled"),
            problem=job.problem,
            preview=_preview(job),
            take=job.take,
            own=own,
            user=job.user,
            prompt=job.prompt,
            maker=maker_name,
            cost=held(job),
            uncertain=uncertain,
            advice=ADVICE if uncertain else "",
        )
        return job, own, row

    def _left(self, job: Job) -> float | None:
        """The seconds left by the pace since this run began to be watched; None while it says too little."""
        if job.state.value not in ("running", "delivering"):
            self._paces.pop(job.id, None)
            return None
        now = self._clock()
        pace = self._paces.get(job.id)
        if pace is None or pace.attempts != job.attempts or job.progress < pace.progress:
            pace = self._paces[job.id] = _Pace(now, job)
        time, way = now - pace.at, job.progress - pace.progress
        if time < ENOUGH_TIME or way < ENOUGH_WAY:
            return pace.left
        if now - pace.renewal >= AGAIN:
            pace.renewal, pace.left = now, max(0.0, (1.0 - job.progress) * time / way)
        return pace.left


def _label(job: Job, show: str) -> str:
    """`sh010/smoke`; a job of another show than this one is called by that too."""
    return f"{job.shot}/{job.element}" if job.show == show else f"{job.show}/{job.shot}/{job.element}"


def _preview(job: Job) -> PictureKey | None:
    if job.take:
        return PictureKey(take=job.take, what="thumbnail")
    if job.frames_done and not job.state.ended:
        return PictureKey(job=job.id, width=PREVIEW_WIDTH, what=JOB)
    return None
