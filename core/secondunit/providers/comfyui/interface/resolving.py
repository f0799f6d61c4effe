"""What an input of a node gets: another node's output, a value, or what the outermost instance is given.

It follows links through subgraphs, reroutes, primitives and bypassed nodes as `ExecutableNodeDTO.ts` of
comfyui-frontend-package 1.58.1 does, without its recursion.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from secondunit.providers.comfyui.catalogue import Catalogue
from secondunit.wire.errors import BadInput

from .document import BYPASSED, INPUTS, MUTED, OUTPUTS, GraphLink, GraphNode, NodeSlot
from .instances import instance_values
from .sites import Site
from .widget_values import widget_values

REROUTE, PRIMITIVE = "Reroute", "PrimitiveNode"
#: Pairs of nodes that hand a link on by a name instead of a line (ComfyUI-KJNodes).
SETS, GETS = "SetNode", "GetNode"
#: Nodes of the interface's own, which no server has.
VIRTUAL = (REROUTE, PRIMITIVE, SETS, GETS, "Note", "MarkdownNote")


@dataclass(frozen=True)
class NodeOutput:
    """An output of a node that a server runs."""

    node: str
    slot: int


@dataclass(frozen=True)
class Value:
    """A widget's value."""

    value: Any


@dataclass(frozen=True)
class Given:
    """An input of the outermost instance, by its place among them; `value` where it was saved with one."""

    port: int
    value: Value | None


