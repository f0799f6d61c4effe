"""Luma by its own SDK: `uni-1` and `uni-1-max` for pictures, `ray-3.2` for movies, with HDR and EXR.

Facts: pictures travel inside the request; there is no idempotency key, so a lost answer stays uncertain;
there is no cancel; result URLs hold an hour and are asked for anew at each fetch. The SDK's retries are
off. Prices are the studio's own: `usd.<model>` for a picture or a second.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from math import ceil
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx
import luma_agents
from luma_agents import Luma as Client

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
from secondunit.wire.brief import LONGEST_PROMPT
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

_HOME = "https://agents.lumalabs.ai/v1"
PICTURES = ("uni-1", "uni-1-max")
MOVIES = ("ray-3.2",)
ASPECTS = ("3:1", "2:1", "21:9", "16:9", "4:3", "3:2", "1:1", "3:4", "2:3", "9:16", "1:2", "1:3")
RESOLUTIONS = ("360p", "540p", "720p", "1080p")
#: How many references a new picture and an edited one take.
REFERENCES, EDIT_REFERENCES = 9, 8
#: What we put into one request at most, in bytes of pictures: our own bound, the service names none.
MOST_BYTES = 20_000_000
_CONTROLS = (
    Control("resolution", "Resolution", "choice", default="720p", choices=RESOLUTIONS),
    Control("hdr", "HDR", "bool", default=False),
    Control("exr_export", "EXR beside the movie (needs HDR)", "bool", default=False),
)
#: The frame rate of every movie it makes.
_RATE = 24

T = TypeVar("T")


class Luma:
    """The provider. Settings: `usd.<model>`, `secret` (default `luma`), `url`, `timeout` in seconds."""

    name = "luma"

    def __init__(self, site: Site) -> None:
        self._site = site
        self._url = str(site.settings.get("url", _HOME)).rstrip("/")
        self._timeout = float(site.settings.get("timeout", 120.0))
        self._http = httpx.Client(transport=DoorTransport(site.door, self._timeout), trust_env=False)

    def capabilities(self) -> Sequence[Capability]:
        """The models that this version knows; ask the contract which of them, and HDR, the account has."""
        shapes = Limit("Shapes", ", ".join(ASPECTS))
        clips = (shapes, Limit("Seconds", "5 or 10, at 24 frames a second"))
        return (
            *(
                self._offer(model, (Task.IMAGE, Task.RESTYLE), REFERENCES, (shapes,), ())
                for model in PICTURES
            ),
            *(self._offer(model, (Task.VIDEO,), 0, clips, _CONTROLS) for model in MOVIES),
        )

    def _offer(
        self,
        model: str,
        tasks: tuple[Task, ...],
        references: int,
        limits: tuple[Limit, ...],
        controls: tuple[Control, ...],
    ) -> Capability:
        return Capability(
            provider=self.name,
            label="Luma",
            model=model,
            model_label=model,
            tasks=tasks,
            made_by="AI model",
            leaves=True,
            terms="Prompt and pictures go to Luma; what it may do with them is in the contract.",
            references=references,
            prompt=LONGEST_PROMPT,
            limits=limits,
            controls=controls,
        )

    def estimate(self, request: Request) -> Estimated:
        """The studio's price for what would be made; sends nothing."""
        self._body(request)
        units = _seconds(request) if request.model in MOVIES else 1
        try:
            cost = Decimal(str(self._site.settings[f"usd.{request.model}"])) * units
        except (KeyError, InvalidOperation):
            raise BadSettings(
                f"No price is known for {request.model}.",
                remedy=f"Set usd.{request.model} from the studio's contract.",
            ) from None
        return Estimated(Money(f"{cost:f}"))

    def submit(self, request: Request, key: str) -> Ticket:
        """Create one generation, once; `Uncertain` when no answer that can be read comes back."""
        body = self._body(request)
        client = self._client()
        try:
            made = self._ask(lambda: client.generations.create(**body, extra_headers={ERRAND: key}))
            return Ticket(self.name, _text(made, "id"), key, request.digest, notes=FrozenMap())
        except (ProviderSilent, ProviderBroken) as error:
            raise Uncertain("Luma did not say whether it took the job.") from error

    def recover(self, request: Request, key: str) -> Ticket | None:
        """Nothing at Luma can be found by our key."""
        raise Uncertain("Luma cannot be asked whether it took a job whose answer was lost.")

    def poll(self, ticket: Ticket) -> Status:
        """The generation's state; it tells no progress, so that there is none before the end."""
        try:
            made = self._generation(ticket)
        except NotFound:
            text = "Luma no longer knows this job."
            return Status(State.LOST, problem=Problem(Uncertain.code, text, Uncertain.default_remedy))
        state = _text(made, "state")
        if state == "queued":
            return Status(State.WAITING, retry_after=3.0)
        if state == "processing":
            return Status(State.RUNNING, retry_after=3.0)
        if state == "completed":
            return Status(State.DONE, 1.0)
        if state != "failed":
            raise ProviderBroken(f"Luma tells a state that we do not know: {state[:40]}.")
        code, why = str(made.failure_code or ""), str(made.failure_reason or "")
        kind = Moderated if code == "content_moderated" else ProviderError
        text = f"Luma says: {why[:300].rstrip('.') or code or 'it failed'}."
        return Status(State.FAILED, problem=Problem(kind.code, text, kind.default_remedy))

    def fetch(self, ticket: Ticket, into: Path) -> list[Path]:
        """Ask for fresh URLs and bring what lies there; our key does not go to where they lead."""
        try:
            made = self._generation(ticket)
        except NotFound:
            raise Expired("Luma no longer holds the result.") from None
        if _text(made, "state") != "completed":
            raise NotFound("There is nothing to fetch: the job is not done.")
        with Landing(into) as landing:
            for output in made.output or ():
                self._take(_text(output, "url"), landing, ticket.key)
        return landing.paths

    def cancel(self, ticket: Ticket) -> Cancelled:
        """There is no cancel: the job runs on and is billed, unless it has ended."""
        try:
            state = _text(self._generation(ticket), "state")
        except NotFound:
            return Cancelled.UNKNOWN
        return Cancelled.TOO_LATE if state in ("completed", "failed") else Cancelled.IMPOSSIBLE

    # ---- what is asked ----

    def _body(self, request: Request) -> dict[str, Any]:
        """The fields of the creating call; raises `BadInput` for what the model does not take."""
        movie = request.model in MOVIES
        tasks = (Task.VIDEO,) if movie else (Task.IMAGE, Task.RESTYLE)
        if request.model not in PICTURES + MOVIES or request.task not in tasks:
            raise BadInput(
                f"Luma has no model {request.model[:40]!r} for {request.task.value}.", where="model"
            )
        if not 1 <= len(request.prompt) <= LONGEST_PROMPT:
            raise BadInput(f"Luma takes a prompt of 1 to {LONGEST_PROMPT:,} characters.", where="prompt")
        if request.of("matte"):
            raise BadInput("Luma takes no matte.", where="matte")
        plates, references = request.of("plate"), request.of("reference")
        edit = request.task is Task.RESTYLE
        allowed = 0 if movie else EDIT_REFERENCES if edit else REFERENCES
        if len(references) > allowed:
            raise BadInput(f"{request.model} takes {allowed} references here.", where="references")
        if len(plates) > (1 if movie or edit else 0) or (edit and not plates):
            raise BadInput(
                f"{request.model} takes {'one picture' if edit else 'no more'} here.", where="plate"
            )
        body: dict[str, Any] = {"prompt": request.prompt, "model": request.model}
        body["type"] = "video" if movie else "image_edit" if edit else "image"
        body["aspect_ratio"] = _aspect(request)
        given = [_media(each) for each in (*plates, *references)]
        if sum(len(each["data"]) for each in given) > MOST_BYTES:
            raise BadInput("The pictures together are larger than 20 MB.", where="references")
        if references:
            body["image_ref"] = given[len(plates) :]
        settings = dict(read_controls(_CONTROLS if movie else (), request.parameters))
        if movie:
            if settings.get("exr_export") and not settings.get("hdr"):
                raise BadInput("An EXR needs HDR.", remedy="Turn HDR on as well.", where="exr_export")
            start = {"start_frame": given[0]} if plates else {}
            body["video"] = {"resolution": "720p", **settings, "duration": f"{_seconds(request)}s", **start}
        else:
            body["output_format"] = "png"
            if plates:
                body["source"] = given[0]
        return body

    # ---- the way there ----

    def _client(self) -> Client:
        secret = self._site.secret(str(self._site.settings.get("secret", "luma")))
        return Client(
            auth_token=secret,
            base_url=self._url,
            max_retries=0,
            timeout=self._timeout,
            http_client=self._http,
        )

    def _generation(self, ticket: Ticket) -> Any:
        client = self._client()
        return self._ask(lambda: client.generations.get(ticket.id, extra_headers={ERRAND: ticket.key}))

    def _ask(self, call: Callable[[], T]) -> T:
        """Make one call of the SDK, and tell what goes wrong in our words."""
        try:
            return call()
        except luma_agents.APIStatusError as error:
            status, headers = error.status_code, error.response.headers
            if status == 404:
                raise NotFound("Luma knows no such job.") from None
            if status in (429, 503):
                wait = retry_after(headers)
                raise RateLimited(f"Luma asks for a pause of {wait:.0f} s.", retry_after=wait) from None
            if status in (401, 403):
                raise ProviderDenied(f"Luma does not accept our key ({status}).") from None
            if status in (400, 402, 413, 422):
                said = " ".join(str(error.message).split())[:300].rstrip(".")
                kind = Moderated if "content_moderated" in str(error.body) else BadInput
                raise kind(f"Luma refuses the request: {said}.") from None
            raise ProviderBroken(f"Luma answers with the fault {status}.") from None
        except luma_agents.APIConnectionError as error:
            if isinstance(error.__cause__, SecondUnitError):
                raise error.__cause__ from None
            raise ProviderSilent("Luma was asked and did not answer.") from None
        except (luma_agents.LumaError, ValueError, TypeError):
            raise ProviderBroken("Luma's answer makes no sense.") from None

    def _take(self, url: str, landing: Landing, key: str) -> None:
        at = urlsplit(url)
        if at.scheme != "https" and at.netloc != urlsplit(self._url).netloc:
            raise ProviderBroken("Luma's result lies at an address that is not safe to read.")
        answer = self._site.door.send(Call("GET", url, key, timeout=self._timeout))
        try:
            if answer.status in (403, 404, 410):
                raise Expired("Luma no longer holds the result.")
            if answer.status in (429, 503):
                raise busy("Luma", answer)
            if answer.status != 200:
                raise ProviderBroken(f"Luma's result cannot be read ({answer.status}).")
            length = answer.headers.get("Content-Length", "")
            landing.take(at.path, answer.chunks(), int(length) if length.isdecimal() else None)
        finally:
            answer.close()


