"""What one run of the tests makes once, for all of its processes: folders that are only read afterwards."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from secondunit.ground.locks import locked


def run_folder(factory: pytest.TempPathFactory) -> Path:
    """The folder of this run that all of its processes see: pytest-xdist gives each one a folder inside."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder that `make(folder)` fills, by the first process of this run that needs it.

    What `make` raises is raised, and the next that needs it begins again. No test may write in it.
    """
    made = run_folder(factory) / f"once-{name}"
    with locked(made.with_name(f"{made.name}.lock")):
        if not made.exists():
            partial = made.with_name(f"{made.name}.partial")
            shutil.rmtree(partial, ignore_errors=True)
            partial.mkdir()
            make(partial)
            partial.rename(made)
    return made
