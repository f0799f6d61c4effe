"""FCPXML as Final Cut Pro exports it: each shot's frames computed by hand from the seconds in the file.

The samples in `fcpxml/` use Final Cut's elements and the order of its attributes, after its DTDs 1.5 to 1.13.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import opentimelineio as otio
import pytest

from secondunit.timeline import cut_of, read_timeline
from secondunit.wire import Cut, CutShot, FrameRange, Gap, Rate, ShotKind, Speed
from secondunit.wire.errors import BadInput

SAMPLES = Path(__file__).parent / "fcpxml"


def _cut(name: str) -> Cut:
    return cut_of(read_timeline(SAMPLES / f"{name}.fcpxml"))


def _named(cut: Cut) -> dict[str, CutShot]:
    return {shot.name: shot for shot in cut.shots}


@pytest.fixture
def changed(tmp_path: Path) -> Callable[..., Path]:
    """A sample with one text in it replaced."""

    def write(sample: str, old: str, new: str) -> Path:
        text = (SAMPLES / f"{sample}.fcpxml").read_text("utf-8")
        assert old in text
        path = tmp_path / f"{sample}.fcpxml"
        path.write_text(text.replace(old, new, 1), "utf-8")
        return path

    return write


def test_every_kind_of_element_stands_on_its_frames_and_shows_its_media() -> None:
    cut = _cut("film")
    assert (cut.name, cut.rate, cut.start, cut.drop) == ("Reel 1 v12", Rate(25), 90000, False)
    found = [(s.track, s.name, str(s.record), str(s.source), s.kind.value) for s in cut.shots]
    assert found == [
        (1, "sh010", "90050-90149", "900250-900349", "clip"),
        (1, "sh020", "90150-90224", "901250-901324", "clip"),
        (1, "sh030 wide", "90225-90249", "1000-1024", "clip"),
        (1, "Card", "90250-90274", "90000-90024", "generator"),
        (1, "matte painting", "90275-90324", "0", "clip"),
        (1, "sh040", "90325-90349", "1125-1149", "clip"),
        (2, "Slate", "90000-90024", "90000-90024", "generator"),
        (2, "insert", "90075-90124", "125-174", "clip"),
        (2, "sh020_comp", "90175-90199", "750-774", "clip"),
        (3, "cutaway 1", "90100-90124", "250-274", "clip"),
        (3, "cutaway 2", "90125-90149", "500-524", "clip"),
    ]
    assert cut.gaps[0] == Gap(1, FrameRange(90000, 90049))
    assert not any(shot.remarks for shot in cut.shots)


def test_the_original_is_the_media_and_its_handles_are_told() -> None:
    shots = _named(_cut("film"))
    assert shots["sh010"].media == "/Volumes/Rushes/Day 1/A001C001.mov"
    assert shots["sh010"].handles == (250, 2150)
    assert shots["sh020"].media == shots["sh010"].media, "a synchronised clip shows its camera's file"
    assert (shots["matte painting"].speed, shots["matte painting"].handles) == (Speed(0), (0, 0))


def test_a_transition_lies_over_the_cut_and_what_is_switched_off_is_said() -> None:
    shots = _named(_cut("film"))
    assert (shots["sh010"].fade_out, shots["sh020"].fade_in) == (10, 10)
    assert (shots["cutaway 1"].fade_out, shots["cutaway 2"].fade_in) == (10, 10)
    assert [name for name, shot in shots.items() if not shot.enabled] == ["sh040"]


def test_a_multicam_shows_the_files_of_its_angles_through_gaps_and_cuts_inside_them() -> None:
    cut = _cut("multicam")
    assert (cut.rate, cut.start) == (Rate(24000, 1001), 86400)
    found = [(shot.name, shot.media[16:], str(shot.record), str(shot.source)) for shot in cut.shots]
    assert found == [
        ("MC", "Cam A.mov", "86400-86447", "1040-1087"),
        ("MC", "Cam B1.mov", "86448-86467", "80-99"),
        ("MC", "Cam B2.mov", "86468-86495", "20-47"),
    ]
    assert [shot.handles for shot in cut.shots] == [(40, 412), (80, 0), (20, 552)]
    assert cut.gaps == (Gap(1, FrameRange(86496, 86519)),), "the sound of an angle is no picture"


def test_speeds_and_conformed_rates_show_the_frames_that_final_cut_shows() -> None:
    found = [
        (s.name, str(s.record), str(s.source), str(s.source_rate), str(s.speed)) for s in _cut("speeds").shots
    ]
    film, ntsc, video = "24", "24000/1001", "30000/1001"
    assert found == [
        ("every frame of 25", "0-53", "684-737", "25", "1x"),
        ("every frame of 23.98", "54-101", "1000-1047", ntsc, "1x"),
        ("double", "102-125", "200-246", film, "2x"),
        ("half", "126-149", "50-62", film, "0.5x"),
        ("backward", "150-173", "876-899", film, "-1x"),
        ("hold", "174-197", "240", film, "0x"),
        ("after the turn", "198-221", "504-515", film, "0.5x"),
        ("over the turn", "222-269", "432-491", film, "1.26596x"),
        ("as it runs", "270-293", "300-328", video, "1.24875x"),
        ("above", "78-101", "0-23", film, "1x"),
    ]


def test_a_backward_shot_begins_on_its_last_frame_and_a_changing_speed_is_remarked() -> None:
    shots = _named(_cut("speeds"))
    assert shots["backward"].source_frame(150) == 899
    assert [name for name, shot in shots.items() if shot.remarks] == ["over the turn"]
    assert "speed changes" in shots["over the turn"].remarks[0]


def test_a_compound_is_one_shot_that_keeps_its_own_tracks() -> None:
    timeline = read_timeline(SAMPLES / "compound.fcpxml")
    compound, clip = cut_of(timeline).shots
    assert (compound.kind, compound.record, compound.source) == (
        ShotKind.COMPOUND, FrameRange(0, 49), FrameRange(50, 99))  # fmt: skip
    assert clip.record == FrameRange(50, 99)
    stack = timeline.tracks[0][0]
    assert isinstance(stack, otio.schema.Stack)
    assert [[item.name for item in track if item.name] for track in stack] == [["one", "two"], ["on top"]]


def test_clips_of_older_versions_are_read_with_interlaced_rates_and_drop_frame() -> None:
    cut = _cut("clips_of_1_5")
    assert (cut.rate, cut.start, cut.drop) == (Rate(30000, 1001), 107892, True)
    assert [(str(shot.record), str(shot.source)) for shot in cut.shots] == [
        ("107892-107951", "108030-108089"), ("107952-107981", "108150-108179")]  # fmt: skip
    assert cut.shots[0].handles == (30, 210)
    assert cut.shots[0].media == "/Volumes/Rushes/tape.mov"


def test_a_bundle_is_read_by_the_document_inside_it(tmp_path: Path) -> None:
    bundle = tmp_path / "film.fcpxmld"
    bundle.mkdir()
    with pytest.raises(BadInput) as caught:
        read_timeline(bundle)
    assert "Info.fcpxml" in caught.value.problem.message
    shutil.copy(SAMPLES / "film.fcpxml", bundle / "Info.fcpxml")
    assert cut_of(read_timeline(bundle)) == _cut("film")


def test_fcpxml_saved_as_xml_is_read_as_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "film.xml"
    shutil.copy(SAMPLES / "film.fcpxml", path)
    assert cut_of(read_timeline(path)) == _cut("film")


@pytest.mark.parametrize(
    ("sample", "old", "new", "words"),
    [
        ("multicam", 'angleID="angle A" srcEnable="video"', 'angleID="gone" srcEnable="video"',
         ("mc-clip 'MC' at 01:00:00:00", "angle gone")),
        ("multicam", 'mc-clip ref="r2"', 'mc-clip ref="r77"', ("mc-clip 'MC'", "'r77'")),
        ("film", '<asset-clip ref="r2" offset="3602s"', '<asset-clip ref="r99" offset="3602s"',
         ("asset-clip 'sh010' at 01:00:02:00", "'r99'")),
        ("film", 'duration="50/25s"', 'duration="50/0s"', ("Line ", "50/0s")),
        ("film", 'duration="50/25s"', 'duration="9000000s"', ("Line ", "9000000s")),
        ("film", 'duration="50/25s"', 'duration="-50/25s"', ("asset-clip 'insert'", "ends before it begins")),
        ("film", '<audition offset="3609s">', '<audition offset="3609s"/><audition offset="3609s">',
         ("audition at 01:00:09:00", "no clip")),
        ("film", '<audition offset="3609s">', '<hologram offset="3609s"/><audition offset="3610s">',
         ("hologram at 01:00:09:00", "not known")),
        ("film", '<marker start="36011s"', '<hologram lane="1" offset="36011s"',
         ("hologram", "01:00:03:00", "not known")),
        ("compound", '<asset-clip ref="r3" offset="3600s"', '<ref-clip ref="r2" offset="3600s"', ("end",)),
    ],
)  # fmt: skip
def test_what_cannot_be_followed_is_refused_by_element_and_place(
    changed, sample: str, old: str, new: str, words: tuple[str, ...]
) -> None:
    with pytest.raises(BadInput) as caught:
        read_timeline(changed(sample, old, new))
    problem = caught.value.problem
    assert all(word in problem.message for word in words), problem.message
    assert problem.remedy and "NoneType" not in problem.message


def test_a_format_without_its_frame_s_length_is_read_by_its_name(changed) -> None:
    path = changed("film", ' frameDuration="100/2500s"', "")
    assert cut_of(read_timeline(path)) == _cut("film")
    nameless = path.read_text("utf-8").replace("FFVideoFormat1080p25", "house")
    path.write_text(nameless, "utf-8")
    with pytest.raises(BadInput) as caught:
        read_timeline(path)
    assert "frame rate" in caught.value.problem.message and caught.value.problem.remedy


def test_a_storyline_without_a_picture_is_never_an_empty_cut(changed, tmp_path: Path) -> None:
    text = (SAMPLES / "multicam.fcpxml").read_text("utf-8")
    head, _, tail = text.partition("<spine>")
    sound = '<asset-clip ref="r6" offset="86486400/24000s" name="Music" duration="48048/24000s"/>'
    for inside in (sound, '<gap name="Gap" offset="86486400/24000s" duration="1001/1000s"/>', ""):
        path = tmp_path / "sound.fcpxml"
        path.write_text(f"{head}<spine>{inside}</spine>{tail.partition('</spine>')[2]}", "utf-8")
        with pytest.raises(BadInput) as caught:
            read_timeline(path)
        assert "no picture" in caught.value.problem.message and caught.value.problem.remedy


def test_clips_of_an_event_and_several_projects_say_which_one_to_export(changed) -> None:
    clips = changed("film", "<project ", "<x ")
    clips.write_text(clips.read_text("utf-8").replace("</project>", "</x>"), "utf-8")
    with pytest.raises(BadInput) as caught:
        read_timeline(clips)
    assert "no project" in caught.value.problem.message and "Export XML" in caught.value.problem.remedy
    two = changed("compound", "<project ", '<project name="trailer"></project><project ')
    with pytest.raises(BadInput) as caught:
        read_timeline(two)
    assert "2 projects: 'trailer', 'Reel 1'" in caught.value.problem.message


@pytest.mark.parametrize(
    ("declared", "used"),
    [
        ('<!DOCTYPE fcpxml [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>', "&b;"),
        ('<!DOCTYPE fcpxml [<!ENTITY a SYSTEM "file:///etc/hostname">]>', "&a;"),
        ('<!DOCTYPE fcpxml [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x.dtd"> %a;]>', "x"),
    ],
)
@pytest.mark.parametrize("suffix", [".fcpxml", ".xml"])
def test_a_file_that_declares_entities_is_refused_before_they_are_expanded(
    tmp_path: Path, suffix: str, declared: str, used: str
) -> None:
    text = (SAMPLES / "compound.fcpxml").read_text("utf-8")
    path = tmp_path / f"hostile{suffix}"
    path.write_text(
        text.replace("<!DOCTYPE fcpxml>", declared).replace('name="Reel 1"', f'name="Reel {used}"'), "utf-8"
    )
    with pytest.raises(BadInput) as caught:
        read_timeline(path)
    assert "declares an entity" in caught.value.problem.message and caught.value.problem.remedy


def test_compounds_that_multiply_and_elements_without_end_are_refused(tmp_path: Path) -> None:
    text = (SAMPLES / "compound.fcpxml").read_text("utf-8")
    sequence = '<sequence format="r1" tcStart="0s"><spine>{}</spine></sequence>'
    media = "".join(
        f'<media id="m{n}">'
        + sequence.format(f'<ref-clip ref="m{n + 1}" offset="0s" start="0s" duration="9s"/>' * 10)
        + "</media>"
        for n in range(30)
    )
    head, _, tail = text.partition('<media id="r2"')
    path = tmp_path / "many.fcpxml"
    path.write_text(f'{head}{media}<media id="r2"{tail}'.replace('ref-clip ref="r2"', 'ref-clip ref="m0"'))
    with pytest.raises(BadInput, match="without end"):
        read_timeline(path)
    path.write_text("<fcpxml>" + "<spine>" * 5000)
    with pytest.raises(BadInput, match="more elements"):
        read_timeline(path)


def test_a_file_that_was_cut_off_says_the_line(tmp_path: Path) -> None:
    path = tmp_path / "half.fcpxml"
    path.write_text((SAMPLES / "film.fcpxml").read_text("utf-8")[:4000], "utf-8")
    with pytest.raises(BadInput) as caught:
        read_timeline(path)
    assert "Line " in caught.value.problem.message and "export it again" in caught.value.problem.remedy
