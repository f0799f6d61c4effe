"""The takes as a gallery: which are shown, in what order, and which one is chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .state import PanelTopic

if TYPE_CHECKING:
    from secondunit.wire import Take

    from .state import PanelState


#: Which of them: all that are not hidden, those with a star, the hidden ones, or what is in the bin.
ALL, STARRED, HIDDEN, BIN = CHOICES = ("all", "starred", "hidden", "bin")
#: What the gallery shows: the takes of the shot, or of the whole show.
SHOT, SHOW = "shot", "show"


class Gallery:
    """The takes that a panel shows, newest first; `rows` gives the same tuple while nothing changed."""

    def __init__(self, state: PanelState) -> None:
        self._state = state
        self.filter = ""
        self.scope = SHOT
        self.choice = ALL
        self.chosen = ""
        #: Called with the take that was chosen; the viewer shows it.
        self.on_choose: Callable[[str], None] = lambda take: None
        #: Called with the scope that is shown from now on: its takes are asked for.
        self.on_scope: Callable[[str], None] = lambda scope: None
        #: The playlist that is shown, empty for none, and its takes as the show's cut has their shots.
        self.playlist = ""
        self._members: tuple[Take, ...] = ()
        #: Called when the bin is to be shown: it is asked for.
        self.on_bin: Callable[[], object] = lambda: None
        #: Called with the playlist that is to be shown: its takes are asked for, and come by `use_members`.
        self.on_playlist: Callable[[str], object] = lambda playlist: None
        self._rows: tuple[Take, ...] = ()
        self._of: tuple[object, ...] | None = None
        self._words: dict[str, str] = {}

    def rows(self) -> tuple[Take, ...]:
        """The takes that the scope and the filter leave, newest first."""
        state = self._state
        of = (
            state.takes.all(), self.scope, self.filter, state.show_name, state.shot_name, self.choice,
            state.marks.version, state.bin, self.playlist, self._members,
        )  # fmt: skip
        if self._of is None or any(a is not b and a != b for a, b in zip(of, self._of, strict=True)):
            self._of = of
            self._rows = tuple(take for take in self._chosen() if self._matches(take))
        return self._rows

    def total(self) -> int:
        """How many takes the scope holds, whatever the filter."""
        return len(self._scoped())

    def set_filter(self, text: str) -> None:
        """Show only takes that hold every word: of shot, element, version (`v3`), prompt, kind or user."""
        if text != self.filter:
            self.filter = text
            self._state.touch(PanelTopic.GALLERY)

    def set_scope(self, scope: str) -> None:
        """Show the takes of the `shot` or of the whole `show`."""
        scope = SHOW if scope == SHOW else SHOT
        if scope != self.scope:
            self.scope = scope
            self.on_scope(scope)
            self._state.touch(PanelTopic.GALLERY)

    def set_choice(self, choice: str) -> None:
        """Show one of the `CHOICES`."""
        if choice in CHOICES and (choice != self.choice or self.playlist):
            self.choice, self.playlist = choice, ""
            if choice == BIN:
                self.on_bin()
            self._state.touch(PanelTopic.GALLERY)

    def set_playlist(self, playlist: str) -> None:
        """Show the takes of a playlist, by its id, in the order of the show's cut."""
        self.playlist, self.choice, self._members = playlist, ALL, ()
        self.on_playlist(playlist)
        self._state.touch(PanelTopic.GALLERY)

    def renew(self, playlist: str) -> None:
        """A playlist changed: ask for its takes anew where it is shown."""
        if playlist == self.playlist:
            self.on_playlist(playlist)

    def use_members(self, playlist: str, takes: tuple[Take, ...]) -> None:
        """The takes of a playlist came."""
        if playlist == self.playlist and takes != self._members:
            self._members = takes
            self._state.touch(PanelTopic.GALLERY)

    def choose(self, take: str) -> None:
        """Choose a take by its id; empty for none."""
        if take != self.chosen:
            self.chosen = take
            self._state.touch(PanelTopic.GALLERY)
        self.on_choose(take)

    def position(self) -> int:
        """Where the chosen take stands in the rows; -1 where it is not shown."""
        return next((n for n, take in enumerate(self.rows()) if take.id == self.chosen), -1)

    def step(self, by: int) -> None:
        """Choose the take `by` rows further down, staying within the rows; the first where none is chosen."""
        rows = self.rows()
        if rows:
            here = self.position()
            at = 0 if here < 0 else min(max(here + by, 0), len(rows) - 1)
            self.choose(rows[at].id)

    def newest(self, take: Take | str) -> bool:
        """Whether a take is the newest known version of what it is."""
        record = self._state.takes.get(take) if isinstance(take, str) else take
        return record is not None and record.version >= self._state.takes.newest_of(record)

    def note_count(self, take: Take | str) -> int:
        """How many notes are known of a take."""
        return len(self._state.notes(take if isinstance(take, str) else take.id))

    def _scoped(self) -> tuple[Take, ...]:
        state = self._state
        if self.scope == SHOT:
            return state.shot_takes()
        return state.takes.of_show(state.show_name)

    def _chosen(self) -> tuple[Take, ...]:
        marks, state = self._state.marks, self._state
        if self.playlist:
            return self._members
        if self.choice == BIN:
            entries = state.bin.takes if state.bin is not None else ()
            shot = state.shot_name if self.scope == SHOT else ""
            return tuple(entry.take for entry in entries if entry.take.shot == shot or not shot)
        if self.choice == HIDDEN:
            return tuple(take for take in self._scoped() if marks.hidden(take.id))
        seen = tuple(take for take in self._scoped() if not marks.hidden(take.id))
        return tuple(take for take in seen if marks.star(take.id)) if self.choice == STARRED else seen

    def _matches(self, take: Take) -> bool:
        words = self.filter.casefold().split()
        if not words:
            return True
        text = self._words.get(take.id)
        if text is None:
            text = self._words[take.id] = (
                f"{take.label} v{take.version} {take.prompt} {take.kind} {take.user} {take.made_by}"
            ).casefold()
        return all(word in text for word in words)
