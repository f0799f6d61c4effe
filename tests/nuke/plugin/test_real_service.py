"""The main job in small, in a simulated Nuke with the real service: a sentence becomes a Group."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from secondunit.host.find import find
from secondunit.wire import PlacementKind

pytestmark = pytest.mark.long

GROUP = "SecondUnit_smoke_left"


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A state folder and shows of their own; the service that a panel starts there is ended afterwards."""
    monkeypatch.setenv("SECONDUNIT_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("SECONDUNIT_SHOWS", str(tmp_path / "shows ü"))
    monkeypatch.setenv("SECONDUNIT_COMMAND", f"{sys.executable} -m secondunit")
    yield tmp_path
    address = find()
    if address is not None and address.pid:
        with contextlib.suppress(ProcessLookupError):
            os.kill(address.pid, signal.SIGTERM)


class Seat:
    """One Nuke with the plug-in, an artist's comp and the session of its panel."""

    def __init__(self, plugin: Any) -> None:
        self.plugin = plugin
        self.fake = plugin.fake
        self.module = plugin.module("session")
        self.menus = plugin.module("menus")
        self.nuke = plugin.fake.nuke
        self.longest = 0.0

    @property
    def session(self) -> Any:
        return self.module.running()

    def open_panel(self) -> Any:
        session = self.module.connect()
        self.until(lambda: session.panel.connection.state.value == "online", "the service starts by itself")
        self.until(lambda: session.panel.fields.kinds, "its kinds")
        if any(question.id == "working space" for question in session.panel.questions):
            assert session.commands.answer("working space", "Linear Rec.709 (sRGB)") is None
        return session

    def until(self, holds: Callable[[], object], what: str, patience: float = 90.0) -> None:
        end = time.monotonic() + patience
        while not holds():
            began = time.perf_counter()
            self.session.pump()
            self.longest = max(self.longest, time.perf_counter() - began)
            assert time.monotonic() < end, (
                f"{what}: {self.session.panel.connection} {self.session.panel.message}"
            )
            time.sleep(0.01)

    def brief(self, seed: int = 1) -> None:
        session = self.session
        for field, value in {
            "show": "show ü", "shot": "sh010", "element": "smoke_left", "prompt": "thin grey smoke",
            "frames": "1001-1003", "seed": seed,
        }.items():  # fmt: skip
            assert session.set(field, value) is None, field
        self.until(lambda: session.panel.fields.kind_controls(), "the controls of the kind that it names")
        for field, value in {"controls.resolution": 24, "controls.preroll": 0.5}.items():
            assert session.set(field, value) is None, field

    def generate(self) -> str:
        panel = self.session.panel
        before = set(panel.own_jobs)
        assert self.session.commands.generate() is None, panel.message
        self.until(lambda: set(panel.own_jobs) - before or panel.message, "a job")
        assert set(panel.own_jobs) - before, panel.message
        return str((set(panel.own_jobs) - before).pop())

    def finish(self, job: str) -> Any:
        """The take of a job, when it is there."""
        panel = self.session.panel
        self.until(lambda: (known := panel.jobs.get(job)) and known.state.ended, "the job's end", 300)
        assert panel.jobs.get(job).state.value == "done", panel.jobs.get(job).problem
        self.until(lambda: any(take.job == job for take in panel.shot_takes()), "its take")
        return next(take for take in panel.shot_takes() if take.job == job)

    def save(self, name: str) -> str:
        path = self.fake.app.folder / name
        self.nuke.scriptSaveAs(str(path), 1)
        return str(path)


@pytest.fixture
def seat(
    service: Path,
    qapp: Any,
    start_nuke: Any,
    load_plugin: Any,
    artist_script: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[[], Seat]]:
    """Start a Nuke with the plug-in and an artist's comp; every session is ended afterwards."""
    seats: list[Seat] = []

    def start() -> Seat:
        fake = start_nuke()
        artist_script(fake)
        plugin = load_plugin(fake)
        for name, value in {
            "SECONDUNIT_HOME": str(service / "state"),
            "SECONDUNIT_SHOWS": str(service / "shows ü"),
        }.items():
            monkeypatch.setenv(name, value)
        seats.append(Seat(plugin))
        return seats[-1]

    yield start
    for each in seats:
        each.module.close()


def test_a_sentence_becomes_a_group_over_the_plate_and_the_script_finds_its_job_again(
    seat: Callable[[], Seat], start_nuke: Any, load_plugin: Any
) -> None:
    here = seat()
    session = here.open_panel()
    here.nuke.toNode("Plate").setSelected(True)
    here.brief()
    session.look()
    assert (session.source, session.source_problems) == ("Plate", {})
    here.until(lambda: session.panel.estimate is not None, "an estimate")
    assert session.panel.estimate.allowed

    first = here.finish(here.generate())
    assert (first.version, first.colorspace.name) == (1, "Linear Rec.709 (sRGB)")
    steps = here.fake.undo_steps()
    assert session.commands.place(first.id, PlacementKind.COMP) is None, session.panel.message
    assert here.fake.undo_steps() == steps + 1
    assert here.nuke.toNode(GROUP).input(0).name() == "Plate"
    assert [node.name() for node in here.nuke.selectedNodes()] == ["Plate"]

    here.brief(seed=2)
    second = here.finish(here.generate())
    assert second.version == 2
    here.until(lambda: "v002 is there" in here.nuke.toNode(GROUP).knob("label").value(), "the mark")
    session.gallery.choose(second.id)
    here.nuke.toNode(GROUP).knob("mix").setValue(0.5)
    assert session.commands.version(GROUP, 1) is None, session.panel.message
    here.until(lambda: session.panel.placed and session.panel.placed[0].version == 2, "version up")
    group = here.nuke.toNode(GROUP)
    assert group.knob("mix").value() == 0.5
    here.until(lambda: "is there" not in group.knob("label").value(), "the mark goes")

    # The script is closed while a job runs, and opened again.
    here.brief(seed=3)
    running = here.generate()
    here.menus.register()
    path = here.save("comp.nk")
    here.nuke.scriptClear()
    here.until(lambda: session.panel.placed == (), "the new script's own state")
    here.nuke.scriptOpen(path)
    assert running in session.panel.own_jobs
    third = here.finish(running)
    here.until(lambda: "v003 is there" in here.nuke.toNode(GROUP).knob("label").value(), "the mark")

    # The farm: no window, no plug-in.
    here.save("comp.nk")
    here.module.close()
    for name in [name for name in sys.modules if name.startswith("second_unit_nuke")]:
        del sys.modules[name]
    farm = start_nuke(gui=False)
    farm.nuke.scriptOpen(path)
    placed = farm.nuke.toNode(GROUP)
    assert placed.knob("version").value() == "v002"
    assert Path(third.folder).is_dir()
    assert not [name for name in sys.modules if name.startswith("second_unit_nuke")]


def test_a_service_that_dies_is_started_again_and_its_job_ends_well(seat: Callable[[], Seat]) -> None:
    here = seat()
    session = here.open_panel()
    here.brief()
    here.nuke.toNode("Plate").setSelected(True)
    session.look()
    job = here.generate()
    here.until(lambda: session.panel.jobs.get(job).state.value == "running", "it runs")
    address = find()
    assert address is not None
    os.kill(address.pid, signal.SIGKILL)
    here.until(lambda: session.panel.connection.state.value != "online", "it is noticed")
    said = session.panel.connection
    assert said.sentence, said
    assert here.nuke.toNode("Plate") is not None
    if said.mend is not None:
        session.commands.mend()
    here.until(lambda: session.panel.connection.state.value == "online", "it is there again")
    assert here.finish(job).version == 1


def test_two_nukes_on_one_show_see_each_other_s_takes_and_keep_their_own_scripts(
    seat: Callable[[], Seat],
) -> None:
    one = seat()
    first = one.open_panel()
    one.brief()
    one.nuke.toNode("Plate").setSelected(True)
    first.look()
    take = one.finish(one.generate())
    assert first.commands.place(take.id, PlacementKind.COMP) is None, first.panel.message
    text = one.fake.text()

    two = seat()
    second = two.open_panel()
    two.brief(seed=5)
    two.nuke.toNode("Plate").setSelected(True)
    second.look()
    two.until(lambda: second.panel.shot_takes(), "the other's take")
    assert second.commands.place(take.id, PlacementKind.COMP) is None, second.panel.message
    newer = two.finish(two.generate())
    assert newer.version == 2
    two.until(lambda: "v002 is there" in two.nuke.toNode(GROUP).knob("label").value(), "the mark")
    assert one.fake.text() == text
