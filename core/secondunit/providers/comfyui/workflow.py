"""Workflows: a ComfyUI graph in the API's form, and the names of what can be set in it.

`plate`, `matte`, `reference`, `prompt`, `seed`, `width`, `height`, `frames`, `seconds`, `rate`, `points`,
`negative points` and guides (`depth guide`) have a meaning, and so have `scale` in an upscale and `slower` in
a retime; every other name is a control in the panel. It knows graphs and a server's catalogue of nodes, and
no server.
"""

from __future__ import annotations

import copy
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from secondunit.providers.protocol import Input, Request
from secondunit.wire import Control, GuideKind, Scalar, Size, Task, read_controls
from secondunit.wire.errors import BadInput

from .catalogue import Catalogue, choices, described, number, required

Graph = dict[str, dict[str, Any]]

PICTURES = ("plate", "matte", "reference")
#: Texts of points on the first picture of the plate, as nodes of SAM 2 read them: `[{"x": 12, "y": 34}]`
#: (`coordinates_positive` and `coordinates_negative` of Sam2Segmentation, ComfyUI-segment-anything-2).
POINTS, NEGATIVE = "points", "negative_points"
#: Boxes as `SAM3_Detect` reads them, or as a text: `[{"x": 1, "y": 2, "width": 3, "height": 4}]`.
BOXES = "boxes"
#: Frames a second of a clip by a model that is told seconds and no rate (Wan 2.1 and 2.2).
SLOWEST = 16.0
#: The guides by the name of the place where each is loaded.
GUIDES = {f"{kind.value}_guide": kind for kind in GuideKind}
#: What a graph is told of a plate's own size, where it would scale it: megapixels of 1024 x 1024, or pixels.
MEGAPIXELS, LONGER_SIDE = "plate_megapixels", "plate_longer_side"
MEANT = (
    *PICTURES, *GUIDES, "prompt", "seed", "width", "height", "frames", "seconds", "rate", POINTS, NEGATIVE,
    BOXES,
    MEGAPIXELS, LONGER_SIDE,
)  # fmt: skip
#: How many times larger, and how many times slower: names with a meaning in one task alone.
SCALE, SLOWER = "scale", "slower"
_OF_TASK = {SCALE: Task.UPSCALE, SLOWER: Task.RETIME}


@dataclass(frozen=True)
class InputPlace:
    """One input of one node."""

    node: str
    input: str


@dataclass(frozen=True)
class PlateBounds:
    """The size that a plate is sent in: at most so many pixels, so long a side (0: any), one of `sizes`."""

    most_pixels: int = field(default=0, metadata={"unit": "px"})
    most_side: int = field(default=0, metadata={"unit": "px"})
    sizes: tuple[Size, ...] = ()
    #: The longest clip of a plate at once: as long as the blueprint's makers have it.
    most_frames: int = field(default=0, metadata={"unit": "frames"})
    #: What both sides are a multiple of.
    multiple: int = field(default=1, metadata={"unit": "px"})

    def within(
        self, most_pixels: int = 0, most_side: int = 0, sizes: tuple[Size, ...] = (), multiple: int = 1
    ) -> PlateBounds:
        """These bounds and those, the closer of each."""
        return PlateBounds(
            min(filter(None, (self.most_pixels, most_pixels)), default=0),
            min(filter(None, (self.most_side, most_side)), default=0),
            sizes or self.sizes,
            self.most_frames,
            math.lcm(self.multiple, multiple),
        )


