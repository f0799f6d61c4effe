"""Options and strategies that every room's tests share."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="run the full-size form of scaled-down tests")


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """True when the full-size form of a scaled-down test was asked for."""
    return bool(request.config.getoption("--full"))
