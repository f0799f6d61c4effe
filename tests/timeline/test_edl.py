"""EDLs as Premiere, Resolve and Avid write them: every frame, speed and fade as the lines say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from secondunit.timeline import cut_of, read_timeline, timeline_text
from secondunit.wire import Cut, FrameRange, Gap, Rate, ShotKind, Speed
from secondunit.wire.errors import BadInput

R24, DROP = Rate(24), Rate(30000, 1001)
Read = Callable[..., Cut]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """The cut of an EDL's lines."""

    def cut(*lines: str, rate: Rate = R24, fcm: str = "NON-DROP FRAME") -> Cut:
        path = tmp_path / "cut.edl"
        path.write_text("\n".join(["TITLE: X", f"FCM: {fcm}", "", *lines, ""]), "utf-8")
        return cut_of(read_timeline(path, rate))

    return cut


def test_drop_frame_named_by_fcm_counts_timecode_with_colons_as_drop(read: Read) -> None:
    line = "001  A001     V     C        01:00:59:20 01:01:01:22 01:00:59:20 01:01:01:22"
    cut = read(line, rate=DROP, fcm="DROP FRAME")
    assert cut.drop and len(cut.shots[0].record) == 60, "two labels are left out at the minute"
    assert cut.start == 109682
    plain = read(line, rate=DROP)
    assert not plain.drop and len(plain.shots[0].record) == 62


def test_drop_frame_at_a_rate_without_it_is_refused_with_the_rate_to_name(read: Read) -> None:
    line = "001  A001     V     C        01:00:00:00 01:00:01:00 01:00:00:00 01:00:01:00"
    with pytest.raises(BadInput) as caught:
        read(line, rate=Rate(30), fcm="DROP FRAME")
    assert "30000/1001" in caught.value.problem.remedy


def test_a_source_that_counts_otherwise_than_the_record_keeps_its_own_count(read: Read) -> None:
    cut = read(
        "001  A001     V     C        01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00",
        "FCM: NON-DROP FRAME",
        "002  A002     V     C        01:01:00:00 01:01:02:00 01:00:02:00 01:00:04:00",
        rate=DROP, fcm="DROP FRAME",
    )  # fmt: skip
    assert [shot.source.first for shot in cut.shots] == [107892, 109800]
    assert cut.shots[1].record.first == cut.shots[0].record.last + 1


def test_speeds_of_m2_are_read_where_both_durations_agree(read: Read) -> None:
    cut = read(
        "001  A001     V     C        01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00",
        "M2   A001     -024.0                01:00:02:00",
        "002  A002     V     C        01:00:10:00 01:00:12:00 01:00:02:00 01:00:04:00",
        "M2   A002     000.0                01:00:10:00",
        "003  A003     V     C        01:00:10:00 01:00:11:00 01:00:04:00 01:00:06:00",
        "M2   A003     012.0                01:00:10:00",
        "004  A004     V     C        01:00:10:00 01:00:10:01 01:00:06:00 01:00:07:00",
    )
    assert [shot.speed for shot in cut.shots] == [Speed(-1), Speed(0), Speed(1, 2), Speed(0)]
    assert cut.shots[0].source == FrameRange(86400, 86447)
    assert cut.shots[0].source_frame(86400) == 86447, "backward it begins at the end"
    assert len(cut.shots[1].source) == 1 and len(cut.shots[2].source) == 24


def test_a_speed_at_23_976_is_of_the_nominal_rate(read: Read) -> None:
    cut = read(
        "001  A001     V     C        01:00:00:00 01:00:02:00 01:00:00:00 01:00:01:00",
        "M2   A001     048.0                01:00:00:00",
        rate=Rate(24000, 1001),
    )
    assert cut.shots[0].speed == Speed(2)


def test_sound_and_empty_channels_make_no_shots(read: Read) -> None:
    cut = read(
        "001  AX       AA/V  C        00:00:10:00 00:00:12:00 00:00:00:00 00:00:02:00",
        "* FROM CLIP NAME: sh010.mov",
        "002  AX       AA    C        00:00:10:00 00:00:12:00 00:00:02:00 00:00:04:00",
        "003  AX       A2    C        00:00:10:00 00:00:12:00 00:00:04:00 00:00:06:00",
        "004  AX       NONE  C        00:00:10:00 00:00:12:00 00:00:02:00 00:00:04:00",
    )
    assert [(shot.name, shot.record) for shot in cut.shots] == [("sh010.mov", FrameRange(0, 47))]


