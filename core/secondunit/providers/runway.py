"""Runway by its own SDK: `gen4_image` from text and references, `gen4.5` from text or a first frame.

Facts: pictures travel inside the request, up to 5 MB each; there is no idempotency key, so a lost answer
stays uncertain; result URLs are asked for anew at each fetch and hold a day or two; a DELETE stops a task
that has not ended and *deletes* one that has, so the task is looked at first. The SDK's retries are off.
Prices are the studio's own: `usd_per_credit`, and `credits.<model>` for a picture or a second.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from math import ceil
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx
import runwayml
from runwayml import RunwayML

from secondunit.wire import (
    Capability,
    Control,
    FrozenMap,
    Limit,
    Money,
    Problem,
    SecondUnitError,
    Task,
    read_controls,
)
from secondunit.wire.errors import (
    BadInput,
    BadSettings,
    Expired,
    Moderated,
    NotFound,
    ProviderBroken,
    ProviderDenied,
    ProviderError,
    ProviderSilent,
    RateLimited,
    Uncertain,
)

from .door import Call, busy, retry_after
from .httpx_door import ERRAND, DoorTransport
from .landing import Landing
from .protocol import Cancelled, Estimated, Input, Request, State, Status, Ticket
from .registry import Site

_HOME = "https://api.dev.runwayml.com"
#: The largest data URI a field takes, in bytes of its text.
LARGEST_URI = 5 * 1000 * 1000
#: The service asks not to be polled sooner, in seconds.
_POLL = 5.0

T = TypeVar("T")


@dataclass(frozen=True)
class Model:
    """One model as the SDK's types describe it; `ratios` are width:height in pixels.

    `without_plate` are the ratios from text alone, where they are fewer; `formats` how a movie may come.
    """

    name: str
    label: str
    task: Task
    ratios: tuple[str, ...]
    without_plate: tuple[str, ...] = ()
    references: int = 0
    formats: tuple[str, ...] = ()
    seconds: tuple[int, int] | None = None


MODELS = (
    Model(
        "gen4_image",
        "Gen-4 Image",
        Task.IMAGE,
        (
            "1024:1024",
            "1080:1080",
            "1168:880",
            "1360:768",
            "1440:1080",
            "1080:1440",
            "1808:768",
            "1920:1080",
            "1080:1920",
            "2112:912",
            "1280:720",
            "720:1280",
            "720:720",
            "960:720",
            "720:960",
            "1680:720",
        ),
        references=3,
    ),
    Model(
        "gen4.5",
        "Gen-4.5",
        Task.VIDEO,
        ("1280:720", "720:1280", "1104:832", "960:960", "832:1104", "1584:672"),
        without_plate=("1280:720", "720:1280"),
        seconds=(2, 10),
        formats=(
            "mp4",
            "prores",
            "png_sequence",
            "sdr_rec709_10bit",
            "hdr10",
            "hlg",
            "hdr_pq_12bit_master",
            "hdr_prores",
            "hdr_png_sequence",
            "hdr_exr_sequence",
            "hdr_exr_acescg_sequence_1_3",
            "hdr_exr_acescg_sequence_2_0",
        ),
    ),
)
LONGEST_PROMPT = 1000


class Runway:
    """The provider. Settings: `usd_per_credit`, `credits.<model>`, `secret` (default `runway`), `url`."""

    name = "runway"

    def __init__(self, site: Site) -> None:
        self._site = site
        self._url = str(site.settings.get("url", _HOME)).rstrip("/")
        self._timeout = float(site.settings.get("timeout", 120.0))
        self._http = httpx.Client(transport=DoorTransport(site.door, self._timeout), trust_env=False)
        self._progress: dict[str, float] = {}
        self._off: set[str] = set()

    def capabilities(self) -> Sequence[Capability]:
        """The models that this version knows; ask the contract which of them the account has."""
        return tuple(self._capability(model) for model in MODELS)

    def _capability(self, model: Model) -> Capability:
        limits = [Limit("Sizes", ", ".join(model.ratios).replace(":", "x"))]
        if model.seconds:
            limits.append(Limit("Seconds", f"{model.seconds[0]} to {model.seconds[1]}"))
        limits.append(Limit("Pictures", "up to 3.7 MB each"))
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
            prompt=LONGEST_PROMPT,
            limits=tuple(limits),
            controls=_controls(model),
        )

    def estimate(self, request: Request) -> Estimated:
        """The studio's price for what would be made; sends nothing."""
        model, _ = self._body(request)
        units = self._seconds(request, model) if model.seconds else 1
        try:
            each = Decimal(str(self._site.settings[f"credits.{model.name}"]))
            cost = each * units * Decimal(str(self._site.settings["usd_per_credit"]))
        except (KeyError, InvalidOperation):
            raise BadSettings(
                f"No price is known for {model.name}.",
                remedy=f"Set usd_per_credit and credits.{model.name} from the studio's contract.",
            ) from None
        return Estimated(Money(f"{cost:f}"))

    def submit(self, request: Request, key: str) -> Ticket:
        """Create one task, once; `Uncertain` when no answer that can be read comes back."""
        model, body = self._body(request)
        client = self._client(key)
        create: Callable[..., Any] = client.text_to_image.create
        if model.task is Task.VIDEO:
            create = client.image_to_video.create if "prompt_image" in body else client.text_to_video.create
        try:
            made = self._ask(lambda: create(**body, extra_headers={ERRAND: key}))
            task = _text(made, "id")
        except (ProviderSilent, ProviderBroken) as error:
            raise Uncertain("Runway did not say whether it took the job.") from error
        credits_ = getattr(getattr(made, "estimated_cost", None), "credits", 0.0)
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
        said = _text(task, "status")
        if said in ("PENDING", "THROTTLED"):
            told = "waiting for a free place at Runway" if said == "THROTTLED" else ""
            return Status(State.WAITING, self._further(ticket, 0.0), told, retry_after=_POLL)
        if said == "RUNNING":
            progress = self._further(ticket, min(max(float(task.progress or 0.0), 0.0), 0.999))
            return Status(State.RUNNING, progress, retry_after=_POLL)
        if said == "SUCCEEDED":
            return Status(State.DONE, 1.0)
        if said == "CANCELLED":
            return Status(State.CANCELLED, self._further(ticket, 0.0))
        if said != "FAILED":
            raise ProviderBroken(f"Runway tells a state that we do not know: {said[:40]}.")
        code, why = str(getattr(task, "failure_code", "") or ""), str(getattr(task, "failure", "") or "")
        kind = Moderated if "SAFETY" in code or "MODERATION" in code else ProviderError
        text = f"Runway says: {why[:300].rstrip('.') or code or 'it failed'}."
        problem = Problem(kind.code, text, kind.default_remedy)
        return Status(State.FAILED, self._further(ticket, 0.0), problem=problem)

    def fetch(self, ticket: Ticket, into: Path) -> list[Path]:
        """Ask for fresh URLs and bring what lies there; our key does not go to where they lead."""
        try:
            task = self._task(ticket)
        except NotFound:
            raise Expired("Runway no longer holds the result.") from None
        if _text(task, "status") != "SUCCEEDED":
            raise NotFound("There is nothing to fetch: the task is not done.")
        with Landing(into) as landing:
            for url in task.output or ():
                self._take(str(url), landing, ticket.key)
        return landing.paths

    def cancel(self, ticket: Ticket) -> Cancelled:
        """Stop a task that has not ended; one that has is left alone: a DELETE would remove its result."""
        try:
            before = _text(self._task(ticket), "status")
            if before == "CANCELLED":
                return Cancelled.CANCELLED
            if before in ("SUCCEEDED", "FAILED"):
                return Cancelled.TOO_LATE
            headers = {ERRAND: ticket.key}
            self._ask(lambda: self._client(ticket.key).tasks.delete(ticket.id, extra_headers=headers))
            self._off.add(ticket.id)
            after = _text(self._task(ticket), "status")
        except NotFound:
            return Cancelled.CANCELLED if ticket.id in self._off else Cancelled.UNKNOWN
        return Cancelled.CANCELLED if after == "CANCELLED" else Cancelled.ASKED

    # ---- what is asked ----

    def _body(self, request: Request) -> tuple[Model, dict[str, Any]]:
        """The fields of the creating call; raises `BadInput` for what the model does not take."""
        model = next((each for each in MODELS if each.name == request.model), None)
        if model is None or request.task is not model.task:
            raise BadInput(
                f"Runway has no model {request.model[:40]!r} for {request.task.value}.", where="model"
            )
        length = len(request.prompt.encode("utf-16-le")) // 2
        if not 1 <= length <= LONGEST_PROMPT:
            raise BadInput(
                f"{model.label} takes a prompt of 1 to {LONGEST_PROMPT:,} characters.", where="prompt"
            )
        ratio = f"{request.width}:{request.height}"
        ratios = model.ratios if request.of("plate") or not model.without_plate else model.without_plate
        if ratio not in ratios:
            sizes = ", ".join(ratios).replace(":", "x")
            raise BadInput(f"{model.label} makes no {ratio.replace(':', 'x')}.", remedy=f"It makes {sizes}.")
        if request.of("matte"):
            raise BadInput(f"{model.label} takes no matte.", where="matte")
        body: dict[str, Any] = {
            "model": model.name, "prompt_text": request.prompt, "ratio": ratio, "seed": request.seed
        }  # fmt: skip
        references, plates = request.of("reference"), request.of("plate")
        if len(references) > model.references:
            raise BadInput(f"{model.label} takes {model.references} references.", where="references")
        if references:
            body["reference_images"] = [
                {"uri": _uri(each), "tag": f"ref{number}"} for number, each in enumerate(references, 1)
            ]
        if len(plates) > (1 if model.task is Task.VIDEO else 0):
            raise BadInput(f"{model.label} takes no more than a first frame.", where="plate")
        if plates:
            body["prompt_image"] = _uri(plates[0])
        if model.seconds:
            body["duration"] = self._seconds(request, model)
        body |= read_controls(_controls(model), request.parameters)
        return model, body

    def _seconds(self, request: Request, model: Model) -> int:
        """Whole seconds that hold the frames asked for."""
        assert model.seconds is not None
        seconds = ceil(request.frames / float(request.rate)) if request.rate else model.seconds[0]
        if seconds > model.seconds[1]:
            raise BadInput(f"{model.label} makes clips of up to {model.seconds[1]} s.", where="frames")
        return max(seconds, model.seconds[0])

    # ---- the way there ----

    def _client(self, key: str) -> RunwayML:
        secret = self._site.secret(str(self._site.settings.get("secret", "runway")))
        return RunwayML(
            api_key=secret, base_url=self._url, max_retries=0, timeout=self._timeout, http_client=self._http
        )

    def _task(self, ticket: Ticket) -> Any:
        client = self._client(ticket.key)
        return self._ask(lambda: client.tasks.retrieve(ticket.id, extra_headers={ERRAND: ticket.key}))

    def _ask(self, call: Callable[[], T]) -> T:
        """Make one call of the SDK, and tell what goes wrong in our words."""
        try:
            return call()
        except runwayml.APIStatusError as error:
            status, headers = error.status_code, error.response.headers
            if status == 404:
                raise NotFound("Runway knows no such task.") from None
            if status in (429, 503):
                wait = retry_after(headers)
                raise RateLimited(f"Runway asks for a pause of {wait:.0f} s.", retry_after=wait) from None
            if status in (401, 403):
                raise ProviderDenied(f"Runway does not accept our key ({status}).") from None
            if status in (400, 413, 422):
                raise BadInput(f"Runway refuses the request: {_reason(error)}.") from None
            raise ProviderBroken(f"Runway answers with the fault {status}.") from None
        except runwayml.APIConnectionError as error:
            if isinstance(error.__cause__, SecondUnitError):
                raise error.__cause__ from None
            raise ProviderSilent("Runway was asked and did not answer.") from None
        except (runwayml.RunwayMLError, ValueError, TypeError):
            raise ProviderBroken("Runway's answer makes no sense.") from None

    def _take(self, url: str, landing: Landing, key: str) -> None:
        at = urlsplit(url)
        if at.scheme != "https" and at.netloc != urlsplit(self._url).netloc:
            raise ProviderBroken("Runway's result lies at an address that is not safe to read.")
        answer = self._site.door.send(Call("GET", url, key, timeout=self._timeout))
        try:
            if answer.status in (403, 404, 410):
                raise Expired("Runway no longer holds the result.")
            if answer.status in (429, 503):
                raise busy("Runway", answer)
            if answer.status != 200:
                raise ProviderBroken(f"Runway's result cannot be read ({answer.status}).")
            length = answer.headers.get("Content-Length", "")
            landing.take(at.path, answer.chunks(), int(length) if length.isdecimal() else None)
        finally:
            answer.close()

    def _further(self, ticket: Ticket, progress: float) -> float:
        new = self._progress[ticket.id] = max(self._progress.get(ticket.id, 0.0), progress)
        return new


