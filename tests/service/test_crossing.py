"""The crossing: what the gate decides on for a job, the money that is held, and what is written of it."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from secondunit.providers import Call
from secondunit.providers.door import json_call
from secondunit.rights import verify
from secondunit.rights.approvals import Approval
from secondunit.rights.clock import utc_now
from secondunit.rights.consent import Consent, Replica
from secondunit.rights.ledger import Ledger
from secondunit.rights.records import Withdrawal
from secondunit.wire import FrameRange, Money, Task, dumps, loads
from secondunit.wire.errors import (
    Refused,
    Unexpected,
)
from secondunit.wire.rights import MaterialKind, Verdict

THERE = "https://api.studio.test/v1/still"


def test_the_gate_looks_at_what_was_prepared_by_the_rights_of_what_it_was_made_from(
    house: Any, job: Any
) -> None:
    crossing = job()
    given = crossing.decide()
    assert given.allowed and given.hashes == (house.file_of(crossing).sha256,)
    (row,) = house.ledger("derived")
    (derived,) = row.body["inputs"]
    original = house.ledger("input")[0].body["hash"]
    assert derived["hash"] == house.file_of(crossing).sha256 and derived["source"] == original
    assert row.body["job"] == crossing.name
    crossing.decide()
    assert len(house.ledger("derived")) == 1


def test_an_original_that_is_not_on_record_is_named(house: Any, job: Any) -> None:
    crossing = job(record=False)
    given = crossing.decide()
    original = crossing.prepared.pieces[0].files[0].sources[0]
    assert (
        not given.allowed and f"the rights of the plate {original[:12]} are not on record" in given.sentence
    )
    with pytest.raises(Refused, match="not on record"), crossing.open(0):
        pass
    assert house.held() == []


def test_likeness_is_inherited_and_asks_for_consent(house: Any, job: Any) -> None:
    house.plate()
    house.on_record(*house.files("plate.*.exr"), kind=MaterialKind.LIKENESS, persons=("Ada Lind",))
    crossing = job(record=False, use="crowd")
    assert "there is no consent of Ada Lind" in crossing.decide().sentence
    rights = house.sites.rights("S")
    consent = Consent("Ada Lind", Replica.ALTERATION, ("crowd",), ("S",), ("studio",), "2026-01-01",
                      "2099-01-01", "Ada Lind", "2026-01-01")  # fmt: skip
    rights.consent("ada-1", consent, "legal")
    assert crossing.decide().allowed
    rights.revoke("ada-1", "legal", "she changed her mind")
    stopped = crossing.still()
    assert not stopped.allowed and "Ada Lind" in stopped.sentence
    assert house.ledger("stopped")[-1].body["job"] == crossing.name


def test_after_a_refusal_the_job_can_be_called_off_and_no_file_leaves(house: Any, job: Any) -> None:
    crossing, transport = job(), house.sites.transport("S", "studio")
    assert crossing.decide().allowed
    house.rules(expires="2020-01-01")
    assert not crossing.still().allowed
    with crossing.open(0):
        assert transport.permit(Call("DELETE", THERE, crossing.key(0))).allowed
        with pytest.raises(Refused, match="expired on 2020-01-01"):
            transport.permit(house.upload(crossing))
    house.rules()
    assert crossing.still().allowed
    with crossing.open(0):
        assert transport.permit(house.upload(crossing)).allowed


def test_a_service_that_begins_to_keep_what_is_sent_stops_the_job(house: Any, job: Any) -> None:
    now = [0.0]
    house.models["studio"] = [replace(each, retention=0) for each in house.models["studio"]]
    house.sites.close()
    house.sites = house.new_sites(clock=lambda: now[0])
    crossing = job()
    assert crossing.decide().allowed
    house.models["studio"] = [replace(each, retention=30) for each in house.models["studio"]]
    house.made["studio"][-1].models = house.models["studio"]
    now[0] = 61.0
    stopped = crossing.still()
    assert not stopped.allowed and "keeps what is sent 30 days" in stopped.sentence


def test_a_withdrawn_original_stops_what_was_made_from_it(house: Any, job: Any) -> None:
    crossing = job()
    assert crossing.decide().allowed
    original = crossing.prepared.pieces[0].files[0].sources[0]
    house.sites.rights("S").inputs.withdraw(original, Withdrawal(utc_now(), "legal"))
    assert "not on record" in crossing.still().sentence


def test_a_picture_made_of_nothing_is_a_fault_and_a_matte_is_not(house: Any) -> None:
    work = house.work(house.brief())
    house.plate()
    stray = house.prepared(work, 1, house.files("plate.1001.exr"))

    def without(role: str) -> Any:
        (piece,) = stray.pieces
        files = tuple(replace(file, role=role, sources=()) for file in piece.files)
        return replace(stray, pieces=(replace(piece, files=files),))

    with pytest.raises(Unexpected, match="from nothing"):
        house.crossing(work, without("plate")).decide()
    assert house.crossing(work, without("matte"), attempt=2).decide().allowed


def test_a_crossing_of_a_later_service_goes_on_with_the_money_that_is_held(house: Any, job: Any) -> None:
    crossing = job(task=Task.VIDEO, model="movie", frames=FrameRange(1001, 1003))
    assert crossing.decide().allowed
    (held,) = house.held()
    assert held.key == crossing.name and held.user == "bob"
    later = house.crossing(crossing.work, crossing.prepared, sites=house.new_sites())
    assert later.decide().allowed and len(house.held()) == 1
    after = house.crossing(crossing.work, crossing.prepared, sites=house.new_sites())
    with after.open(0):  # a service that was started anew asks the gate by itself
        call = Call("GET", THERE, after.key(0))
        assert after.key(0) == f"{crossing.name}-0" and after._transport.permit(call).allowed
    assert after.settle(Money("0.07")).billed == 70_000
    assert after.settle(Money("0.07")).billed == 70_000 and len(house.ledger("cost")) == 1


def test_a_bill_without_an_amount_is_what_was_held_and_nothing_taken_is_nothing_paid(
    house: Any, job: Any
) -> None:
    first = job()
    assert first.decide().allowed
    assert first.settle(None).billed == 100_000
    second = house.crossing(first.work, first.prepared, attempt=2)
    assert second.release() is None
    assert second.decide().allowed
    assert second.release().billed == 0
    third = house.crossing(first.work, first.prepared, attempt=3)
    assert third.decide().allowed
    assert third.settle(Money("7", "EUR")).billed == 100_000
    assert house.held() == []


def test_only_pieces_that_are_to_be_sent_are_paid_for(house: Any, job: Any) -> None:
    crossing = job(pieces=3)
    assert crossing.estimate().cost == Money("0.30") and crossing.estimate().seconds == 9.0
    given = crossing.decide([1])
    assert given.cost == Money("0.10") and given.hashes == (house.file_of(crossing, 1).sha256,)


def test_a_price_that_rose_is_refused_with_both_prices(house: Any, job: Any) -> None:
    crossing = job()
    house.made["studio"][-1].price = "0.25"
    given = crossing.decide(seen=Money("0.10"))
    assert not given.allowed
    assert given.sentence == "It now costs 0.25 USD, and 0.10 USD was the price when it was asked for."
    assert house.held() == [] and house.ledger("decision")[-1].body["verdict"]["sentence"] == given.sentence
    assert crossing.decide(seen=Money("0.25")).allowed


def test_a_plate_that_changed_after_it_was_planned_is_refused(house: Any, job: Any) -> None:
    crossing = job()
    house.plate(value=0.5)
    given = crossing.decide()
    assert not given.allowed and given.sentence.startswith("A file of the brief was changed since")


def test_an_approval_of_the_estimates_digest_is_the_one_the_gate_asks_for(house: Any, job: Any) -> None:
    house.rules(more='approval = "always"\napprovers = ["Vera"]')
    crossing = job()
    refused = crossing.decide()
    assert "nobody approved this brief; Vera may" in refused.sentence
    digest = house.planner.plan(crossing.work.brief).estimate.brief_digest
    approval = Approval("a1", "Vera", digest, Money("1"), "2026-01-01T00:00:00Z")
    house.sites.rights("S").approve(approval)
    given = crossing.decide()
    assert given.allowed and given.approval == "a1" and given.brief_digest == digest
    assert crossing.work.brief_digest == digest


def test_of_two_services_that_race_for_one_budget_one_gets_it(house: Any, job: Any) -> None:
    house.rules(limit="0.15")
    first = job()
    others = [
        house.crossing(first.work, first.prepared, attempt=number, sites=house.new_sites())
        for number in range(1, 9)
    ]
    start = threading.Barrier(len(others))
    given: list[Any] = []

    def decide(crossing: Any) -> None:
        start.wait()
        given.append(crossing.decide())

    threads = [threading.Thread(target=decide, args=(each,)) for each in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    allowed = [verdict for verdict in given if verdict.allowed]
    assert len(allowed) == 1 and len(house.held()) == 1
    for verdict in given:
        assert verdict.allowed or "the show S has 0.05 USD left" in verdict.sentence
    head = Ledger(house.show / "rights" / "ledger.jsonl").head()
    assert head.rows == len(house.ledger()) and len(house.ledger("decision")) == 8


RACER = """
import importlib.util, sys
from pathlib import Path
from secondunit.providers import Registry
from secondunit.service.home import Home
from secondunit.service.outbound.clearance import ShowClearance
from secondunit.service.outbound.sites import Sites
from secondunit.service.shows import Shows
from secondunit.wire import Prepared, Work, dumps, loads

