"""How long AWS keeps what it is sent: the data retention mode of a project, of the account or of the model.

Asked of AWS and kept a short while, as it may be changed at any time. It knows no job.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from secondunit.wire.capability import NO_END
from secondunit.wire.errors import ProviderBroken, SecondUnitError

from .facts import KEPT, MODES
from .faults import told

#: How long an answer is good, and how long a failure keeps us from asking again, in seconds.
GOOD_FOR, AGAIN_AFTER = 600.0, 60.0
#: The project of an account that runs what names none.
DEFAULT_PROJECT = "default"
_INHERIT = "inherit"


@dataclass(frozen=True)
class Kept:
    """How many days are kept (`NO_END`: it is not said), and a sentence of it for people."""

    days: int
    sentence: str


class Retention:
    """What is kept of what runs in a project; may be asked from any thread."""

    def __init__(self, client: Callable[[], Any], mode: str, steady: Callable[[], float]) -> None:
        """`mode` is the mode that the studio says, for where AWS does not let itself be asked."""
        self._client, self._said, self._steady = client, mode, steady
        self._lock = threading.Lock()
        self._held: dict[str, tuple[float, str]] = {}
        self._faults: dict[str, tuple[float, str]] = {}

    def of(self, project: str) -> Kept:
        """What is kept of what runs in a project; never raises."""
        with self._lock:
            try:
                mode, scope = self._project(project), f"of the project {project}"
                if mode == _INHERIT:
                    mode, scope = self._account(), "of the account"
            except SecondUnitError as error:
                return self._unasked(error.problem.message)
        return _kept(mode, "of the model" if mode == _INHERIT else scope)

    def _unasked(self, why: str) -> Kept:
        if self._said:
            return _kept(self._said, "as the studio says")
        return Kept(NO_END, f"How long AWS keeps what it is sent cannot be read: {why}")

    def _project(self, name: str) -> str:
        return self._mode(
            f"project {name}",
            "bedrock:GetProject",
            lambda: self._client().get_project(projectIdentifier=name)["dataRetention"]["mode"],
        )

    def _account(self) -> str:
        return self._mode(
            "account",
            "bedrock:GetAccountDataRetention",
            lambda: self._client().get_account_data_retention()["mode"],
        )

    def _mode(self, subject: str, permission: str, ask: Callable[[], Any]) -> str:
        """A mode as AWS tells it, of a while ago at most; raises as AWS does."""
        due, fault = self._faults.get(subject, (0.0, ""))
        if fault and self._steady() < due:
            raise ProviderBroken(fault)
        due, mode = self._held.get(subject, (0.0, ""))
        if mode and self._steady() < due:
            return mode
        try:
            with told("AWS"):
                mode = str(ask())
                if mode not in MODES.value:
                    raise ProviderBroken(f"AWS tells a mode that we do not know: {mode[:40]}.")
        except SecondUnitError as error:
            fault = f"{error.problem.message} (asked by {permission})"
            self._faults[subject] = (self._steady() + AGAIN_AFTER, fault)
            raise ProviderBroken(fault) from error
        self._faults.pop(subject, None)
        self._held[subject] = (self._steady() + GOOD_FOR, mode)
        return mode


def _kept(mode: str, scope: str) -> Kept:
    days = KEPT.value[mode]
    by = f"(data retention {mode}, {scope})"
    if days == 0:
        return Kept(days, f"In this Region nothing is kept {by}.")
    if days >= NO_END:
        return Kept(days, f"In this Region it is kept, and shared with the model's maker {by}.")
    return Kept(days, f"In this Region it is kept up to {days} days {by}.")
