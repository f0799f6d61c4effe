"""From a clip of the timeline to the plate behind it: its files, or why they cannot be read as they are.

Knows how Resolve writes a sequence (`plate.[1001-1048].exr`) and when the timeline shows other frames than
the files hold: another rate, a retime, a composition.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from secondunit.host.sequences import require_files
from secondunit.wire import ColorSpace, Format, FrameRange, Plate
from secondunit.wire.errors import HostError, MissingFrames, SecondUnitError

from . import timecodes
from .bridge import Bridge
from .colors import view_of
from .pool import MediaPool
from .seen import ItemSeen, MediaSeen, TimelineSeen

#: As many frames of media beyond each end of a clip are offered with it.
HANDLES = 500
_SEQUENCE = re.compile(r"(?P<head>.*)\[(?P<first>\d+)-(?P<last>\d+)\](?P<tail>[^/\\]*)", re.DOTALL)
_ASPECTS = {"square": 1.0, "cinemascope": 2.0}


@dataclass(frozen=True)
class ClipFiles:
    """Files on disk: `path` is a pattern for a sequence; `first` is the number of frame 0 of the media."""

    path: str
    first: int
    sequence: bool


def files_of(media: MediaSeen) -> ClipFiles:
    """The files behind a clip of the media pool. Raises `MissingFrames` where they are not there."""
    path = media.path.replace("\\", "/")
    match = _SEQUENCE.fullmatch(path)
    if match is None:
        if not Path(path).is_file():
            raise _offline(media)
        return ClipFiles(path, 0, False)
    head, tail = (match[part].replace("%", "%%") for part in ("head", "tail"))
    pattern = f"{head}%0{len(match['first'])}d{tail}"
    first, last = int(match["first"]), int(match["last"])
    if not Path(pattern % first).is_file() and not Path(pattern % last).is_file():
        raise _offline(media)
    return ClipFiles(pattern, first, True)


def why_render(
    bridge: Bridge, pool: MediaPool, timeline: TimelineSeen, item: ItemSeen
) -> tuple[str, MediaSeen | None]:
    """Why a clip's files are not what the timeline shows, as the rest of a sentence; empty where they are."""
    media = pool.media_of(item)
    if media is None:
        return "is a title or a generator", None
    if not media.path:
        return "is a compound, Fusion or nested clip", media
    if media.count == 1 and len(item.frames) > 1:
        return "is a still", media
    try:
        rate, _ = timecodes.rate_of(media.fps)
    except HostError:
        return f"has a variable frame rate ({media.fps} on average)", media
    if rate != timeline.rate:
        return f"runs at {rate} fps on a timeline of {timeline.rate} fps", media
    if speed := _speed(bridge, timeline, item, media):
        return speed, media
    if bridge.fusion_comps(item):
        return "carries a Fusion composition", media
    if item.left < 0 or (media.count and item.left + len(item.frames) > media.count):
        return "shows frames that its media does not have", media
    return "", media


def _speed(bridge: Bridge, timeline: TimelineSeen, item: ItemSeen, media: MediaSeen) -> str:
    """What keeps a clip from running as shot, as the rest of a sentence; empty where nothing does.

    Frames of media for frames of the timeline tell a retime, to within a frame. A slight one tells itself by
    where it begins: `left` is divided by the speed, the first frame of the media is not.
    """
    span = bridge.source_frames(item)
    if span is None:
        return ""
    first, last = span
    if first == last == 0 and len(item.frames) > 1:
        return "does not say its speed, as in a cut that came in as XML"
    if abs(last - first - len(item.frames)) > 1:
        return "is retimed"
    # Counted from the media's first frame, from its number, or by its timecode.
    origins = [0, media.start]
    with suppress(HostError):
        origins.append(timecodes.frame_of(media.timecode, timeline.rate, False))
    if all(abs(first - origin - item.left) > 1 for origin in origins):
        return "is retimed"
    return ""


def plate_of(timeline: TimelineSeen, item: ItemSeen, media: MediaSeen, space: ColorSpace) -> Plate:
    """The plate of a clip whose files are what the timeline shows, handles included.

    Frames are the timeline's own. Raises `MissingFrames`, `HostError`.
    """
    files = files_of(media)
    head = min(item.left, HANDLES)
    tail = min(max(0, media.count - item.left - len(item.frames)), HANDLES) if media.count else 0
    frames = FrameRange(item.frames.first - head, item.frames.last + tail)
    first = files.first + item.left - head
    if files.sequence:
        require_files(files.path, FrameRange.starting(first, len(frames)))
    return Plate(
        files.path,
        frames,
        timeline.rate,
        format_of(media, timeline.format),
        space,
        first_in_file=first,
        timecode=_timecode(media, timeline, item.left - head),
        view=view_of(space),
    )


def _timecode(media: MediaSeen, timeline: TimelineSeen, skipped: int) -> str:
    """The timecode of a clip's frame, so many after its first; empty where the clip has none."""
    try:
        drop = ";" in media.timecode
        first = timecodes.frame_of(media.timecode, timeline.rate, drop)
        return timecodes.timecode_of(first + skipped, timeline.rate, drop)
    except HostError:
        return ""


def format_of(media: MediaSeen, otherwise: Format) -> Format:
    """The format of a clip, by its `Resolution` and `PAR`."""
    width, _, height = media.resolution.lower().partition("x")
    if not width.strip().isdecimal() or not height.strip().isdecimal():
        return otherwise
    try:
        aspect = _ASPECTS.get(media.aspect.strip().lower()) or float(media.aspect)
    except ValueError:
        aspect = 1.0
    try:
        return Format(int(width), int(height), aspect)
    except SecondUnitError:
        return otherwise


def _offline(media: MediaSeen) -> MissingFrames:
    return MissingFrames(
        f"The media of {media.name} is offline.",
        remedy="Relink it in the media pool, or mount its disk.",
        where=media.path,
    )
