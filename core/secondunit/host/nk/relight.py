"""The element lit anew from its six light passes, as native nodes.

    RGB = sum over sides of weight(side) x light_side
    weight(side) = exposure (key x key_color x max(0, L . side)^2 + ambient x ambient_color x share(side))

with L = (sin s cos h, sin h, cos s cos h) for the knobs light_side s and light_height h: the weights the
beauty was made with (docs/decisions/009), so that relight switched on without turning the light changes
nothing. The squares stand in the knobs of a node called Light, where an artist can read them.
"""

from __future__ import annotations

from .syntax import Graph, Node, Raw, Value, expression

#: Each pass, how far it faces the key light, and its share of the sky.
ACROSS = "sin(parent.light_side*pi/180)*cos(parent.light_height*pi/180)"
UP = "sin(parent.light_height*pi/180)"
TOWARD = "cos(parent.light_side*pi/180)*cos(parent.light_height*pi/180)"
SIDES = (
    ("left", f"-{ACROSS}", 0.13),
    ("right", ACROSS, 0.13),
    ("top", UP, 0.40),
    ("bottom", f"-{UP}", 0.08),
    ("front", TOWARD, 0.13),
    ("back", f"-{TOWARD}", 0.13),
)
PASSES = tuple(f"light_{side}" for side, _, _ in SIDES)


def pass_mapping(layer: str) -> tuple[tuple[str, str], ...]:
    """The channels of a colour layer by the channels they become; alpha becomes black."""
    colors = ("red", "green", "blue")
    return (*((f"{layer}.{color}", f"rgba.{color}") for color in colors), ("black", "rgba.alpha"))


Knobs = tuple[tuple[str, Value], ...]


def shuffle(name: str, layer: str, source: str, at: tuple[int, int]) -> Node:
    """A Shuffle2 that brings a colour layer to RGB."""
    words = ["4"]
    for index, (channel, to) in enumerate(pass_mapping(layer)):
        place = "-1 -1" if channel == "black" else f"0 {index}"
        words.append(f"{channel} {place} {to} 0 {index}")
    knobs = (
        ("fromInput1", Raw("{{0} B}")),
        ("in1", layer),
        ("fromInput2", Raw("{{0} B}")),
        ("mappings", " ".join(words)),
    )
    return Node("Shuffle2", name, knobs, (source,), at=at)


def add_relight(graph: Graph, passes: str, beauty: str, x: int, y: int) -> str:
    """Add the relight between `passes` and `beauty`; gives the name of the node that is the element.

    The columns of the passes stand left of `x`, and the switch at `x`, `y` + 330.
    """
    squares = tuple((side, expression(f"max(0,{facing})*max(0,{facing})")) for side, facing, _ in SIDES)
    declared = ('addUserKnob {20 Squares l "Facing the key"}',)
    user = tuple(f"addUserKnob {{7 facing_{side} l {side.capitalize()}}}" for side, _, _ in SIDES)
    values = tuple(f"facing_{side} {value.text}" for side, value in squares)
    lines = declared + tuple(line for pair in zip(user, values, strict=True) for line in pair)
    graph.add(Node("NoOp", "Light", at=(x - 220, y - 60), extra=lines))
    total = ""
    for index, (side, _, share) in enumerate(SIDES):
        column = x - 220 - 110 * index
        source = graph.add(shuffle(f"Pass_{side}", f"light_{side}", passes, (column, y)))
        weights = [
            f"parent.exposure*(parent.key*parent.Light.facing_{side}*parent.key_color.{c}"
            f"+parent.ambient*{share}*parent.ambient_color.{c})"
            for c in "rgb"
        ]
        knobs: Knobs = (("channels", "rgb"), ("value", expression(*weights, "1")))
        lit = graph.add(Node("Multiply", f"Weight_{side}", knobs, (source,), at=(column, y + 60)))
        if total:
            at = (column, y + 120 + 30 * index)
            total = graph.add(Node("Merge2", f"Add_{side}", (("operation", "plus"),), (total, lit), at=at))
        else:
            total = lit
    alpha = (("from0", "rgba.alpha"), ("to0", "rgba.alpha"))
    keep = graph.add(Node("Copy", "Alpha", alpha, (total, beauty), at=(x - 110, y + 330)))
    knobs = (("which", expression("parent.relight")), ("label", "relight"))
    return graph.add(Node("Switch", "Relight", knobs, (beauty, keep), at=(x, y + 330)))


def add_emission(graph: Graph, passes: str, element: str, x: int, y: int) -> str:
    """Add or take away emission, light that covers nothing; gives the name of the node that is the element.

    The beauty holds it once already; the six light passes do not.
    """
    source = graph.add(shuffle("Pass_emission", "emission", passes, (x - 110, y)))
    share = "parent.emission-1+parent.relight"
    knobs: Knobs = (("channels", "rgb"), ("value", expression(share, share, share, "1")))
    lit = graph.add(Node("Multiply", "Weight_emission", knobs, (source,), at=(x - 110, y + 30)))
    knobs = (("operation", "plus"),)
    both = graph.add(Node("Merge2", "Add_emission", knobs, (element, lit), at=(x - 110, y + 60)))
    knobs = (("which", expression(f"{share}!=0")), ("label", "emission"))
    return graph.add(Node("Switch", "Emission", knobs, (element, both), at=(x, y + 60)))
