"""The routes: briefs in, jobs and takes out, problems with a field and a sentence."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest

from secondunit.wire import (
    SCHEMA,
    ColorSpace,
    Estimate,
    FrozenMap,
    Job,
    JobPage,
    JobState,
    KindList,
    Problem,
    ServiceStatus,
    ShowSettings,
    Take,
    TakePage,
    decode,
    dumps,
    loads,
)
from secondunit.wire import Brief as WireBrief


def problem(answer: Any) -> Problem:
    return loads(Problem, answer.content)


def test_the_service_says_what_it_is(api: Any) -> None:
    status = loads(ServiceStatus, api.client.get("/v1/status").content)
    assert status.schema == SCHEMA and status.pid > 0 and not status.stopping
    kinds = loads(KindList, api.client.get("/v1/kinds").content).kinds
    assert "smoke" in [kind.name for kind in kinds] and all(kind.controls for kind in kinds)
    show = loads(ShowSettings, api.client.get("/v1/shows/S").content)
    assert show.name == "S" and show.root.endswith("S")


def test_a_brief_becomes_a_job_and_then_a_take(api: Any, make_brief: Callable[..., Any]) -> None:
    made = make_brief(colorspace=ColorSpace("ACEScg"))
    answer = api.post("/v1/jobs", made, **{"X-Secondunit-User": "Zo%C3%AB"})
    assert answer.status_code == 201
    job = loads(Job, answer.content)
    assert job.user == "Zoë" and job.state is JobState.PLANNED
    api.room.wait(job.id)
    done = loads(Job, api.client.get(f"/v1/jobs/{job.id}").content)
    assert done.state is JobState.DONE
    take = loads(Take, api.client.get(f"/v1/takes/{done.take}").content)
    assert take.job == job.id and take.brief_digest == job.brief_digest
    assert loads(WireBrief, api.client.get(f"/v1/jobs/{job.id}/brief").content) == made
    assert loads(WireBrief, api.client.get(f"/v1/takes/{take.id}/brief").content) == made
    page = loads(TakePage, api.client.get("/v1/takes", params={"show": "S"}).content)
    assert page.takes == (take,) and page.next == ""
    assert loads(JobPage, api.client.get("/v1/jobs", params={"state": "done"}).content).jobs == (done,)
    for preview in ("thumbnail", "contact", "movie", "frames/1001"):
        assert api.client.get(f"/v1/takes/{take.id}/{preview}").status_code == 404


def test_the_job_digest_is_the_estimates_digest(api: Any, make_brief: Callable[..., Any]) -> None:
    estimate = loads(Estimate, api.post("/v1/estimate", make_brief()).content)
    job = loads(Job, api.post("/v1/jobs", make_brief()).content)
    assert estimate.brief_digest == job.brief_digest and estimate.allowed and not estimate.problems
    api.room.wait(job.id)


def test_a_key_makes_a_repeated_request_one_job(api: Any, make_brief: Callable[..., Any]) -> None:
    key = {"Idempotency-Key": "panel-1"}
    first = api.post("/v1/jobs", make_brief(), **key)
    again = api.post("/v1/jobs", make_brief(), **key)
    other = api.post("/v1/jobs", make_brief(seed=5), **key)
    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409)
    job = loads(Job, first.content)
    assert loads(Job, again.content).id == job.id
    assert problem(other).code == "conflict"
    api.room.wait(job.id)


def test_a_running_job_is_cancelled_and_retried(api: Any, engine: Any, make_brief: Any) -> None:
    engine.hold = threading.Event()
    job = loads(Job, api.post("/v1/jobs", make_brief()).content).id
    assert engine.started.wait(10)
    assert api.client.post(f"/v1/jobs/{job}/retry").status_code == 409
    cancelled = api.client.post(f"/v1/jobs/{job}/cancel")
    assert cancelled.status_code == 200 and loads(Job, cancelled.content).state is JobState.CANCELLED
    assert api.client.post(f"/v1/jobs/{job}/cancel").status_code == 409
    assert loads(Job, api.client.post(f"/v1/jobs/{job}/retry").content).state is JobState.PLANNED
    api.room.wait(job)


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        ({"frames": "1048-1001"}, "frames.reversed", "frames"),
        ({"frames": "1-10000000"}, "frames.too_many", ""),
        ({"frames": ""}, "frames.empty", "frames"),
        ({"rate": "23.976"}, "value.wrong_type", "rate"),
        ({"format": {"width": 0, "height": 5}}, "value.out_of_range", "format"),
        ({"format": {"width": 99999, "height": 5}}, "picture.too_large", "format"),
        ({"prompt": "x" * 100_000}, "prompt.bad", "prompt"),
        ({"prompt": "", "controls": {}}, "prompt.bad", "prompt"),
        ({"kind": "unicorn"}, "not_found", "kind"),
        ({"kind": "", "prompt": "autumn leaves"}, "prompt.bad", "prompt"),
        ({"task": "upscale"}, "input.bad", "task"),
        ({"task": "dance"}, "value.out_of_range", "task"),
        ({"provider": "cloud"}, "input.bad", "provider"),
        ({"shot": "../../etc"}, "name.bad", "shot"),
        ({"colorspace": {"name": "Nonsense"}}, "color.unknown_space", "Nonsense"),
        ({"colorspace": {"name": "ACEScg", "config": "/no/a.ocio"}}, "color.unknown_config", "/no/a.ocio"),
        ({"colorspace": {"name": "sRGB - Texture"}}, "color.bad", "colorspace"),
        ({"controls": {"density": -5}}, "value.out_of_range", "density"),
        ({"controls": {"colour": 1}}, "value.unknown_field", "colour"),
        ({"sprinkles": True}, "value.unknown_field", "sprinkles"),
        ({"plate": {"path": "/no/plate.%04d.exr", "frames": "1001-1003", "rate": "24",
                    "format": {"width": 64, "height": 36}, "colorspace": {"name": "ACEScg"}}},
         "not_found", "plate"),
        ({"matte": {"path": "/no/matte.%04d.exr", "frames": "1001"}}, "not_found", "matte"),
    ],
)  # fmt: skip
def test_a_brief_that_cannot_be_done_is_one_clear_problem(
    api: Any, make_brief: Callable[..., Any], change: dict[str, Any], code: str, where: str
) -> None:
    body = json.loads(dumps(make_brief())) | change
    answer = api.client.post("/v1/jobs", content=json.dumps(body))
    assert answer.status_code == 422, answer.content
    said = problem(answer)
    assert said.code == code and where in said.where and said.message.endswith(".")
    assert loads(JobPage, api.client.get("/v1/jobs").content).jobs == ()


def test_an_estimate_names_every_problem_at_once(api: Any, make_brief: Callable[..., Any]) -> None:
    for changes, found in (({"kind": "unicorn"}, "not_found"), ({"provider": "cloud"}, "input.bad")):
        bad = make_brief(colorspace=ColorSpace("Nonsense"), **changes)
        estimate = loads(Estimate, api.post("/v1/estimate", bad).content)
        assert {one.code for one in estimate.problems} == {found, "color.unknown_space"}
    assert not estimate.allowed and estimate.brief_digest


def test_emoji_and_letters_of_other_scripts_work_everywhere(api: Any, make_brief: Callable[..., Any]) -> None:
    made = make_brief(show="Zoë 日本", shot="épisode 1", element="дым", prompt="🔥 smoke 🔥")
    job = loads(Job, api.post("/v1/jobs", made).content)
    api.room.wait(job.id)
    page = loads(TakePage, api.client.get("/v1/takes", params={"show": "Zoë 日本"}).content)
    assert page.takes[0].folder.endswith("Zoë 日本/épisode 1/дым/v001")


@pytest.mark.parametrize(
    "path", ["/v1/jobs/nothing", "/v1/takes/nothing", "/v1/nothing", "/v1/takes/x/thumbnail"]
)
def test_what_is_not_there_is_not_found(api: Any, path: str) -> None:
    answer = api.client.get(path)
    assert answer.status_code == 404 and problem(answer).code == "not_found"


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'"text"', b"\xff\xfe", b'{"schema": 99}', b"[" * 100_000]
)
def test_a_body_that_is_no_brief_is_refused(api: Any, body: bytes) -> None:
    for path in ("/v1/jobs", "/v1/estimate"):
        answer = api.client.post(path, content=body)
        assert answer.status_code == 422 and problem(answer).code.startswith("value.")


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=x", "limit=1000", "state=asleep", "show=%00", "show=" + "x" * 99]
)
def test_a_query_that_means_nothing_is_refused(api: Any, query: str) -> None:
    answer = api.client.get(f"/v1/jobs?{query}")
    assert answer.status_code == 422 and problem(answer).message


def test_events_are_replayed_from_a_number(api: Any, make_brief: Callable[..., Any]) -> None:
    job = loads(Job, api.post("/v1/jobs", make_brief()).content).id
    other = loads(Job, api.post("/v1/jobs", make_brief(show="T")).content).id
    api.room.wait(job, other)
    from secondunit.wire import Event

    def read(text: str) -> list[Event]:
        return [
            decode(Event, {name: value for name, value in json.loads(line[5:]).items() if name != "schema"})
            for line in text.splitlines()
            if line.startswith("data:")
        ]

    everything = read(api.client.get("/v1/events?after=0&wait=0").text)
    assert everything[-1].number == loads(ServiceStatus, api.client.get("/v1/status").content).last_event
    mine = [
        e.job.state.value for e in everything if e.job and e.job.id == job and e.topic.value != "job.progress"
    ]
    assert mine == ["planned", "allowed", "submitting", "running", "delivering", "done"]
    middle = everything[4].number
    assert read(api.client.get(f"/v1/events?after={middle}&wait=0").text) == everything[5:]
    header = {"Last-Event-ID": str(middle)}
    assert read(api.client.get("/v1/events?after=0&wait=0", headers=header).text) == everything[5:]
    show = read(api.client.get("/v1/events?wait=0&show=T").text)
    assert show == [e for e in everything if (e.job or e.take).show == "T"]  # type: ignore[union-attr]


def test_a_listener_that_heard_a_store_which_was_lost_hears_the_new_one_from_its_beginning(
    api: Any, make_brief: Callable[..., Any]
) -> None:
    api.post("/v1/jobs", make_brief())
    said = api.client.get("/v1/events?wait=0", headers={"Last-Event-ID": "99999"}).text
    assert "id: 1\n" in said


@pytest.mark.parametrize("letter", ["\\ud800", "\\u0000"])
@pytest.mark.parametrize("path", ["/v1/jobs", "/v1/estimate"])
def test_a_name_that_cannot_be_stored_is_refused_wherever_it_stands(
    api: Any, make_brief: Callable[..., Any], letter: str, path: str
) -> None:
    good = dumps(make_brief())
    for body in (good.replace('"show"', f'"{letter}"'), good.replace('"preroll"', f'"{letter}"')):
        answer = api.client.post(path, content=body.encode())
        assert answer.status_code == 422
        assert loads(Problem, answer.content).code == "value.wrong_type"


def test_stop_answers_first_and_stops_then(api: Any) -> None:
    assert loads(ServiceStatus, api.client.post("/v1/stop").content).stopping
    assert api.stopped.wait(5)


def test_the_pages_for_people_need_nothing_from_the_network(api: Any) -> None:
    page = api.client.get("/docs").text
    assert "/v1/jobs" in page and "Brief" in page
    assert "http://" not in page and "https://" not in page and "<script" not in page


def test_the_schemas_say_what_the_codec_takes(api: Any, make_brief: Callable[..., Any]) -> None:
    import jsonschema_rs

    document = api.client.get("/openapi.json").json()
    job = loads(Job, api.post("/v1/jobs", make_brief(controls=FrozenMap({"density": 1.0}))).content)
    api.room.wait(job.id)
    for path, name in ((f"/v1/jobs/{job.id}", "Job"), (f"/v1/jobs/{job.id}/brief", "Brief"),
                       ("/v1/takes", "TakePage"), ("/v1/kinds", "KindList"), ("/v1/shows/S", "ShowSettings"),
                       ("/v1/status", "ServiceStatus")):  # fmt: skip
        schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
        jsonschema_rs.validate(schema, api.client.get(path).json())
    assert document["components"]["schemas"]["Brief"]["required"] == [
        "show", "shot", "element", "frames", "rate", "format",
    ]  # fmt: skip
    assert document["security"] == [{"token": []}]
