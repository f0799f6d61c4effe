"""The grammar of the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from secondunit import __version__
from secondunit.host.client import VIEWS
from secondunit.wire import JobState, Step

from . import generating, listing, looking, serving
from .adopting import add_adopt_arguments, adopt
from .briefs import add_brief_arguments
from .cast import add_cast_commands
from .checks import add_check_arguments, check
from .comfyui import add_comfyui_arguments, comfyui
from .completing import add_completers, add_completion_arguments, completion
from .continuity import add_continuity_arguments, continuity
from .cuts import add_cut_arguments, conform, place, shots
from .desk import desk
from .drift import add_drift_arguments, add_faces_commands, drift
from .export import add_export_arguments, export
from .grain import add_grain_arguments, grain
from .grammar import Grammar
from .hosts import add_install_arguments, install
from .looks import add_looks_arguments, looks
from .match import add_match_arguments, match
from .mattes import add_matte_commands
from .named import JOB_HELP, TAKE_HELP, WHERE_HELP
from .output import Output
from .patches import add_patch_arguments, patch
from .providers import offers, providers
from .rights import add_ledger_arguments, add_provenance_arguments, ledger, provenance
from .rights_commands import add_rights_commands
from .saved_looks import add_saved_look_commands
from .sequence_at_once import add_sequence_arguments
from .signoffs import add_signoff_arguments, signoff
from .weights import add_weights_commands

Run = Callable[[argparse.Namespace, Output], int]

_EXITS = """exit codes:
  0 done, 1 unexpected, 2 bad input, 3 not found, 4 denied, 5 no service,
  6 failed, 7 cancelled, 8 uncertain, 9 disk full, 130 interrupted"""


def parser() -> Grammar:
    """The whole grammar; each command leaves the function that runs it in `run`."""
    top = Grammar(
        prog="secondunit", description="Elements for the shot: from a brief to a take on disk.", epilog=_EXITS
    )
    top.add_argument("--version", action="version", version=f"Second Unit {__version__}")
    shared = Grammar(add_help=False)
    shared.add_argument("--json", action="store_true", help="answer in lines of JSON")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, run: Run) -> argparse.ArgumentParser:
        text = (run.__doc__ or "").strip()
        subparser = commands.add_parser(name, parents=[shared], help=text, description=text)
        subparser.set_defaults(run=run, grammar=subparser)
        return subparser

    _making(command)
    _looking(command, shared)
    _cutting(command)
    _running(command)
    _keeping(command)
    add_rights_commands(commands, shared)
    add_cast_commands(commands, shared)
    add_faces_commands(commands, shared)
    add_matte_commands(commands, shared)
    add_weights_commands(commands, shared)
    add_completers(top)
    return top


def _making(command: Callable[[str, Run], argparse.ArgumentParser]) -> None:
    subparser = command("generate", generating.generate)
    add_brief_arguments(subparser, sequence=True)
    add_sequence_arguments(subparser)
    subparser.add_argument("--detach", action="store_true", help="do not wait: print the job and return")
    subparser.add_argument(
        "--key", default="", metavar="TEXT", help="the same key and brief never make a second job"
    )
    subparser.add_argument(
        "--yes", action="store_true", help="spend money unasked; what is refused stays refused"
    )
    add_brief_arguments(command("estimate", generating.estimate))
    add_patch_arguments(command("patch", patch))
    add_adopt_arguments(command("adopt", adopt))


def _looking(command: Callable[[str, Run], argparse.ArgumentParser], shared: Grammar) -> None:
    subparser = command("jobs", listing.jobs)
    _where(subparser)
    subparser.add_argument(
        "--state", default="", metavar="STATE", choices=["", *(state.value for state in JobState)],
        help=f"only jobs in this state: {', '.join(state.value for state in JobState)}; default: all",
    )  # fmt: skip
    subparser.add_argument("--follow", metavar="JOB", help=f"follow one job to its end: {JOB_HELP}")
    command("cancel", listing.cancel).add_argument("job", nargs="+", metavar="JOB", help=JOB_HELP)
    command("retry", listing.retry).add_argument("job", metavar="JOB", help=JOB_HELP)
    _where(command("takes", listing.takes))
    subparser = command("show", listing.show)
    _take(subparser)
    subparser.add_argument("--brief", action="store_true", help="print the brief it was made of, as JSON")
    command("kinds", listing.kinds).add_argument(
        "kind", nargs="*", metavar="KIND", help="only these; default: all"
    )
    subparser = command("looks", looks)
    add_looks_arguments(subparser)
    add_saved_look_commands(subparser, shared)
    subparser = command("notes", looking.notes)
    _take(subparser)
    subparser.add_argument("--add", metavar="TEXT", help="say this of the take; default: list what was said")
    subparser.add_argument(
        "--frame", type=int, metavar="FRAME", help="the frame it is about; default: the whole take"
    )
    add_check_arguments(command("check", check))
    add_drift_arguments(command("drift", drift))
    add_continuity_arguments(command("continuity", continuity))
    add_signoff_arguments(command("signoff", signoff))
    subparser = command("frame", looking.frame)
    _take(subparser)
    subparser.add_argument(
        "frame", type=int, metavar="FRAME", help="which of its frames, by the shot's number"
    )
    subparser.add_argument(
        "--view", default="plate", metavar="VIEW", choices=VIEWS,
        help=f"what it is seen on, or as: {', '.join(VIEWS)}",
    )  # fmt: skip
    subparser.add_argument("--width", type=int, default=960, metavar="PIXELS", help="the most across")
    subparser.add_argument("-o", "--output", required=True, metavar="FILE", help="a .png or .jpg")
    add_export_arguments(command("export", export))


def _cutting(command: Callable[[str, Run], argparse.ArgumentParser]) -> None:
    subparser = command("shots", shots)
    subparser.add_argument("cut", metavar="CUT", help="a timeline: .otio, .edl, .fcpxml, .xml or .aaf")
    add_cut_arguments(subparser, writes=False)
    subparser = command("place", place)
    subparser.add_argument("cut", metavar="CUT", help="a timeline: .otio, .edl, .fcpxml, .xml or .aaf")
    _take(subparser)
    subparser.add_argument("--shot", required=True, metavar="SHOT", help="a shot of the cut, by id or name")
    subparser.add_argument(
        "--first", type=int, metavar="FRAME",
        help="the take's frame at the shot's head; default: by its own numbers, else its first",
    )  # fmt: skip
    add_cut_arguments(subparser, writes=True)
    subparser = command("conform", conform)
    subparser.add_argument("old", metavar="OLD", help="the cut that carries takes")
    subparser.add_argument("new", metavar="NEW", help="the cut that they are carried to")
    add_cut_arguments(subparser, writes=True)


def _take(subparser: argparse.ArgumentParser) -> None:
    subparser.add_argument("take", metavar="TAKE", help=TAKE_HELP)


def _where(subparser: argparse.ArgumentParser) -> None:
    subparser.add_argument("where", nargs="?", default="", metavar="WHERE", help=WHERE_HELP)
    subparser.add_argument("--show", default="", metavar="SHOW", help="only of this show; default: all")
    subparser.add_argument("--shot", default="", metavar="SHOT", help="only of this shot; default: all")
    subparser.add_argument("--element", default="", metavar="ELEMENT", help="only of this; default: all")
    subparser.add_argument("--limit", type=int, default=50, metavar="ROWS", help="the most that are listed")


def _running(command: Callable[[str, Run], argparse.ArgumentParser]) -> None:
    subparser = command("desk", desk)
    subparser.add_argument(
        "files", nargs="*", metavar="FILE", help="plates to open: a frame, a folder, a movie"
    )
    subparser.add_argument(
        "--theme",
        choices=["system", "dark", "light"],
        default="system",
        help="how it looks; default: as the system has it",
    )
    subparser = command("plate", serving.make_plate)
    subparser.add_argument("movie", metavar="MOVIE", help="the movie's file")
    subparser.add_argument("pattern", metavar="PATTERN", help="where the frames go: plate.%%04d.exr")
    subparser.add_argument(
        "--start", type=int, default=1001, metavar="FRAME", help="the number of the first frame made"
    )
    subparser.add_argument(
        "--first",
        type=int,
        default=0,
        metavar="FRAME",
        help="the movie's frame to begin with, counted from 0",
    )
    subparser.add_argument(
        "--count", type=int, default=None, metavar="FRAMES", help="how many frames; default: all"
    )
    subparser.add_argument(
        "--source", default="", metavar="NAME", help="the movie's colour space; default: by its tags"
    )
    subparser.add_argument("--to", default="ACEScg", metavar="NAME", help="the plate's colour space")
    subparser.add_argument(
        "--config", default="", metavar="OCIO", help="OCIO config: a file or ocio:// name; default: $OCIO"
    )
    subparser.add_argument(
        "--accept-damage", action="store_true", help="take a damaged movie as it is, and say so"
    )
    add_grain_arguments(command("grain", grain))
    add_match_arguments(command("match", match))
    subparser = command("work", serving.work)
    subparser.add_argument(
        "--request", required=True, metavar="WORK.json", help="the work, as it was planned"
    )
    subparser.add_argument(
        "--step", required=True, metavar="STEP", choices=[step.value for step in Step],
        help=f"which step of it: {', '.join(step.value for step in Step)}",
    )  # fmt: skip
    subparser.add_argument("--frames", metavar="1001-1008", help="which frames; default: all of the work")
    subparser.add_argument(
        "--rules", metavar="RULES.json",
        help="where this machine has the request's folders; default: as they were planned",
    )  # fmt: skip
    subparser = command("serve", serving.serve)
    subparser.add_argument(
        "--detach", action="store_true", help="run in the background and return when it answers"
    )
    subparser.add_argument(
        "--port", type=int, default=0, metavar="PORT", help="a fixed port; default: a free one"
    )
    add_install_arguments(command("install", install))
    command("register", serving.register)
    command("status", serving.status)
    command("stop", serving.stop)
    command("doctor", serving.doctor)
    add_completion_arguments(command("completion", completion))


def _keeping(command: Callable[[str, Run], argparse.ArgumentParser]) -> None:
    subparser = command("providers", providers)
    subparser.add_argument(
        "--show",
        default="",
        metavar="SHOW",
        help="as they are set up for this show; default: what is on board",
    )
    subparser.add_argument(
        "--check",
        default="",
        metavar="NAME",
        help="what this one needs, and what is missing; default: list them",
    )
    command("offers", offers).add_argument(
        "job", metavar="JOB", help=f"one that was refused or failed: {JOB_HELP}"
    )
    add_comfyui_arguments(command("comfyui", comfyui))
    add_ledger_arguments(command("ledger", ledger))
    add_provenance_arguments(command("provenance", provenance))
