"""Workflow files: a ComfyUI graph in API format whose node titles name what can be set.

A title holds names in square brackets: `Load Image [plate]`, `KSampler [seed] [Strength: denoise]`. After the
colon stands the node's input, which may be left out where the node has only one that fits. `plate`, `matte`,
`reference`, `prompt`, `seed`, `width`, `height`, `frames`, `rate`, `points`, `negative points` and `output`
have a meaning; every other name is a control in the panel. It knows graphs and a server's catalogue of nodes,
and no server.
"""

from __future__ import annotations

import copy
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from secondunit.media.whole import storage_error
from secondunit.providers.protocol import Request
from secondunit.wire import Control, Scalar, Task, read_controls
from secondunit.wire.errors import BadInput, BadSettings, SecondUnitError

from .catalogue import Catalogue, choices, described, number

Graph = dict[str, dict[str, Any]]

PICTURES = ("plate", "matte", "reference")
#: Texts of points on the first picture of the plate, as nodes of SAM 2 read them: `[{"x": 12, "y": 34}]`
#: (`coordinates_positive` and `coordinates_negative` of Sam2Segmentation, ComfyUI-segment-anything-2).
POINTS, NEGATIVE = "points", "negative_points"
MEANT = (*PICTURES, "prompt", "seed", "width", "height", "frames", "rate", POINTS, NEGATIVE)
_NAMED = re.compile(r"\[([^\[\]:]+)(?::\s*([\w.\- ]+?)\s*)?\]")
#: The input that a name without a colon means, where none is called as it is: first fit.
_USUAL = ("image", "file", "video", "text", "value", "string", "noise_seed", "seed")
_MOST_BYTES = 8 << 20


@dataclass(frozen=True)
class Place:
    """One input of one node."""

    node: str
    input: str


@dataclass(frozen=True)
class Workflow:
    """A workflow file, read and checked: where each name points, and what else can be set."""

    name: str
    graph: Graph = field(hash=False)
    places: Mapping[str, tuple[Place, ...]] = field(hash=False)
    labels: Mapping[str, str] = field(hash=False)
    outputs: tuple[str, ...]
    task: Task

    def controls(self, catalogue: Catalogue) -> tuple[Control, ...]:
        """Every free name as a control: default from the file, kind and range from the server's catalogue."""
        return tuple(
            self._control(name, places[0], catalogue)
            for name, places in self.places.items()
            if name not in MEANT
        )

    def filled(self, request: Request, files: Mapping[str, tuple[str, ...]], prefix: str) -> Graph:
        """The graph for one request: `files` maps a role to uploaded names, `prefix` is its outputs' own."""
        graph = copy.deepcopy(self.graph)
        values: dict[str, Scalar] = {"prompt": request.prompt, "seed": request.seed, "frames": request.frames}
        if request.width and request.height:
            values |= {"width": request.width, "height": request.height}
        if request.rate is not None:
            values["rate"] = float(request.rate)
        values |= {name: _points_text(request, name == NEGATIVE) for name in (POINTS, NEGATIVE)}
        for name, value in {**values, **request.parameters}.items():
            for place in self.places.get(name, ()):
                graph[place.node]["inputs"][place.input] = value
        for role, names in files.items():
            for place, name in zip(self.places.get(role, ()), names, strict=False):
                graph[place.node]["inputs"][place.input] = name
        for node, body in graph.items():
            if isinstance(body["inputs"].get("filename_prefix"), str):
                body["inputs"]["filename_prefix"] = f"{prefix}/{plain(node)}"
            body.pop("_meta", None)
        return graph

    def check(self, request: Request, catalogue: Catalogue, planned: bool = False) -> None:
        """Raise `BadInput` where the request gives what has no place here, or lacks a picture.

        A `planned` request may still be without its files.
        """
        read_controls(self.controls(catalogue), request.parameters)
        for role in PICTURES:
            places, assets = self.places.get(role, ()), request.of(role)
            if len(assets) > len(places):
                takes = f"{len(places)} of them" if places else "none"
                raise BadInput(
                    f"{self.name} was given {len(assets)} pictures as {role} and takes {takes}.", where=role
                )
            if len(assets) < len(places) and role != "reference" and not planned:
                raise BadInput(f"{self.name} needs a picture as {role}.", where=role)
            for place, asset in zip(places, assets, strict=False):
                if is_movie(self.graph, place) is not asset.media_type.startswith("video/"):
                    wants = "a movie" if is_movie(self.graph, place) else "a picture"
                    raise BadInput(
                        f"{self.name} takes {wants} as {role}, not {asset.media_type}.", where=role
                    )
        self._check_points(request)
        if request.prompt and "prompt" not in self.places:
            raise BadInput(f"{self.name} takes no prompt.", where="prompt")
        for name, value in (("width", request.width), ("height", request.height)):
            for place in self.places.get(name, ()) if value else ():
                self._check_side(name, value, place, catalogue)

    def _check_points(self, request: Request) -> None:
        """Raise `BadInput` for points and boxes that have no place here."""
        for name in {NEGATIVE if point.negative else POINTS for point in request.points}:
            if name not in self.places:
                raise BadInput(f"{self.name} takes no {name.replace('_', ' ')}.", where="points")
        if any(point.at for point in request.points):
            raise BadInput(f"{self.name} takes points on its first frame alone.", where="points")
        if request.boxes:
            raise BadInput(f"{self.name} takes no boxes.", where="boxes")
        if POINTS in self.places and all(point.negative for point in request.points):
            raise BadInput(f"{self.name} needs a point of what is meant.", where="points")

    def _check_side(self, name: str, value: int, place: Place, catalogue: Catalogue) -> None:
        """Raise `BadInput` for a side that the server would refuse."""
        spec = described(catalogue, self.graph[place.node]["class_type"], place.input)
        low, high = (number(spec, key) for key in ("min", "max"))
        if (low is not None and value < low) or (high is not None and value > high):
            raise BadInput(
                f"{self.name} takes a {name} from {low or 0:.0f} to {high or math.inf:.0f}, not {value}.",
                remedy="Ask for another format.",
                where="format",
            )

    def lacks(self, catalogue: Catalogue, graph: Graph | None = None) -> list[str]:
        """What a server with this catalogue has not, each in one sentence; empty if it can run `graph`."""
        missing = []
        for node, body in (graph or self.graph).items():
            kind = body["class_type"]
            if kind not in catalogue:
                missing.append(f"The node {kind} (number {node}) is not installed.")
                continue
            for name, value in body["inputs"].items():
                options = choices(described(catalogue, kind, name, body["inputs"]))
                if options is not None and not isinstance(value, list) and value not in options:
                    missing.append(f"{kind} (number {node}) has no {name} {value!r}.")
        return missing

    def _control(self, name: str, place: Place, catalogue: Catalogue) -> Control:
        body = self.graph[place.node]
        value = body["inputs"][place.input]
        spec = described(catalogue, body["class_type"], place.input, body["inputs"])
        options = choices(spec)
        plain: dict[str, Any] = {"name": name, "label": self.labels[name], "default": value}
        if options is not None and all(isinstance(option, str) for option in options):
            return Control(kind="choice", choices=tuple(options), **plain)
        if isinstance(value, bool):
            return Control(kind="bool", **plain)
        if isinstance(value, (int, float)):
            whole = spec[0] == "INT" if spec else isinstance(value, int)
            low, high, step = (number(spec, key) for key in ("min", "max", "step"))
            plain["default"] = int(value) if whole else float(value)
            return Control(kind="int" if whole else "float", minimum=low, maximum=high, step=step, **plain)
        return Control(kind="text", **plain)


