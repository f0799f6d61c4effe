"""Versions: the pull-down is the truth, the files follow it, and the artist's own changes stay."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace

import pytest

from secondunit.host.nk import TAKES_KEY, group_script, nodes_script, read_group, version_knobs
from secondunit.wire import ColorSpace, Format, FrameRange, FrozenMap, TakeLayer
from secondunit.wire.errors import CannotPlace


def knobs_of(text: str) -> dict[str, str]:
    """The knobs of the Group (or the Read) as a plugin reads them."""
    found = re.findall(r"^ (\w+) (.+)$", text.replace("\nend_group", ""), re.M)
    return {name: value.strip('"') for name, value in found if name != "addUserKnob"}


def read_file(text: str, name: str, knobs: dict[str, str]) -> str:
    """The file of a Read, with the Group's knobs put in."""
    found = re.search(rf'file "([^\n]+)"(?:\n  [^\n]+)+\n  name {name}\n', text)
    assert found is not None
    return re.sub(r"\\\[value parent\.(\w+)\]", lambda match: knobs[match[1]], found[1])


def test_what_is_placed_is_read_back_from_the_groups_own_knobs(make_take, placement) -> None:
    takes = [make_take(1), make_take(2), make_take(3)]
    made = placement(takes[1], mix=0.5, gain=2.0, offset=4, blend="plus")
    placed = read_group(knobs_of(group_script(takes, made, name="x")), id="Group1")
    assert placed is not None
    assert (placed.id, placed.show, placed.shot, placed.element, placed.version) == (
        "Group1",
        "heist",
        "sh010",
        "smoke_left",
        2,
    )
    assert placed.placement == made


def test_a_version_chosen_by_hand_is_what_is_placed(make_take, placement) -> None:
    takes = [make_take(1), make_take(2), make_take(3)]
    text = group_script(takes, placement(takes[2]), name="x")
    knobs = {**knobs_of(text), "version": "v001", "mix": "0.25", "offset": "-3"}
    placed = read_group(knobs)
    assert placed is not None
    assert (placed.version, placed.placement.take) == (1, "t1")
    assert (placed.placement.mix, placed.placement.offset) == (0.25, -3)
    assert read_file(text, "Beauty", knobs) == "/jobs/heist/sh010/smoke_left/v001/smoke_left_v001.%04d.exr"
    assert (
        read_file(text, "Passes", knobs)
        == "/jobs/heist/sh010/smoke_left/v001/smoke_left_v001_passes.%04d.exr"
    )


def test_plain_nodes_are_read_back_too(make_take, placement) -> None:
    take = make_take(7)
    placed = read_group(knobs_of(nodes_script(take, placement(take, offset=2), name="x")))
    assert placed is not None and (placed.version, placed.placement.take, placed.placement.offset) == (
        7,
        "t7",
        2,
    )


@pytest.mark.parametrize(
    "damage",
    [
        {"second_unit": "x"},
        {"second_unit": ""},
        {TAKES_KEY: "e30"},
        {"version": "v099"},
        {"second_unit": "ÿ€"},
    ],
)
def test_what_is_not_ours_or_was_damaged_is_nothing(make_take, placement, damage: dict[str, str]) -> None:
    knobs = knobs_of(group_script([make_take(1)], placement(make_take(1)), name="x"))
    assert read_group(knobs) is not None
    assert read_group({**knobs, **damage}) is None
    assert read_group({}) is None


def test_going_to_a_new_version_sets_the_groups_own_knobs_alone(make_take, placement) -> None:
    old, new = make_take(3), make_take(4, frames=FrameRange(990, 1100), exposure=2.0)
    text = group_script([old], placement(old), name="x")
    before = knobs_of(text)
    found = version_knobs([old, new], new, before)
    assert found["versions"] == ("v003", "v004") and found["version"] == "v004"
    assert found["second_unit_table"] == "v004 990/1100/2/0/1/0/1 v003 1001/1048/1/0/1/0/1"
    assert set(found) - {"versions", "label"} <= set(before)
    kept = {"mix", "gain", "offset", "relight", "grain", "first", "last", "reformat", "overscan"}
    assert not kept & set(found)
    after = {**before, **{name: str(value) for name, value in found.items()}}
    placed = read_group(after)
    assert placed is not None and (placed.version, placed.placement.take) == (4, "t4")
    assert read_file(text, "Beauty", after).endswith("/v004/smoke_left_v004.%04d.exr")


