"""The element lit anew from its light passes, as native nodes.

    RGB = sum over sides of weight(side) x light_side + exposure x own x key x key_color x light_key
    weight(side) = exposure ((1 - own) key x key_color x max(0, L . side)^2 + sky(side))
    sky(side) = ambient x ambient_color x share(side)

with L = (sin s cos h, sin h, cos s cos h) for the knobs light_side s and light_height h. `own` is how much of
the key comes from its own pass, whose shadows are right where the key stood when the element was made: all of
it there, none from 30 degrees away on, and in between as the cosine falls, so that nothing jumps while the
light is turned; and never where a version has no such pass. Relight switched on without turning the light
thus changes nothing (docs/decisions/009, 052). `own` and the squares stand in the knobs of a node called
Light, where an artist can read them.
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
#: From column to column.
STEP = 110
PASSES = tuple(f"light_{side}" for side, _, _ in SIDES)
#: The pass of the key alone, which takes from 0.5 on have.
KEY_PASS = "light_key"
#: The cosine of the angle between the key as it is turned and as it was; and that of the angle from which on
#: its own pass is not used.
TURNED = (
    "(sin(parent.light_height*pi/180)*sin(parent.key_height*pi/180)"
    "+cos(parent.light_height*pi/180)*cos(parent.key_height*pi/180)"
    "*cos((parent.light_side-parent.key_side)*pi/180))"
)
FARTHEST = 0.866


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


def add_relight(
    graph: Graph, passes: str, beauty: str, at: tuple[int, int], y: int, *, keyed: bool = False
) -> str:
    """Add the relight between `passes` and `beauty`; gives the name of the node that is the element.

    `at` is the first of six columns, which go to the right; the element's own column stands beside them,
    and its node at `y`. `keyed` says whether a version has the key's own pass: its column stands to the left.
    Switched off, or for a version without passes, that node hands the beauty on.
    """
    rest = "*(1-parent.Light.own)" if keyed else ""
    squares = tuple((side, expression(f"max(0,{facing})*max(0,{facing}){rest}")) for side, facing, _ in SIDES)
    declared = ('addUserKnob {20 Squares l "Facing the key"}',)
    user = tuple(f"addUserKnob {{7 facing_{side} l {side.capitalize()}}}" for side, _, _ in SIDES)
    values = tuple(f"facing_{side} {value.text}" for side, value in squares)
    lines = declared + tuple(line for pair in zip(user, values, strict=True) for line in pair)
    if keyed:
        own = expression(f"parent.own_shadow*parent.has_key*max(0,{TURNED}-{FARTHEST})/{1.0 - FARTHEST:g}")
        lines = (declared[0], 'addUserKnob {7 own l "Key\'s own pass"}', f"own {own.text}", *lines[1:])
    graph.add(Node("NoOp", "Light", at=(at[0], at[1] - 80), extra=lines))
    total, column = "", at[0]
    if keyed:
        source = graph.add(shuffle("Pass_key", KEY_PASS, passes, (at[0] - STEP, at[1])))
        weights = [f"parent.exposure*parent.key*parent.Light.own*parent.key_color.{c}" for c in "rgb"]
        own_knobs: Knobs = (("channels", "rgb"), ("value", expression(*weights, "1")))
        total = graph.add(Node("Multiply", "Weight_key", own_knobs, (source,), at=(at[0] - STEP, at[1] + 50)))
    for index, (side, _, share) in enumerate(SIDES):
        column = at[0] + STEP * index
        source = graph.add(shuffle(f"Pass_{side}", f"light_{side}", passes, (column, at[1])))
        weights = [
            f"parent.exposure*(parent.key*parent.Light.facing_{side}*parent.key_color.{c}"
            f"+parent.ambient*{share}*parent.ambient_color.{c})"
            for c in "rgb"
        ]
        knobs: Knobs = (("channels", "rgb"), ("value", expression(*weights, "1")))
        weight = graph.add(Node("Multiply", f"Weight_{side}", knobs, (source,), at=(column, at[1] + 50)))
        if total:
            place = (column, at[1] + 60 + 40 * index)
            total = graph.add(
                Node("Merge2", f"Add_{side}", (("operation", "plus"),), (total, weight), at=place)
            )
        else:
            total = weight
    colors = ("red", "green", "blue")
    copied: list[tuple[str, Value]] = []
    for index, color in enumerate(colors):
        copied += [(f"from{index}", f"rgba.{color}"), (f"to{index}", f"rgba.{color}")]
    copied.append(("disable", expression("!(parent.relight&&parent.has_light)")))
    return graph.add(Node("Copy", "Relight", tuple(copied), (beauty, total), at=(column + 2 * STEP, y)))


def add_emission(
    graph: Graph, passes: str, element: str, at: tuple[int, int], to: tuple[int, int], *, lights: bool
) -> str:
    """Add or take away emission, light that covers nothing; gives the name of the node that is the element.

    The beauty holds it once already; the six light passes do not. `at` is its column, `to` its node's place.
    """
    source = graph.add(shuffle("Pass_emission", "emission", passes, at))
    share = "parent.emission-1" + ("+(parent.relight&&parent.has_light)" if lights else "")
    knobs: Knobs = (("channels", "rgb"), ("value", expression(share, share, share, "1")))
    emission = graph.add(Node("Multiply", "Weight_emission", knobs, (source,), at=(at[0], at[1] + 50)))
    emission = graph.add(dot("EmissionDot", emission, at[0], to[1]))
    off = expression(f"!(parent.has_emission&&{share}!=0)")
    knobs = (("operation", "plus"), ("disable", off))
    return graph.add(Node("Merge2", "Emission", knobs, (element, emission), at=to))


def dot(name: str, source: str, x: int, y: int) -> Node:
    """A bend in a line, below the middle of a node at `x` and beside one at `y`."""
    return Node("Dot", name, (), (source,), at=(x + 34, y + 4))
