"""Placing in Nuke: on the plate, beside nobody, one undo, and a sentence for everything that goes wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from secondunit.wire import ColorSpace, Placement, PlacementKind
from secondunit.wire.errors import CannotPlace, HostError, NothingSelected

COMP, NODES = PlacementKind.COMP, PlacementKind.NODES


def place(host: Any, take: Any, kind: PlacementKind = COMP, **more: Any) -> Any:
    return host.place(Placement(take.id, kind, **more), take)


def test_the_group_hangs_on_the_selected_node_and_the_selection_stays(comp: Any, make_take: Any) -> None:
    comp.node("Comp").setSelected(True)
    placed = place(comp.host(), make_take())
    assert comp.node(placed.id).input(0).name() == "Comp"
    assert [node.name() for node in comp.fake.nuke.selectedNodes()] == ["Comp"]


def test_without_a_selection_it_hangs_on_the_plate_that_was_read(comp: Any, make_take: Any) -> None:
    host = comp.host()
    host.plate("Plate")
    assert comp.node(place(host, make_take()).id).input(0).name() == "Plate"


def test_plain_nodes_take_the_plate_into_their_merge(comp: Any, make_take: Any) -> None:
    comp.node("Comp").setSelected(True)
    place(comp.host(), make_take(), NODES)
    assert comp.node("SecondUnit_smoke_left").input(0).name() == "Comp"


def test_nothing_lies_on_another_node(comp: Any, make_take: Any) -> None:
    comp.node("Plate").setSelected(True)
    host = comp.host()
    made = [place(host, make_take()).id for _ in range(3)]
    places = [(comp.node(name).xpos(), comp.node(name).ypos()) for name in made]
    others = [
        (node.xpos(), node.ypos())
        for node in comp.fake.nuke.allNodes()
        if node.Class() != "BackdropNode" and node.name() not in made
    ]
    for index, (x, y) in enumerate(places):
        for left, top in (*others, *places[:index]):
            assert abs(x - left) >= 80 or abs(y - top) >= 20


def test_a_name_that_is_taken_gets_a_number(comp: Any, make_take: Any) -> None:
    host = comp.host()
    first, second = place(host, make_take()), place(host, make_take())
    assert (first.id, second.id) == ("SecondUnit_smoke_left", "SecondUnit_smoke_left_2")


def test_the_group_carries_every_version_that_is_known(comp: Any, make_take: Any) -> None:
    host = comp.host()
    takes = tuple(make_take(version) for version in (1, 2, 3))
    host.known = lambda take: takes
    placed = host.place(Placement(takes[1].id, COMP), takes[1])
    assert comp.node(placed.id).knob("version").values() == ["v001", "v002", "v003"]
    assert placed.version == 2


def test_the_artist_s_own_changes_outlive_a_version(comp: Any, make_take: Any) -> None:
    host = comp.host()
    placed = place(host, make_take(1))
    node = comp.node(placed.id)
    node.knob("mix").setValue(0.25)
    node.knob("blur").setValue(3.0)
    host.set_version(placed.id, make_take(2))
    assert (node.knob("mix").value(), node.knob("blur").value()) == (0.25, 3.0)
    assert host.placed()[0].version == 2


def test_a_take_in_a_space_that_the_script_does_not_know_is_refused_whole(comp: Any, make_take: Any) -> None:
    host = comp.host()
    before, steps = comp.fake.text(), comp.fake.undo_steps()
    with pytest.raises(CannotPlace, match="ACEScg"):
        place(host, make_take(colorspace=ColorSpace("ACEScg", "x")))
    assert (comp.fake.text(), comp.fake.undo_steps()) == (before, steps)


def test_a_kind_that_nuke_has_not_is_refused(comp: Any, make_take: Any) -> None:
    with pytest.raises(CannotPlace, match="Group or as plain nodes"):
        place(comp.host(), make_take(), PlacementKind.STRIP)


def test_a_failure_halfway_leaves_the_script_as_it_was(
    comp: Any, make_take: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = comp.host()
    comp.node("Comp").setSelected(True)
    before = comp.fake.text()
    layout = comp.module("layout")

    def fail(*_: Any) -> None:
        raise RuntimeError("no room")

    monkeypatch.setattr(layout, "move", fail)
    with pytest.raises(CannotPlace, match="no room"):
        place(host, make_take())
    assert comp.fake.text() == before
    assert [node.name() for node in comp.fake.nuke.selectedNodes()] == ["Comp"]
    assert host.placed() == ()


def test_no_temporary_file_is_left(comp: Any, make_take: Any, monkeypatch: Any, tmp_path: Any) -> None:
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    (tmp_path / "temp").mkdir()
    place(comp.host(), make_take())
    assert list((tmp_path / "temp").iterdir()) == []


def test_a_newer_version_is_marked_without_an_undo_step_or_a_modified_script(
    comp: Any, make_take: Any
) -> None:
    host = comp.host()
    placed = place(host, make_take())
    node = comp.node(placed.id)
    own = node.knob("tile_color").value()
    comp.fake.nuke.root().setModified(False)
    steps = comp.fake.undo_steps()
    host.mark(placed.id, 3)
    assert node.knob("label").value().endswith("v003 is there")
    assert node.knob("tile_color").value() != own
    host.mark(placed.id, 4)
    host.mark(placed.id, 0)
    assert "is there" not in node.knob("label").value()
    assert node.knob("tile_color").value() == own
    assert comp.fake.undo_steps() == steps
    assert not comp.fake.nuke.root().modified()
    host.mark("gone", 3)


def test_state_is_kept_without_an_undo_step(comp: Any) -> None:
    host = comp.host()
    steps = comp.fake.undo_steps()
    state = {"fields": {"prompt": 'a [python x] {$y} "z" \\ \n ü'}, "jobs": ["j"]}
    host.keep(state)
    assert host.kept() == state
    assert comp.fake.undo_steps() == steps


def test_an_undone_placement_is_gone_and_says_so(comp: Any, make_take: Any) -> None:
    host = comp.host()
    placed = place(host, make_take())
    comp.fake.nuke.undo()
    assert host.placed() == ()
    with pytest.raises(NothingSelected, match="is gone"):
        host.set_version(placed.id, make_take(2))


def test_a_script_that_cannot_be_written_is_said_and_takes_can_still_be_placed(
    comp: Any, make_take: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    path = tmp_path / "shot.nk"
    path.write_text("")
    host = comp.host()
    module = comp.module("host")
    monkeypatch.setattr(module, "script_path", lambda: str(path))
    monkeypatch.setattr(os, "access", lambda *_: False)
    (question,) = host.questions()
    assert "cannot be written" in question.text
    host.answer(question.id, "ok")
    assert host.questions() == ()
    assert place(host, make_take()).version == 1


def test_a_folder_that_is_gone_cannot_be_shown(plugin: Any) -> None:
    with pytest.raises(HostError, match="not there"):
        plugin.host().reveal("/no/such/folder")


def test_non_commercial_nuke_says_its_limit_before_it_bites(
    non_commercial: Any, load_plugin: Any, artist_script: Any, make_take: Any
) -> None:
    artist_script(non_commercial)
    comp = load_plugin(non_commercial)
    host = comp.host(answer="")
    host.answer("working space", "Linear Rec.709 (sRGB)")
    limit = next(question for question in host.questions() if question.id == "limited edition")
    assert "ten" in limit.text or "10" in limit.text
    comp.node("Plate").setSelected(True)
    placed = 0
    with pytest.raises(HostError, match="lets Python touch 10 nodes") as stopped:
        for _ in range(12):
            place(host, make_take())
            placed += 1
    assert placed >= 1
    assert "export --nk" in stopped.value.problem.remedy


def test_two_hosts_of_one_show_do_not_disturb_each_other(
    start_nuke: Any, load_plugin: Any, artist_script: Any, make_take: Any
) -> None:
    one = start_nuke()
    artist_script(one)
    first = load_plugin(one).host()
    placed = place(first, make_take(1))
    text = one.text()
    two = start_nuke()
    two.paste(text)
    second = load_plugin(two).host(answer="")
    second.set_version(placed.id, make_take(2))
    assert second.placed()[0].version == 2
    assert replace(second.placed()[0].placement, take="") == replace(placed.placement, take="")
    assert one.text() == text


def test_a_large_selection_in_non_commercial_nuke_is_a_sentence_and_never_a_traceback(
    non_commercial: Any, load_plugin: Any, artist_script: Any, make_take: Any
) -> None:
    artist_script(non_commercial)
    non_commercial.paste("\n".join(f"Grade {{\n inputs 0\n name G{number}\n}}" for number in range(20)))
    for node in non_commercial.app.document.nodes.values():
        node.selected = node.cls != "Root"
    host = load_plugin(non_commercial).host()
    for ask in (host.sources, host.cameras, host.placed, host.questions):
        try:
            ask()
        except HostError as error:
            assert "lets Python touch 10 nodes" in error.problem.message
    everything = {node.name for node in non_commercial.app.document.nodes.values() if node.selected}
    with pytest.raises(HostError, match="lets Python touch 10 nodes"):
        place(host, make_take())
    assert everything == {node.name for node in non_commercial.app.document.nodes.values() if node.selected}
    assert not non_commercial.undo_steps()


def test_an_undo_while_a_job_runs_takes_the_placement_and_not_the_job(comp: Any, make_take: Any) -> None:
    host = comp.host()
    host.keep({"jobs": ["j-1"]})
    place(host, make_take())
    host.keep({"jobs": ["j-1", "j-2"]})
    comp.fake.nuke.undo()
    assert host.placed() == ()
    assert host.kept() == {"jobs": ["j-1", "j-2"]}
    assert host.shot().colorspace.name == "Linear Rec.709 (sRGB)"
