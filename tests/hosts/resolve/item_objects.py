"""TimelineItem: where it lies, what of its media it shows, its takes, properties, markers and versions.

Sources: davinci-resolve-mcp, src/utils/api_truth.py (retime entry: which offsets are warped, 0/0 on timelines
from XML; GetSourceStartFrame; transitions as items; SetClipColor on generators), gyroflow-plugins issue 25
(Start + LeftOffset is the source start), README for the rest.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .application import whole
from .marking import Colors, Markers
from .media import missing
from .media_objects import MediaPoolItem
from .placing import INCLUSIVE, SHORT, end_rule, origin_of, source_span
from .proxy import Remote, strict
from .records import ItemData, MediaData, TakeData, TimelineData

_STUDIO = frozenset({"CreateMagicMask", "RegenerateMagicMask", "SmartReframe", "SetVoiceIsolationState",
                     "GetStereoConvergenceValues"})  # fmt: skip
_TRANSFORM: dict[str, Any] = {
    "Pan": 0.0, "Tilt": 0.0, "ZoomX": 1.0, "ZoomY": 1.0, "ZoomGang": True, "RotationAngle": 0.0,
    "AnchorPointX": 0.0, "AnchorPointY": 0.0, "Pitch": 0.0, "Yaw": 0.0, "FlipX": False, "FlipY": False,
    "CropLeft": 0.0, "CropRight": 0.0, "CropTop": 0.0, "CropBottom": 0.0, "CropSoftness": 0.0,
    "CropRetain": False, "DynamicZoomEase": 0, "CompositeMode": 0, "Opacity": 100.0, "Distortion": 0.0,
    "RetimeProcess": 0, "MotionEstimation": 0, "Scaling": 0, "ResizeFilter": 0,
}  # fmt: skip


@strict("TimelineItem", studio=_STUDIO)
class TimelineItem(Markers, Colors, Remote):
    _data: ItemData

    def __init__(self, app: Any, data: ItemData, timeline: TimelineData) -> None:
        super().__init__(app, data)
        self._timeline = timeline

    def _gone(self) -> bool:
        return self._timeline.deleted or self._timeline.place_of(self._data) is None

    def _length(self) -> int:
        return self._data.duration

    def _keeps_color(self) -> bool:
        if self._data.media is None:
            self._app.lie("SetClipColor", "a generator does not keep it")
        return self._data.media is not None

    def GetName(self) -> str:
        return self._data.name

    def SetName(self, name: str) -> bool:
        self._data.name = name
        return bool(name)

    def GetUniqueId(self) -> str:
        return self._data.id

    def GetStart(self, subframe_precision: bool = False) -> Any:
        return float(self._data.start) if subframe_precision else self._data.start

    def GetEnd(self, subframe_precision: bool = False) -> Any:
        """The first frame after it (a 24-frame item from 59 reads 83)."""
        return float(self._data.end) if subframe_precision else self._data.end

    def GetDuration(self, subframe_precision: bool = False) -> Any:
        return float(self._data.duration) if subframe_precision else self._data.duration

    def GetLeftOffset(self, subframe_precision: bool = False) -> Any:
        """Warped: the position divided by the speed, so right for where it lies and blind for a retime."""
        if self._data.kind == "transition":
            return None
        left = Fraction(self._data.source) / abs(self._data.speed or 1)
        return float(left) if subframe_precision else whole(left)

    def GetRightOffset(self, subframe_precision: bool = False) -> Any:
        """Measured as the left offset plus the duration, whatever the README says of a maximum extension."""
        right = Fraction(self._data.source) / abs(self._data.speed or 1) + self._data.duration
        return float(right) if subframe_precision else whole(right)

    def GetSourceStartFrame(self) -> Any:
        """One off on some items where rates differ (which ones is assumed: all of them)."""
        if self._data.media is None or not self._data.mapped:
            return 0
        off = 1 if self._data.media.rate != self._timeline.clock.rate and self._data.source else 0
        return self._data.media.first + self._data.source - off

    def GetSourceEndFrame(self) -> Any:
        """Exclusive where rates agree, inclusive where they differ or the clip runs backwards."""
        if self._data.media is None or not self._data.mapped:
            return 0
        span = self._span()
        end = self._data.source + whole(span)
        if self._data.speed < 0:
            end += 1
        elif self._data.media.rate != self._timeline.clock.rate:
            end -= 1
        return self._data.media.first + end

    def GetSourceStartTime(self) -> Any:
        """Seconds of the media's own timecode, not from the head of the file."""
        return self._seconds(Fraction(self._data.source))

    def GetSourceEndTime(self) -> Any:
        return self._seconds(self._data.source + self._span())

    def GetMediaPoolItem(self) -> Any:
        return MediaPoolItem(self._app, self._data.media) if self._data.media is not None else None

    def GetTrackTypeAndIndex(self) -> list[Any]:
        place = self._timeline.place_of(self._data)
        assert place is not None
        return [place[0], place[1]]

    def GetLinkedItems(self) -> list[Any]:
        return []

    def GetProperty(self, propertyKey: str | None = None) -> Any:
        """A transition, a generator and a subtitle have none; no speed is to be had here for anything."""
        if self._data.media is None:
            return None if propertyKey else {}
        table = {**_TRANSFORM, **self._data.properties}
        return table if propertyKey is None else table.get(propertyKey)

    def SetProperty(self, propertyKey: str, propertyValue: Any) -> bool:
        if self._data.media is None or propertyKey not in _TRANSFORM or isinstance(propertyValue, str):
            return False
        self._data.properties[propertyKey] = propertyValue
        return True

    def GetClipEnabled(self) -> bool:
        return self._data.enabled

    def SetClipEnabled(self, Bool: bool) -> bool:
        if self._locked():
            return False
        self._data.enabled = Bool
        return True

    # Takes. README: "Initializes a take selector for the timeline item if needed"; the first take is what was
    # there.

    def AddTake(self, mediaPoolItem: Any, startFrame: int | None = None, endFrame: int | None = None) -> bool:
        media = getattr(mediaPoolItem, "_data", None)
        data = self._data
        if not isinstance(media, MediaData) or media.deleted or missing(media) or self._locked():
            return False
        if data.media is None or data.kind != "clip":
            return False  # assumed: compounds, Fusion clips and generators take none
        # Assumed: `endFrame` counts as it does in this build's AppendToTimeline.
        given = {"startFrame": startFrame, "endFrame": endFrame}
        info = {name: frame for name, frame in given.items() if frame is not None}
        first, end = source_span(self._app, media, info)
        last = media.frames - (end_rule(self._app) == SHORT and endFrame is not None)
        if not 0 <= first < end <= last:
            return False
        if not data.takes:
            data.takes = [TakeData(data.media, data.source, data.source + whole(self._span()))]
            data.selected = 1
        data.takes.append(
            TakeData(media, int(first), int(end))
        )  # not selected by that (AYON looks it up and selects)
        return True

    def GetTakesCount(self) -> int:
        return len(self._data.takes)

    def GetSelectedTakeIndex(self) -> int:
        return self._data.selected

    def GetTakeByIndex(self, idx: int) -> Any:
        if not 1 <= idx <= len(self._data.takes):
            return None
        take = self._data.takes[idx - 1]
        origin = origin_of(self._app, take.media)
        return {
            "startFrame": take.first + origin,
            "endFrame": take.end + origin - (end_rule(self._app) == INCLUSIVE),
            "mediaPoolItem": MediaPoolItem(self._app, take.media),
        }

    def SelectTakeByIndex(self, idx: int) -> bool:
        data = self._data
        if not 1 <= idx <= len(data.takes) or self._locked():
            return False
        take = data.takes[idx - 1]
        data.selected, data.media, data.source = idx, take.media, take.first
        data.name = take.media.name
        length = whole(Fraction(take.end - take.first) * self._timeline.clock.rate / take.media.rate)
        data.duration = min(data.duration, length)  # assumed: without ripple a shorter take leaves a gap
        return True

    def DeleteTakeByIndex(self, idx: int) -> bool:
        data = self._data
        if not 1 <= idx <= len(data.takes) or idx == data.selected or self._locked():
            return False  # assumed: the take that is seen cannot go
        del data.takes[idx - 1]
        data.selected -= idx < data.selected
        return True

    def FinalizeTake(self) -> bool:
        if not self._data.takes or self._locked():
            return False
        self._data.takes, self._data.selected = [], 0
        return True

    # Fusion and colour versions

    def GetFusionCompCount(self) -> int:
        return len(self._data.fusion)

    def GetFusionCompNameList(self) -> list[str]:
        return list(self._data.fusion)

    def GetVersionNameList(self, versionType: int) -> list[str]:
        return list(self._data.versions) if versionType == 0 else []

    def GetCurrentVersion(self) -> dict[str, Any]:
        return {"versionName": self._data.versions[-1], "versionType": 0}

    def GetIsColorOutputCacheEnabled(self) -> Any:
        return 0.0

    def _locked(self) -> bool:
        place = self._timeline.place_of(self._data)
        return place is None or place[2].locked

    def _span(self) -> Fraction:
        """Source frames that it takes, with the sign of its direction."""
        assert self._data.media is not None
        ratio = self._data.media.rate / self._timeline.clock.rate
        return self._data.duration * self._data.speed * ratio

    def _seconds(self, frame: Fraction) -> float:
        media = self._data.media
        return float((media.start + frame) / media.rate) if media is not None else 0.0
