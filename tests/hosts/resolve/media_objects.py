"""MediaPoolItem and Folder."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

from .marking import Colors, Markers
from .media import missing, read_files
from .proxy import Remote, strict
from .records import MediaData
from .timing import name_of, named

_AI = frozenset({"TranscribeAudio", "PerformAudioClassification", "RemoveMotionBlur",
                 "AnalyzeForIntellisearch", "AnalyzeForSlate"})  # fmt: skip
_SETTABLE = frozenset({"Alpha mode", "Input Color Space", "Clip Name", "Comments", "Description", "Keywords",
                       "Good Take", "Scene", "Shot", "Take", "PAR", "Data Level", "Super Scale", "IDT",
                       "Camera #", "Angle"})  # fmt: skip
_ALPHAS = ("None", "Straight", "Premultiplied")


@strict("MediaPoolItem", studio=_AI)
class MediaPoolItem(Markers, Colors, Remote):
    _data: MediaData

    def _length(self) -> int:
        return self._data.frames

    def GetName(self) -> Any:
        return self._data.name

    def SetName(self, name: str) -> bool:
        if not name:
            return False
        self._data.name = name
        return True

    def GetUniqueId(self) -> Any:
        return self._data.id

    def GetMediaId(self) -> Any:
        return f"media-{self._data.id}"

    def GetMetadata(self, metadataType: str | None = None) -> Any:
        if metadataType is None:
            return dict(self._data.metadata)
        return self._data.metadata.get(metadataType, "")

    def SetMetadata(self, metadata: Any) -> bool:
        if not isinstance(metadata, dict) or not all(isinstance(v, str) for v in metadata.values()):
            return False
        self._data.metadata.update(metadata)
        return True

    def GetThirdPartyMetadata(self, metadataType: str | None = None) -> Any:
        table = {k[3:]: v for k, v in self._data.metadata.items() if k.startswith("3p:")}
        return table if metadataType is None else table.get(metadataType, "")

    def SetThirdPartyMetadata(self, metadata: Any) -> bool:
        if not isinstance(metadata, dict):
            return False
        self._data.metadata.update({f"3p:{key}": str(value) for key, value in metadata.items()})
        return True

    def GetClipProperty(self, propertyName: str | None = None) -> Any:
        table = self._table()
        return table if propertyName is None else table.get(propertyName)

    def SetClipProperty(self, propertyName: str, propertyValue: Any) -> bool:
        data = self._data
        if propertyName == "FPS":
            return self._set_rate(str(propertyValue))
        if propertyName == "Start TC":
            first = data.clock.frame(str(propertyValue))
            if first is None:
                return False
            data.start = first
            return True
        if propertyName == "Alpha mode":
            if propertyValue not in _ALPHAS or data.alpha == "None":
                return False  # assumed: a clip without alpha keeps None
            data.alpha = str(propertyValue)
            return True
        if propertyName == "Clip Name":
            data.name = str(propertyValue)
            return True
        if propertyName == "Reel Name":
            # api-limitations.md, "SetClipProperty('Reel Name')": True, and dropped.
            self._app.lie("SetClipProperty", "Reel Name is not kept")
            return True
        if propertyName not in _SETTABLE:
            return False
        data.properties[propertyName] = str(propertyValue)
        return True

    def ReplaceClip(self, filePath: str) -> bool:
        """hosts.md: misbehaves on sequences. Here the clip keeps its name and length and shows one frame
        (assumed).
        """
        fresh = read_files([filePath], self._app.clock()[1].rate, None, None)
        if fresh is None:
            return False
        data = self._data
        if fresh.kind == "Still" or data.first:
            self._app.lie("ReplaceClip", "a sequence became one frame")
        for key in ("path", "files", "size", "alpha", "codec", "kind"):
            setattr(data, key, getattr(fresh, key))
        if fresh.kind != "Still":
            data.frames, data.rate, data.first = fresh.frames, fresh.rate, fresh.first
        data.offline = False
        return True

    def ReplaceClipPreserveSubClip(self, filePath: str) -> bool:
        return MediaPoolItem.ReplaceClip.__wrapped__(self, filePath)  # type: ignore[attr-defined,no-any-return]

    def LinkProxyMedia(self, proxyMediaFilePath: str) -> bool:
        return Path(proxyMediaFilePath).is_file()

    def UnlinkProxyMedia(self) -> bool:
        return True

    def GetMarkInOut(self) -> dict[str, Any]:
        return marks_of(self._data.marks)

    def SetMarkInOut(self, mark_in: int, mark_out: int, type: str = "all") -> bool:
        self._data.marks = (mark_in, mark_out)
        return True

    def ClearMarkInOut(self, type: str = "all") -> bool:
        self._data.marks = None
        return True

    def GetAudioMapping(self) -> str:
        return "{}"

    def TranscribeAudio(self, useSpeakerDetection: bool | None = None) -> bool:
        return False

    def _set_rate(self, text: str) -> bool:
        """Assumed: clip attributes take a rate while no timeline uses the clip."""
        known = named(text)
        used = any(
            item.media is self._data
            for timeline in self._app.project.timelines
            for _, item in timeline.items()
        )
        if known is None or used:
            return False
        self._data.rate = known[1].rate
        return True

    def _table(self) -> dict[str, Any]:
        data = self._data
        clock = data.clock
        width, height = data.size
        rate: Any = name_of(data.rate)
        return {
            "Clip Name": data.name,
            "File Name": Path(data.path).name if data.path else "",
            "File Path": data.path,
            "Type": data.kind,
            # Assumed: text before 19, a number from then on (api-limitations.md reads 24.0 on 19.1.3).
            "FPS": round(float(data.rate), 3) if self._app.version >= (19,) else rate,
            "Frames": str(data.frames),
            "Start": str(data.first),
            "End": str(data.first + max(0, data.frames - 1)),
            "Start TC": clock.text(data.start),
            "End TC": clock.text(data.start + data.frames),
            "Duration": clock.text(data.frames),
            "Drop frame": "1" if data.drop else "0",
            "Resolution": f"{width}x{height}" if width else "",
            "PAR": data.par,
            "Alpha mode": data.alpha,
            "Input Color Space": data.colorspace,
            "Video Codec": data.codec,
            "Format": Path(data.path).suffix[1:].upper() if data.path else "",
            "Online Status": "Offline" if missing(data) else "Online",
            "Usage": str(self._usage()),
            "Reel Name": "",
            "Data Level": "Auto",
            "Audio Ch": "0",
            **data.properties,
        }

    def _usage(self) -> int:
        return sum(
            item.media is self._data
            for timeline in self._app.project.timelines
            for _, item in timeline.items()
        )


@strict("Folder", studio=_AI)
class Folder(Remote):
    def GetName(self) -> str:
        return str(self._data.name)

    def GetUniqueId(self) -> str:
        return str(self._data.id)

    def GetClipList(self) -> list[MediaPoolItem]:
        return [MediaPoolItem(self._app, clip) for clip in self._data.clips]

    def GetSubFolderList(self) -> list[Folder]:
        return [Folder(self._app, each) for each in self._data.folders]

    def GetIsFolderStale(self) -> bool:
        return False


def marks_of(marks: tuple[int, int] | None) -> dict[str, Any]:
    """In and out as `GetMarkInOut` gives them: keys are left out where nothing is marked."""
    if marks is None:
        return {}
    both = {"in": marks[0], "out": marks[1]}
    return {"video": dict(both), "audio": dict(both)}


def exact(value: float) -> Fraction:
    """A frame number that a script gave, int or float."""
    return Fraction(value).limit_denominator(1000)
