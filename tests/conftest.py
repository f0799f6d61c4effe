"""Options and strategies that every room's tests share."""

from __future__ import annotations

import contextlib
import gc
import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="run the full-size form of scaled-down tests")
    parser.addoption(
        "--processor", type=int, default=0, metavar="N", help="name the N costliest files of tests"
    )


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


def _processor_seconds() -> float:
    """What this process took until now, and the processes that it waited for."""
    return sum(os.times()[:4])


_counted = _processor_seconds()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    """Each part of a test says its seconds of processor: those by the clock depend on the machine's load."""
    global _counted
    outcome: Any = yield
    before, _counted = _counted, _processor_seconds()
    outcome.get_result().processor = _counted - before


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """The files that took most, where that was asked for; services that go on by themselves are not in it."""
    if not (count := config.getoption("--processor")):
        return
    files: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if seconds := getattr(report, "processor", 0.0):
                files[report.nodeid.partition("::")[0]] += seconds
    terminalreporter.section(f"{files.total():.0f} s of processor")
    for file, seconds in files.most_common(count):
        terminalreporter.write_line(f"{seconds:8.1f} s  {file}")


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """True when the full-size form of a scaled-down test was asked for."""
    return bool(request.config.getoption("--full"))
