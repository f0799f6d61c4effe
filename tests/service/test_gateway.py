"""The gateway: nothing of a job passes its doorway but on a verdict, and all that passes is written."""

from __future__ import annotations

import base64
import json
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from secondunit.providers import Call, Part
from secondunit.providers.door import json_call
from secondunit.rights import verify
from secondunit.rights.approvals import Approval
from secondunit.rights.clock import utc_now
from secondunit.rights.consent import Consent, Replica
from secondunit.rights.ledger import Ledger
from secondunit.rights.records import Withdrawal
from secondunit.service.remote.contents import contents
from secondunit.service.remote.doorway import _guarded
from secondunit.wire import FrameRange, Money, Task, dumps, loads
from secondunit.wire.errors import (
    BadInput,
    LedgerTampered,
    NoVerdict,
    ProviderDenied,
    Refused,
    Unexpected,
)
from secondunit.wire.rights import MaterialKind, Verdict

HERE = "http://127.0.0.1:1/v1/still"
THERE = "https://api.studio.test/v1/still"


@pytest.fixture
def job(house: Any) -> Callable[..., Any]:
    """A crossing of a job with one plate on record, prepared in so many pieces."""

    def make(pieces: int = 1, record: bool = True, **changes: Any) -> Any:
        plate = house.plate()
        if record:
            house.on_record(*house.files("plate.*.exr"))
        work = house.work(house.brief(plate=plate, **changes))
        prepared = house.prepared(work, pieces, house.files("plate.1001.exr"))
        made = house.crossing(work, prepared)
        made.work, made.prepared = work, prepared
        return made

    return make


def file_of(crossing: Any, piece: int = 0) -> Any:
    return crossing.request(piece).inputs[0]


def upload(crossing: Any, url: str = THERE, path: Path | None = None) -> Call:
    path = path or file_of(crossing).path
    return Call("POST", url, crossing.key(0), parts=(Part("image", path.name, path, "image/png"),))


# ---- the doorway ----


def test_a_call_for_a_job_passes_only_while_the_job_is_out_and_only_to_the_rules_hosts(
    house: Any, job: Any
) -> None:
    crossing, doorway = job(), house.sites.doorway("S", "studio")
    call = json_call("POST", THERE, crossing.key(0), {"prompt": "a red barn"})
    with pytest.raises(Refused, match="not out"):
        doorway.permit(call)
    assert crossing.decide().allowed
    with crossing.open(0):
        assert doorway.permit(call).rule == "studio stills"
        for url in ("https://evil.test/x", "https://api.studio.test.evil.test/x", "https://192.0.2.7/x"):
            with pytest.raises(Refused):
                doorway.permit(json_call("GET", url, crossing.key(0), {}))
        with pytest.raises(BadInput):
            doorway.permit(Call("GET", "https:///nowhere", crossing.key(0)))


def test_only_files_that_the_gate_saw_leave_in_whatever_form(house: Any, job: Any, tmp_path: Path) -> None:
    crossing, doorway = job(), house.sites.doorway("S", "studio")
    assert crossing.decide().allowed
    allowed = file_of(crossing).path.read_bytes()
    strange = b"\x89PNG\r\n\x1a\n" + b"not what the gate saw" * 40
    other = tmp_path / "other.png"
    other.write_bytes(strange)
    coded = {"image": f"data:image/png;base64,{base64.b64encode(strange).decode()}"}
    deep = {"a": [{"b": base64.urlsafe_b64encode(strange).decode()}]}
    key = crossing.key(0)
    lines = base64.encodebytes(strange).decode()
    with crossing.open(0):
        for call in (
            upload(crossing, path=other),
            json_call("POST", THERE, key, {"image": lines}),
            Call("POST", THERE, key, body=lines.encode()),
            Call("POST", THERE, key, body=urlencode({"image": base64.b64encode(strange).decode()}).encode()),
            json_call("POST", THERE, key, coded),
            json_call("POST", THERE, key, deep),
            Call("PUT", THERE, key, body=strange),
            Call("POST", THERE, key, form=(("image", coded["image"]),)),
            Call("POST", THERE, key, body=b"image=" + coded["image"].encode()),
        ):
            with pytest.raises(Refused, match="not asked about"):
                doorway.permit(call)
        good = {"image": f"data:image/png;base64,{base64.b64encode(allowed).decode()}"}
        for call in (
            upload(crossing),
            json_call("POST", THERE, key, good),
            Call("PUT", THERE, key, body=allowed),
        ):
            assert doorway.permit(call).allowed
    assert len(house.ledger("held_back")) == 1  # one sentence, one host: said once


