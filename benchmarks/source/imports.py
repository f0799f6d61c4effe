"""Who imports whom: the graph of modules, its circles, and rooms that import each other.

Imports inside functions count like those at the head of a module. An import under `if TYPE_CHECKING:` never
runs and counts only where it is asked for. Importing a module runs its packages' `__init__` first; that is no
arrow here, or every package that offers its own modules' names would be a circle.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from .modules import Module

Graph = Mapping[str, frozenset[str]]


def graph(modules: Iterable[Module], *, types: bool = False) -> Graph:
    """For each module those it imports, of these modules alone; `types`: with imports for types only."""
    by_name = {module.name: module for module in modules}
    return {name: frozenset(_imports(module, by_name, types)) for name, module in by_name.items()}


def circles(arrows: Graph) -> list[tuple[str, ...]]:
    """The groups of modules of which every one reaches every other (strongly connected, by Tarjan, 1972).

    A module that imports itself is a group of its own. Sorted, each and all.
    """
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    groups: list[tuple[str, ...]] = []

    def visit(name: str) -> None:
        order[name] = low[name] = len(order)
        stack.append(name)
        for target in sorted(arrows[name]):
            if target not in order:
                visit(target)
                low[name] = min(low[name], low[target])
            elif target in stack:
                low[name] = min(low[name], order[target])
        if low[name] == order[name]:
            start = stack.index(name)
            group = tuple(sorted(stack[start:]))
            del stack[start:]
            if len(group) > 1 or name in arrows[name]:
                groups.append(group)

    for name in sorted(arrows):
        if name not in order:
            visit(name)
    return sorted(groups)


def mutual_rooms(arrows: Graph, package: str) -> list[tuple[str, str]]:
    """The pairs of folders directly below a package of which each imports the other, directly."""
    rooms = {name: _room(name, package, arrows) for name in arrows}
    between = {
        (rooms[name], rooms[target])
        for name, targets in arrows.items()
        for target in targets
        if rooms[name] and rooms[target]
    }
    names = sorted({room for room in rooms.values() if room})
    return [pair for pair in combinations(names, 2) if pair in between and pair[::-1] in between]


def _room(name: str, package: str, arrows: Graph) -> str:
    """The folder below `package` that a module lies in; none for the package's own modules."""
    head, _, rest = name.removeprefix(f"{package}.").partition(".")
    inside = name.startswith(f"{package}.") and (
        rest or any(other.startswith(f"{name}.") for other in arrows)
    )
    return head if inside else ""


def _imports(module: Module, by_name: Mapping[str, Module], types: bool) -> Iterator[str]:
    for node in _running(module.tree) if not types else ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from _nearest(alias.name, by_name)
        elif isinstance(node, ast.ImportFrom):
            base = _base(node, module)
            for alias in node.names:
                yield from _nearest(f"{base}.{alias.name}" if base else alias.name, by_name)


def _base(node: ast.ImportFrom, module: Module) -> str:
    if not node.level:
        return node.module or ""
    parts = module.package.split(".") if module.package else []
    kept = parts[: len(parts) - node.level + 1]
    return ".".join([*kept, *([node.module] if node.module else [])])


def _nearest(name: str, by_name: Mapping[str, Module]) -> Iterator[str]:
    """The module that a dotted name is, or is a name in."""
    while name:
        if name in by_name:
            yield name
            return
        name = name.rpartition(".")[0]


def _running(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node but those under `if TYPE_CHECKING:`."""
    yield tree
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.If) and ast.unparse(child.test).rpartition(".")[2] == "TYPE_CHECKING":
            for branch in child.orelse:
                yield from _running(branch)
        else:
            yield from _running(child)
