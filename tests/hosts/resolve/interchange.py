"""Timelines in and out as OTIO, in the shape that Resolve writes and alone accepts.

Source: davinci-resolve-mcp, docs/reference/api-limitations.md ("Timeline.Export", ".otio document shape",
"ImportTimelineFromFile", "EXPORT_OTIO (drops timeline markers)", retime and compound entries), measured on
Studio 19.1.3 and 21.0.4. Rates are written with three decimals (assumed).
"""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as otio

from .application import Application, whole
from .constants import enums
from .media import nearest, read_files
from .placing import item_kind
from .records import ItemData, MarkerData, MediaData, ProjectData, TimelineData, TrackData, new_id
from .timing import Clock, name_of

_BRACKETS = re.compile(r"(.*)\[(\d+)-(\d+)\](.*)")


def export(app: Application, timeline: TimelineData, path: str, kind: Any, subtype: Any) -> bool:
    """`Timeline.Export`: live enums only, anything else is refused without a word and writes nothing."""
    live = enums(app)
    named = {value: name for name, value in live.items() if name.startswith("EXPORT_")}
    if not isinstance(kind, float) or kind not in named or subtype not in named:
        return False
    if not Path(path).parent.is_dir():
        return False
    assert named[kind] == "EXPORT_OTIO", f"the simulator writes no {named[kind]}: add it with its source"
    made = otio.schema.Timeline(timeline.name)
    rate = _written(timeline.clock.rate)
    made.global_start_time = otio.opentime.RationalTime(timeline.start, rate)
    for kind_name, tracks in (("Video", timeline.tracks["video"]), ("Audio", timeline.tracks["audio"])):
        for track in tracks:
            made.tracks.append(_track(timeline, track, kind_name))
    made.metadata["Resolve_OTIO"] = {"Resolve OTIO Meta Version": "1.0"}
    Path(path).write_text(made.to_json_string(indent=4), encoding="utf-8")
    return True


def _written(rate: Fraction) -> float:
    return round(float(rate), 3)


def _track(timeline: TimelineData, track: TrackData, kind: str) -> otio.schema.Track:
    rate = _written(timeline.clock.rate)
    made = otio.schema.Track(track.name, kind=kind)
    made.metadata["Resolve_OTIO"] = {"Locked": track.locked}
    at = timeline.start
    for item in track.items:
        if item.start > at:
            made.append(otio.schema.Gap(source_range=_range(0, item.start - at, rate, rate)))
        made.append(_item(timeline, item))
        at = item.end
    return made


def _item(timeline: TimelineData, item: ItemData) -> otio.core.Item:
    rate = _written(timeline.clock.rate)
    if item.media is not None and item.media.timeline is not None:
        inner = item.media.timeline
        stack = otio.schema.Stack(item.name, source_range=_range(item.source, item.duration, rate, rate))
        for track in inner.tracks["video"]:
            stack.append(_track(inner, track, "Video"))
        return stack
    media = item.media
    own = _written(media.rate) if media is not None else rate
    first = (media.start if media is not None else 0) + item.source
    clip = otio.schema.Clip(item.name, source_range=_range(first, item.duration, own, rate))
    clip.enabled = item.enabled
    clip.metadata["Resolve_OTIO"] = {}
    if media is not None:
        reference = otio.schema.ExternalReference(
            target_url=media.path, available_range=_range(media.start, media.frames, own, own)
        )
        reference.name = media.name
        clip.media_reference = reference
    if item.speed != 1:
        clip.effects.append(otio.schema.LinearTimeWarp(time_scalar=float(item.speed)))
    return clip


def _range(first: int, count: int, rate: float, count_rate: float) -> otio.opentime.TimeRange:
    return otio.opentime.TimeRange(
        otio.opentime.RationalTime(first, rate), otio.opentime.RationalTime(count, count_rate)
    )


# The way in


def import_timeline(
    app: Application, project: ProjectData, path: str, options: dict[str, Any]
) -> TimelineData | None:
    """`ImportTimelineFromFile`: None for any document that is not Resolve's own shape, and for a name that
    exists.
    """
    known = {
        "timelineName",
        "importSourceClips",
        "sourceClipsPath",
        "sourceClipsFolders",
        "interlaceProcessing",
    }
    unknown = set(options) - known
    assert not unknown, f"ImportTimelineFromFile has no option {', '.join(sorted(unknown))}"
    if not Path(path).is_file():
        return None
    assert Path(path).suffix == ".otio", f"the simulator reads no {Path(path).suffix}: add it with its source"
    try:
        document = json.loads(Path(path).read_text(encoding="utf-8"))
    except ValueError:
        return None
    name = str(options.get("timelineName") or document.get("name") or "")
    why = _shape(document) or ("the name exists" if any(t.name == name for t in project.timelines) else "")
    if why:
        app.lie("ImportTimelineFromFile", why)
        return None
    made = _timeline(app, document, name)
    for kind in ("video", "audio"):
        wanted = [each for each in document["tracks"]["children"] if each["kind"].lower() == kind]
        for number, child in enumerate(wanted, 1):
            track = TrackData(child.get("name") or f"{kind.title()} {number}")
            why = _fill(app, project, made, track, child, options)
            if why:
                app.lie("ImportTimelineFromFile", why)
                return None
            made.tracks[kind].append(track)
    from .timeline_objects import enter_pool

    enter_pool(app, made)
    project.current = made
    return made


