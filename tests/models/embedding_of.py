"""A studio's network that describes faces, small, with its entry in `models.toml`."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from onnx import helper

from . import networks

SIDE = 112
ENTRY: dict[str, Any] = {
    "name": "house_face", "file": "house_face.onnx", "source": "trained here", "licence": "our own",
    "allowed_by": "Jane Doe", "allowed_on": "2026-11-30",
}  # fmt: skip


def write_embedding(folder: Path, *, whole: bool = False, **more: Any) -> Path:
    """A network that gives a face's mean colour, or its `whole` pixels, and its entry, in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    side = int(more.get("side", SIDE))
    pooled = [] if whole else [helper.make_node("GlobalAveragePool", ["input"], ["pooled"])]
    flat = helper.make_node("Flatten", ["input" if whole else "pooled"], ["output"])
    numbers = 3 * side * side if whole else 3
    path = networks.network(
        folder / "house_face.onnx", [*pooled, flat], shape=(1, 3, side, side), result=(1, numbers)
    )
    entry = {"sha256": hashlib.sha256(path.read_bytes()).hexdigest(), **ENTRY, **more}
    lines = [f"{name} = {_toml(value)}" for name, value in entry.items()]
    (folder / "models.toml").write_text("\n".join(["[[embedding]]", *lines]) + "\n", "utf-8")
    return folder


def _toml(value: object) -> str:
    return repr(value).replace("'", '"')
