"""Provider code that means harm at its doorway: what it may carry out, where, on whose word, what is kept."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from secondunit.providers import Call, Part
from secondunit.providers.door import json_call
from secondunit.rights.approvals import Approval
from secondunit.rights.clock import utc_now
from secondunit.wire import Money
from secondunit.wire.errors import BadInput, NotFound, Refused

THERE = "https://api.studio.test/v1/still"


def upload(crossing: Any, key: int, piece: int, url: str = THERE) -> Call:
    path = crossing.request(piece).inputs[0].path
    return Call("POST", url, crossing.key(key), parts=(Part("image", path.name, path, "image/png"),))


@pytest.mark.parametrize(
    "url",
    [
        "https://files.cdn.test\\@api.studio.test/",
        "https://api.studio.test\\@files.cdn.test/",
        "https://a-user:a-password@api.studio.test/",
        "https://api.studio.test@files.cdn.test/",
        "https://api.stu\tdio.test/",
        "https://api.studio.test/a\r\nHost: evil.test",
        " https://api.studio.test/",
        "https://ａpi.studio.test/",
        "https://api.studio.test:99999/",
        "file:///etc/passwd",
        "gopher://api.studio.test/",
        "https:api.studio.test",
    ],
)
def test_an_address_that_can_be_read_in_two_ways_passes_nowhere(url: str, house: Any, job: Any) -> None:
    house.rules(hosts='"api.studio.test", "*.cdn.test"')
    crossing, transport = job(), house.sites.transport("S", "studio")
    assert crossing.decide().allowed
    with crossing.open(0):
        for errand in ("", crossing.key(0)):
            with pytest.raises((BadInput, Refused)) as caught:
                transport.permit(Call("GET", url, errand))
            assert "a-password" not in str(caught.value.problem)


def test_a_call_names_its_host_once(house: Any, job: Any) -> None:
    crossing, transport = job(), house.sites.transport("S", "studio")
    assert crossing.decide().allowed
    with crossing.open(0), pytest.raises((BadInput, Refused)):
        transport.permit(Call("GET", THERE, crossing.key(0), headers=(("HOST", "evil.test"),)))


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "169.254.169.254", "[::ffff:169.254.169.254]",
     "[fd00:ec2::254]", "0.0.0.0", "2130706433", "0x7f000001", "127.1", "10.0.0.1"],
)  # fmt: skip
def test_a_result_that_is_said_to_lie_within_the_house_is_not_fetched(
    host: str, house: Any, job: Any
) -> None:
    """The service's own port, other servers of this machine, the machine's keys in a cloud."""
    house.rules(hosts='"api.studio.test", "*.cdn.test"')
    crossing, transport = job(), house.sites.transport("S", "studio")
    assert crossing.decide().allowed
    with crossing.open(0):
        for scheme in ("http", "https"):
            with pytest.raises(Refused):
                transport.permit(Call("GET", f"{scheme}://{host}:4711/v1/status", crossing.key(0)))


def test_a_piece_carries_its_own_files_and_no_others(house: Any, job: Any) -> None:
    """The ledger says which piece left: so nothing of another may go under its name."""
    crossing, transport = job(pieces=2), house.sites.transport("S", "studio")
    assert crossing.decide().allowed
    with crossing.open(0), crossing.open(1):
        with pytest.raises(Refused):
            transport.permit(upload(crossing, 0, 1))
        assert house.ledger("egress") == []
        transport.permit(upload(crossing, 0, 0))
        with pytest.raises(Refused):
            transport.permit(upload(crossing, 0, 1))
        transport.permit(upload(crossing, 1, 1))
    sent = [row.body["files"][0]["sha256"] for row in house.ledger("egress")]
    assert sent == [crossing.request(piece).inputs[0].sha256 for piece in (0, 1)]


def test_a_line_that_is_opened_for_a_job_is_on_record(house: Any, job: Any) -> None:
    """What goes over a socket is not seen any more: that it stood, and to whom, is."""
    crossing, transport = job(), house.sites.transport("S", "studio")
    assert crossing.decide().allowed
    with crossing.open(0):
        for _ in range(3):
            transport.permit(Call("CONNECT", "tcp://api.studio.test:443", crossing.key(0)))
    row = house.ledger("egress")[-1]
    assert len(house.ledger("egress")) == 3
    assert row.body["host"] == "api.studio.test" and row.body["job"] == crossing.key(0)
    assert row.body["files"] == [] and row.body["call"]["method"] == "CONNECT"


def test_words_that_go_without_a_job_are_on_record(house: Any) -> None:
    transport = house.sites.transport("S", "studio")
    transport.permit(Call("GET", "https://api.studio.test/v1/models"))
    assert house.ledger() == []
    words = b'{"what": "a scene that nobody was to know of"}'
    transport.permit(Call("POST", "https://api.studio.test/v1/models", body=words))
    (row,) = house.ledger("question")
    assert row.body["host"] == "api.studio.test" and row.body["provider"] == "studio"
    assert row.body["call"]["body_bytes"] == len(words) and "nobody" not in str(row.body)


def test_words_in_an_address_are_on_record(house: Any, job: Any) -> None:
    crossing, transport = job(), house.sites.transport("S", "studio")
    assert crossing.decide().allowed
    long = "a scene that nobody was to know of " * 40
    with crossing.open(0):
        transport.permit(Call("GET", THERE, crossing.key(0)))
        transport.permit(Call("GET", f"{THERE}?q={quote(long)}", crossing.key(0)))
        transport.permit(Call("GET", THERE, crossing.key(0), headers=(("X-More", long),)))
    (row,) = house.ledger("polls")
    assert row.body["count"] == 3 and row.body["bytes"] > 2 * len(long)
    transport.permit(Call("GET", f"https://api.studio.test/v1/models?q={quote(long)}"))
    house.sites.close()
    (row,) = house.ledger("questions")
    assert row.body["count"] == 1 and row.body["bytes"] > len(long)


@pytest.mark.parametrize(
    "form",
    [
        lambda key: quote(key, safe=""),
        lambda key: base64.b64encode(f":{key}".encode()).decode(),
        lambda key: base64.b64encode(f"user:{key}".encode()).decode(),
        lambda key: base64.b64encode(key.encode()).decode(),
    ],
)
def test_a_key_in_another_form_does_not_leave_its_home_either(
    form: Callable[[str], str], house: Any, job: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.rules(hosts='"api.studio.test", "*.cdn.test"')
    monkeypatch.setenv("SECONDUNIT_STUDIO_KEY", "a/key+of=the studio")
    crossing, transport = job(), house.sites.transport("S", "studio")
    key = house.made["studio"][0].site.secret("studio.key")
    assert crossing.decide().allowed
    errand = crossing.key(0)
    with crossing.open(0):
        assert transport.permit(json_call("POST", THERE, errand, {"prompt": "x"})).allowed
        for call in (
            Call("GET", f"https://files.cdn.test/a.png?key={form(key)}", errand),
            Call(
                "GET", "https://files.cdn.test/a", errand, headers=(("Authorization", "Basic " + form(key)),)
            ),
        ):
            with pytest.raises(Refused, match="key goes to the provider's own address only"):
                transport.permit(call)


def test_a_provider_is_given_its_own_keys_only(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECONDUNIT_RUNWAY_API_KEY", "a-key-of-another-house")
    monkeypatch.setenv("SECONDUNIT_STUDIO", "a-key-of-the-studio")
    monkeypatch.setenv("SECONDUNIT_HOUSE_KEY", "a-key-by-its-name")
    house.providers('secret = "house.key"\n')
    house.sites.transport("S", "studio")
    secret = house.made["studio"][0].site.secret
    assert secret("studio") == "a-key-of-the-studio" and secret("house.key") == "a-key-by-its-name"
    with pytest.raises(NotFound) as caught:
        secret("runway.api-key")
    assert (
        "runway.api-key" in caught.value.problem.message and "providers.toml" in caught.value.problem.remedy
    )


def test_a_verdict_for_one_account_is_none_for_another(house: Any, job: Any) -> None:
    """The table was changed between the gate's word and the call: other keys, other terms."""
    crossing, before = job(), house.sites.transport("S", "studio")
    assert crossing.decide().allowed
    text = (house.show / "providers.toml").read_text("utf-8")
    house.write("providers.toml", text.replace('"vfx-prod"', '"somebody-elses"', 1))
    with crossing.open(0):
        after = house.sites.transport("S", "studio")
        assert after is not before
        with pytest.raises(Refused, match="account"):
            after.permit(upload(crossing, 0, 0))
        assert before.permit(upload(crossing, 0, 0)).account == "vfx-prod"


