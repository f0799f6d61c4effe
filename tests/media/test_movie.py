"""Movies come in with their exact rate and the right colour; a broken one names the frame where it breaks."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from secondunit.media.config import Config
from secondunit.media.display import to_display
from secondunit.media.exr import inspect_exr, read_exr, verify_exr
from secondunit.media.movie import inspect_movie, movie_frames
from secondunit.media.plate import movie_colorspace, movie_to_plate
from secondunit.wire.errors import BadColor, BadPicture, DamagedPicture, MissingFrames, NotFound, OutOfRange
from secondunit.wire.picture import Format
from secondunit.wire.rate import Rate

MovieMaker = Callable[..., Path]


@pytest.mark.parametrize(
    "rate", [Rate(24000, 1001), Rate(25), Rate(30000, 1001), Rate(24), Rate(60000, 1001)]
)
@pytest.mark.parametrize("container", ["mp4", "mov", "mkv"])
def test_the_rate_is_exact_and_frames_are_counted(movie_of: MovieMaker, rate: Rate, container: str) -> None:
    exact = Fraction(rate.numerator, rate.denominator)
    movie = inspect_movie(movie_of(f"ä 🎬.{container}", frames=11, rate=exact))
    assert movie.rate == rate
    assert movie.frames == 11
    assert movie.format == Format(64, 48)
    assert [index for index, _ in movie_frames(movie)] == list(range(11))


@pytest.mark.parametrize(
    ("tag", "matrix", "kr", "kb"),
    [(1, "bt709", 0.2126, 0.0722), (5, "bt601", 0.299, 0.114), (9, "bt2020", 0.2627, 0.0593)],
)
@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize(("layout", "bits"), [("yuv444p", 8), ("yuv420p", 8), ("yuv422p10le", 10)])
def test_rgb_is_made_by_the_movies_matrix_and_range(
    tmp_path: Path, tag: int, matrix: str, kr: float, kb: float, full: bool, layout: str, bits: int
) -> None:
    path = tmp_path / "a.mkv"
    more = 2 ** (bits - 8)
    codes = (120 * more, 90 * more, 170 * more)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=24, options={"qp": "0"})
        stream.width, stream.height, stream.pix_fmt = 32, 32, layout
        stream.codec_context.colorspace, stream.codec_context.color_range = tag, 2 if full else 1
        frame = av.VideoFrame(32, 32, layout)
        for plane, code in zip(frame.planes, codes, strict=True):
            size = 1 if bits == 8 else 2
            plane.update(code.to_bytes(size, "little") * (plane.buffer_size // size))
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)
    movie = inspect_movie(path)
    assert (movie.matrix, movie.full_range, movie.matrix_is_guess) == (matrix, full, False)
    highest = 2**bits - 1
    y = codes[0] / highest if full else (codes[0] - 16 * more) / (219 * more)
    cb, cr = ((code - 128 * more) / (highest if full else 224 * more) for code in codes[1:])
    red, blue = y + 2 * (1 - kr) * cr, y + 2 * (1 - kb) * cb
    green = (y - kr * red - kb * blue) / (1 - kr - kb)
    ((_, pixels),) = movie_frames(movie)
    assert pixels.dtype == np.float32
    assert np.allclose(pixels, [red, green, blue], atol=1e-5)


def test_whiter_than_white_is_kept(movie_of: MovieMaker) -> None:
    ((_, pixels),) = movie_frames(movie_of(frames=27), 26)
    assert pixels.min() > 1.05
    assert pixels.mean() == pytest.approx((40 + 8 * 26 - 16) / 219, abs=1e-4)


def test_rgb_movies_and_grey_movies_are_exact(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    for layout, shape, scale in (
        ("rgb24", (16, 18, 3), 255),
        ("gray", (16, 18), 255),
        ("gbrp12le", (16, 18, 3), 4095),
    ):
        kind = np.uint8 if scale == 255 else np.uint16
        codes = random.integers(0, scale + 1, shape).astype(kind)
        path = tmp_path / f"{layout}.mkv"
        with av.open(str(path), "w") as container:
            stream = container.add_stream("ffv1", rate=24)
            stream.width, stream.height = 18, 16
            stream.pix_fmt = {"rgb24": "bgr0"}.get(layout, layout)
            frame = av.VideoFrame.from_ndarray(codes, format=layout).reformat(format=stream.pix_fmt)
            for packet in (*stream.encode(frame), *stream.encode(None)):
                container.mux(packet)
        ((_, pixels),) = movie_frames(path)
        expected = codes if codes.ndim == 3 else np.repeat(codes[..., None], 3, axis=2)
        assert np.abs(pixels * scale - expected).max() < 1e-3, layout


def test_some_frames_can_be_asked_for_by_number(movie_of: MovieMaker) -> None:
    path = movie_of(frames=12)
    chosen = list(movie_frames(path, 5, 3))
    assert [index for index, _ in chosen] == [5, 6, 7]
    assert chosen[0][1].mean() == pytest.approx((40 + 8 * 5 - 16) / 219, abs=1e-4)
    with pytest.raises(OutOfRange, match="12 frames"):
        list(movie_frames(path, 5, 8))


def test_a_varying_frame_rate_is_one_clear_error(movie_of: MovieMaker) -> None:
    path = movie_of(frames=6, rate=Fraction(24), times=[0, 1, 2, 7, 8, 30])
    with pytest.raises(BadPicture, match=r"varies.*ffmpeg"):
        inspect_movie(path)


def test_a_cut_movie_names_the_frame(movie_of: MovieMaker) -> None:
    path = movie_of("a.mkv", frames=12, flat=False, size=(320, 240))
    whole = inspect_movie(path)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    seen = []
    with pytest.raises(DamagedPicture, match=r"frame \d+ of 12") as caught:
        seen.extend(index for index, _ in movie_frames(whole))
    assert f"frame {len(seen)} of 12" in caught.value.problem.message
    assert 0 < len(seen) < 12


def test_a_movie_cut_anywhere_never_gives_more_than_an_error(movie_of: MovieMaker) -> None:
    path = movie_of("a.mp4", frames=6, flat=False)
    data = path.read_bytes()
    for cut in [0, 1, 7, 40, *range(100, len(data), len(data) // 25)]:
        path.write_bytes(data[:cut])
        with pytest.raises(DamagedPicture):
            list(movie_frames(path))


def test_what_is_no_movie_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        inspect_movie(tmp_path / "none.mp4")
    (tmp_path / "a.mp4").write_text("not a movie")
    with pytest.raises(DamagedPicture):
        inspect_movie(tmp_path / "a.mp4")
    with av.open(str(tmp_path / "sound.wav"), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=48000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 480), np.int16), format="s16", layout="mono")
        frame.rate = 48000
        container.mux(stream.encode(frame))
    with pytest.raises(BadPicture, match="no picture"):
        inspect_movie(tmp_path / "sound.wav")


def test_a_movie_becomes_a_plate_frame_for_frame(
    movie_of: MovieMaker, tmp_path: Path, config: Config
) -> None:
    path = movie_of("täke 1.mp4", frames=12)
    plate = movie_to_plate(path, tmp_path / "plate ü/p.%04d.exr", config=config)
    assert plate.sequence.frames == tuple(range(1001, 1013))
    assert (plate.colorspace, plate.rate, plate.format) == ("ACEScg", Rate(24000, 1001), Format(64, 48))
    for frame, file in plate.sequence:
        header = verify_exr(file)
        assert header.rate == Rate(24000, 1001) and header.depth == "half"
        assert header.provenance["source frame"] == str(frame - 1001)
        code = (40 + 8 * (frame - 1001) - 16) / 219
        linear = code / 12.92 if code <= 0.04045 else ((code + 0.055) / 1.055) ** 2.4
        assert read_exr(file).pixels.mean() == pytest.approx(linear, rel=2e-3)
    assert len(list((tmp_path / "plate ü").iterdir())) == 12


def test_through_the_plates_view_the_clip_looks_as_it_did(
    movie_of: MovieMaker, tmp_path: Path, config: Config
) -> None:
    path = movie_of(frames=4, flat=False)
    plate = movie_to_plate(path, tmp_path / "p.%04d.exr", config=config)
    for (_, file), (_, rgb) in zip(plate.sequence, movie_frames(path), strict=True):
        shown = to_display(read_exr(file).pixels, plate.colorspace, config, view=plate.view)
        expected = np.clip(rgb, 0, 1) * 255
        assert np.abs(shown - expected).max() < 1.01


def test_part_of_a_movie_begins_at_any_number(movie_of: MovieMaker, tmp_path: Path, config: Config) -> None:
    plate = movie_to_plate(
        movie_of(frames=12),
        tmp_path / "p.%04d.exr",
        start=-2,
        first=4,
        count=5,
        config=config,
        target="lin_rec709",
    )
    assert plate.sequence.require().frames == (-2, -1, 0, 1, 2)
    assert inspect_exr(plate.sequence.path(0)).provenance["source frame"] == "6"
    with pytest.raises(MissingFrames):
        plate.sequence.require(range(-2, 9))


def test_a_space_that_is_not_sure_is_not_guessed(movie_of: MovieMaker, config: Config) -> None:
    assert config.space(movie_colorspace(inspect_movie(movie_of(color_trc=1)), config)).name == (
        config.space("sRGB - Texture").name
    )
    for tags in ({"color_trc": 16}, {"color_trc": 18}, {"color_primaries": 9}):
        with pytest.raises(BadColor, match="must be named"):
            movie_colorspace(inspect_movie(movie_of(**tags)), config)


def test_memory_does_not_grow_with_the_length_of_the_movie(movie_of: MovieMaker, tmp_path: Path) -> None:
    peaks = []
    for frames in (10, 60):
        path = movie_of(f"{frames}.mp4", frames=frames, size=(640, 360), flat=False)
        program = (
            "import resource, sys; from secondunit.media.plate import movie_to_plate;"
            "movie_to_plate(sys.argv[1], sys.argv[2]);"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        )
        command = [sys.executable, "-c", program, str(path), str(tmp_path / f"{frames}/p.%04d.exr")]
        peaks.append(int(subprocess.run(command, check=True, capture_output=True, text=True).stdout) * 1024)
    one_frame = 640 * 360 * 4 * 4
    assert math.isclose(peaks[1], peaks[0], abs_tol=6 * one_frame)
