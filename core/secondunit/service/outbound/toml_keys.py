"""Texts set in a TOML file that people write: in the form in which their table stands, all else as it was.

The file is edited by `tomlkit`, which keeps comments, blank lines and order, and read by `tomllib` before and
after: what reads otherwise than by these keys is not given.
"""

from __future__ import annotations

import copy
import json
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def with_texts(text: str, keys: Sequence[str], values: Mapping[str, str]) -> str | None:
    """`text` with `values` in the table below `keys`; None where its form takes none.

    Raises `tomllib.TOMLDecodeError`.
    """
    wanted = _wanted(tomllib.loads(text), keys, values)
    for form in (_as_table, _as_dotted):
        edited = _edited(text, keys, values, form)
        if edited is not None and wanted is not None and _read(edited) == wanted:
            return edited
    return None


def dotted(keys: Sequence[str]) -> str:
    """Keys as one dotted key: `comfyui.parts."clean up"`."""
    return ".".join(key if _BARE.fullmatch(key) else json.dumps(key, ensure_ascii=False) for key in keys)


def _wanted(table: dict[str, Any], keys: Sequence[str], values: Mapping[str, str]) -> dict[str, Any] | None:
    wanted = inner = copy.deepcopy(table)
    for key in keys:
        inner = inner.setdefault(key, {})
        if not isinstance(inner, dict):
            return None
    inner.update(values)
    return wanted


def _read(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _edited(
    text: str, keys: Sequence[str], values: Mapping[str, str],
    form: Callable[[TOMLDocument, Sequence[str], Mapping[str, str]], None],
) -> str | None:  # fmt: skip
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text)
        form(document, keys, values)
        return tomlkit.dumps(document)
    except (TOMLKitError, TypeError, AttributeError):
        return None  # what it cannot edit, such as a text where a table is looked for


def _as_table(document: TOMLDocument, keys: Sequence[str], values: Mapping[str, str]) -> None:
    """Set them where their table stands, else in a table of their own after the last one beside it."""
    import tomlkit
    from tomlkit.items import InlineTable

    table: Any = document
    missing = list(keys)
    while missing and missing[0] in table:
        table = table[missing.pop(0)]
    remark = _without_remark(table)
    inline = isinstance(table, InlineTable)
    inner = table
    for key in missing:
        inner[key] = tomlkit.inline_table() if inline else tomlkit.table(is_super_table=key != missing[-1])
        inner = inner[key]
    for key, value in values.items():
        inner[key] = value
    _last(table).extend(remark)


def _as_dotted(document: TOMLDocument, keys: Sequence[str], values: Mapping[str, str]) -> None:
    """Set them as dotted keys of the first table: one that stands as dotted keys takes no header."""
    import tomlkit

    table: Any = document[keys[0]]
    remark = _without_remark(table)
    for key, value in values.items():
        table.append(tomlkit.key([*keys[1:], key]), value)
    _last(table).extend(remark)


def _without_remark(table: Any) -> list[Any]:
    """Take away blank lines and comments at the end of a table: they are of the header that follows."""
    body = _last(table)
    count = next((at for at, (key, _) in enumerate(reversed(body)) if key is not None), len(body))
    remark = body[len(body) - count :]
    del body[len(body) - count :]
    return remark


def _last(table: Any) -> list[Any]:
    """The lines of a table, or of the last one below it that has a header; none of what has no lines."""
    from tomlkit.items import Table

    if not isinstance(table, Table):
        return []
    body: list[Any] = table.value.body
    while body and isinstance(body[-1][1], Table) and not body[-1][0].is_dotted():
        body = body[-1][1].value.body
    return body
