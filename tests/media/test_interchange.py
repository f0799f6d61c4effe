"""Files for models and from them: nothing but the picture leaves, and what comes back is read or refused."""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import OpenImageIO as oiio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image, ImageCms

from secondunit.media import archive
from secondunit.media.exr import write_exr
from secondunit.media.interchange import (
    AnswerFiles,
    answers,
    read_answer,
    read_clip,
    read_codes,
    write_clip,
    write_png,
)
from secondunit.media.picture import Picture
from secondunit.wire.errors import (
    BadDownload,
    BadPicture,
    DamagedPicture,
    EmptyFrames,
    MissingFrames,
    NotFound,
    WrongChannels,
)
from secondunit.wire.frames import FrameRange
from secondunit.wire.intake import Form
from secondunit.wire.rate import Rate

SHOT = FrameRange(1001, 1004)
MovieMaker = Callable[..., Path]


def picture(seed: int = 1, height: int = 24, width: int = 32, channels: int = 3) -> npt.NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(0, 256, (height, width, channels), np.uint8)


def chunks(path: Path) -> list[bytes]:
    """The kinds of the chunks of a PNG, their checksums proved."""
    body, at, kinds = path.read_bytes(), 8, []
    while at < len(body):
        (size,) = struct.unpack(">I", body[at : at + 4])
        kind, data = body[at + 4 : at + 8], body[at + 8 : at + 8 + size]
        assert struct.unpack(">I", body[at + 8 + size : at + 12 + size])[0] == zlib.crc32(kind + data)
        kinds.append(kind)
        at += 12 + size
    return kinds


# What leaves


@pytest.mark.parametrize("depth", [np.uint8, np.uint16])
@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_a_png_holds_every_code_and_nothing_else(tmp_path: Path, depth: type, channels: int) -> None:
    random = np.random.default_rng(2)
    codes = random.integers(0, np.iinfo(depth).max, (150, 41, channels), depth, endpoint=True)
    path = write_png(tmp_path / "out.png", codes)
    assert set(chunks(path)) == {b"IHDR", b"IDAT", b"IEND"}
    read, bits = read_codes(path)
    assert bits == 8 * np.dtype(depth).itemsize
    colors = codes if channels > 2 else np.concatenate([codes[..., :1]] * 3 + [codes[..., 1:]], axis=-1)
    assert np.array_equal(read, colors)
    other = oiio.ImageBuf(str(path))
    if channels in (1, 3):
        assert np.array_equal(other.get_pixels(np.dtype(depth).name).reshape(codes.shape), codes)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    codes=arrays.arrays(
        st.sampled_from([np.uint8, np.uint16]), st.tuples(st.integers(1, 9), st.integers(1, 9), st.just(3))
    )
)
def test_any_picture_comes_out_of_a_png_as_it_went_in(tmp_path: Path, codes: npt.NDArray[np.uint8]) -> None:
    assert np.array_equal(read_codes(write_png(tmp_path / "any.png", codes))[0], codes)


def test_a_picture_without_channels_is_a_grey_png(tmp_path: Path) -> None:
    matte = picture()[..., 0]
    with Image.open(write_png(tmp_path / "matte.png", matte)) as image:
        assert image.mode == "L"
        assert np.array_equal(np.asarray(image), matte)


def test_what_no_png_holds_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongChannels):
        write_png(tmp_path / "a.png", np.zeros((4, 4, 3), np.float32))
    with pytest.raises(WrongChannels):
        write_png(tmp_path / "a.png", np.zeros((4, 4, 5), np.uint8))
    assert not list(tmp_path.iterdir())


def smooth(index: int, height: int = 72, width: int = 128) -> npt.NDArray[np.uint8]:
    y, x = np.mgrid[:height, :width]
    waves = [128 + 90 * np.sin((x + 3 * index) / 17 + k) * np.cos(y / 13) for k in range(3)]
    return np.stack(waves, axis=-1).astype(np.uint8)


