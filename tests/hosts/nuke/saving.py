"""From the document to real `.nk` text, with the stack, so that it can be read again by anyone."""

from __future__ import annotations

from .application import Application
from .document import ROOT, NodeData
from .loading import USER_KINDS
from .values import ENUMERATIONS, Spec, figure, shown

_NUMBERS = {kind: number for number, kind in USER_KINDS.items()}
_INLINE = ("Text_Knob", "PyScript_Knob", "Link_Knob")
_GROUPS = ("Group", "Gizmo", "LiveGroup")


def script_text(app: Application) -> str:
    """The whole script."""
    root = app.document.nodes[ROOT]
    major, minor, release = app.version
    body = [f"version {major}.{minor} v{release}", *_node_lines(root, 0, name=app.path), *_layers(app)]
    return "\n".join([*body, *_level(app, app.document.children(ROOT), {})]) + "\n"


def nodes_text(app: Application, nodes: list[NodeData]) -> str:
    """Some nodes of one group, as the clipboard has them."""
    major, minor, release = app.version
    head = ["set cut_paste_input [stack 0]", f"version {major}.{minor} v{release}", *_layers(app)]
    inside = {node.uid for node in nodes}
    outside = {uid for node in nodes for uid in node.inputs if uid not in inside and uid is not None}
    return "\n".join([*head, *_level(app, nodes, dict.fromkeys(outside, "push $cut_paste_input"))]) + "\n"


def _layers(app: Application) -> list[str]:
    return [f"add_layer {{{name} {' '.join(channels)}}}" for name, channels in app.layers.items()]


def _level(app: Application, nodes: list[NodeData], given: dict[int, str]) -> list[str]:
    lines: list[str] = []
    for node in _ordered(nodes):
        sources, masks = _slots(node)
        for uid in reversed(sources):
            push = "push 0" if uid is None else given.get(uid, f"push $N{uid:x}")
            lines.append(push)
        plain = len(sources) - masks
        lines += _node_lines(node, plain, masks)
        if node.cls in _GROUPS:
            lines += [" " + line for line in _level(app, app.document.children(node.uid), {})]
            lines.append("end_group")
        lines.append(f"set N{node.uid:x} [stack 0]")
    return lines


def _slots(node: NodeData) -> tuple[list[int | None], int]:
    """The inputs as the stack takes them, masks last, and how many those are."""
    inputs = list(node.inputs)
    mask = node.kind.mask
    while inputs and inputs[-1] is None:
        inputs.pop()
    if mask is None or len(inputs) <= mask or inputs[mask] is None:
        if mask is not None and len(inputs) > mask:
            del inputs[mask]
        return inputs, 0
    taken = inputs.pop(mask)
    return [*inputs, taken], 1


def _ordered(nodes: list[NodeData]) -> list[NodeData]:
    """Sources before what they feed."""
    inside = {node.uid: node for node in nodes}
    done: dict[int, NodeData] = {}

    def visit(node: NodeData) -> None:
        if node.uid in done:
            return
        for uid in node.inputs:
            if uid in inside:
                visit(inside[uid])
        done[node.uid] = node

    for node in nodes:
        visit(node)
    return list(done.values())


def _node_lines(node: NodeData, inputs: int, masks: int = 0, name: str | None = None) -> list[str]:
    rows = []
    if node.cls != "Root" and (inputs != 1 or masks):
        rows.append(f"inputs {inputs}+{masks}" if masks else f"inputs {inputs}")
    text = dict(node.knobs)
    for key in list(node.kind.knobs):
        if key in text:
            rows.append(f"{key} {_quoted(shown(node.kind.knobs[key], text[key]), node.kind.knobs[key])}")
    from .nodes import common_knobs

    for key, spec in common_knobs(node.cls).items():
        if key == "selected":
            rows += ["selected true"] if node.selected else []
        elif key in text and key not in node.kind.knobs:
            said = name if key == "name" and name is not None else shown(spec, text[key])
            rows.append(f"{key} {_quoted(said, spec)}")
    for key, spec in node.user.items():
        rows.append(f"addUserKnob {{{_user_knob(node, key, spec)}}}")
        if key in text and spec.kind not in _INLINE and spec.kind not in ("Tab_Knob",):
            rows.append(f"{key} {_quoted(shown(spec, text[key]), spec)}")
    return [f"{node.cls} {{", *(f" {row}" for row in rows), "}"]


def _user_knob(node: NodeData, key: str, spec: Spec) -> str:
    number = 20 if spec.kind in ("BeginTabGroup_Knob", "EndTabGroup_Knob") else _NUMBERS[spec.kind]
    state = node.state(key)
    parts = [str(number), spec.name or '""']
    label = spec.label if state.label is None else state.label
    if label != spec.name:
        parts += ["l", _quoted(label)]
    tooltip = state.tooltip or spec.tooltip
    if tooltip:
        parts += ["t", _quoted(tooltip)]
    flags = (spec.flags | state.set_flags) & ~state.cleared_flags
    if flags & 0x400 or not state.visible:
        parts.append("+INVISIBLE")
    if flags & 0x1000:
        parts.append("+STARTLINE")
    if spec.kind == "BeginTabGroup_Knob":
        parts += ["n", "1"]
    if spec.kind == "EndTabGroup_Knob":
        parts += ["n", "-1"]
    if spec.kind in ENUMERATIONS:
        menu = state.menu if state.menu is not None else spec.values
        parts += ["M", "{" + " ".join(_quoted(value) for value in menu) + "}"]
    if spec.range:
        parts += ["R", figure(spec.range[0]), figure(spec.range[1])]
    if spec.kind in _INLINE and state.text:
        parts += ["T", _quoted(state.text)]
    return " ".join(parts)


def _quoted(text: str, spec: Spec | None = None) -> str:
    """One TCL word."""
    if spec is not None and spec.width and (" " in text or "{" in text):
        return "{" + text + "}"
    if text and all(char.isalnum() or char in "._/%:-#+" for char in text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return '"' + escaped.replace("[", "\\[").replace("]", "\\]").replace("$", "\\$") + '"'
