"""Timeline: tracks and their locks, items, playhead, marks, settings, stills, export.

Sources: README; davinci-resolve-mcp, docs/reference/api-limitations.md (DeleteClips and its page, the
thumbnail and its page, SetMarkInOut); ResolveMCP-ext 1.0.1 (everything counts from the start).
"""

from __future__ import annotations

import copy
from typing import Any

from .application import Application
from .item_objects import TimelineItem
from .marking import Markers
from .media_objects import MediaPoolItem, marks_of
from .placing import top_item
from .proxy import Remote, strict
from .records import ItemData, MediaData, TimelineData, TrackData, new_id

_KINDS = ("video", "audio", "subtitle")
#: Pages on which there is a playhead (README of GetCurrentTimecode).
_PLAYHEAD = frozenset({"cut", "edit", "color", "fairlight", "deliver"})
_STUDIO = frozenset({"CreateSubtitlesFromAudio", "DetectSceneCuts", "AnalyzeDolbyVision",
                     "SetVoiceIsolationState", "ConvertTimelineToStereo"})  # fmt: skip


@strict("Timeline", studio=_STUDIO)
class Timeline(Markers, Remote):
    _data: TimelineData

    def _length(self) -> int:
        return self._data.end - self._data.start

    def GetName(self) -> str:
        return self._data.name

    def SetName(self, timelineName: str) -> bool:
        if not timelineName or name_taken(self._app, timelineName):
            return False
        self._data.name = timelineName
        if self._data.media is not None:
            self._data.media.name = timelineName
        return True

    def GetUniqueId(self) -> str:
        return self._data.id

    def GetStartFrame(self) -> int:
        return self._data.start

    def GetEndFrame(self) -> int:
        return self._data.end

    def GetStartTimecode(self) -> str:
        return self._data.clock.text(self._data.start)

    def SetStartTimecode(self, timecode: str) -> bool:
        first = self._data.clock.frame(timecode)
        if first is None:
            return False
        moved = first - self._data.start
        for kind in _KINDS:
            for _, item in self._data.items(kind):
                item.start += moved
        self._data.start, self._data.playhead = first, self._data.playhead + moved
        return True

    # Tracks

    def GetTrackCount(self, trackType: str) -> int:
        return len(self._data.tracks.get(trackType, ()))

    def AddTrack(self, trackType: str, newTrackOptions: Any = None) -> bool:
        if trackType not in _KINDS:
            return False
        tracks = self._data.tracks[trackType]
        index, sub_type = len(tracks) + 1, "mono" if trackType == "audio" else ""
        if isinstance(newTrackOptions, dict):
            if self._app.version < (19,):
                return False  # the dict came with 19.0
            wanted = newTrackOptions.get("index", index)
            index = wanted if 1 <= wanted <= len(tracks) else index
            sub_type = str(newTrackOptions.get("audioType", sub_type))
        elif newTrackOptions is not None:
            sub_type = str(newTrackOptions)
        tracks.insert(index - 1, TrackData(f"{trackType.title()} {len(tracks) + 1}", sub_type=sub_type))
        return True

    def DeleteTrack(self, trackType: str, trackIndex: int) -> bool:
        track = self._track(trackType, trackIndex)
        if track is None or track.locked or len(self._data.tracks[trackType]) == 1:
            return False
        self._data.tracks[trackType].remove(track)
        return True

    def GetTrackSubType(self, trackType: str, trackIndex: int) -> str:
        track = self._track(trackType, trackIndex)
        return track.sub_type if track is not None else ""

    def GetTrackName(self, trackType: str, trackIndex: int) -> Any:
        track = self._track(trackType, trackIndex)
        return track.name if track is not None else None

    def SetTrackName(self, trackType: str, trackIndex: int, name: str) -> bool:
        track = self._track(trackType, trackIndex)
        if track is None:
            return False
        track.name = name
        return True

    def GetIsTrackLocked(self, trackType: str, trackIndex: int) -> Any:
        track = self._track(trackType, trackIndex)
        return track.locked if track is not None else None

    def SetTrackLock(self, trackType: str, trackIndex: int, Bool: bool) -> bool:
        track = self._track(trackType, trackIndex)
        if track is None:
            return False
        track.locked = Bool
        return True

    def GetIsTrackEnabled(self, trackType: str, trackIndex: int) -> Any:
        track = self._track(trackType, trackIndex)
        return track.enabled if track is not None else None

    def SetTrackEnable(self, trackType: str, trackIndex: int, Bool: bool) -> bool:
        track = self._track(trackType, trackIndex)
        if track is None:
            return False
        track.enabled = Bool
        return True

    def GetItemListInTrack(self, trackType: str, index: int) -> Any:
        track = self._track(trackType, index)
        if track is None:
            return None  # assumed
        return [TimelineItem(self._app, item, self._data) for item in track.items]

    def DeleteClips(self, timelineItems: list[Any], ripple: bool = False) -> bool:
        """Nothing happens off the Edit page (measured on Fairlight; Cut counts as Edit here, assumed); a
        first try was seen to fail where the same call succeeded right after (both api_truth.py, Studio 21.0).
        """
        doomed = [each._data for each in timelineItems if isinstance(each, TimelineItem)]
        places = [self._data.place_of(item) for item in doomed]
        if self._app.page not in ("edit", "cut") or not doomed:
            return False
        if self._app.flaky_deletes > 0:
            self._app.flaky_deletes -= 1
            return False
        if any(place is None or place[2].locked for place in places):
            return False
        for item, place in zip(doomed, places, strict=True):
            assert place is not None
            track = place[2]
            track.items = [each for each in track.items if each is not item]
            if ripple:
                for each in track.items:
                    each.start -= item.duration if each.start >= item.end else 0
        return True

    def SetClipsLinked(self, timelineItems: list[Any], Bool: bool) -> bool:
        return True

    # The playhead

    def GetCurrentTimecode(self) -> Any:
        if self._app.page not in _PLAYHEAD:
            return None  # README names the pages; what the others answer is assumed
        return self._data.clock.text(self._data.playhead)

    def SetCurrentTimecode(self, timecode: str) -> bool:
        frame = self._data.clock.frame(timecode)
        if self._app.page not in _PLAYHEAD or frame is None or frame < self._data.start:
            return False
        if self._app.project.current is not self._data:
            return False  # assumed: only the timeline in front has a playhead
        if self._app.lazy_playheads > 0:
            self._app.lazy_playheads -= 1
            self._app.lie("SetCurrentTimecode", "the playhead did not move")
            return True
        self._data.playhead = frame
        return True

    def GetCurrentVideoItem(self) -> Any:
        found = top_item(self._data, self._data.playhead)
        if found is None or self._app.page not in _PLAYHEAD:
            return None
        return TimelineItem(self._app, found[1], self._data)

    def GetCurrentClipThumbnailImage(self) -> Any:
        """The Color page, with Resolve in front of other programs: both measured on 19.1.3."""
        if (
            self._app.page != "color"
            or not self._app.front
            or top_item(self._data, self._data.playhead) is None
        ):
            return None
        return {"width": 1, "height": 1, "format": "RGB 8 bit", "data": "AAAA"}

    def GetMarkInOut(self) -> dict[str, Any]:
        """Relative to the timeline's start, whatever `SetRenderSettings` wants."""
        return marks_of(self._data.marks)

    def SetMarkInOut(self, mark_in: int, mark_out: int, type: str = "all") -> bool:
        self._data.marks = (mark_in, mark_out)
        return True

    def ClearMarkInOut(self, type: str = "all") -> bool:
        self._data.marks = None
        return True

    # Settings, copies, stills

    def GetSetting(self, settingName: str = "") -> Any:
        table = timeline_settings(self._app, self._data)
        return table if not settingName else table.get(settingName, "")

    def SetSetting(self, settingName: str, settingValue: str) -> bool:
        if not isinstance(settingValue, str) or settingName not in timeline_settings(self._app, self._data):
            return False
        if settingName.startswith("timelineFrameRate") and list(self._data.items()):
            return False
        self._data.settings[settingName] = settingValue
        return True

    def DuplicateTimeline(self, timelineName: str = "") -> Any:
        name = timelineName or f"{self._data.name} copy"
        if name_taken(self._app, name):
            return None
        media = {id(item.media): item.media for kind in _KINDS for _, item in self._data.items(kind)}
        made = copy.deepcopy(self._data, dict(media))
        made.name, made.id = name, new_id()
        for kind in _KINDS:
            for _, item in made.items(kind):
                item.id = new_id()
        enter_pool(self._app, made)
        self._app.project.current = made
        return Timeline(self._app, made)

    def GetMediaPoolItem(self) -> Any:
        return MediaPoolItem(self._app, self._data.media) if self._data.media is not None else None

    def GrabStill(self) -> Any:
        from .gallery_objects import GalleryStill

        if self._app.page != "color" or top_item(self._data, self._data.playhead) is None:
            return None
        still = (self._data.name, self._data.playhead)
        self._app.project.albums[0].stills.append(still)
        return GalleryStill(self._app, still)

    def Export(self, fileName: str, exportType: Any, exportSubtype: Any) -> bool:
        from .interchange import export

        return export(self._app, self._data, fileName, exportType, exportSubtype)

    def _track(self, kind: str, number: int) -> TrackData | None:
        tracks = self._data.tracks.get(kind, [])
        return tracks[number - 1] if isinstance(number, int) and 1 <= number <= len(tracks) else None


