"""`export`: a take as something another application reads; a Nuke script that is pasted by hand."""

from __future__ import annotations

import argparse
from pathlib import Path

from secondunit.host.client import Client
from secondunit.host.nk import group_name, group_script, nodes_script
from secondunit.media.whole import storage_error, whole_file
from secondunit.wire import Format, Placement, PlacementKind, Take

from . import exits
from .named import TAKE_HELP, take_of
from .output import Output
from .reach import reach

#: The most versions of an element that go into one Group.
MOST_VERSIONS = 1000


def export(arguments: argparse.Namespace, output: Output) -> int:
    """Write a take as Nuke nodes: paste the text into the node graph, or drop the file on it."""
    client = reach()
    take = take_of(client, arguments.take)
    kind = PlacementKind.NODES if arguments.nodes else PlacementKind.COMP
    placement = Placement(take.id, kind, blend=take.blend)
    format = _plate_format(client, take)
    if arguments.nodes:
        text = nodes_script(take, placement, name=group_name(take), plate_format=format)
    else:
        versions = [
            version for version in _versions(client, take) if version.colorspace.name == take.colorspace.name
        ]
        text = group_script(versions, placement, name=group_name(take), plate_format=format)
    if arguments.output:
        _write(Path(arguments.output), text)
        output.value({"take": take.id, "file": str(Path(arguments.output).absolute())})
        output.line(f"{take.label}: drop {arguments.output} on Nuke's node graph, with the plate selected.")
    elif output.as_json:
        output.value({"take": take.id, "nk": text})
    else:
        output.stdout.write(text)
    return exits.DONE


def _plate_format(client: Client, take: Take) -> Format | None:
    """The format of the plate that a model changed: an upscale is finer. None for the take's own."""
    if not take.provider:
        return None
    plate = client.take_brief(take.id).plate
    return None if plate is None else plate.format


def _versions(client: Client, take: Take) -> list[Take]:
    """Every version of the take's element, the take itself among them."""
    takes, after = {take.version: take}, ""
    while len(takes) < MOST_VERSIONS:
        page = client.takes(show=take.show, shot=take.shot, element=take.element, limit=100, after=after)
        takes |= {sibling.version: sibling for sibling in page.takes if sibling.version != take.version}
        after = page.next
        if not after:
            break
    return [takes[number] for number in sorted(takes)]


def _write(path: Path, text: str) -> None:
    try:
        with whole_file(path) as temporary:
            temporary.write_text(text, "utf-8", newline="\n")
    except OSError as problem:
        raise storage_error(problem, path) from problem


def add_export_arguments(parser: argparse.ArgumentParser) -> None:
    """What `export` takes."""
    parser.add_argument("take", metavar="TAKE", help=TAKE_HELP)
    parser.add_argument(
        "--nk", action="store_true", help="as Nuke nodes: a Group with every version (the default)"
    )
    parser.add_argument(
        "--nodes", action="store_true", help="plain nodes instead of a Group, this version only"
    )
    parser.add_argument("-o", "--output", metavar="FILE", default="", help="a .nk; default: standard output")
