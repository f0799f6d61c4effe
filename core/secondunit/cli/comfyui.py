"""`comfyui`: what is published for ComfyUI, and what of it a brief can ask for."""

from __future__ import annotations

import argparse
from collections import Counter

from . import exits
from .licence_words import commercial_word, licence_word
from .output import Output

ACTIONS = ("list", "setup", "answer")
#: Where a ComfyUI listens that was started without further words.
USUAL = "http://127.0.0.1:8188"


def add_comfyui_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `comfyui`."""
    parser.add_argument(
        "action", metavar="ACTION", choices=ACTIONS,
        help="list: every blueprint and template, what it does, whether it is read, and its models; "
        "setup: ask a server what it can run, and write its table; "
        "answer: say once which input of your own blueprint is which part of a brief; alone: what is asked",
    )  # fmt: skip
    parser.add_argument(
        "subject", nargs="?", default="", metavar="URL|MODEL",
        help=f"setup: the server, default: {USUAL}; answer: the workflow's file, without its ending",
    )  # fmt: skip
    parser.add_argument(
        "said", nargs="*", metavar="PART=INPUT", help="answer: task=, plate= or prompt=, as it was asked"
    )
    parser.add_argument(
        "--show",
        default="",
        metavar="SHOW",
        help="setup, answer: for this show; default: for every show without its own",
    )
    parser.add_argument(
        "--workflows",
        default="",
        metavar="FOLDER",
        help="setup: the studio's own; default: a new folder beside the table",
    )
    parser.add_argument(
        "--blueprints", default="", metavar="NAMES",
        help="setup: which to offer, comma separated, their models' licences looked at; curated: what list "
        "--first names; default: none",
    )  # fmt: skip
    parser.add_argument(
        "--noncommercial", action="store_true",
        help="setup: this show is not commercial: models that forbid commercial work, or whose licence "
        "is not known, are offered, too",
    )  # fmt: skip
    parser.add_argument(
        "--cleared", default="", metavar="NAMES",
        help="setup: those of the blueprints whose models' terms the studio has settled by itself, comma "
        "separated: they are offered whatever is known of them; default: none",
    )  # fmt: skip
    parser.add_argument(
        "--declared-local", default="", metavar="PERSON",
        help="setup: who declares that this server sends nothing on; default: nobody",
    )  # fmt: skip
    parser.add_argument(
        "--no-proof", action="store_true", help="setup: do not have the server make a small grey picture"
    )
    parser.add_argument(
        "--first", action="store_true",
        help="list: what is offered first for each purpose, the best whose licence allows commercial work",
    )  # fmt: skip
    parser.add_argument(
        "--templates", action="store_true", help="the templates, too; default: the blueprints alone"
    )


def comfyui(arguments: argparse.Namespace, output: Output) -> int:
    """List what is published for ComfyUI, or set a server up: what it can run, and what it lacks."""
    if arguments.action == "setup":
        from .comfyui_setup import setup

        arguments.url = arguments.subject or USUAL
        return setup(arguments, output)
    if arguments.action == "answer":
        from .comfyui_answer import answer

        arguments.model = arguments.subject
        return answer(arguments, output)
    from secondunit.providers.comfyui.interface.library import BLUEPRINTS, TEMPLATES, edition
    from secondunit.providers.comfyui.interface.licences import Commercial, licences_read_on
    from secondunit.providers.comfyui.interface.listing import BLUEPRINT, TEMPLATE, listed

    if arguments.first:
        return _first(output)
    asked = (entry for entry in listed({}) if arguments.templates or entry.kind == BLUEPRINT)
    # What a brief can ask for comes first, task by task.
    entries = sorted(asked, key=lambda entry: (entry.task is None, entry.kind, str(entry.task), entry.name))
    for entry in entries:
        output.value(entry)
    output.table(
        ("name", "task", "read", "why not", "commercial", "licence", "memory", "speed", "models"),
        [
            (
                entry.name,
                entry.task.value if entry.task is not None else "-",
                "yes" if entry.read else "no",
                entry.why,
                commercial_word(entry.commercial),
                licence_word(entry.licence, entry.strictest),
                entry.memory,
                entry.speed,
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
    counted = Counter(commercial_word(entry.commercial) for entry in entries if entry.commercial is not None)
    said = ", ".join(f"{kind.value}: {counted[kind.value]}" for kind in Commercial)
    output.remark(
        f"For commercial work by the licences of their models, as they were read on {licences_read_on()}: "
        f"{said}. Look at each model's source before a job: a licence may have changed."
    )
    return exits.DONE


def _first(output: Output) -> int:
    """What is offered first for each purpose, with its licence, memory and speed."""
    from secondunit.providers.comfyui.interface.curated import CURATED
    from secondunit.providers.comfyui.interface.listing import BLUEPRINT, listed

    entries = {entry.name: entry for entry in listed({}) if entry.kind == BLUEPRINT}
    rows = []
    for row in CURATED:
        entry = entries.get(row.blueprint)
        output.value(row)
        if entry is not None:
            rows.append(
                (row.purpose, row.blueprint, commercial_word(entry.commercial), entry.licence or "not known",
                 entry.memory, entry.speed, row.why)
            )  # fmt: skip
    output.table(("purpose", "blueprint", "commercial", "licence", "memory", "speed", "why"), rows)
    return exits.DONE
