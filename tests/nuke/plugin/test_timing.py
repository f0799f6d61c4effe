"""Three frames kept apart in Nuke: a plate's, a take's and the script's, by native TimeWarps."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.wire import (
    Brief,
    ColorSpace,
    Format,
    FrameRange,
    Placement,
    PlacementKind,
    Rate,
    Retime,
    SpeedKey,
    Take,
    Task,
    dumps,
)

COMP, NODES = PlacementKind.COMP, PlacementKind.NODES
WARPED = """\
push $plate
TimeWarp {
 lookup {{curve L x1001 1001 L x1012 1006}}
 filter nearest
 name Ramp
 xpos 300
}
Dot {
 name Bend
 xpos 300
 ypos 60
}
TimeOffset {
 time_offset 3
 name Later
 xpos 300
 ypos 120
}
"""


@pytest.fixture
def warped(comp: Any) -> Any:
    """The artist's comp with the plate under a TimeWarp, a Dot and a TimeOffset."""
    comp.fake.paste(WARPED.replace("push $plate", "push 0"))
    comp.node("Ramp").setInput(0, comp.node("Plate"))
    return comp


def of_plate(host: Any, take: Take, **changes: Any) -> Take:
    """The take with its brief beside it, which says that it was made of the files of `Plate`."""
    plate = host.plate("Plate")
    brief = Brief("show", "sh010", take.element, take.frames, Rate(24), Format(64, 36), plate=plate)
    Path(take.folder, "brief.json").write_text(dumps(brief), "utf-8")
    return replace(take, **changes)


def slow(host: Any, take: Take, retime: Retime | None = None, **changes: Any) -> Take:
    """The take as a retime of this machine."""
    return of_plate(
        host, take, task=Task.RETIME, kind="", provider="methods", retime=retime or Retime(2), **changes
    )


def above(node: Any) -> list[str]:
    """The classes of what stands over a node, up to the Read."""
    classes = []
    while node.input(0) is not None:
        node = node.input(0)
        classes.append(node.Class())
    return classes


def test_a_retime_hangs_on_its_plate_through_a_time_warp_of_its_own(comp: Any, make_take: Any) -> None:
    host = comp.host()
    take = slow(host, make_take())
    comp.node("Plate").setSelected(True)
    steps = comp.fake.undo_steps()
    group = comp.node(host.place(Placement(take.id, COMP), take).id)
    assert above(group) == ["TimeOffset", "TimeWarp", "Read"]
    warp = group.input(0).input(0)
    lookups = [warp.knob("lookup").getValueAt(frame) for frame in (1001, 1003, 1006)]
    assert lookups == [1001, 1002, 1003.5]
    assert comp.fake.undo_steps() == steps + 1
    assert [node.name() for node in comp.fake.nuke.selectedNodes()] == ["Plate"]


@pytest.mark.parametrize("kind", [COMP, NODES])
def test_another_version_of_a_retime_brings_its_own_speed(
    comp: Any, make_take: Any, kind: PlacementKind
) -> None:
    host = comp.host()
    placed = host.place(Placement("t-smoke_left-1", kind), slow(host, make_take(1)))
    keys = (SpeedKey(1001, 1001), SpeedKey(1006, 1003))
    faster = slow(host, make_take(2), Retime(keys=keys))
    host.set_version(placed.id, faster)
    warp = comp.node("SecondUnit_smoke_left_speed")
    assert [warp.knob("lookup").getValueAt(frame) for frame in (1001, 1006)] == [1001, 1003]
    assert (warp.knob("second_unit_speed").value(), warp.Class()) == (faster.id, "TimeWarp")


def test_what_shows_files_at_other_times_may_be_the_plate_with_its_own_frames(warped: Any) -> None:
    host = warped.host()
    warped.node("Plate").setSelected(False)
    with pytest.raises(Exception, match="do not exist as files"):
        host.plate("Later")
    [question] = [question for question in host.questions() if question.id.startswith("render:Later#")]
    assert dict(question.choices)["plate"] == "Take Plate's own frames (1001-1006)"
    host.answer(question.id, "plate")
    assert host.plate("Later") == host.plate("Plate")
    assert host.questions() == ()


