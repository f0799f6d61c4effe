"""Luma by its own SDK: pictures and edits by `uni-1`, movies made, changed and reframed by `ray-3.2`.

Facts: stills travel inside the request, large ones and movies through the Files API; there is no idempotency
key, so a lost answer stays uncertain; there is no cancel; result URLs hold an hour and are asked for anew at
each fetch; it does not say what it charged. Prices are the studio's own (`prices`), or Luma's list where the
studio says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import luma_agents
from luma_agents import Luma as Client

from secondunit.providers.httpx_door import ERRAND
from secondunit.providers.landing import Landing
from secondunit.providers.protocol import CancelOutcome, Estimated, Input, Request, State, Status, Ticket
from secondunit.providers.registry import Site
from secondunit.providers.sdk import Faults, Line, by_the_list
from secondunit.wire import Capability, FrozenMap, Limit, Money, Problem
from secondunit.wire.errors import (
    BadDownload,
    BadInput,
    Expired,
    Moderated,
    NotFound,
    ProviderBroken,
    ProviderDenied,
    ProviderError,
    ProviderLacks,
    ProviderSilent,
    SecondUnitError,
    Uncertain,
)

from ..facts import training_term
from .asking import asked, media_of, require_files, with_files
from .facts import LONGEST_EDIT, LONGEST_PROMPT, LONGEST_REFRAME, PICTURE_PRICES, TRAINED_ON
from .models import ASPECTS, MOVIE_ASPECTS, OFFERS, LumaModel
from .prices import cost_of

_INPUT = (BadInput, "Change the pictures or what is set: the same request fails again.")
#: What a failure that Luma names is to us, and what helps; one that is not here may pass by itself.
FAILURES: dict[str, tuple[type[SecondUnitError], str]] = {
    "content_moderated": (Moderated, Moderated.default_remedy),
    "image_too_large": _INPUT,
    "unsupported_format": _INPUT,
    "corrupt_input": _INPUT,
    "invalid_request": _INPUT,
    "budget_exhausted": (ProviderDenied, "Ask whoever keeps the account at Luma: its budget is used up."),
    "rate_limited": (ProviderError, "Try again later: too much was asked of Luma at once."),
}
_PASSING = (ProviderError, "Try again, or choose another model.")
_HOME = "https://agents.lumalabs.ai/v1"
_FAULTS = Faults(luma_agents.APIStatusError, luma_agents.APIConnectionError, luma_agents.LumaError)
_LIMITS = {
    "image": (Limit("Shapes", ", ".join(ASPECTS)),),
    "image_edit": (Limit("Sides", "256 to 8000 pixels; the answer has the plate's shape"),),
    "video": (Limit("Shapes", ", ".join(MOVIE_ASPECTS)), Limit("Seconds", "5 or 10, at 24 frames a second")),
    "video_edit": (Limit("Seconds", f"up to {LONGEST_EDIT.value}, at 24 frames a second"),),
    "video_reframe": (
        Limit("Shapes with margins", ", ".join(MOVIE_ASPECTS)),
        Limit("Seconds", f"up to {LONGEST_REFRAME.value}, at 24 frames a second"),
        Limit("1080p", "not upright; elsewhere where the account has it"),
    ),
}


class Luma:
    """The provider. Settings: prices by the names of `prices`, `list_prices`; `secret` (default `luma`),
    `url`, `timeout`.
    """

    name = "luma"
    setting_names: ClassVar[tuple[str, ...]] = ("usd.*", "list_prices", "secret", "url", "timeout")

    def __init__(self, site: Site) -> None:
        self._site = site
        url = str(site.settings.get("url", _HOME)).rstrip("/")
        self._line = Line("Luma", site, url, float(site.settings.get("timeout", 120.0)), _FAULTS)

    def capabilities(self) -> Sequence[Capability]:
        """The models that this version knows; ask the contract which of them, and HDR, the account has."""
        return tuple(self._capability(offer) for offer in OFFERS)

    def _capability(self, offer: LumaModel) -> Capability:
        limits = [*_LIMITS[offer.kind], Limit("Results", "held for an hour at a time")]
        if by_the_list(self._site.settings):
            limits.append(Limit("Prices", f"Luma's list of {PICTURE_PRICES.source.day}, where none is set"))
        return Capability(
            provider=self.name,
            label="Luma",
            model=offer.model,
            model_label=offer.model,
            tasks=(offer.task,),
            made_by="AI model",
            leaves=True,
            terms="Prompt and pictures go to Luma; what it may do with them is in the contract.",
            references=offer.references,
            prompt=LONGEST_PROMPT.value,
            limits=tuple(limits),
            controls=offer.controls,
            intake=offer.intake,
            training=training_term(TRAINED_ON),
        )

    def estimate(self, request: Request) -> Estimated:
        """The studio's price for what would be made; sends nothing, and needs no files."""
        cost = cost_of(asked(request), len(request.of("reference")), self._site.settings)
        return Estimated(Money(f"{cost.normalize():f}"))

    def submit(self, request: Request, key: str) -> Ticket:
        """Create one generation, once; `Uncertain` when no answer that can be read comes back.

        Large files are uploaded first; `RateLimited` while Luma still looks at one: nothing is begun then.
        """
        order = asked(request)
        require_files(request, order.offer)
        client, now = self._client(), self._site.now()

        def media(asset: Input) -> dict[str, str]:
            return media_of(asset, self._line, client, key, now)

        body = with_files(request, order, media)
        try:
            generation = self._line.ask(
                lambda: client.generations.create(**body, extra_headers={ERRAND: key})
            )
            name = self._line.text(generation, "id")
        except (ProviderSilent, ProviderBroken) as error:
            raise Uncertain("Luma did not say whether it took the job.") from error
        except BadInput as error:
            raise _not_yet(error) from error
        except NotFound:
            raise ProviderLacks(f"Luma does not have {order.offer.model} here.") from None
        return Ticket(self.name, name, key, request.digest, notes=FrozenMap(hdr=order.hdr))

    def recover(self, request: Request, key: str) -> Ticket | None:
        """Nothing at Luma can be found by our key."""
        raise Uncertain("Luma cannot be asked whether it took a job whose answer was lost.")

    def poll(self, ticket: Ticket) -> Status:
        """The generation's state; it tells no progress, so that there is none before the end."""
        try:
            generation = self._generation(ticket)
        except NotFound:
            text = "Luma no longer knows this job."
            return Status(State.LOST, problem=Problem(Uncertain.code, text, Uncertain.default_remedy))
        state = self._line.text(generation, "state")
        if state == "queued":
            return Status(State.WAITING, retry_after=3.0)
        if state == "processing":
            return Status(State.RUNNING, retry_after=3.0)
        if state == "completed":
            return Status(State.DONE, 1.0)
        if state != "failed":
            raise ProviderBroken(f"Luma tells a state that we do not know: {state[:40]}.")
        code, why = str(generation.failure_code or ""), " ".join(str(generation.failure_reason or "").split())
        kind, remedy = FAILURES.get(code, _PASSING)
        text = f"Luma says: {why[:300].rstrip('.') or code or 'it failed'}."
        return Status(State.FAILED, problem=Problem(kind.code, text, remedy))

    def fetch(self, ticket: Ticket, into: Path) -> list[Path]:
        """Ask for fresh URLs and bring what lies there; our key does not go to where they lead."""
        try:
            generation = self._generation(ticket)
        except NotFound:
            raise Expired("Luma no longer holds the result.") from None
        if self._line.text(generation, "state") != "completed":
            raise NotFound("There is nothing to fetch: the job is not done.")
        with Landing(into) as landing:
            for output in generation.output or ():
                self._line.bring(self._line.text(output, "url"), landing, ticket.key)
            if ticket.notes.get("hdr") is True and not any(map(_holds_light, landing.staged)):
                raise BadDownload(
                    "Luma was asked for HDR with EXR and gave no EXR.",
                    remedy="Ask Luma whether the account has EXR export; the movie is at Luma.",
                )
        return landing.paths

    def cancel(self, ticket: Ticket) -> CancelOutcome:
        """There is no cancel: the job runs on and is billed, unless it has ended."""
        try:
            state = self._line.text(self._generation(ticket), "state")
        except NotFound:
            return CancelOutcome.UNKNOWN
        return CancelOutcome.TOO_LATE if state in ("completed", "failed") else CancelOutcome.IMPOSSIBLE

    def _client(self) -> Client:
        secret = self._site.secret(str(self._site.settings.get("secret", "luma")))
        line = self._line
        return Client(
            auth_token=secret, base_url=line.url, max_retries=0, timeout=line.timeout, http_client=line.http
        )

    def _generation(self, ticket: Ticket) -> Any:
        client = self._client()
        return self._line.ask(lambda: client.generations.get(ticket.id, extra_headers={ERRAND: ticket.key}))


def _not_yet(error: BadInput) -> BadInput:
    """A refusal of what is still being rolled out (1080p for a reframe), with what helps."""
    message = error.problem.message
    if "coming soon" not in message.lower() and "coming-soon" not in message.lower():
        return error
    return BadInput(
        message, remedy="Choose 720p; Luma has to open 1080p for the account.", where="resolution"
    )


def _holds_light(path: Path) -> bool:
    """Whether a file is an EXR, or an archive as EXR come in."""
    with path.open("rb") as file:
        return file.read(4) in (b"v/1\x01", b"PK\x03\x04")


__all__ = ["Luma"]
