"""The Group that holds an element: the plate goes in, the plate with the element comes out.

Inside, all of it native and no code: two Reads that follow the pull-down `version`, relight, emission,
motion blur, format, transform, grade, gain, defocus, grain, and the merge. As placed the output is the
reference comp (secondunit.media.over); outside the take's frames it is the plate itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from secondunit.wire.errors import CannotPlace

from .files import Files, one_naming, pinned_path, read_path
from .knobs import user_knobs
from .names import node_name
from .reads import read, time_offset
from .relight import PASSES, add_emission, add_relight
from .stamp import LIGHT, in_order, label
from .syntax import Graph, Node, Value, expression, numbers, shown, snippet

if TYPE_CHECKING:
    from secondunit.wire import Format, Placement, Take

#: The columns inside: the plate, the element, its passes.
PLATE, ELEMENT, LAYERS = 0, -330, -550
#: Kodak 5248 as Nuke's own preset has it: size and irregularity, and intensity, for each channel.
GRAIN = (("red", 3.3, 0.6, 0.42), ("green", 2.9, 0.6, 0.46), ("blue", 2.5, 0.6, 0.85))


def group_script(
    takes: Sequence[Take],
    placement: Placement,
    *,
    name: str,
    plate_format: Format | None = None,
    xpos: int = 0,
    ypos: int = 0,
) -> str:
    """The `.nk` text of one element's Group: every version of `takes`, of which `placement.take` shows.

    `name` is the Group's name; `plate_format` what the element is brought to (the take's own without it).
    Paste it with the plate selected, or connect its one input. Raises `CannotPlace` for takes that do not
    belong together or whose files Nuke cannot find.
    """
    take = next((each for each in takes if each.id == placement.take), None)
    if take is None:
        raise CannotPlace("The take to place is not there.", remedy="Refresh the takes and place it again.")
    takes = in_order(takes, take)
    format = plate_format or take.format
    naming = one_naming(takes, "beauty")
    passes = _passes(take, takes, naming)
    has = frozenset(channel.partition(".")[0] for channel in passes.channels) if passes else frozenset()
    lights = has >= set(PASSES) and set(LIGHT.values()) <= set(take.settings)
    graph = Graph()
    plate = graph.add(Node("Input", "Plate", at=(PLATE, -300)))
    element = _element(graph, take, naming, has, lights)
    element = _sit(graph, element, format)
    _merge(graph, plate, element, placement.blend)
    _notes(graph, take, lights)
    knobs = user_knobs(
        takes, take, placement, lights=lights, emission="emission" in has, motion="motion" in has,
        pinned=naming is None, format=format,
    )  # fmt: skip
    group = Node(
        "Group",
        node_name(name),
        (("label", label(take)), ("tile_color", "0x4d5a73ff")),
        ("plate",),
        at=(xpos, ypos),
        extra=knobs,
    )
    body = ["push $cut_paste_input", *group.lines(), *(f" {line}" for line in graph.lines()), "end_group"]
    return snippet(body, _layers(has))


class _NoLayer:
    """What a take without passes has instead."""

    channels: tuple[str, ...] = ()


def _passes(take: Take, takes: Sequence[Take], naming: Files | None) -> _NoLayer:
    found = _NoLayer()
    layer = take.layer("passes")
    if layer is not None and (naming is None or one_naming(takes, "passes") is not None):
        found.channels = layer.channels
    return found


def _layers(has: frozenset[str]) -> list[str]:
    """Declarations of the layers that the nodes name: a script has to know them before it uses them."""
    found = [
        f"add_layer {{{layer} {layer}.red {layer}.green {layer}.blue}}"
        for layer in (*PASSES, "emission")
        if layer in has
    ]
    return [*found, "add_layer {motion motion.u motion.v}"] if "motion" in has else found


def _element(graph: Graph, take: Take, naming: Files | None, has: frozenset[str], lights: bool) -> str:
    """The element at its frames: the beauty, or what relight, emission and motion blur make of it."""
    layers = _read(graph, take, naming, "passes", LAYERS) if has & {*PASSES, "emission", "motion"} else ""
    element = beauty = _read(graph, take, naming, "beauty", ELEMENT)
    if lights:
        element = add_relight(graph, layers, beauty, ELEMENT, -60)
    if "emission" in has:
        element = add_emission(graph, layers, element, ELEMENT, 330)
    if "motion" in has:
        knobs = (("from0", "motion.u"), ("to0", "forward.u"), ("from1", "motion.v"), ("to1", "forward.v"))
        vectors = graph.add(Node("Copy", "Vectors", knobs, (element, layers), at=(ELEMENT - 110, 450)))
        blur = (("channels", "rgba"), ("uv", "forward"), ("scale", expression("parent.shutter")))
        moved = graph.add(Node("VectorBlur2", "MotionBlur", blur, (vectors,), at=(ELEMENT - 110, 480)))
        which = (("which", expression("parent.shutter!=0")), ("label", "motion blur"))
        element = graph.add(Node("Switch", "Motion", which, (element, moved), at=(ELEMENT, 480)))
    return element


def _read(graph: Graph, take: Take, naming: Files | None, layer: str, x: int) -> str:
    name = layer.capitalize()
    files = naming if layer == "beauty" else one_naming((take,), layer)
    path = pinned_path(layer) if naming is None or files is None else read_path(files)
    first, last = expression("parent.first"), expression("parent.last")
    source = graph.add(read(name, take, path, first, last, (x, -300)))
    return graph.add(time_offset(f"{name}Time", source, expression("parent.offset"), (x, -210)))


def _sit(graph: Graph, element: str, format: Format) -> str:
    """Format, place, grade, gain, focus and grain of the element; none of it does anything as placed."""
    size = f"{format.width} {format.height}"
    text = f"{size} 0 0 {size} {format.pixel_aspect:g} "
    chain: list[tuple[str, str, tuple[tuple[str, Value], ...]]] = [
        ("Reformat", "Format", (
            ("format", text), ("resize", "distort"), ("pbb", True),
            ("disable", expression("!parent.reformat")),
        )),
        ("Transform", "Place", (("center", numbers(format.width / 2, format.height / 2)),)),
        ("Grade", "Grade", (("channels", "rgb"), ("black_clamp", False))),
        ("Multiply", "Gain", (("channels", "rgb"), ("value", expression("parent.gain")))),
        ("Blur", "Defocus", (
            ("channels", "rgba"), ("size", expression("parent.defocus")),
            ("disable", expression("parent.defocus<=0")),
        )),
    ]  # fmt: skip
    for index, (cls, name, knobs) in enumerate(chain):
        element = graph.add(Node(cls, name, knobs, (element,), at=(ELEMENT, 540 + 40 * index)))
    values: list[tuple[str, Value]] = []
    for color, size_, irregular, much in GRAIN:
        values += [(f"{color}_size", size_), (f"{color}_i", irregular)]
        values.append((f"{color}_m", expression(f"{much}*parent.grain_amount")))
    values += [("black", numbers(0, 0, 0)), ("maskChannelMask", "rgba.alpha")]
    grained = graph.add(
        Node("Grain2", "GrainOfFilm", tuple(values), (element,), element, (ELEMENT - 110, 760))
    )
    knobs = (("which", expression("parent.grain")), ("label", "grain"))
    return graph.add(Node("Switch", "Grain", knobs, (element, grained), at=(ELEMENT, 800)))


def _merge(graph: Graph, plate: str, element: str, blend: str) -> None:
    knobs = (("operation", blend), ("mix", expression("parent.mix")))
    merged = graph.add(Node("Merge2", "Merge", knobs, (plate, element), at=(PLATE, 800)))
    if blend == "plus":  # light adds up, cover does not exceed 1
        merged = graph.add(Node("Clamp", "Cover", (("channels", "alpha"),), (merged,), at=(PLATE, 840)))
    frames = "frame>=parent.first+parent.offset&&frame<=parent.last+parent.offset"
    which = (("which", expression(frames)), ("label", "frames of the take"))
    shown_ = graph.add(Node("Switch", "Frames", which, (plate, merged), at=(PLATE, 880)))
    graph.add(Node("Output", "Output1", (), (shown_,), at=(PLATE, 960)))


def _notes(graph: Graph, take: Take, lights: bool) -> None:
    text = f"{shown(take.label, 80)}, {shown(take.made_by, 40)}: {shown(take.prompt) or 'no prompt'}"
    graph.add(Node("StickyNote", "About", (("label", text), ("note_font_size", 14)), at=(PLATE + 160, -300)))
    if lights:
        knobs = (("label", "Relight from six passes"), ("tile_color", "0x55555500"), ("note_font_size", 18),
                 ("bdwidth", 980), ("bdheight", 480))  # fmt: skip
        graph.add(Node("BackdropNode", "LightBackdrop", knobs, at=(ELEMENT - 870, -150)))
