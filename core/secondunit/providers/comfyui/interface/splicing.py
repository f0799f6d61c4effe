"""An artist's matte in place of one that a blueprint finds by words.

Some blueprints that fill a hole take no matte: SAM 3 looks for what the words name (`SAM3_Detect`, first
output). The matte goes the way of the picture that is searched there, so that it is scaled and cut like it.
"""

from __future__ import annotations

import copy
from typing import Any

from secondunit.providers.comfyui.workflow import Graph

#: The node that finds a matte by words, the output that has it, and the input with what is searched.
DETECTS, FOUND, SEARCHED = "SAM3_Detect", 0, "image"
_SUFFIX = "_matte"


def detecting(graph: Graph) -> str | None:
    """The only node that finds a matte by words; None where there is none, or several."""
    nodes = [node for node, body in graph.items() if body["class_type"] == DETECTS]
    return nodes[0] if len(nodes) == 1 else None


def splice(graph: Graph, detector: str, plate: str, matte: str) -> dict[str, str]:
    """Let what used the matte of `detector` use that of the loader `matte`, which loads as `plate` does.

    Every node between `plate` and the detector is there once more for the matte: returned by its twin's name.
    """
    searched = graph[detector]["inputs"].get(SEARCHED)
    if not _is_link(searched):
        return {}
    way = _between(graph, plate, searched[0])
    twins = {node: f"{node}{_SUFFIX}" for node in way if node != plate}
    names = {plate: matte} | twins
    for node, twin in twins.items():
        body = copy.deepcopy(graph[node])
        body["inputs"] = {name: _renamed(value, names) for name, value in body["inputs"].items()}
        graph[twin] = body
    masked = f"{detector}{_SUFFIX}"
    graph[masked] = {
        "class_type": "ImageToMask",
        "inputs": {"image": _renamed(searched, names), "channel": "red"},
        "_meta": {"title": "The artist's matte"},
    }
    for node, body in graph.items():
        if node == masked:
            continue
        for name, value in body["inputs"].items():
            if value == [detector, FOUND]:
                body["inputs"][name] = [masked, 0]
    return twins


def _between(graph: Graph, origin: str, end: str) -> list[str]:
    """The nodes that `end` needs and that need `origin`, both included, in the graph's order."""
    needed = _ancestors(graph, end)
    reached = {origin}
    grew = True
    while grew:
        grew = False
        for node in needed - reached:
            if any(_is_link(value) and value[0] in reached for value in graph[node]["inputs"].values()):
                reached.add(node)
                grew = True
    return [node for node in graph if node in reached and node in needed | {origin}]


def _ancestors(graph: Graph, end: str) -> set[str]:
    seen: set[str] = set()
    waiting = [end]
    while waiting:
        node = waiting.pop()
        if node in seen or node not in graph:
            continue
        seen.add(node)
        waiting += [value[0] for value in graph[node]["inputs"].values() if _is_link(value)]
    return seen


def _renamed(value: Any, names: dict[str, str]) -> Any:
    return [names[value[0]], *value[1:]] if _is_link(value) and value[0] in names else value


def _is_link(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and isinstance(value[0], str)
