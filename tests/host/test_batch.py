"""Several shots as one: briefs of their own, sums, one progress, and nothing sent twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from secondunit.host.batch import Batch, Entry
from secondunit.wire import (
    Brief,
    ColorSpace,
    Estimate,
    Fitting,
    Format,
    FrameRange,
    FrozenMap,
    Job,
    JobState,
    Money,
    Plate,
    Rate,
    Task,
)
from secondunit.wire.errors import NothingSelected, Problem, ServiceLost

RATE, FORMAT = Rate(25), Format(64, 36)
BASE = Brief("show", "panel", "smoke", FrameRange(1, 5), RATE, FORMAT, prompt="thick smoke", seed=3)


def entry(id: str, first: int = 100, count: int = 10, **changes: Any) -> Entry:
    frames = FrameRange.starting(first, count)
    plate = Plate(f"/plates/{id}.%04d.exr", frames, RATE, FORMAT, ColorSpace("ACEScg"))
    return replace(Entry(id, id.upper(), f"sh_{id}", frames, RATE, FORMAT, plate), **changes)


class Service:
    """Answers at once; `lost` answers get lost, `estimates` are by shot."""

    def __init__(self) -> None:
        self.sent: list[tuple[Brief, str]] = []
        self.estimated: list[Brief] = []
        self.estimates: dict[str, Estimate] = {}
        self.lost = 0
        self.jobs: dict[str, Job] = {}

    def estimate(self, brief: Brief) -> Estimate:
        self.estimated.append(brief)
        return self.estimates.get(brief.shot, Estimate("d", seconds=60.0, cost=Money("0.1")))

    def submit(self, brief: Brief, key: str) -> Job:
        self.sent.append((brief, key))
        if self.lost:
            self.lost -= 1
            raise ServiceLost("The answer was lost.")
        job = Job(f"j{len(self.jobs)}", brief.show, brief.shot, brief.element, "d", brief.frames)
        self.jobs[job.id] = job
        return job


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def batch(service: Service) -> Batch:
    def ask(work: Callable[[Any], Any], then: Callable[[Any], None], no: Callable[[Problem], None]) -> None:
        try:
            answer = work(service)
        except ServiceLost as error:
            no(error.problem)
        else:
            then(answer)

    return Batch(ask, lambda id: service.jobs.get(id))


def test_each_shot_has_its_own_frames_plate_and_name_and_the_panel_s_rest(batch: Batch) -> None:
    batch.open([entry("a"), entry("b", 200, 20, prompt="thin dust")])
    briefs = batch.briefs(BASE, handles=8)
    assert [(one.shot, one.prompt, str(one.frames)) for one in briefs.values()] == [
        ("sh_a", "thick smoke", "92-117"),
        ("sh_b", "thin dust", "192-227"),
    ]
    assert all(one.seed == 3 and one.element == "smoke" for one in briefs.values())
    assert briefs["b"].plate is not None
    assert briefs["b"].plate.path == "/plates/b.%04d.exr"


def test_shots_that_are_left_out_or_cannot_be_read_take_no_part(batch: Batch) -> None:
    lost = Problem("frames.missing", "Its media is offline.")
    batch.open([entry("a"), entry("b", problem=lost), entry("c")])
    batch.change("a", wanted=False)
    assert list(batch.briefs(BASE, 0)) == ["c"]
    assert any("offline" in line.text for line in batch.lines())
    batch.change("c", wanted=False)
    with pytest.raises(NothingSelected):
        batch.briefs(BASE, 0)


def test_the_estimate_is_the_exact_sum(batch: Batch, service: Service) -> None:
    batch.open([entry(str(number), number * 100) for number in range(3)])
    assert not batch.allowed()
    batch.estimate(BASE, 0)
    texts = [line.text for line in batch.lines()]
    assert texts[0] == "3 shots, 30 frames."
    assert "Takes about 3 min." in texts
    assert "Costs about 0.3 USD." in texts
    assert batch.allowed()


def test_what_is_estimated_already_is_not_asked_again(batch: Batch, service: Service) -> None:
    batch.open([entry("a"), entry("b", 300)])
    batch.estimate(BASE, 0)
    batch.change("b", prompt="embers")
    batch.estimate(BASE, 0)
    assert [brief.shot for brief in service.estimated] == ["sh_a", "sh_b", "sh_b"]


def test_one_shot_that_is_refused_stands_in_the_way_by_name(batch: Batch, service: Service) -> None:
    service.estimates["sh_b"] = Estimate("d", allowed=False, verdict="This provider may not see it.")
    batch.open([entry("a"), entry("b", 300)])
    batch.estimate(BASE, 0)
    assert "B: This provider may not see it." in [line.text for line in batch.lines()]
    assert not batch.allowed()


def test_a_lost_answer_goes_out_again_under_the_same_key_and_the_rest_does_not(
    batch: Batch, service: Service
) -> None:
    batch.open([entry("a"), entry("b", 300)])
    batch.estimate(BASE, 0)
    service.lost = 1
    batch.submit(BASE, 0)
    assert batch.problem is not None
    batch.submit(BASE, 0)
    (first, first_key), (_, other_key), (again, again_key) = service.sent
    assert (first, first_key) == (again, again_key)
    assert other_key != first_key
    batch.submit(BASE, 0)
    assert len(service.sent) == 3


def test_a_brief_that_changed_since_its_estimate_is_not_sent(batch: Batch, service: Service) -> None:
    batch.open([entry("a")])
    batch.estimate(BASE, 0)
    other = replace(BASE, prompt="fire")
    batch.submit(other, 0)
    assert service.sent == []
    assert batch.problem is not None
    assert "another one" in batch.problem.message
    batch.submit(other, 0)
    assert [brief.prompt for brief, _ in service.sent] == ["fire"]
    assert batch.problem is None


def test_progress_counts_frames_and_says_what_failed(batch: Batch, service: Service) -> None:
    batch.open([entry("a", 100, 30), entry("b", 300, 10)])
    batch.estimate(BASE, 0)
    batch.submit(BASE, 0)
    service.jobs["j0"] = replace(service.jobs["j0"], state=JobState.RUNNING, progress=0.5)
    service.jobs["j1"] = replace(service.jobs["j1"], state=JobState.DONE, progress=1.0, take="t1")
    standing = batch.standing()
    assert (standing.shots, standing.done, standing.fraction) == (2, 1, 25 / 40)
    assert not standing.ended
    assert batch.takes() == ("t1",)
    service.jobs["j0"] = replace(service.jobs["j0"], state=JobState.FAILED)
    assert str(batch.standing()) == "1 of 2 shots done, 1 failed"
    assert batch.standing().ended


def test_every_shot_is_enlarged_as_much_and_none_gets_a_frame_of_another(batch: Batch) -> None:
    plate = Plate("/p.%04d.exr", FrameRange(1, 5), RATE, FORMAT, ColorSpace("ACEScg"))
    base = replace(
        BASE, task=Task.UPSCALE, plate=plate, format=Format(256, 144), provider="x",
        controls=FrozenMap({"strength": 0.5}), fitting=Fitting(feather=2.0, plate_frame=3),
    )  # fmt: skip
    batch.open([entry("a"), entry("b", format=Format(100, 50, 2.0))])
    briefs = batch.briefs(base, 0)
    assert [one.format for one in briefs.values()] == [Format(256, 144), Format(400, 200, 2.0)]
    assert all(dict(one.controls) == {"strength": 0.5} for one in briefs.values())
    assert all(one.fitting == Fitting(feather=2.0) for one in briefs.values())
