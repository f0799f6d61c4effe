"""What a model made for a shot, in every host: placed like any take, every other pixel the plate's own."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import opentimelineio as otio
import pytest

from secondunit.cli import export as export_command
from secondunit.cli.output import Output
from secondunit.host.adopting import adopted
from secondunit.host.placement import frame_path
from secondunit.media.exr import read_exr
from secondunit.rights.provenance import FRAMES_FILE
from secondunit.rights.reading import read_provenance
from secondunit.timeline import add_track, conform, cut_of, takes_on
from secondunit.wire import Format, Landed, PlacementKind, Take, Task


def load(name: str) -> Any:
    """A module beside this test."""
    full = f"secondunit_provider_take_{name}"
    if full not in sys.modules:
        path = Path(__file__).parent / "round" / f"{name}.py"
        spec = importlib.util.spec_from_file_location(full, path)
        assert spec is not None and spec.loader is not None
        sys.modules[full] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[full])
    return sys.modules[full]


painting, served, seats = load("painting"), load("serving"), load("seats")
FRAMES, ALL, FORMAT = painting.FRAMES, painting.WITH_HANDLES, painting.FORMAT
outside, pixels, in_register = seats.outside, seats.pixels, seats.in_register
Script, Timeline = seats.Script, seats.Timeline
#: Another colour for the second version, so that the two are told apart.
OTHER_PAINT = (176, 64, 32)


@dataclass(frozen=True)
class Made:
    """A service with a model, and what it made."""

    client: Any
    footage: Any
    painter: Any
    clean: Take
    clean2: Take
    wide: Take
    fine: Take

    def version(self, number: int) -> Take:
        return (self.clean, self.clean2)[number - 1]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """Everything that the model makes for the shot, made once."""
    place = tmp_path_factory.mktemp("models")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SECONDUNIT_HOME", str(place / "home"))
        patch.setenv("SECONDUNIT_SHOWS", str(place / "shows"))
        patch.delenv("OCIO", raising=False)
        painter = painting.open_house(place / "shows", place / "workflows")
        footage = painting.Footage(place / "plate ü").write()
        try:
            with served.serving(place, providers=True) as client:

                def take(*asked: Any, **more: Any) -> Take:
                    found: Take = served.ended(client, client.submit(footage.brief(*asked, **more)))
                    return found

                clean = take(Task.INPAINT, "clean", "inpaint_fill", every_frame=False)
                wide = take(Task.EXTEND, "wide", "extend_paint")
                fine = take(Task.UPSCALE, "fine", f"upscale_{painting.FINER}x_paint")
                patch.setattr(painter.far, "PAINT", OTHER_PAINT)
                clean2 = take(Task.INPAINT, "clean", "inpaint_fill", seed=2, every_frame=True)
                yield Made(client, footage, painter, clean, clean2, wide, fine)
        finally:
            painter.close()
    assert not painter.wrong, painter.wrong


# Nuke ------------------------------------------------------------------------------------------------------


@pytest.fixture
def script(made: Made, start_nuke: Callable[..., Any], load_nuke: Callable[..., Any]) -> Script:
    plugin = load_nuke(start_nuke())
    size = f"{FORMAT.width} {FORMAT.height}"
    format = f'"{size} 0 0 {size} 1 small"'
    plugin.fake.paste(
        f"Root {{\n first_frame {ALL.first}\n last_frame {ALL.last}\n fps 24\n format {format}\n}}\n"
        f'Read {{\n inputs 0\n file_type exr\n file "{made.footage.plate.path}"\n format {format}\n'
        f" first {ALL.first}\n last {ALL.last}\n name Plate\n}}\n"
    )
    host = plugin.host(answer=painting.LINEAR)
    host.known = lambda take: tuple(
        one for one in (made.clean, made.clean2, made.wide, made.fine) if one.element == take.element
    )
    return Script(plugin, host)


@pytest.mark.parametrize("kind", [PlacementKind.COMP, PlacementKind.NODES])
def test_in_nuke_the_plate_is_itself_outside_the_matte_and_the_model_s_picture_inside(
    made: Made, script: Script, kind: PlacementKind
) -> None:
    placed = script.place(made.clean, kind)
    (group,) = [one for one in (placed.id, "SecondUnit_clean") if script.plugin.node(one)][-1:]
    for frame in (ALL.first, *FRAMES, ALL.last):
        shown = script.render(group, frame).shown().rgba()[..., :3]
        assert np.array_equal(shown[outside()], painting.plate_pixels(frame)[outside()]), frame
        assert np.array_equal(shown[painting.INSIDE], pixels(made.clean, frame)[painting.INSIDE][..., :3])
        assert (shown[painting.INSIDE][..., 1] > 2 * shown[painting.INSIDE][..., 0]).all()


def test_in_nuke_another_version_keeps_the_artist_s_knobs(made: Made, script: Script) -> None:
    placed = script.place(made.clean)
    node = script.node(placed)
    assert node["version"].value() == "v001"
    node["gain"].setValue(0.5)
    node["blur"].setValue(0)
    after = script.host.set_version(placed.id, made.clean2)
    assert (after.version, after.placement.gain, node["gain"].value()) == (2, 0.5, 0.5)
    frame = FRAMES.first
    shown = script.render("SecondUnit_clean", frame).shown().rgba()[..., :3]
    assert np.array_equal(shown[outside()], painting.plate_pixels(frame)[outside()])
    half = pixels(made.clean2, frame)[painting.INSIDE][..., :3] * 0.5
    assert np.abs(shown[painting.INSIDE] - half).max() < 1e-6
    assert (half[..., 0] > half[..., 1]).all(), "the second version's own paint"


def test_in_nuke_it_has_no_knobs_of_light_that_it_does_not_have(made: Made, script: Script) -> None:
    node = script.node(script.place(made.clean))
    assert not {"relight", "emission", "shutter", "light_side", "key"} & set(node.knobs())
    assert "AI model (comfyui, inpaint_fill)" in node["label"].value()
    (about,) = [one for one in node.nodes() if one.Class() == "StickyNote"]
    assert "stands still" in about["label"].value()


def test_in_nuke_an_extended_frame_is_there_with_its_overscan_and_the_plate_keeps_its_own_box(
    made: Made, script: Script
) -> None:
    node = script.node(script.place(made.wide))
    frame = FRAMES.first
    shown = script.render("SecondUnit_wide", frame)
    assert shown.data_window == FORMAT.window
    centre = (slice(4, -4), slice(4, -4))
    plate = painting.plate_pixels(frame)
    assert np.array_equal(shown.shown().rgba()[..., :3][centre], plate[centre])
    node["overscan"].setValue(True)
    shown = script.render("SecondUnit_wide", frame)
    assert shown.data_window == painting.EXTENDED
    whole, more = shown.rgba()[..., :3], painting.WIDER
    assert np.array_equal(whole[more:-more, more:-more][centre], plate[centre])
    border = pixels(made.wide, frame)[..., :3]
    assert np.array_equal(whole[:more], border[:more]) and np.array_equal(whole[:, -more:], border[:, -more:])
    assert (border[:more, :, 1] > 2 * border[:more, :, 0]).all()


@pytest.mark.parametrize("kind", [PlacementKind.COMP, PlacementKind.NODES])
def test_in_nuke_a_finer_picture_lies_in_register_with_the_plate(
    made: Made, script: Script, kind: PlacementKind
) -> None:
    script.place(made.fine, kind)
    frame = FRAMES.first
    shown = script.render("SecondUnit_fine", frame)
    assert shown.display_window == FORMAT.window
    in_register(shown.shown().rgba()[..., :3], made.fine, frame)


# Blender ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def blended(made: Made, blender: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Everything rendered once in Blender: `shown(case, frame)` and what the script found."""
    place = tmp_path_factory.mktemp("blended")
    frames = [FRAMES.first, ALL.last]
    takes = {"clean": made.clean, "clean2": made.clean2, "wide": made.wide, "fine": made.fine}
    case = {"takes": {name: take.id for name, take in takes.items()}, "frames": frames,
            "plate": made.footage.plate.path, "first": ALL.first}  # fmt: skip
    (place / "case.json").write_text(json.dumps(case))
    found = blender.run("provider_takes", place / "case.json", made.client.url, made.client.token, place)

    def shown(name: str, frame: int = FRAMES.first) -> Any:
        return read_exr(place / name / f"frame.{frame:04d}.exr").rgba()[..., :3]

    return shown, found


