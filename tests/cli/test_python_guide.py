"""The guide for scripts does what it says: its own blocks, run against a service that they start."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

from secondunit import __version__
from secondunit.cli.reach import own_command
from secondunit.client import connect
from secondunit.elements import kinds
from secondunit.host.find import find
from secondunit.media.exr import write_exr
from secondunit.media.picture import Picture
from secondunit.service.home import Home
from secondunit.service.serve import start
from secondunit.wire import HookState, Note, Rate, Topic, Window
from secondunit.wire.errors import NotFound, ServiceAbsent

pytestmark = pytest.mark.long

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "python.md"
SHOTS = ("sh010", "sh020")


def block(number: int) -> Any:
    """One block of the guide, compiled."""
    text = re.findall(r"```python\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)[number]
    return compile(text, f"{GUIDE.name}, block {number}", "exec")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with two shots' plates of two frames and an empty one; the service in it is ended after."""
    for number, shot in enumerate((*SHOTS, "sh030")):
        folder = tmp_path / "plates" / shot
        folder.mkdir(parents=True)
        for frame in (1001, 1002) if shot in SHOTS else ():
            window = Window(0, 0, 32, 18)
            picture = Picture(
                ("R", "G", "B"), np.full((18, 32, 3), 0.1 + number / 10, np.float32), window, window
            )
            write_exr(folder / f"bg.{frame}.exr", picture, rate=Rate(24))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SECONDUNIT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SECONDUNIT_SHOWS", str(tmp_path / "shows"))
    monkeypatch.setenv("SECONDUNIT_COMMAND", own_command())
    monkeypatch.delenv("OCIO", raising=False)
    yield tmp_path
    address = find(str(tmp_path / "home"))
    if address is not None and psutil.pid_exists(address.pid):
        process = psutil.Process(address.pid)
        process.kill()
        process.wait(10)


def until(holds: Callable[[], object]) -> None:
    end, rest = time.monotonic() + 20.0, threading.Event()
    while not holds():
        assert time.monotonic() < end
        rest.wait(0.02)


def test_a_batch_is_made_a_watcher_hears_of_it_and_a_stream_goes_on_with_the_service_that_came_back(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exec(block(0), {})
    assert capsys.readouterr().out.strip() == f"{__version__} {list(kinds())}"

    room: dict[str, Any] = {}
    exec(block(1), room)
    *refused, last = capsys.readouterr().out.splitlines()
    assert last == "2 jobs" and len(refused) == 1 and refused[0].startswith("sh030: ")
    again: dict[str, Any] = {}
    exec(block(1), again)
    assert [job.id for job in again["jobs"]] == [job.id for job in room["jobs"]], "run again, made once"
    capsys.readouterr()

    exec(block(2), room)
    lines = sorted(capsys.readouterr().out.splitlines())
    assert [line.partition(":")[0] for line in lines] == [f"{shot}/haze v001" for shot in SHOTS]
    for line in lines:
        assert sorted(path.name for path in Path(line.partition(": ")[2]).glob("haze_v001.*.exr")) == [
            "haze_v001.1001.exr", "haze_v001.1002.exr",
        ]  # fmt: skip

    service = room["service"]
    [take] = service.takes(shot="sh010").takes
    stream = service.events(0)
    numbers = [next(stream).number]

    watched: dict[str, Any] = {}
    watcher = threading.Thread(target=exec, args=(block(3), watched), daemon=True)
    watcher.start()
    dailies, number = place / "dailies.csv", place / "watcher.number"
    until(lambda: dailies.exists() and len(dailies.read_text().splitlines()) == 2)
    until(lambda: number.exists() and number.read_text() == str(service.status().last_event))
    service.stop()
    watcher.join(20)
    assert not watcher.is_alive() and watched["event"].topic is Topic.SERVICE_STOPPING
    assert {line.split(",")[0] for line in dailies.read_text().splitlines()} == set(SHOTS)
    assert int(number.read_text()) == watched["event"].number

    until(lambda: find(str(place / "home")) is None)
    connect(user="somebody else").add_note(Note(take.id, "softer"))
    for event in stream:
        numbers.append(event.number)
        if event.note is not None:
            break
    assert event.note is not None and event.note.text == "softer", "the first service's stream goes on"
    assert numbers == sorted(set(numbers)) and watched["event"].number in numbers
    stream.close()
    assert [job.state.value for job in service.wait([take.job])] == ["done"]
    with pytest.raises(NotFound):
        list(service.wait(["j" + "0" * 25]))


def test_the_ten_lines_that_run_when_a_take_is_there(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = GUIDE.read_text("utf-8")
    code = next(part for part in re.findall(r"```python\n(.*?)```", text, re.DOTALL) if "made.take" in part)
    assert len([line for line in code.splitlines() if line.strip()]) <= 10
    [package] = re.findall(r"```ini\n(.*?)```", text, re.DOTALL)
    [rules] = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    install(place, code, package)
    (place / "shows" / "heist").mkdir(parents=True)
    (place / "shows" / "heist" / "secondunit.toml").write_text(rules, "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(place / "site"))
    monkeypatch.setenv("DAILIES", str(place / "dailies"))
    start(Home(place / "home"))  # a host's own PYTHONPATH is kept from a service that it starts

    room: dict[str, Any] = {}
    exec(block(1), room)
    service = room["service"]
    number = service.status().last_event
    for job in service.wait(room["jobs"]):
        assert job.state.value == "done"
    runs = []
    for event in service.events(number):
        if event.hook is not None and event.hook.state in (HookState.DONE, HookState.FAILED):
            runs.append(event.hook)
        if len(runs) == len(SHOTS):
            break
    names = {f"{shot}_haze_v001.mp4" for shot in SHOTS}
    assert {run.message for run in runs} == {f"{name} of 2 frames, for nightly" for name in names}
    assert {path.name for path in (place / "dailies" / "heist").iterdir()} == names
    for run in runs:
        assert service.hooks(run.take) == (run,)


def install(place: Path, code: str, package: str) -> None:
    """The studio's package, installed as pip would: its module, and the entry points of its setup.cfg."""
    (place / "package").mkdir()
    (place / "package" / "our_takes.py").write_text(code, "utf-8")
    head = "[metadata]\nname = our-takes\nversion = 1.0\n"
    (place / "package" / "setup.cfg").write_text(head + package, "utf-8")
    (place / "package" / "setup.py").write_text("from setuptools import setup\nsetup()\n", "utf-8")
    where = ["--install-lib", str(place / "site"), "--install-scripts", str(place / "scripts")]
    words = ["setup.py", "-q", "install", "--single-version-externally-managed", "--record", "record", *where]
    subprocess.run([sys.executable, *words], cwd=place / "package", check=True, capture_output=True)
    assert list((place / "site").glob("our_takes-*/entry_points.txt"))


def test_nothing_is_started_where_that_is_not_wished(place: Path) -> None:
    with pytest.raises(ServiceAbsent):
        connect(start=False)
    assert not (place / "home").exists()
