"""The plate: an untouched Read is its files on the script's frames, in the Read's own colour and format."""

from __future__ import annotations

from typing import Any

import pytest

from secondunit.wire import ColorSpace, Format, FrameRange, Rate
from secondunit.wire.errors import (
    HostError,
    MissingFrames,
    NothingSelected,
    UnknownColorSpace,
    UnknownConfig,
    WrongChannels,
)


def set_knobs(node: Any, **values: Any) -> None:
    for name, value in values.items():
        node.knob(name).setValue(value)


def test_an_untouched_read_is_read_at_its_files(comp: Any) -> None:
    plate = comp.host().plate("Plate")
    assert plate.path.endswith("/plates/plate.%04d.exr")
    assert plate.frames == FrameRange(1001, 1006)
    assert plate.first_in_file is None
    assert plate.rate == Rate(24000, 1001)
    assert plate.format == Format(64, 36)
    assert plate.colorspace.name == "Linear Rec.709 (sRGB)"


def test_a_read_that_starts_elsewhere_keeps_both_numbers(comp: Any) -> None:
    set_knobs(comp.node("Plate"), frame_mode="start at", frame="1")
    plate = comp.host().plate("Plate")
    assert (plate.frames, plate.first_in_file) == (FrameRange(1, 6), 1001)
    assert plate.file_frame(3) == 1003


def test_an_offset_is_added_to_the_frame_to_find_the_file(comp: Any) -> None:
    set_knobs(comp.node("Plate"), frame_mode="offset", frame="901")
    plate = comp.host().plate("Plate")
    assert (plate.frames, plate.file_frame(100)) == (FrameRange(100, 105), 1001)


def test_a_shift_written_as_an_expression_is_read_and_more_than_that_is_rendered(comp: Any) -> None:
    set_knobs(comp.node("Plate"), frame_mode="expression", frame="frame + 1")
    assert comp.host().plate("Plate").file_frame(1000) == 1001
    set_knobs(comp.node("Plate"), frame="frame*2")
    comp.node("Plate").setSelected(True)
    host = comp.host()
    assert host.sources()[0].needs_render
    with pytest.raises(MissingFrames, match="expression for its frames"):
        host.plate("Plate")


def test_the_range_of_the_read_counts_not_that_of_the_files(comp: Any) -> None:
    set_knobs(comp.node("Plate"), first=1003, last=1004)
    assert comp.host().plate("Plate").frames == FrameRange(1003, 1004)


def test_hashes_for_a_number_are_understood(comp: Any) -> None:
    path = comp.host().plate("Plate").path
    set_knobs(comp.node("Plate"), file=path.replace("%04d", "####"))
    assert comp.host().plate("Plate").path == path


