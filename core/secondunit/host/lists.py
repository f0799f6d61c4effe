"""The lists of a panel, followed: jobs, takes, notes, and what is placed with its newest versions.

The service's events and answers come in here; each change touches the panel's topic of that list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeAlias

from secondunit.wire.errors import NotFound

from .cut_choice import CODE as CUT
from .link import FILES
from .records import MOST_TAKES
from .state import PanelTopic

if TYPE_CHECKING:
    from secondunit.wire import (
        Brief,
        Event,
        Job,
        MarkList,
        Note,
        Playlist,
        SignOff,
        SignOffList,
        Take,
        TakeMark,
        TakePage,
    )

    from .client import Client
    from .protocol import Placed
    from .state import PanelState

#: How many jobs and takes one question to the service brings.
PAGE = 100
#: How many of the newest jobs the queue begins with.
QUEUE = 200
#: How many elements one question for newest versions names.
TOGETHER = 8
#: How many of the newest takes under one name are looked at for versions of what is placed.
NEWEST = 20
#: About how many takes it is asked what was decided, before they are looked at: a gallery and more.
MOST_LOOKED_UP = 200

#: Show, shot and element of what is placed, and the id of its take.
PlacedTake: TypeAlias = "tuple[str, str, str, str]"


#: Whose jobs the queue shows: those of the shot, of the show, or all that the service knows.
SHOT, SHOW, EVERY = QUEUE_SCOPES = ("shot", "show", "every")


class Lists:
    """Follows what one panel lists."""

    def __init__(self, state: PanelState) -> None:
        self._state = state
        self.wide = False
        #: Called with a playlist that changed: whoever shows it asks for its takes anew.
        self.on_playlist: Callable[[str], object] = lambda playlist: None
        #: Whose jobs the queue shows: a `QUEUE_SCOPES`.
        self.queue_scope = SHOT
        self._asked: set[PlacedTake] = set()
        self._looked_up: set[str] = set()

    def refresh(self) -> None:
        """Ask for jobs, takes and newest versions anew."""
        state, own = self._state, tuple(self._state.own_jobs)
        self._ask_jobs()
        self._ask_takes()
        self._ask_marks()
        if own:
            state.ask(lambda c: _own(c, own), self._on_jobs, key="own")
        self._asked.clear()
        self._looked_up.clear()
        self._ask_newest()

    def put_job(self, job: Job) -> None:
        """Take in a job, as a command or an event brought it."""
        if self._state.jobs.put(job):
            self._state.touch(PanelTopic.JOBS)
            if job.problem is not None and job.problem.code == CUT:
                # What the job found is known to the next plan: the artist is asked about it.
                self._state.want_estimate()

    def show_jobs_of(self, scope: str) -> None:
        """Show the jobs of the `shot`, of the `show`, or of `every` show; the newest are asked for."""
        if scope in QUEUE_SCOPES and scope != self.queue_scope:
            self.queue_scope = scope
            self._state.touch(PanelTopic.JOBS)
            if self._state.online:
                self._ask_jobs()

    def concerns(self, job: Job) -> bool:
        """Whether a job is one of those that the queue shows."""
        return self.selection()(job)

    def selection(self) -> Callable[[Job], bool]:
        """What says of many jobs, as the panel stands now, whether the queue shows them."""
        state, scope = self._state, self.queue_scope
        if scope == EVERY:
            return lambda job: True
        own, show, shot = frozenset(state.own_jobs), state.show_name, state.shot_name
        return lambda job: (job.show == show and (scope == SHOW or job.shot == shot)) or job.id in own

    def put_mark(self, mark: TakeMark) -> None:
        """Take in a mark of this user, as a command or an event brought it."""
        if mark.user == self._state.user and self._state.marks.put(mark):
            self._state.touch(PanelTopic.GALLERY)

    def put_playlist(self, playlist: Playlist) -> None:
        """Take in a playlist of the show, as a command or an event brought it."""
        state = self._state
        known = next((one for one in state.playlists if one.id == playlist.id), None)
        if playlist.show != state.show_name or (known is not None and known.changed > playlist.changed):
            return
        others = [one for one in state.playlists if one.id != playlist.id]
        self.on_playlist(playlist.id)
        state.playlists = tuple(sorted((*others, playlist), key=lambda one: (one.name.casefold(), one.id)))
        state.touch(PanelTopic.GALLERY)

    def forget_playlist(self, playlist: Playlist) -> None:
        """A playlist was removed."""
        rest = tuple(one for one in self._state.playlists if one.id != playlist.id)
        if rest != self._state.playlists:
            self._state.playlists = rest
            self._state.touch(PanelTopic.GALLERY)

    def forget_take(self, take: Take) -> None:
        """A take went to the bin."""
        if self._state.takes.remove(take.id):
            self._state.touch(PanelTopic.TAKES)
            self._state.touch(PanelTopic.PLACED)

    def put_note(self, note: Note) -> None:
        """Take in a note, as a command or an event brought it."""
        if self._state.take_notes.put(note):
            self._state.touch(PanelTopic.NOTES)

    def put_takes(self, takes: Iterable[Take]) -> None:
        """Take in takes, and ask what was decided about those that may be seen first."""
        arrived = tuple(takes)
        news = [self._state.takes.put(take) for take in arrived]
        if any(news):
            self._state.touch(PanelTopic.TAKES)
        self._ask_signoffs(tuple(take.id for take in arrived))

    def look_up(self, take: str) -> None:
        """Ask what was said of a take that is looked at, and what was decided about it."""
        if take:
            self.want_notes(take)
            self.want_signoffs(take)
            self.want_brief(take)

    def want_notes(self, take: str) -> None:
        """Ask what was said of a take; what cannot be asked now is asked again when it is shown again."""
        self._state.ask(
            lambda client: client.notes(take),
            lambda notes: self._on_notes(take, notes),
            f"notes {take}",
            lambda problem: None,
        )

    def want_brief(self, take: str) -> None:
        """Ask for the brief of a take that is looked at: what was set by hand stands in it."""
        briefs = self._state.take_briefs

        def then(brief: Brief) -> None:
            briefs[take] = brief
            while len(briefs) > MOST_LOOKED_UP:
                del briefs[next(iter(briefs))]
            self._state.touch(PanelTopic.NOTES)

        if take not in briefs:
            self._state.ask(
                lambda client: client.take_brief(take), then, f"brief {take}", lambda problem: None
            )

    def put_signoff(self, signoff: SignOff) -> None:
        """Take in a decision about a take, as a command or an event brought it."""
        if self._state.take_signoffs.put(signoff):
            self._state.touch(PanelTopic.SIGNOFFS)

    def want_signoffs(self, take: str) -> None:
        """Ask what was decided about a take, and whether its files are still those: they are all read."""
        self._state.ask(
            lambda client: client.signoffs(take),
            lambda page: self._on_signoffs({take: page}),
            "signoffs",
            lambda problem: None,
            FILES,
        )

    def use_placed(self, placed: tuple[Placed, ...]) -> None:
        """What sits in the document now; the newest version of what is new in it is asked for."""
        if placed != self._state.placed:
            self._state.placed = placed
            self._state.touch(PanelTopic.PLACED)
        self._ask_newest()

    def show_wide(self, wide: bool) -> None:
        """List the takes of the whole show, or of the shot alone."""
        self.wide = wide
        if wide and self._state.online:
            self._ask_takes()

    def on_event(self, event: Event) -> None:
        """Take in what the service says, as far as it concerns this panel."""
        if event.job is not None and self.concerns(event.job):
            self.put_job(event.job)
        if event.take is not None and event.topic.value == "take.binned":
            self.forget_take(event.take)
        elif event.take is not None:
            self._on_take(event.take)
        if event.mark is not None:
            self.put_mark(event.mark)
        if event.playlist is not None and event.topic.value == "playlist.removed":
            self.forget_playlist(event.playlist)
        elif event.playlist is not None:
            self.put_playlist(event.playlist)
        if event.note is not None:
            self.put_note(event.note)
        if event.signoff is not None:
            self.put_signoff(event.signoff)

    def _ask_jobs(self) -> None:
        show = "" if self.queue_scope == EVERY else self._state.show_name
        shot = self._state.shot_name if self.queue_scope == SHOT else ""
        self._state.ask(lambda c: c.jobs(show=show, shot=shot, limit=QUEUE).jobs, self._on_jobs, key="jobs")

    def _ask_marks(self) -> None:
        """Ask for this user's marks and the show's playlists; a panel without them works all the same."""
        show = self._state.show_name

        def then(answer: tuple[MarkList, tuple[Playlist, ...]]) -> None:
            marks, playlists = answer
            if self._state.marks.use(marks.marks):
                self._state.touch(PanelTopic.GALLERY)
            if show == self._state.show_name and playlists != self._state.playlists:
                self._state.playlists = playlists
                self._state.touch(PanelTopic.GALLERY)

        self._state.ask(lambda c: (c.marks(show), c.playlists(show)), then, "marks", lambda problem: None)

    def _on_jobs(self, jobs: tuple[Job, ...]) -> None:
        for job in jobs:
            self.put_job(job)

    def _on_take(self, take: Take) -> None:
        element = (take.show, take.shot, take.element)
        here = any(
            (placement.show, placement.shot, placement.element) == element for placement in self._state.placed
        )
        if (here or take.show == self._state.show_name) and self._state.takes.put(take):
            self._state.touch(PanelTopic.TAKES)
            if here:
                self._state.touch(PanelTopic.PLACED)

    def _on_notes(self, take: str, notes: tuple[Note, ...]) -> None:
        if self._state.take_notes.use(take, notes):
            self._state.touch(PanelTopic.NOTES)

    def _on_signoffs(self, pages: dict[str, SignOffList]) -> None:
        news = [self._state.take_signoffs.use(take, page) for take, page in pages.items()]
        if any(news):
            self._state.touch(PanelTopic.SIGNOFFS)

    def _ask_signoffs(self, takes: tuple[str, ...]) -> None:
        """Ask what was said of takes that were not asked after yet, and, unread, what was decided."""
        room = MOST_LOOKED_UP - len(self._looked_up)
        wanted = [take for take in takes if take not in self._looked_up][: max(0, room)]
        self._looked_up.update(wanted)
        for first in range(0, len(wanted), TOGETHER):
            self._ask_signoffs_of(tuple(wanted[first : first + TOGETHER]))

    def _ask_signoffs_of(self, takes: tuple[str, ...]) -> None:
        def work(client: Client) -> dict[str, tuple[SignOffList, tuple[Note, ...]]]:
            return {take: (client.signoffs(take, frames=False), client.notes(take)) for take in takes}

        def then(said: dict[str, tuple[SignOffList, tuple[Note, ...]]]) -> None:
            self._on_signoffs({take: signoffs for take, (signoffs, _) in said.items()})
            for take, (_, notes) in said.items():
                self._on_notes(take, notes)

        def otherwise(problem: object) -> None:
            self._looked_up.difference_update(takes)

        self._state.ask(work, then, otherwise=otherwise)

    def _ask_takes(self, after: str = "") -> None:
        """Ask for the takes of the shot or the show, page by page: the newest come first."""
        wide, show = self.wide, self._state.show_name
        shot = "" if wide else self._state.shot_name

        def then(page: TakePage) -> None:
            self.put_takes(page.takes)
            current = (self.wide, self._state.show_name) == (wide, show)
            current = current and (wide or shot == self._state.shot_name)
            if current and page.next and len(self._state.takes.all()) < MOST_TAKES:
                self._ask_takes(page.next)

        self._state.ask(lambda c: c.takes(show=show, shot=shot, limit=PAGE, after=after), then, key="takes")

    def _ask_newest(self) -> None:
        """Ask for the newest version of every placed element that was not asked for since the connection."""
        elements = {
            (placement.show, placement.shot, placement.element, placement.placement.take)
            for placement in self._state.placed
        } - self._asked
        if not elements or not self._state.online:
            return
        self._asked |= elements
        wanted = sorted(elements)
        for first in range(0, len(wanted), TOGETHER):
            self._ask_newest_of(tuple(wanted[first : first + TOGETHER]))

    def _ask_newest_of(self, elements: tuple[PlacedTake, ...]) -> None:
        def then(takes: tuple[Take, ...]) -> None:
            self.put_takes(takes)
            self._state.touch(PanelTopic.PLACED)

        def otherwise(problem: object) -> None:
            self._asked.difference_update(elements)

        self._state.ask(lambda client: _newest(client, elements), then, otherwise=otherwise)


def _newest(client: Client, elements: tuple[PlacedTake, ...]) -> tuple[Take, ...]:
    """The newest takes under each name, and what is placed itself: it says which of them are versions."""
    takes: dict[str, Take] = {}
    for show, shot, element, own in elements:
        page = client.takes(show=show, shot=shot, element=element, limit=NEWEST).takes
        takes.update({take.id: take for take in page})
        if own not in takes:
            try:
                takes[own] = client.take(own)
            except NotFound:
                continue  # of another store, or gone: nothing is said of its versions
    return tuple(takes.values())


def _own(client: Client, ids: Iterable[str]) -> tuple[Job, ...]:
    """The jobs of these ids that the service still knows."""
    jobs = []
    for id in ids:
        try:
            jobs.append(client.job(id))
        except NotFound:
            continue
    return tuple(jobs)