def test_in_blender_the_plate_is_itself_outside_the_matte_and_the_model_s_picture_inside(
    made: Made, blended: Any
) -> None:
    shown, _ = blended
    for frame in (FRAMES.first, ALL.last):
        found, plate = shown("clean", frame), painting.plate_pixels(frame)
        assert np.array_equal(found[outside()], plate[outside()]), frame
        assert np.array_equal(found[painting.INSIDE], pixels(made.clean, frame)[painting.INSIDE][..., :3])


def test_in_blender_another_version_keeps_the_artist_s_knobs(made: Made, blended: Any) -> None:
    shown, found = blended
    assert found["kept"] == [2, 0.5, "mine"]
    frame = FRAMES.first
    second = shown("clean2")
    assert np.array_equal(second[outside()], painting.plate_pixels(frame)[outside()])
    half = pixels(made.clean2, frame)[painting.INSIDE][..., :3] * 0.5
    assert np.abs(second[painting.INSIDE] - half).max() < 1e-6


def test_in_blender_an_extended_frame_lies_around_the_plate(made: Made, blended: Any) -> None:
    shown, _ = blended
    frame, more = FRAMES.first, painting.WIDER
    plate, centre = painting.plate_pixels(frame), (slice(4, -4), slice(4, -4))
    assert np.array_equal(shown("wide")[centre], plate[centre])
    whole, border = shown("whole"), pixels(made.wide, frame)[..., :3]
    assert np.abs(whole[more:-more, more:-more][centre] - plate[centre]).max() < 1e-6
    for side in (np.s_[:more], np.s_[-more:], np.s_[:, :more], np.s_[:, -more:]):
        assert np.abs(whole[side] - border[side]).max() < 1e-6, side


