"""Read a CMX 3600 EDL: its text made plain for the standard adapter, and what that one drops put back.

The adapter counts every timecode without a semicolon as non-drop, reads `M2` only where the two durations
differ, wants events in the order of the record and a reel of one word, and calls an unknown channel a video
track. Here the text is rewritten first (frames for timecodes, events by record time, equal durations), and
speeds, fades at a track's head, the start and the drop flag are set on the timeline afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

import opentimelineio as otio

from secondunit.wire import Rate
from secondunit.wire.errors import BadInput, SecondUnitError
from secondunit.wire.timecode import Timecode

from .times import seconds, time

#: A comment of our own in the rewritten text, taken out of what the adapter made of it.
_OURS = "SECOND UNIT"
_LABEL = re.compile(r"\d{1,2}[:;.]\d{2}[:;.]\d{2}[:;.]\d{2}")
_MOTION = re.compile(r"M2\s+(?P<reel>.*?)\s*(?P<speed>[-+]?\d+(?:\.\d*)?|[-+]?\.\d+)\s+\S+\s*$")
_DROP_RATES = (Rate(30000, 1001), Rate(60000, 1001))
#: The channels that carry a picture; `AA/V`, `B` and `VA1A2` carry sound as well.
_PICTURE = re.compile(r"V(IDEO)?\d*(/?A+\d*)*|B|A+\d*/V\d*")
#: The first line of an event that stands on two: all but its four times.
_HEAD = re.compile(r"\d+\s+(\S.*\s)?\S*[VAB]\S*\s+(C|D\s+\d+|W\d{3}\s+\d+)\s*", re.IGNORECASE)
_TIMES = re.compile(r"(\d[\d:;.]*\s+){3}\d[\d:;.]*")
#: Reels, and names of clips without a reel, that stand for black.
_BLACK_REELS = ("BL", "BLK", "BLACK", "SLUG")
_BLACK_NAMES = ("black", "black video", "slug")
#: Of this many events one may lack its speed, and of a list of at least twice as many; where more do, the
#: rate is more likely wrong.
_ONE_IN = 4


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

    @property
    def track(self) -> str:
        """The channel as the adapter knows it."""
        if not self.picture or self.channel in ("B", "A2/V", "AA/V"):
            return self.channel
        match = re.search(r"V(?:IDEO)?(\d*)", self.channel)
        return f"V{match[1]}" if match is not None else "V"

    @property
    def black(self) -> bool:
        """Whether it shows black: by its reel, or by the name of a clip that has none."""
        if self.reel.upper() in _BLACK_REELS:
            return True
        if self.reel.upper() not in ("AX", "") or self.kind != "C":
            return False
        names = (note.lstrip("* ").partition(":") for note in self.notes)
        clips = [tail.strip().lower() for head, _, tail in names if head.upper() == "FROM CLIP NAME"]
        return bool(clips) and clips[-1] in _BLACK_NAMES

    @property
    def unspoken(self) -> bool:
        """Whether it plays at a speed that no line says."""
        source, end, begin, stop = self.times
        still = end - source == 1 or self.black or self.reel == "BARS" or stop == begin
        return self.speed is None and not still and end - source != stop - begin


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
    for number, line in _lines(text):
        if line.upper().startswith("TITLE:"):
            title = line[6:].strip()
        elif line.upper().startswith("FCM"):
            mode = "NON" not in line.upper() and "DROP" in line.upper()
            if first:
                header, first = mode, False
        elif line[:1].isdigit():
            first = False
            event = _heard_or_seen(line, number, rate, header, mode)
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


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines with their numbers; an event that stands on two lines comes as one."""
    lines = [raw.strip() for raw in text.splitlines()]
    joined = -1
    for at, line in enumerate(lines):
        if at == joined:
            continue
        if _HEAD.fullmatch(line) and at + 1 < len(lines) and _TIMES.fullmatch(lines[at + 1]):
            joined = at + 1
            yield at + 1, f"{line} {lines[joined]}"
        else:
            yield at + 1, line


def _heard_or_seen(line: str, number: int, rate: Rate, header: bool, mode: bool) -> _Event | None:
    """The event of a line; sound, which may count at a rate of its own, only where it can be read."""
    try:
        return _event(line, number, rate, header, mode)
    except BadInput:
        if re.match(r"\d+\s+(\S+\s+)?A+\d*\s+C\s", line) is None:
            raise
        return None


def _event(line: str, number: int, rate: Rate, header: bool, mode: bool) -> _Event | None:
    fields = line.split()
    head = fields[1:-4]
    length = head.pop() if len(head) > 3 and head[-1].isdecimal() else "0"
    if len(head) < 2:
        raise _bad(
            f"Line {number} is no event: it has {len(fields)} columns, not 8 or 9.",
            "If it is a remark, begin the line with *; otherwise export the EDL again.",
        )
    if head[-2:] == ["K", "B"]:  # the background of a key
        head.pop()
    reel, channel, kind = " ".join(head[:-2]), head[-2].upper(), head[-1].upper()
    if channel in ("NONE", "NONE/V"):
        return None
    if kind != "C" and kind != "D" and not re.fullmatch(r"W\d{3}", kind):
        raise _bad(f"Line {number} has the transition {kind!r}, which cannot be followed.",
                   "Export cuts, dissolves and wipes; or export the timeline as .otio.")  # fmt: skip
    drops = (mode, mode, header, header)
    times = [_frame(text, number, rate, drop) for text, drop in zip(fields[-4:], drops, strict=True)]
    if times[3] < times[2]:
        raise _bad(f"Line {number} ends before it begins.")
    if kind != "C" and int(length) > times[3] - times[2]:
        raise _bad(f"The transition of line {number} is longer than its event.")
    return _Event(fields[0], reel, channel, kind, length, times, number)


