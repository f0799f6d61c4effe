"""One take as plain nodes, without a Group: a Read, its offset, its gain and the merge.

The same picture as the Group as placed. The Read carries the stamp; going to another version is for the
panel, or for the hand that changes the Read's file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..placement import STAMP_KEY, sequence_path
from .files import layer_files
from .group import PLUS, reformat
from .knobs import HIDDEN
from .names import node_name
from .plate_time import has_speed, plate_time
from .reads import read, time_offset
from .stamp import TAKES_KEY, made_text, write_stamp, write_takes
from .syntax import GIVEN, Graph, Node, Value, knob_line, literal, numbers, shown, snippet

if TYPE_CHECKING:
    from secondunit.wire import Format, Placement, Take


def nodes_script(
    take: Take,
    placement: Placement,
    *,
    name: str,
    plate_format: Format | None = None,
    xpos: int = 0,
    ypos: int = 0,
    after: Sequence[Node] = (),
) -> str:
    """The `.nk` text of one take as plain nodes; paste it with the plate selected.

    `name` is the Merge's name and begins the others'; a take of another size is brought to `plate_format`;
    `xpos`, `ypos` is where the Merge stands; `after` are nodes in a row below it. Raises `CannotPlace` where
    Nuke cannot find the files.
    """
    name = node_name(name)
    layer_files(take, "beauty")  # raises for a path that Nuke would read as another one
    stamps = ((STAMP_KEY, write_stamp(take, placement, str(take.format))), (TAKES_KEY, write_takes([take])))
    lines = ['addUserKnob {20 second_unit_tab l "Second Unit"}']
    for key, text in stamps:
        lines += [f"addUserKnob {{1 {key} {HIDDEN}}}", knob_line(key, text)]
    path = literal(sequence_path(take))
    source = read(f"{name}_read", take, path, take.frames.first, take.frames.last, (xpos - 220, ypos - 240))
    label = literal(f"{shown(take.label, 80)}\n{made_text(take)}")
    graph = Graph()
    plate = graph.add(Node(GIVEN, "plate"))
    if has_speed(take):
        for node in plate_time(name, take, placement.offset, xpos, ypos):
            plate = graph.add(node)
    knobs = (*source.knobs, ("label", label))
    element = graph.add(Node("Read", source.name, knobs, at=source.at, extra=tuple(lines)))
    element = graph.add(time_offset(f"{name}_offset", element, placement.offset, (xpos - 220, ypos - 120)))
    if plate_format is not None and str(plate_format) != str(take.format):
        fitted = reformat(plate_format)
        element = graph.add(
            Node("Reformat", f"{name}_format", fitted, (element,), at=(xpos - 220, ypos - 90))
        )
    gain: tuple[tuple[str, Value], ...] = (("channels", "rgb"), ("value", placement.gain))
    if placement.blend == "plus":  # there the mix fades light and cover before they are added
        light = placement.gain * placement.mix
        gain = (("channels", "rgba"), ("value", numbers(light, light, light, placement.mix)))
    element = graph.add(Node("Multiply", f"{name}_gain", gain, (element,), at=(xpos - 220, ypos - 60)))
    if placement.blend == "plus":
        graph.add(Node("MergeExpression", name, PLUS, (plate, element), at=(xpos, ypos)))
    else:
        merge = (("operation", placement.blend), ("bbox", "B"), ("mix", placement.mix))
        graph.add(Node("Merge2", name, merge, (plate, element), at=(xpos, ypos)))
    lines = graph.lines("cut_paste_input", selected=True)
    for node in after:
        lines += node.lines(selected=True)
    return snippet(lines)
