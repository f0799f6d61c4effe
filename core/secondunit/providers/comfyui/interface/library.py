"""The blueprints and templates that ComfyUI's makers publish, as their packages have them.

comfyui-subgraph-blueprints and comfyui-workflow-templates-json, both MIT. Their files are read, nothing of
them is run.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from secondunit.wire.errors import BadInput, BadSettings

from .document import WorkflowDocument, read_document

BLUEPRINTS, TEMPLATES = "comfyui-subgraph-blueprints", "comfyui-workflow-templates-json"
_FOLDERS = {
    BLUEPRINTS: ("comfyui_subgraph_blueprints", "blueprints"),
    TEMPLATES: ("comfyui_workflow_templates_json", "templates"),
}
#: Files beside the workflows that are none.
_BESIDE = ("index", "manifest", "fuse_options", "bundles")


def files(package: str) -> dict[str, Path]:
    """The files of a package by the names of what is in them, none where the package is not here."""
    module, folder = _FOLDERS[package]
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        return {}
    place = Path(spec.origin).parent / folder
    return {path.stem: path for path in sorted(place.glob("*.json")) if not path.stem.startswith(_BESIDE)}


def edition(package: str) -> str:
    """The version of a package; empty where it is not here."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def body(path: Path) -> Any:
    """The JSON of a file of a package; raises `BadSettings`."""
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        raise BadSettings("It cannot be read.", where=str(path)) from None


def published(name: str) -> WorkflowDocument:
    """The blueprint of that name; raises `BadInput` where there is none."""
    path = files(BLUEPRINTS).get(name)
    if path is None:
        raise BadInput(
            f"There is no blueprint {name[:60]!r} in {BLUEPRINTS} {edition(BLUEPRINTS)}.",
            remedy="See what there is: secondunit comfyui list.",
            where="blueprints",
        )
    return _document(path)


@lru_cache(maxsize=64)
def _document(path: Path) -> WorkflowDocument:
    return read_document(body(path))


def templates_index() -> Iterator[dict[str, Any]]:
    """What the index says of each template: `name`, `title`, `tags`, `models`, `openSource`, ..."""
    path = _index()
    for group in body(path) if path is not None else ():
        entries = group.get("templates") if isinstance(group, dict) else None
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, dict) and isinstance(entry.get("name"), str):
                yield entry


def _index() -> Path | None:
    module, folder = _FOLDERS[TEMPLATES]
    spec = find_spec(module)
    path = Path(spec.origin).parent / folder / "index.json" if spec is not None and spec.origin else None
    return path if path is not None and path.is_file() else None
