"""The sign-off: a person's decision on a take, bound to the files that were judged.

An *approval* is another thing: a person's yes to a brief before money is spent.
"""

from __future__ import annotations

import re
from enum import Enum

from .comp_check import CompCheck
from .errors import MissingField, OutOfRange, WrongType
from .problem import Problem
from .rights import require_hash
from .value import dataclass

#: The most characters of a reason, and of a name or role.
LONGEST_REASON, LONGEST_NAME = 4_000, 100
#: The form of a sign-off's id: `s` and 1 to 25 letters and digits.
SIGN_OFF_ID = "s[0-9a-z]{1,25}"


class Decision(str, Enum):
    """What was decided: it stands as it is, it comes back changed, or it is not gone on with."""

    ACCEPTED = "accepted"
    CHANGES = "changes"
    REJECTED = "rejected"


@dataclass(frozen=True)
class SignOff:
    """One person's decision on a take. It is never changed or removed: a later one stands beside it.

    `role` is the capacity in which `by` decided (`supervisor`, `director`). `take_digest` is the SHA-256
    (hex) of the take's frames that were judged; the service takes it where it is empty, and refuses one that
    is not theirs now. `when` (UTC, ISO 8601) and `entered_by`, whoever sent it for somebody else, come from
    the service. `id` is made by the sender, so that a sign-off sent twice is there once. Raises
    `MissingField` without a name, a role, or the reason of what is not accepted; `OutOfRange`, `WrongType`.
    """

    take: str
    decision: Decision
    by: str
    role: str
    why: str = ""
    take_digest: str = ""
    when: str = ""
    entered_by: str = ""
    id: str = ""

    def __post_init__(self) -> None:
        if self.id and not re.fullmatch(SIGN_OFF_ID, self.id):
            raise WrongType("A sign-off's id is s and up to 25 small letters and digits.", where="id")
        if not self.by.strip():
            raise MissingField("A sign-off needs the name of whoever gives it.", where="by")
        if not self.role.strip():
            raise MissingField("A sign-off needs the role in which it is given.", where="role")
        if self.decision is not Decision.ACCEPTED and not self.why.strip():
            raise MissingField(
                "What is not accepted needs a reason.", remedy="Say why, in a sentence.", where="why"
            )
        lengths = {
            "by": LONGEST_NAME,
            "role": LONGEST_NAME,
            "entered_by": LONGEST_NAME,
            "why": LONGEST_REASON,
        }
        for name, most in lengths.items():
            if len(getattr(self, name)) > most:
                raise OutOfRange(f"This has more than {most:,} characters.", where=name)
        if self.take_digest:
            require_hash(self.take_digest, "take_digest")

    def require_reason(self, check: CompCheck | None) -> None:
        """Raise `MissingField` where a take whose comp check is red is accepted and nobody says why."""
        if check is None or self.decision is not Decision.ACCEPTED or self.why.strip() or not check.red:
            return
        raise MissingField(
            "The comp check is red: " + " ".join(figure.sentence for figure in check.red),
            remedy="Say why it may stand all the same, in a sentence.",
            kept="Nothing was recorded.",
            where="why",
        )

    def same_as(self, other: SignOff) -> bool:
        """Whether both say the same; what the service adds, and a digest that one leaves open, aside."""
        contents = {
            (signoff.id, signoff.take, signoff.decision, signoff.by.strip(), signoff.role, signoff.why)
            for signoff in (self, other)
        }
        digests = {self.take_digest, other.take_digest} - {""}
        return len(contents) == 1 and len(digests) < 2


@dataclass(frozen=True)
class SignOffList:
    """The sign-offs of a take, oldest first, and the digest of its frames as they are now.

    Where the frames cannot be read, `take_digest` is empty and `problem` says why.
    """

    signoffs: tuple[SignOff, ...] = ()
    take_digest: str = ""
    problem: Problem | None = None

    def stands(self, signoff: SignOff) -> bool | None:
        """Whether it is of the frames as they are now; None where they could not be read."""
        return signoff.take_digest == self.take_digest if self.take_digest else None
