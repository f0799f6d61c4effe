"""What a request says beside its body: text and whole numbers in its path, query and headers.

A route's function declares them in its signature (`limit: Limit = 50`); reading, refusing and the OpenAPI
document all come from there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated
from urllib.parse import unquote

from secondunit.wire import JobState
from secondunit.wire.errors import OutOfRange, WrongType
from secondunit.wire.viewing import CHANNELS, LEAST_GAMMA, MOST_EXPOSURE, MOST_GAMMA

from ..framing import VIEWS
from .schema import Schema

_WHOLE = re.compile(r"[+-]?[0-9]{1,19}")
_REAL = re.compile(r"[+-]?[0-9]{1,19}(\.[0-9]{0,19})?([eE][+-]?[0-9]{1,3})?")


class Location(StrEnum):
    """Where a parameter stands, in OpenAPI's words."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"


@dataclass(frozen=True)
class Text:
    """A text of at most `most` characters, one of `choices` where there are any.

    `header` names the header it stands in, where it is `escaped` by percent. More than `kept` characters are
    cut off; 0 keeps all.
    """

    most: int
    about: str
    place: Location = Location.QUERY
    header: str = ""
    escaped: bool = False
    kept: int = 0
    choices: tuple[str, ...] = ()

    @property
    def schema(self) -> Schema:
        """Its JSON schema."""
        if self.choices:
            return {"type": "string", "enum": list(self.choices)}
        return {"type": "string", "maxLength": self.most}

    def read(self, text: str) -> str:
        """The text, unless it is too long or no store could hold it; raises `OutOfRange`, `WrongType`."""
        if len(text) > self.most:
            raise OutOfRange(f"This has more than {self.most} characters.")
        text = unquote(text) if self.escaped else text
        if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
            raise WrongType("This text holds a character that cannot be stored.")
        if self.choices and text not in self.choices:
            choices = ", ".join(choice for choice in self.choices if choice)
            raise OutOfRange(f"{text!r} is not known here.", remedy=f"It is one of: {choices}.")
        return text[: self.kept or None]


@dataclass(frozen=True)
class Whole:
    """A whole number, both limits included."""

    least: int
    most: int
    about: str
    place: Location = Location.QUERY
    header: str = ""

    @property
    def schema(self) -> Schema:
        """Its JSON schema."""
        return {"type": "integer", "minimum": self.least, "maximum": self.most}

    def read(self, text: str) -> int:
        """The number; raises `WrongType`, `OutOfRange`."""
        if not _WHOLE.fullmatch(text):
            raise WrongType(f"This takes a whole number, not {text[:40]!r}.")
        number = int(text)
        if not self.least <= number <= self.most:
            raise OutOfRange(f"This is a whole number from {self.least} to {self.most}.")
        return number


@dataclass(frozen=True)
class Real:
    """A number, both limits included."""

    least: float
    most: float
    about: str
    place: Location = Location.QUERY
    header: str = ""

    @property
    def schema(self) -> Schema:
        """Its JSON schema."""
        return {"type": "number", "minimum": self.least, "maximum": self.most}

    def read(self, text: str) -> float:
        """The number; raises `WrongType`, `OutOfRange`."""
        if not _REAL.fullmatch(text):
            raise WrongType(f"This takes a number, not {text[:40]!r}.")
        number = float(text)
        if not self.least <= number <= self.most:
            raise OutOfRange(f"This is a number from {self.least:g} to {self.most:g}.")
        return number


Parameter = Text | Whole | Real

ID = Annotated[str, Text(64, "The id of a job or take.", Location.PATH)]
PathName = Annotated[str, Text(64, "The name, exactly.", Location.PATH)]
Version = Annotated[int, Whole(1, 99_999, "The number of a version.", Location.PATH)]
Frame = Annotated[int, Whole(-(2**31), 2**31, "The number of a frame of the take.", Location.PATH)]
Name = Annotated[str, Text(64, "Exactly this name; empty for any.")]
State = Annotated[
    str, Text(20, "A job state; empty for any.", choices=("", *(state.value for state in JobState)))
]
Limit = Annotated[int, Whole(1, 200, "The most to give.")]
After = Annotated[str, Text(64, "`next` of the page before.")]
Width = Annotated[int, Whole(16, 4096, "The most pixels across.")]
View = Annotated[str, Text(20, "On or as what.", choices=VIEWS)]
Exposure = Annotated[float, Real(-MOST_EXPOSURE, MOST_EXPOSURE, "Light raised before the view, in stops.")]
Gamma = Annotated[float, Real(LEAST_GAMMA, MOST_GAMMA, "Applied after the view.")]
Channel = Annotated[str, Text(10, "Colour, or one channel as grey.", choices=CHANNELS)]
Place = Annotated[int, Whole(-(2**15), 2**15, "A pixel, counted from the top left.")]
Side = Annotated[int, Whole(1, 2**15, "How many pixels a part has that way.")]
User = Annotated[
    str, Text(300, "Who asks, percent-encoded.", Location.HEADER, "X-Secondunit-User", escaped=True, kept=100)
]
Key = Annotated[
    str,
    Text(200, "The same key with the same brief gives the same job.", Location.HEADER, "Idempotency-Key"),
]
Frames = Annotated[
    str, Text(5, "Whether the take's frames are read for their digest.", choices=("true", "false"))
]
Order = Annotated[
    str, Text(5, "As the show's cut has them, or as the list has them.", choices=("cut", "own"))
]
ByteRange = Annotated[str, Text(4096, "A part of it: `bytes=0-499`.", Location.HEADER, "Range")]
IfRange = Annotated[
    str,
    Text(4096, "The part only if its ETag is still this one, else all of it.", Location.HEADER, "If-Range"),
]