house, folder, attempt = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
spec = importlib.util.spec_from_file_location("gate_house", house)
gates = sys.modules["gate_house"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(gates)
home = Home(folder / "home")
makers = {"studio": lambda site: gates.Studio(site, [gates.STILL])}
work = loads(Work, (folder / "work.json").read_text())
prepared = loads(Prepared, (folder / "prepared.json").read_text())
crossing = ShowClearance(Sites(home, Shows(home), Registry(makers)), work, prepared, attempt)
print("ready", flush=True)
sys.stdin.readline()
for turn in range(4):
    print(dumps(ShowClearance(crossing._sites, work, prepared, attempt + turn).decide()), flush=True)
"""


def test_two_processes_that_race_spend_no_more_than_there_is(house: Any, job: Any, tmp_path: Path) -> None:
    house.rules(limit="0.35")
    crossing = job()
    (tmp_path / "work.json").write_text(dumps(crossing.work))
    (tmp_path / "prepared.json").write_text(dumps(crossing.prepared))
    helper = str(Path(__file__).with_name("gate_house.py"))
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACER, helper, str(tmp_path), first],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for first in ("10", "20")
    ]  # fmt: skip
    for racer in racers:
        assert racer.stdout is not None and racer.stdout.readline() == "ready\n"
    said = [racer.communicate("go\n", timeout=60)[0].splitlines() for racer in racers]
    given = [loads(Verdict, line) for lines in said for line in lines]
    assert len(given) == 8 and sum(verdict.allowed for verdict in given) == 3
    assert sum(each.reserved for each in house.held()) == 300_000
    path = house.show / "rights" / "ledger.jsonl"
    assert verify(path).rows == len(house.ledger()) and len(house.ledger("decision")) == 8


def test_a_job_that_is_out_stays_out_when_the_settings_change(house: Any, job: Any) -> None:
    crossing, before = job(), house.sites.transport("S", "studio")
    assert crossing.decide().allowed
    house.providers('size = "large"\n')
    after = house.sites.transport("S", "studio")
    assert after is not before
    later = house.crossing(crossing.work, crossing.prepared)
    for opened in (crossing, later):
        with opened.open(0):
            for transport in (before, after):
                assert transport.permit(Call("GET", THERE, crossing.key(0))).allowed


def test_every_verdict_that_something_left_on_is_in_the_ledger(
    house: Any, job: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    crossing = job(pieces=3)
    now = ["2026-11-22T10:00:00.000Z"]
    for place in ("rights.show", "service.outbound.clearance", "service.outbound.transport"):
        monkeypatch.setattr(f"secondunit.{place}.utc_now", lambda: now[0])
    transport = house.sites.transport("S", "studio")

    def send(piece: int) -> None:
        with crossing.open(piece):
            transport.permit(json_call("POST", THERE, crossing.key(piece), {"piece": piece}))

    assert crossing.decide().allowed
    now[0] = "2026-11-22T10:05:00.000Z"
    assert crossing.still().allowed
    send(0)
    now[0] = "2026-11-22T10:20:00.000Z"
    send(1)
    house.rules(hosts='"api.studio.test", "*.cdn.test"')
    assert crossing.still().hosts == ("api.studio.test", "*.cdn.test")
    send(2)
    assert [row.kind for row in house.ledger()][-6:] == [
        "decision", "egress", "renewal", "egress", "renewal", "egress",
    ]  # fmt: skip
    given = {row.body["verdict"]["digest"] for row in house.ledger("decision") + house.ledger("renewal")}
    assert {row.body["verdict"] for row in house.ledger("egress")} == given


def test_a_price_that_may_not_be_asked_is_a_refusal_on_record(house: Any, job: Any) -> None:
    crossing = job()
    studio = house.made["studio"][-1]
    studio.asked = lambda verb: studio.site.door.permit(Call("GET", "https://api.studio.test/prices"))
    house.rules(expires="2020-01-01")
    given = crossing.decide(seen=Money("0.10"))
    assert not given.allowed and "expired on 2020-01-01" in given.sentence
    assert house.ledger("decision")[-1].body["verdict"]["sentence"] == given.sentence
    assert house.held() == []
