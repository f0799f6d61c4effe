"""The part of a brief that names who makes it: provider, model, task, references and cast, from arguments."""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass, replace
from pathlib import Path

from secondunit.wire import Capability, CastMember, Format, Reference, Task
from secondunit.wire.errors import MissingField, NotFound, OutOfRange, WrongType, raised
from secondunit.wire.plate import PASS, read_moment

from .fitting import add_fitting_arguments, require_no_fitting
from .nearest import did_you_mean

_TASKS = [task.value for task in Task if task is not Task.ELEMENT]


@dataclass(frozen=True)
class AskedOf:
    """A model that somebody offers, and what it is asked to do."""

    capability: Capability
    task: Task


def add_provider_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments that name who makes it; without them this machine does."""
    group = parser.add_argument_group("another maker")
    group.add_argument(
        "--provider",
        default="",
        metavar="NAME",
        help="who makes it; default: this machine (see: secondunit providers)",
    )
    group.add_argument(
        "--model", default="", metavar="NAME", help="which of its models; default: the only one that does it"
    )
    group.add_argument(
        "--task", metavar="TASK", choices=_TASKS,
        help=f"what it does: {', '.join(_TASKS)}; default: all that the model does",
    )  # fmt: skip
    group.add_argument(
        "--reference", action="append", default=[], metavar="ROLE=FILE",
        help="a picture of what is meant: style=look.png, first_frame=start.png, key_frame@1024=lit.png "
        "(with the frames that may change: key_frame@1024:1010-1040=lit.png); may be said again",
    )  # fmt: skip
    group.add_argument(
        "--pass", action="append", default=[], dest="passes", metavar="FOOTAGE",
        help="another pass of the plate's camera, for a crowd: b.%%04d.exr, a folder or a movie, with the "
        "frame of the shot at which it begins: b.mov@1009; default: by its numbers; may be said again",
    )  # fmt: skip
    group.add_argument(
        "--cast",
        action="append",
        default=[],
        metavar="NAME[=VERSION]",
        help="a character of the show's cast, in the version that is pinned for the shot or in this one; may "
        "be said again",
    )
    group.add_argument(
        "--use", default="", metavar="TEXT", help="the described use that a performer's consent is held to"
    )
    group.add_argument(
        "--performer", default="", metavar="NAME",
        help="who acts in the plate, for the task performance: --cast is whose likeness follows",
    )  # fmt: skip
    add_fitting_arguments(parser)


def asked_of(arguments: argparse.Namespace, offered: tuple[Capability, ...]) -> AskedOf | None:
    """The model that the arguments name, None for this machine's own; raises `NotFound`, `MissingField`."""
    own = [model for model in offered if model.provider == arguments.provider]
    if not arguments.provider:
        # What works on a plate here says on what terms; nobody has to be named for it.
        own = [model for model in offered if model.licences and arguments.task in model.tasks]
    if (not arguments.provider and not own) or any(model.kinds for model in own):
        if arguments.model or arguments.task:
            raise MissingField(
                "Who makes it is missing.",
                remedy="Add --provider NAME; see: secondunit providers.",
                where="provider",
            )
        require_no_fitting(arguments)
        return None
    if not own:
        raise NotFound(
            f"The provider {arguments.provider[:40]!r} offers nothing here.",
            remedy=did_you_mean(arguments.provider, {model.provider for model in offered})
            + f"See why: secondunit providers --show {arguments.show} --check {arguments.provider[:40]}",
            where="provider",
        )
    for capability in own:
        if arguments.model == capability.model and capability.problem is not None:
            raise raised(capability.problem)
    task = Task(arguments.task) if arguments.task else None
    named = [model for model in own if arguments.model in ("", model.model)]
    able = [model for model in named if task is None or task in model.tasks]
    provider = own[0].provider
    if not able:
        models = ", ".join(dict.fromkeys(model.model for model in own if task is None or task in model.tasks))
        near = did_you_mean(arguments.model, [model.model for model in own]) if arguments.model else ""
        lack = f"no model {arguments.model[:60]!r}" if arguments.model else "nothing"
        does = f" that does {arguments.task}" if named else ""
        raise OutOfRange(
            f"{provider} has {lack}{does}.",
            remedy=f"{near}It has: {models or 'none for this'}.",
            where="model",
        )
    pairs = {
        (model.model, choice): AskedOf(model, choice)
        for model in able
        for choice in ([task] if task else model.tasks)
    }
    if len(pairs) == 1:
        return next(iter(pairs.values()))
    several = len({model for model, _ in pairs}) > 1
    ways = [
        f"--model {model} --task {choice.value}" if several else f"--task {choice.value}"
        for model, choice in pairs
    ]
    raise MissingField(
        f"{provider} asks which {'model' if several else 'task'}.",
        remedy=f"Say one of: {', '.join(ways)}.",
        where="model" if several else "task",
    )


def larger(format: Format, request: AskedOf) -> Format:
    """What a plate becomes: an upscale multiplies each side by what its model says, the usual first."""
    intake = request.capability.intake
    if request.task is not Task.UPSCALE or intake is None:
        return format
    scale = intake.scales[0] if intake.scales else intake.scale
    return replace(format, width=format.width * scale, height=format.height * scale)


def references_from(texts: list[str]) -> tuple[Reference, ...]:
    """`style=look.png`, `key_frame@1024=lit.png` and their like, the paths absolute.

    Raises `WrongType`, `NotFound`.
    """
    references = []
    for text in texts:
        role, equals, name = text.partition("=")
        if not equals or not role.strip() or not name:
            raise WrongType(
                f"{text[:60]!r} is no reference.", remedy="Write it as --reference style=look.png."
            )
        role, at, moment = role.partition("@")
        frame, window = read_moment(moment) if at else (None, None)
        path = Path(name).absolute()
        if not path.is_file():
            raise NotFound("There is no such picture.", where=str(path))
        references.append(Reference(str(path), role.strip(), frame=frame, window=window))
    return tuple(references)


def passes_from(texts: list[str]) -> tuple[Reference, ...]:
    """`b.%04d.exr`, `b.mov@1009` and their like as passes of the plate's camera, the paths absolute."""
    passes = []
    for text in texts:
        name, at, frame = text.rpartition("@")
        begins = int(frame) if at and frame.isdecimal() else None
        path = Path(name if begins is not None else text).absolute()
        passes.append(Reference(str(path), PASS, frame=begins))
    return tuple(passes)


def cast_from(texts: list[str]) -> tuple[CastMember, ...]:
    """`ada=3` and its like, `ada` for the version that is pinned (0 here); raises `WrongType`."""
    members = []
    for text in texts:
        name, equals, version = text.partition("=")
        if not name.strip() or (equals and not re.fullmatch(r"v?0*[1-9]\d{0,4}", version.strip())):
            raise WrongType(f"{text[:60]!r} is no character and version.", remedy="Write it as --cast ada=3.")
        members.append(CastMember(name.strip(), int(version.strip().lstrip("v")) if equals else 0))
    return tuple(members)
