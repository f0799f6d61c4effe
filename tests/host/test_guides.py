"""Guides that a host has of its scene: those that the chosen model takes go into the brief."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from secondunit.host.terms import first_lines, leaving
from secondunit.wire import Format, FrameRange, Guide, GuideKind, GuideNeed, Intake, Need, Rate, Task

FRAMES, SIZE = FrameRange(1001, 1010), Format(1920, 1080)


def guide(kind: GuideKind, thing: str = "") -> Guide:
    return Guide(kind, f"/scene/{kind.value}{thing}.%04d.exr", FRAMES, Rate(24), SIZE, object=thing)


ALL = (
    guide(GuideKind.DEPTH), guide(GuideKind.EDGES),
    guide(GuideKind.MASK, "Car"), guide(GuideKind.MASK, "Dog"),
)  # fmt: skip


def test_only_guides_that_the_model_takes_go_into_the_brief_and_of_masks_the_first(
    panel: Any, offered: Any
) -> None:
    needs = (GuideNeed(GuideKind.DEPTH), GuideNeed(GuideKind.MASK, Need.OPTIONAL))
    led = replace(
        offered.RAY,
        model="led",
        model_label="Led",
        references=0,
        intake=Intake(guides=needs, most_frames=100),
    )
    panel.fields.use_capabilities((*offered.ALL, led))
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


def test_a_panel_hears_of_guides_once(panel: Any) -> None:
    panel.use_guides(ALL)
    assert panel.guides == ALL
    panel.use_guides(())
    assert panel.guides == () and panel.used_guides == ()
