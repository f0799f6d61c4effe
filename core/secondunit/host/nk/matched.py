"""The nodes of a Group that give an element its plate's look: cast, black level, grain as measured.

Nuke's manual names the knobs of Grain2 and not its arithmetic. What is taken for it is Natron's SeGrain,
which was made after Nuke's gizmo: a pixel p is given noise of deviation intensity x p / 10 + black. Compare
it with the plate's own at 1:1; the grain that is baked into a pass is exact.
"""

from __future__ import annotations

from ..sitting import Sitting
from .syntax import Graph, Node, Value, expression, number, numbers

#: How far what follows stands lower, in the node graph.
ROOM = 80
#: The size of a Blur by the standard deviation of its Gaussian, as Natron's Blur takes it.
PER_SIGMA = 2.4
#: What an intensity of 1 is of a pixel's light.
INTENSITY = 0.1
#: Irregularity is not measured: that of Nuke's own presets.
IRREGULAR = 0.6
COLORS = ("red", "green", "blue")


def blur_size(sitting: Sitting) -> float:
    """The `size` of a Blur."""
    return round(PER_SIGMA * sitting.blur, 4)


def add_levels(graph: Graph, element: str, sitting: Sitting, at: tuple[int, int]) -> str:
    """Cast and black level after the element's own nodes; gives the last one's name."""
    off = ("disable", expression("!parent.match_levels"))
    cast = ("value", numbers(*(round(gain, 5) for gain in sitting.gains), 1))
    knobs: tuple[tuple[str, Value], ...] = (("channels", "rgb"), cast, off, ("label", "the plate's cast"))
    element = graph.add(Node("Multiply", "Cast", knobs, (element,), at=at))
    # Light that the lens spreads lies over what covers; where nothing covers the plate has its own.
    lifts = tuple(
        (f"expr{index}", f"A{color[0]}+Aa*{number(round(lift, 6))}")
        for index, (color, lift) in enumerate(zip(COLORS, sitting.lift, strict=True))
    )
    knobs = (*lifts, ("expr3", "Aa"), off, ("label", "the plate's black"))
    return graph.add(Node("MergeExpression", "Black", knobs, (element, element), at=(at[0], at[1] + 40)))


def grain_knobs(sitting: Sitting) -> tuple[tuple[str, Value], ...]:
    """The knobs of a Grain2 of the measured grain, as much as the Group's knob says; none without grain."""
    if not sitting.grain:
        return ()
    values: list[tuple[str, Value]] = []
    for color, grain in zip(COLORS, sitting.grain, strict=True):
        values += [(f"{color}_size", round(grain.size, 2)), (f"{color}_i", IRREGULAR)]
        values.append((f"{color}_m", expression(f"{grain.slope / INTENSITY:.6g}*parent.grain_amount")))
    blacks = [f"{grain.base:.6g}*parent.grain_amount" for grain in sitting.grain]
    values += [("black", expression(*blacks)), ("minimum", numbers(0, 0, 0)), ("maskgrain", True)]
    values.append(("disable", expression("!parent.grain")))
    return tuple(values)
