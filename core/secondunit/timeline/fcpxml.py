"""Read FCPXML by its exact times: the standard adapter cuts 23.976 down to 23 and leaves the start to a gap.

Rates over 1001 are read as their whole rate, every time in the file scaled alike, and given their own rate
afterwards; the sequence's `tcStart` becomes the timeline's start. What it would drop in silence is refused.
"""

from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import Any

import opentimelineio as otio

from secondunit.wire import Rate
from secondunit.wire.errors import BadInput

from .times import exact_rate, fraction, seconds, time
from .walk import video_tracks

_TIME = re.compile(r'\b(offset|start|duration|tcStart|frameDuration)="(-?\d+)(?:/(\d+))?s"')
_FRAME = re.compile(r'frameDuration="(\d+)/(\d+)s"')
_RETIME = re.compile(r"<(timeMap|conform-rate)\b[^>]*?(scaleEnabled=\"0\")?[^>]*>")
_SLOW = Fraction(1001, 1000)


def read_fcpxml(text: str) -> object:
    """What an FCPXML's text holds, on exact rates. Raises `BadInput`, or what the adapter raises."""
    _refuse(text)
    rates = {exact_rate(int(below) / int(above)) for above, below in _FRAME.findall(text)}
    slow = {rate for rate in rates if rate.denominator == 1001}
    if slow and len(rates) > 1:
        raise BadInput(
            "An FCPXML with media of several frame rates cannot be followed frame by frame.",
            remedy="Export the timeline as .otio, or conform the media to one rate first.",
        )
    start = re.search(r'<sequence\b[^>]*\btcStart="(-?\d+)(?:/(\d+))?s"', text)
    began = Fraction(int(start[1]), int(start[2] or 1)) if start else Fraction(0)
    read = otio.adapters.read_from_string(_TIME.sub(_faster, text) if slow else text, "fcpx_xml")
    if slow:
        (rate,) = slow
        body = json.loads(otio.adapters.write_to_string(read, "otio_json"))
        _give_rate(body, float(round(float(rate))), float(rate))
        read = otio.adapters.read_from_string(json.dumps(body), "otio_json")
    drop = re.search(r'<sequence\b[^>]*\btcFormat="DF"', text) is not None
    rate = next(iter(rates), Rate(24))
    for timeline in [read] if isinstance(read, otio.schema.Timeline) else read.find_children(
        descended_from_type=otio.schema.Timeline
    ):  # fmt: skip
        _start(timeline, began, rate, drop)
    return read


def _refuse(text: str) -> None:
    if any(tag == "timeMap" or not off for tag, off in _RETIME.findall(text)):
        raise BadInput(
            "This FCPXML changes the speed of shots, which cannot be read from it exactly.",
            remedy="Export the timeline as .otio, or as Final Cut 7 XML.",
        )
    if len(re.findall(r"<project\b", text)) > 1:
        raise BadInput(
            "This FCPXML holds several projects.", remedy="Export the one project whose cut it is."
        )


def _faster(match: re.Match[str]) -> str:
    name, above, below = match.groups()
    exact = Fraction(int(above), int(below or 1)) / _SLOW
    return f'{name}="{exact.numerator}/{exact.denominator}s"'


def _give_rate(body: Any, whole: float, rate: float) -> None:
    if isinstance(body, list):
        for one in body:
            _give_rate(one, whole, rate)
    elif isinstance(body, dict):
        if str(body.get("OTIO_SCHEMA", "")).startswith("RationalTime") and body.get("rate") == whole:
            body["rate"] = rate
        for one in body.values():
            _give_rate(one, whole, rate)


def _start(timeline: otio.schema.Timeline, began: Fraction, rate: Rate, drop: bool) -> None:
    """Turn the gap that every main track begins with into the timeline's start."""
    timeline.metadata["second_unit"] = {"drop": drop}
    tracks = [track for track in timeline.tracks if len(track)]
    if began and all(
        isinstance(track[0], otio.schema.Gap) and seconds(track[0].source_range.duration) >= began
        for track in tracks
    ):
        for track in tracks:
            gap = track[0].source_range
            left = round((seconds(gap.duration) - began) * fraction(rate))
            if left:
                track[0].source_range = otio.opentime.TimeRange(time(0, rate), time(left, rate))
            else:
                del track[0]
        timeline.global_start_time = time(round(began * fraction(rate)), rate)
    elif timeline.global_start_time is None and video_tracks(timeline):
        timeline.global_start_time = time(0, rate)
