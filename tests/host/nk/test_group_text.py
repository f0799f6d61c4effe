"""The Group as text: exactly what it was, whole, and nothing in it but nodes."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import secondunit
from secondunit.host.nk import group_name, group_script, nodes_script
from secondunit.wire import Format, FrozenMap, Take, TakeLayer
from secondunit.wire.errors import CannotPlace

GOLDEN = Path(__file__).parents[2] / "golden" / "nk"
FUNCTIONS = {"sin", "cos", "max", "pi", "frame", "parent"}


def same_as(name: str, text: str) -> None:
    """Compare with what was written before; a changed script is looked at and then kept by hand."""
    assert text == (GOLDEN / name).read_text("utf-8"), name


def test_a_take_with_passes_gives_the_group_it_gave_before(make_take, placement) -> None:
    takes = [make_take(1), make_take(2), make_take(3)]
    same_as(
        "group.nk", group_script(takes, placement(takes[1]), name="SecondUnit_smoke_left", xpos=40, ypos=90)
    )


def test_a_take_without_passes_gives_a_group_with_one_read(make_take, placement) -> None:
    take = make_take(3, passes=False, format=Format(2048, 1716, 2.0))
    text = group_script(
        [take], placement(take, blend="plus", mix=0.5, offset=-12), name="SecondUnit_smoke_left"
    )
    same_as("group_beauty_only.nk", text)
    assert text.count("Read {") == 1
    assert "relight" not in text and "VectorBlur2" not in text


def test_plain_nodes_are_what_they_were_before(make_take, placement) -> None:
    take = make_take(3)
    same_as("nodes.nk", nodes_script(take, placement(take, gain=2.0, offset=3), name="SecondUnit_smoke_left"))


def test_emission_is_a_node_of_its_own_where_the_take_has_it(make_take, placement) -> None:
    layers = make_take(1).layers
    channels = (*layers[1].channels, "emission.R", "emission.G", "emission.B")
    take = make_take(1, layers=(layers[0], TakeLayer("passes", layers[1].path, channels)))
    text = group_script([take], placement(take), name="x")
    assert "add_layer {emission emission.red emission.green emission.blue}" in text
    assert "parent.emission-1+(parent.relight&&parent.has_light)" in text and "\n emission 1\n" in text
    same_as("group_emission.nk", text)


def with_key(take: Take) -> Take:
    """The take with its key's own pass."""
    beauty, passes = take.layers
    channels = (*passes.channels, "light_key.R", "light_key.G", "light_key.B")
    return replace(take, layers=(beauty, replace(passes, channels=channels)))


def test_the_keys_own_pass_is_a_column_and_versions_without_it_go_on(make_take, placement) -> None:
    older, newer = make_take(1), with_key(make_take(2))
    text = group_script([older, newer], placement(newer), name="x")
    assert "v002 1001/1048/1/0/1/0/1/1/-70/38 v001 1001/1048/1/0/1/0/1/0/0/0" in text
    assert "add_layer {light_key light_key.red light_key.green light_key.blue}" in text
    assert "\n own_shadow 1\n" in text and " name Weight_key\n" in text
    same_as("group_key.nk", text)
    assert "own_shadow" not in group_script([older], placement(older), name="x")


@pytest.mark.parametrize("name", ["group.nk", "group_beauty_only.nk", "group_emission.nk", "group_key.nk"])
def test_every_expression_names_a_knob_that_is_there(name: str) -> None:
    text = (GOLDEN / name).read_text("utf-8")
    knobs = set(re.findall(r"^ addUserKnob \{\d+ (\w+) ", text, re.M))
    inside = set(re.findall(r"^  addUserKnob \{\d+ (\w+) ", text, re.M))
    nodes = set(re.findall(r"^  name (\w+)$", text, re.M))
    used = re.findall(r"parent\.((?:[A-Z]\w*\.)?\w+)(?:\.[rgb])?", text)
    assert len(used) > 5
    for path in used:
        node, _, knob = path.rpartition(".")
        assert (node in nodes and knob in inside) if node else knob in knobs, path
    for found in re.findall(r"\{\{([^\"].*?)\}\}", text):
        words = set(re.findall(r"(?<![\w.])[A-Za-z_]\w*", found)) - {"B"}
        assert words <= FUNCTIONS, found


@pytest.mark.parametrize("name", ["group.nk", "group_beauty_only.nk", "group_emission.nk", "nodes.nk"])
def test_the_script_holds_no_code_but_its_buttons(name: str) -> None:
    text = (GOLDEN / name).read_text("utf-8")
    assert not re.search(r"\[\s*python|knobChanged|onCreate|beforeRender", text)
    buttons = [] if name == "nodes.nk" else ["version_up", "reveal"]
    assert re.findall(r"addUserKnob \{22 (\w+) ", text) == buttons