@pytest.mark.parametrize("rate", [Rate(24), Rate(24000, 1001), Rate(25), Rate(30000, 1001), Rate(16)])
def test_a_clip_has_every_frame_at_the_very_rate(tmp_path: Path, rate: Rate) -> None:
    movie = write_clip(tmp_path / "clip.mp4", (smooth(i) for i in range(17)), rate)
    assert (movie.frames, movie.rate, movie.width, movie.height) == (17, rate, 128, 72)
    assert (movie.matrix, movie.matrix_is_guess, movie.full_range) == ("bt709", False, False)
    facts, frames = read_clip(tmp_path / "clip.mp4")
    assert facts.frames == 17
    for index, codes in enumerate(frames):
        assert np.abs(codes * 255 - smooth(index)).mean() < 1.5
    with av.open(str(tmp_path / "clip.mp4")) as container:
        stream = container.streams.video[0]
        assert stream.start_time == 0
        times = [packet.pts * stream.time_base for packet in container.demux(stream) if packet.size]
    assert times == [Fraction(rate.denominator * i, rate.numerator) for i in range(17)]


def test_colour_edges_in_a_clip_stay_where_they_are(tmp_path: Path) -> None:
    codes = np.full((64, 96, 3), (60, 90, 160), np.uint8)
    codes[:, 48:] = (170, 80, 60)
    codes[32:] = codes[32:, ::-1]
    write_clip(tmp_path / "clip.mp4", [codes], Rate(24), quality=0)
    (read,) = list(read_clip(tmp_path / "clip.mp4")[1])
    error = read * 255 - codes
    away = np.abs(np.arange(96) - 47.5) > 4
    assert np.abs(error[:28, away]).max() < 1.5
    assert np.abs(error[36:, away]).max() < 1.5
    # What is lost at the edge is lost evenly on both sides: nothing has moved.
    for row in (10, 50):
        assert abs(error[row].sum(axis=0)).max() < 60


def test_a_clip_says_nothing_but_its_picture(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    write_clip(path, (smooth(i) for i in range(5)), Rate(24))
    body = path.read_bytes()
    for word in (b"x264", b"Lavf", b"Lavc", b"libav", b"openh264", str(tmp_path).encode()):
        assert word not in body
    with av.open(str(path)) as container:
        assert set(container.metadata) <= {"major_brand", "minor_version", "compatible_brands"}
        assert [stream.type for stream in container.streams] == ["video"]
        assert set(container.streams[0].metadata) <= {"language", "handler_name"}
    write_clip(tmp_path / "again.mp4", (smooth(i) for i in range(5)), Rate(24))
    assert (tmp_path / "again.mp4").read_bytes() == body


def test_a_clip_of_odd_or_changing_size_or_of_no_frame_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadPicture, match="even"):
        write_clip(tmp_path / "a.mp4", [picture(height=23)], Rate(24))
    with pytest.raises(BadPicture, match="Frame 1"):
        write_clip(tmp_path / "a.mp4", [picture(height=24), picture(height=26)], Rate(24))
    with pytest.raises(EmptyFrames):
        write_clip(tmp_path / "a.mp4", [], Rate(24))
    assert not list(tmp_path.iterdir())


# What comes back


@pytest.mark.parametrize(("suffix", "options"), [(".webp", {"lossless": True}), (".tif", {}), (".png", {})])
def test_eight_bit_pictures_of_any_make_are_read(
    tmp_path: Path, suffix: str, options: dict[str, object]
) -> None:
    codes = picture()
    Image.fromarray(codes).save(tmp_path / f"a{suffix}", **options)
    read, bits = read_codes(tmp_path / f"a{suffix}")
    assert bits == 8
    assert np.array_equal(read, codes)


def test_a_jpeg_is_read_whatever_its_name_says(tmp_path: Path) -> None:
    Image.fromarray(smooth(0)).save(tmp_path / "a.png", format="JPEG", quality=95)
    read, bits = read_codes(tmp_path / "a.png")
    assert bits == 8
    assert np.abs(read.astype(int) - smooth(0)).mean() < 2


