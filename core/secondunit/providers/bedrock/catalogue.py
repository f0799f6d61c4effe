"""The catalogue: which models are offered in the Region now, and until when, asked of AWS and kept a while.

Where it cannot be asked, everything is offered as the table has it, with a remark. It knows no job.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from secondunit.wire.errors import ProviderBroken, SecondUnitError

from .faults import told

if TYPE_CHECKING:
    from mypy_boto3_bedrock.client import BedrockClient

#: How long an answer is good, and how long a failure keeps us from asking again, in seconds.
GOOD_FOR, AGAIN_AFTER = 6 * 3600.0, 60.0


@dataclass(frozen=True)
class Life:
    """How a model stands: `offered` here and now, and the day (ISO 8601) it ends, where that is known."""

    offered: bool
    legacy: bool = False
    ends: str = ""


@dataclass(frozen=True)
class Listing:
    """What AWS told; `remark` says why it could not be asked, and then `lives` is empty."""

    lives: dict[str, Life]
    remark: str = ""

    def life(self, model: str) -> Life:
        """How a model stands; not asked is offered."""
        if self.remark:
            return Life(offered=True)
        return self.lives.get(model, Life(offered=False))


class Catalogue:
    """The models' lives; may be asked from any thread."""

    def __init__(
        self,
        client: Callable[[], BedrockClient],
        steady: Callable[[], float],
        now: Callable[[], datetime],
    ) -> None:
        self._client, self._steady, self._now = client, steady, now
        self._lock = threading.Lock()
        self._held: tuple[float, dict[str, Any] | None, str] | None = None

    def listing(self) -> Listing:
        """What is offered now; never raises."""
        with self._lock:
            if self._held is None or self._steady() >= self._held[0]:
                self._held = self._asked()
            _, told_lives, remark = self._held
        if told_lives is None:
            return Listing({}, remark)
        return Listing({model: self._life(facts) for model, facts in told_lives.items()})

    def _asked(self) -> tuple[float, dict[str, Any] | None, str]:
        try:
            with told("AWS"):
                summaries: Any = self._client().list_foundation_models().get("modelSummaries")
                if not isinstance(summaries, list):
                    raise ProviderBroken("AWS told no list of models.")
                lives = {str(each["modelId"]): each.get("modelLifecycle") or {} for each in summaries}
        except SecondUnitError as error:
            why = error.problem.message
            return self._steady() + AGAIN_AFTER, None, f"How long it is offered is not known now: {why}"
        return self._steady() + GOOD_FOR, lives, ""

    def _life(self, facts: dict[str, Any]) -> Life:
        ends = facts.get("endOfLifeTime")
        if not isinstance(ends, datetime):
            ends = None
        elif ends.tzinfo is None:
            ends = ends.replace(tzinfo=UTC)
        past = ends is not None and ends <= self._now()
        legacy = str(facts.get("status", "ACTIVE")).upper() == "LEGACY"
        return Life(not past, legacy, ends.date().isoformat() if ends is not None else "")
