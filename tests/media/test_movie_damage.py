"""A damaged movie is refused with the frame's number; a whole one, however odd, is not."""

from __future__ import annotations

import hashlib
import logging
import threading
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from secondunit.media.movie import inspect_movie, movie_frames
from secondunit.media.movie_reader import MovieReader
from secondunit.media.plate import movie_to_plate
from secondunit.wire.errors import DamagedPicture

from .films import FRAMES, Film, cut_at_key, ends_of_pictures, flipped, prints, silent

#: FFV1 of version 3 with a checksum a slice, as archives keep it.
FFV1 = Film("a.mkv", "ffv1", options={"level": "3", "slicecrc": "1", "slices": "4"})
MJPEG = Film("a.avi", "mjpeg", "yuvj420p", {"q": "3"}, size=(192, 128))
LARGE = (320, 176)
H264 = Film("a.mp4", "libx264", options={"crf": "18", "bf": "2"}, size=LARGE)
PRORES = Film("a.mov", "prores_ks", "yuv422p10le", {"profile": "3"}, {"movflags": "+faststart"})
VP9 = Film("a.webm", "libvpx-vp9", options={"deadline": "realtime", "cpu-used": "8", "crf": "20", "b": "0"})
FAST = Film("b.mp4", "libx264", options={"crf": "18", "bf": "0"}, container={"movflags": "+faststart"})
MXF = Film("a.mxf", "dnxhd", "yuv422p", {"profile": "dnxhr_hq"}, rate=Fraction(25), size=(256, 128))
HEVC = Film("e.mp4", "libx265", options={"crf": "18", "x265-params": "log-level=none"}, size=LARGE)
OPEN = {"crf": "18", "x264-params": "open-gop=1:keyint=6:min-keyint=6:bframes=2:scenecut=0"}
HEVC_OPEN = {
    "crf": "18",
    "x265-params": "log-level=none:open-gop=1:keyint=6:min-keyint=6:bframes=2:scenecut=0",
}


def name(film: Film) -> str:
    return f"{film.codec} {film.name}"


@pytest.mark.parametrize("film", [FFV1, MJPEG, PRORES, VP9, FAST, MXF], ids=name)
@pytest.mark.parametrize("share", [0.35, 0.6, 0.93])
def test_a_movie_that_breaks_off_says_after_which_frame(tmp_path: Path, film: Film, share: float) -> None:
    path = film.write(tmp_path)
    ends = ends_of_pictures(path)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(DamagedPicture, match=r"breaks off") as caught:
        list(movie_frames(path))
    assert path.name in caught.value.problem.message
    said = caught.value.problem.message
    left = int(said.partition("after ")[2].split()[0])
    assert left == sum(end <= len(data) * share for end in ends), said


@pytest.mark.parametrize("film", [FFV1, Film("a.avi", FFV1.codec, options=FFV1.options)], ids=name)
def test_no_changed_byte_passes_where_the_movie_has_checksums(tmp_path: Path, film: Film) -> None:
    path = film.write(tmp_path)
    assert silent(path, flipped(path.read_bytes(), 60, seed=7)) == 0


@pytest.mark.parametrize(
    ("film", "most"),
    [
        (H264, 0.15),
        (Film("c.mp4", "libx264", options={"crf": "18", "x264-params": "cabac=0"}, size=LARGE), 0.5),
    ],
    ids=["cabac", "cavlc"],
)
def test_most_changed_bytes_of_h264_are_seen(tmp_path: Path, film: Film, most: float) -> None:
    path = film.write(tmp_path)
    assert silent(path, flipped(path.read_bytes(), 60, seed=8)) <= 60 * most


@pytest.mark.parametrize("film", [FFV1, H264, FAST], ids=name)
def test_the_frame_that_is_damaged_is_named(tmp_path: Path, film: Film) -> None:
    path = film.write(tmp_path)
    whole, data = prints(path), path.read_bytes()
    for broken in flipped(data, 12, seed=3):
        path.write_bytes(broken)
        seen: list[str] = []
        try:
            movie = inspect_movie(path)
            for _, pixels in movie_frames(movie):
                seen.append(pixels.tobytes())  # type: ignore[arg-type]
        except DamagedPicture as error:
            said = error.problem.message
            assert "is damaged" in said
            if seen:
                assert f"frame {len(seen)} of {FRAMES}" in said, said
            assert error.problem.remedy
    assert len(whole) == FRAMES


def test_looking_for_frames_in_any_order_sees_the_same_damage(tmp_path: Path) -> None:
    path = FFV1.write(tmp_path)
    with_intra = Film("i.mkv", "ffv1", options={**FFV1.options, "g": "1"}).write(tmp_path)
    for one in (path, with_intra):
        truth = prints(one)
        data = one.read_bytes()
        for broken in flipped(data, 8, seed=5):
            one.write_bytes(broken)
            try:
                reader = MovieReader(one)
            except DamagedPicture:
                continue
            for index in (7, 2, 11, 5, 0, 1, 3):
                try:
                    pixels = reader.frame(index)
                except DamagedPicture as error:
                    assert f"frame {index} of {FRAMES}" in error.problem.message
                    continue
                assert hashlib.sha256(pixels.tobytes()).hexdigest() == truth[index]
            reader.close()


