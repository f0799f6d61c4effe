"""The installers are scripts beside the package: their folder goes on the path for these tests."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

INSTALLERS = Path(__file__).parents[2] / "installers"


@pytest.fixture(autouse=True)
def installers_on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(INSTALLERS))
    for name in ("setup", "environments", "interpreters", "locks", "supply", "system_packages"):
        monkeypatch.delitem(sys.modules, name, raising=False)
