"""A service in pieces: a store, a queue whose engine does what a test says, an API without a network."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from secondunit.engines import Progress, Report, Stop
from secondunit.engines.speeds import Speeds
from secondunit.service.home import Home
from secondunit.service.ids import new_job_id, now
from secondunit.service.jobs import Scheduler
from secondunit.service.scheduling import job_scheduler
from secondunit.service.store import Store, jobs
from secondunit.wire import (
    Brief,
    Delivery,
    Format,
    FrameRange,
    FrozenMap,
    Job,
    JobState,
    Rate,
    Step,
    Take,
    Work,
    brief_digest,
    dumps,
)
from secondunit.wire.job import ENDED

from ..noop import NoopEngine
from .empty_store import copy_empty


def brief(**changes: object) -> Brief:
    """A small brief; `changes` replace its fields."""
    fields: dict[str, object] = {
        "show": "S", "shot": "sh010", "element": "smoke", "frames": FrameRange(1001, 1003), "rate": Rate(24),
        "format": Format(64, 36), "kind": "smoke", "prompt": "smoke", "delivery": Delivery(passes=False),
        "controls": FrozenMap({"preroll": 0.0, "resolution": 24}),
    }  # fmt: skip
    return Brief(**(fields | changes))  # type: ignore[arg-type]


@pytest.fixture
def make_brief() -> Callable[..., Brief]:
    return brief


@dataclass
class ScriptedEngine(NoopEngine):
    """A no-op engine that asks `script(step, frames, call)` first; what the script raises, the step raises.

    `hold` keeps every step waiting until it is set or the step is stopped.
    """

    script: Callable[[Step, tuple[int, ...], int], None] = lambda step, frames, call: None
    hold: threading.Event | None = None
    calls: list[tuple[str, Step, tuple[int, ...]]] = field(default_factory=list)
    started: threading.Event = field(default_factory=threading.Event)

    def run(self, request: Path, step: Step, frames: Sequence[int], report: Report, stop: Stop) -> None:
        self.calls.append((request.parent.name, step, tuple(frames)))
        self.started.set()
        if self.hold is not None:
            stop.when_told(self.hold.set)
            report(Progress(0.5, "Holding"))
            self.hold.wait(20)
        stop.check()
        self.script(step, tuple(frames), sum(1 for _, done, _ in self.calls if done is step))
        super().run(request, step, frames, report, stop)

    def steps(self) -> list[Step]:
        return [step for _, step, _ in self.calls]


@dataclass
class Room:
    """A store and a queue in one folder; `restart` is what a new process would do after the old one died."""

    folder: Path
    engine: ScriptedEngine
    slots: int = 2
    owner: str = "me"
    #: Where takes go, when that is not this room's own folder.
    show_root: Path | None = None
    store: Store = field(init=False)
    queue: Scheduler = field(init=False)

    def __post_init__(self) -> None:
        self.open()

    def open(self) -> None:
        home = Home(self.folder / "home")
        home.make()
        if isinstance(home.database, Path):
            copy_empty(home.database)
        self.store = Store(home.database)
        self.queue = job_scheduler(
            self.store, self.engine, self.owner, scratch=home.scratch, slots=self.slots,
            speeds=Speeds(home.speeds),
        )  # fmt: skip

    @property
    def scratch(self) -> Path:
        return self.folder / "home" / "scratch"

    @property
    def show(self) -> Path:
        return self.show_root or self.folder / "show"

    def work(self, of: Brief, job: str = "") -> Work:
        job = job or new_job_id()
        return Work(
            job=job, brief=of, settings=FrozenMap(), scratch=str(self.scratch / job),
            staging=str(self.show / of.shot / of.element / f".{job}.partial"), brief_digest=brief_digest(of),
            file_name=f"{of.element}_{{version}}",
        )  # fmt: skip

    def job(self, work: Work) -> Job:
        of, moment = work.brief, now()
        return Job(work.job, of.show, of.shot, of.element, work.brief_digest, of.frames, kind=of.kind,
                   created=moment, changed=moment)  # fmt: skip

    def plan(self, of: Brief | None = None, memory: int = 1, key: str = "") -> str:
        work = self.work(of or brief())
        return self.queue.plan(self.job(work), work, memory, key)[0].id

    def store_job(self, work: Work, *states: JobState) -> str:
        """A job as an earlier service left it: stored, moved through `states`, not in any queue."""
        self.store.write(lambda transaction: jobs.create(transaction, self.job(work), work, self.owner, 1))
        for state in states:
            self.store.write(lambda transaction, state=state: jobs.move(transaction, work.job, state))
        return work.job

    def find(self, job: str) -> Job:
        return self.store.read(lambda connection: jobs.find(connection, job))

    def wait(self, *wanted: str, seconds: float = 30) -> list[Job]:
        """The jobs once all of them have ended and nothing is being cleared away any more."""
        done = threading.Event()

        def heard(_events: object) -> None:
            if all(self.find(job).state in ENDED for job in wanted):
                done.set()

        self.store.listen(heard)
        heard(None)
        assert done.wait(seconds), [self.find(job) for job in wanted]
        for thread in threading.enumerate():
            if thread.name.removeprefix("job ") in wanted:
                thread.join(seconds)
        return [self.find(job) for job in wanted]

    def take_of(self, job: Job) -> Take:
        from secondunit.service.store import takes

        return self.store.read(lambda connection: takes.find(connection, job.take))

    def litter(self) -> list[Path]:
        """What no finished or failed job should leave: unfinished files and folders."""
        return [path for path in self.folder.rglob("*") if ".tmp-" in path.name or ".partial" in path.name]

    def close(self) -> None:
        self.queue.stop()
        self.store.close()


@pytest.fixture
def engine() -> ScriptedEngine:
    return ScriptedEngine()


@pytest.fixture
def room(tmp_path: Path, engine: ScriptedEngine) -> Iterator[Room]:
    """A started room."""
    made = Room(tmp_path, engine)
    made.queue.start()
    yield made
    made.close()


@pytest.fixture
def idle_room(tmp_path: Path, engine: ScriptedEngine) -> Iterator[Room]:
    """A room whose queue was not started yet."""
    made = Room(tmp_path, engine)
    yield made
    made.close()


@pytest.fixture
def make_room() -> Iterator[Callable[..., Room]]:
    rooms: list[Room] = []

    def make(folder: Path, **more: object) -> Room:
        rooms.append(Room(folder, ScriptedEngine(), **more))  # type: ignore[arg-type]
        return rooms[-1]

    yield make
    for one in rooms:
        one.close()


PORT, TOKEN = 4711, "a-token-that-only-this-test-knows-0123456789"


@pytest.fixture
def older_store(tmp_path: Path) -> Callable[[str], Path]:
    """Makes an empty store as the migration of that number left it."""

    def make(revision: str) -> Path:
        from alembic import command
        from alembic.config import Config
        from sqlalchemy import create_engine

        from secondunit.service import migrations

        place = tmp_path / "old.db"
        engine = create_engine(f"sqlite:///{place}")
        with engine.begin() as connection:
            config = Config()
            config.set_main_option("script_location", str(Path(migrations.__file__).parent))
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
        engine.dispose()
        return place

    return make


@dataclass
class Api:
    """The whole API of a room in this process, and a client that holds the token."""

    room: Room
    home: Home
    app: Any
    client: Any
    stopped: threading.Event
    desk: Any

    def post(self, path: str, value: object, **headers: str) -> Any:
        return self.client.post(path, content=dumps(value), headers=headers)


@pytest.fixture(scope="session")
def published() -> Any:
    """What the service publishes of its API, to hold answers against: see published.py."""
    from . import published

    return published


def hold_answers(client: Any, published: Any) -> None:
    """Have every answer that the client gets held against the document."""
    document = published.Published(client.get("/openapi.json").json())

    def hold(answer: Any) -> None:
        asked = answer.request
        document.hold(asked.method, asked.url.path, answer.status_code, answer.headers, answer.read())

    client.event_hooks = {"response": [hold]}


@pytest.fixture
def api(room: Room, published: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    from starlette.testclient import TestClient

    from secondunit.service.api import Desk, create_app
    from secondunit.service.hub import Hub
    from secondunit.service.plan import Planner
    from secondunit.service.previews import FramePreviews
    from secondunit.service.shows import Shows

    monkeypatch.setenv("SECONDUNIT_SHOWS", str(room.folder / "shows"))
    home = Home(room.folder / "home")
    shows = Shows(home)
    hub = Hub(room.store)
    stopped = threading.Event()
    planner = Planner(shows, 64_000_000_000)
    desk = Desk(home, room.store, room.queue, hub, shows, planner, FramePreviews(home.previews), now(),
                stopped.set)  # fmt: skip
    app = create_app(desk, token=TOKEN, port=PORT)

    async def attached(scope: Any, receive: Any, send: Any) -> None:
        hub.attach()
        await app(scope, receive, send)

    with TestClient(
        attached,  # type: ignore[arg-type]
        base_url=f"http://127.0.0.1:{PORT}",
        headers={"Authorization": f"Bearer {TOKEN}"},
        raise_server_exceptions=False,
    ) as client:
        hold_answers(client, published)
        yield Api(room, home, attached, client, stopped, desk)
    desk.previews.close()
    hub.close()


@pytest.fixture(scope="session")
def far() -> Any:
    """The far end of a provider's job, and a service before it: see remote_room.py."""
    from . import remote_room

    return remote_room


