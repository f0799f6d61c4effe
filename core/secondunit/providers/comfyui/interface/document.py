"""A workflow as ComfyUI's interface writes it: graphs of nodes, slots and links, and the subgraphs they use.

It checks what is read and knows nothing of what nodes do. Sources: the schema that the interface itself reads
(`workflowSchema.ts`, comfyui-frontend-package 1.58.1), and the files of comfyui-subgraph-blueprints 0.0.13.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from secondunit.wire.errors import BadInput

#: The nodes of a subgraph's own that stand for its inputs and its outputs.
INPUTS, OUTPUTS = "-10", "-20"
#: Modes of a node: it runs, it and what hangs on it does not, it lets through what comes in.
RUNS, MUTED, BYPASSED = 0, 2, 4
#: The shape of a slot that a node does without.
_OPTIONAL = 7
#: The most nodes of one file, its subgraphs counted once.
MOST_NODES = 20_000


@dataclass(frozen=True)
class NodeSlot:
    """An input or output of a node; `widget` names the value that an input has where nothing is linked."""

    name: str
    type: str
    link: str = ""
    widget: str = ""
    label: str = ""
    #: Whether a node does without it (shape 7 of the interface's slots).
    optional: bool = False


@dataclass(frozen=True)
class GraphLink:
    """What leads from an output to an input, by nodes and slots."""

    origin: str
    origin_slot: int
    target: str
    target_slot: int


@dataclass(frozen=True)
class GraphNode:
    """A node: its class or the id of a subgraph, its slots, and its widgets' values as they are saved."""

    id: str
    type: str
    title: str = ""
    mode: int = RUNS
    inputs: tuple[NodeSlot, ...] = ()
    outputs: tuple[NodeSlot, ...] = ()
    values: Any = field(default=None, hash=False)
    named: Mapping[str, Any] | None = field(default=None, hash=False)
    #: Widgets of inner nodes that an instance shows: (node, widget); node -1 is the instance itself.
    shown: tuple[tuple[str, str], ...] = ()
    #: Files of models that it names: each with `name`, `directory` and `url`.
    models: tuple[Mapping[str, Any], ...] = field(default=(), hash=False)


@dataclass(frozen=True)
class SubgraphPort:
    """An input or output of a subgraph, with the links that belong to it."""

    name: str
    type: str
    label: str = ""
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class NodeGraph:
    """Nodes by their ids, and the links between them."""

    nodes: Mapping[str, GraphNode] = field(hash=False)
    links: Mapping[str, GraphLink] = field(hash=False)


@dataclass(frozen=True)
class Subgraph:
    """A graph that stands as one node in others."""

    id: str
    name: str
    graph: NodeGraph
    inputs: tuple[SubgraphPort, ...]
    outputs: tuple[SubgraphPort, ...]
    category: str = ""
    description: str = ""


@dataclass(frozen=True)
class WorkflowDocument:
    """A whole file."""

    graph: NodeGraph
    subgraphs: Mapping[str, Subgraph] = field(hash=False)


def read_document(body: object) -> WorkflowDocument:
    """The document that JSON of the interface's format holds; raises `BadInput` with what is wrong where."""
    whole = _mapping(body, "the file")
    if "nodes" not in whole:
        raise BadInput("This is not a workflow in the interface's format: it has no nodes.")
    definitions = _list(_mapping(whole.get("definitions") or {}, "definitions").get("subgraphs"), "subgraphs")
    subgraphs: dict[str, Subgraph] = {}
    for entry in definitions:
        subgraph = _subgraph(_mapping(entry, "a subgraph"))
        subgraphs[subgraph.id] = subgraph
    document = WorkflowDocument(_graph(whole, "the workflow"), subgraphs)
    graphs = [document.graph, *(subgraph.graph for subgraph in subgraphs.values())]
    if sum(len(graph.nodes) for graph in graphs) > MOST_NODES:
        raise BadInput(f"This workflow has more than {MOST_NODES:,} nodes.")
    return document


