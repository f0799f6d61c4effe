"""Which of the host's own pictures are a brief's guides: chosen by the artist for each kind, and kept.

Looks at the host as often as the session does, and only where the chosen model takes guides. A host that
makes its guides itself offers none here, and gives them to the panel by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from secondunit.wire.errors import Problem, SecondUnitError
from secondunit.wire.guide_kind import GuideKind

from .assembly import basis_of
from .guide_entry import PREFIX
from .sources import source_of
from .state import PanelTopic

if TYPE_CHECKING:
    from secondunit.wire import Guide

    from .protocol import Host, Shot, Source
    from .state import PanelState

#: Under which name the choices are kept in a document.
KEPT = "guides"


class Guiding:
    """The guides of one panel that its host has as pictures."""

    def __init__(self, panel: PanelState, host: Host) -> None:
        self._panel, self._host = panel, host
        self._chosen: dict[GuideKind, str] = {}
        #: What could be a guide, by the kinds that the model takes.
        self.sources: dict[GuideKind, tuple[Source, ...]] = {}
        #: Why what was chosen cannot be read now, by kind.
        self.problems: dict[GuideKind, Problem] = {}
        #: The kinds that were read last, and whether any came of it.
        self._read: set[GuideKind] = set()
        self._given = False

    def kinds(self) -> tuple[GuideKind, ...]:
        """The kinds that the chosen model takes, in its order."""
        capability = self._panel.capability
        intake = capability.intake if capability is not None else None
        return tuple(need.kind for need in intake.guides) if intake is not None else ()

    def source(self, kind: GuideKind) -> str:
        """The id of the source in use; empty where there is none, or where a field names files."""
        named = str(self._panel.fields.hand.get(PREFIX + kind.value, "") or "").strip()
        return "" if named else self._chosen.get(kind, "")

    def use(self, kind: GuideKind, source: str) -> None:
        """Choose a source, empty for none; files that a field names give way to it."""
        self._chosen.pop(kind, None)
        if source:
            self._chosen[kind] = source
            if PREFIX + kind.value in self._panel.fields.hand:
                self._panel.clear(PREFIX + kind.value)
        self._panel.touch(PanelTopic.PLATE)

    def offer(self) -> None:
        """Ask the host what there is for the kinds that the model takes; raises what the host raises."""
        sources = {kind: self._host.guides(kind) for kind in self.kinds()}
        if sources != self.sources:
            self.sources = sources
            self._panel.touch(PanelTopic.PLATE)

    def look(self) -> None:
        """Read what was chosen, and hand it to the panel; what stands in the way is kept as `problems`."""
        chosen = [(kind, self.source(kind)) for kind in self.kinds() if self.source(kind)]
        self._let_go(self._read - {kind for kind, _ in chosen})
        self._read = {kind for kind, _ in chosen}
        problems: dict[str, Problem] = {}
        guides = []
        shot = self._wanted(problems) if chosen else None
        for kind, id in chosen:
            if shot is None:
                break
            guide = source_of(kind.value, id, partial(self._guide, kind, shot), problems)
            if guide is not None:
                guides.append(guide)
        obstacles = {kind: problems[kind.value] for kind, _ in chosen if kind.value in problems}
        if obstacles != self.problems:
            self.problems = obstacles
            self._panel.touch(PanelTopic.PLATE)
        if chosen or self._given:  # else they are the host's own, which it gives by itself
            self._given = bool(guides)
            self._panel.use_guides(tuple(guides))

    def _guide(self, kind: GuideKind, shot: Shot, source: str) -> Guide:
        return self._host.guide(kind, source, shot)

    def _let_go(self, kinds: set[GuideKind]) -> None:
        """Have the host forget what it asked for guides that are not wanted any more."""
        self._read -= kinds
        shot = self._panel.shot
        for kind in kinds:
            if shot is not None:
                with suppress(SecondUnitError):
                    self._guide(kind, shot, "")

    def _wanted(self, problems: dict[str, Problem]) -> Shot | None:
        """The frames, rate and format that the brief asks for; None where nobody says them yet."""
        panel = self._panel
        if panel.shot is None:
            return None
        basis = basis_of(panel.fields, panel.shot, panel.as_decided(panel.plate), panel.frame)
        try:
            return replace(panel.shot, frames=basis.frames, rate=basis.rate, format=basis.format)
        except SecondUnitError as error:
            problems.update((kind.value, error.problem) for kind in self.kinds())
            return None

    def state(self) -> dict[str, object]:
        """What is kept in the document, as JSON values."""
        return {KEPT: {kind.value: id for kind, id in sorted(self._chosen.items())}}

    def restore(self, state: Mapping[str, object]) -> None:
        """Take up what a document keeps."""
        kept = state.get(KEPT)
        kinds = {kind.value: kind for kind in GuideKind}
        items = kept.items() if isinstance(kept, Mapping) else ()
        self._chosen = {kinds[name]: str(id) for name, id in items if name in kinds and id}
