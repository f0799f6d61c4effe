"""The simulated Nuke saves real scripts, reads them again, calls back, and keeps user knobs."""

from __future__ import annotations

import os

import pytest


def test_a_saved_script_opens_as_it_was(fake_nuke, artist_script, tmp_path):
    artist_script(fake_nuke)
    nuke = fake_nuke.nuke
    nuke.toNode("Comp").setInput(2, nuke.toNode("Garbage"))
    path = tmp_path / "shot_v001.nk"
    nuke.scriptSaveAs(path.as_posix())
    assert "inputs 2+1" in path.read_text()
    nuke.scriptOpen(path.as_posix())
    comp = nuke.toNode("Comp")
    assert [comp.input(n).name() for n in range(3)] == ["Plate", "Lost", "Garbage"]
    assert nuke.root().name() == str(path) and not nuke.modified()
    assert nuke.root().realFps() == 23.976
    assert nuke.toNode("ShotCam")["translate"].value() == [0.0, 1.7, 4.0]


def test_user_knobs_survive_a_reload_with_flags_menus_and_values(fake_nuke, tmp_path):
    nuke = fake_nuke.nuke
    group = nuke.createNode("Group")
    group.setName("SecondUnit_smoke")
    for knob in (
        nuke.Tab_Knob("second_unit", "Second Unit"),
        nuke.String_Knob("stamp", "stamp"),
        nuke.Enumeration_Knob("version", "version", ["v001", "v002"]),
        nuke.Int_Knob("offset", "offset"),
        nuke.Double_Knob("gain", "gain"),
        nuke.Boolean_Knob("grain", "grain"),
        nuke.PyScript_Knob("reveal", "Reveal", "print(1)"),
        nuke.AColor_Knob("key", "key"),
        nuke.XY_Knob("at", "at"),
        nuke.Text_Knob("note", "", "read me"),
    ):
        group.addKnob(knob)
    group["stamp"].setFlag(nuke.INVISIBLE)
    group["stamp"].setValue('{"a": [1, "$b"], "t": "rök 💨"}')
    group["version"].setValue("v002")
    group["offset"].setValue(-7)
    group["gain"].setRange(0, 4)
    group["gain"].setValue(1.5)
    group["grain"].setValue(True)
    group["key"].setValue([1, 0.5, 0.25, 1])
    group["at"].setValue([3.5, 4])
    path = tmp_path / "s.nk"
    nuke.scriptSaveAs(path.as_posix())
    nuke.scriptOpen(path.as_posix())
    group = nuke.toNode("SecondUnit_smoke")
    assert group["stamp"].value() == '{"a": [1, "$b"], "t": "rök 💨"}'
    assert group["stamp"].getFlag(nuke.INVISIBLE) and not group["stamp"].visible()
    assert (group["version"].value(), group["version"].values()) == ("v002", ["v001", "v002"])
    assert (group["offset"].value(), group["gain"].value(), group["grain"].value()) == (-7, 1.5, True)
    assert group["key"].value() == [1.0, 0.5, 0.25, 1.0]
    assert group["at"].value() == [3.5, 4.0]
    assert group["reveal"].command() == "print(1)"


def test_keys_and_expressions_survive_a_reload(fake_nuke, tmp_path):
    nuke = fake_nuke.nuke
    grade = nuke.createNode("Grade")
    grade["mix"].setAnimated()
    grade["mix"].setValueAt(0.0, 1001)
    grade["mix"].setValueAt(1.0, 1011)
    grade["white"].setExpression("parent.gain", 0)
    path = tmp_path / "k.nk"
    nuke.scriptSaveAs(path.as_posix())
    nuke.scriptOpen(path.as_posix())
    grade = nuke.toNode("Grade1")
    assert grade["mix"].getValueAt(1006) == 0.5
    assert grade["white"].hasExpression(0) and not grade["white"].hasExpression(1)
    with pytest.raises(AssertionError, match="expression"):
        grade["white"].value()


@pytest.mark.skipif(os.name == "nt", reason="rights are of another kind there")
def test_a_read_only_script_raises_and_stays_as_it_was(fake_nuke, tmp_path):
    path = tmp_path / "locked.nk"
    fake_nuke.nuke.scriptSaveAs(path.as_posix())
    path.chmod(0o444)
    before = path.read_text()
    fake_nuke.nuke.createNode("Dot")
    with pytest.raises(RuntimeError, match="Permission denied"):
        fake_nuke.nuke.scriptSave()
    assert path.read_text() == before