def test_a_prompt_is_no_file_however_long_it_is() -> None:
    words = {"prompt": "smoke and fire " * 600, "seed": 3, "hash": "ab" * 32, "letters": "a" * 300}
    call = json_call("POST", THERE, "", words)
    found = contents(call, lambda path: "")
    assert found.hashes == () and found.words == call.body


def test_a_question_carries_nothing_of_the_show_and_goes_where_a_rule_stands(
    house: Any, tmp_path: Path
) -> None:
    doorway = house.sites.doorway("S", "studio")
    assert doorway.permit(Call("GET", "https://api.studio.test/v1/models")).allowed
    picture = tmp_path / "a.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n and more")
    for call in (
        Call("GET", "https://elsewhere.test/v1/models"),
        Call("POST", "https://api.studio.test/", parts=(Part("f", "a.png", picture, "image/png"),)),
        Call("POST", "https://api.studio.test/", body=b"x" * 70_000),
    ):
        with pytest.raises(Refused):
            doorway.permit(call)
    assert house.ledger() == []  # a question is no egress
    house.rules(expires="2020-01-01")
    with pytest.raises(Refused, match="expired on 2020-01-01"):
        doorway.permit(Call("GET", "https://api.studio.test/v1/models"))
    house.write("rights.toml", "")
    with pytest.raises(Refused, match="No rule of S"):
        doorway.permit(Call("GET", "https://api.studio.test/v1/models"))
    assert doorway.permit(Call("GET", HERE)).sentence.startswith("Nothing leaves this machine")
    house.write("rights.toml", '[[rule]]\nname = "never"\nprovider = "studio"\ndeny = true\n')
    with pytest.raises(Refused, match="'never' forbids studio"):
        doorway.permit(Call("GET", HERE))


