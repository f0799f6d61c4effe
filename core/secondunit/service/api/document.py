"""The OpenAPI document: every route with its parameters, body, answers and the problems it may answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from secondunit import __version__
from secondunit.wire import Event, Problem
from secondunit.wire.errors import NotFound, OutOfRange, PictureTooLarge
from secondunit.wire.problem import codes

from .answers import Media, status_of
from .endpoint import Endpoint
from .schema import Schema, reference, schemas

_JSON = "application/json"
#: Why each status is answered.
_PROBLEMS = {
    401: "The token is missing or wrong.",
    403: "Refused: the origin, the gate, or the rights on disk.",
    404: "There is no such thing.",
    409: "The thing is no longer in a state that allows this.",
    413: "The request is too large.",
    416: "The file has no such part; `Content-Range` says how long it is.",
    422: "What was sent, or what it names, is not what it should be; `where` names the field.",
    500: "A fault of the service; its log has the details.",
    503: "The service has as many connections as it takes.",
    504: "A disk or server that the request leads to does not answer.",
    507: "The disk is full.",
}
#: Codes of a status beside those of the classes that lead to it.
_ALSO = {413: (PictureTooLarge.code,), 416: (OutOfRange.code,), 422: (NotFound.code,)}
#: The headers of a file, and of a part of parameter.
_FILE = {"Accept-Ranges": "Parts are given by `bytes`.", "ETag": "Names these very bytes."}
_PART = {"Content-Range": "Which bytes of how many."}
#: What may be answered whatever was asked; and, besides, where something was said.
_ALWAYS, _WITH_WORDS = (401, 403, 413, 500, 503), (422, 504, 507)


def describe(endpoints: Iterable[Endpoint]) -> Schema:
    """The document (OpenAPI 3.1) of these routes."""
    endpoints = tuple(endpoints)
    paths: dict[str, Schema] = {}
    classes: dict[type, None] = {Problem: None, Event: None}
    for endpoint in endpoints:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint)
        for cls in (endpoint.body, endpoint.answer):
            if isinstance(cls, type):
                classes[cls] = None
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Second Unit",
            "version": __version__,
            "description": "Briefs, jobs, takes and events of one user's service, over loopback.",
        },
        "paths": paths,
        "components": {
            "schemas": schemas(classes),
            "responses": {_name(status): _problem(status) for status in _PROBLEMS},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"token": []}],
    }


def _operation(endpoint: Endpoint) -> Schema:
    parameters = []
    for name, parameter in endpoint.parameters.items():
        schema = dict(parameter.schema)
        if name in endpoint.defaults:
            schema["default"] = endpoint.defaults[name]
        parameters.append(
            {
                "name": parameter.header or name,
                "in": parameter.place.value,
                "required": name not in endpoint.defaults,
                "description": parameter.about,
                "schema": schema,
            }
        )
    operation: Schema = {
        "tags": [endpoint.tag],
        "operationId": endpoint.run.__name__,
        "description": " ".join((endpoint.run.__doc__ or "").split()),
    }
    if parameters:
        operation["parameters"] = parameters
    if endpoint.body is not None:
        operation["requestBody"] = {"required": True, "content": _json(reference(endpoint.body))}
    operation["responses"] = _answers(endpoint) | {
        str(status): {"$ref": f"#/components/responses/{_name(status)}"} for status in _statuses(endpoint)
    }
    return operation


def _answers(endpoint: Endpoint) -> Schema:
    answer = endpoint.answer
    if not isinstance(answer, Media):
        return {
            str(status): {"description": about or answer.__name__, "content": _json(reference(answer))}
            for status, about in endpoint.statuses.items()
        }
    good = _media(answer, answer.about, {**answer.headers, **_FILE} if answer.ranges else answer.headers)
    if not answer.ranges:
        return {"200": good}
    return {"200": good, "206": _media(answer, "The part that was asked for.", _FILE | _PART)}


def _media(answer: Media, about: str, headers: Mapping[str, str]) -> Schema:
    described: Schema = {"description": about, "content": {answer.type: {}}}
    if headers:
        described["headers"] = {
            name: {"description": text, "schema": {"type": "string"}, "required": name in _FILE | _PART}
            for name, text in headers.items()
        }
    return described


def _statuses(endpoint: Endpoint) -> list[int]:
    statuses = [*_ALWAYS]
    if endpoint.names_something:
        statuses.append(404)
    if endpoint.method == "POST" and (endpoint.parameters or endpoint.body):
        statuses.append(409)
    if endpoint.parameters or endpoint.body:
        statuses += _WITH_WORDS
    if isinstance(endpoint.answer, Media) and endpoint.answer.ranges:
        statuses.append(416)
    return sorted(statuses)


def _problem(status: int) -> Schema:
    """The answer of a status: a problem with one of the codes that lead to it."""
    schema: Schema = reference(Problem)
    leading = {code for code, cls in codes().items() if status_of(cls) == status}
    errors = sorted(leading.union(_ALSO.get(status, ())))
    if errors and status != 500:
        schema = {"allOf": [schema, {"properties": {"code": {"enum": errors}}}]}
    return {"description": _PROBLEMS[status], "content": _json(schema)}


def _json(schema: Schema) -> Schema:
    return {_JSON: {"schema": schema}}


def _name(status: int) -> str:
    """The name of a status's answer, whatever Python's phrase for it."""
    return f"Problem{status}"
