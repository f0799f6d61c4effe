"""The store: durable states, numbered events, pages by key, migrations that build what the code reads."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from secondunit.service.store import Store, StoredEvent, events, jobs, takes
from secondunit.service.store.database import HEAD, REVISIONS
from secondunit.wire import FrozenMap, Job, JobState, Money, Problem, Task, Topic, Work, dumps
from secondunit.wire.errors import BadInput, Conflict, NewerSchema, NotFound, StorageError


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'a folder with ünïcode' / 'store.db'}"


def test_a_job_reads_back_as_it_was_written(idle_room: Any, make_brief: Callable[..., Any]) -> None:
    work = idle_room.work(make_brief(prompt="thick smoke 🔥 'quoted' \\ \n"))
    job = idle_room.job(work)
    idle_room.store.write(lambda transaction: jobs.create(transaction, job, work, "me", 123))
    row = idle_room.store.read(lambda connection: jobs.find_row(connection, job.id))
    assert (row.job, row.work, row.owner, row.memory) == (job, work, "me", 123)
    problem = Problem("work.frame", "It broke.", "Mend it.", "Kept: all.", "1001")
    idle_room.store.write(lambda t: jobs.move(t, job.id, JobState.FAILED, problem=problem))
    assert idle_room.find(job.id).problem == problem


def test_a_state_that_may_not_follow_is_refused_and_writes_nothing(
    idle_room: Any, make_brief: Callable[..., Any]
) -> None:
    job = idle_room.store_job(idle_room.work(make_brief()))
    before = idle_room.store.read(events.last_number)
    with pytest.raises(Conflict):
        idle_room.store.write(lambda transaction: jobs.move(transaction, job, JobState.DONE))
    assert idle_room.find(job).state is JobState.PLANNED
    assert idle_room.store.read(events.last_number) == before


def test_one_bad_write_among_many_undoes_only_itself(idle_room: Any, make_brief: Callable[..., Any]) -> None:
    job = idle_room.store_job(idle_room.work(make_brief()))

    def write(number: int) -> str:
        try:
            state = JobState.DONE if number % 2 else None
            if state:
                idle_room.store.write(lambda t: jobs.move(t, job, state))
            else:
                idle_room.store.write(lambda t: jobs.note_progress(t, job, number / 100, "", number))
        except Conflict:
            return "refused"
        return "written"

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(write, range(40)))
    assert outcomes == ["written", "refused"] * 20
    numbers = [event.number for event in idle_room.store.read(lambda c: events.after(c, 0))]
    assert numbers == sorted(set(numbers))


def test_events_arrive_in_the_order_of_their_numbers(idle_room: Any, make_brief: Callable[..., Any]) -> None:
    heard: list[StoredEvent] = []
    idle_room.store.listen(heard.extend)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: idle_room.store_job(idle_room.work(make_brief())), range(40)))
    numbers = [event.number for event in heard]
    assert numbers == sorted(numbers) and len(set(numbers)) == 40


def test_event_numbers_are_not_used_again_after_old_events_went(
    idle_room: Any, make_brief: Callable[..., Any]
) -> None:
    job = idle_room.store_job(idle_room.work(make_brief()))
    last = idle_room.store.read(events.last_number)
    assert idle_room.store.write(lambda transaction: events.prune(transaction, days=-1)) == last - 1
    idle_room.store.write(lambda transaction: jobs.move(transaction, job, JobState.ALLOWED))
    assert idle_room.store.read(events.last_number) == last + 1


def test_an_event_carries_the_whole_job(idle_room: Any, make_brief: Callable[..., Any]) -> None:
    work = idle_room.work(make_brief(prompt='"schema":1, {braces} ☃'))
    job = idle_room.store_job(work)
    (event,) = events.read(idle_room.store.read(lambda connection: events.after(connection, 0)))
    assert event.topic is Topic.JOB_CREATED and event.job == idle_room.find(job) and event.number == 1


def test_pages_follow_one_another_without_gap_or_repeat(
    idle_room: Any, make_brief: Callable[..., Any]
) -> None:
    made = [idle_room.store_job(idle_room.work(make_brief(shot=f"sh{n % 2}"))) for n in range(11)]
    seen: list[Job] = []
    after = ""
    while True:
        page = idle_room.store.read(lambda c, after=after: jobs.page(c, limit=3, after=after))
        seen += page.jobs
        after = page.next
        if not after:
            break
    assert [job.id for job in seen] == sorted(made, reverse=True)
    some = idle_room.store.read(lambda c: jobs.page(c, show="S", shot="sh1", state="planned", limit=50))
    assert {job.shot for job in some.jobs} == {"sh1"} and len(some.jobs) == 5
    with pytest.raises(BadInput, match="no job state"):
        idle_room.store.read(lambda c: jobs.page(c, state="asleep"))


@pytest.mark.parametrize(
    "filters",
    [{}, {"show": "S"}, {"show": "S", "shot": "a"}, {"show": "S", "shot": "a", "element": "e"},
     {"shot": "a"}, {"element": "e"}],
)  # fmt: skip
def test_a_page_of_takes_is_read_from_an_index(idle_room: Any, filters: dict[str, str]) -> None:
    asked: list[str] = []

    def look(connection: Any) -> None:
        from sqlalchemy import event

        @event.listens_for(connection, "before_cursor_execute")
        def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
            plan = connection.connection.execute("EXPLAIN QUERY PLAN " + statement, parameters).fetchall()
            asked.extend(row[3] for row in plan)

        takes.page(connection, limit=50, **filters)

    idle_room.store.read(look)
    assert asked and not any("TEMP B-TREE" in step for step in asked), asked
    assert all("INDEX" in step for step in asked), asked


def test_the_migrations_build_what_the_tables_say(url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    from secondunit.service import migrations
    from secondunit.service.store.tables import metadata

    Store(url).close()
    with create_engine(url).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    script = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert script.get_current_head() == HEAD
    assert {one.revision for one in script.walk_revisions()} == set(REVISIONS)


def test_a_store_of_a_newer_version_is_refused_and_untouched(url: str, tmp_path: Path) -> None:
    Store(url).close()
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerSchema, match="newer Second Unit"):
        Store(url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"


def test_sqlite_flushes_every_commit(url: str) -> None:
    store = Store(url)
    pragma = store.read(lambda c: [c.exec_driver_sql(f"PRAGMA {name}").scalar()
                                   for name in ("journal_mode", "synchronous", "foreign_keys")])  # fmt: skip
    assert pragma == ["wal", 2, 1]
    store.close()
    with pytest.raises(StorageError, match="closed"):
        store.write(lambda transaction: None)


@pytest.mark.parametrize("name", ["what?", "50%20off", "50%", "a#1", "Zoë's 日本", "me@here:1"])
def test_a_store_lies_where_its_folder_is_whatever_that_is_called(tmp_path: Path, name: str) -> None:
    Store(tmp_path / name / "secondunit.db").close()
    assert (tmp_path / name / "secondunit.db").is_file()
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_file_that_is_no_database_is_an_error_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "store.db").write_bytes(b"not a database at all, " * 100)
    with pytest.raises(StorageError) as caught:
        Store(f"sqlite:///{tmp_path / 'store.db'}")
    assert "not a database" in str(caught.value)


@pytest.mark.parametrize("bad", ["mysql://x/y", "nonsense"])
def test_a_url_that_cannot_be_a_store_is_refused(bad: str) -> None:
    with pytest.raises(StorageError):
        Store(bad)


def test_a_full_disk_is_said_and_passes(idle_room: Any, make_brief: Callable[..., Any]) -> None:
    job = idle_room.store_job(idle_room.work(make_brief()))

    def fill(transaction: Any) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with pytest.raises(sqlite3.OperationalError):
        idle_room.store.write(fill)

    def really_fill(transaction: Any) -> None:
        size = transaction.connection.exec_driver_sql("PRAGMA page_count").scalar()
        transaction.connection.exec_driver_sql(f"PRAGMA max_page_count = {size}")
        jobs.move(transaction, job, JobState.FAILED, status="x" * 2_000_000)

    with pytest.raises(StorageError) as caught:
        idle_room.store.write(really_fill)
    assert caught.value.problem.code == "storage.full"
    idle_room.store.write(
        lambda t: t.connection.exec_driver_sql("PRAGMA max_page_count = 1073741823").scalar()
    )
    idle_room.store.write(lambda transaction: jobs.move(transaction, job, JobState.ALLOWED))
    assert idle_room.find(job).state is JobState.ALLOWED


def test_an_unknown_id_is_not_found(idle_room: Any) -> None:
    for look in (jobs.find, jobs.find_row, takes.find, takes.brief):
        with pytest.raises(NotFound):
            idle_room.store.read(lambda connection, look=look: look(connection, "nothing"))


def test_jobs_of_before_providers_are_known_by_who_made_them(
    older_store: Callable[[str], Path], make_brief: Callable[..., Any]
) -> None:
    from secondunit.service.store import errands

    place = older_store("0002")
    engine = create_engine(f"sqlite:///{place}")
    works = {
        "j1": make_brief(prompt='say "provider":"comp" aloud'),
        "j2": make_brief(provider="comp", task=Task.VIDEO),
    }
    with engine.begin() as connection:
        for job, made in works.items():
            work = Work(job, made, FrozenMap(), "/s", "/t")
            row = {
                "id": job, "owner": "me", "show": "S", "shot": "s", "element": "e", "kind": "", "prompt": "",
                "frames": "1001", "brief_digest": "", "work": dumps(work), "state": "failed", "progress": 0.0,
                "status": "", "frames_done": 0, "attempts": 1, "take": "", "created": "", "changed": "",
                "user": "", "cancelling": False, "memory": 1,
            }  # fmt: skip
            columns = ", ".join(f'"{name}"' for name in row)
            values = ", ".join(f":{name}" for name in row)
            connection.execute(text(f"INSERT INTO jobs ({columns}) VALUES ({values})"), row)
    engine.dispose()
    store = Store(place)
    found = [store.read(lambda connection, job=job: jobs.find_row(connection, job)) for job in works]
    assert [row.job.provider for row in found] == ["onboard", "comp"]
    assert [(row.turn, row.job.cost, row.job.model) for row in found] == [(1, Money(), "")] * 2
    assert store.read(lambda connection: errands.of(connection, "j1")) == ()
    store.close()


def test_an_errand_is_read_as_it_was_written_and_a_retry_begins_a_turn(
    idle_room: Any, make_brief: Callable[..., Any]
) -> None:
    from secondunit.service.store import errands
    from secondunit.service.store.errands import Errand, ErrandState

    job = idle_room.store_job(idle_room.work(make_brief()))
    problem = Problem("provider.bad", "No memory.", "Retry.", "Nothing.", "piece 1")
    written = (
        Errand(f"{job}-1-0", job, 1, 0, ErrandState.FAILED, "d" * 64, '{"id":"7"}', Money("0.5"), problem),
        Errand(f"{job}-1-1", job, 1, 1, ErrandState.SUBMITTING, "e" * 64),
        Errand(f"{job}-2-0", job, 2, 0, ErrandState.SENT, "d" * 64, '{"id":"8"}'),
    )

    def put(transaction: Any) -> None:
        for errand in reversed(written):
            errands.put(transaction, errand)
        errands.settled(transaction, job, 1)
        errands.put(transaction, dataclasses.replace(written[1], state=ErrandState.REJECTED))

    idle_room.store.write(put)
    read = idle_room.store.read(lambda connection: errands.of(connection, job))
    assert all(errand.changed for errand in read)
    changed = dataclasses.replace(written[1], state=ErrandState.REJECTED)
    assert [dataclasses.replace(errand, changed="") for errand in read] == [
        dataclasses.replace(written[0], settled=True),
        dataclasses.replace(changed, settled=True),
        written[2],
    ]
    idle_room.store.write(lambda transaction: jobs.move(transaction, job, JobState.FAILED))
    idle_room.store.write(lambda transaction: jobs.move(transaction, job, JobState.PLANNED))
    assert idle_room.store.read(lambda connection: jobs.find_row(connection, job)).turn == 2