def test_light_that_is_not_turned_is_the_light_of_the_take(make_take, placement) -> None:
    """The weights of the nodes, worked out, are those of docs/decisions/009."""
    from math import cos, pi, radians, sin

    take = make_take(1, exposure=0.5)
    text = group_script([take], placement(take), name="x")
    knobs = dict(re.findall(r"^ (\w+) (-?[\d.]+)$", text, re.M)) | {"exposure": "0.5"}
    assert 'second_unit_table "v001 1001/1048/0.5/0/1/0/1"' in text
    colors = {
        name: [float(x) for x in found.split()]
        for name, found in re.findall(r"^ (\w+_color) \{(.+)\}$", text, re.M)
    }
    known = {"pi": pi, "sin": sin, "cos": cos, "max": max}

    def worked(found: str) -> float:
        found = re.sub(r"parent\.Light\.facing_(\w+)", lambda m: f"({facing[m[1]]})", found)
        found = re.sub(r"parent\.(\w+_color)\.([rgb])", lambda m: str(colors[m[1]]["rgb".index(m[2])]), found)
        found = re.sub(r"parent\.(\w+)", lambda m: f"({knobs[m[1]]})", found)
        return float(eval(found, {"__builtins__": {}}, known))

    facing: dict[str, str] = {}
    facing |= dict(re.findall(r"^  facing_(\w+) \{\{(.+)\}\}$", text, re.M))
    around, up = radians(-70.0), radians(38.0)
    toward = (sin(around) * cos(up), sin(up), cos(around) * cos(up))
    sides = {
        "left": (-1, 0, 0),
        "right": (1, 0, 0),
        "top": (0, 1, 0),
        "bottom": (0, -1, 0),
        "front": (0, 0, 1),
        "back": (0, 0, -1),
    }
    shares = dict(zip(sides, (0.13, 0.13, 0.40, 0.08, 0.13, 0.13), strict=True))
    for side, direction in sides.items():
        value = re.search(rf"value \{{\{{(.+)\}} \{{(.+)\}} \{{(.+)\}} 1\}}\n  name Weight_{side}\n", text)
        assert value is not None
        square = max(0.0, sum(a * b for a, b in zip(toward, direction, strict=True))) ** 2
        for found, key, sky in zip(value.groups(), (1, 0.96, 0.9), (0.8, 0.9, 1), strict=True):
            assert worked(found) == pytest.approx(
                0.5 * (1.3 * key * square + 0.22 * sky * shares[side]), abs=1e-12
            )


def test_a_take_whose_light_is_not_known_is_not_relit(make_take, placement) -> None:
    take = make_take(1, settings=FrozenMap({"key": 1.0}))
    text = group_script([take], placement(take), name="x")
    assert "Relight" not in text and "MotionBlur" in text


def test_a_take_of_another_size_is_brought_to_the_plates_format(make_take, placement) -> None:
    take = make_take(1, format=Format(960, 429))
    text = group_script([take], placement(take), name="x", plate_format=Format(1920, 858, 2.0))
    assert "\n reformat true\n" in text
    assert 'format "1920 858 0 0 1920 858 2 "' in text


def test_version_by_version_knobs_are_there_where_any_version_needs_them(make_take, placement) -> None:
    with_passes, without = make_take(1), make_take(2, passes=False)
    for chosen in (with_passes, without):
        text = group_script([with_passes, without], placement(chosen), name="x")
        assert " name Relight\n" in text and " name MotionBlur\n" in text
        assert "\n light_side -70\n" in text and "\n relight false\n" in text
        assert 'second_unit_table "v002 1001/1048/1/0/0/0/0 v001 1001/1048/1/0/1/0/1"' in text


def test_nodes_neither_overlap_nor_stand_in_a_line_that_is_not_theirs(make_take, placement) -> None:
    layers = make_take(1).layers
    channels = (*layers[1].channels, "emission.R", "emission.G", "emission.B")
    take = make_take(1, layers=(layers[0], TakeLayer("passes", layers[1].path, channels)))
    for blend in ("over", "plus"):
        text = group_script([take], placement(take, blend=blend), name="x")
        inside = text.split("\n}\n", 1)[1]
        found = re.findall(r"^ (\w+) \{\n(?:  .*\n)*?  xpos (-?\d+)\n  ypos (-?\d+)\n", inside, re.M)
        boxes = []
        for cls, x, y in ((cls, int(x), int(y)) for cls, x, y in found if cls != "BackdropNode"):
            wide, high = {"Dot": (12, 12), "Read": (80, 92)}.get(cls, (80, 24))
            for left, top, right, bottom in boxes:
                assert x >= right or left >= x + wide or y >= bottom or top >= y + high, (cls, x, y)
            boxes.append((x, y, x + wide, y + high))
        assert len(boxes) > 30


def test_takes_that_do_not_belong_together_are_refused(make_take, placement) -> None:
    take = make_take(1)
    for others in ([make_take(2, element="fire")], [], [make_take(2, shot="sh020")]):
        with pytest.raises(CannotPlace):
            group_script([*others, take] if others else [], placement(take), name="x")


def test_a_name_is_spelled_as_nuke_allows_and_does_not_clash(make_take: Callable[..., Take]) -> None:
    assert group_name(make_take(1, element="Rauch über Köln")) == "SecondUnit_Rauch_ueber_Koeln"
    smoke = group_name(make_take(1, element="煙"))
    assert re.fullmatch(r"SecondUnit_[0-9a-f]{8}", smoke)
    assert smoke != group_name(make_take(1, element="火"))
    taken = ("SecondUnit_smoke_left", "SecondUnit_smoke_left_2")
    assert group_name(make_take(1), taken) == "SecondUnit_smoke_left_3"


def test_it_imports_with_the_standard_library_alone() -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import secondunit.host.nk;"
        "others = ('numpy', 'PySide6', 'requests', 'nuke', 'starlette');"
        "print([m for m in sys.modules if m.split('.')[0] in others])"
    )
    root = str(Path(secondunit.__file__).parents[1])
    done = subprocess.run([sys.executable, "-S", "-I", "-c", code, root], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr
