"""What the service says as a panel shows it: in texts for people, what is not seen is written out.

Ids, names and paths that are used stay as they are; so does a brief, which goes back into the form.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from secondunit.wire.visible import visible

T = TypeVar("T")

#: The fields that are read by people and used for nothing else.
TEXTS = frozenset(
    {
        "help", "ignored", "kept", "label", "made_by", "maker", "message", "model_label", "note", "persons",
        "prompt", "remarks", "remedy", "rule", "status", "terms", "text", "user", "verdict", "warnings",
        "where", "words",
    }
)  # fmt: skip


def legible(value: T, pause: Callable[[], None] = lambda: None) -> T:
    """The value with its texts made visible; the same object where there was nothing to make visible.

    `pause` is called between the items of a list: a worker thread lets the host have the interpreter there.
    """
    if not isinstance(value, tuple):
        return _legible(value)  # type: ignore[no-any-return]
    parts = []
    for item in value:
        parts.append(legible(item, pause))
        pause()
    same = all(part is item for part, item in zip(parts, value, strict=True))
    return value if same else type(value)(parts)


def _legible(value: Any) -> Any:
    if isinstance(value, (tuple, list)):
        parts = [_legible(element) for element in value]
        if all(letter is other for letter, other in zip(parts, value, strict=True)):
            return value
        return type(value)(parts)
    if isinstance(value, dict):
        answers = {key: _legible(element) for key, element in value.items()}
        return value if all(answers[key] is value[key] for key in value) else answers
    if isinstance(value, _as_written()) or not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    changed: dict[str, Any] = {}
    for name, is_text in _fields(type(value)):
        part = getattr(value, name)
        copy = _text(part) if is_text else _legible(part)
        if copy is not part:
            changed[name] = copy
    return dataclasses.replace(value, **changed) if changed else value


def _text(part: Any) -> Any:
    if isinstance(part, str):
        return visible(part, lines=True)
    if isinstance(part, tuple) and part and isinstance(part[0], str):
        texts = tuple(visible(text, lines=True) for text in part)
        return texts if texts != part else part
    return _legible(part)


@cache
def _as_written() -> tuple[type, ...]:
    """The values that stay as they are; loaded with the first that arrives, for a host's start is short."""
    from secondunit.wire import Brief, Plate, ShowSettings, Spaces

    return Brief, Plate, ShowSettings, Spaces


@cache
def _fields(cls: type) -> tuple[tuple[str, bool], ...]:
    return tuple((field.name, field.name in TEXTS) for field in dataclasses.fields(cls))