def _points_text(request: Request, negative: bool) -> str:
    """The points of a request that are, or are not, negative, as nodes read them."""
    places = [{"x": round(p.x), "y": round(p.y)} for p in request.points if p.negative is negative]
    return json.dumps(places)


def read_workflow(path: Path) -> Workflow:
    """Read one workflow file; raises `BadSettings` with what is wrong with it."""
    try:
        with path.open("rb") as file:
            graph = json.loads(file.read(_MOST_BYTES))
    except OSError as problem:
        raise storage_error(problem, path) from problem
    except (ValueError, RecursionError):
        raise BadSettings("This workflow is not JSON.", where=str(path)) from None
    try:
        return _read(path.stem, graph)
    except SecondUnitError as error:
        raise BadSettings(error.problem.message, remedy=error.problem.remedy, where=str(path)) from None


def _read(name: str, graph: Any) -> Workflow:
    if not isinstance(graph, dict) or "nodes" in graph or not graph:
        raise BadSettings(
            "This is not a workflow in API format.",
            remedy="In ComfyUI, export it with Workflow > Export (API).",
        )
    for node, body in graph.items():
        if not isinstance(body, dict) or not isinstance(body.get("class_type"), str):
            raise BadSettings(f"Node {node} has no class.")
        if not isinstance(body.get("inputs"), dict):
            raise BadSettings(f"Node {node} ({body['class_type']}) has no inputs.")
    _require_order(graph)
    places: dict[str, tuple[Place, ...]] = {}
    labels: dict[str, str] = {}
    outputs: list[str] = []
    for node, body in sorted(graph.items(), key=lambda item: _title(item[1])):
        for label, input_name in _NAMED.findall(_title(body)):
            key = re.sub(r"\W+", "_", label.strip().lower()).strip("_")
            if key == "output":
                outputs.append(node)
                continue
            key = re.sub(r"_\d+$", "", key) if key.startswith(PICTURES) else key
            place = Place(node, _input(node, body, label, key, input_name))
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


def _require_white(graph: Graph, place: Place) -> None:
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
    sources: set[str] = set()
    links: dict[str, list[str]] = {}
    for node, body in graph.items():
        links[node] = []
        for name, value in body["inputs"].items():
            if isinstance(value, list) and len(value) == 2 and isinstance(value[1], int):
                if not isinstance(value[0], str) or value[0] not in graph:
                    raise BadSettings(f"{name} of node {node} leads to node {value[0]}, which is not there.")
                links[node].append(value[0])
    while len(sources) < len(graph):
        ready = {node for node, needs in links.items() if node not in sources and sources.issuperset(needs)}
        if not ready:
            raise BadSettings(
                "The workflow runs in a circle: " + ", ".join(sorted(set(graph) - sources)) + "."
            )
        sources |= ready


def task_of(name: str, places: Mapping[str, object]) -> Task:
    """The task a file's name begins with (`inpaint_sdxl`), or the one that its pictures mean."""
    first = re.split(r"[_\- ]", name.lower())[0]
    if first in {task.value for task in Task}:
        return Task(first)
    if "plate" not in places:
        return Task.IMAGE
    return Task.INPAINT if "matte" in places else Task.RESTYLE


def _title(body: Mapping[str, Any]) -> str:
    meta = body.get("_meta")
    title = meta.get("title") if isinstance(meta, dict) else None
    return title if isinstance(title, str) else ""


def is_movie(graph: Graph, place: Place) -> bool:
    """Whether this input reads a movie: a node of the server's own names, or an input called `video`."""
    kind = graph[place.node]["class_type"].lower()
    return place.input == "video" or ("video" in kind and place.input != "image")


def plain(node: str) -> str:
    """A node's number as a part of a file's name."""
    return re.sub(r"\W+", "-", node)[:32] or "node"
