"""Read a CMX 3600 EDL: its text made plain for the standard adapter, and what that one drops put back.

The adapter counts every timecode without a semicolon as non-drop, reads `M2` only where the two durations
differ, wants events in the order of the record, and calls an unknown channel a video track. Here the text is
rewritten first (frames for timecodes, events by record time, equal durations), and speeds, fades at a track's
head, the start and the drop flag are set on the timeline afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction

import opentimelineio as otio

from secondunit.wire import Rate
from secondunit.wire.errors import BadInput
from secondunit.wire.timecode import Timecode

from .times import seconds, time

#: A comment of our own in the rewritten text, taken out of what the adapter made of it.
_OURS = "SECOND UNIT"
_LABEL = re.compile(r"\d{1,2}[:;.]\d{2}[:;.]\d{2}[:;.]\d{2}")
_MOTION = re.compile(r"M2\s+(?P<reel>.*?)\s*(?P<speed>[-+]?\d+(?:\.\d*)?|[-+]?\.\d+)\s+\S+\s*$")
_DROP_RATES = (Rate(30000, 1001), Rate(60000, 1001))
#: The channels that carry a picture; `AA/V` and `B` carry sound as well.
_PICTURE = re.compile(r"V\d*|B|A{1,2}\d?/V|V\d*/A+\d?")


@dataclass
class _Event:
    """One edit: the line that counts, and the lines that belong to it."""

    number: str
    reel: str
    channel: str
    kind: str
    length: str
    times: list[int]
    line: int
    notes: list[str] = field(default_factory=list)
    speed: Fraction | None = None

    @property
    def picture(self) -> bool:
        return _PICTURE.fullmatch(self.channel) is not None


def read_edl(text: str, rate: Rate) -> otio.schema.Timeline:
    """The timeline of an EDL's text. Raises `BadInput` with the line that cannot be read."""
    title, drop, events = _parse(text.lstrip("\ufeff"), rate)
    if not any(event.picture for event in events):
        raise BadInput("This EDL has no picture events.", remedy="Export the EDL of a video track.")
    plain = _plain(title, events, rate)
    read = otio.adapters.read_from_string(plain, "cmx_3600", rate=float(rate))
    if not isinstance(read, otio.schema.Timeline):
        raise BadInput("This EDL holds no timeline.")
    for clip in read.find_clips():
        _take_over(clip)
    _anchor(read, rate)
    read.metadata["second_unit"] = {"drop": drop}
    return read


def _parse(text: str, rate: Rate) -> tuple[str, bool, list[_Event]]:
    title, header, mode = "", False, False
    events: list[_Event] = []
    first = True
    for number, line in enumerate((raw.strip() for raw in text.splitlines()), 1):
        if line.upper().startswith("TITLE:"):
            title = line[6:].strip()
        elif line.upper().startswith("FCM"):
            mode = "NON" not in line.upper() and "DROP" in line.upper()
            if first:
                header, first = mode, False
        elif line[:1].isdigit():
            first = False
            event = _event(line, number, rate, header, mode)
            if event is not None:
                events.append(event)
                header = header or ";" in line.split()[-1]
        elif line.upper().startswith("M2") and events:
            _speed(line, number, events, rate)
        elif line and not line.upper().startswith(("SPLIT", "M2", ">>>")) and events:
            events[-1].notes.append(line)
    if header and rate not in _DROP_RATES:
        raise _bad("The EDL counts drop-frame timecode, which there is not at "
                   f"{rate} frames a second.", "Name --rate 30000/1001 or 60000/1001.")  # fmt: skip
    return title, header, events


def _event(line: str, number: int, rate: Rate, header: bool, mode: bool) -> _Event | None:
    fields = line.split()
    if len(fields) not in (8, 9):
        raise _bad(f"Line {number} is no event: it has {len(fields)} columns, not 8 or 9.")
    reel, channel, kind = fields[1:4]
    if channel.upper() in ("NONE", "NONE/V"):
        return None
    if kind != "C" and kind != "D" and not re.fullmatch(r"W\d{3}", kind):
        raise _bad(f"Line {number} has the transition {kind!r}, which cannot be followed.",
                   "Export cuts, dissolves and wipes; or export the timeline as .otio.")  # fmt: skip
    drops = (mode, mode, header, header)
    times = [_frame(text, number, rate, drop) for text, drop in zip(fields[-4:], drops, strict=True)]
    length = fields[4] if len(fields) == 9 else "0"
    if not length.isdecimal() or times[3] < times[2]:
        raise _bad(f"Line {number} ends before it begins.")
    if kind != "C" and int(length) > times[3] - times[2]:
        raise _bad(f"The transition of line {number} is longer than its event.")
    return _Event(fields[0], reel, channel, kind, length, times, number)


