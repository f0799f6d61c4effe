"""The claim that a provider runs on this machine: whose word it is, and for which addresses.

What listens on loopback may be a program that goes on to other machines: whoever set it up knows that, and
nobody else. So it is a claim with a name on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from secondunit.wire import canonical


@dataclass(frozen=True)
class LocalClaim:
    """That a provider at these addresses (URLs of this machine) sends nothing on, said `by` a person.

    `table` is the file that says so.
    """

    provider: str
    by: str
    addresses: tuple[str, ...] = ()
    table: str = ""

    @property
    def name(self) -> str:
        """What its record is called: another claim of the same provider has another name."""
        return f"{self.provider}-{sha256(canonical(self).encode()).hexdigest()[:16]}"
