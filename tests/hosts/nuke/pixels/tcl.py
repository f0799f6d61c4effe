"""The Tcl in a knob: value, format, expr, lindex, split and string map; all else is refused.

As Tcl has it, a command is cut into words before what stands in brackets is put in, so that a result with
spaces stays one word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..script import words
from .expressions import NotExecuted, calculate, closing

if TYPE_CHECKING:
    from .engine import Scope


def substituted(scope: Scope, text: str) -> str:
    """A text as Tcl reads it: commands put in, a backslash taken off."""
    out, at = [], 0
    while at < len(text):
        char = text[at]
        if char == "\\" and at + 1 < len(text):
            out.append(text[at + 1])
            at += 2
        elif char == "[":
            end = closing(text, at)
            out.append(_command(scope, text[at + 1 : end]))
            at = end + 1
        else:
            out.append(char)
            at += 1
    return "".join(out)


def _words(scope: Scope, text: str) -> list[str]:
    """The words of a command, each with what its brackets give."""
    found, at, start = [], 0, None
    while at <= len(text):
        if at == len(text) or text[at].isspace():
            if start is not None:
                found.append(substituted(scope, text[start:at]))
                start = None
            at += 1
            continue
        start = at if start is None else start
        at = closing(text, at) + 1 if text[at] == "[" else at + 1
    return found


def _command(scope: Scope, text: str) -> str:
    parts = _words(scope, text)
    name, given = parts[0], parts[1:]
    if name in ("value", "knob") and len(given) == 1:
        return _value(scope, given[0])
    if name == "format" and len(given) == 2:
        kind = given[0][-1]
        number = float(given[1]) if kind in "fge" else int(float(given[1])) if kind in "dix" else None
        return given[0] % (given[1] if number is None else number)
    if name == "expr":
        return digits(float(calculate(" ".join(given), scope.number)))
    if name == "lindex" and len(given) == 2 and given[1].isdigit():
        items = [word.text for word in words(given[0])]
        return items[int(given[1])] if int(given[1]) < len(items) else ""
    if name == "split" and len(given) == 2 and len(given[1]) == 1:
        return " ".join(each or "{}" for each in given[0].split(given[1]))
    if name == "string" and given[:1] == ["map"] and len(given) == 3:
        return _mapped([word.text for word in words(given[1])], given[2])
    raise NotExecuted(f"the TCL command [{text}] of {scope.node.cls} {scope.node.name}")


def _mapped(pairs: list[str], text: str) -> str:
    """Every key by its value; at each place the first key of the list that fits."""
    out, at = [], 0
    while at < len(text):
        for key, value in zip(pairs[::2], pairs[1::2], strict=True):
            if key and text.startswith(key, at):
                out.append(value)
                at += len(key)
                break
        else:
            out.append(text[at])
            at += 1
    return "".join(out)


def _value(scope: Scope, path: str) -> str:
    one, rest = scope.find(path)
    inner = type(scope)(scope.engine, one, scope.frame)
    link = next((knob for knob in one.user_knobs if knob.name == rest[0] and knob.type == 41), None)
    if link:
        return _value(inner, link.text)
    raw = inner.knob(rest[0]) if len(rest) == 1 else None
    if raw is None:
        raise NotExecuted(f"[value {path}] of {scope.node.name}")
    if raw.startswith("{"):
        from .engine import evaluated

        return digits(evaluated(inner, raw)[0])
    return substituted(inner, raw)


def digits(value: float) -> str:
    """A number as Tcl writes it."""
    return str(int(value)) if value == int(value) else repr(value)
