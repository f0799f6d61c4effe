"""A shot blocked in Blender guides a depth-to-video blueprint, and the take that comes back lies on it.

So it does in Nuke and Resolve, where the same layout is chosen as the guide and the take is placed over it.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from secondunit.host.comp_check import layout_line
from secondunit.host.placement import frame_path
from secondunit.media.exr import read_exr, write_exr
from secondunit.media.picture import Picture
from secondunit.rights.provenance import FRAMES_FILE
from secondunit.rights.reading import read_provenance
from secondunit.wire import (
    Brief,
    CameraTrack,
    CheckSubject,
    ColorSpace,
    Delivery,
    FrameRange,
    Guide,
    GuideKind,
    Placement,
    PlacementKind,
    Rate,
    SecondUnitError,
    Take,
    Task,
    decode,
    encode,
)
from secondunit.wire.errors import MissingFrames
from secondunit.wire.guide import camera_digest

MODEL, LINEAR, FRAMES = "depth_to_video_ltx_2_0", "Linear Rec.709 (sRGB)", FrameRange(1001, 1009)


def load(name: str) -> Any:
    """A module beside this test."""
    full = f"secondunit_guided_take_{name}"
    if full not in sys.modules:
        path = Path(__file__).parent / "round" / f"{name}.py"
        spec = importlib.util.spec_from_file_location(full, path)
        assert spec is not None and spec.loader is not None
        sys.modules[full] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[full])
    return sys.modules[full]


painting, served = load("painting"), load("serving")


@dataclass
class Journey:
    """The service, the model's server, the guides of the scene and the brief made of them."""

    client: Any
    server: Any
    depth: Guide
    mask: Guide
    brief: Brief

    def take(self, element: str) -> Take:
        found: Take = served.ended(self.client, self.client.submit(replace(self.brief, element=element)))
        return found


@pytest.fixture(scope="module")
def journey(blender: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journey]:
    place = tmp_path_factory.mktemp("guided")
    found = blender.run("guided", place / "guides ü", timeout=300.0)
    assert found["said"] == [""]
    depth, mask = (decode(Guide, item) for item in found["guides"])
    show = place / "shows" / "heist"
    show.mkdir(parents=True)
    (show / "secondunit.toml").write_text(f'format = "{depth.format}"\nrate = "24"\n', "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SECONDUNIT_HOME", str(place / "home"))
        patch.setenv("SECONDUNIT_SHOWS", str(place / "shows"))
        patch.delenv("OCIO", raising=False)
        server = painting.far_end("echo_video").EchoVideo(MODEL)
        workflows = place / "workflows"
        workflows.mkdir()
        (show / "providers.toml").write_text(
            f'[comfyui]\nservers = "{server.url}"\nworkflows = {json.dumps(str(workflows))}\n'
            f'blueprints = "{MODEL}"\n',
            "utf-8",
        )
        brief = Brief(
            "heist", "sh010", "street", depth.frames, depth.rate, depth.format, Task.VIDEO,
            prompt="a wet street at dawn", colorspace=ColorSpace(LINEAR), delivery=Delivery(passes=False),
            provider="comfyui", model=MODEL, guides=(depth,), camera=decode(CameraTrack, found["track"]),
        )  # fmt: skip
        try:
            with served.serving(place, providers=True) as client:
                yield Journey(client, server, depth, mask, brief)
        finally:
            server.close()
    assert not server.wrong, server.wrong


@pytest.fixture(scope="module")
def street(journey: Journey) -> Take:
    return journey.take("street")


def picture(take: Take, frame: int) -> npt.NDArray[np.float32]:
    """Red, green and blue of a frame of a take."""
    return read_exr(frame_path(take, frame)).shown().rgba()[..., :3]


def box(journey: Journey, frame: int) -> npt.NDArray[np.bool_]:
    """Where Blender sees the box."""
    return np.asarray(read_exr(journey.mask.path % frame, ("Y",)).pixels)[..., 0] > 0.5


