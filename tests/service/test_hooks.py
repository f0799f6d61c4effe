"""A studio's own code, run when a take is there: apart from the service, at least once, whatever it does."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from secondunit.service.hooks import Handover
from secondunit.service.hooks.process import HookProcess
from secondunit.service.hooks.runner import Hooks
from secondunit.service.store import events, hooks
from secondunit.wire import Event, HookRun, HookState, ShowSettings, Topic
from secondunit.wire.errors import StorageSilent

#: What the package of the tests does with a take.
STUDIO = """
import os, subprocess, sys, time
from pathlib import Path

PLACE = Path(os.environ["STUDIO_PLACE"])

def publish(made):
    assert made.frames("gone") == () and made.movie is None
    line = f"{made.take.label} {made.job.id} {made.attempt} {made.folder.is_dir()} {made.job.state.value}"
    with (PLACE / "published").open("a") as file:
        file.write(line + "\\n")
    print("printed \\x1b[31mby it")
    return f"published {made.take.label}"

def broken(made):
    raise ValueError("no such project: \\x1b]0;x")

def leave(made):
    sys.exit("I have had enough")

def crash(made):
    os._exit(7)

def hang(made):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    (PLACE / "pids").write_text(f"{os.getpid()} {child.pid} .")
    time.sleep(600)

def shout(made):
    for _ in range(300):
        os.write(2, b"x" * 65536)
    return "y" * 100_000

def linger(made):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    (PLACE / "pids").write_text(f"{child.pid} .")

