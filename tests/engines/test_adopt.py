"""A finished comp taken in: every pixel as it was, the shot's numbers, and what no comp gets past."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import OpenEXR
import pytest

from secondunit.engines.delivery import found_take
from secondunit.engines.folders import make_folders
from secondunit.engines.names import Staging
from secondunit.engines.template import steps_of
from secondunit.engines.worker import DONE, PROBLEM, run
from secondunit.media.exr import inspect_exr, read_exr, write_exr
from secondunit.media.picture import Picture
from secondunit.wire import (
    ColorSpace,
    Delivery,
    Format,
    FrameRange,
    Plate,
    Problem,
    Rate,
    Step,
    Take,
    Task,
    Window,
    Work,
    loads,
)
from secondunit.wire.timecode import Timecode

pytestmark = pytest.mark.long

NTSC = Rate(30000, 1001)
FRAMES = FrameRange(1001, 1003)
Comp = Callable[..., Plate]


def bits(seed: int, dtype: Any, shape: tuple[int, ...] = (36, 64)) -> npt.NDArray[Any]:
    """Finite numbers of every kind that a depth has: denormal, negative, minus zero, far above one."""
    random = np.random.default_rng(seed)
    kind = np.uint16 if dtype == np.float16 else np.uint32
    values = random.integers(0, np.iinfo(kind).max, shape, kind, endpoint=True).view(dtype)
    return np.where(np.isfinite(values) & (np.abs(values.astype(np.float32)) < 1e30), values, dtype(-0.0))


@pytest.fixture
def comp(tmp_path: Path) -> Comp:
    """A comp as another program writes it; each frame's channels are `channels(frame)`."""

    def make(
        channels: Callable[[int], dict[str, npt.NDArray[Any]]],
        frames: FrameRange = FRAMES,
        windows: dict[int, tuple[int, int, int, int]] | None = None,
        space: str = "ACEScg",
        **header: Any,
    ) -> Plate:
        for frame in frames:
            values = dict(channels(frame))
            height, width = next(iter(values.values())).shape[:2]
            x, y = (windows or {}).get(frame, (0, 0, 0, 0))[:2]
            box = (np.array([x, y], np.int32), np.array([x + width - 1, y + height - 1], np.int32))
            attributes = {
                "compression": OpenEXR.PIZ_COMPRESSION, "type": OpenEXR.scanlineimage, "dataWindow": box,
                "displayWindow": (np.array([0, 0], np.int32), np.array([63, 35], np.int32)),
                "nuke/version": "15.1v3", "secondunit:seed": "99", **header,
            }  # fmt: skip
            OpenEXR.File(attributes, values).write(str(tmp_path / f"comp.{frame}.exr"))
        pattern = str(tmp_path / "comp.%04d.exr")
        return Plate(pattern, frames, NTSC, Format(64, 36), ColorSpace(space), timecode="01:00:00;02")

    return make


def work_of(make_work: Callable[..., Work], plate: Plate, **changes: Any) -> Work:
    fields = {
        "provider": "comp", "task": Task.VIDEO, "kind": "", "prompt": "", "plate": plate, "rate": NTSC,
        "frames": plate.frames, "delivery": Delivery(passes=False),
    }  # fmt: skip
    return make_work(**(fields | changes))


def adopted(work: Work) -> Take:
    request = make_folders(work)
    for step in steps_of(work):
        assert run(request, step) == DONE, (request.parent / "problem.json").read_text()
    take = found_take(work)
    assert take is not None
    return take


def frame_of(take: Take, frame: int, layer: int = 0) -> Path:
    return Path(take.folder, take.layers[layer].path % frame)


def problem_of(work: Work) -> Problem:
    return loads(Problem, (Path(work.scratch) / "problem.json").read_bytes())


@pytest.mark.parametrize("dtype", [np.float16, np.float32])
def test_every_pixel_of_a_comp_comes_back_bit_for_bit(
    make_work: Callable[..., Work], comp: Comp, dtype: Any
) -> None:
    plate = comp(lambda frame: {"RGBA": bits(frame, dtype, (36, 64, 4))})
    take = adopted(work_of(make_work, plate))
    assert (take.made_by, take.maker, take.kind, take.version) == ("comp", "Nuke 15.1v3", "", 1)
    assert not take.remarks and take.layers[0].channels == ("R", "G", "B", "A") and len(take.layers) == 1
    for frame in take.frames:
        stored = OpenEXR.File(str(frame_of(take, frame))).channels()["RGBA"].pixels
        assert stored.dtype == dtype and stored.tobytes() == bits(frame, dtype, (36, 64, 4)).tobytes()
    header = OpenEXR.File(str(frame_of(take, 1003))).header()
    assert header["framesPerSecond"] == Fraction(30000, 1001)
    read = inspect_exr(frame_of(take, 1003))
    assert read.timecode == Timecode(1, 0, 0, 4, drop=True) and read.rate == NTSC
    story = read.provenance
    assert (story["made by"], story["frame"], story["take"]) == ("comp", "1003", take.id)
    assert story["source"] == "comp.1003.exr" and len(story["source sha256"]) == 64
    assert "seed" not in story and read.attributes["nuke/version"] == "15.1v3"
    assert take.exposure == 1.0 and take.data_window == Window(0, 0, 64, 36)
    for name in (take.thumbnail, take.contact_sheet, take.movie):
        assert (Path(take.folder) / name).stat().st_size > 200


