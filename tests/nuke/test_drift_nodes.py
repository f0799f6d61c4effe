"""The drift guard for what is written: class, knob, value and input of our `.nk` text are in the table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from secondunit.host import nk
from secondunit.host.sitting import SimpleGrain, Sitting
from secondunit.wire import Format, FrameRange, Placement, PlacementKind

ALL = ("light", "emission", "forward")


def written(take: Any, passes: bool, plain: bool) -> str:
    """What is pasted for two versions."""
    takes = [take(number, ALL if passes else ()) for number in (1, 2)]
    if plain:
        return nk.nodes_script(
            takes[0], Placement("t1", PlacementKind.NODES, offset=3), name="SecondUnit_smoke"
        )
    placement = Placement("t1", PlacementKind.COMP, offset=3, mix=0.5, gain=1.5)
    return nk.group_script(takes, placement, name="SecondUnit_smoke", plate_format=Format(64, 36))


@pytest.mark.parametrize("passes", [True, False], ids=["with passes", "beauty alone"])
@pytest.mark.parametrize("plain", [False, True], ids=["group", "plain nodes"])
def test_everything_that_is_written_is_in_the_table_and_pastes(
    fake_nuke, artist_script, element_take, tmp_path, passes, plain
):
    artist_script(fake_nuke)
    nuke = fake_nuke.nuke
    script = tmp_path / "element.nk"
    script.write_text(written(element_take, passes, plain), encoding="utf-8")
    before = {node.uid for node in fake_nuke.app.document.nodes.values()}
    nuke.nodePaste(script.as_posix())
    new = [node for uid, node in fake_nuke.app.document.nodes.items() if uid not in before]
    assert sum(len(node.knobs) for node in new) > (15 if plain else 60), "hardly anything was checked"
    assert len(nuke.selectedNodes()) == (len(new) if plain else 1)
    if not plain:
        (group,) = nuke.selectedNodes()
        assert group.Class() == "Group" and group.maxInputs() == 1
        assert group["version"].values() == ["v001", "v002"]


def test_everything_of_a_matched_group_is_in_the_table(fake_nuke, element_take, tmp_path):
    sitting = Sitting(1.0, (1.2, 1.0, 0.7), (0.01, 0.0, 0.02), 0.5, (SimpleGrain(0.002, 0.03, 2.1),) * 3)
    text = nk.group_script(
        [element_take(1, ALL)], Placement("t1", PlacementKind.COMP), name="SecondUnit_smoke", sitting=sitting
    )
    script = tmp_path / "element.nk"
    script.write_text(text, encoding="utf-8")
    fake_nuke.nuke.nodePaste(script.as_posix())
    (group,) = fake_nuke.nuke.selectedNodes()
    assert group["blur"].value() == 2.4 and group["shutter"].value() == 0.5 and group["grain"].value()
    with group:
        grain, cast = fake_nuke.nuke.toNode("Grain"), fake_nuke.nuke.toNode("Cast")
    assert set(grain["red_size"].value()) == {2.1} and grain["red_m"].hasExpression()
    assert list(cast["value"].value())[:3] == pytest.approx([1.2, 1.0, 0.7])
    assert cast["disable"].hasExpression() and grain["disable"].hasExpression()


@pytest.mark.parametrize("plain", [False, True], ids=["group", "plain nodes"])
def test_what_is_pasted_is_the_same_after_the_script_was_saved_and_opened(
    fake_nuke, element_take, tmp_path, plain
):
    nuke = fake_nuke.nuke
    script = tmp_path / "element.nk"
    script.write_text(written(element_take, True, plain), encoding="utf-8")
    nuke.nodePaste(script.as_posix())
    path = (tmp_path / "shot.nk").as_posix()
    nuke.scriptSaveAs(path)
    before = content(fake_nuke)
    nuke.scriptOpen(path)
    assert content(fake_nuke) == before


def content(fake: Any) -> dict[str, Any]:
    """Every node by its full name: class, the names of its inputs, and each knob's text."""
    document, values = fake.app.document, fake.app.value_text
    found = {}
    for node in document.nodes.values():
        if node.cls != "Root":
            inputs = [None if uid is None else document.full_name(uid) for uid in node.inputs]
            texts = {name: values(node, name) for name in node.specs() if name != "selected"}
            found[document.full_name(node.uid)] = (node.cls, inputs, texts)
    return found


def test_no_text_that_is_written_runs_python(element_take):
    for passes in (True, False):
        for plain in (True, False):
            assert "[python" not in written(element_take, passes, plain)


def test_the_groups_own_knobs_follow_the_pull_down(fake_nuke, element_take, tmp_path):
    takes = [element_take(1, ALL), replace(element_take(2), frames=FrameRange(990, 1100), exposure=2.5)]
    script = tmp_path / "element.nk"
    text = nk.group_script(takes, Placement("t1", PlacementKind.COMP), name="SecondUnit_smoke")
    script.write_text(text, encoding="utf-8")
    fake_nuke.nuke.nodePaste(script.as_posix())
    (group,) = fake_nuke.nuke.selectedNodes()
    for version, wanted in (("v001", (1001, 1006, 1, 1)), ("v002", (990, 1100, 2.5, 0))):
        group["version"].setValue(version)
        names = ("first", "last", "exposure", "has_motion")
        assert tuple(group[name].value() for name in names) == wanted
