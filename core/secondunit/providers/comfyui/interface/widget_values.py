"""The values of a node's widgets by their names, as the interface sends them.

Saved files hold them as a list in the order of the widgets; newer ones by name beside it. The list is named
by the node's own inputs, else by a server's node info. Sources: `graphToPrompt` (executionUtil.ts) and
`onCustomComboCreated` (customWidgets.ts) of comfyui-frontend-package 1.58.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from secondunit.providers.comfyui.catalogue import Catalogue, choices

from .document import GraphNode

#: What the interface puts after a number that it changes from run to run, and what stands there.
_CONTROL = "control_after_generate"
_CONTROLS = ("fixed", "increment", "decrement", "randomize")
#: Widgets of the interface's own, which no server reads.
_NOT_SENT = (_CONTROL, "control_filter_list", "upload", "videopreview", "audioUI", "preview", "")
_SEEDS = ("seed", "noise_seed")
_COMBO = "CustomCombo"
#: What stands for the button that sends a file.
_BUTTONS = ("image", "video", "audio")
#: The types of a server's node info that are a widget and no socket.
_WIDGETS = ("INT", "FLOAT", "STRING", "BOOLEAN", "COMBO", "COMFY_DYNAMICCOMBO_V3")


def widget_values(node: GraphNode, catalogue: Catalogue) -> dict[str, Any] | None:
    """The values by name; None where neither the node nor the catalogue says whose they are."""
    if node.named is not None:
        return _sent(node, node.named)
    if isinstance(node.values, Mapping):
        return _sent(node, node.values)
    values = list(node.values) if isinstance(node.values, list) else []
    if node.type == _COMBO:
        return _combo(values)
    # Files of some versions have an input for every widget, others for those alone that were linked once.
    for names in ([slot.widget for slot in node.inputs if slot.widget], _described(node.type, catalogue)):
        paired = _in_order(names, values)
        if paired is not None:
            return _sent(node, paired)
    return None


def api_value(value: object) -> object:
    """A widget's value as the API's form has it: a list would be read as a link."""
    return {"__value__": value} if isinstance(value, list) else value


def _in_order(names: list[str], values: list[Any]) -> dict[str, Any] | None:
    """Names and values paired; None where values are left over.

    Passed over is what the interface put after a number that it changes, and a button's value at the end.
    """
    paired: dict[str, Any] = {}
    place = 0
    for index, name in enumerate(names):
        if place >= len(values):
            break
        paired[name] = values[place]
        place += 1
        value, more = values[place - 1], len(values) - place - (len(names) - index - 1)
        if isinstance(value, Mapping) and more >= len(value):
            place += len(value)  # the fields of a box, each a widget of the interface's own
        elif more > 0 and not isinstance(value, bool) and _is_control(name, values[place]):
            place += 1
    left = values[place:]
    return paired if all(value is None or value in _BUTTONS for value in left) else None


def _is_control(name: str, value: object) -> bool:
    """Whether a value says how the number before it changes; in the first versions it was a yes or no."""
    return value in _CONTROLS if isinstance(value, str) else isinstance(value, bool) and name in _SEEDS


def _combo(values: list[Any]) -> dict[str, Any]:
    """`CustomCombo` as the interface sends it: the choice, its place among the options, and the options."""
    if not values:
        return {}
    # Saved as choice, place, options; the place is counted anew, as the interface does.
    options = [value for value in values[1:] if not isinstance(value, int) or isinstance(value, bool)]
    named = {f"option{number}": option for number, option in enumerate(options, start=1)}
    return {"choice": values[0], "index": options.index(values[0]) if values[0] in options else -1, **named}


def _described(kind: str, catalogue: Catalogue) -> list[str]:
    """The widgets of a class in the order in which a server describes them."""
    description = catalogue.get(kind)
    groups = description.get("input") if isinstance(description, dict) else None
    names: list[str] = []
    for group in ("required", "optional"):
        inputs = groups.get(group) if isinstance(groups, dict) else None
        for name, spec in inputs.items() if isinstance(inputs, dict) else ():
            listed = isinstance(spec, list) and bool(spec)
            if listed and (isinstance(spec[0], list) or spec[0] in _WIDGETS or choices(spec) is not None):
                names.append(name)
    return names


def _sent(node: GraphNode, values: Mapping[str, Any]) -> dict[str, Any]:
    if node.type == _COMBO:
        options = [value for name, value in values.items() if name.startswith("option")]
        choice = values.get("choice")
        return {**values, "index": options.index(choice) if choice in options else -1}
    return {
        name: value
        for name, value in values.items()
        # The interface names the widget of a change by what it was set to when it was made.
        if name not in _NOT_SENT and not (name in _CONTROLS and value in _CONTROLS)
    }
