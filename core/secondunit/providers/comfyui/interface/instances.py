"""What an instance of a subgraph says of the values of its inputs, and of widgets of its inner nodes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .document import GraphNode

#: The instance itself among the nodes whose widgets it shows.
_ITSELF = "-1"


@dataclass(frozen=True)
class InstanceValues:
    """By the name of an input of the instance, and by node and widget inside it."""

    inputs: Mapping[str, Any] = field(default_factory=dict, hash=False)
    inner: Mapping[tuple[str, str], Any] = field(default_factory=dict, hash=False)


def instance_values(node: GraphNode) -> InstanceValues:
    """The values that an instance was saved with; what is None there is the inner node's own.

    They stand by name, else in the order of the widgets that it shows, else in that of its inputs which have
    a widget (`_applyPromotedWidgetValues` in SubgraphNode.ts, comfyui-frontend-package 1.58.1).
    """
    if node.named is not None:
        return InstanceValues(_given(node.named))
    values = list(node.values) if isinstance(node.values, list) else []
    widgets = [slot.name for slot in node.inputs if slot.widget]
    if node.shown and len(values) == len(node.shown):
        pairs = list(zip(node.shown, values, strict=True))
        inputs = {name: value for (inner, name), value in pairs if inner == _ITSELF}
        inner = {
            (inner, name): value for (inner, name), value in pairs if inner != _ITSELF and value is not None
        }
        return InstanceValues(_given(inputs), inner)
    return InstanceValues(_given(dict(zip(widgets, values, strict=False))))


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
