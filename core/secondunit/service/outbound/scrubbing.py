"""A provider as the service calls it: nothing comes out of what it says that cannot be kept.

That is no secret that this process has read, no sign that no database holds, no text without end.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from secondunit.providers.protocol import (
    CancelOutcome,
    Discarding,
    Estimated,
    Provider,
    Request,
    Status,
    Ticket,
)
from secondunit.rights.guard import guest
from secondunit.rights.secret import scrubbed
from secondunit.wire import Capability, Problem, SecondUnitError, dumps, loads
from secondunit.wire.errors import Uncertain

T = TypeVar("T")
#: The longest text that a provider's words are kept to, in characters.
LONGEST = 2000


class ScrubbedProvider:
    """The six verbs of a provider; errors, messages and tickets pass without secrets."""

    def __init__(self, provider: Provider) -> None:
        self.name = provider.name
        self.provider = provider

    def capabilities(self) -> Sequence[Capability]:
        with self._scrubbing():
            return [_without(Capability, capability) for capability in self.provider.capabilities()]

    def estimate(self, request: Request) -> Estimated:
        with self._scrubbing():
            return self.provider.estimate(request)

    def submit(self, request: Request, key: str) -> Ticket:
        with self._scrubbing():
            return self._ticket(self.provider.submit(request, key))

    def recover(self, request: Request, key: str) -> Ticket | None:
        with self._scrubbing():
            ticket = self.provider.recover(request, key)
            return None if ticket is None else self._ticket(ticket)

    def poll(self, ticket: Ticket) -> Status:
        with self._scrubbing():
            status = self.provider.poll(ticket)
        problem = None if status.problem is None else clean(status.problem)
        return replace(status, message=_kept(status.message), problem=problem)

    def fetch(self, ticket: Ticket, into: Path) -> list[Path]:
        with self._scrubbing():
            return self.provider.fetch(ticket, into)

    def cancel(self, ticket: Ticket) -> CancelOutcome:
        with self._scrubbing():
            return self.provider.cancel(ticket)

    def _ticket(self, ticket: Ticket) -> Ticket:
        """A ticket as it can be kept; one that cannot names a job that the provider has all the same."""
        try:
            if not isinstance(ticket, Ticket):
                raise TypeError
            return loads(Ticket, scrubbed(dumps(ticket)))
        except (SecondUnitError, ValueError, TypeError, AttributeError):
            raise Uncertain(f"{self.name} took the job under a name that cannot be kept.") from None

    @contextlib.contextmanager
    def _scrubbing(self) -> Iterator[None]:
        try:
            with guest(self.name):
                yield
        except SecondUnitError as error:
            error.problem = clean(error.problem)
            error.args = (error.problem.message,)
            raise
        except SystemExit:
            raise RuntimeError(f"{self.name} tried to end the service") from None


class ScrubbedDiscarding(ScrubbedProvider):
    """The same of a provider that can take away what its service keeps."""

    def discard(self, ticket: Ticket) -> None:
        assert isinstance(self.provider, Discarding)
        with self._scrubbing():
            self.provider.discard(ticket)


def scrubbed_provider(provider: Provider) -> ScrubbedProvider:
    """A provider as the service calls it."""
    return ScrubbedDiscarding(provider) if isinstance(provider, Discarding) else ScrubbedProvider(provider)


def clean(problem: Problem) -> Problem:
    """A problem without secrets, that can be kept."""
    return Problem(
        problem.code,
        _kept(problem.message),
        _kept(problem.remedy),
        _kept(problem.kept),
        _kept(problem.where),
    )


def _kept(text: str) -> str:
    """A text as it can be kept and shown: whole characters, none that steers, and not without end."""
    whole = scrubbed(text).encode(errors="replace").decode()
    plain = "".join(sign if sign.isprintable() or sign in "\n\t" else " " for sign in whole[: 2 * LONGEST])
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "\u2026"


def _without(kind: type[T], value: T) -> T:
    text = dumps(value)
    without = scrubbed(text)
    return value if text == without else loads(kind, without)