def test_the_model_offers_to_be_guided_by_depth_and_the_plan_says_what_it_takes(journey: Journey) -> None:
    estimate = journey.client.estimate(journey.brief)
    assert estimate.allowed and not estimate.problems and estimate.pieces == 1
    offered = {each.model: each for each in journey.client.capabilities("heist").capabilities}[MODEL]
    assert offered.intake is not None and [need.kind.value for need in offered.intake.guides] == ["depth"]


def test_the_server_was_shown_the_depth_of_the_scene_near_white_and_nothing_else(
    journey: Journey, street: Take
) -> None:
    (frames,) = journey.server.shown[:1]
    assert len(frames) == 9 and len(journey.server.uploads) == 1
    [graph] = journey.server.graphs[:1]
    assert not {"LotusConditioning", "LoadImage"} & {body["class_type"] for body in graph.values()}
    depths = [np.asarray(read_exr(journey.depth.path % frame, ("Z",)).pixels)[..., 0] for frame in FRAMES]
    near, far = min(z[z > 0].min() for z in depths), max(z.max() for z in depths)
    for shown, z in zip(frames, depths, strict=True):
        inverse = np.divide(1.0, z, out=np.zeros_like(z), where=z > 0)
        expected = np.where(z > 0, (inverse - 1 / far) / (1 / near - 1 / far), 0.0)
        assert np.abs(shown[..., 0] - expected).max() < 1.5 / 255
    assert street.frames == FRAMES and street.rate == Rate(24)


def test_the_take_lies_on_the_scene_on_every_frame(journey: Journey, street: Take) -> None:
    for frame in FRAMES:
        light = picture(street, frame).sum(axis=-1)
        shape = box(journey, frame)
        # The box's outline against what lies behind it: the same pixels as Blender's own mask.
        z = np.asarray(read_exr(journey.depth.path % frame, ("Z",)).pixels)[..., 0]
        order = np.corrcoef(light.ravel(), np.divide(1.0, z, out=np.zeros_like(z), where=z > 0).ravel())[0, 1]
        assert order > 0.9 and light[shape].min() > 0.0, frame
    assert street.check is not None
    figure = street.check.figure(CheckSubject.LAYOUT)
    # An echo of depth shows outlines, and neither creases nor where the floor ends far away.
    assert figure is not None and figure.value > 0.4
    assert len(street.check.layout) == 9 and min(street.check.layout) > 0.35


def test_its_record_names_the_guide_and_the_camera_that_it_was_made_by(
    journey: Journey, street: Take
) -> None:
    titles = [part.title for part in read_provenance(Path(street.folder, FRAMES_FILE)).ingredients]
    assert f"guide depth {Path(journey.depth.path % 1001).name}" in titles
    kept = decode(Brief, {k: v for k, v in json.loads(Path(street.folder, "brief.json").read_text()).items()
                          if k != "schema"})  # fmt: skip
    assert kept.guides == (journey.depth,) and kept.camera == journey.brief.camera
    assert street.brief_digest == journey.client.estimate(journey.brief).brief_digest


def test_an_answer_that_lies_eight_pixels_beside_is_seen(journey: Journey, street: Take) -> None:
    journey.server.shift = 8
    try:
        beside = journey.take("beside")
    finally:
        journey.server.shift = 0
    assert street.check is not None and beside.check is not None
    on, off = (take.check.figure(CheckSubject.LAYOUT) for take in (street, beside))
    assert on is not None and off is not None and off.value < 0.5 * on.value


def test_a_guide_through_another_camera_is_refused_before_anything_is_sent(journey: Journey) -> None:
    asked = journey.server.asked
    other = replace(journey.brief, camera=replace(journey.brief.camera, focal=(35.0,)))  # type: ignore[type-var]
    estimate = journey.client.estimate(other)
    assert [problem.where for problem in estimate.problems] == ["guides[0].camera"]
    with pytest.raises(SecondUnitError, match="another camera"):
        journey.client.submit(other)
    assert journey.server.asked == asked


def test_placed_in_blender_over_the_scene_it_is_the_same_picture(
    journey: Journey, street: Take, blender: Any, tmp_path: Path
) -> None:
    (tmp_path / "takes.json").write_text(json.dumps([encode(street)]))
    blender.run("guided", tmp_path / "takes.json", tmp_path / "out", timeout=300.0)
    for frame in (1001, 1005, 1009):
        seen = read_exr(tmp_path / "out" / f"frame.{frame:04d}.exr").rgba()[..., :3]
        assert np.abs(seen - picture(street, frame)).max() < 0.01, frame


