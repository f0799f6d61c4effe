"""`cast pin` and `cast unpin`: which version of a character a sequence or a shot wears, and what differs."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

from secondunit.wire import CastMember, CastPin, ShowSettings, version_text
from secondunit.wire.errors import NotFound, SecondUnitError, WrongType

from . import exits
from .output import Output
from .reach import reach, settings_of

if TYPE_CHECKING:
    from secondunit.wire.cast import CastTake

#: The most takes that are named one by one.
NAMED = 12


def pin(arguments: argparse.Namespace, output: Output) -> int:
    """Pin the version of a character that a sequence or a shot wears, and name the takes of another."""
    from secondunit.service.cast import member
    from secondunit.service.cast_pins import set_pins

    show = settings_of(arguments.show)
    request = _request(arguments, _version(arguments.version))
    _require_place(show, request)
    member(Path(show.root), CastMember(request.name, request.version))
    before = set_pins(Path(show.root), (request,))
    output.value({"pin": request, "before": before[0].version if before else 0})
    change = f", {version_text(before[0].version)} until now" if before else ""
    output.line(f"{request.name} is {version_text(request.version)} in the {request.place}{change}.")
    say_other_takes(show, output, name=request.name, place=request)
    return exits.DONE


def unpin(arguments: argparse.Namespace, output: Output) -> int:
    """Take the pin of a character in a sequence or a shot away."""
    from secondunit.service.cast_pins import unpin as take_away

    show = settings_of(arguments.show)
    request = _request(arguments, 0)
    version = take_away(Path(show.root), request.name, sequence=request.sequence, shot=request.shot)
    output.value({"unpinned": CastPin(request.name, version, request.sequence, request.shot)})
    output.line(f"{request.name} is no longer pinned in the {request.place}; it was {version_text(version)}.")
    return exits.DONE


def add_pin_arguments(parser: argparse.ArgumentParser, *, version: bool) -> None:
    """What `pin`, and without `version` `unpin`, take beside a show."""
    parser.add_argument("name", metavar="NAME", help="the character, by its name in the cast")
    if version:
        parser.add_argument("version", metavar="VERSION", help="which version: v003, or 3")
    place = parser.add_mutually_exclusive_group(required=True)
    place.add_argument("--sequence", default="", metavar="SEQUENCE", help="where: in all shots of a sequence")
    place.add_argument("--shot", default="", metavar="SHOT", help="where: in one shot, before its sequence")


def say_other_takes(
    show: ShowSettings, output: Output, *, name: str = "", place: CastPin | None = None
) -> None:
    """Name the takes whose characters are in another version than is pinned; of one place, or of all.

    Said and not judged; where the service cannot be asked, that is said.
    """
    from secondunit.service.cast_pins import pins
    from secondunit.service.cast_table import takes_off_pin

    try:
        answer = reach().cast_takes(show.name)
    except SecondUnitError as error:
        output.remark(f"Whether takes show another version is not known: {error.problem.message}")
        return
    off = takes_off_pin(show, pins(Path(show.root)), answer.takes, name)
    if place is not None:
        shots = (place.shot,) if place.shot else show.sequences.get(place.sequence, ())
        off = tuple(take for take in off if take.shot in shots)
    if off:
        examples = ", ".join(_with_versions(take) for take in off[:NAMED])
        more = f" and {len(off) - NAMED} more" if len(off) > NAMED else ""
        count = "1 take shows" if len(off) == 1 else f"{len(off)} takes show"
        output.remark(f"{count} another version than is pinned: {examples}{more}.")


def _with_versions(take: CastTake) -> str:
    versions = ", ".join(f"{member.name} {version_text(member.version)}" for member in take.cast)
    return f"{take.label} ({versions})"


def _request(arguments: argparse.Namespace, version: int) -> CastPin:
    return CastPin(arguments.name, version, arguments.sequence, arguments.shot)


def _version(text: str) -> int:
    if not re.fullmatch(r"v?0*[1-9]\d{0,4}", text):
        raise WrongType(f"{text[:40]!r} is no version.", remedy="Write v003, or 3.", where="version")
    return int(text.lstrip("v"))


def _require_place(show: ShowSettings, request: CastPin) -> None:
    """Raise `NotFound` for a sequence that the show's settings do not have: its pins would reach no shot."""
    if request.sequence and request.sequence not in show.sequences:
        names = ", ".join(show.sequences) or "none"
        raise NotFound(
            f"{show.name} has no sequence {request.sequence[:64]}.",
            remedy=f"There are: {names}. They stand in the show's secondunit.toml.",
            where="sequence",
        )
