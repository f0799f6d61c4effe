"""Clauses on a job's life when all goes well, when it fails, and when it is called off."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal, InvalidOperation

from secondunit.providers import CancelOutcome, Discarding, State
from secondunit.wire import dumps
from secondunit.wire.errors import (
    BadDownload,
    Conflict,
    Expired,
    Moderated,
    NotFound,
    ProviderError,
    Refused,
    SecondUnitError,
)

from .clause import (
    KEY,
    Clause,
    clause_into,
    fetched,
    nothing_left,
    polled,
    raises,
    recovered,
    require,
    settled,
    stored,
    submitted,
)
from .stand import DoesNotApply, Stand

CLAUSES: list[Clause] = []
clause = clause_into(CLAUSES)


@clause("A provider says in its own name what it offers, for which tasks and on what terms.")
def says_what_it_offers(stand: Stand) -> None:
    provider = stand.provider()
    offered = provider.capabilities()
    require(bool(offered), "it offers nothing")
    for capability in offered:
        require(capability.provider == provider.name, f"it offers in the name of {capability.provider!r}")
        require(
            bool(capability.label and capability.tasks and capability.terms),
            "a label, a task or the terms are missing",
        )
    require(stand.far.taken == 0, "asking started a job")


@clause("An estimate is an exact amount and a time, and starts nothing.")
def estimates_before_it_sends(stand: Stand) -> None:
    estimated = stand.provider().estimate(stand.request)
    try:
        amount = Decimal(estimated.cost.amount)
    except InvalidOperation:
        amount = Decimal(-1)
    require(amount.is_finite() and amount >= 0, f"the cost is {estimated.cost.amount!r}")
    require(len(estimated.cost.currency) == 3, f"the currency is {estimated.cost.currency!r}")
    require(estimated.seconds is None or estimated.seconds >= 0, "the time is negative")
    require(stand.far.asked == 0, "something was submitted")


@clause(
    "A submit returns at once a ticket that can be stored, names the attempt and the request, and no key."
)
def gives_a_ticket_that_can_be_stored(stand: Stand) -> None:
    provider, ticket = submitted(stand)
    require(ticket.provider == provider.name, "the ticket is in another name")
    require(ticket.key == KEY, "the ticket does not hold the key of the attempt")
    require(ticket.digest == stand.request.digest, "the ticket does not hold the request's digest")
    text = dumps(ticket)
    require(not any(secret in text for secret in stand.secrets), "the ticket holds a secret")
    require(stand.far.taken == 1, f"{stand.far.taken} jobs were taken")


@clause("Progress goes from 0 to 1 and never falls, whatever the service says.")
def progress_never_falls(stand: Stand) -> None:
    provider, ticket = submitted(stand)
    last = polled(provider, ticket).progress
    for progress in (0.0, 0.3, 0.7, 0.5, 0.9):
        stand.far.run(progress)
        status = polled(provider, ticket)
        require(not status.state.final, f"a running job is {status.state}")
        require(status.progress >= last, f"progress fell from {last} to {status.progress}")
        last = status.progress
    stand.far.finish()
    status = settled(provider, ticket)
    require(
        status.state is State.DONE and status.progress == 1.0, f"it ended {status.state}, {status.progress}"
    )


@clause("A finished job stays finished, and its files come byte for byte under safe names.")
def brings_every_byte(stand: Stand) -> None:
    provider, ticket = submitted(stand)
    stand.far.finish()
    require(settled(provider, ticket).state is State.DONE, "it is not done")
    require(polled(provider, ticket).state is State.DONE, "it is no longer done when asked again")
    fetched(stand, provider, ticket)


@clause("What was fetched can be fetched again while it is held.")
def fetches_twice(stand: Stand) -> None:
    provider, ticket = submitted(stand)
    stand.far.finish()
    settled(provider, ticket)
    fetched(stand, provider, ticket, "one")
    provider.fetch(ticket, stand.folder / "two")
    require(
        len(list((stand.folder / "two").iterdir())) == len(stand.far.results), "the second time brought less"
    )


@clause("A fetch writes over nothing.")
def fetch_writes_over_nothing(stand: Stand) -> None:
    provider, ticket = submitted(stand)
    stand.far.finish()
    settled(provider, ticket)
    into = stand.folder / "full"
    into.mkdir()
    (into / "mine.txt").write_text("mine")
    raises(Conflict, lambda: provider.fetch(ticket, into))
    require([path.name for path in into.iterdir()] == ["mine.txt"], "the folder was changed")
    nothing_left(stand, "full")


@clause("A fetch before the end brings nothing and says so.")
def fetch_before_the_end(stand: Stand) -> None:
    provider, ticket = submitted(stand)
    stand.far.run(0.4)
    raises((NotFound, BadDownload, ProviderError), lambda: provider.fetch(ticket, stand.folder / "early"))
    nothing_left(stand)


@clause("A stored ticket is all that is needed after a crash of ours.")
def goes_on_after_our_crash(stand: Stand) -> None:
    _, ticket = submitted(stand)
    stand.far.run(0.5)
    fresh = stand.provider()
    require(not polled(fresh, ticket).state.final, "the new provider takes a running job for ended")
    stand.far.finish()
    require(settled(fresh, ticket).state is State.DONE, "the new provider does not see the end")
    fetched(stand, stand.provider(), ticket)
    require(stand.far.taken == 1, "a second job was started")


@clause("A job that fails is a status with a sentence, not an exception.")
def a_failed_job_is_a_status(stand: Stand) -> None:
    provider, ticket = submitted(stand)
    stand.far.run(0.2)
    stand.far.fail("the lamp broke")
    status = settled(provider, ticket)
    require(status.state is State.FAILED, f"it is {status.state}")
    assert status.problem is not None
    require("lamp" in str(status.problem), "the service's reason is not told")
    require("Traceback" not in str(status.problem), "a traceback is shown")


@clause("A result that the content rules refused is told as such.")
def moderation_is_told(stand: Stand) -> None:
    provider, ticket = submitted(stand)
    stand.far.moderate()
    status = settled(provider, ticket)
    require(status.state is State.FAILED, f"it is {status.state}")
    assert status.problem is not None
    require(status.problem.code == Moderated.code, f"its code is {status.problem.code}")


@clause("Results that are no longer held are told as expired, and nothing is left.")
def expiry_is_told(stand: Stand) -> None:
    provider, ticket = submitted(stand)
    stand.far.finish()
    settled(provider, ticket)
    stand.far.expire()
    raises(Expired, lambda: provider.fetch(ticket, stand.folder / "late"))
    nothing_left(stand)


@clause("A job that the service forgot is lost or failed with a sentence, never done and never sent again.")
def a_forgotten_job_is_never_sent_again(stand: Stand) -> None:
    provider, ticket = submitted(stand)
    stand.far.run(0.5)
    jobs, asked = stand.far.taken, stand.far.asked
    stand.far.forget()
    status = settled(provider, ticket)
    require(status.state in (State.LOST, State.FAILED), f"it is {status.state}")
    require((stand.far.taken, stand.far.asked) == (jobs, asked), "it was sent again")


@clause("A waiting job can be called off, and a second cancel does no harm.")
def cancels_honestly(stand: Stand) -> None:
    provider, ticket = submitted(stand)
    answer = provider.cancel(ticket)
    require(
        answer in (CancelOutcome.CANCELLED, CancelOutcome.ASKED, CancelOutcome.IMPOSSIBLE),
        f"it says {answer}",
    )
    if answer is CancelOutcome.CANCELLED:
        require(settled(provider, ticket).state is State.CANCELLED, "it says cancelled, and the job goes on")
    again = provider.cancel(ticket)
    require(
        again is not CancelOutcome.UNKNOWN or answer is not CancelOutcome.IMPOSSIBLE, f"then it says {again}"
    )
    polled(provider, ticket)


@clause("A running job that was called off is never told as cancelled while it may still be made.")
def a_cancel_of_a_running_job_is_honest(stand: Stand) -> None:
    provider, ticket = submitted(stand)
    stand.far.run(0.5)
    answer = provider.cancel(ticket)
    if answer is CancelOutcome.CANCELLED:
        require(settled(provider, ticket).state is State.CANCELLED, "it says cancelled, and the job goes on")
    else:
        require(answer in (CancelOutcome.ASKED, CancelOutcome.IMPOSSIBLE), f"it says {answer}")
        stand.far.finish()
        require(settled(provider, ticket).state in (State.DONE, State.CANCELLED), "its end is not told")


@clause("It is too late to call off what has ended, and the result stays.")
def too_late_to_cancel(stand: Stand) -> None:
    provider, ticket = submitted(stand)
    stand.far.finish()
    settled(provider, ticket)
    answer = provider.cancel(ticket)
    require(answer in (CancelOutcome.TOO_LATE, CancelOutcome.IMPOSSIBLE), f"it says {answer}")
    fetched(stand, provider, ticket)


@clause("A cancel of what the service does not know says so.")
def cancel_of_the_unknown(stand: Stand) -> None:
    provider, ticket = submitted(stand)
    stand.far.forget()
    answer = provider.cancel(ticket)
    require(answer in (CancelOutcome.UNKNOWN, CancelOutcome.IMPOSSIBLE), f"it says {answer}")


@clause("Two attempts at one request are two jobs with results of their own.")
def two_keys_are_two_jobs(stand: Stand) -> None:
    provider, first = submitted(stand)
    stand.far.finish()
    second = stored(provider.submit(stand.request, KEY[:-1] + "2"))
    require(first.id != second.id, "both have one ticket")
    stand.far.finish()
    require(stand.far.taken == 2, f"{stand.far.taken} jobs were taken")
    for ticket in (first, second):
        require(settled(provider, ticket).state is State.DONE, "one of them is not done")
    fetched(stand, provider, second)


@clause("What is taken away of one job leaves another's alone, and of one that still waits takes nothing.")
def takes_away_one_job_alone(stand: Stand) -> None:
    provider, first = submitted(stand)
    if not isinstance(provider, Discarding):
        raise DoesNotApply("it takes nothing away")
    raises(SecondUnitError, lambda: provider.discard(first))
    stand.far.finish()
    require(settled(provider, first).state is State.DONE, "it was taken away while it waited")
    fetched(stand, provider, first)
    second = stored(provider.submit(stand.request, KEY[:-1] + "2"))
    stand.far.finish()
    require(settled(provider, second).state is State.DONE, "a second one is not done")
    provider.discard(first)
    provider.discard(first)
    contents = [path.read_bytes() for path in provider.fetch(second, stand.folder / "second")]
    require(contents == list(stand.far.results), "the other's result is not what it was")


@clause("A wall clock that jumps changes nothing.")
def a_clock_that_jumps_changes_nothing(stand: Stand) -> None:
    provider, ticket = submitted(stand)
    for by in (timedelta(days=2), timedelta(days=-4), timedelta(days=4000)):
        stand.clock.jump(by)
        stand.far.run(0.5)
        require(not polled(provider, ticket).state.final, f"a jump by {by} ended the job")
    stand.far.finish()
    stand.clock.jump(timedelta(days=-4000))
    require(settled(provider, ticket).state is State.DONE, "a jump hid the end")
    stand.clock.jump(timedelta(days=1))
    fetched(stand, provider, ticket)


@clause("Behind a shut door nothing leaves: every verb that needs it is refused.")
def nothing_leaves_by_a_shut_door(stand: Stand) -> None:
    if stand.door is None:
        raise DoesNotApply("it opens no connection")
    provider, ticket = submitted(stand)
    stand.door.shut = True
    before, asked = len(stand.door.calls), stand.far.asked
    raises(Refused, lambda: stand.provider().submit(stand.request, KEY[:-1] + "3"))
    raises(Refused, lambda: provider.poll(ticket))
    raises(Refused, lambda: provider.fetch(ticket, stand.folder / "shut"))
    raises(Refused, lambda: provider.cancel(ticket))
    require(len(stand.door.calls) == before and stand.far.asked == asked, "something went through")
    nothing_left(stand)


@clause("Each call for a job names the job at the door.")
def calls_name_their_job(stand: Stand) -> None:
    if stand.door is None:
        raise DoesNotApply("it opens no connection")
    provider, ticket = submitted(stand)
    stand.door.calls.clear()
    stand.far.finish()
    settled(provider, ticket)
    fetched(stand, provider, ticket)
    unnamed = [call.url for call in stand.door.calls if call.errand != KEY]
    require(not unnamed, f"{unnamed} went out for no job")


@clause("When nothing was sent, a recover does not invent a job.")
def recovers_nothing_from_nothing(stand: Stand) -> None:
    require(recovered(stand.provider(), stand) is None, "it gives a ticket")
    require(stand.far.taken == 0, "it started a job")
