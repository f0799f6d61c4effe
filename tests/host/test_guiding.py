"""What a host has is chosen as a guide of a brief: read for its frames, kept, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from secondunit.host import Dialling, PanelTopic
from secondunit.host.session import Session
from secondunit.wire import Format, FrameRange, Guide, GuideKind, GuideNeed, Intake, Need, Rate
from secondunit.wire.errors import MissingFrames, Problem, SecondUnitError

NEEDS = (GuideNeed(GuideKind.DEPTH), GuideNeed(GuideKind.MOTION, Need.OPTIONAL))


def guide(kind: GuideKind) -> Guide:
    return Guide(kind, f"/scene/{kind.value}.%04d.exr", FrameRange(1, 2), Rate(24), Format(8, 8))


@pytest.fixture
def session(host: Any, home: Any, offered: Any) -> Session:
    """A session whose model takes depth and motion, and whose host has both."""
    host.scene.update(scene=guide(GuideKind.DEPTH), vectors=guide(GuideKind.MOTION))
    made = Session(host, Dialling(command="", home=str(home)))
    led = replace(
        offered.RAY, model="led", model_label="Led", references=0,
        intake=Intake(guides=NEEDS, most_frames=100),
    )  # fmt: skip
    made.panel.fields.use_capabilities((*offered.ALL, led))
    for name, value in (("task", "video"), ("provider", "bedrock"), ("model", "led")):
        assert made.panel.set(name, value) is None
    made.look()
    return made


def test_what_the_host_has_is_offered_by_kind_and_only_where_the_model_takes_guides(session: Session) -> None:
    assert {kind: [one.id for one in found] for kind, found in session.guiding.sources.items()} == {
        GuideKind.DEPTH: ["scene"],
        GuideKind.MOTION: ["vectors"],
    }
    session.panel.set("model", "luma.ray-v2:0")
    session.look()
    assert session.guiding.sources == {}


def test_what_is_chosen_is_read_for_the_briefs_frames_and_format(session: Session) -> None:
    assert session.panel.brief().guides == ()
    session.panel.set("handles", 2)
    session.panel.set("format", "640x360")
    session.use_guide(GuideKind.DEPTH, "scene")
    (made,) = session.panel.brief().guides
    brief = session.panel.brief()
    assert (made.frames, made.format, made.rate) == (brief.frames, brief.format, brief.rate)
    assert brief.frames == FrameRange(999, 1006) and brief.format == Format(640, 360)
    session.use_guide(GuideKind.DEPTH, "")
    assert session.panel.brief().guides == ()


def test_the_choice_is_kept_in_the_document_and_is_a_step_that_can_be_taken_back(
    session: Session, host: Any, home: Any
) -> None:
    session.history.begin()
    session.use_guide(GuideKind.DEPTH, "scene")
    session.history.note()
    assert host.state["guides"] == {"depth": "scene"}
    again = Session(host, Dialling(command="", home=str(home)))
    again.document_changed()
    assert again.guiding.state() == {"guides": {"depth": "scene"}}
    session.history.undo()
    assert session.guiding.source(GuideKind.DEPTH) == "" and session.panel.guides == ()
    session.history.redo()
    assert session.guiding.source(GuideKind.DEPTH) == "scene" and len(session.panel.guides) == 1


def test_files_that_a_field_names_go_before_it_and_give_way_when_it_is_chosen_anew(session: Session) -> None:
    session.use_guide(GuideKind.DEPTH, "scene")
    session.set("guide_depth", "/other/z.####.exr")
    session.look()
    assert session.guiding.source(GuideKind.DEPTH) == ""
    assert [one.path for one in session.panel.brief().guides] == ["/other/z.####.exr"]
    session.use_guide(GuideKind.DEPTH, "scene")
    assert "guide_depth" not in session.panel.fields.hand
    assert [one.path for one in session.panel.brief().guides] == ["/scene/depth.%04d.exr"]


def test_what_cannot_be_read_yet_is_said_and_nothing_is_made_without_it(
    session: Session, host: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    real: Callable[..., Guide] = host.guide

    def unread(kind: GuideKind, source: str, shot: Any) -> Guide:
        raise MissingFrames("Scene is no file of its own.", remedy="Answer the question.", where=source)

    monkeypatch.setattr(host, "guide", unread)
    session.use_guide(GuideKind.DEPTH, "scene")
    assert session.guiding.problems[GuideKind.DEPTH].message == "Scene is no file of its own."
    assert session.panel.guides == ()
    with pytest.raises(SecondUnitError, match="no file of its own"):
        session.look_at_footage()
    monkeypatch.setattr(host, "guide", real)
    session.look_at_footage()
    assert session.guiding.problems == {} and len(session.panel.guides) == 1


@pytest.mark.parametrize("way", ["none of it", "a model without guides"])
def test_a_guide_that_could_not_be_read_stands_in_nobodys_way_once_it_is_not_wanted_any_more(
    session: Session, host: Any, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    def refused(kind: GuideKind, source: str, shot: Any) -> Guide:
        raise MissingFrames("Scene is no file of its own.", remedy="Answer the question.", where=source)

    monkeypatch.setattr(host, "guide", refused)
    session.use_guide(GuideKind.DEPTH, "scene")
    assert session.guiding.problems
    session.panel.pump()
    shown: list[dict[GuideKind, Problem]] = []
    session.panel.subscribe(
        lambda topics: shown.append(session.guiding.problems) if PanelTopic.PLATE in topics else None
    )
    if way == "none of it":
        session.use_guide(GuideKind.DEPTH, "")
    else:
        session.panel.set("model", "luma.ray-v2:0")
        session.look()
    assert session.guiding.problems == {}
    session.panel.pump()
    assert shown == [{}]
    session.look_at_footage()


def test_the_host_forgets_what_it_asked_for_a_guide_that_is_not_wanted_any_more(
    session: Session, host: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, asked = host.guide, []

    def guide_of(kind: GuideKind, source: str, shot: Any) -> Guide:
        asked.append((kind, source))
        made: Guide = real(kind, source, shot)
        return made

    monkeypatch.setattr(host, "guide", guide_of)
    session.use_guide(GuideKind.DEPTH, "scene")
    session.panel.set("model", "luma.ray-v2:0")
    session.look()
    session.look()
    assert asked == [(GuideKind.DEPTH, "scene"), (GuideKind.DEPTH, "")] and session.panel.guides == ()


def test_guides_that_a_host_gives_by_itself_are_left_alone(session: Session) -> None:
    own = (guide(GuideKind.MOTION),)
    session.panel.use_guides(own)
    session.look()
    assert session.panel.guides == own
