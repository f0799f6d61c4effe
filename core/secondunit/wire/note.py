"""The note: what a person said of a take, and on which frame."""

from __future__ import annotations

import re
from dataclasses import field

from .errors import BadPrompt, WrongType
from .value import dataclass

LONGEST_NOTE = 4_000
#: The form of a note's id: `n` and 1 to 25 letters and digits.
NOTE_ID = "n[0-9a-z]{1,25}"


@dataclass(frozen=True)
class Note:
    """One remark of one person on a take; `frame` is None when it is about all of it.

    Notes are never changed or removed. `created` (UTC, ISO 8601) comes from the service. `id` is made by who
    writes the note, so that a note sent twice is there once; the service makes one where it is empty.
    """

    take: str
    text: str
    frame: int | None = field(default=None, metadata={"unit": "frames"})
    user: str = ""
    id: str = ""
    created: str = ""

    def __post_init__(self) -> None:
        if self.id and not re.fullmatch(NOTE_ID, self.id):
            raise WrongType("A note's id is n and up to 25 small letters and digits.", where="id")
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