number = 5
"""


def package(folder: Path, name: str, points: str, code: str) -> None:
    """An installed package with these entry points."""
    metadata = folder / f"{name}-1.0.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text(f"Name: {name}\nVersion: 1.0\n", "utf-8")
    (metadata / "entry_points.txt").write_text(f"[secondunit.takes]\n{points}\n", "utf-8")
    (folder / f"{name}.py").write_text(code, "utf-8")


class Studio:
    """A room, the hooks of its shows, and what became of them."""

    def __init__(self, room: Any, place: Path) -> None:
        self.room, self.place = room, place
        self.names: tuple[str, ...] = ()
        self.silent = 0
        self.asked: list[str] = []
        self.hooks: Hooks | None = None

    def settings(self, show: str) -> ShowSettings:
        self.asked.append(show)
        if self.silent:
            self.silent -= 1
            raise StorageSilent("The disk does not answer.")
        return ShowSettings(show, str(self.room.show), hooks=self.names)

    def start(self, *names: str, seconds: float = 60.0) -> None:
        self.names = names or self.names
        self.hooks = Hooks(self.room.store, self.room.owner, self.settings, self.place, seconds)
        self.hooks.start()

    def stop(self) -> None:
        if self.hooks is not None:
            self.hooks.stop()

    def events(self) -> list[Event]:
        stored = self.room.store.read(lambda connection: events.after(connection, 0))
        return [event for event in events.read(stored) if event.topic is Topic.HOOK_CHANGED]

    def runs(self, take: str) -> tuple[HookRun, ...]:
        return self.room.store.read(lambda connection: hooks.of_take(connection, take)).runs  # type: ignore[no-any-return]

    def until(self, holds: Callable[[], Any]) -> Any:
        """What holds once it does; looked at whenever something is written."""
        news = threading.Event()
        self.room.store.listen(lambda _events: news.set())
        for _look in range(600):
            if answer := holds():
                return answer
            news.wait(0.1)
            news.clear()
        raise AssertionError(self.events())

    def ended(self, take: str, number: int = 1) -> tuple[HookRun, ...]:
        """The runs of a take, once so many have ended."""

        def over() -> tuple[HookRun, ...]:
            runs = self.runs(take)
            over = [run for run in runs if run.state in (HookState.DONE, HookState.FAILED)]
            return runs if len(over) == number else ()

        return self.until(over)  # type: ignore[no-any-return]

    def pids(self) -> list[int]:
        """The processes of a hook that wrote them down, once it has."""
        file = self.place / "pids"
        text = file.read_text() if file.is_file() else ""
        return [int(pid) for pid in text.split()[:-1]] if text.endswith(".") else []

    def make(self) -> Any:
        """A take, made by a job."""
        [job] = self.room.wait(self.room.plan())
        return self.room.take_of(job)


@pytest.fixture
def studio(room: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    names = ("publish", "broken", "leave", "crash", "hang", "shout", "linger", "number")
    points = "\n".join(f"{name} = studio_takes:{name}" for name in names)
    package(tmp_path / "site", "studio_takes", points + "\ntwice = studio_takes:publish", STUDIO)
    package(tmp_path / "site", "other_takes", "twice = other_takes:x\nmissing = gone_module:x", "x = print")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site"))
    monkeypatch.setenv("STUDIO_PLACE", str(tmp_path))
    made = Studio(room, tmp_path)
    yield made
    made.stop()


def gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_a_hook_gets_the_take_its_job_and_its_files_and_what_it_says_is_kept(
    studio: Studio, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    studio.start("publish")
    take = studio.make()
    [run] = studio.ended(take.id)
    assert (run.state, run.message, run.attempts) == (HookState.DONE, f"published {take.label}", 1)
    line = (studio.place / "published").read_text().split()
    assert line == [*take.label.split(), take.job, "1", "True", "done"]
    told = [(event.hook.state.value, event.hook.attempts) for event in studio.events() if event.hook]
    assert told == [("running", 1), ("done", 1)]
    studio.stop()
    text = caplog.text
    assert f"published {take.label}" in text and "printed \\x1b[31mby it" in text


def test_a_hook_that_fails_in_any_way_harms_neither_the_others_nor_the_take(studio: Studio) -> None:
    studio.start("broken", "leave", "crash", "missing", "nowhere", "twice", "number", "publish")
    take = studio.make()
    runs = {run.hook: run for run in studio.ended(take.id, 8)}
    assert [run.hook for run in studio.runs(take.id)] == list(studio.names)
    assert runs["publish"].state is HookState.DONE
    said = {name: run.problem.message for name, run in runs.items() if run.problem}
    assert len(said) == 7 and all(run.attempts == 1 for run in runs.values())
    assert said["broken"] == "The hook broken failed: ValueError: no such project: \x1b]0;x."
    assert said["leave"] == "The hook leave failed: SystemExit: I have had enough."
    assert said["crash"] == "The process of the hook crash ended with status 7 and no answer."
    assert "ModuleNotFoundError" in said["missing"]
    assert said["nowhere"] == "There is no hook 'nowhere'."
    assert said["twice"] == "Two packages give a hook named twice."
    assert said["number"] == "studio_takes:number is nothing that can be called."
    assert all(run.problem.remedy for run in runs.values() if run.problem)
    assert Path(take.folder).is_dir() and studio.room.take_of(studio.room.find(take.job)) == take


def test_a_hook_that_hangs_is_ended_with_all_that_it_started(studio: Studio) -> None:
    take = studio.make()
    process = HookProcess("hang", Handover(take, studio.room.find(take.job)), studio.place)
    pids = studio.until(studio.pids)
    assert not any(gone(pid) for pid in pids)
    run = process.run(0.2)
    assert run.state is HookState.FAILED and run.problem is not None
    assert run.problem.message == "The hook hang did not end within 0.2 seconds and was stopped."
    assert studio.until(lambda: all(gone(pid) for pid in pids))


def test_a_hook_that_takes_too_long_is_left_there(studio: Studio) -> None:
    studio.start("hang", seconds=0.1)
    take = studio.make()
    [run] = studio.ended(take.id)
    assert run.problem is not None and "did not end within 0.1 seconds" in run.problem.message
    assert Path(take.folder).is_dir() and run.attempts == 1


def test_what_a_hook_started_ends_with_it_and_does_not_keep_it(studio: Studio) -> None:
    studio.start("linger")
    [run] = studio.ended(studio.make().id)
    assert run.state is HookState.DONE
    assert studio.until(lambda: all(gone(pid) for pid in studio.pids()))


def test_a_hook_that_says_much_fills_neither_memory_nor_store(studio: Studio) -> None:
    studio.start("shout")
    [run] = studio.ended(studio.make().id)
    assert run.state is HookState.DONE and run.message == "y" * 1_000


def test_a_hook_that_the_end_of_the_service_cut_off_is_started_again_and_knows(studio: Studio) -> None:
    studio.start("hang")
    take = studio.make()
    pids = studio.until(studio.pids)
    studio.stop()
    assert studio.until(lambda: all(gone(pid) for pid in pids))
    [run] = studio.runs(take.id)
    assert (run.state, run.attempts) == (HookState.RUNNING, 1), "it is known to have begun"
    site = studio.place / "site" / "studio_takes.py"
    site.write_text(STUDIO.replace("def hang(made):", "def hang(made):\n    return publish(made)\n"), "utf-8")
    studio.start()
    [run] = studio.ended(take.id)
    assert (run.state, run.attempts) == (HookState.DONE, 2)
    assert (studio.place / "published").read_text().split()[3] == "2"


def test_a_hook_that_is_cut_off_again_and_again_is_left_with_a_sentence(studio: Studio) -> None:
    studio.start("publish")
    take = studio.make()
    [run] = studio.ended(take.id)
    studio.stop()
    again = HookRun(take.id, "publish", HookState.RUNNING, 3)
    studio.room.store.write(lambda transaction: hooks.write(transaction, again, take))
    studio.start()
    [run] = studio.ended(take.id)
    assert run.state is HookState.FAILED and run.problem is not None
    assert run.problem.message == "The hook publish was cut off 3 times by the end of the service."
    assert len((studio.place / "published").read_text().splitlines()) == 1


def test_a_take_that_came_while_nobody_ran_hooks_is_owed_them(studio: Studio) -> None:
    take = studio.make()
    assert studio.runs(take.id) == ()
    studio.start("publish")
    [run] = studio.ended(take.id)
    assert run.state is HookState.DONE
    studio.stop()
    studio.start()
    studio.make()
    studio.until(lambda: len((studio.place / "published").read_text().splitlines()) == 2)
    assert studio.runs(take.id) == (run,), "once it was done it is not done again"


def test_a_show_whose_settings_cannot_be_read_is_asked_again(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secondunit.service.hooks.runner.AGAIN", 0.1)
    studio.silent = 2
    studio.start("publish")
    [run] = studio.ended(studio.make().id)
    assert run.state is HookState.DONE and studio.asked == ["S"] * 3


def test_no_hook_runs_for_a_job_that_failed_nor_for_a_show_that_names_none(studio: Studio) -> None:
    def fail(*_: object) -> None:
        raise StorageSilent("away")

    studio.start()
    take = studio.make()
    studio.until(lambda: studio.asked == ["S"])
    script = studio.room.engine.script
    studio.room.engine.script = fail
    [job] = studio.room.wait(studio.room.plan())
    assert job.state.value == "failed" and not job.take
    studio.room.engine.script = script
    studio.names = ("publish",)
    last = studio.make()
    [run] = studio.ended(last.id)
    assert studio.runs(take.id) == ()
    assert len((studio.place / "published").read_text().splitlines()) == 1 and run.take == last.id


def test_the_takes_of_another_service_are_left_to_it(studio: Studio) -> None:
    studio.start("publish")
    other = Hooks(studio.room.store, "another", studio.settings, studio.place)
    other.start()
    take = studio.make()
    studio.ended(take.id)
    other.stop()
    assert (studio.place / "published").read_text().count("\n") == 1
    assert not [path for path in studio.place.iterdir() if path.name.startswith("hook-")]
