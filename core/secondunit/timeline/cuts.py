"""The cut that a timeline holds: its shots with exact ranges, media, speed, handles and fades."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from urllib.parse import unquote, urlsplit

import opentimelineio as otio

from secondunit.wire import Cut, CutShot, FrameRange, Gap, Rate, ShotKind, Speed
from secondunit.wire.errors import BadInput, SecondUnitError

from . import fcp
from .metadata import entry
from .times import exact_rate, fraction, frame_at, frames_of, seconds, whole
from .walk import TrackItem, rate_of, start_of, walk

_AGAIN = "A number of the timeline is damaged: export it again from the program that holds it."
#: The finest part of a frame that a start in FCPXML is believed.
_FINEST_PART = 1_000_000
#: The finest step a speed in a file is believed: EDLs write it to a tenth of a frame a second.
_FINEST_SPEED = 10_000


def cut_of(timeline: otio.schema.Timeline) -> Cut:
    """The shots and gaps of all video tracks. Raises `BadInput` for rates and times that are none."""
    try:
        return _cut_of(timeline)
    except SecondUnitError as error:
        if error.problem.remedy:
            raise
        raise BadInput(error.problem.message, remedy=_AGAIN, where=error.problem.where) from None
    except (ValueError, OverflowError):
        raise BadInput("A time of the timeline is no number.", remedy=_AGAIN) from None


def _cut_of(timeline: otio.schema.Timeline) -> Cut:
    rate = rate_of(timeline)
    shots: list[CutShot] = []
    gaps: list[Gap] = []
    for standing in walk(timeline, rate):
        frames = FrameRange(standing.first, standing.end - 1) if standing.end > standing.first else None
        if frames is None:
            continue
        if isinstance(standing.item, otio.schema.Gap):
            gaps.append(Gap(standing.track, frames))
        else:
            shots.append(_shot(standing, frames, rate))
    start = start_of(timeline, rate)
    if start is None:
        records = [shot.record for shot in shots] + [gap.record for gap in gaps]
        start = min((record.first for record in records), default=0)
    return Cut(str(timeline.name or ""), rate, start, _drop(timeline, rate), tuple(shots), tuple(gaps))


def media_path(reference: otio.core.MediaReference | None) -> str:
    """The path of a reference: a plain path, a numbered sequence with `%04d`; empty where it has none."""
    if isinstance(reference, otio.schema.ExternalReference):
        return _path(reference.target_url)
    if isinstance(reference, otio.schema.ImageSequenceReference):
        number = f"%0{reference.frame_zero_padding}d" if reference.frame_zero_padding else "%d"
        base = _path(reference.target_url_base).rstrip("/")
        return f"{base}/{reference.name_prefix}{number}{reference.name_suffix}"
    return ""


def _path(url: str) -> str:
    if not url.lower().startswith("file:"):
        return url.replace("\\", "/")
    parts = urlsplit(url)
    path = unquote(parts.path)
    if parts.netloc and parts.netloc.lower() != "localhost":
        return f"//{parts.netloc}{path}"
    # file:///C:/x is C:/x
    return path[1:] if len(path) > 2 and path[0] == "/" and path[2] == ":" else path


def _shot(standing: TrackItem, record: FrameRange, rate: Rate) -> CutShot:
    item = standing.item
    remarks: list[str] = []
    scale = _scale(item, remarks)
    remarks += _remarks(item)
    span = _trimmed(item)
    source_rate = exact_rate(span.start_time.rate) if span is not None else rate
    speed = scale if source_rate == rate else scale * fraction(source_rate) / fraction(rate)
    first = frame_at(span.start_time, source_rate) if span is not None else 0
    if scale != 1 and any(fcp.speed(effect) is not None for effect in item.effects):
        first = whole(fcp.source_start(item, scale, Fraction(first), len(record)))
    if left_out := standing.head if scale > 0 else standing.tail:
        first += whole(left_out * abs(scale) * fraction(source_rate))
    more = (len(record) - 1) * abs(speed)
    last = first + floor(more)
    metadata = item.metadata
    if span is not None and not span.start_time.value.is_integer() and entry(metadata, "fcpx") is not None:
        start = Fraction(span.start_time.value).limit_denominator(_FINEST_PART)
        first, last = floor(start), floor(start + more)
    reference = item.media_reference if isinstance(item, otio.schema.Clip) else None
    available = None
    if reference is not None and reference.available_range is not None:
        available = frames_of(reference.available_range, source_rate)
    media, reel = media_path(reference), ""
    if entry(metadata, "cmx_3600") is not None:
        reel, media = _reel(item), media or _edl_file(item)
    return CutShot(
        id=standing.id, name=str(item.name or ""), track=standing.track, record=record,
        source=FrameRange(first, last), source_rate=source_rate, kind=_kind(item, reference), media=media,
        reel=reel, available=available, speed=Speed.of(speed),
        fade_in=_fade(standing.before, rate), fade_out=_fade(standing.after, rate),
        enabled=fcp.enabled(item), remarks=tuple(remarks),
    )  # fmt: skip


def _kind(item: otio.core.Composable, reference: otio.core.MediaReference | None) -> ShotKind:
    if not isinstance(item, otio.schema.Clip):
        return ShotKind.COMPOUND
    return ShotKind.GENERATOR if isinstance(reference, otio.schema.GeneratorReference) else ShotKind.CLIP


def _trimmed(item: otio.core.Composable) -> otio.opentime.TimeRange | None:
    if not isinstance(item, otio.core.Item):
        return None
    try:
        return item.trimmed_range()
    except Exception:  # a compound whose own items have no range
        return None


def _scale(item: otio.core.Composable, remarks: list[str]) -> Fraction:
    """How fast the media plays by the item's own effects; what is no plain change of speed is remarked."""
    scale = Fraction(1)
    for effect in getattr(item, "effects", ()):
        if isinstance(effect, otio.schema.FreezeFrame):
            scale = Fraction(0)
        elif isinstance(effect, otio.schema.LinearTimeWarp):
            scale *= Fraction(effect.time_scalar).limit_denominator(_FINEST_SPEED)
        elif (speed := fcp.speed(effect)) is not None:
            scale *= speed
        elif isinstance(effect, otio.schema.TimeEffect) or fcp.varies(effect):
            remarks.append(f"The retime {effect.effect_name or effect.name or 'curve'!r} cannot be followed.")
    return scale


