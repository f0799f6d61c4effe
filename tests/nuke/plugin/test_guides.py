"""Depth, vectors and cameras of a script guide a model: by files, else rendered when the artist says so."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from secondunit.engines.guides import guide_source
from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.wire import Format, FrameRange, GuideKind
from secondunit.wire.errors import BadInput, HostError, MissingFrames, NothingSelected, WrongChannels
from secondunit.wire.guide import camera_digest

FRAMES, SIZE = FrameRange(1001, 1006), Format(64, 36)
SCENE = """\
ScanlineRender {{
 inputs 0
 name Scene
 xpos 600
 ypos -100
}}
Dot {{
 name Seen
 xpos 600
 ypos 0
}}
Read {{
 inputs 0
 file {pattern}
 format "64 36 0 0 64 36 1 small"
 first 1001
 last 1006
 colorspace linear
 name Passes
 xpos 700
 ypos -300
}}
Grade {{
 name Graded
 xpos 700
 ypos -200
}}
"""
#: Stands in for `nuke -t`: writes what the ordered layer would be, one over the depth of a wall that nears.
PROGRAM = """#!{python}
import json, pathlib, sys
sys.path[:0] = {path!r}
import numpy as np
from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.wire import Format
order = json.loads(pathlib.Path(sys.argv[-1]).read_text())
pathlib.Path({folder!r}, "order.json").write_text(json.dumps(order))
assert order["channels"] == "depth" and order["datatype"] == "32 bit float", order
window = Format(64, 36).window
for frame in range(order["first"], order["last"] + 1):
    pixels = np.full((36, 64, 1), 1.0 / (2.0 + frame - 1000), np.float32)
    picture = Picture(("depth.Z",), pixels, window, window)
    write_exr(pathlib.Path(order["file"] % frame), picture, depth="float")
"""


@pytest.fixture
def scene(comp: Any, tmp_path: Path) -> Any:
    """The artist's comp with a scene that is rendered through its camera, and a Read of a render's passes."""
    window = SIZE.window
    for frame in FRAMES:
        pixels = np.zeros((36, 64, 4), np.float32)
        pixels[..., 0], pixels[..., 1:3], pixels[..., 3] = 3.0 + frame - 1001, (1.5, -0.5), 1.0
        names = ("depth.Z", "forward.u", "forward.v", "car.A")
        write_exr(tmp_path / f"passes.{frame}.exr", Picture(names, pixels, window, window), depth="float")
    comp.fake.paste(SCENE.format(pattern=(tmp_path / "passes.%04d.exr").as_posix()))
    comp.node("Scene").setInput(2, comp.node("ShotCam"))
    comp.node("Seen").setInput(0, comp.node("Scene"))
    comp.node("Graded").setInput(0, comp.node("Passes"))
    return comp


@pytest.fixture
def second_nuke(scene: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in place of the second Nuke; the folder where it leaves its order."""
    folder = tmp_path / "second"
    folder.mkdir()
    program = folder / "nuke"
    program.write_text(PROGRAM.format(python=sys.executable, path=sys.path, folder=str(folder)))
    program.chmod(0o755)
    monkeypatch.setattr(scene.module("renders"), "executable", lambda: str(program))
    return folder


def select(plugin: Any, *names: str) -> None:
    for node in plugin.fake.nuke.selectedNodes():
        node.setSelected(False)
    for name in names:
        plugin.node(name).setSelected(True)


def ids(host: Any, kind: GuideKind) -> list[str]:
    return [source.id for source in host.guides(kind)]


def rendered(host: Any) -> None:
    """Wait for the second Nuke to end."""
    for render in list(host.plates.renders._running.values()):
        render.process.wait(20)
    assert host.plates.renders.poll()


def test_the_selection_and_the_scripts_reads_are_offered_and_a_depth_says_its_convention(scene: Any) -> None:
    host = scene.host()
    assert ids(host, GuideKind.DEPTH) == ["Passes#depth.Z", "Passes#depth.Z#inverse"]
    assert ids(host, GuideKind.MOTION) == ["Passes#forward"]
    assert "Passes#car.A" in ids(host, GuideKind.MASK) and host.guides(GuideKind.POSE) == ()
    select(scene, "Seen")
    offered = host.guides(GuideKind.DEPTH)
    assert [source.label for source in offered[:2]] == ["Seen depth.Z: 1/distance", "Seen depth.Z: distance"]
    assert [source.needs_render for source in offered] == [True, True, False, False]


