"""The current cut of a show, read from the file that it names: its shots in order, each with its sequence."""

from __future__ import annotations

import re

from secondunit.wire import CutPlace, Rate, ShowCut, ShowSettings, Take
from secondunit.wire.errors import SecondUnitError

#: What may stand between the name of a shot and the rest of a clip's name: `sh010_bg`, `sh010.mov`.
_END = re.compile(r"[._\- ]")


def show_cut(settings: ShowSettings, shots: frozenset[str]) -> ShowCut:
    """The shots of the cut that a show names, in the order in which the timeline shows them first.

    `shots` are the names by which the show's takes call their shots: a clip's name may say more
    (`sh010_bg`). Shots of a sequence that the cut does not show come last. Never raises for the file.
    """
    sequences = {shot: name for name, members in settings.sequences.items() for shot in members}
    names = shots | frozenset(sequences)
    if not settings.cut:
        return ShowCut(settings.name, shots=_rest((), sequences))
    from secondunit.timeline import cut_of, read_timeline

    try:
        cut = cut_of(read_timeline(settings.cut, Rate.parse(settings.rate)))
    except SecondUnitError as error:
        return ShowCut(settings.name, settings.cut, shots=_rest((), sequences), problem=error.problem)
    places: dict[str, CutPlace] = {}
    for clip in sorted(cut.shots, key=lambda clip: (clip.record.first, clip.track)):
        shot = shot_of(clip.name, names)
        if shot and clip.enabled:
            places.setdefault(shot, CutPlace(shot, sequences.get(shot, ""), clip.record))
    return ShowCut(settings.name, settings.cut, cut.name, _rest(tuple(places.values()), sequences))


def shot_of(clip: str, names: frozenset[str]) -> str:
    """The shot that a clip is of: the longest known name that its own begins with, else the clip's own."""
    heads = [clip[: match.start()] for match in _END.finditer(clip)]
    return next((head for head in (clip, *reversed(heads)) if head in names), clip)


def in_cut_order(takes: tuple[Take, ...], cut: ShowCut) -> tuple[Take, ...]:
    """Takes as the cut shows their shots; what it does not show last, and those of one shot as they stood."""
    positions = {place.shot: number for number, place in enumerate(cut.shots)}
    return tuple(sorted(takes, key=lambda take: positions.get(take.shot, len(positions))))


def _rest(places: tuple[CutPlace, ...], sequences: dict[str, str]) -> tuple[CutPlace, ...]:
    shown = {place.shot for place in places}
    return (*places, *(CutPlace(shot, name) for shot, name in sequences.items() if shot not in shown))