def test_layers_of_two_depths_keep_theirs_and_go_where_a_takes_passes_are(
    make_work: Callable[..., Work], comp: Comp
) -> None:
    ids = np.arange(36 * 64, dtype=np.uint32).reshape(36, 64)

    def channels(frame: int) -> dict[str, npt.NDArray[Any]]:
        return {
            "RGBA": bits(frame, np.float16, (36, 64, 4)), "depth.Z": bits(frame + 9, np.float32),
            "mask.a": bits(frame + 5, np.float16), "id.n": ids,
        }  # fmt: skip

    take = adopted(work_of(make_work, comp(channels), delivery=Delivery(passes=True)))
    assert [layer.name for layer in take.layers] == ["beauty", "passes"]
    beauty, passes = (read_exr(frame_of(take, 1002, layer)) for layer in (0, 1))
    assert inspect_exr(frame_of(take, 1002)).depth == "half"
    assert beauty.channels == ("R", "G", "B", "A") and set(passes.channels) == {"depth.Z", "mask.a"}
    assert np.array_equal(beauty.pixels, bits(1002, np.float16, (36, 64, 4)).astype(np.float32))
    assert passes.select(["depth.Z"]).pixels[..., 0].tobytes() == bits(1011, np.float32).tobytes()
    assert np.array_equal(passes.select(["mask.a"]).pixels[..., 0], bits(1007, np.float16).astype(np.float32))
    assert take.remarks == ("Channels of whole numbers are left out: id.n.",)


def test_frames_that_were_cropped_differently_come_into_one_window_in_their_places(
    make_work: Callable[..., Work], comp: Comp
) -> None:
    sizes = {1001: (10, 20), 1002: (8, 30), 1003: (20, 5)}
    places = {1001: (4, 6, 0, 0), 1002: (-3, 2, 0, 0), 1003: (40, 20, 0, 0)}
    plate = comp(lambda frame: {"RGBA": bits(frame, np.float16, (*sizes[frame], 4))}, windows=places)
    take = adopted(work_of(make_work, plate))
    assert take.data_window == Window(-3, 2, 48, 38)
    for frame, (height, width) in sizes.items():
        picture = read_exr(frame_of(take, frame), half=True)
        x, y = places[frame][0] + 3, places[frame][1] - 2
        inside = picture.pixels[y : y + height, x : x + width]
        assert inside.tobytes() == bits(frame, np.float16, (height, width, 4)).tobytes()
        assert np.count_nonzero(picture.pixels) == np.count_nonzero(inside)
        assert picture.display_window == Window(0, 0, 64, 36)


def test_a_comp_without_alpha_covers_and_says_so(make_work: Callable[..., Work], comp: Comp) -> None:
    plate = comp(lambda frame: {"RGB": bits(frame, np.float16, (36, 64, 3))})
    take = adopted(work_of(make_work, plate))
    picture = read_exr(frame_of(take, 1001), half=True)
    assert picture.channels == ("R", "G", "B", "A") and bool((picture.pixels[..., 3] == 1).all())
    assert picture.pixels[..., :3].tobytes() == bits(1001, np.float16, (36, 64, 3)).tobytes()
    assert take.remarks == ("The comp has no alpha: its take covers the whole picture.",)


def test_the_layer_that_is_named_is_the_beauty(make_work: Callable[..., Work], comp: Comp) -> None:
    from dataclasses import replace

    values = {f"View.Combined.{name}": bits(number, np.float16) for number, name in enumerate("RGBA")}
    plate = replace(comp(lambda _: values), layer="View.Combined")
    picture = read_exr(frame_of(adopted(work_of(make_work, plate)), 1001), half=True)
    assert picture.channels == ("R", "G", "B", "A")
    for number in range(4):
        assert picture.pixels[..., number].tobytes() == bits(number, np.float16).tobytes()


