"""What a cast sheet says of people's consent: which stands, for what, until when, and why one does not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from secondunit.rights import Consent, Replica
from secondunit.rights.on_record import consents_of
from secondunit.rights.records import Records, Withdrawal
from secondunit.wire.errors import BadValue

NOW = "2026-12-01T10:00:00.000Z"
JANE = Consent(
    "Jane Doe", Replica.ALTERATION, ("crowd", "stunts"), ("heist",), ("*",), "2026-01-01", "2026-12-31",
    "Jane Doe", "2026-01-01",
)  # fmt: skip


@pytest.fixture
def records(tmp_path: Path) -> Records[Consent]:
    return Records(tmp_path / "consents", Consent, "consent")


def sentences(records: Records[Consent], *persons: str, show: str = "heist", when: str = NOW) -> list[str]:
    return [record.sentence for record in consents_of(records, persons, show, when)]


def test_a_consent_that_stands_says_for_what_with_whom_and_until_when(records: Records[Consent]) -> None:
    records.add("jane", JANE)
    assert sentences(records, "Jane Doe") == [
        "Jane Doe has agreed: for crowd, stunts, with anybody, until 2026-12-31."
    ]


def test_a_consent_that_is_withdrawn_says_so_from_that_moment(records: Records[Consent]) -> None:
    records.add("jane", JANE)
    records.withdraw("jane", Withdrawal("2026-11-30T08:00:00.000Z", "Ana"))
    assert sentences(records, "Jane Doe") == ["Jane Doe: the consent was withdrawn on 2026-11-30."]


def test_a_withdrawal_that_cannot_be_read_counts(records: Records[Consent], tmp_path: Path) -> None:
    records.add("jane", JANE)
    (tmp_path / "consents" / "jane.withdrawn.json").write_bytes(b"\xff")
    assert sentences(records, "Jane Doe") == ["Jane Doe: the consent was withdrawn."]


@pytest.mark.parametrize(
    ("show", "when", "end"),
    [
        ("heist", "2027-01-01T00:00:00.000Z", "the consent ended on 2026-12-31."),
        ("heist", "2025-12-31T00:00:00.000Z", "the consent begins on 2026-01-01."),
        ("other", NOW, "the consent was given for heist."),
    ],
)
def test_a_consent_that_does_not_hold_says_why(
    records: Records[Consent], show: str, when: str, end: str
) -> None:
    records.add("jane", JANE)
    assert sentences(records, "Jane Doe", show=show, when=when) == [f"Jane Doe: {end}"]


def test_who_has_none_is_named_and_what_stands_hides_what_does_not(records: Records[Consent]) -> None:
    records.add("old", replace(JANE, last_day="2026-02-01"))
    records.add("new", replace(JANE, uses=("*",), providers=("folder",)))
    assert sentences(records, "Bo Roe", "Jane Doe", "Bo Roe") == [
        "Bo Roe: no consent is on record.",
        "Jane Doe has agreed: for anything but measure and performance, with folder, until 2026-12-31.",
    ]


def test_what_is_named_beside_anything_is_said_with_it(records: Records[Consent]) -> None:
    records.add("jane", replace(JANE, uses=("*", "measure")))
    assert sentences(records, "Jane Doe") == [
        "Jane Doe has agreed: for anything but performance, with anybody, until 2026-12-31."
    ]


def test_a_record_in_another_encoding_is_said_to_be_unreadable_with_its_file(
    records: Records[Consent], tmp_path: Path
) -> None:
    records.add("jane", JANE)
    path = tmp_path / "consents" / "jane.json"
    path.write_bytes(path.read_text("utf-8").replace("Jane", "Jos\u00e9").encode("latin-1"))
    with pytest.raises(BadValue, match="This is not JSON") as caught:
        sentences(records, "Jane Doe")
    assert str(path) in caught.value.problem.where
