"""The document that a service publishes, and its real answers held against it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import jsonschema_rs

#: What stands outside the document: the document itself, and the page that lists it.
PAGES = {"/openapi.json", "/docs"}


class Published:
    """An OpenAPI document, and which of its answers were seen: (method, path, status)."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.seen: set[tuple[str, str, int]] = set()
        self._paths = {
            re.compile(re.sub(r"\{\w+\}", "[^/]+", path)): operations
            for path, operations in document["paths"].items()
        }
        self._names = dict(zip(self._paths, document["paths"], strict=True))
        self._validators: dict[str, Any] = {}

    def hold(self, method: str, path: str, status: int, headers: Mapping[str, str], body: bytes) -> None:
        """Fail unless the document says that this may be answered: status, media type, headers, body."""
        if path in PAGES and status == 200:
            return
        operation = self._operation(method.lower(), path)
        if operation is None:  # no such route, or not with that method
            assert status in (401, 403, 404, 405, 413), (method, path, status)
            if method == "HEAD":
                return
            self._validate(json.loads(body), {"$ref": "#/components/schemas/Problem"})
            return
        name, described = operation
        where = f"{method} {name}: {status}"
        answer = described["responses"].get(str(status))
        assert answer is not None, f"{where} is not in the document"
        answer = self._resolved(answer)
        kind = headers.get("content-type", "").partition(";")[0]
        content = answer.get("content", {})
        assert kind in content if content else not body, f"{where}: {kind} is not in the document"
        for header in answer.get("headers", {}):
            optional = not answer["headers"][header].get("required", False)
            assert optional or header.lower() in headers, f"{where} is without {header}"
        if kind == "application/json":
            assert "schema" in content[kind], f"{where} has no type in the document"
            self._validate(json.loads(body), content[kind]["schema"])
        elif kind == "text/event-stream":
            for line in body.splitlines():
                if line.startswith(b"data:"):
                    self._validate(json.loads(line[5:]), {"$ref": "#/components/schemas/Event"})
        self.seen.add((method.upper(), name, status))

    def takes(self, name: str, value: Any) -> bool:
        """Whether the schema `name` takes a JSON value."""
        return bool(self._validator({"$ref": f"#/components/schemas/{name}"}).is_valid(value))

    def unseen(self) -> list[str]:
        """Routes of which no good answer was seen."""
        good = {(method, path) for method, path, status in self.seen if status < 300}
        every = {
            (method.upper(), path)
            for path, operations in self.document["paths"].items()
            for method in operations
        }
        return sorted(" ".join(route) for route in every - good)

    def _operation(self, method: str, path: str) -> tuple[str, dict[str, Any]] | None:
        for pattern, operations in self._paths.items():
            if pattern.fullmatch(path) and method in operations:
                return self._names[pattern], operations[method]
        return None

    def _resolved(self, answer: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in answer:
            found: Any = self.document
            for part in answer["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            answer = found
        return answer

    def _validate(self, value: Any, schema: dict[str, Any]) -> None:
        self._validator(schema).validate(value)

    def _validator(self, schema: dict[str, Any]) -> Any:
        key = json.dumps(schema, sort_keys=True)
        if key not in self._validators:
            whole = {**schema, "components": self.document["components"]}
            self._validators[key] = jsonschema_rs.validator_for(whole)
        return self._validators[key]
