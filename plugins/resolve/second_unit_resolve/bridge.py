"""What touches Resolve's objects: each call checked, None and False turned into sentences, writes read back.

Resolve answers None or False where something stands in the way, and says yes to every `hasattr`: names that
came with a later version are looked up in `dir()`. This file, `pool` and `deliver` alone see Resolve's
objects; all else knows the values of `seen`. Frames are the timeline's own: 0 at 00:00:00:00.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from time import monotonic
from typing import Any

from secondunit.wire import Format, FrameRange
from secondunit.wire.errors import CannotPlace, HostError, NothingSelected

from . import timecodes
from .faults import FAULTS, guarded
from .seen import ItemSeen, MarkerSeen, TimelineSeen

#: For how long a setting, and the rate and format of the timeline, are taken as read (s).
STEADY = 1.0
#: What composites a clip: Resolve's documented numbers of `CompositeMode`.
NORMAL, ADD = 0, 1


@guarded
class Bridge:
    """One running Resolve. `connect` gives its root object, or None while none can be reached."""

    def __init__(self, connect: Callable[[], Any], clock: Callable[[], float] = monotonic) -> None:
        self._connect, self._clock = connect, clock
        #: What was read of settings and of the timeline that seldom changes, and when: each call costs.
        self._settings: dict[str, tuple[float, str]] = {}
        self._snapshot: tuple[float, TimelineSeen] | None = None
        #: When the open project's name was asked for, and what it is.
        self._named: tuple[float, str] | None = None
        self._resolve: Any = None
        self._product = ""
        self._version: tuple[int, ...] = ()
        #: Grows whenever Resolve was reached anew: objects of before may be dead.
        self.session = 0

    # The application ---------------------------------------------------------------------------------------

    def alive(self) -> bool:
        """Whether Resolve runs and can be reached; looked up anew where it does not answer."""
        return (self._resolve is not None and self._answers()) or self._reach()

    @property
    def product(self) -> str:
        """`DaVinci Resolve Studio`, asked before anything else."""
        if not self._product:
            self._product = str(self.need(self._root().GetProductName(), "its edition"))
        return self._product

    @property
    def studio(self) -> bool:
        """Whether it is the Studio edition."""
        return "studio" in self.product.lower()

    @property
    def version(self) -> tuple[int, ...]:
        """(21, 0, 2)."""
        if not self._version:
            parts = self.need(self._root().GetVersion(), "its version")
            self._version = tuple(int(part) for part in list(parts)[:3])
        return self._version

    def page(self) -> str:
        """The page in front."""
        return str(self._root().GetCurrentPage() or "")

    def open_page(self, name: str) -> bool:
        """Bring a page to the front."""
        return bool(name) and bool(self._root().OpenPage(name))

    def project_id(self) -> str:
        """What names the open project for good. Raises `HostError` where none is open."""
        return str(self.need(self.project().GetUniqueId(), "the project"))

    def project_name(self) -> str:
        """What the open project is called. Raises `HostError` where none is open."""
        now = self._clock()
        if self._named is None or now - self._named[0] >= STEADY:
            self._named = (now, str(self.project().GetName() or ""))
        return self._named[1]

    def setting(self, name: str) -> str:
        """A setting of the project; empty where it has none of that name."""
        now = self._clock()
        entry = self._settings.get(name)
        if entry is None or now - entry[0] >= STEADY:
            entry = self._settings[name] = (now, str(self.project().GetSetting(name) or ""))
        return entry[1]

    def forget(self) -> None:
        """Read everything anew."""
        self._settings.clear()
        self._snapshot = self._named = None

    # The timeline ------------------------------------------------------------------------------------------

    def timeline(self) -> TimelineSeen:
        """The open timeline. Raises `NothingSelected` where there is none, `HostError`."""
        raw = self.project().GetCurrentTimeline()
        if raw is None:
            self.require_answer()
            raise NothingSelected(
                "No timeline is open.", remedy="Open one, or make one: File > New Timeline."
            )
        id, end = str(self.need(raw.GetUniqueId(), "the timeline")), raw.GetEndFrame()
        if (
            self._snapshot is not None
            and self._snapshot[1].id == id
            and self._clock() - self._snapshot[0] < STEADY
        ):
            snapshot = self._snapshot[1]
            return replace(
                snapshot, end=max(snapshot.start, int(self.need(end, "the timeline's end"))), raw=raw
            )
        rate, drop = timecodes.rate_of(self.need(raw.GetSetting("timelineFrameRate"), "the frame rate"))
        timecode = str(self.need(raw.GetStartTimecode(), "the start timecode"))
        width, height = raw.GetSetting("timelineResolutionWidth"), raw.GetSetting("timelineResolutionHeight")
        aspect = str(raw.GetSetting("timelinePixelAspectRatio") or "square").lower()
        start = int(self.need(raw.GetStartFrame(), "the timeline's start"))
        timeline = TimelineSeen(
            id,
            str(raw.GetName() or ""),
            rate,
            drop or ";" in timecode or str(raw.GetSetting("timelineDropFrameTimecode")) == "1",
            start,
            max(start, int(self.need(end, "the timeline's end"))),
            Format(int(self.need(width, "the width")), int(self.need(height, "the height")),
                   2.0 if "cinemascope" in aspect else 1.0),
            raw,
        )  # fmt: skip
        self._snapshot = (self._clock(), timeline)
        return timeline

    def playhead(self, timeline: TimelineSeen) -> int:
        """The frame the playhead stands on."""
        timecode = timeline.raw.GetCurrentTimecode()
        if not timecode:
            self.require_answer()
            raise NothingSelected(
                "There is no playhead on this page.", remedy="Go to the Edit, Cut or Color page."
            )
        return timecodes.frame_of(str(timecode), timeline.rate, timeline.drop)

    def set_playhead(self, timeline: TimelineSeen, frame: int) -> bool:
        """Move the playhead."""
        return bool(timeline.raw.SetCurrentTimecode(timeline.timecode(frame)))

    def marks(self, timeline: TimelineSeen) -> FrameRange | None:
        """The in and out points; None where they are not set, or Resolve is older than 19.1."""
        if "GetMarkInOut" not in dir(timeline.raw):
            return None
        answer = timeline.raw.GetMarkInOut() or {}
        video = answer.get("video") or {}
        if "in" not in video or "out" not in video or video["out"] < video["in"]:
            return None
        marks = FrameRange(int(video["in"]), int(video["out"]))
        # Resolve counts them from the timeline's start, and keeps what a script gave it otherwise.
        absolute = marks.first >= timeline.start and marks.first + timeline.start >= timeline.end
        return marks if absolute else marks.moved(timeline.start)

    def tracks(self, timeline: TimelineSeen) -> int:
        """How many video tracks there are."""
        return int(self.need(timeline.raw.GetTrackCount("video"), "the tracks"))

    def usable(self, timeline: TimelineSeen, track: int) -> bool:
        """Whether a track is neither locked nor switched off."""
        raw = timeline.raw
        return not raw.GetIsTrackLocked("video", track) and bool(raw.GetIsTrackEnabled("video", track))

    def locked(self, timeline: TimelineSeen, track: int) -> bool:
        """Whether a track is locked."""
        return bool(timeline.raw.GetIsTrackLocked("video", track))

    def add_track(self, timeline: TimelineSeen, name: str) -> int:
        """Add a video track above the others; gives its number. Raises `CannotPlace`."""
        before = self.tracks(timeline)
        added = timeline.raw.AddTrack("video")
        if not added or self.tracks(timeline) != before + 1:
            self.require_answer()
            raise CannotPlace(
                "Resolve added no track.", remedy="Add a video track by hand, then place again."
            )
        timeline.raw.SetTrackName("video", before + 1, name)
        return before + 1

    def delete_track(self, timeline: TimelineSeen, track: int) -> bool:
        """Take a video track away again."""
        return bool(timeline.raw.DeleteTrack("video", track))

    def list(self, timeline: TimelineSeen, track: int) -> Sequence[Any]:
        """The items of a video track, in their order, as Resolve has them: for `item` and `first_of`."""
        items: Sequence[Any] | None = timeline.raw.GetItemListInTrack("video", track)
        if not items and not isinstance(items, Sequence):
            # Taken for an empty track, a clip would be laid over what is there.
            self.require_answer()
        return items or ()

    def first_of(self, raw: Any) -> int:
        """The first frame of an item of `list`."""
        return int(self.need(raw.GetStart(), "a clip's start"))

    def id_of(self, raw: Any) -> str:
        """What names an item of `list` for good."""
        return str(raw.GetUniqueId() or "")

    def item(self, raw: Any, track: int) -> ItemSeen:
        """An item of `list`, looked at."""
        start = self.first_of(raw)
        length = int(self.need(raw.GetDuration(), "a clip's length"))
        left = raw.GetLeftOffset()
        if left is None:
            self.require_answer()
        id = raw.GetUniqueId()
        if id is None:
            self.require_answer()
        return ItemSeen(
            str(id or ""),
            str(raw.GetName() or ""),
            track,
            FrameRange.starting(start, max(1, length)),
            int(left or 0),
            raw,
        )

    def under_playhead(self, timeline: TimelineSeen) -> Any:
        """The topmost item under the playhead, for `first_of`; None over a gap."""
        return timeline.raw.GetCurrentVideoItem()

    def marked_color(self, item: ItemSeen) -> str:
        """The clip's colour; empty where it has none."""
        return str(item.raw.GetClipColor() or "")

    def source_frames(self, item: ItemSeen) -> tuple[int, int] | None:
        """From which frame of its media to which the item goes; None where Resolve (before 19) does not say.

        The last is counted in or out; where the first is counted from differs by the media.
        """
        if "GetSourceStartFrame" not in dir(item.raw):
            return None
        first, last = item.raw.GetSourceStartFrame(), item.raw.GetSourceEndFrame()
        return None if first is None or last is None else (int(first), int(last))

    def bare(self, raw: Any) -> bool:
        """Whether an item of `list` has neither media nor properties: a transition, or a generator."""
        return raw.GetMediaPoolItem() is None and not raw.GetProperty()

    def fusion_comps(self, item: ItemSeen) -> int:
        """How many Fusion compositions sit on the item."""
        return int(item.raw.GetFusionCompCount() or 0)

    def property(self, item: ItemSeen, name: str) -> object:
        """`Opacity`, `CompositeMode` and their like."""
        return item.raw.GetProperty(name)

    def set_property(self, item: ItemSeen, name: str, value: float) -> bool:
        """Set a property of an item; false where it reads back as something else."""
        if not item.raw.SetProperty(name, value):
            return False
        answer = item.raw.GetProperty(name)
        return answer is not None and abs(float(answer) - value) < 0.01

    def delete_items(self, timeline: TimelineSeen, items: Sequence[ItemSeen]) -> bool:
        """Take items off the timeline; what stands behind them stays where it is."""
        return bool(timeline.raw.DeleteClips([item.raw for item in items], False))

    # Markers -----------------------------------------------------------------------------------------------

    def markers(self, timeline: TimelineSeen) -> tuple[MarkerSeen, ...]:
        """Every marker of the timeline."""
        markers = self.need(timeline.raw.GetMarkers(), "the markers")
        return tuple(
            MarkerSeen(
                timeline.start + int(frame),
                str(marker.get("color", "")),
                str(marker.get("name", "")),
                str(marker.get("note", "")),
                str(marker.get("customData", "")),
            )
            for frame, marker in markers.items()
        )

    def add_marker(self, timeline: TimelineSeen, marker: MarkerSeen) -> bool:
        """Set a marker of one frame; false where another one has its frame already."""
        at = marker.frame - timeline.start
        raw = timeline.raw
        if not raw.AddMarker(at, marker.color, marker.name, marker.note, 1, marker.custom):
            return False
        return str(raw.GetMarkerCustomData(at) or "") == marker.custom

    def delete_marker(self, timeline: TimelineSeen, frame: int) -> bool:
        """Take the marker at a frame away."""
        return bool(timeline.raw.DeleteMarkerAtFrame(frame - timeline.start))

    def names(self) -> dict[str, frozenset[str]]:
        """What this Resolve's objects have, by `dir()`, for each class that the open project has one of."""
        project = self.project()
        pool, timeline = project.GetMediaPool(), project.GetCurrentTimeline()
        folder = pool.GetRootFolder() if pool is not None else None
        items = (timeline.GetItemListInTrack("video", 1) or ()) if timeline is not None else ()
        clips = [timeline_item.GetMediaPoolItem() for timeline_item in items[:1]]
        objects = {
            "Resolve": self._root(),
            "ProjectManager": self._root().GetProjectManager(),
            "Project": project,
            "MediaPool": pool,
            "Folder": folder,
            "Timeline": timeline,
            "TimelineItem": items[0] if items else None,
            "MediaPoolItem": clips[0] if clips else None,
        }
        return {name: frozenset(dir(instance)) for name, instance in objects.items() if instance is not None}

    # What stands in the way --------------------------------------------------------------------------------

    def project(self) -> Any:
        """The open project's own object, for `deliver`. Raises `HostError` where none is open."""
        manager = self.need(self._root().GetProjectManager(), "the projects")
        project = manager.GetCurrentProject()
        if project is None:
            self.require_answer()
            raise HostError("No project is open in Resolve.", remedy="Open one in the Project Manager.")
        return project

    def require_answer(self) -> None:
        """Raise `HostError` where Resolve is closed or answers nothing at all."""
        self._root()
        if self._answers():
            return
        if not self._reach():
            raise HostError(_CLOSED[0], remedy=_CLOSED[1])
        if self._answers():
            raise HostError(
                "Resolve was closed and started again meanwhile.",
                remedy="Look at the timeline, and try again.",
            )
        raise HostError(_SILENT[0], remedy=_SILENT[1])

    def _reach(self) -> bool:
        """Look for a running Resolve anew; what was known of another one is forgotten."""
        try:
            self._resolve = self._connect()
        except FAULTS:
            self._resolve = None
        self._product, self._version = "", ()
        self.session += 1
        self.forget()
        return self._resolve is not None

    def _answers(self) -> bool:
        try:
            return bool(self._resolve.GetProductName())
        except FAULTS:
            return False

    def _root(self) -> Any:
        if self._resolve is None and not self.alive():
            raise HostError(_CLOSED[0], remedy=_CLOSED[1])
        return self._resolve

    def need(self, value: Any, subject: str) -> Any:
        """The value, or what stands in the way as a sentence."""
        if value is None or value is False:
            self.require_answer()
            raise HostError(f"Resolve does not say {subject}.", remedy=_SILENT[1])
        return value


#: What is said where Resolve cannot be reached, and what to do.
_CLOSED = (
    "Resolve is closed, or does not let other programs in.",
    "Start it; in Resolve Studio set Preferences > System > General > External scripting using to Local.",
)
#: What is said where calls give None though Resolve runs, and what to do.
_SILENT = (
    "Resolve does not answer: a window of it stands open.",
    "Close the window in Resolve; the panel looks again by itself.",
)
