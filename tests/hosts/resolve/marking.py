"""Markers, flags and colours, which timelines, items and media share; a frame has one marker at most."""

from __future__ import annotations

from typing import Any

from .records import MarkerData

MARKERS = frozenset({
    "Blue", "Cyan", "Green", "Yellow", "Red", "Pink", "Purple", "Fuchsia", "Rose", "Lavender", "Sky", "Mint",
    "Lemon", "Sand", "Cocoa", "Cream",
})  # fmt: skip

#: The clip palette is another one (measured on Studio 19.1.3, api-limitations.md, "SetClipColor").
CLIPS = frozenset({
    "Orange", "Apricot", "Yellow", "Lime", "Olive", "Green", "Teal", "Navy", "Blue", "Purple", "Violet",
    "Pink", "Tan", "Beige", "Brown", "Chocolate",
})  # fmt: skip


class Markers:
    """The marker calls; a class that mixes it in has `_data` with a table `markers`."""

    _data: Any

    def _length(self) -> int:
        """How many frames may carry a marker."""
        raise NotImplementedError

    def AddMarker(
        self, frameId: float, color: str, name: str, note: str, duration: float, customData: str = ""
    ) -> bool:
        # One marker a frame; nothing outside (CaptRauti, ResolveMCP-ext 1.0.1: relative to the start).
        if color not in MARKERS or duration < 1 or not 0 <= frameId < self._length():
            return False
        if float(frameId) in self._data.markers:
            return False
        self._data.markers[float(frameId)] = MarkerData(color, name, note, float(duration), customData)
        return True

    def GetMarkers(self) -> dict[float, dict[str, Any]]:
        return {frame: _shown(marker) for frame, marker in sorted(self._data.markers.items())}

    def GetMarkerByCustomData(self, customData: str) -> dict[float, dict[str, Any]]:
        found = self._of(customData)
        return {} if found is None else {found: _shown(self._data.markers[found])}

    def UpdateMarkerCustomData(self, frameId: float, customData: str) -> bool:
        marker = self._data.markers.get(float(frameId))
        if marker is None:
            return False
        marker.custom = customData
        return True

    def GetMarkerCustomData(self, frameId: float) -> str:
        marker = self._data.markers.get(float(frameId))
        return marker.custom if marker is not None else ""

    def DeleteMarkersByColor(self, color: str) -> bool:
        doomed = [frame for frame, each in self._data.markers.items() if color in ("All", each.color)]
        for frame in doomed:
            del self._data.markers[frame]
        return bool(doomed)

    def DeleteMarkerAtFrame(self, frameNum: float) -> bool:
        return self._data.markers.pop(float(frameNum), None) is not None

    def DeleteMarkerByCustomData(self, customData: str) -> bool:
        found = self._of(customData)
        if found is None:
            return False
        del self._data.markers[found]
        return True

    def _of(self, custom: str) -> float | None:
        for frame, marker in sorted(self._data.markers.items()):
            if marker.custom == custom:
                return float(frame)
        return None


class Colors:
    """Clip colours and flags of items and media."""

    _data: Any

    def _keeps_color(self) -> bool:
        return True

    def AddFlag(self, color: str) -> bool:
        if color not in MARKERS:
            return False
        self._data.flags.append(color)
        return True

    def GetFlagList(self) -> list[str]:
        return list(self._data.flags)

    def ClearFlags(self, color: str) -> bool:
        self._data.flags = [each for each in self._data.flags if color not in ("All", each)]
        return True

    def GetClipColor(self) -> str:
        return str(self._data.color)

    def SetClipColor(self, colorName: str) -> bool:
        if colorName not in CLIPS:
            return False
        if self._keeps_color():
            self._data.color = colorName
        return True

    def ClearClipColor(self) -> bool:
        self._data.color = ""
        return True


def _shown(marker: MarkerData) -> dict[str, Any]:
    return {
        "color": marker.color,
        "duration": marker.duration,
        "note": marker.note,
        "name": marker.name,
        "customData": marker.custom,
    }
