"""Every host at once, for the tests that go from one to the next: fixtures of the hosts' own tests."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

TESTS = Path(__file__).parents[1]


def load(name: str, path: Path) -> ModuleType:
    """A module of the tests by its path, under a name of its own."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


resolve = load("secondunit_round_resolve", TESTS / "resolve" / "conftest.py")
resolve_plugin = load("secondunit_round_resolve_plugin", TESTS / "resolve" / "plugin" / "conftest.py")
nuke = load("secondunit_round_nuke", TESTS / "nuke" / "conftest.py")
nuke_plugin = load("secondunit_round_nuke_plugin", TESTS / "nuke" / "plugin" / "conftest.py")
blender_tools = load("secondunit_round_blender", TESTS / "blender" / "conftest.py")
serving = load("secondunit_round_serving", Path(__file__).parent / "round" / "serving.py")

start_resolve, fake_resolve = resolve.start_resolve, resolve.fake_resolve
load_resolve = resolve_plugin.load_plugin
start_nuke, load_nuke = nuke.start_nuke, nuke_plugin.load_plugin
extension = blender_tools.extension


@pytest.fixture(scope="session")
def blender(extension: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The newest Blender that is here, with the extension installed."""
    version = blender_tools.newest()
    if not version:
        pytest.skip("no Blender here (python3 installers/setup.py makes one)")
    return blender_tools.installed_blender(version, extension, tmp_path_factory)


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A client of one service for all hosts."""
    monkeypatch.setenv("SECONDUNIT_SHOWS", str(tmp_path / "shows"))
    monkeypatch.delenv("OCIO", raising=False)
    with serving.serving(tmp_path) as client:
        yield client


@pytest.fixture
def ended() -> Any:
    """Wait for a job's take: `ended(client, job)`."""
    return serving.ended
