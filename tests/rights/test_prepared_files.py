"""What is prepared for a provider shows its picture and says nothing else: no camera, author, path or job."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from secondunit.engines.prepare_step import prepare
from secondunit.media.exr import inspect_exr, write_exr
from secondunit.media.picture import Picture
from secondunit.rights.clean import said
from secondunit.wire import (
    Brief,
    Capability,
    Coding,
    ColorSpace,
    Delivery,
    Form,
    Format,
    FrameRange,
    FrozenMap,
    Intake,
    Matte,
    Need,
    Plate,
    Prepared,
    Rate,
    Reference,
    Task,
    Window,
    Work,
)

#: A word that stands in everything a source can say of itself, and in the names of its folders and files.
SECRET = "TOPSECRETUNIT7"
FORMAT = Format(128, 72)
FRAMES = FrameRange(1001, 1003)
RATE = Rate(24000, 1001)


def exr(path: Path, pixels: np.ndarray, channels: tuple[str, ...]) -> None:
    window = Window(0, 0, 128, 72)
    attributes = FrozenMap({"owner": SECRET, "comments": SECRET, "cameraSerial": SECRET, "capDate": SECRET})
    picture = Picture(channels, pixels.astype(np.float32), window, window, attributes=attributes)
    write_exr(path, picture, rate=RATE, provenance={"prompt": SECRET, "job": SECRET})


@pytest.fixture
def footage(tmp_path: Path) -> tuple[Plate, Matte, tuple[Reference, ...]]:
    """Plate, matte and references, each of which tells on itself wherever its format lets it."""
    folder = tmp_path / SECRET
    folder.mkdir()
    rows, columns = np.mgrid[0:72, 0:128] / 128
    for frame in FRAMES:
        exr(
            folder / f"{SECRET}_plate.{frame}.exr",
            np.stack([rows, columns, rows * columns], -1),
            tuple("RGB"),
        )
        box = np.zeros((72, 128, 1))
        box[20:50, 40:80] = 1
        exr(folder / f"{SECRET}_matte.{frame}.exr", box, ("A",))
    picture = Image.effect_noise((96, 64), 60).convert("RGB")
    words = PngInfo()
    words.add_text("Author", SECRET)
    words.add_itxt("XML:com.adobe.xmp", f"<x>{SECRET}</x>")
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture.save(folder / f"{SECRET}.png", pnginfo=words, icc_profile=profile)
    exif = Image.Exif()
    exif[0x010E] = exif[0x013B] = exif[0x8298] = SECRET
    exif.get_ifd(0x8825)[29] = SECRET
    picture.save(folder / f"{SECRET}.jpg", exif=exif, comment=SECRET.encode(), icc_profile=profile)
    picture.save(folder / f"{SECRET}.tif", description=SECRET, software=SECRET)
    exr(folder / f"{SECRET}_look.exr", np.full((72, 128, 3), 0.3), tuple("RGB"))
    names = (f"{SECRET}.png", f"{SECRET}.jpg", f"{SECRET}.tif", f"{SECRET}_look.exr")
    return (
        Plate(str(folder / f"{SECRET}_plate.%04d.exr"), FRAMES, RATE, FORMAT, ColorSpace("ACEScg"),
              timecode="01:00:00:00"),
        Matte(str(folder / f"{SECRET}_matte.%04d.exr"), FRAMES),
        tuple(Reference(str(folder / name), "style") for name in names),
    )  # fmt: skip


INTAKES = {
    "stills": Intake(plate=Need.REQUIRED, matte=Need.REQUIRED),
    "frames": Intake(plate=Need.REQUIRED, plate_form=Form.FRAMES, matte=Need.REQUIRED, most_frames=8),
    "deep": Intake(plate=Need.REQUIRED, plate_form=Form.FRAMES, matte=Need.REQUIRED, most_frames=8, depth=16,
                   coding=Coding.LOG),
    "linear": Intake(plate=Need.REQUIRED, plate_form=Form.FRAMES, matte=Need.REQUIRED, most_frames=8,
                     coding=Coding.LINEAR),
    "movie": Intake(plate=Need.REQUIRED, plate_form=Form.MOVIE, matte=Need.REQUIRED, most_frames=8),
    "small": Intake(plate=Need.REQUIRED, matte=Need.REQUIRED, most_bytes=9_000),
}  # fmt: skip


def prepared(
    intake: Intake, footage: tuple[Plate, Matte, tuple[Reference, ...]], tmp_path: Path
) -> tuple[Prepared, Path]:
    plate, matte, references = footage
    brief = Brief(
        "S", "sh010", "door", FRAMES, RATE, FORMAT, Task.INPAINT, prompt=f"a red door {SECRET}",
        colorspace=ColorSpace("ACEScg"), plate=plate, matte=matte, references=references,
        delivery=Delivery(passes=False), provider="echo", model="one",
    )  # fmt: skip
    model = Capability("echo", "Echo", "one", tasks=(Task.INPAINT,), references=4, intake=intake)
    scratch = tmp_path / "scratch"
    work = Work("j1", brief, FrozenMap(), str(scratch), str(tmp_path / "show" / ".j1.partial"), user=SECRET,
                brief_digest="c" * 64, capability=model)  # fmt: skip
    scratch.mkdir()
    return prepare(work), scratch


@pytest.mark.parametrize("intake", INTAKES.values(), ids=INTAKES)
def test_no_prepared_file_says_anything_beside_its_picture(
    intake: Intake, footage: tuple[Plate, Matte, tuple[Reference, ...]], tmp_path: Path
) -> None:
    made, scratch = prepared(intake, footage, tmp_path)
    files = [file for piece in made.pieces for file in piece.files]
    roles = {file.role for file in files}
    assert {"plate", "matte"} <= roles and len(files) >= 6, "everything was sent"
    for file in files:
        path = scratch / file.path
        assert SECRET not in file.path
        body = path.read_bytes()
        for word in (SECRET.encode(), SECRET.encode("utf-16-le"), str(tmp_path).encode(), b"x264 - core"):
            assert word not in body, f"{file.path} says {word!r}"
        if path.suffix == ".exr":
            header = inspect_exr(path)
            assert (header.provenance, header.timecode) == ({}, None)
            assert not {"owner", "comments", "Software", "DateTime"} & set(header.attributes)
        else:
            assert said(path) == (), file.path
