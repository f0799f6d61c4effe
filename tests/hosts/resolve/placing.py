"""How clips come onto a track: rates converted by flooring, overlaps dropped without a word.

Sources: davinci-resolve-mcp, src/utils/api_truth.py ("AppendToTimeline": overlapping records, null-id items,
placements of an errored call, mixed-fps sources) and issue 164 (recordFrame absolute); ayon-resolve,
api/lib.py (what was not placed comes back, and all its getters answer None); `END_FRAMES` has its own.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .application import Application, whole
from .media import missing
from .proxy import Remote
from .records import ItemData, MediaData, TimelineData, TrackData

_KEYS = frozenset({"mediaPoolItem", "startFrame", "endFrame", "mediaType", "trackIndex", "recordFrame"})
#: `endFrame` is the one past the last frame; is the last; is the one past it, and never the media's end.
EXCLUSIVE, INCLUSIVE, SHORT = "exclusive", "inclusive", "short"
#: How builds count `endFrame`, the newest first: the first build that does, and how. Reports disagree, so a
#: plugin has to read every length back:
#: - 20.3.2.9: davinci-resolve-mcp pull request 36 (7 May 2026); 21.0: its issue 82 (3 July 2026, 6254 to 6348
#:   is 94 frames); 21.0.4.5: its api_truth.py (12 August 2026, "verified at 1, 119 and 120 frames").
#: - 19.1.3.7: its docs/reference/evidence/render-stress-gui-20260801.json and scripts/render_stress.py: 0 to
#:   95 of a clip of 96 frames, eleven times, made 1045; "passing `frames` appends nothing".
#: - 19.1: nakano000/Resolve_Script, commits b9b345e (12 March 2025) and 1eee31f (9 June 2026): one less.
#: - 19.0.3: its issue 21 (8 November 2024): one less was one frame short.
#: - before: its voice_dropper.py until b9b345e ("start 0 end 0 is one frame"), as in Blackmagic's own example
#:   7_add_subclips_to_timeline.py, where 0 to 23 are "the first 24 frames".
END_FRAMES = (
    ((20, 0), EXCLUSIVE),
    ((19, 1, 3, 7), SHORT),
    ((19, 1), INCLUSIVE),
    ((19, 0), EXCLUSIVE),
    ((0,), INCLUSIVE),
)


def append(app: Application, clips: list[Any]) -> list[ItemData] | None:
    """Place what `AppendToTimeline` was given; None where it answers nothing at all.

    What was dropped is in the answer as well, without a place on any track.
    """
    timeline = app.timeline
    if timeline is None or not clips:
        return None
    placed: list[ItemData] = []
    for clip in clips:
        info = clip if isinstance(clip, dict) else {"mediaPoolItem": clip}
        unknown = set(info) - _KEYS
        assert not unknown, f"AppendToTimeline: clipInfo has no key {', '.join(sorted(unknown))}"
        item = _one(app, timeline, info)
        if item is None:
            return None
        placed.append(item)
    if app.errored_appends > 0:
        app.errored_appends -= 1
        for item in placed:
            item.unsaved = True
        app.lie("AppendToTimeline", "it answered nothing, and the items are there until the project is saved")
        return None
    if app.idless_appends > 0:
        app.idless_appends -= 1
        for item in placed:
            item.id = ""
    if app.nameless_appends > 0:
        app.nameless_appends -= 1
        app.lie("AppendToTimeline", "items came back without an id")
        return [_nameless(item) for item in placed]
    return placed


def end_rule(app: Application) -> str:
    """How this build counts `endFrame`."""
    return next(rule for since, rule in END_FRAMES if app.version >= since)


def _nameless(item: ItemData) -> ItemData:
    """What an item answers as that lies on no track: nothing."""
    return ItemData(item.media, item.name, item.start, item.duration)


def _one(app: Application, timeline: TimelineData, info: dict[str, Any]) -> ItemData | None:
    remote = info.get("mediaPoolItem")
    if not isinstance(remote, Remote) or not isinstance(remote._data, MediaData) or remote._data.deleted:
        return None
    media: MediaData = remote._data
    kind = "audio" if info.get("mediaType") == 2 or media.kind == "Audio" else "video"
    first, end = source_span(app, media, info)
    if end_rule(app) == SHORT and "endFrame" in info and end == media.frames and media.kind != "Still":
        return None
    duration = whole(Fraction(end - first) * timeline.clock.rate / media.rate)
    item = ItemData(media, media.name, 0, duration, source=first, kind=item_kind(media))
    tracks = timeline.tracks[kind]
    number = int(info.get("trackIndex", 1))
    if not 1 <= number <= len(tracks):
        app.lie("AppendToTimeline", f"there is no {kind} track {number}")
        return item
    track = tracks[number - 1]
    item.start = int(info["recordFrame"]) if "recordFrame" in info else track_end(timeline, track)
    why = _refusal(app, media, track, item, first, end)
    if why:
        app.lie("AppendToTimeline", why)
        return item
    track.put(item)
    timeline.playhead = item.end  # assumed: the playhead goes behind what was appended, as in the Edit page
    return item


def _refusal(
    app: Application, media: MediaData, track: TrackData, item: ItemData, first: int, end: int
) -> str:
    """Why an item is dropped although one comes back; empty where it is placed."""
    if app.phantom_appends > 0:
        app.phantom_appends -= 1
        return "dropped for no reason at all"
    if track.locked:
        return f"{track.name} is locked"  # assumed: as inserts do on a locked track (issue 74)
    if media.kind != "Still" and not 0 <= first < end <= media.frames:
        return f"source frames {first} to {end} of {media.frames}"  # assumed
    if item.duration < 1:
        return "no frame is left after the rates were converted"
    if missing(media) and media.files:
        return "the media is offline"  # assumed
    if not track.free(item.start, item.end):
        return f"{track.name} is not free at {item.start}"
    return ""


def source_span(app: Application, media: MediaData, info: dict[str, Any]) -> tuple[int, int]:
    """The source frames that a clipInfo asks for, from the media's first on; the end that it gives is the one
    past the last, whatever the build takes.
    """
    origin = origin_of(app, media)
    if media.kind == "Still":
        length = int(info.get("endFrame", 120)) - int(info.get("startFrame", 0))
        return 0, length + (end_rule(app) == INCLUSIVE and "endFrame" in info)
    first = int(info.get("startFrame", origin)) - origin
    if "endFrame" not in info:
        return first, media.frames
    return first, int(info["endFrame"]) - origin + (end_rule(app) == INCLUSIVE)


def origin_of(app: Application, media: MediaData) -> int:
    """Which number the media's first frame has for `startFrame`.

    A movie's is 0 (measured, issue 82). For a sequence nothing was measured: AYON passes the Start property,
    which is the number in the first file's name (ayon-resolve, api/plugin.py), so that is the default; a test
    may set `app.sequence_origin = "zero"`, and a plugin has to read back which it is.
    """
    return media.first if app.sequence_origin == "number" else 0


def track_end(timeline: TimelineData, track: TrackData) -> int:
    """Where a clip without recordFrame goes: behind the last item of the track."""
    return max([timeline.start, *(item.end for item in track.items)])


def item_kind(media: MediaData) -> str:
    """What kind of item a clip makes."""
    return {"Compound": "compound", "Fusion": "fusion", "Timeline": "compound", "Still": "still"}.get(
        media.kind, "clip"
    )


def source_frame(timeline: TimelineData, item: ItemData, frame: int) -> int:
    """Which source frame (0 is the media's first) an item shows at a frame of the timeline."""
    if item.media is None or item.kind == "still":
        return 0
    ratio = item.media.rate / timeline.clock.rate
    return item.source + whole(Fraction(frame - item.start) * item.speed * ratio)


def top_item(timeline: TimelineData, frame: int) -> tuple[int, ItemData] | None:
    """The item that is seen at a frame: the highest enabled one on an enabled track.

    An adjustment clip is none (public notes on Studio, 2 October 2026); that a transition is none is assumed.
    """
    for number in range(len(timeline.tracks["video"]), 0, -1):
        track = timeline.tracks["video"][number - 1]
        if not track.enabled:
            continue
        for item in track.items:
            seen = item.enabled and item.kind not in ("transition", "adjustment")
            if seen and item.start <= frame < item.end:
                return number, item
    return None