@dataclass(frozen=True)
class Workflow:
    """A workflow file, read and checked: where each name points, and what else can be set."""

    name: str
    graph: Graph = field(hash=False)
    places: Mapping[str, tuple[InputPlace, ...]] = field(hash=False)
    labels: Mapping[str, str] = field(hash=False)
    outputs: tuple[str, ...]
    task: Task
    #: Nodes that load a picture which may be left out, and they with it.
    optional: frozenset[str] = frozenset()
    bounds: PlateBounds = PlateBounds()
    #: What inputs are given where no reference is: a value, or a link.
    without_reference: tuple[tuple[InputPlace, Any], ...] = field(default=(), hash=False)
    #: The graph that is told by points and boxes, where words tell the other one.
    pointed: Graph | None = field(default=None, hash=False)

    def is_meant(self, name: str) -> bool:
        """Whether a name is a part of a brief, and no control."""
        return name in MEANT or _OF_TASK.get(name) is self.task

    def controls(self, catalogue: Catalogue) -> tuple[Control, ...]:
        """Every free name as a control: default from the file, kind and range from the server's catalogue."""
        return tuple(
            self._control(name, places[0], catalogue)
            for name, places in self.places.items()
            if not self.is_meant(name)
        )

    def filled(self, request: Request, files: Mapping[str, tuple[str, ...]], prefix: str) -> Graph:
        """The graph for one request: `files` maps a role to uploaded names, `prefix` is its outputs' own."""
        told = bool(request.points or request.boxes)
        graph = copy.deepcopy(self.pointed if told and self.pointed is not None else self.graph)
        values: dict[str, Scalar] = {"prompt": request.prompt, "seed": request.seed, "frames": request.frames}
        if request.width and request.height:
            values |= {"width": request.width, "height": request.height}
            values[MEGAPIXELS] = request.width * request.height / 1024**2
            values[LONGER_SIDE] = max(request.width, request.height)
        values |= self._factors(request)
        if request.rate is not None:
            rate = self._rate(float(request.rate))
            values["rate"] = int(rate) if self._is_whole("rate") else rate
        values["seconds"] = self._seconds(request)
        if told or self.pointed is None:
            values |= {name: _points_text(request, name == NEGATIVE) for name in (POINTS, NEGATIVE)}
        for place in self.places.get(BOXES, ()) if request.boxes else ():
            inputs = graph[place.node]["inputs"]
            inputs[place.input] = _boxes_value(request, isinstance(inputs.get(place.input), str))
        for name, value in {**values, **request.parameters}.items():
            for place in self.places.get(name, ()):
                if place.node in graph:  # words lead nowhere where it is pointed
                    graph[place.node]["inputs"][place.input] = value
        for role, names in files.items():
            for place, name in zip(self.places.get(role, ()), names, strict=False):
                graph[place.node]["inputs"][place.input] = name
        for place, value in () if files.get("reference") else self.without_reference:
            if place.node in graph:
                graph[place.node]["inputs"][place.input] = value
        given = {
            place.node for role, names in files.items() for place in self.places.get(role, ())[: len(names)]
        }
        _leave_out(graph, self.optional - given)
        for node, body in graph.items():
            if isinstance(body["inputs"].get("filename_prefix"), str):
                body["inputs"]["filename_prefix"] = f"{prefix}/{plain(node)}"
            body.pop("_meta", None)
        return graph

    def _factors(self, request: Request) -> dict[str, Scalar]:
        """How many times larger, or slower, where the workflow is told."""
        values: dict[str, Scalar] = {}
        if self.task is Task.UPSCALE and request.scale is not None:
            values[SCALE] = request.scale
        if self.task is Task.RETIME and request.slower is not None:
            values[SLOWER] = int(request.slower) if self._is_whole(SLOWER) else request.slower
        return values

    def _is_whole(self, name: str) -> bool:
        """Whether the inputs of that name hold whole numbers."""
        own = [self.graph[place.node]["inputs"].get(place.input) for place in self.places.get(name, ())]
        return any(isinstance(number, int) for number in own)

    def _rate(self, rate: float) -> float:
        """A rate as its input has it: the next whole one, where that holds whole ones."""
        return float(round(rate)) if self._is_whole("rate") else rate

    def _seconds(self, request: Request) -> int | float:
        """How long a clip has to be for as many frames: at the rate that it is given, else at the slowest."""
        rate = float(request.rate) if request.rate is not None and "rate" in self.places else SLOWEST
        seconds = request.frames / self._rate(rate)
        return max(1, math.ceil(seconds)) if self._is_whole("seconds") else seconds

    def check(self, request: Request, catalogue: Catalogue, planned: bool = False) -> None:
        """Raise `BadInput` where the request gives what has no place here, or lacks a picture.

        A `planned` request may still be without its files.
        """
        read_controls(self.controls(catalogue), request.parameters)
        for role, assets in assets_of(request).items():
            places = self.places.get(role, ())
            if len(assets) > len(places):
                takes = f"{len(places)} of them" if places else "none"
                raise BadInput(
                    f"{self.name} was given {len(assets)} pictures as {role} and takes {takes}.", where=role
                )
            needed = [place for place in places if place.node not in self.optional]
            if len(assets) < len(needed) and role != "reference" and not planned:
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
        if request.boxes and BOXES not in self.places:
            raise BadInput(f"{self.name} takes no boxes.", where="boxes")
        if any(box.at for box in request.boxes):
            raise BadInput(f"{self.name} takes boxes on its first frame alone.", where="boxes")
        meant = request.boxes or not all(point.negative for point in request.points)
        if self.pointed is not None:
            self._check_told(request, bool(meant))
        elif POINTS in self.places and not meant:
            raise BadInput(f"{self.name} needs a point of what is meant.", where="points")

    def _check_told(self, request: Request, meant: bool) -> None:
        """Raise `BadInput` unless either words say what is meant or points and boxes do."""
        told = bool(request.points or request.boxes)
        if told and request.prompt:
            raise BadInput(
                f"{self.name} is told by words or by points and boxes, not by both.",
                remedy="Take the words away, or the points and boxes.",
                where="prompt",
            )
        if told and not meant:
            raise BadInput(f"{self.name} needs a point of what is meant.", where="points")
        if not told and not request.prompt:
            raise BadInput(
                f"{self.name} needs words, a point or a box of what is meant.",
                remedy="Write what it is, click on it, or drag a box around it.",
                where="prompt",
            )

    def _check_side(self, name: str, value: int, place: InputPlace, catalogue: Catalogue) -> None:
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
                elif fault := self._out_of_range(catalogue, kind, name, body["inputs"]):
                    missing.append(f"{kind} (number {node}) takes {fault}.")
            if asked := [name for name in required(catalogue, kind) if not _is_given(name, body["inputs"])]:
                missing.append(
                    f"{kind} (number {node}) asks for {', '.join(asked)}, which the workflow does not give: "
                    "the node has changed."
                )
        return missing

    def _out_of_range(self, catalogue: Catalogue, kind: str, name: str, inputs: Mapping[str, Any]) -> str:
        """What a number had to be; empty where it is as the server takes it, or comes by a link."""
        value, spec = inputs[name], described(catalogue, kind, name, inputs)
        if (
            isinstance(value, bool)
            or not isinstance(value, (int, float))
            or spec[:1] not in (["INT"], ["FLOAT"])
        ):
            return ""
        low, high = (number(spec, key) for key in ("min", "max"))
        if (low is None or value >= low) and (high is None or value <= high):
            return ""
        return f"{name} from {low or 0:g} to {high if high is not None else math.inf:g}, not {value:g}"

    def _control(self, name: str, place: InputPlace, catalogue: Catalogue) -> Control:
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


