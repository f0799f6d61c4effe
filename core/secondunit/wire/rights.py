"""What is asked of the gate and what it answers: the values that a door to the outside needs in hand.

A `Verdict` names what may leave, to whom, and on which rule; its digest covers all of it, so that a verdict
that was changed on its way no longer holds. Nothing here decides anything.
"""

from __future__ import annotations

from dataclasses import field, replace
from enum import Enum
from hashlib import sha256

from .brief import Brief
from .codec import canonical
from .errors import OutOfRange
from .estimate import Money
from .task import Task
from .training import TrainedOn
from .value import dataclass

#: The most briefs that one yes is to.
MOST_BRIEFS = 500
#: To describe a face in numbers, and to let one person's performance drive another's likeness: uses that a
#: consent has to name by these words. `*` does not stand for them, whatever else it stands for.
MEASURE, PERFORMANCE = "measure", "performance"
NAMED_USES = (MEASURE, PERFORMANCE)
_HEX = frozenset("0123456789abcdef")


class MaterialKind(str, Enum):
    """The class of a thing that would leave."""

    PLATE = "plate"
    LIKENESS = "likeness"
    SCRIPT = "script"
    CONCEPT = "concept"


@dataclass(frozen=True)
class Material:
    """One thing that would leave: `hash` is the SHA-256 (hex) of its content; `persons` are seen in it."""

    kind: MaterialKind
    hash: str
    persons: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_hash(self.hash, "hash")


@dataclass(frozen=True)
class Ask:
    """What the gate is asked: who would send what of which show to whom, for what and for how much.

    `when` is UTC in ISO 8601 with a Z, `geography` where the provider would work on it (`eu`, `us`), `use`
    the described use that a performer's consent is held against; `performer` is whose performance drives
    somebody else's likeness. `retention` is how long the service itself
    says that it keeps what is sent, `trained_on` what its maker publishes that the model was trained on,
    `local_by` who declares that it runs on this machine.
    """

    show: str
    shot: str
    user: str
    provider: str
    brief_digest: str
    when: str
    model: str = ""
    account: str = ""
    task: Task = Task.IMAGE
    materials: tuple[Material, ...] = ()
    cost: Money = Money()
    geography: str = ""
    use: str = ""
    performer: str = ""
    retention: int | None = field(default=None, metadata={"unit": "days"})
    trained_on: tuple[TrainedOn, ...] = ()
    local_by: str = ""

    @property
    def digest(self) -> str:
        """The SHA-256 (hex) of this ask's canonical JSON."""
        return sha256(canonical(self).encode()).hexdigest()


@dataclass(frozen=True)
class Verdict:
    """What the gate says, in one sentence, and what a door may do with it.

    `hosts` are the names that may be spoken to, `hashes` the contents that may leave, `until` (UTC, ISO 8601)
    when it lapses, `rules_digest` the rules it was made by. `approval` names who approved, where a rule asks.
    """

    allowed: bool
    sentence: str
    rule: str = ""
    show: str = ""
    shot: str = ""
    user: str = ""
    provider: str = ""
    model: str = ""
    account: str = ""
    brief_digest: str = ""
    ask_digest: str = ""
    rules_digest: str = ""
    geography: str = ""
    hosts: tuple[str, ...] = ()
    hashes: tuple[str, ...] = ()
    cost: Money = Money()
    approval: str = ""
    until: str = field(default="", metadata={"form": "UTC, ISO 8601"})
    digest: str = ""

    def sealed(self) -> Verdict:
        """The same verdict with the digest that belongs to it."""
        return replace(self, digest=self._digest())

    @property
    def sound(self) -> bool:
        """True when nothing of it was changed after it was made."""
        return bool(self.digest) and self.digest == self._digest()

    def _digest(self) -> str:
        bare = replace(self, digest="") if self.digest else self
        return sha256(canonical(bare).encode()).hexdigest()

    def why_not(self, *, now: str, provider: str = "", brief_digest: str = "", host: str = "",
                hashes: tuple[str, ...] = ()) -> str:  # fmt: skip
        """Why a door stays shut, in one sentence; empty when it may open.

        `now` is UTC in the form of `until`; what is left empty is not asked about.
        """
        if not self.sound:
            return "This verdict was changed after the gate gave it."
        if not self.allowed:
            return self.sentence
        if self.until and now >= self.until:
            return f"This verdict lapsed at {self.until}."
        if provider and provider != self.provider:
            return f"The rule {self.rule!r} allows {self.provider}, not {provider}."
        if brief_digest and brief_digest != self.brief_digest:
            return "This verdict was given for another brief."
        if host and not host_named(host, self.hosts):
            return f"The rule {self.rule!r} does not name the host {host}."
        if any(content not in self.hashes for content in hashes):
            return f"The rule {self.rule!r} was not asked about one of the files that would leave."
        return ""


@dataclass(frozen=True)
class FileSent:
    """A file as it leaves: its name, and the SHA-256 (hex) and the number of its bytes."""

    name: str
    sha256: str
    bytes: int


@dataclass(frozen=True)
class CallSent:
    """A call as it leaves, without credentials: bytes and SHA-256 (hex) of its head and of its body.

    The head is the start line, every header and the empty line; a call without a body has no hash of one.
    """

    method: str
    head_bytes: int
    head_sha256: str
    body_bytes: int = 0
    body_sha256: str = ""


@dataclass(frozen=True)
class Approving:
    """A person's yes to one exact brief, up to a cost in all; the service keeps and records it."""

    brief: Brief
    by: str
    ceiling: Money
    note: str = ""


@dataclass(frozen=True)
class ApprovingList:
    """A person's yes to every one of these briefs, named by their digests in order, up to a cost in all."""

    briefs: tuple[Brief, ...]
    brief_digests: tuple[str, ...]
    by: str
    ceiling: Money
    note: str = ""

    def __post_init__(self) -> None:
        if not 1 <= len(self.briefs) <= MOST_BRIEFS:
            raise OutOfRange(f"1 to {MOST_BRIEFS} briefs are approved at once.", where="briefs")


def host_named(host: str, hosts: tuple[str, ...]) -> bool:
    """Whether `hosts` name it: the very name, or `*.domain` for every name below a domain."""
    name = host.rstrip(".").lower()
    for entry in hosts:
        pattern = entry.lower()
        if name == pattern or (
            pattern.startswith("*.") and name.endswith(pattern[1:]) and len(name) > len(pattern)
        ):
            return True
    return False


def require_hash(text: str, where: str) -> None:
    """Raise `OutOfRange` unless `text` is a SHA-256 in 64 small hexadecimal digits."""
    if len(text) != 64 or not _HEX.issuperset(text):
        raise OutOfRange("A content hash is a SHA-256 in 64 small hexadecimal digits.", where=where)
