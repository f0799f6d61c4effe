"""The knobs of the Group that an artist sees, and the hidden ones that describe it.

Types, as Nuke numbers them in addUserKnob: 1 text, 2 file, 3 whole number, 4 pull-down, 6 tick, 7 number,
18 colour, 20 tab, 22 Python button, 26 line of text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from secondunit.wire import version_text

from ..placement import STAMP_KEY
from ..sitting import Sitting
from .files import layer_files
from .matched import blur_size
from .position import POSITION, position_value
from .stamp import LIGHT, TAKES_KEY, light, write_stamp, write_takes
from .syntax import Raw, Value, knob_line, literal, number, numbers
from .table import KEY_COLUMNS, TABLE_KEY, looked_up, write_table
from .versions import pinned_knobs

if TYPE_CHECKING:
    from secondunit.wire import Format, Placement, Take


class Adder(Protocol):
    """Declares one knob."""

    def __call__(
        self, type: int, name: str, label: str, value: Value | None = None, more: str = ""
    ) -> None: ...


HIDDEN = "l INVISIBLE +INVISIBLE"
#: What goes to the next version: the plugin's own command, or what to do at a seat that has none.
VERSION_UP = (
    "import nuke\\n"
    "try:\\n"
    "    from second_unit_nuke.menus import group_up\\n"
    "except ImportError:\\n"
    "    nuke.message('Second Unit is not at this seat. Choose a take in the pull-down Version: its files"
    " follow.')\\n"
    "else:\\n"
    "    group_up()"
)
#: What shows the files: Python's and Nuke's own, so that it works at a seat without the plugin.
REVEAL = (
    "import nukescripts\\n"
    "group = nuke.thisNode()\\n"
    "nukescripts.start(group\\['folder'].evaluate() or group\\['folder'].value())"
)
HELP = {
    "version": "The take that shows. The files follow it, with or without the plugin.",
    "version_up": "The next take of the same element, task and kind, with its light. Needs the plugin.",
    "position": "Where the source is in the plate. Moving it shifts the element in the picture; light, wind"
    " and size stay as they were made.",
    "pinned": "These files follow no naming: change the version in the Second Unit panel.",
    "folder": "Where the versions lie. Point it to the same folder at another seat.",
    "blur": "Softens the element in its own pixels. No lens: highlights do not open.",
    "grain": "Film grain on the element alone, as much as it covers; the plate keeps its own.",
    "match_levels": "The cast of the plate's named grey, and its darkest level where the element covers.",
    "relight": "Light the element from its six light passes instead of the beauty. A version without them"
    " shows as it is.",
    "overscan": "Off, the plate's own box stays. On, the element's overscan is kept beyond it.",
    "first": "Follows the version. Remove the expression to set it by hand.",
    "light_side": "0 from the camera, -90 from the left of frame, 90 from the right, 180 from behind.",
    "own_shadow": "The key's shadow is its own where it stands as it was made; turned by 30 degrees and more"
    " it is made of the six sides. 0 uses those everywhere.",
    "ground_shadow": "How much of the plate's light is the key's: the shadow on the ground is as dark.",
    "ground_occlusion": "How much darker the ground is where the element stops the sky: contact with it.",
    "ground_light": "Light that the element throws on the ground, as the plate's own colours give it back.",
    "shutter": "In frames: 0.5 is a half open shutter. By the element's own vectors.",
    "reformat": "Bring a take of another size to the format the Group was placed for.",
}


def user_knobs(
    takes: Sequence[Take],
    take: Take,
    placement: Placement,
    *,
    light_of: Take | None,
    own: bool,
    emission: bool,
    motion: bool,
    pinned: bool,
    format: Format,
    ground: bool = False,
    position: tuple[float, float] | None = None,
    sitting: Sitting | None = None,
) -> tuple[str, ...]:
    """The lines that declare every knob and give it its value.

    `light_of` is the take whose light the light knobs start from, None where no version can be relit; `own`
    says whether a version has the key's own pass, `ground` whether one has what falls on the ground;
    `position` is where the source is, None where it is not moved by a knob; `sitting` is what the element is
    given of its plate's look.
    """
    lines = ['addUserKnob {20 second_unit_tab l "Second Unit"}']

    def add(type: int, name: str, label: str, value: Value | None = None, more: str = "") -> None:
        tip = f' t "{HELP[name]}"' if name in HELP else ""
        lines.append(f'addUserKnob {{{type} {name} l "{label}"{tip}{more}}}')
        if value is not None:
            lines.append(knob_line(name, value))

    versions = " ".join(version_text(version.version) for version in takes)
    tip = HELP["pinned" if pinned else "version"]
    lines.append(f'addUserKnob {{4 version l Version t "{tip}" M {{{versions}}}}}')
    lines.append(knob_line("version", version_text(take.version)))
    tip = HELP["version_up"]
    lines.append(f'addUserKnob {{22 version_up l "Version up" t "{tip}" -STARTLINE T "{VERSION_UP}"}}')
    lines.append(f'addUserKnob {{22 reveal l "Reveal in files" -STARTLINE T "{REVEAL}"}}')
    add(7, "mix", "Mix", placement.mix, " R 0 1")
    add(7, "gain", "Gain", placement.gain, " R 0 4")
    add(3, "offset", "Offset", placement.offset)
    if position is not None:
        add(12, POSITION, "Source", position_value(position))
    add(26, "line_look", "Look", more=' T " "')
    matched = sitting or Sitting()
    add(7, "blur", "Softness (px)", blur_size(matched), " R 0 50")
    if motion:
        add(7, "shutter", "Motion blur", matched.shutter, " R 0 1")
    if sitting is not None:
        add(6, "match_levels", "Plate's cast and black", True, " +STARTLINE")
    add(6, "grain", "Grain", bool(matched.grain), " +STARTLINE")
    add(7, "grain_amount", "Amount", 1, " R 0 4")
    if light_of:
        _light_knobs(add, light_of, own)
    if emission:
        add(7, "emission", "Emission", 1, " R 0 4")
    if ground:
        add(26, "line_ground", "Ground", more=' T " "')
        for name, label in (("shadow", "Shadow"), ("occlusion", "Contact"), ("light", "Light")):
            add(7, f"ground_{name}", label, 0, " R 0 1")
    add(26, "line_files", "Files", more=' T " "')
    for name, path in _paths(take, pinned).items():
        add(2 if name == "folder" else 1, name, name.replace("_", " ").capitalize(), path)
    add(3, "first", "First", looked_up("first"))
    add(3, "last", "Last", looked_up("last"), " -STARTLINE")
    add(6, "reformat", "Fit the format", True, " +STARTLINE")
    add(6, "overscan", "Keep overscan", False)
    there = {"has_light": light_of is not None, "has_emission": emission, "has_motion": motion}
    internals: list[tuple[int, str, Value]] = [
        (1, TABLE_KEY, write_table(takes, str(format))),
        (7, "exposure", looked_up("exposure")),
        (7, "other_size", looked_up("other_size")),
        *((7, name, looked_up(name)) for name, present in there.items() if present),
        *((7, name, looked_up(name)) for name in KEY_COLUMNS if own),
        (1, STAMP_KEY, write_stamp(take, placement, str(format))),
        (1, TAKES_KEY, write_takes(takes)),
    ]
    for type, name, value in internals:
        lines += [f"addUserKnob {{{type} {name} {HIDDEN}}}", knob_line(name, value)]
    return tuple(lines)


def _light_knobs(add: Adder, take: Take, own: bool) -> None:
    defaults = light(take)
    add(26, "line_light", "Light", more=' T " "')
    add(6, "relight", "Relight", False, " +STARTLINE")
    ranges = {"light_side": " R -180 180", "light_height": " R -90 90", "key": " R 0 10", "ambient": " R 0 2"}
    labels = {"light_side": "Key from", "light_height": "Key height", "key": "Key", "key_color": "Key colour",
              "ambient": "Sky", "ambient_color": "Sky colour"}  # fmt: skip
    for name in LIGHT:
        parts = [float(part) for part in defaults[name].split()]
        color = name.endswith("_color")
        value: Value = numbers(*parts) if color else Raw(number(parts[0]))
        add(18 if color else 7, name, labels[name], value, ranges.get(name, ""))
    if own:
        add(7, "own_shadow", "Own shadow", 1, " R 0 1")


def _paths(take: Take, pinned: bool) -> dict[str, str]:
    if not pinned:
        return {"folder": literal(layer_files(take, "beauty").folder)}
    return {name: str(value) for name, value in pinned_knobs(take).items()}
