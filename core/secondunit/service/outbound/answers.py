"""What a provider's model is asked once, answered by a person and kept in the table that sets it up.

The answer is one more setting of the table, in the file that the table stands in; all else there stays as it
is. It knows no provider: a question says itself where its answer is kept.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from secondunit.media.whole import storage_error, whole_file
from secondunit.wire import Capability, ModelAnswer
from secondunit.wire.errors import BadInput, BadSettings, Conflict

from .settings import parse_providers
from .toml_keys import dotted, with_texts


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

    The file is replaced whole or not at all. Raises `BadSettings` where it cannot be read or its
    form takes no answer, `NoRights`, `DiskFull`.
    """
    keys = (provider, *below)
    try:
        before = place.read_bytes()
    except OSError as problem:
        raise storage_error(problem, place) from problem
    parse_providers(before, str(place))
    text = with_texts(before.decode(), keys, answers)
    if text is None:
        lines = "; ".join(
            f"{dotted((*keys, part))} = {json.dumps(value, ensure_ascii=False)}"
            for part, value in answers.items()
        )
        raise BadSettings(
            f"An answer cannot be added to {place.name} in the form that {dotted(keys)} has there.",
            remedy=f"Write it into the file: {lines}.",
            kept="The file is as it was.",
            where=str(place),
        )
    parse_providers(text.encode(), str(place))
    try:
        with whole_file(place) as temporary:
            temporary.write_bytes(text.encode())
    except OSError as problem:
        raise storage_error(problem, place) from problem
