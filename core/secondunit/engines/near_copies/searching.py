"""A take held against the show's past takes and references when it is delivered; nothing leaves for it.

What is found is a picture that is nearly another: it says neither who had it first nor whose it is.
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from secondunit.media.config import Config
from secondunit.media.contact import spread
from secondunit.models.near_copy.fingerprint import fingerprint
from secondunit.models.near_copy.likeness import PrintIndex, alike_either_way
from secondunit.wire import Brief, FrozenMap, Scalar, Task
from secondunit.wire.errors import SecondUnitError
from secondunit.wire.near_copy import NEAR, NEAR_ELEMENT, CopySearch, NearCopy

from ..check.frames import opened
from ..references import KEYFRAMES, shown_codes
from .kept_prints import NamedPrint, TakePrints, kept_prints
from .made import LAYERS, SIDE, MadePrint, made_print

#: The most frames that are looked at, spread over the take.
FRAMES = 24
#: Tasks that make no picture of their own: what comes out is the plate, larger, slower or taken apart.
_OF_THE_PLATE = (Task.UPSCALE, Task.RETIME, Task.DENOISE, Task.FLOW, Task.MATTE)


def take_copies(
    brief: Brief, settings: FrozenMap[Scalar], files: Callable[[str, int], Path], config: Config,
    folder: Path, *, tell: Callable[[float], None] = lambda done: None,
) -> tuple[CopySearch, TakePrints]:  # fmt: skip
    """What a take of `brief` is nearly a copy of among the prints in `folder`, and its own prints, to keep.

    Its frame of a layer lies in `files(layer, frame)`; `tell` hears how much is done, 0 to 1. Raises what
    reading its frames and its plate raises.
    """
    own = TakePrints("", "", brief.shot, brief.element, brief.plate.path if brief.plate else "")
    if brief.task in _OF_THE_PLATE:
        return CopySearch(reason=f"what {brief.task.value} makes is the plate, and no new picture"), own
    references, keys = _references(brief, config)
    made: list[MadePrint] = []
    chosen = spread(tuple(brief.frames), FRAMES)
    space = config.space(brief.colorspace.name).name
    with opened(brief, settings, files, config) as frames:
        for count, frame in enumerate(chosen, 1):
            one = made_print(frames, frame, space, config)
            made += [one] if one is not None else []
            tell(0.7 * count / len(chosen))
    kept = (*(NamedPrint(one.print_, one.frame) for one in made), *references)
    own = replace(own, prints=kept)
    if not made:
        return CopySearch(reason="too little was made in it to compare"), own
    past = [prints for prints in kept_prints(folder) if not prints.one_chain(own)]
    others = [(prints, named) for prints in past for named in prints.prints]
    others += [(own, named) for named in references]
    search = CopySearch(
        len(made),
        sum(any(named.frame is not None for named in prints.prints) for prints in past),
        len({named.reference for _, named in others if named.reference}),
    )
    copies = _copies(made, others, keys, NEAR_ELEMENT if brief.task in LAYERS else NEAR)
    tell(1.0)
    return replace(search, copies=tuple(copies)), own


def _copies(
    made: Iterable[MadePrint],
    others: list[tuple[TakePrints, NamedPrint]],
    keys: list[NamedPrint],
    near: float,
) -> list[NearCopy]:
    """For each take and reference that some frame is nearly, the most alike frame; the most alike first."""
    index = PrintIndex(named.print_ for _, named in others)
    best: dict[tuple[str, str], NearCopy] = {}
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for one in made:
        match = index.nearest(one.print_)
        if match is None or match.alike < near:
            continue
        prints, named = others[match.place]
        given = [key.print_ for key in keys] + ([one.plate] if one.plate is not None else [])
        # As alike is what the artist gave for this very frame: its plate, or a key frame.
        if any(alike_either_way(print_, named.print_) >= NEAR for print_ in given):
            continue
        place = ("", named.reference) if named.reference else (prints.take, "")
        counts[place] += 1
        copy = NearCopy(
            one.frame, round(match.alike, 3), prints.take, prints.label, named.frame, named.reference,
            match.mirrored,
        )  # fmt: skip
        if place not in best or copy.alike > best[place].alike:
            best[place] = copy
    copies = [replace(copy, frames=counts[place]) for place, copy in best.items()]
    return sorted(copies, key=lambda copy: -copy.alike)


def _references(brief: Brief, config: Config) -> tuple[list[NamedPrint], list[NamedPrint]]:
    """The prints of a brief's references and cast, and of its key frames, which the result is to be."""
    paths = dict.fromkeys(reference.path for reference in brief.references if reference.role not in KEYFRAMES)
    paths |= dict.fromkeys(path for member in brief.cast for path in member.pictures)
    keys = dict.fromkeys(reference.path for reference in brief.references if reference.role in KEYFRAMES)
    return _prints(paths, config), _prints(keys, config)


def _prints(paths: Iterable[str], config: Config) -> list[NamedPrint]:
    """What can be read of some pictures; one that has gone since is left out."""
    prints = []
    for path in map(Path, paths):
        with contextlib.suppress(SecondUnitError):
            print_ = fingerprint(shown_codes(path, config, SIDE))
            prints += [] if print_ is None else [NamedPrint(print_, reference=path.name)]
    return prints
