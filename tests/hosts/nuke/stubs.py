"""The contract of Nuke's Python, read from the syntax trees of types-nuke and of the reviewed overlay.

Knows names, arities and keyword names, nothing of what a call does. Nothing is imported: stubs are text.
"""

from __future__ import annotations

import ast
import importlib.metadata
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

OVERLAY = Path(__file__).parent / "overlay"


@dataclass(frozen=True)
class Call:
    """One way to call something; `required` counts the positional names that have no default."""

    positional: tuple[str, ...]
    required: int
    keywords: frozenset[str]
    star: bool
    double_star: bool

    def refuses(self, args: tuple[object, ...], kwargs: dict[str, object]) -> str:
        """Why these arguments do not fit; empty when they do."""
        if len(args) > len(self.positional) and not self.star:
            return f"takes {len(self.positional)} positional arguments, {len(args)} given"
        names = self.positional[: len(args)]
        for name in kwargs:
            if name in names:
                return f"has two values for {name!r}"
            if name not in self.positional and name not in self.keywords and not self.double_star:
                return f"has no keyword {name!r}"
        missing = [name for name in self.positional[len(args) : self.required] if name not in kwargs]
        return f"misses {', '.join(missing)}" if missing else ""


@dataclass
class StubClass:
    """A class of the stubs: its bases, the calls of each method, and its plain attributes."""

    name: str
    bases: tuple[str, ...] = ()
    methods: dict[str, tuple[Call, ...]] = field(default_factory=dict)
    attributes: set[str] = field(default_factory=set)


@dataclass
class Contract:
    """Everything one module may be asked for."""

    functions: dict[str, tuple[Call, ...]] = field(default_factory=dict)
    attributes: set[str] = field(default_factory=set)
    classes: dict[str, StubClass] = field(default_factory=dict)
    #: Names that came from the overlay: `name` or `Class.name`.
    overlaid: set[str] = field(default_factory=set)

    def names(self) -> set[str]:
        return set(self.functions) | self.attributes | set(self.classes)

    def lineage(self, name: str) -> list[StubClass]:
        """A class and its bases, the nearest first."""
        if name not in self.classes:
            return []
        found = [self.classes[name]]
        for base in self.classes[name].bases:
            found += [each for each in self.lineage(base) if each not in found]
        return found

    def method(self, cls: str, name: str) -> tuple[Call, ...] | None:
        for each in self.lineage(cls):
            if name in each.methods:
                return each.methods[name]
        return None

    def members(self, cls: str) -> set[str]:
        return {name for each in self.lineage(cls) for name in (*each.methods, *each.attributes)}


@cache
def nuke_contract() -> Contract:
    """The `nuke` module: types-nuke (which stops at 13.2), then what the overlay adds."""
    contract = Contract()
    folder = _stub_folder()
    for part in ("_nuke", "utils", "callbacks", "colorspaces", "executeInMain", "overrides", "scripts"):
        _read(contract, (folder / f"{part}.pyi").read_text(), overlay=False)
    contract.attributes |= {"callbacks", "localization", "colorspaces"}
    _read(contract, (OVERLAY / "nuke.pyi").read_text(), overlay=True)
    return contract


@cache
def nukescripts_contract() -> Contract:
    """The `nukescripts` module, of which there are no stubs: the overlay alone."""
    contract = Contract()
    _read(contract, (OVERLAY / "nukescripts.pyi").read_text(), overlay=True)
    return contract


def _stub_folder() -> Path:
    for path in importlib.metadata.files("types-nuke") or ():
        if path.name == "_nuke.pyi":
            return Path(str(path.locate())).parent
    raise AssertionError("types-nuke is not installed: the simulator has no contract")


def _read(contract: Contract, text: str, *, overlay: bool) -> None:
    fresh: set[str] = set()
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef):
            known = contract.functions.get(node.name, ()) if node.name in fresh else ()
            contract.functions[node.name] = (*known, call_of(node.args))
            fresh.add(node.name)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            contract.attributes.add(node.target.id)
            fresh.add(node.target.id)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name) and isinstance(node.value, ast.Name):
                    contract.functions[target.id] = contract.functions[node.value.id]
        elif isinstance(node, ast.ClassDef):
            fresh |= {f"{node.name}.{name}" for name in _read_class(contract, node)}
    if overlay:
        contract.overlaid |= fresh


def _read_class(contract: Contract, node: ast.ClassDef) -> set[str]:
    known = contract.classes.setdefault(node.name, StubClass(node.name))
    known.bases = known.bases or tuple(base.id for base in node.bases if isinstance(base, ast.Name))
    fresh: set[str] = set()
    for item in node.body:
        if isinstance(item, ast.FunctionDef):
            before = known.methods.get(item.name, ()) if item.name in fresh else ()
            known.methods[item.name] = (*before, call_of(item.args, bound=True))
            fresh.add(item.name)
        elif isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
            known.attributes.add(item.target.id)
            fresh.add(item.target.id)
    return fresh


def call_of(arguments: ast.arguments, *, bound: bool = False) -> Call:
    """The call that an argument list allows; `bound` leaves out self."""
    names = [arg.arg for arg in (*arguments.posonlyargs, *arguments.args)]
    required = len(names) - len(arguments.defaults)
    if bound and names[:1] == ["self"]:
        names, required = names[1:], required - 1
    return Call(
        tuple(names),
        max(0, required),
        frozenset(arg.arg for arg in arguments.kwonlyargs),
        arguments.vararg is not None,
        arguments.kwarg is not None,
    )
