"""A story as a timeline of OpenTimelineIO: a track for every layer, every edge on a whole frame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import floor

import opentimelineio as otio

from secondunit.wire import FrameRange, Rate, ShotKind

from ..times import fraction, span, time, whole
from .pieces import Fade, Story, StoryItem

#: What our own reading of FCPXML leaves at an item: its element and its role.
KEY = "fcpx"
#: A time this near to a frame, in frames, is that frame: seconds written in decimals are.
_NEAR = Fraction(1, 200)


def timeline_of(story: Story) -> otio.schema.Timeline:
    """The timeline of a story; a compound in it is a stack of tracks."""
    timeline = otio.schema.Timeline(
        story.name, global_start_time=time(whole(story.start * fraction(story.rate)), story.rate)
    )
    timeline.metadata["second_unit"] = {"drop": story.drop}
    timeline.tracks.extend(_tracks(story))
    return timeline


@dataclass(frozen=True)
class _Placed:
    """A piece on its frames of the timeline, from `first` until before `end`."""

    piece: StoryItem
    first: int
    end: int


def _tracks(story: Story) -> list[otio.schema.Track]:
    start = whole(story.start * fraction(story.rate))
    end = whole(story.end * fraction(story.rate))
    tracks: list[otio.schema.Track] = []
    for layers, row in _rows(story):
        fades = [fade for fade in story.fades if fade.layers == layers]
        tracks.append(
            _track(f"V{len(tracks) + 1}", row, fades, start, end if layers == (0,) else 0, story.rate)
        )
    return tracks


def _rows(story: Story) -> Iterator[tuple[tuple[int, ...], list[_Placed]]]:
    """The pieces layer by layer, the lowest first; what overlaps within one takes a row of its own."""
    depth = max((len(piece.layers) for piece in story.pieces), default=1)
    layers: dict[tuple[int, ...], list[_Placed]] = {}
    for piece in story.pieces:
        first = whole(piece.begin * fraction(story.rate))
        end = whole(piece.end * fraction(story.rate))
        if end > first:
            layers.setdefault(piece.layers, []).append(_Placed(piece, first, end))
    for key in sorted(layers, key=lambda key: key + (0,) * (depth - len(key))):
        rows: list[list[_Placed]] = []
        for placed in sorted(layers[key], key=lambda clip: clip.first):
            row = next((row for row in rows if row[-1].end <= placed.first), None)
            if row is None:
                rows.append([placed])
            else:
                row.append(placed)
        for row in rows:
            yield key, row


def _track(
    name: str, row: list[_Placed], fades: list[Fade], start: int, end: int, rate: Rate
) -> otio.schema.Track:
    track = otio.schema.Track(name, kind=otio.schema.TrackKind.Video)
    edges = {edge for placed in row for edge in (placed.first, placed.end)}
    transitions = dict(
        transition for fade in fades if (transition := _transition(fade, edges, rate)) is not None
    )
    at = start
    for placed in row:
        if placed.first > at:
            if at in transitions:
                track.append(transitions.pop(at))
            track.append(_gap(placed.first - at, rate))
        if placed.first in transitions:
            track.append(transitions.pop(placed.first))
        track.append(_item(placed, rate))
        at = placed.end
    if at in transitions:
        track.append(transitions.pop(at))
    if end > at:
        track.append(_gap(end - at, rate))
    return track


def _gap(frames: int, rate: Rate) -> otio.schema.Gap:
    return otio.schema.Gap(source_range=span(FrameRange.starting(0, frames), rate))


def _transition(fade: Fade, edges: set[int], rate: Rate) -> tuple[int, otio.schema.Transition] | None:
    """The frame of the cut that a fade lies over, and the transition there; None where there is no cut."""
    begin, end = whole(fade.begin * fraction(rate)), whole(fade.end * fraction(rate))
    over = [edge for edge in edges if begin <= edge <= end]
    if not over or end <= begin:
        return None
    cut = min(over, key=lambda edge: (abs(2 * edge - begin - end), edge))
    return cut, otio.schema.Transition(
        fade.name, otio.schema.TransitionTypes.SMPTE_Dissolve, time(cut - begin, rate), time(end - cut, rate)
    )


def _item(placed: _Placed, rate: Rate) -> otio.core.Item:
    piece = placed.piece
    item: otio.core.Item
    if piece.kind is ShotKind.COMPOUND:
        item = otio.schema.Stack(piece.name, children=_tracks(piece.inner) if piece.inner is not None else [])
    else:
        item = otio.schema.Clip(piece.name, media_reference=_reference(piece))
    zero = piece.inner.start if piece.inner is not None else Fraction(0)
    start = _start(placed, rate) - whole(zero * fraction(piece.rate))
    item.source_range = otio.opentime.TimeRange(
        otio.opentime.RationalTime(float(start), float(piece.rate)), time(placed.end - placed.first, rate)
    )
    item.enabled = piece.enabled
    if piece.shows.slope == 0:
        item.effects.append(otio.schema.FreezeFrame())
    elif piece.shows.slope != 1:
        item.effects.append(otio.schema.LinearTimeWarp(time_scalar=float(piece.shows.slope)))
    item.metadata[KEY] = {"element": piece.tag, "role": piece.role}
    if piece.remarks:
        item.metadata["second_unit"] = {"remarks": list(piece.remarks)}
    return item


def _start(placed: _Placed, rate: Rate) -> Fraction:
    """The lowest frame of the media that is shown, from which every other follows by the speed.

    A frame of the timeline shows the frame of the media that it begins in; backward, that it ends in. Where
    the speed counted from a whole frame would miss the frame at the other end, a part of a frame stays.
    """
    shows, media = placed.piece.shows, fraction(placed.piece.rate)
    first = max(placed.piece.begin, Fraction(placed.first) / fraction(rate))
    last = max(first, Fraction(placed.end - 1) / fraction(rate))
    low, high = sorted((shows.at(first) * media, shows.at(last) * media))
    if shows.slope < 0:
        low, high = _before(low), _before(high)
    if _floor(low) + floor(high - low) == _floor(high):
        return Fraction(_floor(low))
    return low


def _before(frames: Fraction) -> Fraction:
    """A moment before, which is in the frame that ends there."""
    return whole(frames) - _NEAR if abs(frames - whole(frames)) < _NEAR else frames


def _floor(frames: Fraction) -> int:
    near = whole(frames)
    return near if 0 < near - frames < _NEAR else floor(frames)


def _reference(piece: StoryItem) -> otio.core.MediaReference:
    if piece.kind is ShotKind.GENERATOR:
        return otio.schema.GeneratorReference(name=piece.generator, generator_kind=piece.generator)
    assert piece.asset is not None
    asset, available = piece.asset, None
    if asset.still:
        available = span(FrameRange(0, 0), piece.rate)
    elif asset.duration is not None:
        rate = fraction(piece.rate)
        count = whole(asset.duration * rate)
        if count > 0:
            available = span(FrameRange.starting(_floor(asset.start * rate), count), piece.rate)
    if not asset.url:
        return otio.schema.MissingReference(asset.name, available)
    media = otio.schema.ExternalReference(asset.url, available)
    media.name = asset.name
    return media
