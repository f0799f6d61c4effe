"""Timelines in: the same cut from every format, and plain words for what cannot be read."""

from __future__ import annotations

import json
from pathlib import Path

import opentimelineio as otio
import pytest

from secondunit.timeline import cut_of, read_timeline, timeline_text
from secondunit.timeline.times import exact_rate
from secondunit.wire import FrameRange, Gap, Rate, ShotKind, Speed
from secondunit.wire.errors import BadInput, NotFound

EDL = """TITLE: CUT_V1
FCM: NON-DROP FRAME

001  A001C001 V     C        01:00:10:00 01:00:12:00 01:00:00:00 01:00:02:00
* FROM CLIP NAME: sh010
* SOURCE FILE: A001C001.mov
002  A001C002 V     C        02:00:00:00 02:00:03:00 01:00:02:00 01:00:03:12
* FROM CLIP NAME: sh020
M2   A001C002       048.0                02:00:00:00
003  A001C003 V     C        03:00:00:00 03:00:02:00 01:00:05:00 01:00:07:00
* FROM CLIP NAME: sh030
"""


def _write(timeline: otio.schema.Timeline, path: Path) -> Path:
    path.write_text(timeline_text(timeline, path), "utf-8")
    return path


def test_an_edl_gives_record_source_media_and_speed(tmp_path: Path) -> None:
    path = tmp_path / "cut.edl"
    path.write_text(EDL)
    cut = cut_of(read_timeline(path, Rate(24)))
    first, fast, last = cut.shots
    assert (cut.start, cut.rate) == (86400, Rate(24))
    assert (first.name, first.reel, first.media) == ("sh010", "A001C001", "A001C001.mov")
    assert (first.record, first.source) == (FrameRange(86400, 86447), FrameRange(86640, 86687))
    assert (fast.record, fast.speed, fast.source) == (
        FrameRange(86448, 86483), Speed(2), FrameRange(172800, 172870))  # fmt: skip
    assert cut.gaps == (Gap(1, FrameRange(86484, 86519)),)
    assert last.record == FrameRange(86520, 86567)


def test_an_edl_without_a_rate_is_asked_for_it(tmp_path: Path) -> None:
    path = tmp_path / "cut.edl"
    path.write_text(EDL)
    with pytest.raises(BadInput) as caught:
        read_timeline(path)
    assert caught.value.problem.where == "rate"
    assert "24000/1001" in caught.value.problem.remedy


@pytest.mark.parametrize("rate", [24000 / 1001, 24.0, 25.0, 30000 / 1001, 30.0, 50.0, 60000 / 1001])
@pytest.mark.parametrize("suffix", [".otio", ".edl", ".xml"])
def test_one_cut_is_the_same_through_every_format(tmp_path: Path, make_cut, rate: float, suffix: str) -> None:
    exact = exact_rate(rate)
    start = 3600 * round(rate)
    timeline = make_cut(("a", 1012, 48), 10, ("b", 2000, 24), rate=rate, start=start)
    for clip in timeline.find_clips():
        clip.metadata["cmx_3600"] = {"reel": clip.name.upper()}
    path = _write(timeline, tmp_path / f"cut{suffix}")
    cut = cut_of(read_timeline(path, exact))
    assert cut.rate == exact
    assert [len(shot.record) for shot in cut.shots] == [48, 24]
    assert [shot.source.first for shot in cut.shots] == [1012, 2000]
    assert [len(gap.record) for gap in cut.gaps] == [10]
    assert cut.shots[1].record.first - cut.shots[0].record.first == 58
    if suffix != ".xml":  # Final Cut's XML may leave the start to the sequence's timecode
        assert cut.shots[0].record.first == start


def test_fcpxml_is_read(tmp_path: Path, make_cut) -> None:
    path = tmp_path / "cut.fcpxml"
    path.write_text(otio.adapters.write_to_string(make_cut(("a", 100, 48), ("b", 10, 24)), "fcpx_xml"))
    cut = cut_of(read_timeline(path))
    assert [len(shot.record) for shot in cut.shots] == [48, 24]


def test_mixed_rates_keep_each_media_s_own_frames(make_cut) -> None:
    timeline = make_cut(("a", 1000, 48))
    span = otio.opentime.TimeRange(otio.opentime.RationalTime(250, 25), otio.opentime.RationalTime(50, 25))
    timeline.tracks[0].append(otio.schema.Clip("pal", source_range=span))
    shot = cut_of(timeline).shots[1]
    assert (shot.source_rate, shot.source.first, len(shot.record)) == (Rate(25), 250, 48)
    assert shot.speed == Speed(25, 24)
    assert shot.source_frame(shot.record.last) == 298


