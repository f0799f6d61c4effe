"""Luma behind a strict server."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from secondunit.testing import Stand


@pytest.fixture
def far(comfy: Any) -> Any:
    """The server's module; skips where the vendor's library is not installed."""
    pytest.importorskip("luma_agents")
    return importlib.import_module(comfy.__package__ + ".luma_server")


@pytest.fixture
def stand(far: Any, tmp_path: Path) -> Iterator[Stand]:
    """A show with Luma, before its server."""
    made = far.stand(tmp_path)
    yield made
    made.close()
