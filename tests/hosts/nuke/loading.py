"""From `.nk` text to nodes of the document: class, knob, value, input and layer are checked.

What Nuke would complain about fails the test; where `app.complaints` is a list it is noted there instead, and
the rest is taken, as Nuke does with a script of another day.
"""

from __future__ import annotations

from dataclasses import replace

from .application import Application
from .document import ROOT, NodeData
from .formats import add_format
from .layers import OWN, declared, in_mappings, named
from .nodes import UnknownClass, node_class
from .script import ParsedNode, UserKnob, parse, words
from .values import BadValue, Spec, initial, parsed

#: addUserKnob's numbers, as scripts that Nuke saved have them.
USER_KINDS = {
    1: "String_Knob",
    2: "File_Knob",
    3: "Int_Knob",
    4: "Enumeration_Knob",
    6: "Boolean_Knob",
    7: "Double_Knob",
    8: "Array_Knob",
    12: "XY_Knob",
    13: "XYZ_Knob",
    14: "WH_Knob",
    15: "BBox_Knob",
    16: "Scale_Knob",
    18: "Color_Knob",
    19: "AColor_Knob",
    20: "Tab_Knob",
    22: "PyScript_Knob",
    26: "Text_Knob",
    30: "UV_Knob",
    35: "Box3_Knob",
    41: "Link_Knob",
    43: "Multiline_Eval_String_Knob",
    52: "PythonKnob",
    68: "CascadingEnumeration_Knob",
    78: "IArray_Knob",
}
#: Knobs that a script sets and that are not knobs in Python.
_NOT_KNOBS = frozenset({"inputs"})
#: Knobs that any node may carry in a script Nuke saved, though the table of its class does not list them.
_FLAGS = {"INVISIBLE": 0x400, "STARTLINE": 0x1000, "DISABLED": 0x80, "HIDDEN": 0x400, "DO_NOT_WRITE": 0x200}


def load(app: Application, text: str, parent: int, stack: tuple[int, ...] = ()) -> list[int]:
    """Add the nodes of a text to a group; `stack` are nodes that lie on the stack, the last on top.

    Returns the numbers of the top level's nodes. Raises AssertionError naming what Nuke would not know.
    """
    ghosts = {uid: ParsedNode("NoOp", {"name": f"stack{uid}"}) for uid in stack}
    known = {id(ghost): uid for uid, ghost in ghosts.items()}
    found = parse(text, [None, *ghosts.values()])
    _formats(app, text)
    _layers(app, text)
    made: list[int] = []
    for parsed_node in found:
        if parsed_node.cls == "Root":
            _knobs(app, app.document.nodes[ROOT], parsed_node)
        else:
            made.append(_add(app, parsed_node, parent, known))
    _connect(app, found, known)
    app.document.changed()
    return made


def _add(app: Application, one: ParsedNode, parent: int, known: dict[int, int]) -> int:
    try:
        kind = node_class(one.cls)
    except UnknownClass as error:
        raise AssertionError(f"line {one.line}: {error}") from None
    document = app.document
    node = NodeData(document.new_uid(), one.cls, parent)
    wanted = one.name or f"{kind.stem}1"
    name = document.free_name(parent, wanted)
    document.nodes[node.uid] = node
    known[id(one)] = node.uid
    _knobs(app, node, one)
    node.knobs["name"] = replace(node.state("name"), text=name)
    for child in one.children:
        _add(app, child, node.uid, known)
    return node.uid