def _subgraph(body: Mapping[str, Any]) -> Subgraph:
    name = _text(body.get("name")) or "a subgraph"
    return Subgraph(
        _id(body.get("id"), name),
        name,
        _graph(body, name),
        tuple(_ports(body.get("inputs"), name)),
        tuple(_ports(body.get("outputs"), name)),
        _text(body.get("category")),
        _text(body.get("description")),
    )


def _graph(body: Mapping[str, Any], place: str) -> NodeGraph:
    nodes: dict[str, GraphNode] = {}
    for entry in _list(body.get("nodes"), f"the nodes of {place}"):
        node = _node(_mapping(entry, f"a node of {place}"), place)
        if node.id in nodes:
            raise BadInput(f"Two nodes of {place} have the number {node.id}.")
        nodes[node.id] = node
    return NodeGraph(nodes, dict(_links(body.get("links"), place)))


def _node(body: Mapping[str, Any], place: str) -> GraphNode:
    id = _id(body.get("id"), f"a node of {place}")
    kind = body.get("type")
    if not isinstance(kind, str) or not kind:
        raise BadInput(f"Node {id} of {place} has no class.")
    properties = body.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    shown = properties.get("proxyWidgets")
    models = properties.get("models")
    named = body.get("widgets_values_named")
    mode = body.get("mode")
    return GraphNode(
        id,
        kind,
        _text(body.get("title")),
        mode if isinstance(mode, int) else RUNS,
        tuple(_slots(body.get("inputs"))),
        tuple(_slots(body.get("outputs"))),
        body.get("widgets_values"),
        named if isinstance(named, dict) and named else None,
        tuple(
            (str(entry[0]), str(entry[1]))
            for entry in (shown if isinstance(shown, list) else ())
            if isinstance(entry, list) and len(entry) >= 2
        ),
        tuple(model for model in (models if isinstance(models, list) else ()) if isinstance(model, dict)),
    )


def _slots(entries: object) -> Iterator[NodeSlot]:
    for entry in entries if isinstance(entries, list) else ():
        if not isinstance(entry, dict):
            raise BadInput("A slot of a node is not described.")
        widget, link = entry.get("widget"), entry.get("link")
        yield NodeSlot(
            _text(entry.get("name")),
            _kind(entry.get("type")),
            "" if link is None else str(link),
            _text(widget.get("name")) if isinstance(widget, dict) else "",
            _text(entry.get("label")) or _text(entry.get("localized_name")),
            entry.get("shape") == _OPTIONAL,
        )


def _ports(entries: object, place: str) -> Iterator[SubgraphPort]:
    for entry in _list(entries, f"the slots of {place}"):
        port = _mapping(entry, f"a slot of {place}")
        links = port.get("linkIds")
        yield SubgraphPort(
            _text(port.get("name")),
            _kind(port.get("type")),
            _text(port.get("label")),
            tuple(str(link) for link in (links if isinstance(links, list) else ())),
        )


def _links(entries: object, place: str) -> Iterator[tuple[str, GraphLink]]:
    """The links of a graph, which the file has as lists at the top and as objects below."""
    for entry in _list(entries, f"the links of {place}"):
        if isinstance(entry, list) and len(entry) >= 5:
            id, origin, origin_slot, target, target_slot = entry[:5]
        elif isinstance(entry, dict):
            id, origin, origin_slot, target, target_slot = (
                entry.get(name) for name in ("id", "origin_id", "origin_slot", "target_id", "target_slot")
            )
        else:
            raise BadInput(f"A link of {place} is not described.")
        slots = (origin_slot, target_slot)
        if not all(isinstance(slot, int) and slot >= 0 for slot in slots):
            raise BadInput(f"Link {id} of {place} leads to no slot.")
        yield str(id), GraphLink(str(origin), int(origin_slot), str(target), int(target_slot))


def _kind(value: object) -> str:
    return value if isinstance(value, str) else "*"


def _id(value: object, place: str) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, str)) or value == "":
        raise BadInput(f"{place} has no number.")
    return str(value)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _mapping(value: object, place: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise BadInput(f"In {place} something else stands where an object is expected.")
    return value


def _list(value: object, place: str) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise BadInput(f"In {place} something else stands where a list is expected.")
    return value
