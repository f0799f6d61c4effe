"""A provider's answers as frames of a take: decoded, put back where they were cut from, with our numbers."""

from __future__ import annotations

from collections.abc import Sequence

from secondunit.wire import Work
from secondunit.wire.errors import FrameFailed


def answer(work: Work, frames: Sequence[int]) -> None:
    """Make `frames` that are not there and whole from what came back.

    Raises `FrameFailed` whose `where` is the frame.
    """
    raise FrameFailed("Nothing came back.", where=str(frames[0]))


def answer_remarks(work: Work) -> tuple[str, ...]:
    """What was done on the way to the model and back that an artist should know."""
    return ()
