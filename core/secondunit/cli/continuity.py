"""`continuity`: a sequence's characters shot by shot, in cut order, as a page or a picture."""

from __future__ import annotations

import argparse
from pathlib import Path

from secondunit.host.client import Client
from secondunit.wire import Take
from secondunit.wire.errors import NoRights, NotFound, OutOfRange
from secondunit.wire.problem import raised

from . import exits
from .listing import MOST_A_PAGE
from .output import Output
from .reach import reach, rights_of


def add_continuity_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `continuity` takes to its parser."""
    parser.add_argument("sequence", metavar="SEQUENCE", help="a sequence, as the show's settings name it")
    parser.add_argument("--show", required=True, metavar="SHOW", help="a show's name")
    parser.add_argument("--character", default="", metavar="NAME", help="only this one; default: all")
    parser.add_argument(
        "-o", "--output", default="", metavar="FILE", help="a page (.html) or a picture (.png)"
    )


def continuity(arguments: argparse.Namespace, output: Output) -> int:
    """Show a sequence's characters shot by shot in cut order: how far each take is, and what to look at."""
    from secondunit.engines.drift.continuity import continuity as measured
    from secondunit.engines.drift.continuity import newest
    from secondunit.engines.drift.kept_faces import CAST, kept_faces
    from secondunit.media.config import open_config

    file = Path(arguments.output) if arguments.output else None
    if file is not None and file.suffix.lower() not in (".html", ".png"):
        raise OutOfRange(
            f"{file.name} is neither a page nor a picture.",
            remedy="Name it as continuity.html or continuity.png.",
            where="output",
        )
    client = reach()
    settings = client.show(arguments.show)
    cut = client.show_cut(arguments.show)
    if cut.problem is not None:
        raise raised(cut.problem)
    shots = [place.shot for place in cut.shots if place.sequence == arguments.sequence]
    if not shots:
        named = ", ".join(settings.sequences) or "none"
        raise NotFound(
            f"{arguments.show} has no sequence {arguments.sequence}.",
            remedy=f"There are: {named}. They stand in the show's secondunit.toml.",
        )
    kept = []
    persons = _persons(client, arguments.show)
    reasons = rights_of(arguments.show).unmeasured({name for names in persons.values() for name in names})
    withheld: dict[str, str] = {}
    try:
        for face in kept_faces(Path(settings.root) / CAST, arguments.character):
            lacking = [name for name in persons.get((face.character, face.version), ()) if name in reasons]
            if lacking:
                withheld[face.character] = reasons[lacking[0]]
            else:
                kept.append(face)
    except NoRights as error:
        output.remark(f"Not every shot is held against the one before: {error.problem.message}")
    for name, reason in withheld.items():
        output.remark(f"The shots of {name} are not held against one another: {reason}")
    config = open_config(settings.colorspace_config)
    listed = newest(shots, _takes(client, arguments.show, shots))
    takes = [client.take(take) for take in sorted({take.id for take in listed.values()})]
    pictures = _pictures(client, arguments.show) if file is not None else {}
    every = measured(arguments.sequence, shots, takes, kept, config, pictures, arguments.character)
    for one in every:
        output.value({
            "sequence": one.sequence, "character": one.character, "missing": list(one.missing),
            "shots": [
                {"take": shot.take.id, "shot": shot.take.shot, "drift": shot.drift,
                 "warnings": list(shot.warnings)}
                for shot in one.shots
            ],
        })  # fmt: skip
        output.line(f"{one.character}: {len(one.shots)} of {len(shots)} shots measured")
        for shot in one.shots:
            output.line(f"{shot.take.label}  {shot.drift.sentence}")
        for warning in one.warnings:
            output.remark(warning)
    if not every:
        raise NotFound(
            f"No take of {arguments.sequence} has a measured character.",
            remedy="Make takes with --cast NAME=VERSION; secondunit drift TAKE says why one was not.",
        )
    if file is not None:
        from secondunit.engines.drift.continuity_page import continuity_page, continuity_picture, stacked
        from secondunit.media.whole import whole_file

        title = f"Continuity of {arguments.sequence}, {arguments.show}"
        with whole_file(file.absolute()) as temporary:
            if file.suffix.lower() == ".html":
                temporary.write_text(continuity_page(every, title), "utf-8")
            else:
                stacked([continuity_picture(one) for one in every]).save(temporary, "PNG")
        output.line(str(file.absolute()))
    return exits.DONE


def _pictures(client: Client, show: str) -> dict[tuple[str, int], list[Path]]:
    """The pictures of each version of each character, as the cast has them."""
    return {
        (character.name, version.version): [Path(picture.path) for picture in version.pictures]
        for character in client.cast(show).characters
        for version in character.versions
    }


def _persons(client: Client, show: str) -> dict[tuple[str, int], tuple[str, ...]]:
    """Who is seen in each version of each character."""
    return {
        (character.name, version.version): version.persons
        for character in client.cast(show).characters
        for version in character.versions
    }


def _takes(client: Client, show: str, shots: list[str]) -> list[Take]:
    """Every take of the shots, page by page."""
    takes: list[Take] = []
    for shot in shots:
        page = client.takes(show=show, shot=shot, limit=MOST_A_PAGE)
        takes += page.takes
        while page.next:
            page = client.takes(show=show, shot=shot, limit=MOST_A_PAGE, after=page.next)
            takes += page.takes
    return takes
