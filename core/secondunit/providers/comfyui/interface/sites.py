"""Every node of a document where it stands once its subgraphs are laid open, by the path that leads to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from secondunit.wire.errors import BadInput

from .document import RUNS, GraphNode, NodeGraph, Subgraph, WorkflowDocument

#: How deep subgraphs may stand in each other, and the most nodes of the open graph.
DEEPEST, MOST_SITES = 32, 10_000


@dataclass(frozen=True)
class Site:
    """A node in its graph, and the instance of a subgraph that the graph belongs to."""

    id: str
    node: GraphNode
    graph: NodeGraph = field(hash=False)
    #: Where the graph's own instance stands, and what it is an instance of; None at the top.
    owner: Site | None = None
    within: Subgraph | None = None
    #: What the node itself is an instance of.
    subgraph: Subgraph | None = None

    def sibling(self, node: str) -> str:
        """The id of another node of the same graph."""
        return f"{self.owner.id}:{node}" if self.owner is not None else node

    def inner(self, node: str) -> str:
        """The id of a node inside this instance."""
        return f"{self.id}:{node}"

    @property
    def called(self) -> str:
        """How an artist finds it."""
        return f"{self.node.type} (number {self.id})"


def sites_of(document: WorkflowDocument) -> Mapping[str, Site]:
    """The sites by their ids, `12:7` for node 7 inside instance 12; raises `BadInput`.

    What is muted or bypassed is not laid open, as in `getInnerNodes` (SubgraphNode.ts,
    comfyui-frontend-package 1.58.1).
    """
    sites: dict[str, Site] = {}
    waiting: list[tuple[NodeGraph, Site | None, Subgraph | None, int]] = [(document.graph, None, None, 0)]
    while waiting:
        graph, owner, within, depth = waiting.pop()
        if depth > DEEPEST:
            raise BadInput(f"Subgraphs stand in each other more than {DEEPEST} deep, or in a circle.")
        for node in graph.nodes.values():
            id = f"{owner.id}:{node.id}" if owner is not None else node.id
            subgraph = document.subgraphs.get(node.type)
            site = sites[id] = Site(id, node, graph, owner, within, subgraph)
            if len(sites) > MOST_SITES:
                raise BadInput(f"With its subgraphs open this workflow has more than {MOST_SITES:,} nodes.")
            if subgraph is not None and node.mode == RUNS:
                waiting.append((subgraph.graph, site, subgraph, depth + 1))
    return sites
