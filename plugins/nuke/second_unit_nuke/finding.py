"""Which nodes of the open script are ours, found without a look at every node each time it is asked.

What is known is looked up by its name, what is selected is looked at; the rest of the script is walked
through a few milliseconds at a time, group by group, now and then. A script that was just opened is walked
through whole, once.
"""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

import nuke
from secondunit.host.placement import STAMP_KEY

from . import dag

#: How long one look may walk on, in seconds.
BUDGET = 0.002
#: How long it rests after it has come to the end, in seconds.
REST = 5.0
#: The classes that carry our stamp: a Group, and the Read among plain nodes.
CLASSES = ("Group", "Read")
#: Of a large selection only the first nodes are looked at: the walk comes to the others.
MOST_SELECTED = 20

_names: dict[str, None] = {}
_walk: Iterator[None] | None = None
_opened = True
_rests_until = 0.0


def carries_stamp(node: nuke.Node) -> bool:
    """Whether a node is one of ours."""
    return node.knob(STAMP_KEY) is not None


def remember(name: str) -> None:
    """Know a node by its full name: it was just placed."""
    _names[name] = None


def forget() -> None:
    """Another script is open."""
    global _walk, _opened
    _names.clear()
    _walk, _opened = None, True


def ours() -> list[nuke.Node]:
    """The nodes that carry our stamp, as far as they are known; a limited Nuke knows what it placed itself
    and what is selected."""
    for node in dag.selected()[:MOST_SELECTED]:
        if carries_stamp(node):
            _names[node.fullName()] = None
    if not dag.edition():
        _walk_on()
    nodes = (nuke.toNode(name) for name in tuple(_names))
    return [dag.touch(node) for node in nodes if node is not None and carries_stamp(node)]


def _walk_on() -> None:
    """Go on with the walk until its time is up or it ends; to the end in a script that was just opened."""
    global _walk, _opened, _rests_until
    whole, _opened = _opened, False
    now = perf_counter()
    if _walk is None:
        if now < _rests_until and not whole:
            return
        _walk = _round()
    for _ in _walk:
        if not whole and perf_counter() > now + BUDGET:
            return
    _walk, _rests_until = None, perf_counter() + REST


def _round() -> Iterator[None]:
    """Walk through the script, the artist's own groups too, one node a step."""
    todo = [""]
    while todo:
        name = todo.pop()
        group = nuke.toNode(name) if name else nuke.root()
        if not isinstance(group, nuke.Group):
            continue
        for kind in CLASSES:
            for node in nuke.allNodes(kind, group):
                try:
                    if carries_stamp(node):
                        _names[node.fullName()] = None
                    elif kind == "Group":
                        todo.append(node.fullName())
                except ValueError:
                    # It was deleted since the last look.
                    pass
                yield