def test_copy_and_paste_bring_a_group_again_with_what_is_inside(fake_nuke):
    nuke = fake_nuke.nuke
    group = nuke.createNode("Group")
    with group:
        inside = nuke.createNode("Input")
        nuke.createNode("Output")
        assert nuke.toNode("Input1") == inside
    assert nuke.toNode("Input1") is None and nuke.toNode("Group1.Input1") == inside
    group.selectOnly()
    nuke.nodeCopy("%clipboard%")
    group.setSelected(False)
    nuke.nodePaste("%clipboard%")
    assert [node.name() for node in nuke.toNode("Group2").nodes()] == ["Input1", "Output1"]
    assert nuke.toNode("Group2").maxInputs() == 1
    nuke.undo()
    assert nuke.toNode("Group2") is None


def test_callbacks_know_their_node_and_their_errors_are_only_printed(fake_nuke, tmp_path):
    nuke = fake_nuke.nuke
    seen: list[str] = []

    def changed(prefix: str) -> None:
        seen.append(f"{prefix} {nuke.thisNode().name()}.{nuke.thisKnob().name()}")

    nuke.addKnobChanged(changed, args=("grade",), nodeClass="Grade")
    nuke.addOnScriptSave(lambda: seen.append("saved"))
    nuke.addOnScriptLoad(lambda: 1 / 0)
    grade, blur = nuke.createNode("Grade"), nuke.createNode("Blur")
    grade["mix"].setValue(0.5)
    blur["mix"].setValue(0.5)
    path = (tmp_path / "a.nk").as_posix()
    nuke.scriptSaveAs(path)
    nuke.scriptOpen(path)
    assert seen == ["grade Grade1.mix", "saved"]
    assert fake_nuke.app.printed == ["onScriptLoad: ZeroDivisionError: division by zero"]
    nuke.removeKnobChanged(changed, args=("grade",), nodeClass="Grade")
    nuke.toNode("Grade1")["mix"].setValue(0.25)
    assert len(seen) == 2


def test_formats_have_their_pixel_aspect_and_must_be_known_by_name(fake_nuke):
    nuke = fake_nuke.nuke
    made = nuke.addFormat("2048 858 2.0 ana scope")
    assert (made.width(), made.pixelAspect(), made.name()) == (2048, 2.0, "ana scope")
    nuke.root()["format"].setValue("ana scope")
    assert nuke.root().format() == made
    with pytest.raises(AssertionError, match="no format named"):
        nuke.root()["format"].setValue("made up")


def test_colour_spaces_are_those_of_the_script_s_own_management(fake_nuke):
    nuke = fake_nuke.nuke
    read = nuke.createNode("Read")
    assert "sRGB" in nuke.getColorspaceList(read["colorspace"])
    nuke.root()["colorManagement"].setValue("OCIO")
    offered = nuke.getColorspaceList(read["colorspace"])
    assert "ACEScg" in offered and "linear" not in offered
    with pytest.raises(AssertionError, match="no value 'linear'"):
        read["colorspace"].setValue("linear")


def test_names_clash_and_the_number_goes_up(fake_nuke):
    nuke = fake_nuke.nuke
    first, second = nuke.nodes.Dot(), nuke.nodes.Dot()
    first.setName("SecondUnit_smoke")
    second.setName("SecondUnit_smoke")
    assert second.name() == "SecondUnit_smoke1"
    with pytest.raises(ValueError, match="taken"):
        second.setName("SecondUnit_smoke", uncollide=False)
    with pytest.raises(ValueError, match="not a valid name"):
        second.setName("smoke left")


def test_a_group_s_deleted_inside_is_gone_with_it(fake_nuke):
    nuke = fake_nuke.nuke
    group = nuke.createNode("Group")
    with group:
        inner = nuke.createNode("Dot")
    nuke.delete(group)
    with pytest.raises(ValueError, match="not attached"):
        inner.name()
    nuke.undo()
    assert nuke.toNode("Group1.Dot1") is not None
    nuke.redo()
    assert nuke.toNode("Group1") is None
