"""`cast list` and `cast add`: the characters of a show, and a new version of one from pictures."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from secondunit.wire import Character, version_text

from . import exits
from .grammar import Grammar
from .groups import Run, command_group
from .output import Output


def list_cast(arguments: argparse.Namespace, output: Output) -> int:
    """List the characters of a show with their versions, and what of its cast folder is left out."""
    from secondunit.service.cast import listed

    cast = listed(_root(arguments.show))
    output.value(cast)
    output.table(
        ("character", "version", "pictures", "seen", "note"),
        [row for character in cast.characters for row in _rows(character)],
    )
    if not cast.characters:
        output.remark(f"There is no character in {cast.folder}.")
    for remark in cast.remarks:
        output.remark(remark)
    return exits.DONE


def add_to_cast(arguments: argparse.Namespace, output: Output) -> int:
    """Copy pictures into the next version of a character, whole or not at all."""
    from secondunit.service.cast_adding import add

    folder = add(
        _root(arguments.show), arguments.name, [Path(file) for file in arguments.file],
        persons=arguments.person, label=arguments.label, note=arguments.note,
    )  # fmt: skip
    output.value({"name": arguments.name, "version": int(folder.name[1:]), "folder": str(folder)})
    output.line(f"{arguments.name} {folder.name} is in {folder}.")
    output.line(f"Use it with --cast {arguments.name}={int(folder.name[1:])}.")
    if arguments.person:
        output.remark(
            "Before it leaves the house, a consent of everybody seen has to be on record, and the pictures "
            "as a likeness: secondunit rights consent, secondunit rights input."
        )
    return exits.DONE


def add_cast_commands(commands: Any, shared: Grammar) -> None:
    """Add `cast` with a command of its own for each thing to do."""
    text = "The characters of a show: who is in its cast, and new pictures of them."
    add = command_group(commands, shared, "cast", text)

    def command(name: str, run: Run) -> argparse.ArgumentParser:
        parser = add(name, run)
        parser.add_argument("--show", required=True, metavar="SHOW", help="a show's name")
        return parser

    command("list", list_cast)
    parser = command("add", add_to_cast)
    parser.add_argument("name", help="the character's name, which is its folder's")
    parser.add_argument("file", nargs="+", metavar="FILE", help="pictures: PNG, JPEG, TIFF or EXR")
    parser.add_argument(
        "--person", action="append", default=[], metavar="NAME", help="who is seen in them; may be said again"
    )
    parser.add_argument(
        "--label", default="", metavar="TEXT", help="what the character is called; default: its name"
    )
    parser.add_argument("--note", default="", metavar="TEXT", help="what is to be known of this version")


def _root(show: str) -> Path:
    from secondunit.service.home import Home
    from secondunit.service.shows import Shows

    return Path(Shows(Home.of_user()).find(show).root)


def _rows(character: Character) -> Iterator[tuple[str, ...]]:
    for version in character.versions:
        note = version.problem or "; ".join(part for part in (version.note, *version.remarks) if part)
        yield (
            character.name, version_text(version.version), str(len(version.pictures)),
            ", ".join(version.persons), note,
        )  # fmt: skip
