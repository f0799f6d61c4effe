"""What the tests and pictures of the panel stand on: a document in memory, palettes, and a busy service."""

from __future__ import annotations

import importlib.util
import struct
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from secondunit.host import CameraView, Placed, Question, Shot, Source
from secondunit.host.placement import placed_name, read_stamp, stamp
from secondunit.qt.binding import QtGui
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
from secondunit.wire.errors import NothingSelected

#: The colours of Nuke's own interface: window, base, text, button, highlight, highlighted text.
NUKE = ("#323232", "#262626", "#c8c8c8", "#3d3d3d", "#f7931e", "#1a1a1a")
LIGHT = ("#efefef", "#ffffff", "#1c1c1c", "#e4e4e4", "#2f6fd0", "#ffffff")


def load(name: str, path: Path) -> ModuleType:
    """A module of the tests by its path, under a name of its own."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


loopback = load("secondunit_test_loopback", Path(__file__).parents[1] / "host" / "loopback.py")


def palette(colors: tuple[str, str, str, str, str, str]) -> QtGui.QPalette:
    """A whole palette from six colours."""
    window, base, text, button, highlight, highlighted = (QtGui.QColor(color) for color in colors)
    made = QtGui.QPalette(button, window)
    role, group = QtGui.QPalette.ColorRole, QtGui.QPalette.ColorGroup
    of = {
        "Window": window, "Base": base, "AlternateBase": window, "Button": button, "WindowText": text,
        "Text": text, "ButtonText": text, "Highlight": highlight, "HighlightedText": highlighted,
        "ToolTipBase": base, "ToolTipText": text,
    }  # fmt: skip
    for name, color in of.items():
        made.setColor(getattr(role, name), color)
    faint = QtGui.QColor(*((a + b) // 2 for a, b in zip(text.getRgb()[:3], window.getRgb()[:3])))  # noqa: B905
    for name in ("WindowText", "Text", "ButtonText"):
        made.setColor(group.Disabled, getattr(role, name), faint)
    placeholder = QtGui.QColor(faint)
    made.setColor(role.PlaceholderText, placeholder)
    return made


PLATE = Plate(
    "/shows/nordlys/sh010/plate/sh010_bg.%04d.exr", FrameRange(1001, 1048), Rate(24000, 1001),
    Format(2048, 1152), ColorSpace("ACES - ACEScg", "aces_1.2/config.ocio"),
)  # fmt: skip


@dataclass
class Document:
    """A host whose document is a dict, with footage, a camera and something to ask."""

    name: str = "Memory 1"
    stands_on: int | None = None
    plates: dict[str, Plate] = field(default_factory=dict)
    mattes: dict[str, Matte] = field(default_factory=dict)
    views: dict[str, CameraView] = field(default_factory=dict)
    scene: dict[str, Guide] = field(default_factory=dict)
    asked: tuple[Question, ...] = ()
    answers: dict[str, str] = field(default_factory=dict)
    placements: dict[str, dict[str, object]] = field(default_factory=dict)
    marks: dict[str, int] = field(default_factory=dict)
    state: dict[str, object] = field(default_factory=dict)
    revealed: list[str] = field(default_factory=list)

    def kinds(self) -> tuple[PlacementKind, ...]:
        return tuple(PlacementKind)

    def shot(self) -> Shot:
        return Shot(FrameRange(1001, 1048), Rate(24), Format(1920, 1080), ColorSpace("lin", "c.ocio"))

    def frame(self) -> int | None:
        return self.stands_on

    def sources(self) -> tuple[Source, ...]:
        found = [Source(id, id, f"The plate {id}") for id in self.plates]
        return (*found, *(Source(id, id, f"The matte {id}") for id in self.mattes))

    def plate(self, source: str) -> Plate:
        if source not in self.plates:
            raise NothingSelected("There is no such plate.", where=source)
        return self.plates[source]

    def matte(self, source: str) -> Matte:
        if source not in self.mattes:
            raise NothingSelected("There is no such matte.", where=source)
        return self.mattes[source]

    def cameras(self) -> tuple[Source, ...]:
        return tuple(Source(id, id) for id in self.views)

    def camera(self, source: str) -> CameraView:
        if source not in self.views:
            raise NothingSelected("There is no such camera.", where=source)
        return self.views[source]

    def guides(self, kind: GuideKind) -> tuple[Source, ...]:
        return tuple(Source(id, id) for id, guide in self.scene.items() if guide.kind is kind)

    def guide(self, kind: GuideKind, source: str, shot: Shot) -> Guide:
        if source not in self.scene:
            raise NothingSelected(f"{source} is gone.", remedy="Choose another one.", where=source)
        return replace(self.scene[source], frames=shot.frames, rate=shot.rate, format=shot.format)

    def questions(self) -> tuple[Question, ...]:
        return tuple(question for question in self.asked if question.id not in self.answers)

    def answer(self, question: str, choice: str) -> None:
        self.answers[question] = choice

    def place(self, placement: Placement, take: Take) -> Placed:
        id = f"{placed_name(take)}.{len(self.placements)}"
        self.placements[id] = stamp(placement, take)
        return self._read(id)

    def placed(self) -> tuple[Placed, ...]:
        return tuple(self._read(id) for id in self.placements)

    def set_version(self, placed: str, take: Take) -> Placed:
        here = self._read(placed)
        self.placements[placed] = stamp(replace(here.placement, take=take.id), take)
        return self._read(placed)

    def mark(self, placed: str, newest: int) -> None:
        self.marks[placed] = newest

    def reveal(self, path: str) -> None:
        self.revealed.append(path)

    def keep(self, state: Mapping[str, object]) -> None:
        self.state = dict(state)

    def kept(self) -> dict[str, object]:
        return dict(self.state)

    def _read(self, id: str) -> Placed:
        read = read_stamp(id, self.placements[id])
        assert read is not None
        return read


def full_document() -> Document:
    """A document with two plates, a matte, a camera and a question."""
    matte = Matte("/shows/nordlys/sh010/matte/roof.%04d.exr", PLATE.frames)
    question = Question(
        "space", "Which space is 'ACEScg' in the studio's config?",
        (("ACES - ACEScg", "ACES - ACEScg"), ("scene_linear", "scene_linear")),
        "The config names no space so; pixels are never converted by guess.",
    )  # fmt: skip
    return Document(
        plates={"Read1": PLATE, "Read2": replace(PLATE, path="/shows/nordlys/sh010/clean.%04d.exr")},
        mattes={"Roto1": matte},
        views={"Camera1": CameraView("Camera1", 1.7, 4.0, 35.0, 36.0)},
        asked=(question,),
    )


def parted(folder: Path) -> str:
    """The pattern of a plate of one EXR of three parts, headers alone: depth, left, right."""
    body = b"".join(
        _header(name, channels) for name, channels in (("depth", "Z"), ("left", "BGR"), ("right", "BGR"))
    )
    (folder / "stereo.1001.exr").write_bytes(struct.pack("<II", 20000630, 0x1002) + body + b"\0")
    return str(folder / "stereo.%04d.exr")


def _header(name: str, channels: str) -> bytes:
    """One header of an EXR of several parts."""
    block = b"".join(one.encode() + b"\0" + struct.pack("<4i", 1, 0, 1, 1) for one in channels) + b"\0"
    box = struct.pack("<4i", 0, 0, 63, 35)
    values = ((b"name", b"string", name.encode()), (b"channels", b"chlist", block),
              (b"dataWindow", b"box2i", box), (b"displayWindow", b"box2i", box))  # fmt: skip
    return b"".join(n + b"\0" + k + b"\0" + struct.pack("<I", len(v)) + v for n, k, v in values) + b"\0"


def real_kinds() -> tuple[Any, ...]:
    """The kinds of the service itself, where its packages are installed; else the small service's own."""
    try:
        from secondunit.service.kinds import kind_list
    except ImportError:
        return (loopback.SMOKE,)
    return kind_list().kinds
