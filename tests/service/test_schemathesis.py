"""The API under generated requests: whatever is sent, no answer is a fault of the service."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

EXAMPLES = 12


@pytest.fixture
def schema(api: Any) -> Any:
    document = api.client.get("/openapi.json").json()
    # To stop the service is not what this is about, and a stream that waits would never end.
    document["paths"].pop("/v1/stop")
    for parameter in document["paths"]["/v1/events"]["get"]["parameters"]:
        if parameter["name"] == "wait":
            parameter["schema"] = {"type": "integer", "enum": [0]}
            parameter["required"] = True
    return schemathesis.openapi.from_dict(document)


def test_no_request_makes_the_service_fail(schema: Any, api: Any, full: bool) -> None:
    operations = [found.ok() for found in schema.get_all_operations()]
    asked = sum(ask_many(operation, api, EXAMPLES * (10 if full else 1)) for operation in operations)
    assert len(operations) > 15 and asked > 50


def ask_many(operation: Any, api: Any, examples: int) -> int:
    """Send generated requests to one route; gives how many were sent."""
    sent = 0

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        nonlocal sent
        headers = {name: str(value) for name, value in (case.headers or {}).items()}
        headers["Authorization"] = api.client.headers["Authorization"]
        query = dict(case.query or {})
        if operation.path == "/v1/events" and query.get("wait") != 0:
            query["wait"] = 0
        answer = api.client.request(
            case.method,
            case.formatted_path,
            params=query,
            headers={name: value.encode("latin-1", "replace") for name, value in headers.items()},
            **_body(case),
        )
        assert answer.status_code < 500, (case.method, case.formatted_path, answer.text)
        sent += 1

    ask()
    return sent


def _body(case: Any) -> dict[str, Any]:
    if isinstance(case.body, bytes):
        return {"content": case.body}
    if isinstance(case.body, (dict, list, str, int, float, bool)):
        return {"json": case.body}
    return {}
