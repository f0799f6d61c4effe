"""The doorway: nothing of a job passes but on its verdict, and nothing at all around it."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from secondunit.providers import Call, Part
from secondunit.providers.door import json_call
from secondunit.providers.message import open_message
from secondunit.service.outbound.contents import contents
from secondunit.service.outbound.transport import _guarded
from secondunit.wire.errors import (
    BadInput,
    LedgerTampered,
    NoVerdict,
    ProviderDenied,
    Refused,
)

HERE = "http://127.0.0.1:1/v1/still"
THERE = "https://api.studio.test/v1/still"


def test_a_call_for_a_job_passes_only_while_the_job_is_out_and_only_to_the_rules_hosts(
    house: Any, job: Any
) -> None:
    crossing, transport = job(), house.sites.transport("S", "studio")
    call = json_call("POST", THERE, crossing.key(0), {"prompt": "a red barn"})
    with pytest.raises(Refused, match="not out"):
        transport.permit(call)
    assert crossing.decide().allowed
    with crossing.open(0):
        assert transport.permit(call).rule == "studio stills"
        for url in ("https://evil.test/x", "https://api.studio.test.evil.test/x", "https://192.0.2.7/x"):
            with pytest.raises(Refused):
                transport.permit(json_call("GET", url, crossing.key(0), {}))
        with pytest.raises(BadInput):
            transport.permit(Call("GET", "https:///nowhere", crossing.key(0)))


def test_only_files_that_the_gate_saw_leave_in_whatever_form(house: Any, job: Any, tmp_path: Path) -> None:
    crossing, transport = job(), house.sites.transport("S", "studio")
    assert crossing.decide().allowed
    allowed = house.file_of(crossing).path.read_bytes()
    strange = b"\x89PNG\r\n\x1a\n" + b"not what the gate saw" * 40
    other = tmp_path / "other.png"
    other.write_bytes(strange)
    coded = {"image": f"data:image/png;base64,{base64.b64encode(strange).decode()}"}
    deep = {"a": [{"b": base64.urlsafe_b64encode(strange).decode()}]}
    key = crossing.key(0)
    lines = base64.encodebytes(strange).decode()
    with crossing.open(0):
        for call in (
            house.upload(crossing, path=other),
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
                transport.permit(call)
        good = {"image": f"data:image/png;base64,{base64.b64encode(allowed).decode()}"}
        for call in (
            house.upload(crossing),
            json_call("POST", THERE, key, good),
            Call("PUT", THERE, key, body=allowed),
        ):
            assert transport.permit(call).allowed
    assert len(house.ledger("held_back")) == 1  # one sentence, one host: said once


def test_a_prompt_is_no_file_however_long_it_is() -> None:
    words = {"prompt": "smoke and fire " * 600, "seed": 3, "hash": "ab" * 32, "letters": "a" * 300}
    call = json_call("POST", THERE, "", words)
    with open_message(call) as sent:
        found = contents(sent)
    assert found.hashes == () and found.words == call.body


def test_a_question_carries_nothing_of_the_show_and_goes_where_a_rule_stands(
    house: Any, tmp_path: Path
) -> None:
    transport = house.sites.transport("S", "studio")
    assert transport.permit(Call("GET", "https://api.studio.test/v1/models")).allowed
    picture = tmp_path / "a.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n and more")
    for call in (
        Call("GET", "https://elsewhere.test/v1/models"),
        Call("POST", "https://api.studio.test/", parts=(Part("f", "a.png", picture, "image/png"),)),
        Call("POST", "https://api.studio.test/", body=b"x" * 70_000),
    ):
        with pytest.raises(Refused):
            transport.permit(call)
    assert house.ledger() == []  # a question is no egress
    house.rules(expires="2020-01-01")
    with pytest.raises(Refused, match="expired on 2020-01-01"):
        transport.permit(Call("GET", "https://api.studio.test/v1/models"))
    house.write("rights.toml", "")
    with pytest.raises(Refused, match="No rule of S"):
        transport.permit(Call("GET", "https://api.studio.test/v1/models"))
    assert transport.permit(Call("GET", HERE)).sentence.startswith("Declared local by ")
    house.write("rights.toml", '[[rule]]\nname = "never"\nprovider = "studio"\ndeny = true\n')
    with pytest.raises(Refused, match="'never' forbids studio"):
        transport.permit(Call("GET", HERE))


def test_results_may_lie_elsewhere_but_neither_files_nor_the_key_go_there(
    house: Any, job: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.rules(hosts='"api.studio.test", "*.cdn.test"')
    monkeypatch.setenv("SECONDUNIT_STUDIO_KEY", "a-key-of-the-studio")
    crossing, transport = job(), house.sites.transport("S", "studio")
    key = house.made["studio"][0].site.secret("studio.key")
    assert crossing.decide().allowed
    errand, result = crossing.key(0), "https://files.cdn.test/a.png"
    with crossing.open(0):
        assert transport.permit(json_call("POST", THERE, errand, {"prompt": "x"})).allowed
        assert transport.permit(Call("GET", result, errand)).allowed
        for call in (
            Call("GET", result, errand, headers=(("Authorization", f"Bearer {key}"),)),
            Call("GET", f"{result}?key={key}", errand),
            Call("GET", result, errand, body=b"what?"),
            Call("POST", result, errand),
            house.upload(crossing, result),
        ):
            with pytest.raises(Refused, match=r"own address only, not to files\.cdn\.test"):
                transport.permit(call)
    house.providers('homes = "studio.test, files.cdn.test"\n')
    again = house.crossing(crossing.work, crossing.prepared)
    assert again.still().allowed
    with again.open(0):
        assert house.sites.transport("S", "studio").permit(house.upload(again, result)).allowed


def test_a_listener_is_let_out_a_little_longer_than_the_block_and_no_longer(
    house: Any, job: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    crossing, transport = job(), house.sites.transport("S", "studio")
    now = [100.0]
    monkeypatch.setattr("secondunit.service.outbound.transport.time.monotonic", lambda: now[0])
    assert crossing.decide().allowed
    call = Call("CONNECT", "tcp://api.studio.test:443", crossing.key(0))
    with crossing.open(0):
        with crossing.open(0):
            pass
        now[0] += 1000.0
        assert transport.permit(call).allowed
    now[0] += 60.0
    assert transport.permit(call).allowed
    now[0] += 60.0
    with pytest.raises(Refused, match="not out"):
        transport.permit(call)


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
    crossing, transport = job(pieces=2), house.sites.transport("S", "studio")
    url = f"http://127.0.0.1:{server.server_port}/upload"
    assert crossing.decide().allowed
    with crossing.open(0):
        answer = transport.send(house.upload(crossing, url))
        assert answer.status == 200
        transport.send(house.upload(crossing, url)).close()
        transport.send(json_call("POST", url, crossing.key(0), {"prompt": "a red barn"})).close()
    assert len(server.came) == 3 and b"prepared" in server.came[0]
    first, again, second = house.ledger("egress")
    (sent,) = first.body["files"]
    assert again.body["files"] == first.body["files"]
    assert first.body["job"] == crossing.key(0) and first.body["host"] == "127.0.0.1"
    assert sent["sha256"] == house.file_of(crossing).sha256 and first.body["rule"] == "studio stills"
    assert second.body["files"] == [] and second.body["call"]["body_bytes"] == len(server.came[2])


def test_a_ledger_that_was_tampered_with_lets_nothing_out(house: Any, job: Any, server: Any) -> None:
    house.rules(hosts='"127.0.0.1"')
    crossing, transport = job(), house.sites.transport("S", "studio")
    assert crossing.decide().allowed
    ledger = house.show / "rights" / "ledger.jsonl"
    ledger.write_bytes(ledger.read_bytes()[:-200])
    url = f"http://127.0.0.1:{server.server_port}/upload"
    with crossing.open(0), pytest.raises(LedgerTampered):
        transport.send(house.upload(crossing, url))
    assert server.came == []


def test_a_file_that_changed_after_it_left_once_does_not_leave_again(
    house: Any, job: Any, server: Any
) -> None:
    house.rules(hosts='"127.0.0.1"')
    crossing, transport = job(), house.sites.transport("S", "studio")
    call = house.upload(crossing, f"http://127.0.0.1:{server.server_port}/upload")
    assert crossing.decide().allowed
    with crossing.open(0):
        transport.send(call).close()
        house.file_of(crossing).path.write_bytes(b"\x89PNG\r\n\x1a\n something else")
        with pytest.raises(Refused, match="not asked about"):
            transport.send(call)
    assert len(server.came) == 1


def test_a_first_call_to_a_strange_place_makes_it_nobodys_home(house: Any) -> None:
    transport = house.sites.transport("S", "studio")
    with pytest.raises(Refused, match="does not name"):
        transport.permit(Call("GET", "https://evil.test/"))
    with pytest.raises(Refused, match="as long as this"):
        transport.permit(Call("GET", f"https://api.studio.test/?a={'x' * 17_000}"))
    assert transport.permit(Call("POST", "https://api.studio.test/v1/models", body=b"{}")).allowed


def test_a_file_that_changed_after_the_verdict_stays(house: Any, job: Any, server: Any) -> None:
    house.rules(hosts='"127.0.0.1"')
    crossing, transport = job(), house.sites.transport("S", "studio")
    assert crossing.decide().allowed
    house.file_of(crossing).path.write_bytes(b"\x89PNG\r\n\x1a\n something else")
    with crossing.open(0), pytest.raises(Refused):
        transport.send(house.upload(crossing, f"http://127.0.0.1:{server.server_port}/upload"))
    assert server.came == [] and house.ledger("egress") == []


def test_what_stays_on_this_machine_needs_no_rule_and_can_go_nowhere_else(house: Any, job: Any) -> None:
    house.write("rights.toml", "")
    crossing, transport = job(model="near", record=False), house.sites.transport("S", "studio")
    given = crossing.decide()
    assert given.allowed and given.sentence.startswith("Declared local by ")
    with crossing.open(0):
        assert transport.permit(house.upload(crossing, HERE)).allowed
        with pytest.raises(Refused, match=r"nothing may go to api\.studio\.test"):
            transport.permit(Call("GET", THERE, crossing.key(0)))
    assert house.ledger("egress") == []
    house.write(
        "rights.toml", '[[rule]]\nname = "no stills"\nprovider = "*"\ntasks = ["image"]\ndeny = true\n'
    )
    assert crossing.still().sentence == "The rule 'no stills' forbids studio near to do image with plate."


def test_the_inner_door_opens_only_behind_the_outer_one(house: Any) -> None:
    with pytest.raises(NoVerdict):
        _guarded(Call("GET", THERE))
    house.rules(hosts='"api.studio.test"')
    with pytest.raises(Refused):
        house.sites.transport("S", "studio").connect("elsewhere.test", 443, "", 1.0)


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


GUARDED = """
import socket
from secondunit.providers import Call
from secondunit.providers.http import HttpDoor
from secondunit.rights import guard
from secondunit.service.outbound.transport import GatedTransport
from secondunit.wire.rights import Verdict

guard.install()
named = Verdict(True, "Yes.", "r", hosts=("api.studio.test",)).sealed()
doorway = GatedTransport(lambda leaves: named)
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
