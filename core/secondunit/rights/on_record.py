"""What is on record of people's consent for a show today, for whoever looks before the gate is asked.

It says what the records say and decides nothing: an ask is the gate's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from secondunit.wire.cast import PersonConsent

from .clock import over
from .consent import Consent
from .records import Records, Withdrawal


def consents_of(
    records: Records[Consent], persons: Iterable[str], show: str, when: str
) -> tuple[PersonConsent, ...]:
    """Each consent of each of these people, those that stand at `when` (UTC) first; one of none where there
    is none. What no longer stands is left out beside one that does. Raises what reading a record raises.
    """
    wanted = dict.fromkeys(persons)
    if not wanted:
        return ()
    of_person: dict[str, list[PersonConsent]] = {person: [] for person in wanted}
    for name in records.names():
        consent = records.get(name)
        if consent.person in of_person:
            of_person[consent.person].append(_as_record(consent, records.withdrawn(name), show, when))
    return tuple(record for person in wanted for record in _shown(person, of_person[person]))


def _shown(person: str, on_record: list[PersonConsent]) -> Iterator[PersonConsent]:
    standing = [record for record in on_record if not record.reason]
    yield from standing or on_record or [PersonConsent(person, reason="no consent is on record")]


def _as_record(consent: Consent, withdrawal: Withdrawal | None, show: str, when: str) -> PersonConsent:
    reason = ""
    if withdrawal is not None:
        reason = f"the consent was withdrawn{f' on {withdrawal.when[:10]}' if withdrawal.when else ''}"
    elif "*" not in consent.shows and show not in consent.shows:
        reason = f"the consent was given for {', '.join(consent.shows)}"
    elif when[:10] < consent.first_day:
        reason = f"the consent begins on {consent.first_day}"
    elif over(consent.last_day, when):
        reason = f"the consent ended on {consent.last_day}"
    return PersonConsent(consent.person, consent.uses, consent.providers, consent.last_day, reason)
