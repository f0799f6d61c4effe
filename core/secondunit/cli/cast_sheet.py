"""`cast sheet` and `cast import`: who wears what where, as a table, as CSV, in a cut and back."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from secondunit.wire import CastPin, CharacterList, Rate, ShowSettings, version_text
from secondunit.wire.errors import BadInput, NotFound

from . import exits
from .cast_pins import say_other_takes
from .output import Output
from .reach import settings_of

if TYPE_CHECKING:
    from secondunit.service.cast_table import ShotWardrobe


def add_sheet_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `sheet` takes beside a show."""
    parser.add_argument("--sequence", default="", metavar="SEQUENCE", help="only its shots; default: all")
    parser.add_argument("--csv", default="", metavar="FILE", help="write the table for a spreadsheet")
    parser.add_argument(
        "--otio", nargs=2, default=None, metavar=("CUT", "FILE"),
        help="write a cut anew, as .otio, whose clips carry who is seen in them",
    )  # fmt: skip


def sheet(arguments: argparse.Namespace, output: Output) -> int:
    """Show who wears what where: each shot in cut order with the version each character is pinned to."""
    from secondunit.media.whole import whole_file
    from secondunit.service.cast_csv import csv_text, sheet_table
    from secondunit.service.cast_sheet import cast_sheet
    from secondunit.service.cast_table import shot_wardrobes
    from secondunit.service.show_cut import show_cut

    show = settings_of(arguments.show)
    cast = cast_sheet(show)
    if arguments.sequence and arguments.sequence not in show.sequences:
        named = ", ".join(show.sequences) or "none"
        raise NotFound(
            f"{show.name} has no sequence {arguments.sequence[:64]}.", remedy=f"There are: {named}."
        )
    cut = show_cut(show, frozenset(pin.shot for pin in cast.pins if pin.shot))
    rows = shot_wardrobes(cut, cast.pins, arguments.sequence)
    headings, cells = sheet_table(rows, cast)
    if arguments.otio:
        source, target = (Path(file) for file in arguments.otio)
        if not _write_cut(show, shot_wardrobes(cut, cast.pins), cast, source, target):
            output.remark(f"No clip of {source.name} is of a shot that wears anything.")
        output.line(str(target.absolute()))
    if arguments.csv:
        with whole_file(Path(arguments.csv).absolute()) as temporary:
            temporary.write_text(csv_text(headings, cells), "utf-8", newline="")
        output.line(str(Path(arguments.csv).absolute()))
    for row in rows:
        output.value(row)
    output.table(headings, cells)
    _say(cast, rows, output)
    if cut.problem is not None:
        output.remark(f"The order is not the cut's: {cut.problem.message}")
    say_other_takes(show, output)
    return exits.DONE


def add_import_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `import` takes beside a show."""
    parser.add_argument("cut", metavar="CUT", help="a cut as cast sheet --otio wrote it")


def import_pins(arguments: argparse.Namespace, output: Output) -> int:
    """Pin what a cut's clips carry, each for its shot, all or none; what is worn already stays as it is."""
    from secondunit.service.cast import member
    from secondunit.service.cast_pins import pins, set_pins
    from secondunit.service.show_cut import shot_of
    from secondunit.timeline import read_timeline
    from secondunit.timeline.cast import cast_on
    from secondunit.wire.cast import wardrobe

    show = settings_of(arguments.show)
    root = Path(show.root)
    current = pins(root)
    sequences = {shot: name for name, shots in show.sequences.items() for shot in shots}
    names = frozenset(sequences) | {pin.shot for pin in current if pin.shot}
    clips = cast_on(read_timeline(arguments.cut, Rate.parse(show.rate)))
    requests: dict[tuple[str, str], CastPin] = {}
    for clip, members in clips:
        shot = shot_of(clip, names)
        for figure in members:
            pin = requests.setdefault((shot, figure.name), CastPin(figure.name, figure.version, shot=shot))
            if pin.version != figure.version:
                raise BadInput(
                    f"Two clips of {shot} carry {figure.name} as {version_text(pin.version)} and as "
                    f"{version_text(figure.version)}.",
                    remedy="A shot wears one version: correct the cut's metadata.",
                    where="cast",
                )
    fresh = tuple(
        pin
        for pin in requests.values()
        if pin.member not in wardrobe(current, sequences.get(pin.shot, ""), pin.shot)
    )  # fmt: skip
    for pin in fresh:
        member(root, pin.member)
    set_pins(root, fresh)
    for pin in fresh:
        output.value(pin)
        output.line(f"{pin.name} is {version_text(pin.version)} in the {pin.place}.")
    if not clips:
        output.remark(f"No clip of {Path(arguments.cut).name} carries a cast.")
    elif not fresh:
        output.remark("Every shot wears this already.")
    say_other_takes(show, output)
    return exits.DONE


def _write_cut(
    show: ShowSettings, rows: tuple[ShotWardrobe, ...], cast: CharacterList, cut: Path, target: Path
) -> bool:
    """Write a cut anew with what its shots wear; whether any of them wears something."""
    from secondunit.media.whole import whole_file
    from secondunit.service.cast_table import appearance
    from secondunit.service.show_cut import shot_of
    from secondunit.timeline import read_timeline, timeline_text
    from secondunit.timeline.cast import clip_names, with_cast

    if target.suffix.lower() != ".otio":
        raise BadInput(
            f"{target.name} is no .otio: other formats do not keep who is seen.", remedy="Name it .otio.",
            where="otio",
        )  # fmt: skip
    if cut.exists() and target.exists() and cut.samefile(target):
        raise BadInput(f"{target.name} is the cut itself.", remedy="Write to another file.", where="otio")
    timeline = read_timeline(cut, Rate.parse(show.rate))
    of_shot = {
        row.shot: [(member, appearance(cast, member)) for member in row.cast] for row in rows if row.cast
    }
    names = frozenset(row.shot for row in rows)
    wardrobes = {
        clip: of_shot[shot] for clip in clip_names(timeline) if (shot := shot_of(clip, names)) in of_shot
    }
    text = timeline_text(with_cast(timeline, wardrobes), target)
    with whole_file(target.absolute()) as temporary:
        temporary.write_text(text, "utf-8")
    return bool(wardrobes)


def _say(cast: CharacterList, rows: tuple[ShotWardrobe, ...], output: Output) -> None:
    """Who has agreed to be seen, of those in these shots; and what is to be known of the sheet."""
    members = {member for row in rows for member in row.cast}
    persons = [
        person
        for member in sorted(members, key=lambda one: (one.name, one.version))
        if (character := cast.find(member.name)) and (version := character.find(member.version))
        for person in version.persons
    ]
    for consent in cast.consents_of(tuple(dict.fromkeys(persons))):
        output.remark(consent.sentence)
    if not members:
        output.remark("Nobody is pinned here. Pin a version: secondunit cast pin.")
    for remark in cast.remarks:
        output.remark(remark)
