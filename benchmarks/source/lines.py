"""Lines of code, and the places where its types are given up."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from .modules import Module

_SILENT = {
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING,
    tokenize.ENDMARKER,
}  # fmt: skip
_IGNORE = re.compile(r"#\s*type:\s*ignore")


def length(module: Module) -> int:
    """The lines of the file, every one."""
    return len(module.text.splitlines())


def code_lines(module: Module) -> int:
    """The lines that hold code: without blank ones, comments and docstrings.

    A string over several lines that is no docstring counts with each line that is not blank.
    """
    lines = module.text.splitlines()
    held = {
        number
        for token in _tokens(module)
        if token.type not in _SILENT
        for number in range(token.start[0], token.end[0] + 1)
        if lines[number - 1].strip()
    }
    return len(held - _docstring_lines(module.tree))


def any_types(module: Module) -> int:
    """How often `Any` is written, imports of the name apart."""
    return sum(
        (isinstance(node, ast.Name) and node.id == "Any")
        or (isinstance(node, ast.Attribute) and node.attr == "Any")
        for node in ast.walk(module.tree)
    )


def ignored_types(module: Module) -> int:
    """How many comments `type: ignore` there are."""
    return sum(
        bool(_IGNORE.search(token.string)) for token in _tokens(module) if token.type == tokenize.COMMENT
    )


def _tokens(module: Module) -> Iterator[tokenize.TokenInfo]:
    return tokenize.generate_tokens(io.StringIO(module.text).readline)


def _docstring_lines(tree: ast.Module) -> set[int]:
    """Every line that nothing but a docstring stands on."""
    lines: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            first = node.body[0] if node.body else None
            if (
                isinstance(first, ast.Expr)
                and isinstance(first.value, ast.Constant)
                and isinstance(first.value.value, str)
            ):
                lines |= set(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    return lines
