"""A provider's job where little went wrong before: restarts after a refusal, broken settings, long calls."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from secondunit.providers import Call, Part, Ticket
from secondunit.rights.consent import Consent, Replica
from secondunit.service.store.errands import ErrandState
from secondunit.wire import JobState
from secondunit.wire.errors import (
    BadSettings,
    Conflict,
    DiskFull,
    LedgerTampered,
    Moderated,
    NoRights,
    ProviderSilent,
    Refused,
    SecondUnitError,
)
from secondunit.wire.rights import MaterialKind

THERE = "https://api.studio.test/v1/still"


# ---- refused, and started anew ----


@pytest.fixture
def decided(house: Any) -> Callable[..., Any]:
    """A crossing that was allowed in a service that died since, and one of the service that followed."""

    def make() -> tuple[Any, Any]:
        plate = house.plate()
        house.on_record(*house.files("plate.*.exr"), kind=MaterialKind.LIKENESS, persons=("Ada Lind",))
        consent = Consent("Ada Lind", Replica.ALTERATION, ("crowd",), ("S",), ("studio",), "2026-01-01",
                          "2099-01-01", "Ada Lind", "2026-01-01")  # fmt: skip
        house.sites.rights("S").consent("ada-1", consent, "legal")
        work = house.work(house.brief(plate=plate, use="crowd"))
        prepared = house.prepared(work, 1, house.files("plate.1001.exr"))
        before = house.crossing(work, prepared)
        assert before.decide().allowed
        return before, house.crossing(work, prepared, sites=house.new_sites())

    return make


def test_a_service_that_was_started_anew_calls_off_on_the_verdict_of_record_and_lets_no_file_out(
    house: Any, decided: Callable[..., Any]
) -> None:
    before, after = decided()
    house.sites.rights("S").revoke("ada-1", "legal", "she changed her mind")
    assert not after.still().allowed
    with after.open(0):
        key = after.key(0)
        assert after._transport.permit(Call("DELETE", THERE, key)).digest == before._verdict.digest
        file = after.request(0).inputs[0]
        upload = Call("POST", THERE, key, parts=(Part("image", "a.png", file.path, "image/png"),))
        with pytest.raises(Refused, match="Ada Lind"):
            after._transport.permit(upload)
    (row,) = house.ledger("egress")
    assert row.body["call"]["method"] == "DELETE" and row.body["files"] == []


def test_a_verdict_of_another_job_or_that_lapsed_calls_nothing_off(
    house: Any, decided: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, after = decided()
    house.sites.rights("S").revoke("ada-1", "legal")
    other = house.crossing(after._work, after._prepared, attempt=2, sites=house.new_sites())
    with pytest.raises(Refused, match="Ada Lind"), other.open(0):
        pass
    monkeypatch.setattr("secondunit.rights.show.STANDS", 0)
    with pytest.raises(Refused, match="Ada Lind"), after.open(0):
        pass


def test_a_record_that_was_tampered_with_calls_nothing_off(house: Any, decided: Callable[..., Any]) -> None:
    _, after = decided()
    rights = house.sites.rights("S")
    rights.revoke("ada-1", "legal")
    assert not after.still().allowed
    text = rights.ledger.path.read_text("utf-8")
    rights.ledger.path.write_text(text.replace("api.studio.test", "apx.studio.test"), "utf-8")
    with pytest.raises(LedgerTampered), after.open(0):
        pass


# ---- handing over ----


@pytest.mark.parametrize("error", [DiskFull("The disk is full."), NoRights("No way in."), Conflict("Taken.")])
def test_what_keeps_a_piece_from_being_sent_says_its_own_sentence_and_can_be_retried(
    make_remote: Callable[..., Any], error: SecondUnitError
) -> None:
    room = make_remote()
    room.far.trouble("submit", error)
    failed = room.run()
    assert failed.state is JobState.FAILED and failed.problem.code == error.code
    assert failed.status == error.problem.message and room.far.calls["recover"] == 0
    assert room.far.spent == 0 and room.far.still_held == []
    room.queue.retry(failed.id)
    assert room.wait(failed.id)[0].state is JobState.DONE and room.far.taken == [f"{failed.id}-2-0"]


def test_a_conflict_about_a_key_that_may_have_been_taken_is_asked_after(
    make_remote: Callable[..., Any],
) -> None:
    room = make_remote()
    room.far.trouble("submit", ProviderSilent("The line broke."), Conflict("There is one with this key."))
    done = room.run()
    assert done.state is JobState.DONE and room.far.calls["recover"] == 2
    assert room.far.taken == [f"{done.id}-1-0"]


def test_a_piece_that_was_never_sent_costs_nothing_where_no_bill_is_named(
    make_remote: Callable[..., Any],
) -> None:
    room = make_remote(pieces=3)
    room.far.billed = None
    sent: list[str] = []

    def interrupt(step: str) -> None:
        if step == "submit":
            sent.append(step)
            if len(sent) == 2:
                raise Moderated("It does not make such things.")

    room.far.house.interrupt = interrupt
    failed = room.run()
    assert failed.state is JobState.FAILED and len(room.far.taken) == 1
    assert room.far.spent == 1_000_000 and room.far.still_held == []
    room.far.house.interrupt = lambda step: None
    room.queue.retry(failed.id)
    assert room.wait(failed.id)[0].state is JobState.DONE
    assert room.far.spent == 3_000_000 and len(room.far.taken) == 3


def test_the_price_of_each_piece_is_known_after_a_restart_too(house: Any) -> None:
    plate = house.plate()
    house.on_record(*house.files("plate.*.exr"))
    work = house.work(house.brief(plate=plate))
    prepared = house.prepared(work, 3, house.files("plate.1001.exr"))
    before = house.crossing(work, prepared)
    assert before.price(0) is None
    cost = before.decide().cost
    prices = [before.price(piece) for piece in range(3)]
    assert sum(round(float(each.amount) * 1e6) for each in prices) == round(float(cost.amount) * 1e6)
    after = house.crossing(work, prepared, sites=house.new_sites())
    assert after.decide().allowed
    assert [after.price(piece) for piece in range(3)] == prices


def test_what_came_back_is_on_record_once_where_a_service_died_before_it_noted_so(
    house: Any, decided: Callable[..., Any]
) -> None:
    before, after = decided()
    file = house.files("plate.1001.exr")
    ticket = Ticket("studio", "7", before.key(0))
    before.answered(0, ticket, file)
    after.answered(0, ticket, file, again=True)
    assert len(house.ledger("answer")) == 1
    after.answered(0, Ticket("studio", "8", before.key(0)), file, again=True)
    assert len(house.ledger("answer")) == 2


# ---- asking the gate, and settings ----


def test_a_gate_that_is_to_be_asked_always_is_not_asked_in_a_spin(
    make_remote: Callable[..., Any], far: Any
) -> None:
    room = make_remote(clock=far.Clock(by_hand=True), patience={"still": 0.0})
    room.far.house.plays = False
    job = room.plan()
    room.until(job, JobState.RUNNING)
    room.clock.idle()
    assert room.clock.waits and min(room.clock.waits) > 0.05
    room.queue.cancel(job)
    assert room.wait(job)[0].state is JobState.CANCELLED


def test_a_job_waits_while_its_settings_are_broken_and_goes_on_when_they_are_mended(
    make_remote: Callable[..., Any], far: Any
) -> None:
    room = make_remote(clock=far.Clock(by_hand=True))
    room.far.house.plays = False
    job = room.plan()
    room.until(job, JobState.RUNNING)
    room.clock.idle()
    room.queue.stop(10)
    room.gone(job)
    broken = BadSettings("The providers cannot be read: line 3.", remedy="Correct the file.", where="p.toml")
    room.far.trouble("cross", *[broken] * 3)
    heard = threading.Event()
    room.far.house.plays = True
    room.close()
    room.clock = far.Clock(by_hand=True)
    room.open()
    room.store.listen(lambda _events: heard.set() if "It waits" in room.find(job).status else None)
    room.queue.start()
    assert heard.wait(20), room.find(job)
    told = room.find(job)
    assert told.state is JobState.RUNNING and "line 3. (p.toml) Correct the file." in told.status
    room.clock.run()
    (done,) = room.wait(job)
    assert done.state is JobState.DONE and room.far.taken == [f"{job}-1-0"]
    assert max(room.clock.waits[:3]) <= 10.0


def test_a_job_that_waits_for_its_settings_can_be_cancelled(
    make_remote: Callable[..., Any], far: Any
) -> None:
    room = make_remote(clock=far.Clock(by_hand=True))
    room.far.trouble("cross", *[BadSettings("Broken.")] * 9)
    job = room.plan()
    room.clock.idle()
    room.queue.cancel(job)
    assert room.wait(job)[0].status == "Cancelled" and room.far.taken == []


# ---- long calls ----


def test_a_cancel_during_a_long_submit_says_what_it_waits_for_and_is_heard_when_it_returns(
    make_remote: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secondunit.service.jobs.scheduler.CANCEL_PATIENCE", 0.05)
    room = make_remote(pieces=2)
    inside, answer, heard = threading.Event(), threading.Event(), threading.Event()

    def interrupt(step: str) -> None:
        if step == "submit":
            inside.set()
            assert answer.wait(20)

    room.far.house.interrupt = interrupt
    job = room.plan()
    assert inside.wait(20)
    said = "Cancelling: waiting for Echo's answer"
    room.store.listen(lambda _events: heard.set() if room.find(job).status == said else None)
    room.queue.cancel(job)
    assert heard.wait(20), room.find(job)
    answer.set()
    (cancelled,) = room.wait(job)
    assert cancelled.state is JobState.CANCELLED and room.far.calls["submit"] == 1
    assert room.far.calls["poll"] == 0 and room.far.calls["cancel"] == 1


def test_a_cancel_during_a_long_fetch_ends_it_between_two_parts(make_remote: Callable[..., Any]) -> None:
    room = make_remote()
    job: list[str] = []

    def interrupt(step: str) -> None:
        if step == "fetch":
            room.store.write(lambda transaction: _wish(transaction, job[0]))
            room.queue._threads[job[0]][1].tell()

    begin = threading.Event()
    room.engine.script = lambda step, _job: begin.wait(20) and None
    room.far.house.interrupt = interrupt
    job.append(room.plan())
    begin.set()
    (cancelled,) = room.wait(job[0])
    assert cancelled.status == "Cancelled; it was too late, Echo had finished it and may bill it."
    assert room.far.rows("answer") == [] and room.litter() == []


def test_a_refusal_during_a_long_fetch_ends_it_and_a_retry_fetches_what_was_paid(
    make_remote: Callable[..., Any],
) -> None:
    room = make_remote()

    def interrupt(step: str) -> None:
        if step == "fetch":
            room.far.refusal = "The consent of Ann was revoked."
            room.clock.seconds += 11

    room.far.house.interrupt = interrupt
    failed = room.run()
    assert failed.state is JobState.FAILED and failed.status == "The consent of Ann was revoked."
    assert room.far.rows("answer") == [] and room.errands(failed.id)[0].state is ErrandState.MADE
    room.far.refusal, room.far.house.interrupt = "", lambda step: None
    room.queue.retry(failed.id)
    assert room.wait(failed.id)[0].state is JobState.DONE and room.far.taken == [f"{failed.id}-1-0"]


def _wish(transaction: Any, job: str) -> Any:
    from secondunit.service.store import jobs

    return jobs.wish_cancelled(transaction, job)
