"""The text of a timeline, for whoever writes the file."""

from __future__ import annotations

from fractions import Fraction
from itertools import zip_longest
from pathlib import Path

import opentimelineio as otio

from secondunit.wire import Cut, CutShot, FrameRange
from secondunit.wire.errors import BadInput, SecondUnitError

from .cuts import cut_of
from .reading import ADAPTERS, read_text
from .unknown import write_json
from .walk import video_tracks


def timeline_text(timeline: otio.schema.Timeline, path: Path | str) -> str:
    """What a file named `path` would hold, in the format of its suffix. Raises `BadInput`."""
    path = Path(path)
    adapter = ADAPTERS.get(path.suffix.lower())
    if adapter in (None, "otioz", "otiod", "AAF") or path.suffix.lower() == ".fcpxmld":
        raise BadInput(
            f"A timeline is not written as {path.suffix or path.name}.",
            remedy="Name the file .otio, .edl, .fcpxml or .xml.",
            where=str(path),
        )
    try:
        if adapter == "otio_json":
            return write_json(timeline)
        shaped = _with_record_timecode(timeline) if adapter == "cmx_3600" else timeline
        text = str(otio.adapters.write_to_string(shaped, adapter_name=adapter))
    except Exception as error:  # adapters raise whatever they meet
        reason, remedy = _reason(timeline, error)
        raise BadInput(
            f"This timeline cannot be written as {path.suffix}: {reason}.", remedy=remedy
        ) from None
    _check_same(timeline, text, path)
    return text


def _check_same(timeline: otio.schema.Timeline, text: str, path: Path) -> None:
    """Refuse a text that reads as another cut: adapters drop speeds, rates and compounds in silence."""
    before = cut_of(timeline)
    suffix = path.suffix.lower()
    try:
        after = cut_of(read_text(text, suffix, before.rate))
    except SecondUnitError as error:
        raise _other(suffix, f"it cannot be read again ({error.problem.message.rstrip('.')})") from None
    for shot, again in zip_longest(_shown(before), _shown(after)):
        if shot != again:
            name = next((s.name or s.id for s in before.shots if shot and _key(s, before) == shot), "a shot")
            raise _other(suffix, f"{name[:60]!r} would show other frames, or stand elsewhere")


def _shown(cut: Cut) -> list[tuple[int, int, FrameRange, Fraction]]:
    return sorted(
        (_key(shot, cut) for shot in cut.shots), key=lambda key: (key[0], key[1], key[2].first, key[3])
    )


def _key(shot: CutShot, cut: Cut) -> tuple[int, int, FrameRange, Fraction]:
    """Where a shot stands from the cut's start, and what it shows."""
    return shot.record.first - cut.start, len(shot.record), shot.source, shot.speed.exact


def _other(suffix: str, why: str) -> BadInput:
    return BadInput(
        f"This timeline cannot be written as {suffix} without change: {why}.", remedy="Write it as .otio."
    )


def _reason(timeline: otio.schema.Timeline, error: Exception) -> tuple[str, str]:
    """Why an adapter gave up, in words of the edit, and what to do.

    What an adapter raises for people is passed on; its accidents are not.
    """
    text = str(error).strip() if isinstance(error, otio.exceptions.OTIOError) else ""
    if text:
        return text.splitlines()[0][:200].rstrip("."), "Write it as .otio."
    clips = timeline.find_clips()
    if any(isinstance(clip.media_reference, otio.schema.ImageSequenceReference) for clip in clips):
        remedy = "Write it as .otio, or with --resolve, which names a sequence by one path."
        return "the format names movies, not sequences of frames", remedy
    return f"the format does not hold what is in it ({type(error).__name__})", "Write it as .otio."


def _with_record_timecode(timeline: otio.schema.Timeline) -> otio.schema.Timeline:
    """A copy whose first record timecode the EDL adapter finds where its own reading leaves it."""
    copy = timeline.deepcopy()
    start = copy.global_start_time
    for track in video_tracks(copy):
        if start is not None and track.source_range is None:
            track.source_range = otio.opentime.TimeRange(-start, track.duration())
    return copy