@pytest.mark.parametrize("film", [H264, HEVC], ids=name)
def test_a_hole_of_zeros_is_seen(tmp_path: Path, film: Film) -> None:
    """What a download leaves that was given its length first and then broke off."""
    path = film.write(tmp_path)
    data = path.read_bytes()

    def holes():
        for place in range(len(data) // 8, len(data) * 7 // 8, len(data) // 24):
            yield data[:place] + bytes(200) + data[place + 200 :]

    assert silent(path, holes()) == 0


def test_a_damaged_plate_is_named_by_its_own_numbers(tmp_path: Path) -> None:
    path = FAST.write(tmp_path)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 6 // 10])
    with pytest.raises(DamagedPicture) as caught:
        movie_to_plate(path, tmp_path / "p.%04d.exr", start=1001)
    left = int(caught.value.problem.message.partition("after ")[2].split()[0])
    assert f"frame {1001 + left}" in caught.value.problem.message
    assert not list(tmp_path.glob("*.exr"))


def test_the_damage_of_one_movie_is_not_said_of_another_that_is_read_at_the_same_time(tmp_path: Path) -> None:
    (tmp_path / "bad").mkdir()
    good, bad = FFV1.write(tmp_path), FFV1.write(tmp_path / "bad")
    truth, data = prints(good), bad.read_bytes()
    movie = inspect_movie(bad)
    broken = bytearray(data)
    broken[len(data) * 7 // 8] ^= 0x55
    bad.write_bytes(broken)
    faults: list[str] = []

    def read_bad() -> None:
        for _ in range(6):
            try:
                list(movie_frames(movie))
            except DamagedPicture as error:
                faults.append(error.problem.message)

    other = threading.Thread(target=read_bad)
    other.start()
    read = [prints(good) for _ in range(6)]
    other.join()
    assert read == [truth] * 6
    assert len(faults) == 6, "each reading sees it, also the second of the same words"


@pytest.mark.parametrize(
    "film",
    [
        Film("sound.mp4", "libx264", sound=1.4), Film("sound.mkv", "libx264", sound=1.4),
        Film("sound.avi", "mpeg4", options={"q": "3"}, sound=1.4), Film("short.mov", "libx264", sound=0.2),
        Film("live.mkv", "libx264", container={"live": "1"}),
        Film("frag.mp4", "libx264", options={"g": "4"}, container={"movflags": "+frag_keyframe+empty_moov"}),
        Film("interlaced.mp4", "libx264", options={"flags": "+ilme+ildct"}),
        Film("deep.mov", "libx264", "yuv422p10le", {"x264-params": "keyint=1"}),
        Film("raw.avi", "rawvideo", "bgr24"), Film("png.mov", "png", "rgb24"), MXF, VP9, PRORES,
        Film("imx.mxf", "mpeg2video", "yuv422p", {"b": "30000000", "minrate": "30000000",
             "maxrate": "30000000", "bufsize": "1200000", "rc_init_occupancy": "1200000", "g": "1",
             "flags": "+low_delay"}, rate=Fraction(25), size=(720, 512)),
        Film("md5.mp4", "libx265", options={"x265-params": "log-level=none:hash=1"}),
    ],
    ids=name,
)  # fmt: skip
def test_a_whole_movie_is_never_called_damaged(tmp_path: Path, film: Film) -> None:
    path = film.write(tmp_path)
    assert inspect_movie(path).frames == FRAMES
    assert len(prints(path)) == FRAMES
    reader = MovieReader(path)
    for index in (FRAMES - 1, 0, 5):
        assert np.array_equal(reader.frame(index), dict(movie_frames(path))[index])
    reader.close()


@pytest.mark.parametrize("ending", ["mkv", "mp4"])
@pytest.mark.parametrize(("codec", "options"), [("libx264", OPEN), ("libx265", HEVC_OPEN)])
def test_pictures_that_lean_on_what_was_cut_away_are_no_part_of_the_movie(
    tmp_path: Path, codec: str, options: dict[str, str], ending: str
) -> None:
    source = Film("source.mp4", codec, options=options, frames=18).write(tmp_path)
    whole = prints(source)
    path = cut_at_key(source, tmp_path / f"cut.{ending}")
    movie = inspect_movie(path)
    assert 8 <= movie.frames <= 13
    assert prints(path) == whole[-movie.frames :]
    reader = MovieReader(path)
    assert np.array_equal(reader.frame(0), dict(movie_frames(path))[0])
    reader.close()


def test_what_ffmpeg_says_of_damage_goes_nowhere_else(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    path = FFV1.write(tmp_path)
    (broken,) = flipped(path.read_bytes(), 1, seed=1)
    path.write_bytes(broken)
    with caplog.at_level(logging.DEBUG), pytest.raises(DamagedPicture):
        list(movie_frames(path))
    assert not [record for record in caplog.records if record.name.startswith("libav")]
    assert capfd.readouterr().err == ""
