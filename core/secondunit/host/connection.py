"""How a host stands with the service, as a panel shows it: a state, a sentence, and what one button does."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from secondunit import __version__
from secondunit.wire.errors import Problem, ServiceMismatch
from secondunit.wire.value import dataclass

if TYPE_CHECKING:
    from secondunit.wire import ServiceStatus


class LinkState(str, Enum):
    """How the host stands with the service."""

    OFF = "off"
    CONNECTING = "connecting"
    ONLINE = "online"
    AWAY = "away"


@dataclass(frozen=True)
class Mend:
    """What a panel's one button does about a connection: its label, what will happen, and which act it is."""

    act: str
    label: str
    sentence: str


@dataclass(frozen=True)
class Connection:
    """The state of the link as the panel shows it; `problem` says why it is away."""

    state: LinkState = LinkState.OFF
    status: ServiceStatus | None = None
    problem: Problem | None = None

    @property
    def mend(self) -> Mend | None:
        """What can be done about it with one button; None while it is online or on its way."""
        if self.state in (LinkState.ONLINE, LinkState.CONNECTING):
            return None
        if self.problem is None:
            return Mend("start", "Connect", "Connects to the service, and starts it if it does not run.")
        if self.problem.code == ServiceMismatch.code and not older(self.problem.where, __version__):
            return Mend("start", "Try again", "Looks once more for a service of this version.")
        if self.problem.code == ServiceMismatch.code:
            return Mend(
                "restart",
                "Restart the service",
                "Ends the service that runs and starts this version's; its jobs go on there.",
            )
        return Mend("start", "Start the service", "Starts the service and connects to it.")

    @property
    def sentence(self) -> str:
        """One sentence for the panel's first line."""
        if self.state is LinkState.ONLINE:
            return "Connected."
        if self.state is LinkState.CONNECTING:
            return "Connecting..."
        if self.problem is not None:
            return self.problem.message
        return "Not connected."

    @property
    def remedy(self) -> str:
        """What to do about it; may be empty."""
        return self.problem.remedy if self.problem is not None else ""


def older(version: str, than: str) -> bool:
    """Whether a version such as `0.1.3` comes before another; one that cannot be read does."""
    return _numbers(version) < _numbers(than)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:3] if part.isdecimal())
