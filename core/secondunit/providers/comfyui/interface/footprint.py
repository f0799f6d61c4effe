"""How much a blueprint's models weigh and how often its samplers step: what a card holds, how long it works.

The weight is what ComfyUI's makers publish for a template with the very same files (`size` in the index of
comfyui-workflow-templates-json, bytes of all models; `weights.json` keeps it with the template's name). A
server holds no more than that at once, and less where it lets an encoder go before it samples. Steps are
counted in the blueprint itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from secondunit.providers.comfyui.workflow import Graph

from .blueprint import ModelFile

TABLE = "weights.json"
#: Nodes whose `steps` are those of a sampler that follows.
_SCHEDULES = ("Scheduler",)
_SAMPLERS = ("KSampler", "KSamplerAdvanced")
_SIGMAS = "ManualSigmas"
#: From how much memory on each class of card begins, in GB of its name: what is left over is for pictures.
CLASSES = ((8, 6.0), (12, 10.0), (16, 13.5), (24, 21.0), (32, 28.5), (48, 44.0), (80, 74.0), (96, 90.0))
#: A step of a model: few, as distilled models take, or many.
FEW, MANY = 8, 25
_FURTHEST = 50
#: By so much of it a sum of files may differ from what is published: one of the small ones was made anew.
_TOLERANCE = 0.03


@dataclass(frozen=True)
class ModelFiles:
    """The bytes of a blueprint's model files, and the template whose published size that is."""

    size: int = field(metadata={"unit": "bytes"})
    template: str


@cache
def weights() -> Mapping[str, ModelFiles]:
    """Every weight that is known, by the blueprint."""
    rows = json.loads(files(__package__).joinpath(TABLE).read_bytes())
    return {name: ModelFiles(**row) for name, row in rows.items()}


def card(size: int) -> int:
    """The smallest card, in GB, that holds so many bytes of models at once and pictures beside; 0: none."""
    return next((gigabytes for gigabytes, room in CLASSES if size / 1e9 <= room), 0)


def memory_word(blueprint: str) -> str:
    """`20.8 GB, 24 GB card`; empty where nothing is published."""
    weight = weights().get(blueprint)
    if weight is None:
        return ""
    holding = card(weight.size)
    return f"{weight.size / 1e9:.1f} GB, {f'{holding} GB card' if holding else 'several cards'}"


def weight_doubt(blueprint: str, models: Sequence[ModelFile], sizes: Mapping[str, int]) -> str:
    """That a server's files weigh other than what is published; empty where they do not, or cannot be held.

    `sizes` are the bytes of the server's files by their names.
    """
    weight = weights().get(blueprint)
    names = {model.name for model in models}
    if weight is None or not names or not names <= sizes.keys():
        return ""
    there = sum(sizes[name] for name in names)
    if abs(there - weight.size) <= _TOLERANCE * weight.size:
        return ""
    return (
        f"Its model files weigh {there / 1e9:.1f} GB there and {weight.size / 1e9:.1f} GB where they are "
        "published: one of them has the right name and other content, or is only a part."
    )


def steps_of(graph: Graph) -> int:
    """How often a graph's samplers step in all, as the file has it; 0 where no node samples."""
    return sum(
        _count(graph, body)
        for body in graph.values()
        if body["class_type"] in (*_SAMPLERS, _SIGMAS) or body["class_type"].endswith(_SCHEDULES)
    )


def speed_word(graph: Graph) -> str:
    """`fast, 8 steps`, `medium` up to 25, else `slow`; `one pass` for a model that does not sample.

    Empty where it samples and how often is not in its nodes.
    """
    steps = steps_of(graph)
    if not steps:
        samples = any("Sampler" in body["class_type"] for body in graph.values())
        return "" if samples else "one pass"
    word = "fast" if steps <= FEW else "medium" if steps <= MANY else "slow"
    return f"{word}, {steps} step{'s' if steps > 1 else ''}"


def _count(graph: Graph, body: Mapping[str, Any]) -> int:
    inputs = body["inputs"]
    if body["class_type"] == _SIGMAS:  # so many amounts of noise, and a step between each two
        return max(0, len(str(inputs.get("sigmas", "")).split(",")) - 1)
    steps = _number(graph, inputs.get("steps"), 0)
    if body["class_type"] == "KSamplerAdvanced":  # it takes the steps from one to another
        first, last = (_number(graph, inputs.get(name), 0) for name in ("start_at_step", "end_at_step"))
        return int(max(0, min(steps, last) - first))
    return int(steps)


def _number(graph: Graph, value: object, depth: int) -> float:
    """A number that an input has, through primitives and switches; 0 where it is another's."""
    if isinstance(value, (int, float)):
        return float(value)
    if not (isinstance(value, list) and value and value[0] in graph) or depth > _FURTHEST:
        return 0.0
    body = graph[value[0]]
    if body["class_type"].startswith("Primitive"):
        return _number(graph, body["inputs"].get("value"), depth + 1)
    if body["class_type"] == "ComfySwitchNode":
        on = bool(_number(graph, body["inputs"].get("switch"), depth + 1))
        return _number(graph, body["inputs"].get("on_true" if on else "on_false"), depth + 1)
    return 0.0
