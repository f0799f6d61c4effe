"""Who makes the frames of a work: the simulator, a finished comp, or a provider whose answers are taken in.

What a maker needs is loaded when it works: loading the simulator takes longer than many a step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Protocol

from secondunit.wire import Take, Work

from .comp import is_comp
from .folders import CACHE
from .reporting import Pace, say_progress


class Maker(Protocol):
    """What a work goes through before its frames are a take."""

    def load(self, work: Work) -> None:
        """Load the code that `begin` and `make` need, for a process that is on standby."""

    def begin(self, work: Work) -> None:
        """Do what comes before any frame."""

    def make(self, work: Work, frames: Sequence[int]) -> None:
        """Make `frames` that are not there and whole; raises `FrameFailed` whose `where` is the frame."""

    def remarks(self, work: Work) -> tuple[str, ...]:
        """What was done to the take as a whole that an artist should know."""

    def keep(self, work: Work) -> None:
        """Lay beside the staged frames whatever else the take holds."""

    def told(self, work: Work, take: Take) -> Take:
        """The take with what this maker knows of it."""


def maker_of(work: Work) -> Maker:
    """The maker of a work."""
    if work.capability is not None:
        return _Provider()
    return _Comp() if is_comp(work.brief) else _Simulator()


class _Simulator:
    def load(self, work: Work) -> None:
        from . import render_step, scenes  # noqa: F401

        _warm(work.brief.kind)

    def begin(self, work: Work) -> None:
        say_progress(0.0, "Starting the simulation")
        from secondunit.elements import kind

        from .scenes import scene_of

        pace = Pace()
        kind(work.brief.kind).simulate(
            scene_of(work), Path(work.scratch) / CACHE, work.brief.frames, pace, lambda: False
        )

    def make(self, work: Work, frames: Sequence[int]) -> None:
        from .render_step import render

        render(work, frames)

    def remarks(self, work: Work) -> tuple[str, ...]:
        return ()

    def keep(self, work: Work) -> None:
        """Its frames are all there is."""

    def told(self, work: Work, take: Take) -> Take:
        return take


@cache
def _warm(name: str) -> None:
    from secondunit.elements import kind

    kind(name).warm(lambda fraction, status: None)


class _Comp(_Simulator):
    def load(self, work: Work) -> None:
        from . import adopt_step  # noqa: F401

    def begin(self, work: Work) -> None:
        from .adopt_step import survey

        survey(work)

    def make(self, work: Work, frames: Sequence[int]) -> None:
        from .adopt_step import take_in

        take_in(work, frames)

    def remarks(self, work: Work) -> tuple[str, ...]:
        from .adopt_step import comp_remarks

        return comp_remarks(work)


class _Provider:
    def load(self, work: Work) -> None:
        from . import answer_step, archive, prepare_step  # noqa: F401

    def begin(self, work: Work) -> None:
        from .prepare_step import prepare

        prepare(work)

    def make(self, work: Work, frames: Sequence[int]) -> None:
        from .answer_step import answer

        answer(work, frames)

    def remarks(self, work: Work) -> tuple[str, ...]:
        from .answer_step import answer_remarks

        return answer_remarks(work)

    def keep(self, work: Work) -> None:
        from .archive import archive

        archive(work)

    def told(self, work: Work, take: Take) -> Take:
        from .answer import read_prepared

        assert work.capability is not None
        return replace(
            take,
            provider=work.capability.provider,
            model=work.capability.model,
            round_trip=read_prepared(Path(work.scratch)).round_trip,
        )
