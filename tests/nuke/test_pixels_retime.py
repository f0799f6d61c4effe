"""A retime's Group stands on the plate's own moments, by a native TimeWarp that an artist can turn."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from secondunit.host.nk import group_script, nodes_script
from secondunit.host.nk.plate_time import curve_text
from secondunit.host.nk.syntax import Node, expression
from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.wire import (
    ColorSpace,
    Format,
    FrameRange,
    Placement,
    PlacementKind,
    Rate,
    Retime,
    SpeedKey,
    Take,
    TakeLayer,
    Task,
)


def loaded(part: str) -> Any:
    """A module of the parser and the evaluator, by a name of its own."""
    name = "secondunit_nuke_for_pixels"
    if name not in sys.modules:
        folder = Path(__file__).parents[1] / "hosts" / "nuke"
        spec = importlib.util.spec_from_file_location(
            name, folder / "__init__.py", submodule_search_locations=[str(folder)]
        )
        assert spec and spec.loader
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return importlib.import_module(f"{name}.{part}")


comps = loaded("pixels.comps")
FORMAT = Format(32, 18)


@pytest.fixture
def slow(tmp_path: Path) -> Take:
    """A retime of frames 1001 to 1004 twice as slow: seven frames, each of one value."""
    folder = tmp_path / "slow"
    folder.mkdir()
    for frame in range(1001, 1008):
        pixels = np.full((18, 32, 4), (frame - 1000) / 8, np.float32)
        pixels[..., 3] = 1.0
        write_exr(folder / f"slow_v001.{frame}.exr", Picture.of(pixels, format=FORMAT))
    return Take(
        id="t1", job="j", show="S", shot="sh010", element="slow", version=1, folder=folder.as_posix(),
        frames=FrameRange(1001, 1007), rate=Rate(24), format=FORMAT, colorspace=ColorSpace(""),
        brief_digest="d", layers=(TakeLayer("beauty", "slow_v001.%04d.exr", ("R", "G", "B", "A")),),
        task=Task.RETIME, retime=Retime(2), provider="methods", model="retime_plate",
    )  # fmt: skip


@pytest.fixture
def comp(slow: Take, tmp_path: Path) -> Any:
    """The take over a plate of frames 998 to 1009, each of its own noise."""
    return comps.Comp((slow,), comps.written_plate(tmp_path, FORMAT), FORMAT)


def shown(comp: Any, script: str, frame: int) -> Any:
    """The last node's picture."""
    nodes = comp.parsed(script)
    for node in nodes[2:]:
        loaded("pixels.engine").inspected(node)
    return comp.rendered(nodes, frame)


@pytest.mark.parametrize("kind", ["group", "nodes"])
@pytest.mark.parametrize(("frame", "plate"), [(1001, 1001), (1003, 1002), (1005, 1003), (1007, 1004)])
def test_below_a_take_lies_the_frame_of_the_plate_that_it_shows(
    comp: Any, slow: Take, kind: str, frame: int, plate: int
) -> None:
    how = Placement("t1", PlacementKind.COMP, mix=0.0)
    made = group_script([slow], how, name="slow") if kind == "group" else nodes_script(slow, how, name="slow")
    comps.same(shown(comp, made, frame), comp.plate_at(plate))


def test_the_take_covers_its_own_frames_and_the_plate_stands_still_around_them(comp: Any, slow: Take) -> None:
    made = group_script([slow], Placement("t1", PlacementKind.COMP), name="slow")
    for frame in slow.frames:
        values = shown(comp, made, frame).select(("R", "G", "B")).pixels
        assert np.allclose(values, (frame - 1000) / 8, atol=1e-3)
    comps.same(shown(comp, made, 1000), comp.plate_at(1001))
    comps.same(shown(comp, made, 1009), comp.plate_at(1004))


def test_an_offset_that_is_turned_on_the_group_takes_the_plate_along(comp: Any, slow: Take) -> None:
    made = group_script([slow], Placement("t1", PlacementKind.COMP, mix=0.0, offset=2), name="slow")
    nodes = comp.parsed(made)
    comps.same(comp.rendered(nodes, 1005), comp.plate_at(1002))
    nodes[-1].knobs["offset"] = "-1"
    comps.same(comp.rendered(nodes, 1002), comp.plate_at(1002))


def test_below_a_take_with_the_plates_frames_copies_retime_it_as_the_artist_s_own_do(
    comp: Any, slow: Take
) -> None:
    take = replace(slow, task=Task.INPAINT, retime=Retime(), frames=FrameRange(1002, 1003))
    ramp = "TimeWarp {\n lookup {{curve L x1001 1001 L x1009 1005}}\n filter nearest\n name Ramp\n}\n"
    copy = Node(
        "TimeWarp", "slow_time1", (("filter", "nearest"), ("lookup", expression("Ramp.lookup"))), ("above",)
    )
    made = group_script([take], Placement("t1", PlacementKind.COMP), name="slow", after=(copy,))
    script = f"set plate [stack 0]\n{ramp}push $plate\n{made}"
    for frame, plate in ((1001, 1001), (1003, 1002), (1005, 1003), (1007, 1004)):
        picture = shown(comp, script, frame)
        if plate in take.frames:
            assert np.allclose(picture.select(("R",)).pixels, (plate - 1000) / 8, atol=1e-3)
        else:
            comps.same(picture, comp.plate_at(plate))


def test_a_curve_of_straight_pieces_has_its_own_keys_and_a_smooth_one_each_frame(slow: Take) -> None:
    keys = (SpeedKey(990, 990), SpeedKey(1003, 1003), SpeedKey(1007, 1004.5))
    ramp = replace(slow, retime=Retime(keys=keys))
    assert curve_text(ramp) == "curve L x1001 1001 L x1003 1003 L x1007 1004.5"
    smooth = curve_text(replace(slow, retime=Retime(keys=keys, smooth=True)))
    assert smooth.count("L x") == 7 and smooth.startswith("curve L x1001 ")


@pytest.mark.parametrize(
    "changes",
    [{"task": Task.INPAINT, "retime": Retime()}, {"task": None}, {"provider": "runway", "retime": Retime()}],
)
def test_what_is_no_retime_or_does_not_say_its_speed_has_no_time_warp(slow: Take, changes: Any) -> None:
    take = replace(slow, **changes)
    for made in (
        group_script([take], Placement("t1", PlacementKind.COMP), name="slow"),
        nodes_script(take, Placement("t1", PlacementKind.NODES), name="slow"),
    ):
        assert "TimeWarp" not in made