class Resolving:
    """Resolves the inputs of one document's sites; `opened` is the outermost instance, if there is one."""

    def __init__(self, sites: Mapping[str, Site], catalogue: Catalogue, opened: str = "") -> None:
        self._sites, self._catalogue, self._opened = sites, catalogue, opened
        #: Links that lead nowhere, each in a sentence.
        self.stale: list[str] = []

    def input(self, site: Site, slot: int) -> NodeOutput | Value | Given | None:
        """What an input gets; None where nothing is linked to it. Raises `BadInput` for a circle."""
        wanted = site.node.inputs[slot].type
        seen: set[tuple[str, str, int]] = set()
        while True:
            self._step(seen, site, "in", slot)
            link = self._link(site, slot)
            if link is None:
                return None
            if link.origin == INPUTS and site.owner is not None and site.within is not None:
                owner, name = site.owner, site.within.inputs[link.origin_slot].name
                own = _slot_of(owner.node, name)
                if own is None or not owner.node.inputs[own].link:
                    value = self._own(owner, link.origin_slot)
                    return Given(link.origin_slot, value) if owner.id == self._opened else value
                site, slot = owner, own
                continue
            output = self._output(site.sibling(link.origin), link.origin_slot, wanted, seen)
            if not isinstance(output, tuple):
                return output
            site, slot = output

    def output(self, site: Site, slot: int) -> NodeOutput | Value | Given | None:
        """What comes out of an instance of a subgraph."""
        output = self._output(site.id, slot, site.node.outputs[slot].type, set())
        return self.input(*output) if isinstance(output, tuple) else output

    def _output(
        self, id: str, slot: int, wanted: str, seen: set[tuple[str, str, int]]
    ) -> NodeOutput | Value | tuple[Site, int] | None:
        """What an output is; a site and its slot where it is what comes in there."""
        while True:
            site = self._sites.get(id)
            if site is None:
                self.stale.append(f"A link comes from node {id}, which is not there.")
                return None
            self._step(seen, site, "out", slot)
            node = site.node
            if node.mode == MUTED:
                return None
            if node.mode == BYPASSED:
                through = _through(node, slot, wanted)
                return (site, through) if through is not None else None
            if site.subgraph is not None:
                inner = self._inner(site, slot)
                if inner is None:
                    return None
                if inner.origin == INPUTS:
                    name = site.subgraph.inputs[inner.origin_slot].name
                    through = _slot_of(node, name)
                    return (site, through) if through is not None else None
                id, slot = site.inner(inner.origin), inner.origin_slot
                continue
            if node.type == PRIMITIVE:
                values = node.values if isinstance(node.values, list) else []
                return Value(values[0]) if values else None
            if node.type == GETS:
                return self._set(site)
            if node.type in VIRTUAL:
                return (site, 0) if node.inputs else None
            return NodeOutput(id, slot)

    def _link(self, site: Site, slot: int) -> GraphLink | None:
        """The link into an input; one that is not there, or not its subgraph's any more, is left out."""
        if slot >= len(site.node.inputs):
            return None
        described = site.node.inputs[slot]
        if not described.link:
            return None
        link = site.graph.links.get(described.link)
        where = f"{described.name} of {site.called}"
        if link is None:
            self.stale.append(f"Link {described.link}, into {where}, is not there.")
            return None
        if link.origin != INPUTS:
            return link
        ports = site.within.inputs if site.within is not None else ()
        if link.origin_slot >= len(ports) or described.link not in ports[link.origin_slot].links:
            self.stale.append(f"Link {described.link}, into {where}, belongs to no input of its subgraph.")
            return None
        return link

    def _inner(self, site: Site, slot: int) -> GraphLink | None:
        """The link inside an instance that brings one of its outputs."""
        assert site.subgraph is not None
        if slot >= len(site.subgraph.outputs):
            raise BadInput(f"{site.called} has no output {slot}.")
        links = site.subgraph.graph.links
        for name in site.subgraph.outputs[slot].links:
            if name in links:
                return links[name]
        return next(
            (link for link in links.values() if link.target == OUTPUTS and link.target_slot == slot), None
        )

    def _own(self, owner: Site, port: int) -> Value | None:
        """The value of an instance's input that nothing is linked to; else that of what it leads to first."""
        while owner.subgraph is not None and port < len(owner.subgraph.inputs):
            described = owner.subgraph.inputs[port]
            given = instance_values(owner.node).inputs
            if described.name in given:
                return Value(given[described.name])
            links = owner.subgraph.graph.links
            link = next((links[name] for name in described.links if name in links), None)
            target = self._sites.get(owner.inner(link.target)) if link is not None else None
            if link is None or target is None or link.target_slot >= len(target.node.inputs):
                return None
            slot = target.node.inputs[link.target_slot]
            if target.subgraph is None:
                own = widget_values(target.node, self._catalogue) or {}
                return Value(own[slot.widget]) if slot.widget in own else None
            names = [inner.name for inner in target.subgraph.inputs]
            if slot.name not in names:
                return None
            owner, port = target, names.index(slot.name)
        return None

    def _set(self, site: Site) -> tuple[Site, int] | None:
        """Where the value that a `GetNode` names is set."""
        for other in site.graph.nodes.values():
            if other.type == SETS and other.values == site.node.values and other.inputs:
                return self._sites[site.sibling(other.id)], 0
        return None

    def _step(self, seen: set[tuple[str, str, int]], site: Site, way: str, slot: int) -> None:
        step = (site.id, way, slot)
        if step in seen:
            raise BadInput(f"The links of {site.called} run in a circle.")
        seen.add(step)


def _slot_of(node: GraphNode, name: str) -> int | None:
    """An instance's slot for an input of its subgraph; older files leave out what is not linked."""
    return next((index for index, slot in enumerate(node.inputs) if slot.name == name), None)


def _through(node: GraphNode, slot: int, wanted: str) -> int | None:
    """The input that a bypassed node lets through (`_getBypassSlotIndex`)."""
    inputs = node.inputs
    made = node.outputs[slot].type if slot < len(node.outputs) else "*"
    if wanted in ("*", ""):
        return slot if len(inputs) > slot else 0 if inputs else None
    if slot < len(inputs) and _fits(inputs[slot], made) and _fits(inputs[slot], wanted):
        return slot
    exact = next((index for index, own in enumerate(inputs) if own.type == wanted), None)
    if exact is not None:
        return exact
    return next((index for index, own in enumerate(inputs) if _fits(own, made) and _fits(own, wanted)), None)


def _fits(slot: NodeSlot, type: str) -> bool:
    """Whether a link may go there: any of several types, `*` for all (`isValidConnection`)."""
    ours, theirs = ({part.strip().upper() for part in kinds.split(",")} for kinds in (slot.type, type))
    return bool(ours & theirs) or bool({"*", ""} & (ours | theirs))
