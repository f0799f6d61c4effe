"""What the installer leaves for an artist or a studio: Nuke starts with it, and its panel opens."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from secondunit.cli import main

PANEL = "com.secondunit.panel"


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Run the installer for Nuke with a home of its own, which is the Nuke's own too."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("SECONDUNIT_HOME", str(tmp_path / "state"))

    def run(*words: str) -> None:
        assert main(["install", "--host", "nuke", *words]) == 0

    return run


def opened(plugin: Any) -> Any:
    """Open the panel by the menu; where its code lies."""
    plugin.fake.nuke.menu("Nuke").findItem("Second Unit/Open Panel").invoke()
    panes = plugin.fake.app.panes
    assert panes.in_front(PANEL)
    assert panes.page(PANEL).findChild(plugin.module("panel").NukePanel)._shown is not None
    return Path(str(sys.modules["second_unit_nuke.panel"].__file__))


def test_in_an_artist_s_home(
    install: Callable[..., Any], fake_nuke: Any, start_up: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / ".nuke").mkdir()
    (tmp_path / ".nuke" / "menu.py").write_text("menus = 'their own'\n")
    install()
    plugin = start_up(fake_nuke, None)
    assert opened(plugin).is_relative_to(tmp_path / ".nuke" / "second_unit")
    assert vars(fake_nuke.app.interpreter.main)["menus"] == "their own"


def test_in_a_studio_s_folder_with_a_space(
    install: Callable[..., Any], fake_nuke: Any, start_up: Callable[..., Any], tmp_path: Path
) -> None:
    folder = tmp_path / "studio tools" / "second unit"
    install("--path", str(folder))
    assert opened(start_up(fake_nuke, folder)).is_relative_to(folder)


def test_in_a_terminal_it_imports_nothing(
    install: Callable[..., Any], terminal_nuke: Any, start_up: Callable[..., Any]
) -> None:
    install()
    start_up(terminal_nuke, None)
    assert not [name for name in sys.modules if name.startswith("second_unit_nuke")]
