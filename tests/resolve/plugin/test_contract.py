"""Resolve keeps the contract that every host keeps."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

CONTRACT = Path(__file__).parents[2] / "hosts" / "contract.py"


def contract() -> ModuleType:
    name = "host_contract_for_resolve"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, CONTRACT)
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


def the_editor_s_own(plugin: Any) -> str:
    """Page, playhead, bin, settings, locks and every item that is not ours."""
    desk = plugin.fake.desk()
    items = [
        (track, item.name, item.start, item.duration, item.source, sorted(item.properties.items()))
        for track, item in plugin.edit.timeline.items()
        if not item.name.startswith(("smoke_left", "fire"))
    ]
    own = {name: value for name, value in vars(desk).items() if name != "tracks"}
    return f"{own}\n{[track for track in desk.tracks if track[1] != 'Second Unit']}\n{items}"


NAMES = [name for name, _ in contract().clauses()]


@pytest.mark.parametrize("clause", NAMES)
def test_resolve_keeps_the_contract(
    clause: str, start_resolve: Callable[..., Any], load_plugin: Callable[..., Any]
) -> None:
    running = [load_plugin(start_resolve())]

    def fresh() -> Any:
        running.append(load_plugin(start_resolve()))
        return running[-1].host()

    def reload(_host: Any) -> Any:
        # Resolve is quit and started again; the project was saved.
        running[-1].fake.app.restart()
        return running[-1].host(answer="")

    take = running[0].take
    module = contract()
    case = module.Case(
        fresh,
        (take(1), take(2), take(1, element="fire")),
        save_and_reload=reload,
        untouched=lambda _host: the_editor_s_own(running[-1]),
    )
    dict(module.clauses())[clause](case)
