"""The check of a real installation: what this Resolve lacks, and what is done without it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def test_a_resolve_that_has_every_call_is_in_order(plugin: Any) -> None:
    lines = plugin.module("doctor").report(plugin.host().bridge)
    assert lines[0].startswith("DaVinci Resolve Studio 21.0.2; Second Unit ")
    assert lines[1:] == ("Every call that is needed is there.",)


def test_an_older_one_says_what_is_done_without(
    start_resolve: Callable[..., Any], load_plugin: Callable[..., Any]
) -> None:
    plugin = load_plugin(start_resolve(version=(18, 5, 0, 41)))
    lines = plugin.module("doctor").report(plugin.host().bridge)
    assert lines[1] == "Every call that is needed is there."
    assert any("in and out points" in line for line in lines)
    assert any("retimed" in line for line in lines)


def test_a_call_that_is_gone_is_named(plugin: Any, monkeypatch: Any) -> None:
    host = plugin.host()
    names = host.bridge.names()
    names["MediaPool"] -= {"AppendToTimeline"}
    monkeypatch.setattr(host.bridge, "names", lambda: names)
    lines = plugin.module("doctor").report(host.bridge)
    assert "MediaPool.AppendToTimeline" in lines[1]


def test_without_an_answer_the_reason_is_said(plugin: Any) -> None:
    host = plugin.host()
    plugin.fake.app.close()
    lines = plugin.module("doctor").report(host.bridge)
    assert any("closed" in line for line in lines)