def _is_given(name: str, inputs: Mapping[str, Any]) -> bool:
    """Whether a node has an input; one that grows has its parts, `images.image0`."""
    return name in inputs or any(own.startswith(f"{name}.") for own in inputs)


def _leave_out(graph: Graph, nodes: frozenset[str]) -> None:
    """Take nodes out of a graph, and what leads from them into others."""
    for node in nodes:
        del graph[node]
    for body in graph.values():
        links = [
            name for name, value in body["inputs"].items() if isinstance(value, list) and value[0] in nodes
        ]
        for name in links:
            del body["inputs"][name]


def _points_text(request: Request, negative: bool) -> str:
    """The points of a request that are, or are not, negative, as nodes read them."""
    places = [{"x": round(p.x), "y": round(p.y)} for p in request.points if p.negative is negative]
    return json.dumps(places)


def assets_of(request: Request) -> dict[str, tuple[Input, ...]]:
    """The files of a request by the name of the place where each is loaded."""
    assets = {role: request.of(role) for role in PICTURES}
    guides = request.of("guide")
    return assets | {name: tuple(g for g in guides if g.about == kind.value) for name, kind in GUIDES.items()}


def _boxes_value(request: Request, text: bool) -> Any:
    """The boxes of a request as a node reads them; a list by itself would be read as a link."""
    boxes = [
        {"x": round(b.x), "y": round(b.y), "width": max(1, round(b.width)), "height": max(1, round(b.height))}
        for b in request.boxes
    ]
    return json.dumps(boxes) if text else {"__value__": boxes}


def task_of(name: str, places: Mapping[str, object]) -> Task:
    """The task a file's name begins with (`inpaint_sdxl`), or the one that its pictures mean."""
    first = re.split(r"[_\- ]", name.lower())[0]
    if first in {task.value for task in Task}:
        return Task(first)
    if "plate" not in places:
        return Task.IMAGE
    return Task.INPAINT if "matte" in places else Task.RESTYLE


def is_movie(graph: Graph, place: InputPlace) -> bool:
    """Whether this input reads a movie: a node of the server's own names, or an input called `video`."""
    kind = graph[place.node]["class_type"].lower()
    return place.input == "video" or ("video" in kind and place.input != "image")


def plain(node: str) -> str:
    """A node's number as a part of a file's name."""
    return re.sub(r"\W+", "-", node)[:32] or "node"
