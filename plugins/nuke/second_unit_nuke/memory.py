"""What a script keeps for us, in hidden knobs of its root: the panel's state and the artist's answers.

A script that is opened without the plug-in carries the knobs along and shows nothing of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote

import nuke

#: The knobs: the panel's state, and the answers to questions; both JSON, percent-encoded for Tcl and braces.
STATE, ANSWERS = "second_unit", "second_unit_answers"
_TAB = "second_unit_tab"


def keep(state: Mapping[str, object]) -> None:
    """Store the panel's state in the script; no undo step, nothing where it is the same."""
    _write(STATE, dict(state))


def kept() -> dict[str, object]:
    """The state that was stored in this script, or an empty dict."""
    return _read(STATE)


def answer(question: str, choice: str) -> None:
    """Store the artist's choice in the script; no undo step."""
    _write(ANSWERS, {**_read(ANSWERS), question: choice})


def answered(question: str) -> str:
    """What the artist chose in this script, or an empty text."""
    return str(_read(ANSWERS).get(question, ""))


def _write(name: str, values: dict[str, object]) -> None:
    text = quote(json.dumps(values, sort_keys=True, separators=(",", ":")), safe=",:")
    root: Any = nuke.root()
    knob = root.knob(name)
    if knob is not None and knob.value() == text:
        return
    nuke.Undo.disable()
    try:
        if knob is None:
            knob = _add(root, name)
        knob.setValue(text)
    finally:
        nuke.Undo.enable()


def _add(root: Any, name: str) -> Any:
    if root.knob(_TAB) is None:
        tab = nuke.Tab_Knob(_TAB, "Second Unit")
        tab.setFlag(nuke.INVISIBLE)
        root.addKnob(tab)
    knob = nuke.String_Knob(name, name)
    knob.setFlag(nuke.INVISIBLE)
    root.addKnob(knob)
    return knob


def _read(name: str) -> dict[str, object]:
    knob: Any = nuke.root().knob(name)
    try:
        values = json.loads(unquote(str(knob.value()))) if knob is not None and knob.value() else {}
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}
