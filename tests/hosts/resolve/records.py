"""What a project holds, as plain data: bins, media, timelines, tracks, items, markers, jobs.

No behaviour of Resolve; the classes that a script meets read and change these. Frames: `start` of a timeline
and of items counts as the start timecode says; source frames count from the media's first frame, which is 0.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from .timing import Clock


def new_id() -> str:
    """An id as `GetUniqueId` gives one."""
    return str(uuid.uuid4())


@dataclass
class MarkerData:
    """One marker; its frame is the key of the table it lies in."""

    color: str
    name: str
    note: str
    duration: float
    custom: str = ""


@dataclass
class MediaData:
    """A clip of the media pool. `kind` is Resolve's Type property: Video, Still, Timeline, Compound, Fusion,
    Audio.
    """

    name: str
    kind: str = "Video"
    path: str = ""
    #: The number in the name of the first file (0 for a movie), and how many frames there are.
    first: int = 0
    frames: int = 0
    rate: Fraction = Fraction(24)
    #: Its own start timecode, in frames of its rate.
    start: int = 0
    drop: bool = False
    variable: bool = False
    size: tuple[int, int] = (0, 0)
    par: str = "Square"
    alpha: str = "None"
    codec: str = ""
    colorspace: str = ""
    #: The files behind it, in order; one for a movie.
    files: tuple[str, ...] = ()
    #: What the files lost since: the clip shows red in Resolve.
    offline: bool = False
    #: The timeline behind a clip of type Timeline or Compound.
    timeline: TimelineData | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)
    markers: dict[float, MarkerData] = field(default_factory=dict)
    marks: tuple[int, int] | None = None
    color: str = ""
    flags: list[str] = field(default_factory=list)
    id: str = field(default_factory=new_id)
    deleted: bool = False

    @property
    def clock(self) -> Clock:
        return Clock(self.rate, self.drop)


@dataclass
class FolderData:
    """A bin."""

    name: str
    parent: FolderData | None = None
    clips: list[MediaData] = field(default_factory=list)
    folders: list[FolderData] = field(default_factory=list)
    id: str = field(default_factory=new_id)

    def walk(self) -> Iterator[FolderData]:
        yield self
        for folder in self.folders:
            yield from folder.walk()

    def all_clips(self) -> Iterator[MediaData]:
        for folder in self.walk():
            yield from folder.clips


@dataclass
class TakeData:
    """One take of an item: which media, from which source frame to which (exclusive)."""

    media: MediaData
    first: int
    end: int


@dataclass
class ItemData:
    """A clip on a track, at `start` for `duration` frames of the timeline.

    `source` is the source frame under its first frame, `speed` how many source frames a timeline frame takes
    at equal rates (negative: backwards).
    """

    media: MediaData | None
    name: str
    start: int
    duration: int
    source: int = 0
    speed: Fraction = Fraction(1)
    kind: str = "clip"
    enabled: bool = True
    color: str = ""
    markers: dict[float, MarkerData] = field(default_factory=dict)
    properties: dict[str, Any] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    takes: list[TakeData] = field(default_factory=list)
    #: 1 is the first take; 0 where there is no take selector.
    selected: int = 0
    fusion: list[str] = field(default_factory=list)
    versions: list[str] = field(default_factory=lambda: ["Version 1"])
    id: str = field(default_factory=new_id)
    #: Placed by a call that failed: a save of the project drops it.
    unsaved: bool = False
    #: False where the timeline came in as FCP7 XML: its source frames read 0 and 0, whatever its speed.
    mapped: bool = True

    @property
    def end(self) -> int:
        """The first frame after it."""
        return self.start + self.duration


@dataclass
class TrackData:
    """A track; its items are kept in order of their start."""

    name: str
    items: list[ItemData] = field(default_factory=list)
    locked: bool = False
    enabled: bool = True
    sub_type: str = ""

    def free(self, start: int, end: int) -> bool:
        return all(end <= item.start or start >= item.end for item in self.items)

    def put(self, item: ItemData) -> None:
        self.items.append(item)
        self.items.sort(key=lambda each: each.start)


@dataclass
class TimelineData:
    """A timeline of a project; `playhead` and `start` are frames, counted as its timecode does."""

    name: str
    clock: Clock
    rate_name: str
    start: int
    size: tuple[int, int] = (1920, 1080)
    tracks: dict[str, list[TrackData]] = field(default_factory=dict)
    markers: dict[float, MarkerData] = field(default_factory=dict)
    playhead: int = 0
    marks: tuple[int, int] | None = None
    settings: dict[str, str] = field(default_factory=dict)
    media: MediaData | None = None
    id: str = field(default_factory=new_id)
    deleted: bool = False

    @property
    def end(self) -> int:
        """The first frame after the last item; the start where there is none."""
        ends = [item.end for tracks in self.tracks.values() for track in tracks for item in track.items]
        return max([self.start, *ends])

    def items(self, kind: str = "video") -> Iterator[tuple[int, ItemData]]:
        """Every item with the number of its track, from the first track up."""
        for number, track in enumerate(self.tracks.get(kind, ()), 1):
            for item in track.items:
                yield number, item

    def place_of(self, item: ItemData) -> tuple[str, int, TrackData] | None:
        """Where an item lies: kind of track, its number, the track; None once it is deleted."""
        for kind, tracks in self.tracks.items():
            for number, track in enumerate(tracks, 1):
                if any(each is item for each in track.items):
                    return kind, number, track
        return None


@dataclass
class JobData:
    """A job of the render queue, with the settings it was added with."""

    settings: dict[str, Any]
    timeline: TimelineData
    format: str
    codec: str
    status: str = "Ready"
    percent: int = 0
    error: str = ""
    files: list[str] = field(default_factory=list)
    milliseconds: int = 0
    id: str = field(default_factory=new_id)


@dataclass
class AlbumData:
    """An album of the gallery; each still is a path-less grab, by timeline frame."""

    name: str
    stills: list[tuple[str, int]] = field(default_factory=list)


@dataclass
class ProjectData:
    """A project and everything in it."""

    name: str
    settings: dict[str, str] = field(default_factory=dict)
    root: FolderData = field(default_factory=lambda: FolderData("Master"))
    current_folder: FolderData = field(default=None)  # type: ignore[assignment]
    timelines: list[TimelineData] = field(default_factory=list)
    current: TimelineData | None = None
    jobs: list[JobData] = field(default_factory=list)
    presets: dict[str, dict[str, Any]] = field(default_factory=dict)
    #: What the Deliver page holds: `SetRenderSettings` lays its keys over it.
    render: dict[str, Any] = field(default_factory=dict)
    format: str = "mov"
    codec: str = "ProRes422HQ"
    #: The last preset that was loaded, or settings over it, write no picture.
    dark: bool = False
    mode: int = 1
    albums: list[AlbumData] = field(default_factory=lambda: [AlbumData("Stills 1")])
    selected_clips: list[MediaData] = field(default_factory=list)
    saved: int = 0
    id: str = field(default_factory=new_id)

    def __post_init__(self) -> None:
        if self.current_folder is None:
            self.current_folder = self.root
