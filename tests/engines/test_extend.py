"""A plate that is extended by a model with shapes of its own: set into one of them, and back in register."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from secondunit.engines.answer import answer_folder, read_prepared
from secondunit.engines.cutting import cut_of
from secondunit.engines.folders import PROBLEM_FILE, make_folders
from secondunit.engines.names import Staging
from secondunit.engines.pieces import clips_of
from secondunit.engines.worker import PROBLEM, run
from secondunit.media.exr import read_exr, write_exr
from secondunit.media.over import over
from secondunit.media.picture import Picture
from secondunit.providers import Request
from secondunit.providers.luma.asking import asked
from secondunit.providers.luma.models import OFFERS
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
    Size,
    Step,
    Task,
    Window,
    Work,
    loads,
)

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
