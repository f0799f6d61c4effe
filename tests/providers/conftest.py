"""The far ends that providers are tried against, and a show of each provider for the compliance suite."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

FAR = Path(__file__).parent / "far"


def _package() -> ModuleType:
    name = "second_unit_far_ends"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(
            name, FAR / "__init__.py", submodule_search_locations=[str(FAR)]
        )
        assert spec is not None and spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


def far_end(part: str) -> Any:
    """A module of the far ends by its name: `far_end("comfy")`."""
    return importlib.import_module(f"{_package().__name__}.{part}")


@pytest.fixture
def comfy() -> Any:
    """The strict ComfyUI server and what goes with it."""
    return far_end("comfy")


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Any]:
    """A bench for ComfyUI; what its servers were asked wrongly fails the test."""
    made = far_end("bench").Bench(tmp_path)
    yield made
    made.close()


@pytest.fixture
def folder_tool() -> Any:
    """A studio's tool on a watched folder."""
    return far_end("folder_tool")