@pytest.fixture
def make_remote(tmp_path: Path, far: Any) -> Iterator[Callable[..., Any]]:
    """Makes started rooms with one provider."""
    rooms: list[Any] = []

    def make(**more: object) -> Any:
        folder = tmp_path / f"room{len(rooms)}"
        rooms.append(far.RemoteRoom(folder, **more))
        rooms[-1].queue.start()
        return rooms[-1]

    yield make
    for one in rooms:
        one.close()


@pytest.fixture(scope="session")
def gates() -> Any:
    """A show with rules and two providers: see gate_house.py."""
    from . import gate_house

    return gate_house


@pytest.fixture
def house(tmp_path: Path, gates: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The show S with its providers `studio` and `rival`."""
    monkeypatch.setenv("SECONDUNIT_SHOWS", str(tmp_path / "shows"))
    made = gates.House(tmp_path)
    yield made
    made.close()


@pytest.fixture
def job(house: Any) -> Callable[..., Any]:
    """A crossing of a job with one plate, on record unless said otherwise, prepared in so many pieces."""

    def make(pieces: int = 1, record: bool = True, **changes: Any) -> Any:
        plate = house.plate()
        if record:
            house.on_record(*house.files("plate.*.exr"))
        work = house.work(house.brief(plate=plate, **changes))
        prepared = house.prepared(work, pieces, house.files("plate.1001.exr"))
        made = house.crossing(work, prepared)
        made.work, made.prepared = work, prepared
        return made

    return make


@pytest.fixture
def gate_api(api: Api, house: Any, published: Any) -> Iterator[Api]:
    """The API of a service whose planner knows the providers of `house`."""
    from dataclasses import replace

    from starlette.testclient import TestClient

    from secondunit.service.api import create_app

    desk = replace(api.desk, planner=house.planner)
    app = create_app(desk, token=TOKEN, port=PORT)
    with TestClient(
        app,  # type: ignore[arg-type]
        base_url=f"http://127.0.0.1:{PORT}",
        headers={"Authorization": f"Bearer {TOKEN}", "X-Secondunit-User": "bob"},
        raise_server_exceptions=False,
    ) as client:
        hold_answers(client, published)
        yield replace(api, app=app, client=client, desk=desk)


@pytest.fixture
def working_desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[dict[str, str]], Any]]:
    """A whole service whose workers run here, in an environment that is said."""
    from secondunit.engines.local import LocalEngine
    from secondunit.service.api import Desk
    from secondunit.service.hub import Hub
    from secondunit.service.plan import Planner
    from secondunit.service.previews import FramePreviews
    from secondunit.service.shows import Shows

    monkeypatch.setenv("SECONDUNIT_SHOWS", str(tmp_path / "shows"))
    running: list[Desk] = []

    def start(environment: dict[str, str]) -> Desk:
        home = Home(tmp_path / "home")
        home.make()
        if isinstance(home.database, Path):
            copy_empty(home.database)
        store, shows = Store(home.database), Shows(home)
        queue = job_scheduler(store, LocalEngine(home.sessions, environment), "me", scratch=home.scratch)
        desk = Desk(home, store, queue, Hub(store), shows, Planner(shows, 64_000_000_000),
                    FramePreviews(home.previews), now(), lambda: None)  # fmt: skip
        queue.start()
        running.append(desk)
        return desk

    yield start
    for desk in running:
        desk.queue.stop()
        desk.previews.close()
        desk.store.close()
