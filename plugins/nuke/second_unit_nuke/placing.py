"""Placing: an element's nodes are pasted from a snippet, connected to the plate, and laid out beside it.

Nothing of the artist's is rewired: the new nodes hang on the plate's node and lead nowhere yet. One undo
step; the selection is given back; after a failure the script is as it was.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nuke
from secondunit.host import Placed, nk
from secondunit.host.sitting import match_beside, sitting_of
from secondunit.wire import Format, Placement, PlacementKind, Take
from secondunit.wire.errors import CannotPlace, SecondUnitError
from secondunit.wire.storage import storage_error

from . import dag, finding, layout, placements, shots, timing

#: How many nodes placing touches beside the plate's, which a limited Nuke counts.
ROOM = {PlacementKind.COMP: 1, PlacementKind.NODES: 6}


def place(placement: Placement, takes: Sequence[Take], beside: str) -> Placed:
    """Build the placement for `placement.take`, one of `takes`, on the node named `beside` (or on none).

    Raises `CannotPlace`, `HostError` where a limited Nuke allows no more nodes.
    """
    takes = tuple(placements.as_read_here(version) for version in takes)
    take = next(version for version in takes if version.id == placement.take)
    dag.require_room(ROOM.get(placement.kind, 1))
    plate = dag.find(beside) if beside and nuke.exists(beside) else None
    parent: nuke.Group = plate.parent() if plate is not None else nuke.root()
    _require_open(parent)
    source, times = timing.place_of(take, plate)
    script = _script(placement, takes, take, parent, plate, times)
    with dag.refusals_said("place the element"), dag.undone_as_one(f"place {take.label}"), parent:
        nodes = _paste(script)
        try:
            carrier = _one_of(nodes, plate, source)
        except BaseException:
            for node in nodes:
                nuke.delete(node)
            raise
        placed = placements.read(carrier)
        if placed is None:
            raise CannotPlace("The nodes that were pasted do not say what they are.")
    return placed


def _script(
    placement: Placement,
    takes: Sequence[Take],
    take: Take,
    parent: nuke.Group,
    plate: nuke.Node | None,
    times: tuple[nuke.Node, ...],
) -> str:
    name = _free_name(take, parent)
    after = timing.copies(times, name)
    if placement.kind is PlacementKind.NODES:
        return nk.nodes_script(take, placement, name=name, plate_format=_format(plate), after=after)
    if placement.kind is not PlacementKind.COMP:
        raise CannotPlace(
            "Nuke takes an element as a Group or as plain nodes.", remedy="Choose one of the two."
        )
    match = match_beside(take)
    sitting = None if match is None else sitting_of(match, take)
    format = _format(plate)
    return nk.group_script(takes, placement, name=name, plate_format=format, sitting=sitting, after=after)


def _format(plate: nuke.Node | None) -> Format:
    """The plate's full-size format; in proxy mode the script's."""
    if plate is None or nuke.root().proxy():
        return shots.root_format()
    return shots.as_format(plate.format())


def _free_name(take: Take, parent: nuke.Group) -> str:
    """The element's name, or with a number where the script has one of that name."""
    inside = "" if parent.fullName() in ("root", nuke.root().name()) else parent.fullName() + "."
    names: list[str] = []
    while nuke.exists(inside + (name := nk.group_name(take, names))):
        names.append(name)
    return name


def _require_open(parent: nuke.Group) -> None:
    if parent is not nuke.root() and _locked(parent):
        raise CannotPlace(
            f"The nodes of {parent.name()} are locked.",
            remedy="Make it editable first, or select a node outside it.",
        )


def _locked(parent: Any) -> bool:
    asked = getattr(parent, "subgraphLocked", None)
    return bool(asked()) if asked is not None else False


def _paste(script: str) -> tuple[nuke.Node, ...]:
    """Paste a snippet with nothing selected; the nodes it made. The selection is as before."""
    with _snippet(script) as path, dag.selection_kept():
        nuke.nodePaste(path)
        nodes = tuple(dag.touch(node) for node in nuke.selectedNodes())
    if not nodes:
        raise CannotPlace("Nuke pasted nothing.", remedy="Paste by hand: secondunit export --nk TAKE.")
    return nodes


def _one_of(nodes: Sequence[nuke.Node], plate: nuke.Node | None, source: nuke.Node | None) -> nuke.Node:
    """Connect what was pasted to `source` and lay it out below `plate`; the node that carries the stamp."""
    stamped = [node for node in nodes if finding.carries_stamp(node)]
    if not stamped:
        raise CannotPlace("The nodes that were pasted carry no stamp of ours.")
    names = {node.name() for node in nodes}
    if source is not None:
        for node in nodes:
            if placements.takes_plate(node):
                node.setInput(0, source)
    xs, ys = [node.xpos() for node in nodes], [node.ypos() for node in nodes]
    size = (max(xs) - min(xs) + layout.WIDTH, max(ys) - min(ys) + layout.HEIGHT)
    parent: nuke.Group = plate.parent() if plate is not None else nuke.root()
    layout.move(nodes, layout.free_spot(plate, layout.neighbours(parent), size, names))
    return stamped[0]


@contextmanager
def _snippet(script: str) -> Iterator[str]:
    """A temporary file with the snippet; it is gone afterwards."""
    try:
        number, path = tempfile.mkstemp(prefix="second_unit_", suffix=".nk")
    except OSError as error:
        raise _storage(error) from None
    try:
        try:
            with os.fdopen(number, "w", encoding="utf-8", newline="\n") as file:
                file.write(script)
        except OSError as error:
            raise _storage(error) from None
        yield path.replace("\\", "/")
    finally:
        Path(path).unlink(missing_ok=True)


def _storage(error: OSError) -> SecondUnitError:
    where = str(error.filename or tempfile.gettempdir())
    return type(storage_error(error, where))(
        f"The nodes could not be written to a temporary file ({error.strerror}).",
        remedy="Make room in the system's temporary folder.",
        where=where,
    )
