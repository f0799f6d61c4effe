"""Several clips of the cut as shots of a batch: by their clip colour, or between the in and out points."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secondunit.host.batch import Entry
from secondunit.wire import FrameRange, SecondUnitError

from .plates import CLIP
from .seen import ItemSeen

if TYPE_CHECKING:
    from secondunit.host.session import Session

    from .host import ResolveHost


@dataclass(frozen=True)
class ShotGroup:
    """Clips that belong together, in the order of the cut."""

    label: str
    clips: tuple[ItemSeen, ...]


def groups(host: ResolveHost) -> tuple[ShotGroup, ...]:
    """The clips between in and out, and those of each clip colour. Raises as the bridge."""
    bridge, looking = host.bridge, host.looking
    timeline = bridge.timeline()
    marks = bridge.marks(timeline)
    ids = host.placements.ours(timeline)
    whole = FrameRange(timeline.start, max(timeline.start, timeline.end))
    clips = [
        item
        for track in range(1, bridge.tracks(timeline) + 1)
        for item in looking.over(timeline, track, whole)
        if item.id and item.id not in ids
    ]
    clips.sort(key=lambda item: (item.frames.first, item.track))
    choices = []
    if marks is not None:
        inside = tuple(item for item in clips if item.frames.intersection(marks) is not None)
        if inside:
            choices.append(ShotGroup("Between in and out", inside))
    colors: dict[str, list[ItemSeen]] = {}
    for item in clips:
        color = bridge.marked_color(item)
        if color:
            colors.setdefault(color, []).append(item)
    choices += [ShotGroup(f"Clip colour {color}", tuple(items)) for color, items in sorted(colors.items())]
    return tuple(choices)


def entries(host: ResolveHost, session: Session, group: ShotGroup) -> tuple[Entry, ...]:
    """The clips of a group as shots; one whose plate cannot be read says why and stays out."""
    timeline = host.bridge.timeline()
    names: set[str] = set()
    shots = []
    for item in group.clips:
        plate, problem = None, None
        try:
            plate = host.plate(CLIP + item.id)
        except SecondUnitError as error:
            problem = error.problem
        label = f"{item.name}  {timeline.timecode(item.frames.first)}"
        shot, format_ = _name(item, session, names), plate.format if plate else timeline.format
        shots.append(Entry(item.id, label, shot, item.frames, timeline.rate, format_, plate, problem))
    for item in group.clips:
        host.memory.remember(item.frames, 0)
    return tuple(shots)


def _name(item: ItemSeen, session: Session, names: set[str]) -> str:
    """A name for the shot that no other has: the clip's, as far as a folder may be called so."""
    stem = re.sub(r"[\[\]].*", "", item.name.rpartition(".")[0] or item.name)
    plain = re.sub(r"[^\w\-]+", "_", stem).strip("_-")[:48] or session.panel.shot_name
    name, number = plain, 2
    while name in names:
        name, number = f"{plain}_{number}", number + 1
    names.add(name)
    return name
