"""A Nuke script as plain data: nodes, their knobs and inputs, and what an undo step changed.

Knows nothing of threads, licences or the proxy. Nodes are found by a number that is never used twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from .nodes import NodeClass, common_knobs, node_class
from .values import Spec, State, initial

ROOT = 0


@dataclass
class NodeData:
    """One node; `knobs` holds only what differs from the class, `user` what the artist or a plugin added."""

    uid: int
    cls: str
    parent: int | None
    inputs: list[int | None] = field(default_factory=list)
    knobs: dict[str, State] = field(default_factory=dict)
    user: dict[str, Spec] = field(default_factory=dict)
    selected: bool = False
    panel: bool = False

    def copy(self) -> NodeData:
        return NodeData(
            self.uid,
            self.cls,
            self.parent,
            list(self.inputs),
            dict(self.knobs),
            dict(self.user),
            self.selected,
        )

    @property
    def kind(self) -> NodeClass:
        return node_class(self.cls)

    def spec(self, name: str) -> Spec | None:
        """The definition of a knob, or None where the node has none of that name."""
        return self.user.get(name) or self.kind.knobs.get(name) or common_knobs(self.cls).get(name)

    def specs(self) -> dict[str, Spec]:
        return {**self.kind.knobs, **common_knobs(self.cls), **self.user}

    def state(self, name: str) -> State:
        spec = self.spec(name)
        assert spec is not None, f"{self.cls} has no knob {name}"
        return self.knobs.get(name) or initial(spec)

    @property
    def name(self) -> str:
        return (self.knobs.get("name") or self.state("name")).text


class Nodes(dict[int, NodeData]):
    """Every node by its number, and quickly those of one group: scripts have thousands."""

    def __init__(self) -> None:
        super().__init__()
        self._inside: dict[int | None, dict[int, NodeData]] = {}

    def __setitem__(self, uid: int, node: NodeData) -> None:
        if uid in self:
            del self[uid]
        super().__setitem__(uid, node)
        self._inside.setdefault(node.parent, {})[uid] = node

    def __delitem__(self, uid: int) -> None:
        for group in (self._inside.get(self[uid].parent, {}), *self._inside.values()):
            if group.pop(uid, None) is not None:
                break
        super().__delitem__(uid)

    def pop(self, uid: int, *otherwise: NodeData | None) -> NodeData | None:  # type: ignore[override]
        found = self.get(uid)
        if found is not None:
            del self[uid]
        return found

    def inside(self, parent: int) -> list[NodeData]:
        """The nodes of one group, in the order in which they were made."""
        return list(self._inside.get(parent, {}).values())

    def moved(self) -> None:
        """Nodes may have another parent now."""
        self._inside.clear()
        for uid, node in self.items():
            self._inside.setdefault(node.parent, {})[uid] = node


class Document:
    """The open script."""

    def __init__(self) -> None:
        self.nodes = Nodes()
        self.nodes[ROOT] = NodeData(ROOT, "Root", None)
        self.revision = 0
        self._next = 1
        #: Where a name was found last.
        self._named: dict[tuple[int, str], int] = {}

    def new_uid(self) -> int:
        self._next += 1
        return self._next

    def children(self, parent: int) -> list[NodeData]:
        return self.nodes.inside(parent)

    def inside(self, uid: int) -> Iterator[NodeData]:
        """A node and everything in it."""
        yield self.nodes[uid]
        for child in self.children(uid):
            yield from self.inside(child.uid)

    def child(self, parent: int, name: str) -> NodeData | None:
        known = self.nodes.get(self._named.get((parent, name), -1))
        if known is not None and known.parent == parent and known.name == name:
            return known
        found = next((node for node in self.children(parent) if node.name == name), None)
        if found is not None:
            self._named[parent, name] = found.uid
        return found

    def find(self, path: str, start: int = ROOT) -> NodeData | None:
        """The node of a full name (`Group1.Read1`), seen from a group."""
        at: int | None = start
        node = None
        parts = path.split(".")
        if parts[:1] == ["root"]:
            at, parts = ROOT, parts[1:]
            node = self.nodes[ROOT]
        for part in parts:
            node = self.child(at, part) if at is not None else None
            if node is None:
                return None
            at = node.uid
        return node

    def full_name(self, uid: int) -> str:
        node = self.nodes[uid]
        if uid == ROOT:
            return "root"
        if node.parent in (None, ROOT):
            return node.name
        assert node.parent is not None
        return f"{self.full_name(node.parent)}.{node.name}"

    def free_name(self, parent: int, wanted: str) -> str:
        """`wanted`, or with the next free number at its end, as Nuke renames on a clash."""
        taken = {node.name for node in self.children(parent)}
        if wanted not in taken:
            return wanted
        stem = wanted.rstrip("0123456789")
        number = 1
        while f"{stem}{number}" in taken:
            number += 1
        return f"{stem}{number}"

    def changed(self) -> None:
        self.revision += 1

    def snapshot(self) -> dict[int, NodeData]:
        return {uid: node.copy() for uid, node in self.nodes.items()}


@dataclass
class Change:
    """What one undo step did: each node before and after, None where it did not exist."""

    name: str
    before: dict[int, NodeData | None]
    after: dict[int, NodeData | None]


def difference(name: str, before: dict[int, NodeData], document: Document) -> Change | None:
    """The change between a snapshot and now; None when there is none."""
    now = document.nodes
    touched = [
        uid
        for uid in {**before, **now}
        if uid not in before or uid not in now or _content(before[uid]) != _content(now[uid])
    ]
    if not touched:
        return None
    return Change(
        name,
        {uid: before[uid].copy() if uid in before else None for uid in touched},
        {uid: now[uid].copy() if uid in now else None for uid in touched},
    )


def _content(node: NodeData) -> tuple[object, ...]:
    return node.parent, node.inputs, node.knobs, node.user


def turn_back(
    document: Document, source: dict[int, NodeData | None], target: dict[int, NodeData | None]
) -> dict[int, int]:
    """Bring `source` (how things are) to `target`; only what differs between them is touched.

    A node that comes back from the dead is another object than before: returns old number to new number.
    """
    renamed = {uid: document.new_uid() for uid in target if source[uid] is None and target[uid] is not None}
    for uid, node in target.items():
        was = source[uid]
        if node is None:
            document.nodes.pop(uid, None)
        elif was is None:
            copy = node.copy()
            copy.uid = renamed[uid]
            document.nodes[copy.uid] = copy
        elif uid in document.nodes:
            live = document.nodes[uid]
            live.parent, live.inputs = node.parent, list(node.inputs)
            for name in {**was.knobs, **node.knobs}:
                if was.knobs.get(name) != node.knobs.get(name):
                    _put(live.knobs, name, node.knobs.get(name))
            live.user = dict(node.user)
    for node in document.nodes.values():
        node.inputs = [renamed.get(uid, uid) if uid is not None else None for uid in node.inputs]
        node.parent = renamed.get(node.parent, node.parent) if node.parent is not None else None
        node.inputs = [uid if uid in document.nodes else None for uid in node.inputs]
    document.nodes.moved()
    document.changed()
    return renamed


def _put(knobs: dict[str, State], name: str, state: State | None) -> None:
    if state is None:
        knobs.pop(name, None)
    else:
        knobs[name] = state
