"""Nuke keeps the contract that every host keeps, placed as a Group and as plain nodes."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

CONTRACT = Path(__file__).parents[2] / "hosts" / "contract.py"


def contract() -> ModuleType:
    spec = importlib.util.spec_from_file_location("host_contract_for_nuke", CONTRACT)
    assert spec is not None
    assert spec.loader is not None
    import sys

    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def the_artist_s_own(fake: Any) -> str:
    """Every node that is not ours, as text: class, knobs, inputs, selection."""
    nodes = fake.app.document.nodes
    ours = {uid for uid, node in nodes.items() if node.name.startswith("SecondUnit_") or _inside(nodes, node)}
    return "\n".join(
        f"{node.cls} {node.name} {node.inputs} {node.selected} {sorted(node.knobs.items())}"
        for uid, node in sorted(nodes.items())
        if uid not in ours and node.cls != "Root"
    )


def _inside(nodes: Any, node: Any) -> bool:
    while node.parent:
        node = nodes[node.parent]
        if node.name.startswith("SecondUnit_"):
            return True
    return False


NAMES = [name for name, _ in contract().clauses()]


@pytest.mark.parametrize("clause", NAMES)
def test_nuke_keeps_the_contract(
    clause: str,
    start_nuke: Callable[..., Any],
    load_plugin: Callable[[Any], Any],
    artist_script: Callable[[Any], Any],
    make_take: Callable[..., Any],
) -> None:
    running: list[Any] = []

    def fresh() -> Any:
        running.append(start_nuke())
        artist_script(running[-1])
        running[-1].nuke.toNode("Comp").setSelected(True)
        host = load_plugin(running[-1]).host()
        running.append(running.pop())
        return host

    def reload(_host: Any) -> Any:
        text = running[-1].text()
        running.append(start_nuke())
        running[-1].paste(text)
        return load_plugin(running[-1]).host(answer="")

    def undo(host: Any) -> Any:
        running[-1].nuke.undo()
        return host

    module = contract()
    case = module.Case(
        fresh,
        (make_take(1), make_take(2), make_take(1, element="fire")),
        undo_steps=lambda: running[-1].undo_steps(),
        undo=undo,
        save_and_reload=reload,
        untouched=lambda _host: the_artist_s_own(running[-1]),
    )
    dict(module.clauses())[clause](case)