def test_results_may_lie_elsewhere_but_neither_files_nor_the_key_go_there(
    house: Any, job: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.rules(hosts='"api.studio.test", "*.cdn.test"')
    monkeypatch.setenv("SECONDUNIT_STUDIO_KEY", "a-key-of-the-studio")
    crossing, doorway = job(), house.sites.doorway("S", "studio")
    key = house.made["studio"][0].site.secret("studio.key")
    assert crossing.decide().allowed
    errand, result = crossing.key(0), "https://files.cdn.test/a.png"
    with crossing.open(0):
        assert doorway.permit(json_call("POST", THERE, errand, {"prompt": "x"})).allowed
        assert doorway.permit(Call("GET", result, errand)).allowed
        for call in (
            Call("GET", result, errand, headers=(("Authorization", f"Bearer {key}"),)),
            Call("GET", f"{result}?key={key}", errand),
            Call("GET", result, errand, body=b"what?"),
            Call("POST", result, errand),
            upload(crossing, result),
        ):
            with pytest.raises(Refused, match=r"own address only, not to files\.cdn\.test"):
                doorway.permit(call)
    house.providers('homes = "studio.test, files.cdn.test"\n')
    again = house.crossing(crossing.work, crossing.prepared)
    assert again.still().allowed
    with again.open(0):
        assert house.sites.doorway("S", "studio").permit(upload(again, result)).allowed


def test_a_listener_is_let_out_a_little_longer_than_the_block_and_no_longer(
    house: Any, job: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    crossing, doorway = job(), house.sites.doorway("S", "studio")
    now = [100.0]
    monkeypatch.setattr("secondunit.service.remote.doorway.time.monotonic", lambda: now[0])
    assert crossing.decide().allowed
    call = Call("CONNECT", "tcp://api.studio.test:443", crossing.key(0))
    with crossing.open(0):
        with crossing.open(0):
            pass
        now[0] += 1000.0
        assert doorway.permit(call).allowed
    now[0] += 60.0
    assert doorway.permit(call).allowed
    now[0] += 60.0
    with pytest.raises(Refused, match="not out"):
        doorway.permit(call)


class _Answers(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.came.append(body)  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Any]:
    made = HTTPServer(("127.0.0.1", 0), _Answers)
    made.came = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=made.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


def test_the_ledger_has_what_leaves_before_the_first_byte(house: Any, job: Any, server: Any) -> None:
    house.rules(hosts='"127.0.0.1"')
    crossing, doorway = job(pieces=2), house.sites.doorway("S", "studio")
    url = f"http://127.0.0.1:{server.server_port}/upload"
    assert crossing.decide().allowed
    with crossing.open(0):
        answer = doorway.send(upload(crossing, url))
        assert answer.status == 200
        doorway.send(upload(crossing, url)).close()
        doorway.send(json_call("POST", url, crossing.key(0), {"prompt": "a red barn"})).close()
    assert len(server.came) == 3 and b"prepared" in server.came[0]
    first, second = house.ledger("egress")
    (sent,) = first.body["files"]
    assert first.body["job"] == crossing.key(0) and first.body["host"] == "127.0.0.1"
    assert sent["sha256"] == file_of(crossing).sha256 and first.body["rule"] == "studio stills"
    assert second.body["files"] == [] and second.body["words"]["bytes"] == len(server.came[2])


def test_a_ledger_that_was_tampered_with_lets_nothing_out(house: Any, job: Any, server: Any) -> None:
    house.rules(hosts='"127.0.0.1"')
    crossing, doorway = job(), house.sites.doorway("S", "studio")
    assert crossing.decide().allowed
    ledger = house.show / "rights" / "ledger.jsonl"
    ledger.write_bytes(ledger.read_bytes()[:-200])
    url = f"http://127.0.0.1:{server.server_port}/upload"
    with crossing.open(0), pytest.raises(LedgerTampered):
        doorway.send(upload(crossing, url))
    assert server.came == []


def test_a_file_that_changed_after_it_left_once_does_not_leave_again(
    house: Any, job: Any, server: Any
) -> None:
    house.rules(hosts='"127.0.0.1"')
    crossing, doorway = job(), house.sites.doorway("S", "studio")
    call = upload(crossing, f"http://127.0.0.1:{server.server_port}/upload")
    assert crossing.decide().allowed
    with crossing.open(0):
        doorway.send(call).close()
        file_of(crossing).path.write_bytes(b"\x89PNG\r\n\x1a\n something else")
        with pytest.raises(Refused, match="not asked about"):
            doorway.send(call)
    assert len(server.came) == 1


def test_a_first_call_to_a_strange_place_makes_it_nobodys_home(house: Any) -> None:
    doorway = house.sites.doorway("S", "studio")
    with pytest.raises(Refused, match="does not name"):
        doorway.permit(Call("GET", "https://evil.test/"))
    with pytest.raises(Refused, match="as long as this"):
        doorway.permit(Call("GET", f"https://api.studio.test/?a={'x' * 17_000}"))
    assert doorway.permit(Call("POST", "https://api.studio.test/v1/models", body=b"{}")).allowed


def test_a_file_that_changed_after_the_verdict_stays(house: Any, job: Any, server: Any) -> None:
    house.rules(hosts='"127.0.0.1"')
    crossing, doorway = job(), house.sites.doorway("S", "studio")
    assert crossing.decide().allowed
    file_of(crossing).path.write_bytes(b"\x89PNG\r\n\x1a\n something else")
    with crossing.open(0), pytest.raises(Refused):
        doorway.send(upload(crossing, f"http://127.0.0.1:{server.server_port}/upload"))
    assert server.came == [] and house.ledger("egress") == []


# ---- what stays here ----


def test_what_stays_on_this_machine_needs_no_rule_and_can_go_nowhere_else(house: Any, job: Any) -> None:
    house.write("rights.toml", "")
    crossing, doorway = job(model="near", record=False), house.sites.doorway("S", "studio")
    given = crossing.decide()
    assert given.allowed and given.sentence.startswith("Nothing leaves this machine")
    with crossing.open(0):
        assert doorway.permit(upload(crossing, HERE)).allowed
        with pytest.raises(Refused, match=r"nothing may go to api\.studio\.test"):
            doorway.permit(Call("GET", THERE, crossing.key(0)))
    assert house.ledger("egress") == []
    house.write(
        "rights.toml", '[[rule]]\nname = "no stills"\nprovider = "*"\ntasks = ["image"]\ndeny = true\n'
    )
    assert crossing.still().sentence == "The rule 'no stills' forbids studio near to do image with plate."


# ---- the crossing ----


def test_the_gate_looks_at_what_was_prepared_by_the_rights_of_what_it_was_made_from(
    house: Any, job: Any
) -> None:
    crossing = job()
    given = crossing.decide()
    assert given.allowed and given.hashes == (file_of(crossing).sha256,)
    (row,) = house.ledger("derived")
    (derived,) = row.body["inputs"]
    original = house.ledger("input")[0].body["hash"]
    assert derived["hash"] == file_of(crossing).sha256 and derived["source"] == original
    assert row.body["job"] == crossing.name
    crossing.decide()
    assert len(house.ledger("derived")) == 1


def test_an_original_that_is_not_on_record_is_named(house: Any, job: Any) -> None:
    crossing = job(record=False)
    given = crossing.decide()
    original = crossing.prepared.pieces[0].files[0].sources[0]
    assert (
        not given.allowed and f"the rights of the plate {original[:12]} are not on record" in given.sentence
    )
    with pytest.raises(Refused, match="not on record"), crossing.open(0):
        pass
    assert house.held() == []


def test_likeness_is_inherited_and_asks_for_consent(house: Any, job: Any) -> None:
    house.plate()
    house.on_record(*house.files("plate.*.exr"), kind=MaterialKind.LIKENESS, persons=("Ada Lind",))
    crossing = job(record=False, use="crowd")
    assert "there is no consent of Ada Lind" in crossing.decide().sentence
    rights = house.sites.rights("S")
    consent = Consent("Ada Lind", Replica.ALTERATION, ("crowd",), ("S",), ("studio",), "2026-01-01",
                      "2099-01-01", "Ada Lind", "2026-01-01")  # fmt: skip
    rights.consent("ada-1", consent, "legal")
    assert crossing.decide().allowed
    rights.revoke("ada-1", "legal", "she changed her mind")
    stopped = crossing.still()
    assert not stopped.allowed and "Ada Lind" in stopped.sentence
    assert house.ledger("stopped")[-1].body["job"] == crossing.name


def test_after_a_refusal_the_job_can_be_called_off_and_no_file_leaves(house: Any, job: Any) -> None:
    crossing, doorway = job(), house.sites.doorway("S", "studio")
    assert crossing.decide().allowed
    house.rules(expires="2020-01-01")
    assert not crossing.still().allowed
    with crossing.open(0):
        assert doorway.permit(Call("DELETE", THERE, crossing.key(0))).allowed
        with pytest.raises(Refused, match="expired on 2020-01-01"):
            doorway.permit(upload(crossing))
    house.rules()
    assert crossing.still().allowed
    with crossing.open(0):
        assert doorway.permit(upload(crossing)).allowed


def test_a_withdrawn_original_stops_what_was_made_from_it(house: Any, job: Any) -> None:
    crossing = job()
    assert crossing.decide().allowed
    original = crossing.prepared.pieces[0].files[0].sources[0]
    house.sites.rights("S").inputs.withdraw(original, Withdrawal(utc_now(), "legal"))
    assert "not on record" in crossing.still().sentence


def test_a_picture_made_of_nothing_is_a_fault_and_a_matte_is_not(house: Any) -> None:
    work = house.work(house.brief())
    house.plate()
    stray = house.prepared(work, 1, house.files("plate.1001.exr"))

    def without(role: str) -> Any:
        (piece,) = stray.pieces
        files = tuple(replace(file, role=role, sources=()) for file in piece.files)
        return replace(stray, pieces=(replace(piece, files=files),))

    with pytest.raises(Unexpected, match="from nothing"):
        house.crossing(work, without("plate")).decide()
    assert house.crossing(work, without("matte"), attempt=2).decide().allowed


def test_a_crossing_of_a_later_service_goes_on_with_the_money_that_is_held(house: Any, job: Any) -> None:
    crossing = job(task=Task.VIDEO, model="movie", frames=FrameRange(1001, 1003))
    assert crossing.decide().allowed
    (held,) = house.held()
    assert held.key == crossing.name and held.user == "bob"
    later = house.crossing(crossing.work, crossing.prepared, sites=house.new_sites())
    assert later.decide().allowed and len(house.held()) == 1
    after = house.crossing(crossing.work, crossing.prepared, sites=house.new_sites())
    with after.open(0):  # a service that was started anew asks the gate by itself
        call = Call("GET", THERE, after.key(0))
        assert after.key(0) == f"{crossing.name}-0" and after._doorway.permit(call).allowed
    assert after.settle(Money("0.07")).billed == 70_000
    assert after.settle(Money("0.07")).billed == 70_000 and len(house.ledger("cost")) == 1


def test_a_bill_without_an_amount_is_what_was_held_and_nothing_taken_is_nothing_paid(
    house: Any, job: Any
) -> None:
    first = job()
    assert first.decide().allowed
    assert first.settle(None).billed == 100_000
    second = house.crossing(first.work, first.prepared, attempt=2)
    assert second.release() is None
    assert second.decide().allowed
    assert second.release().billed == 0
    third = house.crossing(first.work, first.prepared, attempt=3)
    assert third.decide().allowed
    assert third.settle(Money("7", "EUR")).billed == 100_000
    assert house.held() == []


def test_only_pieces_that_are_to_be_sent_are_paid_for(house: Any, job: Any) -> None:
    crossing = job(pieces=3)
    assert crossing.estimate().cost == Money("0.30") and crossing.estimate().seconds == 9.0
    given = crossing.decide([1])
    assert given.cost == Money("0.10") and given.hashes == (file_of(crossing, 1).sha256,)


def test_a_price_that_rose_is_refused_with_both_prices(house: Any, job: Any) -> None:
    crossing = job()
    house.made["studio"][-1].price = "0.25"
    given = crossing.decide(seen=Money("0.10"))
    assert not given.allowed
    assert given.sentence == "It now costs 0.25 USD, and 0.10 USD was the price when it was asked for."
    assert house.held() == [] and house.ledger("decision")[-1].body["verdict"]["sentence"] == given.sentence
    assert crossing.decide(seen=Money("0.25")).allowed


def test_a_plate_that_changed_after_it_was_planned_is_refused(house: Any, job: Any) -> None:
    crossing = job()
    house.plate(value=0.5)
    given = crossing.decide()
    assert not given.allowed and given.sentence.startswith("A file of the brief was changed since")


def test_an_approval_of_the_estimates_digest_is_the_one_the_gate_asks_for(house: Any, job: Any) -> None:
    house.rules(more='approval = "always"\napprovers = ["Vera"]')
    crossing = job()
    refused = crossing.decide()
    assert "nobody approved this brief; Vera may" in refused.sentence
    digest = house.planner.plan(crossing.work.brief).estimate.brief_digest
    approval = Approval("a1", "Vera", digest, Money("1"), "2026-01-01T00:00:00Z")
    house.sites.rights("S").approve(approval)
    given = crossing.decide()
    assert given.allowed and given.approval == "a1" and given.brief_digest == digest
    assert crossing.work.brief_digest == digest


def test_of_two_services_that_race_for_one_budget_one_gets_it(house: Any, job: Any) -> None:
    house.rules(limit="0.15")
    first = job()
    others = [
        house.crossing(first.work, first.prepared, attempt=number, sites=house.new_sites())
        for number in range(1, 9)
    ]
    start = threading.Barrier(len(others))
    given: list[Any] = []

    def decide(crossing: Any) -> None:
        start.wait()
        given.append(crossing.decide())

    threads = [threading.Thread(target=decide, args=(each,)) for each in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    allowed = [verdict for verdict in given if verdict.allowed]
    assert len(allowed) == 1 and len(house.held()) == 1
    for verdict in given:
        assert verdict.allowed or "the show S has 0.05 USD left" in verdict.sentence
    head = Ledger(house.show / "rights" / "ledger.jsonl").head()
    assert head.rows == len(house.ledger()) and len(house.ledger("decision")) == 8


RACER = """
import importlib.util, sys
from pathlib import Path
from secondunit.providers import Registry
from secondunit.service.home import Home
from secondunit.service.remote.crossing import Crossing
from secondunit.service.remote.sites import Sites
from secondunit.service.shows import Shows
from secondunit.wire import Prepared, Work, dumps, loads

house, folder, attempt = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
spec = importlib.util.spec_from_file_location("gate_house", house)
gates = sys.modules["gate_house"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(gates)
home = Home(folder / "home")
makers = {"studio": lambda site: gates.Studio(site, [gates.STILL])}
work = loads(Work, (folder / "work.json").read_text())
prepared = loads(Prepared, (folder / "prepared.json").read_text())
crossing = Crossing(Sites(home, Shows(home), Registry(makers)), work, prepared, attempt)
print("ready", flush=True)
sys.stdin.readline()
for turn in range(4):
    print(dumps(Crossing(crossing._sites, work, prepared, attempt + turn).decide()), flush=True)
"""


def test_two_processes_that_race_spend_no_more_than_there_is(house: Any, job: Any, tmp_path: Path) -> None:
    house.rules(limit="0.35")
    crossing = job()
    (tmp_path / "work.json").write_text(dumps(crossing.work))
    (tmp_path / "prepared.json").write_text(dumps(crossing.prepared))
    helper = str(Path(__file__).with_name("gate_house.py"))
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACER, helper, str(tmp_path), first],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for first in ("10", "20")
    ]  # fmt: skip
    for racer in racers:
        assert racer.stdout is not None and racer.stdout.readline() == "ready\n"
    said = [racer.communicate("go\n", timeout=60)[0].splitlines() for racer in racers]
    given = [loads(Verdict, line) for lines in said for line in lines]
    assert len(given) == 8 and sum(verdict.allowed for verdict in given) == 3
    assert sum(each.reserved for each in house.held()) == 300_000
    path = house.show / "rights" / "ledger.jsonl"
    assert verify(path).rows == len(house.ledger()) and len(house.ledger("decision")) == 8


# ---- the guard ----


def test_the_inner_door_opens_only_behind_the_outer_one(house: Any) -> None:
    with pytest.raises(NoVerdict):
        _guarded(Call("GET", THERE))
    house.rules(hosts='"api.studio.test"')
    with pytest.raises(Refused), socket.socket() as made:
        made.close()
        house.sites.doorway("S", "studio").connect("elsewhere.test", 443, "", 1.0)


def test_what_a_provider_says_is_without_keys(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECONDUNIT_STUDIO_KEY", "canary-key-4711")
    provider = house.sites.provider("S", "studio")
    key = house.made["studio"][0].site.secret("studio.key")

    def asked(name: str, verb: str) -> None:
        raise ProviderDenied(f"The key {key} is wrong.", where=f"https://x/?k={key}")

    house.asked = asked
    with pytest.raises(ProviderDenied) as caught:
        provider.submit(None, "k")
    assert key not in str(caught.value) and key not in json.dumps(str(caught.value.args))
    _, absent = house.sites.capabilities("S")
    assert [each.problem.code for each in absent] == ["provider.denied"] * 2
    assert all(key not in str(each.problem) for each in absent)


def test_a_job_that_is_out_stays_out_when_the_settings_change(house: Any, job: Any) -> None:
    crossing, before = job(), house.sites.doorway("S", "studio")
    assert crossing.decide().allowed
    house.providers('size = "large"\n')
    after = house.sites.doorway("S", "studio")
    assert after is not before
    later = house.crossing(crossing.work, crossing.prepared)
    for opened in (crossing, later):
        with opened.open(0):
            for doorway in (before, after):
                assert doorway.permit(Call("GET", THERE, crossing.key(0))).allowed


def test_every_verdict_that_something_left_on_is_in_the_ledger(
    house: Any, job: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    crossing = job(pieces=3)
    now = ["2026-11-22T10:00:00.000Z"]
    for place in ("rights.show", "service.remote.crossing", "service.remote.doorway"):
        monkeypatch.setattr(f"secondunit.{place}.utc_now", lambda: now[0])
    doorway = house.sites.doorway("S", "studio")

    def send(piece: int) -> None:
        with crossing.open(piece):
            doorway.permit(json_call("POST", THERE, crossing.key(piece), {"piece": piece}))

    assert crossing.decide().allowed
    now[0] = "2026-11-22T10:05:00.000Z"
    assert crossing.still().allowed
    send(0)
    now[0] = "2026-11-22T10:20:00.000Z"
    send(1)
    house.rules(hosts='"api.studio.test", "*.cdn.test"')
    assert crossing.still().hosts == ("api.studio.test", "*.cdn.test")
    send(2)
    assert [row.kind for row in house.ledger()][-6:] == [
        "decision", "egress", "renewal", "egress", "renewal", "egress",
    ]  # fmt: skip
    given = {row.body["verdict"]["digest"] for row in house.ledger("decision") + house.ledger("renewal")}
    assert {row.body["verdict"] for row in house.ledger("egress")} == given


def test_a_price_that_may_not_be_asked_is_a_refusal_on_record(house: Any, job: Any) -> None:
    crossing = job()
    studio = house.made["studio"][-1]
    studio.asked = lambda verb: studio.site.door.permit(Call("GET", "https://api.studio.test/prices"))
    house.rules(expires="2020-01-01")
    given = crossing.decide(seen=Money("0.10"))
    assert not given.allowed and "expired on 2020-01-01" in given.sentence
    assert house.ledger("decision")[-1].body["verdict"]["sentence"] == given.sentence
    assert house.held() == []


GUARDED = """
import socket
from secondunit.providers import Call
from secondunit.providers.http import HttpDoor
from secondunit.rights import guard
from secondunit.service.remote.doorway import Doorway
from secondunit.wire.rights import Verdict

guard.install()
named = Verdict(True, "Yes.", "r", hosts=("api.studio.test",)).sealed()
doorway = Doorway(lambda leaves: named)
ways = (
    lambda: doorway.send(Call("GET", "http://192.0.2.1/x")),
    lambda: doorway.connect("192.0.2.1", 80, "", 1.0),
    lambda: doorway._http.send(Call("GET", "http://192.0.2.1/x")),
    lambda: HttpDoor(lambda call: None).send(Call("GET", "http://api.studio.test/x")),
    lambda: socket.create_connection(("192.0.2.1", 80), 1.0),
)
for way in ways:
    try:
        way()
        print("out")
    except Exception as error:
        print(type(error).__name__)
"""


def test_in_a_guarded_process_there_is_no_way_around_the_doorway() -> None:
    said = subprocess.run([sys.executable, "-c", GUARDED], capture_output=True, text=True, timeout=60)
    assert said.stdout.split() == ["Refused", "Refused", "NoVerdict", "NoVerdict", "NoVerdict"], said.stderr
