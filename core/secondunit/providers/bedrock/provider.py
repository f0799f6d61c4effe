"""The provider: six verbs over two ways, one that is asked for later and one that answers at once.

It knows the models and hands each job to its way; the ways know the calls.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import ClassVar

from secondunit.wire import Capability, Need
from secondunit.wire.errors import BadInput, ProviderLacks, ProviderSilent, Uncertain

from ..facts import training_term
from ..protocol import CancelOutcome, Estimated, Request, Status, Ticket
from ..registry import Site
from .asking import asked, clip_of, fields
from .catalogue import Catalogue, Life
from .clients import Clients
from .facts import TRAINED_ON
from .held import Held
from .models import LONGEST_PROMPT, LONGEST_RAY_PROMPT, MODELS, Model
from .pictures import Pictures
from .ray import Ray
from .retention import DEFAULT_PROJECT, Retention
from .settings import Settings, money

_TERMS = "What is sent goes to Amazon Bedrock; AWS states that neither it nor the model's maker trains on it."


class Bedrock:
    """The provider. Its settings are told in the guide and read by `Settings`."""

    name = "bedrock"
    setting_names: ClassVar[tuple[str, ...]] = (
        "region", "profile", "secret.key_id", "secret.key", "secret.token", "bucket", "prefix",
        "bucket_owner", "kms_key", "addressing", "project", "data_retention", "endpoint.bedrock",
        "endpoint.bedrock-runtime", "endpoint.s3", "usd.*", "timeout", "patience",
    )  # fmt: skip

    def __init__(self, site: Site) -> None:
        self._site = site
        self._settings = Settings.read(site.settings)
        self._clients = Clients(site, self._settings)
        archive = Held(site.scratch / "bedrock")
        self._held, self._ray = archive, Ray(self._clients, self._settings, archive)
        self._pictures = Pictures(self._clients, self._settings, archive)
        self._catalogue = Catalogue(
            lambda: self._clients.catalogue,
            self._settings.region,
            self._settings.geography,
            site.steady,
            site.now,
        )
        self._retention = Retention(
            lambda: self._clients.catalogue, self._settings.data_retention, site.steady
        )

    def capabilities(self) -> Sequence[Capability]:
        """The models that the Region offers now; where AWS cannot be asked, all of them, with a remark."""
        listing = self._catalogue.listing()
        offered = [
            self._offer(model, listing.life(model.id), listing.remark)
            for model in MODELS.values()
            if not (
                self._catalogue.why_not(model, listing) or (model.asynchronous and not self._settings.bucket)
            )
        ]
        if not offered:
            raise ProviderLacks(
                f"None of these models is offered in {self._settings.region} "
                f"for the geography {self._settings.geography}.",
                remedy="Set another region and geography, or a bucket for Ray2.",
            )
        return offered

    def _offer(self, model: Model, life: Life, remark: str) -> Capability:
        settings = self._settings
        where = f"It runs in {settings.region}."
        if not model.asynchronous:
            where = f"It may run in any Region of the geography {settings.geography}."
        retention = self._retention.of(self._project(model))
        extended = settings.priced_extended(model.id) or life.dearer(self._site.now())
        ends = life.last_day(extended)
        sentences = (_TERMS, where, retention.sentence, remark, self._of_its_age(life, ends))
        words = LONGEST_RAY_PROMPT if model.asynchronous else LONGEST_PROMPT
        return Capability(
            provider=self.name,
            label="Amazon Bedrock",
            model=model.id,
            model_label=model.label,
            tasks=(model.task,),
            made_by="AI model",
            leaves=True,
            terms=" ".join(sentence for sentence in sentences if sentence),
            references=model.references,
            prompt=0 if model.prompt is Need.NONE else words,
            limits=model.limits,
            controls=model.controls,
            intake=model.intake,
            training=training_term(TRAINED_ON),
            retires=ends,
            retention=retention.days,
        )

    def _of_its_age(self, life: Life, ends: str) -> str:
        if life.extended is not None and life.dearer(self._site.now()):
            since = life.extended.date().isoformat()
            return f"It is in its extended access since {since}, which costs more."
        if not life.legacy:
            return ""
        return f"AWS calls this model legacy{f'; its last day here is {ends}' if ends else ''}."

    def _project(self, model: Model) -> str:
        """The project that a model runs in: what runs by itself takes none (`facts.NO_PROJECT`)."""
        return DEFAULT_PROJECT if model.asynchronous else self._settings.project or DEFAULT_PROJECT

    def estimate(self, request: Request) -> Estimated:
        """The studio's price for what would be made; sends nothing and opens no file."""
        life = self._usable(request)
        model, set_by_hand = asked(request)
        extended = life.dearer(self._site.now())
        if not model.asynchronous:
            return Estimated(money(self._settings.price(model.id, extended=extended)))
        price = self._settings.price(model.id, str(set_by_hand["resolution"]), extended)
        return Estimated(money(price * Decimal(clip_of(request).removesuffix("s"))))

    def _usable(self, request: Request) -> Life:
        """The life of the model that is asked for; raises `ProviderLacks` where it cannot be used now."""
        model = MODELS.get(request.model)
        return Life() if model is None else self._catalogue.require(model)

    def submit(self, request: Request, key: str) -> Ticket:
        """Send it once. A movie has been started when this returns; a picture is on disk."""
        if self._usable(request).dearer(self._site.now()):
            self.estimate(request)  # where no price is known for that, it is not begun
        model, body = fields(request)
        if model.asynchronous:
            return self._ray.submit(request, key, body)
        return self._pictures.submit(request, key, model, body)

    def recover(self, request: Request, key: str) -> Ticket | None:
        """Look for the job: a movie in AWS's list, by our token; a picture on our own disk.

        A movie that was sent and is not in the list is sent with the same token again. What passes by itself
        (`ProviderSilent` and the like) is raised as it is, so that it can be asked again.
        """
        model = MODELS.get(request.model)
        if model is None:
            raise BadInput(f"Bedrock has no model {request.model[:60]!r}.", where="model")
        if not model.asynchronous:
            return self._pictures.recover(request, key)
        ticket = self._ray.recover(request, key)
        if ticket is not None or not self._held.noted(key):
            return ticket
        try:
            return self.submit(request, key)
        except Uncertain as error:
            # The token makes it safe to look again, and again to send.
            raise ProviderSilent(error.problem.message) from error

    def poll(self, ticket: Ticket) -> Status:
        """How the job does; AWS tells no progress and no bill."""
        return self._way(ticket).poll(ticket)

    def fetch(self, ticket: Ticket, into: Path) -> list[Path]:
        """The movie from the bucket, or the picture from the answer, as they came."""
        return self._way(ticket).fetch(ticket, into)

    def cancel(self, ticket: Ticket) -> CancelOutcome:
        """Bedrock has no cancel: a movie runs on and is billed, and a picture is there already."""
        return self._way(ticket).cancel(ticket)

    def _way(self, ticket: Ticket) -> Ray | Pictures:
        return self._ray if ticket.id.startswith("arn:") else self._pictures
