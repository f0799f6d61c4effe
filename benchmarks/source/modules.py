"""The modules below a folder, each with its text and its syntax tree."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path


@dataclass(frozen=True)
class Module:
    """One module; `name` is dotted, and a package's is that of its folder. Read when it is asked for."""

    name: str
    path: Path

    @cached_property
    def text(self) -> str:
        """Its file as it is."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax tree; raises `SyntaxError`."""
        return ast.parse(self.text)

    @property
    def package(self) -> str:
        """What its relative imports are relative to."""
        return self.name if self.path.name == "__init__.py" else self.name.rpartition(".")[0]


def modules_below(folder: Path, package: str = "") -> list[Module]:
    """Every module below a folder, by name; `package` is the folder's own dotted name, if it has one."""
    return [_module(path, folder, package) for path in sorted(folder.rglob("*.py"))]


def _module(path: Path, folder: Path, package: str) -> Module:
    parts = list(path.relative_to(folder).with_suffix("").parts)
    if parts[-1] == "__init__":
        parts.pop()
    return Module(".".join(part for part in (package, *parts) if part), path)
