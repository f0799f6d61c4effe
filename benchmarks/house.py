"""The house by its figures, read from the code alone: circles, lines, names, lengths, types given up.

The product is `core/secondunit` and the plug-ins for Nuke, Resolve and Blender, without stubs of a host's
modules. `source/` says how each figure is counted.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.source.imports import circles, graph, mutual_rooms
from benchmarks.source.lines import any_types, code_lines, ignored_types, length
from benchmarks.source.modules import Module, modules_below
from benchmarks.source.names import count_names, repeated_classes

ROOT = Path(__file__).parents[1]
CORE = "secondunit"
PLUGINS = ("blender", "nuke", "resolve")
#: How many of the commonest names that are no nouns are printed.
COMMONEST = 12


@dataclass(frozen=True)
class Figure:
    """One line of the table: what is counted, how much there is and is wanted, and what is behind it."""

    name: str
    value: str
    wanted: str
    details: tuple[str, ...] = ()


def product(root: Path = ROOT) -> dict[str, list[Module]]:
    """The product's modules, in the parts that are imported apart: the core and each plug-in."""
    parts = {CORE: modules_below(root / "core" / CORE, CORE)}
    for plugin in PLUGINS:
        # Blender loads its extension's folder as a package; of the others the folder is on the path.
        folder = root / "plugins" / plugin
        parts[f"plugins/{plugin}"] = modules_below(folder, plugin if plugin == "blender" else "")
    return parts


def figures(parts: dict[str, list[Module]], core: str = CORE) -> list[Figure]:
    """Every figure of a product, in the order in which they are printed."""
    modules = [module for part in parts.values() for module in part]
    running = [group for part in parts.values() for group in circles(graph(part))]
    typed = [group for part in parts.values() for group in circles(graph(part, types=True))]
    wings = mutual_rooms(graph(parts[core]), f"{core}.service")
    repeated = repeated_classes(modules, siblings=f"{core}.providers")
    names = count_names(modules)
    code = {part: sum(map(code_lines, held)) for part, held in parts.items()}
    lengths = sorted(length(module) for module in modules)
    return [
        Figure("import circles", str(len(running)), "0", tuple(map(_circle, running))),
        Figure("the same with imports for types alone", str(len(typed)), ""),
        Figure("wings of service that import each other", str(len(wings)), "0", tuple(map(_circle, wings))),
        Figure("lines of code, the core", f"{code[core]:,}", "47,000 with two more kinds"),
        Figure("lines of code, the plug-ins", f"{sum(code.values()) - code[core]:,}", ""),
        Figure(
            "public class names that stand twice", str(len(repeated)), "0",
            tuple(f"{name}: {', '.join(where)}" for name, where in repeated.items()),
        ),
        Figure(
            "pronouns and irregular participles among bindings", f"{names.percent(names.no_nouns):.1f} %",
            "1 %", (_commonest(names.no_nouns),),
        ),
        Figure(
            "the same with every word in -ed", f"{names.percent(names.no_nouns, names.regular):.1f} %", "",
            (_commonest(names.regular),),
        ),
        Figure("modules", f"{len(modules):,}", ""),
        Figure(
            "lines of a module: median, 90 %, longest",
            f"{statistics.median(lengths):.0f}, {percentile(lengths, 0.9)}, {lengths[-1]}", "114, 250, 400",
        ),
        Figure("Any", str(sum(map(any_types, modules))), ""),
        Figure("type: ignore", str(sum(map(ignored_types, modules))), ""),
    ]  # fmt: skip


def percentile(lengths: Sequence[int], part: float) -> int:
    """The smallest of sorted lengths that at least that part of them does not pass (nearest rank)."""
    return lengths[math.ceil(part * len(lengths)) - 1]


def run() -> list[Figure]:
    """Read the product and print its figures, each with what is behind it."""
    table = figures(product())
    for figure in table:
        print(f"{figure.name}: {figure.value}" + (f" (wanted: {figure.wanted})" if figure.wanted else ""))
        for detail in figure.details:
            print(f"    {detail}")
    return table


def _commonest(names: Counter[str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in names.most_common(COMMONEST))


def _circle(names: Iterable[str]) -> str:
    return " <> ".join(names)


if __name__ == "__main__":
    run()