def test_an_expression_in_the_path_is_evaluated_and_the_number_kept(
    comp: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = comp.host().plate("Plate").path
    monkeypatch.setenv("PLATES", path.rpartition("/")[0])
    set_knobs(comp.node("Plate"), file="[getenv PLATES]/plate.%04d.exr")
    assert comp.host().plate("Plate").path == path


def test_a_read_below_dots_and_disabled_nodes_is_still_a_file(comp: Any) -> None:
    look = comp.node("Look")
    look.setInput(0, comp.node("Plate"))
    look.knob("disable").setValue(True)
    assert comp.host().plate("Look").path.endswith("plate.%04d.exr")


def test_proxy_mode_changes_nothing(comp: Any) -> None:
    whole = comp.host().plate("Plate"), comp.host().shot()
    comp.fake.nuke.root().knob("proxy").setValue(True)
    assert (comp.host().plate("Plate"), comp.host().shot()) == whole


def test_an_anamorphic_read_keeps_its_pixel_aspect(comp: Any) -> None:
    comp.node("Plate").knob("format").fromScript("64 36 0 0 64 36 2 wide")
    assert comp.host().plate("Plate").format == Format(64, 36, 2.0)


def test_frames_that_do_not_exist_are_named(comp: Any) -> None:
    with pytest.raises(MissingFrames, match=r"Lost has no file for frame 1001 and 1006"):
        comp.host().plate("Lost")


def test_a_read_without_a_file_says_so(comp: Any) -> None:
    set_knobs(comp.node("Lost"), file="")
    with pytest.raises(MissingFrames, match="Lost has no file"):
        comp.host().plate("Lost")


def test_a_node_that_is_gone_says_so(comp: Any) -> None:
    for ask in (comp.host().plate, comp.host().matte, comp.host().camera):
        with pytest.raises(NothingSelected, match="not in this script"):
            ask("Deleted1")


def test_a_node_without_a_picture_is_refused(comp: Any) -> None:
    with pytest.raises(NothingSelected, match="has no picture"):
        comp.host().plate("ShotCam")


def test_nothing_selected_offers_the_reads_and_a_selection_comes_first(comp: Any) -> None:
    host = comp.host()
    assert {source.id for source in host.sources()} >= {"Plate", "Lost"}
    comp.node("Look").setSelected(True)
    assert host.sources()[0].id == "Look"


def test_an_empty_script_has_no_plate(plugin: Any) -> None:
    assert plugin.host().sources() == ()


def test_a_read_s_alpha_is_a_matte_of_its_own_files(comp: Any) -> None:
    matte = comp.host().matte("Plate#rgba.alpha")
    assert (matte.channel, matte.frames) == ("A", FrameRange(1001, 1006))
    assert matte.path.endswith("plate.%04d.exr")


def test_a_channel_that_is_not_there_is_refused(comp: Any) -> None:
    with pytest.raises(WrongChannels, match=r"no channel nothing\.here"):
        comp.host().matte("Plate#nothing.here")


def test_a_roto_has_to_be_rendered_and_the_licence_is_said_before(comp: Any) -> None:
    host = comp.host()
    with pytest.raises(MissingFrames, match="do not exist as files"):
        host.matte("Garbage")
    (question,) = host.questions()
    assert "Garbage" in question.text
    assert "licence" in dict(question.choices)["render"]
    host.answer(question.id, "no")
    assert host.questions() == ()
    with pytest.raises(HostError):
        host.answer(question.id, "render")


def test_nuke_s_own_colour_management_is_asked_about_once_a_script(comp: Any) -> None:
    host = comp.host(answer="")
    with pytest.raises(UnknownColorSpace, match="primaries"):
        host.shot()
    (question,) = host.questions()
    with pytest.raises(HostError):
        host.answer(question.id, "sRGB, I think")
    host.answer(question.id, "ACEScg")
    assert host.questions() == ()
    assert host.shot().colorspace.name == "ACEScg"
    assert "second_unit_answers" in comp.fake.text()


def test_a_curve_is_named_by_the_primaries_that_were_answered_else_rendered(comp: Any) -> None:
    set_knobs(comp.node("Plate"), colorspace="sRGB")
    assert comp.host().plate("Plate").colorspace.name == "sRGB Encoded Rec.709 (sRGB)"
    set_knobs(comp.node("Plate"), colorspace="Cineon")
    with pytest.raises(MissingFrames, match="Cineon"):
        comp.host().plate("Plate")


def test_a_raw_read_holds_the_working_space(comp: Any) -> None:
    set_knobs(comp.node("Plate"), colorspace="sRGB", raw=True)
    assert comp.host().plate("Plate").colorspace.name == "Linear Rec.709 (sRGB)"


@pytest.mark.parametrize(
    ("stated", "plain"),
    [
        ("default (linear)", "linear"),
        ("scene_linear (ACES - ACEScg)", "ACES - ACEScg"),
        ("Linear Rec.709 (sRGB)", "Linear Rec.709 (sRGB)"),
        ("ACES\tACES - ACEScg", "ACES - ACEScg"),
        ("ACES - ACEScg", "ACES - ACEScg"),
        (None, ""),
    ],
)
def test_a_colour_knob_is_read_as_the_bare_name(plugin: Any, stated: str, plain: str) -> None:
    assert plugin.module("colors").plain(stated) == plain


def test_a_studio_config_without_our_names_is_asked_about(
    comp: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    config = tmp_path / "studio.ocio"
    config.write_text("ocio_profile_version: 2\n")
    monkeypatch.setenv("OCIO", str(config))
    colors = comp.module("colors")
    monkeypatch.setattr(colors, "spaces", lambda: ("house_linear", "house_log"))
    root = comp.fake.nuke.root()
    root.knob("colorManagement").setValue("OCIO")
    host = comp.host(answer="")
    with pytest.raises(UnknownColorSpace, match="has no space"):
        host.shot()
    (question,) = host.questions()
    assert dict(question.choices) == {"house_linear": "house_linear", "house_log": "house_log"}
    host.answer(question.id, "house_linear")
    assert host.shot().colorspace == ColorSpace("house_linear", str(config))


def test_a_config_that_is_not_there_is_said(comp: Any) -> None:
    root = comp.fake.nuke.root()
    root.knob("colorManagement").setValue("OCIO")
    root.knob("OCIO_config").setValue("custom")
    root.knob("customOCIOConfigPath").setValue("/nowhere/config.ocio")
    with pytest.raises(UnknownConfig, match="is not there"):
        comp.host(answer="").shot()


@pytest.mark.parametrize(
    ("fps", "rate"),
    [
        (23.976, Rate(24000, 1001)),
        (23.98, Rate(24000, 1001)),
        (24.0, Rate(24)),
        (29.97, Rate(30000, 1001)),
        (59.94, Rate(60000, 1001)),
        (25.0, Rate(25)),
        (12.5, Rate(25, 2)),
        (47.952, Rate(48000, 1001)),
    ],
)
def test_a_rate_is_exact(plugin: Any, fps: float, rate: Rate) -> None:
    assert plugin.module("shots").exact_rate(fps) == rate
