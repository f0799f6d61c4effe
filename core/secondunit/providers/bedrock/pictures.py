"""The pictures' way: the answer of the call is the result, and is on disk before anybody hears of it.

AWS has no token for these calls: one whose answer is lost stays uncertain, and is never sent again from here.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from secondunit.wire import FrozenMap, Problem, Scalar
from secondunit.wire.errors import (
    BadDownload,
    Expired,
    Moderated,
    NotFound,
    ProviderBroken,
    ProviderError,
    ProviderSilent,
    SecondUnitError,
    Uncertain,
)

from ..landing import Landing
from ..protocol import CancelOutcome, Request, State, Status, Ticket
from .clients import Clients
from .faults import for_submit, told
from .held import Answer, Held, name_of
from .models import Model
from .sending import on_errand
from .settings import Settings


class Pictures:
    """The verbs for a picture."""

    def __init__(self, clients: Clients, settings: Settings, archive: Held) -> None:
        self._clients, self._settings, self._held = clients, settings, archive

    def submit(self, request: Request, key: str, model: Model, body: dict[str, Any]) -> Ticket:
        """Ask for it, once, and keep the answer; raises `Uncertain` where it is not whole."""
        if (ticket := self.recover(request, key)) is not None:
            return ticket
        with on_errand(key):
            self._clients.ready()
            self._held.note(key)
            try:
                answer = self._asked(f"{self._settings.geography}.{model.id}", body)
            except (ProviderSilent, ProviderBroken, BadDownload) as error:
                raise Uncertain("Bedrock gave no whole answer; the picture may be billed.") from error
            except Uncertain:
                raise
            except SecondUnitError as error:
                self._held.forget(key)
                raise for_submit(error) from None
        try:
            self._held.keep(key, answer)
        except SecondUnitError as error:
            raise Uncertain(f"The picture came and could not be kept: {error.problem.message}") from error
        return self._ticket(request, key, Answer.read(answer))

    def recover(self, request: Request, key: str) -> Ticket | None:
        """What is on our own disk: the answer, or the note that a call went out and none came."""
        answer = self._held.answer(key)
        if answer is not None:
            return self._ticket(request, key, answer)
        if self._held.noted(key):
            raise Uncertain("This picture was asked for, and its answer never came; it may be billed.")
        return None

    def poll(self, ticket: Ticket) -> Status:
        """Done, or refused: there is nothing in between."""
        answer = self._held.answer(ticket.key)
        if answer is None:
            text = "The answer that held this picture is no longer on this machine."
            return Status(State.LOST, problem=Problem(Uncertain.code, text, Uncertain.default_remedy))
        if not answer.reasons:
            return Status(State.DONE, 1.0)
        why = "; ".join(dict.fromkeys(answer.reasons))[:300]
        if "filter" in why.lower():
            text, kind = f"The content rules refused it ({why}).", Moderated.code
            return Status(State.FAILED, problem=Problem(kind, text, Moderated.default_remedy))
        text, remedy = f"The model failed ({why}).", "Try again, or choose another model."
        return Status(State.FAILED, problem=Problem(ProviderError.code, text, remedy))

    def fetch(self, ticket: Ticket, into: Path) -> list[Path]:
        """The pictures of the answer, as they came."""
        answer = self._held.answer(ticket.key)
        if answer is None:
            raise Expired("The answer that held this picture is no longer on this machine.")
        if answer.reasons:
            raise NotFound("There is nothing to fetch: the model gave no picture.")
        with Landing(into) as landing:
            for number, (data, ending) in enumerate(answer.pictures(), 1):
                landing.take(f"picture-{number}.{ending}", (data,), len(data))
        self._held.fetched(ticket.key)
        return landing.paths

    def cancel(self, ticket: Ticket) -> CancelOutcome:
        """The answer is here already: there is nothing left that could be stopped."""
        return CancelOutcome.UNKNOWN if self._held.answer(ticket.key) is None else CancelOutcome.IMPOSSIBLE

    def _asked(self, profile: str, body: dict[str, Any]) -> bytes:
        project: Any = {"projectIdentifier": self._settings.project} if self._settings.project else {}
        with told("Bedrock"):
            answer = self._clients.runtime.invoke_model(
                modelId=profile,
                body=json.dumps(body),
                contentType="application/json",
                accept="application/json",
                **project,
            )
            content: bytes = answer["body"].read()
        Answer.read(content).pictures()
        return content

    def _ticket(self, request: Request, key: str, answer: Answer) -> Ticket:
        notes: FrozenMap[Scalar] = FrozenMap(
            {"seeds": ",".join(answer.seeds), "geography": self._settings.geography}
        )
        return Ticket("bedrock", name_of(key), key, request.digest, self._settings.region, notes)
