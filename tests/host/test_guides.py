"""Guides that a host has of its scene: those that the chosen model takes go into the brief."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from secondunit.host import Panel
from secondunit.host.refill import hand_of
from secondunit.host.terms import first_lines, leaving
from secondunit.wire import (
    Format,
    FrameRange,
    Guide,
    GuideKind,
    GuideNeed,
    Intake,
    Need,
    Rate,
    SecondUnitError,
    Task,
)

FRAMES, SIZE = FrameRange(1001, 1010), Format(1920, 1080)


def guide(kind: GuideKind, thing: str = "") -> Guide:
    return Guide(kind, f"/scene/{kind.value}{thing}.%04d.exr", FRAMES, Rate(24), SIZE, object=thing)


def with_led(panel: Any, offered: Any, needed: GuideKind, optional: GuideKind) -> Any:
    """Offer the panel a model beside the others that takes these two guides; returns that model."""
    led = replace(
        offered.RAY, model="led", model_label="Led", references=0,
        intake=Intake(guides=(GuideNeed(needed), GuideNeed(optional, Need.OPTIONAL)), most_frames=100),
    )  # fmt: skip
    panel.fields.use_capabilities((*offered.ALL, led))
    return led


ALL = (
    guide(GuideKind.DEPTH), guide(GuideKind.EDGES),
    guide(GuideKind.MASK, "Car"), guide(GuideKind.MASK, "Dog"),
)  # fmt: skip


def test_only_guides_that_the_model_takes_go_into_the_brief_and_of_masks_the_first(
    panel: Any, offered: Any
) -> None:
    led = with_led(panel, offered, GuideKind.DEPTH, GuideKind.MASK)
    panel.set("task", "video")
    panel.use_guides(ALL)
    for model, kinds in (("luma.ray-v2:0", []), ("led", [GuideKind.DEPTH, GuideKind.MASK])):
        panel.set("provider", "bedrock")
        panel.set("model", model)
        brief = panel.brief()
        assert brief.task is Task.VIDEO and [one.kind for one in brief.guides] == kinds
    assert brief.guides[1].object == "Car"
    assert leaving(brief, led) == "Leaves this machine: depth and mask of Car of the scene, to Bedrock"
    lines = " ".join(first_lines(led))
    assert "depth of a scene as guide (needed)" in lines and "mask of a scene as guide" in lines


def test_files_that_a_field_names_are_a_guide_of_the_shot_and_go_before_the_hosts(
    panel: Any, offered: Any
) -> None:
    with_led(panel, offered, GuideKind.DEPTH, GuideKind.EDGES)
    for name, value in (("task", "video"), ("provider", "bedrock"), ("model", "led")):
        panel.set(name, value)
    names = [name for name in panel.fields.names() if name.startswith("guide_")]
    assert names == ["guide_depth", "guide_edges"], "only what the model takes"
    panel.use_guides((replace(guide(GuideKind.DEPTH), camera="ab" * 32), guide(GuideKind.EDGES)))
    for name, value in (("frames", "1003-1006"), ("format", "640x360"), ("rate", "25")):
        panel.set(name, value)
    panel.set("guide_depth", "/other/z.####.exr")
    brief = panel.brief()
    assert [one.path for one in brief.guides] == ["/other/z.####.exr", "/scene/edges.%04d.exr"]
    depth = brief.guides[0]
    assert (depth.frames, depth.rate, depth.format) == (FrameRange(1003, 1006), Rate(25), Format(640, 360))
    assert hand_of(brief, "bedrock", "led")["guide_depth"] == "/other/z.####.exr"
    panel.set("guide_depth", "/scene/depth.%04d.exr")
    assert panel.brief().guides[0].camera == "ab" * 32, "the host knows more of its own files"
    panel.set("guide_depth", "/other/z.exr")
    with pytest.raises(SecondUnitError, match="frame numbers") as caught:
        panel.brief()
    assert caught.value.problem.where == "guide_depth"


def test_guides_of_a_brief_that_is_filled_in_are_just_those_with_what_their_depth_is(
    panel: Any, offered: Any, link: Any
) -> None:
    led = with_led(panel, offered, GuideKind.DEPTH, GuideKind.MOTION)
    for name, value in (("task", "video"), ("provider", "bedrock"), ("model", "led")):
        panel.set(name, value)
    for name, value in (("frames", "1003-1006"), ("format", "1920x1080"), ("rate", "24")):
        panel.set(name, value)
    passes = guide(GuideKind.DEPTH)
    depth = replace(passes, inverse=True, channels=("depth.Z",), first_in_file=1, camera="ab" * 32)
    motion = replace(guide(GuideKind.MOTION), path=depth.path)
    brief = replace(panel.brief(), guides=(depth, motion))
    panel.outside._fill(brief, "bedrock", "led")
    assert panel.fields.value("guide_depth") == depth.path and panel.brief().guides == (depth, motion)
    again = Panel(link)
    again.fields.use_capabilities((*offered.ALL, led))
    again.restore(json.loads(json.dumps(panel.state())))
    assert again.brief().guides == (depth, motion)
    again.set("frames", "1003-1020")
    moved = again.brief().guides[0]
    assert (moved.inverse, moved.camera, moved.frames) == (True, "", FrameRange(1003, 1020))
    assert moved.file_frame(1003) == depth.file_frame(1003) == 3
    again.set("guide_depth", "/other/z.####.exr")
    assert again.brief().guides[0] == replace(passes, path="/other/z.####.exr", frames=FrameRange(1003, 1020))


def test_a_panel_hears_of_guides_once(panel: Any) -> None:
    panel.use_guides(ALL)
    assert panel.guides == ALL
    panel.use_guides(())
    assert panel.guides == () and panel.used_guides == ()