def test_a_show_is_not_served_by_anothers_verdict(house: Any, job: Any) -> None:
    other = house.folder / "shows" / "T"
    other.mkdir()
    for name in ("rights.toml", "providers.toml"):
        (other / name).write_bytes((house.show / name).read_bytes())
    crossing = job()
    assert crossing.decide().allowed
    with crossing.open(0), pytest.raises(Refused, match="not out"):
        house.sites.transport("T", "studio").permit(upload(crossing, 0, 0))
    ask = crossing._ask(Money())[0]
    assert not house.sites.rights("T").decide(ask, "x-1").allowed


def test_an_approval_is_not_good_for_other_words_another_model_or_another_plate(house: Any, job: Any) -> None:
    house.rules(more='approval = "always"\napprovers = ["jane"]')
    crossing = job()
    assert "nobody approved" in crossing.decide().sentence
    digest = crossing.work.brief_digest
    rights = house.sites.rights("S")
    rights.approve(Approval("a1", "jane", digest, Money("100"), utc_now()))
    for changes in ({"prompt": "a blue barn"}, {"seed": 7}, {"use": "another"}, {"references": ()}):
        brief = replace(crossing.work.brief, **changes)
        if brief == crossing.work.brief:
            continue
        work = replace(crossing.work, brief=brief)  # a job that claims the digest that was approved
        replayed = house.crossing(work, crossing.prepared, attempt=2)
        assert not replayed.decide().allowed
    assert crossing.decide().allowed
    path = Path(house.files("plate.1001.exr")[0])
    path.write_bytes(path.read_bytes() + b"\0")
    assert not house.crossing(crossing.work, crossing.prepared, attempt=3).decide().allowed


