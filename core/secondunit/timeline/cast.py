"""Who is seen on a cut's clips, in our metadata: written from what a show pins, and read back.

Under `metadata["second_unit"]["cast"]` stands a list: each character's `name`, `version` and `appearance`.
Nothing else of a timeline is changed; it knows nothing of a show's files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import opentimelineio as otio

from secondunit.wire import CastMember, check_name
from secondunit.wire.errors import BadInput, SecondUnitError

from .metadata import entry
from .takes import KEY
from .walk import rate_of, walk

CAST = "cast"
_AGAIN = "Write the cut's metadata again: secondunit cast sheet --otio."


def with_cast(
    timeline: otio.schema.Timeline, wardrobes: Mapping[str, Sequence[tuple[CastMember, str]]]
) -> otio.schema.Timeline:
    """A copy whose clips carry who is seen in them; `wardrobes` is by clip name, with appearances.

    A clip that `wardrobes` does not name keeps none: what an earlier sheet wrote is taken away.
    """
    copy = timeline.deepcopy()
    for clip in _clips(copy):
        members = [
            {"name": member.name, "version": member.version, "appearance": appearance}
            for member, appearance in wardrobes.get(clip.name, ())
        ]
        data = _section(clip)
        if members:
            clip.metadata[KEY] = {**data, CAST: members}
        elif CAST in data:
            del clip.metadata[KEY][CAST]
            if not len(clip.metadata[KEY]):
                del clip.metadata[KEY]
    return copy


def cast_on(timeline: otio.schema.Timeline) -> tuple[tuple[str, tuple[CastMember, ...]], ...]:
    """Each clip's name and who is seen in it, as its metadata says, for clips that say it; in cut order.

    Raises `BadInput` that names the clip where that cannot be read.
    """
    clips = []
    for clip in _clips(timeline):
        data = _section(clip)
        if CAST not in data:
            continue
        try:
            clips.append((str(clip.name), tuple(_members(data[CAST]))))
        except SecondUnitError as error:
            raise BadInput(
                f"The cast of the clip {str(clip.name)[:60]!r} cannot be read: {error.problem.message}",
                remedy=_AGAIN,
                where="cast",
            ) from None
    return tuple(clips)


def clip_names(timeline: otio.schema.Timeline) -> tuple[str, ...]:
    """The name of every clip, each once."""
    return tuple(dict.fromkeys(str(clip.name) for clip in _clips(timeline)))


def _clips(timeline: otio.schema.Timeline) -> Iterator[otio.schema.Clip]:
    rate = rate_of(timeline)
    return (place.item for place in walk(timeline, rate) if isinstance(place.item, otio.schema.Clip))


def _section(clip: otio.schema.Clip) -> Mapping[str, Any]:
    data = entry(clip.metadata, KEY)
    return data if isinstance(data, Mapping) else {}


def _members(body: object) -> Iterator[CastMember]:
    if not isinstance(body, Sequence) or isinstance(body, str):
        raise BadInput("it is no list.")
    names = set()
    for item in body:
        name, version = (item.get("name"), item.get("version")) if isinstance(item, Mapping) else (None, None)
        if not isinstance(name, str) or not isinstance(version, int) or isinstance(version, bool):
            raise BadInput("a character has a name and a whole number for its version.")
        check_name("character", name)
        if name in names:
            raise BadInput(f"{name} is in it twice.")
        names.add(name)
        yield CastMember(name, version)
