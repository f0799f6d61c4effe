"""The marker that says what is placed: take, note and state for the editor to read, a stamp to find it by.

A marker holds text alone: the stamp is JSON in its custom data, and names the item that it is about. It knows
every version that the item's take selector holds, so a take chosen there by hand is known too.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from secondunit.host import Placed
from secondunit.host.placement import maker_text, read_stamp, stamp
from secondunit.wire import Placement, Take, version_text

from .seen import ItemSeen, MarkerSeen

KEY = "second_unit"
#: How it stands: the newest version, an older one than there is.
CURRENT, OLDER = "Cyan", "Yellow"


@dataclass(frozen=True)
class Version:
    """A version that an item can show: the take, its number, and the number of its first frame."""

    take: str
    version: int
    first: int


@dataclass(frozen=True)
class Stamp:
    """What a marker of ours says. `versions` are by the id of their media."""

    item: str
    track: int
    placement: Placement
    show: str
    shot: str
    element: str
    versions: dict[str, Version]
    media: str
    newest: int = 0
    note: str = ""

    @classmethod
    def of(cls, placement: Placement, take: Take, item: ItemSeen, media: str) -> Stamp:
        """The stamp of a take that was placed just now."""
        version = Version(take.id, take.version, take.frames.first)
        return cls(
            item.id, item.track, placement, take.show, take.shot, take.element,
            {media: version}, media, note=note_of(take),
        )  # fmt: skip

    def with_version(self, take: Take, media: str) -> Stamp:
        """The same with another version shown."""
        version = Version(take.id, take.version, take.frames.first)
        return replace(self, versions={**self.versions, media: version}, media=media, note=note_of(take))

    def placed(self, item: ItemSeen, media: str) -> Placed:
        """What sits there now: the version of the media that the item shows, at the place it has."""
        version = self.versions.get(media) or self.versions[self.media]
        placement = replace(
            self.placement,
            take=version.take,
            offset=item.frames.first - item.left - version.first,
            channel=item.track,
        )
        return Placed(self.item, placement, self.show, self.shot, self.element, version.version)

    def marker(self, frame: int) -> MarkerSeen:
        """The marker that says it, at a frame of the timeline."""
        version = self.versions[self.media]
        state = f" ({version_text(self.newest)} is there)" if self.newest else ""
        name = f"{self.shot}/{self.element} {version_text(version.version)}{state}"
        return MarkerSeen(frame, OLDER if self.newest else CURRENT, name, self.note, self._text())

    def _text(self) -> str:
        version = self.versions[self.media]
        body = {
            **stamp(replace(self.placement, take=version.take), _Named(self, version)),  # type: ignore[arg-type]
            KEY: {
                "item": self.item,
                "track": self.track,
                "media": self.media,
                "newest": self.newest,
                "versions": {
                    id: [entry.take, entry.version, entry.first] for id, entry in self.versions.items()
                },
            },
        }
        return json.dumps(body, sort_keys=True, separators=(",", ":"))


class _Named:
    """What `stamp` reads of a take."""

    def __init__(self, stamp: Stamp, version: Version) -> None:
        self.show, self.shot, self.element = stamp.show, stamp.shot, stamp.element
        self.version = version.version


def read(marker: MarkerSeen) -> Stamp | None:
    """What a marker says, or None where it is none of ours or was damaged."""
    if f'"{KEY}"' not in marker.custom:
        return None
    try:
        body = json.loads(marker.custom)
        own = body[KEY]
        placed = read_stamp(str(own["item"]), body)
        versions = {
            str(id): Version(str(entry[0]), int(entry[1]), int(entry[2]))
            for id, entry in own["versions"].items()
        }
        media, track, newest = str(own["media"]), int(own["track"]), int(own["newest"])
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return None
    if placed is None or media not in versions:
        return None
    return Stamp(
        placed.id, track, placed.placement, placed.show, placed.shot, placed.element,
        versions, media, newest, marker.note,
    )  # fmt: skip


def note_of(take: Take) -> str:
    """What the marker says below its name: how the take was made, and from which words."""
    parts = (maker_text(take), take.prompt[:300], *(remark.rstrip(".") for remark in take.remarks[:3]))
    return ". ".join(part for part in parts if part)
