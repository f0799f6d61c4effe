"""A plate's alpha on its way to a model that keeps it, and back: straight out there, premultiplied here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import OpenEXR
import pytest

from secondunit.engines.names import Staging
from secondunit.engines.provider_files import answer_folder, read_prepared
from secondunit.engines.result_step import answer_remarks
from secondunit.media.alpha_clip import DENSITIES, write_alpha_clip
from secondunit.media.exr import read_exr, write_exr
from secondunit.media.picture import RGBA, Picture
from secondunit.wire import ColorSpace, Format, FrameRange, Intake, Plate, Rate, Step, Task, Work
from secondunit.wire.errors import EmptyFrames

Make = Callable[..., Work]
TWO = FrameRange(1001, 1002)


@pytest.fixture
def ruby() -> Intake:
    """What Runway's SDR to HDR takes, at a size that is quick."""
    pytest.importorskip("runwayml")
    from secondunit.providers.runway.models import MODELS

    [intake] = [each.intake for each in MODELS if each.name == "ruby"]
    assert intake.alpha
    return replace(intake, least_side=16, least_frames=1)


def element(folder: Path, channels: tuple[str, ...] = RGBA) -> Plate:
    """An element on black: a soft edge from nothing to full cover, premultiplied."""
    alpha = np.broadcast_to(np.linspace(-0.2, 1.2, 128).clip(0, 1)[None, :, None], (72, 128, 1))
    light = np.array((0.4, 0.2, 0.1)) * alpha
    pixels = np.concatenate([light, alpha], axis=-1).astype(np.float32)[..., : len(channels)]
    for frame in TWO:
        write_exr(folder / f"element.{frame}.exr", Picture.of(pixels.copy(), channels), depth="float")
    return Plate(str(folder / "element.%04d.exr"), TWO, Rate(24), Format(128, 72), ColorSpace("ACEScg"))


def work_of(provided: Make, ruby: Intake, plate: Plate) -> Work:
    return provided(ruby, task=Task.UPSCALE, plate=plate, frames=TWO, rate=Rate(24))


def test_an_elements_alpha_goes_along_straight_and_comes_back_as_it_was(
    provided: Make, ruby: Intake, tmp_path: Path, steps_done: Callable[..., None]
) -> None:
    work = work_of(provided, ruby, element(tmp_path))
    steps_done(work, Step.PREPARE)
    prepared = read_prepared(Path(work.scratch))
    [piece] = prepared.pieces
    [file] = piece.files
    assert file.media_type == "video/quicktime" and prepared.round_trip is not None
    with av.open(str(Path(work.scratch) / file.path)) as movie:
        stream = movie.streams.video[0]
        assert (stream.codec_context.name, stream.frames, stream.average_rate) == ("prores", 2, 24)
        shown = next(movie.decode(video=0))
        assert "a" in shown.format.name, shown.format.name
        codes = shown.to_ndarray(format="gbrap16le")
    # Straight: one colour wherever anything is covered, and the alpha by itself.
    covered = codes[36, 30:128]
    assert np.ptp(covered[:, :3].astype(int), axis=0).max() < 900, "of 65,535: it fades by its alpha alone"
    wanted = np.linspace(-0.2, 1.2, 128).clip(0, 1)
    np.testing.assert_allclose(codes[36, :, 3] / 65535, wanted, atol=0.004)
    folder = answer_folder(Path(work.scratch), 0)
    folder.mkdir(parents=True)
    for frame in (1, 2):
        straight = np.empty((72, 128, 4), np.float16)
        straight[..., :3] = (0.8, 0.4, 3.0)
        straight[..., 3] = wanted
        told = {"compression": OpenEXR.ZIP_COMPRESSION, "type": OpenEXR.scanlineimage}
        OpenEXR.File(told, {"RGBA": straight}).write(str(folder / f"frame.{frame:04d}.exr"))
    steps_done(work, Step.RENDER)
    taken = read_exr(Staging(Path(work.staging)).frame("beauty", 1001)).pixels
    np.testing.assert_allclose(taken[36, :, 3], wanted, atol=1e-3)
    np.testing.assert_allclose(taken[36, :, :3], wanted[:, None] * (0.8, 0.4, 3.0), rtol=2e-3, atol=1e-3)
    assert (taken[:, :18] == 0).all(), "nothing where nothing is covered"
    assert "The plate's alpha is sent with it, as ProRes 4444." in answer_remarks(work)


def test_a_plate_without_alpha_goes_as_it_always_did(
    provided: Make, ruby: Intake, tmp_path: Path, steps_done: Callable[..., None]
) -> None:
    for name, intake, channels in (
        ("opaque", ruby, RGBA[:3]), ("no model for it", replace(ruby, alpha=False), RGBA),
    ):  # fmt: skip
        (tmp_path / name).mkdir()
        work = work_of(provided, intake, element(tmp_path / name, channels))
        work = replace(work, scratch=str(tmp_path / name / "scratch"))
        steps_done(work, Step.PREPARE)
        [file] = read_prepared(Path(work.scratch)).pieces[0].files
        assert file.media_type == "video/mp4"


def test_a_clip_with_alpha_grows_smaller_by_steps_and_says_nothing_beside_the_picture(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).integers(0, 65535, (128, 128, 4), np.uint16)
    sizes = []
    for density in DENSITIES:
        path = tmp_path / f"{density}.mov"
        movie = write_alpha_clip(path, iter([noise, noise]), Rate(24000, 1001), density=density)
        assert (movie.frames, movie.rate) == (2, Rate(24000, 1001))
        data = path.read_bytes()
        assert not any(word in data for word in (b"Lavf", b"Lavc", b"PyAV", str(tmp_path).encode()))
        sizes.append(len(data))
    assert sizes == sorted(sizes, reverse=True) and sizes[-1] < sizes[0] / 2
    with pytest.raises(EmptyFrames):
        write_alpha_clip(tmp_path / "none.mov", iter(()), Rate(24))