def test_handles_are_what_the_media_has_left(make_cut) -> None:
    assert cut_of(make_cut(("a", 1012, 48))).shots[0].handles == (12, 12)


def test_a_compound_is_said_to_be_one_and_a_freeze_stands_still(make_cut) -> None:
    timeline = make_cut(("a", 1000, 48, 0.0))
    nested = otio.schema.Stack("compound", children=[otio.schema.Track(children=[otio.schema.Clip(
        "in", source_range=otio.opentime.TimeRange(otio.opentime.RationalTime(0, 24),
                                                   otio.opentime.RationalTime(12, 24)))])])  # fmt: skip
    timeline.tracks[0].append(nested)
    freeze, compound = cut_of(timeline).shots
    assert freeze.speed == Speed(0) and len(freeze.source) == 1
    assert compound.kind is ShotKind.COMPOUND and len(compound.record) == 12


def test_transitions_are_fades_of_both_shots(make_cut) -> None:
    timeline = make_cut(("a", 1000, 48), ("b", 2000, 48))
    six = otio.opentime.RationalTime(6, 24)
    timeline.tracks[0].insert(1, otio.schema.Transition("x", "SMPTE_Dissolve", six, six))
    first, second = cut_of(timeline).shots
    assert (first.fade_out, second.fade_in) == (12, 12)
    assert second.record.first == first.record.last + 1