def _knobs(app: Application, node: NodeData, one: ParsedNode) -> None:
    where = f"line {one.line}: {one.cls} {one.name}".rstrip()
    for user in one.user_knobs:
        spec = user_spec(user, where)
        key = spec.name or f"_{len(node.user)}"
        assert key not in node.user, f"{where}: two user knobs are called {key}"
        node.user[key] = spec
        if user.text:
            node.knobs[key] = replace(initial(spec), text=user.text)
    for name, text in one.knobs.items():
        if name in _NOT_KNOBS:
            continue
        knob = node.spec(name)
        if knob is None:
            complain(app, f"{where}: {one.cls} has no knob {name}")
            continue
        _known_layers(app, knob, text, where)
        try:
            node.knobs[name] = parsed(knob, text, node.state(name))
        except BadValue as error:
            complain(app, f"{where}: {error}")
        if name == "selected":
            node.selected = bool(node.knobs[name].numbers[0])


def user_spec(user: UserKnob, where: str = "") -> Spec:
    """The definition that an addUserKnob line gives."""
    kind = USER_KINDS.get(user.type)
    assert kind is not None, f"{where}: addUserKnob has no type {user.type}"
    flags = 0
    for flag in user.flags:
        if flag[:1] == "+":
            flags |= _FLAGS.get(flag[1:], 0)
    if kind == "Tab_Knob" and user.group:
        kind = "BeginTabGroup_Knob" if user.group > 0 else "EndTabGroup_Knob"
    return Spec(
        user.name,
        kind,
        values=user.menu,
        label=user.label if user.label is not None else user.name,
        tooltip=user.tooltip,
        user=True,
        flags=flags,
        range=user.range,
    )


def _connect(app: Application, found: list[ParsedNode], known: dict[int, int]) -> None:
    for one in found:
        if one.cls == "Root":
            continue
        node = app.document.nodes[known[id(one)]]
        kind = node.kind
        limit = group_inputs(app, node.uid) if one.cls in ("Group", "Gizmo", "LiveGroup") else kind.most
        # A class without inputs may leave `inputs` out: what it popped is not connected then.
        given = one.inputs if limit or "inputs" in one.knobs else []
        if len(given) > limit:
            complain(app, f"line {one.line}: {one.cls} {one.name} has {len(given)} inputs, of {limit}")
            given = given[:limit]
        plain = given[: len(given) - one.masks] if one.masks and kind.mask is not None else given
        masks = given[len(plain) :]
        if one.masks and kind.mask is None:
            complain(app, f"line {one.line}: {one.cls} has no mask input")
        slots: dict[int, ParsedNode | None] = {}
        free = (n for n in range(1001) if not one.masks or n != kind.mask)
        for source in plain:
            slots[next(free)] = source
        for source in masks:
            assert kind.mask is not None
            slots[kind.mask] = source
        node.inputs = [None] * (max(slots) + 1 if slots else 0)
        for index, source in slots.items():
            node.inputs[index] = known.get(id(source)) if source is not None else None
        while node.inputs and node.inputs[-1] is None:
            node.inputs.pop()
        _connect(app, one.children, known)


def group_inputs(app: Application, uid: int) -> int:
    """How many inputs a Group has: one for each Input inside."""
    return sum(child.cls == "Input" for child in app.document.children(uid))


def complain(app: Application, what: str) -> None:
    """Fail, or note it where the test lets this script be one of another day."""
    assert app.complaints is not None, what
    app.complaints.append(what)


def _layers(app: Application, text: str) -> None:
    for layer, channels in declared(text).items():
        if layer in OWN:
            complain(app, f"add_layer {layer}: that is a layer of Nuke's own")
        else:
            app.layers[layer] = channels


def _known_layers(app: Application, knob: Spec, text: str, where: str) -> None:
    """A layer has to be known before a knob names it."""
    if knob.kind in ("Channel_Knob", "ChannelMask_Knob"):
        found = named(text)
    elif knob.name == "mappings":
        found = in_mappings(text)
    else:
        return
    for layer in found:
        if layer not in OWN and layer not in app.layers:
            complain(app, f"{where}: {knob.name} names the layer {layer}, which the script does not declare")


def _formats(app: Application, text: str) -> None:
    for row in text.splitlines():
        if row.startswith("add_format "):
            add_format(app, words(row)[1].text)
