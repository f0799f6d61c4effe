"""No kind's name stands outside its own folder: what comes to `kinds` needs no other line of the product."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import secondunit
from secondunit.elements import kinds

CORE = Path(secondunit.__file__).parent
PRODUCT = (CORE, *(CORE.parents[1] / "plugins" / host for host in ("nuke", "resolve", "blender")))


def _spoken(tree: ast.AST, texts: bool) -> Iterator[tuple[int, str]]:
    """Every name of a module, and, with `texts`, every text of it that is one word, but for docstrings."""
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                yield line, name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield line, name
            case ast.Import(names=names):
                yield from ((line, one.name) for one in names)
            case ast.ImportFrom(module=module, names=names):
                yield line, module or ""
                yield from ((line, one.name) for one in names)
            case ast.Constant(value=str(text)) if texts and " " not in text and id(node) not in docstrings:
                yield line, text


def _named(text: str) -> set[str]:
    return {part.casefold() for part in re.findall(r"[A-Za-z][a-z]*|[A-Z]+", text)}


def test_no_kind_is_named_outside_its_folder() -> None:
    names = set(kinds())
    found = []
    for root in PRODUCT:
        for path in sorted(root.rglob("*.py")):
            own = CORE / "elements" / "kinds"
            mine = {path.relative_to(own).parts[0]} if path.is_relative_to(own) else set()
            # The words and labels of one kind may speak of another: embers fly from a torch.
            code = path.read_text(encoding="utf-8")
            if not _named(code) & names - mine:
                continue
            for line, text in _spoken(ast.parse(code), texts=not mine):
                for name in _named(text) & names - mine:
                    found.append(f"{path}:{line}: {text} names {name}")
    assert not found, "\n".join(found)
