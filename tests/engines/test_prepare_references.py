"""Reference pictures on their way to a provider: upright, small enough, and silent about their makers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms

from secondunit.engines.folders import PROBLEM_FILE, make_folders
from secondunit.engines.provider_files import read_prepared
from secondunit.engines.worker import PROBLEM, run
from secondunit.media.config import open_config
from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.wire import (
    ColorSpace,
    Form,
    Format,
    FrameRange,
    Intake,
    Prepared,
    Problem,
    Reference,
    Size,
    Step,
    Task,
    Work,
    loads,
)

from ..stills import write_still

Make = Callable[..., Work]


def prepared_by(work: Work) -> Prepared:
    request = make_folders(work)
    assert run(request, Step.PREPARE) == 0, (request.parent / PROBLEM_FILE).read_text("utf-8")
    return read_prepared(Path(work.scratch))


def problem_of(work: Work) -> Problem:
    assert run(make_folders(work), Step.PREPARE) == PROBLEM
    return loads(Problem, (Path(work.scratch) / PROBLEM_FILE).read_bytes())


def sha256(path: Path | str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def picture_with_story(path: Path, **options: object) -> Reference:
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera"
    exif[0x0112] = 6  # turned by 90 degrees
    pixels = np.zeros((40, 60, 3), np.uint8)
    pixels[:, :30] = (250, 10, 10)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.fromarray(pixels).save(path, exif=exif, icc_profile=profile, **options)
    return Reference(str(path), "style")


def with_references(work: Work, *references: Reference) -> Work:
    return replace(work, brief=replace(work.brief, references=references))


def test_references_are_upright_and_say_nothing_but_what_they_show(provided: Make, tmp_path: Path) -> None:
    jpg = picture_with_story(tmp_path / "ref.jpg", quality=95, comment=b"who made it")
    grey = tmp_path / "grey.png"
    Image.fromarray(np.full((32, 32), 30000, np.uint16)).save(grey)
    exr = tmp_path / "look.exr"
    write_exr(exr, Picture.of(np.full((32, 48, 3), 0.18, np.float32)), provenance={"colorspace": "ACEScg"})
    references = (jpg, Reference(str(grey), "subject"), Reference(str(exr), "style"))
    work = with_references(provided(Intake(), task=Task.IMAGE), *references)
    files = prepared_by(work).pieces[0].files
    assert [(file.role, file.about, file.media_type) for file in files] == [
        ("reference", "style", "image/png"),
        ("reference", "subject", "image/png"),
        ("reference", "style", "image/png"),
    ]
    first, second, third = (Image.open(Path(work.scratch) / file.path) for file in files)
    assert first.size == (40, 60) and not first.info and not first.getexif()
    assert first.getpixel((20, 10))[0] > 200 and first.getpixel((20, 50))[0] < 60  # type: ignore[index]
    assert second.getpixel((5, 5))[0] in (116, 117) and third.size == (48, 32)  # type: ignore[index]
    for file, reference in zip(files, references, strict=True):
        data = (Path(work.scratch) / file.path).read_bytes()
        assert b"Secret" not in data and b"who made it" not in data and b"iCCP" not in data
        assert file.sources == (sha256(reference.path),)


def test_a_reference_that_is_too_large_is_made_smaller_and_that_is_said(
    provided: Make, tmp_path: Path
) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (300, 400, 3), np.uint8)
    Image.fromarray(noise).save(tmp_path / "noise.png")
    reference = Reference(str(tmp_path / "noise.png"))
    for most, smaller in ((250_000, False), (20_000, True)):
        work = with_references(provided(Intake(most_bytes=most), task=Task.IMAGE), reference)
        prepared = prepared_by(work)
        (file,) = prepared.pieces[0].files
        assert file.bytes <= most and file.media_type == "image/jpeg"
        sent = Image.open(Path(work.scratch) / file.path)
        assert (sent.size != (400, 300)) is smaller and not sent.getexif()
        assert any("noise.png" in remark for remark in prepared.remarks)
    side = with_references(provided(Intake(most_side=100), task=Task.IMAGE, format=Format(64, 36)), reference)
    prepared = prepared_by(side)
    assert Image.open(Path(side.scratch) / prepared.pieces[0].files[0].path).size == (100, 75)
    assert any("100x75 instead of 400x300" in remark for remark in prepared.remarks)


def test_references_that_a_model_does_not_take_are_refused_by_name(provided: Make, tmp_path: Path) -> None:
    picture = picture_with_story(tmp_path / "ref.jpg")
    only = Intake(reference_roles=("subject",))
    assert "'style'" in problem_of(with_references(provided(only, task=Task.IMAGE), picture)).message
    none = with_references(provided(Intake(), task=Task.IMAGE, references=0), picture)
    assert "takes 0 references" in problem_of(none).message
    (tmp_path / "broken.png").write_bytes((tmp_path / "ref.jpg").read_bytes()[:300])
    broken = with_references(provided(Intake(), task=Task.IMAGE), Reference(str(tmp_path / "broken.png")))
    assert problem_of(broken).code in ("picture.damaged", "input.bad")


def test_key_frames_have_the_clips_shape_and_go_where_they_belong(provided: Make, tmp_path: Path) -> None:
    square = tmp_path / "square.png"
    Image.fromarray(np.full((90, 90, 3), 128, np.uint8)).save(square)
    intake = Intake(result=Form.MOVIE, sizes=(Size(128, 72),), clips=(8,))
    work = provided(intake, task=Task.VIDEO, frames=FrameRange(1001, 1020))
    work = with_references(
        work, Reference(str(square), "first_frame"), Reference(str(square), "last_frame"),
        Reference(str(square), "style"),
    )  # fmt: skip
    prepared = prepared_by(work)
    told = [[file.about for file in piece.files] for piece in prepared.pieces]
    assert told[0] == ["first_frame", "style"] and told[-1] == ["last_frame", "style"]
    assert all(each == ["style"] for each in told[1:-1])
    assert Image.open(Path(work.scratch) / prepared.pieces[0].files[0].path).size == (128, 72)


def test_deep_tiff_and_dpx_are_references_too_where_their_colours_are_known(
    provided: Make, tmp_path: Path
) -> None:
    shown = np.full((24, 32, 3), (0.8, 0.4, 0.2), np.float32)
    deep = write_still(tmp_path / "deep.tif", shown, 16)
    scan = write_still(tmp_path / "scan.dpx", shown, 10)
    light = write_still(tmp_path / "light.tif", shown, 32)
    work = provided(Intake(), task=Task.IMAGE, frames=FrameRange(1001, 1001))
    prepared = prepared_by(with_references(work, Reference(str(deep))))
    sent = np.asarray(Image.open(Path(work.scratch) / prepared.pieces[0].files[0].path))
    assert np.abs(sent.astype(float) - shown * 255).max() <= 1
    assert any("deep.tif is taken for sRGB" in remark for remark in prepared.remarks)
    for path in (scan, light):
        problem = problem_of(with_references(work, Reference(str(path))))
        assert problem.code == "color.bad" and path.name in problem.message
        assert "file rule" in problem.remedy and "PNG" in problem.remedy
    text = open_config("ocio://cg-config-v1.0.0_aces-v1.3_ocio-v2.1").ocio.serialize()
    begin = text.index("file_rules:")
    rules = (
        "file_rules:\n  - !<Rule> {name: scans, extension: dpx, pattern: '*', colorspace: sRGB - Texture}\n"
        "  - !<Rule> {name: Default, colorspace: ACEScg}"
    )
    (tmp_path / "studio.ocio").write_text(text[:begin] + rules + text[text.index("\n\n", begin) :])
    ruled = replace(
        work, brief=replace(work.brief, colorspace=ColorSpace("ACEScg", str(tmp_path / "studio.ocio")))
    )
    prepared = prepared_by(with_references(ruled, Reference(str(scan))))
    sent = np.asarray(Image.open(Path(ruled.scratch) / prepared.pieces[0].files[0].path)).astype(float)
    assert sent[12, 16, 0] > sent[12, 16, 1] > sent[12, 16, 2] > 20, "seen through the config's view"


def test_print_colours_without_a_profile_are_refused_as_a_reference(provided: Make, tmp_path: Path) -> None:
    Image.new("CMYK", (8, 8)).save(tmp_path / "print.jpg")
    work = provided(Intake(), task=Task.IMAGE, frames=FrameRange(1001, 1001))
    problem = problem_of(with_references(work, Reference(str(tmp_path / "print.jpg"))))
    assert problem.code == "picture.bad" and "CMYK" in problem.message and "RGB" in problem.remedy
