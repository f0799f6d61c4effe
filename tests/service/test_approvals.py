"""Approvals: a named person's yes is kept under the digest the gate asks about, from estimate to decision."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from secondunit.host.batch import Batch, Entry
from secondunit.wire import Estimate, EstimateList, Job, Money, Problem, loads
from secondunit.wire.rights import Approving, ApprovingList


@pytest.fixture
def strict(house: Any) -> Any:
    """The house, where Vera or Max has to say yes."""
    house.rules(more='approval = "always"\napprovers = ["Vera", "Max"]')
    return house


def problem(answer: Any) -> Problem:
    return loads(Problem, answer.content)


def test_a_yes_counts_for_estimate_job_and_decision_alike(strict: Any, gate_api: Any) -> None:
    brief = strict.brief(plate=strict.plate())
    before = loads(Estimate, gate_api.post("/v1/estimate", brief).content)
    assert not before.allowed and before.approvers == ("Vera", "Max")
    answer = gate_api.post("/v1/approvals", Approving(brief, "Vera", Money("1.50"), "for the trailer"))
    after = loads(Estimate, answer.content)
    assert answer.status_code == 200 and after.allowed and after.brief_digest == before.brief_digest
    job = loads(Job, gate_api.post("/v1/jobs", brief).content)
    assert job.brief_digest == before.brief_digest and job.cost == Money("0.10") and job.provider == "studio"
    work = strict.work(brief)
    given = strict.crossing(work, strict.prepared(work)).decide()
    assert given.allowed and given.brief_digest == before.brief_digest
    (row,) = strict.ledger("approval")
    assert row.who == "Vera" and row.body["brief_digest"] == before.brief_digest
    assert row.body["note"] == "for the trailer (entered by bob)" and row.body["id"] == given.approval


def test_a_yes_is_bound_to_the_very_brief_and_its_files(strict: Any, gate_api: Any) -> None:
    brief = strict.brief(plate=strict.plate())
    assert gate_api.post("/v1/approvals", Approving(brief, "Vera", Money("1"))).status_code == 200
    for other in (
        strict.brief(plate=strict.plate(), seed=1),
        strict.brief(plate=strict.plate(), prompt="a barn"),
    ):
        assert not loads(Estimate, gate_api.post("/v1/estimate", other).content).allowed
    strict.plate(value=0.4)
    assert not loads(Estimate, gate_api.post("/v1/estimate", brief).content).allowed
    strict.plate()
    assert loads(Estimate, gate_api.post("/v1/estimate", brief).content).allowed


def test_only_who_the_rule_names_may_say_yes_and_only_where_it_helps(strict: Any, gate_api: Any) -> None:
    brief = strict.brief()
    answer = gate_api.post("/v1/approvals", Approving(brief, "Bob", Money("1")))
    assert answer.status_code == 403 and problem(answer).remedy == "Vera or Max may."
    strict.rules(limit="0.01", more='approval = "always"\napprovers = ["Vera"]')
    answer = gate_api.post("/v1/approvals", Approving(brief, "Vera", Money("1")))
    assert answer.status_code == 403 and "An approval is not what is missing" in problem(answer).message
    strict.rules()
    answer = gate_api.post("/v1/approvals", Approving(brief, "Vera", Money("1")))
    assert answer.status_code == 409 and "allowed already" in problem(answer).message
    assert strict.ledger("approval") == []


@pytest.mark.parametrize(
    ("changes", "money", "status"),
    [
        ({"provider": "onboard", "model": ""}, Money("1"), 422),
        ({"provider": "cloud"}, Money("1"), 422),
        ({"model": "nine"}, Money("1"), 422),
        ({}, Money("a lot"), 422),
        ({}, Money("-1"), 422),
    ],
)
def test_what_cannot_be_approved_is_refused(
    strict: Any, gate_api: Any, changes: dict[str, str], money: Money, status: int
) -> None:
    answer = gate_api.post("/v1/approvals", Approving(strict.brief(**changes), "Vera", money))
    assert answer.status_code == status and problem(answer).message
    assert strict.ledger("approval") == []


def test_a_ceiling_below_the_price_helps_nobody_and_a_second_yes_does(strict: Any, gate_api: Any) -> None:
    brief = strict.brief()
    low = loads(Estimate, gate_api.post("/v1/approvals", Approving(brief, "Vera", Money("0.01"))).content)
    assert not low.allowed and "approved up to 0.01 USD" in low.verdict and low.approvers == ("Vera", "Max")
    high = loads(Estimate, gate_api.post("/v1/approvals", Approving(brief, "Max", Money("1"))).content)
    assert high.allowed


def test_two_jobs_of_one_brief_share_its_ceiling(strict: Any, gate_api: Any) -> None:
    brief = strict.brief()
    assert gate_api.post("/v1/approvals", Approving(brief, "Vera", Money("0.15"))).status_code == 200
    first, second = strict.work(brief), strict.work(brief)
    assert strict.crossing(first, strict.prepared(first)).decide().allowed
    given = strict.crossing(second, strict.prepared(second)).decide()
    assert not given.allowed and "0.05 USD left" in given.sentence


# A list of briefs ------------------------------------------------------------------------------------------


def listed(
    strict: Any, gate_api: Any, ceiling: str = "1.00", by: str = "Vera", shots: int = 3
) -> ApprovingList:
    briefs = tuple(strict.brief(shot=f"sh0{number}0") for number in range(1, shots + 1))
    digests = tuple(
        loads(Estimate, gate_api.post("/v1/estimate", brief).content).brief_digest for brief in briefs
    )
    return ApprovingList(briefs, digests, by, Money(ceiling), "the sequence")


def test_one_yes_to_a_list_counts_for_each_of_its_briefs_and_its_ceiling_for_all(
    strict: Any, gate_api: Any
) -> None:
    yes = listed(strict, gate_api, "0.30")
    answer = gate_api.post("/v1/approvals/list", yes)
    assert answer.status_code == 200, answer.content
    assert all(one.allowed for one in loads(EstimateList, answer.content).estimates)
    (row,) = strict.ledger("approval")
    assert row.body["briefs"] == list(yes.brief_digests)
    for brief in yes.briefs:
        work = strict.work(brief)
        assert strict.crossing(work, strict.prepared(work)).decide().allowed
    again = strict.work(yes.briefs[0])
    given = strict.crossing(again, strict.prepared(again)).decide()
    assert not given.allowed and "0.00 USD left" in given.sentence


def test_a_list_is_refused_whole_when_one_brief_of_it_is_another(strict: Any, gate_api: Any) -> None:
    yes = listed(strict, gate_api)
    other = replace(yes, briefs=(*yes.briefs[:2], strict.brief(shot="sh030", prompt="a barn")))
    swapped = replace(yes, brief_digests=yes.brief_digests[::-1])
    fewer = replace(yes, briefs=yes.briefs[:2])
    for wrong in (other, swapped, fewer):
        answer = gate_api.post("/v1/approvals/list", wrong)
        assert answer.status_code == 409 and "another one than was approved" in problem(answer).message
    assert strict.ledger("approval") == []


@pytest.mark.parametrize(
    ("by", "ceiling", "status"), [("Bob", "1", 403), ("Vera", "0.29", 422), ("Vera", "a lot", 422)]
)
def test_who_may_not_and_a_ceiling_below_the_price_of_all_are_refused(
    strict: Any, gate_api: Any, by: str, ceiling: str, status: int
) -> None:
    answer = gate_api.post("/v1/approvals/list", listed(strict, gate_api, ceiling, by))
    assert answer.status_code == status and strict.ledger("approval") == []


def test_a_second_yes_helps_where_the_ceiling_of_the_first_is_used_up(strict: Any, gate_api: Any) -> None:
    brief = strict.brief()
    assert gate_api.post("/v1/approvals", Approving(brief, "Vera", Money("0.15"))).status_code == 200
    first, second = strict.work(brief), strict.work(brief)
    used = strict.crossing(first, strict.prepared(first)).decide()
    spent = loads(Estimate, gate_api.post("/v1/estimate", brief).content)
    assert not spent.allowed and spent.approvers == ("Vera", "Max")
    assert "what Vera approved has 0.05 USD left" in spent.verdict
    answer = gate_api.post("/v1/approvals", Approving(brief, "Max", Money("0.10")))
    assert answer.status_code == 200 and loads(Estimate, answer.content).allowed
    crossing = strict.crossing(second, strict.prepared(second))
    given = crossing.decide()
    assert given.allowed and given.approval != used.approval
    assert crossing.still().approval == given.approval  # the money is held on that yes, and stays there
    assert not loads(Estimate, gate_api.post("/v1/estimate", brief).content).allowed


def test_a_list_is_approved_in_the_money_that_it_costs(strict: Any, gate_api: Any) -> None:
    yes = replace(listed(strict, gate_api), ceiling=Money("1.00", "EUR"))
    answer = gate_api.post("/v1/approvals/list", yes)
    assert answer.status_code == 422
    assert problem(answer).message == "They cost in USD, and the ceiling is in EUR."
    assert strict.ledger("approval") == []


def test_a_panels_batch_is_approved_by_the_very_digests_that_the_gate_asks_about(
    strict: Any, gate_api: Any
) -> None:
    class Client:
        def estimate(self, brief: Any) -> Estimate:
            return loads(Estimate, gate_api.post("/v1/estimate", brief).content)

        def approve_list(self, yes: ApprovingList) -> EstimateList:
            answer = gate_api.post("/v1/approvals/list", yes)
            assert answer.status_code == 200, answer.content
            return loads(EstimateList, answer.content)

    base = strict.brief()
    batch = Batch(lambda work, then, no: then(work(Client())), lambda job: None)
    batch.open([
        Entry(shot, shot, shot, base.frames, base.rate, base.format, base.plate)
        for shot in ("sh010", "sh020")
    ])  # fmt: skip
    batch.estimate(base, 0)
    assert batch.approval.approvers == ("Vera", "Max") and not batch.allowed()
    batch.approve(base, 0, batch.approval.price.amount, "Max", "both")
    assert batch.problem is None and batch.allowed()
    (row,) = strict.ledger("approval")
    assert row.body["briefs"] == list(batch.approval.digests)
    for brief in batch.briefs(base, 0).values():
        work = strict.work(brief)
        assert strict.crossing(work, strict.prepared(work)).decide().allowed
