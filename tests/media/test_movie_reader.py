"""Frames of a movie in any order are those that come in order, and going on decodes nothing twice."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from secondunit.media.movie import movie_frames
from secondunit.media.movie_reader import MovieReader
from secondunit.wire.errors import DamagedPicture, OutOfRange

COUNT = 60


@pytest.fixture(scope="module", params=["mp4", "mkv", "mjpeg.mov"])
def movie(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty frames, each another grey with a moving bar; two of them with B frames."""
    path: Path = tmp_path_factory.mktemp("movies") / f"m.{request.param}"
    still = request.param.startswith("mjpeg")
    with av.open(str(path), "w") as out:
        stream = out.add_stream("mjpeg" if still else "libx264", rate=24)
        stream.width, stream.height = 64, 48
        stream.pix_fmt = "yuvj420p" if still else "yuv420p"
        if not still:
            stream.options = {"g": "25", "bf": "3", "crf": "10"}
        for n in range(COUNT):
            grey = np.full((48, 64, 3), 2 * n + 40, np.uint8)
            grey[:, n : n + 4] = 230
            for packet in stream.encode(av.VideoFrame.from_ndarray(grey, format="rgb24")):
                out.mux(packet)
        for packet in stream.encode():
            out.mux(packet)
    return path


def test_any_order_gives_the_frames_that_come_in_order(movie: Path) -> None:
    right = {index: pixels.copy() for index, pixels in movie_frames(movie)}
    reader = MovieReader(movie)
    for index in (0, 1, 2, 59, 58, 30, 31, 33, 12, 12, 26, 25, 24, 0, 59):
        assert np.array_equal(reader.frame(index), right[index]), index
    reader.close()
    assert np.array_equal(reader.frame(7), right[7])
    reader.close()


def test_going_on_decodes_each_frame_once(movie: Path) -> None:
    reader = MovieReader(movie)
    for index in range(COUNT):
        reader.frame(index)
    assert reader.decoded == COUNT
    reader.close()


def test_a_frame_that_is_not_there_and_a_movie_that_breaks_off_are_errors(
    movie: Path, tmp_path: Path
) -> None:
    reader = MovieReader(movie)
    for index in (-1, COUNT):
        with pytest.raises(OutOfRange):
            reader.frame(index)
    reader.close()
    torn = tmp_path / movie.name
    torn.write_bytes(movie.read_bytes())
    reader = MovieReader(torn)
    torn.write_bytes(b"")
    with pytest.raises(DamagedPicture):
        reader.frame(3)
