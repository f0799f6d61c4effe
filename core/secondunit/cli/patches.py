"""`patch`: a part of a take made anew, as a new version; all the rest of it keeps its bits."""

from __future__ import annotations

import argparse
from dataclasses import replace

from secondunit.client import Client
from secondunit.wire import Brief, Control, FrozenMap, Patch, Scalar
from secondunit.wire.task import LARGEST_SEED

from . import exits
from .briefs import matte_from
from .generating import finish
from .named import TAKE_HELP, take_of
from .output import Output
from .reach import reach
from .settings import controls_from, kind_named


def add_patch_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `patch` takes to its parser."""
    parser.add_argument("take", metavar="TAKE", help=TAKE_HELP)
    parser.add_argument("--matte", required=True, metavar="FRAMES", help="where it is made anew: white")
    parser.add_argument("--matte-channel", metavar="NAME", default="", help="default: A, or the only one")
    parser.add_argument("--matte-part", metavar="NAME", default="", help="which part of its EXR")
    parser.add_argument("--matte-invert", action="store_true", help="take what is 0 in the matte")
    parser.add_argument(
        "--seam", type=float, default=Patch.seam, metavar="PIXELS",
        help=f"over how many pixels old and new fade, inward from the matte's edge; default: {Patch.seam:g}",
    )  # fmt: skip
    parser.add_argument("--prompt", default=None, metavar="WORDS", help="other words; default: the take's")
    parser.add_argument(
        "--seed", type=int, default=None, metavar="NUMBER", help="default: the next after the take's"
    )
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="another value of a control"
    )
    parser.add_argument("--detach", action="store_true", help="do not wait: print the job and return")


def patch(arguments: argparse.Namespace, output: Output) -> int:
    """Make the part of a take inside a matte anew; a new version, whose other pixels are the take's own."""
    client = reach()
    take = take_of(client, arguments.take)
    brief = client.take_brief(take.id)
    seed = (brief.seed + 1) % (LARGEST_SEED + 1) if arguments.seed is None else arguments.seed
    controls = controls_from(arguments.set, _controls(client, brief)) if arguments.set else FrozenMap()
    job = client.submit(patched(brief, take.id, arguments, seed, controls))
    if arguments.detach:
        output.value(job)
        output.line(f"{job.id}  follow it with: secondunit jobs --follow {job.id}")
        return exits.DONE
    return finish(client, job, output)


def patched(
    brief: Brief, take: str, arguments: argparse.Namespace, seed: int, controls: FrozenMap[Scalar]
) -> Brief:
    """The take's brief, asked for anew inside the matte."""
    return replace(
        brief,
        seed=seed,
        prompt=brief.prompt if arguments.prompt is None else arguments.prompt,
        controls=brief.controls.updated(controls),
        delivery=replace(brief.delivery, volume=False),
        patch=Patch(take, matte_from(arguments, brief.frames), arguments.seam),
    )


def _controls(client: Client, brief: Brief) -> tuple[Control, ...]:
    """The controls of what made the take: of its kind, or of the model it names."""
    if brief.kind:
        return kind_named(brief.kind, client.kinds()).controls
    offers = client.capabilities(brief.show).capabilities
    named = (offer for offer in offers if (offer.provider, offer.model) == (brief.provider, brief.model))
    offer = next(named, None)
    return offer.controls if offer is not None else ()
