"""The media pool and the takes of an item: imports, appends and take selectors, each read back.

Beside the bridge and `deliver` the only file that sees Resolve's objects.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from secondunit.wire import FrameRange
from secondunit.wire.errors import CannotPlace

from .faults import guarded
from .seen import ItemSeen, MediaSeen

if TYPE_CHECKING:
    from .bridge import Bridge

#: `startFrame` and `endFrame` as Resolve is given them; None for the whole of a media.
Span = tuple[int, int] | None


def spans(base: int, left: int, length: int, media: MediaSeen) -> tuple[Span, ...]:
    """The ways to ask for so many frames of media, the likeliest first: Resolve's builds count differently.

    `base` is the number of the media's first frame, `left` how many frames are left out before the first.
    `endFrame` is the one past the last frame, or the last frame; where neither lets the media's last frame
    in, the whole of it is to be had by naming none.
    """
    first = base + left
    whole: tuple[Span, ...] = (None,) if left == 0 and length == media.count else ()
    return ((first, first + length), *whole, (first, first + length - 1))


@guarded
class MediaPool:
    """The media pool of the open project."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge

    def media_of(self, item: ItemSeen) -> MediaSeen | None:
        """The clip of the media pool behind an item; None for a title, generator or the like."""
        raw = item.raw.GetMediaPoolItem()
        return None if raw is None else self.media(raw)

    def media_id(self, item: ItemSeen) -> str:
        """What names the media that an item shows; empty for a title or generator."""
        raw = item.raw.GetMediaPoolItem()
        return "" if raw is None else str(raw.GetUniqueId() or "")

    def media(self, raw: Any) -> MediaSeen:
        """A clip of the media pool, looked at."""
        properties = self._bridge.need(raw.GetClipProperty(), "a clip's properties")

        def text(name: str) -> str:
            value = properties.get(name)
            return "" if value is None else str(value)

        return MediaSeen(
            str(self._bridge.need(raw.GetUniqueId(), "a clip of the media pool")),
            str(raw.GetName() or ""),
            text("File Path"),
            _whole(text("Frames")),
            _whole(text("Start")),
            text("FPS"),
            text("Resolution"),
            text("PAR"),
            text("Input Color Space"),
            text("Start TC"),
            text("Online Status"),
            raw,
        )

    def set_clip(self, media: MediaSeen, name: str, value: str) -> bool:
        """Set a property of a clip; false where it reads back as something else."""
        if not media.raw.SetClipProperty(name, value):
            return False
        return str(media.raw.GetClipProperty(name)) == value

    def clip_property(self, media: MediaSeen, name: str) -> str:
        """A property of a clip as it is now."""
        return str(media.raw.GetClipProperty(name))

    def set_metadata(self, media: MediaSeen, metadata: dict[str, str]) -> bool:
        """Fill in metadata that the media pool shows."""
        return bool(media.raw.SetMetadata(metadata))

    def import_sequence(
        self, bins: Sequence[str], pattern: str, frames: FrameRange
    ) -> tuple[MediaSeen, bool]:
        """A numbered sequence in a bin (made where it is not there), and whether it was imported now.

        The current bin is restored. Raises `CannotPlace`.
        """
        pool = self._pool()
        before = self._bridge.need(pool.GetCurrentFolder(), "the current bin")
        try:
            folder = self._bridge.need(pool.GetRootFolder(), "the master bin")
            for name in bins:
                folder = self._bin(pool, folder, name)
            clip = _in_folder(folder, pattern)
            if clip is not None:
                return self.media(clip), False
            if not pool.SetCurrentFolder(folder):
                raise CannotPlace(
                    f"The bin {'/'.join(bins)} cannot be opened.",
                    remedy="Select the bin by hand, then place again.",
                )
            clips = pool.ImportMedia(
                [{"FilePath": pattern, "StartIndex": frames.first, "EndIndex": frames.last}]
            )
            if not clips:
                self._bridge.require_answer()
                raise CannotPlace(
                    "Resolve did not import the take's files.",
                    remedy="Check that this machine sees the folder of the takes.",
                    where=pattern,
                )
            if len(clips) > 1:
                pool.DeleteClips(clips)
                raise CannotPlace(
                    "Resolve imported the take's frames as single pictures.",
                    remedy="Switch Show Individual Frames off in the menus of media storage and media pool, "
                    "then place again.",
                    where=pattern,
                )
            return self.media(clips[0]), True
        finally:
            pool.SetCurrentFolder(before)

    def delete_media(self, media: Sequence[MediaSeen]) -> bool:
        """Take clips out of the media pool; their files stay."""
        pool = self._pool()
        return bool(pool.DeleteClips([clip.raw for clip in media]))

    def append(self, media: MediaSeen, span: Span, track: int, record: int) -> str | None:
        """Put frames of media on a track; the clip's id, empty where it has none, None without an answer.

        None of these says that the clip is there, or is not: look.
        """
        info = {"mediaPoolItem": media.raw, "mediaType": 1, "trackIndex": track, "recordFrame": record}
        if span is not None:
            info["startFrame"], info["endFrame"] = span
        clips = self._pool().AppendToTimeline([info])
        if clips and clips[0] is not None:
            return str(clips[0].GetUniqueId() or "")
        self._bridge.require_answer()
        return None

    def _bin(self, pool: Any, parent: Any, name: str) -> Any:
        for folder in parent.GetSubFolderList() or ():
            if folder.GetName() == name:
                return folder
        subfolder = pool.AddSubFolder(parent, name)
        if subfolder is None:
            self._bridge.require_answer()
            raise CannotPlace(f"Resolve made no bin {name!r}.", remedy="Make it by hand, then place again.")
        return subfolder

    def add_take(self, item: ItemSeen, media: MediaSeen, span: Span) -> bool:
        """Add frames of media as a take of an item."""
        return bool(item.raw.AddTake(media.raw, *(span or ())))

    def take_span(self, item: ItemSeen, number: int) -> int:
        """From which to which frame a take goes, as their difference; Resolve may count the last one in."""
        info = item.raw.GetTakeByIndex(number) or {}
        return int(info.get("endFrame") or 0) - int(info.get("startFrame") or 0)

    def takes(self, item: ItemSeen) -> tuple[str, ...]:
        """The media ids of an item's takes, in their order; empty without a take selector."""
        ids = []
        for number in range(1, int(item.raw.GetTakesCount() or 0) + 1):
            info = item.raw.GetTakeByIndex(number) or {}
            raw = info.get("mediaPoolItem")
            ids.append("" if raw is None else str(raw.GetUniqueId() or ""))
        return tuple(ids)

    def selected_take(self, item: ItemSeen) -> int:
        """The number of the selected take, from 1; 0 without a take selector."""
        return int(item.raw.GetSelectedTakeIndex() or 0)

    def select_take(self, item: ItemSeen, number: int) -> bool:
        """Show another take; false where Resolve stays on the one it had."""
        return bool(item.raw.SelectTakeByIndex(number)) and self.selected_take(item) == number

    def delete_take(self, item: ItemSeen, number: int) -> bool:
        """Take a take off an item again."""
        return bool(item.raw.DeleteTakeByIndex(number))

    def _pool(self) -> Any:
        return self._bridge.need(self._bridge.project().GetMediaPool(), "the media pool")


def _in_folder(folder: Any, pattern: str) -> Any:
    """The clip of a bin whose files are those of a pattern."""
    head, _, tail = pattern.partition("%")
    ending = tail.rpartition(".")[2]
    for raw in folder.GetClipList() or ():
        path = str(raw.GetClipProperty("File Path") or "").replace("\\", "/")
        if path.startswith(head) and path.endswith("." + ending) and "/" not in path[len(head) :]:
            return raw
    return None


def _whole(text: str) -> int:
    return int(float(text)) if text.replace(".", "", 1).lstrip("-").isdigit() else 0
