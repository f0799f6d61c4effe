"""The continuity of the shot's sequence in a panel: rows in cut order, and what is said of each.

Asked for while it is open, and again when a take of the show was measured or is gone. Knows no widget.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from secondunit.wire.value import dataclass

from .link import FILES
from .pictures import CAST, FACE, PictureKey
from .state import PanelTopic

if TYPE_CHECKING:
    from secondunit.wire import Continuity, ContinuityShot, Problem, SequenceContinuity

    from .panel import Panel

#: How many shots that are amber a sentence names.
MOST_NAMED = 8


@dataclass(frozen=True)
class ContinuityRow:
    """A shot of the sequence; `measured` is None where none of its takes was."""

    shot: str
    measured: ContinuityShot | None = None

    @property
    def amber(self) -> bool:
        """Whether somebody should look at it."""
        return self.measured is not None and self.measured.amber

    @property
    def lines(self) -> tuple[str, ...]:
        """What is said of it: every warning, else the word for its median."""
        if self.measured is None:
            return ("no measured take",)
        drift = self.measured.drift
        if self.measured.warnings or drift.median is None:
            return self.measured.warnings or (drift.word.value,)
        return (f"{drift.word.value} (median {drift.median:.2f})",)

    @property
    def faces(self) -> tuple[str, ...]:
        """Which frames its pictures are of, as a line; none without a picture."""
        frames = [place.frame for place in self.measured.drift.faces] if self.measured is not None else []
        if not frames:
            return ()
        farthest = f", the farthest {frames[1]}" if len(frames) > 1 else ""
        return (f"The nearest face is in frame {frames[0]}{farthest}.",)

    @property
    def state(self) -> str:
        """The state whose colour its words have."""
        if self.measured is None or self.measured.drift.median is None:
            return "warning" if self.amber else "info"
        return "warning" if self.amber else "good"


class ContinuityRows:
    """What a pane of continuity shows; every change touches the topic `continuity`."""

    def __init__(self, panel: Panel, show_take: Callable[[str], None], go: Callable[[int], None]) -> None:
        self._panel, self._show_take, self._go = panel, show_take, go
        self.open = False
        self.asking = False
        #: The sequence as it was last answered, and why it could not be; of these one at most.
        self.sequence: SequenceContinuity | None = None
        self.problem: Problem | None = None
        self.character = ""
        #: The shot whose sequence it is; empty: the panel's.
        self._shot = ""
        self._rows: tuple[ContinuityRow, ...] = ()
        self._asked_for: tuple[object, ...] = ()

    @property
    def of(self) -> Continuity | None:
        """The character that is shown."""
        characters = self.sequence.characters if self.sequence is not None else ()
        named = (one for one in characters if one.character == self.character)
        return next(named, characters[0] if characters else None)

    @property
    def rows(self) -> tuple[ContinuityRow, ...]:
        """Every shot of the sequence in cut order; the same tuple while nothing changed."""
        return self._rows

    @property
    def sentence(self) -> str:
        """What it comes to: how many shots are measured, which to look at, which have no measured take."""
        of, sequence = self.of, self.sequence
        if of is None or sequence is None:
            return self.problem.message if self.problem is not None else "Asking the service…"
        said = f"{len(of.shots)} of {len(sequence.shots)} shots measured."
        amber = [row.shot for row in self._rows if row.amber]
        if amber:
            said += f" To look at: {_named(amber)}."
        if of.missing:
            said += f" No measured take: {_named(of.missing)}."
        return " ".join((said, *sequence.remarks))

    @property
    def reference(self) -> PictureKey | None:
        """The picture of the character's version."""
        of, sequence = self.of, self.sequence
        if of is None or sequence is None:
            return None
        return PictureKey(take=of.character, frame=of.version, what=CAST, show=sequence.show)

    def faces(self, row: ContinuityRow) -> tuple[PictureKey, ...]:
        """The pictures of a row: the nearest face and the farthest, one where they are one."""
        shot = row.measured
        if shot is None:
            return ()
        return tuple(
            PictureKey(take=shot.take.id, frame=place.frame, what=FACE, show=shot.drift.character)
            for place in shot.drift.faces
        )

    def show(self) -> None:
        """Open it on the sequence of the panel's shot."""
        self.show_shot("")

    def show_shot(self, shot: str) -> None:
        """Open it on the sequence of a shot of the panel's show."""
        self.open, self._shot = True, shot
        self.refresh()

    def close(self) -> None:
        """Nothing is asked for any more."""
        self.open = False
        self._panel.touch(PanelTopic.CONTINUITY)

    def choose_character(self, character: str) -> None:
        """Show another character of the sequence."""
        if character != self.character:
            self.character = character
            self._lay_out()

    def look_at(self, row: ContinuityRow) -> None:
        """Show the row's take on the canvas, at its farthest frame."""
        shot = row.measured
        if shot is None:
            return
        self._panel.lists.put_takes((shot.take,))
        # A take of another shot that comes into the list this way is no news of the sequence.
        self._asked_for = self._subject()
        self._show_take(shot.take.id)
        worst = shot.drift.worst
        if worst is not None:
            self._go(worst.frame)

    def refresh(self) -> None:
        """Ask for the sequence of the panel's shot anew."""
        panel, show = self._panel, self._panel.show_name
        shot = self._shot or panel.shot_name
        self._asked_for = self._subject()
        self.asking = True

        def then(answer: SequenceContinuity) -> None:
            self.asking, self.sequence, self.problem = False, answer, None
            self._lay_out()

        def otherwise(problem: Problem) -> None:
            self.asking, self.sequence, self.problem = False, None, problem
            self._lay_out()

        panel.ask(lambda client: client.continuity(show, shot=shot), then, "continuity", otherwise, FILES)
        panel.touch(PanelTopic.CONTINUITY)

    def observe(self, changed: frozenset[PanelTopic]) -> None:
        """The panel changed: a measured take that came or went, or another shot, is asked about.

        So is what could not be answered, once the service is back.
        """
        if not self.open:
            return
        back = PanelTopic.CONNECTION in changed and self._panel.online and self.problem is not None
        if back or (PanelTopic.TAKES in changed and self._subject() != self._asked_for):
            self.refresh()

    def _subject(self) -> tuple[object, ...]:
        """What an answer hangs on: the sequence, and the measured takes that are known."""
        panel = self._panel
        show, shot = panel.show_name, self._shot or panel.shot_name
        known = self.sequence
        place: object = shot
        if known is not None and known.show == show and shot in known.shots:
            place = known.sequence
        measured = frozenset(take.id for take in panel.takes.of_show(show) if take.drift)
        return show, place, measured

    def _lay_out(self) -> None:
        of, sequence = self.of, self.sequence
        by_shot = {shot.take.shot: shot for shot in of.shots} if of is not None else {}
        shots = sequence.shots if sequence is not None else ()
        self._rows = tuple(ContinuityRow(shot, by_shot.get(shot)) for shot in shots)
        self._asked_for = self._subject()
        self._panel.touch(PanelTopic.CONTINUITY)


def _named(shots: list[str] | tuple[str, ...]) -> str:
    more = f" and {len(shots) - MOST_NAMED} more" if len(shots) > MOST_NAMED else ""
    return ", ".join(shots[:MOST_NAMED]) + more
