"""The catalogue: which models are offered in the Region now, by what life and for which geographies.

Asked of AWS and kept a while. Where it cannot be asked, everything is offered as the tables have it, with a
remark. It knows no job.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from secondunit.wire.errors import ProviderBroken, ProviderLacks, SecondUnitError

from .facts import GEOGRAPHIES
from .faults import told
from .models import Model

if TYPE_CHECKING:
    from mypy_boto3_bedrock.client import BedrockClient

#: How long an answer is good, and how long a failure keeps us from asking again, in seconds.
GOOD_FOR, AGAIN_AFTER = 6 * 3600.0, 60.0
#: How many pages of inference profiles are read.
MOST_PAGES = 50

_SOON = timedelta(microseconds=1)


@dataclass(frozen=True)
class Life:
    """How a model stands: whether AWS lists it, whether as legacy, and the days that AWS tells of it."""

    listed: bool = True
    legacy: bool = False
    begins: datetime | None = None
    extended: datetime | None = None
    ends: datetime | None = None

    @classmethod
    def read(cls, facts: dict[str, Any]) -> Life:
        """What AWS tells of it."""
        legacy = str(facts.get("status", "ACTIVE")).upper() == "LEGACY"
        moments = (_moment(facts.get(name)) for name in _MOMENTS)
        return cls(True, legacy, *moments)

    def dearer(self, now: datetime) -> bool:
        """Whether it is in its extended access, which costs more."""
        return self.extended is not None and self.extended <= now

    def last_day(self, extended: bool) -> str:
        """The last day (ISO 8601) that it can be used; `extended` says whether its higher price is set."""
        moments = [self.ends] if extended else [self.ends, self.extended]
        dates = [moment for moment in moments if moment is not None]
        return (min(dates) - _SOON).date().isoformat() if dates else ""

    def why_not(self, label: str, region: str, now: datetime) -> str:
        """Why it cannot be used now; empty where it can."""
        if not self.listed:
            return f"{label} is not offered in {region}."
        if self.begins is not None and self.begins > now:
            return f"{label} begins on {self.begins.date().isoformat()}."
        if self.ends is not None and self.ends <= now:
            return f"{label} ended on {self.last_day(extended=True)}."
        return ""


_MOMENTS = ("startOfLifeTime", "publicExtendedAccessTime", "endOfLifeTime")


@dataclass(frozen=True)
class Listing:
    """What AWS told: lives by model, and the system's inference profiles where they could be listed.

    `remark` says why it could not be asked, and then everything is offered.
    """

    lives: dict[str, Life] | None = None
    profiles: frozenset[str] | None = None
    remark: str = ""

    def life(self, model: str) -> Life:
        """How a model stands; where AWS was not asked, as one that is offered."""
        return Life() if self.lives is None else self.lives.get(model, Life(listed=False))

    def geographies(self, model: str) -> tuple[str, ...] | None:
        """The geographies that a model's profiles are known for; None where that is not known."""
        for head, names in GEOGRAPHIES.value.items():
            if model.startswith(head):
                return names
        return None

    def spans(self, model: str, geography: str) -> bool:
        """Whether a model has an inference profile for a geography; what is not known counts as had."""
        if self.profiles is not None:
            return f"{geography}.{model}" in self.profiles
        geographies = self.geographies(model)
        return geographies is None or geography in geographies


class Catalogue:
    """What there is in a Region for a geography; may be asked from any thread."""

    def __init__(
        self,
        client: Callable[[], BedrockClient],
        region: str,
        geography: str,
        steady: Callable[[], float],
        now: Callable[[], datetime],
    ) -> None:
        self._client, self._region, self._geography = client, region, geography
        self._steady, self._now = steady, now
        self._lock = threading.Lock()
        self._held: tuple[float, Listing] | None = None

    def listing(self) -> Listing:
        """What there is, asked anew where that is due; never raises."""
        with self._lock:
            if self._held is None or self._steady() >= self._held[0]:
                listing = self._asked()
                self._held = self._steady() + (AGAIN_AFTER if listing.remark else GOOD_FOR), listing
            return self._held[1]

    def known(self) -> Listing:
        """What AWS told last; asks nothing."""
        cache = self._held
        return cache[1] if cache is not None else Listing()

    def why_not(self, model: Model, listing: Listing) -> str:
        """Why a model cannot be used here and now; empty where it can."""
        reason = listing.life(model.id).why_not(model.label, self._region, self._now())
        if reason or model.asynchronous or listing.spans(model.id, self._geography):
            return reason
        return f"{model.label} has no inference profile for the geography {self._geography}."

    def require(self, model: Model) -> Life:
        """The life of a model that can be used by what is known now; raises `ProviderLacks`. Asks nothing."""
        listing = self.known()
        if reason := self.why_not(model, listing):
            remedy = "Choose another model."
            names = listing.geographies(model.id)
            if "geography" in reason and names and self._geography not in names:
                remedy = f"Set region and geography to one that it has ({', '.join(names)}), or {remedy}"
            raise ProviderLacks(reason, remedy=remedy.replace("or Choose", "or choose"), where="model")
        return listing.life(model.id)

    def _asked(self) -> Listing:
        try:
            with told("AWS"):
                summaries: Any = self._client().list_foundation_models().get("modelSummaries")
                if not isinstance(summaries, list):
                    raise ProviderBroken("AWS told no list of models.")
                lives = {
                    str(summary["modelId"]): Life.read(summary.get("modelLifecycle") or {})
                    for summary in summaries
                }
        except SecondUnitError as error:
            return Listing(remark=f"How long it is offered is not known now: {error.problem.message}")
        try:
            with told("AWS"):
                return Listing(lives, frozenset(self._profiles()))
        except SecondUnitError:
            return Listing(lives)

    def _profiles(self) -> Iterator[str]:
        more: Any = {}
        for _ in range(MOST_PAGES):
            page: Any = self._client().list_inference_profiles(typeEquals="SYSTEM_DEFINED", **more)
            for profile in page["inferenceProfileSummaries"]:
                yield str(profile["inferenceProfileId"])
            if not page.get("nextToken"):
                return
            more = {"nextToken": page["nextToken"]}
        raise ProviderBroken("AWS told of more inference profiles than can be.")


def _moment(value: object) -> datetime | None:
    if not isinstance(value, datetime):
        return None
    return value if value.tzinfo is not None else value.replace(tzinfo=UTC)
