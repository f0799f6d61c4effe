"""`export`: a take as something another application reads; a Nuke script that is pasted by hand."""

from __future__ import annotations

import argparse
from pathlib import Path

from secondunit.host.client import Client
from secondunit.host.nk import group_name, group_script, nodes_script
from secondunit.host.sitting import match_beside, sitting_of
from secondunit.media.whole import storage_error, whole_file
from secondunit.wire import Format, Placement, PlacementKind, Take, loads
from secondunit.wire.errors import BadValue, NothingSelected
from secondunit.wire.plate_match import PlateMatch

from . import exits
from .named import TAKE_HELP, take_of
from .output import Output
from .pattern import exr_pattern
from .reach import reach

#: The most versions of an element that go into one Group.
MOST_VERSIONS = 1000


def export(arguments: argparse.Namespace, output: Output) -> int:
    """Write a take as Nuke nodes: paste the text into the node graph, or drop the file on it."""
    pattern = exr_pattern(arguments.baked)
    client = reach()
    take = take_of(client, arguments.take)
    if pattern:
        return _bake(arguments, take, pattern, output)
    kind = PlacementKind.NODES if arguments.nodes else PlacementKind.COMP
    placement = Placement(take.id, kind, blend=take.blend)
    format = _plate_format(client, take)
    if arguments.nodes:
        text = nodes_script(take, placement, name=group_name(take), plate_format=format)
    else:
        versions = [
            version for version in _versions(client, take) if version.colorspace.name == take.colorspace.name
        ]
        match = _match(arguments.match, take)
        sitting = None if match is None else sitting_of(match, take)
        text = group_script(versions, placement, name=group_name(take), plate_format=format, sitting=sitting)
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


def _bake(arguments: argparse.Namespace, take: Take, pattern: str, output: Output) -> int:
    """Write the element with its plate's look baked in; raises `NothingSelected` where no match is known."""
    from secondunit.engines.matched_pass import bake_take
    from secondunit.media.config import open_config

    match = _match(arguments.match, take)
    if match is None:
        raise NothingSelected(
            f"No plate's match is on record beside {take.label}.",
            remedy="Measure the plate: secondunit match PLATE --for TAKE, or name a file: --match FILE.",
            where="match",
        )
    for path in bake_take(take, match, pattern, open_config(take.colorspace.config), take.seed):
        output.remark(str(path))
    output.value({"take": take.id, "files": pattern})
    output.line(pattern)
    return exits.DONE


def _match(file: str, take: Take) -> PlateMatch | None:
    """The plate's match that a file says, else the one on record beside the take; raises `BadValue`."""
    if not file:
        return match_beside(take)
    try:
        return loads(PlateMatch, Path(file).read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        raise BadValue(
            f"{Path(file).name} cannot be read as a plate's match.",
            remedy="Write one: secondunit match PLATE -o match.json.",
            where="match",
        ) from None


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
    parser.add_argument(
        "--match", metavar="FILE", default="",
        help="sit it in the plate that this was measured of; default: what is on record beside the take",
    )  # fmt: skip
    parser.add_argument(
        "--baked", metavar="PATTERN", default="",
        help="write frames with the plate's blur, cast, black and grain in them instead: baked.%%04d.exr",
    )  # fmt: skip
    parser.add_argument("-o", "--output", metavar="FILE", default="", help="a .nk; default: standard output")
