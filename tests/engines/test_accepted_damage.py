"""A damaged movie is taken only on purpose; then what cannot be had stands still, and the take says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from secondunit.engines.plate_check import plate_faults
from secondunit.engines.plate_reader import PlateReader
from secondunit.engines.plate_remarks import damage_remarks, plate_remarks
from secondunit.media.config import open_config
from secondunit.media.movie import inspect_movie, movie_frames
from secondunit.media.movie_reader import MovieReader
from secondunit.wire import ColorSpace, Format, FrameRange, Plate, Rate, Step, Work, brief_digest, loads
from secondunit.wire.errors import DamagedPicture, FrameFailed
from secondunit.wire.take import Take

from ..media.films import FRAMES, Film

INTRA = Film(
    "clip.mkv", "ffv1", options={"level": "3", "slicecrc": "1", "slices": "4", "g": "1"}, rate=Fraction(24)
)
SPACE = ColorSpace("sRGB - Texture")


def plate_of(path: Path, **changes: object) -> Plate:
    whole = Plate(str(path), FrameRange(1001, 1000 + FRAMES), Rate(24), Format(96, 64), SPACE)
    return replace(whole, **changes)  # type: ignore[arg-type]


def with_changed_frame(path: Path, frame: int) -> None:
    """Change bytes in the middle of one frame's packet."""
    import av

    with av.open(str(path)) as container:
        packet = [one for one in container.demux(video=0) if one.size][frame]
    data = bytearray(path.read_bytes())
    place = packet.pos + packet.size // 2
    data[place : place + 8] = bytes(8)
    path.write_bytes(data)


def test_a_changed_frame_stops_the_plate_with_its_number_unless_it_is_accepted(
    tmp_path: Path, make_work: Callable[..., Work]
) -> None:
    path = INTRA.write(tmp_path)
    truth = [pixels.copy() for _, pixels in movie_frames(path)]
    with_changed_frame(path, 6)
    work = make_work(plate=plate_of(path), frames=FrameRange(1001, 1012))
    (fault,) = plate_faults(work.brief)
    assert fault.problem.code == "picture.damaged" and "frame 1007" in fault.problem.message
    assert "--accept-damage" in fault.problem.remedy
    accepted = plate_of(path, accept_damage=True)
    assert plate_faults(replace(work.brief, plate=accepted)) == []
    reader = MovieReader(path, accept_damage=True)
    for index in (5, 7, 0, 11):
        assert np.array_equal(reader.frame(index), truth[index]), index
    assert reader.frame(6).shape == truth[6].shape
    assert reader.faults.keys() == {6}
    reader.close()
    assert len(list(movie_frames(inspect_movie(path, accept_damage=True)))) == FRAMES
    (remark,) = damage_remarks(accepted)
    assert remark.startswith("Frame 1007 of clip.mkv is damaged, which was accepted")
    assert damage_remarks(plate_of(path)) == ()


def test_of_a_movie_that_breaks_off_the_rest_is_taken_with_its_own_numbers(tmp_path: Path) -> None:
    path = INTRA.write(tmp_path)
    truth = [pixels.copy() for _, pixels in movie_frames(path)]
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 6 // 10])
    with pytest.raises(DamagedPicture, match="breaks off"):
        inspect_movie(path)
    movie = inspect_movie(path, accept_damage=True)
    assert 4 <= movie.frames <= 8
    for index, pixels in movie_frames(movie):
        assert np.array_equal(pixels, truth[index])
    plate = plate_of(path, accept_damage=True, frames=FrameRange(1001, 1000 + movie.frames))
    (said,) = plate_remarks(plate, open_config())
    assert f"breaks off after {movie.frames} of {FRAMES} frames" in said and "accepted" in said
    assert damage_remarks(plate) == (said,)


def test_what_lies_between_two_whole_frames_stands_still(tmp_path: Path) -> None:
    """A packet without a picture in it, in a movie whose frames lean on each other."""
    film = Film("clip.mp4", "libx264", options={"crf": "12", "g": "4", "bf": "0"}, rate=Fraction(24))
    path = film.write(tmp_path)
    with_changed_frame(path, 5)
    reader = MovieReader(path, accept_damage=True)
    pictures = [reader.frame(index) for index in range(FRAMES)]
    assert len(pictures) == FRAMES and all(one.shape == (64, 96, 3) for one in pictures)
    in_order = dict(movie_frames(reader.movie))
    assert sorted(in_order) == list(range(FRAMES))
    reader.close()


def test_the_take_says_what_was_accepted_and_another_digest_names_it(
    tmp_path: Path, make_work: Callable[..., Work], steps_done: Callable[..., None]
) -> None:
    path = INTRA.write(tmp_path)
    with_changed_frame(path, 6)
    refused = make_work(plate=plate_of(path), frames=FrameRange(1001, 1003))
    work = make_work(plate=plate_of(path, accept_damage=True), frames=FrameRange(1001, 1003))
    assert brief_digest(refused.brief) != brief_digest(work.brief)
    steps_done(work, Step.SIMULATE, Step.RENDER, Step.DELIVER)
    folder = next(Path(work.staging).parent.glob("v001"))
    take = loads(Take, (folder / "take.json").read_bytes())
    assert any("Frame 1007 of clip.mkv is damaged, which was accepted" in remark for remark in take.remarks)


def test_a_frame_of_the_plate_that_is_not_accepted_is_named_in_the_shots_numbers(tmp_path: Path) -> None:
    path = INTRA.write(tmp_path)
    with_changed_frame(path, 6)
    # What a take reads, whatever an estimate looked at before.
    plate = plate_of(path, first_in_file=2, frames=FrameRange(1001, 1008))
    with pytest.raises((DamagedPicture, FrameFailed), match=r"frame 1005|Frame 1005"):
        reading = PlateReader(plate, open_config(), "ACEScg")
        for frame in plate.frames:
            reading.picture(frame)