def test_in_blender_a_finer_picture_lies_in_register_with_the_plate(made: Made, blended: Any) -> None:
    shown, _ = blended
    for case in ("fine", "strip"):
        in_register(shown(case), made.fine, FRAMES.first)
    assert np.array_equal(shown("larger"), pixels(made.fine, FRAMES.first)[..., :3])


# Resolve ---------------------------------------------------------------------------------------------------


@pytest.fixture
def timeline(made: Made, fake_resolve: Any, load_resolve: Callable[..., Any]) -> Timeline:
    plugin = load_resolve(fake_resolve, "24")
    edit = plugin.edit
    edit.timeline.marks = (FRAMES.first - edit.timeline.start, FRAMES.last - edit.timeline.start)
    edit.timeline.playhead = FRAMES.first
    host = plugin.host(answer=painting.LINEAR)
    assert host.shot().frames == FRAMES
    host.keep({})
    return Timeline(edit, host, plugin.said)


def test_on_the_timeline_a_take_lies_on_the_shot_s_frames_with_its_handles(
    made: Made, timeline: Timeline
) -> None:
    for take in (made.clean, made.wide, made.fine):
        placed = timeline.place(take)
        item = timeline.item(take)
        assert (item.start, item.duration, item.source) == (FRAMES.first, len(FRAMES), painting.HANDLES)
        for record in FRAMES:
            shown = item.media.files[item.source + record - item.start]
            assert Path(shown) == Path(frame_path(take, record))
        assert placed in timeline.host.placed()


def test_on_the_timeline_another_version_is_a_take_of_the_same_clip(made: Made, timeline: Timeline) -> None:
    placed = timeline.place(made.clean)
    after = timeline.host.set_version(placed.id, made.clean2)
    item = timeline.item(made.clean2)
    assert (after.version, item.start, item.duration, item.source) == (2, FRAMES.first, len(FRAMES), 2)
    assert Path(item.media.files[item.source]) == Path(frame_path(made.clean2, FRAMES.first))


def test_on_the_timeline_a_finer_take_lies_as_what_is_below_it(made: Made, timeline: Timeline) -> None:
    for below in ("plate", "movie"):
        timeline.edit.item(below).properties.update(ZoomX=1.25, ZoomY=1.25)
    timeline.place(made.fine)
    assert timeline.item(made.fine).properties["ZoomX"] == 1.25


def test_what_fills_the_frame_says_that_it_hides_the_plate_and_what_is_cut_out_does_not(made: Made) -> None:
    hides = "It fills the frame: placed over a plate, it hides it."
    assert hides in made.fine.remarks
    assert not any(hides in take.remarks for take in (made.clean, made.clean2, made.wide))


def test_the_marker_on_the_timeline_says_who_made_it(made: Made, timeline: Timeline) -> None:
    timeline.place(made.clean)
    (marker,) = timeline.edit.timeline.markers.values()
    assert "AI model (comfyui, inpaint_fill)" in marker.note
    assert "stands still" in marker.note