def _set_unspoken(events: Iterable[_Event], rate: Rate) -> None:
    """Take a speed that is not written from the lengths, where nearly all others agree: so writes Avid."""
    pictures = [event for event in events if event.picture and event.times[3] > event.times[2]]
    unspoken = [event for event in pictures if event.unspoken]
    for event in unspoken:
        frames, length = event.times[1] - event.times[0], event.times[3] - event.times[2]
        speed = _plain_speed(frames, length)
        if speed is None or len(pictures) < max(len(unspoken), 2) * _ONE_IN:
            raise _bad(f"Line {event.line} takes {frames} frames of the source for {length} of the "
                       "timeline, and no M2 line says at what speed.",
                       "Name the rate the EDL was made at; or export the timeline as .otio.")  # fmt: skip
        event.speed = speed
        event.notes.append(f"* {_OURS} REMARK: There is no M2 line to say its speed, which is taken from the "
                           f"lengths: {frames} frames in {length}.")  # fmt: skip


def _plain_speed(frames: int, length: int) -> Fraction | None:
    """A whole number of times faster or slower, by lengths or from first frame to last; None for any other.

    Avid takes 25 frames for 13 at twice the speed.
    """
    for source, record in ((frames - 1, length - 1), (frames, length)):
        if source > 0 and record > 0 and (source % record == 0 or record % source == 0):
            return Fraction(source, record)
    return None


def _frame(text: str, number: int, rate: Rate, drop: bool) -> int:
    if text.isdecimal():
        return int(text)
    if _LABEL.fullmatch(text) is None:
        raise _bad(f"Line {number}: {text[:20]!r} is no timecode.")
    drop = drop or ";" in text or "." in text
    if drop and rate not in _DROP_RATES:
        raise _bad(f"Line {number} has drop-frame timecode, which there is not at {rate} frames a second.",
                   "Name --rate 30000/1001 or 60000/1001.")  # fmt: skip
    try:
        label = replace(Timecode.parse(re.sub("[;.]", ":", text)), drop=drop)
    except SecondUnitError:
        raise _bad(f"Line {number}: {text} is no timecode.") from None
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
    peers = [event for event in events if event.number == events[-1].number]
    named = [event for event in peers if event.reel == match["reel"].strip()] or peers
    base = -(-rate.numerator // rate.denominator)
    named[-1].speed = Fraction(match["speed"]) / base


def _plain(title: str, events: Iterable[_Event], rate: Rate) -> str:
    """The text as the adapter reads it: by record time, each event a number of its own."""
    lines = [f"TITLE: {title}", "FCM: NON-DROP FRAME", ""]
    ends: dict[str, int] = {}
    events = list(events)
    _set_unspoken(events, rate)
    ordered = sorted(
        (e for e in events if e.times[3] > e.times[2] or e.kind != "C"), key=lambda e: e.times[2]
    )
    for number, event in enumerate(ordered, 1):
        notes = list(event.notes)
        source, end, begin, stop = event.times
        reel = "_".join(event.reel.split()) or "AX"
        if event.black and reel != "BL":
            reel = "BLACK"
        if reel not in (event.reel, "BLACK", "AX"):
            notes.append(f"* {_OURS} REEL: {event.reel}")
        if begin < ends.get(event.track, begin):
            if not event.picture:
                continue
            raise _bad(f"Line {event.line} begins before the event in front of it has ended.",
                       "Export one EDL for each video track.")  # fmt: skip
        length = stop - begin
        if event.speed is not None:
            notes.append(f"* {_OURS} SPEED: {event.speed}")
            source = min(source, end)
        elif end - source == 1 != length:
            notes.append(f"* {_OURS} SPEED: 0")
        columns = " ".join(str(frame) for frame in (source, source + length, begin, stop))
        head = f"{number:03d} {reel} {event.track}"
        fades = event.kind != "C" and int(event.length) > 0
        if not fades or ends.get(event.track) != begin:
            if fades:
                notes.append(f"* {_OURS} FADE: {event.length}")
            lines.append(f"{head} C {columns}")
        else:
            lines.append(f"{number:03d} BL {event.track} C 0 0 {begin} {begin}")
            lines.append(f"{head} {event.kind} {event.length} {columns}")
        lines += [note if note.startswith("*") else f"* {note}" for note in notes]
        ends[event.track] = stop
    return "\n".join(lines) + "\n"


def _take_over(clip: otio.schema.Clip) -> None:
    """Turn our own comments into what they say."""
    data = clip.metadata.get("cmx_3600", {})
    comments = [str(comment) for comment in data.get("comments", ())]
    for comment in comments:
        key, _, value = comment.partition(":")
        if key == f"{_OURS} SPEED":
            speed = Fraction(value.strip())
            effect = (
                otio.schema.LinearTimeWarp(time_scalar=float(speed)) if speed else otio.schema.FreezeFrame()
            )
            if speed != 1:
                clip.effects.append(effect)
        elif key == f"{_OURS} FADE":
            _fade_from_nothing(clip, float(value))
        elif key == f"{_OURS} REEL":
            data["reel"] = value.strip()
        elif key == f"{_OURS} REMARK":
            clip.metadata["second_unit"] = {"remarks": [value.strip()]}
    remainder = [comment for comment in comments if not comment.startswith(_OURS)]
    if len(remainder) < len(comments):
        if remainder:
            data["comments"] = remainder
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
