"""A small service on loopback, a panel linked to it, and a host that lives in memory."""

from __future__ import annotations

import importlib.util
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event
from types import ModuleType
from typing import Any

import pytest

from secondunit.host import CameraView, Dialling, Link, Panel, Placed, Question, Shot, Source
from secondunit.host.placement import placed_name, read_stamp, require_same_element, stamp
from secondunit.wire import (
    ColorSpace,
    Format,
    FrameRange,
    Guide,
    GuideKind,
    Matte,
    Placement,
    PlacementKind,
    Plate,
    Rate,
    Take,
)
from secondunit.wire.errors import HostError, NothingSelected


def load(name: str, path: Path) -> ModuleType:
    """A module of the tests by its path, under a name of its own."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


loopback = load("secondunit_test_loopback", Path(__file__).parent / "loopback.py")

offered_models = load("secondunit_test_offered", Path(__file__).parent / "offered.py")


@pytest.fixture
def added_fields() -> ModuleType:
    """Two fields more than the panel has."""
    return load("secondunit_test_added_fields", Path(__file__).parent / "added_fields.py")


@pytest.fixture
def offered() -> ModuleType:
    """The models, absences, estimates and offers of the tests."""
    return offered_models


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The state folder of a test, in a folder whose name is not plain."""
    return tmp_path / "Zuständ 1"


@pytest.fixture
def service(home: Path) -> Iterator[Any]:
    """The small service, serving."""
    with loopback.Loopback(home) as served:
        yield served


@pytest.fixture
def link(home: Path) -> Iterator[Link]:
    """A link to the service of this test's home, which starts none."""
    made = Link(Dialling(command="", user="Łukasz Ō", home=str(home)))
    yield made
    made.stop()


@pytest.fixture
def panel(link: Link) -> Panel:
    """A panel with a shot open, not connected yet."""
    made = Panel(link)
    made.use(
        shot=Shot(FrameRange(1001, 1004), Rate(24), Format(64, 36), ColorSpace("lin", "c.ocio")), plate=None
    )
    return made


@pytest.fixture
def until() -> Callable[..., None]:
    """Pump a panel until something holds; fails after ten seconds."""

    def pump(panel: Panel, holds: Callable[[], object], what: str = "") -> None:
        end, rest = time.monotonic() + 10.0, Event()
        while not holds():
            panel.pump()
            assert time.monotonic() < end, f"it never came to hold {what}: {panel.connection} {panel.message}"
            rest.wait(0.005)

    return pump


@dataclass
class MemoryHost:
    """A host whose document is a dict: the smallest thing that keeps the contract."""

    name: str = "Memory 1"
    document: dict[str, dict[str, object]] = field(default_factory=dict)
    undo: list[str] = field(default_factory=list)
    state: dict[str, object] = field(default_factory=dict)
    revealed: list[str] = field(default_factory=list)
    open_plate: Plate | None = None
    stands_on: int | None = None
    scene: dict[str, Guide] = field(default_factory=dict)
    views: dict[str, CameraView] = field(default_factory=dict)
    asked: tuple[Question, ...] = ()
    answers: dict[str, str] = field(default_factory=dict)
    marks: dict[str, int] = field(default_factory=dict)

    def kinds(self) -> tuple[PlacementKind, ...]:
        return tuple(PlacementKind)

    def shot(self) -> Shot:
        return Shot(FrameRange(1001, 1004), Rate(24000, 1001), Format(64, 36), ColorSpace("lin", "c.ocio"))

    def frame(self) -> int | None:
        return self.stands_on

    def sources(self) -> tuple[Source, ...]:
        return (Source("plate", "The plate"),) if self.open_plate else ()

    def plate(self, source: str) -> Plate:
        if self.open_plate is None or source != "plate":
            raise NothingSelected("There is no such plate.", where=source)
        return self.open_plate

    def matte(self, source: str) -> Matte:
        raise NothingSelected("There is no such matte.", where=source)

    def place(self, placement: Placement, take: Take) -> Placed:
        id = f"{placed_name(take)}.{len(self.document)}"
        self.document[id] = stamp(placement, take)
        self.undo.append(f"place {take.label}")
        return self._read(id)

    def placed(self) -> tuple[Placed, ...]:
        return tuple(self._read(id) for id in self.document)

    def set_version(self, placed: str, take: Take) -> Placed:
        if placed not in self.document:
            raise NothingSelected("It is gone.", where=placed)
        here = self._read(placed)
        require_same_element(here, take)
        self.document[placed] = stamp(replace(here.placement, take=take.id), take)
        self.undo.append(f"version {take.label}")
        return self._read(placed)

    def cameras(self) -> tuple[Source, ...]:
        return tuple(Source(id, view.label) for id, view in self.views.items())

    def camera(self, source: str) -> CameraView:
        if source not in self.views:
            raise NothingSelected("There is no such camera.", where=source)
        return self.views[source]

    def guides(self, kind: GuideKind) -> tuple[Source, ...]:
        return tuple(Source(id, id) for id, guide in self.scene.items() if guide.kind is kind)

    def guide(self, kind: GuideKind, source: str, shot: Shot) -> Guide:
        if source not in self.scene:
            raise NothingSelected("There is no such guide.", where=source)
        return replace(self.scene[source], frames=shot.frames, rate=shot.rate, format=shot.format)

    def questions(self) -> tuple[Question, ...]:
        return tuple(question for question in self.asked if question.id not in self.answers)

    def answer(self, question: str, choice: str) -> None:
        asked = next((one for one in self.asked if one.id == question), None)
        if asked is None or choice not in (value for value, _ in asked.choices):
            raise HostError("That was not offered.", where=question)
        self.answers[question] = choice

    def mark(self, placed: str, newest: int) -> None:
        if placed in self.document:
            self.marks[placed] = newest

    def reveal(self, path: str) -> None:
        self.revealed.append(path)

    def keep(self, state: Mapping[str, object]) -> None:
        self.state = dict(state)

    def kept(self) -> dict[str, object]:
        return dict(self.state)

    def _read(self, id: str) -> Placed:
        read = read_stamp(id, self.document[id])
        assert read is not None
        return read


@pytest.fixture
def host() -> MemoryHost:
    """A host that lives in memory."""
    return MemoryHost()
