"""`drift`: how far a take's characters are from their references; `faces`: what is kept, and erasing it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from secondunit.wire import CharacterDrift
from secondunit.wire.errors import NoRights, NotFound, WrongType

from . import exits
from .calibration import calibrate
from .grammar import Grammar
from .groups import Run, command_group
from .named import TAKE_HELP, take_of
from .output import Output
from .reach import reach

#: What stands for a take where a show's thresholds are measured.
CALIBRATE = "calibrate"


def add_drift_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `drift` takes to its parser."""
    parser.add_argument(
        "take", metavar="TAKE", help=f"{TAKE_HELP}; or {CALIBRATE}: measure the cast of --show, nothing else"
    )
    parser.add_argument("--frames", action="store_true", help="list every frame; default: worst and median")
    parser.add_argument("--show", default="", metavar="SHOW", help=f"with {CALIBRATE}: whose cast")
    parser.add_argument(
        "--keep",
        action="store_true",
        help=f"with {CALIBRATE}: have the show's drift go by the thresholds that are proposed",
    )


def drift(arguments: argparse.Namespace, output: Output) -> int:
    """Show how far each character of a take is from its references, or calibrate a show on its own cast."""
    if arguments.take == CALIBRATE:
        return calibrate(arguments, output)
    if arguments.show or arguments.keep:
        raise WrongType(
            "--show and --keep are for a calibration.",
            remedy=f"secondunit drift {CALIBRATE} --show SHOW --keep",
        )
    take = take_of(reach(), arguments.take)
    output.value({"take": take.id, "drift": list(take.drift)})
    output.line(take.label)
    for character in take.drift:
        _say(character, output, frames=arguments.frames)
    if not take.drift:
        output.remark("Nothing was measured: " + (_why(take.remarks) or "its brief names no character."))
    return exits.DONE


def _say(drift: CharacterDrift, output: Output, *, frames: bool) -> None:
    output.line(drift.sentence)
    if drift.references:
        alike = f" The most alike picture is {drift.copied_from} ({drift.copied:.2f})."
        output.line(
            f"Held against {drift.references} references; the nearest counts."
            + (alike if drift.copied_from else "")
        )
    for remark in drift.remarks:
        output.remark(remark)
    if frames:
        output.table(
            ("frame", "distance", *(["second"] if drift.second else []), "what may be said"),
            [
                (
                    str(frame.frame),
                    _number(frame.distance),
                    *([_number(frame.second)] if drift.second else []),
                    frame.withheld or frame.word.value,
                )
                for frame in drift.frames
            ],
        )
    if drift.second is not None:
        output.line(f"{drift.second.network}: {drift.second.licence}, {drift.second.allowed}.")


def _number(distance: float | None) -> str:
    return "" if distance is None else f"{distance:.2f}"


def _why(remarks: tuple[str, ...]) -> str:
    return next((remark for remark in remarks if remark.startswith("The drift of its characters")), "")


def list_faces(arguments: argparse.Namespace, output: Output) -> int:
    """List what is kept of faces in a show: of which character, in which takes, and in which files."""
    from secondunit.engines.drift.kept_faces import kept_faces

    rows = []
    closed: NoRights | None = None
    try:
        for face in kept_faces(_cast(arguments.show), arguments.character):
            output.value({
                "character": face.character, "version": face.version, "take": face.take, "frame": face.frame,
                "file": str(face.path),
            })  # fmt: skip
            rows.append((face.character, f"v{face.version:03d}", face.take, str(face.frame), str(face.path)))
    except NoRights as error:
        closed = error
    output.table(("character", "version", "take", "frame", "file"), rows)
    if closed is not None:
        raise closed
    if not rows:
        output.remark("Nothing is kept of any face.")
    return exits.DONE


def erase(arguments: argparse.Namespace, output: Output) -> int:
    """Erase all that is kept of a character's faces, and record in the show's ledger that it was done."""
    from secondunit.engines.drift.kept_faces import erase_faces

    from .briefs import user
    from .reach import rights_of

    rights = rights_of(arguments.show)
    rights.ledger.check()
    count = erase_faces(_cast(arguments.show), arguments.character)
    if not count:
        raise NotFound(
            f"Nothing is kept of {arguments.character}'s face.",
            remedy=f"secondunit faces list --show {arguments.show} says what there is.",
        )
    rights.record_erasure(arguments.character, count, user(), arguments.why)
    output.value({"character": arguments.character, "erased": count})
    output.line(f"{count} descriptions of {arguments.character} are erased; the ledger says so.")
    output.remark("The distances stay with the takes.")
    return exits.DONE


def add_faces_commands(commands: Any, shared: Grammar) -> None:
    """Add `faces` with a command of its own for each thing to do."""
    text = "What a show keeps of its characters' faces, which is personal data: list it, erase it."
    add = command_group(commands, shared, "faces", text)

    def command(name: str, run: Run) -> argparse.ArgumentParser:
        parser = add(name, run)
        parser.add_argument("--show", required=True, metavar="SHOW", help="a show's name")
        return parser

    command("list", list_faces).add_argument(
        "character", nargs="?", default="", metavar="CHARACTER", help="only of this one; default: all"
    )
    parser = command("erase", erase)
    parser.add_argument("character", metavar="CHARACTER", help="whose, by the name in the cast")
    parser.add_argument("--why", default="", metavar="TEXT", help="the reason, for the ledger")


def _cast(show: str) -> Path:
    from secondunit.engines.drift.kept_faces import CAST
    from secondunit.service.home import Home
    from secondunit.service.shows import Shows

    return Path(Shows(Home.of_user()).find(show).root) / CAST
