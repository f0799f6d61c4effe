"""The licence: on what terms a part of a method may be used, and where that can be looked up."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from .errors import MissingField
from .value import dataclass


class LicencedPart(str, Enum):
    """What a licence is of: the code that works, or the weights that were trained."""

    CODE = "code"
    WEIGHTS = "weights"


@dataclass(frozen=True)
class Licence:
    """Terms as an SPDX expression (or the words of who gives them), and who published the part."""

    part: LicencedPart
    name: str
    source: str = ""

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise MissingField(f"The licence of the {self.part.value} is missing.", where="name")

    def __str__(self) -> str:
        return f"{self.part.value} {self.name}" + (f" ({self.source})" if self.source else "")


#: How the remark of a take begins that says on what terms it was made: something to know, no warning.
TERMS = "Licences: "


def licence_text(licences: Iterable[Licence]) -> str:
    """`code Apache-2.0; weights MIT (their source)`; empty for none."""
    return "; ".join(map(str, licences))
