"""The rights of inputs, by the hash of their content: whose a thing is, what it is, who is seen in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from secondunit.wire.errors import Conflict, MissingField, NotFound, OutOfRange
from secondunit.wire.rights import Ask, Material, MaterialKind, require_hash

from .clock import over, require_day
from .records import Records, Withdrawal

#: Why nobody's consent is needed for what is seen in an input: no face is, or none is a performer's.
NOBODY = ("none", "background", "crowd", "dummy")
#: On what ground a show may use an input.
GROUNDS = ("owned", "licensed", "cleared", "public_domain")


@dataclass(frozen=True)
class InputRight:
    """What is known of one content; `source` is the hash of what it was made from, where it was converted.

    `last_day` is when a licence ends; `licence` its reference. `nobody` says why no consent is needed for
    the faces in it, by the word of who recorded it: one of `NOBODY`; empty where that was not said.
    """

    hash: str
    kind: MaterialKind
    ground: str
    owner: str
    recorded_by: str
    persons: tuple[str, ...] = ()
    licence: str = ""
    last_day: str = ""
    source: str = ""
    nobody: str = ""

    def __post_init__(self) -> None:
        require_hash(self.hash, "hash")
        if self.source:
            require_hash(self.source, "source")
        if self.ground not in GROUNDS:
            raise OutOfRange(f"The ground is one of: {', '.join(GROUNDS)}.", where="ground")
        if self.ground == "licensed" and not self.licence:
            raise MissingField("A licensed input names its licence.", where="licence")
        if self.nobody and self.nobody not in NOBODY:
            raise OutOfRange(f"Why it is nobody's is one of: {', '.join(NOBODY)}.", where="nobody")
        if self.nobody and self.persons:
            raise Conflict(
                "Persons are named in it, and that nobody's consent is needed.",
                remedy="Name who is seen, or say that nobody is.", where="nobody",
            )  # fmt: skip
        for name in ("owner", "recorded_by"):
            if not getattr(self, name).strip():
                raise MissingField(f"An input right needs {name}.", where=name)
        if self.last_day:
            require_day(self.last_day, "last_day")

    @property
    def names_faces(self) -> bool:
        """Whether it says who is seen in it, or that nobody's consent is needed."""
        return bool(self.persons or self.nobody)

    def why_not(self, material: Material, ask: Ask) -> str:
        """Why it does not cover a material of an ask, as the end of a sentence; empty when it does."""
        if over(self.last_day, ask.when):
            return f"the licence of an input ended on {self.last_day}"
        if material.kind is not self.kind:
            return f"an input was called a {material.kind.value} and is on record as a {self.kind.value}"
        if not set(self.persons) <= set(material.persons):
            unnamed = ", ".join(sorted(set(self.persons) - set(material.persons)))
            return f"an input shows {unnamed}, whom the request does not name"
        return ""


class InputRights(Records[InputRight]):
    """The rights of contents, each under its hash; what takes the place of a withdrawn one is numbered."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, InputRight, "input right")

    def find(self, name: str) -> InputRight | None:
        """The right of a content (its hash) that stands."""
        standing = self._standing(name)
        return None if standing is None else self.get(standing)

    def record(self, right: InputRight) -> InputRight:
        """Keep the right of a content; raises `Conflict` where another of it stands."""
        standing = self._standing(right.hash)
        return self.add(standing or self._numbered(right.hash, self._withdrawn(right.hash) + 1), right)

    def withdraw(self, name: str, withdrawal: Withdrawal) -> Withdrawal:
        """Take the right of a content back that stands; raises `NotFound` where none does."""
        standing = self._standing(name)
        if standing is None:
            raise NotFound(f"No right of the content {name[:12]} is on record, or it was withdrawn before.")
        return super().withdraw(standing, withdrawal)

    def _standing(self, digest: str) -> str | None:
        name = self._numbered(digest, self._withdrawn(digest) + 1)
        return name if self.exists(name) else None

    def _withdrawn(self, digest: str) -> int:
        """How many rights of a content were withdrawn."""
        count = 0
        while self.withdrawn(self._numbered(digest, count + 1)) is not None:
            count += 1
        return count

    @staticmethod
    def _numbered(digest: str, number: int) -> str:
        return digest if number == 1 else f"{digest}-{number}"