def test_numbers_that_are_none_never_leave_and_the_others_stay_as_they_are(
    make_work: Callable[..., Work], comp: Comp
) -> None:
    def channels(frame: int) -> dict[str, npt.NDArray[Any]]:
        values = bits(frame, np.float32, (36, 64, 4))
        values[3, 4] = (np.nan, np.inf, -np.inf, 1.0)
        return {"RGBA": values}

    take = adopted(work_of(make_work, comp(channels)))
    pixels = read_exr(frame_of(take, 1002)).pixels
    expected = bits(1002, np.float32, (36, 64, 4))
    assert np.isfinite(pixels).all() and pixels[3, 4, 0] == 0 and pixels[3, 4, 3] == 1
    pixels[3, 4] = expected[3, 4]
    assert pixels.tobytes() == expected.tobytes()
    assert take.remarks == ("9 values were not numbers; they are 0 or the largest number now.",)


def test_a_comp_in_another_space_is_converted_to_the_takes(
    make_work: Callable[..., Work], comp: Comp
) -> None:
    grey = np.full((36, 64, 4), (0.18, 0.36, 0.09, 1.0), np.float16)
    plate = comp(lambda _: {"RGBA": grey}, space="Linear Rec.709 (sRGB)")
    take = adopted(work_of(make_work, plate, delivery=Delivery(depth="float", passes=False)))
    # Linear Rec.709 (D65) to ACEScg (AP1, D60), Bradford; ACES reference.
    matrix = np.array([[0.61310, 0.33952, 0.04738], [0.07019, 0.91635, 0.01345], [0.02062, 0.10957, 0.86981]])
    found = read_exr(frame_of(take, 1002)).pixels[7, 9]
    assert found[:3] == pytest.approx(matrix @ grey[0, 0, :3].astype(float), abs=2e-4) and found[3] == 1
    assert take.colorspace == ColorSpace("ACEScg")


def test_files_numbered_otherwise_get_the_shots_numbers_and_only_those_asked_for(
    make_work: Callable[..., Work], comp: Comp
) -> None:
    from dataclasses import replace

    own = comp(lambda frame: {"RGBA": bits(frame, np.float16, (36, 64, 4))}, FrameRange(1, 5))
    for frame in own.frames:
        Path(own.path % frame).with_name(f"comp.{frame}.exr").rename(own.path % frame)
    plate = replace(own, frames=FrameRange(1001, 1005), first_in_file=1)
    take = adopted(work_of(make_work, plate, frames=FrameRange(1002, 1004)))
    assert take.frames == FrameRange(1002, 1004)
    for frame in take.frames:
        assert frame_of(take, frame).name == f"smoke_v001.{frame}.exr"
        header = inspect_exr(frame_of(take, frame))
        assert header.provenance["source"] == f"comp.{frame - 1000:04d}.exr"
        assert header.timecode == Timecode.of_frame(
            Timecode.parse("01:00:00;02").frame(NTSC) + frame - 1001, NTSC, drop=True
        )
        stored = read_exr(frame_of(take, frame), half=True).pixels
        assert stored.tobytes() == bits(frame - 1000, np.float16, (36, 64, 4)).tobytes()


def test_a_movie_is_taken_in_frame_for_frame(make_work: Callable[..., Work], tmp_path: Path) -> None:
    import av

    path = tmp_path / "comp.mov"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("qtrle", rate=Fraction(30000, 1001))
        stream.width, stream.height, stream.pix_fmt = 64, 36, "rgb24"
        for number in range(6):
            picture = av.VideoFrame.from_ndarray(np.full((36, 64, 3), 40 * number, np.uint8), "rgb24")
            for packet in stream.encode(picture):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)
    plate = Plate(str(path), FrameRange(1001, 1003), NTSC, Format(64, 36), ColorSpace("sRGB - Texture"),
                  first_in_file=2)  # fmt: skip
    take = adopted(work_of(make_work, plate))
    for frame in take.frames:
        code = 40 * (frame - 999) / 255
        light = ((code + 0.055) / 1.055) ** 2.4  # IEC 61966-2-1
        pixels = read_exr(frame_of(take, frame)).pixels
        assert pixels[..., :3] == pytest.approx(light, rel=2e-3) and bool((pixels[..., 3] == 1).all())
        assert inspect_exr(frame_of(take, frame)).rate == NTSC
    assert take.made_by == "comp" and take.data_window == Window(0, 0, 64, 36)