def test_a_bill_for_what_was_to_cost_nothing_counts_in_full(house: Any, job: Any) -> None:
    house.prices["studio"] = "0"
    crossing = job()
    assert crossing.decide().allowed and house.held() == []
    crossing.settle(Money("99.50"))
    budget = house.sites.rights("S").budget
    for scope, name in (("show", "S"), ("shot", "sh010"), ("user", "bob")):
        assert budget.spent(scope, name) == 99_500_000
    crossing.settle(Money("99.50"))
    assert budget.spent("show", "S") == 99_500_000 and len(house.ledger("cost")) == 1
    house.prices["studio"] = "0.60"
    house.providers("x = 1\n")
    again = job()
    assert "0.50 USD left" in again.decide().sentence


@pytest.mark.parametrize("billed", [Money("1e999999999"), Money("-5"), Money("NaN"), Money("much")])
def test_a_bill_that_is_no_amount_is_what_was_held(billed: Money, house: Any, job: Any) -> None:
    crossing = job()
    assert crossing.decide().allowed
    crossing.settle(billed)
    assert house.held() == [] and house.sites.rights("S").budget.spent("show", "S") == 100_000


def test_a_price_is_asked_without_the_words_of_the_brief(house: Any, job: Any) -> None:
    """A price is asked before the gate has spoken: it follows from sizes and counts, and no prompt goes."""
    crossing = job()
    asked = [each for made in house.made["studio"] for each in made.requests]
    crossing.estimate()
    asked += [each for made in house.made["studio"] for each in made.requests]
    assert asked and all("barn" not in each.prompt for each in asked)
    assert all(len(each.prompt) == len("a red barn") for each in asked)