def _controls(model: Model) -> tuple[Control, ...]:
    """How a movie may come; an EXR sequence in ACEScg is taken as it is, packed as the service packs it."""
    if not model.formats:
        return ()
    return (
        Control("output_format", "Delivered as", "choice", default=model.formats[0], choices=model.formats),
    )


def _uri(given: Input) -> str:
    """A picture as a data URI; raises `BadInput` where it is too large for one."""
    if given.media_type not in ("image/png", "image/jpeg", "image/webp"):
        raise BadInput(f"Runway reads no {given.media_type}.", where=str(given.path))
    text = f"data:{given.media_type};base64,{base64.b64encode(given.path.read_bytes()).decode()}"
    if len(text) > LARGEST_URI:
        raise BadInput(f"{given.path.name} is larger than the 3.7 MB Runway takes.", where=str(given.path))
    return text


def _text(value: Any, name: str) -> str:
    """A field of an answer that must be text; the SDK lets answers of any shape through."""
    found = getattr(value, name, None)
    if not isinstance(found, str) or not found:
        raise ProviderBroken("Runway's answer makes no sense.")
    return found


def _reason(error: runwayml.APIStatusError) -> str:
    body = error.body
    text = body.get("error") if isinstance(body, dict) else None
    return " ".join(str(text or error.message).split())[:300].rstrip(".")
