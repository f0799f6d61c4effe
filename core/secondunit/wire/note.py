"""The note: what a person said of a take, and on which frame."""

from __future__ import annotations

from dataclasses import dataclass, field

from .errors import BadPrompt

LONGEST_NOTE = 4_000


@dataclass(frozen=True)
class Note:
    """One remark of one person on a take; `frame` is None when it is about all of it.

    Notes are never changed or removed. `id` and `created` (UTC, ISO 8601) come from the service.
    """

    take: str
    text: str
    frame: int | None = field(default=None, metadata={"unit": "frames"})
    user: str = ""
    id: str = ""
    created: str = ""

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise BadPrompt("The note is empty.", remedy="Write what you want to say.", where="text")
        if len(self.text) > LONGEST_NOTE:
            raise BadPrompt(
                f"The note has {len(self.text):,} characters; {LONGEST_NOTE:,} is the most.",
                remedy="Say it in fewer words.",
                where="text",
            )


@dataclass(frozen=True)
class NoteList:
    """The notes of a take, oldest first."""

    notes: tuple[Note, ...] = ()