def test_a_dissolve_fades_both_shots_and_black_is_no_media(read: Read) -> None:
    cut = read(
        "001  BL       V     C        00:00:00:00 00:00:00:00 01:00:00:00 01:00:00:00",
        "001  A001     V     D    012 01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00",
        "* TO CLIP NAME: a.mov",
        "002  A001     V     C        01:00:02:00 01:00:02:00 01:00:02:00 01:00:02:00",
        "002  A002     V     D    012 01:00:10:00 01:00:12:00 01:00:02:00 01:00:04:00",
        "* FROM CLIP NAME: a.mov",
        "* TO CLIP NAME: b.mov",
        "003  BL       V     C        00:00:00:00 00:00:01:00 01:00:04:00 01:00:05:00",
    )
    a, b, black = cut.shots
    assert (a.name, a.fade_in, a.fade_out) == ("a.mov", 12, 12)
    assert (b.name, b.fade_in, b.record) == ("b.mov", 12, FrameRange(86448, 86495))
    assert black.kind is ShotKind.GENERATOR


def test_events_in_the_order_of_the_source_are_put_in_that_of_the_record(read: Read) -> None:
    cut = read(
        "001  A001     V     C        01:00:00:00 01:00:02:00 01:00:05:00 01:00:07:00",
        "002  A002     V     C        01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00",
    )
    assert [shot.reel for shot in cut.shots] == ["A002", "A001"]
    assert cut.gaps == (Gap(1, FrameRange(86448, 86519)),)


def test_upper_tracks_start_where_their_first_event_does(read: Read) -> None:
    cut = read(
        "001  A001     V     C        01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00",
        "002  A002     V2    C        01:00:00:00 01:00:01:00 01:00:01:00 01:00:02:00",
    )
    assert [(shot.track, shot.record.first) for shot in cut.shots] == [(1, 86400), (2, 86424)]


