"""Offers: who else may do it, in the studio's order and then by price; nothing is ever begun by them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secondunit.service.store import jobs
from secondunit.wire import (
    CapabilityList,
    Fitting,
    FrozenMap,
    JobPage,
    JobState,
    Money,
    OfferList,
    Task,
    dumps,
    loads,
)
from secondunit.wire.rights import Approving

NASTY = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**40), 2**70), st.floats(), st.text(max_size=30),
    st.sampled_from(["", "\0", "..", "1e999", "still", "movie", "paint", "rival", "inpaint", "video", "/"]),
    st.lists(st.integers(), max_size=3), st.dictionaries(st.text(max_size=5), st.integers(), max_size=3),
)  # fmt: skip


def offered(answer: Any) -> list[tuple[str, str, str]]:
    assert answer.status_code == 200, answer.text
    return [(each.provider, each.model, each.cost.amount) for each in loads(OfferList, answer.content).offers]


def test_the_other_allowed_models_are_offered_in_the_shows_order_then_by_price(
    house: Any, gate_api: Any
) -> None:
    still = house.models["studio"][0]
    house.models["rival"] += [replace(still, model="cheap"), replace(still, model="other")]
    brief = house.brief(controls=FrozenMap({"strength": 0.3}))
    assert offered(gate_api.post("/v1/offers", brief)) == [
        ("studio", "near", "0.10"), ("rival", "still", "0.05"), ("rival", "cheap", "0.05"),
        ("rival", "other", "0.05"),
    ]  # fmt: skip
    house.providers(order='["rival", "studio"]')
    first = loads(OfferList, gate_api.post("/v1/offers", brief).content).offers[0]
    assert (first.provider, first.label, first.model_label, first.terms) == (
        "rival", "Studio", "Still", "Under contract.",
    )  # fmt: skip
    assert first.cost == Money("0.05") and first.verdict.startswith("The rule 'rival stills' allows")
    assert loads(JobPage, gate_api.client.get("/v1/jobs").content).jobs == () and house.held() == []


def test_what_may_not_or_cannot_do_it_is_not_offered(house: Any, gate_api: Any) -> None:
    rules = (house.show / "rights.toml").read_text()
    house.write("rights.toml", rules.replace('provider = "rival"', 'provider = "rival"\ndeny = true'))
    assert offered(gate_api.post("/v1/offers", house.brief())) == [("studio", "near", "0.10")]
    assert offered(gate_api.post("/v1/offers", house.brief(model="near"))) == [("studio", "still", "0.10")]
    house.rules()
    movie = house.brief(task=Task.VIDEO, model="movie")
    assert offered(gate_api.post("/v1/offers", movie)) == [("rival", "movie", "0.05")]
    assert offered(gate_api.post("/v1/offers", house.brief(prompt="x" * 101))) == []


def test_a_model_that_lacks_a_control_is_asked_without_it(house: Any, gate_api: Any) -> None:
    house.models["rival"] = [replace(house.models["rival"][0], controls=())]
    brief = house.brief(controls=FrozenMap({"strength": 0.3}), fitting=Fitting(feather=4.0))
    assert ("rival", "still", "0.05") in offered(gate_api.post("/v1/offers", brief))


def test_a_job_that_was_refused_gets_offers_and_others_none(house: Any, gate_api: Any) -> None:
    brief = house.brief()
    plan = house.planner.plan(brief)
    room = gate_api.room
    work = plan.work("j" + "0" * 24 + "1", house.home.scratch, "bob")
    job = room.store_job(work)
    assert offered(gate_api.client.get(f"/v1/jobs/{job}/offers")) == []
    room.store.write(lambda transaction: jobs.move(transaction, job, JobState.REFUSED, status="No."))
    assert ("rival", "still", "0.05") in offered(gate_api.client.get(f"/v1/jobs/{job}/offers"))
    assert gate_api.client.get("/v1/jobs/nobody/offers").status_code == 404


def test_an_onboard_element_is_offered_where_a_provider_fails(house: Any, gate_api: Any) -> None:
    element = replace(house.models["studio"][0], model="smoke", tasks=(Task.ELEMENT,))
    house.models["studio"].append(element)
    brief = house.brief(task=Task.ELEMENT, kind="smoke", model="smoke", prompt="thick smoke")
    assert ("onboard", "", "0") in offered(gate_api.post("/v1/offers", brief))
    by_words = replace(brief, kind="", prompt="thick smoke")
    assert ("onboard", "", "0") in offered(gate_api.post("/v1/offers", by_words))
    other = replace(brief, kind="", prompt="a flash of lightning")
    assert "onboard" not in [provider for provider, _, _ in offered(gate_api.post("/v1/offers", other))]


def test_a_wish_that_is_not_made_here_names_the_models_that_may(house: Any, gate_api: Any) -> None:
    brief = house.brief(
        provider="onboard", model="", task=Task.ELEMENT, kind="", prompt="lightning", plate=None,
        references=(), controls=FrozenMap(),
    )  # fmt: skip
    problem = house.planner.plan(brief).estimate.problems[0]
    assert problem.code == "prompt.bad"
    assert "--provider studio --model still --task image" in problem.remedy
    assert "--model movie --task video" in problem.remedy
    assert "paint" not in problem.remedy  # it works on a plate, it makes nothing from words


def test_capabilities_of_a_show_list_its_providers_and_who_is_absent(house: Any, gate_api: Any) -> None:
    bare = loads(CapabilityList, gate_api.client.get("/v1/capabilities").content)
    assert {each.provider for each in bare.capabilities} == {
        "onboard",
        "methods",
        "comp",
    } and bare.absent == ()
    house.providers("[gone]\nx = 1\n")
    found = loads(CapabilityList, gate_api.client.get("/v1/capabilities?show=S").content)
    assert {each.provider for each in found.capabilities} == {"onboard", "methods", "comp", "studio", "rival"}
    assert [(each.provider, each.problem.code) for each in found.absent] == [("gone", "not_found")]
    assert gate_api.client.get("/v1/capabilities?show=..%2Fx").status_code == 200
    assert all(each.intake is not None for each in found.capabilities if each.leaves)


def places(value: Any, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value in a JSON value."""
    found = [above] if above else []
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, item in pairs:
        found += places(item, (*above, name))
    return found


def test_no_brief_however_bent_is_a_fault_of_the_service(house: Any, gate_api: Any) -> None:
    brief = house.brief(
        task=Task.INPAINT, model="paint", plate=house.plate(), matte=house.matte(), use="crowd",
        references=(house.reference(),), controls=FrozenMap({"strength": 0.5}),
        fitting=Fitting(3.0, 1001, False),
    )  # fmt: skip
    bodies = {
        "/v1/estimate": json.loads(dumps(brief)),
        "/v1/offers": json.loads(dumps(brief)),
        "/v1/approvals": json.loads(dumps(Approving(brief, "Vera", Money("1"), "note"))),
    }
    asked = 0

    @settings(max_examples=150, deadline=None, database=None, derandomize=True,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(data=st.data(), path=st.sampled_from(sorted(bodies)), value=NASTY)
    def bend(data: Any, path: str, value: Any) -> None:
        nonlocal asked
        body = json.loads(json.dumps(bodies[path]))
        place = data.draw(st.sampled_from(places(body)))
        inner = body
        for part in place[:-1]:
            inner = inner[part]
        inner[place[-1]] = value
        answer = gate_api.client.post(path, content=json.dumps(body))
        assert answer.status_code < 500, (path, place, value, answer.text)
        asked += 1

    bend()
    assert asked >= 150
