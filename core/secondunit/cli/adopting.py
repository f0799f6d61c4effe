"""`adopt`: a finished comp back as the next version of an element."""

from __future__ import annotations

import argparse
from pathlib import Path

from secondunit.host.adopting import adopted
from secondunit.wire import ColorSpace, Rate, check_name

from . import exits
from .generating import finish
from .output import Output
from .reach import reach


def add_adopt_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `adopt`."""
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="the comp: its frames, its folder, a pattern or a movie"
    )
    parser.add_argument("--show", required=True, metavar="SHOW", help="a show's name")
    parser.add_argument("--shot", required=True, metavar="SHOT", help="a shot's name")
    parser.add_argument(
        "--element", required=True, metavar="ELEMENT", help="the element whose next version it becomes"
    )
    parser.add_argument(
        "--start",
        type=int,
        metavar="FRAME",
        help="the shot's number of the first frame, where the files have others; default: theirs",
    )
    parser.add_argument(
        "--fps", metavar="24000/1001", help="exact frame rate; default: the element's, else the files'"
    )
    parser.add_argument(
        "--colorspace",
        default="",
        metavar="NAME",
        help="what the comp was written in, if it does not say; default: as it says",
    )
    parser.add_argument("--to", default="", metavar="NAME", help="the take's colour space; default: the same")
    parser.add_argument(
        "--config", default="", metavar="OCIO", help="OCIO config: a file or ocio:// name; default: $OCIO"
    )
    parser.add_argument(
        "--accept-damage", action="store_true", help="take a damaged movie as it is; the take then says so"
    )
    parser.add_argument("--note", default="", metavar="TEXT", help="a sentence that stays with the take")
    parser.add_argument("--detach", action="store_true", help="do not wait: print the job and return")


def adopt(arguments: argparse.Namespace, output: Output) -> int:
    """Bring a finished comp back as the next version of an element."""
    for field in ("show", "shot", "element"):
        check_name(field, getattr(arguments, field))
    rate = Rate.parse(arguments.fps) if arguments.fps else None
    client = reach()
    config = arguments.config
    brief = adopted(
        client,
        [str(Path(file).absolute()) for file in arguments.files],
        show=arguments.show,
        shot=arguments.shot,
        element=arguments.element,
        start=arguments.start,
        rate=rate,
        space=ColorSpace(arguments.colorspace, config) if arguments.colorspace else None,
        target=ColorSpace(arguments.to, config) if arguments.to else None,
        note=arguments.note,
        accept_damage=arguments.accept_damage,
    )
    estimate = client.estimate(brief)
    for warning in estimate.warnings:
        output.remark(f"Note: {warning}")
    for problem in estimate.problems:
        output.problem(problem)
    if estimate.problems:
        return exits.for_problem(estimate.problems[0])
    if not estimate.allowed:
        output.remark(estimate.verdict)
        return exits.DENIED
    job = client.submit(brief)
    if arguments.detach:
        output.value(job)
        output.line(f"{job.id}  follow it with: secondunit jobs --follow {job.id}")
        return exits.DONE
    return finish(client, job, output)
