"""How a plate is cut and fitted for a model, beside a control of the model's own that has the same name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from secondunit.engines.delivery import found_take
from secondunit.engines.folders import make_folders
from secondunit.engines.names import Staging
from secondunit.engines.provider_files import answer_folder, read_prepared
from secondunit.engines.worker import DONE, run
from secondunit.media.exr import read_exr, write_exr
from secondunit.media.interchange import read_codes, write_png
from secondunit.media.picture import Picture
from secondunit.service.outbound.offers import asked_of
from secondunit.wire import (
    Brief,
    Coding,
    Control,
    Fitting,
    Form,
    FrameRange,
    FrozenMap,
    Intake,
    Need,
    Retime,
    Step,
    Task,
    Work,
    brief_digest,
)

OWN = Control("feather", "Feather", "float", default=0.5, minimum=0.0, maximum=1.0)


@pytest.fixture
def house(house: Any) -> Any:
    """Its model `paint` makes a picture for a plate and a matte, and has a `feather` of its own."""
    paint = next(one for one in house.models["studio"] if one.model == "paint")
    house.models["studio"].remove(paint)
    intake = Intake(plate=Need.REQUIRED, matte=Need.REQUIRED)
    house.models["studio"].append(replace(paint, controls=(OWN,), intake=intake))
    return house


@pytest.fixture
def brief(house: Any) -> Callable[..., Brief]:
    plate, matte = house.plate("1001"), house.matte("1001")
    house.on_record(*house.files("*.exr"))

    def make(**changes: Any) -> Brief:
        made: Brief = house.brief(task=Task.INPAINT, model="paint", plate=plate, matte=matte, **changes)
        return made

    return make


def step(work: Work, which: Step) -> None:
    request = make_folders(work)
    assert run(request, which) == DONE, sorted(path.name for path in request.parent.iterdir())


def alpha_of(work: Work) -> np.ndarray:
    """The take's alpha, where the model gives back what it was shown."""
    scratch = Path(work.scratch)
    (piece,) = read_prepared(scratch).pieces
    (shown,) = (file for file in piece.files if file.role == "plate")
    folder = answer_folder(scratch, 0)
    folder.mkdir(parents=True)
    write_png(folder / "painted.png", read_codes(scratch / shown.path)[0][..., :3])
    step(work, Step.RENDER)
    return read_exr(Staging(Path(work.staging)).frame("beauty", 1001)).pixels[..., 3]


def test_a_models_own_feather_is_held_to_its_own_range(house: Any, brief: Callable[..., Brief]) -> None:
    (problem,) = house.planner.plan(brief(controls=FrozenMap({"feather": 40.0}))).estimate.problems
    assert (problem.code, problem.where) == ("value.out_of_range", "controls.feather")
    assert "0 to 1" in problem.remedy


def test_a_models_own_feather_goes_to_the_model_and_fades_nothing_here(
    house: Any, brief: Callable[..., Brief]
) -> None:
    work = house.work(brief(controls=FrozenMap({"feather": 0.8})))
    assert dict(work.settings) == {"feather": 0.8}
    step(work, Step.PREPARE)
    request = house.crossing(work, read_prepared(Path(work.scratch))).request(0)
    assert dict(request.parameters) == {"feather": 0.8}
    matte = np.zeros((36, 64), np.float32)
    matte[8:16, 8:16] = 1.0
    assert np.array_equal(alpha_of(work), matte), "the matte as it is"


def test_our_feather_beside_a_models_own_goes_into_the_edge_and_not_to_the_model(
    house: Any, brief: Callable[..., Brief]
) -> None:
    asked = brief(controls=FrozenMap({"feather": 0.8}), fitting=Fitting(feather=8.0))
    plan = house.planner.plan(asked)
    assert not plan.estimate.problems and dict(plan.estimate.settings) == {"feather": 0.8}
    work = house.work(asked)
    step(work, Step.PREPARE)
    request = house.crossing(work, read_prepared(Path(work.scratch))).request(0)
    assert dict(request.parameters) == {"feather": 0.8}
    alpha = alpha_of(work)
    assert 0 < alpha[8, 8] < alpha[11, 11] < 1, "it fades inward from the matte's edge"
    assert not alpha[:8].any() and not alpha[:, 16:].any()
    step(work, Step.DELIVER)
    take = found_take(work)
    assert take is not None and take.fitting == Fitting(feather=8.0)
    assert dict(take.settings) == {"feather": 0.8}


