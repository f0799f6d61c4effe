"""Consent: what a performer agreed to, in records that a lawyer reads, and whether it covers an ask."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from secondunit.wire.errors import MissingField
from secondunit.wire.rights import Ask

from .clock import over, require_day


class Replica(StrEnum):
    """The kinds of a performer's digital double that contracts tell apart."""

    EMPLOYMENT_BASED = "employment_based"
    INDEPENDENTLY_CREATED = "independently_created"
    ALTERATION = "alteration"
    VOICE = "voice"


@dataclass(frozen=True)
class Consent:
    """One person's consent; `shows`, `providers` and `uses` name each thing agreed to (`*`: any).

    `first_day` and `last_day` are its term, both included; `document` is where the signed paper lies and
    `document_hash` the SHA-256 (hex) of it.
    """

    person: str
    replica: Replica
    uses: tuple[str, ...]
    shows: tuple[str, ...]
    providers: tuple[str, ...]
    first_day: str
    last_day: str
    signer: str
    signed: str
    document: str = ""
    document_hash: str = ""

    def __post_init__(self) -> None:
        for name in ("person", "signer"):
            if not getattr(self, name).strip():
                raise MissingField(f"A consent needs its {name}.", where=name)
        for name in ("uses", "shows", "providers"):
            if not getattr(self, name):
                raise MissingField(f"A consent names its {name}; * stands for any.", where=name)
        for name in ("first_day", "last_day", "signed"):
            require_day(getattr(self, name), name)

    def why_not(self, ask: Ask) -> str:
        """Why it does not cover an ask, as the end of a sentence; empty when it does."""
        if "*" not in self.shows and ask.show not in self.shows:
            return f"was given for {', '.join(self.shows)}"
        if ask.when[:10] < self.first_day:
            return f"begins on {self.first_day}"
        if over(self.last_day, ask.when):
            return f"ended on {self.last_day}"
        if "*" not in self.providers and ask.provider not in self.providers:
            return f"does not name the provider {ask.provider}"
        if "*" not in self.uses and ask.use not in self.uses:
            return f"does not describe the use {ask.use!r}" if ask.use else "asks which use it is for"
        return ""


def lacking(person: str, consents: tuple[Consent, ...], ask: Ask) -> str:
    """Why `person` did not consent to an ask, as the end of a sentence; empty when one consent covers it."""
    own = [consent for consent in consents if consent.person == person]
    reasons = [consent.why_not(ask) for consent in own]
    if not own:
        return f"there is no consent of {person} that stands"
    if "" in reasons:
        return ""
    return f"the consent of {person} {reasons[-1]}"
