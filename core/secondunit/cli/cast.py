"""`cast`: the characters of a show, new versions of them, what they are pinned to, and the whole sheet."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from secondunit.wire import CastMember, Character, check_name, version_text
from secondunit.wire.errors import WrongType

from . import exits
from .briefs import user
from .cast_match import add_match_to_cast_arguments, list_matches, match_to_cast, stop_match
from .cast_pins import add_pin_arguments, pin, unpin
from .cast_sheet import add_import_arguments, add_sheet_arguments, import_pins, sheet
from .grammar import Grammar
from .groups import Run, command_group
from .output import Output
from .reach import rights_of, settings_of


def list_cast(arguments: argparse.Namespace, output: Output) -> int:
    """List the characters of a show with their versions, and what of its cast folder is left out."""
    from secondunit.service.cast_sheet import cast_sheet

    cast = cast_sheet(settings_of(arguments.show))
    output.value(cast)
    output.table(
        ("character", "version", "pictures", "views", "seen", "note"),
        [row for character in cast.characters for row in _rows(character)],
    )
    if not cast.characters:
        output.remark(f"There is no character in {cast.folder}.")
    for remark in cast.remarks:
        output.remark(remark)
    return exits.DONE


def add_to_cast(arguments: argparse.Namespace, output: Output) -> int:
    """Copy pictures into the next version of a character, and say what is seen in them as references."""
    from secondunit.engines.cast_check import entry_check
    from secondunit.media.config import open_config
    from secondunit.service.cast_adding import add, require_pictures
    from secondunit.service.character_file import CharacterWords
    from secondunit.service.outbound.measuring import measuring_pictures

    show = settings_of(arguments.show)
    views, lights = _named(arguments.view, "--view front=a.png"), _named(arguments.light, "--light day=a.png")
    check_name("character", arguments.name)
    files = require_pictures(Path(file) for file in (*arguments.file, *views, *lights))
    words = CharacterWords(
        arguments.label, tuple(arguments.person), arguments.note, arguments.costume, arguments.age,
        arguments.wounds, {Path(file).name: view for file, view in views.items()},
        {Path(file).name: light for file, light in lights.items()},
    )  # fmt: skip
    member = CastMember(arguments.name, 1, persons=words.named)
    consent = measuring_pictures(member, files, lambda: rights_of(show.name), user())
    remarks = entry_check(arguments.name, files, open_config(show.colorspace_config), consent)
    folder = add(Path(show.root), arguments.name, files, words, remarks)
    number = int(folder.name[1:])
    output.value(
        {"name": arguments.name, "version": number, "folder": str(folder), "remarks": list(remarks)}
    )  # fmt: skip
    output.line(f"{arguments.name} {folder.name} is in {folder}.")
    output.line(f"Use it with --cast {arguments.name}={number}.")
    for remark in remarks:
        output.remark(remark)
    if arguments.person:
        output.remark(
            "Before it leaves the house, a consent of everybody seen has to be on record, and the pictures "
            "as a likeness: secondunit rights consent, secondunit rights input."
        )
    return exits.DONE


def add_cast_commands(commands: Any, shared: Grammar) -> None:
    """Add `cast` with a command of its own for each thing to do."""
    text = "The characters of a show: their pictures, who wears what where, and takes brought closer to them."
    add = command_group(commands, shared, "cast", text)

    def command(name: str, run: Run) -> argparse.ArgumentParser:
        parser = add(name, run)
        parser.add_argument("--show", required=True, metavar="SHOW", help="a show's name")
        return parser

    command("list", list_cast)
    parser = command("add", add_to_cast)
    parser.add_argument("name", help="the character's name, which is its folder's")
    parser.add_argument("file", nargs="*", metavar="FILE", help="pictures: PNG, JPEG, TIFF or EXR")
    for option, example, text in (
        ("--view", "VIEW=FILE", "a picture with where it is seen from: front=a.png"),
        ("--light", "LIGHT=FILE", "a picture with the light that it was taken in: night=a.png"),
    ):
        parser.add_argument(
            option, action="append", default=[], metavar=example, help=f"{text}; may be said again"
        )
    parser.add_argument(
        "--person", action="append", default=[], metavar="NAME", help="who is seen in them; may be said again"
    )
    parser.add_argument(
        "--label", default="", metavar="TEXT", help="what the character is called; default: its name"
    )
    parser.add_argument("--costume", default="", metavar="TEXT", help="what is worn in this version")
    parser.add_argument("--age", default="", metavar="TEXT", help="how old the character is in it")
    parser.add_argument("--wounds", default="", metavar="TEXT", help="what is on the skin: wounds, dirt")
    parser.add_argument("--note", default="", metavar="TEXT", help="what is to be known of this version")
    add_pin_arguments(command("pin", pin), version=True)
    add_pin_arguments(command("unpin", unpin), version=False)
    add_sheet_arguments(command("sheet", sheet))
    add_import_arguments(command("import", import_pins))
    add_match_to_cast_arguments(add("match", match_to_cast))
    command("matches", list_matches)
    add("match-stop", stop_match).add_argument("match", metavar="MATCH", help="its id")


def _named(texts: list[str], example: str) -> dict[str, str]:
    """`front=a.png` and its like, by file; raises `WrongType`."""
    named = {}
    for text in texts:
        word, _, file = text.partition("=")
        if not word.strip() or not file:
            raise WrongType(f"{text[:60]!r} names no picture.", remedy=f"Write it as {example}.")
        named[file] = word.strip()
    return named


def _rows(character: Character) -> Iterator[tuple[str, ...]]:
    for version in character.versions:
        note = version.problem or "; ".join(
            part.rstrip(".") for part in (version.appearance, version.note, *version.remarks) if part
        )
        yield (
            character.name, version_text(version.version), str(len(version.pictures)), version.views,
            ", ".join(version.persons), note,
        )  # fmt: skip
