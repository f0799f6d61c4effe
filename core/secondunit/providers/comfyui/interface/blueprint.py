"""A blueprint: one subgraph that stands as a node, its inputs and outputs by their names, its models.

ComfyUI's makers publish such files as comfyui-subgraph-blueprints (MIT).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from secondunit.providers.comfyui.catalogue import Catalogue
from secondunit.providers.comfyui.workflow import InputPlace
from secondunit.wire.errors import BadInput

from .document import GraphNode, Subgraph, WorkflowDocument
from .flattening import FlatGraph, flattened


@dataclass(frozen=True)
class BlueprintInput:
    """What it can be given: the name and label it has on the node, its type, and what it feeds."""

    name: str
    label: str
    type: str
    places: tuple[InputPlace, ...] = field(repr=False)
    optional: bool = False


@dataclass(frozen=True)
class BlueprintOutput:
    """What comes out of it, and which node makes that."""

    name: str
    label: str
    type: str
    node: str
    slot: int


@dataclass(frozen=True)
class ModelFile:
    """A file of a model that a node names: its folder on the server, and where it is published."""

    name: str
    folder: str
    source: str


@dataclass(frozen=True)
class Blueprint:
    """A blueprint, laid open."""

    name: str
    title: str
    category: str
    description: str
    inputs: tuple[BlueprintInput, ...]
    outputs: tuple[BlueprintOutput, ...]
    models: tuple[ModelFile, ...]
    flat: FlatGraph = field(repr=False, hash=False)


def is_blueprint(document: WorkflowDocument) -> bool:
    """Whether a document is one instance of a subgraph, and nothing beside it."""
    nodes = list(document.graph.nodes.values())
    return len(nodes) == 1 and nodes[0].type in document.subgraphs


def read_blueprint(name: str, document: WorkflowDocument, catalogue: Catalogue) -> Blueprint:
    """The blueprint that a document is; raises `BadInput` for what is none, and what `flattened` raises."""
    if not is_blueprint(document):
        raise BadInput(
            "This is a whole workflow and no blueprint: a blueprint is one subgraph, and nothing beside it.",
            remedy="In ComfyUI, save a subgraph as a blueprint.",
        )
    instance = next(iter(document.graph.nodes.values()))
    subgraph = document.subgraphs[instance.type]
    flat = flattened(document, catalogue, instance.id)
    return Blueprint(
        name,
        subgraph.name,
        subgraph.category,
        subgraph.description,
        tuple(_inputs(document, subgraph, flat)),
        tuple(_outputs(subgraph, flat)),
        named_models(document),
        flat,
    )


def _inputs(document: WorkflowDocument, subgraph: Subgraph, flat: FlatGraph) -> Iterator[BlueprintInput]:
    for index, port in enumerate(subgraph.inputs):
        places = flat.inputs.get(index, ())
        slots = [_optional(document, place) for place in places]
        yield BlueprintInput(
            port.name, port.label or port.name, port.type, places, bool(slots) and all(slots)
        )


def _optional(document: WorkflowDocument, place: InputPlace) -> bool:
    """Whether the node that an input feeds does without it."""
    number = place.node.rsplit(":", 1)[-1]
    return any(
        slot.optional
        for subgraph in document.subgraphs.values()
        if (node := subgraph.graph.nodes.get(number)) is not None
        for slot in node.inputs
        if slot.name == place.input
    )


def _outputs(subgraph: Subgraph, flat: FlatGraph) -> Iterator[BlueprintOutput]:
    for index, port in enumerate(subgraph.outputs):
        if index in flat.outputs:
            node, slot = flat.outputs[index]
            yield BlueprintOutput(port.name, port.label or port.name, port.type, node, slot)


def named_models(document: WorkflowDocument) -> tuple[ModelFile, ...]:
    """The files of models that the nodes of a document name, each once."""
    graphs = [document.graph, *(subgraph.graph for subgraph in document.subgraphs.values())]
    nodes = [node for graph in graphs for node in graph.nodes.values()]
    return tuple(dict.fromkeys(model for node in nodes for model in _named(node)))


def _named(node: GraphNode) -> Iterator[ModelFile]:
    for model in node.models:
        name, folder, source = (model.get(part) for part in ("name", "directory", "url"))
        if isinstance(name, str) and name:
            yield ModelFile(name, str(folder or ""), str(source or ""))
