"""A folder is a way out, too: what is copied there was allowed and is on record, with no connection."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from secondunit.providers import Registry
from secondunit.providers.folder import Folder
from secondunit.service.outbound.sites import Sites
from secondunit.service.plan import Planner
from secondunit.wire.errors import Refused

RULE = """
[[rule]]
name = "our own tool"
provider = "folder"
models = ["*"]
accounts = ["*"]
tasks = ["*"]
materials = ["plate"]
geography = ["*"]
hosts = [{hosts}]
training = "none"
visibility = "private"
retention = "0 days"
contract = "none: our own"
evidence = "tool.md"
evidence_date = 2026-10-01
expires = 2099-12-31
"""


@pytest.fixture
def tool(house: Any, tmp_path: Path) -> Iterator[Path]:
    """The watched folder of the show's own tool."""
    place = tmp_path / "tool"
    place.mkdir()
    house.write("rights.toml", RULE.format(hosts='"localhost"'))
    house.write("providers.toml", f'[folder]\npath = "{place}"\naccount = "ours"\ngeography = "here"\n')
    house.sites.close()
    house.sites = Sites(house.home, house.shows, Registry({"folder": Folder}), patience=5.0)
    house.planner = Planner(house.shows, 64_000_000_000, house.sites)
    yield place


@pytest.fixture
def job(house: Any, tool: Path) -> Any:
    """A crossing of a job with one plate on record."""
    plate = house.plate("1001-1001")
    house.on_record(*house.files("plate.*.exr"))
    work = house.work(house.brief(plate=plate, provider="folder", model=""))
    return house.crossing(work, house.prepared(work, 1, house.files("plate.1001.exr")))


def drop(house: Any, job: Any) -> None:
    house.sites.provider("S", "folder").submit(job.request(0), job.key(0))


def test_what_is_dropped_is_in_the_ledger_before_it_lies_there(house: Any, tool: Path, job: Any) -> None:
    assert job.decide().allowed
    with job.open(0):
        drop(house, job)
    (row,) = house.ledger("egress")
    assert row.body["provider"] == "folder" and row.body["rule"] == "our own tool"
    assert [each["sha256"] for each in row.body["files"]] == [job.request(0).inputs[0].sha256]
    assert row.body["call"]["method"] == "PUT" and row.body["call"]["body_bytes"] > 0
    assert (tool / "jobs" / job.key(0) / "request.json").is_file()


def test_nothing_is_dropped_that_the_gate_was_not_asked_about(house: Any, tool: Path, job: Any) -> None:
    with pytest.raises(Refused):
        drop(house, job)
    assert job.decide().allowed
    with pytest.raises(Refused, match="not out"):
        drop(house, job)
    ledger = house.show / "rights" / "ledger.jsonl"
    with job.open(0):
        whole = ledger.read_bytes()
        ledger.write_bytes(whole[:-100])
        with pytest.raises(Exception, match="rows were cut off"):
            drop(house, job)
        ledger.write_bytes(whole)
    assert list(tool.iterdir()) == []


def test_a_rule_that_does_not_name_this_machine_lets_nothing_be_dropped(
    house: Any, tool: Path, job: Any
) -> None:
    house.write("rights.toml", RULE.format(hosts='"elsewhere.test"'))
    assert job.decide().allowed
    with job.open(0), pytest.raises(Refused, match="does not name the host localhost"):
        drop(house, job)
    assert list(tool.iterdir()) == [] and house.ledger("egress") == []
