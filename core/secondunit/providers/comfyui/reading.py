"""Workflow files: a ComfyUI graph whose node titles name what can be set, or a blueprint.

A title holds names in square brackets: `Load Image [plate]`, `KSampler [seed] [Strength: denoise]`. After the
colon stands the node's input, which may be left out where the node has only one that fits. The file is in the
API's form or in the interface's own; a blueprint names its inputs and outputs itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from secondunit.media.whole import storage_error
from secondunit.wire.errors import BadSettings, SecondUnitError

from .catalogue import Catalogue
from .interface.blueprint import is_blueprint, read_blueprint
from .interface.document import read_document
from .interface.flattening import flattened
from .interface.questions import Unanswered
from .interface.sites import MOST_SITES
from .interface.wrapping import workflow_of
from .workflow import PICTURES, Graph, InputPlace, Workflow, task_of

_NAMED = re.compile(r"\[([^\[\]:]+)(?::\s*([\w.\- ]+?)\s*)?\]")
#: The input that a name without a colon means, where none is called as it is: first fit.
_USUAL = ("image", "file", "video", "text", "value", "string", "noise_seed", "seed")
_MOST_BYTES = 8 << 20


def read_workflow(
    path: Path, catalogue: Catalogue | None = None, answers: Mapping[str, str] | None = None
) -> Workflow:
    """Read one workflow file; raises `BadSettings` with what is wrong with it, `Unanswered` to ask first.

    A server's `catalogue` names values that a file of the interface does not name itself; `answers` are what
    the studio said of its own blueprint.
    """
    try:
        with path.open("rb") as file:
            graph = json.loads(file.read(_MOST_BYTES))
    except OSError as error:
        raise storage_error(error, path) from error
    except (ValueError, RecursionError):
        raise BadSettings("This workflow is not JSON.", where=str(path)) from None
    try:
        return workflow_from(path.stem, graph, catalogue or {}, answers or {})
    except Unanswered:
        raise
    except SecondUnitError as error:
        said = error.problem
        raise BadSettings(said.message, remedy=said.remedy, kept=said.kept, where=str(path)) from None


def workflow_from(
    name: str, body: Any, catalogue: Catalogue, answers: Mapping[str, str] | None = None
) -> Workflow:
    """The workflow of a file's JSON, in either form; raises `BadInput` and `BadSettings`."""
    if not isinstance(body, dict) or not body:
        raise BadSettings(
            "This is not a workflow of ComfyUI.",
            remedy="In ComfyUI, export it with Workflow > Export or Export (API).",
        )
    if "nodes" not in body:
        return _named(name, body)
    document = read_document(body)
    if is_blueprint(document):
        return workflow_of(read_blueprint(name, document, catalogue), answers or {})
    graph = flattened(document, catalogue).whole()
    if not graph:
        raise BadSettings(
            "This workflow has no node that a server runs.",
            remedy="In ComfyUI, export it with Workflow > Export or Export (API).",
        )
    return _named(name, graph)


def _named(name: str, graph: Graph) -> Workflow:
    """The workflow of a graph whose titles name what can be set."""
    for node, body in graph.items():
        if not isinstance(body, dict) or not isinstance(body.get("class_type"), str):
            raise BadSettings(f"Node {node} has no class.")
        if not isinstance(body.get("inputs"), dict):
            raise BadSettings(f"Node {node} ({body['class_type']}) has no inputs.")
    _require_order(graph)
    places: dict[str, tuple[InputPlace, ...]] = {}
    labels: dict[str, str] = {}
    outputs: list[str] = []
    for node, body in sorted(graph.items(), key=lambda item: _title(item[1])):
        for label, input_name in _NAMED.findall(_title(body)):
            key = re.sub(r"\W+", "_", label.strip().lower()).strip("_")
            if key == "output":
                outputs.append(node)
                continue
            key = re.sub(r"_\d+$", "", key) if key.startswith(PICTURES) else key
            place = InputPlace(node, _input(node, body, label, key, input_name))
            if key == "matte":
                _require_white(graph, place)
            places[key] = (*places.get(key, ()), place)
            labels.setdefault(key, label.strip())
    return Workflow(name, graph, places, labels, tuple(outputs), task_of(name, places))


def _input(node: str, body: dict[str, Any], label: str, key: str, input_name: str) -> str:
    inputs = body["inputs"]
    settable = [name for name, value in inputs.items() if not isinstance(value, (list, dict))]
    if input_name:
        if input_name not in settable:
            raise BadSettings(
                f"[{label}: {input_name}] on node {node} names an input that cannot be set.",
                remedy=f"It has: {', '.join(settable) or 'none'}.",
            )
        return input_name
    usual = [name for name in _USUAL if name in settable]
    fits = [key] if key in settable else usual or (settable if len(settable) == 1 else [])
    if not fits:
        raise BadSettings(
            f"[{label}] on node {node} does not say which input it means.", remedy=f"Write [{label}: input]."
        )
    return fits[0]


def _require_white(graph: Graph, place: InputPlace) -> None:
    """A matte is white where something changes; read from alpha, which ours has not, it would change nothing.

    ComfyUI makes a mask of what is *transparent*: of a picture without alpha it is black all over.
    """
    inputs = graph[place.node]["inputs"]
    by_alpha = any(
        value == [place.node, 1]
        for body in graph.values()
        for value in body["inputs"].values()
        if graph[place.node]["class_type"] == "LoadImage"
    )
    if by_alpha or inputs.get("channel") == "alpha":
        raise BadSettings(
            f"[matte] on node {place.node} is read from alpha; a matte is white where something changes.",
            remedy="Load it with Load Image (as Mask), channel red.",
        )


def _require_order(graph: Graph) -> None:
    """Every link leads to a node that is there, and none leads back: the server does not say so clearly."""
    if len(graph) > MOST_SITES:
        raise BadSettings(f"This workflow has more than {MOST_SITES:,} nodes.")
    waits: dict[str, int] = {}
    feeds: dict[str, list[str]] = {node: [] for node in graph}
    for node, body in graph.items():
        waits[node] = 0
        for name, value in body["inputs"].items():
            if isinstance(value, list) and len(value) == 2 and isinstance(value[1], int):
                if not isinstance(value[0], str) or value[0] not in graph:
                    raise BadSettings(f"{name} of node {node} leads to node {value[0]}, which is not there.")
                feeds[value[0]].append(node)
                waits[node] += 1
    # Each node is taken when all that feed it were (A. B. Kahn, 1962): what is left over is a circle.
    ready = [node for node, count in waits.items() if not count]
    while ready:
        node = ready.pop()
        del waits[node]
        for fed in feeds[node]:
            waits[fed] -= 1
            if not waits[fed]:
                ready.append(fed)
    if waits:
        raise BadSettings("The workflow runs in a circle: " + ", ".join(sorted(waits)) + ".")


def _title(body: Mapping[str, Any]) -> str:
    meta = body.get("_meta")
    title = meta.get("title") if isinstance(meta, dict) else None
    return title if isinstance(title, str) else ""