@pytest.mark.parametrize(
    ("name", "text"),
    [("cut.otio", "{"), ("cut.otio", '{"OTIO_SCHEMA": "Clip.2"}'), ("cut.edl", "no edl at all\n"),
     ("cut.xml", "<xmeml>"), ("cut.fcpxml", "<a/>"), ("cut.aaf", "not an aaf"), ("cut.doc", "x")],
)  # fmt: skip
def test_what_is_no_timeline_is_refused_by_name(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(BadInput) as caught:
        cut = cut_of(read_timeline(path, Rate(24)))
        assert cut.shots, "an empty cut was taken for one"
        raise AssertionError(cut)
    assert name in caught.value.problem.message


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read_timeline(tmp_path / "no.otio")


def test_a_format_that_cannot_be_written_is_said(tmp_path: Path, make_cut) -> None:
    for name in ("cut.mov", "cut.aaf", "cut.fcpxmld", "cut"):
        with pytest.raises(BadInput) as caught:
            timeline_text(make_cut(("a", 0, 4)), tmp_path / name)
        assert ".otio" in caught.value.problem.remedy


def test_markers_of_a_newer_opentimelineio_are_kept_as_they_are(tmp_path: Path, make_cut) -> None:
    path = _write(make_cut(("a", 1012, 48)), tmp_path / "newer.otio")
    body = json.loads(path.read_text("utf-8"))
    clip = body["tracks"]["children"][0]["children"][0]
    marker = {
        "OTIO_SCHEMA": "Marker.3", "name": "vfx", "metadata": {}, "comment": "", "effects": [],
        "color": {"OTIO_SCHEMA": "Color.1", "name": "RED", "r": 1.0, "g": 0.0, "b": 0.0, "a": 1.0},
        "marked_range": clip["source_range"],
    }  # fmt: skip
    clip["markers"] = [marker]
    path.write_text(json.dumps(body, indent=4), "utf-8")
    timeline = read_timeline(path)
    assert [str(shot.source) for shot in cut_of(timeline).shots] == ["1012-1059"]
    written = json.loads(timeline_text(timeline, tmp_path / "out.otio"))
    assert written["tracks"]["children"][0]["children"][0]["markers"] == [marker]


@pytest.mark.parametrize(("schema", "newer"), [("Clip.2", "Clip.3"), ("Timeline.1", "Timeline.2")])
def test_a_newer_schema_says_its_line_and_what_to_do(
    tmp_path: Path, make_cut, schema: str, newer: str
) -> None:
    path = _write(make_cut(("a", 1012, 48)), tmp_path / "newer.otio")
    text = path.read_text("utf-8")
    assert schema in text
    path.write_text(text.replace(schema, newer, 1), "utf-8")
    line = text[: text.index(schema)].count("\n") + 1
    with pytest.raises(BadInput) as caught:
        read_timeline(path)
    message, remedy = caught.value.problem.message, caught.value.problem.remedy
    assert f"{newer} on line {line}" in message and otio.__version__ in message
    assert "OTIO_DEFAULT_TARGET_VERSION_FAMILY_LABEL=OTIO_CORE:" in remedy


@pytest.mark.parametrize("suffix", [".otio", ".aaf", ".xml"])
def test_a_timeline_without_a_picture_is_refused_and_says_what_it_holds(
    tmp_path: Path, make_cut, suffix: str
) -> None:
    timeline = make_cut(("a", 1012, 48))
    mob = "urn:smpte:umid:060a2b34.01010105.01010f20.13000000.00000000.00000000.00000000.00000001"
    for clip in timeline.find_clips():
        clip.media_reference.metadata["AAF"] = {"MobID": mob}
        clip.metadata["AAF"] = {"SourceID": mob}
    timeline.tracks[0].kind = otio.schema.TrackKind.Audio
    path = tmp_path / f"sound{suffix}"
    otio.adapters.write_to_file(
        timeline, str(path), **({"use_empty_mob_ids": True} if suffix == ".aaf" else {})
    )
    with pytest.raises(BadInput) as caught:
        read_timeline(path)
    assert "no picture" in caught.value.problem.message and "video tracks" in caught.value.problem.remedy


@pytest.mark.parametrize(
    ("name", "body"),
    [("cut.aaf", b"not an aaf"), ("cut.xml", b"<xmeml>"), ("cut.xml", b"<xmeml version='5'/>"),
     ("cut.xml", b"<html/>"), ("cut.otio", b"{"), ("cut.otio", b'{"OTIO_SCHEMA": "Clip.2"}'),
     ("cut.otio", b"\xff\xfe\x00"), ("cut.otioz", b"PK"), ("cut.fcpxml", b""), ("cut.edl", b"\x00\x01"),
     ("cut.xml", b"<xmeml version='5'><sequence><media><video><track><clipitem/></track></video></media>"
      b"</sequence></xmeml>")],
)  # fmt: skip
def test_whatever_a_file_holds_the_error_has_a_remedy_and_no_word_of_a_program(
    tmp_path: Path, name: str, body: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(body)
    with pytest.raises(BadInput) as caught:
        cut_of(read_timeline(path, Rate(24)))
    problem = caught.value.problem
    assert problem.remedy
    assert "NoneType" not in problem.message and "object has no attribute" not in problem.message


@pytest.mark.parametrize(
    ("suffix", "rate", "speed"),
    [(".xml", 24.0, 2.0), (".fcpxml", 24.0, 0.5), (".fcpxml", 24000 / 1001, 1.0)],
)
def test_a_format_that_would_change_the_cut_is_not_written(
    tmp_path: Path, make_cut, suffix: str, rate: float, speed: float
) -> None:
    timeline = make_cut(("a", 1012, 48, speed), ("b", 2000, 24), rate=rate)
    with pytest.raises(BadInput) as caught:
        timeline_text(timeline, tmp_path / f"out{suffix}")
    assert f"as {suffix} without change" in caught.value.problem.message
    assert ".otio" in caught.value.problem.remedy


@pytest.mark.parametrize("suffix", [".xml", ".fcpxml", ".edl"])
def test_a_plain_cut_is_written_as_itself(tmp_path: Path, make_cut, suffix: str) -> None:
    timeline = make_cut(("a", 1012, 48), 10, ("b", 2000, 24), start=0)
    again = cut_of(read_timeline(_write(timeline, tmp_path / f"out{suffix}"), Rate(24)))
    shown = [(shot.record, shot.source) for shot in again.shots]
    assert shown == [(shot.record, shot.source) for shot in cut_of(timeline).shots]


def test_xml_in_another_encoding_is_read(tmp_path: Path, make_cut) -> None:
    path = _write(make_cut(("ä", 1012, 48)), tmp_path / "cut.xml")
    text = path.read_text("utf-8").replace('encoding="UTF-8"', 'encoding="UTF-16"')
    path.write_bytes(text.encode("utf-16"))
    assert [shot.name for shot in cut_of(read_timeline(path)).shots] == ["ä"]


@pytest.mark.parametrize("value", [float("nan"), 1e300, -5e17])
@pytest.mark.parametrize("name", ["rate", "value"])
def test_a_number_that_no_timeline_has_is_refused_with_a_remedy(
    tmp_path: Path, make_cut, name: str, value: float
) -> None:
    path = _write(make_cut(("a", 1012, 48)), tmp_path / "cut.otio")
    body = json.loads(path.read_text("utf-8"))
    body["tracks"]["children"][0]["children"][0]["source_range"]["start_time"][name] = value
    path.write_text(json.dumps(body), "utf-8")
    with pytest.raises(BadInput) as caught:
        cut_of(read_timeline(path))
    assert caught.value.problem.remedy
