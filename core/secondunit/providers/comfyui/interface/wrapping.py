"""A blueprint as a workflow that a brief fills: what loads its pictures, what saves its answer, its names.

The nodes that load and save are core's own (nodes.py, comfy_extras/nodes_video.py and nodes_mask.py of
ComfyUI 0.3.64, whose descriptions are recorded in tests/fixtures/comfyui/01_discovery.json).
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from secondunit.providers.comfyui.workflow import BOXES, GUIDES, NEGATIVE, POINTS, Graph, InputPlace, Workflow
from secondunit.wire import Task
from secondunit.wire.errors import BadInput

from .blueprint import Blueprint, BlueprintInput
from .flattening import needed_by
from .guided import GUIDED_BLUEPRINTS, GuidedBlueprint, splice_guide
from .padding import unpad
from .plate_size import plate_size
from .pointing import pointed
from .roles import (
    CONTROL,
    FIXED,
    MATTE,
    PLATE,
    REFERENCE,
    SEED,
    SETTABLE,
    answer_of,
    roles_of,
    task_of_blueprint,
)
from .splicing import detecting, splice

_SAVED = "saved"
#: The node of LTX that puts a picture in as the first frame.
_FIRST_FRAME = "LTXVImgToVideoInplace"
_POINTING = (POINTS, NEGATIVE, BOXES)


@dataclass
class _Wrap:
    """What is added around a blueprint's graph."""

    graph: Graph
    places: dict[str, list[InputPlace]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    optional: list[str] = field(default_factory=list)

    def node(self, name: str, kind: str, inputs: dict[str, Any]) -> str:
        while name in self.graph:
            name += "_"
        self.graph[name] = {"class_type": kind, "inputs": inputs, "_meta": {"title": kind}}
        return name

    def put(self, role: str, label: str, *places: InputPlace) -> None:
        self.places.setdefault(role, []).extend(places)
        self.labels.setdefault(role, label)


def workflow_of(blueprint: Blueprint, answers: Mapping[str, str] | None = None) -> Workflow:
    """The workflow; raises `BadInput` with why there is none.

    `answers` are a studio's on its own blueprint; None for a published one.
    """
    task = task_of_blueprint(blueprint, answers)
    answer = answer_of(blueprint, task)
    assert answer is not None
    wrap = _Wrap(copy.deepcopy(blueprint.flat.needed([answer.node])))
    roles = roles_of(blueprint, task, answers)
    moving = any("VIDEO" in port.type for port in blueprint.inputs if roles[port.name] == PLATE)
    for port in blueprint.inputs:
        fed = [place for place in port.places if place.node in wrap.graph]
        role = roles[port.name]
        if not fed:
            continue
        if role in GUIDES:
            _load(wrap, port, role, fed, moving=task is Task.VIDEO)
        elif role in (PLATE, MATTE, REFERENCE):
            _load(wrap, port, role, fed, moving)
        elif role == FIXED:
            continue
        elif role != CONTROL:
            wrap.put(role, port.label, *fed)
        elif port.type in SETTABLE:
            wrap.put(_key(port, wrap), port.label, *fed)
    if task not in (Task.IMAGE, Task.VIDEO) and PLATE not in wrap.places:
        raise BadInput("Its plate leads nowhere.")
    if task is Task.EXTEND:
        _unpad(wrap)
    if task is Task.INPAINT and MATTE not in wrap.places and not _splice_matte(wrap):
        raise BadInput("It takes no matte, and finds none by words.")
    guided = GUIDED_BLUEPRINTS.get(blueprint.name)
    without = _guide(wrap, guided) if guided is not None else ()
    if SEED not in wrap.places:
        seeds = [
            InputPlace(node, name)
            for node, body in wrap.graph.items()
            for name in ("seed", "noise_seed")
            if isinstance(body["inputs"].get(name), int)
        ]
        if seeds:
            wrap.put(SEED, "Seed", *seeds)
    loaders = [place.node for role in (PLATE, MATTE) for place in wrap.places.get(role, ())]
    bounds, sized = plate_size(wrap.graph, loaders)
    for name, own in sized.items():
        for said, found in wrap.places.items():  # what follows from the plate's size is set by nobody else
            wrap.places[said] = [place for place in found if place not in own]
        wrap.put(name, name, *own)
    if PLATE in wrap.places:
        bounds = replace(bounds, most_frames=_length(wrap))
    if guided is not None:
        bounds = bounds.within(multiple=guided.side)
    output = _save(wrap, answer.type, [answer.node, answer.slot])
    graph = needed_by(wrap.graph, [output])
    told = pointed(wrap.graph, answer.node, moving) if POINTS in wrap.places else None
    by_points = needed_by(told, [output]) if told is not None else None
    places = {
        name: tuple(place for place in found if place.node in graph and (told or name not in _POINTING))
        for name, found in wrap.places.items()
    }
    places = {name: found for name, found in places.items() if found}
    return Workflow(
        blueprint.name, graph, places, wrap.labels, (output,), task,
        frozenset(wrap.optional) & graph.keys(), bounds, without, by_points,
    )  # fmt: skip


def _load(wrap: _Wrap, port: BlueprintInput, role: str, fed: list[InputPlace], moving: bool) -> None:
    """Add what loads a picture, and lead it where the input leads."""
    name = f"{role}_{len(wrap.places.get(role, ())) + 1}"
    if "VIDEO" in port.type:
        loaded = wrap.node(name, "LoadVideo", {"file": ""})
        link, place = [loaded, 0], InputPlace(loaded, "file")
    elif role in GUIDES and moving:
        loaded = wrap.node(name, "LoadVideo", {"file": ""})
        opened = wrap.node(f"{name}_pictures", "GetVideoComponents", {"video": [loaded, 0]})
        link, place = [opened, 0], InputPlace(loaded, "file")
    elif role == MATTE and moving:
        loaded = wrap.node(name, "LoadVideo", {"file": ""})
        opened = wrap.node(f"{name}_pictures", "GetVideoComponents", {"video": [loaded, 0]})
        masked = wrap.node(f"{name}_mask", "ImageToMask", {"image": [opened, 0], "channel": "red"})
        link, place = [masked, 0], InputPlace(loaded, "file")
    elif role == MATTE:
        loaded = wrap.node(name, "LoadImageMask", {"image": "", "channel": "red"})
        link, place = [loaded, 0], InputPlace(loaded, "image")
    else:
        loaded = wrap.node(name, "LoadImage", {"image": ""})
        link, place = [loaded, 0], InputPlace(loaded, "image")
    wrap.put(role, port.label, place)
    if port.optional:
        wrap.optional.append(loaded)
    for target in fed:
        wrap.graph[target.node]["inputs"][target.input] = link


def _guide(wrap: _Wrap, guided: GuidedBlueprint) -> tuple[tuple[InputPlace, Any], ...]:
    """Let the guide in as it is; gives what stands where no first frame is given."""
    if guided.estimates and not splice_guide(wrap.graph, guided.estimates):
        raise BadInput(f"Its {guided.estimates} is not where a guide could take its place.")
    [loader] = wrap.places[f"{guided.kind.value}_guide"]
    opened = [node for node, body in wrap.graph.items() if body["inputs"].get("video") == [loader.node, 0]]
    references = [place.node for place in wrap.places.get(REFERENCE, ())]
    wrap.optional += references
    without: list[tuple[InputPlace, Any]] = []
    for node, body in wrap.graph.items():
        if body["class_type"] != _FIRST_FRAME:
            continue
        # One blueprint puts the depth itself in as the first frame: a guide is no picture of the shot.
        body["inputs"]["image"] = [references[0], 0]
        # Without one the node is told to leave it out; it asks for a picture all the same.
        without += [(InputPlace(node, "bypass"), True), (InputPlace(node, "image"), [opened[0], 0])]
    return tuple(without)


def _splice_matte(wrap: _Wrap) -> bool:
    """Whether the artist's matte was put in place of one that is found by words."""
    detector = detecting(wrap.graph)
    if detector is None:
        return False
    plate = wrap.places[PLATE][0].node
    loads = wrap.graph[plate]
    matte = wrap.node("matte_1", loads["class_type"], dict(loads["inputs"]))
    twins = splice(wrap.graph, detector, plate, matte)
    for found in wrap.places.values():
        found += [InputPlace(twins[place.node], place.input) for place in found if place.node in twins]
    wrap.put(MATTE, "Matte", InputPlace(matte, wrap.places[PLATE][0].input))
    return True


def _length(wrap: _Wrap) -> int:
    """How long the blueprint's own clip is; 0 where it is told no length."""
    lengths = [wrap.graph[place.node]["inputs"].get(place.input) for place in wrap.places.get("frames", ())]
    return min((length for length in lengths if isinstance(length, int)), default=0)


def _unpad(wrap: _Wrap) -> None:
    """Take the node away that adds margins: the plate is sent on its larger canvas, with the matte of it."""
    matte = wrap.node("matte_1", "LoadImageMask", {"image": "", "channel": "red"})
    if not unpad(wrap.graph, matte):
        raise BadInput("It adds no margins that are known.")
    wrap.put(MATTE, "Matte", InputPlace(matte, "image"))


def _save(wrap: _Wrap, kind: str, link: list[Any]) -> str:
    """Add what saves the answer."""
    if kind == "VIDEO":
        inputs = {"video": link, "filename_prefix": "", "format": "auto", "codec": "auto"}
        return wrap.node(_SAVED, "SaveVideo", inputs)
    if kind == "MASK":
        link = [wrap.node(f"{_SAVED}_mask", "MaskToImage", {"mask": link}), 0]
    return wrap.node(_SAVED, "SaveImage", {"images": link, "filename_prefix": ""})


def _key(port: BlueprintInput, wrap: _Wrap) -> str:
    """The name of a control: the input's label, in small letters, once."""
    key = re.sub(r"\W+", "_", port.label.strip().lower()).strip("_") or "value"
    number = 2
    name = key
    while name in wrap.places:
        name, number = f"{key}_{number}", number + 1
    return name