def test_passes_of_an_untouched_read_are_the_guide_as_they_are(scene: Any) -> None:
    host = scene.host()
    depth = host.guide(GuideKind.DEPTH, "Passes#depth.Z", host.shot())
    assert (depth.frames, depth.format, depth.channels) == (FRAMES, SIZE, ("depth.Z",))
    assert not depth.inverse and guide_source(depth)(1003)[5, 5, 0] == 5.0
    motion = host.guide(GuideKind.MOTION, "Passes#forward", host.shot())
    assert guide_source(motion)(1003)[5, 5].tolist() == [1.5, -0.5]
    mask = host.guide(GuideKind.MASK, "Passes#car.A", host.shot())
    assert mask.name == "mask of Passes" and guide_source(mask)(1001)[5, 5, 0] == 1.0
    assert host.questions() == () and not host.plates.renders.busy
    # A Read that begins elsewhere in the script.
    scene.node("Passes").knob("frame_mode").setValue("offset")
    scene.node("Passes").knob("frame").setValue("-10")
    with pytest.raises(MissingFrames, match="has frames 1011-1016; the brief asks for 1001-1006"):
        host.guide(GuideKind.DEPTH, "Passes#depth.Z", host.shot())
    later = host.guide(GuideKind.DEPTH, "Passes#depth.Z", replace(host.shot(), frames=FrameRange(1012, 1013)))
    assert later.file_frame(1012) == 1002


def test_a_scene_is_rendered_only_when_the_artist_says_so_and_over_the_briefs_frames(
    scene: Any, second_nuke: Path, tmp_path: Path
) -> None:
    host = scene.host()
    before, steps = scene.fake.text(), scene.fake.undo_steps()
    shot = replace(host.shot(), frames=FRAMES.with_handles(1))
    with pytest.raises(MissingFrames, match="is no file of its own"):
        host.guide(GuideKind.DEPTH, "Seen#depth.Z#inverse", shot)
    assert not host.plates.renders.busy and not (second_nuke / "order.json").exists()
    (question,) = host.questions()
    assert question.text == (
        "Seen is no file of its own. Render 8 frames of it as the depth guide in the background?"
    )
    host.answer(question.id, "render")
    with pytest.raises(HostError, match="is being rendered"):
        host.guide(GuideKind.DEPTH, "Seen#depth.Z#inverse", shot)
    rendered(host)
    guide = host.guide(GuideKind.DEPTH, "Seen#depth.Z#inverse", shot)
    assert (guide.frames, guide.rate, guide.format) == (shot.frames, shot.rate, SIZE)
    assert Path(guide.path).is_relative_to(tmp_path / "state") and guide.inverse
    for frame in guide.frames:
        assert guide_source(guide)(frame)[5, 5, 0] == pytest.approx(2.0 + frame - 1000), (
            "in units of the scene"
        )
    assert host.questions() == () and (scene.fake.text(), scene.fake.undo_steps()) == (before, steps)
    assert json.loads((second_nuke / "order.json").read_text())["node"] == "Seen"


def test_a_rendered_guide_knows_the_camera_that_saw_it_as_the_panels_camera_has_it(
    scene: Any, second_nuke: Path
) -> None:
    host = scene.host()
    with pytest.raises(MissingFrames):
        host.guide(GuideKind.DEPTH, "Seen#depth.Z#inverse", host.shot())
    host.answer(host.questions()[0].id, "render")
    rendered(host)
    guide = host.guide(GuideKind.DEPTH, "Seen#depth.Z#inverse", host.shot())
    assert guide.camera == camera_digest(host.camera("ShotCam").track, FRAMES)
    scene.node("ShotCam").knob("focal").setValue(50)
    again = host.guide(GuideKind.DEPTH, "Seen#depth.Z#inverse", host.shot())
    assert again.camera == guide.camera != camera_digest(host.camera("ShotCam").track, FRAMES)


def test_a_guide_that_is_not_wanted_any_more_is_not_asked_about(scene: Any) -> None:
    host = scene.host()
    with pytest.raises(MissingFrames):
        host.guide(GuideKind.DEPTH, "Seen#depth.Z#inverse", host.shot())
    assert len(host.questions()) == 1
    with pytest.raises(NothingSelected):
        host.guide(GuideKind.DEPTH, "", host.shot())
    assert host.questions() == ()


def test_a_plate_and_a_guide_of_one_node_are_asked_about_apart_and_one_nuke_renders_what_was_answered(
    scene: Any, second_nuke: Path
) -> None:
    host = scene.host()
    shot = replace(host.shot(), frames=FRAMES.with_handles(1))
    ask = partial(host.guide, GuideKind.DEPTH, "Seen#depth.Z#inverse", shot)
    for asked in (partial(host.plate, "Seen"), ask):
        with pytest.raises(MissingFrames):
            asked()
    plate, depth = host.questions()
    assert "Render 6 frames of it as the plate in the background?" in plate.text
    assert "Render 8 frames of it as the depth guide in the background?" in depth.text
    host.answer(depth.id, "render")
    assert len(host.plates.renders._running) == 1
    assert [question.id for question in host.questions()] == [plate.id, depth.id]
    assert "as the depth guide" in host.questions()[1].text
    rendered(host)
    assert json.loads((second_nuke / "order.json").read_text())["channels"] == "depth"
    assert ask().frames == shot.frames
    assert [question.id for question in host.questions()] == [plate.id]
    host.answer(plate.id, "no")
    assert host.questions() == () and ask().inverse


