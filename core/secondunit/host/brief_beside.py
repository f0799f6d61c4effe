"""The brief that a take was made of, as it lies beside its files: which plate it was made from.

Standard library only; read when something is placed, never while a panel opens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secondunit.wire.errors import SecondUnitError

if TYPE_CHECKING:
    from secondunit.wire import Brief, Plate, Take

#: The file in a take's folder, and the most of it that is read, in bytes: a camera has a sample a frame.
BRIEF_FILE, LARGEST = "brief.json", 1 << 24


def brief_beside(take: Take) -> Brief | None:
    """The brief of a take; None where there is none, or it cannot be read here."""
    from secondunit.wire import Brief, loads

    path = take.folder.replace("\\", "/").rstrip("/") + "/" + BRIEF_FILE
    try:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123 - pathlib costs a host 8 ms
            text = file.read(LARGEST + 1)
        return loads(Brief, text) if len(text) <= LARGEST else None
    except (OSError, ValueError, SecondUnitError):
        return None


def plate_of(take: Take) -> Plate | None:
    """The plate that a take was made from; None where it had none, or nobody knows."""
    brief = brief_beside(take)
    return brief.plate if brief is not None else None
