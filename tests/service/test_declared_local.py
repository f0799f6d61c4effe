"""That nothing leaves for a provider on loopback is a claim: by somebody, on record, for named addresses."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Any

import pytest

from secondunit.providers import Call
from secondunit.wire.errors import Refused

HERE = "http://127.0.0.1:8188/v1/still"
TABLE = 'servers = "http://127.0.0.1:8188, http://localhost:8189"\n'


def owner(path: Path) -> str:
    try:
        return path.owner()
    except (NotImplementedError, KeyError, OSError):
        return getpass.getuser()


@pytest.fixture
def near(house: Any, job: Any) -> Any:
    """Makes a crossing of a job that runs on this machine; the table has this added."""

    def make(more: str = "") -> Any:
        house.write("rights.toml", "")
        house.providers(TABLE + more)
        return job(model="near", record=False)

    return make


def test_the_verdict_names_who_declared_it_and_the_ledger_has_a_row(house: Any, near: Any) -> None:
    crossing = near('declared_local = "Jane Doe"\n')
    given = crossing.decide()
    assert given.allowed
    assert given.sentence == "Declared local by Jane Doe: studio near runs on this machine."
    declared, decision = house.ledger()
    assert (declared.kind, declared.who, decision.kind) == ("declared_local", "Jane Doe", "decision")
    assert declared.body["provider"] == "studio"
    assert declared.body["addresses"] == ["http://127.0.0.1:8188", "http://localhost:8189"]
    assert declared.body["table"] == str(house.show / "providers.toml")


def test_without_a_name_it_is_the_claim_of_whoever_the_file_belongs_to(house: Any, near: Any) -> None:
    who = owner(house.folder)
    assert near().decide().sentence == f"Declared local by {who}: studio near runs on this machine."
    assert house.ledger("declared_local")[0].who == who


def test_a_claim_is_on_record_once_and_again_when_it_is_another(house: Any, near: Any) -> None:
    crossing = near('declared_local = "Jane Doe"\n')
    for attempt in (2, 3):
        assert house.crossing(crossing.work, crossing.prepared, attempt=attempt).decide().allowed
    assert len(house.ledger("declared_local")) == 1
    assert near('declared_local = "Max Roe"\n').decide().allowed
    assert [row.who for row in house.ledger("declared_local")] == ["Jane Doe", "Max Roe"]


def test_an_estimate_says_it_and_records_nothing(house: Any, near: Any) -> None:
    crossing = near('declared_local = "Jane Doe"\n')
    plan = house.planner.plan(crossing.work.brief, "bob")
    assert plan.estimate.verdict == "Declared local by Jane Doe: studio near runs on this machine."
    assert house.ledger() == []


def test_only_the_addresses_of_the_claim_are_spoken_to(house: Any, near: Any) -> None:
    """A tunnel that listens on another port of this machine is none of them."""
    crossing, transport = near(), house.sites.transport("S", "studio")
    assert crossing.decide().allowed
    with crossing.open(0):
        for errand in ("", crossing.key(0)):
            for url in (HERE, "http://localhost:8189/", "http://[::1]:8188/"):
                assert transport.permit(Call("GET", url, errand)).allowed
            for url in ("http://127.0.0.1:9999/", "http://localhost/", "https://127.0.0.1/"):
                with pytest.raises(Refused, match="address"):
                    transport.permit(Call("GET", url, errand))
            with pytest.raises(Refused):
                transport.permit(Call("CONNECT", "tcp://127.0.0.1:9999", errand))


def test_a_prohibition_holds_against_a_claim(house: Any, near: Any) -> None:
    crossing = near('declared_local = "Jane Doe"\n')
    house.write("rights.toml", '[[rule]]\nname = "no stills"\nprovider = "studio"\ndeny = true\n')
    assert crossing.decide().sentence.startswith("The rule 'no stills' forbids studio near")
    assert house.ledger("declared_local") == []


def test_what_is_declared_not_local_needs_a_rule_as_any_other(house: Any, near: Any, job: Any) -> None:
    """A server on this machine that asks a cloud."""
    from dataclasses import replace

    crossing = near("declared_local = false\n")
    assert crossing.work.capability == replace(crossing.capability, leaves=True)
    refused = crossing.decide()
    assert refused.sentence == "No rule of S allows the provider 'studio'."
    with pytest.raises(Refused, match="No rule of S"):
        house.sites.transport("S", "studio").permit(Call("GET", HERE))
    house.rules(hosts='"127.0.0.1"')
    allowed = job(model="near")
    assert allowed.decide().rule == "studio stills"
    with allowed.open(0):
        house.sites.transport("S", "studio").permit(house.upload(allowed, HERE))
    assert len(house.ledger("egress")) == 1 and house.ledger("declared_local") == []
