"""The text of a timeline, for whoever writes the file."""

from __future__ import annotations

from pathlib import Path

import opentimelineio as otio

from secondunit.wire.errors import BadInput

from .reading import ADAPTERS
from .unknown import write_json
from .walk import video_tracks


def timeline_text(timeline: otio.schema.Timeline, path: Path | str) -> str:
    """What a file named `path` would hold, in the format of its suffix. Raises `BadInput`."""
    path = Path(path)
    adapter = ADAPTERS.get(path.suffix.lower())
    if adapter in (None, "otioz", "otiod", "AAF"):
        raise BadInput(
            f"A timeline is not written as {path.suffix or path.name}.",
            remedy="Name the file .otio, .edl, .fcpxml or .xml.",
            where=str(path),
        )
    try:
        if adapter == "otio_json":
            return write_json(timeline)
        if adapter == "cmx_3600":
            timeline = _with_record_timecode(timeline)
        return str(otio.adapters.write_to_string(timeline, adapter_name=adapter))
    except Exception as error:  # adapters raise whatever they meet
        reason, remedy = _reason(timeline, error)
        raise BadInput(
            f"This timeline cannot be written as {path.suffix}: {reason}.", remedy=remedy
        ) from None


def _reason(timeline: otio.schema.Timeline, error: Exception) -> tuple[str, str]:
    """Why an adapter gave up, in words of the edit, and what to do.

    What an adapter raises for people is passed on; its accidents are not.
    """
    said = str(error).strip() if isinstance(error, otio.exceptions.OTIOError) else ""
    if said:
        return said.splitlines()[0][:200].rstrip("."), "Write it as .otio."
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
