"""Echo keeps every clause, and the suite finds a provider that does not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from secondunit.providers import Cancelled, Request, State, Status, Ticket
from secondunit.providers.echo import Echo, House
from secondunit.testing import CLAUSES, Broke, Clause, Stand, report
from secondunit.testing.echo_stand import echo_stand
from secondunit.wire.errors import SecondUnitError


@pytest.mark.parametrize("clause", CLAUSES, ids=str)
def test_echo_keeps_the_clause(clause: Clause, tmp_path: Path) -> None:
    why_not = clause.hold(echo_stand(tmp_path / "stand"))
    assert why_not in (None, "it opens no connection")


def test_every_clause_has_a_name_and_a_sentence_of_its_own() -> None:
    assert len({clause.name for clause in CLAUSES}) == len(CLAUSES)
    assert len({clause.sentence for clause in CLAUSES}) == len(CLAUSES)
    assert all(clause.sentence.endswith(".") and clause.sentence[0].isupper() for clause in CLAUSES)


class _SendsTwice(Echo):
    def submit(self, request: Request, key: str) -> Ticket:
        super().submit(request, key)
        return super().submit(request, key + "-again")


class _SubmitsAgainWhenUncertain(Echo):
    def submit(self, request: Request, key: str) -> Ticket:
        try:
            return super().submit(request, key)
        except SecondUnitError:
            return super().submit(request, key + "-again")


class _ClaimsToCancel(Echo):
    def cancel(self, ticket: Ticket) -> Cancelled:
        return Cancelled.CANCELLED


class _LosesProgress(Echo):
    def poll(self, ticket: Ticket) -> Status:
        status = super().poll(ticket)
        return status if status.state is State.DONE else replace(status, progress=1.0 - status.progress)


class _LeavesHalves(Echo):
    def fetch(self, ticket: Ticket, into: Path) -> list[Path]:
        into.mkdir()
        (into / "half.png").write_bytes(b"half")
        return super().fetch(ticket, into)


class _ForgetsTheEnd(Echo):
    def poll(self, ticket: Ticket) -> Status:
        return replace(super().poll(ticket), state=State.RUNNING, progress=0.0)


@pytest.mark.parametrize(
    "liar, breaks",
    [
        (_SendsTwice, "gives a ticket that can be stored"),
        (_SubmitsAgainWhenUncertain, "submit is taken and no answer comes"),
        (_ClaimsToCancel, "cancels honestly"),
        (_LosesProgress, "progress never falls"),
        (_LeavesHalves, "brings every byte"),
        (_ForgetsTheEnd, "brings every byte"),
    ],
)
def test_the_suite_finds_a_provider_that_breaks_a_clause(
    liar: type[Echo], breaks: str, tmp_path: Path
) -> None:
    clause = next(each for each in CLAUSES if each.name == breaks)
    honest = echo_stand(tmp_path / "stand")

    def provider() -> Echo:
        kept = honest.provider()
        assert isinstance(kept, Echo)
        return liar(house=kept.house)

    with pytest.raises(Broke, match="But "):
        clause.hold(replace(honest, provider=provider))


def test_a_report_lists_what_is_kept_what_broke_and_what_does_not_apply(tmp_path: Path) -> None:
    numbers = iter(range(1000))

    def stand() -> Stand:
        plain = echo_stand(tmp_path / str(next(numbers)))
        house = plain.provider().house  # type: ignore[attr-defined]
        return replace(plain, provider=lambda: _ClaimsToCancel(house=house))

    found = report(CLAUSES, stand)
    assert "cancels honestly" in dict(found.broke)
    assert dict(found.not_applicable)["nothing leaves by a shut door"] == "it opens no connection"
    assert len(found.kept) + len(found.broke) + len(found.not_applicable) == len(CLAUSES)
    assert "BROKE          cancels honestly" in str(found)


def test_a_house_that_plays_by_itself_is_done_when_first_asked(tmp_path: Path) -> None:
    echo = Echo(house=House())
    ticket = echo.submit(echo_stand(tmp_path / "stand").request, "k")
    assert echo.poll(ticket).state is State.DONE
    assert echo.fetch(ticket, tmp_path / "got")[0].read_bytes().startswith(b"\x89PNG")
