"""The door: without the token nothing, from another site nothing, and nothing huge."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from secondunit.wire import Problem, loads

PATHS = ["/v1/status", "/v1/kinds", "/v1/shows/S", "/v1/jobs", "/v1/jobs/x", "/v1/jobs/x/brief", "/v1/takes",
         "/v1/takes/x", "/v1/takes/x/thumbnail", "/v1/takes/x/frames/1", "/v1/events", "/docs",
         "/openapi.json", "/", "/nothing/here", "/v1/jobs/", "/redoc"]  # fmt: skip
POSTS = ["/v1/jobs", "/v1/estimate", "/v1/stop", "/v1/jobs/x/cancel", "/v1/jobs/x/retry", "/nothing"]


def without(api: Any, **headers: str) -> dict[str, str]:
    return {"Authorization": "", **headers}


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer wrong", "Basic dXNlcjpwYXNz", "Bearer \xff"])
def test_without_the_token_everything_is_401(api: Any, authorization: str) -> None:
    headers = {"Authorization": authorization.encode("latin-1")}
    for method, paths in (("GET", PATHS), ("POST", POSTS), ("DELETE", PATHS[:3]), ("OPTIONS", PATHS[:3])):
        for path in paths:
            answer = api.client.request(method, path, headers=headers)
            assert answer.status_code == 401, (method, path)
            assert loads(Problem, answer.content).code == "denied.token"
    assert not api.stopped.is_set()


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:4712"},
        {"Origin": "http://127.0.0.1.evil.example:4711"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": "evil.example"},
        {"Host": "127.0.0.1:4712"},
        {"Host": "127.0.0.1"},
        {"Host": "127.0.0.1:4711.evil.example"},
        {"Host": ""},
    ],
)
def test_a_page_of_another_site_is_refused_even_with_the_token(api: Any, headers: dict[str, str]) -> None:
    for path in PATHS:
        answer = api.client.get(path, headers=headers)
        assert answer.status_code == 403 and loads(Problem, answer.content).code == "denied.origin"


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "localhost:4711"},
        {"Host": "[::1]:4711"},
        {"Origin": "http://127.0.0.1:4711", "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_our_own_page_is_let_in(api: Any, headers: dict[str, str]) -> None:
    assert api.client.get("/v1/status", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("name", "own", "other"),
    [("Origin", "http://127.0.0.1:4711", "https://evil.example"), ("Sec-Fetch-Site", "none", "cross-site")],
)
def test_a_header_said_twice_is_believed_only_if_both_are_ours(
    api: Any, name: str, own: str, other: str
) -> None:
    assert api.client.get("/v1/status", headers=[(name, own), (name, own)]).status_code == 200
    assert api.client.get("/v1/status", headers=[(name, own), (name, other)]).status_code == 403


def test_a_sender_that_goes_away_within_its_body_is_no_fault_of_ours(
    api: Any, caplog: pytest.LogCaptureFixture
) -> None:
    headers = [(b"host", b"127.0.0.1:4711"), (b"authorization", api.client.headers["Authorization"].encode())]
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/v1/estimate",
        "query_string": b"",
        "headers": headers,
    }
    said: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        said.append(message)

    asyncio.run(api.app(scope, receive, send))
    assert said[0]["status"] == 400 and not caplog.records


def test_no_answer_allows_another_site_to_read_it(api: Any) -> None:
    answer = api.client.get("/v1/status")
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


def test_a_huge_body_is_refused_whether_it_says_so_or_not(api: Any) -> None:
    said = api.client.post("/v1/estimate", content=b"x" * (2 << 20))
    assert said.status_code == 413

    def pieces() -> Any:
        for _ in range(40):
            yield b"x" * 65536

    unsaid = api.client.post("/v1/estimate", content=pieces())
    assert unsaid.status_code == 413 and "at most" in loads(Problem, unsaid.content).message
    strange = api.client.post("/v1/estimate", content=b"{}", headers={"Content-Length": "many"})
    assert strange.status_code == 413
