"""Final Cut's files: XML of version 7 as Premiere writes it too, and FCPXML with its rational times."""

from __future__ import annotations

from pathlib import Path

from secondunit.timeline import cut_of, read_timeline
from secondunit.wire import FrameRange, Gap, Rate, Speed

RATE = "<rate><timebase>30</timebase><ntsc>TRUE</ntsc></rate>"
REMAP = """<filter><effect><name>Time Remap</name><effectid>timeremap</effectid>
<effectcategory>motion</effectcategory><effecttype>motion</effecttype><mediatype>video</mediatype>
<parameter><parameterid>variablespeed</parameterid><name>variablespeed</name><value>{curve}</value></parameter>
<parameter><parameterid>speed</parameterid><name>speed</name><value>{speed}</value></parameter>
<parameter><parameterid>reverse</parameterid><name>reverse</name><value>{back}</value></parameter>
</effect></filter>"""
XML = """<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE xmeml>
<xmeml version="5"><sequence id="s"><name>Seq</name><duration>100</duration>{rate}
<timecode>{rate}<string>01:01:03;08</string><frame>109790</frame>
<displayformat>{label}</displayformat></timecode>
<media><video><format/><track>
<clipitem id="c1"><name>a.mov</name><enabled>TRUE</enabled><duration>500</duration>{rate}
<start>0</start><end>50</end><in>20</in><out>70</out>
<file id="f1"><name>a.mov</name><pathurl>file://localhost/media/a%20b.mov</pathurl>{rate}
<duration>500</duration><timecode>{rate}<string>00:00:33;10</string><frame>1000</frame>
<displayformat>DF</displayformat></timecode><media><video/></media></file></clipitem>
<clipitem id="c2"><name>a.mov</name><enabled>FALSE</enabled><duration>500</duration>{rate}
<start>60</start><end>100</end><in>100</in><out>140</out><file id="f1"/>{filter}</clipitem>
</track></video></media></sequence></xmeml>"""
FCPXML = """<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE fcpxml>
<fcpxml version="1.8"><resources><format id="r1" frameDuration="1001/24000s" width="1920" height="1080"/>
<asset id="r2" name="a" src="file:///media/a.mov" start="86486400/24000s" duration="2402400/24000s"
 hasVideo="1" format="r1"/>{more}</resources>
<library><event name="e"><project name="p">
<sequence format="r1" duration="96096/24000s" tcStart="86486400/24000s" tcFormat="{label}"><spine>
<asset-clip name="a" ref="r2" offset="86486400/24000s" start="86534448/24000s" duration="48048/24000s"
 format="r1">{inside}</asset-clip>
<gap name="Gap" offset="86534448/24000s" start="0s" duration="24024/24000s"/>
<asset-clip name="b" ref="r2" offset="86558472/24000s" start="86534448/24000s" duration="24024/24000s"
 format="r1"/></spine></sequence></project></event></library></fcpxml>"""


def _xml(folder: Path, label: str = "DF", filter: str = "") -> Path:
    path = folder / "cut.xml"
    path.write_text(XML.format(rate=RATE, label=label, filter=filter))
    return path


def _fcpxml(folder: Path, label: str = "NDF", inside: str = "", more: str = "") -> Path:
    path = folder / "cut.fcpxml"
    path.write_text(FCPXML.format(label=label, inside=inside, more=more))
    return path


def test_xml_gives_the_start_the_media_s_timecode_and_what_is_switched_off(tmp_path: Path) -> None:
    cut = cut_of(read_timeline(_xml(tmp_path)))
    on, off = cut.shots
    assert (cut.rate, cut.start, cut.drop) == (Rate(30000, 1001), 109790, True)
    assert (on.source, on.media) == (FrameRange(1020, 1069), "/media/a b.mov")
    assert (on.enabled, off.enabled) == (True, False)
    assert not cut_of(read_timeline(_xml(tmp_path, "NDF"))).drop


def test_xml_speeds_are_read_and_the_points_are_in_retimed_frames(tmp_path: Path) -> None:
    fast = REMAP.format(curve=0, speed=200, back="FALSE")
    shot = cut_of(read_timeline(_xml(tmp_path, filter=fast))).shots[1]
    assert (shot.speed, shot.source) == (Speed(2), FrameRange(1200, 1278))
    back = REMAP.format(curve=0, speed=100, back="TRUE")
    shot = cut_of(read_timeline(_xml(tmp_path, filter=back))).shots[1]
    assert (shot.speed, shot.source_frame(shot.record.first)) == (Speed(-1), 1499 - 100)


def test_an_xml_speed_that_varies_is_remarked(tmp_path: Path) -> None:
    curve = REMAP.format(curve=1, speed=100, back="FALSE")
    shot = cut_of(read_timeline(_xml(tmp_path, filter=curve))).shots[1]
    assert "cannot be followed" in shot.remarks[0]


def test_fcpxml_is_exact_at_23_976_from_its_own_start(tmp_path: Path) -> None:
    cut = cut_of(read_timeline(_fcpxml(tmp_path)))
    first, second = cut.shots
    assert (cut.rate, cut.start) == (Rate(24000, 1001), 86400)
    assert (first.record, first.source) == (FrameRange(86400, 86447), FrameRange(86448, 86495))
    assert (second.record, cut.gaps) == (FrameRange(86472, 86495), (Gap(1, FrameRange(86448, 86471)),))
    assert first.available == FrameRange(86400, 88799)
