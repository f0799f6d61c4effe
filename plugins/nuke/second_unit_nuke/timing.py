"""Time nodes of the script: what lies between a plate's Read and the node that a take is placed beside.

A take has either the frames of its plate or those of the record. One with the plate's frames goes above the
artist's own TimeWarps, and copies of them that follow them go below it; a retime brings its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import nuke
from secondunit.host.brief_beside import plate_of
from secondunit.host.nk.names import node_name
from secondunit.host.nk.plate_time import SPEED_KEY, curve_text, has_speed
from secondunit.host.nk.syntax import Node, Raw, Value, expression
from secondunit.wire import Take
from secondunit.wire.errors import HostError, MissingFrames

from . import dag, reads, upstream

#: The knob of each class by which a copy follows the artist's own node; of the others it takes every value.
FOLLOWED = {"TimeWarp": "lookup", "TimeOffset": "time_offset", "Retime": ""}
#: So many time nodes in a row are looked through.
MOST = 20
#: How far below a Group its copies stand, each below the last.
BELOW, STEP = 60, 50


@dataclass(frozen=True)
class TimeNodes:
    """Time nodes in a row, the lowest first, and the node whose picture they retime."""

    nodes: tuple[nuke.Node, ...]
    above: nuke.Node

    @property
    def read(self) -> nuke.Node | None:
        """The Read whose files they retime as they are; None for any other picture."""
        read = dag.through(self.above)
        return read if reads.is_read(read) and not reads.why_render(read) else None


def time_nodes(node: nuke.Node) -> TimeNodes:
    """The time nodes that a node shows its picture through; none where it shows it as it is."""
    nodes: list[nuke.Node] = []
    at, above = dag.through(node), node
    while at.Class() in FOLLOWED and len(nodes) < MOST:
        source = at.input(0)
        if source is None:
            break
        nodes.append(at)
        above = dag.touch(source)
        at = dag.through(above)
    return TimeNodes(tuple(nodes), above)


def own_frames(node: nuke.Node) -> TimeNodes | None:
    """The time nodes between a node and files that could be the plate; None where there are none."""
    times = time_nodes(node)
    return times if times.nodes and times.read is not None else None


def place_of(take: Take, plate: nuke.Node | None) -> tuple[nuke.Node | None, tuple[nuke.Node, ...]]:
    """The node that a take's plate comes from, and the time nodes that follow the take, the lowest first."""
    times = own_frames(plate) if plate is not None and not dag.edition() else None
    if times is None or not _is_of(take, times):
        return plate, ()
    return times.above, () if has_speed(take) else times.nodes


def _is_of(take: Take, times: TimeNodes) -> bool:
    """Whether a take was made from the files above, and not from what the time nodes make of them."""
    plate, read = plate_of(take), times.read
    if plate is None or read is None:
        return False
    try:
        return reads.footage(read).path == plate.path
    except (HostError, MissingFrames):
        return False


def copies(nodes: tuple[nuke.Node, ...], name: str, x: int = 0, y: int = 0) -> tuple[Node, ...]:
    """Time nodes as text, the highest first, each named after the placement and following its own."""
    return tuple(
        Node(
            node.Class(), f"{node_name(name)}_time{number}", _knobs(node), ("above",),
            at=(x, y + BELOW + STEP * number),
        )
        for number, node in enumerate(reversed(nodes), 1)
    )  # fmt: skip


def _knobs(node: nuke.Node) -> tuple[tuple[str, Value], ...]:
    followed = FOLLOWED[node.Class()]
    knobs: list[tuple[str, Value]] = []
    for name in sorted(node.writeKnobs(nuke.WRITE_NON_DEFAULT_ONLY).split()):
        knob = dag.knob(node, name) if name not in upstream.IGNORED and name != followed else None
        if knob is not None:
            knobs.append((name, Raw(str(knob.toScript()))))
    if followed:
        knobs.append((followed, expression(f"{node.name()}.{followed}")))
    return (*knobs, ("label", f"as {node.name()}"))


def follow(node: nuke.Node, take: Take) -> None:
    """Show the plate at the moments of another version, where our own TimeWarp stands over a placement."""
    warp: Any = _own_warp(node)
    stamp: Any = warp.knob(SPEED_KEY) if warp is not None else None
    if stamp is None or not has_speed(take):
        return
    warp.knob("lookup").fromScript("{" + curve_text(take) + "}")
    stamp.setValue(take.id)


def _own_warp(node: nuke.Node) -> nuke.Node | None:
    """The TimeWarp over a Group, two nodes up; of plain nodes, whose Read is stamped, that of their name."""
    if node.Class() == "Group":
        above: nuke.Node | None = node
        for _ in range(2):
            above = above.input(0) if above is not None else None
    else:
        name = node.fullName().removesuffix("_read") + "_speed"
        above = nuke.toNode(name) if nuke.exists(name) else None
    return dag.touch(above) if above is not None and above.Class() == "TimeWarp" else None