def _remarks(item: otio.core.Composable) -> list[str]:
    """What our own reading of a format could not follow exactly."""
    section = entry(item.metadata, "second_unit")
    return [str(remark) for remark in section.get("remarks", ())] if hasattr(section, "get") else []


def _fade(transition: otio.schema.Transition | None, rate: Rate) -> int:
    if transition is None:
        return 0
    return whole((seconds(transition.in_offset) + seconds(transition.out_offset)) * fraction(rate))


def _reel(item: otio.core.Composable) -> str:
    """The reel: an EDL's own long name of it (`* REEL:`) before the eight letters of its column."""
    section = item.metadata.get("cmx_3600", {})
    return _comment(item, "REEL") or str(section.get("reel", "")) if hasattr(section, "get") else ""


def _edl_file(item: otio.core.Composable) -> str:
    """The file that an EDL names in a comment: `SOURCE FILE: A001C001.mov`."""
    return _comment(item, "SOURCE FILE", "FROM FILE", "SOURCE FILE NAME").replace("\\", "/")


def _comment(item: otio.core.Composable, *names: str) -> str:
    """What an EDL's comment says; of two the last, which a dissolve writes for the shot it comes to."""
    text = ""
    for comment in item.metadata.get("cmx_3600", {}).get("comments", ()):
        head, colon, tail = str(comment).partition(":")
        if colon and head.strip().upper() in names:
            text = tail.strip()
    return text


def _drop(timeline: otio.schema.Timeline, rate: Rate) -> bool:
    """Whether the labels are drop-frame, as the file says of itself."""
    if rate not in (Rate(30000, 1001), Rate(60000, 1001)):
        return False
    section = timeline.metadata.get("second_unit", {})
    if hasattr(section, "get") and "drop" in section:
        return bool(section["drop"])
    fcp = timeline.metadata.get("fcp_xml", {})
    text = str(fcp.get("timecode", {}).get("displayformat", "")) if hasattr(fcp, "get") else ""
    return text.upper() == "DF"
