"""`comfyui answer`: what a studio's own blueprint does not say is asked once, and kept in its table."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Mapping
from pathlib import Path

from secondunit.wire.errors import BadInput, BadSettings, SecondUnitError

from . import exits
from .comfyui_setup import NAME, providers_file
from .output import Output


def answer(arguments: argparse.Namespace, output: Output) -> int:
    """Keep what was said of a model, or list what is to be asked of every one in the folder."""
    from secondunit.providers.comfyui.interface.questions import SETTING, Unanswered
    from secondunit.providers.comfyui.settings import read_settings
    from secondunit.service.outbound.answers import write_answers
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
        said = _said(arguments.said)
        known = settings.answers.get(arguments.model, {})
        _require(settings.workflows / f"{arguments.model}.json", {**known, **said})
        write_answers(place, NAME, (SETTING, arguments.model), said)
        output.line(f"Kept in {place}.")
    asked = 0
    for path in sorted(settings.workflows.glob("*.json")):
        if path.stem == arguments.model:
            continue
        try:
            _read(path, settings.answers.get(path.stem, {}))
        except Unanswered as error:
            output.line(f"{error.problem.message} {error.problem.remedy}")
            asked += 1
        except SecondUnitError:
            continue  # what cannot be read is said by the list of models
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
    from secondunit.providers.comfyui.interface.questions import Unanswered

    with contextlib.suppress(Unanswered):
        _read(path, answers)