def name_taken(app: Application, name: str) -> bool:
    assert app.project is not None
    return any(each.name == name for each in app.project.timelines)


def enter_pool(app: Application, timeline: TimelineData) -> None:
    """Add a timeline to the project, with its clip in the current bin."""
    assert app.project is not None
    if all(each is not timeline for each in app.project.timelines):
        app.project.timelines.append(timeline)
    timeline.media = MediaData(
        timeline.name,
        kind="Timeline",
        rate=timeline.clock.rate,
        drop=timeline.clock.drop,
        start=timeline.start,
        frames=timeline.end - timeline.start,
        size=timeline.size,
        timeline=timeline,
    )
    app.project.current_folder.clips.append(timeline.media)


def timeline_settings(app: Application, timeline: TimelineData) -> dict[str, Any]:
    """A timeline's settings over the project's; the rate is a number from 19 on, without a word of
    drop-frame.
    """
    assert app.project is not None
    rate: Any = timeline.rate_name
    return {
        **app.project.settings,
        "useCustomSettings": "0",
        "timelineFrameRate": float(rate) if app.version >= (19,) else rate,
        "timelineDropFrameTimecode": "1" if timeline.clock.drop else "0",
        "timelineResolutionWidth": str(timeline.size[0]),
        "timelineResolutionHeight": str(timeline.size[1]),
        **timeline.settings,
    }


def item_objects(app: Application, timeline: TimelineData, items: list[ItemData]) -> list[TimelineItem]:
    return [TimelineItem(app, item, timeline) for item in items]
