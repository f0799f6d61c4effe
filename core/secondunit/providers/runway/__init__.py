"""Runway by its own SDK: pictures, movies from text or a first frame, movies changed, and SDR made HDR.

Facts: pictures travel inside the request up to 5 MB of text, else through the service's storage; there is no
idempotency key, so a lost answer stays uncertain; result URLs are asked for anew at each fetch and hold a day
or two; a DELETE stops a task that has not ended and *deletes* one that has, so the task is looked at first.
Prices are the studio's own: `usd_per_credit`, and `credits.<model>` for a picture or a second, or Runway's
list where the studio says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

import runwayml
from runwayml import RunwayML

from secondunit.providers.httpx_door import ERRAND
from secondunit.providers.landing import Landing
from secondunit.providers.protocol import CancelOutcome, Estimated, Input, Request, State, Status, Ticket
from secondunit.providers.registry import Site
from secondunit.providers.sdk import Faults, Line, by_the_list, price
from secondunit.wire import Capability, FrozenMap, Limit, Money, Need, Problem, Size
from secondunit.wire.errors import (
    BadSettings,
    Expired,
    Moderated,
    NotFound,
    ProviderBroken,
    ProviderError,
    ProviderLacks,
    ProviderSilent,
    Uncertain,
)
from secondunit.wire.intake import Form

from ..facts import training_term
from .asking import asked, require_files, uri_of, with_files
from .facts import CREDITS, TRAINED_ON, list_prices
from .models import LONGEST_PROMPT, MODELS, Model, dearer, surcharge

_HOME = "https://api.dev.runwayml.com"
#: The service asks not to be polled sooner, in seconds.
_POLL = 5.0
_FAULTS = Faults(runwayml.APIStatusError, runwayml.APIConnectionError, runwayml.RunwayMLError)


class Runway:
    """The provider. Settings: `usd_per_credit`, `credits.<model>` (`gen4_image` by size: `.720p`, `.1080p`),
    `list_prices`, `secret` (default `runway`), `url`, `timeout` in seconds.
    """

    name = "runway"
    setting_names: ClassVar[tuple[str, ...]] = (
        "usd_per_credit", "credits.*", "list_prices", "secret", "url", "timeout",
    )  # fmt: skip

    def __init__(self, site: Site) -> None:
        self._site = site
        url = str(site.settings.get("url", _HOME)).rstrip("/")
        self._line = Line("Runway", site, url, float(site.settings.get("timeout", 120.0)), _FAULTS)
        self._progress: dict[str, float] = {}
        self._off: set[str] = set()

    def capabilities(self) -> Sequence[Capability]:
        """The models that this version knows; ask the contract which of them the account has."""
        return tuple(self._capability(model) for model in MODELS)

    def _capability(self, model: Model) -> Capability:
        limits = []
        if model.intake.sizes:
            limits.append(Limit("Sizes", ", ".join(map(str, model.intake.sizes))))
        if model.seconds:
            limits.append(
                Limit("Seconds", f"{model.seconds[0]} to {model.seconds[-1]}, at 24 frames a second")
            )
        if model.least:
            limits.append(Limit("References", f"{model.least} to {model.references}"))
        if model.intake.windows:
            limits.append(Limit("Key frames", "each may say which frames change, in whole seconds"))
        limits += [Limit("Files", "up to 200 MB each"), Limit("Results", "held for a day")]
        if by_the_list(self._site.settings):
            limits.append(Limit("Prices", f"Runway's list of {CREDITS.source.day}, where none is set"))
        return Capability(
            provider=self.name,
            label="Runway",
            model=model.name,
            model_label=model.label,
            tasks=(model.task,),
            made_by="AI model",
            leaves=True,
            terms="Prompt and pictures go to Runway; the terms are those of the studio's own contract.",
            references=model.references,
            prompt=0 if model.prompt is Need.NONE else LONGEST_PROMPT,
            limits=tuple(limits),
            controls=model.controls,
            intake=model.intake,
            training=training_term(TRAINED_ON),
        )

    def estimate(self, request: Request) -> Estimated:
        """The studio's price for what would be made; sends nothing, and needs no files."""
        order = asked(request)
        pixels = request.width * request.height
        name = order.model.priced_as(Size(max(1, request.width), max(1, request.height)))
        unit_price = self._price(name) * dearer(order.model, pixels)
        units = 1 if order.model.intake.result is Form.STILL else order.seconds
        unit_price += surcharge(order.model, str(order.settings.get("output_format", "")), pixels)
        cost = unit_price * units * self._price("usd_per_credit")
        return Estimated(Money(f"{cost.normalize():f}"))

    def _price(self, name: str) -> Decimal:
        """A price of the studio's own, or of Runway's list where the studio lets it count."""
        listed = list_prices() if by_the_list(self._site.settings) else None
        return price(self._site.settings, name, listed=listed)

    def submit(self, request: Request, key: str) -> Ticket:
        """Create one task, once; `Uncertain` when no answer that can be read comes back.

        Files that are too large for the request are uploaded first; nothing is begun before they are there.
        """
        order = asked(request)
        require_files(request, order.model)
        client = self._client()

        def uri(asset: Input) -> str:
            return uri_of(asset, self._line, client, key, ERRAND)

        body = with_files(request, order, uri)
        resource = (
            order.model.plate_call if request.of("plate") and order.model.plate_call else order.model.call
        )
        create = getattr(client, resource).create
        try:
            answer = self._line.ask(lambda: create(**body, extra_headers={ERRAND: key}))
            task = self._line.text(answer, "id")
        except (ProviderSilent, ProviderBroken) as error:
            raise Uncertain("Runway did not say whether it took the job.") from error
        except NotFound:
            raise ProviderLacks(f"Runway does not have {order.model.name} here.") from None
        credits_ = getattr(getattr(answer, "estimated_cost", None), "credits", 0.0)
        notes = FrozenMap[bool | int | float | str](credits=float(credits_ or 0.0))
        return Ticket(self.name, task, key, request.digest, notes=notes)

    def recover(self, request: Request, key: str) -> Ticket | None:
        """Nothing at Runway can be found by our key."""
        raise Uncertain("Runway cannot be asked whether it took a job whose answer was lost.")

    def poll(self, ticket: Ticket) -> Status:
        """The task's state; a task that is gone is lost, unless we called it off."""
        try:
            task = self._task(ticket)
        except NotFound:
            if ticket.id in self._off:
                return Status(State.CANCELLED)
            text = "Runway no longer knows this task."
            return Status(State.LOST, problem=Problem(Uncertain.code, text, Uncertain.default_remedy))
        status, billed = self._line.text(task, "status"), self._billed(task)
        if status in ("PENDING", "THROTTLED"):
            message = "waiting for a free place at Runway" if status == "THROTTLED" else ""
            return Status(State.WAITING, self._further(ticket, 0.0), message, retry_after=_POLL)
        if status == "RUNNING":
            progress = self._further(ticket, min(max(float(task.progress or 0.0), 0.0), 0.999))
            return Status(State.RUNNING, progress, retry_after=_POLL)
        if status == "SUCCEEDED":
            return Status(State.DONE, 1.0, billed=billed)
        if status == "CANCELLED":
            return Status(State.CANCELLED, self._further(ticket, 0.0), billed=billed)
        if status != "FAILED":
            raise ProviderBroken(f"Runway tells a state that we do not know: {status[:40]}.")
        return Status(State.FAILED, self._further(ticket, 0.0), problem=_failure(task), billed=billed)

    def fetch(self, ticket: Ticket, into: Path) -> list[Path]:
        """Ask for fresh URLs and bring what lies there; our key does not go to where they lead."""
        try:
            task = self._task(ticket)
        except NotFound:
            raise Expired("Runway no longer holds the result.") from None
        if self._line.text(task, "status") != "SUCCEEDED":
            raise NotFound("There is nothing to fetch: the task is not done.")
        with Landing(into) as landing:
            for url in task.output or ():
                self._line.bring(str(url), landing, ticket.key)
        return landing.paths

    def cancel(self, ticket: Ticket) -> CancelOutcome:
        """Stop a task that has not ended; one that has is left alone: a DELETE would remove its result."""
        headers = {ERRAND: ticket.key}
        try:
            before = self._line.text(self._task(ticket), "status")
            if before == "CANCELLED":
                return CancelOutcome.CANCELLED
            if before in ("SUCCEEDED", "FAILED"):
                return CancelOutcome.TOO_LATE
            self._line.ask(lambda: self._client().tasks.delete(ticket.id, extra_headers=headers))
            self._off.add(ticket.id)
            after = self._line.text(self._task(ticket), "status")
        except NotFound:
            return CancelOutcome.CANCELLED if ticket.id in self._off else CancelOutcome.UNKNOWN
        return CancelOutcome.CANCELLED if after == "CANCELLED" else CancelOutcome.ASKED

    def _client(self) -> RunwayML:
        secret = self._site.secret(str(self._site.settings.get("secret", "runway")))
        line = self._line
        return RunwayML(
            api_key=secret, base_url=line.url, max_retries=0, timeout=line.timeout, http_client=line.http
        )

    def _task(self, ticket: Ticket) -> Any:
        client = self._client()
        return self._line.ask(lambda: client.tasks.retrieve(ticket.id, extra_headers={ERRAND: ticket.key}))

    def _billed(self, task: Any) -> Money | None:
        """The credits that an ended task was charged, at the studio's price; None if one is not told."""
        charged = getattr(getattr(task, "cost", None), "credits", None)
        if not isinstance(charged, (int, float)) or isinstance(charged, bool) or charged < 0:
            return None
        try:
            amount = Decimal(str(charged)) * self._price("usd_per_credit")
        except BadSettings:
            return None
        return Money(f"{amount.normalize():f}")

    def _further(self, ticket: Ticket, progress: float) -> float:
        new = self._progress[ticket.id] = max(self._progress.get(ticket.id, 0.0), progress)
        return new


def _failure(task: Any) -> Problem:
    """Why a task failed; content rules are told by the failure's code."""
    code, why = str(getattr(task, "failure_code", "") or ""), str(getattr(task, "failure", "") or "")
    kind = Moderated if "SAFETY" in code or "MODERATION" in code else ProviderError
    reason = " ".join(why.split())[:300].rstrip(".") or code or "it failed"
    return Problem(kind.code, f"Runway says: {reason}.", kind.default_remedy)


__all__ = ["Runway"]
