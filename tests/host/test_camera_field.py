"""The shot's camera in a panel: the host's own, or a file's, in metres, in the brief of what is made here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.host import CameraView, Panel
from secondunit.wire import CameraSample, CameraTrack
from secondunit.wire.errors import SecondUnitError

Until = Callable[..., None]
TRACK = CameraTrack.of(1, [CameraSample(x=float(n), y=160.0, focal=40.0) for n in range(200)], "ShotCam")
VIEW = CameraView("ShotCam", height=160.0, pitch=0.0, focal=40.0, sensor=36.0, track=TRACK)


@pytest.fixture
def online(panel: Panel, service: Any, until: Until) -> Panel:
    panel.link.start()
    until(panel, lambda: panel.fields.kind is not None and panel.estimate is not None)
    for name, value in (("frames", "1001-1002"), ("format", "1920x1080"), ("rate", "24")):
        assert panel.set(name, value) is None
    return panel


def chan(folder: Path, y: float = 1.6) -> str:
    path = folder / "sh010 cam.chan"
    path.write_text("".join(f"{frame} 0 {y} 5 -4 0 0 30\n" for frame in range(1000, 1004)), "utf-8")
    return str(path)


def test_the_hosts_camera_is_in_the_brief_in_metres_and_is_estimated_anew(
    online: Panel, until: Until
) -> None:
    assert online.brief().camera is None
    online.use_camera(VIEW)
    assert online.estimating or online._estimate_due
    assert online.brief().camera == TRACK and online.camera_remarks == ()
    assert online.set("camera_scale", "0.01 m") is None
    camera = online.brief().camera
    assert camera is not None and camera.y == (1.6,) and camera.sample(3).x == pytest.approx(0.02)
    online.use_camera(None)
    assert online.brief().camera is None


def test_a_file_goes_before_the_hosts_camera_and_is_read_again_when_it_changes(
    online: Panel, tmp_path: Path
) -> None:
    online.use_camera(VIEW)
    assert online.set("camera_file", chan(tmp_path)) is None and "camera_back" in online.fields
    camera = online.brief().camera
    assert camera is not None and camera.label == "sh010 cam" and camera.first == 1000 and camera.y == (1.6,)
    assert online.brief().camera is camera
    chan(tmp_path, y=2.5125)
    changed = online.brief().camera
    assert changed is not None and changed.y == (2.5125,)
    assert online.set("camera_back", "24.576x18.672") is None
    backed = online.brief().camera
    assert backed is not None and backed.back == (24.576,) and backed.focal != changed.focal
    online.clear("camera_file")
    assert online.brief().camera == TRACK and "camera_back" not in online.fields


def test_what_is_wrong_with_the_file_is_said_at_its_field(online: Panel, tmp_path: Path) -> None:
    for path in (str(tmp_path / "gone.chan"), str(tmp_path), chan(tmp_path, y=float("nan")), "a\0b.chan"):
        assert online.set("camera_file", path) is None
        with pytest.raises(SecondUnitError) as refusal:
            online.brief()
        assert refusal.value.problem.where == "camera_file"
    assert online.set("camera_file", chan(tmp_path)) is None
    problem = online.set("camera_back", "wide")
    assert problem is not None and problem.where == "camera_back"


def test_what_the_service_finds_wrong_with_a_camera_is_said_at_the_file(online: Panel) -> None:
    from secondunit.host.assembly import problem_at_field
    from secondunit.wire.errors import OutOfRange

    problem = OutOfRange("No lens has that.", where="camera.focal").problem
    assert problem_at_field(problem, online.fields) == "camera_file"
    assert problem_at_field(replace(problem, where="frames"), online.fields) == "frames"


def test_somebody_elses_model_is_sent_no_camera(online: Panel, offered: Any) -> None:
    online.use_camera(VIEW)
    online.fields.use_capabilities((*online.capabilities, *offered.ALL))
    for name, value in (("task", "video"), ("provider", "bedrock")):
        assert online.set(name, value) is None
    assert "camera_file" not in online.fields and online.brief().camera is None
