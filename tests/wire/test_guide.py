"""Guides of a brief: written and read back as they were, told apart, and nothing to briefs without them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from secondunit import wire
from secondunit.wire.digest import canonical_brief
from secondunit.wire.guide import MOST_GUIDES, camera_digest

GOLDEN = Path(__file__).parents[1] / "golden" / "wire" / "schema_2"
FRAMES = wire.FrameRange(1001, 1004)


def guide(kind: wire.GuideKind = wire.GuideKind.DEPTH, **more: object) -> wire.Guide:
    values: dict[str, object] = {"path": "/scene/guide.%04d.exr", "frames": FRAMES, "rate": wire.Rate(24),
                                 "format": wire.Format(64, 36)}  # fmt: skip
    return wire.Guide(kind, **{**values, **more})  # type: ignore[arg-type]


def brief(*guides: wire.Guide) -> wire.Brief:
    return wire.Brief(
        "show", "sh010", "street", FRAMES, wire.Rate(24), wire.Format(64, 36), wire.Task.VIDEO, guides=guides
    )


def test_a_brief_with_guides_is_read_back_as_it_was_and_its_digest_is_that_of_schema_5() -> None:
    depth = guide(scale=0.01, near=1.5, far=80.0, camera="ab" * 32)
    mask = guide(wire.GuideKind.MASK, object="Car", channels=("A",), part="masks", first_in_file=1)
    asked = brief(depth, mask)
    again = wire.loads(wire.Brief, wire.dumps(asked))
    assert again == asked and wire.brief_digest(again) == wire.brief_digest(asked)
    assert json.loads(canonical_brief(asked))["schema"] == 5
    assert wire.brief_digest(brief(replace(depth, near=2.0), mask)) != wire.brief_digest(asked)
    assert mask.name == "mask of Car" and mask.file_frame(1003) == 3 and depth.file_frame(1003) == 1003


@pytest.mark.parametrize("name", ["brief_onboard", "brief_held"])
def test_a_brief_of_an_earlier_schema_has_no_guides_and_keeps_its_digest(name: str) -> None:
    digests = json.loads((GOLDEN / "digests.json").read_text("utf-8"))
    old = wire.loads(wire.Brief, (GOLDEN / f"{name}.json").read_bytes())
    assert old.guides == () and wire.brief_digest(old) == digests[name]


@pytest.mark.parametrize(
    ("more", "said", "where"),
    [
        ({"path": ""}, "path of its files", "path"),
        ({"channels": ("R", "G")}, "1 channels", "channels"),
        ({"scale": 0.0}, "metres", "scale"),
        ({"kind": wire.GuideKind.EDGES, "inverse": True}, "Only a depth", "inverse"),
        ({"near": 5.0, "far": 5.0}, "behind what is near", "far"),
        ({"near": -1.0}, "behind what is near", "far"),
    ],
)
def test_a_guide_that_cannot_be_is_refused_at_its_place(
    more: dict[str, object], said: str, where: str
) -> None:
    with pytest.raises(wire.SecondUnitError, match=said) as caught:
        guide(**more)
    assert caught.value.problem.where == where


def test_two_guides_of_one_kind_are_refused_and_masks_are_told_apart_by_their_object() -> None:
    masks = [guide(wire.GuideKind.MASK, object=name) for name in ("Car", "House")]
    assert len(brief(*masks).guides) == 2
    with pytest.raises(wire.SecondUnitError, match="two guides of mask of Car") as caught:
        brief(*masks, masks[0])
    assert caught.value.problem.where == "guides[2]"
    many = [guide(wire.GuideKind.MASK, object=str(number)) for number in range(MOST_GUIDES + 1)]
    with pytest.raises(wire.SecondUnitError, match="at most"):
        brief(*many)


def test_a_cameras_digest_is_that_of_what_it_does_over_the_frames() -> None:
    samples = [wire.CameraSample(x=0.1 * number, focal=35.0) for number in range(6)]
    track = wire.CameraTrack.of(1000, samples, "Camera")
    again = wire.loads(wire.CameraTrack, wire.dumps(track))
    assert camera_digest(again, FRAMES) == camera_digest(replace(track, label="other"), FRAMES)
    longer = wire.CameraTrack.of(999, [wire.CameraSample(), *samples, wire.CameraSample()])
    assert camera_digest(longer, FRAMES) == camera_digest(track, FRAMES)
    samples[3] = replace(samples[3], focal=36.0)
    assert camera_digest(wire.CameraTrack.of(1000, samples), FRAMES) != camera_digest(track, FRAMES)