def _shape(document: Any) -> str:
    """What is wrong with a document; empty for one that Resolve itself could have written."""
    if not isinstance(document, dict) or document.get("OTIO_SCHEMA") != "Timeline.1":
        return "not a timeline"
    if document.get("global_start_time") is None:
        return "no global_start_time"
    for track in document["tracks"]["children"]:
        for child in track["children"]:
            schema = child["OTIO_SCHEMA"]
            if schema.startswith("Gap"):
                continue
            if schema != "Clip.2":
                return f"{schema} is not Clip.2"
            media = child["media_references"].get(child["active_media_reference_key"])
            if media is None or media["OTIO_SCHEMA"].startswith("MissingReference"):
                continue
            if not media["OTIO_SCHEMA"].startswith("ExternalReference"):
                return f"{media['OTIO_SCHEMA']} is not read"
            if media["target_url"].startswith("file:"):
                return "a file: URL, not a bare path"
            if media.get("available_range") is None:
                return "no available_range"
    return ""


def _timeline(app: Application, document: Any, name: str) -> TimelineData:
    start = document["global_start_time"]
    rate = nearest(Fraction(start["rate"]).limit_denominator(1001))
    # Assumed: OTIO says nothing of drop-frame, so the project's setting decides.
    drop = app.clock()[1].drop and app.clock()[1].rate == rate
    made = TimelineData(name, Clock(rate, drop), name_of(rate), round(start["value"]))
    made.playhead = made.start
    made.tracks = {"video": [], "audio": [], "subtitle": []}
    for frame, marker in enumerate(document["tracks"].get("markers", [])):
        made.markers[float(frame)] = MarkerData("Blue", marker.get("name", ""), "", 1.0)
    return made


def _fill(
    app: Application,
    project: ProjectData,
    made: TimelineData,
    track: TrackData,
    child: Any,
    options: dict[str, Any],
) -> str:
    at = made.start
    for each in child["children"]:
        if each["OTIO_SCHEMA"].startswith("Gap"):
            at += _frames(each["source_range"]["duration"], made.clock.rate)
            continue
        reference = each["media_references"].get(each["active_media_reference_key"])
        media = _media(app, project, reference, options)
        span = each["source_range"] or (reference or {}).get("available_range")
        if span is None:
            return "a clip without a range"
        duration = _frames(span["duration"], made.clock.rate)
        own = media.rate if media is not None else made.clock.rate
        first = _frames(span["start_time"], own)
        item = ItemData(media, each.get("name", ""), at, duration, kind=item_kind(media) if media else "clip")
        if media is not None:
            if not media.start <= first < media.start + max(1, media.frames):
                return (
                    f"{item.name}: source frame {first} is outside {media.start}-{media.start + media.frames}"
                )
            item.source = first - media.start
        for effect in each.get("effects", []):
            if effect["OTIO_SCHEMA"].startswith("LinearTimeWarp"):
                item.speed = Fraction(effect["time_scalar"]).limit_denominator(1000)
        item.enabled = each.get("enabled", True)
        track.put(item)
        at = item.end
    return ""


def _frames(time: Any, rate: Fraction) -> int:
    """A time of the file in frames of `rate`."""
    written = nearest(Fraction(time["rate"]).limit_denominator(1001))
    return whole(Fraction(time["value"]).limit_denominator(1000) * rate / written + Fraction(1, 2))


def _media(
    app: Application, project: ProjectData, reference: Any, options: dict[str, Any]
) -> MediaData | None:
    """The clip behind a reference: of the pool, or imported; offline where neither is to be had."""
    if reference is None or "target_url" not in reference:
        return None
    path = reference["target_url"]
    importing = options.get("importSourceClips", True)
    span = reference["available_range"]
    if importing:
        found = next((each for each in project.root.all_clips() if each.path == path), None)
        if found is not None:
            return found
        for folder in (
            Path(path).parent,
            *([Path(options["sourceClipsPath"])] if "sourceClipsPath" in options else []),
        ):
            media = _read(app, folder / Path(path).name)
            if media is not None:
                media.id = new_id()
                project.current_folder.clips.append(media)
                return media
    # OTIO does not relink from the pool: the structure is right and the item offline (measured).
    rate = nearest(Fraction(span["duration"]["rate"]).limit_denominator(1001))
    return MediaData(
        Path(path).name,
        path=path,
        rate=rate,
        start=round(span["start_time"]["value"]),
        frames=round(span["duration"]["value"]),
        offline=True,
    )


def _read(app: Application, path: Path) -> MediaData | None:
    match = _BRACKETS.fullmatch(str(path))
    rate = app.clock()[1].rate
    if match is None:
        return read_files([str(path)], rate, None, None)
    pattern = f"{match[1]}%0{len(match[2])}d{match[4]}"
    return read_files([pattern], rate, int(match[2]), int(match[3]))