def test_what_is_rendered_once_for_a_plate_and_a_guide_is_one_question_that_names_both(scene: Any) -> None:
    host = scene.host()
    for asked in (
        partial(host.plate, "Seen"),
        partial(host.guide, GuideKind.MASK, "Seen#rgba.alpha", host.shot()),
    ):
        with pytest.raises(MissingFrames):
            asked()
    (question,) = host.questions()
    assert "as the plate and the mask guide in the background?" in question.text
    host.answer(question.id, "no")
    assert host.questions() == ()


def test_a_guide_whose_comp_has_changed_is_asked_about_by_its_name_and_the_plate_is_left_alone(
    scene: Any, second_nuke: Path
) -> None:
    host = scene.host()
    ask = partial(host.guide, GuideKind.DEPTH, "Seen#depth.Z#inverse", host.shot())
    with pytest.raises(MissingFrames):
        ask()
    host.answer(host.questions()[0].id, "render")
    rendered(host)
    ask()
    assert host.questions() == ()
    scene.node("ShotCam").knob("focal").setValue(50)
    for tree in host.plates.requests._trees.values():
        tree.now()
    (question,) = host.questions()
    assert "Render 6 frames of it again as the depth guide in the background?" in question.text
    assert "Until then the depth guide is what was rendered before." in question.help
    with pytest.raises(MissingFrames):
        host.plate("Seen")
    assert len(host.questions()) == 2
    host.answer(question.id, "no")
    (plate,) = host.questions()
    assert "as the plate" in plate.text and not host.plates.renders.busy


@pytest.mark.parametrize(
    ("node", "change", "kind", "said"),
    [
        ("Passes", {"format": Format(32, 18)}, BadInput, "Passes is 64x36, the brief 32x18"),
        ("Passes", {"format": Format(64, 36, 2.0)}, BadInput, "Passes is 64x36, the brief"),
        ("Passes", {"frames": FrameRange(999, 1008)}, MissingFrames, "has frames 1001-1006"),
        ("Graded", {"format": Format(32, 18)}, BadInput, "Graded is 64x36"),
    ],
)
def test_a_node_of_another_size_shape_or_length_is_refused_before_it_is_rendered(
    scene: Any, node: str, change: dict[str, Any], kind: type[Exception], said: str
) -> None:
    host = scene.host()
    with pytest.raises(kind, match=said) as caught:
        host.guide(GuideKind.DEPTH, f"{node}#depth.Z", replace(host.shot(), **change))
    assert caught.value.problem.remedy and host.questions() == ()  # type: ignore[attr-defined]


def test_a_graded_pass_is_no_file_and_one_that_ends_within_the_script_is_refused(scene: Any) -> None:
    host = scene.host()
    with pytest.raises(MissingFrames, match="no file of its own"):
        host.guide(GuideKind.DEPTH, "Graded#depth.Z", host.shot())
    assert "Graded" in host.questions()[0].text
    scene.node("Passes").knob("last").setValue(1004)
    with pytest.raises(MissingFrames, match="has frames 1001-1004; the brief asks for 1001-1006"):
        host.guide(GuideKind.DEPTH, "Graded#depth.Z", host.shot())


def test_a_node_without_that_layer_is_refused_by_name(scene: Any) -> None:
    host = scene.host()
    for kind, source in ((GuideKind.DEPTH, "Look#depth.Z"), (GuideKind.MOTION, "Look#forward")):
        with pytest.raises(WrongChannels, match="Look has no"):
            host.guide(kind, source, host.shot())


def test_a_limited_nuke_is_asked_about_the_selected_node_alone(non_commercial: Any, load_plugin: Any) -> None:
    for name in ("Scene", "Other"):
        non_commercial.paste(f"ScanlineRender {{\n inputs 0\n name {name}\n}}\n")
    plugin = load_plugin(non_commercial)
    host = plugin.host()
    assert host.guides(GuideKind.DEPTH) == ()
    select(plugin, "Scene")
    non_commercial.app.touched.clear()
    assert ids(host, GuideKind.DEPTH) == ["Scene#depth.Z#inverse", "Scene#depth.Z"]
    assert len(non_commercial.app.touched) == 1
