"""What a provider's model is asked once, answered by a person and kept in the table that sets it up.

The answer is one more setting of the table, in the file that the table stands in; all else there stays as it
is. It knows no provider: a question says itself where its answer is kept.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from secondunit.media.whole import storage_error, whole_file
from secondunit.wire import Capability, ModelAnswer
from secondunit.wire.errors import BadInput, BadSettings, Conflict

from .settings import parse_providers

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def require_answer(capabilities: Sequence[Capability], answer: ModelAnswer) -> tuple[str, ...]:
    """Where an answer is kept in its provider's table.

    Raises `Conflict` where nothing of the kind is asked any more, `BadInput` for what is no choice of it.
    """
    name = answer.model.replace("_", " ")
    question = next(
        (
            offer.question
            for offer in capabilities
            if (offer.provider, offer.model) == (answer.provider, answer.model) and offer.question is not None
        ),
        None,
    )
    if question is None or question.part != answer.part:
        raise Conflict(
            f"{name} is not asked about its {answer.part[:40]} now.",
            remedy="Look at its question as it is now; somebody may have answered it.",
            where="part",
        )
    names = [choice.value for choice in question.choices]
    if answer.choice not in names:
        raise BadInput(
            f"{name} has no {answer.part} {answer.choice[:40]!r}.",
            remedy=f"It may be {', '.join(names)}.",
            where="choice",
        )
    return question.setting


def write_answers(place: Path, provider: str, below: Sequence[str], answers: Mapping[str, str]) -> None:
    """Write answers into a provider's table, below these keys, with those that are there already.

    The file is replaced whole or not at all. Raises `BadSettings` where it cannot be read then, `NoRights`,
    `DiskFull`.
    """
    try:
        before = place.read_text("utf-8")
    except OSError as problem:
        raise storage_error(problem, place) from problem
    head = f"[{'.'.join(_key(key) for key in (provider, *below))}]"
    kept = {**_answered(before, (provider, *below), place), **answers}
    lines = [f"{_key(part)} = {json.dumps(value, ensure_ascii=False)}" for part, value in kept.items()]
    text = "\n".join(["\n".join(_without(before.splitlines(), head)).rstrip(), "", head, *lines, ""])
    parse_providers(text.encode(), str(place))
    try:
        with whole_file(place) as temporary:
            temporary.write_text(text, "utf-8")
    except OSError as problem:
        raise storage_error(problem, place) from problem


def _without(lines: list[str], head: str) -> list[str]:
    """The lines of a file without the table of that head."""
    if head not in lines:
        return lines
    start = lines.index(head)
    end = next((at for at in range(start + 1, len(lines)) if lines[at].startswith("[")), len(lines))
    return [*lines[:start], *lines[end:]]


def _answered(text: str, keys: Sequence[str], place: Path) -> dict[str, str]:
    """What a file answers below these keys."""
    try:
        table: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadSettings(
            f"The providers cannot be read: {error}.", remedy="Correct the file.", where=str(place)
        ) from None
    for key in keys:
        table = table.get(key, {}) if isinstance(table, dict) else {}
    return {name: str(value) for name, value in table.items()} if isinstance(table, dict) else {}


def _key(word: str) -> str:
    return word if _BARE.fullmatch(word) else json.dumps(word, ensure_ascii=False)
