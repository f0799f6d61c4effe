"""Workflows as ComfyUI's interface writes them, small enough to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

SUBGRAPH = "6f1c1f4e-0000-4000-8000-000000000001"


def slot(name: str, type: str, link: int | None = None, **more: Any) -> dict[str, Any]:
    """A slot of a node."""
    return {"name": name, "type": type, "link": link, **more}


def widget(name: str, type: str = "INT", link: int | None = None) -> dict[str, Any]:
    """An input that is a widget where nothing is linked to it."""
    return slot(name, type, link, widget={"name": name})


def node(
    id: int, type: str, inputs: Sequence[Any] = (), outputs: Sequence[str] = ("IMAGE",), **more: Any
) -> dict[str, Any]:
    """A node; `outputs` are its types."""
    made = [{"name": kind, "type": kind, "links": []} for kind in outputs]
    return {"id": id, "type": type, "mode": 0, "inputs": list(inputs), "outputs": made, **more}


def whole(nodes: Sequence[Any], links: Sequence[Sequence[Any]], *subgraphs: Any) -> dict[str, Any]:
    """A file; a link is (id, origin, its slot, target, its slot)."""
    body: dict[str, Any] = {"nodes": list(nodes), "links": [[*link, "*"] for link in links], "version": 0.4}
    return body | ({"definitions": {"subgraphs": list(subgraphs)}} if subgraphs else {})


def subgraph(
    nodes: Sequence[Any],
    links: Sequence[Sequence[Any]],
    inputs: Sequence[tuple[str, str, list[int]]],
    outputs: Sequence[tuple[str, str, list[int]]],
    id: str = SUBGRAPH,
) -> dict[str, Any]:
    """A definition; its inputs and outputs are (name, type, links)."""
    names = ("id", "origin_id", "origin_slot", "target_id", "target_slot")
    ports = [
        [{"name": name, "type": type, "linkIds": ids} for name, type, ids in side]
        for side in (inputs, outputs)
    ]
    return {
        "id": id, "name": "Soften", "category": "Image editing/Edit image", "nodes": list(nodes),
        "links": [dict(zip(names, link, strict=True)) for link in links],
        "inputs": ports[0], "outputs": ports[1],
    }  # fmt: skip


def softening(id: str = SUBGRAPH) -> dict[str, Any]:
    """A subgraph that blurs what comes in by a radius that comes in."""
    blur = node(
        7, "ImageBlur", [slot("image", "IMAGE", 1), widget("blur_radius", link=2), widget("sigma", "FLOAT")],
        widgets_values=[3, 1.5],
    )  # fmt: skip
    return subgraph(
        [blur],
        [(1, -10, 0, 7, 0), (2, -10, 1, 7, 1), (3, 7, 0, -20, 0)],
        [("image", "IMAGE", [1]), ("radius", "INT", [2])],
        [("IMAGE", "IMAGE", [3])],
        id,
    )


def instance(number: int, link: int | None = None, id: str = SUBGRAPH, **more: Any) -> dict[str, Any]:
    """An instance of `softening`."""
    return node(number, id, [slot("image", "IMAGE", link), widget("radius")], **more)
