"""A ledger that does not verify lets nothing out: changed in the middle, put back to an earlier day, gone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from secondunit.providers import Call
from secondunit.providers.door import json_call
from secondunit.wire.errors import LedgerTampered

THERE = "https://api.studio.test/v1/still"


def later(house: Any, crossing: Any) -> Any:
    """The same turn of the job in a service that was started anew."""
    return house.crossing(crossing.work, crossing.prepared, sites=house.new_sites())


def forge(ledger: Path) -> None:
    """One letter of an old row is another one, at equal size and time."""
    before, text = ledger.stat(), ledger.read_bytes()
    assert text.count(b'"recorded_by":"ann"') >= 1
    ledger.write_bytes(text.replace(b'"recorded_by":"ann"', b'"recorded_by":"bob"', 1))
    os.utime(ledger, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.fixture
def out(house: Any, job: Any) -> Any:
    crossing = job()
    assert crossing.decide().allowed
    return crossing


def send(house: Any, crossing: Any, sites: Any = None) -> None:
    transport = (sites or house.sites).transport("S", "studio")
    with crossing.open(0):
        transport.permit(json_call("POST", THERE, crossing.key(0), {"prompt": "a red barn"}))


def test_a_row_that_was_changed_long_ago_stops_the_way_out_of_a_running_service(house: Any, out: Any) -> None:
    send(house, out)
    forge(house.show / "rights" / "ledger.jsonl")
    rows = len((house.show / "rights" / "ledger.jsonl").read_bytes().splitlines())
    with pytest.raises(LedgerTampered, match="Row 1 "):
        send(house, out)
    with pytest.raises(LedgerTampered, match="Row 1 "):
        house.crossing(out.work, out.prepared, attempt=2).decide()
    assert len((house.show / "rights" / "ledger.jsonl").read_bytes().splitlines()) == rows


def test_a_service_that_was_started_anew_sees_it_before_it_sends(house: Any, out: Any) -> None:
    forge(house.show / "rights" / "ledger.jsonl")
    with pytest.raises(LedgerTampered, match="Row 1 "):
        later(house, out).decide()


def test_a_question_is_not_asked_either(house: Any, out: Any) -> None:
    forge(house.show / "rights" / "ledger.jsonl")
    with pytest.raises(LedgerTampered):
        house.new_sites().transport("S", "studio").permit(Call("GET", "https://api.studio.test/v1/models"))


def test_nor_is_a_job_asked_after(house: Any, out: Any) -> None:
    forge(house.show / "rights" / "ledger.jsonl")
    sites = house.new_sites()
    with pytest.raises(LedgerTampered), house.crossing(out.work, out.prepared, sites=sites).open(0):
        sites.transport("S", "studio").permit(Call("GET", THERE, out.key(0)))


def put_back(rights: Path, kept: Path) -> None:
    shutil.rmtree(rights)
    shutil.copytree(kept, rights)


def take_away(rights: Path, kept: Path) -> None:
    for path in rights.glob("ledger.jsonl*"):
        path.unlink()


@pytest.mark.parametrize("harm", [put_back, take_away])
def test_a_copy_of_an_earlier_day_is_not_accepted_after_a_restart(
    harm: Callable[[Path, Path], None], house: Any, job: Any, tmp_path: Path
) -> None:
    """All of it was put back, head, key and budget too: whole in itself, and yet not what it was."""
    crossing, rights, kept = job(), house.show / "rights", tmp_path / "kept"
    shutil.copytree(rights, kept)
    assert crossing.decide().allowed
    send(house, crossing)
    before = len(house.ledger())
    harm(rights, kept)
    left = len(house.ledger())
    assert left < before
    with pytest.raises(LedgerTampered, match=f"The ledger had {before} rows"):
        later(house, crossing).decide()
    assert len(house.ledger()) == left


def test_another_history_that_is_longer_is_not_accepted_either(house: Any, out: Any, tmp_path: Path) -> None:
    """Written anew from the start with the show's own key, and more rows than there were."""
    from secondunit.rights.show import ShowRights

    rights = house.show / "rights"
    for path in rights.glob("ledger.jsonl*"):
        path.unlink()
    forged = ShowRights("S", house.show)
    for number in range(20):
        forged.ledger.append("input", "somebody", {"number": number})
    with pytest.raises(LedgerTampered):
        later(house, out).decide()


def test_rows_of_another_service_that_shares_the_show_are_no_harm(house: Any, out: Any) -> None:
    from secondunit.rights.show import ShowRights

    ShowRights("S", house.show).ledger.append("input", "the other service", {"number": 1})
    send(house, out)
    again = later(house, out)
    assert again.decide().allowed
