"""What stands in the shot, as a panel says it: files, distance and thickness in the brief, and back again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from secondunit.host import Panel
from secondunit.host.assembly import problem_at_field
from secondunit.host.holdout_entry import FARTHEST
from secondunit.host.refill import hand_of
from secondunit.wire import DepthFiles, FrameRange, Matte, Occluder, brief_digest, dumps, loads, occluder
from secondunit.wire.brief import Brief
from secondunit.wire.errors import MissingFrames, SecondUnitError

Until = Callable[..., None]
SHOT = FrameRange(1001, 1002)


@pytest.fixture
def online(panel: Panel, service: Any, until: Until) -> Panel:
    panel.link.start()
    until(panel, lambda: panel.fields.kind is not None and panel.estimate is not None)
    for name, value in (("frames", "1001-1002"), ("format", "1920x1080"), ("rate", "24")):
        assert panel.set(name, value) is None
    return panel


def test_a_matte_with_its_distance_is_in_the_brief_and_its_fields_come_with_it(online: Panel) -> None:
    before = online.brief()
    assert before.occluder == Occluder() and "holdout_distance" not in online.fields
    assert online.set("holdout_matte", "/plates/car.####.exr") is None
    for name, value in (("holdout_channel", "R"), ("holdout_invert", True), ("holdout_distance", "6 m")):
        assert online.set(name, value) is None
    assert online.set("holdout_thickness", 1.8) is None
    assert online.brief().occluder == Occluder(Matte("/plates/car.####.exr", SHOT, "R", True), 6.0, None, 1.8)
    assert "holdout_z" not in online.fields
    online.clear("holdout_matte")
    assert brief_digest(online.brief()) == brief_digest(before)


def test_a_depth_alone_stands_for_all_it_knows_and_one_picture_for_every_frame(online: Panel) -> None:
    assert online.set("holdout_depth", "/plates/set_depth.exr") is None
    for name, value in (("holdout_scale", 0.01), ("holdout_inverse", True), ("holdout_z", "far.Z")):
        assert online.set(name, value) is None
    still = DepthFiles("/plates/set_depth.exr", FrameRange(1001, 1001), "far.Z", 0.01, True)
    assert online.brief().occluder == Occluder(depth=still)


def test_a_matte_without_a_distance_is_refused_at_the_distance(online: Panel) -> None:
    online.set("holdout_matte", "/plates/car.####.exr")
    with pytest.raises(SecondUnitError) as refusal:
        online.brief()
    assert problem_at_field(refusal.value.problem, online.fields) == "holdout_distance"
    missing = MissingFrames("There is no frame 1002.", where="occluder.matte./plates/car.####.exr").problem
    assert problem_at_field(missing, online.fields) == "holdout_matte"


def test_a_jobs_brief_fills_the_fields_again(online: Panel) -> None:
    depth = DepthFiles("/plates/z.%04d.exr", SHOT, "depth.Z", 0.3048, True)
    said = Occluder(Matte("/plates/car.%04d.exr", SHOT, "car.A", True), 6.5, depth, 0.4)
    for name, value in hand_of(_with(online.brief(), said), "onboard", "").items():
        if name.startswith("holdout"):
            online.set(name, value)
    again = online.brief()
    assert again.occluder == said
    assert loads(Brief, dumps(again)) == again
    assert brief_digest(again) != brief_digest(_with(again, Occluder()))


def test_the_panel_goes_as_far_as_a_brief() -> None:
    assert FARTHEST == occluder.FARTHEST


def test_somebody_elses_model_is_told_of_no_holdout(online: Panel, offered: Any) -> None:
    online.set("holdout_matte", "/plates/car.####.exr")
    online.set("holdout_distance", 6.0)
    online.fields.use_capabilities((*online.capabilities, *offered.ALL))
    for name, value in (("task", "video"), ("provider", "bedrock")):
        assert online.set(name, value) is None
    assert "holdout_matte" not in online.fields and online.brief().occluder == Occluder()


def _with(brief: Brief, said: Occluder) -> Brief:
    return replace(brief, occluder=said)
