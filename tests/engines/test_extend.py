"""A plate that is extended by a model with shapes of its own: set into one of them, and back in register."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from secondunit.engines.cutting import cut_of
from secondunit.engines.folders import PROBLEM_FILE, make_folders
from secondunit.engines.names import Staging
from secondunit.engines.pieces import clips_of, require_material
from secondunit.engines.provider_files import answer_folder, read_prepared
from secondunit.engines.worker import PROBLEM, run
from secondunit.media.exr import read_exr, write_exr
from secondunit.media.over import over
from secondunit.media.picture import Picture
from secondunit.providers import Request
from secondunit.providers.luma.asking import asked
from secondunit.providers.luma.models import OFFERS
from secondunit.providers.runway.asking import asked as runway_asked
from secondunit.providers.runway.models import MODELS
from secondunit.wire import (
    Coding,
    ColorSpace,
    Delivery,
    Form,
    Format,
    FrameRange,
    Intake,
    Need,
    Plate,
    Problem,
    Rate,
    Sides,
    Size,
    Step,
    Task,
    Window,
    Work,
    loads,
)
from secondunit.wire.errors import BadInput

Make = Callable[..., Work]
ONE = FrameRange(1001, 1001)
FOOTAGE = FrameRange(1001, 1100)
SHAPES = (Size(300, 300), Size(480, 270))


@pytest.mark.parametrize(
    ("format", "overscan", "shape"),
    [
        (Format(1920, 1080), 64, "16:9"), (Format(2048, 858), 64, "21:9"), (Format(4096, 1716), 200, "21:9"),
        (Format(1080, 1920), 64, "9:16"), (Format(1998, 1080), 20, "16:9"), (Format(1920, 1080), 512, "4:3"),
        (Format(1024, 858, 2.0), 64, "21:9"),
    ],
)  # fmt: skip
def test_every_format_goes_into_a_shape_that_luma_makes(
    provided: Make, format: Format, overscan: int, shape: str
) -> None:
    offer = next(each for each in OFFERS if each.kind == "video_reframe")
    plate = Plate("plate.%04d.exr", FOOTAGE, Rate(24), format, ColorSpace("ACEScg"))
    brief = provided(
        offer.intake, task=Task.EXTEND, plate=plate, frames=FOOTAGE, rate=Rate(24), format=format,
        delivery=Delivery(passes=False, overscan=overscan),
    ).brief  # fmt: skip
    cut = cut_of(brief, offer.intake, format.window)
    (clip,) = clips_of(brief, offer.intake)
    size, margins = cut.back.size, cut.margins
    request = Request(
        Task.EXTEND, "ray-3.2", "dusk", 0, size.width, size.height, clip.count, Rate(24), (), margins
    )
    fields = asked(request).fields
    assert fields["aspect_ratio"] == shape and size in offer.intake.sizes
    sent = cut.sent.size
    assert (sent.width + sum(margins[:2]), sent.height + sum(margins[2:])) == (size.width, size.height)
    assert min(margins) >= 0 and not sent.width % 2 and not sent.height % 2
    # Where the plate is asked to lie is where it is taken to lie: a twentieth of a pixel at most.
    back, region = cut.back.inner, cut.back.region
    left = back.x + (format.window.x - region.x) * back.width / region.width
    right = left + format.width * back.width / region.width
    assert abs(left - margins[0]) < 0.05 and abs(size.width - margins[1] - right) < 0.05
    assert region.intersection(brief.format.window.grown(overscan)) == brief.format.window.grown(overscan)


def test_a_plate_set_into_a_models_shape_comes_back_in_register(
    provided: Make, steps_done: Callable[..., None], tmp_path: Path
) -> None:
    size, overscan, slope = (400, 200), 37, 0.001
    grey = 0.2 + slope * (np.arange(400, dtype=np.float32) + 0.5)
    pixels = np.broadcast_to(grey[None, :, None], (200, 400, 3)).copy()
    write_exr(tmp_path / "ramp.1001.exr", Picture.of(pixels), depth="float")
    plate = Plate(str(tmp_path / "ramp.%04d.exr"), ONE, Rate(24), Format(*size), ColorSpace("ACEScg"))
    intake = Intake(
        plate=Need.REQUIRED, margin=500, sizes=SHAPES, result_coding=Coding.LINEAR, result_space="ACEScg"
    )
    work = provided(
        intake, task=Task.EXTEND, plate=plate, frames=ONE, format=Format(*size),
        delivery=Delivery(depth="float", passes=False, overscan=overscan),
    )  # fmt: skip
    steps_done(work, Step.PREPARE)
    (piece,) = read_prepared(Path(work.scratch)).pieces
    assert piece.size == Size(480, 270)
    left, right, *_ = piece.margins
    # A perfect model: the ramp goes on into the margins that it was asked for.
    there = (np.arange(480) + 0.5 - left) * 400 / (480 - left - right)
    light = np.broadcast_to((0.2 + slope * there)[None, :, None], (270, 480, 3)).astype(np.float32)
    folder = answer_folder(Path(work.scratch), 0)
    folder.mkdir(parents=True)
    write_exr(folder / "wide.exr", Picture.of(light.copy()), depth="float")
    steps_done(work, Step.RENDER)
    taken = read_exr(Staging(Path(work.staging)).frame("beauty", 1001))
    assert taken.data_window == Window(-37, -37, 474, 274)
    wanted = 0.2 + slope * (np.arange(-37, 437) + 0.5)
    assert np.abs(taken.pixels[3, 2:-2, 0] - wanted[2:-2]).max() < slope * 0.2, "a fifth of a pixel"
    behind = read_exr(plate.path % 1001)
    laid = over(taken, behind).pixels[37:-37, 37:-37, :3]
    assert np.array_equal(laid[20:-20, 20:-20], behind.pixels[20:-20, 20:-20]), "the plate stays"
    assert np.abs(laid - behind.pixels).max() < slope


ASPECTS = (Size(16, 9), Size(4, 3), Size(1, 1), Size(9, 16), Size(21, 9))


@pytest.mark.parametrize(
    ("sides", "overscan", "window"),
    [
        (Sides.ALL, 20, Window(-20, -20, 440, 240)), (Sides.LEFT_RIGHT, 37, Window(-37, 0, 474, 200)),
        (Sides.TOP_BOTTOM, 41, Window(0, -41, 400, 282)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["canvas", "margins", "sizes"])
def test_a_plate_is_extended_on_the_sides_that_are_asked_for_and_no_other(
    provided: Make, make_footage: Callable[..., Plate], steps_done: Callable[..., None], kind: str,
    sides: Sides, overscan: int, window: Window,
) -> None:  # fmt: skip
    intake = {
        "canvas": Intake(plate=Need.REQUIRED, matte=Need.REQUIRED),
        "margins": Intake(plate=Need.REQUIRED, margin=500),
        "sizes": Intake(plate=Need.REQUIRED, margin=500, sizes=(Size(480, 270), Size(320, 240))),
    }[kind]
    work = provided(
        intake, task=Task.EXTEND, plate=make_footage(ONE, size=(400, 200)), frames=ONE,
        format=Format(400, 200), delivery=Delivery(passes=False, overscan=overscan, sides=sides),
    )  # fmt: skip
    assert work.brief.window == window
    cut = cut_of(work.brief, intake, work.brief.format.window)
    if kind == "margins":
        left, right, up, down = cut.margins
        assert (left, up) == (right, down)
        assert bool(left) == (sides is not Sides.TOP_BOTTOM) and bool(up) == (sides is not Sides.LEFT_RIGHT)
    steps_done(work, Step.PREPARE)
    (piece,) = read_prepared(Path(work.scratch)).pieces
    folder = answer_folder(Path(work.scratch), 0)
    folder.mkdir(parents=True)
    size = piece.size
    Image.new("RGB", (size.width, size.height), (90, 120, 90)).save(folder / "wide.png")
    steps_done(work, Step.RENDER)
    taken = read_exr(Staging(Path(work.staging)).frame("beauty", 1001))
    assert taken.data_window == window
    alpha = taken.pixels[..., 3]
    across, down_ = alpha[alpha.shape[0] // 2], alpha[:, alpha.shape[1] // 2]
    for line, asked_for in ((across, sides is not Sides.TOP_BOTTOM), (down_, sides is not Sides.LEFT_RIGHT)):
        assert (line[[0, -1]] == (1.0 if asked_for else 0.0)).all()


@pytest.mark.parametrize(
    ("format", "sides", "overscan", "shape"),
    [
        (Format(1920, 1080), Sides.LEFT_RIGHT, 200, "21:9"),
        (Format(1440, 1080), Sides.LEFT_RIGHT, 100, "16:9"),
        (Format(1920, 1080), Sides.TOP_BOTTOM, 101, "4:3"), (Format(2048, 858), Sides.TOP_BOTTOM, 60, "16:9"),
        (Format(1024, 858, 2.0), Sides.TOP_BOTTOM, 60, "16:9"),
    ],
)  # fmt: skip
def test_a_plate_is_set_into_the_nearest_shape_that_aleph_paints_around(
    provided: Make, format: Format, sides: Sides, overscan: int, shape: str
) -> None:
    [aleph] = [each for each in MODELS if each.name == "aleph2" and each.task is Task.EXTEND]
    plate = Plate("plate.%04d.exr", FOOTAGE, Rate(24), format, ColorSpace("ACEScg"))
    brief = provided(
        aleph.intake, task=Task.EXTEND, plate=plate, frames=FOOTAGE, rate=Rate(24), format=format,
        delivery=Delivery(passes=False, overscan=overscan, sides=sides),
    ).brief  # fmt: skip
    cut = cut_of(brief, aleph.intake, format.window)
    sent, size, margins = cut.sent.size, cut.back.size, cut.margins
    assert (sent.width + sum(margins[:2]), sent.height + sum(margins[2:])) == (size.width, size.height)
    assert (margins[0], margins[2]) == (margins[1], margins[3]), "the movie lies in the middle"
    assert not (sum(margins[2:]) if sides is Sides.LEFT_RIGHT else sum(margins[:2]))
    request = Request(Task.EXTEND, "aleph2", "dusk", 0, size.width, size.height, 100, Rate(24), (), margins)
    assert runway_asked(request).fields["target_aspect_ratio"] == shape
    # Where the plate lies in the canvas is where it is taken to lie: a twentieth of a pixel at most.
    back, region = cut.back.inner, cut.back.region
    left = back.x + (format.window.x - region.x) * back.width / region.width
    top = back.y + (format.window.y - region.y) * back.height / region.height
    assert abs(left - margins[0]) < 0.05 and abs(top - margins[2]) < 0.05
    assert region.intersection(brief.window) == brief.window


def test_more_than_the_widest_shape_and_both_ways_at_once_are_refused(provided: Make) -> None:
    intake = Intake(
        plate=Need.REQUIRED, plate_form=Form.STILL, margin=4096, shapes=ASPECTS,
        sides=(Sides.LEFT_RIGHT, Sides.TOP_BOTTOM),
    )  # fmt: skip
    plate = Plate("plate.%04d.exr", ONE, Rate(24), Format(1920, 1080), ColorSpace("ACEScg"))
    for delivery, words in (
        (Delivery(passes=False, overscan=400, sides=Sides.LEFT_RIGHT), "at most 300 pixels a side"),
        (Delivery(passes=False, overscan=100), "left and right or top and bottom, not all sides"),
    ):
        brief = provided(
            intake, task=Task.EXTEND, plate=plate, frames=ONE, format=Format(1920, 1080), delivery=delivery
        ).brief
        with pytest.raises(BadInput, match=words):
            require_material(brief, intake)
            cut_of(brief, intake, brief.format.window)


def test_more_than_a_model_of_shapes_adds_is_refused(
    provided: Make, make_footage: Callable[..., Plate]
) -> None:
    intake = Intake(plate=Need.REQUIRED, plate_form=Form.STILL, margin=40, sizes=SHAPES)
    work = provided(
        intake, task=Task.EXTEND, plate=make_footage(ONE), frames=ONE,
        delivery=Delivery(passes=False, overscan=60),
    )  # fmt: skip
    request = make_folders(work)
    assert run(request, Step.PREPARE) == PROBLEM
    problem = loads(Problem, (request.parent / PROBLEM_FILE).read_text("utf-8"))
    assert problem.where == "delivery.overscan" and "adds at most 40" in problem.message
