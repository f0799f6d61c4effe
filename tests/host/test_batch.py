"""Several shots as one: briefs of their own, sums, one progress, and nothing sent twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from secondunit.host.batch import Batch, Entry
from secondunit.wire import (
    Brief,
    CastMember,
    ColorSpace,
    Estimate,
    EstimateList,
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
from secondunit.wire.errors import (
    Conflict,
    NothingSelected,
    OutOfRange,
    Problem,
    Refused,
    SecondUnitError,
    ServiceLost,
)
from secondunit.wire.rights import ApprovingList

RATE, FORMAT = Rate(25), Format(64, 36)
BASE = Brief("show", "panel", "smoke", FrameRange(1, 5), RATE, FORMAT, prompt="thick smoke", seed=3)

#: What is pinned for each shot; of one that is not here nothing is known yet.
PINS: dict[str, tuple[CastMember, ...]] = {
    "sh_a": (CastMember("ada", 3),), "sh_b": (CastMember("ada", 1), CastMember("cy", 9)), "sh_c": (),
}  # fmt: skip
ADA, BEN = CastMember("ada", 2, selection=("side.png",)), CastMember("ben", 4)
UNAPPROVED = Estimate("", False, "Plates ask for an approval.", approvers=("ana", "bo"), cost=Money("1.10"))


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
        self.approved: list[ApprovingList] = []
        #: How often a file was written anew: it is in every digest.
        self.edition = 0

    def estimate(self, brief: Brief) -> Estimate:
        self.estimated.append(brief)
        return self._estimate(brief)

    def _estimate(self, brief: Brief) -> Estimate:
        estimate = self.estimates.get(brief.shot, Estimate("", seconds=60.0, cost=Money("0.1")))
        if any(brief in yes.briefs for yes in self.approved):
            estimate = replace(estimate, allowed=True, approvers=())
        return replace(estimate, brief_digest=f"{brief.shot}.{self.edition}")

    def approve_list(self, yes: ApprovingList) -> EstimateList:
        if yes.brief_digests != tuple(self._estimate(brief).brief_digest for brief in yes.briefs):
            raise Conflict("This list is another one than was approved.")
        self.approved.append(yes)
        return EstimateList(tuple(self._estimate(brief) for brief in yes.briefs))

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
        except SecondUnitError as error:
            no(error.problem)
        else:
            then(answer)

    return Batch(ask, lambda id: service.jobs.get(id), wardrobe=PINS.get)


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


def test_each_shot_wears_what_is_pinned_for_it_and_else_what_the_panel_names(batch: Batch) -> None:
    batch.open([entry("a"), entry("b", 300), entry("c", 500)])
    base = replace(BASE, cast=(ADA, BEN))
    assert [brief.cast for brief in batch.briefs(base, 0).values()] == [
        (CastMember("ada", 3), BEN), (CastMember("ada", 1), BEN), (ADA, BEN),
    ]  # fmt: skip
    assert [batch.wears(one, base.cast) for one in batch.entries] == [
        "ada v003, pinned\nben v004", "ada v001, pinned\nben v004", "ada v002\nben v004",
    ]  # fmt: skip
    assert batch.wears(batch.entries[0], ()) == ""


def test_a_pinned_version_that_the_panel_names_too_keeps_its_selected_pictures(batch: Batch) -> None:
    batch.open([entry("a")])
    ada = replace(ADA, version=3)
    assert batch.briefs(replace(BASE, cast=(ada,)), 0)["a"].cast == (ada,)


def test_nothing_is_made_of_characters_before_the_pins_are_known(batch: Batch, service: Service) -> None:
    batch.open([entry("a"), entry("unread", 300)])
    with pytest.raises(Conflict, match="pinned"):
        batch.estimate(replace(BASE, cast=(ADA,)), 0)
    assert not service.estimated
    batch.estimate(BASE, 0)
    assert len(service.estimated) == 2


def test_another_pin_since_the_estimate_sends_nothing(
    batch: Batch, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch.open([entry("a")])
    base = replace(BASE, cast=(ADA,))
    batch.estimate(base, 0)
    monkeypatch.setitem(PINS, "sh_a", (CastMember("ada", 5),))
    batch.submit(base, 0)
    assert not service.sent and batch.problem is not None
    assert service.estimated[-1].cast == (CastMember("ada", 5),)
    batch.submit(base, 0)
    assert [brief.cast[0].version for brief, _ in service.sent] == [5]


def test_one_yes_is_to_every_brief_by_its_digest_and_all_of_them_go(batch: Batch, service: Service) -> None:
    service.estimates = {"sh_a": UNAPPROVED, "sh_b": replace(UNAPPROVED, cost=Money("0.90"))}
    batch.open([entry("a"), entry("b", 300), entry("c", 500)])
    batch.estimate(BASE, 0)
    assert not batch.allowed()
    assert batch.approval.sentence("bo") == (
        "2 of 3 shots wait for an approval: ana or you may approve the list."
    )
    assert "A, B: Plates ask for an approval." in [line.text for line in batch.lines()]
    batch.approve(BASE, 0, "2.50", "bo", " for the trailer ")
    (yes,) = service.approved
    assert (yes.by, yes.ceiling, yes.note) == ("bo", Money("2.50"), "for the trailer")
    assert yes.brief_digests == ("sh_a.0", "sh_b.0", "sh_c.0")
    assert batch.allowed() and not service.sent and not batch.approval.lacking
    batch.submit(BASE, 0)
    assert tuple(brief for brief, _ in service.sent) == yes.briefs


def test_a_list_that_changed_since_is_not_approved_and_is_estimated_anew(
    batch: Batch, service: Service
) -> None:
    service.estimates = {"sh_a": UNAPPROVED}
    batch.open([entry("a"), entry("b", 300)])
    batch.estimate(BASE, 0)
    batch.approve(replace(BASE, prompt="fire"), 0, "9", "ana")
    assert batch.problem is not None and "another one" in batch.problem.message
    service.edition = 1
    batch.approve(replace(BASE, prompt="fire"), 0, "9", "ana")
    assert batch.problem is not None and "another one" in batch.problem.message
    assert not service.approved and not batch.allowed()
    batch.approve(replace(BASE, prompt="fire"), 0, "9", "ana")
    assert [yes.brief_digests for yes in service.approved] == [("sh_a.1", "sh_b.1")]
    assert batch.problem is None and batch.allowed()


def test_a_yes_needs_one_who_may_and_a_ceiling_that_reaches_the_price_of_all(
    batch: Batch, service: Service
) -> None:
    service.estimates = {"sh_a": UNAPPROVED, "sh_b": replace(UNAPPROVED, approvers=("bo", "cy"))}
    batch.open([entry("a"), entry("b", 300)])
    batch.estimate(BASE, 0)
    assert batch.approval.approvers == ("bo",)
    with pytest.raises(Refused):
        batch.approve(BASE, 0, "9", "ana")
    with pytest.raises(OutOfRange, match=r"below the price, 2\.20 USD"):
        batch.approve(BASE, 0, "2.19", "bo")
    with pytest.raises(OutOfRange, match="is an amount"):
        batch.approve(BASE, 0, "much", "bo")
    service.estimates["sh_b"] = replace(UNAPPROVED, approvers=("cy",))
    batch.open(batch.entries)
    batch.estimate(BASE, 0)
    assert batch.approval.sentence("bo").endswith("nobody may approve them all, only one by one.")
    assert not service.approved


def test_a_shot_that_is_refused_leaves_nothing_to_approve(batch: Batch, service: Service) -> None:
    service.estimates = {"sh_a": UNAPPROVED, "sh_b": Estimate("", allowed=False, verdict="Not this one.")}
    batch.open([entry("a"), entry("b", 300)])
    batch.estimate(BASE, 0)
    assert not batch.approval.lacking
    with pytest.raises(Refused):
        batch.approve(BASE, 0, "9", "ana")


def test_what_is_to_be_heeded_is_said_once_and_of_some_shots_with_their_names(
    batch: Batch, service: Service
) -> None:
    both = Estimate("", warnings=("The plate is 8 bit.",))
    service.estimates = {"sh_a": both, "sh_b": replace(both, warnings=(*both.warnings, "It is short."))}
    batch.open([entry("a"), entry("b", 300)])
    batch.estimate(BASE, 0)
    texts = [line.text for line in batch.lines() if line.tone == "warning"]
    assert texts == ["The plate is 8 bit.", "B: It is short."]


def test_the_shot_whose_continuity_is_looked_at_has_a_take_with_characters(
    batch: Batch, service: Service
) -> None:
    batch.open([entry("a"), entry("b", 300)])
    base = replace(BASE, cast=(ADA,))
    batch.estimate(base, 0)
    batch.submit(base, 0)
    assert batch.cast_shot == ""
    service.jobs["j1"] = replace(service.jobs["j1"], state=JobState.DONE, take="t1")
    assert batch.cast_shot == "sh_b"
