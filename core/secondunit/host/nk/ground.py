"""What an element does to the ground, laid on the plate before the element: native nodes, off as placed.

    plate x (1 - shadow knob x ground_shadow) x (1 - occlusion knob x ground_occlusion)
    plate x (1 + light knob x ground_light)

A knob at 0 disables its nodes: the plate then passes bit for bit. Beyond the take's box nothing falls.
"""

from __future__ import annotations

from .relight import STEP, dot, shuffle
from .syntax import Graph, Node, Raw, Value, expression

Knobs = tuple[tuple[str, Value], ...]
#: Each layer with its knob, its name in nodes, its only channel (none for a colour) and what it does to one
#: channel of the plate.
GROUND: tuple[tuple[str, str, str, str], ...] = (
    ("ground_shadow", "Shadow", "Y", "B{c}*(1-A{c})"),
    ("ground_occlusion", "Occlusion", "Y", "B{c}*(1-A{c})"),
    ("ground_light", "Light", "", "B{c}*(1+A{c})"),
)
LAYERS = tuple(layer for layer, *_ in GROUND)


def declared_channels(layer: str) -> str:
    """The channels of one of these layers as a script declares them: `ground_shadow.Y`."""
    grey = next(channel for name, _, channel, _ in GROUND if name == layer)
    return " ".join(f"{layer}.{channel}" for channel in ([grey] if grey else ("red", "green", "blue")))


def add_ground(
    graph: Graph, passes: str, plate: str, reformat: Knobs, at: tuple[int, int], to: tuple[int, int]
) -> str:
    """Lay the layers of `passes` on the plate; gives the name of the node that is the plate from then on.

    `reformat` brings them to the plate's format. `at` is the first of their columns, `to` the place of the
    first of the nodes of the plate's own column, forty apart.
    """
    off = ("disable", expression("!(parent.reformat&&parent.other_size)"))
    source = graph.add(Node("Reformat", "GroundFormat", (*reformat, off), (passes,), at=at))
    source = graph.add(Node("BlackOutside", "GroundEdge", (), (source,), at=(at[0], at[1] + 40)))
    for index, (layer, name, grey, formula) in enumerate(GROUND):
        column, place = at[0] + STEP * index, at[1] + 90
        if grey:
            # One channel for all three colours.
            words = [
                f"{layer}.{grey} 0 0 rgba.{color} 0 {n}" for n, color in enumerate(("red", "green", "blue"))
            ]
            knobs: Knobs = (
                ("fromInput1", Raw("{{0} B}")), ("in1", layer), ("fromInput2", Raw("{{0} B}")),
                ("mappings", " ".join(("4", *words, "black -1 -1 rgba.alpha 0 3"))),
            )  # fmt: skip
            picked = graph.add(Node("Shuffle2", f"Ground_{name}", knobs, (source,), at=(column, place)))
        else:
            picked = graph.add(shuffle(f"Ground_{name}", layer, source, (column, place)))
        off = ("disable", expression(f"parent.{layer}<=0"))
        knobs = (("channels", "rgb"), ("value", expression(f"parent.{layer}")))
        much = graph.add(Node("Multiply", f"Much_{name}", knobs, (picked,), at=(column, place + 50)))
        much = graph.add(dot(f"Ground{name}Dot", much, column, to[1] + 40 * index))
        lines = [(f"expr{n}", formula.format(c=c)) for n, c in enumerate("rgb")]
        knobs = (*lines, ("expr3", "Ba"), off)
        here = (to[0], to[1] + 40 * index)
        plate = graph.add(Node("MergeExpression", f"On{name}", knobs, (plate, much), at=here))
    return plate
