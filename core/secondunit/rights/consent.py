"""Consent: what a performer agreed to, in records that a lawyer reads, and whether it covers an ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from secondunit.wire.errors import MissingField
from secondunit.wire.rights import NAMED_USES, Ask

from .clock import over, require_day


class Replica(StrEnum):
    """The kinds of a performer's digital double that contracts tell apart."""

    EMPLOYMENT_BASED = "employment_based"
    INDEPENDENTLY_CREATED = "independently_created"
    ALTERATION = "alteration"
    VOICE = "voice"


@dataclass(frozen=True)
class Consent:
    """One person's consent; `shows`, `providers` and `uses` name each thing agreed to (`*`: any, of uses any
    but `NAMED_USES`).

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
        reason = self._why_not_now(ask.show, ask.when)
        if not reason and "*" not in self.providers and ask.provider not in self.providers:
            reason = f"does not name the provider {ask.provider}"
        return reason or self._why_not_used(ask.use)

    def why_not_here(self, show: str, when: str, use: str) -> str:
        """Why it does not cover a use on this machine, where no provider has a part; as `why_not` says it."""
        return self._why_not_now(show, when) or self._why_not_used(use)

    def _why_not_now(self, show: str, when: str) -> str:
        if "*" not in self.shows and show not in self.shows:
            return f"was given for {', '.join(self.shows)}"
        if when[:10] < self.first_day:
            return f"begins on {self.first_day}"
        return f"ended on {self.last_day}" if over(self.last_day, when) else ""

    def _why_not_used(self, use: str) -> str:
        if use in self.uses or ("*" in self.uses and use not in NAMED_USES):
            return ""
        return f"does not describe the use {use!r}" if use else "asks which use it is for"


def lacking(person: str, consents: tuple[Consent, ...], ask: Ask) -> str:
    """Why `person` did not consent to an ask, as the end of a sentence; empty when one consent covers it."""
    return _lacking(person, consents, lambda consent: consent.why_not(ask))


def lacking_here(person: str, consents: tuple[Consent, ...], show: str, when: str, use: str) -> str:
    """Why `person` did not consent to a use on this machine, as `lacking` says it; `when` is UTC."""
    return _lacking(person, consents, lambda consent: consent.why_not_here(show, when, use))


def _lacking(person: str, consents: tuple[Consent, ...], why_not: Callable[[Consent], str]) -> str:
    reasons = [why_not(consent) for consent in consents if consent.person == person]
    if not reasons:
        return f"there is no consent of {person} that stands"
    return "" if "" in reasons else f"the consent of {person} {reasons[-1]}"
