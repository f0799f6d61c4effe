"""The estimate: what a brief would take, before anything happens."""

from __future__ import annotations

from dataclasses import field

from .control import Scalar
from .errors import Problem
from .frozen import FrozenMap
from .value import dataclass


@dataclass(frozen=True)
class Understood:
    """A word of the prompt and the control it set."""

    words: str
    control: str
    value: Scalar


@dataclass(frozen=True)
class Money:
    """An amount as an exact decimal text, and its ISO 4217 currency."""

    amount: str = "0"
    currency: str = "USD"


@dataclass(frozen=True)
class Estimate:
    """What a brief would cost and whether it may be done.

    `settings` is every control as it would be used: defaults, then the prompt, then the artist's hand.
    """

    brief_digest: str
    allowed: bool = True
    #: One sentence: why it is allowed, or why not.
    verdict: str = ""
    #: The rule that says so; empty where nothing leaves this machine.
    rule: str = ""
    #: Who may approve it, where an approval is all that is missing.
    approvers: tuple[str, ...] = ()
    seconds: float = field(default=0.0, metadata={"unit": "s"})
    memory: int = field(default=0, metadata={"unit": "bytes"})
    disk: int = field(default=0, metadata={"unit": "bytes"})
    disk_free: int = field(default=0, metadata={"unit": "bytes"})
    cost: Money = Money()
    settings: FrozenMap[Scalar] = FrozenMap()
    understood: tuple[Understood, ...] = ()
    ignored: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    #: How many requests a provider is sent: a shot longer than its clips is split.
    pieces: int = 0
    #: The kind of element that it is for: the one that was chosen, or that the words ask for.
    kind: str = ""
    #: Of all cores together: what the work takes whatever else the machine does; 0 where it is not known.
    processor_seconds: float = field(default=0.0, metadata={"unit": "s"})


@dataclass(frozen=True)
class EstimateList:
    """The estimates of several briefs, in their order."""

    estimates: tuple[Estimate, ...] = ()