def test_on_a_timeline_that_scales_nothing_a_finer_take_is_zoomed_to_its_plate_s_size(
    made: Made, timeline: Timeline
) -> None:
    timeline.edit.project.settings["timelineInputResMismatchBehavior"] = "centerCrop"
    timeline.place(made.fine)
    properties = timeline.item(made.fine).properties
    assert (properties["ZoomX"], properties["ZoomY"]) == (0.5, 0.5)
    assert not any("Zoom" in sentence for sentence in timeline.said)


def test_on_the_timeline_a_take_of_another_shape_keeps_its_own_sizing(made: Made, timeline: Timeline) -> None:
    for below in ("plate", "movie"):
        timeline.edit.item(below).properties.update(ZoomX=1.25, ZoomY=1.25)
    timeline.place(replace(made.fine, format=Format(128, 70)))
    assert "ZoomX" not in timeline.item(made.fine).properties


# Back, onto another cut, and by hand -----------------------------------------------------------------------


@pytest.mark.parametrize("linked", [True, False], ids=["named in its headers", "nowhere named"])
def test_a_comp_of_it_says_that_a_model_made_some_of_it(made: Made, tmp_path: Path, linked: bool) -> None:
    place = {"show": painting.SHOW, "shot": painting.SHOT, "element": "clean"}
    space = made.footage.plate.colorspace
    files = seats.comped(made.clean, tmp_path / "out", linked)
    brief = adopted(made.client, [str(files)], **place, usual=painting.RATE, space=space, target=space)
    comp = served.ended(made.client, made.client.submit(brief))
    assert (comp.made_by, comp.element, comp.frames) == ("comp", "clean", ALL)
    for name in (FRAMES_FILE, comp.thumbnail, comp.movie):
        said = read_provenance(Path(comp.folder, name))
        assert said.made == "compositeWithTrainedAlgorithmicMedia", name
    titles = [part.title for part in read_provenance(Path(comp.folder, FRAMES_FILE)).ingredients]
    assert any(made.clean.label in title for title in titles) is linked, titles
    frame = FRAMES.first
    assert np.array_equal(pixels(comp, frame)[..., :3][outside()], painting.plate_pixels(frame)[outside()])


def test_it_follows_its_shot_to_another_cut(made: Made, tmp_path: Path) -> None:
    def cut(*clips: tuple[str, int, int]) -> Any:
        made_cut = otio.schema.Timeline("reel 1", global_start_time=otio.opentime.RationalTime(86400, 24))
        track = otio.schema.Track("V1", kind="Video")
        for name, first, count in clips:
            whole, shown = (
                otio.opentime.TimeRange(
                    otio.opentime.RationalTime(start, 24), otio.opentime.RationalTime(long, 24)
                )
                for start, long in ((first - 20, count + 40), (first, count))
            )
            media = otio.schema.ExternalReference(f"/media/{name}.mov", whole)
            track.append(otio.schema.Clip(name, media, shown))
        made_cut.tracks.append(track)
        return made_cut

    old, new = cut(("sh010", 86407, 4)), cut(("sh020", 10, 24), ("sh010", 86406, 6))
    before = cut_of(old)
    shot = before.shots[0]
    landed = Landed(made.clean.id, shot.id, shot.track, shot.record, 86407, label=made.clean.label)
    path = tmp_path / "old.otio"
    otio.adapters.write_to_file(add_track(old, [landed], {made.clean.id: made.clean}), str(path))
    on_disk = otio.adapters.read_from_file(str(path))
    takes, known = takes_on(on_disk, cut_of(on_disk))
    assert known[made.clean.id] == made.clean
    (carried,) = conform(cut_of(on_disk), cut_of(new), takes).landed
    # Its handles fill the frames that the new cut shows more of.
    assert (carried.record.first, carried.first, len(carried.record)) == (86424, 86406, 6)
    assert not carried.missing


@pytest.mark.parametrize("nodes", [False, True], ids=["group", "nodes"])
def test_exported_by_hand_it_is_brought_to_the_plate_that_it_was_made_of(
    made: Made, script: Script, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, nodes: bool
) -> None:
    monkeypatch.setattr(export_command, "reach", lambda: made.client)
    file = tmp_path / "fine.nk"
    asked = argparse.Namespace(take=made.fine.id, nodes=nodes, output=str(file), baked="", match="")
    assert export_command.export(asked, Output()) == 0
    script.plugin.node("Plate").setSelected(True)
    script.plugin.fake.paste(file.read_text("utf-8"))
    frame = FRAMES.first
    in_register(script.render("SecondUnit_fine", frame).shown().rgba()[..., :3], made.fine, frame)
