"""The rights of inputs, by the hash of their content: whose a thing is, what it is, who is seen in it."""

from __future__ import annotations

from dataclasses import dataclass

from secondunit.wire.errors import MissingField, OutOfRange
from secondunit.wire.rights import Ask, Material, MaterialKind, require_hash

from .clock import over, require_day

#: On what ground a show may use an input.
GROUNDS = ("owned", "licensed", "cleared", "public_domain")


@dataclass(frozen=True)
class InputRight:
    """What is known of one content; `source` is the hash of what it was made from, where it was converted.

    `last_day` is when a licence ends; `licence` its reference.
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

    def __post_init__(self) -> None:
        require_hash(self.hash, "hash")
        if self.source:
            require_hash(self.source, "source")
        if self.ground not in GROUNDS:
            raise OutOfRange(f"The ground is one of: {', '.join(GROUNDS)}.", where="ground")
        if self.ground == "licensed" and not self.licence:
            raise MissingField("A licensed input names its licence.", where="licence")
        for name in ("owner", "recorded_by"):
            if not getattr(self, name).strip():
                raise MissingField(f"An input right needs {name}.", where=name)
        if self.last_day:
            require_day(self.last_day, "last_day")

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