def test_the_comments_name_reel_and_file(read: Read) -> None:
    (shot,) = read(
        "001  A003C001 V     C        01:00:10:00 01:00:11:00 01:00:04:00 01:00:05:00",
        "* FROM CLIP NAME: sh010",
        "* REEL: A003C001_210101_R1AB",
        "* SOURCE FILE: Z:\\rushes\\A003C001_210101_R1AB.mov",
    ).shots
    assert (shot.name, shot.reel) == ("sh010", "A003C001_210101_R1AB")
    assert shot.media == "Z:/rushes/A003C001_210101_R1AB.mov"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("001  A001     V     C        01:00:00:24 01:00:02:00 01:00:00:00 01:00:01:00", "does not exist"),
        ("001  A001     V     C        01:00:00:00 01:00:02:00 01:00:00:00 01:00:01:00", "no M2 line"),
        ("001  A001     V     K    012 01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00", "transition 'K'"),
        ("001  A001     V     C        01:00:00:00", "columns"),
        ("2 tracks of sound follow", "columns"),
        ("001  A001     V     C        99:99:99:99 01:00:02:00 01:00:00:00 01:00:01:00", "Line 4"),
        ("001  A001     V     C        00:00:00.000 00:00:01.000 01:00:00:00 01:00:01:00", "no timecode"),
        ("001  A001     A     C        01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00", "no picture"),
        ("001  A001     V     C        01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00\n"
         "002  A001     V     C        01:00:00:00 01:00:02:00 01:00:01:00 01:00:03:00", "has ended"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_with_a_remedy(read: Read, line: str, words: str) -> None:
    with pytest.raises(BadInput) as caught:
        read(line)
    assert words in caught.value.problem.message and caught.value.problem.remedy


def test_frames_instead_of_timecode_are_counted_as_they_stand(read: Read) -> None:
    a, b, c = read(
        "1 CLPA V C     113 170 0  57",
        "2 CLPA V C     170 170 57 57",
        "2 CLPB V D 027 162 189 57 84",
        "3 CLPB V C     189 381 84 276",
        "M2 CLPB 048.0 189",
    ).shots
    assert [str(shot.source) for shot in (a, b, c)] == ["113-169", "162-188", "189-571"]
    assert (a.fade_out, b.fade_in, c.speed, c.record) == (27, 27, Speed(2), FrameRange(84, 275))


def test_an_event_is_read_over_two_lines_in_small_letters_and_whatever_its_reel_is_called(read: Read) -> None:
    cut = read(
        "001  a001     va1a2 c        01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00",
        "002  A002     V     W001    012",
        "     01:00:10:00 01:00:12:00 01:00:02:00 01:00:04:00",
        "* TO CLIP NAME: b.mov",
        "003  TAPE NO 7 V     C       01:00:20:00 01:00:21:00 01:00:04:00 01:00:05:00",
        "M2   TAPE NO 7     -024.0                01:00:20:00",
        "004           V     C        01:00:30:00 01:00:31:00 01:00:05:00 01:00:06:00",
    )
    assert [shot.reel for shot in cut.shots] == ["a001", "A002", "TAPE NO 7", ""]
    assert [str(shot.record) for shot in cut.shots] == [
        "86400-86447", "86448-86495", "86496-86519", "86520-86543"]  # fmt: skip
    assert (cut.shots[0].fade_out, cut.shots[1].fade_in) == (12, 12)
    assert cut.shots[2].speed == Speed(-1)


@pytest.mark.parametrize(
    "lines",
    [
        ["001  BL       V     C        00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00"],
        ["001  BLACK    V     C        00:00:00:00 00:00:00:00 01:00:00:00 01:00:01:00"],
        ["001  SLUG     V     C        00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00"],
        ["001  AX       V     C        00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00",
         "* FROM CLIP NAME:  Black Video"],
    ],
)  # fmt: skip
def test_black_however_it_is_written_is_no_media(read: Read, lines: list[str]) -> None:
    clip = "002  A001     V     C        00:00:10:00 00:00:11:00 01:00:01:00 01:00:02:00"
    black, shot = read(*lines, clip).shots
    assert (black.kind, black.record) == (ShotKind.GENERATOR, FrameRange(86400, 86423))
    assert (shot.kind, shot.reel) == (ShotKind.CLIP, "A001")


def test_one_speed_left_out_among_many_is_taken_from_the_lengths_and_remarked(read: Read) -> None:
    plain = [
        f"{n:03d}  A001     V     C        01:00:{n:02d}:00 01:00:{n + 1:02d}:00 "
        f"01:00:{n:02d}:00 01:00:{n + 1:02d}:00"
        for n in range(1, 11)
    ]
    fast = "011  A002     V     C        02:00:00:00 02:00:02:00 01:00:11:00 01:00:12:00"
    avid = "012  A003     V     C        02:00:00:00 02:00:01:01 01:00:12:00 01:00:12:13"
    *others, shot, last = read(*plain, fast, avid).shots
    assert (shot.speed, shot.source) == (Speed(2), FrameRange(172800, 172846))
    assert (last.speed, last.source) == (Speed(2), FrameRange(172800, 172824)), "25 frames in 13"
    assert "no M2 line" in shot.remarks[0] and not any(other.remarks for other in others)
    with pytest.raises(BadInput, match="49 frames of the source for 47"):
        read(*plain, "011  A002     V     C        02:00:00:00 02:00:02:01 01:00:11:00 01:00:12:23")


def test_sound_at_a_rate_of_its_own_does_not_keep_the_picture_from_being_read(read: Read) -> None:
    (shot,) = read(
        "001  A001     V     C        01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00",
        "002  WILD12   A2    C        17:52:28:26 17:52:30:29 01:00:00:00 01:00:02:03",
    ).shots
    assert shot.record == FrameRange(86400, 86447)


def test_a_dissolve_of_no_frames_is_a_cut(read: Read) -> None:
    (shot,) = read("001  A001     V     D    000 01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00").shots
    assert (shot.fade_in, shot.record) == (0, FrameRange(86400, 86447))


def test_letters_of_older_systems_and_marks_of_newer_ones_are_read(tmp_path: Path) -> None:
    text = (
        "TITLE: X\r\nFCM: NON-DROP FRAME\r\n\r\n"
        "001  A001     V     C        01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00\r\n"
        "* FROM CLIP NAME: café.mov\r\n"
    )
    for encoding in ("latin-1", "utf-8-sig"):
        path = tmp_path / f"{encoding}.edl"
        path.write_bytes(text.encode(encoding))
        assert cut_of(read_timeline(path, R24)).shots[0].name == "café.mov"


def test_an_edl_written_again_is_the_same_cut(read: Read, tmp_path: Path) -> None:
    read(
        "001  A001     V     C        01:00:00:00 01:00:02:00 01:00:00:00 01:00:02:00",
        "002  A002     V     C        01:00:10:00 01:00:12:00 01:00:03:00 01:00:05:00",
    )
    first = read_timeline(tmp_path / "cut.edl", R24)
    again = tmp_path / "again.edl"
    again.write_text(timeline_text(first, again))
    one, two = cut_of(first), cut_of(read_timeline(again, R24))
    assert [(s.record, s.source, s.reel) for s in one.shots] == [
        (s.record, s.source, s.reel) for s in two.shots
    ]
