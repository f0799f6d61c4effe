"""The editor's timeline: OpenTimelineIO in and out, the cut it holds, and takes carried to another cut.

Knows wire and OpenTimelineIO; no pixels, no service, no host.
"""

from __future__ import annotations

from .conform import conform
from .cuts import cut_of
from .landing import landing_of
from .reading import read_timeline
from .resolve import for_resolve
from .takes import add_references, add_track, retimes, takes_on
from .writing import timeline_text

__all__ = [
    "add_references",
    "add_track",
    "conform",
    "cut_of",
    "for_resolve",
    "landing_of",
    "read_timeline",
    "retimes",
    "takes_on",
    "timeline_text",
]
