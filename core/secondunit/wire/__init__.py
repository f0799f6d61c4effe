"""The values that cross a process: briefs, takes, jobs, events and errors, and their JSON form.

Standard library only, Python 3.10, nothing happens at import: this runs inside other people's applications.
"""

from __future__ import annotations

from .brief import Brief, Delivery, Task, check_name
from .codec import SCHEMA, decode, dumps, encode, loads
from .control import Control, Kind, Scalar, read_controls
from .digest import brief_digest
from .errors import Problem, SecondUnitError
from .estimate import Estimate, Money, Understood
from .event import Event, Topic
from .frames import FrameRange, frames_text, parse_frames
from .frozen import FrozenMap
from .home import state_home
from .job import Job, JobState, may_follow
from .picture import ColorSpace, Format, Window
from .placement import Placement, PlacementKind
from .plate import CastMember, Matte, Plate, Reference
from .rate import Rate
from .take import Take, TakeLayer, version_text
from .work import JobPage, KindList, ServiceAddress, ServiceStatus, ShowSettings, Step, TakePage, Work

__all__ = [
    "SCHEMA", "Brief", "CastMember", "ColorSpace", "Control", "Delivery", "Estimate", "Event", "Format",
    "FrameRange", "FrozenMap", "Job", "JobPage", "JobState", "Kind", "KindList", "Matte", "Money",
    "Placement", "PlacementKind", "Plate", "Problem", "Rate", "Reference", "Scalar", "SecondUnitError",
    "ServiceAddress", "ServiceStatus", "ShowSettings", "Step", "Take", "TakeLayer", "TakePage", "Task",
    "Topic", "Understood", "Window", "Work", "brief_digest", "check_name", "decode", "dumps", "encode",
    "frames_text", "loads", "may_follow", "parse_frames", "read_controls", "state_home", "version_text",
]  # fmt: skip
