"""`mattes`: the drawn mattes of a shot, and shapes of another program written as one."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from secondunit.host.drawn_mattes import list_drawn, open_drawn, write_drawn
from secondunit.wire import dumps, loads, version_text
from secondunit.wire.drawn import DrawnMatte, MatteWish
from secondunit.wire.errors import BadPicture, NoRights, NotFound

from . import exits
from .grammar import Grammar
from .groups import Run, command_group
from .output import Output
from .reach import reach

if TYPE_CHECKING:
    from secondunit.host.client import Client


def list_mattes(arguments: argparse.Namespace, output: Output) -> int:
    """List the mattes that were drawn for a shot, the newest version of each."""
    written = list_drawn(reach(), arguments.show, arguments.shot)
    for one in written:
        output.value(one)
    output.table(
        ("matte", "version", "frames", "files"),
        [(one.name, version_text(one.version), str(one.matte.frames), one.matte.path) for one in written],
    )
    return exits.DONE


def draw(arguments: argparse.Namespace, output: Output) -> int:
    """Write shapes as a matte of a shot: its next version, as EXR with the plate's numbers."""
    drawing = read_shapes(Path(arguments.shapes))
    client = reach()
    plate = client.inspect(str(Path(arguments.plate).absolute()), arguments.show, rate_required=False)
    if (drawing.format.width, drawing.format.height) != (plate.format.width, plate.format.height):
        raise BadPicture(
            f"The shapes are for {drawing.format}; the plate is {plate.format}.",
            remedy="Name the plate that they were drawn over.",
            where="plate",
        )
    wish = MatteWish(
        arguments.show, arguments.shot, arguments.name, replace(drawing, format=plate.format), plate
    )
    written = write_drawn(client, wish)
    output.value(written)
    output.line(written.matte.path)
    return exits.DONE


def print_shapes(arguments: argparse.Namespace, output: Output) -> int:
    """Print the shapes of a drawn matte, as `mattes draw` takes them."""
    client = reach()
    opened = open_drawn(client, _path(client, arguments), arguments.show)
    for name in (*opened.changed, *opened.missing):
        output.remark(f"{name} is no longer what was drawn.")
    output.json(dumps(opened.record.drawing, indent=None if output.as_json else 1))
    return exits.DONE


def read_shapes(path: Path) -> DrawnMatte:
    """The drawing in a file; raises `NotFound`, `NoRights`, and what a drawing has to be."""
    try:
        body = path.read_bytes()
    except FileNotFoundError:
        raise NotFound("There are no such shapes.", where=str(path)) from None
    except OSError as error:
        raise NoRights(f"The shapes cannot be read: {error.strerror}.", where=str(path)) from None
    return loads(DrawnMatte, body)


def add_matte_commands(commands: Any, shared: Grammar) -> None:
    """Add `mattes` with a command of its own for each thing to do."""
    text = "The drawn mattes of a shot: which there are, their shapes, and shapes written as a new one."
    add = command_group(commands, shared, "mattes", text)

    def command(name: str, run: Run) -> argparse.ArgumentParser:
        parser = add(name, run)
        parser.add_argument("--show", required=True, metavar="SHOW", help="a show's name")
        parser.add_argument("--shot", required=True, metavar="SHOT", help="a shot's name")
        return parser

    command("list", list_mattes)
    parser = command("shapes", print_shapes)
    parser.add_argument("name", metavar="NAME", help="of the matte, its newest version")
    parser = command("draw", draw)
    parser.add_argument("shapes", metavar="SHAPES.json", help="frames, format and shapes")
    parser.add_argument("--plate", required=True, metavar="PATTERN", help="what they were drawn over")
    parser.add_argument("--name", required=True, metavar="NAME", help="what the matte is called")


def _path(client: Client, arguments: argparse.Namespace) -> str:
    for one in list_drawn(client, arguments.show, arguments.shot):
        if one.name == arguments.name:
            return one.matte.path
    raise NotFound(
        f"No matte {arguments.name[:40]!r} was drawn for this shot.",
        remedy="See which there are: secondunit mattes list --show SHOW --shot SHOT.",
        where="name",
    )


__all__ = ["add_matte_commands", "draw", "list_mattes", "print_shapes", "read_shapes"]
