"""A Bedrock behind a strict server: one stand for movies, one for pictures."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from secondunit.testing import Stand


@pytest.fixture
def far(comfy: Any) -> Any:
    """The stand's module; skips where what it is made of is not installed."""
    for name in ("botocore", "moto"):
        pytest.importorskip(name)
    return importlib.import_module(comfy.__package__ + ".bedrock_stand")


@pytest.fixture
def movie(far: Any, tmp_path: Path) -> Iterator[Stand]:
    """A stand for Ray2, which is asked for and comes later."""
    made = far.stand(tmp_path / "movie", pictures=False)
    yield made
    made.close()


@pytest.fixture
def picture(far: Any, tmp_path: Path) -> Iterator[Stand]:
    """A stand for an image service, whose answer is the picture."""
    made = far.stand(tmp_path / "picture", pictures=True)
    yield made
    made.close()
