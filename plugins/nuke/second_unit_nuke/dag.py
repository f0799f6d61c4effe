"""The node graph: a node by its name, knobs, the selection kept and given back, one undo for one act.

Non-Commercial and Indie Nuke let Python touch about ten Node objects of a script, and count them until it is
closed. Every node we touch goes through here, is counted, and the limit is said before it bites.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import nuke
from secondunit.wire.errors import CannotPlace, HostError, NothingSelected, SecondUnitError

#: How many Node objects a limited Nuke lets Python touch.
MOST_NODES = 10
#: Nodes that pass the picture through as it is.
PASSING = ("Dot", "NoOp", "PostageStamp")

_touched: set[str] = set()


def edition() -> str:
    """`Non-Commercial` or `Indie` where Python is limited; empty in every other Nuke."""
    if nuke.env.get("nc", False):
        return "Non-Commercial"
    return "Indie" if nuke.env.get("indie", False) else ""


def touched() -> int:
    """How many nodes of this script we have touched so far."""
    return len(_touched)


def forget() -> None:
    """Begin to count anew: another script is open."""
    _touched.clear()


def require_room(nodes: int) -> None:
    """Raise `HostError` where touching `nodes` more nodes would go beyond what a limited Nuke allows."""
    limited = edition()
    if limited and len(_touched) + nodes > MOST_NODES:
        raise HostError(
            f"Nuke {limited} lets Python touch {MOST_NODES} nodes of a script; {len(_touched)} are used up.",
            remedy="Save the script and open it again, or paste by hand: secondunit export --nk TAKE.",
        )


def touch(node: nuke.Node) -> nuke.Node:
    """Count a node that came from Nuke; raises `HostError` for one too many."""
    if edition():
        name = node.fullName()
        if name not in _touched:
            require_room(1)
            _touched.add(name)
    return node


def find(name: str) -> nuke.Node:
    """The node of this full name; raises `NothingSelected`."""
    if not name or not nuke.exists(name):
        raise NothingSelected(
            f"The node {name or 'that was chosen'} is not in this script.",
            remedy="Choose another one.",
            where=name,
        )
    node = nuke.toNode(name)
    if node is None:
        raise NothingSelected(f"{name} is no node.", remedy="Choose another one.", where=name)
    return touch(node)


def knob(node: nuke.Node, name: str) -> Any:
    """A knob with the methods of its own class, or None."""
    return node.knob(name)


def value(node: nuke.Node, name: str, default: Any = None) -> Any:
    """The value of a knob, or `default` where the node has no such knob."""
    control = knob(node, name)
    return default if control is None else control.value()


def selected() -> tuple[nuke.Node, ...]:
    """The selected nodes, the last one first; in a limited Nuke the last one alone.

    They are those of the group that the artist has open: what a panel asks is asked of the script itself. A
    limited Nuke would count that group as a node, and is asked without it.
    """
    if not edition():
        with nuke.lastHitGroup() if nuke.GUI else nuke.root():  # type: ignore[attr-defined]
            return tuple(nuke.selectedNodes())
    if not nuke.nodesSelected():
        return ()
    return (_last_selected(),)


def _last_selected() -> nuke.Node:
    """The node that was selected last. Raises `HostError` where it is one too many for a limited Nuke."""
    with _limit_said():
        return touch(nuke.selectedNode())


@contextmanager
def _limit_said() -> Iterator[None]:
    """Nuke's own refusal of one node too many, as the sentence that `require_room` has for it."""
    try:
        yield
    except RuntimeError:
        require_room(MOST_NODES)


def viewed() -> nuke.Node | None:
    """The node that the active Viewer shows, or None."""
    window = nuke.activeViewer() if nuke.GUI else None
    if window is None or edition():
        return None
    number = window.activeInput()
    node = window.node()
    if number is None or node is None:
        return None
    source: nuke.Node | None = node.input(number)
    return source


def through(node: nuke.Node) -> nuke.Node:
    """The node whose picture this one passes on unchanged: itself, or what stands above dots and disabled
    nodes."""
    for _ in range(200):
        if node.Class() not in PASSING and not value(node, "disable", False):
            return node
        above = node.input(0)
        if above is None:
            return node
        node = touch(above)
    return node


@contextmanager
def undone_as_one(name: str) -> Iterator[None]:
    """Everything inside is one undo step of this name; after a failure it is taken back whole."""
    nuke.Undo.begin()
    try:
        nuke.Undo.name(f"Second Unit: {name}")
        yield
    except BaseException:
        nuke.Undo.cancel()
        raise
    nuke.Undo.end()


@contextmanager
def without_undo() -> Iterator[None]:
    """Everything inside leaves no undo step and the script's modified flag as it was."""
    root, dirty = nuke.root(), bool(nuke.root().modified())
    nuke.Undo.disable()
    try:
        yield
    finally:
        nuke.Undo.enable()
        root.setModified(dirty)


@contextmanager
def selection_kept() -> Iterator[tuple[nuke.Node, ...]]:
    """Clear the selection inside, and give it back afterwards.

    Raises `HostError`, with the selection as it was, where a limited Nuke does not let us clear it.
    """
    before: list[nuke.Node] = []
    cleared = False
    try:
        _clear(before)
        cleared = True
        yield tuple(before)
    finally:
        for node in nuke.selectedNodes() if cleared else ():
            node.setSelected(False)
        for node in before:
            node.setSelected(True)


def _clear(before: list[nuke.Node]) -> None:
    """Select nothing; what was selected is added to `before` as it goes."""
    if not edition():
        before += nuke.selectedNodes()
        for node in before:
            node.setSelected(False)
        return
    while nuke.nodesSelected():
        node = _last_selected()
        before.append(node)
        node.setSelected(False)


@contextmanager
def refusals_said(act: str) -> Iterator[None]:
    """Turn what Nuke raises into `CannotPlace` with Nuke's own words."""
    try:
        yield
    except SecondUnitError:
        raise
    except (RuntimeError, ValueError, TypeError, NameError) as error:
        words = str(error).strip() or type(error).__name__
        raise CannotPlace(f"Nuke refused to {act}: {words[:200]}") from None
