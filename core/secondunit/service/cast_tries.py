"""What may bring a take closer to its cast: other references first, other seeds, a model's own strength.

Pure: from a take, its brief, its drift and what its characters have of pictures to briefs, each with its
reason. It asks nobody, and knows nothing of rights and money.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from secondunit.wire import (
    Brief,
    Capability,
    CastMember,
    CastPicture,
    CharacterDrift,
    Control,
    DriftFigures,
    Take,
)
from secondunit.wire.control import Scalar
from secondunit.wire.frozen import FrozenMap
from secondunit.wire.task import LARGEST_SEED

#: What a picture that shows a face from the side is called, and one that shows it from the front.
_SIDES = ("side", "left", "right", "profile", "three_quarter", "three-quarter")
_FRONTS = ("front", "face")
_NIGHTS = ("night", "dark", "low", "moon", "candle")
#: The reasons of frames that say that a head is turned, or in the dark (`models/identity/quality.py`).
_TURNED, _DARK = "the face is turned away", "the face is too dark"
#: How much of the way to its end a strength goes with each try.
_STRENGTH = 1 / 3


@dataclass(frozen=True)
class PictureOrder:
    """The pictures of one character that go with one try, by name in order, and why in that order."""

    selection: tuple[str, ...]
    why: str


def tries_of(
    take: Take,
    brief: Brief,
    pictures: Mapping[str, Sequence[CastPicture]],
    model: Capability | None,
    most: int,
) -> tuple[tuple[Brief, str], ...]:
    """At most `most` briefs that may bring a take closer to its cast, the likeliest first, and their reasons.

    `pictures` are those of each character's pinned version, by its name. No two briefs are the same, and the
    same take gives the same briefs again. Empty for a take that is close already.
    """
    drifts = {drift.character: drift for drift in take.drift if not is_close(drift)}
    if not drifts:
        return ()
    changes = {
        member.name: tuple(_changes(member, drifts[member.name], pictures.get(member.name, ())))
        for member in brief.cast
        if member.name in drifts
    }
    pasted = any(drift.pasted for drift in drifts.values())
    return tuple(_try(take, brief, changes, model, number, pasted=pasted) for number in range(most))


def is_close(drift: CharacterDrift) -> bool:
    """Whether a character needs no other try: it was measured, and there is nothing to look at."""
    return drift.median is not None and not drift.amber


def _try(
    take: Take,
    brief: Brief,
    changes: Mapping[str, Sequence[PictureOrder]],
    model: Capability | None,
    number: int,
    *,
    pasted: bool,
) -> tuple[Brief, str]:
    cast, reasons = [], []
    for member in brief.cast:
        own = changes.get(member.name, ())
        if number < len(own):
            cast.append(replace(member, selection=own[number].selection))
            reasons.append(f"{member.name}: {own[number].why}")
        else:
            cast.append(member)
    controls: FrozenMap[Scalar] = brief.controls
    for control in model.controls if model is not None else ():
        value = _strength(control, brief.controls, number, less=pasted)
        if value is not None:
            controls = FrozenMap({**controls, control.name: value})
            reasons.append(f"{control.label} {value:g}, {'less' if pasted else 'more'} of the references")
    seed = _seed(take, brief, number)
    unchanged = "the same references" if not reasons else ""
    why = "; ".join([*reasons, *filter(None, (unchanged,)), f"seed {seed}"])
    return replace(brief, cast=tuple(cast), controls=controls, seed=seed), f"{why}."


def _changes(
    member: CastMember, drift: CharacterDrift, pictures: Sequence[CastPicture]
) -> Iterator[PictureOrder]:
    """What may be changed of the pictures of one character, the likeliest first, each order once."""
    names = [Path(picture.path).name for picture in pictures]
    sent = tuple(Path(path).name for path in member.pictures) or tuple(names)
    room = len(sent)
    listed = {tuple(names[:room]) if not member.selection else member.selection[:room]}
    for order, why in _orders(pictures, sent, drift):
        head = tuple(order[:room])
        if order and head not in listed:
            listed.add(head)
            yield PictureOrder(tuple(order), why)


def _orders(
    pictures: Sequence[CastPicture], sent: tuple[str, ...], drift: CharacterDrift
) -> Iterator[tuple[list[str], str]]:
    names = [Path(picture.path).name for picture in pictures]
    dropped = drift.copied_from if drift.pasted and len(names) > 1 else ""
    left = [name for name in names if name != dropped]
    away = f"{dropped} came back pasted and is left out, " if dropped else ""
    wanted, reason = _wanted(pictures, drift)
    first = [name for name in left if name in wanted]
    rest = [name for name in left if name not in first]
    if first:
        yield [*first, *rest], f"{away}{first[0]} goes first, {reason}"
    elif dropped:
        yield left, f"{dropped} came back pasted and is left out"
    unseen = [name for name in left if name not in sent]
    if unseen:
        rest = [name for name in left if name not in unseen]
        yield [*unseen, *rest], f"{away}{unseen[0]} goes first, it was not shown before"
    for name in left[1:]:
        yield [name, *(other for other in left if other != name)], f"{away}{name} goes first"
    if len(left) > 1:
        yield left[:1], f"{away}{left[0]} goes alone"


def _wanted(pictures: Sequence[CastPicture], drift: CharacterDrift) -> tuple[tuple[str, ...], str]:
    """The pictures, by name, that show what drifted: from its side or in its light, and why."""
    figures = drift.in_list.figures or DriftFigures()
    for one in figures.withheld:
        if 2 * one.count >= figures.frames and one.reason in (_TURNED, _DARK):
            said = f"{one.reason} in {one.count} of {figures.frames} frames"
            if one.reason == _TURNED:
                return _named(pictures, lambda picture: picture.role, _SIDES), said
            return _named(pictures, lambda picture: picture.light, _NIGHTS), said
    worst = drift.worst
    if worst is None:
        return (), "nothing was measured"
    front = _named(pictures, lambda picture: picture.role, _FRONTS)
    return front, f"frame {worst.frame} is farthest and seen from the front"


def _named(
    pictures: Sequence[CastPicture], said: Callable[[CastPicture], str], words: tuple[str, ...]
) -> tuple[str, ...]:
    """The names of the pictures of which one of these words is said."""
    return tuple(
        Path(picture.path).name
        for picture in pictures
        if any(word in said(picture).lower() for word in words)
    )


def _strength(
    control: Control, set_by_hand: Mapping[str, Scalar], number: int, *, less: bool
) -> float | None:
    """What a control that holds on to the references takes with a try; None where it has no room."""
    end = control.minimum if less else control.maximum
    value = set_by_hand.get(control.name, control.default)
    if not control.likeness or control.kind != "float" or end is None or isinstance(value, (bool, str)):
        return None
    moved = round(value + (end - value) * min(1.0, (number + 1) * _STRENGTH), 4)
    return None if moved == value else moved


def _seed(take: Take, brief: Brief, number: int) -> int:
    """Another seed than the take's own for each try, the same whenever it is asked for."""
    first = int.from_bytes(sha256(take.id.encode()).digest()[:4], "big")
    seed = (first + number * 7919) % (LARGEST_SEED + 1)
    return seed if seed != brief.seed else (seed + 1) % (LARGEST_SEED + 1)