def depth_at(journey: Journey, frame: int) -> npt.NDArray[np.float32]:
    """What Blender drew of the depth, in metres, 0 where nothing is."""
    return np.asarray(read_exr(journey.depth.path % frame, ("Z",)).pixels)[..., 0]


def keeps_to_the_layout(take: Take, like: Take) -> None:
    """The take lies on the scene as well as the one that Blender's own depth guided, and says so."""
    assert take.check is not None and like.check is not None
    figure, other = (one.check.figure(CheckSubject.LAYOUT) for one in (take, like))
    assert figure.value == pytest.approx(other.value, abs=0.02)
    assert layout_line(take.check)[0].startswith(f"Layout kept at {figure.value:.2f}, least ")


#: Stands in for `nuke -t`: what a Write below a ScanlineRender leaves of the scene lies ready in `folder`.
SECOND_NUKE = """#!{python}
import json, pathlib, shutil, sys
order = json.loads(pathlib.Path(sys.argv[-1]).read_text())
assert (order["node"], order["channels"], order["datatype"]) == ("Scene", "depth", "32 bit float"), order
for frame in range(order["first"], order["last"] + 1):
    shutil.copy(pathlib.Path({folder!r}) / f"z.{{frame}}.exr", order["file"] % frame)
"""


def put_camera(node: Any, track: CameraTrack) -> None:
    """Let a Camera node do what a track does."""
    knobs = {"translate": "x y z", "rotate": "rx ry rz", "focal": "focal", "haperture": "back"}
    for name, parts in knobs.items():
        node.knob(name).setAnimated()
        for frame in FRAMES:
            for axis, part in enumerate(parts.split()):
                node.knob(name).setValueAt(getattr(track.sample(frame), part), frame, axis)