def _seconds(request: Request) -> int:
    """5 or 10, whichever holds the frames asked for."""
    seconds = ceil(request.frames / (float(request.rate) if request.rate else _RATE))
    if seconds > 10:
        raise BadInput("ray-3.2 makes clips of 5 or 10 s.", where="frames")
    return 5 if seconds <= 5 else 10


def _aspect(request: Request) -> str:
    """The shape nearest to the size asked for, which must be within 2 percent of it."""
    asked = request.width / request.height if request.width > 0 and request.height > 0 else 0.0

    def off(aspect: str) -> float:
        wide, high = aspect.split(":")
        return abs(asked / (int(wide) / int(high)) - 1.0)

    best = min(ASPECTS, key=off)
    if off(best) > 0.02:
        raise BadInput(
            f"Luma makes no picture shaped {request.width}x{request.height}.",
            remedy="Its shapes are: " + ", ".join(ASPECTS) + ".",
        )
    return best


def _media(given: Input) -> dict[str, str]:
    if given.media_type not in ("image/png", "image/jpeg", "image/webp"):
        raise BadInput(f"Luma reads no {given.media_type} here.", where=str(given.path))
    return {"data": base64.b64encode(given.path.read_bytes()).decode(), "media_type": given.media_type}


def _text(value: Any, name: str) -> str:
    """A field of an answer that must be text; the SDK lets answers of any shape through."""
    found = getattr(value, name, None)
    if not isinstance(found, str) or not found:
        raise ProviderBroken("Luma's answer makes no sense.")
    return found
