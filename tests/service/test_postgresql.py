"""The same store and queue on PostgreSQL, two services in one database, where a server is at hand."""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from secondunit.service.store import Store, events, jobs, takes
from secondunit.wire import JobState

GIVEN = "SECONDUNIT_TEST_POSTGRESQL"


def binaries() -> Path | None:
    found = shutil.which("initdb")
    places = [Path(found).parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in places if (place / "initdb").exists()), None)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pytest.importorskip("psycopg", reason="the extra postgresql is not installed")
    if os.environ.get(GIVEN):
        yield os.environ[GIVEN]
        return
    place = binaries()
    if place is None:
        pytest.skip("no PostgreSQL server is installed")
    folder = tmp_path_factory.mktemp("pg")
    data = folder / "data"
    user: dict[str, Any] = {}
    if os.geteuid() == 0:  # the server refuses to run as root
        import pwd

        try:
            nobody = pwd.getpwnam("postgres")
        except KeyError:
            pytest.skip("no unprivileged user for a PostgreSQL server")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        for parent in (folder, *folder.parents):
            if not parent.stat().st_mode & 0o001 and parent.stat().st_uid == 0:
                parent.chmod(parent.stat().st_mode | 0o011)
        user = {"user": nobody.pw_uid, "group": nobody.pw_gid}

    def run(*words: str) -> None:
        done = subprocess.run(words, capture_output=True, text=True, cwd=folder, **user)
        if done.returncode:
            pytest.skip(f"PostgreSQL does not start here: {done.stderr[-300:]}")

    run(str(place / "initdb"), "-D", str(data), "-A", "trust", "-U", "unit", "--no-sync", "-E", "UTF8")
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    run(str(place / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield f"postgresql://unit@/postgres?host={folder}"
    finally:
        subprocess.run(
            [str(place / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"], capture_output=True, **user
        )


@pytest.fixture
def two(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_room: Callable[..., Any]
) -> list[Any]:
    monkeypatch.setenv("SECONDUNIT_DATABASE", url)
    rooms = [make_room(tmp_path / name, owner=name) for name in ("ann", "bob")]
    rooms[1].folder = rooms[0].folder
    return rooms


def test_two_services_share_a_store_and_leave_each_other_their_jobs(
    two: list[Any], make_brief: Callable[..., Any]
) -> None:
    for room in two:
        room.queue.start()
    planned = [(room, room.plan()) for room in two for _ in range(5)]
    for room, job in planned:
        (done,) = room.wait(job)
        assert done.state is JobState.DONE and done.attempts == 1
    page = two[0].store.read(lambda connection: takes.page(connection, show="S"))
    assert page == two[1].store.read(lambda connection: takes.page(connection, show="S"))
    assert sorted(take.version for take in page.takes) == list(range(1, 11))
    numbers = [event.number for event in two[0].store.read(lambda c: events.after(c, 0))]
    assert numbers == sorted(set(numbers))


def test_what_one_service_stores_the_other_reads(two: list[Any], make_brief: Callable[..., Any]) -> None:
    work = two[0].work(make_brief(prompt="emoji 🔥 and 'quotes'"))
    job = two[0].store_job(work, JobState.ALLOWED)
    row = two[1].store.read(lambda connection: jobs.find_row(connection, job))
    assert row.work == work and row.owner == "ann" and row.job.state is JobState.ALLOWED
    assert two[1].store.read(lambda connection: jobs.waiting(connection, "bob")) == []
    assert two[0].store.shared


def test_errands_are_kept_there_too(two: list[Any], make_brief: Callable[..., Any]) -> None:
    from secondunit.service.store import errands
    from secondunit.service.store.errands import Errand, ErrandState
    from secondunit.wire import Money

    job = two[0].store_job(two[0].work(make_brief()))
    sent = Errand(f"{job}-1-0", job, 1, 0, ErrandState.SENT, "d" * 64, '{"id":"7"}', Money("0.5"))
    for state in (ErrandState.SUBMITTING, ErrandState.SENT):
        two[0].store.write(lambda t, state=state: errands.put(t, dataclasses.replace(sent, state=state)))
    two[0].store.write(lambda transaction: errands.settled(transaction, job, 1))
    (read,) = two[1].store.read(lambda connection: errands.of(connection, job))
    assert dataclasses.replace(read, changed="") == dataclasses.replace(sent, settled=True)


def test_sign_offs_are_kept_there_too(two: list[Any], make_brief: Callable[..., Any]) -> None:
    from secondunit.service.store import signoffs
    from secondunit.wire import Decision, SignOff

    two[0].queue.start()
    (done,) = two[0].wait(two[0].plan())
    take = two[0].store.read(lambda connection: takes.find(connection, done.take))
    changes = SignOff(take.id, Decision.CHANGES, "Ana", "director", "Thinner.", "0" * 64, "now", "kim", "s1")
    accepted = dataclasses.replace(changes, decision=Decision.ACCEPTED, why="", id="s2")
    for signoff in (changes, accepted, changes):
        two[0].store.write(lambda t, signoff=signoff: signoffs.add(t, signoff, take))
    assert two[1].store.read(lambda c: signoffs.of_take(c, take.id)) == (changes, accepted)


def test_the_migrations_build_what_the_tables_say(url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from sqlalchemy import create_engine

    from secondunit.service.store.tables import metadata

    Store(url).close()
    with create_engine(url.replace("postgresql:", "postgresql+psycopg:")).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
