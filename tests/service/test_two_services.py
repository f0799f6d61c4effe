"""Two services of two users, one show on disk, two clients at once: no version is given twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from secondunit.engines.delivery import read_take
from secondunit.service.store import takes
from secondunit.wire import JobState


def test_versions_never_collide(
    tmp_path: Path, make_room: Callable[..., Any], make_brief: Callable[..., Any]
) -> None:
    rooms = [make_room(tmp_path / name, owner=name, slots=3) for name in ("ann", "bob")]
    for room in rooms:
        room.show_root = tmp_path / "show"
        room.queue.start()
    gate = threading.Barrier(4)
    planned: dict[str, list[str]] = {"ann": [], "bob": []}

    def client(room: Any) -> None:
        gate.wait()
        for _ in range(8):
            planned[room.owner].append(room.plan())

    threads = [threading.Thread(target=client, args=(room,)) for room in rooms for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    known = []
    for room in rooms:
        done = room.wait(*planned[room.owner])
        assert {job.state for job in done} == {JobState.DONE}
        known += room.store.read(lambda connection: takes.page(connection, limit=200)).takes
    assert sorted(take.version for take in known) == list(range(1, 33))
    folder = tmp_path / "show" / "sh010" / "smoke"
    assert sorted(path.name for path in folder.iterdir()) == [f"v{number:03d}" for number in range(1, 33)]
    for take in known:
        assert read_take(Path(take.folder)) == take
        assert all(f"_v{take.version:03d}." in path.name or path.suffix == ".json" or "beauty" in path.name
                   for path in Path(take.folder).iterdir())  # fmt: skip