def test_the_two_feathers_are_two_briefs(house: Any, brief: Callable[..., Brief]) -> None:
    briefs = [
        brief(controls=FrozenMap({"feather": 0.8})),
        brief(fitting=Fitting(feather=0.8)),
        brief(controls=FrozenMap({"feather": 0.8}), fitting=Fitting(feather=0.8)),
    ]
    assert len({brief_digest(one) for one in briefs}) == 3


@pytest.fixture
def retimed(house: Any) -> Callable[..., Brief]:
    """A retime by a model that has a `slower` of its own: how slowly its camera moves, 0 to 1."""
    own = Control("slower", "Slower camera", "float", default=0.5, minimum=0.0, maximum=1.0)
    intake = Intake(
        plate=Need.REQUIRED, plate_form=Form.MOVIE, result=Form.MOVIE, most_frames=48, slower=(2.0, 4.0)
    )
    paint = house.models["studio"][-1]
    slow = replace(
        paint, model="slow", model_label="Slow", tasks=(Task.RETIME,), controls=(own,), intake=intake
    )
    house.models["studio"].append(slow)
    plate = house.plate("1001-1003")
    house.on_record(*house.files("*.exr"))

    def make(**changes: Any) -> Brief:
        made: Brief = house.brief(
            task=Task.RETIME, model="slow", plate=plate, frames=FrameRange(1001, 1005), **changes
        )
        return made

    return make


def test_our_slower_beside_a_models_own_counts_frames_and_both_reach_the_model(
    house: Any, retimed: Callable[..., Brief]
) -> None:
    asked = retimed(controls=FrozenMap({"slower": 0.8}), retime=Retime(4))
    plan = house.planner.plan(asked)
    assert not plan.estimate.problems and dict(plan.estimate.settings) == {"slower": 0.8}
    assert any("frames 1001-1002, 4 times slower" in one for one in plan.estimate.warnings)
    work = house.work(asked)
    step(work, Step.PREPARE)
    request = house.crossing(work, read_prepared(Path(work.scratch))).request(0)
    assert dict(request.parameters) == {"slower": 0.8} and request.slower == 4
    alone = house.planner.plan(retimed(controls=FrozenMap({"slower": 0.8})))
    assert any("frames 1001-1003, 2 times slower" in one for one in alone.estimate.warnings)
    assert len({brief_digest(one) for one in (asked, alone.brief, retimed(retime=Retime(4)))}) == 3


def test_a_slower_that_the_model_does_not_make_is_refused_with_those_it_makes(
    house: Any, retimed: Callable[..., Brief]
) -> None:
    (problem,) = house.planner.plan(retimed(retime=Retime(3))).estimate.problems
    assert (problem.code, problem.where, problem.remedy) == (
        "value.out_of_range", "retime.slower", "Choose 2, 4."
    )  # fmt: skip


def test_another_model_is_asked_with_its_own_controls_and_the_same_fitting(
    house: Any, brief: Callable[..., Brief]
) -> None:
    plain = replace(house.models["studio"][-1], model="plain", controls=())
    asked = asked_of(plain, brief(controls=FrozenMap({"feather": 0.8}), fitting=Fitting(feather=8.0)))
    assert not asked.controls and asked.fitting == Fitting(feather=8.0)


def test_two_exposures_are_two_requests_each_with_its_price(house: Any, brief: Callable[..., Brief]) -> None:
    once = house.planner.plan(brief()).estimate
    asked = brief(fitting=Fitting(coding=Coding.EXPOSURES))
    twice = house.planner.plan(asked).estimate
    assert not twice.problems and (once.pieces, twice.pieces) == (1, 2)
    assert Decimal(twice.cost.amount) == 2 * Decimal(once.cost.amount) > 0
    assert any("asked and paid twice" in warning for warning in twice.warnings)
    work = house.work(asked)
    plate = Path(work.brief.plate.path % 1001)
    light = np.array(read_exr(plate).pixels, np.float32)
    light[:4] = 30.0
    write_exr(plate, Picture.of(light))
    house.on_record(*house.files("*.exr"))
    step(work, Step.PREPARE)
    prepared = read_prepared(Path(work.scratch))
    crossing = house.crossing(work, prepared)
    requests = [crossing.request(piece.number) for piece in prepared.pieces]
    assert len(requests) == 2 and requests[0].seed == requests[1].seed
    first, second = (request.of("plate")[0] for request in requests)
    assert first.sha256 != second.sha256, "another exposure of the same frame"