def test_light_follows_the_version_until_it_is_touched(make_take, placement) -> None:
    settings = {
        "key_side": 20.0,
        "key_height": 10.0,
        "key": 2.0,
        "key_color": "1 1 1",
        "ambient": 0.5,
        "ambient_color": "1 1 1",
    }
    old, new = make_take(3), make_take(4, settings=FrozenMap(settings))
    before = {**knobs_of(group_script([old], placement(old), name="x")), "key": "9.5"}
    found = version_knobs([old, new], new, before)
    assert found["light_side"] == 20.0 and found["key_color"] == (1.0, 1.0, 1.0)
    assert "key" not in found


def test_a_preview_of_another_size_is_fitted_when_it_is_chosen(make_take, placement) -> None:
    full, half = make_take(2), make_take(3, format=Format(960, 540))
    before = knobs_of(group_script([full, half], placement(full), name="x"))
    rows = before["second_unit_table"].split()
    assert [row.split("/")[3] for row in rows[1::2]] == ["1", "0"] and rows[::2] == ["v003", "v002"]
    assert version_knobs([full, half], half, before)["second_unit_table"] == before["second_unit_table"]


@pytest.mark.skipif(shutil.which("tclsh") is None, reason="no tclsh on this machine")
def test_tcl_itself_finds_the_row_of_the_version_that_shows(make_take, placement) -> None:
    takes = [
        make_take(number, frames=FrameRange(number, number + 50), exposure=number / 8)
        for number in (1, 2, 9, 10, 99, 100, 101, 999, 1000, 1001)
    ]
    text = group_script(takes, placement(takes[0]), name="x")
    table = knobs_of(text)["second_unit_table"]
    found = re.search(r'^ exposure \{\{"(.+)"\}\}$', text, re.M)
    assert found is not None
    lookup = found[1].replace("\\[", "[")
    script = f'proc value name {{global $name; set $name}}\nset second_unit_table "{table}"\n'
    for take in takes:
        script += f'set version v{take.version:03d}\nputs "{lookup}"\n'
    done = subprocess.run(["tclsh"], input=script, text=True, capture_output=True, check=True)
    assert [float(line) for line in done.stdout.split()] == [take.exposure for take in takes]


def test_a_shows_own_naming_is_followed(make_take, placement) -> None:
    def custom(version: int) -> object:
        layers = (TakeLayer("beauty", f"HEI_v001_smoke.v{version:03d}.%04d.exr", ("R", "G", "B", "A")),)
        return make_take(
            version,
            element="v001_smoke",
            folder=f"/jobs/v001/elements/v001_smoke-v{version:03d}",
            layers=layers,
        )

    takes = [custom(1), custom(2)]
    text = group_script(takes, placement(takes[0]), name="x")
    knobs = {**knobs_of(text), "version": "v002"}
    assert (
        read_file(text, "Beauty", knobs) == "/jobs/v001/elements/v001_smoke-v002/HEI_v001_smoke.v002.%04d.exr"
    )


def test_files_that_follow_no_naming_are_held_by_the_group_and_said_so(make_take, placement) -> None:
    def loose(version: int, file: str) -> object:
        return make_take(
            version, folder="/jobs/loose", layers=(TakeLayer("beauty", file, ("R", "G", "B", "A")),)
        )

    takes = [loose(1, "first.%04d.exr"), loose(2, "second one.%04d.exr")]
    text = group_script(takes, placement(takes[0]), name="x")
    knobs = knobs_of(text)
    assert read_file(text, "Beauty", knobs) == "/jobs/loose/first.%04d.exr"
    assert "change the version in the Second Unit panel" in text
    found = version_knobs(takes, takes[1], knobs)
    after = {**knobs, **{name: str(value) for name, value in found.items()}}
    assert read_file(text, "Beauty", after) == "/jobs/loose/second one.%04d.exr"


def test_a_version_that_this_group_cannot_show_is_refused(make_take, placement) -> None:
    old = make_take(3)
    before = knobs_of(group_script([old], placement(old), name="x"))
    other = make_take(4, colorspace=ColorSpace("Linear Rec.709 (sRGB)"))
    with pytest.raises(CannotPlace, match="colour space"):
        version_knobs([old, other], other, before)
    loose = replace(
        make_take(4), folder="/elsewhere", layers=(TakeLayer("beauty", "x.%04d.exr", ("R", "G", "B", "A")),)
    )
    with pytest.raises(CannotPlace, match="naming"):
        version_knobs([old, loose], loose, before)
    with pytest.raises(CannotPlace):
        version_knobs([old], make_take(4, element="fire"), before)


def test_a_take_that_was_moved_as_a_whole_is_followed(make_take, placement) -> None:
    old, moved = make_take(3), make_take(4, folder="/archive/smoke_left/v004")
    before = knobs_of(group_script([old], placement(old), name="x"))
    assert version_knobs([old, moved], moved, before)["folder"] == "/archive/smoke_left"