def test_an_orientation_turns_the_picture_and_a_profile_is_brought_to_srgb(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(picture()).save(tmp_path / "turned.png", exif=exif)
    assert np.array_equal(read_codes(tmp_path / "turned.png")[0], np.rot90(picture(), -1))
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.fromarray(picture()).save(tmp_path / "same.png", icc_profile=profile)
    assert np.array_equal(read_codes(tmp_path / "same.png")[0], picture())


def test_sixteen_bit_tiff_and_straight_alpha_are_kept(tmp_path: Path) -> None:
    codes = np.random.default_rng(4).integers(0, 65536, (12, 15, 3), np.uint16)
    out = oiio.ImageOutput.create(str(tmp_path / "a.tif"))
    out.open(str(tmp_path / "a.tif"), oiio.ImageSpec(15, 12, 3, "uint16"))
    out.write_image(codes)
    out.close()
    read, bits = read_codes(tmp_path / "a.tif")
    assert bits == 16
    assert np.array_equal(read, codes)
    with_alpha = picture(channels=4)
    assert np.array_equal(read_codes(write_png(tmp_path / "b.png", with_alpha))[0], with_alpha)


@pytest.mark.parametrize("name", ["a.png", "deep.png", "a.jpg", "a.webp", "a.tif"])
def test_a_picture_that_is_cut_off_is_damaged_not_half_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    codes = picture(height=200, width=200)
    if name == "deep.png":
        write_png(path, codes.astype(np.uint16) * 257)
    else:
        Image.fromarray(codes).save(path)
    body = path.read_bytes()
    for share in (0.3, 0.9):
        path.write_bytes(body[: int(len(body) * share)])
        with pytest.raises(DamagedPicture, match=name):
            read_codes(path)


def test_what_is_no_picture_is_told_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"<html>502 Bad Gateway</html>")
    with pytest.raises(BadPicture, match=r"a\.png is no PNG"):
        read_codes(tmp_path / "a.png")
    with pytest.raises(NotFound):
        read_codes(tmp_path / "b.png")


def files(answer: AnswerFiles) -> list[str]:
    return [path.name for path in answer.files]


def test_frames_are_ordered_by_number_not_by_letters(tmp_path: Path) -> None:
    for number in range(1, 12):
        write_png(tmp_path / f"result_{number}_.png", picture(number))
    (tmp_path / "workflow.json").write_text("{}")
    found = answers(tmp_path, Form.FRAMES)
    assert found.form is Form.FRAMES
    assert files(found) == [f"result_{number}_.png" for number in range(1, 12)]
    assert [path.name for path in found.others] == ["workflow.json"]
    read = list(read_answer(found, FrameRange(1001, 1010)))
    assert [frame for frame, _ in read] == list(range(1001, 1011))
    assert all(np.array_equal(pixels, picture(frame - 1000)) for frame, pixels in read)


def test_a_name_that_was_taken_twice_counts_from_the_first(tmp_path: Path) -> None:
    for name in ("result.png", "result-2.png", "result-3.png"):
        write_png(tmp_path / name, picture())
    assert files(answers(tmp_path, Form.FRAMES)) == ["result.png", "result-2.png", "result-3.png"]


def test_the_longest_sequence_is_the_answer_and_exr_before_others(tmp_path: Path) -> None:
    for number in range(3):
        write_png(tmp_path / f"frame.{number:04d}.png", picture(number))
        light = Picture.of(np.full((24, 32, 3), number, np.float32))
        write_exr(tmp_path / f"frame.{number:04d}.exr", light)
    write_png(tmp_path / "preview.png", picture())
    found = answers(tmp_path, Form.FRAMES)
    assert [path.suffix for path in found.files] == [".exr"] * 3
    read = dict(read_answer(found, FrameRange(1001, 1003)))
    assert isinstance(read[1003], Picture)
    assert (read[1003].pixels == 2).all()


def test_a_gap_in_the_frames_is_named(tmp_path: Path) -> None:
    for number in (1, 2, 4):
        write_png(tmp_path / f"a_{number:05d}.png", picture())
    with pytest.raises(MissingFrames, match="gaps: 3 of 1-4"):
        answers(tmp_path, Form.FRAMES)


def test_too_few_frames_stop_with_the_number_of_the_first_that_is_missing(
    tmp_path: Path, movie_of: MovieMaker
) -> None:
    for number in range(3):
        write_png(tmp_path / "frames" / f"{number}.png", picture())
    with pytest.raises(MissingFrames, match="3 of 4 frames; frame 1004"):
        list(read_answer(answers(tmp_path / "frames", Form.FRAMES), SHOT))
    clip = movie_of(frames=3)
    with pytest.raises(MissingFrames, match="3 of 4 frames; frame 1004"):
        list(read_answer(answers(clip.parent, Form.MOVIE), SHOT))


