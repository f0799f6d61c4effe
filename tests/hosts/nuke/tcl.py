"""What `evaluate()` makes of a text: `[value knob]`, frames in `%04d` and `####`; other TCL is refused.

In the expression of a number also lists: `[lindex [split [string map [value a] [value b]] /] 0]`.
"""

from __future__ import annotations

import os
import re
from pathlib import PurePosixPath

from .application import Application
from .document import ROOT
from .values import ENUMERATIONS, shown

_CALL = re.compile(r"\[([^\[\]]*)\]")
#: A link to a knob: `TimeWarp1.lookup`.
_LINK = re.compile(r"(?!(?:parent|root|this|input)\.)[A-Za-z_]\w*\.[A-Za-z_]\w*")
_FRAME = re.compile(r"%(0?)(\d*)d|(#+)")


def evaluate(app: Application, uid: int | None, text: str, frame: float) -> str | None:
    """The text at a frame, None for an empty one (as Nuke gives)."""
    if not text:
        return None
    while found := _CALL.search(text):
        text = text[: found.start()] + _command(app, uid, found[1]) + text[found.end() :]

    def number(match: re.Match[str]) -> str:
        width = len(match[3]) if match[3] else int(match[2] or 0)
        return f"{round(frame):0{width}d}" if width else str(round(frame))

    return _FRAME.sub(number, text)


def number(app: Application, uid: int | None, expression: str) -> float:
    """The number of a knob whose expression is one TCL command, or the name of another node's knob."""
    if expression.startswith('"'):  # as a script quotes it
        expression = re.sub(r"\\(.)", r"\1", expression[1:-1])
    if _LINK.fullmatch(expression):
        return _linked(app, uid, expression)
    assert expression.startswith("[") and expression.endswith("]"), (
        f"{expression!r} is an expression, which the simulator does not evaluate"
    )
    return float(_nested(app, uid, expression[1:-1]))


def _linked(app: Application, uid: int | None, path: str) -> float:
    """What a knob beside this one's node shows at this frame."""
    assert uid is not None, f"{path} is the name of a knob beside no node"
    name, _, knob = path.partition(".")
    parent = app.document.nodes[uid].parent
    node = app.document.child(ROOT if parent is None else parent, name)
    assert node is not None and node.spec(knob) is not None, f"{path}: there is no such knob"
    state = node.state(knob)
    if 0 in state.expressions:
        return number(app, node.uid, state.expressions[0])
    return state.at(0, float(app.frame))


def _nested(app: Application, uid: int | None, command: str) -> str:
    """A command with commands in it: cut into words first, so that a result with spaces is one word."""
    parts = [_nested(app, uid, part[1:-1]) if part.startswith("[") else part for part in _cut(command)]
    name, given = parts[0], parts[1:]
    if name == "lindex" and len(given) == 2:
        return given[0].split()[int(given[1])]
    if name == "split" and len(given) == 2:
        return " ".join(given[0].split(given[1]))
    if name == "string" and given[:1] == ["map"] and len(given) == 3:
        pairs = given[1].split()
        values = dict(zip(pairs[::2], pairs[1::2], strict=True))
        keys = "|".join(re.escape(key) for key in pairs[::2])
        return re.sub(keys, lambda match: values[match[0]], given[2])
    return _command(app, uid, command)


def _cut(command: str) -> list[str]:
    found, depth = [""], 0
    for letter in command:
        depth += (letter == "[") - (letter == "]")
        if letter == " " and depth == 0:
            found.append("")
        else:
            found[-1] += letter
    return [part for part in found if part]


def _command(app: Application, uid: int | None, command: str) -> str:
    words = command.split()
    if words[:1] == ["value"] and len(words) == 2:
        return value(app, uid, words[1])
    if words[:1] == ["getenv"] and len(words) == 2:
        return os.environ.get(words[1], "")
    if words[:2] == ["file", "dirname"] and len(words) == 3:
        return str(PurePosixPath(words[2]).parent)
    if words[:1] == ["python"]:
        raise AssertionError(f"[{command}] does not work at a seat without the plugin")
    raise AssertionError(f"the simulator does not run the TCL [{command}]")


def value(app: Application, uid: int | None, path: str) -> str:
    """What `[value path]` gives, seen from a node: `parent.version`, `root.name`, `Read1.file`."""
    document = app.document
    *steps, knob = path.split(".")
    at = ROOT if uid is None else uid
    for number, step in enumerate(steps):
        if step == "parent":
            parent = document.nodes[at].parent
            assert parent is not None, f"{path}: the root has no parent"
            at = parent
        elif step == "root":
            at = ROOT
        elif step != "this":
            inside = at if number else document.nodes[at].parent
            child = document.child(ROOT if inside is None else inside, step)
            assert child is not None, f"{path}: there is no {step}"
            at = child.uid
    node = document.nodes[at]
    spec = node.spec(knob)
    assert spec is not None, f"[value {path}]: {node.cls} has no knob {knob}"
    state = node.state(knob)
    return state.text if spec.kind in ENUMERATIONS else shown(spec, state)
