"""`comfyui`: what is published for ComfyUI, and what of it a brief can ask for."""

from __future__ import annotations

import argparse

from . import exits
from .output import Output

ACTIONS = ("list",)


def add_comfyui_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `comfyui`."""
    parser.add_argument(
        "action", metavar="ACTION", choices=ACTIONS,
        help="list: every blueprint and template, what it does, whether it is read, and its models",
    )  # fmt: skip
    parser.add_argument(
        "--templates", action="store_true", help="the templates, too; default: the blueprints alone"
    )


def comfyui(arguments: argparse.Namespace, output: Output) -> int:
    """List what ComfyUI's makers publish: blueprints that a brief can ask for by name, and templates."""
    from secondunit.providers.comfyui.interface.library import BLUEPRINTS, TEMPLATES, edition
    from secondunit.providers.comfyui.interface.listing import BLUEPRINT, TEMPLATE, listed

    entries = [entry for entry in listed({}) if arguments.templates or entry.kind == BLUEPRINT]
    for entry in entries:
        output.value(entry)
    output.table(
        ("name", "task", "read", "why not", "models"),
        [
            (
                entry.name,
                entry.task.value if entry.task is not None else "-",
                "yes" if entry.read else "no",
                entry.why,
                ", ".join(model.name for model in entry.models),
            )
            for entry in entries
        ],
        spare=("models",),
    )
    for kind, package in ((BLUEPRINT, BLUEPRINTS), (TEMPLATE, TEMPLATES)):
        some = [entry for entry in entries if entry.kind == kind]
        if some:
            read, tasks = sum(entry.read for entry in some), sum(entry.task is not None for entry in some)
            output.remark(
                f"{package} {edition(package)}: {len(some)} {kind}s, {read} read, {tasks} with a task."
            )
    output.remark("The licences of models are not in these files: look at each model's source before a job.")
    return exits.DONE