def test_a_damaged_frame_is_named_by_the_shots_number(tmp_path: Path) -> None:
    for number in range(4):
        write_png(tmp_path / f"a{number}.png", picture(number, 100, 100))
    body = (tmp_path / "a2.png").read_bytes()
    (tmp_path / "a2.png").write_bytes(body[: len(body) // 2])
    reading = read_answer(answers(tmp_path, Form.FRAMES), SHOT)
    assert [next(reading)[0], next(reading)[0]] == [1001, 1002]
    with pytest.raises(DamagedPicture, match=r"Frame 1003: a2\.png"):
        next(reading)


def test_a_frame_of_another_size_is_named(tmp_path: Path) -> None:
    for number in range(4):
        write_png(tmp_path / f"a{number}.png", picture(number, 24, 32 if number < 3 else 30))
    with pytest.raises(BadPicture, match="Frame 1004 is 30x24"):
        list(read_answer(answers(tmp_path, Form.FRAMES), SHOT))


def test_a_movie_is_taken_frame_for_frame(movie_of: MovieMaker) -> None:
    clip = movie_of(frames=6)
    found = answers(clip.parent, Form.MOVIE)
    assert found.movie is not None
    assert (found.form, found.count) == (Form.MOVIE, 6)
    read = list(read_answer(found, SHOT))
    assert [frame for frame, _ in read] == list(SHOT)
    for index, (_, codes) in enumerate(read):
        assert isinstance(codes, np.ndarray)
        assert codes.mean() * 219 + 16 == pytest.approx(40 + 8 * index, abs=0.5)


def test_a_movie_cut_off_in_the_middle_is_damaged(tmp_path: Path, movie_of: MovieMaker) -> None:
    clip = movie_of(frames=12, flat=False)
    body = clip.read_bytes()
    clip.write_bytes(body[: len(body) // 2])
    with pytest.raises(DamagedPicture):
        list(read_answer(answers(clip.parent, Form.MOVIE), SHOT))


def test_a_still_is_one_picture_and_the_others_are_kept_aside(tmp_path: Path) -> None:
    for number in range(3):
        write_png(tmp_path / f"variant-{number}.png", picture(number))
    found = answers(tmp_path, Form.STILL)
    assert files(found) == ["variant-0.png"]
    assert len(found.others) == 2
    assert [frame for frame, _ in read_answer(found, SHOT)] == [1001]


def test_frames_in_place_of_a_movie_and_a_movie_in_place_of_frames_are_taken(
    tmp_path: Path, movie_of: MovieMaker
) -> None:
    for number in range(4):
        write_png(tmp_path / "frames" / f"a{number}.png", picture(number))
    assert answers(tmp_path / "frames", Form.MOVIE).form is Form.FRAMES
    clip = movie_of(frames=5)
    (tmp_path / "movies").mkdir()
    clip.rename(tmp_path / "movies" / "clip.bin")
    assert answers(tmp_path / "movies", Form.FRAMES).form is Form.MOVIE


def test_a_poster_beside_a_movie_is_not_taken_for_its_frames(movie_of: MovieMaker) -> None:
    clip = movie_of(frames=5)
    write_png(clip.parent / "poster.png", picture())
    assert answers(clip.parent, Form.FRAMES).files == (clip,)
    assert answers(clip.parent, Form.STILL).files == (clip.parent / "poster.png",)


def test_an_answer_without_pictures_says_so(tmp_path: Path) -> None:
    (tmp_path / "error.json").write_text("{}")
    with pytest.raises(NotFound, match="neither a picture nor a movie"):
        answers(tmp_path, Form.FRAMES)


def test_hidden_files_and_links_are_no_answer(tmp_path: Path) -> None:
    outside = write_png(tmp_path / "outside" / "secret1.png", picture())
    folder = tmp_path / "answer"
    write_png(folder / "a1.png", picture())
    write_png(folder / ".a2.png", picture())
    (folder / "a3.png").symlink_to(outside)
    (folder / "deep").symlink_to(outside.parent)
    assert files(answers(folder, Form.FRAMES)) == ["a1.png"]


# Archives


def zipped(path: Path, *names: str, **more: bytes) -> Path:
    png = write_png(path.parent / "source.png", picture())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(name, png.read_bytes())
        for name, body in more.items():
            made.writestr(name, body)
    png.unlink()
    return path


def test_frames_come_out_of_an_archive_in_order(tmp_path: Path) -> None:
    (tmp_path / "answer").mkdir()
    names = [f"out/shot {n}.png" for n in (10, 9, 8, 11)]
    zipped(tmp_path / "answer" / "result.zip", *names, readme=b"hello", **{"run.exe": b"MZ"})
    found = answers(tmp_path / "answer", Form.FRAMES, tmp_path / "unpacked")
    assert files(found) == [f"shot {n}.png" for n in (8, 9, 10, 11)]
    assert len(list(read_answer(found, SHOT))) == 4
    held = {path.name for path in (tmp_path / "unpacked").rglob("*") if path.is_file()}
    assert held == {f"shot {n}.png" for n in (8, 9, 10, 11)}


@pytest.mark.parametrize(
    "name",
    ["../evil.png", "a/../../evil.png", "/etc/evil.png", "C:/evil.png", "C:\\evil.png", "a\\..\\evil.png",
     "..", "a/evil.png\0.txt"],
)  # fmt: skip
def test_a_name_that_leads_out_of_the_folder_refuses_the_whole_archive(tmp_path: Path, name: str) -> None:
    (tmp_path / "answer").mkdir()
    path = tmp_path / "answer" / "result.zip"
    stand_in = name.replace("\\", "@").replace("\0", "%")
    zipped(path, "good.png", stand_in)
    # zipfile would tidy such names; an attacker would not.
    body = path.read_bytes().replace(stand_in.encode(), name.encode())
    path.write_bytes(body)
    with pytest.raises(BadDownload, match="leads out of its folder"):
        answers(tmp_path / "answer", Form.FRAMES, tmp_path / "unpacked")
    assert not list(tmp_path.rglob("*.png"))


def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "result.zip"
    entry = zipfile.ZipInfo("frame.png")
    entry.create_system, entry.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(entry, "/etc/passwd")
    with pytest.raises(BadDownload, match="is a link"):
        archive.unpack(path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_archive_out_of_proportion_is_refused_before_a_byte_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "_UNSUSPECTED", 1 << 20)
    path = tmp_path / "result.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("frame.tif", bytes(8 << 20))
    with pytest.raises(BadDownload, match="would unpack to"):
        archive.unpack(path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_archive_that_lies_about_its_sizes_brings_no_more_than_it_said(tmp_path: Path) -> None:
    path = tmp_path / "result.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("frame.png", bytes(1 << 20))
    body = path.read_bytes().replace(struct.pack("<I", 1 << 20), struct.pack("<I", 100))
    path.write_bytes(body)
    with pytest.raises(BadDownload, match="damaged"):
        archive.unpack(path, tmp_path / "out")
    assert not [place for place in (tmp_path / "out").rglob("*") if place.is_file()]


@pytest.mark.parametrize("share", [0.2, 0.6, 0.98])
def test_an_archive_that_is_cut_off_is_told(tmp_path: Path, share: float) -> None:
    path = zipped(tmp_path / "result.zip", "a1.png", "a2.png")
    body = path.read_bytes()
    path.write_bytes(body[: int(len(body) * share)])
    with pytest.raises(BadDownload, match="damaged or cut off"):
        archive.unpack(path, tmp_path / "out")


def test_a_bit_that_turned_in_an_archive_is_found(tmp_path: Path) -> None:
    path = tmp_path / "result.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as made:
        made.writestr("frame.png", os.urandom(5000))
    body = bytearray(path.read_bytes())
    body[2000] ^= 4
    path.write_bytes(body)
    with pytest.raises(BadDownload, match="CRC"):
        archive.unpack(path, tmp_path / "out")
    assert not [place for place in (tmp_path / "out").rglob("*") if place.is_file()]


def test_two_files_of_one_name_refuse_the_archive(tmp_path: Path) -> None:
    path = zipped(tmp_path / "result.zip", "a/frame.png", "A/Frame.png")
    with pytest.raises(BadDownload, match="same name"):
        archive.unpack(path, tmp_path / "out")


def test_names_that_windows_reserves_are_changed(tmp_path: Path) -> None:
    path = zipped(tmp_path / "result.zip", "con/nul.png", "a?b*1.png")
    made = archive.unpack(path, tmp_path / "out")
    assert [str(place.relative_to(tmp_path / "out")) for place in made] == [
        str(Path("_con") / "_nul.png"),
        "a_b_1.png",
    ]


def test_an_archive_where_none_may_be_is_refused(tmp_path: Path) -> None:
    zipped(tmp_path / "result.zip", "a.png")
    with pytest.raises(BadDownload, match="is an archive"):
        answers(tmp_path, Form.STILL)
