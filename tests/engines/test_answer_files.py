"""The files of an answer: codes, light, movies and archives, whole, late, missing or of another shape."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from secondunit.engines.delivery import found_take
from secondunit.engines.folders import PROBLEM_FILE, make_folders
from secondunit.engines.names import Staging
from secondunit.engines.provider_files import answer_folder, read_prepared
from secondunit.engines.result_step import answer_remarks
from secondunit.engines.worker import DONE, PROBLEM, run
from secondunit.media.exr import inspect_exr, read_exr, write_exr
from secondunit.media.interchange import write_clip, write_png
from secondunit.media.picture import Picture
from secondunit.wire import (
    Coding,
    ColorSpace,
    Form,
    Format,
    FrameRange,
    Intake,
    Need,
    Plate,
    Problem,
    Rate,
    Size,
    Step,
    Task,
    Work,
    loads,
)

Make = Callable[..., Work]
ONE = FrameRange(1001, 1001)
FRAMES_EDIT = Intake(
    plate=Need.REQUIRED, matte=Need.OPTIONAL, plate_form=Form.FRAMES, result=Form.FRAMES, most_frames=100
)


def beauty(work: Work, frame: int = 1001) -> Picture:
    return read_exr(Staging(Path(work.staging)).frame("beauty", frame))


def header(work: Work, frame: int = 1001) -> object:
    return inspect_exr(Staging(Path(work.staging)).frame("beauty", frame))


def failed(work: Work) -> Problem:
    assert run(make_folders(work), Step.RENDER) == PROBLEM
    return loads(Problem, (Path(work.scratch) / PROBLEM_FILE).read_bytes())


def red(codes: np.ndarray, frame: int) -> np.ndarray:
    out = codes.copy()
    out[..., :3] = (230, 20, 20)
    return out[..., :3]


def test_a_picture_from_words_is_delivered_as_light(
    provided: Make, model: Callable[..., None], steps_done: Callable[..., None]
) -> None:
    def chart(codes: np.ndarray, frame: int) -> np.ndarray:
        codes = codes.copy()
        codes[:, :64], codes[:, 64:] = (188, 188, 188), (255, 0, 0)
        return codes

    work = provided(Intake(), task=Task.IMAGE, colorspace=ColorSpace("Linear Rec.709 (sRGB)"))
    steps_done(work, Step.PREPARE)
    model(work, chart)
    steps_done(work, Step.RENDER)
    for frame in work.brief.frames:
        pixels = beauty(work, frame).pixels
        # IEC 61966-2-1: code 188 of 255 is 0.5029 of the light; full red is 1, 0, 0.
        np.testing.assert_allclose(pixels[36, 20], (0.5029, 0.5029, 0.5029, 1), atol=1e-3)
        np.testing.assert_allclose(pixels[36, 100], (1, 0, 0, 1), atol=1e-3)
    assert any("stands still over 1001-1003" in remark for remark in answer_remarks(work))


def test_a_picture_that_comes_with_its_own_alpha_keeps_it(
    provided: Make, model: Callable[..., None], steps_done: Callable[..., None]
) -> None:
    def ball(codes: np.ndarray, frame: int) -> np.ndarray:
        out = np.zeros((*codes.shape[:2], 4), np.uint8)
        out[..., :3] = 255
        out[20:40, 20:40, 3] = 128
        return out

    work = provided(Intake(), task=Task.IMAGE, frames=ONE)
    steps_done(work, Step.PREPARE)
    model(work, ball)
    steps_done(work, Step.RENDER)
    pixels = beauty(work).pixels
    np.testing.assert_allclose(pixels[30, 30], [128 / 255] * 4, atol=2e-3)
    assert (pixels[50:] == 0).all()


def test_a_clip_from_words_gives_its_frames_one_for_one(
    provided: Make, model: Callable[..., None], steps_done: Callable[..., None]
) -> None:
    levels = {frame: 40 + 20 * (frame - 1001) for frame in range(1001, 1020)}
    intake = Intake(result=Form.MOVIE, sizes=(Size(256, 144),), clips=(9,), rates=(Rate(24),))
    work = provided(intake, task=Task.VIDEO, frames=FrameRange(1001, 1008))
    steps_done(work, Step.PREPARE)
    model(work, lambda codes, frame: np.full_like(codes, levels[frame]))
    steps_done(work, Step.RENDER)
    for frame in work.brief.frames:
        code = levels[frame] / 255
        light = code / 12.92 if code <= 0.04045 else ((code + 0.055) / 1.055) ** 2.4
        assert abs(float(beauty(work, frame).pixels[36, 60, 1]) - light) < 0.02
    said = " ".join(answer_remarks(work))
    assert "frames a second" not in said, "23.976 and 24 are no other speed"
    fast = provided(replace(intake, rates=(Rate(30),)), task=Task.VIDEO, frames=FrameRange(1001, 1008))
    steps_done(fast, Step.PREPARE)
    model(fast)
    steps_done(fast, Step.RENDER)
    assert "works at 30 frames a second" in " ".join(answer_remarks(fast))


def test_a_movie_of_another_rate_is_not_resampled_and_that_is_said(
    provided: Make, steps_done: Callable[..., None]
) -> None:
    intake = Intake(result=Form.MOVIE, sizes=(Size(128, 72),), clips=(4,))
    work = provided(intake, task=Task.VIDEO)
    steps_done(work, Step.PREPARE)
    folder = answer_folder(Path(work.scratch), 0)
    folder.mkdir(parents=True)
    frames = [np.full((72, 128, 3), level, np.uint8) for level in (60, 100, 140, 180, 220, 250)]
    write_clip(folder / "out.mp4", frames, Rate(48))
    steps_done(work, Step.RENDER)
    means = [float(beauty(work, frame).pixels[..., 1].mean()) for frame in work.brief.frames]
    assert means == sorted(means) and means[2] < 0.35
    said = " ".join(answer_remarks(work))
    assert "came back with 48" in said and "6 frames" in said


def test_clips_that_overlap_are_joined_by_weight_and_the_seam_is_told(
    provided: Make, make_footage: Callable[..., Plate], model: Callable[..., None],
    steps_done: Callable[..., None],
) -> None:  # fmt: skip
    frames = FrameRange(1001, 1014)
    intake = replace(FRAMES_EDIT, least_frames=4, most_frames=8)
    work = provided(
        intake, task=Task.RESTYLE, plate=make_footage(frames, (32, 18)), frames=frames, format=Format(32, 18)
    )
    steps_done(work, Step.PREPARE)
    pieces = read_prepared(Path(work.scratch)).pieces
    assert len(pieces) == 2 and pieces[1].overlap >= 2
    model(work)
    for piece in pieces:  # every clip has its own brightness
        for path in answer_folder(Path(work.scratch), piece.number).iterdir():
            write_png(path, np.full((18, 32, 3), 100 + 50 * piece.number, np.uint8))
    steps_done(work, Step.RENDER)
    level = {frame: float(beauty(work, frame).pixels[9, 16, 1]) for frame in frames}
    shared = pieces[0].frames.intersection(pieces[1].frames)
    assert shared is not None
    ramp = [level[frame] for frame in range(shared.first - 1, shared.last + 2)]
    assert ramp == sorted(ramp) and len(set(ramp)) == len(ramp), "it goes over step by step"
    assert level[1001] < level[shared.first] < level[shared.last] < level[1014]
    assert header(work, shared.first).provenance["piece"] == "0 1"  # type: ignore[attr-defined]
    seams = [remark for remark in answer_remarks(work) if str(shared.first) in remark]
    assert seams, answer_remarks(work)


def test_light_in_exr_is_taken_as_it_is_but_for_what_is_no_number(
    provided: Make, make_footage: Callable[..., Plate], steps_done: Callable[..., None]
) -> None:
    intake = Intake(
        plate=Need.REQUIRED, plate_form=Form.FRAMES, result=Form.FRAMES, result_coding=Coding.LINEAR,
        result_space="ACEScg", most_frames=100,
    )  # fmt: skip
    work = provided(intake, task=Task.RESTYLE, plate=make_footage(gain=0.01))
    steps_done(work, Step.PREPARE)
    assert read_prepared(Path(work.scratch)).encoded.exposure == 1  # type: ignore[union-attr]
    folder = answer_folder(Path(work.scratch), 0)
    folder.mkdir(parents=True)
    given = {}
    for frame in work.brief.frames:
        values = np.random.default_rng(frame).normal(2, 3, (72, 128, 3)).astype(np.float16)
        given[frame] = values
        written = values.copy()
        if frame == 1002:
            written[5, 5] = (np.nan, np.inf, 1)
        # Written by another program: ours would not write what is no number.
        import OpenEXR

        attributes = {"compression": OpenEXR.ZIP_COMPRESSION, "type": OpenEXR.scanlineimage}
        OpenEXR.File(attributes, {"RGB": written}).write(str(folder / f"hdr.{frame}.exr"))
    steps_done(work, Step.RENDER)
    for frame in work.brief.frames:
        pixels = read_exr(Staging(Path(work.staging)).frame("beauty", frame), half=True).pixels
        same = np.ones((72, 128), bool)
        same[5, 5] = frame != 1002
        assert np.array_equal(pixels[same][:, :3].view(np.uint16), given[frame][same].view(np.uint16))
    assert np.isfinite(beauty(work, 1002).pixels).all()
    assert (Path(work.scratch) / "remarks" / "1002.json").is_file()
    assert not (Path(work.scratch) / "remarks" / "1001.json").exists()


def test_light_that_came_where_codes_were_asked_for_is_as_bright_as_the_plate(
    provided: Make, make_footage: Callable[..., Plate], steps_done: Callable[..., None]
) -> None:
    plate = make_footage(ONE, gain=0.01, lamp=0.3)
    work = provided(Intake(plate=Need.REQUIRED), task=Task.RESTYLE, plate=plate, frames=ONE)
    steps_done(work, Step.PREPARE)
    encoded = read_prepared(Path(work.scratch)).encoded
    assert encoded is not None and encoded.exposure > 1
    light = read_exr(plate.path % 1001)
    folder = answer_folder(Path(work.scratch), 0)
    folder.mkdir(parents=True)
    shown = light.pixels * np.float32(encoded.exposure)
    write_exr(folder / "hdr.exr", Picture.of(shown), provenance={"colorspace": "ACEScg"})
    steps_done(work, Step.RENDER)
    np.testing.assert_allclose(beauty(work).pixels[..., :3], light.pixels, rtol=3e-3, atol=1e-6)


def test_frames_in_an_archive_are_found(
    provided: Make, make_footage: Callable[..., Plate], model: Callable[..., None],
    steps_done: Callable[..., None],
) -> None:  # fmt: skip
    def packed(folder: Path) -> None:
        with zipfile.ZipFile(folder / "frames.zip", "w") as archive:
            for path in sorted(folder.glob("*.png")):
                archive.write(path, path.name)
                path.unlink()

    work = provided(FRAMES_EDIT, task=Task.RESTYLE, plate=make_footage())
    steps_done(work, Step.PREPARE)
    model(work, red, packed)
    steps_done(work, Step.RENDER)
    assert beauty(work, 1003).pixels[36, 60, 0] > 0.5
    assert [path.name for path in answer_folder(Path(work.scratch), 0).iterdir()] == ["frames.zip"]


def test_a_frame_that_did_not_come_back_is_named_and_the_others_are_kept(
    provided: Make, make_footage: Callable[..., Plate], model: Callable[..., None],
    steps_done: Callable[..., None],
) -> None:  # fmt: skip
    work = provided(FRAMES_EDIT, task=Task.RESTYLE, plate=make_footage())
    steps_done(work, Step.PREPARE)
    model(work, also=lambda folder: (folder / "out_00001_.png").unlink())
    problem = failed(work)
    assert problem.where == "1002" and problem.code == "work.frame" and "did not come back" in problem.message
    assert Staging(Path(work.staging)).frame("beauty", 1001).is_file()
    model(work)
    steps_done(work, Step.RENDER)


def test_an_answer_that_ends_early_names_the_first_frame_that_lacks(
    provided: Make, make_footage: Callable[..., Plate], steps_done: Callable[..., None]
) -> None:
    work = provided(replace(FRAMES_EDIT, result=Form.MOVIE), task=Task.RESTYLE, plate=make_footage())
    steps_done(work, Step.PREPARE)
    folder = answer_folder(Path(work.scratch), 0)
    assert failed(work).where == "1001", "nothing came back at all"
    folder.mkdir(parents=True, exist_ok=True)
    write_clip(folder / "out.mp4", [np.full((72, 128, 3), 90, np.uint8)] * 2, Rate(24000, 1001))
    problem = failed(work)
    assert problem.where == "1003" and "2 of 3" in problem.message


def test_an_answer_without_a_picture_is_named_by_its_files(
    provided: Make, make_footage: Callable[..., Plate], steps_done: Callable[..., None]
) -> None:
    work = provided(FRAMES_EDIT, task=Task.RESTYLE, plate=make_footage())
    steps_done(work, Step.PREPARE)
    folder = answer_folder(Path(work.scratch), 0)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "reply.txt").write_text("sorry")
    problem = failed(work)
    assert "holds no picture: reply.txt" in problem.message and "retry gives the same" in problem.remedy


def test_a_picture_of_another_shape_or_a_damaged_one_is_refused(
    provided: Make, make_footage: Callable[..., Plate], model: Callable[..., None],
    steps_done: Callable[..., None],
) -> None:  # fmt: skip
    work = provided(FRAMES_EDIT, task=Task.RESTYLE, plate=make_footage())
    steps_done(work, Step.PREPARE)
    folder = answer_folder(Path(work.scratch), 0)
    model(work, also=lambda folder: write_png(folder / "out_00001_.png", np.zeros((72, 72, 3), np.uint8)))  # type: ignore[arg-type, return-value]
    problem = failed(work)
    assert problem.where == "1002" and "72x72" in problem.message and "128x72" in problem.message
    model(work)
    path = folder / "out_00002_.png"
    path.write_bytes(path.read_bytes()[:-400])
    assert failed(work).where == "1003"
    model(work, lambda codes, frame: np.asarray(Image.fromarray(codes).resize((64, 36))))
    steps_done(work, Step.RENDER)
    assert any("128x72" in remark and "64x36" in remark for remark in answer_remarks(work))


def test_frames_of_another_answer_are_made_again(
    provided: Make, make_footage: Callable[..., Plate], model: Callable[..., None],
    steps_done: Callable[..., None],
) -> None:  # fmt: skip
    work = provided(FRAMES_EDIT, task=Task.RESTYLE, plate=make_footage())
    steps_done(work, Step.PREPARE)
    model(work)
    steps_done(work, Step.RENDER)
    path = Staging(Path(work.staging)).frame("beauty", 1001)
    before = path.stat().st_mtime_ns
    steps_done(work, Step.RENDER)
    assert path.stat().st_mtime_ns == before, "what is there and whole is not made again"
    model(work, red)
    # Asked for one frame, all that came from the other answer are made again: no take is half of each.
    assert run(make_folders(work), Step.RENDER, (1001,)) == DONE
    assert all(beauty(work, frame).pixels[36, 60, 0] > 0.5 for frame in work.brief.frames)


def test_what_came_back_under_a_link_or_half_written_is_not_taken(
    provided: Make, make_footage: Callable[..., Plate], model: Callable[..., None],
    steps_done: Callable[..., None], tmp_path: Path,
) -> None:  # fmt: skip
    secret = tmp_path / "secret.txt"
    secret.write_text("not yours")

    def odd(folder: Path) -> None:
        (folder / "link.txt").symlink_to(secret)
        (folder / ".out.tmp-123.png").write_bytes(b"half")

    work = provided(FRAMES_EDIT, task=Task.RESTYLE, plate=make_footage())
    steps_done(work, Step.PREPARE)
    model(work, red, odd)
    steps_done(work, Step.RENDER, Step.DELIVER)
    take = found_take(work)
    assert take is not None
    kept = sorted(path.name for path in (Path(take.folder) / "provider" / "0").iterdir())
    assert kept == ["out_00000_.png", "out_00001_.png", "out_00002_.png"]