def _frame(text: str, number: int, rate: Rate, drop: bool) -> int:
    if text.isdecimal():
        return int(text)
    if _LABEL.fullmatch(text) is None:
        raise _bad(f"Line {number}: {text[:20]!r} is no timecode.")
    drop = drop or ";" in text or "." in text
    if drop and rate not in _DROP_RATES:
        raise _bad(f"Line {number} has drop-frame timecode, which there is not at {rate} frames a second.",
                   "Name --rate 30000/1001 or 60000/1001.")  # fmt: skip
    label = replace(Timecode.parse(re.sub("[;.]", ":", text)), drop=drop)
    base = -(-rate.numerator // rate.denominator)
    if label.frames >= base:
        raise _bad(f"Line {number}: {text} does not exist at {rate} frames a second.",
                   "Name the rate the EDL was made at.")  # fmt: skip
    minutes = label.hours * 60 + label.minutes
    left_out = base // 15 * (minutes - minutes // 10) if drop else 0
    return (minutes * 60 + label.seconds) * base + label.frames - left_out


def _speed(line: str, number: int, events: list[_Event], rate: Rate) -> None:
    """Set the speed of the event that an `M2` line speaks of: the last with its reel, of the same number."""
    match = _MOTION.match(line)
    if match is None:
        raise _bad(f"Line {number} has a change of speed that cannot be read.")
    same = [event for event in events if event.number == events[-1].number]
    named = [event for event in same if event.reel == match["reel"].strip()] or same
    base = -(-rate.numerator // rate.denominator)
    named[-1].speed = Fraction(match["speed"]) / base


def _plain(title: str, events: Iterable[_Event], rate: Rate) -> str:
    """The text as the adapter reads it: by record time, each event a number of its own."""
    lines = [f"TITLE: {title}", "FCM: NON-DROP FRAME", ""]
    ends: dict[str, int] = {}
    ordered = sorted(
        (e for e in events if e.times[3] > e.times[2] or e.kind != "C"), key=lambda e: e.times[2]
    )
    for number, event in enumerate(ordered, 1):
        notes = list(event.notes)
        source, end, begin, stop = event.times
        if begin < ends.get(event.channel, begin):
            raise _bad(f"Line {event.line} begins before the event in front of it has ended.",
                       "Export one EDL for each video track.")  # fmt: skip
        length = stop - begin
        if event.speed is not None:
            notes.append(f"* {_OURS} SPEED: {event.speed}")
            source = min(source, end)
        elif end - source != length:
            if end - source == 1:
                notes.append(f"* {_OURS} SPEED: 0")
            elif event.reel not in ("BL", "BLACK", "BARS"):
                raise _bad(f"Line {event.line} takes {end - source} frames of the source for {length} of the "
                           "timeline, and no M2 line says at what speed.",
                           "Name the rate the EDL was made at; or export the timeline as .otio.")  # fmt: skip
        columns = " ".join(str(frame) for frame in (source, source + length, begin, stop))
        head = f"{number:03d} {event.reel} {event.channel}"
        if event.kind == "C" or (int(event.length) and ends.get(event.channel) != begin):
            if event.kind != "C":
                notes.append(f"* {_OURS} FADE: {event.length}")
            lines.append(f"{head} C {columns}")
        else:
            lines.append(f"{number:03d} BL {event.channel} C 0 0 {begin} {begin}")
            lines.append(f"{head} {event.kind} {event.length} {columns}")
        lines += [note if note.startswith("*") else f"* {note}" for note in notes]
        ends[event.channel] = stop
    return "\n".join(lines) + "\n"


def _take_over(clip: otio.schema.Clip) -> None:
    """Turn our own comments into what they say."""
    data = clip.metadata.get("cmx_3600", {})
    comments = [str(comment) for comment in data.get("comments", ())]
    for comment in comments:
        what, _, value = comment.partition(":")
        if what == f"{_OURS} SPEED":
            speed = Fraction(value.strip())
            effect = (
                otio.schema.LinearTimeWarp(time_scalar=float(speed)) if speed else otio.schema.FreezeFrame()
            )
            if speed != 1:
                clip.effects.append(effect)
        elif what == f"{_OURS} FADE":
            _fade_from_nothing(clip, float(value))
    kept = [comment for comment in comments if not comment.startswith(_OURS)]
    if len(kept) < len(comments):
        if kept:
            data["comments"] = kept
        else:
            del data["comments"]


def _fade_from_nothing(clip: otio.schema.Clip, frames: float) -> None:
    track = clip.parent()
    rate = clip.source_range.duration.rate
    fade = otio.schema.Transition(
        "fade in", otio.schema.TransitionTypes.SMPTE_Dissolve,
        otio.opentime.RationalTime(0, rate), otio.opentime.RationalTime(frames, rate),
    )  # fmt: skip
    track.insert(track.index(clip), fade)


def _anchor(timeline: otio.schema.Timeline, rate: Rate) -> None:
    """Give the timeline the start of its first track, and each later one the gap it begins with."""
    starts = {}
    for number, track in enumerate(timeline.tracks):
        window = track.source_range
        starts[number] = -seconds(window.start_time) if window is not None else Fraction(0)
        track.source_range = None
    exact = Fraction(rate.numerator, rate.denominator)
    first = min(starts.values(), default=Fraction(0))
    timeline.global_start_time = time(round(first * exact), rate)
    for number, track in enumerate(timeline.tracks):
        late = round((starts[number] - first) * exact)
        if late:
            gap = otio.opentime.TimeRange(time(0, rate), time(late, rate))
            track.insert(0, otio.schema.Gap(source_range=gap))


def _bad(message: str, remedy: str = "Export the EDL again, or export the timeline as .otio.") -> BadInput:
    return BadInput(message, remedy=remedy)
