"""`comfyui answer`: what a studio's own blueprint does not say is asked once, and kept in its table."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Mapping
from pathlib import Path

from secondunit.wire.errors import BadInput, BadSettings, SecondUnitError

from . import exits
from .comfyui_setup import NAME, providers_file
from .output import Output


def answer(arguments: argparse.Namespace, output: Output) -> int:
    """Keep what was said of a model, or list what is to be asked of every one in the folder."""
    from secondunit.providers.comfyui.settings import read_settings
    from secondunit.service.outbound.settings_file import SettingsFiles

    place = providers_file(arguments.show)
    table = SettingsFiles().read(place).tables.get(NAME)
    if table is None:
        raise BadSettings(
            f"{place} has no table {NAME}.",
            remedy="Set a server up first: secondunit comfyui setup URL.",
            where="show",
        )
    settings = read_settings(table)
    if arguments.model:
        said = {**settings.answers.get(arguments.model, {}), **_said(arguments.said)}
        _require(settings.workflows / f"{arguments.model}.json", said)
        _write(place, arguments.model, said)
        output.line(f"Kept in {place}.")
    asked = 0
    for path in sorted(settings.workflows.glob("*.json")):
        if path.stem == arguments.model:
            continue
        try:
            _read(path, settings.answers.get(path.stem, {}))
        except SecondUnitError as error:
            if _is_question(error):
                output.line(f"{error.problem.message} {error.problem.remedy}")
                asked += 1
    if not arguments.model:
        output.remark(f"{asked} to be answered." if asked else "Nothing is to be asked.")
    return exits.DONE


def _said(texts: list[str]) -> dict[str, str]:
    """`plate=image2` and its like, by their parts; raises `BadInput`."""
    from secondunit.providers.comfyui.interface.questions import PARTS

    said = dict(text.partition("=")[::2] for text in texts)
    wrong = [part for part, value in said.items() if part not in PARTS or not value]
    if wrong or not said:
        raise BadInput(
            f"{wrong[0][:40]!r} is nothing that is asked." if wrong else "Nothing is said.",
            remedy=f"Write PART=INPUT; asked are {', '.join(PARTS)}.",
            where="said",
        )
    return said


def _read(path: Path, answers: Mapping[str, str]) -> None:
    """Read a workflow with these answers; raises what is wrong with them, and what is asked next."""
    from secondunit.providers.comfyui.reading import read_workflow

    if not path.is_file():
        raise BadInput(f"There is no workflow {path.stem!r} in {path.parent}.", where="model")
    read_workflow(path, None, answers)


def _require(path: Path, answers: Mapping[str, str]) -> None:
    """Raise what is wrong with answers; another question that is still open is nothing wrong."""
    try:
        _read(path, answers)
    except SecondUnitError as error:
        if not _is_question(error):
            raise


def _is_question(error: SecondUnitError) -> bool:
    problem = error.problem
    return problem.remedy.startswith("Say it once") and problem.message.endswith("?")


def _write(place: Path, model: str, said: Mapping[str, str]) -> None:
    """Write a table of these answers in place of the one that is there; the rest of the file stays."""
    from secondunit.media.whole import whole_file
    from secondunit.service.outbound.settings import parse_providers

    quoted = model if re.fullmatch(r"[A-Za-z0-9_-]+", model) else json.dumps(model, ensure_ascii=False)
    head = f"[{NAME}.parts.{quoted}]"
    lines = [f"{part} = {json.dumps(value, ensure_ascii=False)}" for part, value in said.items()]
    before = place.read_text("utf-8").splitlines()
    if head in before:
        start = before.index(head)
        end = next((at for at in range(start + 1, len(before)) if before[at].startswith("[")), len(before))
        kept = [*before[:start], *before[end:]]
    else:
        kept = before
    text = "\n".join(["\n".join(kept).rstrip(), "", head, *lines, ""])
    parse_providers(text.encode(), str(place))
    with whole_file(place) as temporary:
        temporary.write_text(text, "utf-8")
