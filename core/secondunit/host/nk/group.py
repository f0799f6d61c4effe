"""The Group that holds an element: the plate goes in, the plate with the element comes out.

Inside, all of it native and no code. The element runs straight down: its frames, relight, emission, motion
blur, format, transform, grade, gain, softness, grain. What is off is disabled and costs nothing. As placed
the output is the reference comp (secondunit.media.over) in the plate's own data window, outside the take's
frames the plate itself. Over a retime stands the plate's own TimeWarp (plate_time).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from secondunit.wire.errors import CannotPlace

from ..sitting import Sitting
from . import ground, matched, plate_time
from .files import LayerFiles, one_naming, pinned_path, read_path
from .knobs import user_knobs
from .names import node_name
from .position import shift, source_position
from .reads import read, time_offset
from .relight import KEY_PASS, PASSES, STEP, add_emission, add_relight, dot
from .stamp import VECTORS, in_order, label, made_text
from .syntax import Graph, Node, Value, expression, numbers, shown, snippet
from .table import keyed, layers, lit

if TYPE_CHECKING:
    from secondunit.wire import Format, Placement, Take

#: The columns inside: the plate and its way past the merge, the element, its vectors, its emission.
PLATE, AROUND, ELEMENT = 0, 165, -330
BESIDE = ELEMENT + STEP
#: The first of six columns of light passes.
LIGHTS = ELEMENT - 7 * STEP
TOP, TIMES, SHUFFLES = -320, -210, -60
#: The first of three columns of what falls on the ground.
BELOW = AROUND + STEP
#: Kodak 5248 as Nuke's own preset has it: size and irregularity, and intensity, for each channel.
GRAIN = (("red", 3.3, 0.6, 0.42), ("green", 2.9, 0.6, 0.46), ("blue", 2.5, 0.6, 0.85))
#: So many remarks of a take are noted beside its nodes.
REMARKS = 3
#: Both pictures added; cover does not exceed 1 where both cover.
PLUS = (
    ("expr0", "Ar+Br"), ("expr1", "Ag+Bg"), ("expr2", "Ab+Bb"),
    ("expr3", "Aa>0&&Ba>0?min(Aa+Ba,1):Aa+Ba"), ("label", "plus, cover held at 1"),
)  # fmt: skip


def group_script(
    takes: Sequence[Take],
    placement: Placement,
    *,
    name: str,
    plate_format: Format | None = None,
    xpos: int = 0,
    ypos: int = 0,
    sitting: Sitting | None = None,
    after: Sequence[Node] = (),
) -> str:
    """The `.nk` text of one element's Group: every version of `takes`, of which `placement.take` shows.

    `name` is the Group's name; `plate_format` what the element is brought to (the take's own without it);
    `sitting` what it is given of its plate's look, nothing without it; `after` are nodes in a row below it.
    Paste it with the plate selected, or connect its one input. Raises `CannotPlace` for takes that do not
    belong together or whose files Nuke cannot find.
    """
    take = next((version for version in takes if version.id == placement.take), None)
    if take is None:
        raise CannotPlace("The take to place is not there.", remedy="Refresh the takes and place it again.")
    takes = in_order(takes, take)
    format = plate_format or take.format
    naming = one_naming(takes, "beauty")
    shown_passes = naming is None or one_naming(takes, "passes") is not None
    has = frozenset().union(*(layers(version) for version in takes)) if shown_passes else frozenset()
    light = next((version for version in (take, *reversed(takes)) if shown_passes and lit(version)), None)
    graph = Graph()
    plate = graph.add(Node("Input", "Plate", at=(PLATE, TOP)))
    own = light is not None and any(keyed(version) for version in takes)
    grounded = has >= frozenset(ground.LAYERS)
    element = _element(graph, take, takes, naming, has, light is not None, own)
    y = 480 if has & {*PASSES, "emission", VECTORS} else TIMES + 90
    position = source_position(take, format, grounded)
    element = _sit(graph, element, format, y, position, sitting)
    y += matched.ROOM if sitting is not None else 0
    passes = "PassesTime" if grounded else ""
    _merge(graph, plate, element, placement.blend, y + 280, passes, reformat(format))
    _notes(graph, take, light is not None, own, sitting)
    knobs = user_knobs(
        takes, take, placement, light_of=light, own=own, emission="emission" in has, motion=VECTORS in has,
        pinned=naming is None, format=format, ground=grounded, position=position, sitting=sitting,
    )  # fmt: skip
    group = Node(
        "Group",
        node_name(name),
        (("label", label(take)), ("tile_color", "0x4d5a73ff")),
        ("plate",),
        at=(xpos, ypos),
        extra=knobs,
    )
    inside = (f" {line}" for line in graph.lines())
    body = ["push $cut_paste_input"]
    if plate_time.has_speed(take):
        for node in plate_time.plate_time(name, take, plate_time.offset_of(name), xpos, ypos):
            body += node.lines(selected=True)
    body += [*group.lines(selected=True), *inside, "end_group"]
    for node in after:
        body += node.lines(selected=True)
    return snippet(body, _layers(has))


def _layers(has: frozenset[str]) -> list[str]:
    """Declarations of the layers that the nodes name: a script has to know them before it uses them.

    The vectors' is one of Nuke's own, and a script that declares one of those is refused.
    """
    colors = [
        f"add_layer {{{layer} {layer}.red {layer}.green {layer}.blue}}"
        for layer in (*PASSES, KEY_PASS, "emission")
        if layer in has
    ]
    falls = ground.LAYERS if has >= frozenset(ground.LAYERS) else ()
    return colors + [f"add_layer {{{layer} {ground.declared_channels(layer)}}}" for layer in falls]


def _element(
    graph: Graph,
    take: Take,
    takes: Sequence[Take],
    naming: LayerFiles | None,
    has: frozenset[str],
    lights: bool,
    own: bool,
) -> str:
    """The element at its frames: the beauty, or what relight, emission and motion blur make of it."""

    def source(name: str, layer: str, x: int, raw: bool = False) -> str:
        files = one_naming(takes, layer)
        path = pinned_path(layer) if naming is None or files is None else read_path(files)
        first, last = expression("parent.first"), expression("parent.last")
        node = graph.add(read(name, take, path, first, last, (x, TOP), raw=raw))
        return graph.add(time_offset(f"{name}Time", node, expression("parent.offset"), (x, TIMES)))

    element = source("Beauty", "beauty", ELEMENT)
    if lights or "emission" in has or has >= frozenset(ground.LAYERS):
        beside = LIGHTS - (2 if own else 1) * STEP if lights else ELEMENT - 2 * STEP
        passes = source("Passes", "passes", LIGHTS + 2 * STEP if lights else beside)
    if lights:
        element = add_relight(graph, passes, element, (LIGHTS, SHUFFLES), 250, keyed=own)
    if "emission" in has:
        element = add_emission(graph, passes, element, (beside, SHUFFLES), (ELEMENT, 310), lights=lights)
    if VECTORS in has:
        off = ("disable", expression("!(parent.shutter&&parent.has_motion)"))
        vectors = graph.add(dot("VectorsDot", source("Vectors", "passes", BESIDE, True), BESIDE, 370))
        knobs: tuple[tuple[str, Value], ...] = (
            ("from0", "forward.u"), ("to0", "forward.u"), ("from1", "forward.v"), ("to1", "forward.v"), off,
            ("label", "pixels to the next frame"),
        )  # fmt: skip
        element = graph.add(Node("Copy", "CopyVectors", knobs, (element, vectors), at=(ELEMENT, 370)))
        knobs = (("channels", "rgba"), ("uv", "forward"), ("scale", expression("parent.shutter")), off)
        element = graph.add(Node("VectorBlur2", "MotionBlur", knobs, (element,), at=(ELEMENT, 410)))
    return element


def reformat(format: Format) -> tuple[tuple[str, Value], ...]:
    """The knobs of a Reformat that brings a take of another size to `format`, overscan kept."""
    size = f"{format.width} {format.height}"
    text = f"{size} 0 0 {size} {format.pixel_aspect:g} "
    return ("format", text), ("resize", "distort"), ("pbb", True)


def _sit(
    graph: Graph,
    element: str,
    format: Format,
    y: int,
    position: tuple[float, float] | None,
    sitting: Sitting | None,
) -> str:
    """Format, place, grade, gain, softness and grain; as placed without a match they do nothing."""
    center = ("center", numbers(format.width / 2, format.height / 2))
    place = (center,) if position is None else (("translate", shift(position)), center)
    chain: list[tuple[str, str, tuple[tuple[str, Value], ...]]] = [
        ("Reformat", "Format", (
            *reformat(format), ("disable", expression("!(parent.reformat&&parent.other_size)")),
        )),
        ("Transform", "Place", place),
        ("Grade", "Grade", (("channels", "rgb"), ("black_clamp", False))),
        ("Multiply", "Gain", (("channels", "rgb"), ("value", expression("parent.gain")))),
        ("Blur", "Softness", (
            ("channels", "rgba"), ("size", expression("parent.blur")), ("crop", False),
            ("disable", expression("parent.blur<=0")),
        )),
    ]  # fmt: skip
    for index, (cls, name, knobs) in enumerate(chain):
        element = graph.add(Node(cls, name, knobs, (element,), at=(ELEMENT, y + 40 * index)))
    if sitting is not None:
        element = matched.add_levels(graph, element, sitting, (ELEMENT, y + 40 * len(chain)))
        grain = matched.grain_knobs(sitting)
        y += matched.ROOM
        if grain:
            return graph.add(Node("Grain2", "Grain", grain, (element,), at=(ELEMENT, y + 220)))
    values: list[tuple[str, Value]] = []
    for color, size_, irregular, much in GRAIN:
        values += [(f"{color}_size", size_), (f"{color}_i", irregular)]
        values.append((f"{color}_m", expression(f"{much}*parent.grain_amount")))
    # Grain by the element's own cover, `maskgrain`: the plate below it has its own already.
    values += [("black", numbers(0, 0, 0)), ("minimum", numbers(0, 0, 0)), ("maskgrain", True)]
    values.append(("disable", expression("!parent.grain")))
    return graph.add(Node("Grain2", "Grain", tuple(values), (element,), at=(ELEMENT, y + 220)))


def _merge(
    graph: Graph, plate: str, element: str, blend: str, y: int, passes: str, size: ground.Knobs
) -> None:
    """The element and the plate in one, from `y` on; beyond its box neither of them goes on by its edge.

    What the element does to the ground is laid on the plate first, where there are `passes` of that.
    """
    plate = graph.add(dot("PlateDot", plate, PLATE, TIMES))
    around = graph.add(dot("AroundDot", plate, AROUND, TIMES))
    element = graph.add(Node("BlackOutside", "ElementEdge", (), (element,), at=(ELEMENT, y)))
    edge = y - 160 if passes else y
    below = graph.add(Node("BlackOutside", "PlateEdge", (), (plate,), at=(PLATE, edge)))
    if passes:
        below = ground.add_ground(graph, passes, below, size, (BELOW, edge - 220), (PLATE, edge + 40))
    if blend == "plus":
        mix = (("channels", "rgba"), ("value", expression("parent.mix")))
        element = graph.add(Node("Multiply", "Mix", mix, (element,), at=(ELEMENT, y + 80)))
        merged = graph.add(Node("MergeExpression", "Merge", PLUS, (below, element), at=(PLATE, y + 80)))
    else:
        knobs = (("operation", blend), ("mix", expression("parent.mix")))
        merged = graph.add(Node("Merge2", "Merge", knobs, (below, element), at=(PLATE, y + 80)))
    box = graph.add(dot("BoxDot", around, AROUND, y + 160))
    wide = (("disable", expression("parent.overscan")), ("label", "the plate's own box"))
    merged = graph.add(Node("CopyBBox", "PlateBox", wide, (merged, box), at=(PLATE, y + 160)))
    past = graph.add(dot("PastDot", box, AROUND, y + 240))
    frames = "frame>=parent.first+parent.offset&&frame<=parent.last+parent.offset"
    switch_knobs = (("which", expression(frames)), ("label", "frames of the take"))
    switch = graph.add(Node("Switch", "Frames", switch_knobs, (past, merged), at=(PLATE, y + 240)))
    graph.add(Node("Output", "Output1", (), (switch,), at=(PLATE, y + 320)))


def _notes(graph: Graph, take: Take, lights: bool, own: bool, sitting: Sitting | None) -> None:
    text = f"{shown(take.label, 80)}, {made_text(take)}: {shown(take.prompt) or 'no prompt'}"
    about = (sitting.about,) if sitting is not None else ()
    text = "\n".join((text, *(shown(remark) for remark in (*take.remarks[:REMARKS], *about))))
    graph.add(Node("StickyNote", "About", (("label", text), ("note_font_size", 14)), at=(AROUND + 110, TOP)))
    if lights:
        more = STEP if own else 0
        text = "Relight from six passes and the key's own" if own else "Relight from six passes"
        knobs = (("label", text), ("tile_color", "0x55555500"), ("note_font_size", 18),
                 ("bdwidth", 6 * STEP + 20 + more), ("bdheight", 415))  # fmt: skip
        graph.add(Node("BackdropNode", "LightBackdrop", knobs, at=(LIGHTS - 25 - more, SHUFFLES - 118)))
