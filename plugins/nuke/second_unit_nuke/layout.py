"""Where new nodes stand in the graph: below and beside what they are made for, on nobody's place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import nuke

from . import dag

#: The size of a node's tile and the space kept around it, in the graph's units.
WIDTH, HEIGHT, GAP = 80, 28, 30
#: How far below the plate a placement stands.
BELOW = 90
STEP = WIDTH + GAP
#: No tile is higher than this, with its postage stamp and a long label.
TALLEST = 400

Spot = tuple[int, int]


def free_spot(
    beside: nuke.Node | None,
    nodes: Iterable[nuke.Node],
    size: Spot = (WIDTH, HEIGHT),
    moving: Collection[str] = (),
) -> Spot:
    """A free place of `size` for new nodes: below the plate, moved to the right until nothing is covered.

    Those of `nodes` that are named in `moving` are the new nodes themselves.
    """
    if beside is not None:
        x, y = beside.xpos(), beside.ypos() + _size(beside)[1] + BELOW - HEIGHT
        # Of a script with thousands of nodes only those at this height are looked at closely.
        nodes = [node for node in nodes if -TALLEST < node.ypos() - y < size[1] + TALLEST]
    boxes = [
        (node.xpos(), node.ypos(), *_size(node))
        for node in nodes
        if node.Class() != "BackdropNode" and node.name() not in moving
    ]
    if beside is None:
        x = max((left for left, *_ in boxes), default=-STEP) + STEP
        y = min((top for _, top, *_ in boxes), default=0)
    while any(_covers((x, y, *size), box) for box in boxes):
        x += STEP
    return x, y


def move(nodes: Sequence[nuke.Node], to: Spot) -> None:
    """Move pasted nodes together so that their top left corner stands at `to`."""
    left, top = min(node.xpos() for node in nodes), min(node.ypos() for node in nodes)
    for node in nodes:
        node.setXYpos(node.xpos() - left + to[0], node.ypos() - top + to[1])


def _size(node: nuke.Node) -> Spot:
    """The tile's size; a Nuke without a window draws none and says 0."""
    return (int(node.screenWidth()) or WIDTH, int(node.screenHeight()) or HEIGHT)


def _covers(box: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    margin = GAP // 2
    return (
        box[0] < other[0] + other[2] + margin
        and other[0] < box[0] + box[2] + margin
        and box[1] < other[1] + other[3] + margin
        and other[1] < box[1] + box[3] + margin
    )


def neighbours(parent: nuke.Group) -> tuple[nuke.Node, ...]:
    """The nodes of a graph whose places matter; none in a limited Nuke, where looking would use them up."""
    return () if dag.edition() else tuple(parent.nodes())