@pytest.mark.parametrize("kind", [COMP, NODES])
def test_a_take_with_the_plates_frames_goes_above_and_is_retimed_as_the_plate_is(
    warped: Any, make_take: Any, kind: PlacementKind
) -> None:
    host = warped.host()
    take = of_plate(host, make_take())
    warped.node("Later").setSelected(True)
    before = warped.fake.text()
    host.place(Placement(take.id, kind), take)
    name = "SecondUnit_smoke_left"
    first, second = warped.node(f"{name}_time1"), warped.node(f"{name}_time2")
    assert [node.Class() for node in (first, second)] == ["TimeWarp", "TimeOffset"]
    assert above(second) == ["TimeWarp", "Group" if kind is COMP else "Merge2", "Read"]
    assert second.input(0).input(0).name() == name
    assert first.knob("filter").value() == "nearest" and first.knob("lookup").hasExpression()
    warped.node("Later").knob("time_offset").setValue(7)
    assert second.knob("time_offset").value() == 7, "it follows the artist's own"
    warped.node("Later").knob("time_offset").setValue(3)
    warped.fake.nuke.undo()
    for _ in range(2):
        warped.fake.nuke.undo()
    assert warped.fake.text() == before


def test_a_take_of_what_the_time_warp_shows_hangs_below_it_as_ever(warped: Any, make_take: Any) -> None:
    host = warped.host()
    take = make_take()
    plate = replace(host.plate("Plate"), path="/renders/later.%04d.exr")
    brief = Brief("show", "sh010", "smoke", take.frames, Rate(24), Format(64, 36), plate=plate)
    Path(take.folder, "brief.json").write_text(dumps(brief), "utf-8")
    warped.node("Later").setSelected(True)
    group = warped.node(host.place(Placement(take.id, COMP), take).id)
    assert group.input(0).name() == "Later" and warped.node("SecondUnit_smoke_left_time1") is None


def test_a_retime_of_the_plate_takes_the_place_of_the_artist_s_time_warps(
    warped: Any, make_take: Any
) -> None:
    host = warped.host()
    take = slow(host, make_take())
    warped.node("Later").setSelected(True)
    group = warped.node(host.place(Placement(take.id, COMP), take).id)
    assert above(group) == ["TimeOffset", "TimeWarp", "Read"]
    assert group.input(0).input(0).knob("second_unit_speed").value() == take.id
    assert warped.node("SecondUnit_smoke_left_time1") is None


def test_a_disabled_time_warp_is_none_and_an_unreadable_brief_says_nothing(
    warped: Any, make_take: Any
) -> None:
    host = warped.host()
    for name in ("Ramp", "Later"):
        warped.node(name).knob("disable").setValue(True)
    assert host.plate("Later") == host.plate("Plate")
    take = make_take()
    Path(take.folder, "brief.json").write_text("{", "utf-8")
    warped.node("Later").setSelected(True)
    group = warped.node(host.place(Placement(take.id, COMP), take).id)
    assert group.input(0).name() == "Later"


def test_a_colour_space_of_another_name_is_no_other_plate(warped: Any, make_take: Any) -> None:
    host = warped.host()
    take = of_plate(host, make_take())
    brief = Path(take.folder, "brief.json")
    other = replace(host.plate("Plate"), colorspace=ColorSpace("ACEScg"), frames=FrameRange(1002, 1005))
    brief.write_text(
        dumps(Brief("show", "sh010", "smoke", take.frames, Rate(24), Format(64, 36), plate=other)), "utf-8"
    )
    warped.node("Later").setSelected(True)
    host.place(Placement(take.id, COMP), take)
    assert warped.node("SecondUnit_smoke_left_time2") is not None
