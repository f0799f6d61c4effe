"""A provider as the service calls it: no secret that this process has read comes out in what it says."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from secondunit.providers.protocol import Cancelled, Estimated, Provider, Request, Status, Ticket
from secondunit.rights.secret import scrubbed
from secondunit.wire import Capability, Problem, SecondUnitError, dumps, loads


class Careful:
    """The six verbs of a provider; errors, messages and tickets pass without secrets."""

    def __init__(self, provider: Provider) -> None:
        self.name = provider.name
        self.provider = provider

    def capabilities(self) -> Sequence[Capability]:
        with _scrubbing():
            return self.provider.capabilities()

    def estimate(self, request: Request) -> Estimated:
        with _scrubbing():
            return self.provider.estimate(request)

    def submit(self, request: Request, key: str) -> Ticket:
        with _scrubbing():
            return _ticket(self.provider.submit(request, key))

    def recover(self, request: Request, key: str) -> Ticket | None:
        with _scrubbing():
            found = self.provider.recover(request, key)
            return None if found is None else _ticket(found)

    def poll(self, ticket: Ticket) -> Status:
        with _scrubbing():
            status = self.provider.poll(ticket)
        problem = None if status.problem is None else clean(status.problem)
        return replace(status, message=scrubbed(status.message), problem=problem)

    def fetch(self, ticket: Ticket, into: Path) -> list[Path]:
        with _scrubbing():
            return self.provider.fetch(ticket, into)

    def cancel(self, ticket: Ticket) -> Cancelled:
        with _scrubbing():
            return self.provider.cancel(ticket)


def clean(problem: Problem) -> Problem:
    """A problem without secrets."""
    return Problem(
        problem.code,
        scrubbed(problem.message),
        scrubbed(problem.remedy),
        scrubbed(problem.kept),
        scrubbed(problem.where),
    )


@contextlib.contextmanager
def _scrubbing() -> Iterator[None]:
    try:
        yield
    except SecondUnitError as error:
        error.problem = clean(error.problem)
        error.args = (error.problem.message,)
        raise


def _ticket(ticket: Ticket) -> Ticket:
    text = dumps(ticket)
    without = scrubbed(text)
    return ticket if text == without else loads(Ticket, without)
