"""Small works on disk, for workers and engines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from secondunit.engines.folders import PROBLEM_FILE, make_folders
from secondunit.engines.provider_files import answer_folder, read_prepared
from secondunit.engines.worker import DONE, run
from secondunit.media.exr import read_exr, write_exr
from secondunit.media.interchange import read_clip, read_codes, write_clip, write_png
from secondunit.media.picture import Picture
from secondunit.wire import (
    Brief,
    Capability,
    ColorSpace,
    Delivery,
    Form,
    Format,
    FrameRange,
    FrozenMap,
    Intake,
    Matte,
    Plate,
    Rate,
    Step,
    Work,
    brief_digest,
)

JOB = "j01m8270ec08wrw4xcbrgejmxh"


@pytest.fixture
def make_work(tmp_path: Path) -> Callable[..., Work]:
    """A work of a tiny, quick smoke; `changes` replace fields of its brief."""

    def make(job: str = JOB, **changes: object) -> Work:
        fields: dict[str, object] = {
            "show": "S", "shot": "sh010", "element": "smoke", "frames": FrameRange(1001, 1003),
            "rate": Rate(24000, 1001), "format": Format(64, 36), "kind": "smoke", "prompt": "smoke",
            "seed": 3,
            "controls": FrozenMap({"preroll": 0.2, "resolution": 24}), "colorspace": ColorSpace("ACEScg"),
        }  # fmt: skip
        brief = Brief(**(fields | changes))  # type: ignore[arg-type]
        from secondunit.elements import kind

        settings = kind("smoke").settings(brief.prompt, brief.controls)
        staging = tmp_path / "show" / brief.shot / brief.element / f".{job}.partial"
        return Work(
            job=job, brief=brief, settings=settings, scratch=str(tmp_path / "scratch" / job),
            staging=str(staging), brief_digest=brief_digest(brief), file_name=f"{brief.element}_{{version}}",
            user="Zoë",
        )  # fmt: skip

    return make


@pytest.fixture
def make_plate(tmp_path: Path) -> Callable[..., Plate]:
    """A plate of one grey on disk, numbered `first_in_file` on where that is given."""

    def make(
        value: float = 0.36,
        space: str = "ACEScg",
        first: int = 1001,
        count: int = 3,
        first_in_file: int | None = None,
    ) -> Plate:
        start = first if first_in_file is None else first_in_file
        for frame in range(start, start + count):
            pixels = np.full((36, 64, 3), value, np.float32)
            write_exr(tmp_path / f"plate.{frame:04d}.exr", Picture.of(pixels))
        frames = FrameRange.starting(first, count)
        return Plate(
            str(tmp_path / "plate.%04d.exr"), frames, Rate(24000, 1001), Format(64, 36), ColorSpace(space),
            first_in_file=first_in_file,
        )  # fmt: skip

    return make


NTSC = Rate(24000, 1001)
SHOT = FrameRange(1001, 1003)


@pytest.fixture
def make_footage(tmp_path: Path) -> Callable[..., Plate]:
    """A plate with a picture in it: ramps, noise, a lamp far above white, a little below black.

    `aspect` is that of its pixels, `overscan` how much its data window goes beyond the display window.
    """

    def make(
        frames: FrameRange = SHOT,
        size: tuple[int, int] = (128, 72),
        aspect: float = 1.0,
        overscan: int = 0,
        gain: float = 1.0,
        lamp: float = 6.0,
        name: str = "footage",
    ) -> Plate:
        width, height = size
        format = Format(width, height, aspect)
        for frame in frames:
            pixels = footage_pixels(frame, width + 2 * overscan, height + 2 * overscan, lamp) * gain
            write_exr(
                tmp_path / f"{name}.{frame:04d}.exr",
                Picture.of(pixels, format=format, at=(-overscan, -overscan)),
                depth="float",
            )
        return Plate(
            str(tmp_path / f"{name}.%04d.exr"), frames, NTSC, format, ColorSpace("ACEScg"),
            timecode="01:00:00:00",
        )  # fmt: skip

    return make


def footage_pixels(frame: int, width: int, height: int, lamp: float = 6.0) -> npt.NDArray[np.float32]:
    """(height, width, 3) float32 that is another picture on every frame."""
    random = np.random.default_rng(frame)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    red = 0.02 + 0.5 * columns / width
    green = 0.02 + 0.4 * rows / height
    blue = 0.15 + 0.1 * np.sin(columns / 7 + frame)
    pixels = np.stack([red, green, blue], axis=-1) + random.normal(0, 0.004, (height, width, 3))
    pixels[4:9, 6:11] = lamp
    return pixels.astype(np.float32)


@pytest.fixture
def make_matte(tmp_path: Path) -> Callable[..., Matte]:
    """A matte on disk: 1 in a box (x, y, right, bottom), 0 around it."""

    def make(
        box: tuple[int, int, int, int] = (40, 20, 80, 52),
        size: tuple[int, int] = (128, 72),
        frames: FrameRange = SHOT,
        name: str = "matte",
    ) -> Matte:
        x, y, right, bottom = box
        for frame in frames:
            field = np.zeros((size[1], size[0], 1), np.float32)
            field[y:bottom, x:right] = 1.0
            write_exr(tmp_path / f"{name}.{frame:04d}.exr", Picture.of(field, ("A",)))
        return Matte(str(tmp_path / f"{name}.%04d.exr"), frames)

    return make


@pytest.fixture
def provided(make_work: Callable[..., Work]) -> Callable[..., Work]:
    """A work that a provider's model makes: `intake` is what it takes, `changes` replace brief's fields."""

    def make(intake: Intake, *, references: int = 4, result: str = "AI model", **changes: object) -> Work:
        fields: dict[str, object] = {
            "frames": FrameRange(1001, 1003), "rate": NTSC, "format": Format(128, 72), "kind": "",
            "prompt": "a red door", "controls": FrozenMap({}), "delivery": Delivery(passes=False),
            "provider": "echo", "model": "echo-1",
        }  # fmt: skip
        fields |= changes
        controls = fields.pop("controls")
        work = make_work(**{**fields, "controls": FrozenMap({})})
        brief = replace(work.brief, controls=controls)  # type: ignore[arg-type]
        work = replace(work, brief=brief, brief_digest=brief_digest(brief))
        made = Capability(
            "echo", "Echo", "echo-1", "Echo one", tasks=(work.brief.task,), made_by=result,
            references=references, intake=intake,
        )  # fmt: skip
        return replace(work, capability=made, settings=FrozenMap({}))

    return make


Codes = npt.NDArray[np.generic]


def write_picture(place: Path, codes: Codes) -> None:
    """Floats as EXR, whole numbers as PNG."""
    if np.issubdtype(codes.dtype, np.floating):
        channels = ("R", "G", "B", "A")[: codes.shape[-1]]
        picture = Picture.of(np.ascontiguousarray(codes, np.float32), channels)
        write_exr(place.with_name(place.name + ".exr"), picture, depth="float")
    else:
        write_png(place.with_name(place.name + ".png"), codes)


@pytest.fixture
def model() -> Callable[..., None]:
    """A model that gives back what it was shown, each frame as `paint(codes, frame)` changes it.

    `also(folder)` may change a piece's answer when it is there.
    """

    def answer(
        work: Work,
        paint: Callable[[Codes, int], Codes] = lambda codes, frame: codes,
        also: Callable[[Path], None] = lambda folder: None,
    ) -> None:
        scratch = Path(work.scratch)
        assert work.capability is not None and work.capability.intake is not None
        intake = work.capability.intake
        for piece in read_prepared(scratch).pieces:
            folder = answer_folder(scratch, piece.number)
            folder.mkdir(parents=True, exist_ok=True)
            shown = {}
            for file in piece.files:
                if file.role != "plate":
                    continue
                if file.media_type.startswith("video/"):
                    movie, frames = read_clip(scratch / file.path)
                    for place, values in enumerate(frames):
                        eight = np.rint(np.clip(values, 0, 1) * 255).astype(np.uint8)
                        shown[piece.frames.first + place] = values if movie.codec == "exr" else eight
                elif file.media_type == "image/x-exr":
                    shown[file.frame or 0] = np.asarray(read_exr(scratch / file.path).pixels, np.float32)
                else:
                    shown[file.frame or 0] = read_codes(scratch / file.path)[0]
            blank = np.zeros((piece.size.height, piece.size.width, 3), np.uint8)
            one = next(iter(shown.values()), blank)
            numbers = range(piece.frames.first, piece.frames.first + piece.count)
            if intake.result is Form.STILL:
                write_picture(folder / "result", paint(one, piece.frames.first))
            elif intake.result is Form.FRAMES:
                for place, frame in enumerate(numbers):
                    write_picture(folder / f"out_{place:05d}_", paint(shown.get(frame, one), frame))
            else:
                assert piece.rate is not None
                painted = (paint(shown.get(frame, one), frame) for frame in numbers)
                write_clip(folder / "output.mp4", painted, piece.rate)
            also(folder)

    return answer


@pytest.fixture
def steps_done() -> Callable[..., None]:
    """Runs steps of a work as a worker does; each must end well."""

    def do(work: Work, *steps: Step) -> None:
        request = make_folders(work)
        for step in steps:
            status = run(request, step)
            assert status == DONE, (request.parent / PROBLEM_FILE).read_text("utf-8")

    return do
