"""A clip of the timeline guides a model: a sequence of pictures under the playhead, by the shot's frames."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from secondunit.engines.guides import guide_source
from secondunit.wire import Format, FrameRange, GuideKind
from secondunit.wire.errors import BadInput, HostError, MissingFrames, NothingSelected


def park(plugin: Any, host: Any, name: str = "plate") -> Any:
    """Stand on a clip, its frames marked as the shot."""
    item, timeline = plugin.edit.item(name), plugin.edit.timeline
    timeline.playhead = item.start + 3
    timeline.marks = (item.start - timeline.start, item.start + 9 - timeline.start)
    host.looking.forget()
    return item


def test_a_sequence_under_the_playhead_is_offered_and_a_movie_is_not(plugin: Any) -> None:
    host = plugin.host()
    item = park(plugin, host)
    id = f"clip:{item.id}"
    assert [source.id for source in host.guides(GuideKind.EDGES)] == [id]
    depths = host.guides(GuideKind.DEPTH)
    assert [source.id for source in depths] == [id, f"{id}#inverse"]
    assert [source.label.rpartition(": ")[2] for source in depths] == ["distance", "1/distance"]


def test_its_files_are_the_guide_on_the_timelines_frames(plugin: Any) -> None:
    host = plugin.host()
    item = park(plugin, host)
    shot = host.shot()
    guide = host.guide(GuideKind.DEPTH, f"clip:{item.id}#inverse", shot)
    assert (guide.kind, guide.rate, guide.format, guide.inverse) == (
        GuideKind.DEPTH, shot.rate, shot.format, True,
    )  # fmt: skip
    assert guide.frames.intersection(shot.frames) == shot.frames
    # Each frame of the sequence is brighter than the one before by 1/1024: its values are one over the depth.
    for frame in (shot.frames.first, shot.frames.last):
        number = item.source + frame - item.start
        assert guide.file_frame(frame) == item.media.first + number
        assert guide_source(guide)(frame)[3, 3, 0] == pytest.approx(1024.0 / (number + 1), rel=1e-3)
    mask = host.guide(GuideKind.MASK, f"clip:{item.id}", shot)
    assert mask.object == item.name and not mask.inverse


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("movie", BadInput, "is a movie, which is no guide"),
        ("compound", HostError, "a guide is taken from files as they are"),
        ("offline", MissingFrames, "offline"),
    ],
)
def test_what_is_no_sequence_of_pictures_is_refused_with_what_to_do(
    plugin: Any, name: str, kind: type[Exception], said: str
) -> None:
    host = plugin.host()
    item = park(plugin, host, name)
    with pytest.raises(kind, match=said) as caught:
        host.guide(GuideKind.DEPTH, f"clip:{item.id}", host.shot())
    assert caught.value.problem.remedy  # type: ignore[attr-defined]


def test_a_clip_of_another_format_or_shorter_than_the_shot_is_refused_before_a_brief(plugin: Any) -> None:
    host = plugin.host()
    item = park(plugin, host)
    source, shot = f"clip:{item.id}", host.shot()
    with pytest.raises(BadInput, match="the brief 128x72"):
        host.guide(GuideKind.DEPTH, source, replace(shot, format=Format(128, 72)))
    with pytest.raises(BadInput, match="the brief"):
        host.guide(GuideKind.DEPTH, source, replace(shot, format=Format(64, 36, 2.0)))
    longer = FrameRange(shot.frames.first, shot.frames.first + 9000)
    with pytest.raises(MissingFrames, match="the brief asks for"):
        host.guide(GuideKind.DEPTH, source, replace(shot, frames=longer))
    with pytest.raises(NothingSelected):
        host.guide(GuideKind.DEPTH, "clip:gone", shot)
