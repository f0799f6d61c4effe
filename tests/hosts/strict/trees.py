"""What may be called, read from the syntax trees of stub files: names, arities and keyword names.

Shared by the simulators, each of which has this folder on its package's path. Knows nothing of what a call
does, nor of any host; nothing is imported from the stubs: they are text.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Call:
    """One way to call something; `required` counts the positional names that have no default."""

    positional: tuple[str, ...]
    required: int
    keywords: frozenset[str]
    star: bool
    double_star: bool
    #: What the stubs' author marked it with: `deprecated`, `overload`.
    marks: frozenset[str] = frozenset()

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

    def read(self, text: str, *, overlay: bool) -> None:
        """Add what a stub file says; a name that an overlay has replaces the one of the stubs."""
        fresh: set[str] = set()
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef):
                known = self.functions.get(node.name, ()) if node.name in fresh else ()
                self.functions[node.name] = (*known, call_of(node.args, marks=_marks(node)))
                fresh.add(node.name)
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                self.attributes.add(node.target.id)
                fresh.add(node.target.id)
            elif isinstance(node, ast.Assign):
                for target in node.targets:
                    if not isinstance(target, ast.Name) or not isinstance(node.value, ast.Name):
                        continue
                    if node.value.id in self.functions:
                        self.functions[target.id] = self.functions[node.value.id]
            elif isinstance(node, ast.ClassDef):
                fresh |= {f"{node.name}.{name}" for name in self._read_class(node)}
        if overlay:
            self.overlaid |= fresh

    def _read_class(self, node: ast.ClassDef) -> set[str]:
        known = self.classes.setdefault(node.name, StubClass(node.name))
        known.bases = known.bases or tuple(base.id for base in node.bases if isinstance(base, ast.Name))
        fresh: set[str] = set()
        for item in node.body:
            if isinstance(item, ast.FunctionDef):
                before = known.methods.get(item.name, ()) if item.name in fresh else ()
                known.methods[item.name] = (*before, call_of(item.args, bound=True, marks=_marks(item)))
                fresh.add(item.name)
            elif isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
                known.attributes.add(item.target.id)
                fresh.add(item.target.id)
        return fresh


def _marks(node: ast.FunctionDef) -> frozenset[str]:
    return frozenset(each.id for each in node.decorator_list if isinstance(each, ast.Name))


def call_of(arguments: ast.arguments, *, bound: bool = False, marks: frozenset[str] = frozenset()) -> Call:
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
        marks,
    )
