"""Events on their way: nothing lost, nothing twice, no memory that grows, whoever listens however slowly."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest

from secondunit.service import hub as module
from secondunit.service.hub import Hub
from secondunit.service.store import events, jobs
from secondunit.wire import JobState


def numbers(batches: list[list[bytes]]) -> list[int]:
    return [int(item.split(b"\n", 1)[0].removeprefix(b"id: ")) for batch in batches for item in batch]


async def listen(hub: Hub, after: int, until: int, show: str = "") -> list[int]:
    heard: list[int] = []
    async for batch in hub.follow(after, show):
        heard += numbers([batch])
        if heard and heard[-1] >= until:
            break
    return heard


def test_a_listener_hears_what_was_before_and_what_comes(
    idle_room: Any, make_brief: Callable[..., Any]
) -> None:
    for _ in range(5):
        idle_room.store_job(idle_room.work(make_brief()))
    hub = Hub(idle_room.store)

    async def go() -> list[int]:
        hub.attach()
        listener = asyncio.create_task(listen(hub, 2, 30))
        await asyncio.to_thread(
            lambda: [idle_room.store_job(idle_room.work(make_brief())) for _ in range(25)]
        )
        return await asyncio.wait_for(listener, 10)

    assert asyncio.run(go()) == list(range(3, 31))


def test_many_listeners_during_many_writes_all_hear_everything_once(
    idle_room: Any, make_brief: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RING", 16)
    monkeypatch.setattr(module, "PAGE", 7)
    hub = Hub(idle_room.store)

    def write() -> None:
        for _ in range(25):
            idle_room.store_job(idle_room.work(make_brief()), JobState.ALLOWED)

    async def slow(after: int) -> list[int]:
        heard: list[int] = []
        async for batch in hub.follow(after):
            heard += numbers([batch])
            if heard[-1] >= 200:
                return heard
            await asyncio.sleep(0.002 * after)  # the ring is long past what this one heard
        return heard

    async def go() -> list[list[int]]:
        hub.attach()
        listeners = [asyncio.create_task(slow(after)) for after in (0, 1, 5, 30, 30)]
        threads = [threading.Thread(target=write) for _ in range(4)]
        for thread in threads:
            thread.start()
        heard = await asyncio.wait_for(asyncio.gather(*listeners), 60)
        for thread in threads:
            thread.join()
        return heard

    for after, heard in zip((0, 1, 5, 30, 30), asyncio.run(go()), strict=True):
        assert heard == list(range(after + 1, 201))


def test_a_show_hears_only_its_own(idle_room: Any, make_brief: Callable[..., Any]) -> None:
    for number in range(10):
        idle_room.store_job(idle_room.work(make_brief(show="AB"[number % 2])))
    hub = Hub(idle_room.store)

    async def go() -> list[int]:
        hub.attach()
        listener = asyncio.create_task(listen(hub, 0, 11, "A"))
        await asyncio.to_thread(idle_room.store_job, idle_room.work(make_brief(show="A")))
        return await asyncio.wait_for(listener, 10)

    assert asyncio.run(go()) == [1, 3, 5, 7, 9, 11]


def test_a_listener_far_behind_what_was_pruned_goes_on_with_what_is_left(
    idle_room: Any, make_brief: Callable[..., Any]
) -> None:
    job = idle_room.store_job(idle_room.work(make_brief()), JobState.ALLOWED, JobState.SUBMITTING)
    idle_room.store.write(lambda transaction: events.prune(transaction, days=-1))
    hub = Hub(idle_room.store)

    async def go() -> list[int]:
        hub.attach()
        listener = asyncio.create_task(listen(hub, 0, 4))
        await asyncio.to_thread(
            idle_room.store.write, lambda transaction: jobs.move(transaction, job, JobState.RUNNING)
        )
        return await asyncio.wait_for(listener, 10)

    assert asyncio.run(go()) == [3, 4]


def test_closing_ends_every_stream(idle_room: Any) -> None:
    hub = Hub(idle_room.store)

    async def go() -> list[list[int]]:
        hub.attach()
        listeners = [asyncio.create_task(listen(hub, 0, 99)) for _ in range(3)]
        await asyncio.sleep(0)
        hub.close()
        return await asyncio.wait_for(asyncio.gather(*listeners), 5)

    assert asyncio.run(go()) == [[], [], []]
