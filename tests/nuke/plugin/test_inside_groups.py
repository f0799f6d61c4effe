"""An artist who works inside a Group: what is selected there counts, and a take is placed there."""

from __future__ import annotations

from typing import Any

import pytest

from secondunit.wire import Placement, PlacementKind

INSIDE = """\
Group {
 inputs 0
 name Precomp
}
Constant {
 inputs 0
 name Board
}
Output {
 name Output1
}
end_group
"""


@pytest.fixture
def inside(comp: Any) -> Any:
    """The comp with the node graph of Precomp open and clicked, and the node in it selected."""
    comp.fake.paste(INSIDE)
    comp.fake.app.hit_group = comp.node("Precomp")._uid
    comp.node("Precomp.Board").setSelected(True)
    return comp


def test_the_selected_node_of_the_group_is_the_plate_that_is_offered(inside: Any) -> None:
    assert inside.host().sources()[0].id == "Precomp.Board"


def test_a_take_is_placed_in_the_group_on_what_is_selected_there(inside: Any, make_take: Any) -> None:
    placed = inside.host().place(Placement(make_take().id, PlacementKind.COMP), make_take())
    assert placed.id == "Precomp.SecondUnit_smoke_left"
    assert inside.node(placed.id).input(0).name() == "Board"
    assert [node.name() for node in inside.node("Precomp").selectedNodes()] == ["Board"]


def test_what_is_placed_there_is_found_by_its_selection(inside: Any, make_take: Any) -> None:
    placed = inside.host().place(Placement(make_take().id, PlacementKind.COMP), make_take())
    inside.node("Precomp.Board").setSelected(False)
    inside.node(placed.id).setSelected(True)
    inside.module("finding").forget()
    assert [node.fullName() for node in inside.module("dag").selected()] == [placed.id]
    assert placed.id.startswith("Precomp.")


def test_a_selection_elsewhere_is_not_the_artist_s(inside: Any) -> None:
    inside.node("Comp").setSelected(True)
    assert inside.host().sources()[0].id == "Precomp.Board"
    inside.fake.app.hit_group = 0
    assert inside.host().sources()[0].id == "Comp"
