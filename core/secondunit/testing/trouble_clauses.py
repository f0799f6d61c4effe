"""Clauses on calls that go wrong at every step: no answer, refusals, nonsense, and crashes in between."""

from __future__ import annotations

from collections.abc import Callable

from secondunit.providers import State
from secondunit.wire.errors import (
    BadDownload,
    Moderated,
    ProviderAbsent,
    ProviderBroken,
    ProviderDenied,
    ProviderSilent,
    RateLimited,
    SecondUnitError,
    Uncertain,
)

from .clause import KEY, Clause, fetched, nothing_left, polled, raises, recovered, require, settled, submitted
from .stand import Stand, Trouble, Verb

#: What each trouble is told as, where the step can simply be repeated.
_TOLD: dict[Trouble, tuple[type[SecondUnitError], ...]] = {
    Trouble.ABSENT: (ProviderAbsent,),
    Trouble.SILENT: (ProviderSilent,),
    Trouble.BUSY: (RateLimited,),
    Trouble.BROKEN: (ProviderBroken,),
    Trouble.GARBLED: (ProviderBroken, BadDownload),
    Trouble.TRUNCATED: (BadDownload, ProviderSilent),
    Trouble.DENIED: (ProviderDenied,),
}


def _wait_is_told(error: SecondUnitError) -> None:
    if isinstance(error, RateLimited):
        require(error.retry_after == 7.0, f"it says to wait {error.retry_after} s, not the 7 that were asked")


def _refused_submit(trouble: Trouble, kinds: tuple[type[SecondUnitError], ...]) -> Callable[[Stand], None]:
    def play(stand: Stand) -> None:
        provider = stand.provider()
        stand.far.trouble(Verb.SUBMIT, trouble)
        _wait_is_told(raises(kinds, lambda: provider.submit(stand.request, KEY)))
        require(stand.far.taken == 0, "a job was taken")
        require(stand.far.asked <= 1, f"it was sent {stand.far.asked} times")
        if trouble in (Trouble.ABSENT, Trouble.BUSY):
            provider.submit(stand.request, KEY)
            require(stand.far.taken == 1, "the next submit, which is allowed, gave no job")

    return play


def _lost_submit(trouble: Trouble) -> Callable[[Stand], None]:
    def play(stand: Stand) -> None:
        provider = stand.provider()
        stand.far.trouble(Verb.SUBMIT, trouble)
        try:
            ticket = provider.submit(stand.request, KEY)
        except Uncertain:
            job = recovered(stand.provider(), stand)
            if job is None and stand.far.taken:
                raises(Uncertain, lambda: stand.provider().recover(stand.request, KEY))
        except SecondUnitError as error:
            require(stand.far.taken == 0, f"the job was taken, and {type(error).__name__} hides it")
            return
        else:
            job = ticket
        require(stand.far.taken <= 1 and stand.far.asked <= 2, "it was sent again")
        if job is not None:
            stand.far.finish()
            require(settled(stand.provider(), job).state is State.DONE, "the job that was found does not end")
            fetched(stand, stand.provider(), job)
        require(stand.far.taken <= 1, f"{stand.far.taken} jobs were taken")

    return play


def _crash(stand: Stand) -> None:
    stand.provider().submit(stand.request, KEY)  # the ticket is lost with the process
    fresh = stand.provider()
    ticket = recovered(fresh, stand)
    require(stand.far.taken == 1, f"{stand.far.taken} jobs were taken")
    if ticket is not None:
        require(ticket.key == KEY, "the ticket found is for another attempt")
        stand.far.finish()
        require(settled(fresh, ticket).state is State.DONE, "the job that was found does not end")
    else:
        raises(Uncertain, lambda: fresh.recover(stand.request, KEY))


def _poll(trouble: Trouble) -> Callable[[Stand], None]:
    def play(stand: Stand) -> None:
        provider, ticket = submitted(stand)
        stand.far.run(0.5)
        before = polled(provider, ticket)
        stand.far.trouble(Verb.POLL, trouble)
        _wait_is_told(raises(_TOLD[trouble], lambda: provider.poll(ticket)))
        after = polled(provider, ticket)
        require(not after.state.final, f"the trouble ended the job: {after.state}")
        require(after.progress >= before.progress, "progress fell")
        require(stand.far.taken == 1, "another job was started")
        stand.far.finish()
        require(settled(provider, ticket).state is State.DONE, "the end is not seen")

    return play


def _fetch(trouble: Trouble) -> Callable[[Stand], None]:
    def play(stand: Stand) -> None:
        provider, ticket = submitted(stand)
        stand.far.finish()
        settled(provider, ticket)
        stand.far.trouble(Verb.FETCH, trouble)
        _wait_is_told(raises(_TOLD[trouble], lambda: provider.fetch(ticket, stand.folder / "got")))
        nothing_left(stand)
        fetched(stand, provider, ticket)

    return play


def _cancel(trouble: Trouble) -> Callable[[Stand], None]:
    def play(stand: Stand) -> None:
        provider, ticket = submitted(stand)
        stand.far.trouble(Verb.CANCEL, trouble)
        raises(_TOLD[trouble], lambda: provider.cancel(ticket))
        provider.cancel(ticket)
        polled(provider, ticket)

    return play


def _clauses() -> list[Clause]:
    none_taken: dict[Trouble, tuple[type[SecondUnitError], ...]] = {
        Trouble.ABSENT: (ProviderAbsent,),
        Trouble.BUSY: (RateLimited,),
        Trouble.BROKEN: (ProviderBroken, Uncertain),
        Trouble.DENIED: (ProviderDenied,),
        Trouble.MODERATED: (Moderated,),
    }
    clauses = [
        Clause(
            f"submit meets {trouble.value}",
            f"A submit that meets {trouble.value} raises {kinds[0].__name__} and is not repeated in there.",
            _refused_submit(trouble, kinds),
        )
        for trouble, kinds in none_taken.items()
    ]
    clauses += [
        Clause(
            f"submit is taken and {trouble.value}",
            f"A submit that is taken while {trouble.value} is found again or uncertain, never sent twice.",
            _lost_submit(trouble),
        )
        for trouble in (Trouble.SILENT, Trouble.GARBLED)
    ]
    clauses.append(
        Clause(
            "we crash between submit and answer",
            "After a crash between submit and answer the job is found again or uncertain, never sent twice.",
            _crash,
        )
    )
    steps: tuple[tuple[Verb, Callable[[Trouble], Callable[[Stand], None]], str], ...] = (
        (Verb.POLL, _poll, "ABSENT SILENT BUSY BROKEN GARBLED DENIED"),
        (Verb.FETCH, _fetch, "ABSENT SILENT BUSY BROKEN TRUNCATED"),
        (Verb.CANCEL, _cancel, "ABSENT SILENT BUSY BROKEN"),
    )
    outcome = {
        Verb.POLL: "and the job goes on",
        Verb.FETCH: "leaves nothing behind and works the next time",
        Verb.CANCEL: "claims nothing and works the next time",
    }
    for step, play, troubles in steps:
        for trouble in map(Trouble.__getitem__, troubles.split()):
            names = " or ".join(kind.__name__ for kind in _TOLD[trouble])
            clauses.append(
                Clause(
                    f"{step.value} meets {trouble.value}",
                    f"A {step.value} that meets {trouble.value} raises {names}, {outcome[step]}.",
                    play(trouble),
                )
            )
    return clauses


CLAUSES = _clauses()
