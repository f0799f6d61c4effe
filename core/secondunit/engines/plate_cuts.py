"""Where a plate is cut within the frames of a work, and that somebody is asked before work goes across it.

Finding cuts reads every frame once, which is too much for a plan: a job's first step does it
(`method_step`), before any frame is made. What was found is kept by the files' own stamps, so that the next
plan says it at once.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from secondunit.media.foreign import facts_of
from secondunit.media.sequence import Sequence as Files
from secondunit.media.whole import whole_file
from secondunit.models.clean_plate.plate import Pixels
from secondunit.models.cuts.look import FrameLook, look_of
from secondunit.models.cuts.search import find_transitions
from secondunit.models.cuts.transition import Transition, TransitionKind
from secondunit.wire import Brief, FrameRange, Plate, Task, state_home
from secondunit.wire.errors import CutInPlate, SecondUnitError
from secondunit.wire.footage import is_movie
from secondunit.wire.retime import plate_place, plate_speed

#: Tasks whose methods look at several frames at once; a matte and an upscale are made of one.
OVER_TIME = (Task.INPAINT, Task.EXTEND, Task.DENOISE, Task.FLOW, Task.RETIME, Task.CROWD, Task.PERFORMANCE)
#: Raised whenever the same plate gives other cuts.
VERSION = 1
FOLDER = "cuts"


def plate_frames_used(brief: Brief) -> FrameRange:
    """The frames of the plate that a brief is made of; of a retime those that its curve passes."""
    plate = brief.plate
    if plate is None or brief.task is not Task.RETIME:
        return brief.frames
    places = [plate_place(brief.retime, brief.frames, frame) for frame in brief.frames]
    beyond = 0.0
    if brief.retime.shutter:
        beyond = max(abs(plate_speed(brief.retime, brief.frames, frame)) for frame in brief.frames) / 2.0
    first, last = plate.frames.first, plate.frames.last
    least, most = int((min(places) - beyond) // 1), -int(-(max(places) + beyond) // 1)
    return FrameRange(min(max(least, first), last), min(max(most, first), last))


def known_cuts(plate: Plate, frames: FrameRange) -> tuple[Transition, ...] | None:
    """What was found before in these very files; None where nobody looked."""
    place = _place(plate, frames)
    try:
        kept = json.loads(place.read_text("utf-8")) if place is not None else None
        return None if kept is None else tuple(_read(*entry) for entry in kept)
    except (OSError, ValueError, TypeError):
        return None


def cuts_in(
    plate: Plate, frames: FrameRange, picture: Callable[[int], Pixels], said: Callable[[int], None]
) -> tuple[Transition, ...]:
    """The cuts and dissolves of `frames`: as they were found before, else looked for, and kept.

    `picture` gives a frame's red, green and blue, `said` hears of each frame that is looked at.
    """
    transitions = known_cuts(plate, frames)
    if transitions is None:

        def look(frame: int) -> FrameLook:
            said(frame)
            return look_of(picture(frame))

        transitions = tuple(find_transitions(frames, look))
        keep_cuts(plate, frames, transitions)
    return transitions


def within(transitions: Sequence[Transition], clips: Iterable[Sequence[int]]) -> tuple[Transition, ...]:
    """Those of which both sides are in one of `clips`, which are frames of the plate in their order."""
    spans = [(min(clip), max(clip)) for clip in clips if clip]
    return tuple(
        one for one in transitions if any(first <= one.first and one.last <= last for first, last in spans)
    )


def require_uncut(brief: Brief, transitions: Sequence[Transition], named: str = "the plate") -> None:
    """Raise `CutInPlate` at the first of the cuts that a work would go across, unless they are accepted."""
    if not transitions or brief.plate is None or brief.plate.accept_cuts:
        return
    first, frames = transitions[0], plate_frames_used(brief)
    more = f" There are {len(transitions) - 1} more." if len(transitions) > 1 else ""
    before, after = FrameRange(frames.first, first.first), FrameRange(first.last, frames.last)
    there = "" if named == "the plate" else f" in {named}"
    raise CutInPlate(
        f"There is {first.words}{there}: a {brief.task.value} would work across it.{more}",
        remedy=f"Ask for {before} or {after} of the plate, or accept the plate's cuts (--accept-cuts): then "
        "it goes on.",
        kept="Nothing was made.",
        where="frames",
    )


def require_uncut_clips(
    brief: Brief,
    clips: Sequence[Sequence[int]],
    picture: Callable[[int], Pixels],
    said: Callable[[float], None],
) -> None:
    """Look for cuts within clips that a model is shown as a whole; raises `CutInPlate`.

    `clips` are frames of the plate, `said` hears of the share that was looked at.
    """
    plate, numbers = brief.plate, [frame for clip in clips for frame in clip]
    if plate is None or plate.accept_cuts or all(len(set(clip)) < 2 for clip in clips):
        return
    frames = FrameRange(min(numbers), max(numbers))
    transitions = cuts_in(
        plate, frames, picture, lambda frame: said((frame - frames.first + 1) / len(frames))
    )
    require_uncut(brief, within(transitions, clips))


def first_after(transitions: Sequence[Transition]) -> tuple[int, ...]:
    """The first frame after each cut; a dissolve is no place that a picture changes at."""
    return tuple(one.last for one in transitions if one.kind is TransitionKind.CUT)


def keep_cuts(plate: Plate, frames: FrameRange, transitions: Sequence[Transition]) -> None:
    """Keep what was found in these files; what cannot be kept is found again."""
    place = _place(plate, frames)
    if place is None:
        return
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(place) as temporary:
            temporary.write_text(
                json.dumps([[one.kind.value, one.first, one.last] for one in transitions]), "utf-8"
            )


def _read(kind: str, first: int, last: int) -> Transition:
    return Transition(TransitionKind(kind), int(first), int(last))


def _place(plate: Plate, frames: FrameRange) -> Path | None:
    """Where it is kept what these files hold; None where one of them cannot be looked at."""
    digest = hashlib.sha256(f"{VERSION} {frames} {plate.frames} {plate.part} {plate.layer}".encode())
    digest.update(f"{plate.first_in_file} {plate.colorspace}".encode())
    try:
        if is_movie(plate.path):
            paths = [Path(plate.path)]
        else:
            files = Files.find(plate.path)
            paths = [files.path(plate.file_frame(frame)) for frame in frames]
        for path in paths:
            facts = facts_of(path)
            digest.update(f"\0{path}\0{facts.st_mtime_ns}\0{facts.st_size}".encode(errors="surrogateescape"))
    except (OSError, SecondUnitError):  # what is wrong with a plate is said by its own check
        return None
    return Path(state_home(), FOLDER, f"{digest.hexdigest()}.json")
