"""The parser of Nuke scripts keeps the rules of the stack and names the line of what it refuses."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def script() -> Any:
    """The parser alone."""
    name = "secondunit_nuke_script_alone"
    path = Path(__file__).parents[1] / "hosts" / "nuke" / "script.py"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec and spec.loader
    sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


WHOLE = r"""#! /usr/local/Nuke15.1v3/libnuke-15.1.3.so -nx
#write_info Write1 file:"/x" format:"96 54 1"
version 15.1 v3
define_window_layout_xml {<?xml version="1.0"?>
<layout version="1.0"> </layout>
}
Root {
 inputs 0
 name "/shots/a shot/comp.nk"
 format "96 54 0 0 96 54 1 tiny"
}
add_layer {heat heat.u heat.v}
Read {
 inputs 0
 file "/plates/\[value root.name]/a.%04d.exr"
 name Plate
}
set Nplate [stack 0]
Dot {
 name Dot1
}
push 0
push $Nplate
Merge2 {
 inputs 2+1
 name Masked
}
push $Nplate
Group {
 name Inner
 addUserKnob {20 User l "A \"tab\"" n 1}
 addUserKnob {7 much l "How much" t "a\nb" +STARTLINE R 0 2.5}
 much {{frame*2}}
 addUserKnob {4 way M {up "to the left" ""}}
 addUserKnob {26 ""}
 way "to the left"
}
 Input {
  inputs 0
  name In
 }
 ColorLookup {
  lut {master {}
    red {curve x0 1}}
  name Look
 }
 Output {
  name Out
 }
end_group
Merge2 {
 inputs 2
 name Last
}
"""


def test_a_whole_script_is_wired_as_nuke_wires_it(script: Any) -> None:
    nodes = script.parse(WHOLE)
    assert [node.cls for node in nodes] == ["Root", "Read", "Dot", "Merge2", "Group", "Merge2"]
    root, plate, dot, masked, group, last = nodes
    # Input 0 is the top of the stack: the plate, then nothing for A, and the Dot as the mask.
    assert masked.inputs == [plate, None, dot] and masked.masks == 1
    assert group.inputs == [plate] and last.inputs == [group, masked]
    assert [node.cls for node in group.children] == ["Input", "ColorLookup", "Output"]
    assert group.children[2].inputs == [group.children[1]] and group.children[1].parent is group
    assert root.knobs["name"] == "/shots/a shot/comp.nk"


def test_words_are_read_as_tcl_reads_them(script: Any) -> None:
    nodes = script.parse(WHOLE)
    group = nodes[4]
    assert nodes[1].knobs["file"] == "/plates/[value root.name]/a.%04d.exr"
    assert group.knobs["much"] == "{frame*2}" and group.knobs["way"] == "to the left"
    assert group.children[1].knobs["lut"] == "master {}\n    red {curve x0 1}"
    tab, much, way, line = group.user_knobs
    assert (tab.type, tab.label, tab.group) == (20, 'A "tab"', 1)
    assert (much.tooltip, much.flags, much.range) == ("a\nb", ("+STARTLINE",), (0.0, 2.5))
    assert (way.menu, line.name) == (("up", "to the left", ""), "")


def test_what_is_pasted_finds_the_selected_node(script: Any) -> None:
    (plate,) = script.parse("Read {\n inputs 0\n name Plate\n}\n")
    pasted = "set cut_paste_input [stack 0]\nversion 15.1 v3\npush $cut_paste_input\nGrade {\n name G\n}\n"
    assert script.parse(pasted, [plate])[0].inputs == [plate]
    assert script.parse(pasted)[0].inputs == [None]


def test_scripts_of_the_field_are_read(script: Any) -> None:
    """Turns of phrase from gizmos that Nuke 9 to 15 wrote."""
    gizmo = (
        'Gizmo {\n inputs 2\n addUserKnob {20 "Setup Tools" +INVISIBLE}\n addUserKnob {26 S06 l " "}\n'
        '\n addUserKnob {68 res M {1:1 1:4 "" ""}}\n res 1:4\n'
        ' addUserKnob {41 lut l "" +STARTLINE T C.lut}\n\n}\n'
        " Input {\n  inputs 0\n  number 1\n }\n Dot {\n  disable {{!matte i}}\n }\nset N1 [stack 0]\npush 0\n"
        "push $N1\n Merge2 {\n  inputs 2\n  output {-rgba.red rgba.alpha}\n  focal {1.#INF 1.#INF}\n }\n"
        ' TimeOffset {\n  time ""\n'
        '  label "\\[if \\{\\[value a]==\\"b\\"\\} \\{return \\"c\\"\\}]"\n }\nend_group\n'
    )
    (node,) = script.parse(gizmo)
    assert node.inputs == [None, None] and [one.cls for one in node.children][-1] == "TimeOffset"
    assert [knob.name for knob in node.user_knobs] == ["Setup Tools", "S06", "res", "lut"]
    assert node.children[2].inputs == [node.children[1], None]
    assert node.children[3].knobs["label"] == '[if {[value a]=="b"} {return "c"}]'


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("Grade {\n name G\n", 1, "never closed"),
        ('Grade {\n label "open\n}\n', 2, "never closed"),
        ('Grade {\n label "a}b"\n}\n', 2, "right after"),
        ("Grade {\n multiply 1 2\n}\n", 2, "quote or brace"),
        ("Grade {\n name G\n name H\n}\n", 3, "twice"),
        ("Grade {\n label {a}b\n}\n", 2, "right after"),
        ("version 15.1 v3\npush $nowhere\n", 2, "neither 0 nor"),
        ("set a [stack 3]\n", 1, "of a stack of 1"),
        ("\n\nMerge2 {\n inputs 2\n}\n", 3, "takes 2 inputs"),
        ("Merge2 {\n inputs two\n}\n", 1, "neither 2 nor 2"),
        ("Group {\n name G\n}\n Input {\n  inputs 0\n }\n", 1, "no end_group"),
        ("Group {\n}\n Grade {\n }\nend_group\n", 3, "of a stack of 0"),
        ("end_group\n", 1, "without a group"),
        ("Grade {\n addUserKnob {x y}\n}\n", 2, "type name"),
        ("Grade {\n addUserKnob {7 y Q}\n}\n", 2, "no option"),
        ("Grade {\n addUserKnob {7 y l}\n}\n", 2, "too early"),
        ("Grade {\n}\n}\n", 3, "closes nothing"),
        ("exec rm\n", 1, "neither a command"),
        ("clone $N1 {\n}\n", 1, "clones"),
    ],
)
def test_malformed_text_is_refused_with_its_line(script: Any, text: str, line: int, why: str) -> None:
    with pytest.raises(script.ScriptError, match=why) as refused:
        script.parse(text)
    assert refused.value.line == line and str(refused.value).startswith(f"line {line}: ")
