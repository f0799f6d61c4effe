"""Options and strategies that every room's tests share."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="run the full-size form of scaled-down tests")


def pytest_configure() -> None:
    with contextlib.suppress(ImportError):  # the environments of the hosts' own Qt have it not
        import hypothesis

        # How long an example takes depends on the machine's load.
        hypothesis.settings.register_profile("without a clock", deadline=None)
        hypothesis.settings.load_profile("without a clock")


@pytest.hookimpl(hookwrapper=True)
def pytest_collection() -> Iterator[None]:
    """What is collected lives as long as the run, half a million objects: Python's garbage collector is
    spared to look at them again and again, a third of the time of collecting.
    """
    gc.disable()
    yield
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with a long test begin first: where files run side by side none is left alone at the end."""
    long = {item.path for item in items if item.get_closest_marker("long")}
    items.sort(key=lambda item: item.path not in long)


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """True when the full-size form of a scaled-down test was asked for."""
    return bool(request.config.getoption("--full"))
