"""`continuity`: a sequence's characters shot by shot, in cut order, as a page or a picture."""

from __future__ import annotations

import argparse
from pathlib import Path

from secondunit.wire.errors import OutOfRange

from . import exits
from .output import Output
from .reach import reach

#: What a file may end in.
PAGE, PICTURE = ".html", ".png"


def add_continuity_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `continuity` takes to its parser."""
    parser.add_argument("sequence", metavar="SEQUENCE", help="a sequence, as the show's settings name it")
    parser.add_argument("--show", required=True, metavar="SHOW", help="a show's name")
    parser.add_argument("--character", default="", metavar="NAME", help="only this one; default: all")
    parser.add_argument("--html", default="", metavar="FILE", help="write a page with everything inside it")
    parser.add_argument(
        "-o", "--output", default="", metavar="FILE", help="a page (.html) or a picture (.png)"
    )


def continuity(arguments: argparse.Namespace, output: Output) -> int:
    """Show a sequence's characters shot by shot in cut order: how far each take is, and what to look at."""
    file = Path(arguments.output) if arguments.output else None
    if file is not None and file.suffix.lower() not in (PAGE, PICTURE):
        raise OutOfRange(
            f"{file.name} is neither a page nor a picture.",
            remedy="Name it as continuity.html or continuity.png.",
            where="output",
        )
    client = reach()
    show, sequence, character = arguments.show, arguments.sequence, arguments.character
    every = client.continuity(show, sequence, character=character)
    for remark in every.remarks:
        output.remark(remark)
    for one in every.characters:
        output.value({
            "sequence": every.sequence, "character": one.character, "missing": list(one.missing),
            "shots": [
                {"take": shot.take.id, "shot": shot.take.shot, "drift": shot.drift,
                 "warnings": list(shot.warnings)}
                for shot in one.shots
            ],
        })  # fmt: skip
        output.line(f"{one.character}: {len(one.shots)} of {len(every.shots)} shots measured")
        for shot in one.shots:
            output.line(f"{shot.take.label}  {shot.drift.sentence}")
        if one.missing:
            output.line(f"no measured take: {', '.join(one.missing)}")
        for warning in one.warnings:
            output.remark(warning)
    if arguments.html:
        _write(Path(arguments.html), client.continuity_page(show, sequence, character=character), output)
    if file is not None:
        page = file.suffix.lower() == PAGE
        make = client.continuity_page if page else client.continuity_picture
        _write(file, make(show, sequence, character=character), output)
    return exits.DONE


def _write(file: Path, data: bytes, output: Output) -> None:
    from secondunit.media.whole import whole_file

    with whole_file(file.absolute()) as temporary:
        temporary.write_bytes(data)
    output.line(str(file.absolute()))
