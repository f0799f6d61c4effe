"""Pages for people: the OpenAPI document, and a listing of it that needs nothing from the network."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from .document import describe
from .endpoint import Endpoint
from .schema import Schema

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
       background: #16181b; color: #d8dade; }
h1 { margin-bottom: 0; } h2 { border-bottom: 1px solid #3a3f46; padding-bottom: .2rem; margin-top: 2.5rem; }
h3 { margin: 1.6rem 0 .2rem; font-size: 1rem; } h3 code { font-size: .95rem; }
a { color: #7fb2e5; text-decoration: none; } a:hover { text-decoration: underline; }
code { background: #24272c; padding: .1rem .3rem; border-radius: 3px; }
.method { display: inline-block; min-width: 3.4rem; font-weight: 600; color: #e0a458; }
p { margin: .2rem 0; } .about { color: #9aa0a8; }
table { border-collapse: collapse; margin: .3rem 0 .3rem 3.4rem; }
td { padding: .1rem .9rem .1rem 0; vertical-align: top; }
td:first-child { white-space: nowrap; min-width: 11rem; } td:nth-child(2) { min-width: 13rem; }
td:nth-child(3) { min-width: 6rem; }
td + td, .else { color: #9aa0a8; }
h3 + p, h3 + p + p, .else { margin-left: 3.4rem; }
"""


def routes(endpoints: Sequence[Endpoint]) -> list[Route]:
    """The routes of the document of these endpoints, and of the page that lists it."""

    @cache
    def document() -> Schema:
        return describe(endpoints)

    async def get_document(_request: Request) -> Response:
        return Response(json.dumps(document(), ensure_ascii=False), media_type="application/json")

    async def get_page(_request: Request) -> Response:
        headers = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
        return Response(page(document()), headers=headers, media_type="text/html; charset=utf-8")

    return [
        Route("/openapi.json", get_document, methods=["GET"]),
        Route("/docs", get_page, methods=["GET"]),
    ]


def page(document: Schema) -> str:
    """The document as one HTML page."""
    info, components = document["info"], document["components"]
    parts = [
        f"<h1>{escape(info['title'])} {escape(info['version'])}</h1><p>{escape(info['description'])}</p>"
    ]
    parts.append(
        "<p class=about>Every request carries <code>Authorization: Bearer</code> and the token that lies "
        "beside <code>service.json</code>. The same for programs is <code>/openapi.json</code>.</p>"
    )
    parts.append("<h2>Routes</h2>")
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            parts.append(_operation(method.upper(), path, operation))
    parts.append(
        "<h2>Problems</h2><p>What is not done is answered with a <a href='#Problem'>Problem</a>.</p>"
    )
    rows = [
        (f"<b id='{name}'>{name[-3:]}</b>", _prose(answer["description"]), _codes(answer))
        for name, answer in components["responses"].items()
    ]
    parts.append(_table(rows))
    parts.append("<h2>Values</h2><p class=about>What has a default is left out where it is that.</p>")
    for name, schema in components["schemas"].items():
        parts.append(f"<h3 id='{escape(name)}'>{escape(name)}</h3>")
        parts.append(f"<p class=about>{_prose(schema.get('description', ''))}</p>")
        if "enum" in schema:
            parts.append(f"<p>{_choices(schema['enum'])}</p>")
        required = schema.get("required", ())
        parts.append(
            _table(
                (
                    f"<code>{escape(field)}</code>",
                    _type(part),
                    _default(part, field in required),
                    _prose(part.get("description", "")),
                )
                for field, part in schema.get("properties", {}).items()
            )
        )
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><title>Second Unit</title>"
        f"<style>{_STYLE}</style><body>{''.join(parts)}</body></html>"
    )


def _operation(method: str, path: str, operation: Schema) -> str:
    rows = [
        (
            f"<code>{escape(parameter['name'])}</code>",
            f"{parameter['in']}, {_type(parameter['schema'])}",
            _default(parameter["schema"], parameter["required"]),
            f"{_prose(parameter['description'])} {_choices(parameter['schema'].get('enum', ()))}",
        )
        for parameter in operation.get("parameters", ())
    ]
    if "requestBody" in operation:
        rows.append(("body", _content(operation["requestBody"]), "needed", ""))
    refusals = []
    for status, answer in operation["responses"].items():
        if "$ref" in answer:
            refusals.append(f"<a href='#{answer['$ref'].rpartition('/')[2]}'>{status}</a>")
        else:
            content, about = _content(answer), _prose(answer["description"])
            rows.append((f"<b>{status}</b>", content, "", "" if f">{about}<" in content else about))
    return (
        f"<h3><span class=method>{method}</span><code>{escape(path)}</code></h3>"
        f"<p>{_prose(operation['description'])}</p>{_table(rows)}"
        f"<p class=else>Else {' '.join(refusals)}</p>"
    )


def _table(rows: Iterable[Sequence[str]]) -> str:
    lines = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def _content(answer: Schema) -> str:
    """The types of a body or answer."""
    return " or ".join(
        _type(content["schema"]) if "schema" in content else f"<code>{escape(kind)}</code>"
        for kind, content in answer["content"].items()
    )


def _codes(answer: Schema) -> str:
    """The codes of a problem that an answer may hold."""
    schema = answer["content"]["application/json"]["schema"]
    return _choices(schema["allOf"][1]["properties"]["code"]["enum"]) if "allOf" in schema else ""


def _choices(words: Iterable[str]) -> str:
    return " ".join(f"<code>{escape(word)}</code>" for word in words if word)


def _default(schema: Schema, needed: bool) -> str:
    if needed:
        return "needed"
    default = schema.get("default")
    return f"else <code>{escape(json.dumps(default))}</code>" if default not in (None, "", [], {}) else ""


def _prose(text: str) -> str:
    """A description, what stands in backticks as code."""
    return re.sub("`([^`]+)`", r"<code>\1</code>", escape(text))


def _type(schema: Schema) -> str:
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f"<a href='#{name}'>{name}</a>"
    if "anyOf" in schema:
        return " or ".join(_type(choice) for choice in schema["anyOf"])
    if schema.get("type") == "array":
        return "list of " + _type(schema["items"])
    if "additionalProperties" in schema:
        return "names with " + _type(schema["additionalProperties"])
    limits = f" {schema['minimum']} to {schema['maximum']}" if "minimum" in schema else ""
    return escape(str(schema.get("type", ""))) + limits