def test_in_nuke_the_scene_behind_its_camera_guides_the_same_take_and_it_lies_over_the_plate(
    journey: Journey, street: Take, start_nuke: Callable[..., Any], load_nuke: Callable[..., Any],
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    for frame in FRAMES:
        z = depth_at(journey, frame)
        inverse = np.divide(1.0, z, out=np.zeros_like(z), where=z > 0)[..., None]
        window = journey.depth.format.window
        write_exr(tmp_path / f"z.{frame}.exr", Picture(("depth.Z",), inverse, window, window), depth="float")
    plugin = load_nuke(start_nuke())
    size = f"{journey.depth.format.width} {journey.depth.format.height}"
    format = f'"{size} 0 0 {size} 1 grey"'
    plugin.fake.paste(
        f"Root {{\n first_frame {FRAMES.first}\n last_frame {FRAMES.last}\n fps 24\n format {format}\n}}\n"
        "Camera2 {\n inputs 0\n name Cam\n}\nScanlineRender {\n inputs 0\n name Scene\n}\n"
        f"Constant {{\n inputs 0\n channels rgba\n color {{0 0 0 0}}\n format {format}\n name Plate\n}}\n"
    )
    assert journey.brief.camera is not None
    put_camera(plugin.node("Cam"), journey.brief.camera)
    plugin.node("Scene").setInput(2, plugin.node("Cam"))
    plugin.node("Scene").setSelected(True)
    program = tmp_path / "nuke"
    program.write_text(SECOND_NUKE.format(python=sys.executable, folder=str(tmp_path)))
    program.chmod(0o755)
    monkeypatch.setattr(plugin.module("renders"), "executable", lambda: str(program))

    host = plugin.host(answer=LINEAR)
    source = host.guides(GuideKind.DEPTH)[0]
    assert source.label == "Scene depth.Z: 1/distance"
    with pytest.raises(MissingFrames):
        host.guide(GuideKind.DEPTH, source.id, host.shot())
    host.answer(host.questions()[0].id, "render")
    for render in host.plates.renders._running.values():
        render.process.wait(20)
    assert host.plates.renders.poll()
    guide, camera = host.guide(GuideKind.DEPTH, source.id, host.shot()), host.camera("Cam").track
    assert host.questions() == ()
    for frame in FRAMES:
        here, there = camera.sample(frame), journey.brief.camera.sample(frame)
        parts = ("x", "y", "z", "rx", "ry", "rz", "focal", "back")
        assert all(getattr(here, p) == pytest.approx(getattr(there, p), abs=1e-3) for p in parts), frame
    brief = replace(journey.brief, element="nuke", guides=(guide,), camera=camera)
    assert guide.camera == camera_digest(camera, FRAMES)
    take = served.ended(journey.client, journey.client.submit(brief))
    shown, first = journey.server.shown[-1], journey.server.shown[0]
    assert all(np.abs(one - other).max() < 1.5 / 255 for one, other in zip(shown, first, strict=True))
    keeps_to_the_layout(take, street)
    asked, moved = journey.server.asked, replace(camera, focal=(50.0,))
    with pytest.raises(SecondUnitError, match="another camera"):
        journey.client.submit(replace(brief, camera=moved))
    assert journey.server.asked == asked

    plugin.node("Scene").setSelected(False)
    plugin.node("Plate").setSelected(True)
    placed = host.place(Placement(take.id, PlacementKind.COMP, blend=take.blend), take)
    assert host.placed() == (placed,)
    nuke = {
        part: importlib.import_module(f"second_unit_simulated_nuke.{part}") for part in ("script", "pixels")
    }
    nodes = nuke["script"].parse(plugin.fake.text().replace("colorspace linear", "colorspace default"))
    (group,) = [node for node in nodes if node.cls == "Group"]
    for frame in (1001, 1005, 1009):
        seen = nuke["pixels"].render(group, frame, nodes).shown().rgba()[..., :3]
        assert np.abs(seen - picture(take, frame)).max() < 2e-3, frame


def test_on_the_timeline_a_clip_of_the_depth_guides_the_same_take_and_it_lies_over_that_clip(
    journey: Journey, street: Take, fake_resolve: Any, load_resolve: Callable[..., Any]
) -> None:
    plugin = load_resolve(fake_resolve, "24")
    editor = importlib.import_module("second_unit_simulated_resolve.editor")
    project, timeline = plugin.edit.project, plugin.edit.timeline
    size = journey.depth.format
    project.settings.update(
        timelineResolutionWidth=str(size.width), timelineResolutionHeight=str(size.height)
    )
    timeline.size = (size.width, size.height)
    media = editor.read_files([journey.depth.path], timeline.clock.rate, FRAMES.first, FRAMES.last)
    project.root.folders[0].clips.append(media)
    start = timeline.start + 20 * plugin.edit.second
    timeline.tracks["video"][0].put(editor.ItemData(media, media.name, start, len(FRAMES), 0))
    timeline.marks, timeline.playhead = (start - timeline.start, start - timeline.start + 8), start
    host = plugin.host(answer=LINEAR)
    host.keep({})
    shot = host.shot()
    assert shot.frames == FrameRange.starting(start, 9) and shot.format == size
    (id,) = [source.id for source in host.guides(GuideKind.DEPTH) if source.label.endswith(": distance")]
    guide = host.guide(GuideKind.DEPTH, id, shot)
    assert guide.file_frame(start) == 1001
    # The timeline has no camera: the layout is all that is said.
    brief = replace(
        journey.brief, element="reel", frames=shot.frames, rate=shot.rate, guides=(guide,), camera=None
    )
    take = served.ended(journey.client, journey.client.submit(brief))
    shown, first = journey.server.shown[-1], journey.server.shown[0]
    assert all(np.abs(one - other).max() < 1.5 / 255 for one, other in zip(shown, first, strict=True))
    keeps_to_the_layout(take, street)
    host.place(Placement(take.id, PlacementKind.STRIP, blend=take.blend), take)
    ((_, item),) = [(track, one) for track, one in timeline.items() if one.name.startswith("reel")]
    assert (item.start, item.duration, item.source) == (start, len(FRAMES), 0)
    for number, frame in enumerate(shot.frames):
        assert Path(item.media.files[number]) == Path(frame_path(take, frame))
        assert np.abs(picture(take, frame) - picture(street, FRAMES.first + number)).max() < 0.02
