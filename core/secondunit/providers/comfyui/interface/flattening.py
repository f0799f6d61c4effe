"""A document of the interface as the graph that a server runs: `graphToPrompt` of the interface, in Python.

Held to executionUtil.ts of comfyui-frontend-package 1.58.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from secondunit.providers.comfyui.catalogue import Catalogue
from secondunit.providers.comfyui.workflow import Graph, InputPlace
from secondunit.wire.errors import BadInput

from .document import RUNS, WorkflowDocument
from .instances import instance_values
from .resolving import VIRTUAL, Given, NodeOutput, Resolving, Value
from .sites import Site, sites_of
from .widget_values import api_value, widget_values

_COMBO = "CustomCombo"


@dataclass(frozen=True)
class FlatGraph:
    """A graph in the API's form, and what leads into and out of the outermost instance, if one was opened."""

    graph: Graph = field(hash=False)
    #: By the place of an input among the instance's: what it feeds.
    inputs: Mapping[int, tuple[InputPlace, ...]] = field(default_factory=dict, hash=False)
    #: By the place of an output: the node that makes it, and its slot.
    outputs: Mapping[int, tuple[str, int]] = field(default_factory=dict, hash=False)
    #: Links that lead nowhere, each in a sentence.
    stale: tuple[str, ...] = ()
    #: Nodes whose values only a server can name, by their ids.
    unnamed: Mapping[str, str] = field(default_factory=dict, hash=False)

    def needed(self, ends: Iterable[str]) -> Graph:
        """What these nodes need, themselves included, in the graph's order.

        Raises `BadInput` where the values of one of them have no names.
        """
        needed = needed_by(self.graph, ends)
        unnamed = [called for node, called in self.unnamed.items() if node in needed]
        if unnamed:
            raise BadInput(
                "Whose values these are only a server says: " + ", ".join(unnamed[:8]) + ".",
                remedy="Ask a server that has these nodes, or save the workflow anew in a current ComfyUI.",
            )
        return needed

    def whole(self) -> Graph:
        """The whole graph; raises as `needed`."""
        return self.needed(self.graph)


def flattened(document: WorkflowDocument, catalogue: Catalogue, opened: str = "") -> FlatGraph:
    """The graph that a server runs; `opened` is the instance whose inputs stay open.

    Raises `BadInput` for circles, group nodes, and what is too large.
    """
    sites = sites_of(document)
    resolving = Resolving(sites, catalogue, opened)
    graph: Graph = {}
    places: dict[int, list[InputPlace]] = {}
    unnamed: dict[str, str] = {}
    for site in sites.values():
        node = site.node
        if node.mode != RUNS or site.subgraph is not None or node.type in VIRTUAL:
            continue
        if node.type.startswith(("workflow>", "workflow/")):
            raise BadInput(
                f"{site.called} is a group node of older versions.",
                remedy="In ComfyUI, convert it to a subgraph and save the workflow.",
            )
        values = widget_values(node, catalogue)
        if values is None:
            unnamed[site.id] = site.called
            values = {}
        inputs = {name: api_value(value) for name, value in {**values, **_shown(site)}.items()}
        _link_inputs(site, inputs, resolving, places)
        if node.type == _COMBO:
            options = [value for name, value in inputs.items() if name.startswith("option")]
            choice = inputs.get("choice")
            inputs["index"] = options.index(choice) if choice in options else -1
        graph[site.id] = {
            "class_type": node.type,
            "inputs": inputs,
            "_meta": {"title": node.title or node.type},
        }
    for body in graph.values():
        links = {name: value for name, value in body["inputs"].items() if isinstance(value, list)}
        for name, value in links.items():
            if value[0] not in graph:
                del body["inputs"][name]
    outputs = _outputs(sites[opened], resolving) if opened else {}
    return FlatGraph(
        graph,
        {port: tuple(fed) for port, fed in places.items()},
        outputs,
        tuple(dict.fromkeys(resolving.stale)),
        unnamed,
    )


def needed_by(graph: Graph, ends: Iterable[str]) -> Graph:
    """The part of a graph that these nodes need, themselves included, in its order."""
    needed: set[str] = set()
    waiting = [node for node in ends if node in graph]
    while waiting:
        node = waiting.pop()
        if node in needed:
            continue
        needed.add(node)
        links = [value for value in graph[node]["inputs"].values() if isinstance(value, list)]
        waiting += [link[0] for link in links if link[0] in graph]
    return {node: body for node, body in graph.items() if node in needed}


def _shown(site: Site) -> Mapping[str, Any]:
    """What the instance around a node says of its widgets."""
    if site.owner is None:
        return {}
    inner = instance_values(site.owner.node).inner
    widgets = {slot.widget for slot in site.node.inputs if slot.widget}
    return {name: value for (node, name), value in inner.items() if node == site.node.id and name in widgets}


def _link_inputs(
    site: Site, inputs: dict[str, Any], resolving: Resolving, places: dict[int, list[InputPlace]]
) -> None:
    for index, slot in enumerate(site.node.inputs):
        found = resolving.input(site, index)
        if isinstance(found, NodeOutput):
            inputs[slot.name] = [found.node, found.slot]
        elif isinstance(found, Value):
            inputs[slot.name] = api_value(found.value)
        elif isinstance(found, Given):
            places.setdefault(found.port, []).append(InputPlace(site.id, slot.name))
            if found.value is not None:
                inputs[slot.name] = api_value(found.value.value)


def _outputs(site: Site, resolving: Resolving) -> dict[int, tuple[str, int]]:
    outputs: dict[int, tuple[str, int]] = {}
    for index in range(len(site.node.outputs)):
        found = resolving.output(site, index)
        if isinstance(found, NodeOutput):
            outputs[index] = (found.node, found.slot)
    return outputs
