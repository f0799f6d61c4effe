"""Whose picture a take is, as its sign-off says it: near copies, and what its model was trained on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from secondunit.wire import Take


def copies_line(take: Take) -> tuple[str, bool]:
    """What the take is nearly a copy of, and whether somebody should look; empty where nobody searched."""
    if take.copies is None:
        return "", False
    return take.copies.sentence, bool(take.copies.copies)


def training_line(take: Take) -> str:
    """What the model that made it was trained on; empty where no model did."""
    return take.training.sentence if take.training is not None else ""


def whose_lines(take: Take) -> tuple[str, ...]:
    """Both, a line each, as far as there is something to say."""
    return tuple(line for line in (copies_line(take)[0], training_line(take)) if line)
