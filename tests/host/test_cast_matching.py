"""A match to the cast in a panel whose calls wait: a yes and a stop are never replaced by what follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

import pytest

from secondunit.wire import (
    Brief,
    CastMatchOffer,
    CastMatchState,
    CastMatchWish,
    CastTry,
    Format,
    FrameRange,
    Money,
    Rate,
)

Until = Callable[..., None]


@pytest.fixture
def offered_one(panel: Any, service: Any, until: Until) -> Any:
    """The panel shows a list for the take `ta`; the service knows it."""
    brief = Brief("nordlys", "sh010", "ada", FrameRange(1001, 1002), Rate(24), Format(64, 36))
    tries = (CastTry("ta", brief, "Another seed.", "0" * 64, Money("0.40")),)
    service.cast_offers = [CastMatchOffer(CastMatchWish(("ta",)), tries, Money("0.40"))]
    panel.link.start()
    until(panel, lambda: panel.online)
    panel.cast_matching.ask("ta")
    until(panel, lambda: panel.cast_matching.offer is not None)
    return panel.cast_matching


@contextmanager
def held(panel: Any) -> Iterator[None]:
    """The worker thread of the panel's calls is kept by another call for as long."""
    free, began = Event(), Event()

    def work(client: Any) -> None:
        began.set()
        free.wait(10)

    panel.ask(work, lambda _: None)
    assert began.wait(10)
    try:
        yield
    finally:
        free.set()


def test_a_yes_that_waits_is_sent_although_another_take_is_asked_about(
    panel: Any, service: Any, offered_one: Any, until: Until
) -> None:
    with held(panel):
        offered_one.approve("0.40")
        offered_one.ask("tb", "tc")
    until(panel, lambda: not offered_one.asking)
    assert [yes.wish.takes for yes in service.cast_approvals] == [("ta",)]
    # The other's match is no answer to what is asked now.
    assert offered_one.match is None and offered_one.offer.wish.takes == ("tb", "tc")


def test_a_stop_that_waits_is_sent_although_another_take_is_asked_about(
    panel: Any, service: Any, offered_one: Any, until: Until
) -> None:
    offered_one.approve("0.40")
    until(panel, lambda: offered_one.running)
    with held(panel):
        offered_one.stop()
        offered_one.ask("tb", "tc")
    until(panel, lambda: not offered_one.asking)
    assert service.cast_matches[-1].state is CastMatchState.STOPPED
    assert offered_one.match is None and offered_one.offer.wish.takes == ("tb", "tc")
