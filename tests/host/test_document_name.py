"""Show and shot by the open file's name: the rules, a studio's own pattern, and a hand's word."""

from __future__ import annotations

import pytest

from secondunit.host.document_name import (
    names_of_cut,
    names_of_document,
    names_of_footage,
    pattern_fault,
    shot_pattern,
)
from secondunit.host.fields import Fields

NAMES = [
    ("/j/sq010_sh020_comp_v003.blend", "sq010_sh020", ""),
    ("/p/abc_sq010_sh020_v001.blend", "sq010_sh020", "abc"),
    ("/p/ep01_sq010_sh020.blend", "ep01_sq010_sh020", ""),
    ("/p/s01e02_sh020.blend", "s01e02_sh020", ""),
    ("/p/sc04_sh12b.blend", "sc04_sh12b", ""),
    ("/p/SQ010-SH0020.comp.v12.blend", "SQ010-SH0020", ""),
    ("sh020.blend", "sh020", ""),
    ("/p/shot_020_light.blend", "shot_020", ""),
    ("/p/sq010/sh020.blend", "sq010_sh020", ""),
    ("/p/abc_010_0020_fx_v003.blend", "abc_010_0020", ""),
    ("C:\\jobs\\abc\\shots\\sq010\\sh020\\comp\\smoke_v2.blend", "sq010_sh020", "abc"),
    ("/jobs/abc/sequences/sq010/comp/sh030_v001.blend", "sh030", "abc"),
    ("/home/ana/street_fx_v002.blend", "street", ""),
    ("/home/ana/shipping.blend", "shipping", ""),
    ("/x/backup_2024_1105/harbour.blend", "harbour", ""),
]


@pytest.mark.parametrize(("path", "shot", "show"), NAMES)
def test_a_file_s_name_and_folders_say_shot_and_show(path: str, shot: str, show: str) -> None:
    names = names_of_document(path)
    assert (names.get("shot", ""), names.get("show", "")) == (shot, show)


@pytest.mark.parametrize("path", ["", "/home/ana/untitled.blend", "/tmp/test_v002.blend"])
def test_a_file_that_nobody_named_says_nothing(path: str) -> None:
    assert names_of_document(path) == {}


def test_two_versions_and_two_departments_of_a_file_are_one_shot() -> None:
    files = ("/j/harbour_comp_v001.blend", "/j/harbour_comp_v002.blend", "/j/harbour_lighting_v07_ana.blend")
    assert {names_of_document(file)["shot"] for file in files} == {"harbour"}


def test_a_studio_s_pattern_goes_before_the_rules_and_may_say_the_show_alone() -> None:
    path = "/prod/nova/comp/0100/0100_sh020_v3.blend"
    assert names_of_document(path, r"/prod/(?P<show>\w+)/comp/(?P<shot>\d+)/") == {
        "show": "nova",
        "shot": "0100",
    }
    assert names_of_document(path, r"(?<=/comp/)\d+") == {"shot": "0100"}
    assert names_of_document(path, r"/prod/(?P<show>\w+)/") == {"show": "nova"}


def test_a_pattern_that_does_not_match_leaves_it_to_the_rules_and_a_wrong_one_is_explained() -> None:
    assert names_of_document("/j/sh020.blend", r"^/prod/(?P<shot>\d+)") == {"shot": "sh020"}
    assert names_of_document("/j/sh020.blend", "(") == {"shot": "sh020"}
    assert "regular expression" in pattern_fault("(") and pattern_fault(r"sh\d+") == ""


def test_a_name_that_no_folder_could_have_is_not_given() -> None:
    assert names_of_document("/j/x.blend", r"^/j/x\.blend$") == {}


def test_what_the_file_says_stands_in_the_fields_until_a_hand_writes_another() -> None:
    fields = Fields()
    assert fields.use_document({"shot": "sh020"}) and not fields.use_document({"shot": "sh020"})
    assert (fields.value("shot"), fields.value("show"), fields.origin("shot")) == ("sh020", "show", "default")
    fields.set("shot", "sh030")
    fields.use_document({"shot": "sh040", "show": "nova"})
    assert (fields.value("shot"), fields.value("show")) == ("sh030", "nova")
    fields.clear("shot")
    assert fields.value("shot") == "sh040"
    assert "shot" not in fields.hand, "another file says another shot"


@pytest.mark.parametrize(
    ("project", "timeline", "names"),
    [
        ("Nova", "sq010_sh020_comp_v003", {"show": "Nova", "shot": "sq010_sh020"}),
        ("Nova", "abc_sq010_sh020", {"show": "abc", "shot": "sq010_sh020"}),
        ("Nova", "Reel 1 v02", {"show": "Nova", "shot": "Reel 1"}),
        ("Nova", "Timeline 1", {"show": "Nova"}),
        ("Untitled Project 2", "sh020", {"shot": "sh020"}),
        ("Untitled Project", "Timeline", {}),
        ("", "", {}),
        ("A/B", "sh020/v2", {"show": "A_B", "shot": "sh020"}),
    ],
)
def test_a_timeline_is_named_as_a_file_is_and_its_project_is_the_show(
    project: str, timeline: str, names: dict[str, str]
) -> None:
    assert names_of_cut(project, timeline) == names


def test_footage_says_a_shot_by_its_folders_and_never_by_what_a_plate_is_called() -> None:
    assert names_of_footage("/p/nova/shots/sq010/sh020/plate/bg.%04d.exr") == {
        "shot": "sq010_sh020", "show": "nova",
    }  # fmt: skip
    assert names_of_footage("D:\\nova\\sh020_bg.1001.exr") == {"shot": "sh020"}
    for path in ("/p/bg.%04d.exr", "/p/clip.mov", "/p/plate.1001.exr", ""):
        assert names_of_footage(path) == {}, path


def test_a_studio_s_pattern_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECONDUNIT_SHOT_PATTERN", raising=False)
    assert shot_pattern() == ""
    monkeypatch.setenv("SECONDUNIT_SHOT_PATTERN", r"/comp/(?P<shot>\d+)/")
    assert names_of_document("/prod/nova/comp/0100/a.nk", shot_pattern()) == {"shot": "0100"}
