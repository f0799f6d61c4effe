"""What is set on Luma's edits and clips beside words: signals of the plate, a loop; held to its own types."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest
from luma_agents.types.advanced_controls_param import AdvancedControlsParam
from luma_agents.types.pose_control_strength import PoseControlStrength

from secondunit.providers import Input, Request
from secondunit.providers.luma.controls import edit_controls, signals_of
from secondunit.providers.luma.facts import POSES, SIGNALS
from secondunit.testing import Stand
from secondunit.wire import FrozenMap, Rate, Task
from secondunit.wire.errors import BadInput


def asked(task: Task, *inputs: Input, frames: int = 121, **settings: Any) -> Request:
    """A request of a 720p clip, or of an edit of one."""
    return Request(
        task, "ray-3.2", "dusk", 7, 1280, 720, frames, Rate(24), inputs, parameters=FrozenMap(settings)
    )


def test_every_signal_of_the_vendors_own_types_can_be_set_and_no_other() -> None:
    assert set(SIGNALS.value) == set(AdvancedControlsParam.__annotations__)
    assert POSES.value == get_args(PoseControlStrength)
    names = [control.name for control in edit_controls()]
    assert names == [
        "depth", "depth_blur", "normals", "normals_augmentation", "pose", "face", "trajectory",
        "trajectory_sparsity",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("settings", "signals"),
    [
        ({}, {}),
        ({"depth": "by itself"}, {}),
        ({"depth": "on", "depth_blur": 0.3}, {"depth": {"enabled": True, "blur": 0.3}}),
        ({"depth_blur": 0.0}, {"depth": {"blur": 0.0}}),
        ({"pose": "coarse", "face": "off"}, {"pose": {"enabled": True, "strength": "coarse"},
                                             "face": {"enabled": False}}),
        ({"normals_augmentation": 1.0, "trajectory": "off"},
         {"normals": {"augmentation": 1.0}, "trajectory": {"enabled": False}}),
    ],
)  # fmt: skip
def test_what_nobody_set_is_left_to_the_model(settings: dict[str, Any], signals: dict[str, Any]) -> None:
    assert signals_of(settings) == signals


def test_a_signal_that_is_off_is_not_loosened() -> None:
    with pytest.raises(BadInput, match="Depth blur says nothing while depth is off"):
        signals_of({"depth": "off", "depth_blur": 0.5})


def test_signals_go_with_the_strength_and_without_either_luma_decides(
    far: Any, stand: Stand, tmp_path: Path
) -> None:
    provider, movie = stand.provider(), far.movie(tmp_path)
    for number, settings in enumerate(
        ({}, {"depth": "on", "depth_blur": 0.25}, {"pose": "precise", "strength": "flex_1"})
    ):
        provider.submit(asked(Task.RESTYLE, movie, **settings), f"key-{number}")
    edits = [body["video"]["edit"] for body in stand.far.bodies]  # type: ignore[attr-defined]
    assert edits == [
        {"auto_controls": True},
        {"controls": {"depth": {"enabled": True, "blur": 0.25}}},
        {"strength": "flex_1", "controls": {"pose": {"enabled": True, "strength": "precise"}}},
    ]  # fmt: skip
    assert stand.far.wrong == []  # type: ignore[attr-defined]


def test_a_clip_of_words_alone_loops(stand: Stand) -> None:
    stand.provider().submit(asked(Task.VIDEO, frames=120, loop=True), "key")
    [body] = stand.far.bodies  # type: ignore[attr-defined]
    assert body["video"]["loop"] is True and body["video"]["duration"] == "5s"
    assert stand.far.wrong == []  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("frames", "settings", "why"),
    [(200, {}, "of 10 s"), (120, {"exr": True, "resolution": "720p"}, "as HDR")],
)
def test_a_clip_that_cannot_loop_is_refused_before_it_is_sent(
    stand: Stand, frames: int, settings: dict[str, Any], why: str
) -> None:
    with pytest.raises(BadInput, match=f"makes no loop {why}"):
        stand.provider().submit(asked(Task.VIDEO, frames=frames, loop=True, **settings), "key")
    assert stand.far.bodies == []  # type: ignore[attr-defined]


def test_a_clip_with_key_frames_does_not_loop(far: Any, stand: Stand, tmp_path: Path) -> None:
    first = far.reference(tmp_path, 65, "last_frame")
    with pytest.raises(BadInput, match="makes no loop with key frames"):
        stand.provider().submit(asked(Task.VIDEO, first, frames=120, loop=True), "key")
