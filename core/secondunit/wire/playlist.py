"""The playlist: a named list of takes of a show, for a review; and the change of one."""

from __future__ import annotations

from .errors import MissingField, OutOfRange
from .value import dataclass

#: The most characters of a playlist's name, and the most takes in one.
LONGEST_NAME, MOST_TAKES = 100, 2_000


@dataclass(frozen=True)
class Playlist:
    """Takes in the order somebody gave them, by their ids. `id` and times (UTC, ISO 8601) are the service's.

    Raises `MissingField` without a name, `OutOfRange`.
    """

    show: str
    name: str
    takes: tuple[str, ...] = ()
    id: str = ""
    user: str = ""
    created: str = ""
    changed: str = ""

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise MissingField("A playlist needs a name.", where="name")
        if len(self.name) > LONGEST_NAME:
            raise OutOfRange(f"This has more than {LONGEST_NAME} characters.", where="name")
        if len(self.takes) > MOST_TAKES:
            raise OutOfRange(f"A playlist holds up to {MOST_TAKES:,} takes.", where="takes")


@dataclass(frozen=True)
class PlaylistChange:
    """What becomes another, in this order: `name`, takes that go, takes that come (before number `at`,
    counted from 0; at the end without it), and `order`: takes that stand first, in that order.

    It says what to do, not what the list is then: two panels that add at once both have added.
    """

    name: str = ""
    remove: tuple[str, ...] = ()
    add: tuple[str, ...] = ()
    at: int | None = None
    order: tuple[str, ...] = ()

    def of(self, takes: tuple[str, ...]) -> tuple[str, ...]:
        """A list of takes as it is after the change; one that is added again moves."""
        added = tuple(dict.fromkeys(self.add))
        rest = [take for take in takes if take not in self.remove and take not in added]
        at = len(rest) if self.at is None else min(max(self.at, 0), len(rest))
        whole = (*rest[:at], *added, *rest[at:])
        first = tuple(take for take in dict.fromkeys(self.order) if take in whole)
        return (*first, *(take for take in whole if take not in first))


@dataclass(frozen=True)
class PlaylistList:
    """Playlists, by name."""

    playlists: tuple[Playlist, ...] = ()
