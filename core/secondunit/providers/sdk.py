"""What providers on a vendor's generated SDK share: faults in our words, files on their way there and back.

It knows how such SDKs fail (they are all made by one generator) and the door; it knows no vendor. The SDK's
own retries and its own file uploads are never used: the first send twice, the second open sockets past the
door.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from hashlib import file_digest, sha256
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx

from secondunit.wire import FrozenMap, Scalar, SecondUnitError
from secondunit.wire.errors import (
    BadInput,
    BadSettings,
    Expired,
    Moderated,
    NotFound,
    ProviderAbsent,
    ProviderBroken,
    ProviderDenied,
    ProviderSilent,
    RateLimited,
)

from .door import Call, busy, length_of, retry_after
from .httpx_door import DoorTransport
from .landing import Landing
from .protocol import Input
from .registry import Site

T = TypeVar("T")
#: A file that was uploaded is used again for so long, in seconds: well below a day, which is the least kept.
_KEPT = 12 * 3600.0
_CONTENT_RULES = re.compile(r"moderat|safety", re.IGNORECASE)
STILLS = ("image/png", "image/jpeg", "image/webp")
MOVIES = ("video/mp4", "video/quicktime", "video/webm")


@dataclass(frozen=True)
class Faults:
    """An SDK's exceptions: an answer with a bad status, no answer at all, and the root of all of them."""

    status: type[Any]
    connection: type[Any]
    root: type[Exception]


class Line:
    """The line to one service; `http` is what its SDK is to send with."""

    def __init__(self, name: str, site: Site, url: str, timeout: float, faults: Faults) -> None:
        self.name, self.url, self.timeout = name, url, timeout
        self.http = httpx.Client(transport=DoorTransport(site.door, timeout), trust_env=False)
        self._site, self._faults = site, faults
        self._there: dict[str, tuple[str, float]] = {}

    def ask(self, call: Callable[[], T]) -> T:
        """Make one call of the SDK, and tell what goes wrong in our words."""
        try:
            return call()
        except self._faults.status as error:
            raise self._said_no(error) from None
        except self._faults.connection as error:
            if isinstance(error.__cause__, SecondUnitError):
                raise error.__cause__ from None
            raise ProviderSilent(f"{self.name} was asked and did not answer.") from None
        except (self._faults.root, ValueError, TypeError, KeyError):
            raise ProviderBroken(f"{self.name}'s answer makes no sense.") from None

    def text(self, value: Any, name: str) -> str:
        """A field of an answer that must be text; SDKs let answers of any shape through."""
        field = getattr(value, name, None)
        if not isinstance(field, str) or not field:
            raise ProviderBroken(f"{self.name}'s answer makes no sense.")
        return field

    def _said_no(self, error: Any) -> SecondUnitError:
        status, headers = error.status_code, error.response.headers
        if status == 404:
            return NotFound(f"{self.name} knows no such job.")
        if status in (429, 503):
            wait = retry_after(headers)
            return RateLimited(f"{self.name} asks for a pause of {wait:.0f} s.", retry_after=wait)
        if status in (401, 403):
            return ProviderDenied(f"{self.name} does not accept our key ({status}).")
        if status in (400, 402, 413, 422):
            kind = Moderated if _CONTENT_RULES.search(str(error.body)) else BadInput
            return kind(f"{self.name} refuses the request: {_reason(error)}.")
        return ProviderBroken(f"{self.name} answers with the fault {status}.")

    # ---- files on their way there ----

    def data(self, asset: Input) -> str:
        """The file's bytes in base64, held against the hash that it was allowed by."""
        raw = asset.path.read_bytes()
        if sha256(raw).hexdigest() != asset.sha256:
            raise _changed(asset)
        return base64.b64encode(raw).decode()

    def uploaded(self, asset: Input, upload: Callable[[], str]) -> str:
        """What the service calls this file: from before, or by `upload`, which may be repeated harmlessly.

        A job is not begun before its files are there, so that whatever fails here left nothing behind.
        """
        now = self._site.steady()
        self._there = {digest: entry for digest, entry in self._there.items() if now < entry[1]}
        if asset.sha256 in self._there:
            return self._there[asset.sha256][0]
        with asset.path.open("rb") as file:
            if file_digest(file, "sha256").hexdigest() != asset.sha256:
                raise _changed(asset)
        try:
            name = upload()
        except (ProviderSilent, ProviderBroken) as error:
            raise ProviderAbsent(f"{self.name} did not take {asset.path.name}.") from error
        self._there[asset.sha256] = (name, now + _KEPT)
        return name

    def forget(self, asset: Input) -> None:
        """Upload this file anew the next time."""
        self._there.pop(asset.sha256, None)

    def send(self, call: Call) -> None:
        """One call with a file to where the service told us to bring it; our key does not go there."""
        self._require_safe(call.url)
        answer = self._site.door.send(call)
        answer.close()
        if answer.status in (429, 503):
            raise busy(self.name, answer)
        if not 200 <= answer.status < 300:
            raise ProviderBroken(f"{self.name}'s storage does not take the file ({answer.status}).")

    # ---- results on their way back ----

    def bring(self, url: str, landing: Landing, errand: str) -> None:
        """One result from where the service says it lies; our key does not go there."""
        self._require_safe(url)
        answer = self._site.door.send(Call("GET", url, errand, timeout=self.timeout))
        try:
            if answer.status in (403, 404, 410):
                raise Expired(f"{self.name} no longer holds the result.")
            if answer.status in (429, 503):
                raise busy(self.name, answer)
            if answer.status != 200:
                raise ProviderBroken(f"{self.name}'s result cannot be read ({answer.status}).")
            landing.take(urlsplit(url).path, answer.chunks(), length_of(answer))
        finally:
            answer.close()

    def _require_safe(self, url: str) -> None:
        at = urlsplit(url)
        if at.scheme != "https" and at.netloc != urlsplit(self.url).netloc:
            raise ProviderBroken(f"{self.name} names an address that is not safe.")


def price(settings: FrozenMap[Scalar], *names: str, listed: Mapping[str, str] | None = None) -> Decimal:
    """The first of these settings as an exact amount, else the first that the vendor's list has.

    Raises `BadSettings` that names them.
    """
    for table in (settings, listed or {}):
        for name in names:
            if name not in table:
                continue
            try:
                amount = Decimal(str(table[name]))
            except InvalidOperation:
                amount = Decimal(-1)
            if amount.is_finite() and amount >= 0:
                return amount
            raise BadSettings(f"{name} is no price.", where=name)
    advice = ", or list_prices = true." if listed is None else "; the vendor's list has none."
    raise BadSettings(
        f"No price is known: {names[-1]} is not set.",
        remedy=f"Set {' or '.join(names)} from the studio's contract{advice}",
        where=names[-1],
    )


def by_the_list(settings: FrozenMap[Scalar]) -> bool:
    """Whether the studio lets the vendor's published prices count where its table names none."""
    return settings.get("list_prices") is True


def require_type(asset: Input, types: tuple[str, ...], name: str) -> None:
    """Raise `BadInput` for a file of a type that the service does not read there."""
    if asset.media_type not in types:
        raise BadInput(f"{name} reads no {asset.media_type} as {asset.role}.", where=str(asset.path))


def _changed(asset: Input) -> BadInput:
    return BadInput("A picture changed after it was prepared.", where=str(asset.path))


def _reason(error: Any) -> str:
    body = error.body
    text = (body.get("error") or body.get("detail")) if isinstance(body, dict) else None
    return " ".join(str(text or error.message).split())[:300].rstrip(".")
