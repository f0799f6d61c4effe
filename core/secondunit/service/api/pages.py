"""Pages for people: the OpenAPI document, and a listing of it that needs nothing from the network."""

from __future__ import annotations

from html import escape
from typing import Any

from fastapi import APIRouter, Request, Response

from .desk import Desk

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
       background: #16181b; color: #d8dade; }
h2 { border-bottom: 1px solid #3a3f46; padding-bottom: .2rem; }
code { background: #24272c; padding: .1rem .3rem; border-radius: 3px; }
.method { display: inline-block; min-width: 3.5rem; font-weight: 600; color: #e0a458; }
li { margin: .3rem 0; } .about { color: #9aa0a8; }
table { border-collapse: collapse; } td { padding: .15rem .8rem .15rem 0; vertical-align: top; }
"""


def router(_desk: Desk) -> APIRouter:
    """The routes."""
    routes = APIRouter()

    @routes.get("/openapi.json", include_in_schema=False)
    async def document(request: Request) -> Any:
        return request.app.openapi()

    @routes.get("/docs", include_in_schema=False)
    async def docs(request: Request) -> Response:
        headers = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
        return Response(page(request.app.openapi()), headers=headers, media_type="text/html; charset=utf-8")

    return routes


def page(document: dict[str, Any]) -> str:
    """The document as one HTML page."""
    parts = [f"<h1>{escape(document['info']['title'])} {escape(document['info']['version'])}</h1>"]
    parts.append(f"<p>{escape(document['info'].get('description', ''))}</p><h2>Routes</h2>")
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            parts.append(
                f"<p><span class=method>{method.upper()}</span><code>{escape(path)}</code> "
                f"{escape(operation.get('description', ''))}</p>{_parameters(operation)}"
            )
    parts.append("<h2>Values</h2>")
    for name, schema in document["components"]["schemas"].items():
        parts.append(f"<h3 id='{escape(name)}'>{escape(name)}</h3>")
        parts.append(f"<p class=about>{escape(schema.get('description', ''))}</p>")
        if "enum" in schema:
            parts.append(
                "<p>" + " ".join(f"<code>{escape(str(one))}</code>" for one in schema["enum"]) + "</p>"
            )
        rows = (
            f"<tr><td><code>{escape(field)}</code></td><td>{_type(told)}</td>"
            f"<td class=about>{escape(told.get('description', ''))}</td></tr>"
            for field, told in schema.get("properties", {}).items()
        )
        parts.append(f"<table>{''.join(rows)}</table>")
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><title>Second Unit</title>"
        f"<style>{_STYLE}</style><body>{''.join(parts)}</body></html>"
    )


def _parameters(operation: dict[str, Any]) -> str:
    told = [
        f"<li><code>{escape(one['name'])}</code> <span class=about>{escape(one['in'])}. "
        f"{escape(one.get('description', ''))}</span></li>"
        for one in operation.get("parameters", ())
    ]
    return f"<ul>{''.join(told)}</ul>" if told else ""


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f"<a href='#{name}'>{name}</a>"
    if "anyOf" in schema:
        return " or ".join(_type(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return "list of " + _type(schema["items"])
    return escape(str(schema.get("type", "")))
