"""Echo keeps every clause, and the suite finds a provider that does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from secondunit.providers import CancelOutcome, Estimated, Request, State, Status, Ticket
from secondunit.providers.echo import Echo, House
from secondunit.testing import CLAUSES, Broke, Clause, Stand, guide_clauses, report
from secondunit.testing.echo_stand import echo_stand
from secondunit.wire import Capability, Money, Problem, Task
from secondunit.wire.errors import Moderated, SecondUnitError

AWAY, UNGUIDED = "it takes nothing away", "its model takes no guide"


@pytest.mark.parametrize("clause", CLAUSES, ids=str)
def test_echo_keeps_the_clause(clause: Clause, tmp_path: Path) -> None:
    why_not = clause.hold(echo_stand(tmp_path / "stand"))
    may = ("it opens no connection", "it is given no reference, or takes one for any part", AWAY, UNGUIDED)
    assert why_not in (None, *may)


def guided_stand(folder: Path) -> Stand:
    """Echo asked for a clip, which takes every kind of guide."""
    plain = echo_stand(folder)
    return replace(plain, request=replace(plain.request, task=Task.VIDEO, frames=3, width=64, height=36))


@pytest.mark.parametrize("clause", guide_clauses.CLAUSES, ids=str)
def test_echo_that_is_guided_keeps_the_clauses_on_guides(clause: Clause, tmp_path: Path) -> None:
    why_not = clause.hold(guided_stand(tmp_path / "stand"))
    assert why_not in (None, "it takes every kind of guide")


def test_every_clause_has_a_name_and_a_sentence_of_its_own() -> None:
    assert len({clause.name for clause in CLAUSES}) == len(CLAUSES)
    assert len({clause.sentence for clause in CLAUSES}) == len(CLAUSES)
    assert all(clause.sentence.endswith(".") and clause.sentence[0].isupper() for clause in CLAUSES)


class _NeedsItsFilesToTellThePrice(Echo):
    def estimate(self, request: Request) -> Estimated:
        for each in request.inputs:
            each.path.read_bytes()
        return replace(super().estimate(request), cost=Money(str(len(request.inputs))))


class _DropsMargins(Echo):
    def estimate(self, request: Request) -> Estimated:
        return super().estimate(replace(request, margins=(0, 0, 0, 0)))


class _SaysNothingOfWhatItTakes(Echo):
    def capabilities(self) -> Sequence[Capability]:
        return [replace(each, intake=None) for each in super().capabilities()]


class _SubmitsWithoutFiles(Echo):
    def submit(self, request: Request, key: str) -> Ticket:
        return super().submit(replace(request, task=Task.IMAGE), key)


class _BillsAsItGoes(Echo):
    def poll(self, ticket: Ticket) -> Status:
        return replace(super().poll(ticket), billed=Money("1"))


class _MovesTheBill(Echo):
    def poll(self, ticket: Ticket) -> Status:
        status = super().poll(ticket)
        self.house.bill = getattr(self.house, "bill", 0) + 1  # type: ignore[attr-defined]
        return replace(status, billed=Money(str(self.house.bill))) if status.state.final else status  # type: ignore[attr-defined]


class _RefusesWithoutAWord(Echo):
    def poll(self, ticket: Ticket) -> Status:
        status = super().poll(ticket)
        return status if status.problem is None else replace(status, problem=Problem(Moderated.code, "no"))


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
    def cancel(self, ticket: Ticket) -> CancelOutcome:
        return CancelOutcome.CANCELLED


class _LosesProgress(Echo):
    def poll(self, ticket: Ticket) -> Status:
        status = super().poll(ticket)
        return status if status.state is State.DONE else replace(status, progress=1.0 - status.progress)


class _LeavesHalves(Echo):
    def fetch(self, ticket: Ticket, into: Path) -> list[Path]:
        into.mkdir()
        (into / "half.png").write_bytes(b"half")
        return super().fetch(ticket, into)


class _TakesAllAway(Echo):
    def discard(self, ticket: Ticket) -> None:
        for job in self.house.jobs.values():
            job.made.clear()


class _TakesAwayWhatWaits(Echo):
    def discard(self, ticket: Ticket) -> None:
        self.house.jobs[ticket.key].made.clear()


class _SaysNothingOfWhatStays(Echo):
    def discard(self, ticket: Ticket) -> None:
        job = self.house.jobs[ticket.key]
        if job.status.state.final:
            job.made.clear()


class _ForgetsTheEnd(Echo):
    def poll(self, ticket: Ticket) -> Status:
        return replace(super().poll(ticket), state=State.RUNNING, progress=0.0)


@pytest.mark.parametrize(
    "liar, breaks",
    [
        (_NeedsItsFilesToTellThePrice, "estimates before there are files"),
        (_DropsMargins, "refuses margins it does not take"),
        (_SaysNothingOfWhatItTakes, "says in numbers what it takes"),
        (_SubmitsWithoutFiles, "submits only with its files"),
        (_BillsAsItGoes, "tells what was billed"),
        (_MovesTheBill, "tells what was billed"),
        (_RefusesWithoutAWord, "a refusal is a sentence"),
        (_SendsTwice, "gives a ticket that can be stored"),
        (_SubmitsAgainWhenUncertain, "submit is taken and no answer comes"),
        (_ClaimsToCancel, "cancels honestly"),
        (_LosesProgress, "progress never falls"),
        (_LeavesHalves, "brings every byte"),
        (_ForgetsTheEnd, "brings every byte"),
        (_TakesAllAway, "takes away one job alone"),
        (_TakesAwayWhatWaits, "takes away one job alone"),
        (_SaysNothingOfWhatStays, "takes away one job alone"),
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


class _DropsGuides(Echo):
    def submit(self, request: Request, key: str) -> Ticket:
        return super().submit(replace(request, inputs=request.of("plate")), key)


class _SendsHalfOfAGuide(Echo):
    def submit(self, request: Request, key: str) -> Ticket:
        ticket = super().submit(request, key)
        job = self.house.jobs[key]
        job.guides = [(kind, data[: len(data) // 2]) for kind, data in job.guides]
        return ticket


class _MixesUpGuides(Echo):
    def submit(self, request: Request, key: str) -> Ticket:
        ticket = super().submit(request, key)
        job = self.house.jobs[key]
        kinds = [kind for kind, _ in job.guides]
        job.guides = list(zip(kinds[1:] + kinds[:1], (data for _, data in job.guides), strict=True))
        return ticket


@pytest.mark.parametrize(
    ("liar", "guided", "breaks"),
    [
        (_DropsGuides, True, "hands over its guides whole"),
        (_SendsHalfOfAGuide, True, "hands over its guides whole"),
        (_MixesUpGuides, True, "hands over its guides whole"),
        (_DropsGuides, True, "submits only with its guides"),
        (_DropsGuides, False, "refuses a guide it does not take"),
    ],
)
def test_the_suite_finds_a_provider_that_is_careless_with_guides(
    liar: type[Echo], guided: bool, breaks: str, tmp_path: Path
) -> None:
    clause = next(each for each in guide_clauses.CLAUSES if each.name == breaks)
    honest = (guided_stand if guided else echo_stand)(tmp_path / "stand")
    house = honest.provider().house  # type: ignore[attr-defined]
    with pytest.raises(Broke, match="But "):
        clause.hold(replace(honest, provider=lambda: liar(house=house)))


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


def test_echo_makes_pictures_of_the_size_and_number_asked_where_it_is_given_none(tmp_path: Path) -> None:
    echo = Echo()
    asked = Request(Task.VIDEO, prompt="dusk", seed=7, width=64, height=36, frames=3)
    ticket = echo.submit(asked, "k")
    echo.poll(ticket)
    paths = echo.fetch(ticket, tmp_path / "got")
    assert [path.name for path in paths] == ["made.0001.png", "made.0002.png", "made.0003.png"]
    pixels = np.asarray(Image.open(paths[0]))
    held = echo.submit(replace(asked, inputs=echo_stand(tmp_path / "stand").request.inputs), "held")
    echo.poll(held)
    assert len(echo.fetch(held, tmp_path / "held")) == 3
    assert pixels.shape == (36, 64, 3) and len(np.unique(pixels.reshape(-1, 3), axis=0)) == 1
