"""The bin: takes put aside on their own disk, whole, until somebody takes them back. Nothing deletes them."""

from __future__ import annotations

from dataclasses import field

from .take import Take
from .value import dataclass


@dataclass(frozen=True)
class BinnedTake:
    """A take in the bin: its files lie in `folder` (absolute), beside where they lay; `bytes` is all of them.

    `user` put it there at `when` (UTC, ISO 8601).
    """

    take: Take
    folder: str
    bytes: int = field(default=0, metadata={"unit": "bytes"})
    user: str = ""
    when: str = ""


@dataclass(frozen=True)
class BinList:
    """What is in the bin, newest first."""

    takes: tuple[BinnedTake, ...] = ()

    @property
    def bytes(self) -> int:
        """The size of all of it, in bytes."""
        return sum(binned.bytes for binned in self.takes)