def test_a_missing_and_a_damaged_frame_stop_it_with_their_number(
    make_work: Callable[..., Work], comp: Comp
) -> None:
    plate = comp(lambda frame: {"RGBA": bits(frame, np.float16, (36, 64, 4))})
    work = work_of(make_work, plate)
    request = make_folders(work)
    path = Path(plate.path % 1002)
    whole = path.read_bytes()
    path.unlink()
    assert run(request, Step.SIMULATE) == PROBLEM
    assert (
        problem_of(work).where == "1002" and "Frame 1002 of the comp is missing" in problem_of(work).message
    )
    for damaged in (whole[:-300], b"", whole[:200]):
        path.write_bytes(damaged)
        steps = [run(request, step) for step in (Step.SIMULATE, Step.RENDER)]
        assert PROBLEM in steps and problem_of(work).where == "1002", problem_of(work)
        assert not Staging(Path(work.staging)).frame("beauty", 1002).exists()
    path.write_bytes(whole)
    kept = Staging(Path(work.staging)).frame("beauty", 1001).stat()
    take = adopted(work)
    assert frame_of(take, 1001).stat().st_ino == kept.st_ino
    assert frame_of(take, 1001).stat().st_mtime_ns == kept.st_mtime_ns


def test_a_frame_of_another_size_or_with_other_channels_is_named(
    make_work: Callable[..., Work], comp: Comp, tmp_path: Path
) -> None:
    plate = comp(lambda frame: {"RGBA": bits(frame, np.float16, (36, 64, 4))})
    work = work_of(make_work, plate)
    request = make_folders(work)
    for other in (np.zeros((18, 32, 4), np.float32), np.zeros((36, 64, 3), np.float32)):
        write_exr(plate.path % 1003, Picture.of(other))
        assert run(request, Step.SIMULATE) == PROBLEM
        assert problem_of(work).where == "1003"


def test_frames_of_a_comp_that_was_rendered_again_are_made_again(
    make_work: Callable[..., Work], comp: Comp
) -> None:
    plate = comp(lambda frame: {"RGBA": bits(frame, np.float16, (36, 64, 4))})
    work = work_of(make_work, plate)
    request = make_folders(work)
    assert run(request, Step.SIMULATE) == DONE and run(request, Step.RENDER, (1001, 1002)) == DONE
    kept = Staging(Path(work.staging)).frame("beauty", 1001).stat().st_ino
    changed = comp(lambda frame: {"RGBA": bits(frame + 50, np.float16, (36, 64, 4))}, FrameRange(1002, 1002))
    take = adopted(work)
    assert frame_of(take, 1001).stat().st_ino == kept and changed.frames.first == 1002
    pixels = read_exr(frame_of(take, 1002), half=True).pixels
    assert pixels.tobytes() == bits(1052, np.float16, (36, 64, 4)).tobytes()


def test_a_worker_killed_in_the_middle_leaves_whole_frames_that_are_kept(
    make_work: Callable[..., Work], tmp_path: Path
) -> None:
    frames = FrameRange(1001, 1040)
    for frame in frames:
        pixels = np.random.default_rng(frame).random((270, 480, 4), np.float32).astype(np.float16)
        write_exr(tmp_path / f"comp.{frame}.exr", Picture.of(pixels))
    plate = Plate(str(tmp_path / "comp.%04d.exr"), frames, NTSC, Format(480, 270), ColorSpace("ACEScg"))
    work = work_of(make_work, plate, format=Format(480, 270))
    request = make_folders(work)
    assert run(request, Step.SIMULATE) == DONE
    command = [sys.executable, "-m", "secondunit.engines.worker", "--request", str(request)]
    staging = Staging(Path(work.staging))
    worker = subprocess.Popen([*command, "--step", "render"], stdout=subprocess.DEVNULL)
    end = time.monotonic() + 30
    while len(staging.missing(frames, passes=False)) > 36:
        assert worker.poll() is None and time.monotonic() < end
    worker.kill()
    worker.wait(10)
    missing = staging.missing(frames, passes=False)
    assert 0 < len(missing) < 40, "it was killed in the middle"
    kept = {frame: staging.frame("beauty", frame).stat().st_ino for frame in frames if frame not in missing}
    take = adopted(work)
    assert {frame: frame_of(take, frame).stat().st_ino for frame in kept} == kept
    assert sorted(path.name for path in Path(take.folder).glob("*.exr")) == [
        f"smoke_v001.{frame}.exr" for frame in frames
    ]
    assert not list(Path(take.folder).glob(".*"))
    for frame in (1001, 1040):
        assert read_exr(frame_of(take, frame), half=True).pixels.tobytes() == (
            read_exr(plate.path % frame, half=True).pixels.tobytes()
        )
