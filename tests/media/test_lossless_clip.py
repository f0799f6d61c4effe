"""Clips without loss: the very codes come back, to us and to what reads movies as ComfyUI does."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from secondunit.media.lossless_clip import write_lossless
from secondunit.media.movie import movie_frames
from secondunit.wire.errors import BadPicture, EmptyFrames, PictureTooLarge
from secondunit.wire.rate import Rate

NTSC = Rate(24000, 1001)


def floats(count: int, width: int = 64, height: int = 36) -> list[np.ndarray]:
    random = np.random.default_rng(3)
    made = [random.normal(0.4, 0.6, (height, width, 3)).astype(np.float32) for _ in range(count)]
    made[0][0, 0] = [1000.0, -0.25, 1e-7]
    return made


def whole(count: int, width: int = 64, height: int = 36) -> list[np.ndarray]:
    random = np.random.default_rng(3)
    return [random.integers(0, 256, (height, width, 3)).astype(np.uint8) for _ in range(count)]


def decoded(path: Path, pixels: str) -> list[np.ndarray]:
    """As ComfyUI's LoadVideo does it (comfy_api/latest/_input_impl/video_types.py of 0.33.0)."""
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format=pixels) for frame in container.decode(video=0)]


def test_floats_beyond_black_and_white_come_back_as_they_were(tmp_path: Path) -> None:
    frames = floats(3)
    movie = write_lossless(tmp_path / "a.mov", frames, NTSC)
    assert (movie.frames, movie.rate, movie.width, movie.height) == (3, NTSC, 64, 36)
    for mine, theirs, frame in zip(
        movie_frames(movie), decoded(movie.path, "gbrpf32le"), frames, strict=True
    ):
        assert np.array_equal(mine[1], frame) and np.array_equal(theirs, frame)


def test_half_floats_of_others_are_read_as_they_are_too(tmp_path: Path) -> None:
    frame = floats(1)[0]
    with av.open(str(tmp_path / "a.mov"), "w") as container:
        stream = container.add_stream("exr", rate=Fraction(24))
        stream.height, stream.width = frame.shape[:2]
        stream.pix_fmt, stream.options = "gbrpf32le", {"format": "half"}
        container.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="gbrpf32le")))
        container.mux(stream.encode(None))
    ((_, mine),) = movie_frames(tmp_path / "a.mov")
    halves = frame.astype(np.float16).astype(np.float32)
    assert (np.abs(mine - halves) <= np.abs(halves) * 2**-10 + 6e-8).all(), "they are rounded in its way"


@pytest.mark.parametrize("width", [64, 71])
def test_eight_bits_come_back_as_the_very_codes(tmp_path: Path, width: int) -> None:
    frames = whole(5, width, 37)
    movie = write_lossless(tmp_path / "a.mov", frames, Rate(25))
    assert movie.rate == Rate(25) and movie.matrix == "rgb"
    for mine, theirs, frame in zip(movie_frames(movie), decoded(movie.path, "rgb24"), frames, strict=True):
        assert np.array_equal(np.rint(mine[1] * 255), frame) and np.array_equal(theirs, frame)


def test_the_file_says_nothing_but_the_picture(tmp_path: Path) -> None:
    made = [write_lossless(tmp_path / f"{name}.mov", whole(2), NTSC).path for name in "ab"]
    assert made[0].read_bytes() == made[1].read_bytes()
    with av.open(str(made[0])) as container:
        (stream,) = container.streams
        assert Fraction(stream.average_rate) == Fraction(24000, 1001)
        said = {**container.metadata, **stream.metadata}
        assert not set(said) - {"major_brand", "minor_version", "compatible_brands", "language",
                                "handler_name", "vendor_id", "encoder"}  # fmt: skip


def test_what_would_be_too_large_ends_before_it_is_written_whole_and_leaves_nothing(tmp_path: Path) -> None:
    written = 0

    def frames() -> object:
        nonlocal written
        for frame in floats(100):
            written += 1
            yield frame

    with pytest.raises(PictureTooLarge):
        write_lossless(tmp_path / "a.mov", frames(), NTSC, most=100_000)  # type: ignore[arg-type]
    assert written < 20 and not list(tmp_path.iterdir())


def test_no_frame_and_frames_of_another_make_are_refused(tmp_path: Path) -> None:
    with pytest.raises(EmptyFrames):
        write_lossless(tmp_path / "a.mov", [], NTSC)
    with pytest.raises(BadPicture):
        write_lossless(tmp_path / "a.mov", [np.zeros((4, 4, 3), np.uint16)], NTSC)  # type: ignore[list-item]
    with pytest.raises(BadPicture, match="another size"):
        write_lossless(tmp_path / "a.mov", [*whole(1), *whole(1, 32)], NTSC)
    assert not list(tmp_path.iterdir())
