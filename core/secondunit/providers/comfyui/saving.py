"""How a workflow's answer is saved: core's saving nodes are made to write the values that the model made.

`SaveImage` keeps 8 bits and `SaveVideo` less; what comes into them is what is wanted. Nodes of others are
left as the workflow has them.
"""

from __future__ import annotations

from collections.abc import Iterable

from .catalogue import Catalogue, is_core
from .transport import SAVER, Transport, transport_of
from .workflow import Graph, Workflow, plain

#: Core's nodes that save pictures, and the input that has them.
_PICTURES = ("SaveImage", SAVER, "PreviewImage", "SaveWEBM", "SaveAnimatedWEBP", "SaveAnimatedPNG")
_MOVIE, _MAKES_MOVIE, _OPENS_MOVIE = "SaveVideo", "CreateVideo", "GetVideoComponents"
_PREVIEW = "PreviewImage"


def answering(workflow: Workflow) -> tuple[str, ...]:
    """The nodes whose files are the answer: those titled `[output]`, else all that save, else previews."""
    if workflow.outputs:
        return workflow.outputs
    graph = workflow.graph
    saving = [node for node, body in graph.items() if "filename_prefix" in body["inputs"]]
    return tuple(saving) or tuple(n for n, body in graph.items() if body["class_type"] == _PREVIEW)


def saves_pictures(workflow: Workflow) -> bool:
    """Whether the answer comes as the pictures that the model made: every node that gives it is core's."""
    nodes = answering(workflow)
    return bool(nodes) and all(_source(workflow.graph, node) is not None for node in nodes)


def resaved(workflow: Workflow, graph: Graph, catalogue: Catalogue, most: Transport, prefix: str) -> Graph:
    """The graph with its answer saved as a server with this catalogue saves best, up to `most`."""
    if not saves_pictures(workflow) or not all(
        is_core(catalogue, graph[node]["class_type"]) for node in answering(workflow)
    ):
        return graph
    transport = min(transport_of(catalogue), most)
    for node in answering(workflow):
        body = graph[node]
        images = _source(graph, node)
        if body["class_type"] == _MOVIE and not _has_pictures(graph, images):
            if not is_core(catalogue, _OPENS_MOVIE):
                continue
            opened = _free(f"{node}_pictures", graph)
            graph[opened] = {"class_type": _OPENS_MOVIE, "inputs": {"video": images}}
            images = [opened, 0]
        inputs = {"images": images, "filename_prefix": f"{prefix}/{plain(node)}"}
        if transport is Transport.PNG8:
            graph[node] = {"class_type": "SaveImage", "inputs": inputs}
        else:
            graph[node] = {"class_type": SAVER, "inputs": inputs | transport.settings}
    return graph


def _source(graph: Graph, node: str) -> object:
    """The link that brings a saving node its pictures, or its movie; None for nodes of others."""
    body = graph[node]
    kind, inputs = body["class_type"], body["inputs"]
    if kind in _PICTURES:
        link = inputs.get("images")
    elif kind == _MOVIE:
        link = inputs.get("video")
        origin = graph.get(link[0]) if _is_link(link) else None
        if origin is not None and origin["class_type"] == _MAKES_MOVIE:
            link = origin["inputs"].get("images")
    else:
        return None
    return link if _is_link(link) else None


def _has_pictures(graph: Graph, link: object) -> bool:
    """Whether a link that was found for a movie is one of pictures already."""
    return any(
        body["class_type"] == _MAKES_MOVIE and body["inputs"].get("images") == link for body in graph.values()
    )


def _is_link(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and isinstance(value[0], str)


def _free(name: str, names: Iterable[str]) -> str:
    while name in names:
        name += "_"
    return name
