"""What a panel says of a take's drift: one line, and whether somebody should look."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from secondunit.wire import CharacterDrift


def drift_line(drift: tuple[CharacterDrift, ...]) -> tuple[str, str]:
    """The drift of a take's characters in a line, and the state whose colour it has; empty without any."""
    if not drift:
        return "", "info"
    ordered = sorted(drift, key=lambda one: not one.amber)
    state = (
        "warning" if ordered[0].amber else "good" if any(one.worst is not None for one in drift) else "info"
    )
    return "Drift: " + " ".join(one.sentence for one in ordered), state


def drift_lines(drift: tuple[CharacterDrift, ...]) -> tuple[str, ...]:
    """Every character's sentence, and what its references lack, a line each."""
    return tuple(line for one in drift for line in (one.sentence, *one.remarks))
